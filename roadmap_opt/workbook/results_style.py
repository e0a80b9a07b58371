"""Colours, number formats and cell formats of the results workbook, in one place."""

from __future__ import annotations

from typing import Any

import xlsxwriter

# Okabe-Ito: told apart by readers with any kind of colour blindness, and in grey print by their lightness.
BLUE = "#0072B2"
SKY = "#56B4E9"
GREEN = "#009E73"
ORANGE = "#E69F00"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
YELLOW = "#F0E442"
SERIES_COLOURS = (BLUE, ORANGE, GREEN, SKY, VERMILLION, PURPLE, YELLOW, "#7F7F7F")

INK = "#1F2933"
QUIET = "#6B7785"
RULE = "#D5DBE1"
BAND = "#EEF2F6"
PALE_BLUE = "#CCE3F0"
PALE_GREEN = "#CFEBE1"
PALE_ORANGE = "#FBE3B5"
PALE_PURPLE = "#F1DAE6"
WHITE = "#FFFFFF"

FONT = "Calibri"

MONEY_UNIT = "MUSD"

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


def number_format(values: list[float]) -> str:
    """The format that shows about three digits of the largest value: 12,345 · 45.6 · 0.78."""
    largest = max((abs(value) for value in values), default=0.0)
    if largest >= 100:
        return INTEGER
    return ONE_DECIMAL if largest >= 10 else TWO_DECIMALS


class Formats:
    """Cell formats by their properties: asked for where a cell is written, created once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        """The format with these XlsxWriter properties on top of the workbook's font and ink."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            basic = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._made[key] = self._workbook.add_format({**basic, **properties})
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
