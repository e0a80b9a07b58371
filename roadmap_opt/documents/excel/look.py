"""Number formats and cell formats of every workbook, in one place; colours stand in :mod:`roadmap_opt.palette`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import xlsxwriter

from roadmap_opt.figures import BELOW_NOTHING
from roadmap_opt.messages import Language
from roadmap_opt.palette import BAND, INK, QUIET, RULE, WHITE

FONT = "Calibri"

INTEGER = '#,##0;−#,##0;"–"'
ONE_DECIMAL = '#,##0.0;−#,##0.0;"–"'
TWO_DECIMALS = '#,##0.00;−#,##0.00;"–"'
PERCENT = '0.0%;−0.0%;"–"'
WHOLE_PERCENT = '0%;−0%;"–"'
QUANTITY = '[=0]"–";[>=100]#,##0;#,##0.00##'
"""One column for tonnes of magnets and kilograms of terbium: never negative, about four digits of each."""
RATIO = "0.00"
YEAR = "0"
FACTOR = "0.0000"


def part_format(language: Language, zero: str = '"–"') -> str:
    """The format of a part of a whole: below nought, where more is taken off than there is, none."""
    return f'0.0%;"{BELOW_NOTHING.in_language(language)}";{zero}'


def number_format(values: list[float]) -> str:
    """The format that shows about three digits of the largest value: 12,345 · 45.6 · 0.78."""
    largest = max((abs(value) for value in values), default=0.0)
    if largest >= 100:
        return INTEGER
    return ONE_DECIMAL if largest >= 10 else TWO_DECIMALS


def shape(
    kind: str, decimals: int, *, zero: str = '"–"', signed: bool = False, doubtful: bool = False, unit: str = ""
) -> str:
    """The number format of a figure: ``kind`` is that of a :class:`Column`. ``signed`` shows a difference with its sign
    and ``=`` where there is none, ``doubtful`` puts ≈ in front.
    """
    if kind == "year":
        return "General"  # 2028, and 2028.5 for the middle of a year
    if kind == "quantity":
        return QUANTITY
    places = "." + "0" * decimals if decimals else ""
    digits = f"0{places}%" if kind == "share" else f"#,##0{places}"
    if unit:
        digits += f'" {unit}"'
    parts = [f"+{digits}", f"−{digits}", '"="'] if signed else [digits, f"−{digits}", zero]
    return ";".join(f'"≈ "{part}' if doubtful else part for part in parts)


class Formats:
    """Cell formats by their properties: asked for where a cell is written, created once."""

    basic: Mapping[str, Any] = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
    """What holds unless it is asked for otherwise."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        """The format with these XlsxWriter properties on top of the basic ones."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**self.basic, **properties})
        return self._made[key]

    @property
    def header(self) -> Any:
        """Column titles."""
        return self(bold=True, font_color=WHITE, bg_color=INK, text_wrap=True, align="center")

    @property
    def header_left(self) -> Any:
        """Titles of label columns."""
        return self(bold=True, font_color=WHITE, bg_color=INK, text_wrap=True, align="left")

    @property
    def header_indented(self) -> Any:
        """Titles of text columns between figures."""
        return self(bold=True, font_color=WHITE, bg_color=INK, text_wrap=True, align="left", indent=1)

    @property
    def label(self) -> Any:
        """Row labels."""
        return self(bottom=4, bottom_color=RULE)

    @property
    def quiet(self) -> Any:
        """Units, keys and remarks."""
        return self(font_color=QUIET, bottom=4, bottom_color=RULE)

    @property
    def key(self) -> Any:
        """Names of rows in the inputs, right of the figures."""
        return self(font_color=QUIET, bottom=4, bottom_color=RULE, indent=1)

    def number(self, num_format: str, **more: Any) -> Any:
        """A figure with a hairline below."""
        return self(num_format=num_format, bottom=4, bottom_color=RULE, align="right", **more)

    def total(self, num_format: str = "General", **more: Any) -> Any:
        """A subtotal: bold on a band."""
        return self(num_format=num_format, bold=True, bg_color=BAND, top=1, top_color=QUIET, **more)
