"""Are the tables what they claim to be: every table, every column, clean cells, known names, one row per key."""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
from typing import Any

import pandas as pd

from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.violation import Findings, place
from roadmap_opt.case.sheets.finance import SPENDING_CATEGORIES
from roadmap_opt.output.tables import RESULT_TABLES, ResultTable
from roadmap_opt.said import said

MAY_BE_BLANK = frozenset(
    {
        ("capacity", "use_share"),
        *(
            (table, name)
            for table in ("debt_cover", "tail_cover")
            for name in ("dscr", "covenant", "low_dscr", "low_covenant")
        ),
        ("offtake", "share"),
        ("funding_mix", "total_limit"),
        ("kpis", "value"),
        *(("supply_security", name) for name in ("import_share", "largest_share", "hhi")),
        ("targets", "value"),
    }
)
"""Cells whose declared meaning includes a blank (an empty ratio, no limit)."""

FLAGS = frozenset({("targets", "met")})

YEARS = ("year", "completion")
"""Columns that hold a calendar year."""

SELLER_KINDS = ("sale", "delivery", "stock", "disposal")
"""What can be shared out among those who make a good."""

NEGATIVE = -1e-6
"""Quantities below this are negative and not the solver's noise."""

Cells = dict[str, Any]
"""One row: column name to a clean value (``None`` for an allowed blank)."""


def clean_rows(facts: Facts, tables: Mapping[str, pd.DataFrame], findings: Findings) -> dict[str, list[Cells]] | None:
    """Rows of every table that can be used, or ``None`` when a table or a column is missing altogether."""
    usable = True
    for name, table in RESULT_TABLES.items():
        if name not in tables:
            findings.add("table_missing", name, "no table", "a table, with or without rows")
            usable = False
        elif sorted(map(str, tables[name].columns)) != sorted(table.column_names):
            found, expected = ", ".join(map(str, tables[name].columns)), ", ".join(table.column_names)
            findings.add("table_columns", name, found, expected)
            usable = False
    for name in tables:
        if name not in RESULT_TABLES:
            findings.add("table_unknown", name, "a table", "no such table in a result")
    if not usable:
        return None
    reader = _Reader(facts, findings)
    return {name: reader.table(table, tables[name]) for name, table in RESULT_TABLES.items()}


