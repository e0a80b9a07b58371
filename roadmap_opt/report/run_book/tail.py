"""The sheet of the years after the last decision year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roadmap_opt.case.sheets.settings import TERMINAL_VALUES
from roadmap_opt.documents.excel.look import ONE_DECIMAL, QUANTITY
from roadmap_opt.insight.tail import tail_of, values_after_horizon
from roadmap_opt.palette import VERMILLION
from roadmap_opt.report.run_book.content import Names
from roadmap_opt.report.run_book.page import Book, Page
from roadmap_opt.runs.run import Run

_WIDTHS = (46, 18, 18, 18, 18)


def tail_page(book: Book, run: Run, names: Names) -> None:
    """A year of each steady period: money, plants kept, goods sold; and net present value with each terminal value."""
    page, tail = book.page("tail", tab_colour=VERMILLION), tail_of(run)
    for column, width in enumerate(_WIDTHS):
        page.sheet.set_column(column, column, width)
    page.note(book.say("note_tail" if tail.spans else "no_tail"))
    if tail.spans:
        spans = [f"{span[0]}–{span[-1]}" for span in tail.spans.values()]
        plants = {row.plant: row.capacity_unit for row in run.case.plants}
        units = {row.commodity: row.unit for row in run.case.commodities}
        page.heading(book.say("tail_money"))
        _table(page, (book.say("column_unit"), *spans), ONE_DECIMAL, {
            (book.say(f"tail_{item}"), book.money_unit): list(amounts.values()) for item, amounts in tail.money.items()
        })  # fmt: skip
        page.heading(book.say("tail_kept"))
        _table(page, (book.say("column_unit"), *spans), QUANTITY, {
            (f"{names('plant', plant)} · {names('site', site)}", names.unit(plants[plant])): list(kept.values())
            for (plant, site), kept in tail.kept.items()
        })  # fmt: skip
        page.heading(book.say("tail_sold"))
        _table(page, (book.say("column_unit"), *spans), QUANTITY, {
            (names("commodity", c), names.unit(units[c])): list(sold.values()) for c, sold in tail.sold.items()
        })  # fmt: skip
    page.heading(book.say("tail_values"))
    _table(page, tuple(book.say(f"terminal_{kind}") for kind in TERMINAL_VALUES), ONE_DECIMAL, {
        (book.say(f"perspective_{perspective}"),): list(values.values())
        for perspective, values in values_after_horizon(run).items()
    })  # fmt: skip


def _table(page: Page, titles: Sequence[str], shown: str, rows: Mapping[tuple[str, ...], Sequence[float]]) -> None:
    """Rows with a name, perhaps a unit, and numbers below their titles."""
    if not rows:
        page.note(page.book.say("nothing_here"))
        return
    page.sheet.set_row(page.row, 30)
    for column, title in enumerate(("", *titles)):
        page.value(page.row, column, title, page.book.format.header if column else page.book.format.header_left)
    page.row += 1
    cell = page.book.format.number(shown)
    for labels, numbers in rows.items():
        for column, label in enumerate(labels):
            page.value(page.row, column, label, page.book.format.quiet if column else page.book.format.label)
        for column, number in enumerate(numbers, start=len(labels)):
            page.value(page.row, column, number, cell)
        page.row += 1
    page.row += 1
