"""A map of Türkiye: places as circles, goods as curved arrows between them, a picture per year."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from roadmap_opt.report.charts import TIP
from roadmap_opt.report.components import Chart, Table, Words

Point = tuple[float, float]
"""Longitude and latitude in degrees."""

FRAME: tuple[Point, Point] = ((24.6, 42.75), (45.2, 34.95))
"""North-west and south-east corners of the picture: the country with room for where goods leave it."""

OUTSIDE_DEGREES = 1.1
"""How far outside the country the foreign end of an arrow stands."""

_SMALLEST, _LARGEST = 7.0, 34.0
_THINNEST, _THICKEST = 1.5, 12.0


@dataclass(frozen=True)
class Place:
    """A circle; ``size`` decides its area, ``tip`` is shown on hovering. A place of size 0 is a small dot."""

    key: str
    name: Words
    point: Point
    size: float
    tip: Words


@dataclass(frozen=True)
class Arrow:
    """Goods from one point to another; ``amount`` decides the width, ``kind`` is a key of the map's kinds."""

    origin: Point
    destination: Point
    kind: str
    amount: float
    tip: Words


@dataclass(frozen=True)
class Picture:
    """What the map shows in one year."""

    places: Sequence[Place]
    arrows: Sequence[Arrow]


def site_map(
    title: Words,
    pictures: Mapping[int, Picture],
    kinds: Mapping[str, tuple[Words, str]],
    table: Table,
    unit: Words,
    *,
    note: Words = "",
    alt: Words = "",
    height: int = 470,
) -> Chart:
    """The map with a slider over its years. ``kinds`` gives each kind of arrow its name and colour. Areas of circles
    are proportional to sizes, widths of arrows to the square root of amounts; both scales are the same in all years.
    """
    largest = max((place.size for picture in pictures.values() for place in picture.places), default=0.0) or 1.0
    widest = max((arrow.amount for picture in pictures.values() for arrow in picture.arrows), default=0.0) or 1.0
    everywhere = [place.point for picture in pictures.values() for place in picture.places]
    everywhere += [end for p in pictures.values() for a in p.arrows for end in (a.origin, a.destination)]
    frames = {
        year: {
            "series": [
                *[_arrows_of(kind, number, picture, kinds, widest) for number, kind in enumerate(kinds)],
                {"data": [_circle(place, picture.places, largest) for place in picture.places]},
            ]
        }
        for year, picture in sorted(pictures.items())
    }
    lines: list[dict[str, Any]] = [
        {
            "type": "lines", "name": name, "coordinateSystem": "geo", "z": 4, "symbol": ["none", "arrow"],
            "symbolSize": 9, "lineStyle": {"color": f"@{colour}", "opacity": 0.75}, "data": [],
        }
        for name, colour in kinds.values()
    ]  # fmt: skip
    circles = {
        "type": "scatter", "coordinateSystem": "geo", "z": 3, "data": [],
        "itemStyle": {"color": "@grey", "opacity": 0.55, "borderColor": "@ink", "borderWidth": 1},
        "label": {"show": True, "formatter": "{b}", "color": "@ink", "fontSize": 12, "textBorderColor": "@paper",
                  "textBorderWidth": 3},
        "labelLayout": {"moveOverlap": "shiftY"},
    }  # fmt: skip
    option = {
        "tooltip": TIP,
        "geo": {
            "map": "turkiye", "boundingCoords": [list(corner) for corner in FRAME], "aspectScale": 0.77,
            "silent": True, "focus": _focus(everywhere),
            "itemStyle": {"areaColor": "@band", "borderColor": "@quiet", "borderWidth": 0.8},
            "left": 0, "right": 0, "top": 0, "bottom": 0,
        },
        "series": [*lines, circles],
    }  # fmt: skip
    shape = {"name": "turkiye", "shape": outline()}
    return Chart(
        title, option, table, alt or title, unit, note, height, frames=frames, legend=list(kinds.values()),
        toggles=True, map_shape=shape,
    )  # fmt: skip


@cache
def outline() -> dict[str, Any]:
    """The outline of the country as GeoJSON; where it comes from is in `vendor/README.md`."""
    content = (files("roadmap_opt.report") / "vendor/turkiye.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(content)
    return loaded


def abroad(gate: Point) -> Point:
    """Where goods that pass a gate leave the picture: straight away from the middle of the country, outside of it."""
    rings = [ring for polygon in outline()["features"][0]["geometry"]["coordinates"] for ring in polygon]
    main = max(rings, key=len)
    middle = (math.fsum(x for x, _ in main) / len(main), math.fsum(y for _, y in main) / len(main))
    away = math.hypot(gate[0] - middle[0], gate[1] - middle[1]) or 1.0
    step = ((gate[0] - middle[0]) / away, (gate[1] - middle[1]) / away)
    outside = 0.0
    for tenth in range(1, 300):
        point = (gate[0] + step[0] * tenth / 10, gate[1] + step[1] * tenth / 10)
        if any(_inside(point, ring) for ring in rings):
            outside = tenth / 10
    reach = outside + OUTSIDE_DEGREES
    (west, north), (east, south) = FRAME
    x = min(max(gate[0] + step[0] * reach, west + 0.3), east - 0.3)
    return x, min(max(gate[1] + step[1] * reach, south + 0.3), north - 0.3)


def _inside(point: Point, ring: Sequence[Sequence[float]]) -> bool:
    """Whether a ray from the point crosses the ring an odd number of times."""
    x, y = point
    crossed = False
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossed = not crossed
    return crossed


def _arrows_of(
    kind: str, number: int, picture: Picture, kinds: Mapping[str, tuple[Words, str]], widest: float
) -> dict[str, Any]:
    """The arrows of a kind; each kind bends differently, so that goods between the same places lie side by side."""
    bend = 0.14 + 0.09 * number
    data = [
        {
            "coords": [list(arrow.origin), list(arrow.destination)], "tip": arrow.tip,
            "lineStyle": {"width": round(max(_THINNEST, _THICKEST * math.sqrt(arrow.amount / widest)), 2),
                          "curveness": round(bend, 2)},
        }
        for arrow in picture.arrows
        if arrow.kind == kind and arrow.origin != arrow.destination
    ]  # fmt: skip
    return {"name": kinds[kind][0], "data": data}


def _circle(place: Place, others: Sequence[Place], largest: float) -> dict[str, Any]:
    size = max(_SMALLEST, _LARGEST * math.sqrt(place.size / largest))
    return {
        "name": place.name, "value": [*place.point, place.size], "symbolSize": round(size, 1), "tip": place.tip,
        "label": {"position": _side(place, others)}, **({} if place.size > 0 else {"itemStyle": {"color": "@quiet"}}),
    }  # fmt: skip


def _side(place: Place, others: Sequence[Place]) -> str:
    """The side of a circle on which its name is farthest from its nearest neighbour."""
    x, y = place.point
    near = [other.point for other in others if other.point != place.point]
    if not near:
        return "right"
    nearest = min(near, key=lambda point: math.hypot(point[0] - x, point[1] - y))
    return "left" if nearest[0] > x else "right"


def _focus(points: Sequence[Point]) -> list[list[float]]:
    """The part of the map that holds all points, with a margin: what a narrow screen shows."""
    if not points:
        return [list(corner) for corner in FRAME]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return [[min(xs) - 1.0, max(ys) + 0.7], [max(xs) + 1.0, min(ys) - 0.7]]
