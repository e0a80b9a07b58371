"""The committed example, the committed workbook and the code stay together.

When a test of `results/example` fails: `python benchmarks/example.py` solves the committed workbook anew and puts the
run in its place; the figures that README quotes are then brought up to date by hand.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.example import main, put_example, solve_example
from roadmap_opt.runs.run_files import REPORT_FILE, RESULTS_FILE
from tests.support.batches import write_book
from tests.support.committed_example import EXAMPLE, differences, quoted, told
from tests.support.tiny_case import tiny_rows

ROOT = Path(__file__).parents[2]
WORKBOOK = ROOT / "inputs" / "roadmap.xlsx"


@pytest.mark.slow
def test_the_example_is_what_this_code_makes_of_the_committed_workbook(tmp_path: Path) -> None:
    assert list(differences(EXAMPLE, WORKBOOK, tmp_path))[:20] == []


def test_readme_quotes_the_example() -> None:
    targets, gaps = quoted((ROOT / "README.md").read_text(encoding="utf-8").split("## Set up")[0])
    assert targets == {told(EXAMPLE)["targets"]}
    assert gaps == {told(EXAMPLE)["gap"]}


def test_the_example_tells_nothing_of_the_machine_it_was_made_on() -> None:
    record = (EXAMPLE / "run.json").read_text(encoding="utf-8")
    assert not any(mark in record for mark in ("/tmp", "/home", "/work", "/root", ":\\\\", "Users"))


def test_figures_in_a_text_are_found() -> None:
    text = "in it: 17 of 19 targets are met, two come later; the plan is proven to be within\n1.5 % of the best"
    assert quoted(text) == ({(17, 19)}, {1.5})
    assert quoted("nothing of the kind") == (set(), set())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a small workbook, solved and put in place by the script that makes the example.

    Not to be changed.
    """
    project = tmp_path_factory.mktemp("project")
    (project / "inputs").mkdir()
    write_book(project / "inputs" / "tiny.xlsx")
    (project / "results" / "example").mkdir(parents=True)
    (project / "results" / "example" / "old.txt").write_text("of the example before")
    run = solve_example(project, Path("inputs/tiny.xlsx"), ("--threads", "1"))
    assert put_example(run, project / "results") == project / "results" / "example"
    return project


@pytest.mark.slow
def test_an_example_is_made_of_a_new_run_only(made: Path, tmp_path: Path) -> None:
    elsewhere = ("--threads", "1", "--out", str(tmp_path))
    with pytest.raises(SystemExit, match="the example is as it was"):
        solve_example(made, Path("inputs/tiny.xlsx"), elsewhere)


def test_asking_the_script_for_help_solves_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["example.py", "--help"])
    monkeypatch.setattr("benchmarks.example.solve_example", lambda *_: pytest.fail("it solves"))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert "ten minutes" in capsys.readouterr().out


@pytest.mark.slow
def test_an_example_made_by_the_script_passes(made: Path, tmp_path: Path) -> None:
    example = made / "results" / "example"
    assert list(differences(example, made / "inputs" / "tiny.xlsx", tmp_path)) == []
    assert sorted(path.name for path in example.iterdir()) == [
        "inputs", "report.html", "results.xlsx", "run.json", "tables"
    ]  # fmt: skip
    assert [path.name for path in (made / "results").iterdir() if path.name.startswith(".")] == []
    assert told(example) == {"targets": (1, 1), "gap": 0.0}


@pytest.mark.slow
def test_an_edit_of_the_workbook_is_found(made: Path, tmp_path: Path) -> None:
    rows = tiny_rows("Demand")
    edited = tmp_path / "inputs" / "tiny.xlsx"
    edited.parent.mkdir()
    write_book(edited, Demand=[{**rows[0], "quantity": 77.0}, *rows[1:]])
    found = list(differences(made / "results" / "example", edited, tmp_path))
    assert found[:3] == [
        "it was solved from another workbook than tiny.xlsx",
        "its copy of the workbook is not tiny.xlsx",
        "scenario base of tiny.xlsx has other inputs today than it was solved with",
    ]


@pytest.mark.slow
def test_other_words_on_the_page_and_in_the_workbook_are_found(made: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(made / "results" / "example", run)
    page = (run / REPORT_FILE).read_text(encoding="utf-8")
    (run / REPORT_FILE).write_text(page.replace("Rare-earth roadmap", "Rare-earth road map"), encoding="utf-8")
    shutil.copy(made / "inputs" / "tiny.xlsx", run / RESULTS_FILE)
    record = (run / "run.json").read_text(encoding="utf-8")
    (run / "run.json").write_text(record.replace('"started_from": ""', '"started_from": "a plan"'), encoding="utf-8")
    found = list(differences(run, made / "inputs" / "tiny.xlsx", tmp_path))
    assert found[0] == "it was not solved from nothing but the workbook: a plan"
    assert any(line.startswith("report.html, line") and "road map" in line for line in found)
    assert any(line.startswith("results.xlsx › ") for line in found)
