"""What a sweep saves per run: the kept model against a new build, and a whole sweep against as many separate solves.

Two routes are timed side by side, again and again, so that a ratio is taken from one stretch of the machine's load. The
small workbook is the tests' tiny case with four varied parameters; its solves take a moment, so that 200 runs and what
stands around a solve can be measured in minutes. On the default workbook the search itself takes nearly all the time.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from roadmap_opt.case.case import Case, case_from_tables  # noqa: E402
from roadmap_opt.case.sweep_rows import read_sweep  # noqa: E402
from roadmap_opt.case.sweeps import sampled_tables  # noqa: E402
from roadmap_opt.sweep.designs import samples  # noqa: E402
from roadmap_opt.sweep.reuse import SweepModel, learn  # noqa: E402
from roadmap_opt.workbook.read import read_workbook  # noqa: E402
from roadmap_opt.workbook.template import write_workbook  # noqa: E402
from tests.support.sweep_workbook import write_sweep_workbook  # noqa: E402

DEFAULT = ROOT / "inputs" / "roadmap.xlsx"


def timed(work: Callable[[], Any]) -> float:
    """Wall time of one call, in seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def spread(ratios: list[float]) -> str:
    """Median and range."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def kept_model(rounds: int) -> None:
    """Arrays of a sample of the default workbook: a new build against the kept model."""
    tables = read_workbook(DEFAULT).tables
    sweep = read_sweep(tables, "main_uncertainties", DEFAULT.name)

    def case_of(values: tuple[float, ...]) -> Case:
        return case_from_tables(sampled_tables(tables, sweep, values), "roadmap", "base")

    box = [parameter.box for parameter in sweep.parameters]
    began = time.perf_counter()
    learnt = learn(case_of, box)
    learning = time.perf_counter() - began
    kept, anew = SweepModel(case_of, box, learnt), SweepModel(case_of, box)
    drawn = samples(sweep, "latin", rounds + 1, 0)
    kept.at(drawn[0].values)  # the first call fills look-ups that later ones share
    news, patches = [], []
    for sample in drawn[1:]:
        news.append(timed(lambda values=sample.values: anew.at(values)))
        patches.append(timed(lambda values=sample.values: kept.at(values)))
        assert kept.at(sample.values).patched, "the comparison needs a patched sample"
    ratios = [new / patch for new, patch in zip(news, patches, strict=True)]
    print(f"default workbook, {len(box)} parameters varied at once, {rounds} samples")
    print(f"  new build      {statistics.median(news):.3f} s")
    print(f"  kept model     {statistics.median(patches):.3f} s")
    print(f"  new over kept  {spread(ratios)}")
    print(f"  learnt once in {learning:.1f} s")


def against_separate_solves(workbook: Path, sweep_name: str, runs: int, separate: int, options: list[str]) -> None:
    """A sweep of ``runs`` samples on two workers against ``separate`` of the same samples, one program call each."""
    tables = read_workbook(workbook).tables
    sweep = read_sweep(tables, sweep_name, workbook.name)
    drawn = samples(sweep, "latin", runs, 0)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        base = _program("solve", workbook, *options, "--threads", "1", "--out", out)
        base_run = next((out / workbook.stem / "base").iterdir())
        line = ["sweep", workbook, "--sweep", sweep_name, "--design", "latin", "--runs", runs, "--from", base_run]
        whole = _program(*line, "--workers", "2", *options, "--out", out)
        singles = []
        places = np.linspace(0, runs - 1, separate).round().astype(int)
        for number in places:
            own = Path(folder) / f"sample{number}.xlsx"
            write_workbook(own, sampled_tables(tables, sweep, drawn[number].values))
            singles.append(_program("solve", own, *options, "--threads", "1", "--out", out))
    per_run = whole / (runs + 1)  # the base is solved once more, as run 0
    print(f"{workbook.name}: {runs} runs in one sweep on two workers, {separate} of them as separate solves; {options}")
    print(f"  base plan      {base:.1f} s")
    print(f"  sweep          {whole:.1f} s, {per_run:.2f} s per run")
    print(f"  separate solve {statistics.mean(singles):.2f} s per run ({min(singles):.2f} to {max(singles):.2f})")
    print(f"  separate over sweep, per run: {statistics.mean(singles) / per_run:.1f}")


def _program(*words: object) -> float:
    command = [sys.executable, "-m", "roadmap_opt", *map(str, words)]
    began = time.perf_counter()
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"{' '.join(command)}\n{ended.stdout}{ended.stderr}")
    return time.perf_counter() - began


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="200 runs of a small workbook, five minutes")
    parser.add_argument("--default", type=int, metavar="RUNS", help="so many runs of the default workbook")
    chosen = parser.parse_args()
    kept_model(9)
    if chosen.small:
        with tempfile.TemporaryDirectory() as folder:
            against_separate_solves(write_sweep_workbook(Path(folder)), "main", 200, 20, ["--rounds", "1"])
    if chosen.default:
        separate = max(2, chosen.default // 4)
        against_separate_solves(DEFAULT, "main_uncertainties", chosen.default, separate, ["--rounds", "1"])


if __name__ == "__main__":
    main()
