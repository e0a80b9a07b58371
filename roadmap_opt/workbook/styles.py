"""Cell formats and colours of the input workbook, one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

INPUT_FILL = "#FFF9DB"
HEAD_FILL = "#F2F2F2"
GRID = "#D9D9D9"

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


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of one workbook under construction."""

    book: Any
    made: dict[str, Any]

    def get(self, **properties: Any) -> Any:
        """The format with these properties; made once per workbook."""
        name = repr(sorted(properties.items()))
        if name not in self.made:
            self.made[name] = self.book.add_format({"valign": "top", **properties})
        return self.made[name]

    def title(self) -> Any:
        """Row 1 of a sheet."""
        return self.get(bold=True, font_size=13, valign="vcenter")

    def heading(self, group: str) -> Any:
        """Row 2: the column names, in the colour of the sheet's group."""
        colour = GROUPS[group][2]
        return self.get(bold=True, font_color="#FFFFFF", bg_color=colour, border=1, border_color=GRID, align="center")

    def label(self, *, wrap: bool = True) -> Any:
        """Row 3: Turkish labels."""
        return self.get(
            italic=True,
            text_wrap=wrap,
            align="left",
            indent=1,
            bg_color=HEAD_FILL,
            font_size=9,
            border=1,
            border_color=GRID,
        )

    def unit(self, *, wrap: bool = True) -> Any:
        """Row 4: units."""
        return self.get(
            text_wrap=wrap,
            align="left",
            indent=1,
            bg_color=HEAD_FILL,
            font_color="#595959",
            font_size=8,
            bottom=2,
            right=1,
            right_color=GRID,
        )

    def entry(self, *, key: bool, number_format: str, wrap: bool, words: bool) -> Any:
        """A cell for the planner to fill in; words keep a distance from the number to their left."""
        return self.get(
            **({"align": "left", "indent": 1} if words else {}),
            bg_color=INPUT_FILL,
            border=1,
            border_color=GRID,
            bold=key,
            num_format=number_format,
            text_wrap=wrap,
        )

    def printed(self, *, wrap: bool = True, bold: bool = False) -> Any:
        """A cell that only explains."""
        return self.get(text_wrap=wrap, bold=bold, align="left", indent=1)


def number_format(value: object, kind: str) -> str:
    """How a value is shown: whole thousands with a mark, years and counts plain, all else as typed."""
    if kind in ("number", "years") and isinstance(value, float) and abs(value) >= 1000 and value.is_integer():
        return "#,##0"
    return "General"
