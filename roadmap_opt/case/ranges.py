"""Many cells in a few words: ``Prices!D5:F9, H9, Demand!A3 and 7 more: 7 on Demand``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from roadmap_opt.case.grid import letter_of
from roadmap_opt.errors import letters_and_row
from roadmap_opt.said import listed, said

_LISTED = 6
"""Ranges that are listed before the rest is only counted."""


def ranges(places: Iterable[str]) -> str:
    """The cells (``Prices!D5``) as ranges, sheet by sheet in the order given, rows and columns in theirs.

    When there are many, the first are listed and the others counted by sheet.
    """
    by_sheet: defaultdict[str, list[str]] = defaultdict(list)
    for place in dict.fromkeys(places):
        sheet, _, cell = place.rpartition("!") if "!" in place else (place, "", "")
        by_sheet[sheet].append(cell)
    shown: list[str] = []
    left: Counter[str] = Counter()
    for sheet, cells in by_sheet.items():
        for at, (text, count) in enumerate(_rectangles(cells)):
            if len(shown) < _LISTED:
                shown.append(text if at else f"{sheet}!{text}" if text else sheet)
            else:
                left[sheet] += count
    more = listed(", ", (said("{count} on {sheet}", count=count, sheet=sheet) for sheet, count in left.items()))
    return ", ".join(shown) + (said(" and {total} more: {more}", total=left.total(), more=more) if left else "")


def _rectangles(cells: Sequence[str]) -> list[tuple[str, int]]:
    """Rectangles of cells that lie together, each with the number of its cells."""
    columns: defaultdict[int, set[int]] = defaultdict(set)
    for cell in cells:
        letters, row = letters_and_row(cell)
        columns[row].add(_column_number(letters))
    growing: dict[tuple[int, int], int] = {}  # first and last column: the row in which the rectangle begins
    done: list[tuple[int, int, int, int]] = []
    last = 0
    for row in sorted(columns):
        runs = _runs(sorted(columns[row]))
        for run in [run for run in growing if run not in runs or last != row - 1]:
            done.append((growing.pop(run), run[0], last, run[1]))
        for run in runs:
            growing.setdefault(run, row)
        last = row
    done += [(top, left, last, right) for (left, right), top in growing.items()]
    return [_named(*rectangle) for rectangle in sorted(done)]


def _runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for at in columns:
        if runs and runs[-1][1] == at - 1:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return runs


def _named(top: int, left: int, bottom: int, right: int) -> tuple[str, int]:
    first, last = (f"{letter_of(at)}{row or ''}" for at, row in ((left, top), (right, bottom)))
    return first if first == last else f"{first}:{last}", (bottom - top + 1) * (right - left + 1)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
