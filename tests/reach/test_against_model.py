"""What could exist is never less than what some plan of the model reaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.model.build import build
from roadmap_opt.reach import Levels
from tests.support.loosened_bounds import largest
from tests.support.powder_chain import powder_chain_tables
from tests.support.rich_case import rich_case
from tests.support.tiers import some
from tests.support.tiny_case import WORKBOOK
from tests.support.wild_cases import wild
from tests.support.workshop import every_label_case

BOUNDED = tuple(name for name in KPIS if hasattr(Levels, name))
"""Indicators that are bounded."""

CASES: dict[str, Any] = {
    "rich": rich_case,
    "every label": every_label_case,
    **{f"wild {seed}": lambda seed=seed: wild(seed) for seed in range(20)},
    **{f"powder {seed}": lambda seed=seed: powder_chain(seed) for seed in range(30)},
}


def powder_chain(seed: int) -> Case:
    return case_from_tables(powder_chain_tables(seed), WORKBOOK, "base")


def keys(ix: Indexes) -> Iterator[tuple[str, str, int]]:
    """Every indicator that is bounded; of a long horizon the first year, one in the middle and the last."""
    years = ix.years if len(ix.years) <= 6 else (ix.years[0], ix.years[len(ix.years) // 2], ix.years[-1])
    for kpi in BOUNDED:
        for definition in KPIS[kpi].definitions:
            for year in years:
                yield kpi, definition, year


def beyond(case: Case) -> dict[Any, tuple[float, float]]:
    """Indicators that a plan of the case brings above what was said to be the most, with both numbers."""
    ix = Indexes(case)
    levels = Levels(ix)
    model = build(ix)
    reached = largest(model, {key: model.numerator[key] for key in keys(ix)})
    most = {key: levels.most(*key) for key in reached}
    return {key: (value, most[key]) for key, value in reached.items() if value > most[key] + 1e-4 * (1 + abs(value))}


@pytest.mark.parametrize("name", some(3, CASES))
def test_no_plan_gets_beyond_what_could_exist(name: str) -> None:
    assert beyond(CASES[name]()) == {}


def test_every_indicator_that_grows_with_what_is_done_is_bounded() -> None:
    limited_from_above = {
        "fiscal_cost", "guarantees", "import_dependence", "contract_share", "emissions", "electricity", "natural_gas",
        "water", "acid", "thorium_stock", "residue_stock",
    }  # fmt: skip
    assert set(KPIS) - set(BOUNDED) == limited_from_above | {"loop_share"}


@pytest.mark.parametrize("seed", some(2, range(12)))
def test_no_plan_turns_a_larger_part_of_the_whole_into_powder(seed: int) -> None:
    ix = Indexes(powder_chain(seed))
    levels, model = Levels(ix), build(ix)
    shares = {y: levels.share("powder_conversion", "total_reo", y) for y in ix.years}
    assert all(share == pytest.approx(0.2) for share, _ in shares.values())  # of the ore's rare earths
    reached = largest(
        model,
        {
            y: model.numerator["powder_conversion", "total_reo", y]
            - share * model.denominator["powder_conversion", "total_reo", y]
            for y, (share, _) in shares.items()
        },
    )
    assert {y: value for y, value in reached.items() if value > shares[y][1] + 1e-4} == {}
