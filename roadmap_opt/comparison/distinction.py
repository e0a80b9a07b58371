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

from dataclasses import dataclass
from enum import Enum

from roadmap_opt.case.sheets.settings import Settings
from roadmap_opt.comparison.compared_run import ComparedRun
from roadmap_opt.comparison.valuation import Valuation
from roadmap_opt.messages import Text
from roadmap_opt.output.run_record import RunRecord
from roadmap_opt.solver.outcome import FINAL_FIGURES
from roadmap_opt.words import COMPARISON as WORDS

SAME = 1e-6
"""Objectives closer than this share of their size are equal."""

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


@dataclass(frozen=True, slots=True)
class Aim:
    """What a run maximises; runs with equal aims have objectives on one scale."""

    objective: str
    valuation: Valuation
    shortfall_penalty: float

    @classmethod
    def of(cls, settings: Settings) -> Aim:
        """The aim that the settings ask for; what has no influence on the objective is left at nought."""
        penalty = settings.shortfall_penalty if settings.objective == "npv" else 0.0
        return cls(settings.objective, Valuation.of(settings), penalty)


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the best objective of a run lies, MUSD; ``None`` for an end that is not known."""

    low: float | None
    high: float | None

    @classmethod
    def of(cls, record: RunRecord) -> Interval:
        """From the first phase, whose scale is the same in every run of one aim.

        A second phase maximises net present value at the shortfall that the first one reached, which differs from run
        to run: its bound says nothing about plans with another shortfall. The first phase's bound does.
        """
        phase = next((phase for phase in record.phases if phase["name"] != FINAL_FIGURES), None)
        if phase is None or phase["objective"] is None:
            return cls(None, None)
        found, bound = float(phase["objective"]), phase["bound"]
        if bound is None:
            return cls(None, None)
        return cls(min(found, float(bound)), max(found, float(bound)))

    @property
    def width(self) -> float | None:
        """What the search leaves open, MUSD."""
        return None if self.low is None or self.high is None else self.high - self.low

    def overlaps(self, other: Interval) -> bool:
        """Whether both could hold the same objective; two unknown intervals always could."""
        if self.low is None or self.high is None or other.low is None or other.high is None:
            return True
        slack = SAME * max(1.0, abs(self.low), abs(other.low))
        return self.low <= other.high + slack and other.low <= self.high + slack


def distinction(one: ComparedRun, other: ComparedRun) -> Distinction:
    """What may be said about the difference between two runs; the same for either of them as baseline."""
    if one is other:
        return Distinction.SAME_RUN
    if not (one.record.has_plan and other.record.has_plan):
        return Distinction.NO_PLAN
    first, second = Interval.of(one.record), Interval.of(other.record)
    if first.width is None or second.width is None:
        return Distinction.NO_BOUND
    if (one.fingerprint, one.record.held) == (other.fingerprint, other.record.held):
        return Distinction.SAME_PROBLEM
    if Aim.of(one.case.settings) != Aim.of(other.case.settings):
        values = [each.objective_items[NET_PRESENT_VALUE] for each in (one, other)]
        within = abs(values[0] - values[1]) <= first.width + second.width
        return Distinction.WITHIN_GAP if within else Distinction.OTHER_AIM
    return Distinction.WITHIN_GAP if first.overlaps(second) else Distinction.PROVEN
