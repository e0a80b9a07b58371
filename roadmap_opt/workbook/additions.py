"""What a new market, plant, deposit and so on consists of: rows to copy from one that is there, on all sheets it needs.

A copy of something that works passes every check, and a planner who overwrites its numbers one by one sees at each step
whether it still does. Which sheets a kind needs is declared here once; the help sheet and `docs/workbook.md` print it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from roadmap_opt.case.names import fold, nearest
from roadmap_opt.case.row_patterns import matches
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.tables import Row, Tables
from roadmap_opt.errors import RoadmapError
from roadmap_opt.said import said, spoken
from roadmap_opt.words import DESK


class AdditionError(RoadmapError):
    """Nothing can be added as asked; the message says what can."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong to what is added: those of ``sheet`` whose ``column`` holds a name that is copied.

    ``renames`` is the column by which such a row is known itself, and gets a name of its own. ``brings`` is a column
    whose names are copied on their own sheet too: a reserve statement is made for one deposit.
    """

    sheet: str
    column: str
    renames: str | None = None
    brings: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that can be added: the sheet that names it, and the rows that go with it, in the order of copying."""

    sheet: str
    parts: tuple[Part, ...] = ()

    @property
    def key(self) -> str:
        """The column that names it."""
        return SHEETS[self.sheet].key_columns[0]

    @property
    def sheets(self) -> tuple[str, ...]:
        """Every sheet that may get rows, the one that names it first."""
        brought = (SHEETS[part.sheet].column(part.brings).meta.refers for part in self.parts if part.brings)
        others = (*(part.sheet for part in self.parts), *(str(place).split(".")[0] for place in brought))
        return tuple(dict.fromkeys((self.sheet, *others)))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "market": Kind("Markets", (Part("Demand", "market"),)),
        "plant": Kind(
            "Plants",
            (
                Part("PlantSites", "plant"),
                Part("Modules", "plant", renames="module"),
                Part("Recipes", "plant", renames="recipe"),
                Part("RecipeFlows", "recipe"),
                Part("Requirements", "plant"),
            ),
        ),
        "deposit": Kind("Deposits", (Part("Effects", "item", brings="programme"), Part("Requirements", "programme"))),
        "size": Kind("Modules"),
        "target": Kind("Targets"),
        "scenario": Kind("Scenarios", (Part("Overlays", "scenario"),)),
        "site": Kind(
            "Sites",
            (
                Part("Distances", "origin"),
                Part("Distances", "destination"),
                Part("PlantSites", "site"),
                Part("Requirements", "site"),
            ),
        ),
        "contract": Kind("Contracts"),
        "supply": Kind("Supplies"),
        "source": Kind("Funding", (Part("Eligibility", "source_name"),)),
    }
)
"""What `add` can add, by the word that is typed."""

BY_HAND: Mapping[str, tuple[str, ...]] = MappingProxyType({"place": ("PlantSites", "Requirements")})
"""What is a row or two to copy by hand, and on which sheets: a plant type that may stand at one more site."""

