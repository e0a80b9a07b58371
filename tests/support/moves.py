"""A solved plan of the rich case whose decisions can be moved one at a time, judged by the model and by the auditor.

The model has variables that are no decisions: sums that a row defines, what income comes to for tax, and switches. At a
moved point they take the value that their meaning gives them (service is owed when there is some, dividends have begun
with the first), so that every row of the model can be read as the rule that the auditor checks.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pyomo.repn.standard_repn import generate_standard_repn
from scipy.sparse import csr_matrix

from roadmap_opt.auditor import Violation, audit
from roadmap_opt.case.case import Case
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.build import build
from roadmap_opt.progress import QuietProgress
from roadmap_opt.runs.extract import extract
from roadmap_opt.runs.run import empty_tables
from roadmap_opt.solver.arrays import Vector
from roadmap_opt.solver.compiling import compile_model
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.strategy import solve
from tests.support.workshop import every_label_case

ABSOLUTE, RELATIVE = 1e-4, 1e-6
"""What the auditor lets pass: in the unit of the number, and as a share of what was added up."""

FREE = 1e6
"""Shortfall that no soft target exceeds: the auditor computes shortfalls anew."""

RULES: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in (
        "programme_order", "site_space", "capacity_limit", "learning", "minimum_load", "construction_starts",
        "stood_down_least", "stood_down_most", "recipe_unlocked", "water_limit",
        "construction_gate", "operation_gate", "reserve_limit", "supply_limit", "no_speculation", "market_limit",
        "minimum_service", "contract_programme", "delivery_most", "delivery_least", "promised_share",
        "market_entry", "spot_limit", "promised_most", "promised_least", "support_share", "support_limit",
        "payback_open", "payback_due",
        "collection_limit", "material_balance", "total_limit", "minimum_ticket", "source_programme", "source_contract",
        "spending_limit", "working_capital_limit", "concentration", "ownership", "foreign_sources", "lent_split",
        "cohort_spending",
        "not_before_grace", "repaid_in_time", "guarantee_limit", "base_cover", "low_cover", "contract_cover",
        "sponsor_support", "gearing", "sources_and_uses", "distributable", "equity_year",
        "loss_pool", "pinned", "storage_limit", "disposal_limit", "mining_rate", "kept_limit", "stays_closed",
        "goes_on", "supplier_share", "stockpile", "stockpile_turnover", "seller_sum", "seller_owns",
    )},
    "cash_floor": ("reserve_account",),  # the floor itself is a bound of the column as well
    "extra_share": ("collection_limit",), "extra_unlocked": ("collection_limit",),
    "yearly_limit": ("yearly_limit", "mobilised_first"),
    "target_level": ("hard_target",), "profit_side": ("loss_used",),
    "column stock": ("storage_limit",), "column extraction": ("mining_rate",), "column disposed": ("disposal_limit",),
    "column cash": ("cash_floor",), "column started": ("module_count",), "column taxable": ("loss_used",),
    "asset_stays_closed": ("stays_closed",),
    "column kept_asset": ("kept_limit",),
}  # fmt: skip
"""The auditor's name for what each row, and each bound of a column, demands."""

WITHOUT_YEAR = ("pinned", "module_count", "loss_pool", "concentration", "total_limit", "foreign_sources")
"""Rules of the whole time, which one of the two names by a year."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rules that are broken, each with the first year in which it is (0 where it names none)."""

    model: dict[str, int]
    auditor: dict[str, int]
    wrong_numbers: tuple[str, ...]


