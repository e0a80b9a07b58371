"""The colours of every chart and table, on paper, in Excel and on the page: the only home of a colour value."""

from __future__ import annotations

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