CHANGES = ("Overlays", "Sweeps")
"""Sheets whose rows change rows of other sheets, which they name by a pattern."""


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to write: its values by column, and the row that it is a copy of. What was said is yet to be spoken."""

    sheet: str
    values: Mapping[str, Any]
    model: Row


def addition(tables: Tables, kind: str, name: str, like: str | None) -> tuple[str, list[NewRow]]:
    """What was copied, and the rows of a new ``kind`` called ``name``; without ``like`` the first row is the
    model that has rows on the other sheets too.

    Raises :class:`AdditionError` when the name is taken or ``like`` does not exist.
    """
    made = KINDS[kind]
    known = [str(row.values[made.key]) for row in tables[made.sheet] if row.values[made.key] is not None]
    told = {"kind": DESK.both(f"kind_{kind}"), "sheet": made.sheet}
    if not name.strip():
        raise AdditionError(said("A {kind} needs a name: a short one without spaces.", **told))
    if fold(name) in map(fold, known):
        taken = "{name} stands on sheet {sheet} already: choose another name for the new {kind}."
        raise AdditionError(said(taken, name=name, **told))
    if not known:
        by_hand = (
            "Sheet {sheet} has no row to copy: fill in the first {kind} by hand. "
            "The note on each heading says what belongs there."
        )
        raise AdditionError(said(by_hand, **told))
    if like is None:
        model: str | None = next((each for each in known if _has_parts(tables, made, each)), known[0])
    else:
        model = next((each for each in known if fold(each) == fold(like)), None)
    if model is None:
        near = nearest(str(like), known)
        names = ", ".join(known if near is None else [near, *(each for each in known if each != near)])
        missed = "No {kind} is called {like} on sheet {sheet}; there are: {names}."
        raise AdditionError(said(missed, like=like, names=names, **told))
    copy = _Copy(tables, name.strip(), model)
    copy.whole(made)
    return model, copy.rows


def changes_left_out(tables: Tables, rows: Iterable[NewRow]) -> dict[str, list[int]]:
    """Rows of Overlays and Sweeps, by their numbers, that change what was copied and not the copy: a scenario with
    dearer plants leaves a new one as it is.
    """
    pairs: dict[str, list[tuple[Row, Row]]] = {}
    for row in rows:
        pairs.setdefault(row.sheet, []).append((row.model, Row(row.values, 0)))
    left: dict[str, list[int]] = {}
    for sheet in CHANGES:
        for change in tables[sheet]:
            table, pattern = change.values["table"], change.values["row"]
            about = tables.get(str(table))
            if about is not None and any(
                matches(about, model, str(pattern)) and not matches(about, copy, str(pattern))
                for model, copy in pairs.get(str(table), ())
            ):
                left.setdefault(sheet, []).append(change.number)
    return left


def _has_parts(tables: Tables, kind: Kind, name: str) -> bool:
    """Whether something of that name has rows on the first of the other sheets of its kind: only then it is whole."""
    return not kind.parts or any(row.values[kind.parts[0].column] == name for row in tables[kind.parts[0].sheet])


@dataclass
class _Copy:
    """One addition under way: ``renamed`` holds the new name of everything that is copied, by sheet and column."""

    tables: Tables
    name: str
    model: str
    rows: list[NewRow] = field(default_factory=list)
    renamed: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def whole(self, kind: Kind) -> None:
        self._rename(kind.sheet, kind.key, [self.model])
        self._copy(kind.sheet, kind.key)
        for part in kind.parts:
            about = self._rows_about(part)
            if part.renames is not None:
                self._rename(part.sheet, part.renames, [str(row.values[part.renames]) for row in about])
            if part.brings is not None:
                sheet, key = str(SHEETS[part.sheet].column(part.brings).meta.refers).split(".")
                self._rename(sheet, key, [str(row.values[part.brings]) for row in about])
                self._copy(sheet, key)
            self.rows += [self._new(part.sheet, row) for row in about]

    def _rows_about(self, part: Part) -> list[Row]:
        names = self._names(part.sheet, part.column)
        return [row for row in self.tables[part.sheet] if row.values[part.column] in names and self._belongs(part, row)]

    def _belongs(self, part: Part, row: Row) -> bool:
        """A name under ``item`` may be a deposit's or a return flow's: the reserve is the deposit's."""
        return part.sheet != "Effects" or row.values["effect"] == "reserve"

    def _names(self, sheet: str, column: str) -> Mapping[str, str]:
        """New names by old ones for what a column holds: what it refers to, or names itself."""
        if sheet == "Effects" and column == "item":
            return self.renamed.get(("Deposits", "deposit"), {})
        refers = SHEETS[sheet].column(column).meta.refers
        place, _, key = refers.partition(".") if refers else (sheet, "", column)
        return self.renamed.get((place, key), {})

    def _rename(self, sheet: str, key: str, names: Iterable[str]) -> None:
        taken = {fold(str(row.values[key])) for row in self.tables[sheet] if row.values[key] is not None}
        # whole parts of a key: the model ore stands in mill_ore, not in core_mix
        own_name = re.compile(rf"(?<![^_]){re.escape(self.model)}(?![^_])")
        for old in names:
            new = own_name.sub(lambda _: self.name, old)
            if new == old:
                new = f"{old}_{self.name}"
            while fold(new) in taken:
                new += "_2"
            taken.add(fold(new))
            self.renamed.setdefault((sheet, key), {})[old] = new

    def _copy(self, sheet: str, key: str) -> None:
        names = self.renamed[sheet, key]
        self.rows += [self._new(sheet, row) for row in self.tables[sheet] if row.values[key] in names]

    def _new(self, sheet: str, row: Row) -> NewRow:
        values = dict(row.values)
        for column in SHEETS[sheet].columns:
            held = values[column.name]
            if isinstance(held, str):
                values[column.name] = self._names(sheet, column.name).get(held, held)
        for name in ("name_en", "name_tr"):
            if values.get(name):
                values[name] = f"{values[name]} ({self.name})"
        if "confidence" in values:
            values["confidence"] = "assumption"
        copied = said("Copy of {model}: replace what differs.", model=self.model)
        noted = {"note": spoken(copied, "en"), "note_tr": spoken(copied, "tr")}
        values |= {name: note for name, note in noted.items() if name in values}
        return NewRow(sheet, values, row)
