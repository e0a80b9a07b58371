"""Every English text of the package with the Turkish one that stands beside it."""

from __future__ import annotations

import ast
import functools
import importlib
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import roadmap_opt
from roadmap_opt.case import sheets as _sheets  # noqa: F401  (fills SHEETS)
from roadmap_opt.case.cash_lines import CASH_FLOW_LINES
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.messages import Catalogue
from roadmap_opt.output.tables import RESULT_TABLES
from roadmap_opt.said import turkish
from tests.support.source import parsed

PACKAGE = Path(roadmap_opt.__path__[0])

_TURKISH = re.compile("[çğışöüÇĞİŞÖÜ]")


class Pair(NamedTuple):
    """A text in both languages, and the place where it stands."""

    place: str
    en: str
    tr: str


@functools.cache
def pairs() -> tuple[Pair, ...]:
    """Those of the declarations, and those that stand side by side in the source; each once."""
    return tuple(dict.fromkeys((*_declared(), *_written())))


def catalogues() -> dict[str, tuple[Path, Catalogue]]:
    """Every catalogue of the package by the module and name that hold it, with the file that declares it."""
    found: dict[str, tuple[Path, Catalogue]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        if "Catalogue(" not in file.read_text(encoding="utf-8"):
            continue
        name = ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)
        for label, value in vars(importlib.import_module(name)).items():
            if isinstance(value, Catalogue):
                found[f"{name}.{label}"] = (file, value)
    return found


def _declared() -> Iterator[Pair]:
    for name, (_, catalogue) in catalogues().items():
        for key, (en, tr) in catalogue.entries.items():
            yield Pair(f"{name}[{key}]", en, tr)
    for en, tr in turkish().items():
        if re.search("[a-z]{3}", re.sub(r"\{[^{}]*\}", "", en)):
            names = re.sub(rf"\b(?:{'|'.join(SHEETS)})\b", "", en)  # the name of a sheet is no word of the field
            yield Pair(f"said {en}", names.strip(), tr.strip())
    for sheet in SHEETS.values():
        yield Pair(f"sheet {sheet.name}", sheet.en, sheet.tr)
        for column in sheet.columns:
            yield Pair(f"{sheet.name}.{column.name}", column.meta.en, column.meta.tr)
    for kpi in KPIS.values():
        yield Pair(f"indicator {kpi.name}", kpi.en, kpi.tr)
    for table in RESULT_TABLES.values():
        yield Pair(f"table {table.name}", table.en, table.tr)
        for each in table.columns:
            yield Pair(f"table {table.name}.{each.name}", each.en, each.tr)
    for line, (en, tr) in CASH_FLOW_LINES.items():
        yield Pair(f"cash flow {line}", en, tr)


def _written() -> Iterator[Pair]:
    """Arguments of ``Text(...)``, and neighbours in a call or a tuple of which the second is Turkish by its letters."""
    for file in sorted(PACKAGE.rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        if not (_TURKISH.search(source) or re.search(r"\bText\(|\btr=", source)):
            continue  # nothing below could be found in it, and parsing takes its time
        for node in ast.walk(parsed(file)):
            place = f"{file.relative_to(PACKAGE.parent)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Call):
                named = {keyword.arg: keyword.value for keyword in node.keywords}
                if "en" in named and "tr" in named:
                    yield from _neighbours([named["en"], named["tr"]], place, certain=True)
                certain = isinstance(node.func, ast.Name) and node.func.id == "Text"
                yield from _neighbours(node.args, place, certain=certain)
            elif isinstance(node, ast.Tuple):
                yield from _neighbours(node.elts, place, certain=False)


def _neighbours(nodes: list[ast.expr], place: str, *, certain: bool) -> Iterator[Pair]:
    texts = [_text(node) for node in nodes]
    for en, tr in itertools.pairwise(texts):
        if en and tr and (certain or (_TURKISH.search(tr) and not _TURKISH.search(en))):
            yield Pair(place, en, tr)


def _text(node: ast.expr) -> str:
    """A text as it is written, with the values of an f-string in braces; empty for anything else."""
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else f"{{{ast.unparse(part)}}}" for part in node.values)
        return "".join(str(part) for part in parts)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
