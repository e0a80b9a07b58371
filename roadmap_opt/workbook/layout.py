"""Where things stand on a sheet of the input workbook; the template writes this layout and the reader expects it.

Row 1 holds the titles, row 2 the column names, row 3 Turkish labels, row 4 units, and data begin in row 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadmap_opt.case.grid import headings
from roadmap_opt.case.schema import ColumnSpec, SheetSpec
from roadmap_opt.case.sheet_names import SETTINGS_COLUMNS

NAME_ROW, LABEL_ROW, UNIT_ROW, FIRST_DATA_ROW = 2, 3, 4, 5

START_SHEET = "Start"

LISTS_SHEET = "#Lists"
"""Hidden sheet with the choices that are too long for a rule; the mark keeps the reader away from it."""

REMARKS_SHEET = "#Upgrade"
"""Sheet on which a workbook that was carried over from an older version says what became of it; no command reads it."""

START_VERSION_LABEL = "Schema version"
"""Words in column A of the start sheet; the version stands beside them in column B."""

_SETTINGS_LABELS = ("Ayar", "Değer", "Birim", "İngilizce anlamı", "Türkçe anlamı", "Kaynak", "Güven düzeyi", "Açıklama")
_SETTINGS_UNITS = ("name", "see unit", "unit", "text", "text", "text", "text", "text")
_LABEL_LENGTH = 48


def head_of(spec: SheetSpec, years: Iterable[int]) -> list[tuple[str | int, str, str]]:
    """For every column from left to right: its name (or year), its Turkish label and its unit as printed."""
    if spec.layout == "settings":
        return list(zip(SETTINGS_COLUMNS, _SETTINGS_LABELS, _SETTINGS_UNITS, strict=True))
    return [(heading, short_label(column), unit_words(column)) for heading, column in headings(spec, years)]


def short_label(column: ColumnSpec) -> str:
    """The Turkish meaning up to its first explanation, short enough for a heading."""
    label = re.split(r"[;:(]", column.meta.tr, maxsplit=1)[0].strip() or column.meta.tr
    if len(label) <= _LABEL_LENGTH:
        return label
    return label[:_LABEL_LENGTH].rsplit(" ", 1)[0] + " …"


def unit_words(column: ColumnSpec) -> str:
    """The unit; for columns without one, what is entered: text, a name, a choice, a whole number."""
    if column.meta.unit:
        return column.meta.unit
    if column.kind == "text":
        return "choice" if column.meta.choices else "name" if column.meta.refers or column.meta.key else "text"
    return {"integer": "whole number", "flag": "yes/no"}.get(column.kind, "number")
