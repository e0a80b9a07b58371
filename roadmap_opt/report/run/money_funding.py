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
    """Debt by source and the cover test; without any debt, what the bank case would have to be."""
    settings = run.case.settings
    lead = SAY.both(
        "debt_lead",
        counted=figures.percent(settings.spot_revenue_counted, 0),
        covenant=figures.number(settings.minimum_dscr, 2),
    )
    balances = by_year(run.tables["debt"], ("source_name",), "balance")
    if not balances:
        return Group(SAY.both("debt"), [_no_debt(run, names)], lead)
    years = run.case.decision_years
    order = [row.source_name for row in run.case.funding if (row.source_name,) in balances]
    series = [
        Series(names("source_name", source), balances[source,], MANY_SERIES[at % len(MANY_SERIES)])
        for at, source in enumerate(order)
    ]
    owed = stacked_bars(SAY.both("debt_chart"), years, series, MUSD)
    cover, said = _cover(run)
    parts: list[Component] = [SideBySide([owed, cover]), *said, _debt_table(run, names, order)]
    return Group(SAY.both("debt"), parts, lead)


def lowest_cover(run: Run) -> tuple[int, float] | None:
    """The year and the value of the lowest cover, ``None`` when nothing is due in any year."""
    known = {int(row.year): row.dscr for row in records(run.tables["debt_cover"]) if not math.isnan(row.dscr)}
    return min(known.items(), key=lambda pair: pair[1]) if known else None


def _cover(run: Run) -> tuple[Chart, list[Component]]:
    rows = records(run.tables["debt_cover"])
    years = run.case.decision_years
    known = {int(row.year): float(row.dscr) for row in rows if not math.isnan(row.dscr)}
    covenant = {int(row.year): float(row.covenant) for row in rows}
    lowest = lowest_cover(run)
    marks, said = [], []
    if lowest is not None:
        year, value = lowest
        marks.append((year, value, SAY.both("lowest", value=figures.number(value, 2))))
        row = next(row for row in rows if int(row.year) == year)
        room = row.bank_cash + row.equity_cure - row.covenant * row.service
        words = {"value": figures.number(value, 2), "covenant": figures.number(row.covenant, 2), "room": money(room)}
        sentences = [SAY.both("cover_said" if room >= 0.05 else "cover_said_at", year=year, **words)]
        if row.equity_cure > 0.05:
            sentences.append(SAY.both("cover_with_cure", cure=money(row.equity_cure)))
        said.append(Paragraph(joined(*sentences)))
    series = [
        Series(SAY.both("cover"), known, "blue"),
        Series(SAY.both("covenant"), covenant, "vermillion", dashed=True),
    ]
    chart = lines_by_year(SAY.both("cover_chart"), years, series, "×", decimals=2, marks=marks)
    axis = {**chart.option["yAxis"], "min": 0}
    return replace(chart, option={**chart.option, "yAxis": axis}), [*said]


def _debt_table(run: Run, names: Names, order: list[str]) -> Table:
    years = run.case.decision_years
    frame = run.tables["debt"]
    items = {item: by_year(frame, ("source_name",), item) for item in ("drawn", "repaid", "balance", "fee", "interest")}

    def of(item: str, source: str) -> dict[int, float]:
        return items[item].get((source,), {})

    rows = []
    for source in order:
        charged = {year: of("fee", source).get(year, 0.0) + of("interest", source).get(year, 0.0) for year in years}
        rows.append(Years(names("source_name", source), {}, kind="heading"))
        rows += [
            Years(SAY.both("row_drawn"), of("drawn", source)),
            Years(SAY.both("row_interest"), charged),
            Years(SAY.both("row_repaid"), of("repaid", source)),
        ]
    cover = records(run.tables["debt_cover"])
    rows.append(Years(SAY.both("cover"), {}, kind="heading"))
    rows.append(Years(SAY.both("row_bank_cash"), {int(row.year): row.bank_cash for row in cover}))
    rows.append(Years(SAY.both("row_service"), {int(row.year): row.service for row in cover}))
    table = money_table(SAY.both("debt_table"), years, rows)
    balance = {year: math.fsum(of("balance", source).get(year, 0.0) for source in order) for year in years}
    cells: list[Cell] = [SAY.both("row_balance"), *(balance[year] for year in years), ""]
    before_cover = 4 * len(order)  # a heading and three rows for each source
    rows_shown = [*table.rows[:before_cover], Row(cells, "total"), *table.rows[before_cover:]]
    return replace(table, rows=rows_shown)


def _no_debt(run: Run, names: Names) -> Callout:
    bank, settings = bank_case(run), run.case.settings
    best = max(bank.years, key=lambda year: (max(bank.cash[year], 0.0), year))
    values = {"year": best, "cash": money(bank.cash[best]), "operating": money(bank.operating[best])}
    lines: list[Words] = []
    if not any(bank.spot.values()) and not any(bank.contract.values()):
        lines.append(SAY.both("no_debt_no_sales"))
    elif bank.cash[best] <= 0:
        lines.append(SAY.both("no_debt_never", **values))
    else:
        service = money(bank.bearable_service(best))
        covenant = figures.number(bank.covenant, 2)
        lines.append(SAY.both("no_debt_best", service=service, covenant=covenant, **values))
    lines += _break_even(bank, settings.spot_revenue_counted)
    lender = cheapest_lender(run)
    if lender is not None:
        yearly = 100.0 / loan_for(1.0, lender)
        terms = {
            "name": names("source_name", lender.source_name),
            "rate": figures.percent(lender.rate, 2),
            "count": max(1, lender.tenor - lender.grace),
            "grace": lender.grace,
        }
        lines.append(SAY.both("no_debt_need", need=money(yearly * bank.covenant), **terms))
    title = "no_debt_title" if any(row.drawn > 0 for row in records(run.tables["funding_mix"])) else None
    counted = figures.percent(settings.spot_revenue_counted, 0)
    heading = SAY.both(title or "no_debt_and_no_funds_title")
    return Callout(SAY.both("no_debt", counted=counted), "info", heading, lines)


def _break_even(bank: BankCase, counted: float) -> list[Words]:
    """What contracts would have to take over for the last year's bank case to reach nought."""
    year = bank.years[-1]
    if bank.cash[year] >= 0 or bank.spot[year] <= 0:
        return []
    if bank.operating[year] < 0 or counted >= 1:
        return [SAY.both("no_debt_hopeless", year=year, operating=money(bank.operating[year]))]
    # operating cash = (1 - counted) * spot revenue that stays uncontracted
    volume = bank.spot[year] - bank.operating[year] / (1.0 - counted)
    share = figures.percent(volume / bank.spot[year], 0)
    return [SAY.both("no_debt_even", year=year, volume=money(volume), spot=money(bank.spot[year]), share=share)]


def cheapest_lender(run: Run) -> FundingSource | None:
    """The loan with the lowest rate of those that may be drawn at all; not one that is repaid in a single sum."""
    lenders = [
        row
        for row in run.case.funding
        if row.kind in ("loan", "bond") and row.repayment != "bullet" and min(row.yearly_limit, row.total_limit) > 0
    ]
    return min(lenders, key=lambda row: (row.rate, row.upfront_fee)) if lenders else None
