"""Order in a picture of flows: which steps lead round in a circle, and in which column each node stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

Item = TypeVar("Item", bound=Hashable)


def circular_steps(steps: Iterable[tuple[Item, Item]], order: Mapping[Item, Any]) -> set[tuple[Item, Item]]:
    """Steps (from, to) that lie on a circle and lead backwards in ``order``; without them there is no circle left."""
    pairs = set(steps)
    ahead: dict[Item, set[Item]] = defaultdict(set)
    for begin, end in pairs:
        ahead[begin].add(end)

    def reachable(start: Item) -> set[Item]:
        found: set[Item] = set()
        waiting = [start]
        while waiting:
            for each in ahead[waiting.pop()] - found:
                found.add(each)
                waiting.append(each)
        return found

    reach = {item: reachable(item) for item in {end for pair in pairs for end in pair}}
    return {(a, b) for a, b in pairs if a in reach[b] and order[b] <= order[a]}


def columns_of(pairs: Iterable[tuple[Item, Item]], stage_of: Callable[[Item], str | None]) -> dict[Item, int]:
    """Column of each node, 0 at the left; every pair leads to the right, and there must be no circle.

    Nodes with a stage are the chain: those of one stage stand below each other where what leads to them allows it, and
    those without a predecessor in the chain just before what they lead to. Other nodes are its borders: beginnings
    stand one column before their first node of the chain, ends one after their last.
    """
    given = set(pairs)
    before: dict[Item, list[Item]] = defaultdict(list)
    after: dict[Item, list[Item]] = defaultdict(list)
    for begin, end in given:
        if stage_of(begin) is not None and stage_of(end) is not None:
            before[end].append(begin)
            after[begin].append(end)
    chain = [item for item in {item for pair in given for item in pair} if stage_of(item) is not None]
    column = _aligned(chain, before, stage_of)
    for item in sorted(chain, key=lambda each: -column[each]):
        if after[item] and not before[item]:
            column[item] = min(column[each] for each in after[item]) - 1
    for begin, end in given:
        if stage_of(begin) is None and stage_of(end) is not None:
            column[begin] = min(column.get(begin, column[end]), column[end] - 1)
    for begin, end in given:
        if stage_of(end) is None:
            column[end] = max(column.get(end, 0), column.setdefault(begin, 0) + 1)
    first = min(column.values(), default=0)
    return {item: at - first for item, at in column.items()}


def _aligned(
    chain: Iterable[Item], before: Mapping[Item, list[Item]], stage_of: Callable[[Item], str | None]
) -> dict[Item, int]:
    """Columns of the chain: a node follows its predecessors, and its stage moves along with it."""
    steps: dict[Item, int] = {}

    def within_stage(item: Item) -> int:
        if item not in steps:
            same = [each for each in before.get(item, ()) if stage_of(each) == stage_of(item)]
            steps[item] = 1 + max(map(within_stage, same), default=-1)
        return steps[item]

    column = {item: within_stage(item) for item in chain}
    for _ in range(len(column)):  # enough for any order of stages; more would mean that two stages chase each other
        begin: dict[str | None, int] = defaultdict(int)
        for item, at in column.items():
            follows = max((column[each] + 1 for each in before.get(item, ())), default=0)
            begin[stage_of(item)] = max(begin[stage_of(item)], max(at, follows) - steps[item])
        moved = {item: begin[stage_of(item)] + steps[item] for item in column}
        if moved == column:
            return column
        column = moved
    return _in_order(column, before)


def _in_order(column: Mapping[Item, int], before: Mapping[Item, list[Item]]) -> dict[Item, int]:
    """Columns by predecessors alone, for a chain in which two stages feed each other."""
    found: dict[Item, int] = {}

    def place(item: Item) -> int:
        if item not in found:
            found[item] = 1 + max((place(each) for each in before.get(item, ())), default=-1)
        return found[item]

    return {item: place(item) for item in column}