class Moves:
    """The plan, as one vector over the columns of the model."""

    def __init__(self, case: Case) -> None:
        self.case, self.ix = case, Indexes(case)
        self.model = build(self.ix)
        self.arrays = compile_model(self.model, self.ix)
        options = SolveOptions(gap=0.01, time_limit=60.0, threads=1)
        solved = solve(self.arrays, self.ix.settings, options, QuietProgress())
        assert solved.x is not None
        self.at = {label: place for place, label in enumerate(self.arrays.column_labels)}
        self._members: dict[str, list[tuple[Any, int]]] = {}
        for (name, index), place in self.at.items():
            self._members.setdefault(name, []).append((index, place))
        shape = (len(self.arrays.row_labels), len(self.at))
        self.matrix = csr_matrix((self.arrays.values, self.arrays.columns, self.arrays.starts), shape=shape)
        self.sizes = abs(self.matrix)
        self._sums()
        self.end_of_life = {key: self._form(self.model.end_of_life[key]) for key in self.model.end_of_life}
        self.had = {key: self._had(*key) for key in self.model.component("seller_owns")}
        self.written_off = {y: self._form(self.model.tail_depreciation[y]) for y in self.ix.tail}
        self.bank_income = {key: self._form(self._income_seen(*key)) for key in self.model.bank_tax}
        self.x = self.completed(solved.x)

    def _income_seen(self, g: str, y: int) -> Any:
        """Taxable income as lenders see it."""
        m = self.model
        interest = sum(m.interest[f, h, v] for f, h, v in m.interest if (h, v) == (g, y))
        return m.bank_cash["base", g, y] - m.perimeter_depreciation[g, y] - interest

    def _had(self, c: str, g: str, y: int) -> tuple[float, dict[int, float]]:
        """What a perimeter makes and brings in of a good: what its row holds but for what is shared out."""
        constant, terms = self._form(self.model.component("seller_owns")[c, g, y].body)
        shared = {place for _, place in self.members("sold_by")}
        return -constant, {place: -value for place, value in terms.items() if place not in shared}

    def _share_out(self, x: Vector) -> None:
        """Give every flow of a contested good, year by year, to who has it: in turn, the last whatever is left."""
        flows: dict[tuple[str, str, str, int], dict[str, int]] = {}
        for (kind, item, s, g, y), place in self.members("sold_by"):
            flows.setdefault((kind, item, s, y), {})[g] = place
        names = {"disposal": "disposed"}
        for y in self.ix.periods:
            left = dict.fromkeys(self.ix.lending.perimeters, 0.0)
            for (_, g, v), (constant, terms) in self.had.items():
                if v == y:
                    left[g] += constant + sum(value * x[place] for place, value in terms.items())
            for (kind, _, _, v), places in flows.items():
                if kind == "stock" and v == self.ix.rows.before(y):
                    for g, place in places.items():
                        left[g] += x[place]
            for (kind, item, s, v), places in flows.items():
                rest = x[self.column(names.get(kind, kind), item, s, y)] if v == y else 0.0
                for g, place in places.items() if v == y else ():
                    x[place] = rest if g == list(places)[-1] else min(rest, max(0.0, left[g]))
                    rest -= x[place]
                    left[g] -= x[place]

    def _sums(self) -> None:
        """The columns that rows named ``..._sum`` define, as a linear function of all other columns."""
        rows, columns = [], []
        for row, (name, index) in enumerate(self.arrays.row_labels):
            column = self.at.get((name.removesuffix("_sum"), index))
            if name.endswith("_sum") and column is not None:
                rows.append(row)
                columns.append(column)
        defining = self.matrix[rows].toarray()
        self.sum_columns = np.array(columns)
        inverse = np.linalg.inv(defining[:, columns])
        rest = defining.copy()
        rest[:, columns] = 0.0
        self.sum_matrix, self.sum_constant = -inverse @ rest, inverse @ self.arrays.row_upper[rows]

    def _form(self, expression: Any) -> tuple[float, dict[int, float]]:
        repn = generate_standard_repn(expression)
        names = [(v.parent_component().name, v.index()) for v in repn.linear_vars]
        return float(repn.constant), {self.at[n]: c for n, c in zip(names, repn.linear_coefs, strict=True)}

    def column(self, name: str, *index: Any) -> int:
        """Position of a column."""
        return self.at[name, index if len(index) > 1 else index[0]]

    def members(self, name: str) -> Iterator[tuple[Any, int]]:
        """Index and position of the columns of a variable."""
        return iter(self._members[name])

    def completed(self, decisions: Vector, losses: bool = True) -> Vector:
        """The decisions with everything that follows from them; losses are set off as they were, but no more of them
        than there are (unless just this is to be tried), and not against more than is earned.
        """
        x = decisions.copy()
        years = self.ix.years
        self._lend(x)
        self._share_out(x)
        for _ in range(3):  # income, then tax, then what lenders see
            x[self.sum_columns] = self.sum_matrix @ x + self.sum_constant
            if losses:
                self._set_losses_off(x)
            for y in years:
                income = x[self.column("income", y)]
                used = sum(x[place] for (_, w), place in self.members("loss_used") if w == y)
                x[self.column("new_loss", y)] = max(0.0, -income)
                x[self.column("taxable", y)] = max(0.0, income) - used
                x[self.column("in_profit", y)] = float(income > 0)
        paid = 0.0
        for y in years:
            paid = max(paid, x[self.column("dividend", y)])
            x[self.column("pays_out", y)] = float(paid > ABSOLUTE)
        for g, place in self.members("financed"):
            x[place] = float(sum(x[p] for (f, h, _), p in self.members("debt") if h == g and self._tests(f)) > ABSOLUTE)
        for key, place in self.members("bank_tax"):
            constant, terms = self.bank_income[key]
            income = constant + sum(value * x[column] for column, value in terms.items())
            x[place] = max(0.0, self.ix.settings.corporate_tax * income)
        for _, place in self.members("counted"):
            x[place] = 0.0  # no rule asks for more; the tables give it the most it may be
        for (market, y), place in self.members("serves"):
            elsewhere = sum(x[p] for (d, _, v), p in self.members("sale") if d != market and v == y)
            share = min(1.0, elsewhere / self.ix.goods.rival_sales_bound(market, y))
            x[place] = share if self.ix.is_tail(y) else float(elsewhere > ABSOLUTE)
        for y, (constant, terms) in self.written_off.items():
            written_off = constant + sum(value * x[column] for column, value in terms.items())
            taxed = max(0.0, x[self.column("tail_cash", y)] - written_off)
            x[self.column("tail_tax", y)] = self.ix.settings.corporate_tax * taxed
        left = x[self.column("cash", self.ix.last_year)] - self.ix.settings.cash_floor
        for y in self.ix.tail:
            level, years = self.ix.prices.mean_level(y), self.ix.weight(y)
            earned = x[self.column("tail_cash", y)] - x[self.column("tail_tax", y)]
            left += years * (level * earned - x[self.column("service", y)])
            x[self.column("tail_equity", y)] = max(0.0, -left) / (years * level)
            left = max(0.0, left)
        for (flow, _, y), place in self.members("extra_collection"):
            constant, terms = self.end_of_life[flow, y]
            returned = constant + sum(value * x[column] for column, value in terms.items())
            collected = sum(x[p] for (q, _, v), p in self.members("collection") if q == flow and v == y)
            x[place] = max(0.0, collected - self.ix.rows.return_flows[flow].collection_share * returned)
        for (target, _), place in self.members("shortfall"):
            x[place] = FREE if self.ix.rows.targets[target].mode == "soft" else 0.0
        return x

    def _tests(self, lender: str) -> bool:
        return self.ix.lending.is_tested(lender)

    def _lend(self, x: Vector) -> None:
        """Split what lenders pay among the debts that can be: what was lent stays, the rest goes to the largest."""
        drawn: dict[tuple[str, str, int], float] = {}
        for (f, category, y), place in self.members("drawn"):
            for g, categories in self.ix.lending.perimeters.items():
                if f in self.ix.finance.lenders and category in categories:
                    drawn[f, g, y] = drawn.get((f, g, y), 0.0) + x[place]
        for (f, g, y), amount in drawn.items():
            places = [p for (h, perimeter, _, v), p in self.members("lent") if (h, perimeter, v) == (f, g, y)]
            if places:
                largest = max(places, key=lambda p: x[p])
                x[largest] += amount - sum(x[p] for p in places)

    def _set_losses_off(self, x: Vector) -> None:
        left = {y: max(0.0, -x[self.column("income", y)]) for y in self.ix.years}
        income = {y: max(0.0, x[self.column("income", y)]) for y in self.ix.years}
        for (v, y), place in self.members("loss_used"):
            x[place] = min(x[place], left[v], income[y])
            left[v] -= x[place]
            income[y] -= x[place]

    def broken_rows(self, x: Vector) -> dict[str, int]:
        """Rules that the rows and the bounds of the model see broken at ``x``."""
        activity = self.matrix @ x
        allowed = ABSOLUTE + RELATIVE * (self.sizes @ abs(x))
        excess = np.maximum(activity - self.arrays.row_upper, self.arrays.row_lower - activity) - allowed
        found = [self.arrays.row_labels[row] for row in np.flatnonzero(excess > 0)]
        out = np.maximum(x - self.arrays.upper, self.arrays.lower - x) - ABSOLUTE - RELATIVE * abs(x)
        beyond = [self.arrays.column_labels[column] for column in np.flatnonzero(out > 0)]
        found += [(f"column {name}", index) for name, index in beyond]
        broken: dict[str, int] = {}
        for label, index in found:
            for rule in RULES.get(label, ())[:1]:
                broken[rule] = min(_year(rule, index), broken.get(rule, 9999))
        for rule in ("recipe_unlocked", "operation_gate"):  # what they release is as large as the plant
            if broken.get(rule) == broken.get("capacity_limit", 0):
                del broken[rule]
        if not broken:  # where every rule is kept, the rows that only tie sums and switches are too
            broken.update({f"row {label}": _year("", index) for label, index in found if label not in RULES})
        return broken

    def tables(self, x: Vector) -> Mapping[str, pd.DataFrame]:
        """Result tables at ``x``, with the derived numbers of the model."""
        tables = extract(self.model, self.ix, self.arrays, x)
        return empty_tables() | tables

    def judge(self, x: Vector) -> Verdict:
        """What the model and what the auditor say of a point."""
        violations = audit(self.case, self.tables(x))
        wrong = (str(v) for v in violations if "." in v.rule and v.rule != "debt_cover.dscr")  # blank below nothing
        return Verdict(self.broken_rows(x), _by_rule(violations), tuple(wrong))


def _by_rule(violations: tuple[Violation, ...]) -> dict[str, int]:
    names = {other: rules[0] for rules in RULES.values() for other in rules}
    broken: dict[str, int] = {}
    for violation in violations:
        if violation.rule in names:
            rule = names[violation.rule]
            broken[rule] = min(_year(rule, violation.where.split(" | ")), broken.get(rule, 9999))
    return broken


def _year(rule: str, index: Any) -> int:
    if rule in WITHOUT_YEAR:
        return 0
    last = index[-1] if isinstance(index, tuple | list) else index
    return int(last) if str(last).isdigit() and 1900 < int(last) < 2100 else 0


@functools.cache
def labelled_plan() -> Moves:
    """The plan of the case in which every constraint has a row, for an owner: dividends are paid."""
    case = every_label_case()
    return Moves(dataclasses.replace(case, settings=dataclasses.replace(case.settings, perspective="owner")))
