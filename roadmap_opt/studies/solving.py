"""The job that solves one scenario of a workbook, and the archive in which its run comes home.

A worker writes the run into its scratch folder and sends it back packed; only the study itself writes results. So it
does not matter where the worker runs, and a worker that dies leaves nothing half-written among the results.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from roadmap_opt.messages import Language
from roadmap_opt.output.damage import RunFolderError
from roadmap_opt.output.run_record import RECORD_FILE
from roadmap_opt.pipeline import EarlierBound, Request, prepare, solve_prepared
from roadmap_opt.runs.decisions import Decisions
from roadmap_opt.runs.run import Run
from roadmap_opt.runs.run_folder import kept_in, load_run, partial_folder, require_writable
from roadmap_opt.runs.workbook_place import place_of
from roadmap_opt.said import said, why
from roadmap_opt.solver.decisions import Held
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.studies.jobs import BrokenOffError, Job, JobContext
from roadmap_opt.studies.run import LEFT
from roadmap_opt.studies.scenarios.summary import figures

HALF = "half"
"""In a result: the packed folder of a run whose results workbook or page broke off."""


class Publisher(Protocol):
    """A function of a module, for workers have to find it: writes a run below a folder and returns its own folder."""

    def __call__(self, run: Run, out: Path, language: Language, *, place: str) -> Path:
        """Write the run."""


def shared_workbook(workbook: Path, content: bytes, out: Path, publish: Publisher) -> dict[str, Any]:
    """What every solving job of a study needs: the workbook's path and place (for the record), its content, and who
    writes a run: whoever starts a study gives it, for the studies do not know what a run looks like on paper.
    """
    # as text: paths of one operating system cannot be read on another
    path = workbook.as_posix()
    return {"workbook": path, "place": place_of(workbook, out), "content": content, "publish": publish}


def solving_job(
    scenario: str,
    options: SolveOptions,
    language: Language,
    start: Decisions | None,
    held: Held | None = None,
    key: str = "",
    proven: EarlierBound | None = None,
) -> Job:
    """The job that solves a scenario, from a plan's decisions if there are any, with those of a plan ``held`` if given,
    and with a bound that is ``proven`` already.

    Its key is the scenario unless one is given.
    """
    arguments = {"scenario": scenario, "options": options, "language": language, "start": start, "held": held,
                 "proven": proven}  # fmt: skip
    return Job(key or scenario, f"{__name__}:solve_scenario", arguments)


def solve_scenario(arguments: Mapping[str, Any], context: JobContext) -> Mapping[str, Any]:
    """Solve, audit and save; returns how it ended, the figures of the summary, and the packed run folder.

    Raises what :func:`~roadmap_opt.pipeline.prepare` and the publisher raise. When all that was computed is written and
    the results workbook or the page breaks off, what stands in the scratch folder comes home with the problem.
    """
    shared = context.shared
    require_writable(context.scratch, Path(shared["workbook"]), arguments["scenario"])
    prepared = prepare(Path(shared["workbook"]), arguments["scenario"], shared["content"])
    asked = Request(
        arguments["options"], context.progress, arguments["start"], arguments["held"], context.stop,
        proven=arguments["proven"],
    )  # fmt: skip
    run = solve_prepared(prepared, asked)
    record = run.record
    try:
        folder = shared["publish"](run, context.scratch, arguments["language"], place=shared["place"])
    except Exception as error:
        half = partial_folder(context.scratch, Path(record.workbook), record.scenario, record.run)
        if not (half / RECORD_FILE).is_file():
            raise
        raise BrokenOffError({HALF: _packed(half), "run": record.run}, error) from error
    return {
        "run": record.run,
        "status": record.status,
        "has_plan": record.has_plan,
        "stopped_by": record.stopped_by,
        "gap": record.gap,
        "objective": record.objective,
        "audit_violations": record.audit_violations if record.has_plan else None,
        "conflicts": list(run.conflicts),
        **figures(load_run(folder)),
        "archive": _packed(folder),
    }


def _packed(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return buffer.getvalue()


def unpack(archive: bytes, partial: Path) -> None:
    """Write the files of a packed run into ``partial``."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(partial)


def leave_half(result: Mapping[str, Any], partial: Path) -> dict[str, Any]:
    """Leave a run that broke off in ``partial``; returns what to say of it. Raises :class:`RunFolderError`."""
    try:
        unpack(result[HALF], partial)
    except OSError as error:  # half of it would look like all
        shutil.rmtree(partial, ignore_errors=True)
        raise RunFolderError(
            said("{partial} cannot be written: {reason}", partial=partial, reason=why(error))
        ) from error
    return {LEFT: kept_in(partial)}
