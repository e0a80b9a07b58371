"""Where the rare earths of a plan come from and go to: flows between commodities in t of oxide, by year and by origin.

Quantities become t of rare-earth oxide (REO) through the contents in Composition, so that ore in kt, oxides in t and
motors in thousands can stand in one picture. Per process, what goes in is shared over what comes out in proportion;
what does not come out is lost (residues, slags, dust, or more of an element than the product is said to hold). All
sites together make one pool of each commodity.

Origin is followed the same way: every pool is mixed evenly, stocks keep the mixture of the year before. It is solved
per balance group (Elements.balance_group), because elements of a group may stand in for each other in recipes. So one
element may be short where another of its group is left over; the difference is a flow of its own, ``gained``.

Process scrap that goes back to an earlier stage would make the picture a circle: it leaves as ``returned`` and enters
again as ``reused``, the same amount in the same year.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from roadmap_opt.case.sheets.physical import STAGES
from roadmap_opt.insight.flow_order import circular_steps, columns_of
from roadmap_opt.runs.run import Run, by_year, records

ORIGINS: tuple[str, ...] = ("home", "imported", "home_scrap", "imported_scrap")
"""Domestic ore and other primary feed, imported primary feed, end-of-life goods of the country, imported ones."""

_SCRAP_STAGES = ("scrap", "ewaste", "swarf")
NEGLIGIBLE = 1e-6
"""Tonnes of oxide below which a flow is a rounding error of the solver."""

Mixture = npt.NDArray[np.float64]
Amounts = dict["Node", float]


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the picture. ``kind`` is ``commodity``; or a beginning: ``mined``, ``imported``, ``bought``,
    ``collected``, ``from_stock``, ``reused``, ``gained``; or an end: ``sold``, ``exported``, ``disposed``,
    ``to_stock``, ``returned``, ``lost``. ``item`` is a commodity, for ``lost`` and ``gained`` a plant, for the other
    beginnings and ends the stage of the commodity.
    """

    kind: str
    item: str


