"""Which problems are solved in which order: the three objectives, the lexicographic answer, and the final plan.

`targets_first` asks for the least weighted shortfall and, among those plans, the best net present value. A strict
first phase on shortfall alone crawls over plateaus of equal shortfall. So phase one maximises net present value less a
price per unit of shortfall that hardly any plan can earn back. When it closes to the gap asked for, phase two keeps the
shortfall reached and maximises net present value alone; when time ends it earlier, its bound is the one that counts,
and polishing a shortfall that is not proven would only hide that. A second phase that is cut short leaves its plan, if
that is better, under the gap that the first phase has proven.

How one of them is searched is told in :mod:`roadmap_opt.solver.search`.

Every full search ends with two passes over its plan, one that settles who pays for it and one that drops what serves
nothing, and every solve with the integer decisions fixed and the rest solved as a linear program: exact figures and
prices.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from roadmap_opt.case.sheets.settings import Settings
from roadmap_opt.progress import Progress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.decisions import Decisions
from roadmap_opt.solver.highs import PhaseEnd, relative_gap, run
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import FINAL_FIGURES, Outcome, Phase, Status, StoppedBy
from roadmap_opt.solver.program import Cut
from roadmap_opt.solver.refinance import refinanced
from roadmap_opt.solver.restrictions import each_limit_once
from roadmap_opt.solver.search import Search, closed
from roadmap_opt.solver.split import Split
from roadmap_opt.solver.tidy import tidied

SHORTFALL_SLACK = 1e-4
"""Weighted shortfall that phase two may add to what phase one reached (a hundredth of a percent of one target)."""

SHORTFALL_PRICE = 5000.0
"""MUSD per unit of weighted shortfall in phase one: one percent of one target weighs 50 MUSD of present value."""

FINANCE_TIE_BREAK = 1e-4
"""Weight of the owner's value where another perspective is chosen: those do not see financing, and would otherwise
leave idle cash and dear loans to chance."""

CONTRADICTION = 1e-4
"""By how much of its objective a plan may surpass its bound: what the tolerances of rows and whole numbers make."""


@dataclass(frozen=True, slots=True)
class Solved:
    """Outcome of all phases, the plan, the row duals of the final linear program (``None`` without a plan), and how the
    proof has divided the plans.
    """

    outcome: Outcome
    x: Vector | None
    row_duals: Vector | None
    maximise: bool
    splits: tuple[Split, ...] = ()


class Aim(NamedTuple):
    """What the first phase optimises: its name, the form, and whether more is better."""

    title: str
    form: LinearForm
    maximise: bool


def aim_of(arrays: Arrays, settings: Settings) -> Aim:
    """What the objective of the settings asks the first phase for."""
    value, shortfall, cost = (arrays.forms[name] for name in ("value", "shortfall", "cost"))
    if settings.objective == "cost":
        return Aim("cost", cost, False)
    if settings.objective == "npv":
        return Aim("net present value", less(value, shortfall, settings.shortfall_penalty), True)
    return Aim("target shortfall", priced(arrays), True)


class Keeping(Protocol):
    """Makes what a search knows: whoever wants to hear of it gives one that tells."""

    def __call__(self, maximise: bool, gap: float, bound: float | None) -> Known:
        """Nothing but a bound is known yet."""


def solve(
    arrays: Arrays,
    settings: Settings,
    options: SolveOptions,
    progress: Progress,
    stop: threading.Event | None = None,
    start: Decisions | None = None,
    proven: float | None = None,
    first: Vector | None = None,
    keeping: Keeping = lambda maximise, gap, bound: Known(maximise, gap, bound=bound),
) -> Solved:
    """Solve for the objective of the settings; ``start`` holds the decisions of a plan that may serve as the first one,
    ``proven`` is what an earlier search of the same problem has proven that no plan surpasses in the first phase, and
    ``first`` a plan that such a search has found.

    Should the final linear program fail, the plan of the last phase is reported as it is, and the failed phase stands
    first in the outcome: its figures carry the solver's tolerances, and there are no shadow prices.
    """
    clock = Clock(options, stop)
    value, shortfall = arrays.forms["value"], arrays.forms["shortfall"]
    title, form, maximise = aim_of(arrays, settings)
    known = keeping(maximise, options.gap, proven)
    runs = [Search(title, arrays, form, maximise, clock, progress, options).run(start, known, first)]
    cuts: tuple[Cut, ...] = ()
    x = runs[0].x
    if (
        settings.objective == "targets_first"
        and options.rounds is None
        and x is not None
        and runs[0].phase.status is Status.OPTIMAL
    ):
        cuts = (Cut(shortfall, shortfall.value(x) + SHORTFALL_SLACK),)
        second = run("net present value", arrays, value, True, clock.limits(), progress, x, cuts)
        if second.x is not None and second.phase.status is Status.OPTIMAL:
            runs.append(second)
            x, form = second.x, value
        else:
            cuts = ()
            runs[0], x = _better(runs[0], second.x, form)
    duals = None
    phases = [each.phase for each in runs]
    if x is not None:
        if options.rounds is None:
            for last_pass in (refinanced, tidied):
                x = last_pass(arrays, form, maximise or form is value, cuts, x, clock, progress)
        final = _final(arrays, form, maximise, cuts, x, clock, progress)
        if final.x is not None:
            x, duals = final.x, final.row_duals
            reached = _consistent(replace(phases[-1], objective=form.value(x)), maximise or form is value)
            phases[-1] = closed(reached, options)
        else:
            phases.insert(0, final.phase)
    progress.done()
    return Solved(Outcome(tuple(phases)), x, duals, maximise, known.splits)


def _better(first: PhaseEnd, found: Vector | None, form: LinearForm) -> tuple[PhaseEnd, Vector | None]:
    """The first phase with the better of its plan and the one that a second phase had found when it was cut short.

    What counts as proven is what the first phase has proven: the bound of a second phase that had no time says nothing.
    """
    reached = first.phase.objective
    if found is None or reached is None or form.value(found) <= reached:
        return first, first.x
    objective = form.value(found)
    phase = replace(first.phase, objective=objective, gap=relative_gap(objective, first.phase.bound))
    return replace(first, phase=phase, x=found), found


def _consistent(phase: Phase, maximise: bool) -> Phase:
    """The phase, without its bound when its plan is better than that.

    The final figures are found without the largest values of switches, so one that is too small, by which the search
    had cut off good plans, shows here; so does a solver's wrong bound. Nothing is proven then.
    """
    if phase.objective is None or phase.bound is None:
        return phase
    beyond = phase.objective - phase.bound if maximise else phase.bound - phase.objective
    if beyond <= CONTRADICTION * max(1.0, abs(phase.objective)):
        return phase
    return replace(phase, status=Status.FEASIBLE_AT_LIMIT, bound=None, gap=None, stopped_by=StoppedBy.CONTRADICTION)


def _final(
    arrays: Arrays,
    form: LinearForm,
    maximise: bool,
    cuts: tuple[Cut, ...],
    x: Vector,
    clock: Clock,
    progress: Progress,
) -> PhaseEnd:
    limits, restriction = each_limit_once(arrays, x)
    return run(FINAL_FIGURES, limits, form, maximise, clock.unlimited(), progress, None, cuts, restriction)


def priced(arrays: Arrays) -> LinearForm:
    """Value less the price of the shortfall: what the search of `targets_first` maximises."""
    return less(arrays.forms["value"], arrays.forms["shortfall"], SHORTFALL_PRICE)


def less(a: LinearForm, b: LinearForm, price: float) -> LinearForm:
    """``a - price * b``."""
    return LinearForm(a.coefficients - price * b.coefficients, a.constant - price * b.constant)
