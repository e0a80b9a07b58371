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

import numpy as np
from numpy.typing import NDArray

from roadmap_opt.documents.components import Chart, Table, Words
from roadmap_opt.documents.html.charts import TIP
from roadmap_opt.documents.html.map_labels import Point, side_of

Coordinates = NDArray[np.float64]

FRAME: tuple[Point, Point] = ((24.6, 42.75), (45.2, 34.95))
"""North-west and south-east corners of the picture: the country with room for where goods leave it."""

OUTSIDE_DEGREES = 1.1
"""How far outside the country the foreign end of an arrow stands."""

NEAREST_DEGREES = 1.1
"""Sites that are nearer to each other are drawn apart."""

_PHONE_HEIGHT, _PHONE_MARGIN = 330, 1.6
"""Pixels, and degrees around what is shown on a phone."""

_SIGN_DEGREES = 0.8
"""How far the word at the foreign end of an arrow goes on there."""

_SMALLEST, _LARGEST = 7.0, 34.0
_THINNEST, _THICKEST = 1.5, 9.0


@dataclass(frozen=True)
class Place:
    """A circle; ``size`` decides its area, ``tip`` is shown on hovering. A place of size 0 is a small dot; a ``faint``
    one is grey: it could be built on, and is not.
    """

    key: str
    name: Words
    point: Point
    size: float
    tip: Words
    faint: bool = False


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
    """What the map shows in one year; ``signs`` are words at points, such as the foreign end of an arrow."""

    places: Sequence[Place]
    arrows: Sequence[Arrow]
    signs: Sequence[tuple[Point, Words]] = ()


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
    frames = {
        year: {
            "series": [
                *[_arrows_of(kind, number, picture, kinds, widest) for number, kind in enumerate(kinds)],
                {"data": [_circle(place, largest) for place in picture.places]},
                {"data": [*_names(picture, largest, list(kinds)), *_signs(picture.signs)]},
            ]
        }
        for year, picture in sorted(pictures.items())
    }
    lines: list[dict[str, Any]] = [
        {
            "type": "lines", "name": name, "coordinateSystem": "geo", "z": 4, "symbol": ["none", "arrow"],
            "lineStyle": {"color": f"@{colour}", "opacity": 0.75}, "data": [],
        }
        for name, colour in kinds.values()
    ]  # fmt: skip
    circles = {
        "type": "scatter",
        "coordinateSystem": "geo",
        "z": 3,
        "data": [],
        "itemStyle": {"color": "@rule", "borderColor": "@ink", "borderWidth": 1},
    }
    lettering = {
        "type": "scatter", "coordinateSystem": "geo", "z": 5, "data": [], "silent": True,
        "itemStyle": {"color": "transparent"}, "labelLayout": {"moveOverlap": "shiftY"},
        "label": {"show": True, "formatter": "{b}", "color": "@ink", "fontSize": 12, "textBorderColor": "@paper",
                  "textBorderWidth": 3},
    }  # fmt: skip
    option = {
        "tooltip": TIP,
        "geo": {
            "map": "turkiye", "boundingCoords": [list(corner) for corner in FRAME], "aspectScale": 0.77,
            "silent": True,
            "itemStyle": {"areaColor": "@band", "borderColor": "@quiet", "borderWidth": 0.8},
            "left": 0, "right": 0, "top": 0, "bottom": 0,
        },
        "series": [*lines, circles, lettering],
    }  # fmt: skip
    shape = {"name": "turkiye", "shape": outline()}
    return Chart(
        title, option, table, alt or title, unit, note, height, frames=frames, legend=list(kinds.values()),
        toggles=True, map_shape=shape, narrow=_on_a_phone(pictures),
    )  # fmt: skip


def _on_a_phone(pictures: Mapping[int, Picture]) -> dict[str, Any]:
    """The part of the country in which something is built or moves, and a picture that is as high as it needs to be."""
    points = [place.point for each in pictures.values() for place in each.places if not place.faint]
    points += [(point[0] + _SIGN_DEGREES, point[1]) for each in pictures.values() for point, _ in each.signs]
    if not points:
        return {"height": _PHONE_HEIGHT}
    (west, north), (east, south) = FRAME
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right = max(west, min(xs) - _PHONE_MARGIN), min(east, max(xs) + _PHONE_MARGIN)
    top, bottom = min(north, max(ys) + _PHONE_MARGIN / 2), max(south, min(ys) - _PHONE_MARGIN / 2)
    return {"height": _PHONE_HEIGHT, "option": {"geo": {"boundingCoords": [[left, top], [right, bottom]]}}}