@dataclass(frozen=True, slots=True)
class Flow:
    """``amount`` t of oxide that went from one node to another in a year, and from where it came once."""

    year: int
    source: Node
    target: Node
    origin: str
    amount: float


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: ``all`` rare earths, the ``magnet`` rare earths, or one element; by balance group."""

    key: str
    elements: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Process:
    """A recipe in a year: oxide that went in, came out and was lost, by node; both sides add up to the same."""

    inputs: Amounts
    outputs: Amounts


class RareEarthFlows:
    """The flows of one plan in every measure."""

    def __init__(self, run: Run) -> None:
        self._ix = run.ix
        self._tables = run.tables
        self.years = run.case.decision_years
        self._flows: dict[str, list[Flow]] = {}

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """All rare earths, the magnet rare earths together, and each magnet element that the plan touches."""
        elements = self._ix.case.elements
        magnet = [element for element in elements if element.magnet_element]
        found = [Measure("all", _by_group(elements)), Measure("magnet", _by_group(magnet))]
        found += [Measure(element.element, _by_group([element])) for element in magnet]
        return tuple(measure for measure in found if self.flows(measure))

    def flows(self, measure: Measure) -> list[Flow]:
        """Every flow of a measure, parts of the same origin added up."""
        if measure.key in self._flows:
            return self._flows[measure.key]
        summed: dict[tuple[int, Node, Node, str], float] = defaultdict(float)
        for group, elements in measure.elements.items():
            for year in self.years:
                for source, target, amount, mixture in self._links(year, group, elements):
                    for origin, share in zip(ORIGINS, mixture, strict=True):
                        summed[year, source, target, origin] += amount * float(share)
        self._flows[measure.key] = [Flow(*key, amount) for key, amount in summed.items() if amount > NEGLIGIBLE]
        return self._flows[measure.key]

    @cached_property
    def columns(self) -> dict[Node, int]:
        """Column of each node from the left, the same in every year and measure."""
        pairs = {(flow.source, flow.target) for measure in self.measures for flow in self.flows(measure)}

        def stage_of(node: Node) -> str | None:
            return self._ix.rows.commodities[node.item].stage if node.kind == "commodity" else None

        return columns_of(pairs, stage_of)

    def _links(self, year: int, group: str, elements: frozenset[str]) -> Iterator[tuple[Node, Node, float, Mixture]]:
        """Flows of one year: source, target, amount and mixture of origins."""
        weight = self._weights(elements)
        mixtures = self._mixtures[group][year]
        for commodity, entries in self._entering[year].items():
            for kind, (quantity, mixture) in entries.items():
                if quantity * weight[commodity] > 0:
                    source = Node(kind, self._ix.rows.commodities[commodity].stage)
                    if kind == "from_stock":
                        mixture = self._mixtures[group].get(year - 1, {}).get(commodity, mixture)
                    yield source, Node("commodity", commodity), quantity * weight[commodity], mixture
        for commodity, exits in self._leaving[year].items():
            for kind, quantity in exits.items():
                if quantity * weight[commodity] > 0:
                    target = Node(kind, self._ix.rows.commodities[commodity].stage)
                    yield Node("commodity", commodity), target, quantity * weight[commodity], mixtures[commodity]
        for recipe, activity in self._activity[year].items():
            yield from self._links_of(recipe, self._process(recipe, activity, weight), mixtures)

    def _links_of(
        self, recipe: str, process: Process, mixtures: Mapping[str, Mixture]
    ) -> Iterator[tuple[Node, Node, float, Mixture]]:
        total = math.fsum(process.inputs.values())
        blend = sum(
            (amount * mixtures[node.item] for node, amount in process.inputs.items() if node.kind == "commodity"),
            start=np.zeros(len(ORIGINS)),
        )
        blend = blend / blend.sum() if blend.sum() > 0 else self._blend_of(recipe, mixtures)
        goes_back = recipe in self._circular
        for source, amount in process.inputs.items():
            mixture = mixtures[source.item] if source.kind == "commodity" else blend
            begin = source
            if goes_back and source.kind == "commodity":
                stage = self._ix.rows.commodities[source.item].stage
                yield source, Node("returned", stage), amount, mixture
                begin = Node("reused", stage)
            for target, share in process.outputs.items():
                yield begin, target, amount * share / total, mixture

    def _blend_of(self, recipe: str, mixtures: Mapping[str, Mixture]) -> Mixture:
        """Mixture of a product whose element none of the inputs holds: that of the inputs' group, in equal parts."""
        blend = sum((mixtures[name] for name in self._ix.materials.inputs[recipe]), start=np.zeros(len(ORIGINS)))
        return blend / blend.sum() if blend.sum() > 0 else _only("home")

    def _process(self, recipe: str, activity: float, weight: Mapping[str, float]) -> Process:
        """What goes in and out; a difference is lost, or gained where elements stand in for each other."""
        plant = self._ix.rows.recipes[recipe].plant
        sides = [
            {Node("commodity", name): activity * q * weight[name] for name, q in flows[recipe].items() if weight[name]}
            for flows in (self._ix.materials.inputs, self._ix.materials.outputs)
        ]
        surplus = math.fsum(sides[0].values()) - math.fsum(sides[1].values())
        if surplus > NEGLIGIBLE:
            sides[1][Node("lost", plant)] = surplus
        elif surplus < -NEGLIGIBLE:
            sides[0][Node("gained", plant)] = -surplus
        if not sides[0] or not sides[1]:
            return Process({}, {})
        return Process(*sides)

    def _weights(self, elements: frozenset[str]) -> dict[str, float]:
        """Content of these elements in one unit of each commodity, t of oxide."""
        content = self._ix.materials.content
        return {c: math.fsum(content.get((c, e), 0.0) for e in elements) for c in self._ix.rows.commodities}

    # --- what crosses the border of the chain, in units of the commodities ---

    @cached_property
    def _activity(self) -> dict[int, dict[str, float]]:
        """Activity by year and recipe, all sites."""
        return _years_first(by_year(self._tables["activity"], ("recipe",), "activity"), self.years)

    @cached_property
    def _entering(self) -> dict[int, dict[str, dict[str, tuple[float, Mixture]]]]:
        """Quantity and mixture by year, commodity and kind of beginning."""
        entering: dict[int, dict[str, dict[str, tuple[float, Mixture]]]] = {
            year: defaultdict(dict) for year in self.years
        }

        def enter(year: int, commodity: str, kind: str, quantity: float) -> None:
            recycled = self._ix.rows.commodities[commodity].stage in _SCRAP_STAGES or kind == "collected"
            place = "imported" if kind == "imported" else "home"
            already = entering[year][commodity].get(kind, (0.0, None))[0]
            entering[year][commodity][kind] = (already + quantity, _only(f"{place}_scrap" if recycled else place))

        for row in records(self._tables["purchases"]):
            supply = self._ix.rows.supplies[row.supply]
            enter(row.year, supply.commodity, "imported" if supply.foreign else "bought", row.quantity)
        for column, kind in (("mined", "mined"), ("collected", "collected"), ("opening_stock", "from_stock")):
            for (commodity,), years in by_year(self._tables["balances"], ("commodity",), column).items():
                for year, quantity in years.items():
                    if quantity > 0:
                        enter(year, commodity, kind, quantity)
        return entering

    @cached_property
    def _leaving(self) -> dict[int, dict[str, dict[str, float]]]:
        """Quantity by year, commodity and kind of end."""
        leaving: dict[int, dict[str, dict[str, float]]] = {
            year: defaultdict(lambda: defaultdict(float)) for year in self.years
        }
        sold = [(row.market, row) for row in records(self._tables["sales"])]
        sold += [(self._ix.rows.contracts[row.contract].market, row) for row in records(self._tables["deliveries"])]
        for name, row in sold:
            market = self._ix.rows.markets[name]
            leaving[row.year][market.commodity]["sold" if market.domestic else "exported"] += row.quantity
        for column, kind in (("disposed", "disposed"), ("closing_stock", "to_stock")):
            for (commodity,), years in by_year(self._tables["balances"], ("commodity",), column).items():
                for year, quantity in years.items():
                    leaving[year][commodity][kind] += quantity
        return leaving

    # --- origins ---

    @cached_property
    def _mixtures(self) -> dict[str, dict[int, dict[str, Mixture]]]:
        """Shares of the origins in each pool, by balance group, year and commodity."""
        found: dict[str, dict[int, dict[str, Mixture]]] = {}
        for group, elements in _by_group(self._ix.case.elements).items():
            weight = self._weights(elements)
            before: dict[str, Mixture] = {}
            found[group] = {}
            for year in self.years:
                before = self._solved(year, weight, before)
                found[group][year] = before
        return found

    def _solved(self, year: int, weight: Mapping[str, float], before: Mapping[str, Mixture]) -> dict[str, Mixture]:
        """The mixtures of a year: a linear system, because returned scrap makes pools depend on each other."""
        position = {commodity: at for at, commodity in enumerate(self._ix.rows.commodities)}
        system = np.zeros((len(position), len(position)))
        right = np.zeros((len(position), len(ORIGINS)))
        for commodity, entries in self._entering[year].items():
            at = position[commodity]
            for kind, (quantity, mixture) in entries.items():
                amount = quantity * weight[commodity]
                system[at, at] += amount
                right[at] += amount * (before.get(commodity, mixture) if kind == "from_stock" else mixture)
        for recipe, activity in self._activity[year].items():
            process = self._process(recipe, activity, weight)
            total = math.fsum(process.inputs.values())
            for target, amount in process.outputs.items():
                if target.kind == "commodity":
                    at = position[target.item]
                    system[at, at] += amount
                    for source, part in process.inputs.items():
                        if source.kind == "commodity":
                            system[at, position[source.item]] -= amount * part / total
                        else:  # a rounding of the recipe: no origin of its own
                            right[at] += amount * part / total * _only("home")
        for commodity, at in position.items():
            if not system[at].any():
                system[at, at] = 1.0
                right[at] = before.get(commodity, _only("home"))
        # Least squares, because pools that feed only each other leave their origin open; every other has one solution.
        # Rows are brought to one size first: tonnes of ore and grams of terbium stand side by side.
        size = np.abs(system).max(axis=1, keepdims=True)
        solved = np.linalg.lstsq(system / size, right / size, rcond=None)[0]
        return {commodity: solved[at] for commodity, at in position.items()}

    @cached_property
    def _circular(self) -> frozenset[str]:
        """Recipes that lead back to an earlier stage."""
        order = {
            name: (STAGES.index(row.stage), at) for at, (name, row) in enumerate(self._ix.rows.commodities.items())
        }
        used = {recipe for recipes in self._activity.values() for recipe in recipes}
        steps = {
            recipe: {(a, b) for a in self._ix.materials.inputs[recipe] for b in self._ix.materials.outputs[recipe]}
            for recipe in used
        }
        holding = {c for c, amount in self._ix.materials.reo.items() if amount}
        steps = {r: {(a, b) for a, b in pairs if a in holding and b in holding} for r, pairs in steps.items()}
        back = circular_steps({pair for pairs in steps.values() for pair in pairs}, order)
        return frozenset(recipe for recipe, pairs in steps.items() if pairs & back)


def _by_group(elements: Iterable[object]) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for row in elements:
        groups[row.balance_group].add(row.element)  # type: ignore[attr-defined]
    return {group: frozenset(names) for group, names in groups.items()}


def _only(origin: str) -> Mixture:
    """A mixture of one origin."""
    return np.array([float(origin == each) for each in ORIGINS])


def _years_first(
    rows: Mapping[tuple[str, ...], Mapping[int, float]], years: Iterable[int]
) -> dict[int, dict[str, float]]:
    turned: dict[int, dict[str, float]] = {year: {} for year in years}
    for (key,), values in rows.items():
        for year, value in values.items():
            if value > 0:
                turned[year][key] = value
    return turned
