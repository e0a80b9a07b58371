"""The sheet of what the plan costs the state."""

from __future__ import annotations

from roadmap_opt.case.fiscal_lines import RECEIPTS, SPENDING
from roadmap_opt.documents.excel.look import ONE_DECIMAL
from roadmap_opt.insight.fiscal import fiscal_of
from roadmap_opt.palette import THINGS, VERMILLION
from roadmap_opt.report.run_book.charts import charts_across, stacked_columns
from roadmap_opt.report.run_book.page import Book, YearRow
from roadmap_opt.runs.run import Run


def fiscal_page(book: Book, run: Run) -> None:
    """Spending and receipts of the state, receipts below nought, and what it stands for beside them."""
    page, view = book.page("fiscal", tab_colour=VERMILLION), fiscal_of(run)
    page.year_columns()
    page.note(book.say("note_fiscal"))
    titles = (book.say("column_item"), "", book.say("column_unit"))

    def named(item: str) -> str:
        en, tr = {**SPENDING, **RECEIPTS}[item]
        return en if book.language == "en" else tr

    rows = [YearRow((named(item), "", book.money_unit), view.signed[item]) for item in (*SPENDING, *RECEIPTS)]
    page.heading(book.say("fiscal_net"))
    block = page.year_table(titles, rows, num_format=ONE_DECIMAL, total=book.say("fiscal_net_row"), row_sum=True)
    page.heading(book.say("fiscal_levels"))
    levels = {"so_far": view.so_far, "guarantees": view.guarantees, "called": view.called}
    page.year_table(
        titles,
        [YearRow((book.say(f"fiscal_{name}"), "", book.money_unit), values) for name, values in levels.items()],
        num_format=ONE_DECIMAL,
    )
    page.break_here()
    colours = [THINGS[item] for item in (*SPENDING, *RECEIPTS)]
    labels = [row.labels[0] for row in rows]
    chart = stacked_columns(page, block, labels, book.say("chart_fiscal"), book.money_unit, colours=colours)
    charts_across(page, [chart])
