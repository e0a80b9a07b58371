"""A whole sweep: read and check, base plan, samples over the workers, journal, statistics, pages.

Every run starts from the same base plan and ends by gap or number of nodes, so that neither the order of the runs nor
the number of workers changes a result. What is finished stands in the journal; an interrupted sweep is continued from
there and comes to the same end.
"""

from __future__ import annotations

import hashlib
import platform
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from roadmap_opt.batch.jobs import Advanced, Began, Ended, Engine
from roadmap_opt.batch.journal import Journal
from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.causes import one_per_cause
from roadmap_opt.case.sweep_rows import read_sweep
from roadmap_opt.case.sweeps import MOST_RUNS, Parameter, Sweep, sampled_tables
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import inputs_hash
from roadmap_opt.checks import check_tables
from roadmap_opt.documents.sweep import write_sweep_book, write_sweep_page
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.messages import Language
from roadmap_opt.pipeline import Request, solve_prepared
from roadmap_opt.pipeline import prepare as prepare_scenario
from roadmap_opt.progress import Progress
from roadmap_opt.publish import publish_run
from roadmap_opt.solution.decisions import decisions_of
from roadmap_opt.solution.program import package_version
from roadmap_opt.solution.run import Run
from roadmap_opt.solution.run_folder import find_run, load_run, require_writable
from roadmap_opt.solution.run_names import folder_name, new_run_name, utc_now
from roadmap_opt.solution.sweeps import store
from roadmap_opt.solution.sweeps.results import SWEEP_SCHEMA_VERSION, SweepRecord, SweepResults
from roadmap_opt.solution.sweeps.runs import CRASHED, INTERRUPTED, SweepRun, without_plan
from roadmap_opt.solution.sweeps.store import SweepError
from roadmap_opt.solution.workbook_place import is_of, place_of, shown_place
from roadmap_opt.solver.highs import require_solver, solver_version
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.sweep.designs import Sample, run_count, samples
from roadmap_opt.sweep.solving import Shared, sample_job
from roadmap_opt.workbook.read import workbook_content

BASE_NUMBER = 0
PAGE_FILE = "sweep.html"
BOOK_FILE = "sweep.xlsx"


@dataclass(frozen=True, slots=True)
class Order:
    """What a sweep is asked for. ``runs`` counts for draws only; ``options`` are those of a sample; with
    ``keep_plan`` every run keeps the decisions of the base plan.
    """

    workbook: Path
    scenario: str
    sweep: str
    design: str
    runs: int
    seed: int
    no_regret: float
    keep_plan: bool
    options: SolveOptions
    out: Path


@dataclass(frozen=True, slots=True)
class Prepared:
    """An order that was read and checked: nothing is built and nothing is written yet."""

    order: Order
    content: bytes
    tables: Tables
    sweep: Sweep
    samples: tuple[Sample, ...]

    @property
    def parent(self) -> Path:
        """Where the sweeps of the workbook stand."""
        return store.sweeps_folder(self.order.out, self.order.workbook)


class Watcher(Protocol):
    """Whoever looks on while a sweep runs."""

    def began(self, event: Began) -> None:
        """A worker took a sample."""

    def advanced(self, event: Advanced) -> None:
        """A solve got on."""

    def ended(self, run: SweepRun) -> None:
        """A sample is over."""


def prepare(order: Order) -> Prepared:
    """Read the workbook, the scenario and the sweep, and try both ends of every parameter.

    Raises :class:`InputError` with every problem, and :class:`SweepError` for a design without runs or with too many.
    """
    require_solver()
    content = workbook_content(order.workbook)
    base = prepare_scenario(order.workbook, order.scenario, content)
    order, tables = replace(order, scenario=base.case.scenario), base.inputs
    sweep = read_sweep(tables, order.sweep, order.workbook.name)
    count = run_count(sweep, order.design, order.runs)
    if count > MOST_RUNS:
        raise SweepError(
            f"The design {order.design} of sweep {sweep.name} has {count:,} runs; at most {MOST_RUNS:,} are possible. "
            "Give fewer levels (steps), fewer parameters, or choose latin or sobol."
        )
    _try_ends(tables, sweep, order.workbook.name)
    return Prepared(order, content, tables, sweep, samples(sweep, order.design, order.runs, order.seed))


