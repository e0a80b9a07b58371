"""Whether two runs can be told apart: what their solver gaps leave open, said in words.

A plan is proven only within a gap: the best plan of a run has an objective somewhere between what was found
(``objective``) and what no plan can beat (``bound``). The difference between two runs is *proven* when these two
intervals do not overlap: whatever better plans a longer search would find, the order of the two objectives stays. When
they overlap, a longer search may turn the sign around, so neither the difference of the objectives nor that of any
indicator is a finding about the scenarios; it is marked as within the gap.

The objective is what a run maximises: net present value less the price of missed targets, or the cost. Runs that
maximise different things have intervals on different scales; the difference of their plans is a fact about these two
plans, and the gap cannot say more. Two things are still known: when the net present values differ by less than the two
gaps leave open, they are within the gap; and a run without a bound proves nothing.
"""

from __future__ import annotations

from enum import Enum

from roadmap_opt.comparison.compared_run import ComparedRun
from roadmap_opt.comparison.pairs import Order, pair
from roadmap_opt.messages import Text
from roadmap_opt.words import COMPARISON as WORDS

NET_PRESENT_VALUE = "chosen_npv_with_terminal"
"""Item of the objective table: net present value by the run's own perspective and terminal value."""


class Distinction(Enum):
    """What may be said about the difference between two runs."""

    SAME_RUN = "same run"
    PROVEN = "proven"
    WITHIN_GAP = "within gap"
    SAME_PROBLEM = "same problem"
    NO_BOUND = "no bound"
    OTHER_AIM = "other aim"
    NO_PLAN = "no plan"

    @property
    def is_greyed(self) -> bool:
        """Whether differences are printed grey: nothing shows that they are more than the solver's gap."""
        return self in (Distinction.WITHIN_GAP, Distinction.SAME_PROBLEM, Distinction.NO_BOUND)

    @property
    def words(self) -> Text:
        """The mark in a few words."""
        return WORDS.both(f"standing_{self.name.lower()}")

    @property
    def explanation(self) -> Text:
        """What the mark means, in a sentence."""
        return WORDS.both(f"standing_why_{self.name.lower()}")


def distinction(one: ComparedRun, other: ComparedRun) -> Distinction:
    """What may be said about the difference between two runs; the same for either of them as baseline."""
    if one is other:
        return Distinction.SAME_RUN
    order = pair(one.standing, other.standing).order
    if order is Order.OTHER_AIM:
        values = [each.objective_items[NET_PRESENT_VALUE] for each in (one, other)]
        widths = [each.standing.interval.width or 0.0 for each in (one, other)]
        return Distinction.WITHIN_GAP if abs(values[0] - values[1]) <= sum(widths) else Distinction.OTHER_AIM
    return _OF_ORDER[order]


_OF_ORDER = {
    Order.BETTER: Distinction.PROVEN,
    Order.WORSE: Distinction.PROVEN,
    Order.EQUAL: Distinction.WITHIN_GAP,
    Order.OPEN: Distinction.WITHIN_GAP,
    Order.SAME_PROBLEM: Distinction.SAME_PROBLEM,
    Order.NO_BOUND: Distinction.NO_BOUND,
    Order.NO_PLAN: Distinction.NO_PLAN,
}
"""Two runs that are equal within one per cent may still differ by less, either way."""
