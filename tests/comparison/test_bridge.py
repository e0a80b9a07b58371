"""The bridge of net present value: by hand, and exact for solved plans of every perspective and valuation."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest

from roadmap_opt.comparison import compare
from roadmap_opt.comparison.compared_run import compared_runs
from roadmap_opt.comparison.npv_steps import npv_steps
from roadmap_opt.comparison.valuation import Valuation
from roadmap_opt.runs.run_folder import LoadedRun
from tests.support.runs_to_compare import OBJECTIVE, made_run, solved_run
from tests.support.tiny_case import tiny_tables

SETTINGS = {
    "inflation": 0.02, "corporate_tax": 0.2, "working_capital_share": 0.1, "opening_cash": 3.0, "cash_floor": 1.0,
    "vat_rate": 0.2, "vat_exempt": False, "tail_years": 3,
}  # fmt: skip
VARIANTS = (
    {"perspective": "project", "terminal_value": "book"},
    {"perspective": "owner", "terminal_value": "going_concern"},
    {"perspective": "owner", "terminal_value": "book", "discount_rate_owner": 0.07},
    {"perspective": "national", "terminal_value": "none"},
    {"perspective": "project", "terminal_value": "operation"},
)


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> list[LoadedRun]:
    folder = tmp_path_factory.mktemp("solved")
    return [
        solved_run(folder / str(number), tiny_tables(Settings={**SETTINGS, **variant}))
        for number, variant in enumerate(VARIANTS)
    ]


@pytest.mark.slow
def test_every_bridge_adds_up(solved: list[LoadedRun]) -> None:
    comparison = compare(solved)
    for baseline, run in itertools.product(range(len(solved)), repeat=2):
        found = comparison.bridge(baseline, run)
        assert found is not None
        ends = [
            dict(zip(solved[at].tables["objective"]["item"], solved[at].tables["objective"]["value"], strict=True))
            for at in (baseline, run)
        ]
        difference = ends[1]["chosen_npv_with_terminal"] - ends[0]["chosen_npv_with_terminal"]
        explained = math.fsum(step.amount for step in found.steps if step.key != "rest")
        assert explained == pytest.approx(difference, abs=1e-6)
        assert found.end - found.start == pytest.approx(difference, abs=1e-9)
        other = next(step.amount for step in found.steps if step.key == "other_yardstick")
        assert (abs(other) > 1e-3) == (VARIANTS[baseline] != VARIANTS[run])


@pytest.mark.slow
@pytest.mark.parametrize("perspective", ["project", "owner", "national"])
@pytest.mark.parametrize("kind", ["none", "book", "going_concern", "operation"])
def test_another_yardstick_gives_the_net_present_value_that_the_run_reports(
    solved: list[LoadedRun], perspective: str, kind: str
) -> None:
    """The run knows its value in every perspective at its own rates; here they are reached from the lines."""
    for subject in compared_runs(solved):
        settings = subject.case.settings
        rate = getattr(settings, f"discount_rate_{perspective}")
        share = settings.terminal_book_share if kind == "book" else 0.0
        years = settings.terminal_years if kind == "going_concern" else 0
        found = npv_steps(subject.case, subject.tables, Valuation(perspective, rate, kind, share, years))
        item = f"npv_{perspective}" if kind == "none" else f"npv_{perspective}_with_{kind}"
        assert math.fsum(found.steps.values()) == pytest.approx(subject.objective_items[item], abs=1e-5)


def test_a_bridge_by_hand(tmp_path: Path) -> None:
    """Two years at 5 %, no inflation: 2026 weighs 1/1.05, 2027 weighs 1/1.1025."""

    def run(name: str, revenue: float, capex: float, value: float) -> LoadedRun:
        lines = [("spot_revenue", 2027, revenue, revenue), ("capex", 2026, -capex, -capex)]
        items = [
            (item, value if item in ("chosen_npv_with_terminal", "chosen_npv_without_terminal") else number)
            for item, number in OBJECTIVE
        ]
        return made_run(tmp_path / name, rows={"cash_flow": lines, "objective": items})

    one = run("a", 22.05, 10.5, 20.0 - 10.0)
    other = run("b", 33.075, 21.0, 30.0 - 20.0 + 0.5)  # half a MUSD that no line explains
    found = compare([one, other]).bridge(0, 1)
    assert found is not None
    assert (found.start, found.end) == (10.0, 10.5)
    amounts = {step.key: round(step.amount, 9) for step in found.steps if abs(step.amount) > 1e-9}
    assert amounts == {"revenue": 10.0, "capex": -10.0, "rest": 0.5}
    assert [(step.key, step.label.en) for step in found.visible][-1] == ("rest", "Solver's tolerance")


def test_cash_held_back_costs_what_it_could_have_earned(tmp_path: Path) -> None:
    """The owner's rate is 10 %: 11 MUSD kept from 2026 to 2027 instead of paid out lose 11/1.1 - 11/1.21 = 0.909."""
    tables = tiny_tables(Settings={"perspective": "owner", "last_year": 2027, "foreign_sources_by": 2027},
                         Targets=[], Contracts=[])  # fmt: skip
    lines = [("spot_revenue", 2026, 11.0, 11.0), ("dividends", 2027, -11.0, -11.0)]
    value = 11.0 / 1.21
    items = [(item, value if item.startswith("chosen") else number) for item, number in OBJECTIVE]
    kept = {"cash_flow": lines, "dividends": [(2026, 0.0, 11.0), (2027, 11.0, 0.0)], "objective": items}
    (subject,) = compared_runs([made_run(tmp_path / "a", tables, kept)])
    found = npv_steps(subject.case, subject.tables, Valuation.of(subject.case.settings))
    assert found.steps["revenue"] == pytest.approx(10.0)
    assert found.steps["cash_held"] == pytest.approx(-0.90909, abs=1e-5)
    assert found.rest == pytest.approx(0.0, abs=1e-9)
