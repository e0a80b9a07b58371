"""What there is to see in a chart, as its title: sentences that are true of any run, whatever its data."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from roadmap_opt import figures
from roadmap_opt.documents.components import Chart, Words
from roadmap_opt.messages import Text
from roadmap_opt.words import CHART_FINDINGS as SAY

MUSD = Text.same("MUSD")
_NOTHING = 1e-9


def found(chart: Chart, finding: Words) -> Chart:
    """The chart below what there is to see in it."""
    return replace(chart, finding=finding)


def largest(values: Mapping[int, float]) -> int | None:
    """The year of the largest value, the first of them; nothing where there is nothing above nought."""
    year = max(values, key=lambda each: (values[each], -each), default=None)
    return year if year is not None and values[year] > _NOTHING else None


def programmes(starts: Mapping[int, int]) -> Words:
    """How many are begun, and in which year most."""
    year = largest(starts)
    return "" if year is None else SAY.both("programmes", count=sum(starts.values()), year=year, most=starts[year])


def plants(openings: Sequence[float], sites: int) -> Words:
    """How many modules open where, and when; ``openings`` are moments in years, one for each module."""
    if not openings:
        return ""
    span = {"first": figures.month(min(openings)), "last": figures.month(max(openings))}
    if len(openings) == 1:
        return SAY.both("plants_one", **span)
    places = SAY.both("one_site" if sites == 1 else "many_sites", count=sites)
    return SAY.both("plants_many", count=len(openings), sites=places, **span)


def idle(idle_plants: int, count: int) -> Words:
    """How many plants are not used at all in some year."""
    return SAY.both("idle", idle=idle_plants, count=count) if idle_plants else SAY.both("idle_none")


def origin(parts: Mapping[int, Mapping[Text, float]]) -> Words:
    """Where the largest part of the last year that has any comes from."""
    year = max((each for each, of in parts.items() if math.fsum(of.values()) > _NOTHING), default=None)
    if year is None:
        return ""
    first = max(parts[year], key=lambda name: parts[year][name])
    share = parts[year][first] / math.fsum(parts[year].values())
    return SAY.both("origin", year=year, share=figures.percent(share, 0), origin=first)


def most_of(key: str, shares: Mapping[str, float]) -> Words:
    """Which element has the largest share; nothing where none has any."""
    element = max(shares, key=lambda each: shares[each], default=None)
    if element is None or shares[element] <= _NOTHING:
        return ""
    return SAY.both(key, element=element, share=figures.percent(shares[element], 0))


def peak_with_share(key: str, totals: Mapping[int, float], part: float) -> Words:
    """The year of most money, and which share of all years' money is of one kind."""
    year, whole = largest(totals), math.fsum(totals.values())
    if year is None:
        return ""
    amount = figures.number(totals[year], 0, MUSD)
    return SAY.both(key, year=year, amount=amount, share=figures.percent(part / whole, 0))


def debt(balances: Mapping[int, float]) -> Words:
    """When most is owed."""
    year = largest(balances)
    return "" if year is None else SAY.both("debt", year=year, amount=figures.number(balances[year], 0, MUSD))


def cash(revenue: float, cost: float) -> Words:
    """Whether what is sold pays for what it takes to make it; both are amounts above nought."""
    if max(revenue, cost) <= _NOTHING:
        return ""
    words = {"revenue": figures.number(revenue, 0, MUSD), "cost": figures.number(cost, 0, MUSD)}
    return SAY.both("cash_covers" if revenue >= cost else "cash_lacks", **words)


def value(without: float, whole: float | None) -> Words:
    """The net present value, without and with terminal value."""
    words = {"without": figures.number(without, 0, MUSD)}
    return SAY.both("value_only", **words) if whole is None else SAY.both(
        "value", whole=figures.number(whole, 0, MUSD), **words
    )  # fmt: skip


def cost(stage: Text, year: int, total: float, reference: float) -> Words:
    """What a kilogram costs against its reference price; nothing without a price."""
    if not math.isfinite(total - reference):
        return ""
    usd = Text.same("USD")
    words = {"cost": figures.short(total, usd), "difference": figures.short(abs(total - reference), usd)}
    return SAY.both("cost_above" if total >= reference else "cost_below", year=year, stage=stage, **words)


def state(so_far: Mapping[int, float]) -> Words:
    """What the state has spent on balance by the last year."""
    year = max(so_far)
    key = "state_costs" if so_far[year] >= 0 else "state_gains"
    return SAY.both(key, year=year, net=figures.number(abs(so_far[year]), 0, MUSD))


def contracts(terms: Sequence[tuple[int, int]]) -> Words:
    """How many contracts, from the first delivery to the last; ``terms`` are first and last years."""
    span = {"first": min(first for first, _ in terms), "last": max(last for _, last in terms)}
    return SAY.both("contract_one", **span) if len(terms) == 1 else SAY.both("contracts", count=len(terms), **span)


def contract_share(name: Text, shares: Mapping[int, float], caps: Mapping[int, float]) -> Words:
    """When a product group is at its ceiling, else when it comes nearest."""
    full = [year for year, share in shares.items() if share >= caps[year] - 1e-4]
    if full:
        return SAY.both(
            "share_full", name=name, cap=figures.percent(caps[full[0]], 0), years=figures.spans(frozenset(full))
        )
    year = max(shares, key=lambda each: shares[each])
    share, cap = figures.percent(shares[year]), figures.percent(caps[year], 0)
    return SAY.both("share_most", name=name, year=year, share=share, cap=cap)
