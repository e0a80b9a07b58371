"""The sentence on top of a result: whoever reads it knows what was proven, and what was not free."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from roadmap_opt.documents.html.render import render_page
from roadmap_opt.insight.scores import proven_close, verdict
from roadmap_opt.insight.standing import CLOSE_GAP
from roadmap_opt.report.run.run_page import run_page
from tests.support import made_up_plan
from tests.support.tiny_case import tiny_tables


@pytest.mark.slow
def test_a_plan_that_had_to_keep_decisions_says_whose_and_until_when(tmp_path: Path) -> None:
    results = made_up_plan.results(tiny_tables(), tmp_path)
    record = replace(results.record, held={"origin": "price_war/1", "until": 2029, "contracts": True},
                     started_from="base/2", earlier_bound={"value": 123.45, "origin": "base/3"})  # fmt: skip
    held = replace(results, record=record)
    assert "up to 2029 are those of price_war/1 and were not free" in verdict(held).en
    assert "kararları price_war/1 planınındır" in verdict(held).tr
    assert "not free" not in verdict(results).en
    plants = replace(record, held={"origin": "price_war/1", "until": 2029, "contracts": False})
    assert "contracts, money and operation were" in verdict(replace(held, record=plants)).en
    page = render_page(run_page(held), "en")
    assert "price_war/1" in page
    assert "base/2" in page
    assert "123.45 MUSD by base/3" in page.replace("\u00a0", " ")
    without = render_page(run_page(results), "en")
    assert "Search began with the plan of" not in without
    assert "Bound known before the search" not in without


def test_how_many_plans_are_proven_close_to_the_best() -> None:
    """A plan of which nothing is proven counts as one that is not close."""
    said = proven_close([0.0, CLOSE_GAP, CLOSE_GAP + 0.001, None]).en.replace("\u00a0", " ")
    assert said == "2 of 4 plans (50 %) are proven to be within 2 % of the best possible."
