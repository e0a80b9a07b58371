"""How much of a plan's money rests on numbers of which confidence, and on which rows of the inputs.

Every line of the cash flow before financing, and what is paid for money (fees, interest), is split over the rows of
the inputs that set it: a sale over the price, the market and the demand; an investment over the module. Amounts are
absolute present values in constant base-year money, at the discount rate of the view that was optimised, so that a cost
and a revenue of the same size weigh the same. Within a line and year the split follows quantity times price; its sum is
the line of the plan.

An amount has one *leading* row, the price, cost or rate it is computed with, and may rest on others besides; a derived
price is led by the entered price or the premium that makes up most of it. Two shares are drawn from that: by the
leading row alone, and by the weakest of all rows that enter (a chain is as strong as its
weakest link). Money drawn, repaid and paid out is not counted: it passes on what is counted already. The terminal value
is left out.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from roadmap_opt.case.cash_lines import BEFORE_FINANCING_LINES, CHARGE_LINES
from roadmap_opt.case.indexes.rows import THOUSAND
from roadmap_opt.case.schema import CONFIDENCE_WORDS
from roadmap_opt.case.sheets.finance import DEBT_KINDS
from roadmap_opt.case.sheets.investment import SPEND_YEARS
from roadmap_opt.case.tables import Row, remark_of
from roadmap_opt.messages import Text
from roadmap_opt.runs.run import Run, by_year, records

NOT_STATED = "not_stated"
LEVELS: tuple[str, ...] = (*CONFIDENCE_WORDS, NOT_STATED)
"""From the strongest to the weakest."""

UNCERTAIN: tuple[str, ...] = ("estimate", "assumption", NOT_STATED)
"""What nobody has measured or published."""

COUNTED_LINES = (*BEFORE_FINANCING_LINES, *CHARGE_LINES)

Reference = tuple[str, str]
"""A row of the inputs: its sheet, and its key in one string; for the settings the name of one."""

_UTILITY_COLUMNS = (("electricity", "electricity"), ("natural_gas", "natural_gas"), ("water", "water"))


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a cash-flow line in a year: ``weight`` is its part of the line, ``rows`` what it rests on, leading one
    first.
    """

    line: str
    year: int
    weight: float
    rows: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class RestingMoney:
    """Absolute present value that rests on one row of the inputs, MUSD in base-year money."""

    row: Reference
    confidence: str
    money: float
    note: Text


@dataclass(frozen=True, slots=True)
class Confidence:
    """Money by confidence of the leading row and of the weakest row, and by row; rows overlap, shares do not."""

    leading: Mapping[str, float]
    weakest: Mapping[str, float]
    rows: tuple[RestingMoney, ...]

    @property
    def total(self) -> float:
        """All money that was split."""
        return math.fsum(self.leading.values())


def confidence_of(run: Run) -> Confidence:
    """The split of a run with a plan."""
    settings = run.case.settings
    rate = float(getattr(settings, f"discount_rate_{settings.perspective}"))
    provenance = _Provenance(run)
    leading: dict[str, float] = dict.fromkeys(LEVELS, 0.0)
    weakest = dict(leading)
    by_row: dict[Reference, float] = defaultdict(float)
    items: dict[tuple[str, int], list[Item]] = defaultdict(list)
    for item in _Items(run):
        if item.weight > 0:
            items[item.line, item.year].append(item)
    lines = by_year(run.tables["cash_flow"], ("line",), "real", keep_zero=True)
    for line in COUNTED_LINES:
        for year, amount in lines.get((line,), {}).items():
            present = abs(amount) / (1 + rate) ** (year - settings.base_year)
            parts = items[line, year] or [Item(line, year, 1.0, _SETTING_OF_LINE.get(line, ()))]
            whole = math.fsum(part.weight for part in parts)
            for part in parts:
                money = present * part.weight / whole
                words = [provenance.confidence(row) for row in part.rows] or [NOT_STATED]
                leading[words[0]] += money
                weakest[max(words, key=LEVELS.index)] += money
                for row in part.rows:
                    by_row[row] += money
    rows = [RestingMoney(row, provenance.confidence(row), money, provenance.note(row)) for row, money in by_row.items()]
    return Confidence(leading, weakest, tuple(sorted(rows, key=lambda row: -row.money)))


_SETTING_OF_LINE: Mapping[str, tuple[Reference, ...]] = {
    "state_royalty": (("Settings", "state_royalty"),),
    "working_capital": (("Settings", "working_capital_share"),),
    "vat": (("Settings", "vat_rate"),),
    "tax": (("Settings", "corporate_tax"),),
    "freight": (("Settings", "freight_cost"),),
}


