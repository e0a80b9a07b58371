"""A larger workbook made of a given one: more sites with the same plants, and more sizes of every plant.

    python benchmarks/grown.py inputs/roadmap.xlsx 2 grown.xlsx

writes a workbook with every site and what stands or lies there twice, and with twice the modules. A copied module is a
tenth larger and, by the usual exponent of scale, seven per cent dearer for each time it is copied, so that no two are
alike: solvers would throw equal ones together.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from roadmap_opt.case.tables import Row, Table, Tables
from roadmap_opt.workbook.read import read_workbook
from roadmap_opt.workbook.template import write_workbook

LARGER, SCALE = 0.1, 0.65
"""By how much a copied module is larger each time, and the exponent by which its cost follows."""

NEAR = 5.0
"""Kilometres between a site and its copy."""

AT_SITES = ("PlantSites", "Requirements", "Deposits")
"""Sheets whose rows are copied with their site."""

Values = Mapping[str, Any]


def grown(tables: Tables, factor: int) -> dict[str, Table]:
    """The tables with ``factor`` times the sites and the modules; everything else is as it was."""
    result = dict(tables)
    copies = range(1, factor)
    built_on = {row.values["site"] for row in tables["PlantSites"]}

    def add(sheet: str, rows: Iterator[Values]) -> None:
        result[sheet] = _with(result[sheet], rows)

    def named(name: str, k: int) -> str:
        return f"{name}_{k + 1}"

    def copied(values: Values, k: int, *columns: str, **changes: Any) -> Values:
        """Values of a row under the names of its k-th copy."""
        return {**values, **{column: named(values[column], k) for column in columns}, **changes}

    for k in copies:
        modules = (row.values for row in tables["Modules"])
        size = 1.0 + LARGER * k
        add("Modules", (
            copied(m, k, "module", capacity=m["capacity"] * size, capex=m["capex"] * size**SCALE) for m in modules
        ))  # fmt: skip
        sites = (row.values for row in tables["Sites"] if row.values["site"] in built_on)
        add("Sites", (copied(s, k, "site") for s in sites))
        for sheet in AT_SITES:
            here = (row.values for row in tables[sheet] if row.values["site"] in built_on)
            own = ("deposit", "site") if sheet == "Deposits" else ("site",)
            add(sheet, (copied(values, k, *own) for values in here))
        deposits = {row.values["deposit"] for row in tables["Deposits"] if row.values["site"] in built_on}
        effects = (row.values for row in tables["Effects"] if row.values["item"] in deposits)
        add("Effects", (copied(e, k, "item") for e in effects))
    result["Distances"] = _with(tables["Distances"], _distances(tables["Distances"], built_on, factor))
    return result


def _distances(distances: Table, built_on: set[Any], factor: int) -> Iterator[Values]:
    """From every copy to every other place, as far as from the site that it copies."""
    first = next(iter(distances)).values

    def places(site: str) -> list[str]:
        return [site, *(f"{site}_{k + 1}" for k in range(1, factor) if site in built_on)]

    for row in distances:
        origin, destination = row.values["origin"], row.values["destination"]
        for a, b in itertools.product(places(origin), places(destination)):
            if (a, b) != (origin, destination):
                yield {**row.values, "origin": a, "destination": b}
    for site in sorted(built_on):
        for a, b in itertools.combinations(places(site), 2):
            yield {**first, "origin": a, "destination": b, "distance_km": NEAR}


def _with(table: Table, more: Iterator[Values]) -> Table:
    last = max((row.number for row in table), default=1)
    return replace(table, rows=(*table.rows, *(Row(values, last + place) for place, values in enumerate(more, 1))))


def write_grown(workbook: Path, factor: int, path: Path) -> None:
    """Write the grown workbook to ``path``."""
    write_workbook(path, grown(read_workbook(workbook).tables, factor), language="en")


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workbook", type=Path)
    parser.add_argument("factor", type=int)
    parser.add_argument("path", type=Path)
    options = parser.parse_args()
    write_grown(options.workbook, options.factor, options.path)


if __name__ == "__main__":
    main()
