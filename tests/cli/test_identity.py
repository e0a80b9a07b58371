"""Never the wrong file: scenarios whose names look alike, and workbooks that are called alike."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.runs.history import newest_run_of, newest_runs, past_runs, runs_of_others
from roadmap_opt.runs.run_folder import find_run
from roadmap_opt.runs.run_names import older_folder_name
from roadmap_opt.solver.decisions import Decisions, Held
from roadmap_opt.studies.regret.study import Pair
from tests.support.batches import journal, solve, write_book
from tests.support.stored_runs import stored_run_of

pytestmark = pytest.mark.slow

LOOK_ALIKES = {"price war": "0.8", "price_war": "1.6", "A/B": "0.9", "A:B": "1.8", "batches": "0.7", "kırık": "1.2"}
"""Scenarios, and what each makes of the price of magnets."""


def run_command(*words: object) -> Result:
    return CliRunner().invoke(roadmap_opt, [str(word) for word in words])


def file(path: Path, content: bytes = b"workbook") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_scenarios_that_look_alike_do_not_stand_in_for_each_other(tmp_path: Path) -> None:
    """The whole way: solved together, compared, edited, told apart by `diff` and `runs`, resumed."""
    rows = [{"scenario": name} for name in LOOK_ALIKES]
    overlays = [
        {"scenario": name, "table": "Prices", "row": "magnet|*", "column_name": "price", "operation": "multiply",
         "value": factor} for name, factor in LOOK_ALIKES.items()
    ]  # fmt: skip
    book, out = write_book(tmp_path / "clash.xlsx", Scenarios=rows, Overlays=overlays), tmp_path / "out"
    solved = solve(book, out, "--all", "--rounds", "1")
    assert solved.exit_code == 0, solved.output

    runs = {name: newest_run_of(out, book, name) for name in LOOK_ALIKES}
    for name, run in runs.items():
        assert run is not None
        assert (run.scenario, run.folder.name) == (name, journal(out, book)[name]["run"])
    worth = [run.npv for run in runs.values() if run is not None and run.npv is not None]
    assert len(set(worth)) == len(LOOK_ALIKES)

    compared = run_command("compare", "--workbook", book, "--out", out, "base", *LOOK_ALIKES)
    assert compared.exit_code == 0, compared.output
    for line, name in zip(compared.output.splitlines(), LOOK_ALIKES, strict=False):
        assert line.startswith((f"base is better than {name}, and", f"{name} is better than base, and"))

    listed = run_command("runs", book, "--scenario", "PRICE WAR", "--out", out)
    assert [line.split("  ")[1].strip() for line in listed.output.splitlines()[1:]] == ["price war"]
    refused = run_command("diff", book, "--scenario", "price war", "--out", out)
    assert refused.exit_code == 2
    assert "1 complete run(s)" in refused.output

    again = run_command("solve", book, "--scenario", "Price War", "--rounds", "1", "--threads", "1", "--from", "last",
                        "--out", out)  # fmt: skip
    assert again.exit_code == 0, again.output
    newest = newest_runs(out, book, "price war", 2)
    assert [run.scenario for run in newest] == ["price war", "price war"]  # as the workbook writes it
    record = json.loads((newest[0].folder / "run.json").read_text(encoding="utf-8"))
    assert record["started_from"] == f"run {newest[1].folder.name} of scenario price war"
    told = run_command("diff", book, "--scenario", "price war", "--out", out)
    assert told.exit_code == 0, told.output
    assert "No input that a result depends on has changed." in told.output
    resumed = solve(book, out, "--resume")
    assert f"0 scenario(s) to solve, {len(LOOK_ALIKES) + 1} already done." in resumed.output


def test_runs_of_older_versions_in_a_shared_folder_are_told_apart(tmp_path: Path) -> None:
    """`price war` and `price_war` both went to `price_war`; their records know which is which."""
    out, book = tmp_path / "out", file(tmp_path / "plan.xlsx")
    shared = out / "plan" / older_folder_name("price war")
    spaced = stored_run_of(out, book, "20270101T120000Z", "price war", shared)
    joined = stored_run_of(out, book, "20270102T120000Z", "price_war", shared)
    fresh = stored_run_of(out, book, "20270103T120000Z", "price war")
    assert [run.folder for run in newest_runs(out, book, "price war", 3)] == [fresh, spaced]
    assert [run.folder for run in newest_runs(out, book, "price_war", 3)] == [joined]
    assert [run.inputs_changed for run in past_runs(out, book)] == [False, None, None]
    assert find_run(out, book, "price war", spaced.name) == spaced
    assert find_run(out, book, "price war", fresh.name) == fresh


@pytest.fixture
def clients(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The results folder of two clients whose workbooks are both called plan.xlsx, each with runs of its own."""
    out = tmp_path / "out"
    first, second = file(tmp_path / "clientA" / "plan.xlsx"), file(tmp_path / "clientB" / "plan.xlsx", b"other")
    stored_run_of(out, first, "20270101T120000Z")
    stored_run_of(out, first, "20270102T120000Z")
    stored_run_of(out, second, "20270103T120000Z")
    return out, first, second


