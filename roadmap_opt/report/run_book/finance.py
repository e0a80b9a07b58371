"""Sheets of money: sources and uses, debt and its cover, tax. The cash flow has a file of its own."""

from __future__ import annotations

import math

import pandas as pd

from roadmap_opt.documents.excel.look import ONE_DECIMAL, PERCENT, RATIO
from roadmap_opt.output.tables import RESULT_TABLES
from roadmap_opt.palette import THINGS, VERMILLION
from roadmap_opt.report.run_book.charts import charts_across, stacked_columns
from roadmap_opt.report.run_book.content import Names, year_rows
from roadmap_opt.report.run_book.page import Block, Book, Page, YearRow
from roadmap_opt.runs.run import Run, by_year, records


def sources_page(book: Book, run: Run, names: Names) -> None:
    """What is raised, from whom and for what."""
    page = book.page("sources", tab_colour=VERMILLION)
    page.year_columns()
    page.note(book.say("note_money_nominal"))
    kinds = {row.source_name: book.say(f"kind_{row.kind}") for row in run.case.funding}
    frame = run.tables["funding"]
    page.heading(book.say("sources"))
    titles = (book.say("column_source"), book.say("column_kind"), book.say("column_unit"))
    rows = year_rows(
        by_year(frame, ("source_name",), "amount"),
        lambda source: (names("source_name", source), kinds[source], book.money_unit),
    )
    block = page.year_table(titles, rows, num_format=ONE_DECIMAL, total=book.say("total_raised"), row_sum=True)
    page.heading(book.say("uses"))
    titles = (book.say("column_category"), "", book.say("column_unit"))
    uses = year_rows(
        by_year(frame, ("category",), "amount"), lambda category: (names("category", category), "", book.money_unit)
    )
    used = page.year_table(titles, uses, num_format=ONE_DECIMAL, total=book.say("total_used"), row_sum=True)
    if rows:
        sources = [row.labels[0] for row in rows]
        first = stacked_columns(page, block, sources, book.say("chart_sources"), book.money_unit)
        colours = [THINGS[row.key] for row in uses]
        labels = [row.labels[0] for row in uses]
        second = stacked_columns(page, used, labels, book.say("chart_uses"), book.money_unit, colours=colours)
        charts_across(page, [first, second], height=1.7)
        page.break_here()
    _mix(page, run, names)


def _mix(page: Page, run: Run, names: Names) -> None:
    book = page.book
    page.heading(book.say("mix"))
    page.sheet.set_row(page.row, 42)  # the last titles stand over narrow columns of years
    titles = ("column_source", "mix_drawn", "mix_share", "mix_share_limit", "mix_total_limit")
    for column, key in enumerate(titles):
        style = book.format.header if column else book.format.header_left
        page.sheet.write_string(page.row, column, book.say(key), style)
    page.row += 1
    money, share = book.format.number(ONE_DECIMAL), book.format.number(PERCENT)
    over = book.format.number(PERCENT, bold=True, font_color=VERMILLION)
    for row in records(run.tables["funding_mix"]):
        at_limit = not math.isnan(row.share_limit) and row.share > row.share_limit + 1e-6
        page.value(page.row, 0, names("source_name", row.source_name), book.format.label)
        page.value(page.row, 1, row.drawn, money)
        page.value(page.row, 2, row.share, over if at_limit else share)
        page.value(page.row, 3, row.share_limit, share)
        page.value(page.row, 4, row.total_limit, money)
        page.row += 1


def debt_page(book: Book, run: Run, names: Names) -> None:
    """Loans and bonds by source, and the bank's cover test against the covenant."""
    page = book.page("debt", tab_colour=VERMILLION)
    page.year_columns()
    page.note(book.say("note_debt"))
    columns = {column.name: column for column in RESULT_TABLES["debt"].columns}
    titles = (book.say("column_source"), book.say("column_item"), book.say("column_unit"))
    frame = run.tables["debt"]
    if frame.empty:
        page.note(book.say("no_debt"))
    owed: tuple[Block, list[str]] | None = None
    for item in ("drawn", "added_interest", "fee", "interest", "repaid", "balance") if not frame.empty else ():
        title = book.meaning(columns[item])
        page.heading(title)
        rows = [
            YearRow((names("source_name", source), title, book.money_unit), years, source)
            for (source,), years in by_year(frame, ("source_name",), item).items()
        ]
        block = page.year_table(titles, rows, num_format=ONE_DECIMAL, total=book.say("sum"), row_sum=item != "balance")
        if item == "balance" and rows:
            owed = block, [row.labels[0] for row in rows]
    _cover(page, run, names)
    page.break_here()
    if owed is not None:
        charts_across(page, [stacked_columns(page, *owed, book.say("chart_owed"), book.money_unit)])


RATIOS = ("dscr", "covenant", "low_dscr", "low_covenant")


def _cover(page: Page, run: Run, names: Names) -> None:
    """What lenders see of every group of plants."""
    book, frame = page.book, run.tables["debt_cover"]
    page.heading(book.say("cover"))
    titles = (book.say("column_plants"), book.say("column_item"), book.say("column_unit"))
    columns = RESULT_TABLES["debt_cover"].columns[2:]
    plants = list(dict.fromkeys(frame["perimeter"]))
    for ratio in (False, True) if frame["dscr"].notna().any() else (False,):
        rows = [
            YearRow(
                (names("perimeter", each), book.meaning(column), "×" if ratio else book.money_unit),
                _by_year(frame, each, column.name),
                f"{each} {column.name}",
            )
            for each in plants
            for column in columns
            if (column.name in RATIOS) is ratio
        ]
        page.year_table(titles, rows, num_format=RATIO if ratio else ONE_DECIMAL)


def _by_year(frame: pd.DataFrame, perimeter: str, item: str) -> dict[int, float]:
    rows = frame[frame["perimeter"] == perimeter]
    return dict(zip(rows["year"].astype(int), rows[item].astype(float), strict=True))


def tax_page(book: Book, run: Run) -> None:
    """From the operating result to the tax of the year, losses carried forward included."""
    page = book.page("tax", tab_colour=VERMILLION)
    page.year_columns()
    page.note(book.say("note_money_nominal"))
    frame = run.tables["tax"]
    rows = []
    for column in RESULT_TABLES["tax"].columns[1:]:
        values = dict(zip(frame["year"].astype(int), frame[column.name].astype(float), strict=True))
        rows.append(YearRow((book.meaning(column), "", book.money_unit), values))
    page.year_table((book.say("column_item"), "", book.say("column_unit")), rows, num_format=ONE_DECIMAL)
