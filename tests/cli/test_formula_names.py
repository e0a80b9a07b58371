"""Names that begin like a formula: no spreadsheet program runs them, and every reader gives them back as they are."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import inputs_hash, load_text_tables, write_text_tables
from roadmap_opt.cli import roadmap_opt
from roadmap_opt.csv_text import guarded, unguarded
from roadmap_opt.runs.history import past_runs
from roadmap_opt.runs.run_folder import load_run
from roadmap_opt.workbook.read import read_workbook
from roadmap_opt.workbook.template import write_workbook
from tests.support.random_tables import values_of
from tests.support.tiny_case import tiny_rows, tiny_tables

HOSTILE = ("=1+1", "+town", "-5 % site", "@SUM(A1)", "'=quoted", "''+twice", "=cmd|' /C calc'!A0", "'plain")
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("name", [*HOSTILE, "\t=tab", "-", "--5", "+-", "＝1", "-5e", "1-=", ""])
def test_a_text_comes_back_and_is_no_formula(name: str) -> None:
    assert unguarded(guarded(name)) == name
    assert not guarded(name).startswith(STARTS)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(st.text(alphabet="'=+-@\t1a. e", max_size=6))
def test_every_text_comes_back(name: str) -> None:
    assert unguarded(guarded(name)) == name


@pytest.mark.parametrize("number", ["-5", "+5", "-0.5", "-1e-05", "-.5", "12", "-1234.5678"])
def test_numbers_stay_numbers(number: str) -> None:
    assert guarded(number) == number
    assert unguarded(number) == number


def renamed(rows: list[dict[str, Any]], names: dict[str, str]) -> list[dict[str, Any]]:
    return [{key: names.get(value, value) if isinstance(value, str) else value for key, value in row.items()}
            for row in rows]  # fmt: skip


NAMES = {
    "town": "=1+1", "hill": "+hill", "magnet": "-5 % magnet", "home": "@SUM(A1)", "owner": "'=owner",
    "magnet_line": "=cmd|' /C calc'!A0", "magnet_line_m": "''+m", "sintering": "-sinter", "hill_ore": "=ore",
    "cheap": "=cheap", "cheaper": "+cheaper", "promise": "-promise",
}  # fmt: skip


def hostile_tables() -> Tables:
    sheets = ("Sites", "Distances", "Commodities", "Composition", "Prices", "Plants", "PlantSites", "Modules",
              "Requirements", "Recipes", "RecipeFlows", "Deposits", "Programmes", "Effects", "OfftakeGroups", "Markets",
              "Demand", "Contracts", "Funding", "Eligibility", "Targets", "Scenarios")  # fmt: skip
    changed = {name: renamed(tiny_rows(name), NAMES) for name in sheets}
    overlay = {"scenario": "=cheap", "table": "Prices", "row": "-5 % magnet|*", "column_name": "price",
               "operation": "multiply", "value": "2"}  # fmt: skip
    return tiny_tables(**changed, Overlays=[overlay])


def rows_of(tables: Tables) -> dict[str, Any]:
    """The rows of every sheet, without the remarks on single settings."""
    return {name: rows[:-1] for name, rows in values_of(tables).items()}


def cells_of(folder: Path) -> list[tuple[str, str]]:
    found = []
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            found += [(path.name, cell) for line in csv.reader(stream) for cell in line]
    return found


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_text_tables_hold_no_formula_and_come_back(tmp_path: Path) -> None:
    tables = hostile_tables()
    write_text_tables(tmp_path, tables)
    assert not [each for each in cells_of(tmp_path) if each[1].startswith(STARTS) and not is_number(each[1])]
    assert rows_of(load_text_tables(tmp_path)) == rows_of(tables)
    assert inputs_hash(load_text_tables(tmp_path)) == inputs_hash(tables)


@pytest.mark.slow
def test_a_workbook_with_such_names_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "hostile.xlsx"
    write_workbook(path, hostile_tables())
    book = openpyxl.load_workbook(path)
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in NAMES.values()]
    assert texts
    assert not [cell for cell in texts if cell.data_type == "f"]
    assert rows_of(read_workbook(path).tables) == rows_of(hostile_tables())


@pytest.fixture(scope="module", name="place")
def _place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two scenarios of such a workbook, solved as a batch."""
    place = tmp_path_factory.mktemp("hostile")
    write_workbook(place / "hostile.xlsx", hostile_tables())
    typed("solve", place / "hostile.xlsx", "--scenarios", "base,=cheap", "--rounds", "1", "--workers", "1", "--out",
          place / "out", "--batch", "hostile")  # fmt: skip
    return place


def typed(*arguments: object) -> str:
    result = CliRunner().invoke(roadmap_opt, list(map(str, arguments)))
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.slow
def test_no_csv_file_of_a_batch_holds_a_formula(place: Path) -> None:
    cells = cells_of(place / "out")
    assert {name for name, _ in cells} >= {"summary.csv", "builds.csv", "sales.csv", "Sites.csv", "targets.csv"}
    assert not [each for each in cells if each[1].startswith(STARTS) and not is_number(each[1])]
    assert ("sales.csv", "'@SUM(A1)") in cells
    assert ("summary.csv", "'=cheap") in cells


@pytest.mark.slow
def test_runs_load_audit_and_compare_with_the_names_as_they_are(place: Path) -> None:
    found = past_runs(place / "out")
    assert {run.scenario for run in found} == {"base", "=cheap"}
    assert {run.targets_counted for run in found} == {1}
    for run in found:
        loaded = load_run(run.folder)
        assert set(loaded.tables["sales"]["site"]) <= {"=1+1", "+hill"}
        assert set(loaded.tables["builds"]["plant"]) <= set(NAMES.values()) | {"mine", "cracking", "separation"}
        assert "Audit passed" in typed("audit", run.folder)
        typed("report", run.folder)
        book = openpyxl.load_workbook(run.folder / "results.xlsx")
        formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert not [text for text in formulas if text in NAMES.values()]
    typed("compare", *(run.folder for run in found), "--out", place / "compared")
    typed("diff", *(run.folder for run in found))
