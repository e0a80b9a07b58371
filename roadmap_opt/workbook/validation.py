"""Drop-downs and entry rules of the input workbook, derived from the columns of the contract.

No rule refuses. The reader takes far more than a rule can express (numbers as text, ``evet``, a name whose row comes
later), says precisely what is wrong with the rest, and never stops at the first problem: a cell that Excel does not
let a planner fill would only keep the mistake from being explained. So rules offer and warn.
"""

from __future__ import annotations

from typing import Any

from roadmap_opt.case.cells import NO_LIMIT, expectation
from roadmap_opt.case.choices import typed_words
from roadmap_opt.case.schema import SHEETS, ColumnSpec
from roadmap_opt.messages import Language
from roadmap_opt.said import spoken
from roadmap_opt.words import DESK
from roadmap_opt.workbook.choices import LONGEST_INLINE_LIST, Lists
from roadmap_opt.workbook.layout import FIRST_DATA_ROW, column_letter

_LONGEST_MESSAGE = 255
_LIST_DEPTH = 1000
"""Rows below the head that a drop-down of references looks at."""

_PATTERNS = ("row",)
"""Columns whose list is only a help: the names of several rows may be written at once, with ``*``."""


def entry_rule(sheet: str, column: ColumnSpec, cell: str, lists: Lists, language: Language) -> dict[str, Any] | None:
    """XlsxWriter's data validation for a column of ``sheet`` whose first cell is ``cell``; ``None`` where any text is
    welcome and nothing can be offered.
    """
    rule: dict[str, Any] = {
        "error_title": DESK(language, "rule_title"),
        "error_message": _message(column, language),
        "error_type": "warning",
        "ignore_blank": True,
    }
    source = lists.source(sheet, column, int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
    if source is not None:
        return rule | {"validate": "list", "source": f"={source}", "show_error": column.name not in _PATTERNS}
    if column.kind == "flag":
        return rule | {"validate": "list", "source": ["yes", "no", "evet", "hayır"]}
    if column.meta.choices:
        words = typed_words(column)
        fits = len(",".join(words)) <= LONGEST_INLINE_LIST
        return rule | {"validate": "list", "source": words if fits else list(column.meta.choices)}
    if column.meta.refers:
        return rule | {"validate": "list", "source": _names_of(column.meta.refers)}
    if column.kind == "text":
        return None
    return rule | {"validate": "custom", "value": f"={_number_test(column, cell)}"}


def expected_in(column: ColumnSpec, language: Language) -> str:
    """What a column accepts, as a sentence."""
    return DESK(language, "rule_expected", expected=spoken(expectation(column), language))


def _message(column: ColumnSpec, language: Language) -> str:
    """What the column means and takes, as far as Excel's box has room."""
    meaning = column.meta.en if language == "en" else column.meta.tr
    expected = expected_in(column, language)
    message = f"{meaning}. {expected}"
    if len(message) > _LONGEST_MESSAGE:
        message = expected
    return message if len(message) <= _LONGEST_MESSAGE else message[: _LONGEST_MESSAGE - 1] + "…"


def _names_of(reference: str) -> str:
    """The filled cells of another sheet's column; blank cells below them would clutter the drop-down."""
    sheet, name = reference.split(".")
    letter, last = column_letter(SHEETS[sheet], (), name), FIRST_DATA_ROW + _LIST_DEPTH
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
