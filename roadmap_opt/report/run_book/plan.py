"""Sheets of what is done and what flows: decisions, capacity, balances, trade, contracts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from roadmap_opt.documents.excel.look import WHOLE_PERCENT
from roadmap_opt.output.tables import RESULT_TABLES
from roadmap_opt.palette import BLUE, GREEN, ORANGE, THINGS
from roadmap_opt.report.run_book.charts import bars, charts_across, lines, stacked_columns
from roadmap_opt.report.run_book.content import Names, year_rows
from roadmap_opt.report.run_book.page import Block, Book, Page, TidyColumn, YearRow
from roadmap_opt.runs.run import Run, by_year, records

"""Lines of the national balance; goods that move between sites leave one and reach another, so they cancel."""

_BALANCE_ITEMS = (
    "mined",
    "made",
    "bought",
    "collected",
    "opening_stock",
    "consumed",
    "sold",
    "delivered",
    "disposed",
    "closing_stock",
)


def decisions_page(book: Book, run: Run, names: Names) -> None:
    """Every module, programme, contract and source that the plan starts, in the order of the years."""
    case = run.case
    modules = {row.module: row for row in case.modules}
    plants = {row.plant: row for row in case.plants}
    programmes = {row.programme: row for row in case.programmes}
    contracts = {row.contract: row for row in case.contracts}
    started: list[tuple[int, str, str, str, float | None, str, str, float | None, float | None]] = []
    for row in records(run.tables["builds"]):
        module = modules[row.module]
        capacity = row.count * module.capacity
        detail = f"{row.count:g} × {row.module}"
        investment = row.count * module.capex * (1 + case.settings.owner_cost_share)
        first = row.year + module.lead_time
        unit = names.unit(plants[row.plant].capacity_unit)
        name, site = names("plant", row.plant), names("site", row.site)
        started.append((row.year, book.say("decision_build"), name, site, capacity, unit, detail, investment, first))
    for row in records(run.tables["programme_starts"]):
        programme = programmes[row.programme]
        kind = book.say(f"programme_{programme.kind}")
        end = row.year + programme.duration
        name = names("programme", row.programme)
        started.append((row.year, book.say("decision_programme"), name, "", None, "", kind, programme.cost, end))
    for row in records(run.tables["contracts_signed"]):
        contract = contracts[row.contract]
        name, market = names("contract", row.contract), names("market", contract.market)
        term = book.say("contract_term", years=contract.length)
        kind = book.say("decision_contract")
        started.append((row.year, kind, name, market, row.volume, book.say("per_year"), term, None, row.year))
    for row in records(run.tables["sources_mobilised"]):
        name = names("source_name", row.source_name)
        started.append((row.year, book.say("decision_source"), name, "", None, "", "", None, None))
    page = book.page("decisions", tab_colour=BLUE)
    page.note(book.say("note_decisions"), 8)
    columns = [
        TidyColumn(book.say("column_year"), "year", 8),
        TidyColumn(book.say("column_decision"), "text", 22),
        TidyColumn(book.say("column_what"), "text", 46),
        TidyColumn(book.say("column_where"), "text", 30),
        TidyColumn(book.say("column_size"), "quantity", 14),
        TidyColumn(book.say("column_unit"), "text", 16),
        TidyColumn(book.say("column_detail"), "text", 24),
        TidyColumn(book.say("column_investment"), "quantity", 16),
        TidyColumn(book.say("column_effective"), "moment", 14),
    ]
    page.tidy_table(columns, sorted(started, key=lambda record: (record[0], record[1], record[2], record[3])))


def capacity_page(book: Book, run: Run, names: Names) -> None:
    """Capacity in operation, available, used, and the use as a share, per plant and site."""
    units = {row.plant: row.capacity_unit for row in run.case.plants}
    page = book.page("capacity", tab_colour=BLUE)
    page.year_columns()
    page.note(book.say("note_capacity"))
    titles = (book.say("column_plant"), book.say("column_site"), book.say("column_unit"))
    for column in ("installed", "available", "used", "use_share", "stood_down"):
        shown = WHOLE_PERCENT if column == "use_share" else None
        page.heading(book.say(f"capacity_{column}"))
        values = by_year(run.tables["capacity"], ("plant", "site"), column)
        share = column == "use_share"
        rows = year_rows(
            values,
            lambda plant, site, share=share: (
                f"{names('plant', plant)} · {names('site', site)}" if share else names("plant", plant),
                "" if share else names("site", site),
                "%" if share else names.unit(units[plant]),
            ),
        )
        block = page.year_table(titles, rows, num_format=shown)
        if column == "use_share" and rows:
            year = run.case.settings.last_year
            chart = bars(page, block, year, book.say("chart_use", year=year), WHOLE_PERCENT)
            page.sheet.insert_chart(page.row, 0, chart, {"x_scale": 1.9, "y_scale": 0.5 + len(rows) / 14})
            page.row += 9 + len(rows)


def balances_page(book: Book, run: Run, names: Names) -> None:
    """The country's balance of every commodity that flows, year by year."""
    columns = {column.name: column for column in RESULT_TABLES["balances"].columns}
    units = {row.commodity: row.unit for row in run.case.commodities}
    frame = run.tables["balances"]
    items = {item: by_year(frame, ("commodity",), item) for item in _BALANCE_ITEMS}
    page = book.page("balances", tab_colour=GREEN)
    page.year_columns()
    page.note(book.say("note_balances"))
    titles = (book.say("column_commodity"), book.say("column_item"), book.say("column_unit"))
    rows = []
    for commodity in (row.commodity for row in run.case.commodities):
        name = names("commodity", commodity)
        for item in _BALANCE_ITEMS:
            values = items[item].get((commodity,))
            if values:
                title = book.meaning(columns[item])
                rows.append(YearRow((name, title, names.unit(units[commodity])), values, commodity))
    page.year_table(titles, rows)
    page.heading(book.say("shipments"))
    moved = by_year(run.tables["shipments"], ("commodity", "origin", "destination"), "quantity")
    titles = (book.say("column_commodity"), book.say("column_route"), book.say("column_unit"))
    page.year_table(
        titles,
        year_rows(
            moved,
            lambda commodity, start, end: (
                names("commodity", commodity),
                f"{names('site', start)} → {names('site', end)}",
                names.unit(units[commodity]),
            ),
        ),
    )


