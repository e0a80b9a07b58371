"""Every derived table compared cell by cell with the audit's own numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.finance_rules import share_limit
from roadmap_opt.auditor.indicators import Indicators
from roadmap_opt.auditor.money import Money
from roadmap_opt.auditor.plan import Key, Plan
from roadmap_opt.auditor.present_values import objective_items
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.public_value import public_value
from roadmap_opt.auditor.security import supply_security, supply_sources
from roadmap_opt.auditor.shape import Cells
from roadmap_opt.auditor.tail import tail_cash
from roadmap_opt.auditor.targets import Standing
from roadmap_opt.auditor.trade_rules import offtake_books
from roadmap_opt.auditor.violation import ZERO, Amount, Cell, Findings, Ratio, amount, place, total
from roadmap_opt.case.cash_lines import CASH_FLOW_LINES
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.output.tables import RESULT_TABLES

EMPTY = 1e-7
"""A denominator up to here is empty, and its ratio blank."""

MET = 1e-5
"""Relative shortfall up to which a target counts as met."""

SPARSE = ("capacity", "balances", "debt", "debt_cover", "tail_cover", "supply_sources", "public_value")
"""Tables whose rows of zeros may be left out."""

Expected = dict[Key, dict[str, Cell]]


class Recomputed:
    """One method per result table: its expected rows by key."""

    def __init__(
        self,
        facts: Facts,
        plan: Plan,
        production: Production,
        money: Money,
        indicators: Indicators,
        rows: list[Standing],
    ) -> None:
        self.facts, self.plan, self.production, self.money = facts, plan, production, money
        self.indicators, self.standings = indicators, rows

    def capacity(self) -> Expected:
        production = self.production
        return {
            key: {
                "installed": production.installed.get(key, ZERO),
                "available": production.available(*key),
                "used": production.used.get(key, ZERO),
                "use_share": Ratio(production.used.get(key, ZERO), production.available(*key)),
                "stood_down": self.plan.stood_down.get(key, ZERO),
            }
            for key in sorted({*production.installed, *production.used, *self.plan.stood_down})
            if key[2] in self.facts.years
        }

    def balances(self) -> Expected:
        flow = self.production.flow
        rows: Expected = {}
        for node in (node for node in self.production.nodes() if node[2] in self.facts.years):
            cells: dict[str, Cell] = {name: flow[name].get(node, ZERO) for name in flow if name != "stock"}
            cells["opening_stock"] = self.production.opening(*node)
            cells["closing_stock"] = flow["stock"].get(node, ZERO)
            rows[node] = cells
        return rows

    def debt(self) -> Expected:
        money = self.money
        paid = {
            book: {
                (name, year): total(q for (f, _, y), q in entries.items() if (f, y) == (name, year))
                for name in self.facts.lenders
                for year in self.facts.years
            }
            for book, entries in (("interest", money.debts.interest), ("repaid", money.debts.repaid))
        }
        return {
            (name, year): {
                "drawn": money.draw.get((name, year), ZERO),
                "added_interest": money.debts.added.get((name, year), ZERO),
                "fee": money.fee.get((name, year), ZERO),
                "interest": paid["interest"][name, year],
                "repaid": paid["repaid"][name, year],
                "balance": money.debts.balance.get((name, year), ZERO),
            }
            for name in self.facts.lenders
            for year in self.facts.years
        }

    def debt_cover(self) -> Expected:
        return self._cover(self.facts.years)

    def tail_cover(self) -> Expected:
        return {
            key: {name: cell for name, cell in cells.items() if name != "support"}
            for key, cells in self._cover(self.facts.spans).items()
        }

    def _cover(self, periods: Iterable[int]) -> Expected:
        facts, money = self.facts, self.money
        rows: Expected = {}
        for perimeter in facts.perimeters.names:
            tested = money.debts.has_tests(perimeter)
            for year in periods:
                service, tax = total(money.debts.due(perimeter, year).values()), money.bank_tax[perimeter, year]
                cells: dict[str, Cell] = {
                    "bank_tax": tax,
                    "contract_income": money.bank.contract_income.get((perimeter, year), ZERO),
                    "service": service,
                    "support": self.plan.support.get((perimeter, year), ZERO),
                }
                for deck, cash_name, prefix in (("base", "bank_cash", ""), ("low", "low_cash", "low_")):
                    cash = money.bank.cash.get((deck, perimeter, year), ZERO)
                    cells[cash_name] = cash
                    cells[f"{prefix}dscr"] = Ratio(cash - tax, service)
                    cells[f"{prefix}covenant"] = None
                    wanted = money.debts.cover_wanted(deck, perimeter, year) if tested else None
                    if wanted is not None:
                        cells[f"{prefix}covenant"] = Ratio(wanted, service)
                rows[perimeter, year] = cells
        return rows

    def cash_flow(self) -> Expected:
        line, level = self.money.line, self.facts.level
        return {
            (name, year): {"real": line.get((name, year), ZERO) / level(year), "nominal": line.get((name, year), ZERO)}
            for name in CASH_FLOW_LINES
            for year in self.facts.years
        }

    def tail_cash(self) -> Expected:
        return {key: {"real": value} for key, value in tail_cash(self.facts, self.money).items()}

    def tax(self) -> Expected:
        money = self.money
        return {
            (year,): {
                "operating_result": money.operating_cash[year],
                "programme_cost": -money.line["programme_cost", year],
                "depreciation": money.depreciation[year],
                "interest": money.charges[year],
                "income": money.income[year],
                "new_loss": money.new_loss[year],
                "loss_used": self.plan.loss_used[year],
                "tax": money.tax[year],
            }
            for year in self.facts.years
        }

    def fiscal(self) -> Expected:
        return {(year,): dict(self.indicators.fiscal.row(year)) for year in self.facts.years}

    def offtake(self) -> Expected:
        basis, contracted, limits = offtake_books(self.facts, self.plan, self.production)
        return {
            key: {
                "basis": basis[key],
                "contracted": contracted[key],
                "share": Ratio(contracted[key], basis[key]),
                "limit": limits[key[0]],
            }
            for key in basis
            if key[1] in self.facts.years
        }

    def funding_mix(self) -> Expected:
        facts, draw, invested = self.facts, self.money.draw, self.money.invested
        raised = total(invested.values())
        rows: Expected = {}
        for name, row in facts.sources.items():
            drawn = total(draw.get((name, year), ZERO) for year in facts.years)
            own = total(invested.get((name, year), ZERO) for year in facts.years)
            share = Ratio(own, raised) if raised.value > raised.tolerance else amount(0.0)
            rows[(name,)] = {
                "drawn": drawn,
                "share": share,
                "share_limit": share_limit(facts, name),
                "total_limit": row.total_limit,
            }
        return rows

    def kpis(self) -> Expected:
        rows: Expected = {}
        for name, kpi in KPIS.items():
            for definition in kpi.definitions:
                for year in self.facts.years:
                    top, bottom = self.indicators.pair(name, definition, year)
                    cells: dict[str, Cell] = {"value": Ratio(top, bottom), "numerator": top, "denominator": bottom}
                    rows[name, definition, year] = cells
        return rows

    def supply_sources(self) -> Expected:
        return supply_sources(self.facts, self.plan)

    def supply_security(self) -> Expected:
        return supply_security(self.facts, self.plan)

    def public_value(self) -> Expected:
        return public_value(self.facts, self.plan, self.production, self.money)

    def targets(self) -> Expected:
        rows: Expected = {}
        for row in self.standings:
            relative = row.relative.value
            in_doubt = relative > 0 and abs(relative - MET) <= row.shortfall.tolerance / row.scale
            rows[row.target.target, row.year] = {
                "value": row.value,
                "aim": row.target.value,
                "shortfall": row.shortfall,
                "relative_shortfall": row.relative,
                "met": None if in_doubt else relative <= MET,
            }
        return rows

    def objective(self) -> Expected:
        items = objective_items(self.facts, self.money, self.standings)
        return {(name,): {"value": value} for name, value in items.items()}


TABLES = tuple(name for name, table in RESULT_TABLES.items() if not (table.is_decision or table.by_solver))
"""Shadow prices are the solver's duals: nothing in the workbook says what they have to be."""


