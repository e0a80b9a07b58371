"""The bridge between the net present values of two runs: which part of the difference comes from what.

From the baseline's value, each step adds what the other plan has more of it, both by the baseline's valuation
(perspective, discount rate, terminal value; see :mod:`roadmap_opt.comparison.npv_steps`). A last step, *other
valuation*, is what changes when the other plan is measured by its own: nought for runs that measure alike.
The steps and the rest (the solver's tolerance) add up to the difference exactly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from roadmap_opt.case.cash_lines import CASH_FLOW_LINES
from roadmap_opt.comparison.npv_steps import STEPS, NpvSteps
from roadmap_opt.messages import Text
from roadmap_opt.words import COMPARISON as WORDS

OTHER_YARDSTICK = "other_yardstick"
REST = "rest"

VISIBLE = 0.05
"""MUSD: steps below it are left out of charts and of the printed list, where they would read as nought."""


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """One step: its amount, MUSD present value, and the lines that it is made of."""

    key: str
    amount: float
    lines: Mapping[str, float]

    @property
    def label(self) -> Text:
        """The step in words."""
        return step_name(self.key)


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the baseline's net present value to the other run's; both by the runs' own valuations."""

    start: float
    end: float
    steps: tuple[BridgeStep, ...]

    @property
    def difference(self) -> float:
        """What the steps add up to."""
        return self.end - self.start

    @property
    def visible(self) -> tuple[BridgeStep, ...]:
        """Steps that can be seen in the unit that is printed; the rest among them only if it is one of these."""
        return tuple(step for step in self.steps if abs(step.amount) >= VISIBLE)


def bridge(baseline: NpvSteps, other: NpvSteps, other_by_its_own: NpvSteps) -> Bridge:
    """The bridge from ``baseline`` to ``other``, both by the baseline's valuation; the last is ``other`` by its own."""
    steps = []
    for step, lines in STEPS.items():
        moved = {line: other.lines.get(line, 0.0) - baseline.lines.get(line, 0.0) for line in lines}
        kept = {line: amount for line, amount in moved.items() if amount}
        steps.append(BridgeStep(step, math.fsum(moved.values()), kept))
    steps.append(BridgeStep(OTHER_YARDSTICK, other_by_its_own.total - other.total, {}))
    explained = math.fsum(step.amount for step in steps)
    steps.append(BridgeStep(REST, other_by_its_own.total - baseline.total - explained, {}))
    return Bridge(baseline.total, other_by_its_own.total, tuple(steps))


def step_name(step: str) -> Text:
    """What a step is called."""
    return WORDS.both(f"step_{step}")


def line_name(line: str) -> Text:
    """What a line of a step is called."""
    return Text(*CASH_FLOW_LINES[line]) if line in CASH_FLOW_LINES else WORDS.both(f"line_{line}")
