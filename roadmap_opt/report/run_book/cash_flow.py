"""The cash-flow sheet: line items as values, everything that follows from them as live formulas.

A planner may change a line or the discount rate and see what follows. Every formula is stored with its value, so that
a reader without a calculating program sees the same figures; a last row compares them with the engine's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from roadmap_opt.case.cash_lines import (
    FINANCING_LINES,
    FUNDING_LINES,
    INVESTMENT_LINES,
    OPERATING_LINES,
    PAYOUT_LINES,
    TAX_LINES,
    TRANSFER_LINES,
)
from roadmap_opt.documents.excel.charts import dress
from roadmap_opt.documents.excel.look import FACTOR, ONE_DECIMAL, PERCENT, TWO_DECIMALS, YEAR
from roadmap_opt.palette import INPUT_FILL, LIGHT, THINGS, VERMILLION
from roadmap_opt.report.run_book.charts import line_look, stacked_columns, year_series
from roadmap_opt.report.run_book.content import Names
from roadmap_opt.report.run_book.page import LABEL_COLUMNS, Block, Book, Page
from roadmap_opt.runs.run import Run, by_year, objective_items

# Whose money counts: lines by sign. An owner receives dividends and pays equity in, which the company books the other
# way round; for the country taxes, royalty and price support are transfers, so they are left out.
PERSPECTIVE_LINES: Mapping[str, Mapping[str, int]] = {
    "project": dict.fromkeys((*OPERATING_LINES, *INVESTMENT_LINES, *TAX_LINES), 1),
    "owner": {"dividends": -1, "equity": -1},
    "national": {line: 1 for line in (*OPERATING_LINES, *INVESTMENT_LINES) if line not in TRANSFER_LINES},
}
PRESENT_VALUE_PARTS: Mapping[str, str] = {"owner": "required_return", "national": "avoided_imports"}
"""Parts of an NPV that are not cash-flow lines; the engine gives their present value."""


class CashFlow:
    """Writes the sheet; afterwards :attr:`rows` tells charts where the rows of the nominal part stand."""

    def __init__(self, book: Book, run: Run, names: Names) -> None:
        self.book = book
        self.names = names
        self.results = run
        self.settings = run.case.settings
        self.years = run.case.decision_years
        self.page: Page = book.page("cash_flow", tab_colour=VERMILLION)
        self.page.year_columns((46, 4, 9))
        self.rows: dict[str, int] = {}
        self.values: dict[str, dict[int, float]] = {}
        self.net_present_value: dict[str, float] = {}
        self.header = 0
        self._write_nominal()
        self._write_real()

    # --- nominal ----------------------------------------------------------------------------------------------------

    def _write_nominal(self) -> None:
        book = self.book
        lines = by_year(self.results.tables["cash_flow"], ("line",), "nominal", keep_zero=True)
        self.page.note(book.say("note_cash_flow"))
        self.page.heading(book.say("cash_nominal"))
        self.header = self.page.year_header(("", "", book.say("column_unit")), book.say("sum"))
        self._lines(OPERATING_LINES, lines)
        self._sum("operating_cash_flow", OPERATING_LINES)
        self._lines(INVESTMENT_LINES, lines)
        self._sum("investment", INVESTMENT_LINES)
        self._lines(TAX_LINES, lines)
        self._row("before_financing", ("operating_cash_flow", "investment", "tax"))
        self._lines(FINANCING_LINES, lines)
        self._sum("financing", FINANCING_LINES)
        self._lines(PAYOUT_LINES, lines)
        self._row("net_change", ("before_financing", "financing", "dividends"))
        self._cash_balance()
        self._cumulative("cumulative_before_financing", "before_financing")
        self.page.row += 1

    def _cash_balance(self) -> None:
        """Opening cash is the closing cash of the year before; the last row shows the difference to the engine."""
        opening_row, closing_row = self.page.row, self.page.row + 1
        opening, closing = {}, {}
        carried = self.settings.opening_cash
        for year in self.years:
            opening[year] = carried
            closing[year] = carried + self.values["net_change"][year]
            carried = closing[year]

        def opening_formula(year: int) -> str:
            if year == self.years[0]:
                return f"={self.settings.opening_cash!r}"
            return f"={self._cell(closing_row, year - 1)}"

        self._formulas("opening_cash", opening, opening_formula)
        change_row = self.rows["net_change"]
        self._formulas(
            "closing_cash",
            closing,
            lambda year: f"={self._cell(opening_row, year)}+{self._cell(change_row, year)}",
            strong=True,
        )
        frame = self.results.tables["dividends"]
        engine = dict(zip(frame["year"].astype(int), frame["cash"].astype(float), strict=True))
        self._values("engine_cash", engine, quiet=True)
        engine_row = self.rows["engine_cash"]
        self._formulas(
            "cash_difference",
            {year: round(closing[year] - engine.get(year, 0.0), 6) for year in self.years},
            lambda year: f"=ROUND({self._cell(closing_row, year)}-{self._cell(engine_row, year)},6)",
        )

    # --- constant money ---------------------------------------------------------------------------------------------

    def _write_real(self) -> None:
        book, page, settings = self.book, self.page, self.settings
        lines = by_year(self.results.tables["cash_flow"], ("line",), "real", keep_zero=True)
        page.heading(book.say("cash_real"))
        page.note(book.say("note_npv"))
        self.base_year = self._parameter("base_year", settings.base_year, YEAR)
        self.inflation = self._parameter("inflation", settings.inflation, PERCENT)
        for perspective, signs in PERSPECTIVE_LINES.items():
            chosen = perspective == settings.perspective
            page.heading(book.say(f"npv_{perspective}") + (f"  ◄ {book.say('npv_chosen')}" if chosen else ""))
            rate_value = float(getattr(settings, f"discount_rate_{perspective}"))
            rate = self._parameter("discount_rate", rate_value, PERCENT)
            page.year_header(("", "", book.say("column_unit")), book.say("sum"))
            counted = []
            for line, sign in signs.items():
                values = {year: sign * number for year, number in lines.get((line,), {}).items()}
                self._values(f"{perspective}:{line}", values, label=self.names("line", line))
                counted.append(f"{perspective}:{line}")
            if perspective == "owner":
                counted += self._owner_ends()
            self._sum(f"{perspective}:flow", counted, label="npv_flow")
            self._discounting(perspective, rate, rate_value)
            self._net_present_values(perspective)
            page.row += 1

    def _owner_ends(self) -> list[str]:
        """Cash found at the start belongs to the owner already; at the end cash is paid out and debt is charged."""
        first, last = self.years[0], self.years[-1]
        debt = self.results.tables["debt"]
        owed = math.fsum(debt.loc[debt["year"] == last, "balance"].astype(float))
        opening, closing = self.values["opening_cash"][first], self.values["closing_cash"][last]
        ends = (
            ("owner_opening_cash", first, -opening, f"-{self.address('opening_cash', first)}"),
            ("owner_closing_cash", last, closing, self.address("closing_cash", last)),
            ("owner_debt", last, -owed, repr(-owed)),
        )
        for name, when, nominal, nominal_formula in ends:
            level = (1 + self.settings.inflation) ** (when - self.settings.base_year)
            level_formula = f"(1+{self.inflation})^({self._cell(self.header, when)}-{self.base_year})"
            values = {year: nominal / level if year == when else 0.0 for year in self.years}
            formulas = dict.fromkeys(self.years, "=0") | {when: f"={nominal_formula}/{level_formula}"}
            self._formulas(name, values, formulas.__getitem__)
        return [name for name, *_ in ends]

    def _discounting(self, perspective: str, rate: str, rate_value: float) -> None:
        years_row = self.header
        factors = {year: (1 + rate_value) ** -(year - self.settings.base_year) for year in self.years}
        factor_name, present_name = f"{perspective}:factor", f"{perspective}:present"
        self._formulas(
            factor_name,
            factors,
            lambda year: f"=(1+{rate})^-({self._cell(years_row, year)}-{self.base_year})",
            label="discount_factor",
            num_format=FACTOR,
        )
        flow_row, factor_row = self.rows[f"{perspective}:flow"], self.rows[factor_name]
        self._formulas(
            present_name,
            {year: self.values[f"{perspective}:flow"][year] * factors[year] for year in self.years},
            lambda year: f"={self._cell(flow_row, year)}*{self._cell(factor_row, year)}",
            label="present_value",
        )
        self._cumulative(f"{perspective}:cumulative", present_name, label="npv_cumulative")

    def _net_present_values(self, perspective: str) -> None:
        """NPV without and with terminal value as formulas, and the engine's figure beside them."""
        items = objective_items(self.results)
        present_row = self.rows[f"{perspective}:present"]
        without = math.fsum(self.values[f"{perspective}:present"].values())
        formula = f"=SUM({self.page.year_range(present_row)})"
        if perspective in PRESENT_VALUE_PARTS:
            part = PRESENT_VALUE_PARTS[perspective]
            value = items[f"{perspective}: {part}"]
            formula += f"+{self._figure(part, value)}"
            without += value
        without_cell = self._figure("npv_without_terminal", without, formula)
        self.net_present_value[perspective] = without
        kind = self.settings.terminal_value
        terminal = 0.0 if kind == "none" else items[f"npv_{perspective}_with_{kind}"] - items[f"npv_{perspective}"]
        terminal_cell = self._figure("terminal_value", terminal, note=self.book.say(f"terminal_{kind}"))
        self._figure("npv_with_terminal", without + terminal, f"={without_cell}+{terminal_cell}")
        engine_cell = self._figure("npv_engine", items[f"npv_{perspective}"])
        difference = round(without - items[f"npv_{perspective}"], 4)
        self._figure("npv_difference", difference, f"=ROUND({without_cell}-{engine_cell},4)")

    def _figure(self, key: str, value: float, formula: str = "", note: str = "") -> str:
        """A single figure under the first decision year; bold when it is a formula. Returns its address."""
        page, column = self.page, LABEL_COLUMNS
        strong = bool(formula)
        text = f"{self.book.say(key)}  ({note})" if note else self.book.say(key)
        label = self.book.format.total() if strong else self.book.format.label
        page.sheet.write_string(page.row, 0, text, label)
        for blank in range(1, LABEL_COLUMNS):
            page.sheet.write_blank(page.row, blank, None, label)
        if strong:
            page.formula(page.row, column, formula, value, self.book.format.total(TWO_DECIMALS))
        else:
            page.number(page.row, column, value, self.book.format.number(TWO_DECIMALS))
        page.row += 1
        return str(xl_rowcol_to_cell(page.row - 1, column))

    # --- rows -------------------------------------------------------------------------------------------------------

    def address(self, name: str, year: int) -> str:
        """The cell of a row in a year, for formulas on other sheets."""
        return self._cell(self.rows[name], year)

    def _cell(self, row: int, year: int) -> str:
        return str(xl_rowcol_to_cell(row, LABEL_COLUMNS + self.book.years.index(year)))

    def _parameter(self, key: str, value: float, num_format: str) -> str:
        """A number that formulas refer to; returns its absolute address."""
        page = self.page
        page.sheet.write_string(page.row, 0, self.book.say(key), self.book.format.label)
        style = self.book.format.number(num_format, bg_color=INPUT_FILL)
        page.sheet.write_number(page.row, LABEL_COLUMNS, value, style)
        page.row += 1
        return str(xl_rowcol_to_cell(page.row - 1, LABEL_COLUMNS, row_abs=True, col_abs=True))

    def _lines(self, lines: Sequence[str], values: Mapping[tuple[str, ...], Mapping[int, float]]) -> None:
        for line in lines:
            self._values(line, values.get((line,), {}), label=self.names("line", line))

    def _values(self, name: str, values: Mapping[int, float], *, label: str = "", quiet: bool = False) -> None:
        page = self.page
        style = self.book.format.quiet if quiet else self.book.format.label
        page.sheet.write_string(page.row, 0, label or self.book.say(name), style)
        page.sheet.write_string(page.row, 2, self.book.money_unit, self.book.format.quiet)
        kept = {year: values.get(year, 0.0) for year in self.years}
        for year, value in kept.items():
            column = LABEL_COLUMNS + self.book.years.index(year)
            page.number(page.row, column, value, self.book.format.number(ONE_DECIMAL))
        if not quiet:
            self._row_sum(kept, self.book.format.number(ONE_DECIMAL))
        self._register(name, kept)

    def _sum(self, name: str, lines: Sequence[str], *, label: str = "") -> None:
        """A subtotal of rows that stand directly above."""
        first, last = self.rows[lines[0]], self.rows[lines[-1]]
        self._formulas(
            name,
            {year: math.fsum(self.values[line][year] for line in lines) for year in self.years},
            lambda year: f"=SUM({self._cell(first, year)}:{self._cell(last, year)})",
            label=label,
            strong=True,
        )

    def _row(self, name: str, parts: Sequence[str]) -> None:
        """A total of rows that stand apart."""
        rows = [self.rows[part] for part in parts]
        self._formulas(
            name,
            {year: math.fsum(self.values[part][year] for part in parts) for year in self.years},
            lambda year: "=" + "+".join(self._cell(row, year) for row in rows),
            strong=True,
        )

    def _cumulative(self, name: str, of: str, *, label: str = "") -> None:
        source, running, total = self.rows[of], {}, 0.0
        for year in self.years:
            total += self.values[of][year]
            running[year] = total
        start = self._cell(source, self.years[0])
        anchor = f"${start.rstrip('0123456789')}{start.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"
        self._formulas(name, running, lambda year: f"=SUM({anchor}:{self._cell(source, year)})", label=label)

    def _formulas(
        self,
        name: str,
        values: Mapping[int, float],
        formula: Callable[[int], str],
        *,
        label: str = "",
        strong: bool = False,
        num_format: str = ONE_DECIMAL,
    ) -> None:
        page = self.page
        text = self.book.format.total() if strong else self.book.format.label
        style: Any = self.book.format.total(num_format) if strong else self.book.format.number(num_format)
        page.sheet.write_string(page.row, 0, self.book.say(label or name), text)
        for column in range(1, LABEL_COLUMNS + len(self.book.years)):
            page.sheet.write_blank(page.row, column, None, text)  # years of history stay empty
        for year in self.years:
            column = LABEL_COLUMNS + self.book.years.index(year)
            page.formula(page.row, column, formula(year), values[year], style)
        if strong and name != "closing_cash":
            self._row_sum(values, style)
        self._register(name, values)

    def _row_sum(self, values: Mapping[int, float], style: Any) -> None:
        after = LABEL_COLUMNS + len(self.book.years)
        formula = f"=SUM({self.page.year_range(self.page.row)})"
        self.page.formula(self.page.row, after, formula, math.fsum(values.values()), style)

    def _register(self, name: str, values: Mapping[int, float]) -> None:
        self.rows[name] = self.page.row
        self.values[name] = dict(values)
        self.page.row += 1

    def chart(self) -> Any:
        """Operating cash, investment and closing cash in one picture."""
        book, block = self.book, Block(self.header, ())
        chart = book.workbook.add_chart({"type": "column"})
        shown = (("operating", "operating_cash_flow"), ("capex", "investment"))
        for thing, key in shown:
            series = year_series(self.page, block, self.rows[key], book.say(key))
            chart.add_series({**series, "fill": {"color": LIGHT[THINGS[thing]]}, "gap": 60})
        line = book.workbook.add_chart({"type": "line"})
        series = year_series(self.page, block, self.rows["closing_cash"], book.say("closing_cash"))
        line.add_series({**series, **line_look(LIGHT[THINGS["cash"]])})
        chart.combine(line)
        largest = max(abs(value) for _, key in shown for value in self.values[key].values())
        return dress(chart, book.say("chart_cash"), self.book.money_unit, largest=largest)

    def funding_chart(self) -> Any:
        """Equity, grants and debt drawn, stacked."""
        rows = tuple(self.rows[line] for line in FUNDING_LINES)
        values = tuple(self.values[line] for line in FUNDING_LINES)
        labels, colours = zip(*((self.names("line", line), THINGS[line]) for line in FUNDING_LINES), strict=True)
        block, title = Block(self.header, rows, values), self.book.say("chart_funding")
        return stacked_columns(self.page, block, labels, title, self.book.money_unit, colours=colours)
