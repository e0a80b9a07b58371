"""Tables of what a plan decides, and of the capacity and balances that follow from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from roadmap_opt.output.tables import TAIL_KINDS
from roadmap_opt.runs.extract.reading import Reader, Rows, number


class Decisions(Reader):
    """Decisions of the plan, year by year and in the tail."""

    def _first_years(self, component: Any) -> Rows:
        seen: dict[str, int] = {}
        for name, year in component:
            if number(component[name, year]) > 0.5:
                seen[name] = min(year, seen.get(name, year))
        yield from seen.items()

    # --- decisions ---

    def builds(self) -> Rows:
        for site, module, year, count in self.nonzero(self.model.starts):
            yield site, self.ix.rows.modules[module].plant, module, year, round(count)

    def programme_starts(self) -> Rows:
        yield from ((g, row.started) for g, row in self.ix.rows.programmes.items() if row.started is not None)
        yield from self._first_years(self.model.begun)

    def contracts_signed(self) -> Rows:
        for name, year in self._first_years(self.model.signed):
            yield name, year, number(self.model.promised[name, year])

    def sources_mobilised(self) -> Rows:
        yield from self._first_years(self.model.mobilised)

    def activity(self) -> Rows:
        yield from self.nonzero(self.model.activity)

    def extraction(self) -> Rows:
        yield from self.nonzero(self.model.extraction)

    def purchases(self) -> Rows:
        yield from self.nonzero(self.model.purchase)

    def collected(self) -> Rows:
        yield from self.nonzero(self.model.collection)

    def shipments(self) -> Rows:
        yield from self.nonzero(self.model.shipment)

    def sales(self) -> Rows:
        yield from self.nonzero(self.model.sale)

    def deliveries(self) -> Rows:
        yield from self.nonzero(self.model.delivery)

    def supported_sales(self) -> Rows:
        yield from self.nonzero(self.model.supported)

    def stocks(self) -> Rows:
        yield from self.nonzero(self.model.stock)

    def disposal(self) -> Rows:
        yield from self.nonzero(self.model.disposed)

    def sellers(self) -> Rows:
        yield from self.nonzero_of_all(self.model.sold_by)

    def funding(self) -> Rows:
        yield from self.nonzero(self.model.drawn)

    def lending(self) -> Rows:
        yield from self.nonzero(self.model.lent)

    def instalments(self) -> Rows:
        yield from self.nonzero_of_all(self.model.instalment)  # debt is repaid in the tail, too

    def dividends(self) -> Rows:
        for y in self.ix.years:
            yield y, number(self.model.dividend[y]), number(self.model.cash[y])

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
            for kind in TAIL_KINDS:
                component, names = parts[kind]
                for *key, period in component:
                    if period == y and (value := number(component[*key, period])):
                        yield y, kind, *names(*key), value

    # --- derived ---

    def capacity(self) -> Rows:
        for s, p in self.ix.plants.places:
            for y in self.ix.years:
                m = self.model
                installed, used = number(m.installed[s, p, y]), number(m.used_capacity[s, p, y])
                available = min(number(m.attainable[s, p, y]), number(m.learnt[s, p, y]))
                down = number(m.stood_down[s, p, y]) if (s, p, y) in m.stood_down else 0.0
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
                numbers = [number(value) for value in values]
                if any(numbers):
                    yield (c, s, y, *numbers)
