"""A horizon of one year, and as little in the workbook as the contract allows: everything is still written and read."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.tables import Tables
from roadmap_opt.cli import roadmap_opt
from roadmap_opt.runs.run_folder import load_run
from roadmap_opt.workbook.template import write_workbook
from tests.support.sweep_workbook import LINES
from tests.support.tiny_case import tiny_rows, tiny_tables
from tests.support.workshop import also, lender, loan, pays_for, workshop_tables

pytestmark = pytest.mark.slow

YEAR = {"first_year": 2025, "first_decision_year": 2025, "last_year": 2025, "foreign_sources_by": 2025}
CHEAP: dict[str, Any] = {"Scenarios": [{"scenario": "cheap"}], "Overlays": tiny_rows("Overlays")[:1]}


def chain(**changes: Any) -> Tables:
    """The whole chain from ore to magnets in one year: plants that run at once, a target, a contract, a loan."""
    rows: dict[str, Any] = {
        "Settings": YEAR | changes.pop("Settings", {}),
        "Modules": [{**row, "lead_time": 0.0} for row in tiny_rows("Modules")],
        "Deposits": [{**row, "verified_reserve": 1.0} for row in tiny_rows("Deposits")],
        "Requirements": [],
        "Contracts": [
            {**row, "first_delivery_from": 2025, "first_delivery_to": 2025} for row in tiny_rows("Contracts")
        ],
        "Targets": [{**row, "first_year": 2025} for row in tiny_rows("Targets")],
        **CHEAP,
    }
    return tiny_tables(**(rows | changes))


def bare(**changes: Any) -> Tables:
    """One site, one plant, one market, one source; every sheet that may be empty is, but for the feed."""
    empty = {name: [] for name, spec in SHEETS.items() if spec.may_be_empty and name != "Supplies"}
    rows: dict[str, Any] = {
        **empty,
        "Settings": YEAR | changes.pop("Settings", {}),
        "Modules": {"magnet_line_m": {"lead_time": 0.0}},
        "Commodities": {"magnet": {"group": None}},
    }
    return workshop_tables(**(rows | changes))


OLD = {"asset": "old", "plant": "magnet_line", "site": "town", "capacity": 50.0, "first_year": 2020, "last_year": None,
       "fixed_cost": 0.1}  # fmt: skip
BOOKS: dict[str, Tables] = {
    "chain": chain(Settings={"objective": "targets_first", "perspective": "national", "terminal_value": "book"}),
    "bare": bare(),
    "existing plant, no money": bare(Existing=[OLD], Funding={"owner": {"total_limit": 0.0}}),
    "no room to build": bare(PlantSites={"magnet_line": {"maximum_modules": 0}}),
    "loan": bare(
        Settings={"perspective": "owner", "terminal_value": "going_concern", "tail_years": 2},
        Prices={"magnet": {"price": 300.0}},
        LenderClasses=[lender()],
        Funding=[*also("Funding"), loan("bank", rate=0.05, tenor=2, repayment="annuity", minimum_ticket=1.0)],
        Eligibility=[*also("Eligibility"), pays_for("bank", "magnets")],
    ),
}


def say(*words: str) -> Result:
    return CliRunner().invoke(roadmap_opt, words)


def solved(folder: Path, tables: Tables, *words: str) -> tuple[Path, Result]:
    """Write the workbook and solve it; returns the workbook and what was said."""
    workbook, out = folder / "year.xlsx", folder / "out"
    write_workbook(workbook, tables)
    return workbook, say("solve", str(workbook), "--threads", "1", "--time-limit", "30", "--out", str(out), *words)


@pytest.mark.parametrize("name", BOOKS)
def test_a_year_is_solved_written_and_audited(name: str, tmp_path: Path) -> None:
    _, answer = solved(tmp_path, BOOKS[name])
    assert answer.exit_code == 0, answer.output
    (run,) = (tmp_path / "out" / "year" / "base").iterdir()
    assert load_run(run).record.audit_passed
    for words in ("report", "audit"):
        again = say(words, str(run))
        assert again.exit_code == 0, again.output
    book = load_workbook(run / "results.xlsx")
    summary = book["Summary"]
    assert summary["A1"].value == "Rare-earth roadmap 2025"
    tiles = [cell.value for cell in summary[6] if cell.value is not None]
    assert len(tiles) == 6
    for sheet in book:
        ranges = list(sheet.merged_cells.ranges)
        assert all(area.size["rows"] * area.size["columns"] > 1 for area in ranges), sheet.title
        assert not [pair for pair in combinations(ranges, 2) if not pair[0].isdisjoint(pair[1])], sheet.title


@pytest.mark.parametrize("last", [2026, 2027, 2028])
def test_a_few_years_leave_room_for_every_key_figure(last: int, tmp_path: Path) -> None:
    _, answer = solved(tmp_path, bare(Settings={"last_year": last}))
    assert answer.exit_code == 0, answer.output
    (run,) = (tmp_path / "out" / "year" / "base").iterdir()
    tiles = [cell.value for cell in load_workbook(run / "results.xlsx")["Summary"][6] if cell.value is not None]
    assert len(tiles) == 6


@pytest.mark.parametrize("tables", [chain(), bare(**CHEAP)], ids=["chain", "bare"])
def test_two_scenarios_of_a_year_are_compared(tables: Tables, tmp_path: Path) -> None:
    _, answer = solved(tmp_path, tables, "--all", "--workers", "1")
    assert answer.exit_code == 0, answer.output
    runs = [str(run) for name in ("base", "cheap") for run in (tmp_path / "out" / "year" / name).iterdir()]
    compared = say("compare", *runs, "--out", str(tmp_path / "out"))
    assert compared.exit_code == 0, compared.output
    assert list((tmp_path / "out").rglob("comparison*.xlsx")) or list((tmp_path / "out").rglob("compare*.xlsx"))


@pytest.mark.parametrize("design", ["tornado", "latin"])
def test_a_year_is_swept(design: str, tmp_path: Path) -> None:
    workbook = tmp_path / "year.xlsx"
    write_workbook(workbook, bare(Sweeps=LINES[:1]))
    words = ("sweep", str(workbook), "--sweep", "main", "--design", design, "--runs", "2", "--rounds", "1")
    swept = say(*words, "--workers", "1", "--out", str(tmp_path / "out"))
    assert swept.exit_code == 0, swept.output
    assert list((tmp_path / "out").rglob("*.xlsx"))


def test_a_plan_of_one_year_cannot_be_held_and_found_anew(tmp_path: Path) -> None:
    workbook = tmp_path / "year.xlsx"
    write_workbook(workbook, bare(**CHEAP))
    answer = say("regret", str(workbook), "--scenarios", "base,cheap", "--workers", "1", "--out", str(tmp_path / "out"))
    assert answer.exit_code != 0
    assert "these scenarios decide in 2025 only" in answer.output
