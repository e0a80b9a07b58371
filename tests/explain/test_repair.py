"""A repair, entered in the workbook, makes the case solve; and what is said to be out of reach is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.answers import Edit, Repairs
from roadmap_opt.answers.answer import explain
from roadmap_opt.answers.repair import least_repairs
from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.tables import Tables
from roadmap_opt.pipeline import Prepared, Request, prepare, solve_case
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Status
from roadmap_opt.workbook.template import write_workbook
from tests.support.powder_chain import powder_chain_tables
from tests.support.tiers import some
from tests.support.tiny_case import WORKBOOK
from tests.support.workshop import target, workshop_tables

REQUEST = Request(SolveOptions(gap=1e-6, time_limit=60, threads=1), explaining=False)


def repairs_of(tables: Tables) -> Repairs:
    case = case_from_tables(tables, WORKBOOK, "base")
    return least_repairs(Prepared(Path(WORKBOOK), b"", case, tables, tables, (), 0.0), REQUEST)


def is_solved(tables: Tables) -> bool:
    outcome, _, _ = solve_case(case_from_tables(tables, WORKBOOK, "base"), REQUEST)
    assert outcome.status in (Status.OPTIMAL, Status.INFEASIBLE)
    return outcome.status.has_plan


def repaired(tables: Tables, edits: tuple[Edit, ...]) -> Tables:
    """The tables with the edits entered in their cells."""
    for sheet, key in (("Targets", "target"), ("Funding", "source_name")):
        changes: dict[str, dict[str, float | str]] = {}
        for edit in (edit for edit in edits if edit.sheet == sheet):
            changes.setdefault(edit.item, {})[edit.column] = edit.new
        table = tables[sheet]
        rows = (replace(row, values={**row.values, **changes.get(row.values[key], {})}) for row in table)
        tables = {**tables, sheet: replace(table, rows=tuple(rows))}
    return tables


def wish(value: float, first_year: int = 2028, **values: Any) -> dict[str, Any]:
    return target("many", "magnets", "sintered", value, first_year=first_year, mode="hard", **values)


def test_nothing_is_proposed_where_everything_holds() -> None:
    found = repairs_of(workshop_tables(Targets=[wish(80)]))
    assert found.holds
    assert found.lower == found.later == ()


def test_a_value_beyond_the_market_is_lowered_to_what_it_takes() -> None:
    tables = workshop_tables(Targets=[wish(80)], Demand=[{"market": "home", "case": "base", "quantity": 50.0}])
    found = repairs_of(tables)
    (edit,) = found.lower
    assert (edit.cell, edit.old, edit.new) == ("Targets!I5", 80, 50)
    assert found.later == found.lower  # no later year helps
    (asked,) = found.asked
    assert asked.proven == pytest.approx(0.375, abs=1e-4)
    assert asked.missed == pytest.approx(0.375, abs=1e-4)
    assert not is_solved(tables)
    assert is_solved(repaired(tables, found.lower))


def test_a_due_year_before_the_plant_stands_is_moved() -> None:
    # built in 2026, the line stands in 2027
    tables = workshop_tables(Targets=[wish(80, first_year=2026)])
    found = repairs_of(tables)
    (later,) = found.later
    assert (later.column, later.old, later.new) == ("first_year", 2026, 2027)
    (lower,) = found.lower
    assert lower.new == 0
    (asked,) = found.asked
    assert asked.proven == pytest.approx(1.0, abs=1e-4)  # nothing in 2026, whatever else is given up
    assert is_solved(repaired(tables, found.later))
    assert is_solved(repaired(tables, found.lower))


def test_what_only_another_target_forbids_may_be_reached_alone() -> None:
    # one line of 100 t: 80 t sold as they should be, or no more than 30 made
    tables = workshop_tables(Targets=[wish(80), {**wish(30), "target": "few", "sense": "<="}])
    found = repairs_of(tables)
    assert {each.target: round(each.proven, 4) for each in found.asked} == {"many": 0, "few": 0}
    assert found.lower
    assert is_solved(repaired(tables, found.lower))


def test_in_a_scenario_the_edit_is_a_row_for_overlays_that_comes_last(tmp_path: Path) -> None:
    at = {"scenario": "strict", "table": "Targets", "row": "many", "operation": "set"}
    overlays = [{**at, "column_name": "mode", "value": "hard"}, {**at, "column_name": "value", "value": "90"}]
    soft = target("many", "magnets", "sintered", 80.0, first_year=2027)
    demand = [{"market": "home", "case": "base", "quantity": 50.0}]
    scenario = [{"scenario": "strict"}]
    tables = workshop_tables(Targets=[soft], Demand=demand, Scenarios=scenario, Overlays=overlays)
    book = tmp_path / "strict.xlsx"
    write_workbook(book, tables, language="en")
    found = least_repairs(prepare(book, "strict"), REQUEST)
    (edit,) = found.lower
    assert (edit.cell, edit.old, edit.new) == ("", 90, 50)
    row = {**at, "row": edit.item, "column_name": edit.column, "value": str(edit.new)}
    added = workshop_tables(Targets=[soft], Demand=demand, Scenarios=scenario, Overlays=[*overlays, row])
    write_workbook(tmp_path / "mended.xlsx", added, language="en")
    assert not solve_case(prepare(book, "strict").case, REQUEST)[0].status.has_plan
    assert solve_case(prepare(tmp_path / "mended.xlsx", "strict").case, REQUEST)[0].status.has_plan


def poor(yearly: float, most: float, **money: Any) -> Tables:
    """The workshop whose owner pays so much a year and in all; its line costs 10, half of it in each of two years."""
    (owner,) = workshop_tables()["Funding"].rows
    funding = [{**owner.values, "yearly_limit": yearly, "total_limit": most, "public": True, **money}]
    modules = {"magnet_line_m": {"lead_time": 2.0, "spend_1": 0.5, "spend_2": 0.5}}
    return workshop_tables(Targets=[wish(80)], Funding=funding, Modules=modules)


def test_public_money_that_is_lacking_is_named_to_the_million() -> None:
    tables = poor(4.0, 7.0)
    found = repairs_of(tables)
    assert [(edit.sheet, edit.item, edit.column, edit.old, edit.new) for edit in found.richer] == [
        ("Funding", "owner", "yearly_limit", 4.0, 5.0), ("Funding", "owner", "total_limit", 7.0, 10.0)
    ]  # fmt: skip
    assert found.richer[0].cell == "Funding!O5"
    assert not is_solved(tables)
    assert is_solved(repaired(tables, found.richer))
    assert not is_solved(repaired(tables, found.richer[:1]))
    assert not is_solved(repaired(tables, found.richer[1:]))


@pytest.mark.parametrize("money", [{"public": False}, {"may_move": False}])
def test_money_that_is_nobodys_to_raise(money: dict[str, Any]) -> None:
    found = repairs_of(poor(4.0, 7.0, **money))
    assert found.richer == ()
    assert found.money == "nothing_may"
    assert found.lower


def test_limits_are_raised_by_the_least_in_all() -> None:
    # 10 are due in 2026 and 2027, half in each, of which the owner may pay 4 a year: one more in both years is a limit
    # that is higher by one, not by two.
    found = repairs_of(poor(4.0, 20.0))
    assert [(edit.column, edit.new) for edit in found.richer] == [("yearly_limit", 5.0)]


def test_targets_none_of_which_may_move_are_left_alone() -> None:
    tables = workshop_tables(Targets=[wish(500, may_move=False)])
    case = case_from_tables(tables, WORKBOOK, "base")
    found = explain(Prepared(Path(WORKBOOK), b"", case, tables, tables, (), 0.0), REQUEST, ["repair"])
    assert found.repairs is None


def test_money_of_others_is_raised_where_the_workbook_allows_it() -> None:
    assert [edit.new for edit in repairs_of(poor(4.0, 7.0, public=False, may_move=True)).richer] == [5.0, 10.0]


def test_a_target_that_may_not_move_is_kept() -> None:
    # one line of 100 t: 80 t sold as they should be, or no more than 30 made
    tables = workshop_tables(
        Targets=[wish(80, may_move=False), {**wish(30), "target": "few", "sense": "<=", "may_move": True}]
    )
    found = repairs_of(tables)
    assert [(edit.item, edit.new) for edit in found.lower] == [("few", pytest.approx(80, abs=0.02))]
    assert [each.target for each in found.asked] == ["few"]
    assert is_solved(repaired(tables, found.lower))


def test_money_that_does_not_help_is_not_asked_for() -> None:
    # half of the line's output finds no buyer, whoever pays for the line
    (owner,) = workshop_tables()["Funding"].rows
    funding = [{**owner.values, "total_limit": 20.0, "public": True}]
    demand = [{"market": "home", "case": "base", "quantity": 50.0}]
    found = repairs_of(workshop_tables(Targets=[wish(80)], Demand=demand, Funding=funding))
    assert found.lower
    assert found.richer == ()
    assert found.money == "no_nearer"


@pytest.mark.parametrize("seed", some(2, range(12)))
def test_every_repair_makes_the_case_solve(seed: int) -> None:
    hard = [
        target("m", "magnets", "sintered", 60.0, first_year=2026, mode="hard"),
        target("o", "ore_processed", "standard", 20.0, first_year=2027, mode="hard"),
        target("p", "powder_conversion", "magnet_reo", 0.6, first_year=2027, mode="hard", minimum_denominator=40.0),
        target("s", "secondary_share", "end_of_life", 0.3, first_year=2027, mode="hard", minimum_denominator=30.0),
    ]
    tables = powder_chain_tables(seed, Targets=hard)
    found = repairs_of(tables)
    assert found.outcome.status.has_plan
    assert found.holds == is_solved(tables)
    for asked in found.asked:
        assert asked.proven <= asked.missed + 1e-4
    for edits in (found.lower, found.later, found.richer or found.lower):
        assert is_solved(repaired(tables, edits))
