"""Tables of what a plan is measured by: contract shares, indicators, targets, security of supply, the objective."""

from __future__ import annotations

from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.origins import HOME
from roadmap_opt.case.sheets.settings import TERMINAL_VALUES
from roadmap_opt.runs.extract.reading import EMPTY, Reader, Rows, number

MET_TOLERANCE = 1e-5
"""Relative shortfall up to which a target counts as met."""


class Aims(Reader):
    """Indicators and targets by year, and the objective's parts."""

    def offtake(self) -> Rows:
        m, settings = self.model, self.ix.settings
        for g, row in self.ix.rows.groups.items():
            limit = settings.offtake_share if row.share is None else row.share
            for y in self.ix.years:
                basis, contracted = number(m.offtake_basis[g, y]), number(m.contracted[g, y])
                yield g, y, basis, contracted, contracted / basis if basis else None, limit

    def kpis(self) -> Rows:
        for name, kpi in KPIS.items():
            for definition in kpi.definitions:
                for y in self.ix.years:
                    top, bottom, value = self._indicator(name, definition, y)
                    yield name, definition, y, value, top, bottom

    def _indicator(self, kpi: str, definition: str, y: int) -> tuple[float, float, float | None]:
        top = number(self.model.numerator[kpi, definition, y])
        bottom = number(self.model.denominator[kpi, definition, y])
        if KPIS[kpi].is_share:
            top = min(top, bottom)
        return top, bottom, top / bottom if abs(bottom) > EMPTY else None

    def supply_sources(self) -> Rows:
        for e, g, n, y in self.model.origin:
            if y in self.ix.years and (quantity := number(self.model.origin[e, g, n, y])) > EMPTY:
                yield e, g, n, y, quantity, quantity / number(self.model.supplied[e, y])

    def supply_security(self) -> Rows:
        by_country: dict[tuple[str, int], dict[str, float]] = {key: {} for key in self.model.supplied}
        for e, _, n, y, quantity, _ in self.supply_sources():
            by_country[e, y][n] = by_country[e, y].get(n, 0.0) + quantity
        for (e, y), countries in by_country.items():
            if y in self.ix.years:
                supplied, imported = number(self.model.supplied[e, y]), number(self.model.imported[e, y])
                largest = max((q for n, q in countries.items() if n != HOME), default=0.0)
                yield (
                    e, y, supplied, imported,
                    imported / supplied if supplied > EMPTY else None,
                    largest / imported if imported > EMPTY else None,
                    sum(q * q for q in countries.values()) / supplied**2 if supplied**2 > EMPTY else None,
                )  # fmt: skip

    def public_value(self) -> Rows:
        yield from self.nonzero(self.model.public_value)

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
            npv = number(m.npv[perspective])
            yield f"npv_{perspective}", npv
            for kind in TERMINAL_VALUES[1:]:
                yield f"npv_{perspective}_with_{kind}", npv + number(m.terminal[perspective, kind])
        for key in m.npv_part:
            yield f"{key[0]}: {key[1]}", number(m.npv_part[key])
        chosen = settings.perspective
        yield "chosen_npv_without_terminal", number(m.npv[chosen])
        yield (
            "chosen_npv_with_terminal",
            number(m.npv[chosen]) + number(m.terminal[chosen, settings.terminal_value]),
        )
        yield "weighted_shortfall", self._weighted_shortfall()
        yield "cost", number(m.cost)
        yield "tie_break", number(m.tie_break)
