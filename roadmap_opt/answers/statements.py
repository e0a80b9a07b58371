"""The answers about a plan in sentences, each with its numbers: what the console prints, and the page says first."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from roadmap_opt.answers.about_plan import PlanAnswers
from roadmap_opt.answers.firm import MARGINS, Firmness, Lean, Point, Unlike
from roadmap_opt.answers.levers import ALL, Lever
from roadmap_opt.answers.limit_numbers import Number
from roadmap_opt.answers.limits import TENTH, LimitValue
from roadmap_opt.answers.price import TargetPrice
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.figures import bare, number, percent, spans
from roadmap_opt.messages import Text
from roadmap_opt.runs.explained import LITTLE, Between
from roadmap_opt.runs.names import Names
from roadmap_opt.words import EXPLAIN as SAY

ROUNDING = 1e-7
"""A change below this is that of a solver's tolerances."""

MOST_NAMES = 12
"""Names in one sentence."""

FEW_NAMES = 4
"""The same where there is a sentence for each of many changes."""

KINDS = {"build": "plant", "start": "programme", "sign": "contract", "mobilise": "source_name"}


class Statements:
    """Sentences about the answers, in both languages."""

    def __init__(self, answers: PlanAnswers) -> None:
        self.answers = answers
        self.names = Names(answers.run.case)
        items = answers.run.tables["objective"].set_index("item")["value"]
        self.npv = float(items["chosen_npv_with_terminal"])

    def by_topic(self) -> Iterator[tuple[str, list[Text]]]:
        """The topics that were asked, each with its sentences."""
        told = self.answers
        if told.prices:
            yield "price", list(self._prices())
        if told.parts:
            yield "firm", list(self._firm())
        if told.points:
            yield "less", [self.point(point) for point in told.points]
        if told.levers:
            yield "delay", [self.lever(lever) for lever in told.levers]
        if told.limits:
            yield "limits", [self.limit(limit) for limit in told.limits]

    def _prices(self) -> Iterator[Text]:
        priced = [price for price in self.answers.prices if price.cost is not None]
        free = [price.target.target for price in priced if price.cost is not None and price.cost.is_little]
        dear = sorted((p for p in priced if p.target.target not in free), key=lambda p: -_low(p.last))
        sure = [price for price in dear if _low(price.last) >= LITTLE]
        if len(sure) > 1 and all(price.alone is not None for price in sure):
            totals = {key: _sum([getattr(price, key) for price in sure]).told() for key in ("last", "alone")}
            yield SAY.both("price_total", count=len(sure), **totals)
        if self.answers.together is not None:
            yield SAY.both("price_together", together=self.answers.together.told())
        for price in dear:
            yield self.price(price)
        if free:
            yield SAY.both("price_free", names=self.listed("target", free, len(free)), most=number(LITTLE, 1))
        unknown = [price.target.target for price in self.answers.prices if price.last is None]
        if unknown:
            yield SAY.both("price_open", names=self.listed("target", unknown))

    def price(self, price: TargetPrice) -> Text:
        """What one target costs last of all, and alone."""
        assert price.cost is not None
        name = self.names("target", price.target.target)
        if price.missed:
            name = SAY.both("price_as_far", name=name)
        return SAY.both("price", name=name, told=price.cost.told())

    def _firm(self) -> Iterator[Text]:
        told, objective = self.answers.parts, self.answers.base.objective
        widest = MARGINS[-1]
        needed = [part for part in told if part.needed(widest, objective)]
        if needed:
            yield SAY.both("firm_needed", margin=percent(widest), names=self._parts(needed))
        told_already: set[str] = set()
        for margin in MARGINS:
            free = [part for part in told if part.needed(margin, objective) is False and part.item not in told_already]
            told_already |= {part.item for part in free}
            if free:
                yield SAY.both("firm_free", margin=percent(margin), names=self._parts(free))
        yield from (self.lean(each) for each in self.answers.lean)
        if self.answers.unlike is not None:
            yield self.unlike(self.answers.unlike)

    def lean(self, lean: Lean) -> Text:
        """What can go all together within a margin."""
        gone = self._gone(lean.left_out)
        return SAY.both(
            "lean" if gone else "lean_all",
            names=_joined(gone),
            margin=percent(lean.margin, 0),
            investment=lean.investment.told(0),
            before=number(lean.before, 0),
            npv=number(lean.npv, 0),
            shortfall=number(lean.shortfall, 2),
        )

    def unlike(self, other: Unlike) -> Text:
        """The plan that is as unlike both the plan and the leanest one as can be."""
        instead = self._capacities(other.instead)
        return SAY.both(
            "unlike" if instead else "unlike_less",
            margin=percent(other.margin, 0),
            names=_joined(self._gone(other.left_out)),
            instead=_joined(instead),
            investment=number(other.investment, 0),
            npv=number(other.npv, 0),
            shortfall=number(other.shortfall, 2),
        )

    def _gone(self, parts: Sequence[tuple[str, int]]) -> list[Text]:
        """What a plan has no longer that a reader asks about: plants with their capacities, contracts and sources."""
        asked = [name for name, _ in parts if self._kinds.get(name) in ("contract", "source_name")]
        return [*self._capacities(parts), *(self.names(self._kinds[name], name) for name in asked)]

    @cached_property
    def _kinds(self) -> dict[str, str]:
        """What programmes, contracts and sources are, by their names."""
        case = self.answers.run.case
        kinds = {row.programme: "programme" for row in case.programmes}
        kinds |= {row.contract: "contract" for row in case.contracts}
        return kinds | {row.source_name: "source_name" for row in case.funding}

    def _capacities(self, parts: Sequence[tuple[str, int]]) -> list[Text]:
        """The plant types among parts, each with how much of its capacity they are of all that the plan builds."""
        case, modules = self.answers.run.case, {row.module: row for row in self.answers.run.case.modules}
        units = {row.plant: row.capacity_unit for row in case.plants}
        built, among = dict.fromkeys(units, 0.0), dict.fromkeys(units, 0.0)
        for (_, module, _), count in self.answers.base.plan.builds.items():
            built[modules[module].plant] += count * modules[module].capacity
        for name, _ in parts:
            if name in modules:
                among[modules[name].plant] += modules[name].capacity
        return [
            SAY.both(
                "capacity_of",
                name=self.names("plant", plant),
                part=bare(capacity),
                whole=bare(built[plant]),
                unit=self.names.unit(units[plant]),
            )
            for plant, capacity in among.items()
            if capacity > 0
        ]

    def _parts(self, parts: Sequence[Firmness]) -> Text:
        return _joined([self.names(KINDS[part.kind], part.item) for part in parts])

    def point(self, point: Point) -> Text:
        """What is left within a limit."""
        told = self.answers
        values = {
            "before": number(told.base.shortfall, 2),
            "limit": percent(point.limit) if point.front == "imports" else bare(point.limit),
            "share": percent(point.share, 0),
        }
        if point.npv is None or point.shortfall is None:
            return Text.joined(SAY.both(f"within_{point.front}", **values), SAY.both("less_impossible"))
        values |= {"npv": number(point.npv, 0), "npv_before": number(self.npv, 0)}
        values |= {"shortfall": number(point.shortfall, 2)}
        parts = [SAY.both(f"within_{point.front}", **values), SAY.both("less_left", **values)]
        if point.worse:
            parts.append(SAY.both("less_worse", names=self.worse(point.worse)))
        if gone := self._gone(point.left_out):
            parts.append(SAY.both("left_out", names=_joined(gone, FEW_NAMES)))
        if point.open >= LITTLE:
            parts.append(SAY.both("less_open", open=number(point.open, 0)))
        return Text.joined(*parts)

    def worse(self, missed: Mapping[str, tuple[int, ...]], most: int = MOST_NAMES) -> Text:
        """Targets that are missed by more, with the years in which each is missed only now."""
        told = []
        for target, years in missed.items():
            name = self.names("target", target)
            when = f" ({spans(frozenset(years))})" if years else ""
            told.append(Text(name.en + when, name.tr + when))
        return _joined(told, most)

    def lever(self, lever: Lever) -> Text:
        """What a delay or another ceiling costs."""
        if lever.kind == "ceiling":
            what = self.ceiling(lever)
        elif lever.item == ALL:
            what = SAY.both("delay_everything")
        else:
            what = SAY.both("delay", name=self.names("programme", lever.item))
        if lever.npv is None or lever.shortfall is None:
            return SAY.both("lever_impossible" if lever.impossible else "lever_open", what=what)
        told = SAY.both(
            "lever" if lever.loss is None else "lever_loss",
            what=what,
            npv=number(lever.npv, 0),
            npv_before=number(self.npv, 0),
            shortfall=number(lever.shortfall, 2),
            before=number(self.answers.base.shortfall, 2),
            loss=(lever.loss or Between(0.0, 0.0)).told(0),
        )
        parts = [told]
        if lever.worse:
            parts.append(SAY.both("lever_worse", names=self.worse(lever.worse, FEW_NAMES)))
        if gone := self._gone(lever.left_out):
            parts.append(SAY.both("left_out", names=_joined(gone, FEW_NAMES)))
        return Text.joined(*parts)

    def ceiling(self, lever: Lever) -> Text:
        """The other ceiling on contracts, with the one of the workbook."""
        now = self.answers.run.case.settings.offtake_share
        return SAY.both("ceiling", share=percent(float(lever.item), 0), now=percent(now, 0))

    def limit(self, limit: LimitValue) -> Text:
        """What one more unit of a limit is worth, and how far that holds."""
        first = SAY.both(
            "limit",
            cell=limit.cell,
            words=self.named(limit.number),
            value=self._present(limit),
            step=self.step(limit),
            npv=signed(limit.unit.npv),
            shortfall=signed(limit.unit.shortfall),
        )
        parts = [first]
        if any(limit.holds):
            low, high = holding(limit)
            parts.append(SAY.both("limit_holds", low=low, high=high))
        less, more = (self._tenth(limit, sign * TENTH) for sign in (-1, 1))
        if less is not None and more is not None:
            lower, higher = (amount(limit, limit.value * (1 + sign * TENTH)) for sign in (-1, 1))
            parts.append(SAY.both("limit_tenth", less=less, more=more, lower=lower, higher=higher))
        return Text.joined(*parts)

    @staticmethod
    def _tenth(limit: LimitValue, step: float) -> Text | None:
        """What a tenth less or more does; nothing where it was not tried."""
        worth = limit.tenth(step)
        if isinstance(worth, float):
            return SAY.both("limit_tenth_worth", objective=signed(worth, 1))
        return None if worth is None else SAY.both(f"limit_tenth_{worth}")

    def _present(self, limit: LimitValue) -> Text:
        """The present value with its unit; a share is in per cent."""
        shown = amount(limit, limit.value)
        return shown if limit.is_share else Text.joined(shown, self.unit(limit))

    def step(self, limit: LimitValue) -> Text:
        """One unit more, in words."""
        if limit.is_share:
            return SAY.both("limit_point_yearly" if limit.is_yearly else "limit_point")
        return SAY.both("limit_step", step=bare(limit.unit.step), unit=self.unit(limit))

    def named(self, limit: Number) -> Text:
        """What is limited as a reader calls it: the thing, and the column's label up to what explains it."""
        spec = SHEETS[limit.sheet]
        meta = spec.column(limit.column).meta
        label = Text(*(re.split("[:;]", words)[0] for words in (meta.en, meta.tr)))
        named = zip(spec.key_columns, limit.key.split("|"), strict=False)
        parts = [self._called(key, name) for key, name in named]
        parts += [label, *([] if limit.year is None else [Text.same(str(limit.year))])]
        return Text.listed(parts, " · ")

    def _called(self, kind: str, key: str) -> Text:
        """A thing by its name; a tranche that is bought or collected, which has none, by its goods and its key."""
        case = self.answers.run.case
        goods = {row.supply: row.commodity for row in case.supplies} if kind == "supply" else {}
        goods |= {row.flow: row.commodity for row in case.return_flows} if kind == "flow" else {}
        name = self.names("commodity" if key in goods else kind, goods.get(key, key))
        return Text(f"{name.en} ({key})", f"{name.tr} ({key})") if key in goods else name

    def unit(self, limit: LimitValue) -> Text:
        """The unit of a limit; of an amount of goods that of the good, of a share a point in a hundred."""
        if limit.is_share:
            return SAY.both("point_yearly" if limit.is_yearly else "point")
        case, key = self.answers.run.case, limit.number.key.split("|")[0]
        units = {row.commodity: row.unit for row in case.commodities}
        goods = {row.supply: row.commodity for row in case.supplies}
        goods |= {row.market: row.commodity for row in case.markets} | {name: name for name in units}
        words = limit.unit_words
        if words.startswith("units") and key in goods:
            words = units[goods[key]] + words.removeprefix("units")
        return self.names.unit(words)

    def listed(self, kind: str, keys: Sequence[str], most: int = MOST_NAMES) -> Text:
        """Names one after the other."""
        return _joined([self.names(kind, key) for key in keys], most)

    def left_out(self, parts: Sequence[tuple[str, int]]) -> Text:
        """All that a plan has no longer, with the years in which it was to begin."""
        named = [(self.names(self._kinds.get(name, ""), name), year) for name, year in parts]
        told = [Text(f"{name.en} ({year})", f"{name.tr} ({year})") for name, year in named]
        return _joined(told, len(told))


