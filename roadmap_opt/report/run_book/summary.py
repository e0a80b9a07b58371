"""The first sheet: verdict, key figures, targets, the plan on a timeline; on a page of its own, money."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from roadmap_opt import figures
from roadmap_opt.case.cash_lines import CASH_FLOW_LINES, FUNDING_LINES, SERVICE_LINES
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.documents.excel.look import ONE_DECIMAL
from roadmap_opt.figures import span
from roadmap_opt.insight.scores import Score, counted, describe_status, verdict
from roadmap_opt.insight.standing import Standing
from roadmap_opt.palette import BAND, GREEN, INK, ORANGE, PALE_GREEN, PALE_ORANGE, QUIET, RULE, VERMILLION, WHITE
from roadmap_opt.report.run_book.cash_flow import CashFlow
from roadmap_opt.report.run_book.content import Names
from roadmap_opt.report.run_book.page import LABEL_COLUMNS, Book, Page
from roadmap_opt.report.run_book.timeline import LABEL_WIDTHS, write_timeline
from roadmap_opt.runs.run import Run
from roadmap_opt.words import TERMS as WORDS

_MONEY_ROWS = ("operating_cash_flow", "investment", "tax", *FUNDING_LINES, *SERVICE_LINES, "dividends", "closing_cash")


_TILE_WIDTH = 18
"""Width that a key figure needs."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure: what it is, the figure, and one line of explanation."""

    title: str
    figure: str
    remark: str
    colour: str = INK


