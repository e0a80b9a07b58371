"""How one problem is searched for one objective: whole where it is small, else by a plan, its betterment and a proof.

A small problem is searched whole. Elsewhere there are two jobs: to find and improve a plan, and to prove what no plan
can surpass (:mod:`roadmap_opt.solver.proof`). With two cores they run side by side, the proof in a process of its own;
with one, and in the workers of a study, one after the other. The search of the whole problem comes last.

The short search (option ``rounds``) is for many solves of nearly the same problem: it starts from another plan, goes
through small neighbourhoods a fixed number of times, and takes the bound of a proof of few splits, which are those of
that plan where it has any. No step of it ends by the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from roadmap_opt.progress import Progress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.beside import Task, is_possible, proving
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.decisions import Decisions
from roadmap_opt.solver.first_plan import FirstPlan, first_plan
from roadmap_opt.solver.highs import WHOLE, Limits, PhaseEnd, nothing_proven, relative_gap, run, sharper
from roadmap_opt.solver.improve import improve
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.options import SolveOptions, available_cores
from roadmap_opt.solver.outcome import Phase, Status, StoppedBy
from roadmap_opt.solver.proof import Proof
from roadmap_opt.solver.split import Split

SMALL = 200
"""Open integer columns up to which a problem is first tried whole: one search then closes before the stages would."""

SHORT = 60
"""Splits of the proof of a short search: most of what a long one brings comes with the first ones."""

PATIENCE = 10
"""How many times the usual nodes the short search gives to the whole problem when there is no plan to improve."""

FAR = 0.15
"""Gap beyond which a plan that follows another one, improved a little, is not the best start. By that time the bound is
young: after an edit a plan that is a tenth from it turns out to be a twentieth away, and dives mend it sooner than a
plan made anew would be there."""

SECOND_LOOK = 100
"""Most nodes of the second look at a problem that the solver calls infeasible: HiGHS 1.16.0 has said so of problems
that presolve had spoilt."""

FEW = 0.25
"""Share of the time left that improving a little may take."""


def is_small(arrays: Arrays) -> bool:
    """Whether a problem is first tried whole."""
    return int(np.count_nonzero(arrays.integer & (arrays.lower < arrays.upper))) <= SMALL


@dataclass(frozen=True, slots=True)
class Search:
    """The search of one problem for one objective, by whichever way fits its size and the options."""

    title: str
    arrays: Arrays
    form: LinearForm
    maximise: bool
    clock: Clock
    progress: Progress
    options: SolveOptions

    def run(self, start: Decisions | None, known: Known, first: Vector | None = None) -> PhaseEnd:
        """The best plan found with the sharpest bound; the relaxation where it is infeasible already. A full search
        that has a ``first`` plan goes on from there.
        """
        if self.options.rounds is not None:
            return self._short(start, known)
        if first is None and is_small(self.arrays):
            whole = self._solved(self.title, self.clock.limits(share=0.5))
            if whole.phase.status in (Status.OPTIMAL, Status.INFEASIBLE):
                return self._bounded(whole, known)
            known.prove(whole.phase.bound)
            if whole.x is not None:
                return self._full(whole.x, known)
        return self._full(first, known, start)

    def _full(self, first: Vector | None, known: Known, start: Decisions | None = None) -> PhaseEnd:
        """A plan made and improved, and what no plan can surpass: side by side where there is a core for each."""
        cores = self.options.threads or available_cores()
        if cores < 2 or not is_possible():
            return self._one_by_one(first, known, start)
        options = replace(self.options, time_limit=self.clock.left)
        task = Task(self.arrays, self.form, self.maximise, options, _earlier(start))
        alone = replace(self, clock=self.clock.with_threads(cores - 1))
        with proving(task, known):
            if first is None:
                first, hopeless = alone._begun(known, start)
                if hopeless is not None:
                    return hopeless
            return alone._planned(first, known, share=1.0)

    def _one_by_one(self, first: Vector | None, known: Known, start: Decisions | None) -> PhaseEnd:
        proof = self._proof(known, start, share=0.7)
        if first is None:
            first, relaxed = first_plan(self._plans, start)
            known.prove(relaxed.phase.bound)
            if relaxed.phase.status is Status.INFEASIBLE:
                return relaxed
        return self._planned(first, known, share=0.4, then=proof.run)

    @property
    def _plans(self) -> FirstPlan:
        return FirstPlan(self.arrays, self.form, self.maximise, self.clock, self.progress)

    def _begun(self, known: Known, start: Decisions | None) -> tuple[Vector | None, PhaseEnd | None]:
        """A first plan while another process proves, or the relaxation where it is infeasible already.

        A plan that follows another one is improved a little. If it is then still far from what is proven by that time,
        it is one of another world: a plan is made anew, improved as much, and the better of the two is taken.
        """
        plans, made = self._plans, []
        if start is not None and (followed := plans.following(start)) is not None:
            made = [self._a_little_better(followed, known)]
            self._something_proven(known)
            if known.is_closed or self.clock.stopped or not known.is_far(FAR):
                return made[0], None
        if (new := plans.anew()) is not None:
            made.append(self._a_little_better(new, known) if made else new)
        if made:
            self._something_proven(known)
            return (max if self.maximise else min)(made, key=self.form.value), None
        relaxed = plans.relaxed()
        known.prove(relaxed.phase.bound)
        if relaxed.phase.status is Status.INFEASIBLE:
            return None, relaxed
        return plans.nothing(), None

    def _something_proven(self, known: Known) -> None:
        """The bound of the relaxation where the other process has proven nothing: it may be late, or dead."""
        if known.bound is None:
            known.prove(self._plans.relaxed().phase.bound)

    def _a_little_better(self, x: Vector, known: Known) -> Vector:
        known.offer(self.form.value(x), x)
        return improve(self.arrays, self.form, self.maximise, x, self.clock, self.progress, FEW, known, once=True)

    def _proof(self, known: Known, start: Decisions | None, share: float, splits: int | None = None) -> Proof:
        parts = (self.arrays, self.form, self.maximise, self.clock, self.progress, known)
        return Proof(*parts, share, _earlier(start), splits)

    def _planned(
        self,
        first: Vector | None,
        known: Known,
        share: float,
        then: Callable[[], None] | None = None,
    ) -> PhaseEnd:
        """The first plan, if there is one, improved for a ``share`` of the time, and at last the whole problem."""
        if first is not None:
            known.offer(self.form.value(first), first)
            first = self._improved(first, share, known)
            if then is not None and not known.is_closed:
                then()
        return self._bounded(self._solved(self.title, self.clock.limits(), first, known.proven), known)

    def _short(self, start: Decisions | None, known: Known) -> PhaseEnd:
        """The first plan after some rounds of improvement, with the bound of the first splits of a proof.

        Where no stage finds a plan (something hard stands in the way of the easy ones), the whole problem is searched.
        """
        name, clock = "short search", self.clock
        first, relaxed = first_plan(self._plans, start)
        known.prove(relaxed.phase.bound)
        if relaxed.phase.status is Status.INFEASIBLE:
            return relaxed
        if first is None:
            return self._bounded(self._solved(name, clock.limits(patience=PATIENCE)), known)
        x = self._improved(first, 1.0, known)
        known.offer(self.form.value(x), x)
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
        """The whole problem. That it is infeasible is said by two voices: without presolve it is asked once more."""

        def ask(limits: Limits) -> PhaseEnd:
            return run(name, self.arrays, self.form, self.maximise, limits, self.progress, start, (), WHOLE, proven)

        end = ask(limits)
        if end.phase.status is not Status.INFEASIBLE:
            return end
        seconds, nodes = min(limits.seconds, self.clock.left), min(SECOND_LOOK, limits.nodes or SECOND_LOOK)
        again = ask(replace(limits, presolve=False, seconds=seconds, nodes=nodes))
        return end if again.x is None else again

    def _improved(self, x: Vector, share: float, known: Known) -> Vector:
        return improve(self.arrays, self.form, self.maximise, x, self.clock, self.progress, share, known)

    def _bounded(self, whole: PhaseEnd, known: Known) -> PhaseEnd:
        """The run with the sharper of its own bound and what else is proven, in the seconds of the whole search."""
        phase = whole.phase
        bound = sharper(phase.bound, known.bound, self.maximise)
        if phase.objective is None or bound is None:
            return whole
        return replace(whole, phase=closed(replace(phase, bound=bound, seconds=self.clock.elapsed), self.options))


def closed(phase: Phase, options: SolveOptions) -> Phase:
    """The phase with the gap of its objective and bound; optimal when that is the gap asked for, or less."""
    gap = relative_gap(phase.objective, phase.bound)
    closed = gap is not None and gap <= options.gap and phase.status is Status.FEASIBLE_AT_LIMIT
    status, stopped_by = (Status.OPTIMAL, StoppedBy.GAP) if closed else (phase.status, phase.stopped_by)
    return replace(phase, gap=gap, status=status, stopped_by=stopped_by)


def _earlier(start: Decisions | None) -> tuple[Split, ...]:
    return () if start is None else start.splits