def holding(limit: LimitValue) -> tuple[Text, Text]:
    """The smallest and the largest value at which a unit is worth the same: the one more unit itself is among them."""
    low, high = (limit.value * (1.0 + step) for step in limit.holds)
    return amount(limit, low), amount(limit, max(high, limit.value + limit.unit.step))


def amount(limit: LimitValue, value: float) -> Text:
    """A value of the number of a limit, with the digits that tell it from the present one; shares in per cent."""
    if not limit.is_share:
        return bare(value, limit.value)
    digits = bare(100 * value, 100 * limit.value).en.partition(".")[2]
    return percent(value, len(digits))


def signed(value: float, decimals: int = 3) -> Text:
    """A difference with its sign, and three digits that say something however small it is: many units may be meant."""
    if abs(value) < ROUNDING:
        return number(0.0, 0)
    shown = number(value, max(decimals, 2 - math.floor(math.log10(abs(value)))))
    return Text(f"+{shown.en}", f"+{shown.tr}") if value > 0 else shown


def _sum(ends: Sequence[Between]) -> Between:
    return Between(sum(each.low for each in ends), sum(each.high for each in ends))


def _low(ends: Between | None) -> float:
    return 0.0 if ends is None else ends.low


def _joined(names: Sequence[Text], most: int = MOST_NAMES) -> Text:
    shown = list(names[:most])
    if len(names) > most:
        shown.append(SAY.both("and_more", count=len(names) - most))
    return Text.listed(shown, "; " if any("," in name.en + name.tr for name in shown) else ", ")