def check_derived(recomputed: Recomputed, rows: Mapping[str, list[Cells]], findings: Findings) -> None:
    """Compare every derived table with its recomputation."""
    for name in TABLES:
        expected: Expected = getattr(recomputed, name)()
        keys = [column.name for column in RESULT_TABLES[name].columns if column.key]
        found = {tuple(row[key] for key in keys): row for row in rows[name]}
        for key, row in found.items():
            if key in expected:
                for column, cell in expected[key].items():
                    _compare(f"{name}.{column}", place(*key), row[column], cell, findings)
            elif name not in SPARSE or any(row[column] for column in row if column not in keys):
                findings.add(f"{name}.rows", place(*key), "a row", "no such row")
        for key in expected.keys() - found.keys():
            if name not in SPARSE or not _is_zero(expected[key]):
                findings.add(f"{name}.rows", place(*key), "no row", "a row")


def _is_zero(cells: dict[str, Cell]) -> bool:
    return all(abs(cell.value) <= cell.tolerance for cell in cells.values() if isinstance(cell, Amount))


def _compare(rule: str, where: str, found: float | bool | None, cell: Cell, findings: Findings) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        if found is not cell:
            findings.add(rule, where, str(found), str(cell))
    elif isinstance(cell, Ratio):
        _compare_ratio(rule, where, found, cell, findings)
    elif isinstance(cell, float) and math.isinf(cell):
        if found is not None:
            findings.add(rule, where, found, "blank: no limit")
    elif found is None:
        findings.add(rule, where, "blank", amount(cell).value)
    else:
        findings.equal(rule, where, Amount(found, 0.0), cell)


def _compare_ratio(rule: str, where: str, found: float | None, cell: Ratio, findings: Findings) -> None:
    """A ratio is as exact as its parts: compare ratio times denominator with the numerator."""
    top, bottom = cell.top, cell.bottom
    if found is None:
        if abs(bottom.value) > bottom.tolerance:
            findings.add(rule, where, "blank", top.value / bottom.value)
        return
    if abs(bottom.value) <= EMPTY:
        findings.add(rule, where, found, "blank: the denominator is empty", abs(found))
        return
    allowed = top.tolerance + abs(found) * bottom.tolerance
    if abs(found * bottom.value - top.value) > allowed:
        expected = top.value / bottom.value
        findings.add(rule, where, found, expected, abs(found - expected))