class Summary:
    """The first sheet: created first, so that it stands first, and filled last, because it quotes others."""

    def __init__(self, book: Book, run: Run, names: Names) -> None:
        self.book = book
        self.results = run
        self.names = names
        settings, years = run.case.settings, len(book.years)
        title = book.say("summary_title", years=span(settings.first_year, settings.last_year))
        self.page = Page(book, book.say("sheet_summary"), title, VERMILLION)
        page = self.page
        for column, width in enumerate(LABEL_WIDTHS):
            page.sheet.set_column(column, column, width)
        page.sheet.set_column(LABEL_COLUMNS, LABEL_COLUMNS + years - 1, max(8, _TILE_WIDTH // years))
        page.sheet.set_column(LABEL_COLUMNS + years, LABEL_COLUMNS + years, 30)
        page.sheet.set_column(
            LABEL_COLUMNS + years + 1, LABEL_COLUMNS + years + 3, _TILE_WIDTH
        )  # tiles, if years are few
        page.sheet.write_string(0, 0, title, book.format(bold=True, font_size=20))
        page.sheet.set_row(0, 32)
        self.last_column = LABEL_COLUMNS + len(book.years)

    # --- head -------------------------------------------------------------------------------------------------------

    def write_head(self) -> None:
        """Scenario, verdict in words, what was optimised and for whom."""
        book, page, case = self.book, self.page, self.results.case
        scenario = next((s for s in case.scenarios if s.scenario == case.scenario), None)
        name = case.scenario
        if scenario is not None:
            name = scenario.name_en if book.language == "en" else scenario.name_tr
        quiet = book.format(font_color=QUIET, font_size=11)
        page.row = 1
        for text in (
            book.say("summary_scenario", scenario=name, workbook=case.workbook),
            book.say(
                "summary_aim",
                objective=book.say(f"objective_{case.settings.objective}"),
                perspective=book.say(f"perspective_{case.settings.perspective}"),
            ),
        ):
            page.sheet.write_string(page.row, 0, text, quiet)
            page.row += 1
        standing = Standing.of(self.results)
        colour = {Standing.PROVEN: GREEN, Standing.USABLE: ORANGE, Standing.NOT_YET: VERMILLION}[standing]
        words = [verdict(self.results)]
        if self.results.outcome.status.has_plan:
            words.insert(0, standing.name_in_words)
        said = ": ".join(each.in_language(book.language) for each in words)
        style = book.format(bold=True, font_size=12, font_color=WHITE, bg_color=colour, text_wrap=True, indent=1)
        page.across(0, self.last_column, said, style)
        page.sheet.set_row(page.row, 24)
        page.row += 2

    def write_tiles(self, tiles: list[Tile]) -> None:
        """Key figures side by side."""
        book, page = self.book, self.page
        spans = self._tile_spans(len(tiles))
        for tile, (first, last) in zip(tiles, spans, strict=True):
            box = {"bg_color": BAND, "align": "center"}
            texts = (
                (tile.title, book.format(**box, font_color=QUIET, font_size=9, top=5, top_color=tile.colour)),
                (tile.figure, book.format(**box, font_size=18, bold=True, font_color=tile.colour)),
                (tile.remark, book.format(**box, font_color=QUIET, font_size=9, text_wrap=True, valign="top")),
            )
            for offset, (text, style) in enumerate(texts):
                page.across(first, last, text, style, page.row + offset)
        page.sheet.set_row(page.row, 16)
        page.sheet.set_row(page.row + 1, 28)
        page.sheet.set_row(page.row + 2, 26)
        page.row += 3

    def _tile_spans(self, count: int) -> list[tuple[int, int]]:
        """The first tile takes the wide label column, the next the two narrow ones, the others share the years, and the
        columns beside them when the years are few.
        """
        inner = [(0, 0), (1, 2)]
        tiles = count - 2
        columns = max(len(self.book.years) + 1, tiles)
        edges = [LABEL_COLUMNS + round(columns * position / tiles) for position in range(tiles + 1)]
        return inner + [(start, end - 1) for start, end in pairwise(edges)]

    # --- targets ----------------------------------------------------------------------------------------------------

    def write_scoreboard(self, scores: list[Score]) -> None:
        """Every target: wanted, reached year by year, worst and last year, met or missed since when."""
        book, page = self.book, self.page
        page.heading(book.say("summary_targets"))
        titles = (book.say("column_target"), book.say("column_wanted"), book.say("column_mode"))
        page.year_header(titles, book.say("column_status"))
        for score in scores:
            self._score_row(score)
        legends = [book.say("legend_targets")]
        shares = [score for score in scores if KPIS[score.target.kpi].is_share]
        if any(figures.is_below_nothing(value) for score in shares for value in score.values.values()):
            legends.append(WORDS(book.language, "note_below_nothing"))
        for legend in legends:
            page.sheet.write_string(page.row, 0, legend, book.format(font_color=QUIET, font_size=9))
            page.row += 1

    def _score_row(self, score: Score) -> None:
        book, page, target = self.book, self.page, score.target
        unit = KPIS[target.kpi].unit
        page.sheet.write_string(page.row, 0, self.names("target", target.target), book.format.label)
        wanted = f"{'≥' if target.sense == '>=' else '≤'} {figure(book, target.value, unit, self.names.unit(unit))}"
        page.sheet.write_string(page.row, 1, wanted, book.format.label)
        page.sheet.write_string(page.row, 2, book.say(f"mode_{target.mode}"), book.format.quiet)
        for offset, year in enumerate(book.years):
            column = LABEL_COLUMNS + offset
            if year not in score.values:
                page.sheet.write_blank(page.row, column, None, book.format.label)
                continue
            met = year in score.met_years
            worst = not met and year == score.worst_year
            style = self._score_style(score, unit, met, worst)
            value = score.values[year]
            if math.isnan(value):
                page.sheet.write_string(page.row, column, book.say("empty_ratio"), style)
            else:
                page.sheet.write_number(page.row, column, value, style)
        self._status_cell(score)
        page.row += 1

    def _score_style(self, score: Score, unit: str, met: bool, worst: bool) -> Any:
        below = figures.BELOW_NOTHING.in_language(self.book.language)
        shown = f'0%;"{below}"' if unit == "share" else ("#,##0" if abs(score.target.value) >= 100 else "#,##0.0#")
        box: dict[str, Any] = {"bottom": 4, "bottom_color": RULE, "align": "right", "font_size": 9}
        if not counted(score):
            return self.book.format(num_format=shown, font_color=QUIET, **box)
        if met:
            return self.book.format(num_format=f'"✓ "{shown.partition(";")[0]}', bg_color=PALE_GREEN, **box)
        return self.book.format(num_format=shown, bg_color=PALE_ORANGE, bold=worst, **box)

    def _status_cell(self, score: Score) -> None:
        colour = GREEN if score.met else VERMILLION
        text = describe_status(score).in_language(self.book.language)
        if not counted(score):
            colour = QUIET
        style = self.book.format(bold=True, font_color=colour, bottom=4, bottom_color=RULE, indent=1)
        self.page.sheet.write_string(self.page.row, self.last_column, text, style)

    # --- plan and money ---------------------------------------------------------------------------------------------

    def write_timeline(self) -> None:
        """The plan as a Gantt chart in cells."""
        write_timeline(self.page, self.results, self.names)

    def write_money(self, cash: CashFlow) -> None:
        """Money year by year, linked to the cash-flow sheet, and two charts."""
        book, page = self.book, self.page
        page.break_here(below=1)
        page.heading(book.say("summary_money"))
        page.year_header(("", "", book.say("column_unit")), book.say("sum"))
        last = self.last_column
        for key in _MONEY_ROWS:
            label = self.names("line", key) if key in CASH_FLOW_LINES else book.say(key)
            page.sheet.write_string(page.row, 0, label, book.format.label)
            page.sheet.write_blank(page.row, 1, None, book.format.label)
            page.sheet.write_string(page.row, 2, book.money_unit, book.format.quiet)
            style = book.format.number(ONE_DECIMAL)
            for year in cash.years:
                column = LABEL_COLUMNS + book.years.index(year)
                reference = f"='{cash.page.name}'!{cash.address(key, year)}"
                page.formula(page.row, column, reference, cash.values[key][year], style)
            if key != "closing_cash":
                total = math.fsum(cash.values[key].values())
                page.formula(
                    page.row, last, f"=SUM({page.year_range(page.row)})", total, book.format.total(ONE_DECIMAL)
                )
            page.row += 1
        page.row += 1
        page.sheet.insert_chart(page.row, 0, cash.funding_chart(), {"x_scale": 1.3, "y_scale": 1.2})
        page.sheet.insert_chart(page.row, LABEL_COLUMNS + 4, cash.chart(), {"x_scale": 1.3, "y_scale": 1.2})
        page.row += 19

    def close(self) -> None:
        """Print no further than there is something, each page under the title; open the workbook here."""
        self.page.sheet.repeat_rows(0)
        self.page.sheet.print_area(0, 0, self.page.row, self.last_column)
        self.page.sheet.freeze_panes(1, 0)
        self.page.sheet.activate()


def percent(book: Book, fraction: float | None) -> str:
    """A fraction in words of the language: ``0.4 %`` or ``%0,4``; two digits below one per cent."""
    return figures.percent(fraction).in_language(book.language)


def figure(book: Book, value: float, unit: str, unit_name: str) -> str:
    """A target value with its unit."""
    if unit == "share":
        digits = f"{100 * value:g}"
        return f"%{digits.replace('.', ',')}" if book.language == "tr" else f"{digits} %"
    number = book.decimal(value, 0 if float(value).is_integer() else 1)
    return number if unit in ("count", "ratio") else f"{number} {unit_name}"
