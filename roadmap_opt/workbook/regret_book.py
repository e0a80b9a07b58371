"""The workbook of a regret matrix: the matrix, what to do until the year, every run, and how to read it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_rowcol_to_cell

from roadmap_opt.messages import Language, Text
from roadmap_opt.saving import saved_whole
from roadmap_opt.studies.regret.first_steps import Agreement
from roadmap_opt.studies.regret.matrix import CellState, Regret
from roadmap_opt.studies.regret.results import CellRun, RegretResults
from roadmap_opt.studies.regret.telling import (
    aim_words,
    doubtful,
    facts,
    reading,
    search_words,
    shown,
    step_name,
    story,
    targets_words,
    verdict,
)
from roadmap_opt.studies.regret.words import WORDS
from roadmap_opt.workbook.results_page import Book, Page, TidyColumn
from roadmap_opt.workbook.results_style import BAND, GREEN, INK, ORANGE, PALE_GREEN, QUIET, RULE, VERMILLION, WHITE

_WHOLE, _TENTHS = "#,##0;−#,##0;0", "#,##0.0;−#,##0.0;0"
_WHOLE_FROM = 100.0
"""MUSD from which amounts are shown without decimals, so that a table has about three digits."""
_NAME_WIDTH, _CELL_WIDTH, _STATE_WIDTH = 34, 14, 26


def write_regret_book(path: Path, results: RegretResults, language: Language) -> None:
    """Write `regret.xlsx`; raises :class:`SaveError` when it cannot be written."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with (
        saved_whole(path, overwrite=True, failures=(FileCreateError,)) as whole,
        xlsxwriter.Workbook(str(whole), options) as workbook,
    ):
        sheets = _Sheets(Book(workbook, language, ()), results)
        workbook.set_properties({"title": sheets.say("title", until=results.record.until)})
        sheets.matrix()
        sheets.steps()
        sheets.runs()
        sheets.reading()


