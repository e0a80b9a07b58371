"""A matrix that is killed and continued comes to what an undisturbed one comes to."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.support.kills import killed
from tests.support.regret_matrices import matrix_of, regret, without_runs

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="kills by signal")]


def entries(path: Path) -> list[str]:
    return [json.loads(line)["key"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_program_killed_at_any_moment_loses_nothing(worlds: Path, by_hand: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["regret", str(worlds), "--out", str(out), "--workers", "2", "--gap", "0", "--name", "again"]
    killed("journal written", 1, *words, "--scenarios", "base,bust", folder=tmp_path)
    partial = out / "tiny" / "regret" / ".again.partial"
    assert not (partial / "journal.jsonl").exists()
    killed("journal written", 2, *words, "--resume", folder=tmp_path)  # the second own plan, then one of two pairs
    done = entries(partial / "journal.jsonl")
    assert len(done) == 1
    (run,) = partial.glob("runs/*/run.json")
    when = run.stat().st_mtime_ns

    resumed = regret(worlds, out, "--resume")
    assert resumed.exit_code == 0, resumed.output
    assert "1 to solve, 1 already done." in resumed.output
    folder = out / "tiny" / "regret" / "again"
    expected = {pair: row for pair, row in matrix_of(by_hand).items() if "late" not in pair}
    assert without_runs(matrix_of(folder)) == without_runs(expected)
    assert (folder / run.relative_to(partial)).stat().st_mtime_ns == when
    assert [path.name for path in folder.parent.iterdir()] == ["again"]
    assert set(done) < set(entries(folder / "journal.jsonl"))
