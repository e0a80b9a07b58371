"""Sheet of a comparison: the bridge of net present value, line by line, with live sums and a waterfall per run."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from roadmap_opt.figures import percent
from roadmap_opt.solution.comparison.bridge import OTHER_YARDSTICK, REST, Bridge, line_name, step_name
from roadmap_opt.solution.comparison.worth import STEPS, Worth
from roadmap_opt.solution.words import WORDS
from roadmap_opt.workbook.compare_page import Sheets
from roadmap_opt.workbook.compare_waterfall import Waterfalls
from roadmap_opt.workbook.results_page import Page
from roadmap_opt.workbook.results_style import ONE_DECIMAL, QUIET, VERMILLION

_VALUE_COLUMN = 1
_DIFFERENCE = '+#,##0.0;−#,##0.0;"–"'
_CHART_ROWS = 19
_ON_ONE_PAGE = 2
"""Up to so many charts the sheet is printed on one page."""


def bridge_page(sheets: Sheets) -> None:
    """Present value of every line in every run by the baseline's yardstick, the differences, and a chart per run."""
    page = sheets.page("bridge", VERMILLION)
    comparison, baseline = sheets.comparison, sheets.baseline
    own = comparison.yardstick[baseline]
    yardstick = comparison.yardsticks[own]
    if comparison.worths[baseline][own] is None:
        page.note(sheets.say("bridge_none"), 4)
        return
    perspective = WORDS.both(f"perspective_{yardstick.perspective}")
    base_year = comparison.base_years[baseline]
    page.note(
        sheets.say("note_compare_bridge", perspective=perspective, rate=percent(yardstick.rate), base_year=base_year), 6
    )
    page.sheet.set_column(0, 0, 52)
    page.sheet.set_column(1, len(sheets.runs) + len(sheets.others), 20)
    values = [sheets.label(run) for run in sheets.runs]
    differences = [sheets.say("column_difference", label=sheets.label(run)) for run in sheets.others]
    sheets.header(page, [sheets.say("bridge_step"), *values, *differences], 1)
    table = _Table(sheets, page, [comparison.worths[run][own] for run in sheets.runs])
    table.write()
    page.sheet.freeze_panes(page.row - table.height, 1)
    page.row += 1
    bridges = [(run, found) for run in sheets.others if (found := comparison.bridge(baseline, run)) is not None]
    charts = Waterfalls(sheets)
    for position, (run, found) in enumerate(bridges):
        chart = charts.chart(run, found)
        look = {"x_scale": 2.4, "y_scale": 1.2, "object_position": 2}
        page.sheet.insert_chart(page.row + _CHART_ROWS * position, 0, chart, look)
    if len(bridges) <= _ON_ONE_PAGE:
        page.sheet.set_portrait()
        page.sheet.fit_to_pages(1, 1)


