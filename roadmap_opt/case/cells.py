"""One cell of input: what a planner typed, turned into a typed value or into a precise complaint.

The same rules hold for Excel cells, text tables and overlay values, so they are written here once. Numbers may be
typed as text with a decimal point or a decimal comma, with thousands marks, with a percent sign; words may be in
English or Turkish, in any case, with either Turkish i. What could mean two different numbers is an error, not a guess.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from roadmap_opt.case.choices import choice_list, meant_choice, typed_words
from roadmap_opt.case.names import fold, nearest
from roadmap_opt.case.schema import ColumnSpec
from roadmap_opt.errors import shortened
from roadmap_opt.said import listed, said, written

LONGEST_TEXT = 32_767
"""Characters in one cell: what Excel allows."""

NO_LIMIT = "no limit"
"""How "unlimited" is written; the Turkish words below are read as well."""

LARGEST = 1e9
"""No quantity, price or count of a plan comes near it. What is larger is a slip in the unit, and beside it the solver's
tolerances would hide whole plants."""

TOO_LARGE = said(", and no more than {largest:g} in size", largest=LARGEST)
"""What else is expected where a number is larger than that."""

_NO_LIMIT_WORDS = {fold(word) for word in (NO_LIMIT, "unlimited", "sınırsız", "limitsiz", "sınır yok", "limit yok")}
_YES_WORDS = {fold(word) for word in ("yes", "evet", "true", "doğru", "y", "e", "1")}
_NO_WORDS = {fold(word) for word in ("no", "hayır", "false", "yanlış", "n", "h", "0")}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufffe\uffff"))
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\t"), " ")
_PERCENT_UNITS = ("share", "ratio", "1/yr", "indicator")
_THOUSANDS_THEN_DECIMALS = re.compile(r"[+-]?\d{1,3}(?P<mark>[.,' ])\d{3}(?:(?P=mark)\d{3})*(?:(?P<point>[.,])\d+)?$")
_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?$")
_TWO_READINGS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}$")


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell in which Excel shows an error such as ``#REF!``."""

    text: str


MOST_LISTED = 12
"""Choices up to which a finding lists them all."""


@dataclass(frozen=True, slots=True)
class UnsavedFormula:
    """A formula whose result was never stored in the file."""

    text: str


@dataclass(frozen=True, slots=True)
class OverlongText:
    """A text of more characters than a cell of Excel can hold; the text itself was not kept."""

    length: int


class CellProblem(Exception):
    """A cell of ``column`` that cannot be read; becomes a finding once its address is known.

    Where ``meant`` may be a misspelled one of ``known``, the remedy names the one that is likely. ``besides`` is what
    else is expected than the column says.
    """

    def __init__(
        self, code: str, found: str, column: ColumnSpec, remedy: str,
        *, meant: str = "", known: Sequence[str] = (), besides: str = "",
    ) -> None:  # fmt: skip
        super().__init__(found)
        self._besides = besides
        self.code, self.found, self._column = code, found, column
        self._remedy, self._meant, self._known = remedy, meant, known

    @property
    def expected(self) -> str:
        """What the column accepts; of a long list only how long it is."""
        count = len(self._column.meta.choices)
        long = said(
            "one of {count} words; docs/workbook.md has them all, a list in the cell those that fit", count=count
        )
        return (long if count > MOST_LISTED else expectation(self._column)) + said(self._besides)

    @property
    def remedy(self) -> str:
        """What to do; looking for the likely word takes long, so only a problem that is reported pays for it."""
        near = nearest(self._meant, self._known) if self._known else None
        return said("Did you mean {meant}?", meant=near) if near else self._remedy


def clean_text(text: str) -> str:
    """The text without what the eye cannot see: outer and special spaces, zero-width and control characters."""
    if text.isprintable():  # most texts are: nothing in them is hidden
        return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(_INVISIBLE).translate(_SPACES)
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def is_blank(raw: object) -> bool:
    """Whether nothing was entered; a cell that holds only spaces is blank."""
    return raw is None or (isinstance(raw, str) and not clean_text(raw))


