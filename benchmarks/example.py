"""Makes the committed example anew: solves the committed workbook with the released command, and puts the run in place.

    python3 uv.py run --locked python benchmarks/example.py    # installs what is missing
    python benchmarks/example.py --time-limit 1800             # further words go to `roadmap-opt solve`

Needs ten minutes and two cores that nothing else uses: what is found in that time, figures and gap, depends on both.
The search begins with nothing but the workbook. The run also stays among the results, where git does not see it;
`git diff --stat results` says which files became different, `git checkout results` brings the old ones back.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

try:
    from roadmap_opt.runs.history import newest_run_of
except ModuleNotFoundError as error:
    raise SystemExit(f"{error}; this installs it: python3 uv.py run --locked python benchmarks/example.py") from None

WORKBOOK = Path("inputs/roadmap.xlsx")


def solve_example(project: Path, workbook: Path, words: Sequence[str]) -> Path:
    """Solve the base scenario of ``project / workbook`` as a user would; returns the folder of the run.

    Raises SystemExit when the solve fails, or ``words`` sent its run elsewhere.
    """
    before = newest_run_of(project / "results", project / workbook, "base")
    command = [sys.executable, "-m", "roadmap_opt", "solve", workbook.as_posix(), *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=project, env=environment, check=False)
    if ended.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {ended.returncode}; the example is as it was")
    run = newest_run_of(project / "results", project / workbook, "base")
    if run is None or (before is not None and run.folder == before.folder):
        raise SystemExit("no new run of the base scenario is among the results; the example is as it was")
    return run.folder


def put_example(run: Path, results: Path) -> Path:
    """Put a copy of the run in the place of the example; returns its folder."""
    example, arriving = results / "example", results / ".example.partial"
    shutil.rmtree(arriving, ignore_errors=True)
    shutil.copytree(run, arriving)
    if example.exists():
        shutil.rmtree(example)
    return arriving.rename(example)


def main() -> None:
    """Make the example; ``--help`` alone solves nothing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    _, words = parser.parse_known_args()
    print(put_example(solve_example(ROOT, WORKBOOK, words), ROOT / "results").relative_to(ROOT))


if __name__ == "__main__":
    main()
