"""Why no more can exist: for each indicator, the limits that hold it down, as sentences with their cells."""

from __future__ import annotations

from collections.abc import Iterable

from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.stages import REFINED
from roadmap_opt.case.unit_words import unit_in_words
from roadmap_opt.figures import bare
from roadmap_opt.reach.cells import joined
from roadmap_opt.reach.limits import Limits, Reason, named

MOST_REASONS = 12
MOST_GOODS = 4
"""Goods whose sales are followed."""


class Why(Limits):
    """The reasons behind the bounds of one case."""

    def of(self, kpi: str, definition: str, year: int, by_its_whole: bool = False) -> tuple[Reason, ...]:
        """The reasons why an indicator is no more than it can be in a year, the nearest first; ``by_its_whole`` says
        that a ratio is held by what its whole is made of.
        """
        self._found = {}
        if by_its_whole:
            self._baskets()
        held = _HOLDERS.get(kpi)
        if held is not None:
            held(self, definition, year)
        if not self._found:
            self._say("nothing", "nothing", [("Recipes", "", "recipe")], indicator=KPIS[kpi].named(definition))
        return tuple(self._found.values())[:MOST_REASONS]

    # what each indicator is held by

    def _programmes_of(self, kind: str, year: int) -> None:
        for name, row in self.ix.rows.programmes.items():
            if row.kind == kind and self.dates.finished(name) > year:
                self._programme(name)

    def _reserve(self, _: str, year: int) -> None:
        for effect in self.ix.case.effects:
            if effect.effect == "reserve" and self.dates.finished(effect.programme) > year:
                self._programme(effect.programme)

    def _licences(self, _: str, year: int) -> None:
        self._programmes_of("licence", year)

    def _partnerships(self, definition: str, year: int) -> None:
        self._programmes_of("partnership", year)
        least = self.ix.settings.minimum_brought
        for name, row in self.ix.rows.programmes.items():
            waits = definition == "in_use" and row.kind == "partnership" and self.dates.finished(name) <= year
            if waits and (amount := self.levels.brought(name, year)) < least:
                self._say(
                    ("brought", name), "brought", [("Settings", "", "minimum_brought")],
                    programme=named(row), amount=bare(amount), least=bare(least), year=year,
                )  # fmt: skip

    def _sources(self, _: str, year: int) -> None:
        for name, row in self.ix.rows.sources.items():
            if not row.foreign or self.levels.drawable(name, year) > 0:
                continue
            closed = not self.ix.finance.draw_windows[name]
            columns = ("yearly_limit", "total_limit") if closed else ("first_year", "last_year")
            self._say(
                ("source", name), "source_never" if closed else "source",
                [("Funding", name, column) for column in columns], source=named(row), year=year,
            )  # fmt: skip
            if not closed and row.programme is not None and not self.amounts.is_open(row.programme, year):
                self._programme(row.programme)

    def _mines(self, definition: str, year: int) -> None:
        feed, outputs = self.ix.materials.feed_class, self.ix.materials.outputs
        if definition == "reo":
            mixed = (r for r in outputs if feed[r] == "domestic" and "mixed_reo" in self._stages(outputs[r]))
            self._recipes(mixed, year)
        else:
            inputs = self.ix.materials.inputs
            self._recipes((r for r in inputs if "ore" in self._stages(inputs[r])), year)

    def _magnets(self, definition: str, year: int) -> None:
        self._goods(("sintered_magnet",) if definition == "sintered" else ("sintered_magnet", "bonded_magnet"), year)

    def _motors(self, _: str, year: int) -> None:
        self._goods(("motor",), year)

    def _refining(self, _: str, year: int) -> None:
        for plant in sorted(self.ix.materials.separators):
            amount = self.levels.nameplate(plant, year)
            if amount <= 0:
                self._plant(plant, year)
                continue
            row = self.ix.rows.plants[plant]
            built = [m for m, module in self.ix.rows.modules.items() if module.plant == plant]
            allowed = [s for s, p in self.ix.plants.space if p == plant]
            self._say(
                ("stands", plant), "plant_stands",
                [("Modules", m, "capacity") for m in built]
                + [("PlantSites", joined((plant, s)), "maximum_modules") for s in allowed],
                plant=named(row), amount=bare(amount), unit=unit_in_words(row.capacity_unit), year=year,
            )  # fmt: skip

    def _secondary(self, definition: str, year: int) -> None:
        feed, outputs = self.ix.materials.feed_class, self.ix.materials.outputs
        counted = ("end_of_life", "swarf") if definition == "with_swarf" else ("end_of_life",)
        refined = (r for r in outputs if feed[r] in counted and self._stages(outputs[r]) & set(REFINED))
        self._recipes(refined, year)

    def _sales(self, _: str, year: int) -> None:
        """The goods that bring most: what markets take of them, or what there can be."""
        ix, there = self.ix, self.amounts.years[year]
        goods = dict.fromkeys(row.commodity for row in ix.rows.markets.values())
        demand = {c: self.levels.demand(c, year) for c in goods}
        worth = {c: ix.prices.of_base_year(c) * min(demand[c], there.available(c)) for c in goods}
        for c in sorted(worth, key=lambda c: -worth[c])[:MOST_GOODS]:
            if demand[c] > there.available(c):
                self._good(c, year)
                continue
            markets = [d for d, row in ix.rows.markets.items() if row.commodity == c]
            self._say(
                ("demand", c), "demand",
                [("Markets", d, "addressable_share") for d in markets]
                + [("Demand", joined((d, ix.settings.demand_case)), year) for d in markets],
                good=named(ix.rows.commodities[c]), amount=bare(demand[c]),
                unit=unit_in_words(ix.rows.commodities[c].unit), year=year,
            )  # fmt: skip

    def _domestic(self, definition: str, year: int) -> None:
        self._content(self.levels.powders, self.levels.domestic_content(definition, year), year)

    def _converted(self, _: str, year: int) -> None:
        there = self.levels.ore_content(year)
        inputs = dict.fromkeys(c for r in self.levels.powder_makers for c in self.ix.materials.inputs[r])
        if not self._found or not any(there[c] > 0 for c in inputs):
            goods = [c for c in inputs if c not in self.levels.powders]
            self._content(goods, there, year, self.levels.not_from_ore)

    def _baskets(self) -> None:
        for c in self.ix.rows.commodities:
            if self.levels.stage(c) == "concentrate" and c in self.ix.materials.domestic_raw:
                self._basket(c)

    def _stages(self, goods: Iterable[str]) -> set[str]:
        return {self.levels.stage(c) for c in goods}


_HOLDERS = {
    "verified_reserve": Why._reserve,
    "licences": Why._licences,
    "partnerships": Why._partnerships,
    "foreign_sources": Why._sources,
    "ore_processed": Why._mines,
    "early_production": Why._mines,
    "magnets": Why._magnets,
    "motor_line": Why._motors,
    "refining_capacity": Why._refining,
    "secondary_share": Why._secondary,
    "value_multiplier": Why._sales,
    "domestic_powder_share": Why._domestic,
    "powder_conversion": Why._converted,
}
"""What holds each indicator that :class:`Levels` bounds."""
