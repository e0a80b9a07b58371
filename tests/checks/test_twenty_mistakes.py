"""Twenty mistakes planted in the default workbook: reading and checking it once names all twenty cells."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.checks import check_tables
from roadmap_opt.workbook.read import read_workbook
from roadmap_opt.workbook.template import write_workbook
from tests.support.default_data import without_losses

Wanted = Callable[[dict[str, Any]], bool]

MISTAKES: list[tuple[str, str, Wanted, str | int, Any]] = [
    # code, sheet, which row (the first that fits), column, what is typed
    ("E133", "Settings", lambda row: True, "inflation", "about two"),
    ("E137", "Settings", lambda row: True, "maximum_gearing", 60),
    ("E202", "References", lambda row: row["key"] == "gk", "key", "ASM"),
    ("E138", "Commodities", lambda row: row["stage"] == "oxide", "origin", "primry"),
    ("E130", "Prices", lambda row: row["case"] == "base", 2029, None),
    ("E132", "Utilities", lambda row: row["utility"] == "water", 2027, "=1+1"),
    ("E250", "Modules", lambda row: row["spend_2"] is not None, "spend_1", 0.05),
    ("E201", "Recipes", lambda row: True, "plant", "no_such_plant"),
    ("E232", "RecipeFlows", lambda row: row["direction"] == "out" and row["commodity"] == "ndpr_oxide", "quantity", 5),
    ("E260", "Deposits", lambda row: True, "resource", 0.001),
    ("E258", "Requirements", lambda row: row["needs_plant"] is not None, "programme", "licence_separation"),
    ("E271", "Programmes", lambda row: row["started"] is None, "started", 2033),
    ("E203", "Effects", lambda row: row["effect"] == "collection_share", "item", "ewaste_flwo"),
    ("E276", "ReturnFlows", lambda row: row["flow"] == "own_magnets", "collection_share", "%99"),
    ("E201", "Demand", lambda row: row["case"] == "base", "market", "nowhere"),
    ("E282", "Contracts", lambda row: row["price_rule"] == "discount", "price_value", 5),
    ("E292", "Funding", lambda row: row["kind"] == "loan", "grace", 30),
    ("E294", "Eligibility", lambda row: row["source_name"] == "wealth_fund", "operations", "evet"),
    ("E300", "Targets", lambda row: row["kpi"] == "secondary_share", "definition", "sintered"),
    ("E404", "Overlays", lambda row: row["table"] == "Prices", "column_name", "prise"),
]


def planted(path: Path, tables: Tables) -> list[tuple[str, str, str]]:
    """Plant every mistake in the workbook; code, sheet and cell of each."""
    book = openpyxl.load_workbook(path)
    places = []
    for code, sheet, wanted, column, typed in MISTAKES:
        table = tables[sheet]
        row = next(row for row in table if wanted(dict(row.values)))
        cell = table.cell(row, column)
        book[sheet][cell] = typed
        places.append((code, sheet, cell))
    book.save(path)
    return places


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("planted") / "planted.xlsx"
    write_workbook(path, load_text_tables(Path(str(files("roadmap_opt") / "data" / "roadmap"))))
    return path


@pytest.mark.slow
def test_all_twenty_cells_are_named_at_once(workbook: Path) -> None:
    sound = read_workbook(workbook)
    found = without_losses((*sound.findings, *check_tables(sound.tables, workbook.name)))
    assert [str(finding) for finding in found] == []
    wanted = planted(workbook, sound.tables)
    assert len(set(wanted)) == 20

    read = read_workbook(workbook)
    findings = (*read.findings, *check_tables(read.tables, workbook.name))
    named = {(finding.code, finding.sheet, finding.cell) for finding in findings}
    assert [place for place in wanted if place not in named] == []
