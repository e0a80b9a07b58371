"""What a module looks like: short, documented, and without state."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import MODULES, PACKAGE, Module

LONGEST = 350
"""Lines that can still be read in one sitting."""

REGISTRIES = {("roadmap_opt.case.schema", "_REGISTRY")}
"""Containers that fill while the package is imported, and never after."""

CHANGING = frozenset({
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault",
    "sort", "update",
})  # fmt: skip
CONTAINERS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_file_can_be_read_in_one_sitting(module: Module) -> None:
    lines = len(module.path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{lines} lines"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_public_names_are_documented(module: Module) -> None:
    empty = not module.path.read_text(encoding="utf-8").strip()
    assert empty or ast.get_docstring(module.tree), "the module says what it is for"
    if module.name.startswith("roadmap_opt.case.sheets."):
        return  # a sheet's row type is documented by its declaration, in both languages
    silent = [name for name, node in module.public_definitions() if not ast.get_docstring(node)]
    assert silent == []


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


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_no_state_in_modules(module: Module) -> None:
    assert {(module.name, name) for name in _changes(module.tree)} <= REGISTRIES


def test_nothing_names_a_place_on_one_machine() -> None:
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for place in ("/tmp/", "/home/", "/work/", "C:\\"):
            assert place not in text, f"{path.name}: {place}"
