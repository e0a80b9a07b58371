"""Studies from order to result: read and check, begin or go on, run, publish; and what is said on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any, Generic, Literal, Protocol, TypeVar

from roadmap_opt.errors import Finding
from roadmap_opt.messages import Language
from roadmap_opt.pipeline import Request, prepare, solve_prepared
from roadmap_opt.progress import Progress, QuietProgress
from roadmap_opt.publish import publish_batch, publish_regret, publish_run, publish_sweep
from roadmap_opt.runs.run_folder import require_writable
from roadmap_opt.runs.run_names import new_run_name
from roadmap_opt.said import known_again, said
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.studies.folder import at_work, moved_from
from roadmap_opt.studies.jobs import Advanced, Began
from roadmap_opt.studies.journal import Entry, State, StudyError
from roadmap_opt.studies.machine import Machine
from roadmap_opt.studies.orders import RegretStudy, ScenarioStudy, StudyOrder, SweepStudy, gone_on
from roadmap_opt.studies.regret.prepare import (
    PreparedMatrix,
    own_plans,
    prepare_matrix,
    runs_of_batch,
    scenarios_of_batch,
)
from roadmap_opt.studies.regret.results import REGRETS, RegretRecord, RegretResults
from roadmap_opt.studies.regret.study import begin_matrix, open_matrix, resume_matrix, run_matrix
from roadmap_opt.studies.run import Study, Watcher
from roadmap_opt.studies.scenarios.plan import BatchPlan, begin_batch, resume_batch
from roadmap_opt.studies.scenarios.racing import Round
from roadmap_opt.studies.scenarios.running import Crew, Team, run_batch
from roadmap_opt.studies.solving import shared_workbook
from roadmap_opt.studies.sweep.designs import is_balanced
from roadmap_opt.studies.sweep.results import SWEEPS, SweepResults
from roadmap_opt.studies.sweep.study import (
    PreparedSweep,
    begin_sweep,
    open_sweep,
    prepare_sweep,
    resume_order,
    resume_sweep,
    run_sweep,
    start_from,
)

TaskNoun = Literal["scenario", "run", "pair"]
"""What a task of a study is called: a scenario of a batch, a run of a sweep, a plan in a world."""


class Audience(Protocol):
    """Whoever is told how a study goes on."""

    def say(self, key: str, **values: Any) -> None:
        """One thing that is worth a line, by the key of its words."""

    def reject(self, rejected: Mapping[str, Sequence[Finding]]) -> None:
        """Scenarios that cannot be solved as they stand; the others go on."""

    def board(self, study: Study, task: TaskNoun) -> AbstractContextManager[Watcher]:
        """A display for a study that is about to run, with what its tasks are called."""

    def progress(self) -> Progress:
        """The progress of one search."""


class Nobody:
    """An audience that is told nothing."""

    def say(self, key: str, **values: Any) -> None:
        """Not heard."""

    def reject(self, rejected: Mapping[str, Sequence[Finding]]) -> None:
        """Not heard; the entries of a batch say it too."""

    def board(self, study: Study, task: TaskNoun) -> AbstractContextManager[Watcher]:
        """Nobody looks on."""
        return nullcontext(_Unseen())

    def progress(self) -> Progress:
        """Nobody looks on."""
        return QuietProgress()


class _Unseen:
    def began(self, event: Began) -> None:
        """Not seen."""

    def advanced(self, event: Advanced) -> None:
        """Not seen."""

    def ended(self, entry: Entry) -> None:
        """Not seen."""


class Ending(Enum):
    """How far a study came."""

    FINISHED = "finished"
    LEFT = "some is left to do: it was stopped, or something went wrong"
    NO_PLAN = "there is no plan to start from"


Results = TypeVar("Results", covariant=True)


@dataclass(frozen=True)
class Studied(Generic[Results]):
    """What came of a study: its folder (that of its kind when it never began), its results
    (``None`` unless it is finished; a batch has an entry per scenario in any case), and what went wrong, line by line.
    """

    folder: Path
    results: Results | None
    ending: Ending
    problems: tuple[str, ...] = ()

    @property
    def finished(self) -> Results:
        """The results of a study that is finished; raises :class:`StudyError` when it is not."""
        if self.results is None:
            raise StudyError(said("The study is not finished: {reason}.", reason=said(self.ending.value)))
        return self.results


@dataclass(frozen=True)
class Studying:
    """The circumstances of a study: its workbook, where results go, the machine, the language, who is told. ``resume``
    goes on with one that was begun; ``given`` then names the fields of the order that are no longer as it was begun.
    """

    workbook: Path
    out: Path
    machine: Machine
    language: Language
    audience: Audience
    resume: bool = False
    given: Set[str] = frozenset()

    def carry_out(self, order: StudyOrder[Results]) -> Studied[Results]:
        """Whatever is asked for."""
        found: Any
        match order:
            case ScenarioStudy():
                found = self.scenarios(order)
            case SweepStudy():
                found = self.sweep(order)
            case RegretStudy():
                found = self.regret(order)
            case _:
                raise TypeError(f"{order!r} is no study")
        studied: Studied[Results] = found  # each kind of order says what comes of it
        return studied

    def scenarios(self, order: ScenarioStudy) -> Studied[tuple[Entry, ...]]:
        """Solve scenarios; raises what :func:`begin_batch`, :func:`resume_batch` and :func:`run_batch` raise."""
        order = replace(order, options=replace(order.options, threads=self.machine.threads))
        if self.resume:
            plan = resume_batch(self.workbook, self.out, order, self.given)
        else:
            plan = begin_batch(self.workbook, self.out, order)
        say = self.audience.say
        say("batch_folder", folder=plan.study.folder)
        self._say_moved(plan.moved_from)
        say("batch_size", count=len(plan.study.waiting), standing=len(plan.study.kept))
        self.audience.reject(plan.rejected)
        entries = self._run_batch(plan)
        left = any(entry.state in (State.INTERRUPTED, State.NOT_BEGUN) for entry in entries)
        problems = tuple(
            said("{key}: {problem}", key=entry.key, problem=known_again(entry.problem))
            for entry in entries
            if entry.problem
        )
        return Studied(plan.study.folder, entries, Ending.LEFT if left else Ending.FINISHED, problems)

    def _say_moved(self, before: str) -> None:
        if before:
            self.audience.say("study_moved", before=before, workbook=self.workbook)

    def _run_batch(self, plan: BatchPlan) -> tuple[Entry, ...]:
        shared = shared_workbook(self.workbook, plan.content, self.out, publish_run)

        @contextmanager
        def team(study: Study) -> Iterator[Team]:
            engine, threads = self.machine.engine(shared, len(study.waiting))
            with self._watched(study, "scenario") as board:
                yield Team(engine, threads, board)

        def tell(chosen: Round) -> None:
            values = {"undecided": chosen.undecided, "pairs": chosen.pairs, "seconds": round(chosen.seconds)}
            self.audience.say("batch_round", **values, scenarios=", ".join(chosen.scenarios))

        workers = self.machine.sizing(len(plan.study.tasks)).workers
        entries = run_batch(plan, Crew(workers, team, tell), self.language)
        publish_batch(plan, entries, self.language)
        return entries

    def _watched(self, study: Study, task: TaskNoun) -> AbstractContextManager[Watcher]:
        return self.audience.board(study, task) if study.waiting else nullcontext(_Unseen())

    def sweep(self, order: SweepStudy) -> Studied[SweepResults]:
        """Vary inputs; raises what :mod:`~roadmap_opt.studies.sweep.study` raises."""
        say, machine = self.audience.say, replace(self.machine, threads=1)  # every run takes one core
        order = replace(order, options=replace(order.options, threads=1))
        folder = None
        if self.resume:
            folder, order = resume_order(self.workbook, self.out, order, self.given)
            self._say_moved(moved_from(SWEEPS.load(folder), self.workbook, self.out))
        prepared = prepare_sweep(self.workbook, self.out, order)
        runs = len(prepared.samples)
        if not is_balanced(order.design, order.runs):
            say("sweep_unbalanced", better=1 << (order.runs - 1).bit_length(), runs=order.runs)
        workers = machine.sizing(runs + 1).workers
        say("sweep_size", sweep=prepared.sweep.name, runs=runs, parameters=len(prepared.sweep.parameters),
            workers=machine.cluster or workers)  # fmt: skip
        with ExitStack() as work:
            if folder is not None:
                work.enter_context(at_work(folder))
            if folder is None or not resume_sweep(prepared, folder, workers):
                start = order.base_run if folder is None else None
                base_run = start or self._solve_base(prepared)
                if base_run is None:
                    ending = Ending.LEFT if machine.stop.is_set() else Ending.NO_PLAN
                    return Studied(folder or SWEEPS.parent(self.out, self.workbook), None, ending)
                if folder is None:
                    folder = begin_sweep(prepared, base_run, workers, own_base=order.base_run is None)
                    work.enter_context(at_work(folder))
                else:
                    start_from(folder, base_run)
            plan = open_sweep(prepared, folder)
            if self.resume:
                say("sweep_continued", folder=folder, count=len(plan.study.kept))
            engine, _ = machine.engine(plan.shared, runs + 1)
            with self._watched(plan.study, "run") as board:
                results = run_sweep(plan, engine, board)
            if isinstance(results, int):
                say("sweep_left", count=results)
                return Studied(folder, None, Ending.LEFT)
            publish_sweep(folder, results, self.language)
        return Studied(SWEEPS.finish(folder), results, Ending.FINISHED)

    def _solve_base(self, prepared: PreparedSweep) -> Path | None:
        """Solve the plan from which every run starts, into a run of its scenario like any other; ``None`` without one.

        Raises what a solve raises.
        """
        say, order = self.audience.say, prepared.order
        say("sweep_solving_base")
        base = prepare(self.workbook, order.scenario, prepared.content)
        require_writable(self.out, self.workbook, order.scenario)
        options = replace(order.options, time_limit=order.base_seconds, threads=0, rounds=None)
        run = solve_prepared(base, Request(options, self.audience.progress(), stop=self.machine.stop))
        folder = publish_run(run, self.out, self.language)
        if not run.record.has_plan:
            say("sweep_no_base", status=run.record.status, folder=folder)
            return None
        say("sweep_base", folder=folder)
        return folder

    def regret(self, order: RegretStudy) -> Studied[RegretResults]:
        """Hold plans in other worlds; raises what :mod:`~roadmap_opt.studies.regret` raises."""
        order = replace(order, options=replace(order.options, threads=self.machine.threads))
        if not self.resume:
            prepared, partial = self._begin_matrix(order)
        else:
            partial = REGRETS.find(self.out, self.workbook, order.name)
            record = REGRETS.load(partial)
            self._say_moved(moved_from(record, self.workbook, self.out))
            begun = {"scenarios": record.scenarios, "until": record.until}
            order = gone_on(order, begun, record.options, self.given)
            prepared = prepare_matrix(self.workbook, self.out, order.scenarios, order.until)
            if order.batch is not None:
                runs_of_batch(order.batch, prepared)  # better now than after the record names it
        with at_work(partial):
            if self.resume:
                resume_matrix(prepared, partial, order.options, order.batch)
            studied = self._carry(prepared, partial, order.options)
            if studied.results is None:
                return studied
            publish_regret(partial, studied.results, self.language)
        return replace(studied, folder=REGRETS.finish(partial))

    def _begin_matrix(self, order: RegretStudy) -> tuple[PreparedMatrix, Path]:
        """What a new matrix is made of, and its folder."""
        if order.scenarios is None and order.batch is None:
            raise StudyError("A regret matrix needs scenarios, or a batch that holds their plans.")
        wanted = order.scenarios
        if wanted is None and order.batch is not None:
            wanted = scenarios_of_batch(order.batch)
        prepared = prepare_matrix(self.workbook, self.out, wanted, order.until)
        name = order.name or new_run_name()
        REGRETS.require_new(REGRETS.parent(self.out, self.workbook), name)
        batch = order.batch
        if batch is None:
            own = ScenarioStudy(prepared.scenarios, order.options)
            batch = begin_batch(self.workbook, self.out, own).study.folder
        else:
            runs_of_batch(batch, prepared)  # better now than after the folder is made
        return prepared, begin_matrix(prepared, name, order.options, batch, own_batch=order.batch is None)

    def _carry(self, prepared: PreparedMatrix, partial: Path, options: SolveOptions) -> Studied[RegretResults]:
        """Own plans, then every pair; the results when nothing is left."""
        say, count = self.audience.say, len(prepared.scenarios)
        say("regret_size", scenarios=count, until=prepared.until, pairs=count * (count - 1))
        folders, problems = self._own_folders(prepared, REGRETS.load(partial), options)
        if folders is None:
            return Studied(partial, None, Ending.LEFT, problems)
        own = own_plans(folders)
        for scenario in own.unusable:
            say("regret_left_out", scenario=scenario, folder=folders[scenario])
        if len(own.plans) < 2:
            say("regret_too_few")
            return Studied(partial, None, Ending.NO_PLAN)
        study = open_matrix(prepared, partial, own, options)
        jobs = len(study.waiting)
        if jobs:
            say("regret_pairs", count=jobs, standing=len(study.kept))
        shared = shared_workbook(self.workbook, prepared.content, self.out, publish_run)
        engine, threads = self.machine.engine(shared, jobs)
        with self._watched(study, "pair") as board:
            results, problems = run_matrix(study, own, engine, board, replace(options, threads=threads), self.language)
        if results is None:
            return Studied(partial, None, Ending.LEFT, problems)
        return Studied(partial, results, Ending.FINISHED)

    def _own_folders(
        self, prepared: PreparedMatrix, record: RegretRecord, options: SolveOptions
    ) -> tuple[dict[str, Path] | None, tuple[str, ...]]:
        """Folders of the scenarios' own plans, solved where they are missing; ``None`` when some are, and why."""
        if not record.own_batch:
            return runs_of_batch(Path(record.batch), prepared), ()
        own = ScenarioStudy(prepared.scenarios, options, name=Path(record.batch).name)
        plan = resume_batch(self.workbook, self.out, own, {"scenarios", "gap", "time_limit"})
        if plan.study.waiting:
            self.audience.say("regret_own_plans", count=len(plan.study.waiting), standing=len(plan.study.kept))
            entries = self._run_batch(plan)
            if any(entry.state is not State.DONE for entry in entries):
                return None, tuple(
                    said("{key}: {problem}", key=entry.key, problem=known_again(entry.problem))
                    for entry in entries
                    if entry.problem
                )
        return runs_of_batch(plan.study.folder, prepared), ()
