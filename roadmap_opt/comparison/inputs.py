"""Inputs that differ between runs: cell by cell, with years and rows that differ alike in one line.

Compared are the resolved inputs, after the overlays of each run's scenario, and only what reaches the model: a source,
a confidence mark, a note or a name can change without changing any result, and is listed apart as a remark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from roadmap_opt.case.cells import format_cell
from roadmap_opt.case.schema import SHEETS, ColumnSpec, SheetSpec
from roadmap_opt.case.sheet_names import NOT_IN_RESULTS
from roadmap_opt.case.tables import REMARKS, Row, Tables
from roadmap_opt.comparison.cells import ABSENT, alike, cell_words, constant, equal, is_number, is_present
from roadmap_opt.comparison.row_names import RowNames
from roadmap_opt.figures import spans
from roadmap_opt.messages import Text
from roadmap_opt.words import COMPARISON as WORDS

REMARK_COLUMNS = ("name_en", "name_tr", *REMARKS, "wording")
"""Columns that no result depends on."""


@dataclass(frozen=True, slots=True)
class InputDifference:
    """One line of the list: the cells of a column, in one or several rows and years, that differ alike.

    ``rows`` are the keys of the rows (one empty key for the settings), ``years`` is empty for a column without years;
    ``column`` is empty when the whole row exists only in some runs. ``values`` holds, per run, the cells row by row
    and year by year: :data:`ABSENT` where the run has no such row; for a whole row ``True`` or :data:`ABSENT`.
    ``names`` are what the rows are called, in the order of ``rows``.
    """

    sheet: str
    rows: tuple[str, ...]
    column: str
    unit: str
    years: tuple[int, ...]
    values: tuple[tuple[Any, ...], ...]
    is_remark: bool
    names: tuple[Text, ...] = ()

    @property
    def years_words(self) -> str:
        """The years as a span; empty for a column without years."""
        return spans(frozenset(self.years))

    @property
    def row_words(self) -> Text:
        """The row, or the first of several and how many there are."""
        if len(self.rows) == 1:
            return Text.same(self.rows[0])
        return WORDS.both("several_rows", first=self.rows[0], count=len(self.rows))

    def shown(self, run: int) -> Text:
        """The value in a run: a single one, the first and last of a span of years, or the range over several rows."""
        values = self.values[run]
        if not self.column:
            return WORDS.both("row_absent" if values[0] is ABSENT else "row_present")
        ends = (values[0], values[-1])
        if len(self.rows) > 1 and all(is_number(value) for value in values):
            ends = (min(values), max(values))
        first, last = (cell_words(end) for end in ends)
        return first if first == last else Text(f"{first.en} … {last.en}", f"{first.tr} … {last.tr}")

    def differs(self, one: int, other: int) -> bool:
        """Whether two of the runs differ here."""
        return any(not equal(a, b) for a, b in zip(self.values[one], self.values[other], strict=True))

    def change(self, baseline: int, run: int) -> Text:
        """What happened from baseline to run where it is one factor or one addition for all cells; empty otherwise."""
        pairs = list(zip(self.values[baseline], self.values[run], strict=True))
        if not self.differs(baseline, run) or not all(is_number(a) and is_number(b) for a, b in pairs):
            return Text.same("")
        before, after = pairs[0]
        if all(a for a, _ in pairs) and constant([b / a for a, b in pairs]) and after:
            shown = cell_words(float(f"{after / before:.6g}"))
            return Text(f"× {shown.en}", f"× {shown.tr}")
        if constant([b - a for a, b in pairs]):
            shown = cell_words(float(f"{after - before:.10g}"))
            sign = "+" if after > before else ""
            return Text(f"{sign}{shown.en}", f"{sign}{shown.tr}")
        return Text.same("")


def input_differences(inputs: Sequence[Tables]) -> tuple[InputDifference, ...]:
    """Everything in which the runs' inputs differ, in the order of the workbook; remarks stand at the end."""
    found: list[InputDifference] = []
    for sheet, spec in SHEETS.items():
        if sheet not in NOT_IN_RESULTS:
            found += _rows_alike(_sheet_differences(spec, inputs))
    called = RowNames(inputs)
    rows = {
        (sheet, row_key(sheet, row)): row for tables in reversed(inputs) for sheet in SHEETS for row in tables[sheet]
    }
    named = [replace(each, names=tuple(_name(called, rows, each.sheet, key) for key in each.rows)) for each in found]
    return tuple(sorted(named, key=lambda difference: difference.is_remark))


def _name(called: RowNames, rows: Mapping[tuple[str, str], Row], sheet: str, key: str) -> Text:
    """The name of a row; the settings have none, and a remark on one of them is named by its column."""
    row = rows.get((sheet, key))
    return Text.same(key) if row is None or SHEETS[sheet].layout == "settings" else called(sheet, row)


