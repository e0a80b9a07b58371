"""What a sweep saves per run: a whole sweep against as many separate solves.

The small workbook is the tests' tiny case with four varied parameters; its solves take a moment, so that 200 runs and
what stands around a solve can be measured in minutes. On the default workbook the search takes nearly all the time.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from roadmap_opt.case.sweep_rows import read_sweep  # noqa: E402
from roadmap_opt.case.sweeps import sampled_tables  # noqa: E402
from roadmap_opt.studies.sweep.designs import samples  # noqa: E402
from roadmap_opt.workbook.read import read_workbook  # noqa: E402
from roadmap_opt.workbook.template import write_workbook  # noqa: E402
from tests.support.sweep_workbook import write_sweep_workbook  # noqa: E402

DEFAULT = ROOT / "inputs" / "roadmap.xlsx"


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
    parser.add_argument("--default", type=int, metavar="RUNS", help="also so many runs of the default workbook")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        against_separate_solves(write_sweep_workbook(Path(folder)), "main", 200, 20, ["--rounds", "1"])
    if chosen.default:
        separate = max(2, chosen.default // 4)
        against_separate_solves(DEFAULT, "main_uncertainties", chosen.default, separate, ["--rounds", "1"])


if __name__ == "__main__":
    main()