def site_balances_page(book: Book, run: Run, names: Names) -> None:
    """The balance per site as a filterable list: where each tonne comes from and goes to."""
    spec = RESULT_TABLES["balances"]
    kinds = {"year": "year", "commodity": "text", "site": "text"}
    columns = [TidyColumn(book.meaning(column), kinds.get(column.name, "quantity"), 12) for column in spec.columns]
    columns[0] = TidyColumn(columns[0].title, "text", 38)
    columns[1] = TidyColumn(columns[1].title, "text", 34)
    page = book.page("site_balances", tab_colour=GREEN)
    rows = (
        (names("commodity", record[0]), names("site", record[1]), *record[2:])
        for record in records(run.tables["balances"])
        if any(value for value in record[3:])
    )
    page.tidy_table(columns, rows)


def trade_page(book: Book, run: Run, names: Names) -> None:
    """Spot sales, contract deliveries, purchases, goods collected and ore mined."""
    case, tables = run.case, run.tables
    units = {row.commodity: row.unit for row in case.commodities}
    product = {row.market: row.commodity for row in case.markets}
    market_of = {row.contract: row.market for row in case.contracts}
    bought = {row.supply: row.commodity for row in case.supplies}
    collected = {row.flow: row.commodity for row in case.return_flows}
    mined = {row.deposit: row.commodity for row in case.deposits}

    def labels(commodity: str, second: str) -> tuple[str, str, str]:
        return names("commodity", commodity), second, names.unit(units[commodity])

    page = book.page("trade", tab_colour=GREEN)
    page.year_columns()
    titles = (book.say("column_commodity"), book.say("column_partner"), book.say("column_unit"))
    for heading, table, key, label in (
        ("sales", "sales", "market", lambda m: labels(product[m], names("market", m))),
        ("deliveries", "deliveries", "contract", lambda c: labels(product[market_of[c]], names("contract", c))),
        ("purchases", "purchases", "supply", lambda s: labels(bought[s], s)),
        ("collected", "collected", "flow", lambda f: labels(collected[f], f)),
        ("mined", "extraction", "deposit", lambda d: labels(mined[d], d)),
    ):
        page.heading(book.say(f"trade_{heading}"))
        page.year_table(titles, year_rows(by_year(tables[table], (key,), "quantity"), label))


