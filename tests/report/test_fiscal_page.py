"""What the page says of the state's money: signs, words and sums."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmap_opt.case.fiscal_lines import RECEIPTS, SPENDING
from roadmap_opt.documents.components import Folded, Paragraph, Table
from roadmap_opt.insight.fiscal import fiscal_of
from roadmap_opt.report.run.money_fiscal import fiscal_group
from roadmap_opt.runs.run import Run
from tests.support.made_up_plan import filled, run_of
from tests.support.workshop import workshop

NOTHING = (0.0,) * 12


def run_with(folder: Path, *years: tuple[float, ...]) -> Run:
    """The workshop with a fiscal table: spending (4 items), receipts (4), net, cumulative, guarantees, called."""
    given = [*years, *[(0.0,) * 9 + (years[-1][9], 0.0, 0.0)] * (5 - len(years))]
    return run_of(workshop(), filled(fiscal=[(2026 + k, *row) for k, row in enumerate(given)]), folder)


def said(run: Run) -> str:
    (first, *_) = [part for part in fiscal_group(run).parts if isinstance(part, Paragraph)]
    return getattr(first.text, "en", str(first.text))


COSTS = (30.0, 5.0, 0.0, 0.0, 2.0, 1.0, 0.5, 0.0, 31.5, 31.5, 20.0, 0.0)
EARNS = (0.0, 0.0, 0.0, 0.0, 40.0, 0.0, 0.5, 6.0, -46.5, -15.0, 10.0, 3.0)


def test_receipts_stand_below_nought_and_everything_adds_up_to_the_net_cost(tmp_path: Path) -> None:
    view = fiscal_of(run_with(tmp_path, COSTS, EARNS))
    assert [view.signed[item][2026] for item in SPENDING] == [30, 5, 0, 0]
    assert [view.signed[item][2026] for item in RECEIPTS] == [-2, -1, -0.5, 0]
    for year in view.years:
        assert sum(values[year] for values in view.signed.values()) == pytest.approx(view.net[year])
    assert (view.spent, view.received) == (35, pytest.approx(50))


def test_a_cost_and_a_gain_cannot_be_mistaken_for_each_other(tmp_path: Path) -> None:
    costs = said(run_with(tmp_path, COSTS))
    assert "the plan costs it 31.5\u00a0MUSD net" in costs
    assert "prices would pay all of its service" in costs
    earns = said(run_with(tmp_path, COSTS, EARNS))
    assert "it receives 15\u00a0MUSD more than it spends" in earns
    assert "highest at the end of 2026: 31.5\u00a0MUSD" in earns
    assert "would leave 3\u00a0MUSD of its service unpaid" in earns


def test_the_table_shows_levels_without_a_sum(tmp_path: Path) -> None:
    (folded,) = [part for part in fiscal_group(run_with(tmp_path, COSTS, EARNS)).parts if isinstance(part, Folded)]
    table = folded.parts[0]
    assert isinstance(table, Table)
    net, *levels = table.rows[-4:]
    assert net.cells[-1] == pytest.approx(-15)
    assert [row.cells[-1] for row in levels] == ["", "", ""]


def test_a_plan_without_the_state(tmp_path: Path) -> None:
    group = fiscal_group(run_with(tmp_path, NOTHING))
    assert len(group.parts) == 1