class _Reader:
    def __init__(self, facts: Facts, findings: Findings) -> None:
        self.facts, self.findings = facts, findings
        self.known: dict[str, set[str]] = {
            "site": set(facts.sites),
            "origin": set(facts.sites),
            "destination": set(facts.sites),
            "plant": set(facts.plants),
            "module": set(facts.modules),
            "recipe": set(facts.recipes),
            "commodity": set(facts.commodities),
            "programme": set(facts.programmes),
            "contract": set(facts.contracts),
            "source_name": set(facts.sources),
            "perimeter": set(facts.perimeters.names),
            "category": set(SPENDING_CATEGORIES),
            "market": set(facts.markets),
            "support": set(facts.supports),
            "supply": set(facts.supplies),
            "deposit": set(facts.deposits),
            "flow": set(facts.flows),
        }
        tail: dict[str, set[str]] = {
            "kept": self.known["module"],
            "kept_asset": {row.asset for row in facts.case.existing},
            "activity": self.known["recipe"],
            "extraction": self.known["deposit"],
            "purchase": self.known["supply"],
            "collection": self.known["flow"],
            "shipment": self.known["commodity"],
            "sale": self.known["market"],
            "delivery": self.known["contract"],
            "stock": self.known["commodity"],
            "disposal": self.known["commodity"],
        }
        self.items = {"tail": tail, "sellers": {kind: tail[kind] for kind in SELLER_KINDS}}
        """Names that a row may be about, by table and kind."""
        self.places = {("kept_asset", row.asset): row.site for row in facts.case.existing}
        self.places |= {("extraction", name): row.site for name, row in facts.deposits.items()}

    def table(self, table: ResultTable, frame: pd.DataFrame) -> list[Cells]:
        """Rows that are clean; every other row is a violation and left out."""
        if frame.empty:
            return []
        keys = [column.name for column in table.columns if column.key]
        seen: set[tuple[Any, ...]] = set()
        rows = []
        for values in frame[table.column_names].itertuples(index=False, name=None):
            cells = dict(zip(table.column_names, values, strict=True))
            where = place(table.name, *(cells[name] for name in keys))
            cleaned = [self._cell(table, name, cells, where, name in keys) for name in cells]
            if not all(cleaned):
                continue
            key = tuple(cells[name] for name in keys)
            if key in seen:
                self.findings.add("duplicate_row", where, "a second row", "one row per key")
                continue
            seen.add(key)
            if table.is_decision and not self._decision(table, cells, where):
                continue
            rows.append(cells)
        return rows

    def _cell(self, table: ResultTable, name: str, cells: Cells, where: str, is_key: bool) -> bool:
        """Replace the cell by its clean value; false when there is none."""
        value = cells[name]
        blank = value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))
        cell = f"{where}, {name}"
        if blank:
            cells[name] = None
            if (table.name, name) not in MAY_BE_BLANK:
                self.findings.add("blank_cell", cell, "blank", "a value")
                return False
            return True
        if is_key and name not in YEARS:
            cells[name] = str(value)
            return True
        if (table.name, name) in FLAGS:
            if value not in (True, False):
                self.findings.add("yes_or_no", cell, str(value), "yes or no")
                return False
            cells[name] = bool(value)
            return True
        if not isinstance(value, float | numbers.Real) or not math.isfinite(float(value)):
            self.findings.add("not_a_number", cell, str(value), "a finite number")
            return False
        number = float(value)
        if name in (*YEARS, "count"):
            if number != round(number):
                self.findings.add("whole_number", cell, number, "a whole number", abs(number - round(number)))
                return False
            cells[name] = int(number)
            return True
        cells[name] = number
        return True

    def _decision(self, table: ResultTable, cells: Cells, where: str) -> bool:
        """Names, years and signs of a decision."""
        good = table.name not in self.items or self._item(table, cells, where)
        for name, value in cells.items():
            if name in self.known and value not in self.known[name]:
                self.findings.add(
                    "unknown_name", f"{where}, {name}", value, said("a {name} of the workbook", name=name)
                )
                good = False
            elif name == "year":
                good &= self._year(table, cells, where)
            elif isinstance(value, float | int) and value < NEGATIVE:
                self.findings.add("negative_quantity", f"{where}, {name}", value, "at least 0", -value)
                good = False
        return good

    def _item(self, table: ResultTable, cells: Cells, where: str) -> bool:
        """The kind of a row, what it is about, and where."""
        kind, item, items = cells["kind"], cells["item"], self.items[table.name]
        if kind not in items:
            self.findings.add(
                "unknown_name", f"{where}, kind", kind, said("one of {choices}", choices=", ".join(items))
            )
            return False
        if item not in items[kind]:
            self.findings.add("unknown_name", f"{where}, item", item, "a name of the workbook")
            return False
        return table.name != "tail" or self._stands_there(kind, item, cells, where)

    def _stands_there(self, kind: str, item: str, cells: Cells, where: str) -> bool:
        """Where a row of the tail happens: where its item is, and only what is moved has two places."""
        good = True
        own = self.places.get((kind, item))
        if own not in (None, cells["site"]):
            self.findings.add("tail_place", f"{where}, site", cells["site"], str(own))
            good = False
        if kind != "shipment" and cells["destination"] != cells["site"]:
            self.findings.add("tail_place", f"{where}, destination", cells["destination"], cells["site"])
            good = False
        return good

    def _year(self, table: ResultTable, cells: Cells, where: str) -> bool:
        year = cells["year"]
        if table.name == "programme_starts" and cells["programme"] in self.facts.programmes:
            started = self.facts.programmes[cells["programme"]].started
            if started is not None and year == started:
                return True  # history, restated among the starts
        known = {"tail": tuple(self.facts.spans), "instalments": self.facts.periods, "sellers": self.facts.periods}
        if year in known.get(table.name, self.facts.years):
            return True
        expected = said("{first} to {last}", first=self.facts.first, last=self.facts.last)
        if table.name == "tail":
            expected = said(
                "the first year of a period: {years}",
                years=", ".join(map(str, self.facts.spans)) or said("there is none"),
            )
        self.findings.add("year_outside", where, year, expected)
        return False
