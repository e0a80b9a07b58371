"""The first screen: how far a plan may be relied on, what begins first, what it costs the state, what is met, why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from roadmap_opt import figures
from roadmap_opt.documents.components import Callout, Group, Paragraph, Table
from roadmap_opt.insight.confidence import confidence_of
from roadmap_opt.insight.first_steps import first_steps, first_years
from roadmap_opt.insight.returns import returns_of
from roadmap_opt.insight.scores import scores
from roadmap_opt.insight.standing import CLOSE_GAP, USABLE_GAP, Standing
from roadmap_opt.messages import Text
from roadmap_opt.report.run.first_screen import at_stake, decide_now, standing_callout, verdict_story
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, objective_items
from tests.support.explained import run_of
from tests.support.workshop import pays_for, programme, target


def at_gap(run: Run, gap: float | None, **changes: Any) -> Run:
    return replace(run, record=replace(run.record, gap=gap, **changes))


def story(run: Run) -> str:
    words = verdict_story(run, Names(run.case), scores(run)).text
    assert isinstance(words, Text)
    return words.en.replace("\u00a0", " ")


def plan(**changes: Any) -> Run:
    """A line of 10 that waits for a licence of 2, begun at once; its owner is the state."""
    usual: dict[str, Any] = {
        "Programmes": [programme("licence", duration=1, cost=2.0)],
        "Requirements": [
            {"plant": "magnet_line", "alternative_set": 1, "programme": "licence", "gate": "construction"}
        ],
        "Targets": [target("many", "magnets", "sintered", 60.0, first_year=2028)],
    }
    return run_of(**{**usual, **changes})


@pytest.mark.parametrize(
    ("gap", "standing", "tone"),
    [
        (0.0, Standing.PROVEN, "good"), (CLOSE_GAP, Standing.PROVEN, "good"), (0.0416, Standing.USABLE, "warn"),
        (USABLE_GAP, Standing.USABLE, "warn"), (0.137, Standing.NOT_YET, "bad"), (1.37, Standing.NOT_YET, "bad"),
        (None, Standing.NOT_YET, "bad"),
    ],
)  # fmt: skip
def test_three_states_look_and_read_differently(gap: float | None, standing: Standing, tone: str) -> None:
    run = at_gap(plan(), gap)
    assert Standing.of(run) is standing
    callout = standing_callout(run)
    assert isinstance(callout, Callout)
    assert (callout.tone, callout.title) == (tone, standing.name_in_words)
    assert list(callout.lines) == [standing.advice]


def test_a_plan_that_fails_its_audit_is_not_usable_however_close() -> None:
    run = at_gap(plan(), 0.0, audit_passed=False, audit_violations=3)
    assert Standing.of(run) is Standing.NOT_YET
    callout = standing_callout(run)
    assert (callout.tone, callout.title, list(callout.lines)) == ("bad", Standing.NOT_YET.name_in_words, [])


def test_a_search_that_ended_where_it_was_asked_to_is_not_called_proven() -> None:
    words = standing_callout(at_gap(plan(), 0.04)).text
    assert isinstance(words, Text)
    assert "as far as it was asked to" in words.en
    assert "proven" not in words.en


def test_what_begins_first_and_what_waits_for_it() -> None:
    # The licence is bought in 2026 and in effect in 2027, when the line is begun; it runs in 2028.
    run = plan()
    assert first_years(run) == (2026, 2027)
    licence, line = first_steps(run)
    assert (licence.year, licence.kind, licence.key, licence.cost, licence.since) == (
        2026,
        "programme",
        "licence",
        2,
        2027,
    )
    assert licence.opens == (("plant", "magnet_line"),)
    assert (line.year, line.kind, line.key, line.site, line.count) == (2027, "plant", "magnet_line", "town", 1)
    assert (line.cost, line.since, line.opens) == (10, 2028, ())


def test_a_gate_of_another_site_waits_for_nothing() -> None:
    gate = {"plant": "magnet_line", "alternative_set": 1, "programme": "licence", "gate": "construction"}
    run = plan(
        Programmes=[programme("licence", duration=1, cost=2.0), programme("elsewhere", duration=0, cost=1.0)],
        Requirements=[gate, {**gate, "programme": "elsewhere", "site": "hill"}],
        Pins=[{"decision": "start", "item": "elsewhere", "year": 2026, "sense": ">=", "value": 1}],
    )
    opened = {step.key: step.opens for step in first_steps(run) if step.kind == "programme"}
    assert opened == {"licence": (("plant", "magnet_line"),), "elsewhere": ()}


def test_recipes_and_contracts_wait_for_their_programme() -> None:
    terms = {"contract": "forty", "market": "home", "volume": 40.0, "length": 2, "first_delivery_from": 2028,
             "first_delivery_to": 2028, "minimum_delivery": 1.0, "price_rule": "fixed", "price_value": 210.0,
             "programme": "licence"}  # fmt: skip
    (licence,) = [step for step in first_steps(plan(Contracts=[terms], Requirements=[])) if step.kind == "programme"]
    assert licence.opens == (("contract", "forty"),)
    (licence, _) = first_steps(plan(Recipes={"sintering": {"programme": "licence"}}, Requirements=[]))[:2]
    assert licence.opens == (("plant", "magnet_line"),)


def test_a_contract_is_decided_when_it_is_signed_not_when_it_delivers() -> None:
    terms = {"contract": "forty", "market": "home", "volume": 40.0, "length": 2, "first_delivery_from": 2028,
             "first_delivery_to": 2028, "minimum_delivery": 1.0, "price_rule": "fixed", "price_value": 210.0,
             "nomination_years": 1}  # fmt: skip
    signed = [step for step in first_steps(plan(Contracts=[terms])) if step.kind == "contract"]
    assert [(step.year, step.key, step.since) for step in signed] == [(2027, "forty", 2028)]


def test_what_was_begun_before_is_not_decided_now() -> None:
    running = programme("licence", duration=1, cost=2.0, started=2025)
    assert [step.kind for step in first_steps(plan(Programmes=[running]))] == ["plant"]


def test_the_verdict_says_what_a_minister_can_repeat() -> None:
    public = {"owner": {"public": True}}
    run = plan(Funding=public, Eligibility=[pays_for("owner", "magnets", "programmes", "operations")])
    said = story(run)
    assert "In 2026–2027 1 programme and 1 plant module are to be begun, for 12 MUSD" in said
    # without interest dividends may come early or late: what the state has got back by 2030 is the solver's choice
    cost = float(run.tables["fiscal"]["cumulative_net_cost"].iloc[-1])
    told = (
        f"the plan has cost the state {cost:.0f} MUSD" if cost > 0 else f"the state has received {-cost:.0f} MUSD more"
    )
    assert f"By 2030 {told}" in said
    assert "Every target is met when it is due (1 of 1)." in said


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"first_year": 2027}, "Of 1 targets 0 are met when they are due and 1 later; none is missed for good."),
        ({"value": 500.0}, "Of 1 targets 0 are met when they are due, 0 later and 1 not at all or not for good: many."),
    ],
)
def test_late_and_never_are_told_apart(wish: dict[str, Any], told: str) -> None:
    wanted = target("many", "magnets", "sintered", 60.0, first_year=2028)
    assert told in story(plan(Targets=[{**wanted, **wish}]))


def test_money_of_nobody_public_is_no_cost_to_the_state() -> None:
    assert "state" not in story(plan())


def test_a_plan_that_does_nothing_says_so() -> None:
    run = plan(Prices={"magnet": {"price": 1.0}}, Targets=[])
    assert story(run).startswith("Nothing begins in 2026–2027.")
    group = decide_now(run, Names(run.case))
    assert isinstance(group.parts[0], Paragraph)


def test_the_sum_of_what_is_decided_now_is_the_sum_of_its_rows() -> None:
    run = plan()
    (table,) = decide_now(run, Names(run.case)).parts
    assert isinstance(table, Table)
    *rows, whole = table.rows
    assert whole.kind == "total"
    assert whole.cells[2] == pytest.approx(sum(row.cells[2] for row in rows if isinstance(row.cells[2], float)))


def test_three_assumptions_are_named_with_the_money_on_them() -> None:
    run = plan()
    found = confidence_of(run)
    group = at_stake(run, Names(run.case), found)
    assert isinstance(group, Group)
    (table,) = group.parts
    assert isinstance(table, Table)
    uncertain = [row.money for row in found.rows if row.confidence in ("estimate", "assumption", "not_stated")]
    assert [row.cells[1] for row in table.rows] == uncertain[:3]


def test_what_is_published_is_no_assumption() -> None:
    run = plan()
    found = confidence_of(run)
    published = replace(found, rows=tuple(replace(row, confidence="published") for row in found.rows))
    assert at_stake(run, Names(run.case), published).parts == []


def test_a_loss_is_said_before_its_reason() -> None:
    # the line earns its cost back, but the licence of 100 does not
    run = plan(Programmes=[programme("licence", duration=1, cost=100.0)])
    assert run.tables["objective"].set_index("item")["value"]["chosen_npv_with_terminal"] < 0
    lost = figures.number(objective_items(run)["chosen_npv_with_terminal"], 0, figures.MUSD).en.replace("\u00a0", " ")
    assert f"net present value {lost}. In 2030 a kilogram" in story(run)
    assert "against a reference price" not in story(run)
    assert returns_of(run).payback is None
    assert "does not earn back its money by 2030" in story(run)
    losing = plan(Prices={"magnet": {"price": 11.0}})
    assert "capital charge) against a reference price of 11 USD" in story(losing)
    assert "net present value" not in story(plan())
    assert objective_items(plan())["chosen_npv_with_terminal"] >= 0


def test_a_gap_is_no_error_of_estimate() -> None:
    run = at_gap(plan(), 0.037)
    confidence = confidence_of(run)
    *_, last = standing_callout(run, confidence).lines
    assert isinstance(last, Text)
    assert "The 3.7 % is the distance of this plan from the best one" in last.en
    known = sum(confidence.leading[level] for level in ("seed", "published")) / confidence.total
    assert f"{figures.percent(1 - known).en} of the money rests on estimates and assumptions" in last.en
    *_, unproven = standing_callout(at_gap(run, None), confidence).lines
    assert isinstance(unproven, Text)
    assert "distance" not in unproven.en