def _try_ends(tables: Tables, sweep: Sweep, workbook: str) -> None:
    findings: list[Finding] = []
    for sample in samples(sweep, "tornado", 0, 0):
        broken = check_tables(sampled_tables(tables, sweep, sample.values), workbook)
        findings += (finding for finding in broken if finding.is_error)
    if findings:
        raise InputError(one_per_cause(findings))


def solve_base(
    prepared: Prepared, options: SolveOptions, progress: Progress, language: Language, stop: threading.Event
) -> tuple[Run, Path]:
    """Solve the base plan from which every run starts; it is saved like any other run of its scenario."""
    order = prepared.order
    base = prepare_scenario(order.workbook, order.scenario, prepared.content)
    require_writable(order.out, order.workbook, order.scenario)
    run = solve_prepared(base, Request(options, progress, stop=stop))
    return run, publish_run(run, order.out, language)


def begin(prepared: Prepared, base_run: Path, workers: int) -> Path:
    """Make the folder of a new sweep that starts from ``base_run``.

    Raises :class:`SweepError` when that run has no plan or other inputs, or nothing can be written.
    """
    order = prepared.order
    loaded = load_run(base_run)
    if not loaded.record.has_plan:
        raise SweepError(
            f"{base_run} has no plan to start from ({loaded.record.status}). Name another run with --from."
        )
    if loaded.record.inputs_sha256 != inputs_hash(prepared.tables):
        raise SweepError(
            f"{base_run} was solved with other inputs than scenario {order.scenario} of {order.workbook} has now. "
            "Leave out --from to solve the base plan anew."
        )
    return store.begin(prepared.parent, _record(prepared, base_run, workers))


def find_interrupted(prepared: Prepared, base_run: Path | None = None) -> Path:
    """The newest interrupted sweep that was asked for in the same way, and starts from ``base_run`` if that is given.

    Raises :class:`SweepError` without one.
    """
    reasons = []
    records, refused = store.interrupted(prepared.order.out, prepared.order.workbook)
    for folder, record in records:
        wanted = asdict(_record(prepared, Path(record.base_run), record.workers))
        differing = [name for name in _SHAPING if asdict(record)[name] != wanted[name]]
        if base_run is not None and base_run.resolve() != base_folder(record, prepared).resolve():
            differing.append("base_run")
        place = shown_place(record, prepared.order.out)
        if not is_of(record, prepared.order.workbook, prepared.order.out) and place.exists():
            differing.append(f"the workbook ({place})")
        if not differing:
            return folder
        reasons.append(f"{record.name} differs in {', '.join(differing)}")
    reasons += [reason.removesuffix(".") for reason in refused]
    found = f": {'; '.join(reasons)}" if reasons else ""
    raise SweepError(f"There is no interrupted sweep of this kind in {prepared.parent}{found}. Leave out --resume.")


_SHAPING = (
    "inputs_sha256", "scenario", "sweep", "design", "runs", "seed", "keep_plan", "options", "versions", "parameters",
)  # fmt: skip
"""Entries of a record that shape its results."""


def _record(prepared: Prepared, base_run: Path, workers: int) -> SweepRecord:
    order = prepared.order
    started = new_run_name()
    return SweepRecord(
        schema_version=SWEEP_SCHEMA_VERSION,
        name=f"{folder_name(prepared.sweep.name)}-{started}",
        created_utc=utc_now(),
        workbook=order.workbook.as_posix(),
        workbook_place=place_of(order.workbook, order.out),
        workbook_sha256=hashlib.sha256(prepared.content).hexdigest(),
        inputs_sha256=inputs_hash(prepared.tables),
        scenario=order.scenario,
        sweep=prepared.sweep.name,
        design=order.design,
        runs=len(prepared.samples),
        seed=order.seed,
        no_regret=order.no_regret,
        keep_plan=order.keep_plan,
        options={name: value for name, value in asdict(order.options).items() if name != "threads"},
        base_run=base_run.as_posix(),
        workers=workers,
        versions={
            "roadmap-opt": package_version(),
            "python": platform.python_version(),
            "HiGHS": solver_version(),
            **{library: version(library) for library in ("pyomo", "numpy", "scipy")},
        },
        system=f"{platform.system()} {platform.machine()}",
        parameters=tuple(_described(parameter) for parameter in prepared.sweep.parameters),
    )


