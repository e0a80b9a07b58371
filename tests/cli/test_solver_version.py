"""The solver's version: too old a solver is refused, and everything that shows a result names it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import highspy
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from roadmap_opt.cli import BAD_INPUT, roadmap_opt
from roadmap_opt.comparison import compare
from roadmap_opt.documents.html.render import render_page
from roadmap_opt.report.compare import comparison_document, write_comparison
from roadmap_opt.report.run.run_page import run_page
from roadmap_opt.report.run_book.book import write_results
from roadmap_opt.runs.history import past_runs
from roadmap_opt.solver.highs import SolverError, require_solver, solver_version
from roadmap_opt.workbook.template import write_workbook
from tests.support import made_up_plan
from tests.support.runs_to_compare import made_up_run
from tests.support.stored_runs import stored_run
from tests.support.tiny_case import tiny_tables

pytestmark = pytest.mark.slow

NAMED = f"HiGHS {solver_version()}"


def pretend(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    for part, number in zip(("MAJOR", "MINOR", "PATCH"), version.split("."), strict=True):
        monkeypatch.setattr(highspy, f"HIGHS_VERSION_{part}", int(number))


@pytest.mark.parametrize("version", ["1.11.0", "1.14.0", "1.15.1", "0.99.9"])
def test_a_solver_that_returns_wrong_optima_is_refused(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, version)
    with pytest.raises(SolverError, match=rf"HiGHS {version} is installed; at least 1\.16\.0 is needed"):
        require_solver()


@pytest.mark.parametrize("version", ["1.16.0", "1.16.1", "2.0.0"])
def test_a_newer_solver_is_taken(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, version)
    require_solver()


def test_the_solver_prints_nothing_of_its_own() -> None:
    """Not even the banner that it prints while its first object is made: output may be read by a program."""
    code = "from roadmap_opt.solver.highs import QuietHighs; QuietHighs().run()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == done.stderr == ""


@pytest.mark.parametrize(
    "command",
    [["solve"], ["solve", "--scenario", "all"], ["sweep", "--sweep", "any"], ["regret", "--scenarios", "base,cheap"]],
    ids=" ".join,
)
def test_no_command_solves_with_it(command: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "tiny.xlsx"
    write_workbook(path, tiny_tables())
    pretend(monkeypatch, "1.14.0")
    result = CliRunner().invoke(roadmap_opt, [command[0], str(path), *command[1:], "--out", str(tmp_path / "out")])
    assert result.exit_code == BAD_INPUT
    assert "HiGHS 1.14.0 is installed" in result.output
    assert not list((tmp_path / "out").rglob("*.json"))


def test_the_floor_of_the_package_is_the_same() -> None:
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert '"highspy>=1.16.0"' in text


def test_the_program_names_it() -> None:
    result = CliRunner().invoke(roadmap_opt, ["--version"])
    assert result.exit_code == 0
    assert NAMED in result.output
    assert result.output.startswith("roadmap-opt ")


def test_page_and_workbook_of_a_run_name_it(tmp_path: Path) -> None:
    results = made_up_plan.results(tiny_tables(), tmp_path)
    version = results.record.highs_version
    assert f"HiGHS {version}" in render_page(run_page(results), "en")
    write_results(tmp_path / "results.xlsx", results, "en")
    assert version in cells_of(tmp_path / "results.xlsx")


def test_page_and_workbook_of_a_comparison_name_it(tmp_path: Path) -> None:
    comparison = compare([made_up_run(tmp_path / name) for name in ("a", "b")])
    named = f"HiGHS {comparison.runs[0].solver.removeprefix('HiGHS ')}"
    assert comparison.runs[0].solver.startswith("HiGHS ")
    assert named in render_page(comparison_document(comparison, 0), "tr")
    write_comparison(tmp_path / "compare.xlsx", comparison, 0, "tr")
    assert named in cells_of(tmp_path / "compare.xlsx")


def test_the_list_of_runs_names_it(tmp_path: Path) -> None:
    stored_run(tmp_path, "20270101T120000Z", highs_version="1.15.7")
    assert past_runs(tmp_path)[0].solver == "HiGHS 1.15.7"
    assert "HiGHS 1.15.7" in CliRunner().invoke(roadmap_opt, ["runs", "--out", str(tmp_path)]).output


def cells_of(path: Path) -> set[str]:
    return {str(cell.value) for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row}
