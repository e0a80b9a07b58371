"""Who pays: sources and uses of every year, shares against their caps, debt and its cover."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from roadmap_opt import figures
from roadmap_opt.case.sheets.finance import FundingSource
from roadmap_opt.documents.components import (
    Callout,
    Cell,
    Chart,
    Column,
    Component,
    Group,
    Paragraph,
    Row,
    SideBySide,
    Table,
    Words,
)
from roadmap_opt.documents.html.charts import TIP, Series, lines_by_year, names_axis, number_format, stacked_bars
from roadmap_opt.documents.html.charts import joined as lines_of_tip
from roadmap_opt.documents.year_tables import Years
from roadmap_opt.insight.bank_case import BankCase, bank_case, loan_for
from roadmap_opt.insight.sources_and_uses import SourcesAndUses, sources_and_uses
from roadmap_opt.messages import Text
from roadmap_opt.palette import MANY_SERIES, THINGS
from roadmap_opt.report.run.money_parts import MUSD, balance_row, joined, listed, money, money_table
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, by_year, records
from roadmap_opt.words import MONEY as SAY
from roadmap_opt.words import TERMS as WORDS

LINE_OF_KIND = {"equity": "equity", "grant": "grants", "loan": "debt_drawn", "bond": "debt_drawn"}
"""The side of the cash flow, and the colour, of a kind of source."""

AT_CAP = 1e-4
"""A share this close to its cap is at it."""

_COLOURS = {
    "operating_surplus": "operating", "operating_deficit": "operating", "working_capital_released": "working_capital",
    "cash_used": "cash", "cash_added": "cash",
}  # fmt: skip


# --- sources and uses -------------------------------------------------------------------------------------------------


def sources_group(run: Run, names: Names) -> Group:
    """Both sides as charts of the same height, and as one table whose last row shows that they are equal."""
    balance = sources_and_uses(run)
    raised = math.fsum(balance.raised(year) for year in balance.years)
    if raised <= 0:
        return Group(SAY.both("sources_and_uses"), [Paragraph(SAY.both("nothing_moves"))])
    kinds = {row.source_name: LINE_OF_KIND[row.kind] for row in run.case.funding}
    sums: dict[str, dict[int, float]] = {line: dict.fromkeys(balance.years, 0.0) for line in kinds.values()}
    for source, drawn in balance.drawn.items():
        for year, amount in drawn.items():
            sums[kinds[source]][year] += amount
    sources = {f"source_{line}": values for line, values in sums.items()} | dict(balance.sources)
    charts = [
        stacked_bars(SAY.both(side), balance.years, _series(each), MUSD)
        for side, each in (("sources", sources), ("uses", balance.uses))
    ]
    lead = SAY.both("sources_and_uses_lead", raised=money(raised))
    parts = [SideBySide(charts), Paragraph(SAY.both("same_colours"), "quiet"), _balance_table(balance, names)]
    return Group(SAY.both("sources_and_uses"), parts, lead)


def _series(items: Mapping[str, Mapping[int, float]]) -> list[Series]:
    return [
        Series(SAY.both(item), values, THINGS[_COLOURS.get(item, item.removeprefix("source_"))])
        for item, values in items.items()
        if any(abs(value) > 1e-6 for value in values.values())
    ]


def _balance_table(balance: SourcesAndUses, names: Names) -> Table:
    years = balance.years

    def side(items: Mapping[str, Mapping[int, float]]) -> list[Years]:
        shown = {item: values for item, values in items.items() if any(abs(v) > 1e-6 for v in values.values())}
        return [Years(SAY.both(item), values) for item, values in shown.items()]

    rows = [
        Years(SAY.both("sources"), {}, kind="heading"),
        *(Years(names("source_name", source), values) for source, values in balance.drawn.items()),
        *side(balance.sources),
        Years(SAY.both("all_sources"), {year: balance.raised(year) for year in years}, kind="total"),
        Years(SAY.both("uses"), {}, kind="heading"),
        *side(balance.uses),
        Years(SAY.both("all_uses"), {year: balance.used(year) for year in years}, kind="total"),
    ]
    check = balance_row(SAY.both("difference"), {year: balance.difference(year) for year in years}, years)
    return money_table(SAY.both("table_balance"), years, rows, last=[check])


# --- caps -------------------------------------------------------------------------------------------------------------


def mix_group(run: Run, names: Names) -> Group:
    """Every source that is used: its share of the funds raised against its own cap."""
    rows = records(run.tables["funding_mix"])
    used = sorted((row for row in rows if row.drawn > 1e-6), key=lambda row: -row.share)
    if not used:
        return Group(SAY.both("mix"), [Paragraph(SAY.both("nothing_raised"))])
    kinds = {row.source_name: row.kind for row in run.case.funding}
    at_cap = [names("source_name", row.source_name) for row in used if row.share >= row.share_limit - AT_CAP]
    spent = [names("source_name", row.source_name) for row in used if row.drawn >= row.total_limit - 0.05]
    said = [SAY.both("mix_at_cap", names=listed(at_cap)) if at_cap else SAY.both("mix_none_at_cap")]
    if spent:
        said.append(SAY.both("mix_at_total", names=listed(spent)))
    unused = [names("source_name", row.source_name) for row in rows if row.drawn <= 1e-6]
    columns = [
        Column(SAY.both("column_source")),
        Column(SAY.both("column_kind"), "quiet"),
        Column(SAY.both("column_drawn"), "number", MUSD, 1),
        Column(SAY.both("mix_share"), "share"),
        Column(SAY.both("mix_cap"), "share"),
        Column(SAY.both("column_most"), "number", MUSD, 0),
    ]
    filled = []
    for row in used:
        most = SAY.both("no_limit") if math.isnan(row.total_limit) else row.total_limit
        kind = WORDS.both(f"kind_{kinds[row.source_name]}")
        filled.append(Row((names("source_name", row.source_name), kind, row.drawn, row.share, row.share_limit, most)))
    note = SAY.both("mix_unused", names=listed(unused)) if unused else ""
    table = Table(SAY.both("mix_table"), columns, filled, note)
    parts: list[Component] = [Paragraph(joined(*said)), _mix_chart(used, kinds, names, table), table]
    return Group(SAY.both("mix"), parts, SAY.both("mix_lead"))


def _mix_chart(used: Sequence[Any], kinds: Mapping[str, str], names: Names, table: Table) -> Chart:
    """Bars of shares, and a mark on each line where its cap is."""
    bars, caps, told = [], [], []
    for position, row in enumerate(used):
        name = names("source_name", row.source_name)
        share, cap = row.share, row.share_limit
        words = {"share": figures.percent(share), "cap": figures.percent(cap)}
        tip = lines_of_tip(name, SAY.both("mix_tip", **words))
        colour = THINGS[LINE_OF_KIND[kinds[row.source_name]]]
        bars.append({"value": share, "tip": tip, "itemStyle": {"color": f"@{colour}"}})
        caps.append({"value": [cap, position], "tip": tip})
        told.append(SAY.both("alt_mix_row", name=name, **words))
    shape = number_format(decimals=0, share=True)
    label = {
        "show": True,
        "position": "right",
        "distance": 9,
        "formatter": shape,
        "color": "@ink",
        "textBorderWidth": 0,
    }
    option = {
        "tooltip": TIP,
        "grid": {"left": 8, "right": 56, "top": 4, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "axisLabel": {"formatter": shape}},
        "yAxis": names_axis([names("source_name", row.source_name) for row in used]),
        "series": [
            {"type": "bar", "data": bars, "barMaxWidth": 16, "label": label},
            {"type": "scatter", "data": caps, "symbol": "rect", "symbolSize": [3, 24], "itemStyle": {"color": "@ink"}},
        ],
    }  # fmt: skip
    present = {LINE_OF_KIND[kinds[row.source_name]] for row in used}
    legend: list[tuple[Words, str]] = [
        (SAY.both(f"source_{line}"), THINGS[line]) for line in ("equity", "grants", "debt_drawn") if line in present
    ]
    alt = SAY.both("alt_mix", rows=listed(told))
    legend.append((SAY.both("mix_cap"), "ink"))
    return Chart(SAY.both("mix_chart"), option, table, alt, height=52 + 30 * len(used), legend=legend)


# --- debt -------------------------------------------------------------------------------------------------------------


def debt_group(run: Run, names: Names) -> Group:
    """Debt by source and the lenders' tests; without any debt, what the groups of plants could bear."""
    bank, lead = bank_case(run), SAY.both("debt_lead")
    balances = by_year(run.tables["debt"], ("source_name",), "balance")
    if not balances:
        return Group(SAY.both("debt"), [_no_debt(run, names, bank)], lead)
    years = run.case.decision_years
    order = [row.source_name for row in run.case.funding if (row.source_name,) in balances]
    series = [
        Series(names("source_name", source), balances[source,], MANY_SERIES[at % len(MANY_SERIES)])
        for at, source in enumerate(order)
    ]
    owed = stacked_bars(SAY.both("debt_chart"), years, series, MUSD)
    charts: list[Component] = [owed]
    if bank.lowest_cover() is not None:
        charts.append(_cover_chart(run, names, bank))
    tables: list[Component] = [_debt_table(run, names, order), _lent_table(run, names), _tests_table(run, names, bank)]
    return Group(SAY.both("debt"), [SideBySide(charts), *_cover_said(names, bank), *tables], lead)


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
    axis = {**chart.option["yAxis"], "min": 0}
    return replace(chart, option={**chart.option, "yAxis": axis})


