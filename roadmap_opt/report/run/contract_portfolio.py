"""The portfolio of contracts: what is signed, for how much, at what price and when; what is on offer besides."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from roadmap_opt import figures
from roadmap_opt.case.sheets.market import Contract
from roadmap_opt.documents.components import Chart, Column, Component, Folded, Group, Paragraph, Row, Table, Words
from roadmap_opt.documents.html.charts import joined
from roadmap_opt.documents.html.charts_flow import GanttRow, Span, gantt
from roadmap_opt.insight.bank_case import BankCase
from roadmap_opt.messages import Text
from roadmap_opt.palette import THINGS
from roadmap_opt.report.run import chart_findings
from roadmap_opt.report.run.money_parts import money
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, by_year, records
from roadmap_opt.words import CONTRACTS as SAY


class _Terms:
    """What a contract says, in words."""

    def __init__(self, run: Run, names: Names) -> None:
        self._names = names
        self._product = {row.market: row.commodity for row in run.case.markets}
        self._units = {row.commodity: row.unit for row in run.case.commodities}

    def unit(self, contract: Contract) -> Text:
        """The unit of its volume."""
        return self._names.unit_of(self._product[contract.market])

    def buyer(self, contract: Contract) -> Text:
        """Who buys; empty where nobody is named."""
        english = contract.counterparty_en or ""
        return Text(english, contract.counterparty_tr or english)

    def volume(self, contract: Contract, promised: float | None = None) -> Text:
        """Units a year: what is promised, else what is on offer."""
        unit = self.unit(contract)
        volume = figures.short(contract.volume if promised is None else promised, unit)
        if promised is not None or contract.minimum_volume in (None, contract.volume):
            return SAY.both("per_year", volume=volume)
        return SAY.both("per_year_range", least=figures.short(contract.minimum_volume), volume=volume)

    def price(self, contract: Contract) -> Text:
        """The price rule."""
        if contract.price_rule == "discount":
            if not contract.price_value:
                return SAY.both("price_market")
            return SAY.both("price_discount", share=figures.percent(contract.price_value, 0))
        unit = {"kt": "USD/t", "thousand": "USD"}.get(self._units[self._product[contract.market]], "USD/kg")

        def amount(value: float | None) -> Text:
            return figures.short(value or 0.0, Text.same(unit))

        if contract.index_commodity is not None:
            driver, share = contract.index_commodity, contract.pass_through
            passed = (contract.index_content or 0.0) * (1.0 if share is None else share)
            content = figures.short(passed, self._names.unit_of(driver))
            words = {"content": content, "driver": self._names("commodity", driver), "unit": self.unit(contract)}
            told = "price_index" if contract.index_base else "price_index_fee"
            return SAY.both(told, price=amount(contract.price_value), **words)
        if contract.price_rule == "fixed":
            return SAY.both("price_fixed", price=amount(contract.price_value))
        market = SAY.both("price_market")
        if contract.discount:
            market = SAY.both("price_discount", share=figures.percent(contract.discount, 0))
        if contract.price_rule == "ceiling":
            return SAY.both("price_ceiling", market=market, price=amount(contract.price_ceiling))
        if contract.price_rule == "floor":
            return SAY.both("price_floor", market=market, price=amount(contract.price_value))
        least, most = figures.short(contract.price_value or 0.0), amount(contract.price_ceiling)
        return SAY.both("price_collar", market=market, price=least, most=most)

    def term(self, contract: Contract, begin: int) -> Text:
        """Years of delivery, and the year of signature where that is another one."""
        words = {"first": begin, "last": begin + contract.length - 1}
        if not contract.nomination_years:
            return SAY.both("tip_term", **words)
        return SAY.both("tip_signed", **words, signed=begin - contract.nomination_years)


def portfolio_group(run: Run, names: Names, bank: BankCase) -> Group:
    """Contracts signed on a timeline and in a table, and those that are left on offer."""
    contracts = {row.contract: row for row in run.case.contracts}
    taken = {row.contract: row for row in records(run.tables["contracts_signed"])}
    first = {name: int(row.year) for name, row in taken.items()}
    promised = {name: float(row.volume) for name, row in taken.items()}
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
            said.append(SAY.both("portfolio_after", names=Text.listed(after), last=last))
        parts += [
            Paragraph(Text.joined(*said)),
            _timeline([contracts[each] for each in signed], first, promised, run, names, terms),
            Folded(
                SAY.both("table"), [_signed_table([contracts[e] for e in signed], first, promised, run, names, terms)]
            ),
        ]
    if unsigned:
        listed_table = _unsigned_table(unsigned, names, terms)
        parts.append(Folded(SAY.both("unsigned_open", count=len(unsigned)), [listed_table]))
    return Group(SAY.both("portfolio"), parts)


def _timeline(
    signed: Sequence[Contract],
    first: Mapping[str, int],
    promised: Mapping[str, float],
    run: Run,
    names: Names,
    terms: _Terms,
) -> Chart:
    last = max(run.case.settings.last_year, max(first[row.contract] + row.length - 1 for row in signed))
    years = range(min(run.case.decision_years[0], min(first.values())), last + 1)
    rows = []
    for row in signed:
        begin, end = first[row.contract], first[row.contract] + row.length
        least = figures.percent(row.minimum_delivery, 0)
        buyer = (SAY.both("tip_buyer", buyer=terms.buyer(row)),) if row.counterparty_en else ()
        tip = joined(
            names("contract", row.contract),
            names("market", row.market),
            *buyer,
            terms.term(row, begin),
            SAY.both("tip_volume", volume=figures.short(promised[row.contract], terms.unit(row)), least=least),
            terms.price(row),
        )
        label = SAY.both("label", volume=terms.volume(row, promised[row.contract]), price=terms.price(row))
        rows.append(GanttRow(names("contract", row.contract), [Span(begin, end, "contract", tip, label)]))
    kinds: dict[str, tuple[Words, str]] = {"contract": (SAY.both("kind_contract"), THINGS["contract"])}
    said = chart_findings.contracts([(first[r.contract], first[r.contract] + r.length - 1) for r in signed])
    return chart_findings.found(gantt(SAY.both("chart"), years, rows, kinds), said)


def _signed_table(
    signed: Sequence[Contract],
    first: Mapping[str, int],
    promised: Mapping[str, float],
    run: Run,
    names: Names,
    terms: _Terms,
) -> Table:
    delivered = by_year(run.tables["deliveries"], ("contract",), "quantity")
    revenue = _contract_revenue(run)
    columns = [
        Column(SAY.both("column_contract")),
        Column(SAY.both("column_market"), "quiet"),
        Column(SAY.both("column_buyer"), "quiet"),
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
        share = math.fsum(delivered.get((row.contract,), {}).values()) / (promised[row.contract] * years)
        names_of = names("contract", row.contract), names("market", row.market), terms.buyer(row)
        what, term = (terms.volume(row, promised[row.contract]), terms.price(row)), terms.term(row, begin)
        rows.append(Row((*names_of, *what, term, share, revenue.get(row.contract, 0.0))))
    return Table(SAY.both("table"), columns, rows)


def _contract_revenue(run: Run) -> dict[str, float]:
    ix, found = run.ix, dict[str, float]()
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
