"""Sections of a comparison's page: what the runs are, key figures, indicators, targets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from roadmap_opt.comparison import Comparison
from roadmap_opt.comparison.compared_run import Stamp
from roadmap_opt.comparison.distinction import Distinction
from roadmap_opt.comparison.figures import Figure as KeyFigure
from roadmap_opt.comparison.indicators import KpiRow
from roadmap_opt.comparison.targets import TargetCell, TargetRow
from roadmap_opt.documents.components import (
    Badge,
    Cell,
    Column,
    Component,
    Content,
    Either,
    Figure,
    Kind,
    Paragraph,
    Row,
    Section,
    Sheet,
    Table,
    Tone,
    Words,
)
from roadmap_opt.documents.html.charts import heatmap
from roadmap_opt.figures import NOTHING, decimals_of, is_below_nothing, percent
from roadmap_opt.messages import Text
from roadmap_opt.report.compare.parts import ByBaseline, Difference, RowName, RunColumn, RunsTable, Stacked, Versus
from roadmap_opt.report.names_above import with_names_above
from roadmap_opt.words import COMPARISON as COMPARISON_WORDS
from roadmap_opt.words import COMPARISON_PAGE as PICKER
from roadmap_opt.words import COMPARISON_SECTIONS as SAY
from roadmap_opt.words import TERMS as WORDS

EMPTY = Text.same("")
MOST_LABELS = 14
"""Columns of the map of targets whose cells still have room for a figure."""

STANDING_TONES: dict[Distinction, Tone] = {Distinction.PROVEN: "good", Distinction.OTHER_AIM: "warn"}
"""Tone of a mark; every other one is neutral."""


def run_columns(comparison: Comparison, kind: Kind = "number", against: str = "") -> list[RunColumn]:
    """One column per run; ``against`` is the key of the title that its differences have."""
    return [
        RunColumn(stamp.label, kind, run=run, against=SAY.both(against, label=stamp.label) if against else "")
        for run, stamp in enumerate(comparison.runs)
    ]


def against(comparison: Comparison, run: int, said: Callable[[int], Difference]) -> list[Difference]:
    """What a run's cell says against each baseline, greyed where the two cannot be told apart; nothing for itself."""
    return [
        Difference(EMPTY) if base == run else replace(said(base), greyed=comparison.greyed(base, run))
        for base in range(len(comparison.runs))
    ]


def stamps_table(comparison: Comparison, baseline: int) -> Table:
    """Scenario, workbook, time, search, gap and audit of every run, and its mark against the baseline."""
    rows: Sequence[tuple[str, Callable[[Stamp], Content]]] = (
        ("row_scenario", lambda run: run.scenario),
        ("row_workbook", lambda run: f"{run.workbook} · {run.workbook_mark}"),
        ("row_when", lambda run: run.when),
        ("row_status", lambda run: run.ended),
        ("row_gap", lambda run: percent(run.gap)),
        ("row_solver", lambda run: run.solver),
        ("row_audit", lambda run: Badge(run.audit, "bad") if run.audit_passed is False else run.audit),
    )
    filled = [Row([SAY.both(key), *(shown(run) for run in comparison.runs)]) for key, shown in rows]
    if any(run.held.en for run in comparison.runs):
        filled.append(Row([SAY.both("row_held"), *(run.held for run in comparison.runs)]))
    marks: list[Cell] = [SAY.both("row_standing")]
    for run in range(len(comparison.runs)):
        distinctions = [row[run] for row in comparison.distinctions]
        badges = [Badge(mark.words, STANDING_TONES.get(mark, "neutral")) for mark in distinctions]
        marks.append(ByBaseline(badges, baseline))
    columns = [Column(""), *(Column(run.label) for run in comparison.runs)]
    return Table(PICKER.both("table_runs"), columns, [*filled, Row(marks)])


def results_section(comparison: Comparison, baseline: int, sheet: Sheet) -> Section:
    """Key figures and indicators with their differences."""
    runs = range(len(comparison.runs))
    figures = []
    for figure in comparison.figures:
        cells: list[Cell] = [RowName(figure.label, same=len(set(figure.values)) == 1), figure.unit]
        for run in runs:
            value = Figure(figure.shown(run), figure.values[run], "number", figure.decimals)
            cells.append(Versus(value, against(comparison, run, partial(_figure_difference, figure, run))))
        figures.append(Row(cells))
    parts: list[Component] = [_figures_table(comparison, baseline, PICKER.both("table_figures"), figures)]
    if comparison.kpis and comparison.kpis[0].years:
        parts.append(_kpis(comparison, baseline))
    lead = Either(page=PICKER.both("lead_results"), book="")  # in a book they stand beside the figures
    return Section("results", PICKER.both("section_results"), lead, parts, sheet)


