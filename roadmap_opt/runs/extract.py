"""From a solved model to the result tables. Every derived number is the value of an expression of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyomo.environ as pyo

from roadmap_opt.case.cash_lines import CASH_FLOW_LINES, OPERATING_LINES, TAIL_LINES
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.indexes.lending import DECKS
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.origins import HOME
from roadmap_opt.case.sheets.settings import TERMINAL_VALUES
from roadmap_opt.model import brought
from roadmap_opt.output.limits import LIMITS
from roadmap_opt.output.tables import RESULT_TABLES, ResultTable
from roadmap_opt.runs.extract_fiscal import fiscal_rows
from roadmap_opt.solver.arrays import Arrays, Vector

ZERO = 1e-7
"""Quantities below this are the solver's noise and are reported as zero."""

EMPTY = 1e-6
"""A denominator up to this is empty, and its ratio blank."""

AT_LIMIT = 1e-6
"""Relative distance from a limit up to which a plan stands at it."""

MET_TOLERANCE = 1e-5
"""Relative shortfall up to which a target counts as met."""

Rows = Iterator[tuple[Any, ...]]


def extract(model: pyo.ConcreteModel, ix: Indexes, arrays: Arrays, x: Vector) -> dict[str, pd.DataFrame]:
    """Load ``x`` into the model and read every table except the shadow prices, which need duals."""
    give_values(arrays, x)
    brought.settle(model, ix)
    reader = _Reader(model, ix)
    tables = {}
    for name, table in RESULT_TABLES.items():
        if name != "shadow_prices":
            tables[name] = _typed(pd.DataFrame(list(getattr(reader, name)()), columns=table.column_names), table)
    return tables


def give_values(arrays: Arrays, x: Vector) -> None:
    """Give the model's variables the values in ``x``, tiny ones as nought."""
    for variable, value in zip(arrays.variables, x, strict=True):
        variable.set_value(0.0 if abs(value) < ZERO else float(value), skip_validation=True)


def _typed(frame: pd.DataFrame, table: ResultTable) -> pd.DataFrame:
    """Blanks as NaN in columns of numbers, also where every cell is blank, as in a plan that builds nothing."""
    for column in table.columns:
        if not column.key and column.unit != "yes/no":
            frame[column.name] = pd.to_numeric(frame[column.name])
    return frame


def shadow_prices(arrays: Arrays, x: Vector, duals: Vector, maximise: bool) -> pd.DataFrame:
    """Row duals of the plan ``x`` with its integer decisions fixed, as gain per unit of relaxation.

    A limit is relaxed upwards, a requirement downwards; a balance is read as one more unit on its right-hand side.
    Rows that have no price are left out, except limits of the workbook at which the plan stands: they have price 0.
    """
    upwards = np.where(np.isfinite(arrays.row_upper), 1.0, -1.0) * (1.0 if maximise else -1.0)
    gains = duals[: len(arrays.row_labels)] * upwards
    reached = _at_their_limit(arrays, x)
    rows = [
        (name, _index_text(index), float(gain) if abs(gain) > ZERO else 0.0)
        for (name, index), gain, at_limit in zip(arrays.row_labels, gains, reached, strict=True)
        if abs(gain) > ZERO or (at_limit and name in LIMITS)
    ]
    return pd.DataFrame(rows, columns=RESULT_TABLES["shadow_prices"].column_names)


def _at_their_limit(arrays: Arrays, x: Vector) -> npt.NDArray[np.bool_]:
    """Rows that bind at ``x`` and have something to limit: not those where nought meets a limit of nought."""
    end = np.where(np.isfinite(arrays.row_upper), arrays.row_upper, arrays.row_lower) - arrays.decided(x)
    used = arrays.undecided(x)
    return (np.abs(used - end) <= AT_LIMIT * np.maximum(1.0, np.abs(end))) & (np.abs(used) > AT_LIMIT)


def _index_text(index: Any) -> str:
    return " | ".join(str(part) for part in index) if isinstance(index, tuple) else str(index)


def _number(expression: Any) -> float:
    value = float(pyo.value(expression))
    return 0.0 if abs(value) < ZERO else value


