"""Sections of a comparison's page: decisions that moved, and the capacity that follows from them."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from roadmap_opt.comparison import Comparison
from roadmap_opt.comparison.comparison import CapacityRow
from roadmap_opt.comparison.decision_changes import Move, State
from roadmap_opt.comparison.decisions import DecisionRow
from roadmap_opt.documents.components import (
    Cell,
    Column,
    Component,
    Content,
    Either,
    Paragraph,
    Row,
    Section,
    Sheet,
    SideBySide,
    Tone,
)
from roadmap_opt.documents.html.charts import Series, lines_by_year, stacked_bars
from roadmap_opt.figures import NOTHING
from roadmap_opt.report.compare.parts import Difference, RowName, RunsTable, Stacked, Versus
from roadmap_opt.report.compare.results import EMPTY, against, run_columns
from roadmap_opt.words import COMPARISON_PAGE as PICKER
from roadmap_opt.words import COMPARISON_SECTIONS as SAY

MOVE_TONES: dict[Move, Tone] = {
    Move.ADDED: "good", Move.BIGGER: "good", Move.DROPPED: "bad", Move.SMALLER: "warn", Move.LATER: "warn",
    Move.EARLIER: "info", Move.OTHERWISE: "info",
}  # fmt: skip
"""Tone of a move; its words say the same."""

MOST_BARS = 5
"""Runs whose capacities still stand side by side as bars."""


def decisions_section(comparison: Comparison, baseline: int) -> Section:
    """Every decision of every plan, with what moved against the baseline; a book leaves out what all decide alike."""
    rows: list[Row] = []
    for kind, each in groupby(comparison.decisions, key=lambda row: row.kind):
        found = list(each)
        differs = any(row.differs for row in found)
        rows.append(Row([SAY.both(f"kind_{kind}")], "heading", only=None if differs else "page"))
        rows += [Row(_cells(comparison, row), only=None if row.differs else "page") for row in found]
    columns = [
        Column(""), Column(SAY.both("column_place"), only="book"), *run_columns(comparison, "text", "column_move"),
    ]  # fmt: skip
    table = RunsTable(
        PICKER.both("table_decisions"), columns, rows, searchable=True,
        chosen=baseline, corner=SAY.both("column_decided"),
    )  # fmt: skip
    parts: list[Component] = [Paragraph(SAY.both("no_other_decisions"))]
    if rows:
        moved = any(row.differs for row in comparison.decisions)
        note = SAY.both("note_compare_decisions") if moved else PICKER.both("all_same")
        parts = [Either(book=Paragraph(note, "quiet")), table if moved else Either(page=table)]
    sheet = Sheet(PICKER.both("section_decisions"), "blue")
    return Section("decisions", PICKER.both("section_decisions"), PICKER.both("lead_decisions"), parts, sheet)


def _cells(comparison: Comparison, row: DecisionRow) -> list[Cell]:
    cells: list[Cell] = [RowName(row.label, row.place, same=not row.differs), row.place]
    for run in range(len(comparison.runs)):
        state = row.of(run)
        shown: Content = NOTHING if state is None else _shown(state)
        cells.append(Versus(shown, against(comparison, run, partial(_moved, row, run))))
    return cells


def _moved(row: DecisionRow, run: int, base: int) -> Difference:
    change = row.change(base, run)
    if change is None:
        return Difference(EMPTY)
    return Difference(change.words, tone=MOVE_TONES.get(change.move, "neutral"))


def _shown(state: State) -> Content:
    if len(state.starts) < 2:
        return state.shown
    single = [State(starts=(start,), unit=state.unit).shown for start in state.starts]
    return Stacked(single)


def capacity_section(comparison: Comparison) -> Section:
    """One small chart per plant type in which the runs differ, a line per run."""
    charts = [_capacity(comparison, row) for row in comparison.capacity if row.differs]
    parts: list[Component] = [SideBySide(charts)] if charts else [Paragraph(SAY.both("capacity_same"))]
    sheet = Sheet(PICKER.both("section_capacity"), "blue")
    return Section("capacity", PICKER.both("section_capacity"), SAY.both("note_compare_capacity"), parts, sheet)


def _capacity(comparison: Comparison, row: CapacityRow) -> Component:
    series = [
        Series(run.label, values)
        for run, values in zip(comparison.runs, row.values, strict=True)
        if values is not None
    ]  # fmt: skip
    if len(series) <= MOST_BARS:  # lines of equal plans would cover one another
        return stacked_bars(row.label, row.years, series, row.unit, stacked=False, height=240)
    return lines_by_year(row.label, row.years, series, row.unit, height=240)
