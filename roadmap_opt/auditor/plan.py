"""The plan as its decision tables tell it, with the timing of programmes, contracts and sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from typing import Any

from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.shape import Cells
from roadmap_opt.auditor.violation import Amount, Findings, amount, place
from roadmap_opt.case.sheets.supply import PROGRAMME_KINDS
from roadmap_opt.said import said

Key = tuple[Any, ...]
Book = dict[Key, Amount]
"""Amounts by key; keys that are missing are zero."""


def empty_book() -> defaultdict[Key, Amount]:
    """A book to add to."""
    return defaultdict(Amount)


class Plan:
    """Every decision by its key. Four free choices live in derived tables: capacity stood down, losses used for tax,
    the sponsors' support, and what is brought for debt service after the last year.
    """

    def __init__(self, facts: Facts, rows: Mapping[str, list[Cells]], findings: Findings) -> None:
        self.facts = facts
        self.builds: dict[tuple[str, str, int], int] = {}
        for row in rows["builds"]:
            module = facts.modules[row["module"]]
            key = (row["site"], row["module"], row["year"])
            if module.plant != row["plant"]:
                findings.add("build_plant", place(*key), row["plant"], module.plant)
            self.builds[key] = self.builds.get(key, 0) + row["count"]
        self.begun = _once("begun_once", rows["programme_starts"], "programme", findings)
        self.first_delivery = _once("signed_once", rows["contracts_signed"], "contract", findings)
        self.promised = {row["contract"]: amount(row["volume"]) for row in rows["contracts_signed"]}
        self.mobilised = _once("mobilised_once", rows["sources_mobilised"], "source_name", findings)
        self.activity = _book(rows["activity"], "site", "recipe", "year", value="activity")
        self.extraction = _book(rows["extraction"], "deposit", "year")
        self.purchases = _book(rows["purchases"], "supply", "site", "year")
        self.collected = _book(rows["collected"], "flow", "site", "year")
        self.shipments = _book(rows["shipments"], "commodity", "origin", "destination", "year")
        self.sales = _book(rows["sales"], "market", "site", "year")
        self.deliveries = _book(rows["deliveries"], "contract", "site", "year")
        self.supported = _book(rows["supported_sales"], "support", "market", "year")
        self.stocks = _book(rows["stocks"], "commodity", "site", "year")
        self.disposal = _book(rows["disposal"], "commodity", "site", "year")
        self.kept: Book = {}
        self.kept_assets: Book = {}
        self._tail(rows["tail"])
        self.tail_equity = {
            row["year"]: amount(row["real"]) for row in rows["tail_cash"] if row["line"] == "tail_equity"
        }
        self.funding = _book(rows["funding"], "source_name", "category", "year", value="amount")
        self.dividend = _by_year(rows["dividends"], "dividend", facts)
        self.cash = _by_year(rows["dividends"], "cash", facts)
        self.stood_down = _book(rows["capacity"], "site", "plant", "year", value="stood_down")
        self.loss_used = _by_year(rows["tax"], "loss_used", facts)
        self.lending = _book(rows["lending"], "source_name", "perimeter", "completion", "year", value="amount")
        self.sellers = _book(rows["sellers"], "kind", "item", "site", "perimeter", "year")
        self.instalments = _book(rows["instalments"], "source_name", "perimeter", "year", value="amount")
        self.support = _book(rows["debt_cover"], "perimeter", "year", value="support")

    def _tail(self, rows: list[Cells]) -> None:
        """Add what a year of each steady period does to the books of the years, under the first year of the period."""
        at_site = {
            "kept": self.kept,
            "activity": self.activity,
        }
        by_item = {
            "purchase": self.purchases,
            "collection": self.collected,
            "sale": self.sales,
            "delivery": self.deliveries,
            "stock": self.stocks,
            "disposal": self.disposal,
        }
        for row in rows:
            kind, item, site, year, value = row["kind"], row["item"], row["site"], row["year"], amount(row["value"])
            if kind in at_site:
                at_site[kind][site, item, year] = value
            elif kind in by_item:
                by_item[kind][item, site, year] = value
            elif kind == "shipment":
                self.shipments[item, site, row["destination"], year] = value
            else:
                (self.extraction if kind == "extraction" else self.kept_assets)[item, year] = value

    def begun_by(self, programme: str, year: int) -> bool:
        """Whether a programme has been started by the end of ``year``; history is what the workbook says."""
        started = self.facts.programmes[programme].started
        start = self.begun.get(programme) if started is None else started
        return start is not None and start <= year

    def completed(self, programme: str, year: int) -> bool:
        """Whether its effects hold in ``year``: from the year after the last one, at once without a duration."""
        return self.begun_by(programme, year - self.facts.programmes[programme].duration)

    def finished(self, programme: str, year: int) -> bool:
        """Whether it is complete when ``year`` ends."""
        return self.begun_by(programme, year - max(0, self.facts.programmes[programme].duration - 1))

    def in_force(self, contract: str, year: int) -> bool:
        """Whether a contract is to be delivered in ``year``."""
        first = self.first_delivery.get(contract)
        return first is not None and first <= year < first + self.facts.contracts[contract].length

    def share_in_force(self, contract: str, period: int) -> float:
        """Share of the years of a period in which a contract is to be delivered."""
        span = self.facts.span(period)
        return sum(self.in_force(contract, year) for year in span) / len(span)

    def promised_in(self, contract: str, period: int) -> Amount:
        """Volume that a contract promises for a year of a period, on average."""
        return (
            self.promised[contract] * self.share_in_force(contract, period) if contract in self.promised else Amount()
        )

    def mobilised_by(self, source: str, year: int) -> bool:
        """Whether a source has been mobilised by the end of ``year``."""
        first = self.mobilised.get(source)
        return first is not None and first <= year

    def programme_spend(self, period: int, kinds: Container[str] = PROGRAMME_KINDS) -> float:
        """Cost of all programmes of some kinds (default: all) in a year of a period, on average, MUSD real."""
        span = self.facts.span(period)
        return sum(self._programme_spend(year, kinds) for year in span) / len(span)

    def _programme_spend(self, year: int, kinds: Container[str]) -> float:
        spend = 0.0
        for name, row in self.facts.programmes.items():
            if row.kind not in kinds:
                continue
            length = max(row.duration, 1)
            if self.begun_by(name, year) and not self.begun_by(name, year - length):
                spend += row.cost / length
            if self.completed(name, year):
                spend += row.yearly_cost
        return spend


def _once(rule: str, rows: list[Cells], name: str, findings: Findings) -> dict[str, int]:
    years: dict[str, int] = {}
    for row in rows:
        key, year = row[name], row["year"]
        if key in years:
            findings.add(rule, key, said("{one} and {other}", one=years[key], other=year), "one year")
        years[key] = min(year, years.get(key, year))
    return years


def _book(rows: list[Cells], *keys: str, value: str = "quantity") -> Book:
    return {tuple(row[name] for name in keys): amount(row[value]) for row in rows}


def _by_year(rows: list[Cells], value: str, facts: Facts) -> dict[int, Amount]:
    given = {row["year"]: amount(row[value]) for row in rows}
    return {year: given.get(year, Amount()) for year in facts.years}
