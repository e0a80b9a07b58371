"""Every way in which a search can end has its words on the console and in the results."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.messages import LANGUAGES, Language, text
from roadmap_opt.solution.words import WORDS
from roadmap_opt.workbook.template import write_workbook
from tests.builders import tiny_tables

ENDS = ("gap", "time", "interrupt", "work", "other")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("end", ENDS)
def test_every_end_has_words(end: str, language: Language) -> None:
    for catalogue in (text, WORDS):
        assert catalogue(language, f"limit_{end}")


def test_a_short_search_says_that_it_was_short(tmp_path: Path) -> None:
    workbook = tmp_path / "tiny.xlsx"
    write_workbook(workbook, tiny_tables())
    words = ["solve", str(workbook), "--rounds", "1", "--gap", "0", "--threads", "1", "--out", str(tmp_path / "out")]
    solved = CliRunner().invoke(roadmap_opt, words)
    assert solved.exit_code == 0, solved.output
    assert "end of the short search" in solved.output
