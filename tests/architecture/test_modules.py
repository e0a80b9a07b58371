"""What a module looks like: short, documented, and without state."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from roadmap_opt.output.tables import RESULT_TABLES
from tests.support.source import MODULES, PACKAGE

LONGEST = 350
"""Lines that can still be read in one sitting."""

REGISTRIES = {("roadmap_opt.case.schema", "_REGISTRY")}
"""Containers that fill while the package is imported, and never after."""

CHANGING = frozenset({
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault",
    "sort", "update",
})  # fmt: skip
CONTAINERS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


def test_files_can_be_read_in_one_sitting() -> None:
    lengths = {module.name: len(module.path.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_modules_say_what_they_are_for() -> None:
    written = (module for module in MODULES if module.path.read_text(encoding="utf-8").strip())
    assert [module.name for module in written if not ast.get_docstring(module.tree)] == []


def test_public_names_are_documented() -> None:
    # a sheet's row type is documented by its declaration, in both languages
    modules = (module for module in MODULES if not module.name.startswith("roadmap_opt.case.sheets."))
    silent = [name for module in modules for name, node in module.public_definitions() if not ast.get_docstring(node)]
    # and so is the method that reads a result table and has its name
    readers = {name for name in silent if name.startswith("roadmap_opt.runs.extract.") and _last(name) in RESULT_TABLES}
    assert [name for name in silent if name not in readers] == []


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _module_containers(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, CONTAINERS):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def _changes(tree: ast.Module) -> Iterator[str]:
    """Names of module-level containers that a function changes, and of globals that it rebinds."""
    containers = _module_containers(tree)
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            if isinstance(node, ast.Global):
                yield from node.names
            stored = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del)
            called = isinstance(node, ast.Attribute) and node.attr in CHANGING
            if isinstance(node, ast.Subscript | ast.Attribute) and (stored or called):
                owner = node.value
                if isinstance(owner, ast.Name) and owner.id in containers:
                    yield owner.id


def test_no_state_in_modules() -> None:
    changed = {(module.name, name) for module in MODULES for name in _changes(module.tree)}
    assert sorted(changed - REGISTRIES) == []


def test_nothing_names_a_place_on_one_machine() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    places = ("/tmp/", "/home/", "/work/", "C:\\")
    assert [f"{name}: {place}" for name, text in texts.items() for place in places if place in text] == []


def test_an_option_that_several_commands_share_is_declared_once() -> None:
    own_meaning = {
        "--scenario",
        "--scenarios",
        "--resume",
        "--name",
        "--batch",
        "--from",
    }  # each asks something else of its command
    declared: dict[str, list[str]] = {}
    for module in MODULES:
        if module.layer == "cli":
            for name in set(re.findall(r'click\.option\(\s*"(--[a-z-]+)"', module.path.read_text(encoding="utf-8"))):
                declared.setdefault(name, []).append(module.name)
    assert {name: at for name, at in declared.items() if len(at) > 1 and name not in own_meaning} == {}