class _Sheets:
    """The workbook being written; plans and worlds stand in the order of the ranking."""

    def __init__(self, book: Book, results: RegretResults) -> None:
        self.book = book
        self.results = results
        self.order = [each.plan for each in results.matrix.ranking]
        pairs = [(plan, world) for plan in self.order for world in self.order]
        amounts = [results.matrix.regret(*pair).amount for pair in pairs]
        self.shape = _shape([amount for amount in amounts if amount is not None and math.isfinite(amount)])

    def say(self, key: str, **values: object) -> str:
        """Words in the language of the workbook."""
        return self.words(WORDS.both(key, **values))

    def words(self, text: Text) -> str:
        """A text in the language of the workbook, with plain spaces."""
        return text.in_language(self.book.language).replace("\u00a0", " ")

    def label(self, scenario: str) -> str:
        """The name of a scenario."""
        return self.words(self.results.label(scenario))

    def page(self, key: str, title: str, colour: str) -> Page:
        """A sheet with its title."""
        return Page(self.book, self.say(f"sheet_{key}"), title, colour)

    def matrix(self) -> None:
        """First sheet: the answer in words, the matrix in colours, the verdict on every plan."""
        results, until = self.results, self.results.record.until
        page = self.page("matrix", self.say("title", until=until), GREEN)
        sheet = page.sheet
        sheet.set_column(0, 0, _NAME_WIDTH)
        sheet.set_column(1, len(self.order) + 1, _CELL_WIDTH)
        sheet.set_column(len(self.order) + 2, len(self.order) + 2, 28)
        sheet.fit_to_pages(1, 1)
        last = max(6, len(self.order) + 2)
        self._wrapped(page, " · ".join(map(self.words, facts(results))), last, font_color=QUIET)
        for position, line in enumerate(story(results)):
            self._wrapped(page, self.words(line), last, bold=position == 0)
        page.heading(f"{self.say('section_matrix')} ({self.say('unit_matrix')})")
        self._wrapped(page, self.say("lead_matrix", until=until), last, font_color=QUIET)
        page.row += 1
        self._heads(page)
        coloured: list[str] = []
        for plan in self.order:
            self._plan_row(page, plan, coloured)
        if coloured:
            scale = {"type": "2_color_scale", "min_type": "num", "min_value": 0, "min_color": WHITE,
                     "max_color": ORANGE, "multi_range": " ".join(coloured)}  # fmt: skip
            first = coloured[0]
            sheet.conditional_format(f"{first}:{first}", scale)
        page.row += 1
        self._wrapped(page, self.say("legend_matrix"), last, font_color=QUIET)
        self._worlds(page, last)

    def _wrapped(self, page: Page, text: str, last: int, **look: Any) -> None:
        width = _NAME_WIDTH + _CELL_WIDTH * (len(self.order) + 1) + 28
        cell = self.book.format(text_wrap=True, valign="top", **look)
        page.across(0, last, text, cell)
        page.sheet.set_row(page.row, 4 + 13.5 * math.ceil(1.05 * len(text) / width))
        page.row += 1

    def _heads(self, page: Page) -> None:
        heads = [*(self.label(world) for world in self.order), self.say("column_largest")]
        page.sheet.write_string(
            page.row, 0, self.say("column_plan", until=self.results.record.until), self.book.format.header_left
        )
        for column, head in enumerate(heads, start=1):
            page.sheet.write_string(page.row, column, head, self.book.format.header)
        page.sheet.write_string(page.row, len(heads) + 1, self.say("column_verdict"), self.book.format.header_indented)
        lines = max(math.ceil(len(head) / (_CELL_WIDTH - 3)) for head in heads)
        page.sheet.set_row(page.row, 6 + 13.5 * max(2, lines))
        page.row += 1

    def _plan_row(self, page: Page, plan: str, coloured: list[str]) -> None:
        results = self.results
        best = results.matrix.best
        chosen = best is not None and plan == best.plan
        mark: dict[str, Any] = {"bg_color": PALE_GREEN} if chosen else {}
        page.sheet.set_row(page.row, 20)
        page.sheet.write_string(
            page.row, 0, self.label(plan), self.book.format(bottom=4, bottom_color=RULE, bold=chosen, **mark)
        )
        for column, world in enumerate(self.order, start=1):
            run = results.run(plan, world)
            regret = results.matrix.regret(plan, world)
            self._amount(page, column, regret, run.cell.state)
            if regret.is_distinguishable and not regret.is_impossible and regret.amount is not None:
                coloured.append(xl_rowcol_to_cell(page.row, column))
        each = results.matrix.largest(plan)
        column = len(self.order) + 1
        style = self.book.format(num_format=self.shape, bold=True, align="center", bottom=4, bottom_color=RULE,
                                 left=1, left_color=QUIET, **mark)  # fmt: skip
        if each.regret.amount is None or each.regret.is_impossible:
            page.sheet.write_string(page.row, column, self._mark(each.regret), style)
        else:
            cells = f"{xl_rowcol_to_cell(page.row, 1)}:{xl_rowcol_to_cell(page.row, column - 1)}"
            page.formula(page.row, column, f"=MAX({cells})", each.regret.amount, style)
        look = self.book.format(bottom=4, bottom_color=RULE, indent=1, bold=chosen, **mark)
        page.sheet.write_string(page.row, column + 1, self.words(verdict(results, each)), look)
        page.row += 1

    def _mark(self, regret: Regret) -> str:
        return self.words(shown(regret, CellState.CARRIED))

    def _amount(self, page: Page, column: int, regret: Regret, state: CellState) -> None:
        look: dict[str, Any] = {"align": "center", "bottom": 4, "bottom_color": RULE}
        if regret.amount is None or regret.is_impossible:
            look |= {"bold": True, "font_color": VERMILLION, "bg_color": BAND}
            page.sheet.write_string(page.row, column, self._mark(regret), self.book.format(**look))
            return
        shape = self.shape
        if state is CellState.OWN:
            look |= {"border": 1, "border_color": QUIET}
        if doubtful(regret, state):
            look |= {"italic": True, "font_color": QUIET, "bg_color": BAND}
            shape = ";".join(f'"≈ "{part}' for part in shape.split(";"))
        page.sheet.write_number(page.row, column, regret.amount, self.book.format(num_format=shape, **look))

    def _worlds(self, page: Page, last: int) -> None:
        page.heading(self.say("section_worlds"))
        titles = ("column_world", "column_best_known", "column_limit", "column_best_plan")
        for column, key in enumerate(titles):
            style = self.book.format.header if column in (1, 2) else self.book.format.header_indented
            page.sheet.write_string(page.row, column, self.say(key), style if column else self.book.format.header_left)
        page.across(4, last, self.say("column_aim"), self.book.format.header_indented)
        page.sheet.set_row(page.row, 30)
        page.row += 1
        words = self.book.format(bottom=4, bottom_color=RULE, indent=1, text_wrap=True)
        matrix = self.results.matrix
        amount = self.book.format.number(_shape([abs(matrix.best_known(world)) for world in self.order]))
        for world in self.order:
            page.sheet.write_string(page.row, 0, self.label(world), self.book.format.label)
            page.number(page.row, 1, matrix.best_known(world), amount)
            limit = matrix.limit(world)
            page.number(page.row, 2, None if math.isinf(limit) else limit, amount)
            page.sheet.write_string(page.row, 3, self.label(matrix.best_plan(world)), words)
            page.across(4, last, self.words(aim_words(self.results, world)), words)
            page.sheet.set_row(page.row, 32)
            page.row += 1

    def steps(self) -> None:
        """Second sheet: decisions until the year, the common ones first."""
        results, until = self.results, self.results.record.until
        page = self.page("steps", self.say("section_now", until=until), GREEN)
        page.note(self.say("lead_now", until=until), 6)
        page.row += 1
        if not results.steps:
            page.note(self.say("steps_nothing", until=until))
            return
        page.sheet.set_column(0, 0, 16)
        page.sheet.set_column(1, 1, 40)
        page.sheet.set_column(2, len(results.scenarios) + 1, _STATE_WIDTH)
        titles = [self.say("column_kind"), self.say("column_decision"), *map(self.label, results.scenarios)]
        for column, title in enumerate(titles):
            page.sheet.write_string(page.row, column, title, self.book.format.header_left)
        page.sheet.set_row(page.row, 30)
        page.sheet.repeat_rows(page.row)
        page.row += 1
        page.sheet.freeze_panes(page.row, 2)
        for agreement in Agreement:
            self._agreeing(page, agreement)

    def _agreeing(self, page: Page, agreement: Agreement) -> None:
        """The decisions about which the plans agree so far, under a band that says it."""
        steps = [step for step in self.results.steps if step.agreement is agreement]
        title = self.say(f"agreement_{agreement.value}")
        if not steps:
            if agreement is not Agreement.COMMON:
                return
            title = self.say("agreement_nothing")
        last = len(self.results.scenarios) + 1
        fill = PALE_GREEN if agreement is Agreement.COMMON and steps else BAND
        page.across(0, last, title, self.book.format(bold=True, bg_color=fill))
        page.sheet.set_row(page.row, 20)
        page.row += 1
        cell = self.book.format(bottom=4, bottom_color=RULE, text_wrap=True, valign="top")
        quiet = self.book.format(bottom=4, bottom_color=RULE, text_wrap=True, valign="top", font_color=QUIET)
        for step in steps:
            states = [step.row.of(position) for position in range(len(self.results.scenarios))]
            name = self.words(step_name(step))
            shown_states = ["" if state is None else self.words(state.shown) for state in states]
            page.sheet.write_string(page.row, 0, self.say(f"step_{step.row.kind}"), quiet)
            page.sheet.write_string(page.row, 1, name, cell)
            for column, words in enumerate(shown_states, start=2):
                page.sheet.write_string(page.row, column, words, cell)
            lines = max(math.ceil(len(name) / 38), *(math.ceil(len(w) / (_STATE_WIDTH - 4)) for w in shown_states))
            page.sheet.set_row(page.row, 4 + 13.5 * lines)
            page.row += 1

    def runs(self) -> None:
        """Third sheet: a row per plan and world."""
        page = self.page("runs", self.say("section_cells"), INK)
        page.note(self.say("lead_cells"), 8)
        page.row += 1
        keys = (
            ("column_world", "text", 26), ("column_plan", "text", 26), ("column_state", "text", 22),
            ("column_regret", "number", 11), ("column_least", "number", 11), ("column_most", "number", 11),
            ("column_value", "number", 13), ("column_npv", "number", 13), ("column_shortfall", "number", 11),
            ("column_targets", "text", 12), ("column_search", "text", 26), ("column_gap", "share", 8),
            ("column_run", "text", 46), ("column_reasons", "wrapped", 70),
        )  # fmt: skip
        until = {"until": self.results.record.until}
        columns = [TidyColumn(self.say(key, **until), kind, width) for key, kind, width in keys]
        runs = [self.results.run(plan, world) for world in self.order for plan in self.order]
        page.tidy_table(columns, [self._run_row(run) for run in runs])

    def _run_row(self, run: CellRun) -> tuple[Any, ...]:
        regret = self.results.matrix.regret(run.plan, run.world)
        amounts = [
            None if value is None or math.isinf(value) else value
            for value in (regret.amount, regret.least, regret.most)
        ]  # fmt: skip
        reasons = "\n".join(self.words(why) for why in self.results.reasons(run))
        return (
            self.label(run.world), self.label(run.plan), self.say(f"cell_{run.state}"), *amounts, run.value, run.npv,
            run.weighted_shortfall, self.words(targets_words(run)), self.words(search_words(run)), run.gap, run.folder,
            reasons,
        )  # fmt: skip

    def reading(self) -> None:
        """Last sheet: what the matrix answers and what it does not."""
        page = self.page("reading", self.say("section_reading"), QUIET)
        page.sheet.set_column(0, 10, 12)
        for line in reading(self.results):
            page.note(self.words(line))
            page.row += 1


def _shape(amounts: Sequence[float]) -> str:
    """The number format for amounts that stand in one table."""
    return _WHOLE if max(amounts, default=0.0) >= _WHOLE_FROM else _TENTHS
