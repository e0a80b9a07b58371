"""What one item is worth to a plan, worked out by hand."""

from __future__ import annotations

import pytest

from roadmap_opt.answers import UnknownItemError, worth_of
from tests.support.explained import REQUEST, run_of
from tests.support.workshop import also, loan, pays_for, programme, target


def test_a_line_is_worth_what_it_earns_less_what_it_costs() -> None:
    # 10 MUSD a year from 2027 to 2030, built for 10 in 2026
    found = worth_of(run_of(), "magnet_line", REQUEST)
    assert found.present
    assert found.modules == ("magnet_line_m",)
    assert found.difference == (pytest.approx(30, abs=1e-3), pytest.approx(30, abs=1e-3))
    assert found.kept is not None
    assert found.other is not None
    assert found.other.cash["capex"] - found.kept.cash["capex"] == pytest.approx(10)


def test_at_which_cost_or_price_a_line_would_pay() -> None:
    # Magnets at 11 earn 0.1 a year from 2027 to 2030, 0.4 of a line that costs 10: 9.6 are lacking. Sales: 1.1 a year.
    run = run_of(Prices={"magnet": {"price": 11.0}}, Targets=[target("many", "magnets", "sintered", 80.0)])
    found = worth_of(run, "magnet_line", REQUEST)
    assert found.present
    assert found.difference[1] == pytest.approx(-9.6, abs=2e-3)
    assert found.cheaper == (pytest.approx(0.96, abs=1e-3), pytest.approx(0.96, abs=1e-3))
    assert found.dearer == (pytest.approx(9.6 / 4.4, abs=1e-3), pytest.approx(9.6 / 4.4, abs=1e-3))


def test_a_line_that_pays_needs_no_saving() -> None:
    found = worth_of(run_of(), "magnet_line", REQUEST)
    assert (found.cheaper, found.dearer) == (None, None)


def test_what_the_plan_leaves_out_is_put_in_at_its_best_time() -> None:
    # a licence that opens nothing costs a million, whenever it is bought
    found = worth_of(run_of(Programmes=[programme("charter")]), "charter", REQUEST)
    assert not found.present
    assert found.kind == "start"
    assert found.difference == (pytest.approx(-1, abs=1e-3), pytest.approx(-1, abs=1e-3))


def test_a_target_that_hangs_on_the_item_is_named() -> None:
    run = run_of(Targets=[target("many", "magnets", "sintered", 80.0)])
    found = worth_of(run, "magnet_line_m", REQUEST)
    assert found.kept is not None
    assert found.other is not None
    assert found.kept.missed == {}
    assert found.other.missed == {"many": (2028, 2029, 2030)}
    assert found.other.shortfall == pytest.approx(1.0)


def test_what_the_rest_needs_cannot_be_taken_out() -> None:
    needs = [{"plant": "magnet_line", "alternative_set": 1, "programme": "charter", "gate": "construction"}]
    found = worth_of(run_of(Programmes=[programme("charter")], Requirements=needs), "charter", REQUEST)
    assert found.present
    assert found.other is None
    assert not found.outcome.status.has_plan


def test_money_of_another_source_takes_the_place_of_one() -> None:
    funding = also("Funding", loan("dear", "equity"))
    eligible = also("Eligibility", pays_for("dear", "magnets", "operations"))
    run = run_of(Funding=funding, Eligibility=eligible)
    used = str(run.tables["sources_mobilised"]["source_name"].iloc[0])
    found = worth_of(run, used, REQUEST)
    assert (found.present, found.kind) == (True, "mobilise")
    assert found.difference == (pytest.approx(0, abs=1e-3), pytest.approx(0, abs=1e-3))


def test_an_item_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UnknownItemError, match="magnet_line"):
        worth_of(run_of(), "smelter", REQUEST)
