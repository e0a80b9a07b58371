"""A few kills at random moments; `python benchmarks/kills.py` kills two hundred times. And what it would notice."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.kills import Kind, Tally, Target, contents, solved
from roadmap_opt.runs.run_files import file_hashes
from tests.support.stored_runs import stored_run_of

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
@pytest.mark.rare
def test_nothing_is_lost_by_a_few_kills() -> None:
    words = [sys.executable, "benchmarks/kills.py", "--kills", "2", "--only", "batch: program"]
    done = subprocess.run(
        words, cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "utf-8"}, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 kills" in done.stdout


@pytest.fixture
def target(tmp_path: Path) -> Target:
    """A results folder with a run in it that is whole but for its pages, which are empty files."""
    book = tmp_path / "tiny.xlsx"
    book.write_bytes(b"workbook")
    made = Target.__new__(Target)
    made.kind = Kind("solve", book, ("solve",), False, ("*.partial", ".report-*"), solved)
    made.out, made.tally, made.dice = tmp_path / "out", Tally(), random.Random(0)
    run = stored_run_of(made.out, book, "20270101T120000Z")
    for page in ("results.xlsx", "report.html"):
        (run / page).touch()
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    (run / "run.json").write_text(json.dumps({**record, "files": file_hashes(run)}), encoding="utf-8")
    made.standing = contents(made.out)
    return made


def losses(target: Target) -> list[str]:
    target._look()
    return target.tally.losses


def test_what_stands_is_no_loss_and_a_half_written_run_is_none(target: Target) -> None:
    (target.out / "tiny" / "base" / ".20270102T120000Z-abcdef.partial").mkdir()
    assert losses(target) == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("report.html", "was removed"),
        ("run.json", "was removed"),
        ("tables/builds.csv", "is unreadable|was removed"),
    ],
)
def test_a_file_that_is_gone_is_a_loss(target: Target, path: str, said: str) -> None:
    (next(target.out.glob("tiny/base/*")) / path).unlink()
    assert any(line.endswith(tuple(said.split("|"))) for line in losses(target))


def test_a_file_that_changed_and_a_run_without_its_page_are_losses(target: Target) -> None:
    run = next(target.out.glob("tiny/base/*"))
    with (run / "tables" / "builds.csv").open("a", encoding="utf-8") as table:
        table.write("\n")
    new = stored_run_of(target.out, target.kind.workbook, "20270103T120000Z")
    found = losses(target)
    assert any(line.endswith("builds.csv was changed") for line in found)
    assert f"{new} has no report.html" in found
