"""Small workbooks with scenarios, and what a batch of them leaves on disk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.studies.jobs import Engine
from roadmap_opt.studies.run import Watcher
from roadmap_opt.studies.scenarios.racing import Round
from roadmap_opt.studies.scenarios.running import Crew, Team
from roadmap_opt.workbook import template
from tests.support.tiny_case import tiny_rows, tiny_tables


def write_book(path: Path, **changes: Any) -> Path:
    """The tiny workbook with the scenarios base, cheap and cheaper; an existing file is replaced."""
    path.unlink(missing_ok=True)
    blank, template.BLANK_ROWS = template.BLANK_ROWS, 2  # most of the time goes into reading blank rows
    try:
        template.write_workbook(path, tiny_tables(**changes))
    finally:
        template.BLANK_ROWS = blank
    return path


def other_overlays(**last: Any) -> dict[str, Sequence[Mapping[str, Any]]]:
    """The overlays with the last one, that of scenario `cheaper`, changed."""
    *first, changed = tiny_rows("Overlays")
    return {"Overlays": [*first, {**changed, **last}]}


def solve(workbook: Path, out: Path, *words: str) -> Result:
    """`roadmap-opt solve` with these words."""
    return CliRunner().invoke(roadmap_opt, ["solve", str(workbook), "--out", str(out), "--workers", "2", *words])


def crew(engine: Engine, watcher: Watcher, workers: int = 1, told: list[Round] | None = None) -> Crew:
    """One engine and one onlooker for all rounds of a batch; ``told`` takes what is said of the later ones."""
    rounds = [] if told is None else told
    return Crew(workers, lambda study: nullcontext(Team(engine, 1, watcher)), rounds.append)


def journal(out: Path, workbook: Path) -> dict[str, dict[str, Any]]:
    """The last entry of every scenario in the only batch of the workbook."""
    (path,) = (out / workbook.stem / "batches").glob("*/journal.jsonl")
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {entry["key"]: {**entry, **entry["result"]} for entry in entries}


def run_names(out: Path, workbook: Path) -> dict[str, str]:
    """Name of the last run of every scenario."""
    return {scenario: entry["run"] for scenario, entry in journal(out, workbook).items()}


def run_tables(out: Path, workbook: Path) -> dict[str, dict[str, str]]:
    """The result tables of every scenario's last run, as text."""
    return {
        scenario: {
            path.name: path.read_text(encoding="utf-8")
            for path in sorted((out / workbook.stem / scenario / run / "tables").glob("*.csv"))
        }
        for scenario, run in run_names(out, workbook).items()
    }
