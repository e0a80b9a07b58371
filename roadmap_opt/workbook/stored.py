"""What goes into a cell of the input workbook for a typed value."""

from __future__ import annotations

import math

from roadmap_opt.case.cells import format_cell


class AsTyped(str):
    """The words of a cell that could not be read. They stay words: ``1.234`` may mean two numbers, and is neither."""

    __slots__ = ()


def as_stored(value: object) -> str | float | int | None:
    """What goes into the cell for a typed value: words for flags and "no limit", numbers as numbers.

    A text that is a number exactly as this package writes it (an overlay's value) is stored as a number, so that the
    planner's Excel shows it with their own decimal mark.
    """
    if isinstance(value, AsTyped):
        return str(value)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    text = format_cell(value)
    if isinstance(value, str):
        try:
            number = float(text)
        except ValueError:
            return text
        if math.isfinite(number) and format_cell(number) == text and float(f"{number:.16G}") == number:
            return number
    return text
