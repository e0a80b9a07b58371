"""What one cell shows: from its type, its stored text and its format to a value, as Excel and LibreOffice do."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roadmap_opt.case.cells import LONGEST_TEXT, ErrorCell, OverlongText, UnsavedFormula
from roadmap_opt.workbook.xlsx.xml_stream import Attributes

CellText = str | OverlongText | None

_ESCAPE = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_EXACT = 1e15
"""Below this every whole number is stored exactly."""
_DAY_ZERO, _DAY_ZERO_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)
_NO_LEAP_DAY = 60
"""Excel counts a 29 February 1900 that never was; dates before it are one day further on than they look."""

_TOO_WIDE = ErrorCell("########")
"""What a program shows for a date before the first or after the last."""


class SharedText(int):
    """Number of a text that is kept for the whole workbook, until it is looked up."""


@dataclass(frozen=True, slots=True)
class Values:
    """How the cells of one workbook are understood: ``dates`` are the numbers of the formats that show dates."""

    dates: frozenset[str]
    dates_from_1904: bool = False

    @staticmethod
    def text(pieces: Iterable[str], length: int) -> CellText:
        """The text between two tags; one that is too long is not kept."""
        return "".join(pieces) if length <= LONGEST_TEXT else OverlongText(length)

    def value(self, cell: Attributes, stored: CellText, formula: CellText, runs: Sequence[CellText]) -> object:
        """The value of a cell, ``None`` when it shows nothing.

        ``stored`` is what its element ``v`` holds, ``formula`` its ``f`` (blank where a formula is shared with another
        cell), ``runs`` the texts that stand in the cell itself.
        """
        if isinstance(stored, OverlongText):
            return stored
        kind = cell.get("t", "n")
        if kind == "inlineStr" or (runs and not stored):
            return _unless_blank(joined(runs))
        if stored is None or not (kind == "str" or stored.strip()):
            if formula is None or kind == "str":  # the result of the formula is an empty text
                return None
            words = formula if isinstance(formula, str) else ""
            return UnsavedFormula(f"={unescaped(words)}" if words else "")
        match kind:
            case "s":
                number = stored.strip()
                return SharedText(number if number.isdecimal() and len(number) < 10 else -1)
            case "b":
                return stored.strip().casefold() not in ("0", "false")
            case "e":
                return ErrorCell(stored.strip())
            case "d":
                return _iso_date(stored.strip())
            case "n":
                return self._number(stored.strip(), cell.get("s", "0"))
        return _unless_blank(unescaped(stored))

    def _number(self, stored: str, style: str) -> object:
        """A number, or a date where the format shows one; what is no number is a text, to be complained of."""
        if _NUMBER.fullmatch(stored) is None or not math.isfinite(number := float(stored)):
            return stored
        if style in self.dates:
            return self._date(number)
        return int(number) if number.is_integer() and abs(number) < _EXACT else number

    def _date(self, number: float) -> object:
        if 0 <= number < 1:
            return (datetime.datetime.min + datetime.timedelta(seconds=round(number * 86400))).time()
        if number < 0:
            return _TOO_WIDE
        zero = _DAY_ZERO_1904 if self.dates_from_1904 else _DAY_ZERO
        early = not self.dates_from_1904 and number < _NO_LEAP_DAY
        try:
            return zero + datetime.timedelta(days=int(number) + early, seconds=round(number % 1 * 86400))
        except OverflowError:
            return _TOO_WIDE


def joined(runs: Iterable[CellText]) -> str | OverlongText:
    """The text of one cell from its runs of one format each."""
    listed = [run for run in runs if run is not None]
    length = sum(run.length if isinstance(run, OverlongText) else len(run) for run in listed)
    if length > LONGEST_TEXT:
        return OverlongText(length)
    return unescaped("".join(run for run in listed if isinstance(run, str)))


def unescaped(text: str) -> str:
    """The text with ``_x000D_`` as the character it stands for: XML has no other way to write some characters."""
    return _ESCAPE.sub(_characters, text) if "_x" in text else text


def _unless_blank(text: str | OverlongText) -> str | OverlongText | None:
    return text if isinstance(text, OverlongText) or text.strip() else None


def _characters(match: re.Match[str]) -> str:
    units = [int(unit, 16) for unit in match[0].replace("_x", "").split("_") if unit]
    # two of them may be halves of one character; a half alone is no character
    return b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "replace")


def _iso_date(stored: str) -> object:
    for kind in (datetime.datetime, datetime.time):
        try:
            return kind.fromisoformat(stored)
        except ValueError:
            continue
    return stored
