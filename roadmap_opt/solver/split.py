"""How a proof divides the plans: what outlives it, and serves the proof of an edited workbook."""

from __future__ import annotations

from typing import Any, NamedTuple


class Split(NamedTuple):
    """A part of the plans divided in two: ``decision`` at most ``value``, or more.

    Parts are numbered as they arise: 0 holds all plans, and split number k makes the parts 2 k + 1 (at most) and
    2 k + 2 (more). ``decision`` names a whole number of the model, as :func:`decision_text` writes it.
    """

    part: int
    decision: str
    value: int


def decision_text(label: tuple[str, Any]) -> str:
    """Name and index of a column as one text, such as ``started | beylikova | mine_L | 2029``."""
    name, index = label
    parts = index if isinstance(index, tuple) else (index,)
    return " | ".join(str(part) for part in (name, *parts))
