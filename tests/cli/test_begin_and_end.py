"""How a search begins and ends: from another plan, and with words for every end."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.messages import LANGUAGES, Language
from roadmap_opt.runs.history import newest_run_of
from roadmap_opt.runs.run_files import REPORT_FILE
from roadmap_opt.runs.run_folder import load_run
from roadmap_opt.words import CONSOLE as text
from roadmap_opt.words import TERMS as WORDS
from roadmap_opt.workbook.template import write_workbook
from tests.support.tiny_case import tiny_tables

ENDS = ("gap", "time", "interrupt", "work", "other")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("end", ENDS)
def test_every_end_has_words(end: str, language: Language) -> None:
    for catalogue in (text, WORDS):
        assert catalogue(language, f"limit_{end}")


@pytest.mark.slow
def test_a_short_search_says_that_it_was_short(tmp_path: Path) -> None:
    workbook = tmp_path / "tiny.xlsx"
    write_workbook(workbook, tiny_tables())
    words = ["solve", str(workbook), "--rounds", "1", "--gap", "0", "--threads", "1", "--out", str(tmp_path / "out")]
    solved = CliRunner().invoke(roadmap_opt, words)
    assert solved.exit_code == 0, solved.output
    assert "end of the short search" in solved.output


@pytest.mark.slow
def test_a_solve_starts_from_an_earlier_run(tmp_path: Path) -> None:
    workbook, out = tmp_path / "tiny.xlsx", tmp_path / "out"
    write_workbook(workbook, tiny_tables())
    words = ["solve", str(workbook), "--threads", "1", "--out", str(out)]
    runner = CliRunner()
    missing = runner.invoke(roadmap_opt, [*words, "--from", "last"])
    assert (missing.exit_code, "no run of scenario base" in missing.output) == (2, True)
    assert runner.invoke(roadmap_opt, words).exit_code == 0
    (first,) = (out / "tiny" / "base").iterdir()
    again = runner.invoke(roadmap_opt, [*words, "--from", "last"])
    assert again.exit_code == 0, again.output
    (second,) = set((out / "tiny" / "base").iterdir()) - {first}
    assert load_run(second).record.started_from == f"run {first.name} of scenario base"
    assert runner.invoke(roadmap_opt, [*words, "--all", "--from", "last"]).exit_code == 2


@pytest.mark.slow
def test_the_plants_of_an_earlier_run_are_kept_in_another_scenario(tmp_path: Path) -> None:
    workbook, out = tmp_path / "tiny.xlsx", tmp_path / "out"
    write_workbook(workbook, tiny_tables())
    words, runner = ["solve", str(workbook), "--threads", "1", "--out", str(out)], CliRunner()
    assert runner.invoke(roadmap_opt, words).exit_code == 0
    (first,) = (out / "tiny" / "base").iterdir()
    asked = [*words, "--scenario", "CHEAP", "--keep-plants", str(first)]
    kept = runner.invoke(roadmap_opt, asked)
    assert kept.exit_code == 0, kept.output
    (second,) = (out / "tiny" / "cheap").iterdir()
    before, after = load_run(first), load_run(second)
    pd.testing.assert_frame_equal(before.tables["builds"], after.tables["builds"])
    origin = f"run {first.name} of scenario base"
    assert after.record.held == {"origin": origin, "until": 2030, "contracts": False}
    assert f"those of {origin} and were not free to choose; contracts, money" in (second / REPORT_FILE).read_text()
    assert runner.invoke(roadmap_opt, ["compare", str(first), str(second), "--out", str(out)]).exit_code == 0
    assert "another plan kept" in runner.invoke(roadmap_opt, ["runs", "--out", str(out)]).output
    assert newest_run_of(out, workbook, "cheap") is None
    refused = runner.invoke(roadmap_opt, [*words, "--all", "--keep-plants", str(first)])
    assert (refused.exit_code, "single scenario" in refused.output) == (2, True)