def _cover_said(names: Names, bank: BankCase) -> list[Component]:
    lowest = bank.lowest_cover()
    if lowest is None:
        return []
    name, year = lowest
    seen = bank.perimeters[name]
    wanted = seen.covenant.get(year, math.nan)
    words = {"plants": names("perimeter", name), "year": year, "value": figures.number(seen.dscr[year], 2)}
    if math.isnan(wanted):
        return [Paragraph(SAY.both("cover_said_untested", **words))]
    sentences = [SAY.both("cover_said", covenant=figures.number(wanted, 2), **words)]
    if seen.support.get(year, 0.0) > 0.05:
        sentences.append(SAY.both("cover_with_support", support=money(seen.support[year])))
    return [Paragraph(joined(*sentences))]


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


def _no_debt(run: Run, names: Names, bank: BankCase) -> Callout:
    lines: list[Words] = []
    for g, seen in bank.perimeters.items():
        best = max(bank.years, key=lambda year: (seen.bank_cash.get(year, 0.0), year))
        told = {"plants": names("perimeter", g), "year": best, "cash": money(seen.bank_cash.get(best, 0.0))}
        if seen.bank_cash.get(best, 0.0) <= 0.05:
            lines.append(SAY.both("no_debt_never", **told))
        else:
            service = money(seen.bearable_service(best))
            ratio = figures.number(seen.least or 1.0, 2)
            lines.append(SAY.both("no_debt_best", service=service, covenant=ratio, **told))
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
    title = "no_debt_title" if any(row.drawn > 0 for row in records(run.tables["funding_mix"])) else None
    heading = SAY.both(title or "no_debt_and_no_funds_title")
    return Callout(SAY.both("no_debt"), "info", heading, lines)


def cheapest_lender(run: Run) -> FundingSource | None:
    """The loan with the lowest rate of those that may be drawn at all; not one that is repaid in a single sum."""
    lenders = [
        row
        for row in run.case.funding
        if row.kind in ("loan", "bond") and row.repayment != "bullet" and min(row.yearly_limit, row.total_limit) > 0
    ]
    return min(lenders, key=lambda row: (row.rate, row.upfront_fee)) if lenders else None
