"""Drop-downs and entry rules of the input workbook, derived from the columns of the contract."""

from __future__ import annotations

from typing import Any

from roadmap_opt.case.cells import NO_LIMIT, expectation
from roadmap_opt.case.grid import letter_of
from roadmap_opt.case.schema import SHEETS, ColumnSpec
from roadmap_opt.workbook.layout import FIRST_DATA_ROW, LISTS_SHEET, head_of

_LONGEST_INLINE_LIST = 250  # Excel allows 255 characters in a list that is written into the rule itself
_LONGEST_MESSAGE = 255
_LIST_DEPTH = 1000
"""Rows below the head that a drop-down of references looks at."""


def entry_rule(column: ColumnSpec, cell: str, list_ranges: dict[str, str]) -> dict[str, Any] | None:
    """XlsxWriter's data validation for a column whose first cell is ``cell``; ``None`` where any text is welcome.

    ``list_ranges`` gives the cells of the lists that are too long to stand in the rule, by column name.
    """
    message = f"{column.meta.en}. Expected: {expectation(column)}."
    if len(message) > _LONGEST_MESSAGE:
        message = f"Expected: {expectation(column)}."
    rule: dict[str, Any] = {
        "error_title": "Not accepted",
        "error_message": message if len(message) <= _LONGEST_MESSAGE else message[: _LONGEST_MESSAGE - 1] + "…",
        "ignore_blank": True,
    }
    if column.kind == "flag":
        return rule | {"validate": "list", "source": ["yes", "no"]}
    if column.meta.choices:
        long = is_long_list(column)
        source: Any = f"={list_ranges[column.name]}" if long else list(column.meta.choices)
        return rule | {"validate": "list", "source": source}
    if column.meta.refers:
        # a name may be typed before its row exists, so this rule warns where the others refuse
        return rule | {"validate": "list", "source": _names_of(column.meta.refers), "error_type": "warning"}
    if column.kind == "text":
        return None
    return rule | {"validate": "custom", "value": f"={_number_test(column, cell)}"}


def is_long_list(column: ColumnSpec) -> bool:
    """Whether the column's choices have to stand in cells of their own."""
    return len(",".join(column.meta.choices)) > _LONGEST_INLINE_LIST


def lists_range(at: int, length: int) -> str:
    """The cells of the list in column ``at`` (from 1) of the hidden sheet of lists."""
    letter = letter_of(at)
    return f"'{LISTS_SHEET}'!${letter}$1:${letter}${length}"


def _names_of(reference: str) -> str:
    """The filled cells of another sheet's column; blank cells below them would clutter the drop-down."""
    sheet, name = reference.split(".")
    at = [heading for heading, _, _ in head_of(SHEETS[sheet], ())].index(name) + 1
    letter, last = letter_of(at), FIRST_DATA_ROW + _LIST_DEPTH
    column = f"{sheet}!${letter}${FIRST_DATA_ROW}"
    return f"=OFFSET({column},0,0,MAX(1,COUNTA({column}:${letter}${last})),1)"


def _number_test(column: ColumnSpec, cell: str) -> str:
    meta = column.meta
    tests = [f"ISNUMBER({cell})"]
    tests += [f"{cell}>={meta.minimum:g}"] if meta.minimum is not None else []
    tests += [f"{cell}>{meta.above:g}"] if meta.above is not None else []
    tests += [f"{cell}<={meta.maximum:g}"] if meta.maximum is not None else []
    tests += [f"{cell}=INT({cell})"] if column.kind == "integer" else []
    test = f"AND({','.join(tests)})"
    return f'OR({test},LOWER({cell})="{NO_LIMIT}",{cell}="sınırsız")' if meta.unlimited else test
