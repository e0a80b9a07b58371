"""Where tests and their helpers stand: what tests share is in `tests/support`, and no test knows another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS, SUPPORT = ROOT / "tests", ROOT / "tests" / "support"


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def test_tests_share_nothing_but_what_stands_in_support() -> None:
    files = [*TESTS.rglob("*.py"), *(ROOT / "benchmarks").glob("*.py")]
    assert len(files) > 100
    offenders = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in _imports(path)
        if name.startswith(".") or (name.split(".")[0] == "tests" and not name.startswith("tests.support."))
    ]
    assert offenders == []


def test_helpers_stand_in_support_and_tests_do_not() -> None:
    stray = [
        str(path.relative_to(ROOT))
        for path in TESTS.rglob("*.py")
        if (SUPPORT in path.parents) == (path.name.startswith("test_") or path.name == "conftest.py")
    ]
    assert stray == []
