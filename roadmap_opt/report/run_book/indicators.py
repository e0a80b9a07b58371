"""Sheets of what the plan achieves and what limits it: targets, indicators, shadow prices."""

from __future__ import annotations

import math
from collections.abc import Mapping

from roadmap_opt.case.kpis import KPIS
from roadmap_opt.documents.excel.look import part_format
from roadmap_opt.figures import is_below_nothing
from roadmap_opt.insight.scores import Score, describe_status
from roadmap_opt.palette import PURPLE
from roadmap_opt.report.run_book.charts import lines
from roadmap_opt.report.run_book.content import Names
from roadmap_opt.report.run_book.page import Block, Book, Page, TidyColumn, YearRow
from roadmap_opt.runs.run import Run, by_year, records
from roadmap_opt.said import named
from roadmap_opt.words import TERMS as WORDS

_CHARTS_ACROSS = 2
_CHART_ROWS = 16
_CHARTS_A_PAGE = 6
_SHADOW_PRICES_SHOWN = 200


def targets_page(book: Book, run: Run, names: Names, scores: list[Score]) -> None:
    """Every target year by year against its aim, with one small chart each."""
    page = book.page("targets", tab_colour=PURPLE)
    page.year_columns((44, 24, 16))
    page.note(book.say("note_targets"))
    _note_below_nothing(page, [(score.target.kpi, score.values) for score in scores])
    titles = (book.say("column_target"), book.say("column_status"), book.say("column_unit"))
    header = page.year_header(titles, "", book.say("input_key"))
    charts = []
    for score in scores:
        target = score.target
        unit = KPIS[target.kpi].unit
        shown = part_format(book.language) if unit == "share" else None
        name, unit_text = names("target", target.target), "%" if unit == "share" else names.unit(unit)
        block = Block(header, (page.row, page.row + 1), (score.values, score.aims))
        page.year_row(
            YearRow((name, describe_status(score).in_language(book.language), unit_text), score.values, target.target),
            shown,
        )
        aim = f"  {book.say('target_aim')} {'≥' if target.sense == '>=' else '≤'}"
        page.year_row(YearRow((aim, "", unit_text), score.aims), shown)
        labels = [book.say("target_reached"), book.say("target_aim")]
        charts.append(lines(page, block, labels, name, unit_text, dashed=lambda n: n == 1))
    page.break_here()
    page.heading(book.say("charts"))
    for position, chart in enumerate(charts):
        if position and position % _CHARTS_A_PAGE == 0:
            page.break_here(_CHART_ROWS * (position // _CHARTS_ACROSS))
        row = page.row + _CHART_ROWS * (position // _CHARTS_ACROSS)
        column = 0 if position % _CHARTS_ACROSS == 0 else 4
        page.sheet.insert_chart(row, column, chart, {"x_scale": 1.2, "y_scale": 1.05})
    page.row += _CHART_ROWS * math.ceil(len(charts) / _CHARTS_ACROSS)


def kpis_page(book: Book, run: Run, names: Names) -> None:
    """Every indicator in every definition, whether a target asks for it or not."""
    page = book.page("kpis", tab_colour=PURPLE)
    page.year_columns((40, 60, 16))
    page.note(book.say("note_kpis"))
    values = by_year(run.tables["kpis"], ("kpi", "definition"), "value", keep_zero=True)
    _note_below_nothing(page, [(kpi, years) for (kpi, _), years in values.items()])
    titles = (book.say("column_kpi"), book.say("column_definition"), book.say("column_unit"))
    page.year_header(titles, "", book.say("input_key"))
    for (kpi, definition), years in values.items():
        spec = KPIS[kpi]
        known = {year: value for year, value in years.items() if not math.isnan(value)}
        unit = "%" if spec.unit == "share" else names.unit(spec.unit)
        meaning = spec.definitions[definition].in_language(book.language)
        row = YearRow((names("kpi", kpi), meaning, unit), known, f"{kpi} | {definition}")
        page.year_row(row, part_format(book.language) if spec.unit == "share" else None)


def _note_below_nothing(page: Page, shown: list[tuple[str, Mapping[int, float]]]) -> None:
    """What a share below nought means, where there is one among these indicators and their years."""
    if any(KPIS[kpi].unit == "share" and any(map(is_below_nothing, years.values())) for kpi, years in shown):
        page.note(WORDS(page.book.language, "note_below_nothing"))


def shadow_prices_page(book: Book, run: Run) -> None:
    """What one more unit of each limit would be worth, integer decisions fixed; largest first."""
    page = book.page("shadow_prices", tab_colour=PURPLE)
    # a definition (a sum under a name) is no limit that could be relaxed
    limits = [row for row in records(run.tables["shadow_prices"]) if not row.constraint.endswith("_sum")]
    rows = sorted(limits, key=lambda row: -abs(row.value))
    shown = rows[:_SHADOW_PRICES_SHOWN]
    page.note(book.say("note_shadow_prices", shown=len(shown), count=len(rows)), 2)
    columns = [
        TidyColumn(book.say("column_constraint"), "text", 34),
        TidyColumn(book.say("column_index"), "text", 60),
        TidyColumn(book.say("column_gain"), "number", 22),
    ]
    page.tidy_table(
        columns, [(named(row.constraint).in_language(book.language), row.index, row.value) for row in shown]
    )
