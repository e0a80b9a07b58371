"""Numbers, shares and dates as both languages write them: 1,234.5 and 4.8 % in English, 1.234,5 and %4,8 in Turkish."""

from __future__ import annotations

import math
from datetime import datetime

from roadmap_opt.messages import Text

NOTHING = Text.same("–")
"""What stands where there is no number."""

NO_LIMIT = Text("no limit", "sınırsız")
"""What stands for infinity."""

MUSD = Text("MUSD", "milyon USD")
"""Unit of money."""

BASE_YEAR_MUSD = Text("MUSD, base-year money", "milyon USD, baz yıl fiyatı")
"""Unit of money without inflation."""

BELOW_NOTHING = Text("0 %†", "%0†")
"""A share of a whole from which more is taken off than there is: nothing of it is left, and how much more was taken off
means nothing to a reader. The mark refers to the note `note_below_nothing`, which says what happened.
"""

NO_BREAK = "\u00a0"
"""Keeps a number and its unit on one line."""

_SHOWN = 0.00005
"""The smallest fraction that two decimals of a per cent do not round to nothing."""

_SWAP = str.maketrans(",.", ".,")
_MONTHS = (
    Text("January", "Ocak"), Text("February", "Şubat"), Text("March", "Mart"), Text("April", "Nisan"),
    Text("May", "Mayıs"), Text("June", "Haziran"), Text("July", "Temmuz"), Text("August", "Ağustos"),
    Text("September", "Eylül"), Text("October", "Ekim"), Text("November", "Kasım"), Text("December", "Aralık"),
)  # fmt: skip


def number(value: float | None, decimals: int = 0, unit: Text | None = None) -> Text:
    """``value`` with this many decimals, thousands set apart and a true minus sign; a dash for ``None`` and NaN."""
    if value is None or not math.isfinite(value):
        return NOTHING
    digits = f"{value:,.{decimals}f}"
    if not digits.strip("-0.,"):
        digits = digits.lstrip("-")  # a rounded nothing has no sign
    digits = digits.replace("-", "−")
    return with_unit(Text(digits, digits.translate(_SWAP)), unit)


def span(first: int, last: int) -> str:
    """Years from first to last: 2025–2035, or a single year."""
    return str(first) if first == last else f"{first}–{last}"


def short(value: float | None, unit: Text | None = None) -> Text:
    """``value`` to about three digits: 12,345 · 45.6 · 0.78; whole numbers without decimals."""
    return number(value, decimals_of(value), unit)


def decimals_of(value: float | None) -> int:
    """Decimals that show about three digits of ``value``."""
    if value is None or not math.isfinite(value) or float(value).is_integer() or abs(value) >= 100:
        return 0
    return 1 if abs(value) >= 10 else 2


def bare(value: float | None, apart_from: float | None = None) -> Text:
    """``value`` to about three digits without zeros at its end: 1.5 · 0.35 · 2,500; with as many more as it takes to
    differ from ``apart_from``, and one digit at least of what is very small.
    """
    if value is None or not math.isfinite(value):
        return number(value)
    places = decimals_of(value)
    if value and abs(value) < 10.0**-places:
        places = min(9, 1 - math.floor(math.log10(abs(value))))
    if apart_from is not None and value != apart_from:
        while places < 9 and round(value, places) == round(apart_from, places):
            places += 1
    places = next(d for d in range(places + 1) if d == places or round(value, d) == round(value, places))
    return number(value, places)


def percent(fraction: float | None, decimals: int | None = None) -> Text:
    """A fraction in per cent: one decimal, two below one per cent; a dash for ``None``, NaN and infinity."""
    if fraction is None or not math.isfinite(fraction):
        return NOTHING
    places = decimals if decimals is not None else 2 if abs(fraction) < 0.01 else 1
    shown = number(100 * fraction, places)
    sign, digits = ("−", shown.tr[1:]) if shown.tr.startswith("−") else ("", shown.tr)
    return Text(f"{shown.en} %", f"{sign}%{digits}")


def is_below_nothing(fraction: float | None) -> bool:
    """Whether more is taken off a share than there is, by more than the solver's noise."""
    return fraction is not None and round(fraction, 9) < 0


def part(fraction: float | None, decimals: int | None = None) -> Text:
    """A part of a whole in per cent: nothing, with a mark, of one below nought."""
    return BELOW_NOTHING if is_below_nothing(fraction) else percent(fraction, decimals)


def lacking(fraction: float) -> Text:
    """How far a target is missed, in per cent of what is wanted; too little to be shown is still something."""
    if 0 < fraction < _SHOWN:
        return Text("< 0.01 %", "< %0,01")
    return percent(fraction, 0 if fraction == 1 else None)


def with_unit(figure: Text, unit: Text | None) -> Text:
    """The figure and its unit on one line."""
    if unit is None or not unit.en:
        return figure
    return Text(f"{figure.en}{NO_BREAK}{unit.en}", f"{figure.tr}{NO_BREAK}{unit.tr}")


def moment(when: datetime) -> Text:
    """A date with its time: 22 November 2026, 10:32 · 22 Kasım 2026, 10.32."""
    month = _MONTHS[when.month - 1]
    return Text(f"{when.day} {month.en} {when.year}, {when:%H:%M}", f"{when.day} {month.tr} {when.year}, {when:%H.%M}")


def month(when: float) -> Text:
    """The month of a moment in years: 2030.5 is July 2030 · Temmuz 2030."""
    months = round(12 * when)
    name = _MONTHS[months % 12]
    return Text(f"{name.en}{NO_BREAK}{months // 12}", f"{name.tr}{NO_BREAK}{months // 12}")


def spans(years: frozenset[int]) -> str:
    """Years as spans: ``2030–2032, 2034``."""
    found: list[list[int]] = []
    for year in sorted(years):
        if found and found[-1][1] == year - 1:
            found[-1][1] = year
        else:
            found.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in found)
