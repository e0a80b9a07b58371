"""What one plan decides about one thing, and what happened to it from one plan to another, in words.

Two modules instead of one, or a larger one, is *bigger*; the same capacity in another year is *earlier* or *later*,
counted from the first start of construction; the same total begun in the same year but spread otherwise is *staged
otherwise*. A plant that stands at another site is said to have moved there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from roadmap_opt.figures import MUSD, number, short
from roadmap_opt.messages import Text
from roadmap_opt.words import COMPARISON as WORDS

NO_UNIT = Text.same("")

SAME_AMOUNT = 0.05
"""Money drawn that differs by less than this, MUSD, is the same: it is printed with one decimal."""


class Move(Enum):
    """What happened to a decision from the baseline to another run; the first that applies colours the cell."""

    SAME = "same"
    ADDED = "added"
    DROPPED = "dropped"
    BIGGER = "bigger"
    SMALLER = "smaller"
    EARLIER = "earlier"
    LATER = "later"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Start:
    """Modules of one size whose construction starts in a year; ``capacity`` is that of all of them together."""

    year: int
    module: str
    count: int
    capacity: float


@dataclass(frozen=True, slots=True)
class State:
    """What one plan decides about one thing; a plan that does nothing has no ``starts`` and no ``year``.

    ``starts`` are the modules of a plant at a site, ``elsewhere`` the other sites (by name) where the plan builds it,
    ``unit`` that of the capacity. ``year`` is when a programme starts, a contract first delivers or a source is
    mobilised, ``amount`` what a source pays in total, MUSD of the years, rounded as printed.
    """

    starts: tuple[Start, ...] = ()
    elsewhere: tuple[Text, ...] = ()
    unit: Text = NO_UNIT
    year: int | None = None
    amount: float | None = None

    @property
    def exists(self) -> bool:
        """Whether the plan does it at all."""
        return bool(self.starts) or self.year is not None

    @property
    def first_year(self) -> int:
        """First year of it; only for what exists."""
        return self.starts[0].year if self.starts else int(self.year or 0)

    @property
    def capacity(self) -> float:
        """Capacity of all modules together."""
        return math.fsum(start.capacity for start in self.starts)

    @property
    def shown(self) -> Text:
        """The decision in a cell: ``2028 · 570 kt ore`` and, for several starts, each of them."""
        if self.starts:
            parts = [_start_words(start, self.unit) for start in self.starts]
            return Text.listed(parts, " + ")
        if self.year is None:
            return WORDS.both("move_nothing")
        if self.amount is None:
            return Text.same(self.year)
        money = number(self.amount, 1, MUSD)
        return Text(f"{self.year} · {money.en}", f"{self.year} · {money.tr}")


@dataclass(frozen=True, slots=True)
class Change:
    """The move from one state to another: its kind, and the same in words (empty when nothing moved)."""

    move: Move
    words: Text


def change(before: State, after: State) -> Change:
    """What happened from one state to another, in words."""
    if same(before, after):
        return Change(Move.SAME, Text.same(""))
    if not after.exists:
        moved = [name for name in after.elsewhere if name not in before.elsewhere]
        words = WORDS.both("move_dropped_to", site=moved[0]) if moved else WORDS.both("move_dropped")
        return Change(Move.DROPPED, words)
    if not before.exists:
        moved = [name for name in before.elsewhere if name not in after.elsewhere]
        words = WORDS.both("move_added_from", site=moved[0]) if moved else WORDS.both("move_added")
        return Change(Move.ADDED, words)
    found = [*_size_changes(before, after), *_year_changes(before, after)]
    if not found:
        found = [Change(Move.OTHERWISE, WORDS.both("move_otherwise"))]
    return Change(found[0].move, Text.listed(each.words for each in found))


def same(one: State, other: State) -> bool:
    """Whether two states are equal; where else a plant stands is no part of the decision."""
    same_amount = one.amount == other.amount or (
        one.amount is not None and other.amount is not None and abs(one.amount - other.amount) < SAME_AMOUNT
    )
    return one.starts == other.starts and one.year == other.year and same_amount


def _size_changes(before: State, after: State) -> list[Change]:
    old, new = (before.capacity, after.capacity) if before.starts else (before.amount or 0.0, after.amount or 0.0)
    tolerance = 1e-9 * max(old, new) if before.starts else SAME_AMOUNT
    if abs(new - old) <= tolerance:
        return []
    unit = after.unit if before.starts else MUSD
    move = Move.BIGGER if new > old else Move.SMALLER
    size = short(abs(new - old), unit) if before.starts else number(abs(new - old), 1, unit)
    return [Change(move, WORDS.both(f"move_{move.value}", size=size))]


def _year_changes(before: State, after: State) -> list[Change]:
    years = after.first_year - before.first_year
    if not years:
        return []
    move = Move.LATER if years > 0 else Move.EARLIER
    key = f"move_{move.value}" if abs(years) > 1 else f"move_{move.value}_one"
    return [Change(move, WORDS.both(key, years=abs(years)))]


def _start_words(start: Start, unit: Text) -> Text:
    size = short(start.capacity, unit)
    several = f" ({start.count} × {start.module})" if start.count > 1 else f" ({start.module})"
    return Text(f"{start.year} · {size.en}{several}", f"{start.year} · {size.tr}{several}")