def contracts_page(book: Book, run: Run, names: Names) -> None:
    """Contracts in force against the limit on their share, per product group."""
    page = book.page("contracts", tab_colour=ORANGE)
    page.year_columns()
    page.note(book.say("note_contracts"))
    frame = run.tables["offtake"]
    unit_of = {row.commodity: names.unit(row.unit) for row in run.case.commodities}
    units = {row.group: unit_of[row.commodity] for row in run.case.commodities if row.group}
    rows: list[YearRow] = []
    limits: list[YearRow] = []
    titles = (book.say("column_group"), book.say("column_item"), book.say("column_unit"))
    for column in ("basis", "contracted", "share", "limit"):
        share = column in ("share", "limit")
        values = by_year(frame, ("group",), column, keep_zero=share)
        title = book.say(f"offtake_{column}")
        for (group,), years in values.items():
            known = {year: value for year, value in years.items() if not math.isnan(value)}
            unit = "%" if share else book.say("unit_per_year", unit=units.get(group, ""))
            (limits if share else rows).append(YearRow((names("group", group), title, unit), known, group))
    page.heading(book.say("offtake_volumes"))
    page.year_table(titles, rows)
    page.heading(book.say("offtake_shares"))
    block = page.year_table(titles, limits, num_format=WHOLE_PERCENT)
    _share_charts(page, block, limits)
    _deliveries(page, run, names, unit_of)


def _share_charts(page: Page, block: Block, limits: Sequence[YearRow]) -> None:
    """A chart for each group that has contracts, two across."""
    book, count = page.book, len(limits) // 2  # shares first, then limits, in the order of the groups
    under = [at for at in range(count) if any(share > 0 for share in limits[at].values.values())]
    labels = [book.say("offtake_share"), book.say("offtake_limit")]
    charts = [
        lines(
            page,
            block.part((at, at + count)),
            labels,
            book.say("chart_offtake", group=limits[at].labels[0]),
            "%",
            dashed=lambda n: n == 1,
            colours=[THINGS["contract"], "ink"],
        )
        for at in under
    ]
    charts_across(page, charts)


def _deliveries(page: Page, run: Run, names: Names, unit_of: Mapping[str, str]) -> None:
    """Deliveries by contract, with a chart for each unit: tonnes and motors do not add up."""
    book = page.book
    product = {row.market: row.commodity for row in run.case.markets}
    units = {row.contract: unit_of[product[row.market]] for row in run.case.contracts}
    rows = [
        YearRow((names("contract", contract), "", book.say("unit_per_year", unit=units[contract])), years, contract)
        for (contract,), years in by_year(run.tables["deliveries"], ("contract",), "quantity").items()
    ]
    if not rows:
        return
    page.break_here()
    page.heading(book.say("trade_deliveries"))
    block = page.year_table((book.say("column_contract"), "", book.say("column_unit")), rows)
    charts = []
    for unit in dict.fromkeys(row.labels[2] for row in rows):
        members = [at for at, row in enumerate(rows) if row.labels[2] == unit]
        title = book.say("chart_deliveries")
        charts.append(stacked_columns(page, block.part(members), [rows[at].labels[0] for at in members], title, unit))
    charts_across(page, charts)
