"""When does it fail: planted boxes are found, chance is not, and no box of two limits tells more."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from roadmap_opt.case.sweeps import Parameter
from roadmap_opt.documents.components import Table
from roadmap_opt.report.sweep.fails import fails_section
from roadmap_opt.studies.sweep.results import POOR, SweepRecord, SweepResults
from roadmap_opt.studies.sweep.rules import FEWEST, Rule, rule
from roadmap_opt.studies.sweep.runs import SweepRun, TargetResult
from roadmap_opt.studies.sweep.statements import failure_words
from tests.support.tiny_case import tiny_case


def draws(count: int = 120, parameters: int = 5, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).random((count, parameters))


def found_in(x: np.ndarray, y: np.ndarray) -> Rule | None:
    return rule(x.tolist(), y.tolist())


def test_a_planted_corner_is_found_with_its_limits() -> None:
    x = draws()
    y = (x[:, 1] < 0.4) & (x[:, 3] > 0.3)
    found = found_in(x, y)
    assert found is not None
    assert [bounds.parameter for bounds in found.bounds] == [1, 3]
    first, second = found.bounds
    assert first.low is None
    assert first.high == pytest.approx(0.4, abs=0.05)
    assert second.high is None
    assert second.low == pytest.approx(0.3, abs=0.08)
    assert found.density > 0.9
    assert found.coverage > 0.85


def test_noise_has_hardly_ever_a_rule() -> None:
    found = [
        found_in(draws(seed=seed), np.random.default_rng(100 + seed).random(120) < share)
        for seed in range(20)
        for share in (0.2, 0.4)
    ]
    assert sum(each is not None for each in found) <= 4  # one in twenty is what chance may give


def test_a_band_has_two_limits() -> None:
    x = draws()
    found = found_in(x, np.abs(x[:, 2] - 0.5) < 0.2)
    assert found is not None
    (band,) = found.bounds
    assert (band.low, band.high) == (pytest.approx(0.3, abs=0.05), pytest.approx(0.7, abs=0.05))


def test_places_of_a_discrete_parameter_are_told_apart() -> None:
    x = draws()
    x[:, 0] = np.random.default_rng(3).integers(-1, 2, len(x))
    found = found_in(x, x[:, 0] == 1)
    assert found is not None
    (high,) = found.bounds
    assert (high.parameter, high.low, high.high) == (0, pytest.approx(0.5), None)
    assert (found.density, found.coverage) == (1, 1)


@pytest.mark.parametrize("failures", [0, FEWEST - 1])
def test_too_few_failures_say_nothing(failures: int) -> None:
    x = draws()
    y = np.zeros(len(x), dtype=bool)
    y[:failures] = True
    assert found_in(x, y) is None
    assert found_in(x, ~y) is None


def test_no_box_of_two_limits_tells_much_more() -> None:
    x = draws(60, 3)
    y = x[:, 0] + x[:, 1] < 0.8
    found = found_in(x, y)
    assert found is not None

    def score(inside: np.ndarray) -> float:
        return float(2 * y[inside].sum() / (inside.sum() + y.sum()))

    at = np.linspace(0.1, 0.9, 17)
    best = max(
        score((x[:, a] < p) & (x[:, b] < q)) for a, b in itertools.combinations(range(3), 2) for p in at for q in at
    )
    mine = 2 * found.failures / (found.runs + found.all_failures)
    assert mine > best - 0.08


def swept(design: str = "latin") -> SweepResults:
    """A made-up sweep in which the target is missed where the price is low and costs are high."""
    x = np.random.default_rng(5).random((80, 2)) * 0.8 + 0.6
    x[:, 1] = np.random.default_rng(6).integers(-1, 2, 80)

    def ended(number: int, price: float, case: float) -> SweepRun:
        fails = price < 0.9 and case == 1
        figures = {"chosen_npv_with_terminal": 10 * price, "weighted_shortfall": float(fails)}
        targets = (TargetResult("magnets", not fails, 1.0, float(fails)),)
        return SweepRun(
            number, (price, case), "", "", "optimal", True, found=price, bound=price, violations=0, figures=figures,
            indicators={}, targets=targets,
        )  # fmt: skip

    factor = Parameter("ndpr", "Price of NdPr", "NdPr fiyatı", "multiply", "uniform", 0.6, 1.0, 1.4, (), "", None, ())
    words = Parameter("demand", "Demand", "Talep", "set", "discrete", -1, 0, 1, ("low", "base", "high"), "", None, ())
    record = SweepRecord(
        **{field.name: {"str": "", "int": 0, "float": 0.0, "bool": False}.get(str(field.type), ())
           for field in dataclasses.fields(SweepRecord)}
        | {"design": design, "no_regret": 0.9}  # type: ignore[arg-type]
    )  # fmt: skip
    runs = tuple(ended(number, *map(float, row)) for number, row in enumerate(x, start=1))
    return SweepResults(record, tiny_case(), (factor, words), ended(0, 1.0, 0.0), runs)


def test_a_rule_is_told_with_its_numbers() -> None:
    results = swept()
    poor, missed = results.failures
    assert (poor.key, missed.key) == (POOR, "magnets")
    said = failure_words(results, missed)
    found = missed.rule
    assert f"in {found.failures} of the {found.runs} runs with Price of NdPr below ×0.9" in said.en
    assert said.en.endswith(f"in {found.all_failures - found.failures} of the {80 - found.runs} others.")
    assert "Demand at high" in said.en
    assert "Talep: high" in said.tr
    (section,) = fails_section(results)
    table = section.parts[-1]
    assert isinstance(table, Table)
    assert len(table.rows) == sum(len(failure.rule.bounds) for failure in results.failures)


def test_what_is_no_draw_has_no_rules() -> None:
    assert swept("grid").failures == ()
    assert fails_section(swept("grid")) == []
