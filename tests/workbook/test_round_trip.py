"""What is written is what is read: workbook and text tables, whatever the values."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.text_tables import load_text_tables, read_text_tables, write_text_tables
from roadmap_opt.errors import InputError
from roadmap_opt.workbook.read import read_workbook
from roadmap_opt.workbook.template import write_workbook
from tests.support.random_tables import make_tables, values_of


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "language"), [(1, "en"), (2, "en"), (3, "tr")])
def test_workbook(tmp_path: Path, seed: int, language: str) -> None:
    tables = make_tables(seed)
    path = tmp_path / "plan.xlsx"
    write_workbook(path, tables, language=language)
    result = read_workbook(path)
    assert result.findings == ()
    assert values_of(result.tables) == values_of(tables)


@pytest.mark.parametrize("seed", range(4))
def test_text_tables(tmp_path: Path, seed: int) -> None:
    tables = make_tables(seed)
    write_text_tables(tmp_path, tables)
    assert values_of(load_text_tables(tmp_path)) == values_of(tables)
    assert read_text_tables(tmp_path).findings == ()


@pytest.mark.slow
def test_twice_written_is_the_same(tmp_path: Path) -> None:
    write_workbook(tmp_path / "first.xlsx", make_tables())
    first = read_workbook(tmp_path / "first.xlsx").tables
    write_workbook(tmp_path / "second.xlsx", first)
    assert read_workbook(tmp_path / "second.xlsx").tables == first


def test_addresses_lead_to_the_cell(written: Path) -> None:
    tables = read_workbook(written).tables
    row = tables["Prices"].rows[1]
    assert tables["Prices"].cell(row, "case") == "B6"
    assert tables["Prices"].cell(row, 2026) == "D6"
    settings = tables["Settings"]
    assert settings.cell(settings.rows[0], "first_year") == "B6"


def test_a_sheet_without_a_file_is_an_empty_table(tmp_path: Path) -> None:
    write_text_tables(tmp_path, make_tables())
    (tmp_path / "Pins.csv").unlink()
    assert load_text_tables(tmp_path)["Pins"].rows == ()
    (tmp_path / "Settings.csv").unlink()
    with pytest.raises(InputError, match=r"E111 .* › Settings: no such sheet"):
        load_text_tables(tmp_path)


def test_problems_in_text_tables_name_file_and_cell(tmp_path: Path) -> None:
    write_text_tables(tmp_path, make_tables())
    with (tmp_path / "Sites.csv").open(encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream))
    lines[2][lines[0].index("latitude")] = "north"
    with (tmp_path / "Sites.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)
    (tmp_path / "Notes.csv").write_text("own", encoding="utf-8")
    (tmp_path / "Pins.csv").write_bytes(b"decision\xff\n")
    found = {(f.code, f.sheet, f.cell) for f in read_text_tables(tmp_path).findings}
    assert ("E133", "Sites", "D3") in found
    assert ("E102", "Pins", "") in found
    with pytest.raises(InputError, match="E101"):
        load_text_tables(tmp_path / "nowhere")


def test_every_sheet_is_written() -> None:
    assert set(make_tables()) == set(SHEETS)
