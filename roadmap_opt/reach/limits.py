"""What holds an amount down, followed from the good that a target counts: a plant that cannot stand yet, a licence that
is not in effect, an input of which there is no more, or the plant's size. A limit is told once, however many ways lead
to it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from roadmap_opt.case.sheets.investment import Requirement
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.unit_words import unit_in_words
from roadmap_opt.figures import bare, percent
from roadmap_opt.messages import Text
from roadmap_opt.reach.cells import Cells, Place, joined
from roadmap_opt.reach.dates import NEVER
from roadmap_opt.reach.levels import Levels
from roadmap_opt.words import REACH as SAY

CLOSE = 1 + 1e-6


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence and the cells of the workbook that it rests on, as ``Sheet!D17``."""

    words: Text
    cells: tuple[str, ...]


class Limits:
    """The limits behind the bounds of one case, found one after the other."""

    def __init__(self, levels: Levels, tables: Tables) -> None:
        self.levels, self.ix = levels, levels.ix
        self.dates, self.amounts = levels.dates, levels.amounts
        self.cell = Cells(tables)
        self._found: dict[object, Reason] = {}

    def _goods(self, stages: Collection[str], year: int) -> None:
        for c in self.ix.rows.commodities:
            if self.levels.stage(c) in stages:
                self._good(c, year)

    def _good(self, commodity: str, year: int) -> None:
        """How much of a good there can be, and what holds each plant that makes it."""
        key = ("good", commodity)
        if key in self._found:
            return
        row, there = self.ix.rows.commodities[commodity], self.amounts.years[year]
        self._say(
            key, "good", self._entries(commodity, year),
            good=named(row), amount=bare(there.available(commodity)), unit=unit_in_words(row.unit), year=year,
        )  # fmt: skip
        self._recipes((r for r, flows in self.ix.materials.outputs.items() if commodity in flows), year)

    def _entries(self, commodity: str, year: int) -> list[Place]:
        """Where a good comes from besides recipes: deposits, purchases and collection, or else its own row."""
        rows = self.ix.rows
        places: list[Place] = []
        for deposit, row in rows.deposits.items():
            if row.commodity == commodity:
                places += [("Deposits", deposit, "maximum_rate"), ("Deposits", deposit, "verified_reserve")]
        for supply, tranche in rows.supplies.items():
            if tranche.commodity == commodity and self.amounts.is_open(tranche.programme, year):
                places.append(("Supplies", supply, year))
        for flow, returned in rows.return_flows.items():
            if returned.commodity == commodity:
                places += [("ReturnFlows", flow, "collection_share"), ("ReturnFlows", flow, year)]
        return places or [("Commodities", commodity, "commodity")]

    def _recipes(self, recipes: Iterable[str], year: int) -> None:
        """What holds the recipes that would do: per plant, the plant itself, or else the recipe that does most."""
        by_plant: dict[str, list[str]] = {}
        for r in recipes:
            by_plant.setdefault(self.ix.rows.recipes[r].plant, []).append(r)
        there = self.amounts.years[year]
        for plant, own in by_plant.items():
            if self.amounts.room(plant, year) <= 0:
                self._plant(plant, year)
            else:
                self._recipe(max(own, key=lambda r: there.activity[r] * self.ix.rows.recipes[r].load), year)

    def _recipe(self, recipe: str, year: int) -> None:
        """What holds a recipe: its licence, its plant, or an input of which there is no more."""
        row, there = self.ix.rows.recipes[recipe], self.amounts.years[year]
        if row.programme is not None and not self.amounts.is_open(row.programme, year):
            return self._programme(row.programme)
        inputs = self.ix.materials.inputs[recipe]
        scarce = min(inputs, key=lambda c: there.available(c) / inputs[c], default=None)
        room = self.amounts.room(row.plant, year)
        if row.water and self.amounts.unfed(recipe, year) * row.load * CLOSE < room:
            sites = [s for s, p in self.ix.plants.places if p == row.plant]
            return self._say(
                ("water", row.plant), "water", [("Sites", s, "water_limit") for s in sites],
                plant=named(self.ix.rows.plants[row.plant]), year=year,
            )  # fmt: skip
        if scarce is None or there.available(scarce) / inputs[scarce] * row.load * CLOSE >= room:
            self._plant(row.plant, year)
            return self._yield(recipe)
        plant = self.ix.rows.plants[row.plant]
        self._say(
            ("needs", recipe), "needs",
            [("RecipeFlows", joined((recipe, "in", scarce)), "quantity"), ("Recipes", recipe, "load")],
            plant=named(plant), per=unit_in_words(plant.capacity_unit), amount=bare(inputs[scarce] / row.load),
            good=named(self.ix.rows.commodities[scarce]), unit=unit_in_words(self.ix.rows.commodities[scarce].unit),
        )  # fmt: skip
        return self._good(scarce, year)

    def _yield(self, recipe: str) -> None:
        """What one unit of capacity gives of the rare earths or of the goods that a target counts."""
        row, outputs = self.ix.rows.recipes[recipe], self.ix.materials.outputs[recipe]
        plant = self.ix.rows.plants[row.plant]
        for c, q in outputs.items():
            good = self.ix.rows.commodities[c]
            says_more = good.unit != plant.capacity_unit and not math.isclose(q, row.load)
            if says_more and self.ix.materials.reo[c] and good.stage not in ("swarf", "residue", "by_product"):
                self._say(
                    ("yield", recipe, c), "yield",
                    [("RecipeFlows", joined((recipe, "out", c)), "quantity"), ("Recipes", recipe, "load")],
                    plant=named(plant), amount=bare(q / row.load), good=named(good), unit=unit_in_words(good.unit),
                    per=unit_in_words(plant.capacity_unit),
                )  # fmt: skip

    def _basket(self, commodity: str) -> None:
        """What part of a concentrate's rare earths is magnet rare earths."""
        materials = self.ix.materials
        if not materials.reo[commodity]:
            return
        elements = [row.element for row in self.ix.case.elements if row.magnet_element]
        held = [e for e in elements if materials.content.get((commodity, e))]
        self._say(
            ("basket", commodity), "basket", [("Composition", joined((commodity, e)), "content") for e in held],
            good=named(self.ix.rows.commodities[commodity]), elements=Text.same(", ".join(held)),
            share=percent(materials.magnet_reo[commodity] / materials.reo[commodity]),
        )  # fmt: skip

    def _content(
        self,
        goods: Collection[str],
        there: Mapping[str, float],
        year: int,
        off_when_made: Callable[[str, str], bool] = lambda r, c: False,
    ) -> None:
        """Why content of a certain origin is missing in goods: back along what makes them."""
        seen, waiting = dict.fromkeys(goods), list(goods)
        for c in waiting:  # grows while it is walked
            makers = [r for r, flows in self.ix.materials.outputs.items() if c in flows and not off_when_made(r, c)]
            inputs = {r: [i for i in self.ix.materials.inputs[r] if self.levels.magnet(i) > 0] for r in makers}
            # where there is something to make it of, its plant or its licence is missing
            self._recipes((r for r in makers if any(there[i] > 0 for i in inputs[r])), year)
            new = dict.fromkeys(i for r in makers for i in inputs[r] if i not in seen and not there[i] > 0)
            seen |= new
            waiting += new

    def _plant(self, plant: str, year: int) -> None:
        """From when on a plant can run, or how much it can do."""
        key = ("plant", plant)
        if key in self._found:
            return
        row, ix = self.ix.rows.plants[plant], self.ix
        room = self.amounts.room(plant, year)
        sites = [s for s, p in ix.plants.places if p == plant]
        standing = [asset for asset in ix.case.existing if asset.plant == plant]
        places: list[Place] = [("Existing", asset.asset, "capacity") for asset in standing]
        allowed = [s for s in sites if (s, plant) in ix.plants.space]
        space: list[Place] = [("PlantSites", joined((plant, s)), "maximum_modules") for s in allowed]
        if room > 0:
            begun = [s for s in allowed if self.amounts.capacity(s, plant, year) > 0]
            built = [m for s in begun for m in ix.plants.modules_at.get((s, plant), ()) if self.dates.starts(s, m)]
            places += [("Modules", m, "capacity") for m in dict.fromkeys(built)]
            places += [place for place, s in zip(space, allowed, strict=True) if s in begun]
            is_rising = room * CLOSE < self.amounts.room(plant, year + 1) if year < ix.last_year else False
            if is_rising and (begun or standing):
                places += [("Plants", plant, "first_year_share"), ("Plants", plant, "learning_step")]
            self._say(
                key, "plant_room", places,
                plant=named(row), amount=bare(room), unit=unit_in_words(row.capacity_unit), year=year,
            )  # fmt: skip
            begun = [s for s in begun if self.dates.first_start(s, plant) != NEVER]
            if is_rising and begun:
                site = min(begun, key=lambda s: (self.runs_from(s, plant, self.ix.first_year), s))
                self._later((key, "from"), site, plant, self.ix.first_year)
            return None
        ended = [asset for asset in standing if asset.last_year is not None and asset.last_year < year]
        places += [("Existing", asset.asset, "last_year") for asset in ended]
        place = min(allowed, key=lambda s: (self.runs_from(s, plant, year), s), default=None)
        if place is None or self.dates.first_start(place, plant) == NEVER:
            return self._never(key, plant, places)
        return self._later(key, place, plant, year)

    def _never(self, key: object, plant: str, places: list[Place]) -> None:
        """A plant that cannot be begun at all: no place, no year in which it would still run, too dear, or a gate."""
        ix, found = self.ix, list(places)
        gates: list[Requirement] = []
        for row in ix.case.plant_sites:
            if row.plant != plant:
                continue
            key_of = joined((plant, row.site))
            late = row.first_start_year is not None and row.first_start_year > ix.first_year
            if (row.site, plant) not in ix.plants.modules_at:
                column = "first_start_year" if late and row.maximum_modules else "maximum_modules"
                found.append(("PlantSites", key_of, column))
                continue
            last = max(max(ix.plants.slots[row.site, m]) for m in ix.plants.modules_at[row.site, plant])
            gates += self.dates.waits_for("construction", row.site, plant, last)
            dear = all(
                ix.plants.capex(ix.rows.modules[m]) > ix.settings.construction_starts_limit
                for m in ix.plants.modules_at[row.site, plant]
            )
            if dear:
                found.append(("Settings", "", "construction_starts_limit"))
        found += [_requirement(gate) for gate in gates]
        self._say(key, "plant_never", found or [("Plants", plant, "plant")], plant=named(ix.rows.plants[plant]))
        for gate in gates:
            if gate.programme is not None:
                self._programme(gate.programme)

    def _later(self, key: object, site: str, plant: str, year: int) -> None:
        """A plant that cannot run yet: when it can be begun, how long that takes, and what it waits for."""
        dates, ix = self.dates, self.ix
        begun = dates.first_start(site, plant)
        first = [m for m in ix.plants.modules_at[site, plant] if dates.construction[site, m] == begun]
        module = min(first, key=lambda m: ix.rows.modules[m].lead_time)
        before = dates.waits_for("construction", site, plant, begun - 1)
        runs = self.runs_from(site, plant, max(year, begun))
        gates = dates.waits_for("operation", site, plant, runs - 1) if runs != NEVER else []
        places: list[Place] = [("Modules", module, "lead_time")]
        if begun > ix.first_year and not before:
            places.append(("PlantSites", joined((plant, site)), "first_start_year"))
        places += [_requirement(row) for row in (*before, *gates)]
        anywhere = self._is_earliest(site, plant, year)
        later = "plant_later_anywhere" if anywhere else "plant_later"
        waits = "plant_waits_anywhere" if anywhere else "plant_waits"
        self._say(
            key, later if runs != NEVER else waits, places,
            plant=named(ix.rows.plants[plant]), site=named(ix.rows.sites[site]), begun=begun, runs=runs,
            lead=bare(ix.rows.modules[module].lead_time),
        )  # fmt: skip
        for row in (*before, *gates):
            if row.programme is not None:
                self._programme(row.programme)
            elif row.needs_plant is not None and ("plant", row.needs_plant) not in self._found:
                self._later(("plant", row.needs_plant), site, row.needs_plant, year)

    def runs_from(self, site: str, plant: str, year: int) -> int:
        """First year from a year on in which a plant can run at a site."""
        return next((y for y in self.ix.years if y >= year and self.amounts.capacity(site, plant, y) > 0), NEVER)

    def _programme(self, name: str) -> None:
        """From when on a programme is in effect, and what it follows."""
        key = ("programme", name)
        if key in self._found:
            return
        row, begun = self.ix.rows.programmes[name], self.dates.begun[name]
        values = {
            "programme": named(row), "begun": begun, "duration": row.duration, "effect": self.dates.effective(name),
            "finished": self.dates.finished(name),
        }  # fmt: skip
        places: list[Place] = [("Programmes", name, "duration")]
        if begun == NEVER:
            return self._say(key, "programme_never", [*places, ("Programmes", name, "last_start")], **values)
        if row.started is not None:
            return self._say(key, "programme_runs", [*places, ("Programmes", name, "started")], **values)
        follows = row.needs is not None and self.dates.effective(row.needs) == begun
        if not follows:
            own = row.first_start is not None and row.first_start >= begun
            from_when: Place = ("Programmes", name, "first_start") if own else ("Settings", "", "first_decision_year")
            return self._say(key, "programme", [*places, from_when], **values)
        assert row.needs is not None
        values["needs"] = named(self.ix.rows.programmes[row.needs])
        self._say(key, "programme_after", [*places, ("Programmes", name, "needs")], **values)
        return self._programme(row.needs)

    def _is_earliest(self, site: str, plant: str, year: int) -> bool:
        """Whether a plant can be built at several sites, and at none of them earlier than at this one."""
        begun = {s: self.dates.first_start(s, plant) for s, p in self.ix.plants.modules_at if p == plant}
        begun = {s: first for s, first in begun.items() if first != NEVER}
        runs = {s: self.runs_from(s, plant, max(year, first)) for s, first in begun.items()}
        return len(begun) > 1 and begun[site] == min(begun.values()) and runs[site] == min(runs.values())

    def _say(self, key: object, word: str, places: Iterable[Place], **values: object) -> None:
        cells = tuple(dict.fromkeys(self.cell(place) for place in places))
        self._found[key] = Reason(SAY.both(word, **values), cells)


def _requirement(row: Requirement) -> Place:
    key = (row.plant, row.site, row.alternative_set, row.programme, row.needs_plant)
    return "Requirements", joined(key), "programme" if row.programme else "needs_plant"


def named(row: object) -> Text:
    """The name of any row that has one in both languages."""
    return Text(getattr(row, "name_en"), getattr(row, "name_tr"))  # noqa: B009 (any row that has both names)
