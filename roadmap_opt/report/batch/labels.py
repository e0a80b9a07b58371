"""Where the names of points stand, so that they cover neither one another nor other points."""

from __future__ import annotations

from collections.abc import Sequence

LETTER, HEIGHT, RADIUS = 6.2, 14.0, 8.0
"""Pixels of a letter, of a line, and from the middle of a point to its name."""

_SIDES = (("right", 1, 0), ("left", -1, 0), ("top", 0, -1), ("bottom", 0, 1))
_SHIFTS = (0.0, -12.0, 12.0, -24.0, 24.0, -36.0, 36.0)

Box = tuple[float, float, float, float]


def sides(
    points: Sequence[tuple[float, float]], letters: Sequence[int], width: float, height: float
) -> list[tuple[str, float]]:
    """For each point a side on which its name stands, and by how many pixels the name is moved down: the first place
    that is free, or the least covered one. ``points`` are shares of ``width`` and ``height`` from the upper left.
    """
    middles = [(x * width, y * height) for x, y in points]
    taken: list[Box] = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in middles]
    found: list[tuple[str, float]] = []
    for at, (middle, count) in enumerate(zip(middles, letters, strict=True)):
        others = [box for place, box in enumerate(taken) if place != at]
        places = [(side, shift) for shift in _SHIFTS for side, *_ in _SIDES]
        boxes = [_box(middle, count * LETTER, side, shift) for side, shift in places]
        covered = [sum(_common(box, other) for other in others) + _outside(box, width, height) for box in boxes]
        best = covered.index(min(covered))
        found.append(places[best])
        taken.append(boxes[best])
    return found


def _box(middle: tuple[float, float], length: float, side: str, shift: float) -> Box:
    (x, y), (_, across, down) = middle, next(each for each in _SIDES if each[0] == side)
    left = x - length / 2 if not across else x + RADIUS if across > 0 else x - RADIUS - length
    top = y - HEIGHT / 2 + shift + down * (RADIUS + HEIGHT / 2)
    return (left, top, left + length, top + HEIGHT)


def _common(one: Box, other: Box) -> float:
    """Area that two boxes have in common."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, across) * max(0.0, down)


def _outside(box: Box, width: float, height: float) -> float:
    """Area of a box that the picture would cut off."""
    kept = _common(box, (0.0, 0.0, width, height))
    return (box[2] - box[0]) * (box[3] - box[1]) - kept