def parse_cell(raw: object, column: ColumnSpec, *, decimal_point: bool = False) -> Any:
    """The typed value of one cell of ``column`` (of one year, where the column runs across the years).

    With ``decimal_point`` a number in text is first read the way programs write it (``1.234`` is a
    little over one): for text tables, and for text that was itself made from a number. Raises :class:`CellProblem`.
    """
    if isinstance(raw, str):
        raw = clean_text(raw)
    if raw is None or raw == "":
        if column.meta.blank is None:
            raise CellProblem("E130", "the cell is blank", column, "Enter a value; zero is not the same as blank.")
        return column.meta.default
    match raw:
        case ErrorCell(text):
            raise CellProblem(
                "E131", said("the cell shows {text}", text=text), column, "Correct the formula, or type the value."
            )
        case UnsavedFormula(text):
            raise CellProblem(
                "E132",
                said("the formula {text} has no saved result", text=shortened(text))
                if text
                else "the formula has no saved result",
                column,
                "Open the workbook in Excel or LibreOffice, let it calculate, save it, and run again.",
            )
        case OverlongText(length):
            remedy = said(
                "Shorten it: {longest_text:,} characters are the most that Excel keeps in a cell.",
                longest_text=LONGEST_TEXT,
            )
            raise CellProblem("E126", said("a text of {length:,} characters", length=length), column, remedy)
        case datetime.datetime() | datetime.date() | datetime.time() | datetime.timedelta():
            raise CellProblem(
                "E135",
                said("the cell holds a date or time ({raw})", raw=raw),
                column,
                "Excel may have turned a number such as 1.5 into a date: format the cell as a number and retype it.",
            )
    match column.kind:
        case "flag":
            return _flag(raw, column)
        case "text":
            if isinstance(raw, str) and column.meta.holds_value and not decimal_point and _TWO_READINGS.match(raw):
                raise _two_readings(raw, _both_readings(raw), column)
            return _text(raw, column)
        case _:
            return _number(raw, column, decimal_point)


