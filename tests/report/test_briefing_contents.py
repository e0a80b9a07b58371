"""What the briefing says of money, capacity and prices is what the tables of the run say."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from roadmap_opt import figures
from roadmap_opt.documents.briefing import Briefing
from roadmap_opt.documents.cells import digits_above
from roadmap_opt.insight.scores import counted, scores
from roadmap_opt.reach import out_of_reach
from roadmap_opt.report.brief.contents import briefing_of
from roadmap_opt.report.brief.tables import money_limits
from roadmap_opt.runs.explained import Between, Explained, TargetCost
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from tests.support.briefings import reasons


@pytest.fixture(scope="module")
def briefing(example: Run) -> Briefing:
    return briefing_of(example)


def test_the_example_tells_what_limits_its_money_and_what_comes_after(example: Run, briefing: Briefing) -> None:
    """By its own tables: drawn in all against the sources' rows, cash and debt service from the steady periods."""
    assert briefing.numbers is not None
    assert briefing.numbers.limits is not None
    told, names = str(briefing.numbers.limits.lead), Names(example.case)
    drawn = example.tables["funding"].groupby("source_name")["amount"].sum()
    whole = told.partition("Used to the last dollar: ")[2].partition(". Drawn up to")[0].split("; ")
    for source in example.case.funding:
        name = names("source_name", source.source_name).en
        spent = drawn.get(source.source_name, 0.0)
        assert (name in whole) == (0.0 < spent >= source.total_limit - 0.05), name
    yearly = example.tables["funding"].groupby(["source_name", "year"])["amount"].sum()
    treasury = next(source for source in example.case.funding if source.source_name == "treasury")
    full = frozenset(int(year) for year, amount in yearly["treasury"].items() if amount >= treasury.yearly_limit - 0.05)
    assert full
    assert f"{names('source_name', 'treasury').en} ({figures.spans(full)})" in told
    for span in example.case.tail:
        assert f"In each year of {figures.span(span[0], span[-1])} the plants" in told


def test_a_plan_whose_sources_have_no_limit_says_so(example: Run) -> None:
    free = [replace(row, yearly_limit=math.inf, total_limit=math.inf) for row in example.case.funding]
    tables = {**example.tables, "funding_mix": example.tables["funding_mix"].assign(share_limit=1.0)}
    run = replace(example, case=replace(example.case, funding=tuple(free)), tables=tables)
    assert "No source is drawn up to its amount" in str(money_limits(run, Names(run.case)).lead)
    capped = {**tables, "funding_mix": tables["funding_mix"].assign(share_limit=tables["funding_mix"]["share"])}
    assert "At their share of all funds: " in str(money_limits(replace(run, tables=capped), Names(run.case)).lead)


def test_capacity_tells_what_is_usable_and_used_in_the_last_year(example: Run, briefing: Briefing) -> None:
    assert briefing.numbers is not None
    assert briefing.numbers.capacity is not None
    table, last = briefing.numbers.capacity.versions[0], example.case.decision_years[-1]
    frame = example.tables["capacity"]
    frame = frame[frame["year"] == last].groupby("plant")[["installed", "available", "used"]].sum()
    names = Names(example.case)
    for row in table.rows:
        plant = next(key for key in frame.index if str(names("plant", key)) == str(row.cells[0]))
        assert row.cells[-3:] == pytest.approx(list(frame.loc[plant]), abs=1e-6)
    assert (frame["available"] != frame["used"]).any()


def test_above_the_squares_stand_the_last_digits_of_the_years(briefing: Briefing) -> None:
    table = briefing.targets.versions[0]
    years = [str(year % 10) for year in range(2027, 2036)]
    assert digits_above(table, len(table.columns) - 1) == years
    assert digits_above(table, 0) == []


def test_prices_of_late_targets_are_those_of_the_explanation(example: Run) -> None:
    """In part, in full, hardly anything, and without an answer."""
    names = Names(example.case)
    beyond = {target.target for target in out_of_reach(example.case, example.inputs)}
    told = reasons(briefing_of(example))
    late = [each.target.target for each in scores(example) if counted(each) and not each.met]
    weighed = [target for target in late if "weighed" in told[str(names("target", target))]]
    first, second, third, fourth = sorted(weighed, key=lambda key: key not in beyond)
    prices = {
        first: TargetCost(Between(7.0, 7.0)),
        second: TargetCost(Between(8.0, 8.2), Between(30.0, 30.0)),
        third: TargetCost(Between(0.0, 0.4), Between(30.0, 30.0)),
        fourth: None,
    }
    told = reasons(briefing_of(replace(example, explained=Explained({}, prices))))
    assert "it saves 7.0 MUSD (NPV)." in told[str(names("target", first))]
    assert "it saves 8.0 to 8.2 MUSD (NPV); asked for alone, it costs 30.0." in told[str(names("target", second))]
    assert "next to nothing" in told[str(names("target", third))]
    assert "could not be found in time" in told[str(names("target", fourth))]
