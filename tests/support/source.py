"""The package as text: its modules, what they import and what they define."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "roadmap_opt"


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the package."""

    name: str
    path: Path

    @property
    def layer(self) -> str:
        """First part of the name below the package: ``case`` for ``roadmap_opt.case.indexes``."""
        return self.name.split(".")[1]

    @property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return parsed(self.path)

    @property
    def imports(self) -> frozenset[str]:
        """Full names of the modules and names it imports, wherever in the file."""
        return _imports(self)

    def imports_from(self, *packages: str) -> list[str]:
        """What it imports from these packages."""
        return sorted(n for n in self.imports if any(n == p or n.startswith(f"{p}.") for p in packages))

    def public_definitions(self) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
        """Public functions and classes, and the public methods of public classes.

        The methods of a class whose first words are "One method per" are documented by what they are named after.
        """
        for node in self.tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            yield f"{self.name}.{node.name}", node
            one_per_name = (ast.get_docstring(node) or "").startswith("One method per ")
            for member in node.body if isinstance(node, ast.ClassDef) and not one_per_name else ():
                if isinstance(member, ast.FunctionDef) and not member.name.startswith("_"):
                    yield f"{self.name}.{node.name}.{member.name}", member


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file; one for all tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _imports(module: Module) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def _modules() -> Iterator[Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name != "roadmap_opt":
            yield Module(name, path)


MODULES: tuple[Module, ...] = tuple(_modules())
"""Every module of the package, the package itself apart."""
