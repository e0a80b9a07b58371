"""Where things stand on a sheet of the input workbook; the template writes this layout and the reader expects it.

Row 1 holds the titles, row 2 the column names, row 3 Turkish labels, row 4 units, and data begin in row 5.

The reader goes by names, so that the order of columns is the planner's: what is turned and compared comes first, names
in words and what is read once (sources, notes) come last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from roadmap_opt.case.grid import OWN_MARK, headings, letter_of
from roadmap_opt.case.schema import ColumnSpec, SheetSpec
from roadmap_opt.case.sheet_names import SETTINGS_COLUMNS
from roadmap_opt.case.tables import REMARKS

NAME_ROW, LABEL_ROW, UNIT_ROW, FIRST_DATA_ROW = 2, 3, 4, 5

START_SHEET = "Start"

LISTS_SHEET = "#Lists"
"""Hidden sheet with the choices that are too long for a rule; the mark keeps the reader away from it."""

REMARKS_SHEET = "#Upgrade"
"""Sheet on which a workbook that was carried over from an older version says what became of it; no command reads it."""

START_VERSION_LABEL = "Schema version"
"""Words in column A of the start sheet; the version stands beside them in column B."""

HELP_SHEET = "#Help"
"""Sheet that tells how to add a market, a plant and so on; no command reads it."""

FINDINGS_SHEET = "#Findings"
"""Sheet on which a checked copy of a workbook lists what `check` found; no command reads it."""

OUR_SHEETS = (LISTS_SHEET, REMARKS_SHEET, HELP_SHEET, FINDINGS_SHEET)
"""Sheets with the mark of the planner's own that are this program's."""

UNIT_HEADING = f"{OWN_MARK}unit"
"""Heading of the column that shows each row's unit, looked up from its indicator; the mark keeps the reader away."""

_UNITS_BESIDE = {"Targets": "value"}
"""Sheets whose unit differs from row to row, and the column that it stands beside."""

PROSE = ("wording", "story", "story_tr", "note", "note_tr")
"""Columns of sentences: wide, wrapped, right of everything else."""

_SETTINGS_LABELS = (
    "Ayar",
    "Değer",
    "Birim",
    "İngilizce anlamı",
    "Türkçe anlamı",
    "Kaynak",
    "Güven düzeyi",
    "Açıklama",
    "Açıklamanın Türkçesi",
)
_SETTINGS_UNITS = ("name", "see unit", "unit", "text", "text", "text", "text", "text", "text")
_LABEL_LENGTH = 48


@dataclass(frozen=True, slots=True)
class Place:
    """One column as it stands on a sheet; ``column`` is ``None`` where it is printed for the planner and not read."""

    heading: str | int
    label: str
    unit: str
    column: ColumnSpec | None

    @property
    def is_year(self) -> bool:
        """Whether it is one of the columns that run across the years."""
        return isinstance(self.heading, int)


def placed(spec: SheetSpec, years: Iterable[int]) -> list[Place]:
    """The columns of a table from left to right."""
    ordered = replace(spec, columns=in_view(spec.columns))
    places = [
        Place(heading, short_label(column), unit_words(column), column) for heading, column in headings(ordered, years)
    ]
    if (beside := _UNITS_BESIDE.get(spec.name)) is not None:
        at = next(at for at, place in enumerate(places, start=1) if place.heading == beside)
        places.insert(at, Place(UNIT_HEADING, "Değerin birimi", "not read", None))
    return places


def in_view(columns: Sequence[ColumnSpec]) -> tuple[ColumnSpec, ...]:
    """The columns in the planner's order: keys, then what is turned and compared, names in words, remarks."""

    def rank(column: ColumnSpec) -> int:
        if column.meta.key:
            return 0
        if column.name in (*PROSE, *REMARKS):
            return 3
        return 2 if column.name.endswith(("_en", "_tr")) else 1

    return tuple(sorted(columns, key=rank))


def column_letter(spec: SheetSpec, years: Iterable[int], heading: str | int) -> str:
    """The letter of the column under ``heading``; raises ``ValueError`` when the sheet has none."""
    return letter_of([place.heading for place in placed(spec, years)].index(heading) + 1)


def head_of(spec: SheetSpec, years: Iterable[int]) -> list[tuple[str | int, str, str]]:
    """For every column of the contract from left to right: name (or year), Turkish label, unit as printed."""
    if spec.layout == "settings":
        return list(zip(SETTINGS_COLUMNS, _SETTINGS_LABELS, _SETTINGS_UNITS, strict=True))
    return [(each.heading, each.label, each.unit) for each in placed(spec, years) if each.column is not None]


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
