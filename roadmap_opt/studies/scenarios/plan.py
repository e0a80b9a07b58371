"""What a batch of scenarios has to do: which scenarios, in which order, and which of them cannot be solved at all.

Where a search starts is decided here, by the workbook and the list of scenarios, never by what happens to be finished
first: with a warm start a scenario waits for the one it changes, and its fingerprint holds that of the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from roadmap_opt.case.assembly import ReadResult
from roadmap_opt.case.causes import one_per_cause
from roadmap_opt.case.names import fold
from roadmap_opt.case.overlays import BASE, lineage, scenario_names
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import inputs_hash
from roadmap_opt.checks import check_scenarios
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.output.damage import RunFolderError
from roadmap_opt.runs.run_folder import find_run, load_run, require_writable
from roadmap_opt.runs.run_names import new_run_name, utc_now
from roadmap_opt.solver.highs import require_solver
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.studies.folder import Shelf, StudyRecord, described, moved_from, shaping
from roadmap_opt.studies.journal import Entry, Journal
from roadmap_opt.studies.orders import ScenarioStudy, gone_on
from roadmap_opt.studies.run import Study, Task, fingerprint, open_study
from roadmap_opt.workbook.read import read_content, workbook_content


@dataclass(frozen=True, kw_only=True)
class BatchRecord(StudyRecord):
    """Contents of `batch.json`. ``scenarios`` is ``None`` when all were asked for, those added later included;
    ``warm_start``: a scenario starts from its parent's plan. ``total_time`` are the seconds for all searches together,
    ``None`` when each has its own time limit and nothing else.
    """

    scenarios: tuple[str, ...] | None
    warm_start: bool
    total_time: float | None = None


BATCHES = Shelf("batches", BatchRecord)


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """A batch, ready to run; ``record`` is what is asked for now. ``rejected`` holds the errors of scenarios that
    cannot be solved, ``inputs`` the tables of the others, ``moved_from`` the path of the workbook that the batch was
    begun with, if that is gone and another one goes on.
    """

    out: Path
    workbook: Path
    content: bytes
    options: SolveOptions
    rejected: Mapping[str, tuple[Finding, ...]]
    inputs: Mapping[str, Tables]
    study: Study
    record: BatchRecord
    moved_from: str = ""

    def run_folder(self, entry: Entry) -> Path:
        """Folder of the run that a journal entry names."""
        return find_run(self.out, self.workbook, entry.key, str(entry.get("run")))


def begin_batch(workbook: Path, out: Path, order: ScenarioStudy) -> BatchPlan:
    """Check every scenario and make the folder of a new batch.

    Raises :class:`InputError` when the workbook cannot be used, a scenario does not exist or none can be solved, and
    :class:`StudyError` when the batch exists already or nothing can be written; then nothing was written.
    """
    content, tasks, rejected, inputs = _read_and_check(workbook, order)
    for task in tasks:
        require_writable(out, workbook, task.key)
    record = BatchRecord(
        name=order.name or new_run_name(),
        created_utc=utc_now(),
        scenarios=order.scenarios,
        warm_start=order.warm_start,
        total_time=order.total_time,
        **described(workbook, out, content, order.options),
    )
    folder = BATCHES.begin(out, record)
    return BatchPlan(out, workbook, content, order.options, rejected, inputs, Study(folder, tasks, {}), record)


def resume_batch(workbook: Path, out: Path, order: ScenarioStudy, given: Set[str] = frozenset()) -> BatchPlan:
    """Check every scenario of a batch that was begun before, as the workbook stands now and with what is ``given``.

    Raises :class:`InputError` and :class:`StudyError` as :func:`begin_batch` does. Nothing is written yet.
    """
    folder = BATCHES.find(out, workbook, order.name or None)
    record = BATCHES.load(folder)
    fields = ("scenarios", "warm_start", "total_time")
    begun = {name: getattr(record, name) for name in fields}
    order = gone_on(order, begun, record.options, given)
    content, tasks, rejected, inputs = _read_and_check(workbook, order)
    facts = described(workbook, out, content, order.options)
    now = replace(record, **{name: getattr(order, name) for name in fields}, **facts)
    moved = moved_from(record, workbook, out)

    def is_there(entry: Entry) -> bool:
        try:
            load_run(find_run(out, workbook, entry.key, str(entry.get("run"))))
        except RunFolderError:
            return False
        return True

    study = open_study(folder, tasks, is_there)
    return BatchPlan(out, workbook, content, order.options, rejected, inputs, study, now, moved)


def _read_and_check(
    workbook: Path, asked: ScenarioStudy
) -> tuple[bytes, tuple[Task, ...], Mapping[str, tuple[Finding, ...]], Mapping[str, Tables]]:
    require_solver()
    content = workbook_content(workbook)
    read = read_content(workbook.name, content)
    accepted: dict[str, Tables] = {}
    rejected: dict[str, tuple[Finding, ...]] = {}
    fresh: list[Finding] = []
    for each in check_scenarios(read, chosen_scenarios(read, asked.scenarios, workbook.name), workbook.name):
        fresh += (finding for finding in each.fresh if finding.is_error)
        if each.tables is None or each.errors:
            rejected[each.scenario] = each.errors
        else:
            accepted[each.scenario] = each.tables
    if not accepted:
        raise InputError(one_per_cause(fresh))
    return content, _tasks(read, accepted, asked, workbook.name), rejected, accepted


def entries_of_batch(batch: Path) -> dict[str, Entry]:
    """The last entry of every scenario in a batch, in the order in which they were asked for; when that was all of the
    workbook, the base first and the others by name. The journal has them as they came to their end, by chance.

    Raises :class:`StudyError` when the folder is no batch.
    """
    asked = [fold(name) for name in BATCHES.load(batch).scenarios or (BASE,)]
    entries = Journal(batch).entries

    def place(name: str) -> tuple[int, str]:
        return (asked.index(fold(name)) if fold(name) in asked else len(asked)), fold(name)

    return {name: entries[name] for name in sorted(entries, key=place)}


def chosen_scenarios(read: ReadResult, scenarios: Sequence[str] | None, workbook: str) -> tuple[str, ...]:
    """The scenarios as the workbook writes them, each once; raises :class:`InputError` with all unknown names."""
    known = {fold(name): name for name in scenario_names(read.tables)}
    if scenarios is None:
        return tuple(known.values())
    unknown: list[Finding] = []
    for name in scenarios:
        if fold(name) not in known:
            try:
                lineage(read.tables, name, workbook)
            except InputError as error:
                unknown.extend(error.findings)
    if unknown:
        raise InputError(unknown)
    return tuple(dict.fromkeys(known[fold(name)] for name in scenarios))


def _tasks(read: ReadResult, accepted: Mapping[str, Tables], asked: ScenarioStudy, workbook: str) -> tuple[Task, ...]:
    """Generation by generation, within one in the order of the list."""
    ancestors = {scenario: (BASE, *lineage(read.tables, scenario, workbook)) for scenario in accepted}
    found: dict[str, Task] = {}
    for scenario in sorted(accepted, key=lambda name: len(ancestors[name]) if asked.warm_start else 0):
        line = [name for name in ancestors[scenario] if name in accepted and name != scenario]
        start = line[-1] if line and asked.warm_start else None
        shaped_by = {
            "inputs": inputs_hash(accepted[scenario]),
            "options": shaping(asked.options),
            "start": None if start is None else found[start].fingerprint,
        }
        found[scenario] = Task(scenario, fingerprint(shaped_by), after=start)
    return tuple(found.values())
