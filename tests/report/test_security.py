"""Security of supply and public value on the page and in the book are the figures of the tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from roadmap_opt.insight.supply_security import countries, public_values, supply_security
from roadmap_opt.report.run.security import country, section
from roadmap_opt.report.run_book.content import Names as BookNames
from roadmap_opt.report.run_book.page import Book
from roadmap_opt.report.run_book.security import public_page, security_page
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from tests.support.made_up_plan import run_of
from tests.support.rich_case import rich_plan


@pytest.fixture(scope="module", name="run")
def _run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_of(*rich_plan(), tmp_path_factory.mktemp("run"))


def test_shares_of_the_countries_add_up(run: Run) -> None:
    found = supply_security(run)
    shares = countries(found.entering["ndpr"])
    assert list(shares) == ["TR", "CN", "MY"]
    assert sum(own[2028] for own in shares.values()) == pytest.approx(1.0)
    assert shares["CN"][2028] + shares["MY"][2028] == pytest.approx(found.imported["ndpr"][2028])
    assert "dy" not in found.imported  # nothing of it enters the chain


def test_what_is_due_and_what_is_held(run: Run) -> None:
    due, held = supply_security(run).stockpiles["nd_oxide", "town"]
    assert [due[y] for y in (2028, 2029, 2030, 2031, 2032)] == [0, 2, 2, 0, 2]
    assert all(held[y] >= due[y] - 1e-6 for y in due)


def test_who_is_served_first(run: Run) -> None:
    served = supply_security(run).first_served
    assert list(served) == ["home"]
    assert all(0 <= share <= 1 + 1e-6 for share in served["home"].values())


def test_public_values_by_place(run: Run) -> None:
    values = public_values(run)
    assert set(values["electricity"]) == {"Uphill", "town"}
    assert set(values["value_added"]) == {"all"}


def test_the_section_says_it_in_both_languages(run: Run) -> None:
    shown = section(run, Names(run.case))
    assert [part.title.en for part in shown.parts] == [  # type: ignore[attr-defined]
        "Imports", "Served first and held in store", "What provinces have of it, and bear",
    ]  # fmt: skip
    assert (country("CN").tr, country("ZZ").en) == ("Çin", "ZZ")


def test_the_sheets_are_written(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with Workbook(path) as workbook:
        book = Book(workbook, "en", run.case.years, run.case.decision_years)
        for page in (security_page, public_page):
            page(book, run, BookNames(run.case, "en"))
    read = load_workbook(path)
    assert read.sheetnames == ["Supply security", "Public value"]
    words = {str(cell.value) for row in read["Public value"].iter_rows() for cell in row}
    assert {"Uphill", "whole country", "Electricity", "GWh"} <= words