def fingerprint(tables: Tables) -> str:
    """The same for two sets of tables exactly when the model sees the same inputs; remarks and row order aside."""
    digest = hashlib.sha256()
    for sheet, spec in SHEETS.items():
        if sheet in NOT_IN_RESULTS:
            continue
        columns = [column.name for column in spec.columns if column.name not in REMARK_COLUMNS]
        rows = sorted(repr([_plain(row.values[name]) for name in columns]) for row in tables[sheet])
        digest.update(f"{sheet}\n".encode() + "\n".join(rows).encode() + b"\n")
    return digest.hexdigest()


def row_key(sheet: str, row: Row) -> str:
    """The key of a row in words: its key cells, blank ones left out; empty for settings."""
    cells = (row.values[name] for name in SHEETS[sheet].key_columns)
    return " | ".join(format_cell(cell) for cell in cells if cell is not None)


def _sheet_differences(spec: SheetSpec, inputs: Sequence[Tables]) -> Iterator[InputDifference]:
    rows = [{row_key(spec.name, row): row for row in tables[spec.name]} for tables in inputs]
    for key in dict.fromkeys(key for each in rows for key in each):
        there = [each.get(key) for each in rows]
        if any(row is None for row in there):
            values = tuple((ABSENT,) if row is None else (True,) for row in there)
            yield InputDifference(spec.name, (key,), "", "", (), values, is_remark=False)
        for column in spec.columns:
            if column.name not in spec.key_columns:
                yield from _cell_differences(spec, column, key, there)
    if spec.layout == "settings":
        yield from _remark_differences(spec, inputs)


def _cell_differences(
    spec: SheetSpec, column: ColumnSpec, key: str, rows: Sequence[Row | None]
) -> Iterator[InputDifference]:
    cells = [ABSENT if row is None else row.values[column.name] for row in rows]
    present = [cell for cell in cells if cell is not ABSENT]
    if all(equal(cell, present[0]) for cell in present):
        return
    is_remark, unit = column.name in REMARK_COLUMNS, column.meta.unit
    if column.kind != "years":
        values = tuple((cell,) for cell in cells)
        yield InputDifference(spec.name, (key,), column.name, unit, (), values, is_remark)
        return
    for years in _years_alike(cells):
        values = tuple(tuple(_in_year(cell, year) for year in years) for cell in cells)
        yield InputDifference(spec.name, (key,), column.name, unit, years, values, is_remark)


def _remark_differences(spec: SheetSpec, inputs: Sequence[Tables]) -> Iterator[InputDifference]:
    """Source, confidence and note of the settings, which stand beside their values."""
    for column in spec.columns:
        for part in REMARKS:
            remarks = [tables[spec.name].provenance.get(column.name) for tables in inputs]
            cells = [None if remark is None else getattr(remark, part) for remark in remarks]
            if any(cell != cells[0] for cell in cells):
                values = tuple((cell,) for cell in cells)
                yield InputDifference(spec.name, (column.name,), part, "", (), values, is_remark=True)


def _in_year(cell: Any, year: int) -> Any:
    return ABSENT if cell is ABSENT else cell.get(year)


def _years_alike(cells: Sequence[Any]) -> Iterator[tuple[int, ...]]:
    """Spans of consecutive years in which the runs differ alike: by the same values, one factor or one addition."""
    span: list[int] = []
    ways: frozenset[str] = frozenset()
    for year in sorted({year for cell in cells if cell is not ABSENT for year in cell}):
        values = [_in_year(cell, year) for cell in cells]
        present = [value for value in values if is_present(value)]
        if all(equal(value, present[0]) for value in present):
            continue
        if span and span[-1] == year - 1:
            still = alike([_in_year(cell, span[-1]) for cell in cells], values)
            still &= ways if len(span) > 1 else still
            if still:
                span, ways = [*span, year], still
                continue
        if span:
            yield tuple(span)
        span = [year]
    if span:
        yield tuple(span)


def _rows_alike(differences: Iterator[InputDifference]) -> list[InputDifference]:
    """Rows of one column that differ alike become one line; remarks are never put together."""
    found: list[InputDifference] = []
    ways: list[frozenset[str]] = []
    for new in differences:
        for at, known in enumerate(found):
            same_place = (known.column, known.years) == (new.column, new.years) and not (
                known.is_remark or new.is_remark
            )
            if not same_place or new.rows == ("",):
                continue
            last = [cells[-1] for cells in known.values]
            still = alike(last, [cells[0] for cells in new.values])
            still &= _own_ways(new) & (ways[at] if len(known.rows) > 1 else _own_ways(known))
            if still:
                values = tuple((*a, *b) for a, b in zip(known.values, new.values, strict=True))
                found[at] = InputDifference(
                    known.sheet, (*known.rows, *new.rows), known.column, known.unit, known.years, values, False
                )
                ways[at] = still
                break
        else:
            found.append(new)
            ways.append(frozenset())
    return found


def _own_ways(difference: InputDifference) -> frozenset[str]:
    """In which ways the years of one row differ alike."""
    first = [cells[0] for cells in difference.values]
    ways = alike(first, first)
    for position in range(1, len(difference.values[0])):
        ways &= alike(first, [cells[position] for cells in difference.values])
    return ways


def _plain(value: Any) -> Any:
    return sorted(value.items()) if hasattr(value, "items") else value