def _figures_table(
    comparison: Comparison, baseline: int, caption: Text, rows: Sequence[Row], note: Words = ""
) -> Component:
    """A row per figure; a book gives the unit a column of its own."""
    columns = [Column(""), Column(SAY.both("column_compare_unit"), "quiet", only="book")]
    columns += run_columns(comparison, against="column_difference")
    return RunsTable(caption, columns, rows, note, chosen=baseline, corner=SAY.both("column_figure"))


def _figure_difference(figure: KeyFigure, run: int, base: int) -> Difference:
    value = figure.difference(base, run)
    return Difference(figure.difference_shown(base, run), value=value, decimals=figure.decimals)


def _kpi_difference(kpi: KpiRow, run: int, base: int) -> Difference:
    words = kpi.difference_shown(base, run)
    before, after = kpi.last(base), kpi.last(run)
    if before is None or after is None:
        return Difference(words)
    if not kpi.is_share:
        return Difference(words, value=after - before, decimals=max(decimals_of(before), decimals_of(after)))
    if before != after and is_below_nothing(min(before, after)):
        return Difference(words)
    unit = COMPARISON_WORDS.both("percentage_points")
    return Difference(words, value=100 * (after - before), decimals=1, unit=unit)


def _kpis(comparison: Comparison, baseline: int) -> Component:
    runs = range(len(comparison.runs))
    rows = []
    for kpi in comparison.kpis:
        cells: list[Cell] = [RowName(kpi.label, same=not kpi.differs), Text.same("%") if kpi.is_share else kpi.unit]
        for run in runs:
            shown = NOTHING if kpi.values[run] is None else kpi.shown(run)
            value = Figure(shown, kpi.last(run), "part" if kpi.is_share else "number")
            cells.append(Versus(value, against(comparison, run, partial(_kpi_difference, kpi, run))))
        rows.append(Row(cells))
    caption = PICKER.both("table_kpis", year=comparison.kpis[0].years[-1])
    below = any(kpi.is_below_nothing for kpi in comparison.kpis)
    note = WORDS.both("note_below_nothing") if below else ""
    return _figures_table(comparison, baseline, caption, rows, note)


def targets_section(comparison: Comparison, sheet: Sheet) -> Section:
    """Every target: wanted, reached, met or missed; and a map of what is reached."""
    counting = [target for target in comparison.targets if any(cell and cell.counts for cell in target.cells)]
    parts: list[Component] = []
    if counting:
        parts.append(_reached(comparison, counting))
    rows = []
    for target in comparison.targets:
        wanted = {cell.wanted for cell in target.cells if cell is not None}
        agreed = wanted.pop() if len(wanted) == 1 else None
        cells: list[Cell] = [RowName(target.label, agreed or "", same=not target.differs), agreed or ""]
        cells += [_target_cell(cell, with_aim=agreed is None) for cell in target.cells]
        rows.append(Row(cells))
    if rows:
        below = any(cell and cell.is_below_nothing for target in counting for cell in target.cells)
        note = WORDS.both("note_below_nothing") if below else ""
        columns = [Column(""), Column(SAY.both("column_wanted"), only="book"), *run_columns(comparison)]
        parts.append(Table(PICKER.both("table_targets"), columns, rows, note))
    else:
        parts.append(Paragraph(PICKER.both("all_same")))
    return Section("targets", PICKER.both("section_targets"), PICKER.both("lead_targets"), parts, sheet)


def _target_cell(cell: TargetCell | None, *, with_aim: bool) -> Content:
    if cell is None:
        return NOTHING
    tone: Tone = "neutral" if not cell.counts else "good" if cell.met else "warn"
    parts: list[Content] = [cell.value, Badge(cell.status, tone)]
    parts += [cell.missed_by] if cell.missed_by.en else []
    parts += [cell.wanted] if with_aim else []
    return Stacked(parts)


def _reached(comparison: Comparison, targets: Sequence[TargetRow]) -> Component:
    values = {
        (row, column): max(0.0, 1.0 - cell.shortfall)
        for row, target in enumerate(targets)
        for column, cell in enumerate(target.cells)
        if cell is not None and cell.counts
    }
    names = [target.label for target in targets]
    runs = [run.label for run in comparison.runs]
    chart = heatmap(
        PICKER.both("chart_targets"), runs, names, values, "",
        share=True, decimals=0, note=PICKER.both("chart_targets_note"), labels=len(runs) <= MOST_LABELS,
    )  # fmt: skip
    return with_names_above(chart, runs)
