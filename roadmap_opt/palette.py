"""The colours of every chart and table, on paper, in Excel and on the page: the only home of a colour value."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Okabe-Ito: told apart by readers with any kind of colour blindness, and in grey print by their lightness.
BLUE = "#0072B2"
SKY = "#56B4E9"
GREEN = "#009E73"
ORANGE = "#E69F00"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
YELLOW = "#F0E442"
GREY = "#7F7F7F"
SERIES_COLOURS = (BLUE, ORANGE, GREEN, SKY, VERMILLION, PURPLE, YELLOW, GREY)

INK = "#1F2933"
QUIET = "#5B6774"
RULE = "#D5DBE1"
BAND = "#EEF2F6"
PALE_BLUE = "#CCE3F0"
PALE_GREEN = "#CFEBE1"
PALE_ORANGE = "#FBE3B5"
PALE_PURPLE = "#F1DAE6"
WHITE = "#FFFFFF"
GRID = "#E6EAEE"
CORAL, AZURE = "#E8A27C", "#7FB7DA"
"""The ends of a scale on both sides of white."""

LINK = "#0563C1"
"""Words that lead elsewhere, as Excel colours them."""

INPUT_FILL, HEAD_FILL, INPUT_GRID = "#FFF9DB", "#F2F2F2", "#D9D9D9"
"""Cells of the input workbook: to be filled in, above them, and the lines between."""

LIGHT: Mapping[str, str] = MappingProxyType({
    "paper": WHITE, "ink": INK, "quiet": QUIET, "rule": RULE, "band": BAND, "blue": BLUE, "sky": SKY, "green": GREEN,
    "orange": ORANGE, "vermillion": VERMILLION, "purple": PURPLE, "yellow": YELLOW, "grey": GREY,
    "pale_blue": PALE_BLUE, "pale_green": PALE_GREEN, "pale_orange": PALE_ORANGE, "pale_purple": PALE_PURPLE,
    "pale_vermillion": "#F9DCCB", "good": "#00664B", "warn": "#8A5B00", "bad": "#A84300", "link": "#00568A",
    "on_bright": INK,
})  # fmt: skip
"""Colours of the page by what they are for; ``good``, ``warn``, ``bad`` and ``link`` are dark enough for small text,
``on_bright`` is for letters on sky, green, orange and their like."""

DARK: Mapping[str, str] = MappingProxyType({
    "paper": "#14191F", "ink": "#E6EAEE", "quiet": "#A3AFBB", "rule": "#36414C", "band": "#1E252D", "blue": "#3B9BDB",
    "sky": "#8CCBF0", "green": "#2DBE93", "orange": "#F0B23C", "vermillion": "#EE7D33", "purple": "#DD9ABF",
    "yellow": "#F0E66A", "grey": "#98A2AC", "pale_blue": "#1B3D54", "pale_green": "#15453A", "pale_orange": "#4F3B10",
    "pale_purple": "#4A2F40", "pale_vermillion": "#552B14", "good": "#5FD6B1", "warn": "#F3C066", "bad": "#FF9C5E",
    "link": "#7CC4F2", "on_bright": INK,
})  # fmt: skip
"""The same for dark surroundings: lighter, so that lines and letters keep their contrast."""

SERIES: tuple[str, ...] = ("blue", "orange", "green", "sky", "vermillion", "purple", "yellow", "grey")
"""Names of the series colours, in the order of ``SERIES_COLOURS``."""

MANY_SERIES: tuple[str, ...] = (*SERIES, "pale_blue", "pale_orange", "pale_green", "pale_purple", "pale_vermillion")
"""The same with pale ones behind, for charts whose series may be more than eight."""

THINGS: Mapping[str, str] = MappingProxyType({
    # whose money it is: owners, the state, lenders, operations, what lies in the till
    "equity": "blue", "dividends": "blue", "grants": "green", "tax": "good", "state_royalty": "green",
    "debt_drawn": "orange", "repayment": "orange", "interest_and_fees": "pale_orange",
    "operating": "sky", "working_capital": "yellow", "cash": "grey",
    # what it is spent on
    "capex": "vermillion", "programme_cost": "purple",
    "mining": "vermillion", "refining": "blue", "metals": "green", "magnets": "orange", "motors": "sky",
    "recycling": "pale_green", "waste": "grey", "research": "sky", "programmes": "purple", "interest": "pale_orange",
    "operations": "pale_blue",
    # what the state spends on a plan and what it receives
    "public_equity": "blue", "public_grants": "orange", "price_support": "purple", "vat_not_collected": "yellow",
    "corporate_tax": "good", "guarantee_fees": "sky", "public_dividends": "pale_blue",
    # how goods are sold, and what a bank makes of it
    "contract": "green", "spot": "sky", "bank": "orange",
})  # fmt: skip
"""Colours of things that are shown in more than one place: the same on the page and in the workbook."""
