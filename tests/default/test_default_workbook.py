"""The workbook that a planner starts from: it is what the text tables say, and it solves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

import roadmap_opt
from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.making import new_workbook
from roadmap_opt.pipeline import Request, prepare, solve_prepared
from roadmap_opt.publish import publish_run
from roadmap_opt.runs.run_files import RESULTS_FILE
from roadmap_opt.runs.run_folder import load_run
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.workbook.read import read_workbook
from tests.support.committed_example import different_cells
from tests.support.default_data import without_losses
from tests.support.random_tables import values_of

WORKBOOK = Path(__file__).parents[2] / "inputs" / "roadmap.xlsx"
TEXT_TABLES = Path(roadmap_opt.__file__).parent / "data" / "roadmap"


def test_it_holds_what_the_text_tables_say() -> None:
    """When this fails: delete the workbook and make it anew with `roadmap-opt new inputs/roadmap.xlsx`."""
    assert values_of(read_workbook(WORKBOOK).tables) == values_of(load_text_tables(TEXT_TABLES))


@pytest.mark.slow
def test_every_cell_is_what_the_program_writes_today(tmp_path: Path) -> None:
    """Headings, units and notes included. When this fails: as above."""
    new_workbook(tmp_path / "roadmap.xlsx", empty=False, language="en")
    assert different_cells(WORKBOOK, tmp_path / "roadmap.xlsx") == []


def test_it_passes_every_check() -> None:
    assert [str(finding) for finding in without_losses(prepare(WORKBOOK, "base").findings)] == []


@pytest.mark.default_case
def test_it_solves_and_the_audit_confirms_the_plan(tmp_path: Path) -> None:
    solved = solve_prepared(prepare(WORKBOOK, "base"), Request(SolveOptions(time_limit=90)))
    assert solved.outcome.status.has_plan
    assert solved.violations == ()
    assert solved.record.gap is not None
    run = load_run(publish_run(solved, tmp_path, "en"))
    assert (run.folder / RESULTS_FILE).is_file()
    wanted = {row.values["target"] for row in read_workbook(WORKBOOK).tables["Targets"]}
    assert set(run.tables["targets"]["target"]) == wanted
    assert run.tables["builds"]["count"].sum() > 0
    case = case_from_tables(load_text_tables(run.inputs), WORKBOOK.stem, "base")
    _every_market_at_its_limit_has_a_price(case, run.tables)


def _every_market_at_its_limit_has_a_price(case: Case, tables: Mapping[str, pd.DataFrame]) -> None:
    ix = Indexes(case)
    sales = tables["sales"].groupby(["market", "year"])["quantity"].sum().to_dict()
    for row in tables["deliveries"].itertuples():
        key = (ix.rows.contracts[str(row.contract)].market, row.year)
        sales[key] = sales.get(key, 0.0) + row.quantity
    reached = {f"{d} | {y}" for (d, y), sold in sales.items() if sold >= ix.trade.addressable[d, y] * (1 - 1e-6) > 1e-6}
    prices = tables["shadow_prices"]
    priced = set(prices[prices["constraint"] == "market_limit"]["index"])
    assert reached
    assert reached <= priced
