"""A written workbook, and edited copies of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.datavalidation import DataValidationList

from roadmap_opt.workbook import template
from tests.support.random_tables import make_tables
from tests.support.untold import untold_findings


@pytest.fixture(autouse=True)
def _spoken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever is found in these tests can be said in Turkish."""
    left = untold_findings(monkeypatch)
    yield
    assert left == set()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A valid workbook; tests edit copies of it."""
    path = tmp_path_factory.mktemp("written") / "plan.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(template, "BLANK_ROWS", 2)  # most of the time goes into reading blank rows again and again
        template.write_workbook(path, make_tables())
    return path


@pytest.fixture(scope="session")
def plain(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same without notes, lists and colours, which the reader passes over and openpyxl does not."""
    book = load_workbook(written)
    for sheet in book:
        sheet.data_validations = DataValidationList()
        sheet.conditional_formatting = ConditionalFormattingList()
        for row in sheet.iter_rows():
            for cell in row:
                cell.comment = None
    path = tmp_path_factory.mktemp("plain") / "plan.xlsx"
    book.save(path)
    return path


@pytest.fixture
def edited(plain: Path, tmp_path: Path) -> Callable[[Callable[[Workbook], None]], Path]:
    """Return a function that saves a copy of the workbook after an edit with openpyxl."""

    def save(edit: Callable[[Workbook], None]) -> Path:
        book = load_workbook(plain)
        edit(book)
        path = tmp_path / "plan.xlsx"
        book.save(path)
        return path

    return save
