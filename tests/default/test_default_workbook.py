"""The workbook that a planner starts from: it is what the text tables say, and it solves."""

from __future__ import annotations

from pathlib import Path

import pytest

import roadmap_opt
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.pipeline import checked_tables, solve_workbook
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solution.run_files import RESULTS_FILE
from roadmap_opt.solution.run_folder import load_run
from roadmap_opt.solve.options import SolveOptions
from roadmap_opt.workbook.read import read_workbook
from tests.workbook.samples import values_of

WORKBOOK = Path(__file__).parents[2] / "inputs" / "roadmap.xlsx"
TEXT_TABLES = Path(roadmap_opt.__file__).parent / "data" / "roadmap"


def test_it_holds_what_the_text_tables_say() -> None:
    """When this fails: delete the workbook and make it anew with `roadmap-opt new inputs/roadmap.xlsx`."""
    assert values_of(read_workbook(WORKBOOK).tables) == values_of(load_text_tables(TEXT_TABLES))


def test_it_passes_every_check() -> None:
    _, _, findings = checked_tables(WORKBOOK.name, WORKBOOK.read_bytes(), "base")
    assert [str(finding) for finding in findings] == []


@pytest.mark.default_case
def test_it_solves_and_the_audit_confirms_the_plan(tmp_path: Path) -> None:
    report = solve_workbook(WORKBOOK, "base", SolveOptions(time_limit=120), tmp_path, QuietProgress())
    assert report.outcome.status.has_plan
    assert report.violations == ()
    assert report.record.gap is not None
    run = load_run(report.folder)
    assert (run.folder / RESULTS_FILE).is_file()
    wanted = {row.values["target"] for row in read_workbook(WORKBOOK).tables["Targets"]}
    assert set(run.tables["targets"]["target"]) == wanted
    assert run.tables["builds"]["count"].sum() > 0