class _Reader:
    """One method per result table, yielding its rows in the order of the declared columns."""

    def __init__(self, model: pyo.ConcreteModel, ix: Indexes) -> None:
        self.model, self.ix = model, ix

    def _nonzero(self, component: Any) -> Rows:
        """Entries of the decision years; what happens in the tail has a table of its own."""
        for key in component:
            if key[-1] in self.ix.years and (value := _number(component[key])):
                yield (*key, value)

    def _first_years(self, component: Any) -> Rows:
        seen: dict[str, int] = {}
        for name, year in component:
            if _number(component[name, year]) > 0.5:
                seen[name] = min(year, seen.get(name, year))
        yield from seen.items()

    # --- decisions ---

    def builds(self) -> Rows:
        for site, module, year, count in self._nonzero(self.model.starts):
            yield site, self.ix.rows.modules[module].plant, module, year, round(count)

    def programme_starts(self) -> Rows:
        yield from ((g, row.started) for g, row in self.ix.rows.programmes.items() if row.started is not None)
        yield from self._first_years(self.model.begun)

    def contracts_signed(self) -> Rows:
        for name, year in self._first_years(self.model.signed):
            yield name, year, _number(self.model.promised[name, year])

    def sources_mobilised(self) -> Rows:
        yield from self._first_years(self.model.mobilised)

    def activity(self) -> Rows:
        yield from self._nonzero(self.model.activity)

    def extraction(self) -> Rows:
        yield from self._nonzero(self.model.extraction)

    def purchases(self) -> Rows:
        yield from self._nonzero(self.model.purchase)

    def collected(self) -> Rows:
        yield from self._nonzero(self.model.collection)

    def shipments(self) -> Rows:
        yield from self._nonzero(self.model.shipment)

    def sales(self) -> Rows:
        yield from self._nonzero(self.model.sale)

    def deliveries(self) -> Rows:
        yield from self._nonzero(self.model.delivery)

    def supported_sales(self) -> Rows:
        yield from self._nonzero(self.model.supported)

    def stocks(self) -> Rows:
        yield from self._nonzero(self.model.stock)

    def disposal(self) -> Rows:
        yield from self._nonzero(self.model.disposed)

    def funding(self) -> Rows:
        yield from self._nonzero(self.model.drawn)

    def lending(self) -> Rows:
        yield from self._nonzero(self.model.lent)

    def instalments(self) -> Rows:
        yield from self._nonzero(self.model.instalment)

    def dividends(self) -> Rows:
        for y in self.ix.years:
            yield y, _number(self.model.dividend[y]), _number(self.model.cash[y])

    def tail(self) -> Rows:
        m, rows, sites = self.model, self.ix.rows, {row.asset: row.site for row in self.ix.case.existing}
        parts: dict[str, tuple[Any, Callable[..., tuple[Any, ...]]]] = {
            "kept": (m.kept, lambda s, item: (item, s, s)),
            "kept_asset": (m.kept_asset, lambda a: (a, sites[a], sites[a])),
            "activity": (m.activity, lambda s, item: (item, s, s)),
            "extraction": (m.extraction, lambda e: (e, rows.deposits[e].site, rows.deposits[e].site)),
            "purchase": (m.purchase, lambda item, s: (item, s, s)),
            "collection": (m.collection, lambda item, s: (item, s, s)),
            "shipment": (m.shipment, lambda *key: key),
            "sale": (m.sale, lambda item, s: (item, s, s)),
            "delivery": (m.delivery, lambda item, s: (item, s, s)),
            "stock": (m.stock, lambda item, s: (item, s, s)),
            "disposal": (m.disposed, lambda item, s: (item, s, s)),
        }
        for y in self.ix.tail:
            for kind, (component, names) in parts.items():
                for *key, period in component:
                    if period == y and (value := _number(component[*key, period])):
                        yield y, kind, *names(*key), value

    # --- derived ---

    def capacity(self) -> Rows:
        for s, p in self.ix.plants.places:
            for y in self.ix.years:
                m = self.model
                installed, used = _number(m.installed[s, p, y]), _number(m.used_capacity[s, p, y])
                available = min(_number(m.attainable[s, p, y]), _number(m.learnt[s, p, y]))
                down = _number(m.stood_down[s, p, y]) if (s, p, y) in m.stood_down else 0.0
                if installed or available or used or down:
                    yield s, p, y, installed, available, used, used / available if available else None, down

    def balances(self) -> Rows:
        m, ix = self.model, self.ix
        deposits: dict[tuple[str, str], list[str]] = {}
        for row in ix.case.deposits:
            deposits.setdefault((row.commodity, row.site), []).append(row.deposit)
        for c, s in ix.materials.nodes:
            for y in ix.years:
                values = (
                    m.made[c, s, y],
                    sum(m.extraction[e, y] for e in deposits.get((c, s), ())),
                    m.bought[c, s, y],
                    m.collected[c, s, y],
                    m.arrived[c, s, y],
                    m.stock[c, s, y - 1] if (c, s, y - 1) in m.stock else 0.0,
                    m.consumed[c, s, y],
                    m.sold[c, s, y],
                    m.delivered[c, s, y],
                    m.departed[c, s, y],
                    m.disposed[c, s, y] if (c, s, y) in m.disposed else 0.0,
                    m.stock[c, s, y] if (c, s, y) in m.stock else 0.0,
                )
                numbers = [_number(value) for value in values]
                if any(numbers):
                    yield (c, s, y, *numbers)

    def debt(self) -> Rows:
        m = self.model
        paid = {
            book: {
                (f, y): sum(_number(m.component(book)[key]) for key in keys)
                for (f, y), keys in self._accounts_of(m.component(book)).items()
            }
            for book in ("interest", "repaid")
        }
        for f, y in m.balance:
            numbers = [
                *(_number(part[f, y]) for part in (m.draw, m.added_interest, m.fee)),
                *(paid[book].get((f, y), 0.0) for book in ("interest", "repaid")),
                _number(m.balance[f, y]),
            ]
            if any(numbers):
                yield (f, y, *numbers)

    @staticmethod
    def _accounts_of(component: Any) -> dict[tuple[str, int], list[Any]]:
        """Keys (lender, perimeter, year) by lender and year."""
        found: dict[tuple[str, int], list[Any]] = {}
        for f, g, y in component:
            found.setdefault((f, y), []).append((f, g, y))
        return found

    def debt_cover(self) -> Rows:
        yield from self._cover(self.ix.years)

    def tail_cover(self) -> Rows:
        for g, y, *numbers, support, dscr, covenant, low_dscr, low_covenant in self._cover(self.ix.tail):
            assert not support, f"support of {g} in {y}"
            yield (g, y, *numbers, dscr, covenant, low_dscr, low_covenant)

    def _cover(self, periods: Iterable[int]) -> Rows:
        m, lending = self.model, self.ix.lending
        for g in lending.perimeters:
            lenders = [f for f, h in lending.accounts if h == g]
            for y in periods:
                base, low = (_number(m.bank_cash[deck, g, y]) for deck in DECKS)
                due = {f: _number(m.repaid[f, g, y] + m.interest[f, g, y]) for f in lenders if (f, g, y) in m.repaid}
                service = sum(due.values())
                interest = sum(_number(m.interest[f, g, y]) for f in due)
                income = base - _number(m.perimeter_depreciation[g, y]) - interest
                tax = max(0.0, self.ix.settings.corporate_tax * income)
                under_contract = _number(m.contract_income[g, y])
                support = _number(m.support[g, y]) if (g, y) in m.support else 0.0
                ratios: list[float | None] = [None] * 4
                for at, (deck, cash) in enumerate((("base", base), ("low", low)) if service > EMPTY else ()):
                    ratios[2 * at] = (cash - tax) / service
                    if y in lending.tests.get((deck, g), ()):
                        wanted = sum(lending.cover_ratio(deck, f) * amount for f, amount in due.items())
                        ratios[2 * at + 1] = wanted / service
                if any((base, low, service, support, under_contract)):
                    yield (g, y, base, low, tax, under_contract, service, support, *ratios)

    def cash_flow(self) -> Rows:
        for line in CASH_FLOW_LINES:
            for y in self.ix.years:
                nominal = _number(self.model.line[line, y])
                yield line, y, nominal / self.ix.prices.level(y), nominal

    def tail_cash(self) -> Rows:
        m = self.model
        for y in self.ix.tail:
            amounts = {line: m.line_real[line, y] for line in (*OPERATING_LINES, "programme_cost")}
            amounts |= {"depreciation": m.tail_depreciation[y], "tax": -1.0 * m.tail_tax[y]}
            amounts |= {"working_capital": m.tail_working_capital[y], "avoided_imports": m.tail_avoided_imports[y]}
            for line in TAIL_LINES:
                yield line, y, _number(amounts[line])

    def tax(self) -> Rows:
        m = self.model
        for y in self.ix.years:
            charges = -_number(m.line["interest", y]) - _number(m.line["fees", y])
            yield (
                y,
                _number(m.operating_cash[y]),
                -_number(m.line["programme_cost", y]),
                _number(m.depreciation[y]),
                charges,
                _number(m.income[y]),
                _number(m.new_loss[y]),
                sum(_number(m.loss_used[v, w]) for v, w in m.loss_used if w == y),
                _number(m.tax[y]),
            )

    def fiscal(self) -> Rows:
        low_cash = {(g, y): (low - tax, service) for g, y, _, low, tax, _, service, *_ in self._cover(self.ix.years)}
        yield from fiscal_rows(self.model, self.ix, _number, low_cash)

    def offtake(self) -> Rows:
        m, settings = self.model, self.ix.settings
        for g, row in self.ix.rows.groups.items():
            limit = settings.offtake_share if row.share is None else row.share
            for y in self.ix.years:
                basis, contracted = _number(m.offtake_basis[g, y]), _number(m.contracted[g, y])
                yield g, y, basis, contracted, contracted / basis if basis else None, limit

    def funding_mix(self) -> Rows:
        ix = self.ix
        drawn = {f: sum(_number(self.model.draw[f, y]) for y in ix.years) for f in ix.rows.sources}
        invested = {f: sum(_number(self.model.invested[f, y]) for y in ix.years) for f in ix.rows.sources}
        raised = sum(invested.values())
        for f, row in ix.rows.sources.items():
            own = 1.0 if row.maximum_share is None else row.maximum_share
            total_limit = None if row.total_limit == float("inf") else row.total_limit
            share = invested[f] / raised if raised else 0.0
            yield f, drawn[f], share, min(own, ix.settings.maximum_source_share), total_limit

    def kpis(self) -> Rows:
        for name, kpi in KPIS.items():
            for definition in kpi.definitions:
                for y in self.ix.years:
                    top, bottom, value = self._indicator(name, definition, y)
                    yield name, definition, y, value, top, bottom

    def _indicator(self, kpi: str, definition: str, y: int) -> tuple[float, float, float | None]:
        top = _number(self.model.numerator[kpi, definition, y])
        bottom = _number(self.model.denominator[kpi, definition, y])
        if KPIS[kpi].is_share:
            top = min(top, bottom)
        return top, bottom, top / bottom if abs(bottom) > EMPTY else None

    def supply_sources(self) -> Rows:
        for e, g, n, y in self.model.origin:
            if y in self.ix.years and (quantity := _number(self.model.origin[e, g, n, y])) > EMPTY:
                yield e, g, n, y, quantity, quantity / _number(self.model.supplied[e, y])

    def supply_security(self) -> Rows:
        by_country: dict[tuple[str, int], dict[str, float]] = {key: {} for key in self.model.supplied}
        for e, _, n, y, quantity, _ in self.supply_sources():
            by_country[e, y][n] = by_country[e, y].get(n, 0.0) + quantity
        for (e, y), countries in by_country.items():
            if y in self.ix.years:
                supplied, imported = _number(self.model.supplied[e, y]), _number(self.model.imported[e, y])
                largest = max((q for n, q in countries.items() if n != HOME), default=0.0)
                yield (
                    e, y, supplied, imported,
                    imported / supplied if supplied > EMPTY else None,
                    largest / imported if imported > EMPTY else None,
                    sum(q * q for q in countries.values()) / supplied**2 if supplied**2 > EMPTY else None,
                )  # fmt: skip

    def public_value(self) -> Rows:
        yield from self._nonzero(self.model.public_value)

    def targets(self) -> Rows:
        """Targets that are off are reported too: their shortfall is what it would be.

        The value of a ratio that has to be reached is the one that is tested: over the least denominator where the plan
        has less, so that half of almost nothing does not read as half.
        """
        for t, row in self.ix.rows.targets.items():
            scale = self.ix.targets.scale(t)
            for y in self.ix.targets.years[t]:
                top, bottom, value = self._indicator(row.kpi, row.definition, y)
                least = row.minimum_denominator or 0.0
                if KPIS[row.kpi].is_ratio and row.sense == ">=" and least > bottom:
                    bottom, value = least, top / least
                aim = row.value * bottom
                gap = aim - top if row.sense == ">=" else top - aim
                shortfall = max(0.0, gap)
                yield t, y, value, row.value, shortfall, shortfall / scale, shortfall / scale <= MET_TOLERANCE

    def _weighted_shortfall(self) -> float:
        """Sum over targets that count of weight times mean relative shortfall, from the figures of the plan."""
        means: dict[str, list[float]] = {}
        for target, _, _, _, _, relative, _ in self.targets():
            means.setdefault(target, []).append(relative)
        rows = self.ix.rows.targets
        return sum(rows[t].weight * sum(v) / len(v) for t, v in means.items() if rows[t].mode != "off")

    def objective(self) -> Rows:
        m, settings = self.model, self.ix.settings
        for perspective in ("project", "owner", "national"):
            npv = _number(m.npv[perspective])
            yield f"npv_{perspective}", npv
            for kind in TERMINAL_VALUES[1:]:
                yield f"npv_{perspective}_with_{kind}", npv + _number(m.terminal[perspective, kind])
        for key in m.npv_part:
            yield f"{key[0]}: {key[1]}", _number(m.npv_part[key])
        chosen = settings.perspective
        yield "chosen_npv_without_terminal", _number(m.npv[chosen])
        yield (
            "chosen_npv_with_terminal",
            _number(m.npv[chosen]) + _number(m.terminal[chosen, settings.terminal_value]),
        )
        yield "weighted_shortfall", self._weighted_shortfall()
        yield "cost", _number(m.cost)
        yield "tie_break", _number(m.tie_break)
