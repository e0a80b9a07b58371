"""Which problems are solved in which order: the three objectives, the lexicographic answer, and the final plan.

`targets_first` asks for the least weighted shortfall and, among those plans, the best net present value. A strict
first phase on shortfall alone crawls over plateaus of equal shortfall. So phase one maximises net present value less a
price per unit of shortfall that hardly any plan can earn back. When it closes to the gap asked for, phase two keeps the
shortfall reached and maximises net present value alone; when time ends it earlier, its bound is the one that counts,
and polishing a shortfall that is not proven would only hide that. A second phase that is cut short leaves its plan, if
that is better, under the gap that the first phase has proven.

A small problem is searched whole. Elsewhere there are two jobs: to find and improve a plan, and to prove what no plan
can surpass (:mod:`roadmap_opt.solver.proof`). With two cores they run side by side, the proof in a process of its own;
with one, and in the workers of a study, one after the other. The search of the whole problem comes last.

The short search (option ``rounds``) is for many solves of nearly the same problem: it starts from another plan, goes
through small neighbourhoods a fixed number of times, and takes the bound of a proof of few splits, which are those of
that plan where it has any. No step of it ends by the clock.

Every full search ends with a pass that drops what serves nothing, and every solve with the integer decisions fixed and
the rest solved as a linear program: exact figures and prices.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.progress import Progress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector, compile_arrays
from roadmap_opt.solver.beside import Task, is_possible, proving
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.decisions import Decisions
from roadmap_opt.solver.first_plan import first_plan
from roadmap_opt.solver.highs import WHOLE, Cut, Limits, PhaseEnd, nothing_proven, relative_gap, run, sharper
from roadmap_opt.solver.improve import improve
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.options import SolveOptions, available_cores
from roadmap_opt.solver.outcome import FINAL_FIGURES, Outcome, Phase, Status, StoppedBy
from roadmap_opt.solver.proof import Proof
from roadmap_opt.solver.restrictions import each_limit_once
from roadmap_opt.solver.split import Split
from roadmap_opt.solver.tidy import tidied

SHORTFALL_SLACK = 1e-4
"""Weighted shortfall that phase two may add to what phase one reached (a hundredth of a percent of one target)."""

SHORTFALL_PRICE = 5000.0
"""MUSD per unit of weighted shortfall in phase one: one percent of one target weighs 50 MUSD of present value."""

SMALL = 200
"""Open integer columns up to which a problem is first tried whole: one search then closes before the stages would."""

COSTLY = 0.5
"""Largest module of a plant type, relative to the largest of all, from which the type is decided before the others."""

SHORT = 60
"""Splits of the proof of a short search: most of what a long one brings comes with the first ones."""

PATIENCE = 10
"""How many times the usual nodes the short search gives to the whole problem when there is no plan to improve."""

CONTRADICTION = 1e-4
"""By how much of its objective a plan may surpass its bound: what the tolerances of rows and whole numbers make."""

FINANCE_TIE_BREAK = 1e-4
"""Weight of the owner's value where another perspective is chosen: those do not see financing, and would otherwise
leave idle cash and dear loans to chance."""


@dataclass(frozen=True, slots=True)
class Solved:
    """Outcome of all phases, the plan, the row duals of the final linear program (``None`` without a plan), and how the
    proof has divided the plans.
    """

    outcome: Outcome
    arrays: Arrays
    x: Vector | None
    row_duals: Vector | None
    maximise: bool
    splits: tuple[Split, ...] = ()


def compile_model(model: pyo.ConcreteModel, ix: Indexes, also: Mapping[str, Any] = MappingProxyType({})) -> Arrays:
    """Compile the model with the linear forms that the strategies optimise, and further ones by name."""
    chosen, kind = ix.settings.perspective, ix.settings.terminal_value
    value = model.npv[chosen] + model.terminal[chosen, kind] - model.tie_break
    if chosen != "owner":
        value += FINANCE_TIE_BREAK * model.npv["owner"]
    forms = {
        "value": value,
        "shortfall": model.weighted_shortfall + 0.0,
        "cost": model.cost + model.tie_break,
        **also,
    }
    return compile_arrays(model, forms, _costly_modules(ix))


def _costly_modules(ix: Indexes) -> frozenset[str]:
    """Modules of the plant types whose largest module costs at least :data:`COSTLY` of the largest of all."""
    modules = ix.rows.modules
    largest: dict[str, float] = {}
    for module in modules.values():
        largest[module.plant] = max(largest.get(module.plant, 0.0), ix.plants.capex(module))
    least = COSTLY * max(largest.values(), default=0.0)
    return frozenset(name for name, module in modules.items() if largest[module.plant] >= least)


def solve(
    arrays: Arrays,
    ix: Indexes,
    options: SolveOptions,
    progress: Progress,
    stop: threading.Event | None = None,
    start: Decisions | None = None,
    proven: float | None = None,
) -> Solved:
    """Solve for the objective of the settings; ``start`` holds the decisions of a plan that may serve as the first one,
    ``proven`` is what an earlier search of the same problem has proven that no plan surpasses in the first phase.

    Should the final linear program fail, the plan of the last phase is reported as it is, and the failed phase stands
    first in the outcome: its figures carry the solver's tolerances, and there are no shadow prices.
    """
    clock = Clock(options, stop)
    value, shortfall, cost = (arrays.forms[name] for name in ("value", "shortfall", "cost"))
    if ix.settings.objective == "cost":
        form, maximise, title = cost, False, "cost"
    elif ix.settings.objective == "npv":
        form, maximise, title = _less(value, shortfall, ix.settings.shortfall_penalty), True, "net present value"
    else:
        form, maximise, title = priced(arrays), True, "target shortfall"
    known = Known(maximise, options.gap, bound=proven)
    runs = [_Search(title, arrays, form, maximise, clock, progress, options).run(start, known)]
    cuts: tuple[Cut, ...] = ()
    x = runs[0].x
    if (
        ix.settings.objective == "targets_first"
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
            x = tidied(arrays, form, maximise or form is value, cuts, x, clock, progress)
        final = _final(arrays, form, maximise, cuts, x, clock, progress)
        if final.x is not None:
            x, duals = final.x, final.row_duals
            reached = _consistent(replace(phases[-1], objective=form.value(x)), maximise or form is value)
            phases[-1] = _closed(reached, options)
        else:
            phases.insert(0, final.phase)
    progress.done()
    return Solved(Outcome(tuple(phases)), arrays, x, duals, maximise, known.splits)


def _earlier(start: Decisions | None) -> tuple[Split, ...]:
    return () if start is None else start.splits


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


@dataclass(frozen=True, slots=True)
class _Search:
    """The search of one problem for one objective, by whichever way fits its size and the options."""

    title: str
    arrays: Arrays
    form: LinearForm
    maximise: bool
    clock: Clock
    progress: Progress
    options: SolveOptions

    def run(self, start: Decisions | None, known: Known) -> PhaseEnd:
        """The best plan found with the sharpest bound; the relaxation where it is infeasible already."""
        if self.options.rounds is not None:
            return self._short(start, known)
        open_ones = self.arrays.integer & (self.arrays.lower < self.arrays.upper)
        if np.count_nonzero(open_ones) <= SMALL:
            whole = self._solved(self.title, self.clock.limits(share=0.5))
            if whole.phase.status in (Status.OPTIMAL, Status.INFEASIBLE):
                return self._bounded(whole, known)
            known.prove(whole.phase.bound)
            if whole.x is not None:
                return self._full(whole.x, known)
        return self._full(None, known, start)

    def _full(self, first: Vector | None, known: Known, start: Decisions | None = None) -> PhaseEnd:
        """A plan made and improved, and what no plan can surpass: side by side where there is a core for each."""
        cores = self.options.threads or available_cores()
        if cores < 2 or not is_possible():
            return self._one_by_one(first, known, start)
        options = replace(self.options, time_limit=self.clock.left)
        task = Task(self.arrays, self.form, self.maximise, options, _earlier(start))
        alone = replace(self, clock=self.clock.with_threads(cores - 1))
        with proving(task, known):
            return alone._planned(first, known, start, share=1.0)

    def _one_by_one(self, first: Vector | None, known: Known, start: Decisions | None) -> PhaseEnd:
        proof = self._proof(known, start, share=0.7)
        return self._planned(first, known, start, share=0.4, then=proof.run)

    def _proof(self, known: Known, start: Decisions | None, share: float, splits: int | None = None) -> Proof:
        parts = (self.arrays, self.form, self.maximise, self.clock, self.progress, known)
        return Proof(*parts, share, _earlier(start), splits)

    def _planned(
        self,
        first: Vector | None,
        known: Known,
        start: Decisions | None,
        share: float,
        then: Callable[[], None] | None = None,
    ) -> PhaseEnd:
        """A first plan unless there is one, improved for a ``share`` of the time, and at last the whole problem."""
        if first is None:
            first, relaxed = first_plan(self.arrays, self.form, self.maximise, self.clock, self.progress, start)
            known.prove(relaxed.phase.bound)
            if relaxed.phase.status is Status.INFEASIBLE:
                return relaxed
        if first is not None:
            known.offer(self.form.value(first))
            first = self._improved(first, share, known)
            if then is not None and not known.is_closed:
                then()
        return self._bounded(self._solved(self.title, self.clock.limits(), first, known.proven), known)

    def _short(self, start: Decisions | None, known: Known) -> PhaseEnd:
        """The first plan after some rounds of improvement, with the bound of the first splits of a proof.

        Where no stage finds a plan (something hard stands in the way of the easy ones), the whole problem is searched.
        """
        name, clock = "short search", self.clock
        first, relaxed = first_plan(self.arrays, self.form, self.maximise, clock, self.progress, start)
        known.prove(relaxed.phase.bound)
        if relaxed.phase.status is Status.INFEASIBLE:
            return relaxed
        if first is None:
            return self._bounded(self._solved(name, clock.limits(patience=PATIENCE)), known)
        x = self._improved(first, 1.0, known)
        known.offer(self.form.value(x))
        self._proof(known, start, share=1.0, splits=SHORT).run()
        stopped_by = StoppedBy.INTERRUPT if clock.stopped else StoppedBy.TIME if clock.is_over else StoppedBy.WORK
        phase = Phase(name, Status.FEASIBLE_AT_LIMIT, self.form.value(x), None, None, clock.elapsed, 0, stopped_by)
        return self._bounded(PhaseEnd(phase, x, None), known)

    def _solved(
        self,
        name: str,
        limits: Limits,
        start: Vector | None = None,
        proven: Callable[[], float | None] = nothing_proven,
    ) -> PhaseEnd:
        return run(name, self.arrays, self.form, self.maximise, limits, self.progress, start, (), WHOLE, proven)

    def _improved(self, x: Vector, share: float, known: Known) -> Vector:
        return improve(self.arrays, self.form, self.maximise, x, self.clock, self.progress, share, known)

    def _bounded(self, whole: PhaseEnd, known: Known) -> PhaseEnd:
        """The run with the sharper of its own bound and what else is proven, in the seconds of the whole search."""
        phase = whole.phase
        bound = sharper(phase.bound, known.bound, self.maximise)
        if phase.objective is None or bound is None:
            return whole
        return replace(whole, phase=_closed(replace(phase, bound=bound, seconds=self.clock.elapsed), self.options))


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


def _closed(phase: Phase, options: SolveOptions) -> Phase:
    """The phase with the gap of its objective and bound; optimal when that is the gap asked for, or less."""
    gap = relative_gap(phase.objective, phase.bound)
    closed = gap is not None and gap <= options.gap and phase.status is Status.FEASIBLE_AT_LIMIT
    status, stopped_by = (Status.OPTIMAL, StoppedBy.GAP) if closed else (phase.status, phase.stopped_by)
    return replace(phase, gap=gap, status=status, stopped_by=stopped_by)


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
    return _less(arrays.forms["value"], arrays.forms["shortfall"], SHORTFALL_PRICE)


def _less(a: LinearForm, b: LinearForm, price: float) -> LinearForm:
    return LinearForm(a.coefficients - price * b.coefficients, a.constant - price * b.constant)
