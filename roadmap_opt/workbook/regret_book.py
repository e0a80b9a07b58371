"""The workbook of a regret matrix: the matrix, what to do until the year, every run, and how to read it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_rowcol_to_cell

from roadmap_opt.messages import Language, Text
from roadmap_opt.saving import saved_whole
from roadmap_opt.solution.comparison.page_words import SAY as KIND_WORDS
from roadmap_opt.solution.regret.first_steps import Agreement
from roadmap_opt.solution.regret.matrix import CellState, Regret
from roadmap_opt.solution.regret.results import CellRun, RegretResults
from roadmap_opt.solution.regret.telling import (
    aim_words,
    facts,
    reading,
    search_words,
    shown,
    step_name,
    story,
    targets_words,
    verdict,
)
from roadmap_opt.solution.regret.words import WORDS
from roadmap_opt.workbook.results_page import Book, Page, TidyColumn
from roadmap_opt.workbook.results_style import BAND, GREEN, INK, ORANGE, PALE_GREEN, QUIET, RULE, VERMILLION, WHITE

_AMOUNT = "#,##0;−#,##0;0"
_NAME_WIDTH, _CELL_WIDTH = 34, 14


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
        last = max(6, len(self.order) + 2)
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
        page.row += 1
        for line in facts(results):
            self._wrapped(page, self.words(line), last, font_color=QUIET)

    def _wrapped(self, page: Page, text: str, last: int, **look: Any) -> None:
        width = _NAME_WIDTH + _CELL_WIDTH * (len(self.order) + 1) + 28
        cell = self.book.format(text_wrap=True, valign="top", **look)
        page.sheet.merge_range(page.row, 0, page.row, last, text, cell)
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
        style = self.book.format(num_format=_AMOUNT, bold=True, align="center", bottom=4, bottom_color=RULE,
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
        if state is CellState.OWN:
            look |= {"border": 1, "border_color": QUIET}
        elif not regret.is_distinguishable:
            look |= {"italic": True, "font_color": QUIET, "bg_color": BAND}
        shape = _AMOUNT if regret.is_distinguishable or state is CellState.OWN else '"≈ "#,##0'
        page.sheet.write_number(page.row, column, regret.amount, self.book.format(num_format=shape, **look))

    def _worlds(self, page: Page, last: int) -> None:
        page.heading(self.say("section_worlds"))
        titles = ("column_world", "column_best_known", "column_limit", "column_best_plan")
        for column, key in enumerate(titles):
            style = self.book.format.header if column in (1, 2) else self.book.format.header_indented
            page.sheet.write_string(page.row, column, self.say(key), style if column else self.book.format.header_left)
        page.sheet.merge_range(page.row, 4, page.row, last, self.say("column_aim"), self.book.format.header_indented)
        page.sheet.set_row(page.row, 30)
        page.row += 1
        words = self.book.format(bottom=4, bottom_color=RULE, indent=1, text_wrap=True)
        for world in self.order:
            matrix = self.results.matrix
            page.sheet.write_string(page.row, 0, self.label(world), self.book.format.label)
            page.number(page.row, 1, matrix.best_known(world), self.book.format.number(_AMOUNT))
            limit = matrix.limit(world)
            page.number(page.row, 2, None if math.isinf(limit) else limit, self.book.format.number(_AMOUNT))
            page.sheet.write_string(page.row, 3, self.label(matrix.best_plan(world)), words)
            page.sheet.merge_range(page.row, 4, page.row, last, self.words(aim_words(self.results, world)), words)
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
        columns = [
            TidyColumn(self.say("column_agreement"), "wrapped", 30), TidyColumn(self.say("column_kind"), "wrapped", 16),
            TidyColumn(self.say("column_decision"), "wrapped", 38),
            *(TidyColumn(self.label(scenario), "wrapped", 26) for scenario in results.scenarios),
        ]  # fmt: skip
        if not any(step.agreement is Agreement.COMMON for step in results.steps):
            page.note(self.say("agreement_nothing"))
        rows = []
        for step in results.steps:
            states = [step.row.of(position) for position in range(len(results.scenarios))]
            kind = self.words(KIND_WORDS.both(f"kind_{step.row.kind}"))
            shown_states = ["" if state is None else self.words(state.shown) for state in states]
            agreement = self.say(f"agreement_{step.agreement.value}")
            rows.append((agreement, kind, self.words(step_name(step)), *shown_states))
        page.tidy_table(columns, rows)

    def runs(self) -> None:
        """Third sheet: a row per plan and world."""
        page = self.page("runs", self.say("section_cells"), INK)
        page.note(self.say("lead_cells"), 8)
        page.row += 1
        keys = (
            ("column_world", "text", 26), ("column_plan", "text", 26), ("column_state", "text", 20),
            ("column_regret", "quantity", 11), ("column_least", "quantity", 11), ("column_most", "quantity", 11),
            ("column_value", "number", 13), ("column_npv", "number", 13), ("column_shortfall", "number", 11),
            ("column_targets", "text", 11), ("column_search", "text", 22), ("column_gap", "share", 8),
            ("column_run", "text", 44), ("column_reasons", "wrapped", 60),
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
