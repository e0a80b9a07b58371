"""Makes the committed example anew: solves the committed workbook with the released command, and puts the run in place.

    python benchmarks/example.py                       # as released: ten minutes at most
    python benchmarks/example.py --time-limit 1800     # further words go to `roadmap-opt solve`

The search begins with nothing but the workbook. The run also stays among the results, where git does not see it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from roadmap_opt.runs.history import newest_run_of  # noqa: E402

WORKBOOK = Path("inputs/roadmap.xlsx")


def solve_example(project: Path, workbook: Path, words: Sequence[str]) -> Path:
    """Solve the base scenario of ``project / workbook`` as a user would; returns the folder of the run."""
    command = [sys.executable, "-m", "roadmap_opt", "solve", workbook.as_posix(), *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=project, env=environment, check=False)
    if ended.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {ended.returncode}; the example is as it was")
    run = newest_run_of(project / "results", project / workbook, "base")
    assert run is not None, "a solve that succeeded has written a run"
    return run.folder


def put_example(run: Path, results: Path) -> Path:
    """Put a copy of the run in the place of the example; returns its folder."""
    example, arriving = results / "example", results / ".example.partial"
    shutil.rmtree(arriving, ignore_errors=True)
    shutil.copytree(run, arriving)
    if example.exists():
        shutil.rmtree(example)
    return arriving.rename(example)


if __name__ == "__main__":
    print(put_example(solve_example(ROOT, WORKBOOK, sys.argv[1:]), ROOT / "results").relative_to(ROOT))
