"""Batches of scenarios: solved, summed up, resumed after edits and errors."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.cli.studies import worst
from roadmap_opt.output.tables import RESULT_TABLES
from roadmap_opt.runs.run_folder import load_run
from roadmap_opt.studies.folder import at_work
from roadmap_opt.studies.journal import Entry, Journal, State
from roadmap_opt.studies.orders import ScenarioStudy
from roadmap_opt.studies.scenarios.plan import BATCHES, BatchRecord, entries_of_batch, resume_batch
from roadmap_opt.studies.scenarios.summary import SUMMARY_COLUMNS
from tests.support.batches import journal, other_overlays, run_names, run_tables, solve, write_book

ROOT = Path(__file__).parents[3]


def summary(out: Path, workbook: Path) -> dict[str, dict[str, str]]:
    (path,) = (out / workbook.stem / "batches").glob("*/summary.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["scenario"]: row for row in csv.DictReader(file)}


@pytest.mark.slow
def test_all_scenarios_are_solved_and_an_edit_re_runs_only_what_it_changes(tmp_path: Path) -> None:
    book, out = write_book(tmp_path / "tiny.xlsx"), tmp_path / "out"
    solved = solve(book, out, "--all")
    assert solved.exit_code == 0, solved.output
    first = run_names(out, book)
    assert set(first) == {"base", "cheap", "cheaper"}
    rows = summary(out, book)
    assert list(rows["base"]) == [column.name for column in SUMMARY_COLUMNS]
    for scenario, row in rows.items():
        run = load_run(out / "tiny" / scenario / first[scenario])
        objective = dict(zip(run.tables["objective"]["item"], run.tables["objective"]["value"], strict=True))
        assert (row["state"], row["status"], row["run"]) == ("done", "optimal", first[scenario])
        assert (row["targets_met"], row["targets_counted"], row["audit_violations"]) == ("1", "1", "0")
        assert float(row["npv_with_terminal"]) == objective["chosen_npv_with_terminal"]
        assert float(row["capex"]) == 20.0
    assert float(rows["base"]["npv_with_terminal"]) > float(rows["cheap"]["npv_with_terminal"])

    (tables,) = (out / "tiny" / "batches").glob("*/tables")
    kpis = pd.read_parquet(tables / "kpis")
    assert set(zip(kpis["scenario"], kpis["run"], strict=True)) == set(first.items())
    assert {path.name for path in tables.iterdir()} == set(RESULT_TABLES)
    builds = pd.read_parquet(tables / "builds").query("scenario == 'cheap'").drop(columns=["scenario", "run"])
    expected = load_run(out / "tiny" / "cheap" / first["cheap"]).tables["builds"]
    assert builds.to_dict("records") == expected.to_dict("records")
    assert pd.read_parquet(tables / "disposal").dtypes["quantity"] == "float64"

    write_book(book, **other_overlays(value="-6"))
    resumed = solve(book, out, "--resume")
    assert resumed.exit_code == 0, resumed.output
    assert "1 scenario(s) to solve, 2 already done." in resumed.output
    second = run_names(out, book)
    assert {scenario for scenario in first if first[scenario] != second[scenario]} == {"cheaper"}
    assert (out / "tiny" / "cheaper" / first["cheaper"]).is_dir()
    assert set(pd.read_parquet(tables / "kpis")["run"]) == set(second.values())
    assert float(summary(out, book)["cheaper"]["npv_with_terminal"]) < float(rows["cheaper"]["npv_with_terminal"])


@pytest.mark.slow
def test_a_scenario_that_cannot_be_solved_does_not_stop_the_others(tmp_path: Path) -> None:
    book, out = write_book(tmp_path / "tiny.xlsx", **other_overlays(row="magnets|base")), tmp_path / "out"
    first = solve(book, out, "--scenarios", "cheaper, Cheap")
    assert first.exit_code == 2
    assert "E405 tiny.xlsx › Overlays!" in first.output
    assert {scenario: row["state"] for scenario, row in summary(out, book).items()} == {
        "cheap": "done", "cheaper": "bad_input"
    }  # fmt: skip
    write_book(book)
    resumed = solve(book, out, "--resume")
    assert resumed.exit_code == 0, resumed.output
    assert "1 scenario(s) to solve, 1 already done." in resumed.output
    assert set(run_names(out, book)) == {"cheap", "cheaper"}


@pytest.mark.slow
def test_a_batch_is_widened_to_all_scenarios(tmp_path: Path) -> None:
    book, out = write_book(tmp_path / "tiny.xlsx"), tmp_path / "out"
    assert solve(book, out, "--scenarios", "base").exit_code == 0
    resumed = solve(book, out, "--resume", "--all")
    assert resumed.exit_code == 0, resumed.output
    assert "2 scenario(s) to solve, 1 already done." in resumed.output
    assert set(run_names(out, book)) == {"base", "cheap", "cheaper"}


@pytest.mark.slow
def test_a_resume_that_is_refused_leaves_the_record_as_it_was(tmp_path: Path) -> None:
    book, out = write_book(tmp_path / "tiny.xlsx"), tmp_path / "out"
    assert solve(book, out, "--scenarios", "base,cheap").exit_code == 0
    (folder,) = (out / "tiny" / "batches").iterdir()
    before = (folder / "batch.json").read_bytes()
    with at_work(folder):
        refused = solve(book, out, "--resume", "--gap", "3%")
    assert refused.exit_code == 2
    assert f"Another process is working on {folder}" in refused.output
    assert (folder / "batch.json").read_bytes() == before


@pytest.mark.slow
def test_a_proven_contradiction_is_a_finding_and_stands(tmp_path: Path) -> None:
    hard = {"scenario": "cheaper", "table": "Targets", "row": "magnets", "column_name": "value", "operation": "set",
            "value": "5000"}  # fmt: skip
    must = {**hard, "column_name": "mode", "value": "hard"}
    book, out = write_book(tmp_path / "tiny.xlsx", Overlays=[hard, must]), tmp_path / "out"
    solved = solve(book, out, "--scenarios", "cheaper,base")
    assert solved.exit_code == 3, solved.output
    assert summary(out, book)["cheaper"]["status"] == "infeasible"
    assert journal(out, book)["cheaper"]["conflicts"]
    again = solve(book, out, "--resume")
    assert again.exit_code == 3
    assert "0 scenario(s) to solve, 2 already done." in again.output


@pytest.mark.slow
def test_a_warm_start_starts_from_the_parent_and_comes_to_the_same_optimum(tmp_path: Path) -> None:
    book, out = write_book(tmp_path / "tiny.xlsx"), tmp_path / "out"
    solved = solve(book, out, "--scenarios", "cheaper,cheap", "--warm-start")
    assert solved.exit_code == 0, solved.output
    rows = summary(out, book)
    assert (rows["cheap"]["started_from"], rows["cheaper"]["started_from"]) == ("", "cheap")
    (folder,) = (out / "tiny" / "cheaper").iterdir()
    record = load_run(folder).record
    assert record.started_from == f"cheap/{rows['cheap']['run']}"
    assert float(rows["cheaper"]["npv_with_terminal"]) == pytest.approx(-6.2554, abs=1e-3)
    assert set(resume_batch(book, out, ScenarioStudy()).study.kept) == {"cheap", "cheaper"}
    assert set(resume_batch(book, out, ScenarioStudy(), {"warm_start"}).study.kept) == {"cheap"}


@pytest.mark.slow
@pytest.mark.parametrize(("words", "started"), [((), True), (("--rounds", "1"), False)])
def test_a_resumed_scenario_goes_on_from_the_plan_that_ctrl_c_kept(
    words: tuple[str, ...], started: bool, tmp_path: Path
) -> None:
    """A short search begins anew: its plan may not depend on an interruption."""
    book, out = write_book(tmp_path / "tiny.xlsx"), tmp_path / "out"
    assert solve(book, out, "--scenarios", "cheap,cheaper", *words).exit_code == 0
    before = run_names(out, book)
    (path,) = (out / "tiny" / "batches").glob("*/journal.jsonl")
    kept = Journal(path.parent).entries["cheap"]
    Journal(path.parent).append(replace(kept, state=State.INTERRUPTED))
    resumed = solve(book, out, "--resume")
    assert resumed.exit_code == 0, resumed.output
    after = run_names(out, book)
    assert after["cheaper"] == before["cheaper"]
    origin = f"cheap/{before['cheap']}" if started else ""
    assert load_run(out / "tiny" / "cheap" / after["cheap"]).record.started_from == origin


@pytest.mark.cluster
@pytest.mark.rare
def test_on_a_cluster_the_tables_are_the_same(
    book: Path, undisturbed: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    clustered = solve(book, tmp_path, "--scenarios", "cheap", "--cluster", "local")
    assert clustered.exit_code == 0, clustered.output
    assert run_tables(tmp_path, book) == {"cheap": undisturbed["cheap"]}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--workers", "1"], "--workers: only together with --all, --scenarios or --resume"),
        (["--all", "--scenario", "cheap"], "--scenario names one scenario"),
        (["--all", "--scenarios", "cheap"], "either --all or --scenarios"),
        (["--all", "--threads", "500"], "more than the"),
        (["--resume"], "There is no batch to resume"),
        (["--resume", "--batch", "june"], "that is called june below"),
        (["--scenarios", "chaep,nothing"], "Did you mean cheap?"),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_written(words: list[str], message: str, tmp_path: Path) -> None:
    book, out = write_book(tmp_path / "tiny.xlsx"), tmp_path / "out"
    said = CliRunner().invoke(roadmap_opt, ["solve", str(book), "--out", str(out), *words])
    assert said.exit_code == 2
    assert message in said.output
    assert not out.exists()


@pytest.mark.parametrize(
    ("asked", "order"), [(None, ["base", "cheap", "cheaper"]), (("Cheaper", "base"), ["cheaper", "base", "cheap"])]
)
def test_a_batch_has_its_scenarios_in_one_order_whichever_ended_first(
    asked: tuple[str, ...] | None, order: list[str], tmp_path: Path
) -> None:
    record = BatchRecord(
        name="b", created_utc="2027-01-03T12:00:00+00:00", workbook="tiny.xlsx", workbook_place="", workbook_sha256="",
        options={}, versions={}, system="", scenarios=asked, warm_start=False,
    )  # fmt: skip
    BATCHES.save(tmp_path, record)
    for scenario in ("cheaper", "cheap", "base", "cheap"):
        Journal(tmp_path).append(Entry(scenario, State.DONE))
    assert list(entries_of_batch(tmp_path)) == order


PLAN: dict[str, Any] = {"has_plan": True, "status": "optimal", "audit_violations": 0}
FAILED = Entry("a", State.FAILED, problem="the worker process died")
AUDIT = Entry("b", State.DONE, result={**PLAN, "audit_violations": 2})
INPUT = Entry("c", State.BAD_INPUT)
NOTHING = Entry("d", State.DONE, result={**PLAN, "has_plan": False, "status": "nothing at limit"})
WAITING = Entry("e", State.NOT_BEGUN)
PROVEN = Entry("f", State.DONE, result={**PLAN, "has_plan": False, "status": "infeasible"})
GOOD = Entry("g", State.DONE, result=PLAN)


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([GOOD, GOOD], 0),
        ([GOOD, PROVEN], 3),
        ([PROVEN, WAITING], 5),
        ([PROVEN, NOTHING], 5),
        ([NOTHING, INPUT], 2),
        ([INPUT, AUDIT, GOOD], 4),
        ([GOOD, AUDIT, FAILED], 1),
    ],
)
def test_the_exit_code_is_that_of_the_worst_scenario(entries: list[Entry], code: int) -> None:
    assert worst(entries) == code


def test_the_guide_explains_every_column_of_the_summary() -> None:
    guide = (ROOT / "docs" / "batches.md").read_text(encoding="utf-8")
    for column in SUMMARY_COLUMNS:
        assert f"| `{column.name}` | {column.unit} | {column.meaning} |" in guide
