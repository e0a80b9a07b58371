"""The plan as a Gantt chart drawn in cells: programmes, plants under construction and in operation, contracts."""

from __future__ import annotations

import math
from collections import defaultdict

from roadmap_opt.documents.excel.sheet import DENSE, lines_of
from roadmap_opt.palette import BLUE, GREEN, INK, ORANGE, PALE_BLUE, PALE_PURPLE, PURPLE, QUIET, RULE, SKY, WHITE
from roadmap_opt.report.run_book.content import Names
from roadmap_opt.report.run_book.page import LABEL_COLUMNS, Book, Page
from roadmap_opt.runs.run import Run, by_year, records

_BUILDING, _RAMPING, _RUNNING, _IDLE = "building", "ramping", "running", "idle"
LABEL_WIDTHS = (46, 24, 10)
"""Width of the columns before the years, in characters."""

SMALL = 1.3
"""Letters of small print in the width of a figure."""

_RAMP_TOLERANCE = 0.999
"""Below this share of nameplate a plant is still ramping up (a rounding error is not a ramp)."""


def write_timeline(page: Page, run: Run, names: Names) -> None:
    """Three groups of bars, each below a row of years, and a legend."""
    book = page.book
    page.heading(book.say("summary_plan"))
    _group(page, "plants", "where")
    _plants(page, run, names)
    _group(page, "programmes", "kind")
    _programmes(page, run, names)
    if not run.tables["contracts_signed"].empty:
        _group(page, "contracts", "market")
        _contracts(page, run, names)
    _legend(page)


def _group(page: Page, group: str, where: str) -> None:
    """The head of a group: what its rows are, what stands beside their names, and what after their bars."""
    say = page.book.say
    page.year_header((say(f"group_{group}"), say(f"column_{where}"), ""), say(f"end_{group}"))


def _bar(page: Page, column: int, text: str | float, colour: str, ink: str, num_format: str = "0%") -> None:
    style = page.book.format(
        bg_color=colour,
        font_color=ink,
        align="center",
        font_size=9,
        num_format=num_format,
        top=1,
        bottom=1,
        top_color=WHITE,
        bottom_color=WHITE,
    )
    if isinstance(text, str):
        page.sheet.write_string(page.row, column, text, style)
    else:
        page.sheet.write_number(page.row, column, text, style)


def _labels(page: Page, what: str, where: str, end: str) -> None:
    book = page.book
    small = book.format(font_size=9, font_color=QUIET, bottom=4, bottom_color=RULE, text_wrap=True)
    page.sheet.write_string(page.row, 0, what, book.format(bottom=4, bottom_color=RULE, text_wrap=True))
    page.across(1, 2, where, small)
    lines = lines_of(what, DENSE * LABEL_WIDTHS[0]), lines_of(where, SMALL * sum(LABEL_WIDTHS[1:]))
    page.sheet.set_row(page.row, 15 * max(lines))
    empty = book.format(bottom=4, bottom_color=RULE)
    for offset in range(len(page.book.years)):
        page.sheet.write_blank(page.row, LABEL_COLUMNS + offset, None, empty)
    note = book.format(font_size=9, font_color=QUIET, bottom=4, bottom_color=RULE, indent=1)
    page.sheet.write_string(page.row, LABEL_COLUMNS + len(page.book.years), end, note)


def _plants(page: Page, run: Run, names: Names) -> None:
    """Construction from the builds, ramp-up and operation from the capacity table; figures are the use of capacity."""
    book, tables = page.book, run.tables
    lead_times = {row.module: row.lead_time for row in run.case.modules}
    started: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    building: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in records(tables["builds"]):
        pair = (str(row.plant), str(row.site))
        started[pair][int(row.year)] += round(row.count)
        years = range(int(row.year), int(row.year) + max(1, math.ceil(lead_times[row.module])))
        building[pair].update(years)
    columns = ("installed", "available", "used")
    installed, available, used = (by_year(tables["capacity"], ("plant", "site"), column) for column in columns)
    units = {row.plant: row.capacity_unit for row in run.case.plants}
    order = [plant.plant for plant in run.case.plants]
    for plant, site in sorted({*building, *installed}, key=lambda place: (order.index(place[0]), place[1])):
        pair = (plant, site)
        capacity = installed.get(pair, {})
        peak = max(capacity.values(), default=0.0)
        end = book.say("bar_capacity", capacity=_short(book, peak), unit=names.unit(units[plant]))
        _labels(page, names("plant", plant), names("site", site), end)
        for offset, year in enumerate(book.years):
            column = LABEL_COLUMNS + offset
            begun = started[pair].get(year, 0)
            if capacity.get(year, 0.0) > 0:
                open_share = available.get(pair, {}).get(year, 0.0) / capacity[year]
                share = used.get(pair, {}).get(year, 0.0) / max(available.get(pair, {}).get(year, 0.0), 1e-12)
                share = min(share, 1.0)
                _operating_bar(page, column, share, begun, ramping=open_share < _RAMP_TOLERANCE)
            elif year in building[pair]:
                _bar(page, column, f"+{begun}" if begun else "", ORANGE, INK)
        page.row += 1


