"""Materials: which recipe makes or uses what where, and which rare earths a commodity holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from roadmap_opt.case.indexes.plants import Plants
from roadmap_opt.case.indexes.rows import Rows


@dataclass(eq=False, repr=False)
class Materials:
    """Recipes at their sites, the nodes (commodity, site) of the balances, contents and origins."""

    rows: Rows
    plants: Plants

    @cached_property
    def recipe_sites(self) -> tuple[tuple[str, str], ...]:
        """``(site, recipe)`` pairs: every recipe at every site of its plant."""
        return tuple(
            (site, r.recipe) for site, plant in self.plants.places for r in self.rows.case.recipes if r.plant == plant
        )

    @cached_property
    def water_users(self) -> dict[str, tuple[str, ...]]:
        """Recipes that use water, by site, where there are any."""
        found: dict[str, list[str]] = defaultdict(list)
        for site, recipe in self.recipe_sites:
            if self.rows.recipes[recipe].water:
                found[site].append(recipe)
        return {site: tuple(recipes) for site, recipes in found.items()}

    @cached_property
    def outputs(self) -> dict[str, dict[str, float]]:
        """Quantity made per unit of activity, by recipe and commodity."""
        return self._flows("out")

    @cached_property
    def inputs(self) -> dict[str, dict[str, float]]:
        """Quantity consumed per unit of activity, by recipe and commodity."""
        return self._flows("in")

    def _flows(self, direction: str) -> dict[str, dict[str, float]]:
        flows: dict[str, dict[str, float]] = {recipe: {} for recipe in self.rows.recipes}
        for row in self.rows.case.recipe_flows:
            if row.direction == direction:
                flows[row.recipe][row.commodity] = row.quantity
        return flows

    @cached_property
    def makers(self) -> dict[tuple[str, str], list[tuple[str, float]]]:
        """Recipes that make a commodity at a site, with the quantity per activity."""
        return self._recipes_by_node(self.outputs)

    @cached_property
    def users(self) -> dict[tuple[str, str], list[tuple[str, float]]]:
        """Recipes that consume a commodity at a site, with the quantity per activity."""
        return self._recipes_by_node(self.inputs)

    def _recipes_by_node(self, flows: dict[str, dict[str, float]]) -> dict[tuple[str, str], list[tuple[str, float]]]:
        nodes: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
        for site, recipe in self.recipe_sites:
            for commodity, quantity in flows[recipe].items():
                nodes[commodity, site].append((recipe, quantity))
        return dict(nodes)

    @cached_property
    def maker_sites(self) -> dict[str, list[str]]:
        """Sites at which a commodity can be made or mined."""
        sites: dict[str, dict[str, None]] = defaultdict(dict)
        for commodity, site in self.makers:
            sites[commodity][site] = None
        for deposit in self.rows.case.deposits:
            sites[deposit.commodity][deposit.site] = None
        return {commodity: list(names) for commodity, names in sites.items()}

    @cached_property
    def user_sites(self) -> dict[str, list[str]]:
        """Sites at which a commodity can be consumed."""
        sites: dict[str, list[str]] = defaultdict(list)
        for commodity, site in self.users:
            sites[commodity].append(site)
        return dict(sites)

    @cached_property
    def nodes(self) -> tuple[tuple[str, str], ...]:
        """``(commodity, site)`` at which something can be made, mined or consumed."""
        pairs = dict.fromkeys(self.makers)
        pairs.update(dict.fromkeys((row.commodity, row.site) for row in self.rows.case.deposits))
        pairs.update(dict.fromkeys(self.users))
        return tuple(pairs)

    @cached_property
    def stock_nodes(self) -> tuple[tuple[str, str], ...]:
        """Nodes at which a stock may be held."""
        return tuple((c, s) for c, s in self.nodes if self.rows.commodities[c].storage_limit > 0)

    def is_stored(self, commodity: str, period: int) -> bool:
        """Whether the stock of a commodity may change in a period: in the tail, a steady state, only of residues."""
        return not self.rows.is_tail(period) or self.rows.commodities[commodity].stage == "residue"

    @cached_property
    def disposal_nodes(self) -> tuple[tuple[str, str], ...]:
        """Nodes at which the commodity may be disposed of."""
        return tuple(
            (c, s)
            for c, s in self.nodes
            if self.rows.commodities[c].disposal_cost is not None and self.rows.commodities[c].disposal_limit > 0
        )

    @cached_property
    def content(self) -> dict[tuple[str, str], float]:
        """Oxide-equivalent content, t per unit, by commodity and element."""
        return {(row.commodity, row.element): row.content for row in self.rows.case.composition}

    @cached_property
    def reo(self) -> dict[str, float]:
        """All rare-earth oxide in one unit of a commodity, t."""
        totals = dict.fromkeys(self.rows.commodities, 0.0)
        for (commodity, _), value in self.content.items():
            totals[commodity] += value
        return totals

    @cached_property
    def richness(self) -> dict[str, float]:
        """Rare earths that an ore gives by its best recipe over those of the ore at one of its sites that gives most; 1
        where nothing is known.
        """
        found: dict[str, float] = {}
        deposits = self.rows.case.deposits
        given = self.best_from_ore(lambda c, _: self.reo[c])
        for c, row in self.rows.commodities.items():
            if row.stage == "ore":
                sites = {deposit.site for deposit in deposits if deposit.commodity == c}
                most = max((given.get(other.commodity, 0.0) for other in deposits if other.site in sites), default=0.0)
                found[c] = given.get(c, 0.0) / most if most else 1.0
        return found

    @cached_property
    def magnet_reo(self) -> dict[str, float]:
        """Magnet rare earths (Nd, Pr, Dy, Tb as flagged in Elements) in one unit of a commodity, t oxide."""
        flagged = {row.element for row in self.rows.case.elements if row.magnet_element}
        totals = dict.fromkeys(self.rows.commodities, 0.0)
        for (commodity, element), value in self.content.items():
            totals[commodity] += value if element in flagged else 0.0
        return totals

    @cached_property
    def feed_class(self) -> dict[str, str]:
        """Origin of a recipe's rare earths: ``end_of_life``, ``swarf``, ``imported``, ``domestic`` or ``internal``.

        Scrap and e-waste come first, then swarf; ore, concentrate and mixed products are imported when no recipe and
        no deposit of the workbook yields them; everything else passes on what it was given.
        """
        classes = {}
        for recipe, inputs in self.inputs.items():
            stages = {self.rows.commodities[name].stage for name in inputs}
            raw = [n for n in inputs if self.rows.commodities[n].stage in ("ore", "concentrate", "mixed_reo")]
            if stages & {"scrap", "ewaste"}:
                classes[recipe] = "end_of_life"
            elif "swarf" in stages:
                classes[recipe] = "swarf"
            elif raw:
                classes[recipe] = "domestic" if all(name in self.domestic_raw for name in raw) else "imported"
            else:
                classes[recipe] = "internal"
        return classes

    @cached_property
    def separators(self) -> frozenset[str]:
        """Plants of category refining that make oxides."""
        return frozenset(
            row.plant
            for row in self.rows.case.recipes
            if self.rows.plants[row.plant].category == "refining"
            and any(self.rows.commodities[c].stage == "oxide" for c in self.outputs[row.recipe])
        )

    def best_from_ore(self, weight: Callable[[str, str], float]) -> dict[str, float]:
        """The most that one unit of an ore gives in concentrate or mixed product by any recipe of the workbook,
        unlocked or not, weighted by ``weight(commodity, ore)``.
        """
        best: dict[str, float] = {}
        for recipe, inputs in self.inputs.items():
            ores = {c: q for c, q in inputs.items() if self.rows.commodities[c].stage == "ore"}
            made = {
                c: quantity
                for c, quantity in self.outputs[recipe].items()
                if self.rows.commodities[c].stage in ("concentrate", "mixed_reo")
            }
            for ore in ores:
                worth = sum(quantity * weight(c, ore) for c, quantity in made.items())
                best[ore] = max(best.get(ore, 0.0), worth / sum(ores.values()))
        return best

    @cached_property
    def concentrates(self) -> dict[str, tuple[str, ...]]:
        """Concentrates that recipes make of an ore, by ore."""
        found: dict[str, dict[str, None]] = {c: {} for c, row in self.rows.commodities.items() if row.stage == "ore"}
        for recipe, inputs in self.inputs.items():
            made = [c for c in self.outputs[recipe] if self.rows.commodities[c].stage == "concentrate"]
            for ore in (c for c in inputs if c in found):
                found[ore] |= dict.fromkeys(made)
        return {ore: tuple(made) for ore, made in found.items()}

    def wins_back(self, recipe: str) -> bool:
        """Whether a recipe yields magnet rare earths."""
        return any(self.magnet_reo[c] > 0 for c in self.outputs[recipe])

    @cached_property
    def domestic_raw(self) -> frozenset[str]:
        """Commodities that a deposit yields or a recipe makes."""
        made = {name for outputs in self.outputs.values() for name in outputs}
        return frozenset(made | {row.commodity for row in self.rows.case.deposits})
