"""Sections of a comparison's page: inputs that differ, and how to read the comparison."""

from __future__ import annotations

from dataclasses import replace

from roadmap_opt.comparison import Comparison
from roadmap_opt.comparison.cells import is_number
from roadmap_opt.comparison.distinction import Distinction
from roadmap_opt.comparison.inputs import InputDifference
from roadmap_opt.documents.components import (
    Cell,
    Column,
    Component,
    Either,
    Figure,
    Folded,
    Group,
    Pairs,
    Paragraph,
    Row,
    Section,
    Sheet,
)
from roadmap_opt.messages import Text
from roadmap_opt.report.compare.parts import Difference, RowName, RunsTable, Versus
from roadmap_opt.report.compare.results import run_columns
from roadmap_opt.words import COMPARISON as COMPARISON_WORDS
from roadmap_opt.words import COMPARISON_PAGE as PICKER
from roadmap_opt.words import COMPARISON_SECTIONS as SAY

MOST_ROWS = 3
"""Rows that a cell of the page names; more are folded below the first one's name."""

MARKED_FROM = 10_000
"""From here on whole numbers have marks at the thousands: below there are years."""


def inputs_section(comparison: Comparison, baseline: int) -> Section:
    """Every input that differs, with the change from the baseline where it is one factor or one addition."""
    effective = [found for found in comparison.inputs if not found.is_remark]
    remarks = [found for found in comparison.inputs if found.is_remark]
    parts: list[Component] = [Paragraph(SAY.both("no_other_inputs"))]
    if effective:
        parts = [_table(comparison, effective, baseline)]
    if remarks:
        parts.append(Folded(SAY.both("input_remarks"), [_table(comparison, remarks, baseline)]))
    sheet = Sheet(PICKER.both("section_inputs"), "quiet")
    return Section("inputs", PICKER.both("section_inputs"), PICKER.both("lead_inputs"), parts, sheet)


def _table(comparison: Comparison, differences: list[InputDifference], baseline: int) -> Component:
    runs = range(len(comparison.runs))
    keys = ("column_sheet_name", "column_rows", "column_cell_name", "column_years", "column_compare_unit")
    columns = [*(Column(SAY.both(key), "quiet" if key == "column_compare_unit" else "text") for key in keys)]
    columns += run_columns(comparison, against="column_change")
    rows = []
    for found in differences:
        cells: list[Cell] = [RowName(found.sheet), _rows(found), found.column, found.years_words, found.unit]
        for run in runs:
            words = [Difference(found.change(base, run), marked=found.differs(base, run)) for base in runs]
            cells.append(Versus(_value(found, run), words))
        rows.append(Row(cells, quiet=found.is_remark))
    table = RunsTable(PICKER.both("table_inputs"), columns, rows, chosen=baseline, corner=SAY.both(keys[0]))
    return Either(replace(table, searchable=len(rows) > 14), replace(table, searchable=True))


def _rows(found: InputDifference) -> Cell:
    """The rows by their names; more than a few are folded on the page, none is left out."""
    names = Text.listed(found.names, "; ")
    if len(found.names) <= MOST_ROWS:
        return names
    first = COMPARISON_WORDS.both("several_rows", first=found.names[0], count=len(found.names))
    return Either(Folded(first, [Paragraph(names)]), names)


def _value(found: InputDifference, run: int) -> Figure:
    """What a run was told; as a number where it is a single one, a year without a mark at the thousand."""
    values = set(found.values[run])
    value = next(iter(values))
    if len(values) > 1 or not is_number(value):
        return Figure(found.shown(run))
    _, _, places = f"{value:.6f}".rstrip("0").partition(".")
    plain = not places and abs(value) < MARKED_FROM
    return Figure(found.shown(run), float(value), "year" if plain else "number", len(places))


def reading_section(comparison: Comparison) -> Section:
    """What the marks mean, how the bridge is made, and where the runs are."""
    marks = [(mark.words, mark.explanation) for mark in Distinction if mark is not Distinction.SAME_RUN]
    method = [Paragraph(SAY.both(f"method_{key}")) for key in ("lines", "owner", "country", "yardstick")]
    places = Pairs([(run.label, run.folder) for run in comparison.runs])
    parts: list[Component] = [
        Group(SAY.both("notes_marks"), [Paragraph(SAY.both("method_gap")), Pairs(marks)]),
        Group(SAY.both("notes_method"), method),
        Group(SAY.both("notes_sources"), [places]),
    ]
    return Section("reading", PICKER.both("section_reading"), "", parts, Sheet(PICKER.both("section_reading")))
