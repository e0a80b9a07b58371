"""One workbook, and one batch of it in which nothing went wrong, for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.batches import run_tables, solve, write_book


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny workbook; not to be changed."""
    return write_book(tmp_path_factory.mktemp("book") / "tiny.xlsx")


@pytest.fixture(scope="session")
def undisturbed(book: Path) -> dict[str, dict[str, str]]:
    """Tables of an undisturbed batch of all scenarios, which stands below `undisturbed` beside the workbook."""
    solved = solve(book, book.parent / "undisturbed", "--all")
    assert solved.exit_code == 0, solved.output
    return run_tables(book.parent / "undisturbed", book)
