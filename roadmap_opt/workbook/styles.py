"""Cell formats of the input workbook, one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roadmap_opt.documents.excel.look import Formats
from roadmap_opt.palette import HEAD_FILL, INPUT_FILL, INPUT_GRID

GROUPS: Mapping[str, tuple[str, str, str]] = {
    "case": ("Case", "Genel", "#404040"),
    "physical": ("Places, materials, prices", "Yerler, malzemeler, fiyatlar", "#0072B2"),
    "investment": ("Plants and recipes", "Tesisler ve reçeteler", "#009E73"),
    "supply": ("Supply and programmes", "Girdiler ve programlar", "#B8860B"),
    "market": ("Markets and contracts", "Pazarlar ve sözleşmeler", "#D55E00"),
    "finance": ("Finance", "Finansman", "#8B3A78"),
    "policy": ("Targets and scenarios", "Hedefler ve senaryolar", "#2F6F8F"),
    "notes": ("Notes on the data", "Veri notları", "#7F7F7F"),
}
"""Title in English and Turkish, and tab colour, by group; the hues stay apart for colour-blind readers."""


class Styles(Formats):
    """The formats of one workbook under construction."""

    basic: Mapping[str, Any] = {"valign": "top"}

    def title(self) -> Any:
        """Row 1 of a sheet."""
        return self(bold=True, font_size=13, valign="vcenter")

    def heading(self, group: str) -> Any:
        """Row 2: the column names, in the colour of the sheet's group."""
        colour = GROUPS[group][2]
        return self(bold=True, font_color="#FFFFFF", bg_color=colour, border=1, border_color=INPUT_GRID, align="center")

    def label(self, *, wrap: bool = True) -> Any:
        """Row 3: Turkish labels."""
        return self(
            italic=True,
            text_wrap=wrap,
            align="left",
            indent=1,
            bg_color=HEAD_FILL,
            font_size=9,
            border=1,
            border_color=INPUT_GRID,
        )

    def unit(self, *, wrap: bool = True) -> Any:
        """Row 4: units."""
        return self(
            text_wrap=wrap,
            align="left",
            indent=1,
            bg_color=HEAD_FILL,
            font_color="#595959",
            font_size=8,
            bottom=2,
            right=1,
            right_color=INPUT_GRID,
        )

    def entry(self, *, key: bool, number_format: str, wrap: bool, words: bool) -> Any:
        """A cell for the planner to fill in; words keep a distance from the number to their left."""
        return self(
            **({"align": "left", "indent": 1} if words else {}),
            bg_color=INPUT_FILL,
            border=1,
            border_color=INPUT_GRID,
            bold=key,
            num_format=number_format,
            text_wrap=wrap,
        )

    def printed(self, *, wrap: bool = True, bold: bool = False) -> Any:
        """A cell that only explains."""
        return self(text_wrap=wrap, bold=bold, align="left", indent=1)


def number_format(value: object, kind: str) -> str:
    """How a value is shown: whole thousands with a mark, years and counts plain, all else as typed."""
    if kind in ("number", "years") and isinstance(value, float) and abs(value) >= 1000 and value.is_integer():
        return "#,##0"
    return "General"