@cache
def outline() -> dict[str, Any]:
    """The outline of the country as GeoJSON; where it comes from is in `vendor/README.md`."""
    content = (files("roadmap_opt.documents.html") / "vendor/turkiye.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(content)
    return loaded


def apart(points: Mapping[str, Point]) -> dict[str, Point]:
    """The points, moved away from each other where they are too near to draw arrows between them."""
    moved = dict(points)
    for _ in range(20):
        for first, second in itertools.combinations(moved, 2):
            (x1, y1), (x2, y2) = moved[first], moved[second]
            distance = math.dist((x1, y1), (x2, y2))
            if distance < NEAREST_DEGREES:
                push = (NEAREST_DEGREES - distance) / 2
                dx, dy = ((x2 - x1) / distance, (y2 - y1) / distance) if distance else (1.0, 0.0)
                moved[first] = (round(x1 - dx * push, 3), round(y1 - dy * push, 3))
                moved[second] = (round(x2 + dx * push, 3), round(y2 + dy * push, 3))
    return moved


@cache
def abroad(gate: Point) -> Point:
    """Where goods that pass a gate leave the picture: straight away from the middle of the country, outside of it."""
    rings = _rings()
    main = max(rings, key=len)
    middle = main.mean(axis=0)
    away = math.hypot(gate[0] - middle[0], gate[1] - middle[1]) or 1.0
    step = (float(gate[0] - middle[0]) / away, float(gate[1] - middle[1]) / away)
    tenths = np.arange(1, 300) / 10
    inside = _inside(gate + tenths[:, None] * step, rings)
    reach = (float(tenths[inside].max()) if inside.any() else 0.0) + OUTSIDE_DEGREES
    (west, north), (east, south) = FRAME
    x = min(max(gate[0] + step[0] * reach, west + 0.3), east - 0.3)
    return round(x, 3), round(min(max(gate[1] + step[1] * reach, south + 0.3), north - 0.3), 3)


@cache
def _rings() -> list[Coordinates]:
    """The rings of the outline, each with a row of longitude and latitude for every corner."""
    return [np.array(ring) for polygon in outline()["features"][0]["geometry"]["coordinates"] for ring in polygon]


def _inside(points: Coordinates, rings: Sequence[Coordinates]) -> NDArray[np.bool_]:
    """Which points lie in one of the rings: a ray from there crosses it an odd number of times."""
    x, y = points[:, :1], points[:, 1:]
    found = np.zeros(len(points), dtype=bool)
    for ring in rings:
        (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
        passed = (y1 > y) != (y2 > y)
        beyond = x < x1 + (y - y1) / np.where(y2 == y1, 1.0, y2 - y1) * (x2 - x1)
        found |= (passed & beyond).sum(axis=1) % 2 == 1
    return found


def _arrows_of(
    kind: str, number: int, picture: Picture, kinds: Mapping[str, tuple[Words, str]], widest: float
) -> dict[str, Any]:
    """The arrows of a kind. Each kind bends differently, so that goods between the same places lie side by side; short
    arrows bend more.
    """
    data = []
    for arrow in picture.arrows:
        if arrow.kind == kind and arrow.origin != arrow.destination:
            width = max(_THINNEST, _THICKEST * math.sqrt(arrow.amount / widest))
            style = {"width": round(width, 2), "curveness": round(_bend(arrow, number), 2)}
            ends = [list(arrow.origin), list(arrow.destination)]
            data.append({"coords": ends, "tip": arrow.tip, "lineStyle": style, "symbolSize": round(7 + 1.4 * width, 1)})
    return {"name": kinds[kind][0], "data": data}


def _bend(arrow: Arrow, number: int) -> float:
    length = math.dist(arrow.origin, arrow.destination)
    return (0.14 + 0.09 * number) * min(2.4, max(1.0, 1.2 / length)) if length else 0.0


def _diameter(place: Place, largest: float) -> float:
    return round(max(_SMALLEST, _LARGEST * math.sqrt(place.size / largest)), 1)


def _circle(place: Place, largest: float) -> dict[str, Any]:
    circle = {"value": [*place.point, place.size], "symbolSize": _diameter(place, largest), "tip": place.tip}
    if place.faint:
        return {**circle, "itemStyle": {"color": "@band", "borderColor": "@quiet", "borderType": "dotted"}}
    return circle if place.size > 0 else {**circle, "itemStyle": {"color": "@paper"}}


def _names(picture: Picture, largest: float, kinds: Sequence[str]) -> list[dict[str, Any]]:
    """Names beside the circles, above everything else, on the side where least is in their way."""
    lines = [(arrow.origin, arrow.destination, _bend(arrow, kinds.index(arrow.kind))) for arrow in picture.arrows]
    points = {place.key: place.point for place in picture.places}
    named: list[tuple[str, Words, str]] = []
    for place in sorted(picture.places, key=lambda each: each.faint):
        side = side_of(place.key, place.name, points, lines, named)
        named.append((place.key, place.name, side))
    sides = {key: side for key, _, side in named}
    return [
        {
            "name": place.name, "value": [*place.point, 0], "symbolSize": _diameter(place, largest),
            "label": {"position": sides[place.key],
                      **({"color": "@quiet", "fontSize": 11, "fontStyle": "italic"} if place.faint else {})},
        }
        for place in picture.places
    ]  # fmt: skip


def _signs(signs: Sequence[tuple[Point, Words]]) -> list[dict[str, Any]]:
    style = {"position": "right", "color": "@quiet", "fontStyle": "italic"}
    return [{"name": words, "value": [*point, 0], "symbolSize": 8, "label": style} for point, words in signs]
