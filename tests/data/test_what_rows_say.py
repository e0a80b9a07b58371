"""Rows of the default dataset hold what their notes say, and what one row promises others keep."""

from __future__ import annotations

import pytest

from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.overlays import apply_scenario
from roadmap_opt.case.text_tables import load_text_tables
from tests.support.default_data import FOLDER


def _case(scenario: str = "base") -> Case:
    return case_from_tables(apply_scenario(load_text_tables(FOLDER), scenario, "roadmap"), "roadmap", scenario)


@pytest.fixture(scope="module")
def case() -> Case:
    return _case()


def test_a_bank_that_lends_on_tests_the_plant_unless_the_treasury_guarantees_that_loan(case: Case) -> None:
    guaranteed = {row.lender_class for row in case.lender_classes if row.guaranteed}
    assert {row.source_name for row in case.funding if row.lender_class in guaranteed} == {"isdb", "eib"}
    promised = {row.source_name for row in _case("cheap_public_finance").funding if row.lender_class in guaranteed}
    assert {"tkyb", "wealth_fund", "ebrd_loan", "ifc"} < promised
