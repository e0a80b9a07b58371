"""Debt and what lenders see: who lends what to which plants, cover against what is asked for, why nobody lends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from roadmap_opt import figures
from roadmap_opt.case.sheets.finance import DEBT_KINDS, FundingSource
from roadmap_opt.documents.components import (
    Callout,
    Cell,
    Chart,
    Column,
    Component,
    Folded,
    Group,
    Paragraph,
    Row,
    SideBySide,
    Table,
    Words,
)
from roadmap_opt.documents.html.charts import Series, lines_by_year, stacked_bars
from roadmap_opt.documents.year_tables import Years, year_table
from roadmap_opt.figures import MUSD
from roadmap_opt.insight.bank_case import BankCase, loan_for
from roadmap_opt.messages import Text
from roadmap_opt.palette import MANY_SERIES
from roadmap_opt.report.run import chart_findings
from roadmap_opt.report.run.money_parts import money, money_table
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, by_year, records
from roadmap_opt.words import CHART_FINDINGS as FOUND
from roadmap_opt.words import MONEY as SAY


def debt_group(run: Run, names: Names, bank: BankCase) -> Group:
    """Debt by source and the lenders' tests; without any debt, what the groups of plants could bear."""
    lead = SAY.both("debt_lead")
    balances = by_year(run.tables["debt"], ("source_name",), "balance")
    without = [g for g, seen in bank.perimeters.items() if not seen.has_service]
    if not balances:
        return Group(SAY.both("debt"), [_no_debt(run, names, bank, without)], lead)
    years = run.case.decision_years
    order = [row.source_name for row in run.case.funding if (row.source_name,) in balances]
    series = [
        Series(names("source_name", source), balances[source,], MANY_SERIES[at % len(MANY_SERIES)])
        for at, source in enumerate(order)
    ]
    sums = {year: math.fsum(each.values.get(year, 0.0) for each in series) for year in years}
    owed = stacked_bars(SAY.both("debt_chart"), years, series, MUSD)
    owed = chart_findings.found(owed, chart_findings.debt(sums))
    charts: list[Component] = [owed]
    if bank.lowest_cover() is not None:
        charts.append(_cover_chart(run, names, bank))
    parts: list[Component] = [SideBySide(charts), *_cover_said(names, bank), _lent_table(run, names)]
    without = [g for g in without if any(bank.perimeters[g].bank_cash.values())]
    tests: list[Component] = [_no_debt(run, names, bank, without)] if without else []
    tests += [_debt_table(run, names, order), _tests_table(run, names, bank), *_cover_tables(run, names, bank)]
    parts.append(Folded(SAY.both("tests_open"), tests))
    return Group(SAY.both("debt"), parts, lead)


def _cover_chart(run: Run, names: Names, bank: BankCase) -> Chart:
    """Cover of every group of plants that owes service, support not counted."""
    shown = {g: seen for g, seen in bank.perimeters.items() if any(not math.isnan(v) for v in seen.dscr.values())}
    series = [
        Series(
            names("perimeter", g),
            {year: value for year, value in seen.dscr.items() if not math.isnan(value)},
            MANY_SERIES[at % len(MANY_SERIES)],
        )
        for at, (g, seen) in enumerate(shown.items())
    ]
    chart = lines_by_year(SAY.both("cover_chart"), run.case.decision_years, series, "×", decimals=2)
    known = [(v, year, g) for g, seen in shown.items() for year, v in seen.dscr.items() if not math.isnan(v)]
    value, year, plants = min(known)
    said = FOUND.both("cover", plants=names("perimeter", plants), year=year, value=figures.number(value, 2))
    if value >= 0:
        chart = replace(chart, option={**chart.option, "yAxis": {**chart.option["yAxis"], "min": 0}})
    return chart_findings.found(chart, said)


def _cover_said(names: Names, bank: BankCase) -> list[Component]:
    """The thinnest cover of every group of plants that owes something."""
    sentences = []
    for name, seen in bank.perimeters.items():
        year = seen.thinnest_year()
        if year is None:
            continue
        wanted = seen.covenant.get(year, math.nan)
        words = {"plants": names("perimeter", name), "year": year, "value": figures.number(seen.dscr[year], 2)}
        if math.isnan(wanted):
            sentences.append(SAY.both("cover_said_untested", **words))
            continue
        sentences.append(SAY.both("cover_said", covenant=figures.number(wanted, 2), **words))
        if seen.support.get(year, 0.0) > 0.05:
            supported = figures.number(seen.with_support(year), 2)
            sentences.append(SAY.both("cover_with_support", support=money(seen.support[year]), value=supported))
    return [Paragraph(Text.joined(*sentences))] if sentences else []


