"""The command, killed at a chosen place by `killed_at.py`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil

from tests.support.engine_jobs import until

HERE = Path(__file__).parent


def killed(place: str, number: int, *words: str, folder: Path) -> None:
    """Run the command until it kills itself there; its workers must not survive it."""
    children = folder / "children"
    children.unlink(missing_ok=True)
    script = [sys.executable, str(HERE / "killed_at.py"), place, str(number), str(children)]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    done = subprocess.run([*script, *words], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == -9, done.stderr
    workers = json.loads(children.read_text())
    assert workers
    until(lambda: not any(psutil.pid_exists(worker) for worker in workers))
