"""Folding findings: what is one mistake, what only follows from another one, and what stays apart."""

from __future__ import annotations

from dataclasses import replace

from roadmap_opt.case.causes import ALIKE, ALIKE_RULES, one_per_cause
from roadmap_opt.case.ranges import ranges
from roadmap_opt.errors import LOST, Finding, Thing


def finding(
    cell: str, code: str = "E201", sheet: str = "Plants", severity: str = "error",
    cause: Thing = (), breaks: tuple[Thing, ...] = (), needs: tuple[Thing, ...] = (),
) -> Finding:  # fmt: skip
    words = (f"found at {sheet}!{cell}", "something else", "Put it right.")
    return Finding(code, "plan.xlsx", sheet, cell, "", *words, severity, cause, breaks, needs)


def test_ranges_join_cells_that_lie_together() -> None:
    cells = ("D5", "D6", "D7", "E5", "E6", "E7", "G9", "AA10", "AB10", "Z10")
    assert ranges([f"Prices!{cell}" for cell in cells]) == "Prices!D5:E7, G9, Z10:AB10"
    assert ranges(["Sites!A5", "Targets", "Sites!A9"]) == "Sites!A5, A9, Targets"
    many = [f"{sheet}!A{row}" for sheet in ("Sites", "Plants") for row in range(5, 21, 2)]
    assert ranges(many) == "Sites!A5, A7, A9, A11, A13, A15 and 10 more: 2 on Sites, 8 on Plants"


def test_one_cause_is_one_finding_of_the_lowest_code() -> None:
    name = ("Sites", "site", "hill")
    (found,) = one_per_cause([finding("C9", "E405", "Overlays", cause=name), finding("A5", cause=name)])
    assert (found.code, found.places) == ("E201", ("Plants!A5", "Overlays!C9"))
    assert found.found == "found at Plants!A5 (in 2 cells: Plants!A5, Overlays!C9)"


def test_a_finding_follows_from_what_breaks_what_it_needs() -> None:
    sheet, row = finding("", "E111", "Sites", breaks=(("Sites",),)), ("Sites", "site", "hill")
    (found,) = one_per_cause([finding("A5", cause=row), sheet, finding("A6", cause=(*row[:2], "town"))])
    assert (found.code, found.found) == (
        "E111", "found at Sites!; 2 more findings follow from it (Plants!A5:A6)",
    )  # fmt: skip
    other = finding("A6", needs=(("Deposits", "deposit"),))
    assert [each.cell for each in one_per_cause([sheet, other])] == ["", "A6"]


def test_a_lost_row_explains_that_a_row_is_missed_but_not_a_name_that_is_mistyped() -> None:
    lost = finding("B5", "E130", breaks=(("Plants", "plant", LOST),))
    missed = finding("A9", "E255", needs=(("Plants", "plant", "mine"), ("Plants", "plant", LOST)))
    mistyped = finding("A7", cause=("Plants", "plant", "mime"))
    assert [each.cell for each in one_per_cause([lost, missed, mistyped])] == ["B5", "A7"]


def test_what_breaks_each_other_leaves_one() -> None:
    one = finding("A5", "E201", breaks=(("a", "b"),), needs=(("c", "d"),))
    other = finding("A6", "E202", breaks=(("c", "d"),), needs=(("a", "b"),))
    assert [each.cell for each in one_per_cause([other, one])] == ["A5"]


def test_a_remark_that_errors_follow_from_is_an_error() -> None:
    remark = replace(
        finding("", "E111", "Pins", "warning", breaks=(("Pins",),)),
        remedy="Nothing to do if that is meant; otherwise add the sheet.",
    )
    (found,) = one_per_cause([remark, finding("A5", needs=(("Pins",),))])
    assert (found.severity, found.remedy) == ("error", "Add the sheet. Or correct the cells that follow from it.")
    (found,) = one_per_cause([remark, finding("A5", severity="warning", needs=(("Pins",),))])
    assert not found.is_error


def test_the_same_words_down_a_column_are_one_and_different_words_only_from_some_number_on() -> None:
    same = [replace(finding(f"D{row}", "E133"), found="the text “x”") for row in (5, 9)]
    assert [each.places for each in one_per_cause(same)] == [("Plants!D5", "Plants!D9")]
    for code, enough in (("E133", ALIKE), ("E250", ALIKE_RULES)):
        different = [finding(f"D{row}", code) for row in range(5, 5 + enough)]
        assert len(one_per_cause(different[1:])) == enough - 1
        assert len(one_per_cause(different)) == 1


def test_rows_of_unreadable_cells_are_one_with_what_else_is_wrong_in_them() -> None:
    rows = [finding(f"{letter}{row}", "E130") for row in (7, 8) for letter in "BCD"]
    (found, apart) = one_per_cause([*rows, finding("A7"), finding("A20")])
    assert (found.code, apart.cell) == ("E130", "A20")
    assert found.found.endswith("and 6 more cells there do not fit their columns (all: Plants!A7:D7, B8:D8)")


def test_two_mistakes_in_a_row_stay_two() -> None:
    assert len(one_per_cause([finding("B7", "E130"), finding("D7", "E133")])) == 2


def test_the_pass_can_be_repeated() -> None:
    name = ("Sites", "site", "hill")
    once = one_per_cause([
        *(finding(f"A{row}", cause=name) for row in range(5, 9)),
        *(finding(f"D{row}", "E133") for row in range(5, 15)),
        finding("B9", "E255", needs=(name,)),
    ])  # fmt: skip
    assert one_per_cause(once) == once