def _operating_bar(page: Page, column: int, share: float, begun: int, *, ramping: bool) -> None:
    """The use of the available capacity in per cent; ``▲`` marks a year in which an extension is started."""
    shown = f'"▲{begun} "0%' if begun else "0%"
    if share < 0.005:
        _bar(page, column, share, PALE_BLUE, INK, shown)
    elif ramping:
        _bar(page, column, share, SKY, INK, shown)
    else:
        _bar(page, column, share, BLUE, WHITE, shown)


def _short(book: Book, value: float) -> str:
    return book.decimal(value, 0 if value >= 100 or float(value).is_integer() else 1)


def _programmes(page: Page, run: Run, names: Names) -> None:
    book = page.book
    programmes = {row.programme: row for row in run.case.programmes}
    rows = run.tables["programme_starts"].sort_values(["year", "programme"])
    for row in records(rows):
        programme = programmes[row.programme]
        end = int(row.year) + programme.duration
        kind = book.say(f"programme_{programme.kind}")
        done = book.say("bar_done", year=max(end - 1, int(row.year)))
        _labels(page, names("programme", row.programme), kind, done)
        for offset, year in enumerate(book.years):
            if row.year <= year < max(end, row.year + 1):
                _bar(page, LABEL_COLUMNS + offset, "", PURPLE, INK)
            elif year >= end:
                _bar(page, LABEL_COLUMNS + offset, "", PALE_PURPLE, INK)
        page.row += 1


def _contracts(page: Page, run: Run, names: Names) -> None:
    book = page.book
    contracts = {row.contract: row for row in run.case.contracts}
    unit_of = {row.commodity: row.unit for row in run.case.commodities}
    units = {row.market: unit_of[row.commodity] for row in run.case.markets}
    for row in records(run.tables["contracts_signed"].sort_values(["year", "contract"])):
        contract = contracts[row.contract]
        last = int(row.year) + contract.length - 1
        where = names("market", contract.market)
        unit = names.unit(units[contract.market])
        end = book.say("bar_contract", volume=_short(book, row.volume), unit=unit, last=last)
        _labels(page, names("contract", row.contract), where, end)
        for offset, year in enumerate(book.years):
            if row.year <= year <= last:
                _bar(page, LABEL_COLUMNS + offset, "", GREEN, WHITE)
        page.row += 1


def _legend(page: Page) -> None:
    book = page.book
    page.row += 1
    entries = (
        (ORANGE, "legend_building"),
        (SKY, "legend_ramping"),
        (BLUE, "legend_running"),
        (PALE_BLUE, "legend_idle"),
        (PURPLE, "legend_programme"),
        (PALE_PURPLE, "legend_in_force"),
        (GREEN, "legend_contract"),
    )
    column = LABEL_COLUMNS
    page.sheet.write_string(page.row, 0, book.say("legend_figures"), book.format(font_color=QUIET, font_size=9))
    for colour, key in entries[:4]:
        page.sheet.write_blank(page.row, column, None, book.format(bg_color=colour))
        page.sheet.write_string(page.row, column + 1, book.say(key), book.format(font_color=QUIET, font_size=9))
        column += 3
    page.row += 1
    column = LABEL_COLUMNS
    for colour, key in entries[4:]:
        page.sheet.write_blank(page.row, column, None, book.format(bg_color=colour))
        page.sheet.write_string(page.row, column + 1, book.say(key), book.format(font_color=QUIET, font_size=9))
        column += 3
    page.row += 1
