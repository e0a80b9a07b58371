"""How findings reach the screen: the worst first when there are many, each once whatever command finds it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.cli.common import FINDINGS_SHOWN, print_findings
from roadmap_opt.errors import Finding
from roadmap_opt.workbook.template import write_workbook
from tests.support.tiny_case import tiny_rows, tiny_tables

pytestmark = pytest.mark.slow


def run(*arguments: object) -> Result:
    return CliRunner().invoke(roadmap_opt, [str(argument) for argument in arguments])


def book(path: Path, **changes: Any) -> Path:
    write_workbook(path, tiny_tables(**changes))
    return path


def findings(count: int) -> list[Finding]:
    made = [Finding("E201", "plan.xlsx", "Plants", f"A{row}", "", "x", "y", "z") for row in range(5, 5 + count)]
    many = ("Sites!A5", "Sites!A6")
    return [*made[:-1], Finding("E202", "plan.xlsx", "Sites", "A5", "", "x", "y", "z", places=many)]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "… and 5 more. Put these right first"), ("tr", "… ve 5 tane daha. Önce bunları")]
)
def test_too_many_to_read_are_counted(capsys: pytest.CaptureFixture[str], language: Any, words: str) -> None:
    print_findings("errors", findings(FINDINGS_SHOWN + 5), language)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == FINDINGS_SHOWN + 2
    assert str(FINDINGS_SHOWN + 5) in lines[0]
    assert lines[1].startswith("  E202")  # it concerns most cells
    assert lines[-1].startswith(f"  {words}")


def test_all_that_can_be_read_are_shown_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    print_findings("errors", findings(FINDINGS_SHOWN), "en")
    assert capsys.readouterr().out.splitlines()[1].startswith("  E201")
    print_findings("errors", findings(FINDINGS_SHOWN + 5), "en", everything=True)
    assert len(capsys.readouterr().out.splitlines()) == FINDINGS_SHOWN + 6


def test_check_can_print_everything(tmp_path: Path) -> None:
    names = [f"w{at}" for at in range(40)]
    overlays = [
        {"scenario": "cheap", "table": "Prices", "row": "*", "column_name": "price", "operation": "set", "value": name,
         "first_year": 2025} for name in names
    ]  # fmt: skip
    sites = [{**tiny_rows("Distances")[0], "origin": name} for name in names]
    path = book(tmp_path / "tiny.xlsx", Distances=sites, Overlays=overlays[:1])
    short, full = run("check", path), run("check", path, "--everything")
    assert (short.exit_code, full.exit_code) == (2, 2)
    assert len(short.output.splitlines()) <= FINDINGS_SHOWN + 2
    assert "more" not in full.output.splitlines()[-1]


def overlay(scenario: str, column_name: str, value: str) -> dict[str, Any]:
    return {"scenario": scenario, "table": "Settings", "row": "*", "column_name": column_name, "operation": "set",
            "value": value}  # fmt: skip


def test_check_of_all_scenarios_names_what_is_inherited_once(tmp_path: Path) -> None:
    """Scenario cheap breaks a rule; cheaper inherits it and makes it worse, which is the same mistake still."""
    path = book(tmp_path / "tiny.xlsx", Overlays=[
        overlay("cheap", "maximum_source_share", "0.4"), overlay("cheaper", "maximum_source_share", "0.3"),
    ])  # fmt: skip
    checked = run("check", path, "--scenario", "all")
    assert checked.exit_code == 2
    assert checked.output.count("E216") == 1
    assert "Scenario cheap\n" in checked.output
    assert run("check", path, "--scenario", "cheaper").output.count("E216") == 1


def test_check_of_all_scenarios_names_an_unknown_parent_once(tmp_path: Path) -> None:
    scenarios = [*tiny_rows("Scenarios", cheap={"parent": "nosuch"}), {"scenario": "third", "parent": "cheap"}]
    path = book(tmp_path / "tiny.xlsx", Scenarios=scenarios)
    checked = run("check", path, "--scenario", "all")
    assert checked.exit_code == 2
    assert checked.output.count("nosuch does not stand on sheet Scenarios") == 1
    assert "E402" not in checked.output


@pytest.mark.parametrize(
    "command",
    [["solve"], ["check"], ["sweep", "--sweep", "main"], ["regret", "--scenarios", "base,cheap"], ["scenarios"]],
)
def test_every_command_says_one_thing_once(tmp_path: Path, command: list[str]) -> None:
    """A site that was deleted is one finding, whichever command meets it; `scenarios` only lists names."""
    path = book(tmp_path / "tiny.xlsx", Sites=tiny_rows("Sites")[1:])
    done = run(*command[:1], path, *command[1:])
    if command == ["scenarios"]:
        assert done.exit_code == 0
        return
    assert done.exit_code == 2, done.output
    assert done.output.count("hill does not stand on sheet Sites") == 1
    assert done.output.count("E201") == 1
