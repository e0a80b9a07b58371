"""Every English template that the package can say something with, found in its source."""

from __future__ import annotations

import ast
import builtins
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.source import PACKAGE, parsed

SPEAKERS = frozenset({
    "Finding", "finding", "cell_finding", "report", "_report", "_has_terms", "_low_above_base", "no_category",
    "ChangeProblem", "CellProblem", "_unusable", "_too_large", "Problem", "Violation", "add", "_kind", "_once", "why",
    "OtherKind", "Damaged", "TooLarge", "__init__",
})  # fmt: skip
"""Functions and classes whose texts are shown."""

SPOKEN = frozenset({"found", "expected", "remedy", "what", "words", "which", "kind", "span", "none", "says", "over"})
"""Arguments and variables that hold what is shown."""

NOT_SHOWN = ("roadmap_opt/model/", "roadmap_opt/documents/", "roadmap_opt/report/", "roadmap_opt/insight/")
"""Where words come from the catalogues, or are for developers."""


@functools.cache
def templates() -> frozenset[str]:
    """All of them."""
    return frozenset(each for file in sorted(PACKAGE.rglob("*.py")) if _is_shown(file) for each in _in(file))


def _is_shown(file: Path) -> bool:
    return not f"{file.relative_to(PACKAGE.parent)}/".startswith(NOT_SHOWN) or "page_check" in file.name


def _in(file: Path) -> Iterator[str]:
    tree = parsed(file)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _name(node.func)
            if name == "said":
                yield from _texts(node.args[:1])
            elif name in ("listed", "joined"):
                for text in _texts(node.args[:1]):
                    if " " in text and any(character.isalpha() for character in text):
                        yield "{one}" + text + "{other}"
            elif name in SPEAKERS or name.endswith("Error"):
                named = [each.value for each in node.keywords if each.arg in SPOKEN]
                yield from filter(_is_sentence, _texts(node.args))
                yield from _texts(named)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
            if names & SPOKEN or any(name.isupper() for name in names):
                yield from filter(_is_sentence, _texts([node.value]))
        elif isinstance(node, ast.Return) and node.value is not None:
            yield from filter(_is_sentence, _texts([node.value]))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    """Constants among the nodes, in the branches of what is chosen and in tuples."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if any(character.isalpha() for character in re.sub(r"\{[^{}]*\}", "", node.value)):
                yield node.value
        elif isinstance(node, ast.IfExp):
            yield from _texts([node.body, node.orelse])
        elif isinstance(node, ast.BoolOp):
            yield from _texts(node.values)
        elif isinstance(node, ast.Tuple):
            yield from _texts(node.elts)
        elif isinstance(node, ast.BinOp):
            yield from _texts([node.left, node.right])


def _is_sentence(text: str) -> bool:
    return " " in text.strip()


def unsaid() -> Iterator[str]:
    """Sentences with values that are shown but were not said: f-strings among arguments that reach a reader."""
    for file in sorted(PACKAGE.rglob("*.py")):
        if not _is_shown(file):
            continue
        for node in ast.walk(parsed(file)):
            name = _name(node.func) if isinstance(node, ast.Call) else ""
            ours = name.endswith("Error") and not hasattr(builtins, name)
            if not isinstance(node, ast.Call) or not (ours or name in SPEAKERS - {"add", "_kind"}):
                continue
            for argument in (*node.args, *(each.value for each in node.keywords)):
                for part in ast.walk(argument):
                    if isinstance(part, ast.JoinedStr):
                        own = "".join(str(each.value) for each in part.values if isinstance(each, ast.Constant))
                        if " " in own.strip() and re.search("[a-z]{2}", own):
                            yield f"{file.relative_to(PACKAGE)}:{part.lineno}: {own}"
