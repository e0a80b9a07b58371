"""The numbers of a document as its page and its book show them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

from openpyxl import load_workbook


class _Sections(HTMLParser):
    """Collects the numbers of every section's tables, row by row with the words that stand beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, list[tuple[set[str], str]]] = {}
        self._section = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "section":
            self._section = given.get("id") or ""
            self.rows[self._section] = []
        elif self._section and tag == "tr":
            self.rows[self._section].append((set(), ""))
        elif self._section and (value := given.get("data-value")) is not None:
            self.rows[self._section][-1][0].add(_written(float(value)))

    def handle_data(self, data: str) -> None:
        if self._section and self.rows[self._section]:
            numbers, words = self.rows[self._section][-1]
            self.rows[self._section][-1] = (numbers, words + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self._section = ""


def _written(number: float) -> str:
    """A number as both files hold it: Excel keeps fifteen digits or so."""
    return f"{0.0 if abs(number) < 1e-12 else number:.12g}"


def numbers_of_page(path: Path, unlike: str = "\0") -> dict[str, set[str]]:
    """Numbers in the tables of every section; rows that say ``unlike`` are left out."""
    parser = _Sections()
    parser.feed(path.read_text(encoding="utf-8"))
    return {
        section: {number for numbers, words in rows if unlike not in words for number in numbers}
        for section, rows in parser.rows.items()
    }


def numbers_of_book(path: Path, sheets: Iterable[str]) -> set[str]:
    """Numbers on some sheets; of a formula its value."""
    book = load_workbook(path, data_only=True)
    cells = (cell.value for name in sheets for row in book[name].iter_rows() for cell in row)
    return {_written(float(value)) for value in cells if isinstance(value, int | float) and math.isfinite(value)}


def assert_the_same_numbers(page: Path, book: Path, sheets: dict[str, str], unlike: str = "\0") -> None:
    """Every number of a section's tables stands on the sheet that ``sheets`` names for it, and there are some."""
    found = numbers_of_page(page, unlike)
    for section, sheet in sheets.items():
        assert found[section], section
        missing = found[section] - numbers_of_book(book, [sheet])
        assert missing == set(), f"{section}: {sorted(missing)[:5]} are not on the sheet {sheet}"
