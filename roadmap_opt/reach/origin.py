"""How much rare earth in some goods can come from certain sources: content followed in proportion, from above."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.reach.amounts import CLOSE, ROUNDS, Year

WASTE = 1e-6
"""What a recipe may seem to gain of content by rounding of its row."""


def traced(
    ix: Indexes,
    year: Year,
    goods: Collection[str],
    fresh: Mapping[str, float],
    weight: Callable[[str], float],
    off_when_made: Callable[[str, str], bool],
) -> dict[str, float]:
    """Most content by good that entered as ``fresh`` (content by commodity) and was not taken off on its way to
    ``goods``.

    For indicators that take off what came from elsewhere. Mix everything in proportion: whatever was taken off at its
    entry, or at the output of a recipe for which ``off_when_made(recipe, commodity)``, adds at most itself to
    ``goods``, because recipes create no content and nothing gets there twice. So only the rest can be above nought:
    each recipe passes on no more of it than its inputs hold of it, nor than its outputs hold at its most activity.

    Infinite, that is unknown, where a recipe creates content or goods can become those goods once more.
    """
    inputs, outputs = ix.materials.inputs, ix.materials.outputs

    def content(flows: Mapping[str, float]) -> float:
        return sum(q * weight(c) for c, q in flows.items())

    if any(content(outputs[r]) > content(inputs[r]) * (1 + WASTE) for r in ix.rows.recipes if content(outputs[r])):
        return dict.fromkeys(ix.rows.commodities, math.inf)
    if _again(ix, goods, off_when_made):
        return dict.fromkeys(ix.rows.commodities, math.inf)
    there = {c: max(fresh.get(c, 0.0), year.available(c) * weight(c)) for c in ix.rows.commodities}
    for _ in range(ROUNDS):
        passed = dict(fresh)
        for r in ix.rows.recipes:
            held = sum(there[c] for c in inputs[r])
            for c, q in outputs[r].items():
                if not off_when_made(r, c):
                    passed[c] = passed.get(c, 0.0) + min(year.activity[r] * q * weight(c), held)
        settled = {c: min(there[c], passed.get(c, 0.0)) for c in there}
        moved = any(there[c] - settled[c] > CLOSE * max(1.0, settled[c]) for c in there)
        there = settled
        if not moved:
            break
    return there


def _again(ix: Indexes, goods: Collection[str], off_when_made: Callable[[str, str], bool]) -> bool:
    """Whether goods can be made of themselves, by recipes whose outputs count: swarf and scrap enter anew."""
    renewed = ("swarf", "scrap", "ewaste")
    reached, waiting = set(), list(goods)
    for c in waiting:  # grows while it is walked
        for r, flows in ix.materials.inputs.items():
            if c in flows:
                for out in ix.materials.outputs[r]:
                    stage = ix.rows.commodities[out].stage
                    if stage in renewed or off_when_made(r, out) or out in reached:
                        continue
                    reached.add(out)
                    waiting.append(out)
    return not reached.isdisjoint(goods)
