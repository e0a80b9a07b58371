"""The commands compare and diff: which runs, which baseline, what is written, what is said, and every refusal."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.studies.journal import Entry, Journal, State
from roadmap_opt.studies.scenarios.plan import BATCHES, BatchRecord
from roadmap_opt.workbook.template import write_workbook
from tests.support.stored_runs import stored_run
from tests.support.tiny_case import tiny_tables

pytestmark = pytest.mark.slow

TAXED = tiny_tables(Settings={"corporate_tax": 0.2})


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(roadmap_opt, [str(argument) for argument in arguments])


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.xlsx"
    write_workbook(path, tiny_tables())
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Two runs of the base case, of which the second is taxed, and one of the scenario cheap."""
    folder = tmp_path / "out"
    stored_run(folder, "20270101T120000Z")
    stored_run(folder, "20270102T120000Z", TAXED)
    stored_run(folder, "20270103T120000Z", scenario="cheap")
    return folder


def run_of(out: Path, scenario: str, day: int) -> Path:
    return out / "tiny" / scenario / f"2027010{day}T120000Z-abcdef"


def test_folders_and_scenarios_are_compared_into_a_new_folder(out: Path, workbook: Path) -> None:
    result = invoke("compare", run_of(out, "base", 1), "cheap", "base", "--workbook", workbook,
                    "--baseline", "cheap", "--name", "first", "--out", out)  # fmt: skip
    assert result.exit_code == 0, result.output
    folder = out / "tiny" / "comparisons" / "first"
    assert {path.name for path in folder.iterdir()} == {"compare.xlsx", "compare.html"}
    assert f"Comparison: {folder}" in result.output
    assert "cheap and base · 2027-01-02 12:00 are proven equal within 1 %" in result.output
    assert "cheap: tiny.xlsx has been saved since its newest run" in result.output
    again = invoke("compare", run_of(out, "base", 1), run_of(out, "base", 2), "--name", "first", "--out", out)
    assert again.exit_code == 2
    assert "exists already and is left untouched" in again.output
    assert [path.name for path in folder.parent.iterdir()] == ["first"]


def test_runs_of_the_workbook_as_it_stands_are_compared_without_a_remark(tmp_path: Path) -> None:
    workbook, out = tmp_path / "plan.xlsx", tmp_path / "out"
    write_workbook(workbook, tiny_tables())
    for scenario in ("base", "cheap"):
        words = ("solve", workbook, "--scenario", scenario, "--threads", "1", "--out", out)
        assert invoke(*words).exit_code == 0
    result = invoke("compare", "base", "cheap", "--workbook", workbook, "--out", out)
    assert result.exit_code == 0, result.output
    assert "has been saved since" not in result.output


def test_a_batch_is_compared_and_its_failures_are_named(out: Path) -> None:
    batch = out / "tiny" / "batches" / "b"
    batch.mkdir(parents=True)
    record = BatchRecord(
        name="b", created_utc="2027-01-03T12:00:00+00:00", workbook="tiny.xlsx", workbook_place="", workbook_sha256="",
        options={}, versions={}, system="", scenarios=None, warm_start=False,
    )  # fmt: skip
    BATCHES.save(batch, record)
    for entry in (
        Entry("base", State.DONE, result={"run": "20270102T120000Z-abcdef", "status": "optimal"}),
        Entry("cheap", State.DONE, result={"run": "20270103T120000Z-abcdef", "status": "optimal"}),
        Entry("odd", State.FAILED, problem="worker lost"),
    ):
        Journal(batch).append(entry)
    result = invoke("compare", "--batch", batch, "--out", out)
    assert result.exit_code == 0, result.output
    assert "odd: no run in this batch (worker lost), left out." in result.output
    assert "base and cheap are proven equal within 1 %" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing", "base"], "nothing is neither the folder of a run nor a scenario"),
        (["late", "base", "--workbook", "{workbook}"], "Scenario late of tiny.xlsx has no complete run below"),
        (["base", "--workbook", "{workbook}"], "at least two runs; 1 given"),
        (["base", "base", "--workbook", "{workbook}"], "is named twice"),
        (["base", "cheap", "--workbook", "{workbook}", "--baseline", "3"], "--baseline 3 is no run of this comparison"),
        (["{out}", "cheap", "--workbook", "{workbook}"], "has no run.json"),
    ],
)
def test_what_cannot_be_compared_is_said_in_words(out: Path, workbook: Path, arguments: list[str], words: str) -> None:
    filled = [argument.format(workbook=workbook, out=out) for argument in arguments]
    result = invoke("compare", *filled, "--out", out)
    assert result.exit_code == 2, result.output
    assert words in result.output.replace("\n", " ")
    assert not (out / "tiny" / "comparisons").exists()


def solved(workbook: Path, out: Path) -> None:
    result = invoke("solve", workbook, "--threads", 1, "--time-limit", 60, "--out", out)
    assert result.exit_code == 0, result.output


def test_diff_says_what_an_edit_did(tmp_path: Path) -> None:
    """A tax and a higher target; then the same file once more."""
    workbook, out = tmp_path / "plan.xlsx", tmp_path / "out"
    write_workbook(workbook, tiny_tables())
    solved(workbook, out)
    assert "a difference takes two" in invoke("diff", workbook, "--out", out).output
    workbook.unlink()
    magnets = {"target": "magnets", "kpi": "magnets", "definition": "sintered", "first_year": 2029, "sense": ">=",
               "value": 60.0, "mode": "soft", "weight": 1.0}  # fmt: skip
    write_workbook(workbook, tiny_tables(Settings={"corporate_tax": 0.2}, Targets=[magnets]))
    solved(workbook, out)
    result = invoke("diff", workbook, "--out", out)
    assert result.exit_code == 0, result.output
    text = result.output.replace("\u00a0", " ")
    assert "corporate_tax: 0 → 0.2" in text
    assert "Targets!G5  magnets · value: 50 → 60  (× 1.2)" in text
    assert "Settings!B" in text
    assert "Results (" in text
    assert "Tax −" in text
    solved(workbook, out)
    again = invoke("diff", workbook, "--out", out, "--lang", "tr").output
    assert "Sonuçları etkileyen hiçbir girdi değişmedi." in again
    assert "girdiler aynı: yalnız arama farklı" in again
    assert "Bütün kararlar önceki gibi." in again
    older, newer = sorted((out / "plan" / "base").iterdir())[:2]
    assert invoke("diff", older, newer).output == result.output
    assert "has been saved since" not in result.output
    workbook.unlink()
    write_workbook(workbook, tiny_tables())
    assert "plan.xlsx has been saved since the newer of these two runs" in invoke("diff", workbook, "--out", out).output


def test_diff_needs_a_workbook_or_two_runs(out: Path) -> None:
    result = invoke("diff", run_of(out, "base", 1))
    assert result.exit_code == 2
    assert "Name a workbook, or the folders of two runs." in result.output
