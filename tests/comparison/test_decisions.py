"""Decisions that moved, by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.comparison.compared_run import compared_runs
from roadmap_opt.comparison.decision_changes import Move, Start, State, change
from roadmap_opt.comparison.decisions import DecisionRow, decision_rows
from roadmap_opt.messages import Text
from tests.support.runs_to_compare import made_run
from tests.support.tiny_case import tiny_rows, tiny_tables

TONNES = Text("t", "t")
TOWN, PORT = Text("Town", "Kasaba"), Text("Port", "Liman")


def plant(*starts: tuple[int, int], module: str = "line", elsewhere: tuple[Text, ...] = ()) -> State:
    """Starts as (year, capacity)."""
    return State(tuple(Start(year, module, 1, float(size)) for year, size in starts), elsewhere, TONNES)


@pytest.mark.parametrize(
    ("before", "after", "move", "en", "tr"),
    [
        (plant((2027, 100)), plant((2027, 100)), Move.SAME, "", ""),
        (plant((2027, 100)), plant((2029, 100)), Move.LATER, "2 years later", "2 yıl geç"),
        (plant((2027, 100)), plant((2026, 100)), Move.EARLIER, "1 year earlier", "1 yıl erken"),
        (plant((2027, 100)), plant((2027, 100), (2030, 50)), Move.BIGGER, "bigger by 50 t", "50 t daha büyük"),
        (
            plant((2027, 100)), plant((2028, 40)), Move.SMALLER,
            "smaller by 60 t, 1 year later", "60 t daha küçük, 1 yıl geç",
        ),
        (plant((2027, 100)), plant((2027, 60), (2029, 40)), Move.OTHERWISE, "staged otherwise", "aşamaları farklı"),
        (plant((2027, 100)), State(), Move.DROPPED, "not at all", "hiç yok"),
        (State(), plant((2027, 100)), Move.ADDED, "only here", "yalnız burada"),
        (
            plant((2027, 100)), State(elsewhere=(PORT,)), Move.DROPPED, "at Port instead", "bunun yerine: Liman",
        ),
        (
            State(elsewhere=(TOWN,)), plant((2027, 100)), Move.ADDED, "here instead of Town", "Kasaba yerine burada",
        ),
        (State(year=2028), State(year=2031), Move.LATER, "3 years later", "3 yıl geç"),
        (
            State(year=2028, amount=100.0), State(year=2028, amount=80.5), Move.SMALLER,
            "smaller by 19.5 MUSD", "19,5 milyon USD daha küçük",
        ),
    ],
)  # fmt: skip
def test_what_a_move_is_called(before: State, after: State, move: Move, en: str, tr: str) -> None:
    found = change(before, after)
    plain = Text(found.words.en.replace("\u00a0", " "), found.words.tr.replace("\u00a0", " "))
    assert (found.move, plain) == (move, Text(en, tr))


def rows(folder: Path, *plans: dict[str, list[tuple[Any, ...]]]) -> dict[tuple[str, ...], DecisionRow]:
    sites = [*tiny_rows("PlantSites"), {"plant": "magnet_line", "site": "hill", "maximum_modules": 2}]
    tables = tiny_tables(PlantSites=sites)
    runs = [made_run(folder / str(number), tables, plan) for number, plan in enumerate(plans)]
    return {row.key: row for row in decision_rows(compared_runs(runs))}


def test_a_plant_is_matched_by_type_and_site_whatever_its_modules(tmp_path: Path) -> None:
    found = rows(
        tmp_path,
        {"builds": [("town", "magnet_line", "magnet_line_m", 2026, 1), ("hill", "mine", "mine_m", 2026, 1)]},
        {"builds": [("town", "magnet_line", "magnet_line_m", 2028, 2), ("hill", "mine", "mine_m", 2026, 1)]},
        {"builds": [("hill", "magnet_line", "magnet_line_m", 2026, 1), ("hill", "mine", "mine_m", 2026, 1)]},
    )
    town = found["plant", "magnet_line", "town"]
    changes = [town.change(0, run) for run in range(3)]
    moves = [each.words.en.replace("\u00a0", " ") for each in changes if each is not None]
    assert moves == ["", "bigger by 120 t magnets, 2 years later", "at hill instead"]
    assert town.differs
    assert not found["plant", "mine", "hill"].differs
    assert [(found["plant", "magnet_line", "hill"].of(run) or State()).exists for run in range(3)] == [
        False, False, True
    ]  # fmt: skip


def test_programmes_contracts_and_sources_are_matched_by_name(tmp_path: Path) -> None:
    found = rows(
        tmp_path,
        {
            "programme_starts": [("verification", 2026)],
            "contracts_signed": [("promise", 2027, 30.0)],
            "sources_mobilised": [("bank", 2026)],
            "funding_mix": [("bank", 12.34, 0.4, 1.0, 50.0)],
        },
        {
            "programme_starts": [("verification", 2027)],
            "sources_mobilised": [("bank", 2026)],
            "funding_mix": [("bank", 12.31, 0.4, 1.0, 50.0)],
        },
    )
    assert {key[0]: row.changes[0][-1].words.en for key, row in found.items()} == {
        "programme": "1 year later",
        "contract": "not at all",
        "source_name": "",
    }