def test_every_command_keeps_two_workbooks_of_one_name_apart(clients: tuple[Path, Path, Path]) -> None:
    out, first, second = clients
    assert [run.created_utc[:10] for run in past_runs(out, first)] == ["2027-01-02", "2027-01-01"]
    assert [run.created_utc[:10] for run in past_runs(out, second)] == ["2027-01-03"]
    assert len(runs_of_others(out, second)) == 2
    refused = run_command("diff", second, "--out", out)
    assert refused.exit_code == 2
    assert f"Left out: 2 run(s) of {first}, which is another workbook than {second}." in refused.output
    assert "1 complete run(s)" in refused.output
    told = run_command("diff", first, "--out", out)
    assert told.exit_code == 0
    assert "2027-01-01 12:00  →  " in told.output
    listed = run_command("runs", "plan", "--out", out)
    assert [line.split("  ")[1].strip() for line in listed.output.splitlines()[1:]] == [
        str(second), str(first), str(first)
    ]  # fmt: skip
    both = run_command("diff", *(run.folder for run in (*newest_runs(out, first, None, 1), *past_runs(out, second))))
    assert both.exit_code == 0
    assert "two workbooks, ../clientA/plan.xlsx and ../clientB/plan.xlsx: what differs is no edit." in both.output
    shutil.rmtree(past_runs(out, second)[0].folder)
    for words in (["compare", "--workbook", second, "base", "base"], ["solve", second, "--from", "last"]):
        assert run_command(*words, "--out", out).exit_code == 2
    assert newest_run_of(out, second, "base") is None


@pytest.mark.parametrize("language", ["en", "tr"])
def test_a_workbook_that_was_moved_or_copied_by_itself_is_said_not_guessed(
    clients: tuple[Path, Path, Path], language: str
) -> None:
    out, first, _ = clients
    copied = file(first.parent.with_name("copy") / "plan.xlsx", first.read_bytes())
    said = run_command("runs", copied, "--out", out, "--lang", language)
    assert f"{first}, which is another workbook" in said.output or f"{first} dosyasının 2 çalışması; bu" in said.output
    moved = first.rename(first.parent.with_name("moved.xlsx")).rename(copied)
    gone = run_command("runs", moved, "--out", out, "--lang", language)
    assert "no workbook is any more" in gone.output or "orada artık dosya yok" in gone.output
    assert past_runs(out, moved) == ()