class _Table:
    """Steps in bold with their lines below; every difference and every sum is a formula."""

    def __init__(self, sheets: Sheets, page: Page, worths: list[Worth | None]) -> None:
        self.sheets, self.page, self.worths = sheets, page, worths
        self.first = page.row
        self.step_rows: list[int] = []

    @property
    def height(self) -> int:
        """Rows written so far."""
        return self.page.row - self.first

    def write(self) -> None:
        """Write every step that occurs, the step to another yardstick, and the total."""
        for step, lines in STEPS.items():
            used = [line for line in lines if any(w is not None and w.lines.get(line) for w in self.worths)]
            if used:
                self._step(step, used)
        comparison, baseline = self.sheets.comparison, self.sheets.baseline
        bridges = [comparison.bridge(baseline, run) for run in self.sheets.runs]
        for key in (OTHER_YARDSTICK, REST):
            amounts = [
                None if found is None else next(step.amount for step in found.steps if step.key == key)
                for found in bridges
            ]
            if any(amount is not None and abs(amount) > 1e-9 for amount in amounts):
                self._amounts(key, amounts)
        self._total(bridges)

    def _step(self, step: str, lines: list[str]) -> None:
        """A step with its lines as a live sum, or as a value when it is one line of its own."""
        page, row = self.page, self.page.row
        self.step_rows.append(row)
        page.sheet.write_string(row, 0, self.sheets.words(step_name(step)), self.sheets.book.format.total())
        below = () if len(STEPS[step]) == 1 else lines
        for run, found in enumerate(self.worths):
            column = _VALUE_COLUMN + run
            style = self.sheets.book.format.total(ONE_DECIMAL, align="right")
            if found is None or not below:
                page.number(row, column, None if found is None else found.steps[step], style)
                continue
            cells = f"{xl_rowcol_to_cell(row + 1, column)}:{xl_rowcol_to_cell(row + len(below), column)}"
            page.formula(row, column, f"=SUM({cells})", found.steps[step], style)
        self._differences(row, [None if w is None else w.steps[step] for w in self.worths], bold=True)
        page.row += 1
        for line in below:
            self._line(line)

    def _line(self, line: str) -> None:
        page = self.page
        amounts = [None if w is None else w.lines.get(line, 0.0) for w in self.worths]
        page.sheet.write_string(page.row, 0, self.sheets.words(line_name(line)), self.sheets.cell(indent=2))
        for run, amount in enumerate(amounts):
            page.number(page.row, _VALUE_COLUMN + run, amount, self.sheets.cell(num_format=ONE_DECIMAL, align="right"))
        self._differences(page.row, amounts, bold=False)
        page.sheet.set_row(page.row, None, None, {"level": 1})
        page.row += 1

    def _differences(self, row: int, amounts: list[float | None], *, bold: bool) -> None:
        first, base = _VALUE_COLUMN + len(self.worths), self.sheets.baseline
        for position, run in enumerate(self.sheets.others):
            style = self._look(run, bold)
            before, after = amounts[base], amounts[run]
            if before is None or after is None:
                self.page.sheet.write_blank(row, first + position, None, style)
                continue
            cells = (xl_rowcol_to_cell(row, _VALUE_COLUMN + at) for at in (run, base))
            self.page.formula(row, first + position, "=" + "-".join(cells), after - before, style)

    def _look(self, run: int, bold: bool) -> Any:
        grey = {"font_color": QUIET, "italic": True} if self.sheets.comparison.greyed(self.sheets.baseline, run) else {}
        if bold:
            return self.sheets.book.format.total(_DIFFERENCE, align="right", **grey)
        return self.sheets.cell(num_format=_DIFFERENCE, align="right", **grey)

    def _amounts(self, key: str, amounts: list[float | None]) -> None:
        """A step without lines: nought in the baseline, an amount in the others."""
        page = self.page
        self.step_rows.append(page.row)
        page.sheet.write_string(page.row, 0, self.sheets.words(step_name(key)), self.sheets.book.format.total())
        for run, amount in enumerate(amounts):
            style = self.sheets.book.format.total(ONE_DECIMAL, align="right")
            page.number(page.row, _VALUE_COLUMN + run, amount, style)
        self._differences(page.row, amounts, bold=True)
        page.row += 1

    def _total(self, bridges: list[Bridge | None]) -> None:
        page = self.page
        style = self.sheets.book.format.total(ONE_DECIMAL, align="right")
        label = self.sheets.book.format.total()
        page.sheet.write_string(page.row, 0, self.sheets.say("bridge_total"), label)
        ends = [None if found is None else found.end for found in bridges]
        for run, end in enumerate(ends):
            column = _VALUE_COLUMN + run
            if end is None:
                page.sheet.write_blank(page.row, column, None, style)
                continue
            cells = "+".join(xl_rowcol_to_cell(row, column) for row in self.step_rows)
            page.formula(page.row, column, f"={cells}", end, style)
        self._differences(page.row, ends, bold=True)
        page.row += 1