def _cover_tables(run: Run, names: Names, bank: BankCase) -> list[Component]:
    """Cover against what is asked for, in the decision years and in a year of each period after them."""
    rows = []
    for g, seen in bank.perimeters.items():
        if seen.has_service:
            supported = {year: seen.with_support(year) for year in seen.dscr}
            rows += _ratios(
                names("perimeter", g), seen.dscr, seen.covenant, seen.low_dscr, seen.low_covenant, supported
            )
    found: list[Component] = []
    if rows:
        found.append(year_table(SAY.both("cover_table"), run.case.decision_years, rows, decimals=2))
    tail = run.tables["tail_cover"]
    tail = tail[tail["service"] > 1e-6]
    if tail.empty:
        return found
    spans, later = {span.start: span for span in run.case.tail}, []
    for plants, frame in tail.groupby("perimeter", sort=False):
        of = {
            column: dict(zip(frame["year"].astype(int), frame[column].astype(float), strict=True))
            for column in ("dscr", "covenant", "low_dscr", "low_covenant")
        }
        later += _ratios(names("perimeter", str(plants)), *of.values())
    columns = [Column(""), *(Column(f"{span[0]}–{span[-1]}", "number", decimals=2) for span in spans.values())]
    cells = [Row([row.label, *(row.values.get(year) for year in spans if row.kind != "heading")], row.kind)
             for row in later]  # fmt: skip
    return [*found, Table(SAY.both("tail_cover_table"), columns, cells)]


def _ratios(plants: Words, *books: Mapping[int, float]) -> list[Years]:
    """Rows of cover and of what is asked for at both price decks, and of cover with support where it is given."""
    keys = ("row_cover", "row_covenant", "row_low_cover", "row_low_covenant", "row_supported")
    rows = [Years(plants, {}, kind="heading")]
    for key, values in zip(keys, books, strict=False):
        known = {year: value for year, value in values.items() if not math.isnan(value)}
        if known:
            rows.append(Years(SAY.both(key), known))
    return rows


def _debt_table(run: Run, names: Names, order: list[str]) -> Table:
    years = run.case.decision_years
    frame = run.tables["debt"]
    parts = ("drawn", "added_interest", "repaid", "balance", "fee", "interest")
    items = {item: by_year(frame, ("source_name",), item) for item in parts}

    def of(item: str, source: str) -> dict[int, float]:
        return items[item].get((source,), {})

    rows = []
    for source in order:
        charged = {year: of("fee", source).get(year, 0.0) + of("interest", source).get(year, 0.0) for year in years}
        rows.append(Years(names("source_name", source), {}, kind="heading"))
        rows += [
            Years(SAY.both("row_drawn"), of("drawn", source)),
            Years(SAY.both("row_added"), of("added_interest", source)),
            Years(SAY.both("row_interest"), charged),
            Years(SAY.both("row_repaid"), of("repaid", source)),
        ]
    table = money_table(SAY.both("debt_table"), years, rows)
    balance = {year: math.fsum(of("balance", source).get(year, 0.0) for source in order) for year in years}
    cells: list[Cell] = [SAY.both("row_balance"), *(balance[year] for year in years), ""]
    return replace(table, rows=[*table.rows, Row(cells, "total")])


def _lent_table(run: Run, names: Names) -> Table:
    """Who lends what to which plants, on what terms."""
    sources = {row.source_name: row for row in run.case.funding}
    classes = {row.lender_class: Text(row.name_en, row.name_tr) for row in run.case.lender_classes}
    columns = [
        Column(SAY.both("lent_lender")), Column(SAY.both("lent_class")), Column(SAY.both("lent_plants")),
        Column(SAY.both("lent_amount"), "number", decimals=0), Column(SAY.both("lent_rate"), "share", decimals=2),
        Column(SAY.both("lent_grace"), "number", decimals=0), Column(SAY.both("lent_tenor"), "number", decimals=0),
        Column(SAY.both("lent_repayment")),
    ]  # fmt: skip
    lent: dict[tuple[str, str], float] = {}
    for row in records(run.tables["lending"]):
        key = (str(row.source_name), str(row.perimeter))
        lent[key] = lent.get(key, 0.0) + row.amount
    rows = []
    for (source, perimeter), amount in lent.items():
        terms = sources[source]
        cells: list[Cell] = [
            names("source_name", source), classes.get(terms.lender_class or "", Text.same("")),
            names("perimeter", perimeter), amount, terms.rate, terms.grace, terms.tenor,
            SAY.both(f"repayment_{terms.repayment}"),
        ]  # fmt: skip
        rows.append(Row(cells))
    return Table(SAY.both("lent_table"), columns, rows, SAY.both("lent_note"))


