"""Sections of a comparison's page: inputs that differ, and how to read the comparison."""

from __future__ import annotations

from roadmap_opt.documents.compare.parts import Difference, RowName, Versus
from roadmap_opt.documents.compare.text import PICKER
from roadmap_opt.documents.components import (
    Cell,
    Column,
    Component,
    Folded,
    Group,
    Pairs,
    Paragraph,
    Row,
    Section,
    Table,
)
from roadmap_opt.solution.comparison import Comparison
from roadmap_opt.solution.comparison.inputs import InputDifference
from roadmap_opt.solution.comparison.page_words import SAY
from roadmap_opt.solution.comparison.standing import Standing


def inputs_section(comparison: Comparison) -> Section:
    """Every input that differs, with the change from the baseline where it is one factor or one addition."""
    effective = [found for found in comparison.inputs if not found.is_remark]
    remarks = [found for found in comparison.inputs if found.is_remark]
    parts: list[Component] = [_table(comparison, effective)] if effective else [Paragraph(SAY.both("no_other_inputs"))]
    if remarks:
        parts.append(Folded(SAY.both("input_remarks"), [_table(comparison, remarks)]))
    return Section("inputs", PICKER.both("section_inputs"), PICKER.both("lead_inputs"), parts)


def _table(comparison: Comparison, differences: list[InputDifference]) -> Table:
    runs = range(len(comparison.runs))
    keys = ("column_sheet_name", "column_rows", "column_cell_name", "column_years", "column_compare_unit")
    columns = [*(Column(SAY.both(key), "quiet" if key == "column_compare_unit" else "text") for key in keys)]
    columns += [Column(run.label, "number") for run in comparison.runs]
    rows = []
    for found in differences:
        cells: list[Cell] = [RowName(found.sheet), found.row_words, found.column, found.years_words, found.unit]
        for run in runs:
            words = [Difference(found.change(base, run)) for base in runs]
            cells.append(Versus(found.shown(run), words))
        rows.append(Row(cells))
    return Table(PICKER.both("table_inputs"), columns, rows, searchable=len(rows) > 14)


def reading_section(comparison: Comparison) -> Section:
    """What the marks mean, how the bridge is made, and where the runs are."""
    marks = [(mark.words, mark.explanation) for mark in Standing if mark is not Standing.SAME_RUN]
    method = [Paragraph(SAY.both(f"method_{key}")) for key in ("lines", "owner", "country", "yardstick")]
    places = Pairs([(run.label, run.folder) for run in comparison.runs])
    parts: list[Component] = [
        Group(SAY.both("notes_marks"), [Paragraph(SAY.both("method_gap")), Pairs(marks)]),
        Group(SAY.both("notes_method"), method),
        Group(SAY.both("notes_sources"), [places]),
    ]
    return Section("reading", PICKER.both("section_reading"), "", parts)