def base_folder(record: SweepRecord, prepared: Prepared) -> Path:
    """Folder of the run that a sweep starts from, also when the sweep goes on from another folder than it began in."""
    given, order = Path(record.base_run), prepared.order
    return given if given.is_dir() else find_run(order.out, order.workbook, record.scenario, given.name)


def _described(parameter: Parameter) -> dict[str, Any]:
    """The parameter as the record holds it, as JSON gives it back."""
    names = ("name", "name_en", "name_tr", "operation", "distribution", "low", "base", "high", "unit", "steps")
    return {**{name: getattr(parameter, name) for name in names}, "words": list(parameter.words)}


@dataclass(frozen=True, slots=True)
class Finished:
    """How the runs of a sweep ended: its results and folder, or, when it was stopped, how many are still to do."""

    folder: Path
    results: SweepResults | None
    left: int


MakeEngine = Callable[[Mapping[str, Any]], Engine]


def run_sweep(
    prepared: Prepared, partial: Path, make_engine: MakeEngine, watcher: Watcher, language: Language
) -> Finished:
    """Solve what the journal lacks, and write the sweep when nothing is left.

    Raises :class:`SaveError` or :class:`SweepError` when something cannot be written; what is finished then stands in
    the journal of ``partial``.
    """
    record = store.load_record(partial)
    order = prepared.order
    journal = Journal(partial)
    start = decisions_of(load_run(base_folder(record, prepared)).tables)
    base = Sample(BASE_NUMBER, prepared.sweep.base)
    waiting = {str(s.number): s for s in (base, *prepared.samples) if not is_done(journal.entries.get(str(s.number)))}
    began = time.monotonic()
    if waiting:
        shared = Shared(
            dict(prepared.tables), prepared.sweep, order.workbook.stem, order.scenario, order.options, start,
            order.keep_plan,
        )  # fmt: skip
        with make_engine({"sweep": shared}) as engine:
            for sample in waiting.values():
                engine.submit(sample_job(sample))
            for event in engine.events():
                if isinstance(event, Began):
                    watcher.began(event)
                elif isinstance(event, Advanced):
                    watcher.advanced(event)
                else:
                    run = _run_of(event, waiting[event.key])
                    if run.stopped_by != INTERRUPTED:
                        journal.append({"key": event.key, **run.as_plain()})
                        del waiting[event.key]
                    watcher.ended(run)
    seconds = record.seconds + time.monotonic() - began
    record = replace(record, seconds=seconds, no_regret=order.no_regret)  # a threshold shapes no run
    store.write_record(partial, record)
    if waiting:
        return Finished(partial, None, len(waiting))
    runs = [_entered(journal.entries[str(number)]) for number in range(len(prepared.samples) + 1)]
    case = case_from_tables(prepared.tables, order.workbook.stem, order.scenario)
    results = SweepResults(record, case, prepared.sweep.parameters, runs[0], tuple(runs[1:]))
    store.write_tables(partial, results)
    write_sweep_book(partial / BOOK_FILE, results, language)
    write_sweep_page(partial / PAGE_FILE, results, language)
    return Finished(store.finish(partial), results, 0)


def _run_of(event: Ended, sample: Sample) -> SweepRun:
    if event.result is not None:
        return SweepRun.from_plain(event.result)
    return without_plan(sample.number, sample.values, sample.varied, sample.end, CRASHED, event.problem)


def is_done(entry: Mapping[str, Any] | None) -> bool:
    """Whether a sample needs no further solve; one that broke off with an error is tried again."""
    return entry is not None and entry["status"] != CRASHED


def _entered(entry: Mapping[str, Any]) -> SweepRun:
    return SweepRun.from_plain({name: value for name, value in entry.items() if name != "key"})