def test_a_project_moved_as_a_whole_stays_what_it_was(
    clients: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, first, second = clients
    project = tmp_path / "elsewhere" / "project"
    project.mkdir(parents=True)
    for folder in (out, first.parent, second.parent):
        shutil.copytree(folder, project / folder.name)
    assert len(past_runs(project / "out", project / "clientA" / "plan.xlsx")) == 2
    assert past_runs(project / "out", first) == ()  # the copy's runs are not those of the first project's file
    monkeypatch.chdir(project / "clientA")
    assert len(past_runs(Path("../out"), Path("plan.xlsx"))) == 2
    assert len(past_runs(Path("../out"), Path("../clientB/plan.xlsx"))) == 1


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_is_the_file_it_leads_to(clients: tuple[Path, Path, Path], tmp_path: Path) -> None:
    out, first, second = clients
    link = tmp_path / "desk" / "plan.xlsx"
    link.parent.mkdir()
    link.symlink_to(first)
    assert len(past_runs(out, link)) == 2
    stored_run_of(out, link, "20270104T120000Z")
    link.unlink()
    link.symlink_to(second)
    assert [run.created_utc[:10] for run in past_runs(out, link)] == ["2027-01-03"]
    assert past_runs(out, first)[0].created_utc[:10] == "2027-01-04"
    (tmp_path / "shelf").symlink_to(out, target_is_directory=True)
    assert len(past_runs(tmp_path / "shelf", first)) == 3


@pytest.mark.parametrize(
    ("recorded", "of_first", "of_second"),
    [
        ("clientA/plan.xlsx", True, False),
        ("../clientB/plan.xlsx", False, True),
        ("{first}", True, False),
        ("plan.xlsx", True, True),
        ("C:/plans/plan.xlsx", False, False),
    ],
)
def test_an_older_run_belongs_to_a_workbook_whose_path_ends_as_it_recorded(
    tmp_path: Path, recorded: str, of_first: bool, of_second: bool
) -> None:
    out = tmp_path / "out"
    first, second = file(tmp_path / "clientA" / "plan.xlsx"), file(tmp_path / "clientB" / "plan.xlsx")
    for day in ("01", "02"):
        stored_run_of(out, first, f"202701{day}T120000Z", workbook=recorded.format(first=first), workbook_place=None)
    found = [len(past_runs(out, workbook)) == 2 for workbook in (first, second)]
    assert found == [of_first, of_second]


def test_a_batch_goes_on_with_its_own_workbook_only(tmp_path: Path) -> None:
    """Both clients' batches stand in one folder; the newest is the other client's; then a workbook is moved."""
    out, nightly = tmp_path / "out", ["--scenarios", "base,cheap", "--rounds", "1"]
    first, second = tmp_path / "clientA" / "plan.xlsx", tmp_path / "clientB" / "plan.xlsx"
    for book in (first, second):
        book.parent.mkdir()
        write_book(book)
    begun = solve(first, out, *nightly, "--batch", "Her gece")
    assert begun.exit_code == 0, begun.output
    none = solve(second, out, "--resume")
    assert none.exit_code == 2
    assert f"There is no batch to resume of {second} below {out}." in none.output
    assert f"Her gece is of another workbook, {first}." in none.output
    other = solve(second, out, "--resume", "--batch", "her gece")
    assert other.exit_code == 2
    assert f"is of another workbook, {first}." in other.output
    taken = solve(second, out, *nightly, "--batch", "HER GECE")
    assert taken.exit_code == 2
    assert "exists already" in taken.output
    again = solve(first, out, "--resume", "--batch", "her  GECE")
    assert "0 scenario(s) to solve, 2 already done." in again.output
    moved = first.rename(tmp_path / "plan.xlsx")
    assert solve(moved, out, "--resume").exit_code == 2
    named = solve(moved, out, "--resume", "--batch", "Her gece")
    assert named.exit_code == 0, named.output
    assert f"It was begun with {first}, where no workbook is any more, and goes on with {moved}." in named.output
    assert "0 scenario(s) to solve, 2 already done." in named.output
    assert "0 scenario(s) to solve, 2 already done." in solve(moved, out, "--resume").output  # it is its own now


def test_a_folder_that_is_called_like_a_scenario_is_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, book = tmp_path / "out", file(tmp_path / "plan.xlsx")
    stored_run_of(out, book, "20270101T120000Z")
    stored_run_of(out, book, "20270102T120000Z", "inputs")
    (tmp_path / "inputs").mkdir()
    monkeypatch.chdir(tmp_path)
    compared = run_command("compare", "--workbook", book, "--out", out, "base", "inputs")
    assert compared.exit_code == 0, compared.output
    assert compared.output.startswith("base and inputs have the same inputs")
    (tmp_path / "inputs").rmdir()
    shutil.copytree(newest_runs(out, book, "base", 1)[0].folder, tmp_path / "inputs")
    unclear = run_command("compare", "--workbook", book, "--out", out, "base", "inputs")
    assert unclear.exit_code == 2
    assert "inputs is a scenario of plan.xlsx and the folder of a run: for the folder write ./inputs." in unclear.output
    folder = run_command("compare", "--workbook", book, "--out", out, "inputs", "./inputs")
    assert "for the folder write" in folder.output
    assert run_command("compare", "--workbook", book, "--out", out, "base", "./inputs").exit_code == 0


def test_a_baseline_that_fits_two_runs_is_asked_for_again(tmp_path: Path) -> None:
    out, book = tmp_path / "out", file(tmp_path / "plan.xlsx")
    for day, scenario in enumerate(("base", "3", "cheap"), 1):
        stored_run_of(out, book, f"2027010{day}T120000Z", scenario)
    words = ["compare", "--workbook", book, "--out", out, "base", "3", "cheap"]
    unclear = run_command(*words, "--baseline", "3")
    assert unclear.exit_code == 2
    assert "--baseline 3 fits more than one run" in unclear.output
    assert run_command(*words, "--baseline", "CHEAP").exit_code == 0
    assert run_command(*words, "--baseline", "1").exit_code == 0


def test_pairs_of_a_matrix_never_share_a_key_or_a_folder() -> None:
    names = ["a", "b", "c", "a-in-b", "b-in-c", "a-in", "in-b", "a → b", "b → c", '"a → b"', "price war", "price_war"]
    decisions = Decisions({}, {}, {}, {})
    tasks = [
        Pair(plan, SimpleNamespace(record=SimpleNamespace(scenario=world)), Held(decisions, 2027), decisions)
        for plan in names for world in names
    ]  # fmt: skip
    assert len({task.key for task in tasks}) == len(tasks)
    assert len({task.folder.casefold() for task in tasks}) == len(tasks)
    assert tasks[1].key == "a → b"
    assert tasks[1].folder == "a-in-b"
