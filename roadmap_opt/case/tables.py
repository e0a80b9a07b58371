"""Typed rows of the workbook with the address of every cell: what reading yields, overlays change, checks look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from roadmap_opt.case.schema import SheetSpec
from roadmap_opt.messages import Text


@dataclass(frozen=True, slots=True)
class Step:
    """One change on a value's way from the workbook: the row of ``sheet`` (Overlays or Sweeps) that asked for it.

    ``supplier`` is the scenario, or ``<sweep>: <parameter>``; ``operation`` (set, multiply, add) and ``value`` are as
    written in that row.
    """

    supplier: str
    sheet: str
    row: int
    operation: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``values`` by column name (a year map for the column across years); ``number`` is the Excel row.

    ``overlaid`` tells what changed a value, step by step: column name, or ``(column, year)``, to :class:`Step`.
    ``unreadable`` holds the columns, or ``(column, year)``, whose cell could not be read: their value is ``None`` (a
    year is absent) and a finding says why. Such a row still names its entity, so references to it hold.
    """

    values: Mapping[str, Any]
    number: int
    overlaid: Mapping[Any, tuple[Step, ...]] = field(default_factory=dict)
    unreadable: frozenset[Any] = frozenset()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one setting comes from; on the other sheets these are ordinary columns."""

    source: str | None
    confidence: str | None
    note: str | None
    note_tr: str | None = None


REMARKS = tuple(column.name for column in fields(Provenance))
"""What is said about the numbers of a row; the same columns on every data sheet."""


def remark_of(values: Mapping[str, Any]) -> Text:
    """The planner's remark on a row, in English where it has no Turkish; empty where there is none."""
    remark = str(values.get("note") or "")
    return Text(remark, str(values.get("note_tr") or remark))


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one sheet. ``letters`` maps a column name, or a year, to the Excel column letter.

    The settings are one row whose fields stand below one another: there ``letters`` maps a setting to its whole cell
    (``B7``) and ``provenance`` says where each one comes from.
    """

    spec: SheetSpec
    rows: tuple[Row, ...]
    letters: Mapping[str | int, str] = field(default_factory=dict)
    provenance: Mapping[str, Provenance] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def key_of(self, row: Row) -> tuple[Any, ...]:
        """The row's key values, in column order (empty for sheets without a key)."""
        return tuple(row.values[name] for name in self.spec.key_columns)

    def cell(self, row: Row, column: str | int) -> str:
        """The cell as a planner finds it on the sheet, for instance ``D17``; without a letter, the row alone."""
        letter = self.letters.get(column, "")
        return letter if self.spec.layout == "settings" else f"{letter}{row.number}"


Tables = Mapping[str, Table]
"""All sheets of one workbook by sheet name."""
