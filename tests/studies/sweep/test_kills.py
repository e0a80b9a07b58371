"""A sweep that is killed and continued comes to what an undisturbed one comes to."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from roadmap_opt.cli import roadmap_opt
from tests.support.kills import killed
from tests.support.sweep_workbook import write_sweep_workbook

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="kills by signal")]


def test_a_program_killed_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    book, shelves = write_sweep_workbook(tmp_path), {}
    for name in ("undisturbed", "killed"):
        words = ["sweep", str(book), "--sweep", "main", "--out", str(tmp_path / name), "--workers", "2"]
        shelves[name] = tmp_path / name / "tiny" / "sweeps"
        if name == "killed":
            killed("journal written", 2, *words, folder=tmp_path)
            (partial,) = shelves[name].glob(".*.partial")
            killed("journal being written", 1, *words, "--resume", folder=tmp_path)
            killed("tables being written", 2, *words, "--resume", folder=tmp_path)
            lines = (partial / "journal.jsonl").read_text(encoding="utf-8").splitlines()
            assert len({json.loads(line)["key"] for line in lines if line.endswith("}")}) == 8
            words.append("--resume")
        done = CliRunner().invoke(roadmap_opt, words)
        assert done.exit_code == 0, done.output
    assert "8 run(s) are done" in done.output
    (undisturbed,), (again,) = (list(shelf.glob("[!.]*")) for shelf in shelves.values())
    assert list(shelves["killed"].iterdir()) == [again]
    runs = [pd.read_parquet(folder / "runs.parquet").drop(columns="seconds") for folder in (undisturbed, again)]
    pd.testing.assert_frame_equal(*runs, rtol=1e-9)
    files = [{path.relative_to(folder) for path in folder.rglob("*")} for folder in (undisturbed, again)]
    assert files[0] == files[1]
