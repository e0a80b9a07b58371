"""The job that solves one scenario of a workbook, and the archive in which its run comes home.

A worker writes the run into its scratch folder and sends it back packed; only the batch itself writes results. So it
does not matter where the worker runs, and a worker that dies leaves nothing half-written among the results.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roadmap_opt.batch.jobs import Job, JobContext
from roadmap_opt.batch.summary import figures
from roadmap_opt.messages import Language
from roadmap_opt.pipeline import solve_content
from roadmap_opt.solution.decisions import Decisions
from roadmap_opt.solution.run_folder import load_run
from roadmap_opt.solution.workbook_place import place_of
from roadmap_opt.solve.decisions import Held
from roadmap_opt.solve.options import SolveOptions


def shared_workbook(workbook: Path, content: bytes, out: Path) -> dict[str, Any]:
    """What every solving job of a batch needs: the workbook's path and place (for the record) and its content."""
    # as text: paths of one operating system cannot be read on another
    return {"workbook": workbook.as_posix(), "place": place_of(workbook, out), "content": content}


def solving_job(
    scenario: str,
    options: SolveOptions,
    language: Language,
    start: Decisions | None,
    held: Held | None = None,
    key: str = "",
) -> Job:
    """The job that solves a scenario, from a plan's decisions if there are any, with those of a plan ``held`` if given.

    Its key is the scenario unless one is given.
    """
    arguments = {"scenario": scenario, "options": options, "language": language, "start": start, "held": held}
    return Job(key or scenario, f"{__name__}:solve_scenario", arguments)


def solve_scenario(arguments: Mapping[str, Any], context: JobContext) -> Mapping[str, Any]:
    """Solve, audit and save; returns how it ended, the figures of the summary, and the packed run folder.

    Raises what :func:`~roadmap_opt.pipeline.solve_content` raises.
    """
    report = solve_content(
        Path(context.shared["workbook"]),
        context.shared["content"],
        arguments["scenario"],
        arguments["options"],
        context.scratch,
        context.progress,
        language=arguments["language"],
        stop=context.stop,
        start=arguments["start"],
        held=arguments["held"],
        place=context.shared["place"],
    )
    record = report.record
    return {
        "run": record.run,
        "status": record.status,
        "has_plan": record.has_plan,
        "stopped_by": record.stopped_by,
        "gap": record.gap,
        "objective": record.objective,
        "audit_violations": record.audit_violations if record.has_plan else None,
        "conflicts": list(report.conflicts),
        **figures(load_run(report.folder)),
        "archive": _packed(report.folder),
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
