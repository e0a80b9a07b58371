"""Contracts: portfolio on a timeline, shares against caps, contracted and spot revenue, bank case and base case."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from roadmap_opt import figures
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.sheets.market import Contract
from roadmap_opt.documents.components import (
    Chart,
    Column,
    Component,
    Folded,
    Group,
    Paragraph,
    Row,
    Section,
    SideBySide,
    Table,
    Words,
)
from roadmap_opt.documents.html.charts import Series, joined, lines_by_year, stacked_bars
from roadmap_opt.documents.html.charts_flow import GanttRow, Span, gantt
from roadmap_opt.documents.year_tables import Years, year_table
from roadmap_opt.insight.bank_case import BankCase, bank_case
from roadmap_opt.messages import Text
from roadmap_opt.palette import THINGS
from roadmap_opt.report.run.bankability import bank_group
from roadmap_opt.report.run.money_parts import MUSD, listed, money, money_table
from roadmap_opt.report.run.money_parts import joined as sentences
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, by_year, records
from roadmap_opt.words import CONTRACTS as SAY


def section(run: Run, names: Names) -> Section:
    """The section of a run with a plan."""
    basis = SAY.both(f"basis_{run.case.settings.offtake_basis}")
    bank = bank_case(run)
    parts = [
        _portfolio(run, names, bank),
        _shares(run, names),
        _revenue(run, names, bank),
        bank_group(run, names, bank),
    ]
    return Section("contracts", SAY.both("title"), SAY.both("lead", basis=basis), parts)


# --- portfolio --------------------------------------------------------------------------------------------------------


class _Terms:
    """What a contract says, in words."""

    def __init__(self, run: Run, names: Names) -> None:
        self._names = names
        self._product = {row.market: row.commodity for row in run.case.markets}
        self._units = {row.commodity: row.unit for row in run.case.commodities}

    def unit(self, contract: Contract) -> Text:
        """The unit of its volume."""
        return self._names.unit_of(self._product[contract.market])

    def volume(self, contract: Contract) -> Text:
        """Units a year."""
        return SAY.both("per_year", volume=figures.short(contract.volume, self.unit(contract)))

    def price(self, contract: Contract) -> Text:
        """The price rule."""
        if contract.price_rule == "discount":
            if contract.price_value == 0:
                return SAY.both("price_market")
            return SAY.both("price_discount", share=figures.percent(contract.price_value, 0))
        unit = {"kt": "USD/t", "thousand": "USD"}.get(self._units[self._product[contract.market]], "USD/kg")
        price = figures.short(contract.price_value, Text.same(unit))
        return SAY.both(f"price_{contract.price_rule}", price=price)


def _portfolio(run: Run, names: Names, bank: BankCase) -> Group:
    contracts = {row.contract: row for row in run.case.contracts}
    first = {row.contract: int(row.year) for row in records(run.tables["contracts_signed"])}
    signed = sorted(first, key=lambda each: (first[each], each))
    terms = _Terms(run, names)
    unsigned = [row for row in run.case.contracts if row.contract not in first]
    parts: list[Component] = []
    if not signed:
        parts.append(Paragraph(SAY.both("portfolio_none", offered=len(contracts))))
    else:
        revenue = math.fsum(bank.contract.values())
        whole = revenue + math.fsum(bank.spot.values())
        share = figures.percent(revenue / whole) if whole > 0 else figures.NOTHING
        words = {"signed": len(signed), "offered": len(contracts), "revenue": money(revenue), "share": share}
        said = [SAY.both("portfolio_one" if len(signed) == 1 else "portfolio_said", **words)]
        last = run.case.settings.last_year
        after = [names("contract", each) for each in signed if first[each] + contracts[each].length - 1 > last]
        if after:
            said.append(SAY.both("portfolio_after", names=listed(after), last=last))
        parts += [
            Paragraph(sentences(*said)),
            _timeline([contracts[each] for each in signed], first, run, names, terms),
            _signed_table([contracts[each] for each in signed], first, run, names, terms),
        ]
    if unsigned:
        listed_table = _unsigned_table(unsigned, names, terms)
        parts.append(Folded(SAY.both("unsigned_open", count=len(unsigned)), [listed_table]))
    return Group(SAY.both("portfolio"), parts)


def _timeline(signed: Sequence[Contract], first: Mapping[str, int], run: Run, names: Names, terms: _Terms) -> Chart:
    last = max(run.case.settings.last_year, max(first[row.contract] + row.length - 1 for row in signed))
    years = range(min(run.case.decision_years[0], min(first.values())), last + 1)
    rows = []
    for row in signed:
        begin, end = first[row.contract], first[row.contract] + row.length
        least = figures.percent(row.minimum_delivery, 0)
        tip = joined(
            names("contract", row.contract),
            names("market", row.market),
            SAY.both("tip_term", first=begin, last=end - 1),
            SAY.both("tip_volume", volume=figures.short(row.volume, terms.unit(row)), least=least),
            terms.price(row),
        )
        label = SAY.both("label", volume=terms.volume(row), price=terms.price(row))
        rows.append(GanttRow(names("contract", row.contract), [Span(begin, end, "contract", tip, label)]))
    kinds: dict[str, tuple[Words, str]] = {"contract": (SAY.both("kind_contract"), THINGS["contract"])}
    return gantt(SAY.both("chart"), years, rows, kinds)


def _signed_table(signed: Sequence[Contract], first: Mapping[str, int], run: Run, names: Names, terms: _Terms) -> Table:
    delivered = by_year(run.tables["deliveries"], ("contract",), "quantity")
    revenue = _contract_revenue(run)
    columns = [
        Column(SAY.both("column_contract")),
        Column(SAY.both("column_market"), "quiet"),
        Column(SAY.both("column_volume")),
        Column(SAY.both("column_price")),
        Column(SAY.both("column_term")),
        Column(SAY.both("column_delivered"), "share", decimals=0),
        Column(SAY.both("column_revenue"), "number", SAY.both("money_unit"), 1),
    ]
    rows = []
    for row in signed:
        begin, end = first[row.contract], first[row.contract] + row.length - 1
        years = max(1, min(end, run.case.settings.last_year) - begin + 1)
        share = math.fsum(delivered.get((row.contract,), {}).values()) / (row.volume * years)
        names_of = names("contract", row.contract), names("market", row.market)
        what, term = (terms.volume(row), terms.price(row)), SAY.both("tip_term", first=begin, last=end)
        rows.append(Row((*names_of, *what, term, share, revenue.get(row.contract, 0.0))))
    return Table(SAY.both("table"), columns, rows)


def _contract_revenue(run: Run) -> dict[str, float]:
    ix, found = Indexes(run.case), dict[str, float]()
    for row in records(run.tables["deliveries"]):
        earned = (
            row.quantity
            * ix.trade.contract_price(ix.rows.contracts[row.contract], row.year)
            * ix.prices.level(int(row.year))
        )
        found[row.contract] = found.get(row.contract, 0.0) + earned
    return found


def _unsigned_table(unsigned: Sequence[Contract], names: Names, terms: _Terms) -> Table:
    columns = [
        Column(SAY.both("column_contract")),
        Column(SAY.both("column_market"), "quiet"),
        Column(SAY.both("column_window")),
        Column(SAY.both("column_volume")),
        Column(SAY.both("column_price")),
    ]
    rows = [
        Row(
            (
                names("contract", row.contract),
                names("market", row.market),
                SAY.both("window", first=row.first_delivery_from, last=row.first_delivery_to),
                terms.volume(row),
                terms.price(row),
            )
        )
        for row in unsigned
    ]
    return Table(SAY.both("unsigned"), columns, rows)


# --- shares -----------------------------------------------------------------------------------------------------------


def _shares(run: Run, names: Names) -> Group:
    """A chart per product group that has contracts; the others in a sentence."""
    groups = [row.group for row in run.case.offtake_groups]
    rows = records(run.tables["offtake"])
    of = {group: [row for row in rows if str(row.group) == group] for group in groups}
    empty = [names("group", group) for group in groups if all(row.basis <= 1e-6 for row in of[group])]
    under = [group for group in groups if any(row.contracted > 0 for row in of[group])]
    free = [names("group", g) for g in groups if g not in under and names("group", g) not in empty]
    said, charts = [], []
    for group in under:
        known = [row for row in of[group] if not math.isnan(row.share)]
        most = max(known, key=lambda row: row.share)
        words = {"share": figures.percent(most.share), "cap": figures.percent(most.limit, 0), "year": int(most.year)}
        said.append(SAY.both("share_said", name=names("group", group), **words))
        charts.append(_share_chart(of[group], names("group", group), run.case.decision_years))
    if free:
        said.append(SAY.both("share_none", names=listed(free)))
    if empty:
        said.append(SAY.both("share_empty", names=listed(empty)))
    parts: list[Component] = [Paragraph(sentences(*said))] if said else []
    parts += [SideBySide(charts[at : at + 2]) for at in range(0, len(charts), 2)]
    parts += _share_tables(run, names, of)
    return Group(SAY.both("share"), parts)


def _share_chart(rows: Sequence[Any], name: Text, years: Sequence[int]) -> Chart:
    share = {int(row.year): float(row.share) for row in rows if not math.isnan(row.share)}
    series = [
        Series(SAY.both("share_series"), share, THINGS["contract"]),
        Series(SAY.both("share_cap"), {int(row.year): float(row.limit) for row in rows}, "vermillion", dashed=True),
    ]
    chart = lines_by_year(name, years, series, "", share=True, decimals=0, height=260)
    axis = {**chart.option["yAxis"], "min": 0}
    return replace(chart, option={**chart.option, "yAxis": axis})


def _share_tables(run: Run, names: Names, of: Mapping[str, Sequence[Any]]) -> list[Component]:
    years = run.case.decision_years
    made = {group: rows for group, rows in of.items() if any(row.basis > 1e-6 for row in rows)}
    if not made:
        return []
    shares, volumes = [], []
    basis = SAY.both(f"basis_{run.case.settings.offtake_basis}")
    for group, rows in made.items():
        name, unit = names("group", group), _unit_of_group(run, names, group)
        shares.append(Years(name, {int(row.year): row.share for row in rows}))
        volumes.append(Years(SAY.both("row_basis", name=name, basis=basis), {int(r.year): r.basis for r in rows}, unit))
        contracted = {int(row.year): row.contracted for row in rows}
        volumes.append(Years(SAY.both("row_contracted", name=name), contracted, unit))
    table = year_table(SAY.both("share_table"), years, shares, SAY.both("column_group"), share=True, decimals=1)
    behind = year_table(SAY.both("volumes"), years, volumes, SAY.both("column_group"))
    return [table, Folded(SAY.both("volumes_open"), [behind])]


def _unit_of_group(run: Run, names: Names, group: str) -> Text:
    units = [row.unit for row in run.case.commodities if row.group == group]
    return names.unit(units[0]) if units else Text.same("")


# --- revenue ----------------------------------------------------------------------------------------------------------


def _revenue(run: Run, names: Names, bank: BankCase) -> Group:
    whole = {year: bank.spot[year] + bank.contract[year] for year in bank.years}
    if not any(amount > 0 for amount in whole.values()):
        return Group(SAY.both("revenue"), [Paragraph(SAY.both("revenue_none"))])
    year = max(year for year in bank.years if whole[year] > 0)
    share = figures.percent(bank.contract[year] / whole[year])
    told = "revenue_said" if bank.contract[year] > 0 else "revenue_said_none"
    said = [SAY.both(told, year=year, share=share, revenue=money(whole[year]))]
    given_up = math.fsum(bank.given_up.values())
    if abs(given_up) >= 0.05:
        said.append(SAY.both("revenue_less" if given_up > 0 else "revenue_more", amount=money(abs(given_up))))
    series = [Series(SAY.both(kind), getattr(bank, kind), THINGS[kind]) for kind in ("contract", "spot")]
    rows = []
    for group, kinds in bank.revenue.items():
        name = names("group", group) if group else SAY.both("no_group")
        rows += [
            Years(SAY.both("row_revenue", name=name, kind=SAY.both(kind)), _every_year(kinds[kind], bank))
            for kind in ("contract", "spot")
            if any(kinds[kind].values())
        ]
    rows.append(Years(SAY.both("all_revenue"), whole, kind="total"))
    shares = [bank.contract[y] / whole[y] if whole[y] > 0 else None for y in bank.years]
    everything = math.fsum(whole.values())
    of_all = figures.percent(math.fsum(bank.contract.values()) / everything, 1)
    last = Row((SAY.both("row_share"), *(figures.percent(each, 1) for each in shares), of_all))
    parts = [
        Paragraph(sentences(*said)),
        stacked_bars(SAY.both("revenue_chart"), bank.years, series, MUSD),
        money_table(SAY.both("revenue_table"), bank.years, rows, last=[last]),
    ]
    return Group(SAY.both("revenue"), parts)


def _every_year(values: Mapping[int, float], bank: BankCase) -> dict[int, float]:
    return {year: values.get(year, 0.0) for year in bank.years}
