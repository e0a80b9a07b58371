"""What a regret matrix is asked for, checked before anything is solved or written; and the plans that it carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.causes import one_per_cause
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import inputs_hash
from roadmap_opt.checks import check_scenarios
from roadmap_opt.comparison.compared_run import ComparedRun, compared_runs
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.output.damage import RunFolderError
from roadmap_opt.runs.run_folder import LoadedRun, find_run, load_run
from roadmap_opt.said import listed, said, why
from roadmap_opt.shell_words import suggested
from roadmap_opt.solver.highs import require_solver
from roadmap_opt.studies.folder import results_folder
from roadmap_opt.studies.journal import Journal, State, StudyError
from roadmap_opt.studies.scenarios.plan import BATCHES, chosen_scenarios, entries_of_batch
from roadmap_opt.workbook.read import read_content, workbook_content

YEARS_HELD = 3
"""Years of decisions that are held unless a year is given: the first decision year and the two after it. A medium-term
programme of the state spans three years; what is committed then is built before most worlds can be told apart.
"""


@dataclass(frozen=True, slots=True)
class PreparedMatrix:
    """Scenarios that can be solved, with the hash of their resolved inputs, and the year until which plans are held."""

    workbook: Path
    out: Path
    content: bytes
    hashes: Mapping[str, str]
    until: int

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Plans and worlds, as the workbook writes them."""
        return tuple(self.hashes)


def prepare_matrix(workbook: Path, out: Path, scenarios: Sequence[str] | None, until: int | None) -> PreparedMatrix:
    """Read the workbook and check every scenario (``None``: all of the workbook).

    Raises :class:`InputError` with every problem of every scenario, and :class:`StudyError` for less than two
    scenarios or a year in which there is nothing to hold.
    """
    require_solver()
    content = workbook_content(workbook)
    read = read_content(workbook.name, content)
    resolved: dict[str, Tables] = {}
    errors: list[Finding] = []
    for each in check_scenarios(read, chosen_scenarios(read, scenarios, workbook.name), workbook.name):
        errors += (finding for finding in each.fresh if finding.is_error)
        if each.tables is not None:
            resolved[each.scenario] = each.tables
    if errors:
        raise InputError(one_per_cause(errors))
    if len(resolved) < 2:
        raise StudyError("A regret matrix takes at least two scenarios: name them with --scenarios a,b,c.")
    year = _year(until, resolved, workbook)
    return PreparedMatrix(
        workbook, out, content, {name: inputs_hash(inputs) for name, inputs in resolved.items()}, year
    )


def _year(until: int | None, resolved: Mapping[str, Tables], workbook: Path) -> int:
    settings = [case_from_tables(tables, workbook.stem, name).settings for name, tables in resolved.items()]
    first = max(each.first_decision_year for each in settings)
    last = min(each.last_year for each in settings) - 1
    if last < first:
        raise StudyError(
            said(
                "Nothing can be held and found anew: these scenarios decide in {first} only. Compare their "
                "runs, or lengthen the horizon.",
                first=first,
            )
        )
    if until is None:
        return min(first + YEARS_HELD - 1, last)
    if not first <= until <= last:
        raise StudyError(
            said(
                "--until {until} leaves nothing to hold or nothing to decide: these scenarios take decisions "
                "from {first} on, and the last year that leaves any free is {last}.",
                until=until,
                first=first,
                last=last,
            )
        )
    return until


def scenarios_of_batch(batch: Path) -> tuple[str, ...]:
    """Every scenario in a batch; raises :class:`StudyError` when the folder is no batch."""
    return tuple(entries_of_batch(batch))


def runs_of_batch(batch: Path, prepared: PreparedMatrix) -> dict[str, Path]:
    """Folder of each scenario's own plan in a batch.

    Raises :class:`StudyError` with every scenario whose run there does not fit, or when the folder is no batch.
    """
    record = BATCHES.load(batch)
    entries = Journal(batch).entries
    out = results_folder(batch)
    folders: dict[str, Path] = {}
    unfit: list[str] = []
    for scenario, inputs in prepared.hashes.items():
        entry = entries.get(scenario)
        if entry is None:
            unfit.append(said("  {scenario}: not in the batch", scenario=scenario))
        elif entry.state is not State.DONE or not entry.get("run"):
            unfit.append(said("  {scenario}: not finished there", scenario=scenario))
        else:
            folder = find_run(out, Path(record.workbook), scenario, str(entry.get("run")))
            problem = _misfit(folder, inputs)
            if problem:
                unfit.append(said("  {scenario}: {problem}", scenario=scenario, problem=said(problem)))
            folders[scenario] = folder
    if unfit:
        bring_up = suggested("solve", prepared.workbook, "--resume", "--batch", record.name)
        raise StudyError(
            listed(
                "\n",
                (
                    said("{batch} does not fit {workbook} as it stands:", batch=batch, workbook=prepared.workbook.name),
                    *unfit,
                ),
            )
            + said(
                "\nBring it up to date with `{bring_up}`, name other --scenarios, or leave out --batch.",
                bring_up=bring_up,
            )
        )
    return folders


def _misfit(folder: Path, inputs: str) -> str:
    """Why a run is not the own plan of a scenario with these inputs; empty when it is."""
    try:
        run = load_run(folder)
    except RunFolderError as error:
        return why(error)
    if run.record.held is not None:
        return "its plan had to keep the decisions of another one"
    return "" if run.record.inputs_sha256 == inputs else "its inputs have changed since"


@dataclass(frozen=True, slots=True)
class OwnPlans:
    """The scenarios' own plans with the runs they stand in, and the scenarios that have none that can be used."""

    runs: tuple[LoadedRun, ...]
    plans: tuple[ComparedRun, ...]
    unusable: Mapping[str, LoadedRun]


def own_plans(folders: Mapping[str, Path]) -> OwnPlans:
    """Read the own plans back; a scenario without a plan, or whose plan failed its audit, takes no part.

    Raises :class:`RunFolderError` when a run is incomplete.
    """
    loaded = {scenario: load_run(folder) for scenario, folder in folders.items()}
    usable = {name: run for name, run in loaded.items() if run.record.has_plan and not run.record.audit_violations}
    unusable = {name: run for name, run in loaded.items() if name not in usable}
    runs = tuple(usable.values())
    return OwnPlans(runs, compared_runs(runs), unusable)
