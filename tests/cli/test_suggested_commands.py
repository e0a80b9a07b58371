"""A command that a message suggests can be copied into a shell as it stands; folders that are no runs say so."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.errors import RoadmapError
from roadmap_opt.loaded_run import load_saved
from roadmap_opt.publish import publish_run
from roadmap_opt.shell_words import suggested
from tests.support.committed_example import EXAMPLE


@pytest.mark.parametrize("word", ["results/a/.b.partial", r"C:\plans" if os.name == "nt" else "/plans", "--resume"])
def test_a_plain_word_stands_as_it_is(word: str) -> None:
    assert suggested("report", word) == f"roadmap-opt report {word}"


@pytest.mark.parametrize(
    "word", ["my results/x", "R&D", "a;b", "(2027)", "Planlar, yeni", "~/x", "a'b", "#1", "", "%OS%"]
)
def test_a_word_with_blanks_or_signs_stands_in_double_quotes(word: str) -> None:
    assert suggested("report", word) == f'roadmap-opt report "{word}"'


ODD = ("my results/x", "a'b", "a$b c", "`id`", 'say "so"', r"back\slash", "R&D!", "~", "*", "çözüm ılık", "")


@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not have")
def test_a_posix_shell_reads_every_word_as_it_was() -> None:
    command = suggested(*ODD)
    assert shlex.split(command)[1:] == list(ODD)
    listed = f"import json, sys; print(json.dumps(sys.argv[1:])) #{sys.executable}"
    script = f'roadmap-opt() {{ {shlex.quote(sys.executable)} -c {shlex.quote(listed)} "$@"; }}; {command}'
    read = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, encoding="utf-8")
    assert json.loads(read.stdout) == list(ODD)


RECORDS = {"sweeps": "sweep.json", "regret": "regret.json", "batches": "batch.json"}


def unfinished(out: Path, shelf: str, name: str, record: dict[str, str] | None = None) -> Path:
    folder = out / "plan" / shelf / name
    folder.mkdir(parents=True)
    if record is not None:
        (folder / RECORDS[shelf]).write_text(json.dumps(record), encoding="utf-8")
    return folder


CASES = [
    ("sweeps", ".7.partial", {"workbook": "my plan.xlsx", "sweep": "prices", "name": "7"},
     "is a sweep, not a run, and not finished. "
     'Go on with it: roadmap-opt sweep "my plan.xlsx" --sweep prices --resume'),
    ("regret", ".7.partial", {"workbook": "plan.xlsx", "name": "first try"},
     "is a regret matrix, not a run, and not finished. "
     'Go on with it: roadmap-opt regret plan.xlsx --name "first try" --resume'),
    ("batches", "7", {"workbook": "plan.xlsx", "name": "7"},
     "is a batch, not a run. Go on with it: roadmap-opt solve plan.xlsx --batch 7 --resume"),
    ("comparisons", ".7.partial", None,
     "is a comparison, not a run and was not written to the end. Make it anew with: roadmap-opt compare"),
    ("sweeps", "7", {"workbook": "plan.xlsx", "sweep": "prices"}, "is a sweep, not a run. Its page is "),
    ("sweeps", ".8.partial", None, "Go on with it: roadmap-opt sweep WORKBOOK --sweep NAME --resume"),
]  # fmt: skip


@pytest.mark.parametrize("command", ["report", "audit"])
@pytest.mark.parametrize(("shelf", "name", "record", "words"), CASES)
def test_a_folder_of_another_kind_says_what_it_is_and_how_it_goes_on(
    tmp_path: Path, command: str, shelf: str, name: str, record: dict[str, str] | None, words: str
) -> None:
    folder = unfinished(tmp_path / "my results", shelf, name, record)
    refused = CliRunner().invoke(roadmap_opt, [command, str(folder)])
    assert refused.exit_code == 2
    assert words in refused.output
    assert "solve again" not in refused.output
    if "--resume" in words:
        assert refused.output.strip().endswith(f'--resume --out "{tmp_path / "my results"}"')


def test_a_study_in_the_usual_place_needs_no_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    unfinished(Path("results"), "regret", ".7.partial", {"workbook": "plan.xlsx", "name": "7"})
    refused = CliRunner().invoke(roadmap_opt, ["report", "results/plan/regret/.7.partial"])
    assert refused.output.strip().endswith("--name 7 --resume")


def test_what_was_noted_on_the_way_up_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        error = RoadmapError("the page cannot be written")
        error.add_note("Everything that was computed is in the folder beside.")
        raise error

    monkeypatch.setattr("roadmap_opt.publish.rewrite_report", broken)
    refused = CliRunner().invoke(roadmap_opt, ["report", str(tmp_path)])
    assert refused.exit_code == 2
    assert refused.output.splitlines() == [
        "the page cannot be written",
        "Everything that was computed is in the folder beside.",
    ]


@pytest.mark.slow
def test_a_run_that_was_loaded_is_not_written_again(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="just solved"):
        publish_run(load_saved(EXAMPLE), tmp_path, "en")
    assert list(tmp_path.iterdir()) == []
