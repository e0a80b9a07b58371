"""Decisions that moved: what one plan builds, starts, signs or raises earlier, later, bigger, smaller or not at all.

A plant is matched by type and site, whatever the size of its modules; programmes, contracts and funding sources by
name. What a move is called stands in :mod:`roadmap_opt.comparison.decision_changes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from roadmap_opt.comparison.compared_run import ComparedRun
from roadmap_opt.comparison.decision_changes import Change, Move, Start, State, change, same
from roadmap_opt.messages import Text
from roadmap_opt.runs.decisions import decisions_of


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One thing that the plans decide about. ``state`` gives, per run, its place in ``states``, which are all different
    from each other; ``changes[a][b]`` says what happened from state ``a`` to state ``b``.
    """

    kind: str
    key: tuple[str, ...]
    label: Text
    place: Text
    states: tuple[State, ...]
    state: tuple[int | None, ...]
    changes: tuple[tuple[Change, ...], ...]

    @property
    def differs(self) -> bool:
        """Whether the runs with a plan do not all decide the same."""
        return any(change.move is not Move.SAME for change in self.changes[0])

    def of(self, run: int) -> State | None:
        """What a run decides; ``None`` for a run without a plan."""
        position = self.state[run]
        return None if position is None else self.states[position]

    def change(self, baseline: int, run: int) -> Change | None:
        """What happened from baseline to run; ``None`` when one of them has no plan."""
        before, after = self.state[baseline], self.state[run]
        return None if before is None or after is None else self.changes[before][after]


def decision_rows(compared_runs: Sequence[ComparedRun]) -> tuple[DecisionRow, ...]:
    """Every decision that at least one plan takes: plants by type and site, programmes, contracts, sources."""
    books = [_book(subject) if subject.record.has_plan else None for subject in compared_runs]
    order: dict[tuple[str, ...], int] = {}
    for subject in compared_runs:
        for key in _all_keys(subject):
            order.setdefault(key, len(order))
    taken = {key for book in books if book is not None for key in book}
    return tuple(_row(key, compared_runs, books) for key in sorted(taken, key=lambda key: order[key]))


def _all_keys(subject: ComparedRun) -> list[tuple[str, ...]]:
    """Every decision that the subject's case knows, in the order of its sheets."""
    case = subject.case
    return [
        *(("plant", place.plant, place.site) for place in case.plant_sites),
        *(("programme", row.programme) for row in case.programmes),
        *(("contract", row.contract) for row in case.contracts),
        *(("source_name", row.source_name) for row in case.funding),
    ]


def _book(subject: ComparedRun) -> dict[tuple[str, ...], State]:
    """Every decision of one plan by its key."""
    taken = decisions_of(subject.tables)
    book: dict[tuple[str, ...], State] = {
        ("programme", name): State(year=year) for name, year in taken.programmes.items()
    }
    book |= {("contract", name): State(year=year) for name, year in taken.contracts.items()}
    mix = subject.tables["funding_mix"]
    drawn = dict(zip(mix["source_name"].astype(str), mix["drawn"].astype(float), strict=True))
    book |= {
        ("source_name", name): State(year=year, amount=round(drawn.get(name, 0.0), 1))
        for name, year in taken.sources.items()
    }
    modules = {row.module: row for row in subject.case.modules}
    starts: dict[tuple[str, str], list[Start]] = {}
    for (site, name, year), count in taken.builds.items():
        module = modules[name]
        starts.setdefault((module.plant, site), []).append(Start(year, name, count, count * module.capacity))
    for (plant, site), found in starts.items():
        ordered = tuple(sorted(found, key=lambda start: (start.year, start.module)))
        book["plant", plant, site] = State(ordered, _elsewhere(subject, starts, plant, site), _unit(subject, plant))
    return book


def _elsewhere(subject: ComparedRun, starts: Any, plant: str, site: str) -> tuple[Text, ...]:
    return tuple(subject.names("site", other) for kind, other in starts if kind == plant and other != site)


def _unit(subject: ComparedRun, plant: str) -> Text:
    units = {row.plant: row.capacity_unit for row in subject.case.plants}
    return subject.names.unit(units.get(plant, ""))


def _row(
    key: tuple[str, ...], compared_runs: Sequence[ComparedRun], books: Sequence[dict[tuple[str, ...], State] | None]
) -> DecisionRow:
    kind, name = key[0], key[1]
    found: list[State] = []
    positions: list[int | None] = []
    for subject, book in zip(compared_runs, books, strict=True):
        if book is None:
            positions.append(None)
            continue
        state = book.get(key) or _nothing(subject, book, key)
        alike = (at for at, known in enumerate(found) if same(known, state) and known.elsewhere == state.elsewhere)
        position = next(alike, None)
        if position is None:
            position = len(found)
            found.append(state)
        positions.append(position)
    label = _named(compared_runs, kind, name)
    place = _named(compared_runs, "site", key[2]) if kind == "plant" else Text.same("")
    changes = tuple(tuple(change(before, after) for after in found) for before in found)
    return DecisionRow(kind, key, label, place, tuple(found), tuple(positions), changes)


def _nothing(subject: ComparedRun, book: dict[tuple[str, ...], State], key: tuple[str, ...]) -> State:
    """A thing left undone; for a plant it matters whether it stands somewhere else instead."""
    if key[0] != "plant":
        return State()
    others = [other[2] for other in book if other[0] == "plant" and other[1] == key[1]]
    return State(elsewhere=tuple(subject.names("site", site) for site in others))


def _named(compared_runs: Sequence[ComparedRun], kind: str, key: str) -> Text:
    """The name in the first run whose inputs have one."""
    names = (subject.names(kind, key) for subject in compared_runs)
    return next((name for name in names if name != Text.same(key)), Text.same(key))
