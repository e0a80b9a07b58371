"""The sheets of a sweep's workbook, one function each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from roadmap_opt import figures
from roadmap_opt.messages import Text
from roadmap_opt.studies.sweep.outcomes import OutcomeColumn
from roadmap_opt.studies.sweep.results import SweepResults
from roadmap_opt.studies.sweep.statistics import CONFIDENCE, QUANTILES, SAME, Distribution, Effect, Share
from roadmap_opt.studies.sweep.tables import parameter_columns
from roadmap_opt.studies.sweep.telling import (
    acts_on,
    names_by_parameter,
    parameter_name,
    proof_words,
    record_pairs,
    spread_lead,
    status_words,
    tornado_lead,
    value_words,
    varied_words,
)
from roadmap_opt.studies.sweep.words import WORDS
from roadmap_opt.workbook.results_page import Page, TidyColumn
from roadmap_opt.workbook.results_style import PERCENT, WHOLE_PERCENT, number_format
from roadmap_opt.workbook.sweep_charts import Block, builds_chart, histogram_chart, share_colours, tornado_chart

_CHARTS_FROM = 10
"""Column at which the charts of a sheet stand, right of its tables."""


def _say(page: Page, key: str, **values: object) -> str:
    return WORDS(page.book.language, key, **values)


def _spoken(page: Page, text: Text) -> str:
    return text.in_language(page.book.language)


def _titled(page: Page, column: OutcomeColumn) -> str:
    unit = _spoken(page, column.unit)
    name = _spoken(page, column.name)
    return name if column.is_share or not unit else f"{name}, {unit}"


def _header(page: Page, titles: Sequence[str], labels: int) -> None:
    for at, title in enumerate(titles):
        style = page.book.format.header_left if at < labels else page.book.format.header
        page.sheet.write_string(page.row, at, title, style)
    page.row += 1


def tornado_sheet(page: Page, results: SweepResults) -> list[Block]:
    """Low, high and their effects per outcome that moves; returns the cells of each tornado, most important first."""
    page.sheet.set_column(0, 0, 44)
    page.sheet.set_column(1, 8, 13)
    page.note(_spoken(page, tornado_lead(results)))
    page.note(_say(page, "tornado_note"))
    names = names_by_parameter(results)
    parameters = {parameter.name: parameter for parameter in results.parameters}
    blocks = []
    for column in results.outcomes:
        bars, base = results.tornado(column), column.of(results.base)
        if base is None or all(bar.swing <= SAME * max(1.0, abs(base)) for bar in bars):
            continue
        top = page.row
        page.heading(_titled(page, column))
        at_base = f"{_say(page, 'column_at_base')}: {_spoken(page, _shown(column, base))}"
        page.sheet.write_string(page.row, 0, at_base, page.book.format.quiet)
        page.row += 1
        keys = (
            "parameter",
            "low",
            "at_low",
            "low_effect",
            "low_proven",
            "high",
            "at_high",
            "high_effect",
            "high_proven",
        )
        _header(page, [_say(page, f"column_{key}") for key in keys], 1)
        first = page.row
        values = [end.value for bar in bars for end in (bar.low, bar.high) if end is not None]
        shown = PERCENT if column.is_share else number_format(values)
        for bar in bars:
            page.sheet.write_string(page.row, 0, _spoken(page, names[bar.parameter]), page.book.format.label)
            parameter = parameters[bar.parameter]
            for offset, (value, effect) in enumerate(((parameter.low, bar.low), (parameter.high, bar.high))):
                _effect(page, 1 + 4 * offset, _spoken(page, value_words(parameter, value)), effect, shown)
            page.row += 1
        titles = ((3, _say(page, "column_low")), (7, _say(page, "column_high")))
        unit = "" if column.is_share else _spoken(page, column.unit)
        axis = "0%" if column.is_share else "#,##0.##"
        block = Block(page.name, _spoken(page, column.name), unit, first, page.row - 1, 0, titles, axis)
        blocks.append(block)
        placed = tornado_chart(page.book, block)
        placed.chart.set_size({"width": 760, "height": placed.height})
        page.sheet.insert_chart(top + 1, _CHARTS_FROM, placed.chart)
        page.row = max(page.row, top + 2 + placed.height // 20)
    return blocks


def _effect(page: Page, column: int, end: str, effect: Effect | None, shown: str) -> None:
    book = page.book
    page.sheet.write_string(page.row, column, end, book.format.number("@"))
    number = book.format.number(shown)
    page.number(page.row, column + 1, None if effect is None else effect.value, number)
    # the chart reads this column: a plan that may be poor has no bar
    page.number(page.row, column + 2, None if effect is None or effect.loose else effect.difference, number)
    page.sheet.write_string(page.row, column + 3, _spoken(page, proof_words(effect)), book.format.number("@"))


def _shown(column: OutcomeColumn, value: float) -> Text:
    return figures.percent(value) if column.is_share else figures.short(value, column.unit)


def spread_sheet(page: Page, results: SweepResults, columns: Sequence[OutcomeColumn]) -> list[Block]:
    """Quantiles of every outcome, and histograms of ``columns``; returns the cells of each histogram."""
    page.sheet.set_column(0, 0, 46)
    page.sheet.set_column(1, 9, 12)
    page.note(_spoken(page, spread_lead(results)))
    page.heading(_say(page, "spread_table"))
    percents = [_say(page, "column_quantile", percent=_spoken(page, figures.percent(q, 0))) for q in QUANTILES]
    ends = [_say(page, f"column_{key}") for key in ("minimum", "maximum", "mean")]
    titles = [_say(page, "column_outcome"), _say(page, "column_runs"), ends[0], *percents, *ends[1:]]
    _header(page, titles, 1)
    for column in results.outcomes:
        spread = results.distribution(column)
        if spread is None:
            continue
        page.sheet.write_string(page.row, 0, _titled(page, column), page.book.format.label)
        page.number(page.row, 1, spread.runs, page.book.format.number("0"))
        values = [spread.low, *spread.quantiles.values(), spread.high, spread.mean]
        style = page.book.format.number(PERCENT if column.is_share else number_format(values))
        for at, value in enumerate(values, start=2):
            page.number(page.row, at, value, style)
        page.row += 1
    blocks = []
    for column in columns:
        spread = results.distribution(column)
        if spread is not None and len(spread.counts) > 1:
            blocks.append(_histogram(page, column, spread))
    return blocks


def _histogram(page: Page, column: OutcomeColumn, spread: Distribution) -> Block:
    page.row += 1
    top = page.row
    page.heading(_titled(page, column))
    _header(page, [_say(page, f"column_{key}") for key in ("from", "to", "runs")], 0)
    first = page.row
    shown = PERCENT if column.is_share else number_format(list(spread.edges))
    for count, low, high in zip(spread.counts, spread.edges, spread.edges[1:], strict=False):
        page.number(page.row, 0, low, page.book.format.number(shown))
        page.number(page.row, 1, high, page.book.format.number(shown))
        page.number(page.row, 2, count, page.book.format.number("0"))
        page.row += 1
    unit = _say(page, "axis_from", unit="%" if column.is_share else _spoken(page, column.unit))
    name = _spoken(page, column.name)
    values = ((2, _say(page, "spread_runs")),)
    block = Block(page.name, name, unit, first, page.row - 1, 0, values, shown)
    placed = histogram_chart(page.book, block)
    placed.chart.set_size({"width": 640, "height": placed.height})
    page.sheet.insert_chart(top + 1, 4, placed.chart)
    page.row = max(page.row, top + 2 + placed.height // 20)
    return block


def drivers_sheet(page: Page, results: SweepResults) -> None:
    """Rank correlations as a coloured matrix, with their p values below."""
    page.sheet.set_column(0, 0, 44)
    page.sheet.set_column(1, len(results.outcomes), 12)
    page.note(_say(page, "drivers_note"))
    moving = []
    for column in results.outcomes:
        found = [results.correlation(at, column) for at in range(len(results.parameters))]
        if any(each.rho is not None for each in found):
            moving.append((column, found))
    for key in ("rho", "p"):
        page.heading(_say(page, f"column_{key}"))
        _header(page, [_say(page, "column_parameter"), *(_spoken(page, column.name) for column, _ in moving)], 1)
        page.sheet.set_row(page.row - 1, 75)
        first = page.row
        for at, parameter in enumerate(results.parameters):
            page.sheet.write_string(page.row, 0, _spoken(page, parameter_name(parameter)), page.book.format.label)
            for column_at, (_, found) in enumerate(moving, start=1):
                style = page.book.format.number("0.00" if key == "rho" else "0.0000")
                page.number(page.row, column_at, getattr(found[at], key), style)
            page.row += 1
        if key == "rho" and moving:
            scale = {"type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num", "min_value": -1,
                     "mid_value": 0, "max_value": 1, "min_color": "#E8A27C", "mid_color": "#FFFFFF",
                     "max_color": "#7FB7DA"}  # fmt: skip
            page.sheet.conditional_format(first, 1, page.row - 1, len(moving), scale)


def _share_titles(page: Page, results: SweepResults) -> list[TidyColumn]:
    keys = ("share", "share_low", "share_high") if results.drawn else ("share",)
    return [TidyColumn(_say(page, f"column_{key}"), "share", 11) for key in keys]


def _share_cells(results: SweepResults, share: Share) -> list[float | None]:
    return [share.share, share.low, share.high] if results.drawn else [share.share]


def _share_note(page: Page, results: SweepResults) -> None:
    confidence = _spoken(page, figures.percent(CONFIDENCE, 0))
    page.note(_say(page, "shares_drawn", confidence=confidence) if results.drawn else _say(page, "shares_not_drawn"), 6)


def builds_sheet(page: Page, results: SweepResults) -> Block | None:
    """Plants by how often they are built, with a chart; returns its cells, nothing when no run builds anything."""
    threshold = _spoken(page, figures.percent(results.record.no_regret, 0))
    page.note(_say(page, "section_builds_lead", threshold=threshold), 6)
    _share_note(page, results)
    names, units = results.names, {plant.plant: plant.capacity_unit for plant in results.case.plants}
    columns = [
        TidyColumn(_say(page, "column_plant"), "text", 46), *_share_titles(page, results),
        TidyColumn(_say(page, "column_no_regret"), "text", 14),
        TidyColumn(_say(page, "column_first_year"), "moment", 12),
        *(TidyColumn(_say(page, f"column_{key}"), "quantity", 13)
          for key in ("capacity", "capacity_low", "capacity_high")),
        TidyColumn(_say(page, "column_unit"), "text", 18),
    ]  # fmt: skip
    first = page.row + 1
    rows = []
    for each in results.builds:
        label = f"{_spoken(page, names('plant', each.plant))} · {_spoken(page, names('site', each.site))}"
        certain = _say(page, "proven_yes") if results.is_no_regret(each) else ""
        low, median, high = each.capacity
        unit = _spoken(page, names.unit(units[each.plant]))
        rows.append((label, *_share_cells(results, each.built), certain, each.first_year, median, low, high, unit))
    page.tidy_table(columns, rows)
    if not rows:
        return None
    title, name = _say(page, "builds_title"), _say(page, "column_share")
    colours = share_colours([results.is_no_regret(each) for each in results.builds])
    block = Block(page.name, title, "", first, first + len(rows) - 1, 0, ((1, name),), "0%", colours)
    placed = builds_chart(page.book, block)
    placed.chart.set_size({"width": 860, "height": placed.height})
    page.sheet.insert_chart(page.row + 1, 0, placed.chart)
    return block


def targets_sheet(page: Page, results: SweepResults) -> None:
    """Targets by how often they are met."""
    page.note(_say(page, "section_targets_lead"), 6)
    _share_note(page, results)
    columns = [
        TidyColumn(_say(page, "column_target"), "text", 60), *_share_titles(page, results),
        TidyColumn(_say(page, "column_missed_by"), "share", 16),
    ]  # fmt: skip
    rows = [
        (_spoken(page, results.names("target", each.target)), *_share_cells(results, each.met), each.shortfall)
        for each in results.targets
    ]
    first = page.row + 1
    page.tidy_table(columns, rows)
    bar = {"type": "data_bar", "bar_solid": True, "bar_color": "#CFEBE1", "min_type": "num", "min_value": 0,
           "max_type": "num", "max_value": 1}  # fmt: skip
    if rows:
        page.sheet.conditional_format(first, 1, first + len(rows) - 1, 1, bar)
        # zero is a finding here, not nothing
        style = page.book.format.number(WHOLE_PERCENT.split(";")[0])
        for at, each in enumerate(results.targets):
            page.number(first + at, 1, each.met.share, style)


def taken_sheet(page: Page, results: SweepResults) -> None:
    """Programmes, contracts and sources by how often they are taken up."""
    page.note(_say(page, "section_taken_lead"), 6)
    columns = [
        TidyColumn(_say(page, "column_kind"), "text", 22), TidyColumn(_say(page, "column_item"), "text", 56),
        *_share_titles(page, results), TidyColumn(_say(page, "column_year"), "moment", 12),
    ]  # fmt: skip
    rows = [
        (_say(page, f"taken_{each.kind}"), _spoken(page, results.names(each.kind, each.item)),
         *_share_cells(results, each.taken), each.year)
        for each in results.taken
    ]  # fmt: skip
    page.tidy_table(columns, rows)


def runs_sheet(page: Page, results: SweepResults) -> None:
    """Every run with its values, how it ended, and every outcome."""
    page.note(_say(page, "section_runs_lead"))
    names = names_by_parameter(results)
    parameters = parameter_columns(results)
    columns = [TidyColumn(_say(page, "column_run"), "integer", 9), TidyColumn(_say(page, "column_varied"), "text", 34)]
    columns += [
        TidyColumn(_spoken(page, names[p.name]), "text" if p.words else "number", 15) for p in results.parameters
    ]
    columns += [
        TidyColumn(_say(page, "column_status"), "text", 24), TidyColumn(_say(page, "column_gap"), "share", 9),
        *(TidyColumn(_titled(page, each), "share" if each.is_share else "number", 15) for each in results.outcomes),
        TidyColumn(_say(page, "column_seconds"), "number", 11), TidyColumn(_say(page, "column_problem"), "text", 60),
    ]  # fmt: skip
    rows = []
    for at, run in enumerate((results.base, *results.runs)):
        values: list[Any] = [run.number, _spoken(page, varied_words(run, names))]
        values += [column[at] for column in parameters]
        values += [_spoken(page, status_words(run)), run.gap, *(each.of(run) for each in results.outcomes)]
        rows.append([*values, run.seconds, run.problem])
    page.tidy_table(columns, rows)


def parameters_sheet(page: Page, results: SweepResults) -> None:
    """What varies, in which range, and where the range comes from."""
    columns = [
        TidyColumn(_say(page, "column_parameter"), "wrapped", 36),
        *(TidyColumn(_say(page, f"column_{key}"), "text", 11) for key in ("low", "base", "high")),
        TidyColumn(_say(page, "column_distribution"), "wrapped", 24),
        TidyColumn(_say(page, "column_operation"), "wrapped", 50),
        TidyColumn(_say(page, "column_source"), "wrapped", 22),
        TidyColumn(_say(page, "column_confidence"), "text", 13), TidyColumn(_say(page, "column_note"), "wrapped", 60),
    ]  # fmt: skip
    rows = []
    for each in results.parameters:
        first = each.rows[0].values if each.rows else {}
        remarks = [first.get(name) or "" for name in ("source", "confidence", "note")]
        ends = [_spoken(page, value_words(each, value)) for value in each.box]
        shape = _say(page, f"distribution_{each.distribution}")
        rows.append((_spoken(page, parameter_name(each)), *ends, shape, _spoken(page, acts_on(each)), *remarks))
    page.tidy_table(columns, rows)


def record_sheet(page: Page, results: SweepResults) -> None:
    """What was run, with what."""
    page.sheet.set_column(0, 0, 42)
    page.sheet.set_column(1, 1, 80)
    page.note(_say(page, "section_record_lead"), 1)
    for name, value in record_pairs(results):
        page.sheet.write_string(page.row, 0, _spoken(page, name), page.book.format.label)
        page.sheet.write_string(page.row, 1, _spoken(page, value), page.book.format.label)
        page.row += 1
