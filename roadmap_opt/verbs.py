"""What the program does, a verb each, for notebooks and for the command line.

The commands `solve`, `watch`, `sweep`, `regret`, `compare` and `audit` call the verb of that name or :func:`study`.
`check` and :func:`check` both ask :func:`~roadmap_opt.commands.check_workbook`; the command says besides under which
scenario each finding stands.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Set
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from roadmap_opt.answers import QUESTIONS, TOPICS, Explanation, PlanAnswers, about_plan
from roadmap_opt.answers import explain as explain_prepared
from roadmap_opt.commands import ALL_SCENARIOS, check_workbook
from roadmap_opt.comparison import Comparison
from roadmap_opt.comparison import compare as compare_runs
from roadmap_opt.errors import Finding
from roadmap_opt.loaded_run import AuditedRun, audit_run, load_saved
from roadmap_opt.messages import Language
from roadmap_opt.pipeline import Prepared, Request, prepare, solve_prepared
from roadmap_opt.progress import Progress, QuietProgress
from roadmap_opt.publish import brief_run, publish_run
from roadmap_opt.runs.run import Run
from roadmap_opt.runs.run_files import BRIEFINGS
from roadmap_opt.runs.run_folder import load_run, require_writable
from roadmap_opt.solver.decisions import Decisions, Held
from roadmap_opt.solver.highs import require_solver
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.studies.machine import Machine
from roadmap_opt.studies.orders import RegretStudy, ScenarioStudy, StudyOrder, SweepStudy
from roadmap_opt.studying import Audience, Nobody, Studied, Studying

__all__ = [
    "RegretStudy",
    "ScenarioStudy",
    "SolveOptions",
    "SweepStudy",
    "audit",
    "brief",
    "check",
    "compare",
    "explain",
    "explain_plan",
    "load",
    "read",
    "solve",
    "study",
]

Results = TypeVar("Results")


def read(workbook: Path | str, scenario: str = "base") -> Prepared:
    """Read and check one scenario of a workbook: its facts (``case``), its tables, and the remarks of the checks.

    Raises :class:`~roadmap_opt.errors.InputError` with every problem of the input, each with its cell.
    """
    return prepare(Path(workbook), scenario)


def check(workbook: Path | str, scenario: str | None = None) -> tuple[Finding, ...]:
    """Every problem and remark of a workbook in one scenario, or in all of them; nothing that is said twice."""
    checks = check_workbook(Path(workbook), ALL_SCENARIOS if scenario is None else scenario)
    return tuple(finding for each in checks for finding in each.findings)


def solve(
    source: Prepared | Path | str,
    scenario: str = "base",
    *,
    options: SolveOptions | None = None,
    out: Path | str | None = None,
    language: Language = "en",
    progress: Progress | None = None,
    start: Decisions | None = None,
    held: Held | None = None,
    stop: threading.Event | None = None,
) -> Run:
    """Solve and audit one scenario of a workbook, or what :func:`read` returned; with ``out`` the run is also written.

    ``options`` say when to stop, ``start`` holds the decisions of a plan to begin with, ``held`` those that have to be
    kept; setting ``stop`` ends the search and keeps the best plan. Raises :class:`~roadmap_opt.errors.InputError` for
    a workbook that cannot be used, and :class:`~roadmap_opt.output.run_record.RunFolderError`, before anything is
    built, when nothing can be written below ``out``.
    """
    require_solver()  # better now than after the workbook was read
    if isinstance(source, Prepared) and scenario not in ("base", source.case.scenario):
        raise ValueError(f"scenario {source.case.scenario} was read, not {scenario}: name it in read()")
    prepared = source if isinstance(source, Prepared) else prepare(Path(source), scenario)
    if out is not None:
        require_writable(Path(out), prepared.workbook, prepared.case.scenario)
    asked = Request(options or SolveOptions(), progress or QuietProgress(), start, held, stop)
    run = solve_prepared(prepared, asked)
    return run if out is None else replace(run, folder=publish_run(run, Path(out), language))


def explain(
    source: Prepared | Run | Path | str,
    scenario: str = "base",
    questions: Collection[str] = QUESTIONS,
    *,
    options: SolveOptions | None = None,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> Explanation:
    """Say why a scenario cannot be met and what it would take; nothing is written. ``source`` is a workbook, what
    :func:`read` returned, or a run (its folder, or what :func:`solve` returned), whose inputs and scenario are meant.

    ``questions`` are some of ``reach`` (targets that no plan meets in time, and why), ``conflict`` (rows of the
    workbook that cannot hold together) and ``repair`` (what to enter so that hard targets can; ``options`` limit its
    search). Raises :class:`~roadmap_opt.errors.InputError` for a workbook that cannot be used,
    :class:`~roadmap_opt.output.run_record.RunFolderError` for a folder that is no run, and ``ValueError`` for a
    question that does not exist.
    """
    require_solver()
    prepared = source if isinstance(source, Prepared) else _prepared(source, scenario)
    request = Request(options or SolveOptions(), progress or QuietProgress(), stop=stop, explaining=False)
    return explain_prepared(prepared, request, questions)


def explain_plan(
    run: Run | Path | str,
    topics: Collection[str] = TOPICS,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> PlanAnswers:
    """Answers about the plan of a run (its folder, or what :func:`solve` returned); nothing is written.

    ``topics`` are some of ``price`` (what each target costs), ``firm`` (what the plan loses without each of its parts),
    ``less`` (with less public money, fewer emissions, more shortfall), ``delay`` (a year more for permits, studies and
    licences; other ceilings on contracts) and ``limits`` (what one more unit of each limit is worth). All compare plans
    that have nothing but parts of this one, in ``workers`` processes (one per core).

    Raises :class:`~roadmap_opt.answers.NoPlanError` for a run without a plan,
    :class:`~roadmap_opt.answers.NoAnswerError` when a search fails, and ``ValueError`` for a topic that does not exist.
    """
    require_solver()
    asked = run if isinstance(run, Run) else load_saved(Path(run))
    machine = Machine(workers, 1, stop=stop or threading.Event())
    return about_plan(asked, topics, machine, progress or QuietProgress(), asked.record.seed)


def _prepared(source: Run | Path | str, scenario: str) -> Prepared:
    if not isinstance(source, Run) and not Path(source).is_dir():
        return prepare(Path(source), scenario)
    run = source if isinstance(source, Run) else load_saved(Path(source))
    name = Path(run.record.workbook)
    return Prepared(name, run.content, run.case, run.inputs, run.base_inputs, tuple(run.findings or ()), 0.0)


def load(folder: Path | str) -> Run:
    """The run that stands in a folder; its plan is audited again.

    Raises :class:`~roadmap_opt.output.run_record.RunFolderError` when the folder is no complete run.
    """
    return load_saved(Path(folder))


def audit(run: Run | Path | str) -> AuditedRun:
    """A saved run recomputed without model and solver: its plan, record, inputs, results workbook and page.

    Raises ``ValueError`` for a run that was never written, and
    :class:`~roadmap_opt.output.run_record.RunFolderError` when the folder is no run that this version can read.
    """
    return audit_run(_folder_of(run))


def brief(run: Run | Path | str, *languages: Language) -> list[Path]:
    """Write a briefing of a saved run into its folder, as PDF and as slides, in Turkish and English or in the languages
    that are named; returns the files.

    Raises ``ValueError`` for a run that was never written, :class:`~roadmap_opt.errors.AuditFailedError` when its
    record does not hold, and :class:`~roadmap_opt.saving.SaveError` when a file cannot be written.
    """
    return brief_run(_folder_of(run), languages or tuple(BRIEFINGS))


def compare(*runs: Run | Path | str) -> Comparison:
    """Saved runs side by side, in the order given: what differs, what moved, and what the gaps leave open.

    Raises ``ValueError`` for less than two runs or one that was never written.
    """
    return compare_runs([load_run(_folder_of(run)) for run in runs])


def _folder_of(run: Run | Path | str) -> Path:
    if not isinstance(run, Run):
        return Path(run)
    if run.folder is None:
        raise ValueError("a run has to be written before it is compared or audited: solve(..., out=...)")
    return run.folder


def study(
    workbook: Path | str,
    order: StudyOrder[Results],
    *,
    out: Path | str = "results",
    workers: int | None = None,
    threads: int = 0,
    cluster: str | None = None,
    language: Language = "en",
    audience: Audience | None = None,
    stop: threading.Event | None = None,
    resume: bool = False,
    given: Set[str] = frozenset(),
) -> Studied[Results]:
    """Solve a workbook many times, side by side, and write what comes of it below ``out``: scenarios, a sweep of its
    inputs, or plans that are held in other worlds.

    ``order`` is a ``ScenarioStudy(("base", "price_war"))``, a ``SweepStudy("main_uncertainties", design="latin")`` or a
    ``RegretStudy(("base", "price_war"))``; all are names of :mod:`roadmap_opt`, as is ``SolveOptions``.

    ``workers`` searches run at the same time (``None``: one per core) with ``threads`` each, on the Dask ``cluster``
    of that address if one is given; ``audience`` is told how it goes on, and setting ``stop`` ends it early. With
    ``resume`` one that was begun is finished: what stands is kept, what is missing or has changed is solved, and
    ``given`` names what of the order is no longer as it was begun (its ``CHANGEABLE``).

    Raises :class:`~roadmap_opt.errors.InputError` for a workbook that cannot be used, ``ValueError`` for a name in
    ``given`` of which nothing can change, and :class:`~roadmap_opt.errors.RoadmapError` of other kinds when the study
    cannot be begun, continued or written. A script that
    calls it has to be guarded by ``if __name__ == "__main__":``, for its workers import the script.
    """
    machine = Machine(workers, threads, cluster, stop or threading.Event())
    circumstances = Studying(
        Path(workbook), Path(out), machine, language, audience or Nobody(), resume=resume, given=given
    )
    return circumstances.carry_out(order)
