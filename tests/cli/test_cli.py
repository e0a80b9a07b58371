"""Commands as a user types them: words, exit codes, no tracebacks."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from roadmap_opt import verbs
from roadmap_opt.auditor import Violation
from roadmap_opt.cli import roadmap_opt
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.runs.run import Run
from roadmap_opt.solver.outcome import Status
from roadmap_opt.workbook.template import write_workbook
from tests.support import made_up_plan
from tests.support.tiers import some
from tests.support.tiny_case import tiny_case, tiny_tables


def run(*arguments: object) -> Result:
    return CliRunner().invoke(roadmap_opt, [str(argument) for argument in arguments])


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.xlsx"
    write_workbook(path, tiny_tables())
    return path


def pretend_pipeline(monkeypatch: pytest.MonkeyPatch, answer: Run | Exception) -> dict[str, Any]:
    """Put a pipeline in place that solves nothing and gives (or raises) ``answer``; returns what it was called with."""
    called: dict[str, Any] = {}

    def solve(workbook: Path, scenario: str, **asked: Any) -> Run:
        called.update(workbook=workbook, scenario=scenario, **asked)
        if isinstance(answer, Exception):
            raise answer
        return replace(answer, folder=asked["out"] / "run")

    monkeypatch.setattr(verbs, "solve", solve)
    return called


def solved_run(folder: Path, status: Status, **more: Any) -> Run:
    conflicts = () if status.has_plan else ("target magnets cannot hold before 2031",)
    return made_up_plan.results(tiny_tables(), folder, status, conflicts=conflicts, **more)


def test_new_writes_a_workbook_and_never_overwrites_it(tmp_path: Path) -> None:
    path = tmp_path / "fresh.xlsx"
    assert run("new", path, "--empty").exit_code == 0
    before = path.read_bytes()
    second = run("new", path)
    assert second.exit_code == 2
    assert "exists already" in second.output
    assert path.read_bytes() == before


def test_check_passes_a_good_workbook(workbook: Path) -> None:
    checked = run("check", workbook, "--scenario", "all", "--lang", "tr")
    assert checked.exit_code == 0, checked.output


def test_check_names_the_cell_and_exits_with_2(workbook: Path) -> None:
    book = load_workbook(workbook)
    book["Modules"]["C5"] = "much"
    book.save(workbook)
    checked = run("check", workbook)
    assert checked.exit_code == 2
    assert "Modules!C5" in checked.output


@pytest.mark.slow
def test_check_says_that_a_scenario_is_unknown(workbook: Path) -> None:
    checked = run("check", workbook, "--scenario", "nobody")
    assert checked.exit_code == 2
    assert "nobody" in checked.output


@pytest.mark.slow
def test_scenarios_lists_base_first(workbook: Path) -> None:
    listed = run("scenarios", workbook)
    assert listed.exit_code == 0
    assert listed.output.startswith("base")


def test_solve_hands_over_the_options(monkeypatch: pytest.MonkeyPatch, workbook: Path, tmp_path: Path) -> None:
    called = pretend_pipeline(monkeypatch, solved_run(tmp_path, Status.OPTIMAL))
    solved = run(
        "solve", workbook, "--scenario", "x", "--gap", "0,4 %", "--time-limit", 9, "--threads", 1, "--out", tmp_path
    )
    assert solved.exit_code == 0, solved.output
    assert called["options"].gap == pytest.approx(0.004)
    assert (called["options"].time_limit, called["options"].threads) == (9, 1)
    assert (called["scenario"], called["out"], called["language"]) == ("x", tmp_path, "en")
    assert "proven within 0.39 %" in solved.output
    assert "Audit passed" in solved.output
    assert str(tmp_path / "run") in solved.output


@pytest.mark.parametrize(
    ("status", "code"),
    some(2, [(Status.INFEASIBLE, 3), (Status.NOTHING_AT_LIMIT, 5), (Status.UNBOUNDED, 5), (Status.FAILED, 5)]),
)
def test_without_a_plan_the_exit_code_says_why(
    monkeypatch: pytest.MonkeyPatch, workbook: Path, tmp_path: Path, status: Status, code: int
) -> None:
    pretend_pipeline(monkeypatch, solved_run(tmp_path, status))
    solved = run("solve", workbook, "--out", tmp_path)
    assert solved.exit_code == code
    assert "target magnets cannot hold before 2031" in solved.output


@pytest.mark.slow
def test_a_violation_fails_the_solve(monkeypatch: pytest.MonkeyPatch, workbook: Path, tmp_path: Path) -> None:
    violations = (Violation("cash balance", "2028", 12.5, 12.0, 0.5),)
    pretend_pipeline(monkeypatch, solved_run(tmp_path, Status.OPTIMAL, violations=violations))
    solved = run("solve", workbook)
    assert solved.exit_code == 4
    assert "cash balance · 2028: found 12.5, expected 12 (off by 0.5)" in solved.output


def test_input_errors_are_all_listed(monkeypatch: pytest.MonkeyPatch, workbook: Path) -> None:
    findings = [Finding(f"E20{n}", "tiny.xlsx", "Sites", f"A{n}", "", "x", "y", "Do z.") for n in range(5, 8)]
    pretend_pipeline(monkeypatch, InputError(findings))
    solved = run("solve", workbook)
    assert solved.exit_code == 2
    assert all(f"Sites!A{n}" in solved.output for n in range(5, 8))


@pytest.mark.slow
def test_an_unexpected_error_is_one_line_and_a_log(
    monkeypatch: pytest.MonkeyPatch, workbook: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    pretend_pipeline(monkeypatch, ZeroDivisionError("planted"))
    solved = run("solve", workbook)
    assert solved.exit_code == 1
    assert "ZeroDivisionError: planted" in solved.output
    assert "Traceback" not in solved.output
    (log,) = tmp_path.glob("roadmap-opt-*.log")
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert isinstance(run("--debug", "solve", workbook).exception, ZeroDivisionError)


@pytest.mark.slow
def test_solve_names_each_problem_once_and_writes_nothing(workbook: Path, tmp_path: Path) -> None:
    book = load_workbook(workbook)
    book["Overlays"]["C5"] = "magnit|*"  # matches no row of Prices
    book.save(workbook)
    solved = run("solve", workbook, "--scenario", "cheap", "--out", tmp_path / "out")
    assert solved.exit_code == 2
    assert solved.output.count("E405") == 1, solved.output
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_solve_knows_before_the_solve_that_it_cannot_write(workbook: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "tiny").write_text("a file where the folder should be")
    solved = run("solve", workbook, "--out", tmp_path / "out")
    assert solved.exit_code == 2
    assert "cannot write results" in solved.output


@pytest.mark.slow
@pytest.mark.parametrize("gap", ["2", "five", "-1%"])
def test_a_senseless_gap_is_refused(workbook: Path, gap: str) -> None:
    solved = run("solve", workbook, f"--gap={gap}")
    assert solved.exit_code == 2
    assert "0.005" in solved.output


def test_audit_refuses_a_folder_that_is_no_run(tmp_path: Path) -> None:
    audited = run("audit", tmp_path)
    assert audited.exit_code == 2
    assert "run.json" in audited.output


def test_help_does_not_wait_for_heavy_imports() -> None:
    code = (
        "import sys; import roadmap_opt.cli; "
        "heavy = {'pandas', 'pyomo', 'highspy', 'openpyxl', 'xlsxwriter', 'rich'} & set(sys.modules); "
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_sample_fills_every_table() -> None:
    filled: dict[str, pd.DataFrame] = made_up_plan.made_up_tables(tiny_case(Settings={"tail_years": 4}))
    optional = {"purchases", "collected", "contracts_signed", "deliveries", "programme_starts", "supported_sales",
                "sellers"}  # fmt: skip
    assert {name for name, frame in filled.items() if frame.empty} <= optional


@pytest.mark.slow
def test_a_plan_without_a_bound_is_not_called_proven(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = solved_run(tmp_path, Status.FEASIBLE_AT_LIMIT)
    pretend_pipeline(monkeypatch, replace(given, record=replace(given.record, gap=None, stopped_by="interrupt")))
    result = run("solve", workbook)
    assert result.exit_code == 0
    assert "the interruption ended the search before anything was proven" in result.output
    assert "within" not in result.output