def format_cell(value: object) -> str:
    """A typed value as text that :func:`parse_cell` reads back with ``decimal_point``; ``None`` is an empty text."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            if math.isinf(value):
                return NO_LIMIT
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case _:
            return str(value)


def expectation(column: ColumnSpec) -> str:
    """What the column accepts, in words."""
    meta = column.meta
    if column.kind == "flag":
        words = "yes or no"
    elif meta.choices:
        words = said("one of {choices}", choices=choice_list(column))
    elif meta.refers:
        words = said("a name that stands in {refers}", refers=meta.refers)
    elif column.meta.holds_value:
        words = "a value for the column that is changed"
    elif column.kind == "text":
        words = "text"
    else:
        words = "a whole number" if column.kind == "integer" else "a number"
        if limits := range_words(column):
            words = said(words) + " " + limits
        if meta.unit:
            words = said("{words} ({unit})", words=said(words), unit=said(meta.unit))
        if meta.unlimited:
            words = said(words) + said(", or no limit")
    return (
        words if meta.blank is None else said("{words}, or blank ({blank})", words=said(words), blank=said(meta.blank))
    )


def range_words(column: ColumnSpec) -> str:
    """The allowed range of the column in words; empty when every number is allowed."""
    low, above, high = column.meta.minimum, column.meta.above, column.meta.maximum
    if low is not None and high is not None:
        return said("from {low:g} to {high:g}", low=low, high=high)
    parts = [
        said("above {above:g}", above=above) if above is not None else "",
        said("of at least {low:g}", low=low) if low is not None else "",
    ]
    parts.append(said("of at most {high:g}", high=high) if high is not None else "")
    return listed(" and ", filter(None, parts))


def in_range(value: float, column: ColumnSpec) -> bool:
    """Whether the number lies in the column's range and is none that is too large for any column; infinity counts only
    where the column may be unlimited.
    """
    meta = column.meta
    if not math.isfinite(value):
        return meta.unlimited and value == math.inf
    return (
        abs(value) <= LARGEST
        and (meta.minimum is None or value >= meta.minimum)
        and (meta.above is None or value > meta.above)
        and (meta.maximum is None or value <= meta.maximum)
    )


def _flag(raw: object, column: ColumnSpec) -> bool:
    word = fold(raw) if isinstance(raw, str) else format_cell(raw)
    if word in _YES_WORDS:
        return True
    if word in _NO_WORDS:
        return False
    raise CellProblem("E141", f"“{shortened(format_cell(raw))}”", column, "Write yes or no (evet or hayır).")


def _text(raw: object, column: ColumnSpec) -> str:
    text = raw if isinstance(raw, str) else format_cell(raw)
    if not column.meta.choices or text in column.meta.choices:
        return text
    if (choice := meant_choice(column, text)) is not None:
        return choice
    remedy = "Choose from the list in the cell."
    raise CellProblem("E138", f"“{shortened(text)}”", column, remedy, meant=text, known=typed_words(column))


def _number(raw: object, column: ColumnSpec, decimal_point: bool) -> float | int:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise CellProblem("E133", f"“{shortened(format_cell(raw))}”", column, "Type a number.")
    if isinstance(raw, str) and fold(raw) in _NO_LIMIT_WORDS:
        if not column.meta.unlimited:
            remedy = "This column needs a number: type one that is large enough."
            raise CellProblem("E140", f"“{shortened(format_cell(raw))}”", column, remedy)
        return math.inf
    readings = [float(raw)] if isinstance(raw, int | float) else _readings(raw, column, decimal_point)
    if len(readings) > 1:  # keep the only reading that the column would accept
        readings = [value for value in readings if _acceptable(value, column)] or readings
    if len(readings) > 1:
        raise _two_readings(raw, readings, column)
    (value,) = readings
    if abs(value) > LARGEST and (isinstance(raw, str) or math.isfinite(value)):
        remedy = "Correct the number or its unit." + (
            " For no limit, type “no limit”." if column.meta.unlimited else ""
        )
        found = f"“{shortened(raw)}”" if isinstance(raw, str) else f"{value:g}"
        raise CellProblem("E137", found, column, remedy, besides=TOO_LARGE)
    if column.kind == "integer" and not value.is_integer():
        raise CellProblem("E136", f"{value:g}", column, "Type a whole number.")
    if not in_range(value, column):
        remedy = "Correct the number or its unit."
        share = column.meta.maximum == 1 and (column.meta.minimum or 0) >= 0
        if share and 1 < value <= 100:
            remedy = said("Shares are fractions: {value:g} % is {share:g}.", value=value, share=value / 100)
        raise CellProblem("E137", f"{value:g}", column, remedy)
    return int(value) if column.kind == "integer" else value


def _acceptable(value: float, column: ColumnSpec) -> bool:
    return in_range(value, column) and (column.kind != "integer" or value.is_integer())


def _readings(text: str, column: ColumnSpec, decimal_point: bool) -> list[float]:
    """Every number that ``text`` could mean (at least one); raises when it means none."""
    digits = text.replace("−", "-")
    factor = 1.0
    if digits.startswith("%") or digits.endswith("%"):
        if not any(word in column.meta.unit for word in _PERCENT_UNITS):
            remedy = "This column does not hold a share: type the quantity in its unit."
            raise CellProblem("E139", said("the percentage “{text}”", text=shortened(text)), column, remedy)
        digits, factor = digits.strip("% "), 100.0
    candidates: list[str] = []
    if decimal_point and _PLAIN_NUMBER.match(digits) and "," not in digits:
        candidates = [digits]
    elif _TWO_READINGS.match(digits):
        return [reading / factor for reading in _both_readings(digits)]
    elif _PLAIN_NUMBER.match(digits):
        candidates = [digits.replace(",", ".")]
    elif (grouped := _THOUSANDS_THEN_DECIMALS.match(digits)) and grouped["mark"] != grouped["point"]:
        candidates = [digits.replace(grouped["mark"], "").replace(",", ".")]
    readings = [float(candidate) / factor for candidate in candidates]
    if not readings:
        remedy = "Type digits only; units and remarks belong in the note column."
        raise CellProblem("E133", said("the text “{text}”", text=shortened(text)), column, remedy)
    return readings


def _both_readings(digits: str) -> list[float]:
    """The number with its mark as a decimal point, and with its mark between thousands."""
    return [float(digits.replace(",", ".")), float(re.sub("[.,]", "", digits))]


def _two_readings(raw: object, readings: list[float], column: ColumnSpec) -> CellProblem:
    words = said(
        "“{raw}” can be read as {readings}",
        raw=shortened(format_cell(raw)),
        readings=listed(" or as ", (written(value) for value in readings)),
    )
    return CellProblem("E134", words, column, "Type it without a thousands mark, as a number and not as text.")
