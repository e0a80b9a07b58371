"""A whole sweep: read and check, base plan, samples over the workers, results.

Every run starts from the same base plan and ends by gap or number of nodes, so that neither the order of the runs nor
the number of workers changes a result: an interrupted sweep that is continued comes to the same end.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Set
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.causes import one_per_cause
from roadmap_opt.case.sweep_rows import read_sweep
from roadmap_opt.case.sweeps import MOST_RUNS, Parameter, Sweep, sampled_tables
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import inputs_hash
from roadmap_opt.checks import check_tables
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.output.damage import RunFolderError
from roadmap_opt.pipeline import prepare as prepare_scenario
from roadmap_opt.runs.decisions import Decisions, decisions_of
from roadmap_opt.runs.run_folder import LoadedRun, find_run, load_run
from roadmap_opt.runs.run_names import folder_name, new_run_name, utc_now
from roadmap_opt.said import said
from roadmap_opt.solver.highs import require_solver
from roadmap_opt.solver.outcome import StoppedBy
from roadmap_opt.studies.folder import described, moved_from, shaping
from roadmap_opt.studies.jobs import Engine, Job
from roadmap_opt.studies.journal import Entry, State, StudyError
from roadmap_opt.studies.orders import SEARCH, SweepStudy, gone_on
from roadmap_opt.studies.run import Study, Task, Watcher, fingerprint, open_study
from roadmap_opt.studies.sweep.designs import Sample, run_count, samples
from roadmap_opt.studies.sweep.results import SWEEPS, SweepRecord, SweepResults
from roadmap_opt.studies.sweep.runs import CRASHED, SweepRun, without_plan
from roadmap_opt.studies.sweep.sampling import Shared, sample_job
from roadmap_opt.workbook.read import workbook_content

BASE_NUMBER = 0


@dataclass(frozen=True, slots=True)
class PreparedSweep:
    """An order that was read and checked: nothing is solved and nothing is written yet."""

    workbook: Path
    out: Path
    order: SweepStudy
    content: bytes
    tables: Tables
    sweep: Sweep
    samples: tuple[Sample, ...]


def prepare_sweep(workbook: Path, out: Path, order: SweepStudy) -> PreparedSweep:
    """Read the workbook, the scenario and the sweep, and try both ends of every parameter.

    Raises :class:`InputError` with every problem, and :class:`StudyError` for a design without runs or with too many.
    """
    require_solver()
    content = workbook_content(workbook)
    base = prepare_scenario(workbook, order.scenario, content)
    order, tables = replace(order, scenario=base.case.scenario), base.inputs
    sweep = read_sweep(tables, order.sweep, workbook.name)
    count = run_count(sweep, order.design, order.runs)
    if count > MOST_RUNS:
        raise StudyError(
            said(
                "The design {design} of sweep {sweep} has {count:,} runs; at most {most_runs:,} are possible. "
                "Give fewer levels (steps), fewer parameters, or choose latin or sobol.",
                design=order.design,
                sweep=sweep.name,
                count=count,
                most_runs=MOST_RUNS,
            )
        )
    _try_ends(tables, sweep, workbook.name)
    drawn = samples(sweep, order.design, order.runs, order.seed)
    return PreparedSweep(workbook, out, order, content, tables, sweep, drawn)


def _try_ends(tables: Tables, sweep: Sweep, workbook: str) -> None:
    findings: list[Finding] = []
    for sample in samples(sweep, "tornado", 0, 0):
        broken = check_tables(sampled_tables(tables, sweep, sample.values), workbook)
        findings += (finding for finding in broken if finding.is_error)
    if findings:
        raise InputError(one_per_cause(findings))


def begin_sweep(prepared: PreparedSweep, base_run: Path, workers: int, *, own_base: bool) -> Path:
    """Make the folder of a new sweep that starts from ``base_run``, and return it.

    Raises :class:`StudyError` when that run cannot be started from, or nothing can be written.
    """
    _require_start(prepared, base_run, load_run(base_run))
    record = SweepRecord(
        name=f"{folder_name(prepared.sweep.name)}-{new_run_name()}",
        created_utc=utc_now(),
        base_run=base_run.as_posix(),
        own_base=own_base,
        workers=workers,
        **_asked(prepared),
    )
    return SWEEPS.begin(prepared.out, record)


def _require_start(prepared: PreparedSweep, base_run: Path, loaded: LoadedRun) -> None:
    if not loaded.record.has_plan:
        raise StudyError(
            said(
                "{base_run} has no plan to start from ({status}). Name another run with --from.",
                base_run=base_run,
                status=loaded.record.status,
            )
        )
    if loaded.record.held is not None:
        raise StudyError(
            said(
                "{base_run} had to keep the plants of another run. Name a run of its own with --from, or leave it out.",
                base_run=base_run,
            )
        )
    if loaded.record.inputs_sha256 != inputs_hash(prepared.tables):
        raise StudyError(
            said(
                "{base_run} was solved with other inputs than scenario {scenario} of {workbook} has now. Leave "
                "out --from to solve the base plan anew.",
                base_run=base_run,
                scenario=prepared.order.scenario,
                workbook=prepared.workbook,
            )
        )


def resume_order(workbook: Path, out: Path, order: SweepStudy, given: Set[str]) -> tuple[Path, SweepStudy]:
    """The unfinished sweep of that name that is meant, and its order: as it was begun, but for what is ``given``.

    That is the newest one that was begun in every respect as it is given now; without such a one the only one there
    is, in which what is given then changes. Raises :class:`StudyError` without one, and when several could be meant.
    """
    found = SWEEPS.candidates(out, workbook, order.sweep, called=lambda record: record.sweep)
    begun = {folder: _begun(SWEEPS.load(folder)) for folder in found}

    def differs(folder: Path) -> bool:
        now = {**{name: getattr(order, name) for name in order.CHANGEABLE - SEARCH}, **shaping(order.options)}
        return any(begun[folder].get(name) != now[name] for name in given)

    alike = [folder for folder in found if not differs(folder)]
    if not alike and len(found) > 1:
        listed = ", ".join(folder.name for folder in found)
        raise StudyError(
            said(
                "Several sweeps of {workbook} called {sweep} are not finished, and none was begun like this: "
                "{listed}. Repeat what the one you mean was begun with, or leave out --resume.",
                workbook=workbook,
                sweep=order.sweep,
                listed=listed,
            )
        )
    folder = (alike or found)[0]
    record = SWEEPS.load(folder)
    fields = {name: begun[folder][name] for name in order.CHANGEABLE - SEARCH - {"base_run"}}
    return folder, gone_on(order, fields, record.options, given)


def _begun(record: SweepRecord) -> dict[str, Any]:
    names = ("scenario", "design", "seed", "no_regret", "keep_plan", "base_seconds")
    fields = {name: getattr(record, name) for name in names}
    return {**record.options, **fields, "runs": record.draws, "base_run": None if record.own_base else record.base_run}


def resume_sweep(prepared: PreparedSweep, folder: Path, workers: int) -> bool:
    """Bring the record of an unfinished sweep up to date; returns whether it has a plan to start from.

    It has none when the workbook was edited since the sweep solved its own base plan, or Ctrl-C cut that short. Raises
    :class:`StudyError` when the plan that it was told to start from cannot be used.
    """
    record = SWEEPS.load(folder)
    moved = moved_from(record, prepared.workbook, prepared.out)
    if moved and record.inputs_sha256 != inputs_hash(prepared.tables):
        raise StudyError(
            said(
                "{folder} was begun with {moved}, which is gone, and {workbook} has other inputs: it may be "
                "another file altogether. Leave out --resume.",
                folder=folder,
                moved=moved,
                workbook=prepared.workbook,
            )
        )
    record = replace(record, workers=workers, **_asked(prepared))
    if prepared.order.base_run is not None:
        record = replace(record, base_run=prepared.order.base_run.as_posix(), own_base=False)
    start = _base_folder(record, prepared)
    try:
        loaded = load_run(start)
        _require_start(prepared, start, loaded)
        # a base plan of its own that Ctrl-C cut short is searched for again: every run would start from it
        has_start = not (record.own_base and loaded.record.stopped_by == StoppedBy.INTERRUPT)
    except (StudyError, RunFolderError):
        if not record.own_base:
            raise
        has_start = False
    SWEEPS.save(folder, record)
    return has_start


def start_from(folder: Path, base_run: Path) -> None:
    """Note that a sweep starts from a base plan that was solved anew for it."""
    SWEEPS.save(folder, replace(SWEEPS.load(folder), base_run=base_run.as_posix(), own_base=True))


def _asked(prepared: PreparedSweep) -> dict[str, Any]:
    """The entries of the record that say what a sweep is made of."""
    order = prepared.order
    return {
        "inputs_sha256": inputs_hash(prepared.tables),
        "scenario": order.scenario,
        "sweep": prepared.sweep.name,
        "design": order.design,
        "draws": order.runs,
        "runs": len(prepared.samples),
        "seed": order.seed,
        "no_regret": order.no_regret,
        "keep_plan": order.keep_plan,
        "base_seconds": order.base_seconds,
        "parameters": tuple(_parameter(parameter) for parameter in prepared.sweep.parameters),
        "correlations": tuple(asdict(each) for each in prepared.sweep.correlations),
        **described(prepared.workbook, prepared.out, prepared.content, order.options),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    """The parameter as the record holds it, as JSON gives it back."""
    names = ("name", "name_en", "name_tr", "operation", "distribution", "low", "base", "high", "unit", "steps")
    return {**{name: getattr(parameter, name) for name in names}, "words": list(parameter.words)}


def _base_folder(record: SweepRecord, prepared: PreparedSweep) -> Path:
    """Folder of the run that a sweep starts from, also when the sweep goes on from another folder than it began in."""
    given = Path(record.base_run)
    return given if given.is_dir() else find_run(prepared.out, prepared.workbook, record.scenario, given.name)


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """A sweep, ready to run: its samples as tasks, and the decisions that every run starts from."""

    prepared: PreparedSweep
    start: Decisions
    study: Study

    @property
    def shared(self) -> Mapping[str, Any]:
        """What every job of the sweep needs."""
        prepared, order = self.prepared, self.prepared.order
        shared = Shared(
            dict(prepared.tables), prepared.sweep, prepared.workbook.stem, order.scenario, order.options, self.start,
            order.keep_plan,
        )  # fmt: skip
        return {"sweep": shared}


def open_sweep(prepared: PreparedSweep, folder: Path) -> SweepPlan:
    """The sweep in a folder with what its journal holds."""
    record, order = SWEEPS.load(folder), prepared.order
    start = decisions_of(load_run(_base_folder(record, prepared)).tables)
    common = {
        "inputs": record.inputs_sha256,
        "scenario": order.scenario,
        "parameters": list(record.parameters),
        "options": shaping(order.options),
        "keep_plan": order.keep_plan,
        "start": start.as_plain(),
    }
    tasks = [
        Task(str(s.number), fingerprint({**common, "sample": [s.values, s.varied, s.end]}), arguments=s)
        for s in (Sample(BASE_NUMBER, prepared.sweep.base), *prepared.samples)
    ]
    return SweepPlan(prepared, start, open_study(folder, tasks, lambda _: True))


def run_sweep(plan: SweepPlan, engine: Engine, watcher: Watcher) -> SweepResults | int:
    """Solve the samples that are waiting; returns the results, or how many are left when it was stopped.

    Raises :class:`SaveError` or :class:`StudyError` when something cannot be written; what is done then stands in the
    journal.
    """
    study, prepared = plan.study, plan.prepared
    began = time.monotonic()
    entries = study.run(_Samples(), engine, watcher)
    record = SWEEPS.load(study.folder)
    record = replace(record, seconds=record.seconds + time.monotonic() - began)
    SWEEPS.save(study.folder, record)
    over = [entry for entry in entries.values() if entry.state is not State.INTERRUPTED]
    if len(over) < len(study.tasks):
        return len(study.tasks) - len(over)
    runs = [_run(task, entries[task.key]) for task in study.tasks]
    case = case_from_tables(prepared.tables, prepared.workbook.stem, prepared.order.scenario)
    return SweepResults(record, case, prepared.sweep.parameters, runs[0], tuple(runs[1:]))


class _Samples:
    """The samples of a sweep as the loop takes them."""

    def job(self, task: Task, entries: Mapping[str, Entry]) -> Job:
        """Solve the sample."""
        return sample_job(task.arguments)

    def arrive(self, task: Task, result: Mapping[str, Any], entries: Mapping[str, Entry]) -> Mapping[str, Any]:
        """A run of a sweep is small enough for the journal."""
        return result


def _run(task: Task, entry: Entry) -> SweepRun:
    if entry.result:
        return SweepRun.from_plain(entry.result)
    sample: Sample = task.arguments
    return without_plan(sample.number, sample.values, sample.varied, sample.end, CRASHED, entry.problem)
