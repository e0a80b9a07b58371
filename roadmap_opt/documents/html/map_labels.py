"""Where the name of a place stands on a map: on the side on which arrows, circles and other names are least in its way.

Reckoned in pixels of a map as wide as a page; other widths are near enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from roadmap_opt.documents.components import Words
from roadmap_opt.messages import Text

Point = tuple[float, float]
"""Longitude and latitude in degrees."""

Line = tuple[Point, Point, float]
"""An arrow: where it begins and ends, and how far it is bent, as a part of its length."""

Box = tuple[float, float, float, float]

SIDES = ("right", "left", "top", "bottom")
_PIXELS, _FLATTENED = 46.0, 0.77
"""Pixels of a degree of latitude, and how much narrower one of longitude is."""

_LETTER, _LINE, _GAP = 6.4, 15.0, 14.0
_STEPS = 24
_CROSSED, _COVERED = 1.0, 8.0
"""What a piece of an arrow below a name costs, and another name or circle."""


def side_of(
    key: str,
    name: Words,
    points: Mapping[str, Point],
    lines: Sequence[Line],
    named: Iterable[tuple[str, Words, str]],
) -> str:
    """The side for a name; ``named`` are those that have theirs: the key of their place, the name, its side."""
    taken = [_box(points[other], words, side) for other, words, side in named]
    curves = [point for line in lines for point in _curve(line)]
    circles = [_pixel(point) for other, point in points.items() if other != key]

    def cost(side: str) -> tuple[float, int]:
        box = _box(points[key], name, side)
        crossed = sum(_CROSSED for point in curves if _holds(box, point))
        covered = sum(_COVERED for point in circles if _holds(box, point)) + sum(
            _COVERED for other in taken if _meet(box, other)
        )
        return crossed + covered, SIDES.index(side)

    return min(SIDES, key=cost)


def _pixel(point: Point) -> tuple[float, float]:
    return point[0] * _PIXELS * _FLATTENED, -point[1] * _PIXELS


def _box(point: Point, name: Words, side: str) -> Box:
    """Left, top, right and bottom of a name."""
    x, y = _pixel(point)
    letters = max(len(name.en), len(name.tr)) if isinstance(name, Text) else len(name)
    wide = letters * _LETTER
    if side in ("right", "left"):
        left = x + _GAP if side == "right" else x - _GAP - wide
        return left, y - _LINE / 2, left + wide, y + _LINE / 2
    top = y - _GAP - _LINE if side == "top" else y + _GAP
    return x - wide / 2, top, x + wide / 2, top + _LINE


def _curve(line: Line) -> list[tuple[float, float]]:
    """Points on an arrow, bent as the chart library does it: a quadratic curve."""
    (x1, y1), (x2, y2) = _pixel(line[0]), _pixel(line[1])
    bend = line[2]
    xm, ym = (x1 + x2) / 2 - (y1 - y2) * bend, (y1 + y2) / 2 - (x2 - x1) * bend
    found = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        found.append((a * x1 + b * xm + c * x2, a * y1 + b * ym + c * y2))
    return found


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _meet(first: Box, second: Box) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]
