"""Cell formats of the input workbook, one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from roadmap_opt.case.schema import ColumnSpec
from roadmap_opt.case.tables import REMARKS
from roadmap_opt.documents.excel.look import Formats
from roadmap_opt.palette import HEAD_FILL, INPUT_FILL, INPUT_GRID, LINK, QUIET
from roadmap_opt.workbook.layout import PROSE

Role = Literal["lever", "key", "remark", "data"]

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

    def entry(self, role: Role, *, number_format: str, wrap: bool, words: bool) -> Any:
        """A cell for the planner to fill in; words keep a distance from the number to their left."""
        looks: Mapping[Role, Mapping[str, Any]] = {
            "lever": {"bg_color": INPUT_FILL},
            "key": {"bold": True, "bg_color": HEAD_FILL},
            "remark": {"font_color": QUIET},
            "data": {},
        }
        return self(
            **({"align": "left", "indent": 1} if words else {}),
            **looks[role],
            border=1,
            border_color=INPUT_GRID,
            num_format=number_format,
            text_wrap=wrap,
        )

    def derived(self) -> Any:
        """A cell that a formula fills."""
        return self(italic=True, font_color=QUIET, align="left", indent=1, border=1, border_color=INPUT_GRID)

    def number_only(self, number_format: str) -> Any:
        """What a conditional format changes: how a number is shown, nothing else."""
        return self._workbook.add_format({"num_format": number_format})

    def link(self) -> Any:
        """Words that lead to a sheet."""
        return self(font_color=LINK, underline=1, text_wrap=True, align="left", indent=1)

    def printed(self, *, wrap: bool = True, bold: bool = False) -> Any:
        """A cell that only explains."""
        return self(text_wrap=wrap, bold=bold, align="left", indent=1)


def role_of(column: ColumnSpec) -> Role:
    """How a column looks: what planners turn, what names the row, what is said about it, and all other data."""
    if column.meta.lever:
        return "lever"
    if column.meta.key:
        return "key"
    return "remark" if column.name in (*REMARKS, *PROSE) else "data"


def number_format(value: object, column: ColumnSpec, unit: str | None = None) -> str:
    """How a value is shown: shares in per cent, whole thousands with a mark, years and counts plain, all else as typed.

    ``unit`` is the row's own where the column has no single one.
    """
    if column.kind in ("number", "years"):
        if holds_share(unit if unit is not None else column.meta.unit):
            return percent_format(value)
        if isinstance(value, float) and abs(value) >= 1000 and value.is_integer():
            return "#,##0"
    return "General"


def holds_share(unit: str) -> bool:
    """Whether numbers in the unit are read as per cent; what may be a share or something else is not."""
    return unit.startswith(("share", "1/yr"))


def percent_format(value: object) -> str:
    """The format with as many decimals as the value has: 80%, 12.5%, 0.25%; a blank cell is ready for one."""
    if not isinstance(value, int | float):
        return "0.0%"
    decimals = next((n for n in range(4) if abs(round(value * 100, n) - value * 100) < 1e-9), 4)
    return f"0.{'0' * decimals}%" if decimals else "0%"