class _Provenance:
    """Confidence and remark of a row by its reference."""

    def __init__(self, run: Run) -> None:
        self._rows: dict[Reference, Row] = {}
        for sheet, table in run.inputs.items():
            if table.spec.key_columns:
                self._rows |= {(sheet, "|".join(str(part) for part in table.key_of(row))): row for row in table}
        self._settings = run.inputs["Settings"].provenance

    def confidence(self, reference: Reference) -> str:
        """The word of the row; rows that say nothing are ``not_stated``."""
        return self._word(reference, "confidence") or NOT_STATED

    def note(self, reference: Reference) -> Text:
        """The planner's remark on the row, in English where it has no Turkish."""
        return remark_of({name: self._word(reference, name) for name in ("note", "note_tr")})

    def _word(self, reference: Reference, column: str) -> str:
        sheet, key = reference
        if sheet == "Settings":
            return str(getattr(self._settings.get(key), column, None) or "")
        row = self._rows.get(reference)
        return str(row.values.get(column) or "") if row else ""


class _Items:
    """Every part of every line, with the rows it rests on."""

    def __init__(self, run: Run) -> None:
        self.case, self.tables = run.case, run.tables
        self.markets = {row.market: row for row in self.case.markets}
        self.recipes = {row.recipe: row for row in self.case.recipes}
        self.modules = {row.module: row for row in self.case.modules}
        self.prices = run.ix.prices
        self.utilities = {row.utility: row for row in self.case.utilities}

    def __iter__(self) -> Iterator[Item]:
        yield from self._sales()
        yield from self._purchases()
        yield from self._freight()
        yield from self._operation()
        yield from self._fixed()
        yield from self._stores()
        yield from self._investment()
        yield from self._programmes()
        yield from self._money()

    def _price(self, commodity: str, year: int) -> float:
        return self.prices.at(commodity, year) * THOUSAND

    def _price_rows(self, commodity: str, year: int) -> tuple[Reference, ...]:
        """Rows that a price rests on: entered prices and premiums by what they bring to it, then the formulas."""
        brought: defaultdict[Reference, float] = defaultdict(float)
        formulas: dict[Reference, None] = {}
        case = self.case.settings.price_case
        premiums = {row.commodity: row.premium for row in self.case.premiums if row.price_case == case}

        def follow(name: str, units: float) -> None:
            if name not in self.prices.formulas:
                brought["Prices", f"{name}|{case}"] += units * self._price(name, year)
                return
            if name in premiums:
                brought["Premiums", f"{name}|{case}"] += units * premiums[name][year]
            for driver, quantity in self.prices.formulas[name].items():
                formulas["PriceFormulas", f"{name}|{driver}"] = None
                follow(driver, units * quantity)

        follow(commodity, 1.0)
        return (*sorted(brought, key=lambda row: -abs(brought[row])), *formulas)

    def _sales(self) -> Iterator[Item]:
        demand = f"|{self.case.settings.demand_case}"
        for row in records(self.tables["sales"]):
            market = self.markets[row.market]
            price = self._price(market.commodity, row.year) * market.price_factor + market.price_adder
            priced = self._price_rows(market.commodity, row.year)
            entering = (*priced, ("Markets", row.market), ("Demand", f"{row.market}{demand}"))
            yield Item("spot_revenue", row.year, row.quantity * price, entering)
        contracts = {row.contract: row for row in self.case.contracts}
        for row in records(self.tables["deliveries"]):
            contract = contracts[row.contract]
            commodity = self.markets[contract.market].commodity
            price, own = self._price(commodity, row.year), ("Contracts", row.contract)
            rows: tuple[Reference, ...] = (own,)
            if contract.index_commodity is not None:
                rows = (*self._price_rows(contract.index_commodity, row.year), own)
            elif contract.price_rule != "fixed":
                rows = (*self._price_rows(commodity, row.year), own)
            yield Item("contract_revenue", row.year, row.quantity * max(price, 1e-9), rows)
        for row in records(self.tables["supported_sales"]):
            rows = (("PriceSupport", row.support), *self._price_rows(self.markets[row.market].commodity, row.year))
            yield Item("price_support", row.year, row.quantity, rows)

    def _purchases(self) -> Iterator[Item]:
        supplies = {row.supply: row for row in self.case.supplies}
        for row in records(self.tables["purchases"]):
            supply = supplies[row.supply]
            price = self._price(supply.commodity, row.year) * supply.price_factor + supply.price_adder
            rows = (*self._price_rows(supply.commodity, row.year), ("Supplies", row.supply))
            yield Item("purchases", row.year, row.quantity * price, rows)
        flows = {row.flow: row for row in self.case.return_flows}
        for row in records(self.tables["collected"]):
            flow = flows[row.flow]
            price = self._price(flow.commodity, row.year) * flow.price_factor + flow.price_adder
            rows = (*self._price_rows(flow.commodity, row.year), ("ReturnFlows", row.flow))
            yield Item("purchases", row.year, row.quantity * price, rows)

    def _freight(self) -> Iterator[Item]:
        mass = {row.commodity: row.mass_per_unit for row in self.case.commodities}
        distances = {(row.origin, row.destination): row for row in self.case.distances}
        for row in records(self.tables["shipments"]):
            there = (row.origin, row.destination)
            known = distances.get(there) or distances.get((row.destination, row.origin))
            way = (("Distances", f"{known.origin}|{known.destination}"),) if known else ()
            weight = row.quantity * mass[row.commodity] * (known.distance_km if known else 1.0)
            yield Item("freight", row.year, weight, (("Settings", "freight_cost"), *way))

    def _operation(self) -> Iterator[Item]:
        for row in records(self.tables["activity"]):
            recipe, own = self.recipes[row.recipe], ("Recipes", row.recipe)
            yield Item("variable_cost", row.year, row.activity * recipe.variable_cost, (own,))
            for column, utility in _UTILITY_COLUMNS:
                cost = row.activity * getattr(recipe, column) * self.utilities[utility].price[row.year]
                yield Item("energy_cost", row.year, cost, (("Utilities", utility), own))
            yield Item("carbon_cost", row.year, row.activity * recipe.emissions, (("Utilities", "carbon"), own))
            if recipe.royalty_share and recipe.royalty_commodity:
                value = row.activity * recipe.royalty_share * self._price(recipe.royalty_commodity, row.year)
                rows = (own, *self._price_rows(recipe.royalty_commodity, row.year))
                yield Item("licence_royalty", row.year, value, rows)

    def _fixed(self) -> Iterator[Item]:
        """From the year of first operation on; part-years are shared out like whole ones."""
        for row in records(self.tables["builds"]):
            module = self.modules[row.module]
            begins = row.year + math.floor(module.lead_time)
            for year in (year for year in self.case.decision_years if begins <= year < begins + module.life):
                cost = row.count * module.capex * module.fixed_cost_share
                yield Item("fixed_cost", year, cost, (("Modules", row.module),))
            ends = begins + math.ceil(module.life)
            if module.closure_cost_share and ends in self.case.decision_years:
                cost = row.count * module.capex * module.closure_cost_share
                yield Item("closure_cost", ends, cost, (("Modules", row.module),))
        for asset in self.case.existing:
            last = asset.last_year or self.case.settings.last_year
            for year in (year for year in self.case.decision_years if asset.first_year <= year <= last):
                yield Item("fixed_cost", year, asset.fixed_cost, (("Existing", asset.asset),))
        plants = {row.plant: row for row in self.case.plants}
        for row in records(self.tables["capacity"]):
            cost = row.stood_down * (plants[row.plant].restart_cost or 0.0)
            yield Item("restart_cost", row.year, cost, (("Plants", row.plant),))

    def _stores(self) -> Iterator[Item]:
        commodities = {row.commodity: row for row in self.case.commodities}
        for table, line, column in (
            ("stocks", "storage_cost", "storage_cost"),
            ("disposal", "disposal_cost", "disposal_cost"),
        ):
            for row in records(self.tables[table]):
                cost = row.quantity * (getattr(commodities[row.commodity], column) or 0.0)
                yield Item(line, row.year, cost, (("Commodities", row.commodity),))

    def _investment(self) -> Iterator[Item]:
        """The module's cost by construction year, and the owner's cost and reserve on top of it apart."""
        owner = self.case.settings.owner_cost_share
        for row in records(self.tables["builds"]):
            module = self.modules[row.module]
            for number in range(SPEND_YEARS):
                spent = row.count * module.capex * (getattr(module, f"spend_{number + 1}") or 0.0)
                yield Item("capex", row.year + number, spent, (("Modules", row.module),))
                yield Item("capex", row.year + number, spent * owner, (("Settings", "owner_cost_share"),))

    def _programmes(self) -> Iterator[Item]:
        programmes = {row.programme: row for row in self.case.programmes}
        for row in records(self.tables["programme_starts"]):
            programme, own = programmes[row.programme], (("Programmes", row.programme),)
            last = row.year + max(1, programme.duration)
            for year in range(row.year, last):
                yield Item("programme_cost", year, programme.cost / max(1, programme.duration), own)
            for year in range(last, self.case.settings.last_year + 1):
                yield Item("programme_cost", year, programme.yearly_cost, own)

    def _money(self) -> Iterator[Item]:
        for row in records(self.tables["debt"]):
            own = (("Funding", row.source_name),)
            yield Item("fees", row.year, row.fee, own)
            yield Item("interest", row.year, row.interest, own)
        sources = {row.source_name: row for row in self.case.funding}
        for row in records(self.tables["funding"]):  # what lenders charge stands in the table of debt
            source = sources[row.source_name]
            if source.kind not in DEBT_KINDS:
                yield Item("fees", row.year, row.amount * source.upfront_fee, (("Funding", row.source_name),))
        for row in records(self.tables["debt_cover"]):
            yield Item("fees", row.year, row.support * self.case.settings.support_fee, (("Settings", "support_fee"),))
