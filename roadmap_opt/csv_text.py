"""Texts in CSV files that spreadsheet programs open: one that begins like a formula is written so that none runs it.

Excel and LibreOffice take a cell that begins with ``=``, ``+``, ``-``, ``@`` or a tab for a formula, quotes or not.
Such a text is written with an apostrophe before it, which makes it a text for both, and is read back without. A text
that has apostrophes of its own before such a sign gets one more, so that every text comes back. Numbers stay numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def guarded(text: str) -> str:
    """The text as it is written to a CSV file."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text that a CSV file of this program means."""
    return text[1:] if _GUARDED.match(text) else text


def guarded_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for a CSV writer, its texts guarded."""
    return {name: guarded(value) if isinstance(value, str) else value for name, value in row.items()}