def _tests_table(run: Run, names: Names, bank: BankCase) -> Table:
    """What lenders see of each group of plants, year by year."""
    rows = []
    for g, seen in bank.perimeters.items():
        if any(seen.bank_cash.values()) or any(seen.service.values()):
            rows.append(Years(names("perimeter", g), {}, kind="heading"))
            rows += [
                Years(SAY.both("row_bank_cash"), seen.bank_cash),
                Years(SAY.both("row_low_cash"), seen.low_cash),
                Years(SAY.both("row_service"), seen.service),
                Years(SAY.both("row_support"), seen.support),
            ]
    return money_table(SAY.both("tests_table"), run.case.decision_years, rows)


def _no_debt(run: Run, names: Names, bank: BankCase, without: Sequence[str]) -> Callout:
    """What a loan would find at groups of plants to which nobody lends, and what else is asked for."""
    lines: list[Words] = []
    for g in without:
        seen = bank.perimeters[g]
        best = max(bank.years, key=lambda year: (seen.bank_cash.get(year, 0.0), year))
        told = {"plants": names("perimeter", g), "year": best, "cash": money(seen.bank_cash.get(best, 0.0))}
        if seen.bank_cash.get(best, 0.0) <= 0.05:
            lines.append(SAY.both("no_debt_never", **told))
        else:
            service = money(seen.bearable_service(best))
            ratio = figures.number(seen.least or 1.0, 2)
            lines.append(SAY.both("no_debt_best", service=service, covenant=ratio, **told))
    lines += _also_asked(run, names, bank, without)
    lender = cheapest_lender(run)
    if lender is not None:
        terms = {
            "name": names("source_name", lender.source_name),
            "rate": figures.percent(lender.rate, 2),
            "count": max(1, lender.tenor - lender.grace),
            "grace": lender.grace,
            "need": money(100.0 / loan_for(1.0, lender)),
        }
        lines.append(SAY.both("no_debt_need", **terms))
    if len(without) < len(bank.perimeters):
        heading = SAY.both("no_debt_some_title", plants=Text.listed([names("perimeter", g) for g in without]))
    elif any(row.drawn > 0 for row in records(run.tables["funding_mix"])):
        heading = SAY.both("no_debt_title")
    else:
        heading = SAY.both("no_debt_and_no_funds_title")
    return Callout(SAY.both("no_debt"), "info", heading, lines)


def _also_asked(run: Run, names: Names, bank: BankCase, without: Sequence[str]) -> list[Words]:
    """What lenders ask for beside cover: contracts, equity, room below the limit on guarantees."""
    lending = run.ix.lending
    accounts = [(lending.class_of(f), g) for f, g in lending.accounts if g in without]
    lines: list[Words] = []
    asking = {row.lender_class: row for row, _ in accounts if row.contract_cover}
    if asking:
        classes = [
            SAY.both("asked_of", name=Text(row.name_en, row.name_tr), value=figures.number(row.contract_cover, 1))
            for row in asking.values()
        ]
        most = [
            SAY.both("asked_of", name=names("perimeter", g),
                     value=money(max(bank.perimeters[g].contract_income.values(), default=0.0)))
            for g in without
        ]  # fmt: skip
        lines.append(SAY.both("no_debt_contracts", classes=Text.listed(classes), plants=Text.listed(most)))
    gearing = [
        SAY.both("asked_of", name=names("perimeter", g), value=figures.percent(lending.gearing[g], 0)) for g in without
    ]
    lines.append(SAY.both("no_debt_gearing", plants=Text.listed(gearing)))
    guaranteed = [f for f in lending.guaranteed if any(f == lender and g in without for lender, g in lending.accounts)]
    if guaranteed:
        limit = run.case.settings.guarantee_limit
        room = money(limit) if math.isfinite(limit) else SAY.both("no_limit")
        lenders = Text.listed([names("source_name", f) for f in guaranteed])
        lines.append(SAY.both("no_debt_guaranteed", names=lenders, limit=room))
    return lines


def cheapest_lender(run: Run) -> FundingSource | None:
    """The loan with the lowest rate of those that may be drawn at all; not one that is repaid in a single sum."""
    lenders = [
        row
        for row in run.case.funding
        if row.kind in DEBT_KINDS and row.repayment != "bullet" and min(row.yearly_limit, row.total_limit) > 0
    ]
    return min(lenders, key=lambda row: (row.rate, row.upfront_fee)) if lenders else None
