"""Command `scenarios`: stories in both languages, and every value that a scenario changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.workbook.read import read_workbook
from roadmap_opt.workbook.template import write_workbook
from tests.support.tiny_case import tiny_tables

pytestmark = pytest.mark.slow

SCENARIOS: list[dict[str, Any]] = [
    {"scenario": "cheap", "name_en": "Cheap", "name_tr": "Ucuz", "story": "Prices fall.", "story_tr": "Fiyatlar iner."},
    {"scenario": "cheaper", "parent": "cheap", "name_en": "Cheaper", "name_tr": "Daha ucuz", "story": "Further still."},
]
SET = {"scenario": "cheaper", "operation": "set"}
PRICE = {"table": "Prices", "row": "magnet|base", "column_name": "price", "operation": "multiply"}
OVERLAYS: list[dict[str, Any]] = [
    {"scenario": "cheap", **PRICE, "value": "0.8", "note": "A glut", "note_tr": "Arz fazlası"},
    {"scenario": "cheaper", **PRICE, "first_year": 2029, "value": "1.5"},
    {**SET, "table": "Settings", "row": "*", "column_name": "vat_exempt", "value": "no"},
    {**SET, "table": "Funding", "row": "owner", "column_name": "total_limit", "value": "9.5"},
]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(roadmap_opt, [str(argument) for argument in arguments])


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.xlsx"
    write_workbook(path, tiny_tables(Scenarios=SCENARIOS, Overlays=OVERLAYS))
    return path


def test_stories_come_in_the_language_asked_for(workbook: Path) -> None:
    assert "cheap: Cheap\n    Prices fall.\n" in run("scenarios", workbook).output
    turkish = run("scenarios", workbook, "--lang", "tr").output
    assert "cheap: Ucuz\n    Fiyatlar iner.\n" in turkish
    assert "cheaper: Daha ucuz\n    Further still.\n" in turkish, "without a Turkish story the English one"


def test_a_workbook_without_turkish_stories_reads(workbook: Path) -> None:
    book = load_workbook(workbook)
    page = book["Scenarios"]
    headings = [cell.value for cell in page[2]]
    page.delete_cols(headings.index("story_tr") + 1)
    book.save(workbook)
    read = read_workbook(workbook)
    assert read.findings == ()
    assert [row.values["story_tr"] for row in read.tables["Scenarios"]] == [None, None]


def test_show_lists_every_value_with_its_overlays_in_order(workbook: Path) -> None:
    shown = run("scenarios", workbook, "--show", "CHEAPER")
    assert shown.exit_code == 0
    assert shown.output == (
        "cheaper: Cheaper\n"
        "Applied in this order: cheap → cheaper\n"
        "\nSettings!B48  vat_exempt\n"
        "    yes → no\n"
        "    = no  cheaper, Overlays!H7\n"
        "\nPrices!C8:F8  magnet | base, price 2025–2028\n"
        "    100 → 80\n"
        "    × 0.8  cheap, Overlays!H5: A glut\n"
        "\nPrices!G8:H8  magnet | base, price 2029–2030\n"
        "    100 → 120\n"
        "    × 0.8  cheap, Overlays!H5: A glut\n"
        "    × 1.5  cheaper, Overlays!H6\n"
        "\nFunding!N5  owner, total_limit\n"
        "    no limit → 9.5\n"
        "    = 9.5  cheaper, Overlays!H8\n"
        "\nCells changed: 8\n"
    )


def test_show_speaks_turkish(workbook: Path) -> None:
    shown = run("scenarios", workbook, "--show", "cheaper", "--lang", "tr").output
    assert "Uygulanma sırası: cheap → cheaper" in shown
    assert "    evet → hayır\n" in shown
    assert "    × 0,8  cheap, Overlays!H5: Arz fazlası\n" in shown
    assert "    sınırsız → 9,5\n" in shown


def test_the_base_changes_nothing(workbook: Path) -> None:
    assert run("scenarios", workbook, "--show", "base").output.endswith("Nothing is changed.\n")


def test_an_unknown_scenario_is_named(workbook: Path) -> None:
    shown = run("scenarios", workbook, "--show", "cheep")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "Did you mean cheap?" in shown.stderr


def test_a_list_with_gaps_is_not_shown(workbook: Path) -> None:
    book = load_workbook(workbook)
    book["Overlays"]["G5"] = "double"
    book.save(workbook)
    shown = run("scenarios", workbook, "--show", "cheap")
    assert shown.exit_code == 2
    assert "Overlays!G5" in shown.stderr


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    """As with `| head` or `| more`: nothing is reported and no log is written."""
    workbook = tmp_path / "tiny.xlsx"
    write_workbook(workbook, tiny_tables())
    arguments = [sys.executable, "-m", "roadmap_opt", "scenarios", str(workbook)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
