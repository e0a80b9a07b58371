"""Colours, number formats and cell formats of the results workbook, in one place."""

from __future__ import annotations

from typing import Any

import xlsxwriter

from roadmap_opt.figures import BELOW_NOTHING
from roadmap_opt.messages import Language
from roadmap_opt.palette import BAND as BAND
from roadmap_opt.palette import BLUE as BLUE
from roadmap_opt.palette import GREEN as GREEN
from roadmap_opt.palette import INK as INK
from roadmap_opt.palette import ORANGE as ORANGE
from roadmap_opt.palette import PALE_BLUE as PALE_BLUE
from roadmap_opt.palette import PALE_GREEN as PALE_GREEN
from roadmap_opt.palette import PALE_ORANGE as PALE_ORANGE
from roadmap_opt.palette import PALE_PURPLE as PALE_PURPLE
from roadmap_opt.palette import PURPLE as PURPLE
from roadmap_opt.palette import QUIET as QUIET
from roadmap_opt.palette import RULE as RULE
from roadmap_opt.palette import SERIES_COLOURS as SERIES_COLOURS
from roadmap_opt.palette import SKY as SKY
from roadmap_opt.palette import VERMILLION as VERMILLION
from roadmap_opt.palette import WHITE as WHITE
from roadmap_opt.palette import YELLOW as YELLOW

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


def part_format(language: Language, zero: str = '"–"') -> str:
    """The format of a part of a whole: below nought, where more is taken off than there is, none."""
    return f'0.0%;"{BELOW_NOTHING.in_language(language)}";{zero}'


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
