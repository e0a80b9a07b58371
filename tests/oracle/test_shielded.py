"""A solver that crashes costs an attempt: the default case up to 2029, solved in processes that are shot down."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE
from typing import Any

import numpy as np
import psutil
import pytest

from roadmap_opt.case.sheets.settings import Settings
from roadmap_opt.progress import Progress, QuietProgress
from roadmap_opt.solver import search, shielded
from roadmap_opt.solver.arrays import Arrays
from roadmap_opt.solver.highs import SolverError
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import FINAL_FIGURES, Status, StoppedBy
from roadmap_opt.solver.shielded import ATTEMPTS, Order
from roadmap_opt.solver.strategy import Solved, aim_of
from tests.support.default_data import up_to
from tests.support.workshop import compiled

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGSEGV"), reason="a process is ended as a crash ends it"),
]

OPTIONS = SolveOptions(gap=0.2, time_limit=60.0, threads=2)

Asked = tuple[Arrays, Settings]


@pytest.fixture(scope="module")
def asked() -> Asked:
    """The arrays of the case and its settings."""
    ix, _, arrays = compiled(up_to(2029))
    return arrays, ix.settings


class Listening(QuietProgress):
    """Remembers the stages and the best plan that was shown, and does something when there is news of it."""

    def __init__(self, then: Callable[[], object] = lambda: None) -> None:
        self.stages: list[str] = []
        self.shown = -np.inf
        self._then = then

    def phase(self, name: str) -> None:
        """Remember it."""
        self.stages.append(name)
        if name != "crashed":
            self._then()

    def update(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
        """Remember the best plan."""
        if best is not None:
            self.shown = max(self.shown, best)
            self._then()


def shot_at_plans(monkeypatch: pytest.MonkeyPatch, times: float) -> None:
    """So many processes crash as soon as they have sent a plan."""
    left = iter(range(int(times)))
    kept = Order.take

    def take(order: Order, told: Any, progress: Progress) -> None:
        kept(order, told, progress)
        if told.kind == "plan" and next(left, None) is not None:
            crash()

    monkeypatch.setattr(Order, "take", take)


def running(process: psutil.Process) -> list[psutil.Process]:
    """What a process has begun and has not ended, but for the one that Python keeps."""
    found = []
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):  # it ends just now
            if "resource_tracker" not in " ".join(child.cmdline()):
                found.append(child)
    return found


def crash() -> None:
    """End the process that searches, and the one that proves beside it, as a fault in native code would."""
    for child in running(psutil.Process()):
        with contextlib.suppress(psutil.NoSuchProcess):
            child.send_signal(signal.SIGSEGV)


def nothing_runs() -> bool:
    """Whether everything that was begun has ended; a proof ends a moment after the search that began it."""
    psutil.wait_procs(running(psutil.Process()), timeout=10)
    return not running(psutil.Process())


def value_of(solved: Solved, asked: Asked) -> float:
    """What the first phase is worth at the plan."""
    assert solved.x is not None
    return aim_of(*asked).form.value(solved.x)


def test_a_crash_after_the_first_plan_costs_an_attempt(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    shot_at_plans(monkeypatch, 1)
    progress = Listening()
    solved = shielded.shielded(*asked, OPTIONS, progress)
    assert progress.stages.count("crashed") == 1
    assert solved.outcome.status is Status.OPTIMAL
    assert solved.row_duals is not None
    assert solved.x is not None
    assert asked[0].allows(solved.x, 1e-6)
    assert nothing_runs()


def test_the_plan_survives_a_solver_that_crashes_every_time(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    shot_at_plans(monkeypatch, ATTEMPTS)
    progress = Listening()
    solved = shielded.shielded(*asked, SolveOptions(gap=0.0, threads=2), progress)
    figures, last = solved.outcome.phases
    assert (figures.name, figures.status) == (FINAL_FIGURES, Status.FAILED)
    assert last.stopped_by is StoppedBy.CRASH
    assert last.objective == value_of(solved, asked)
    assert solved.x is not None
    assert asked[0].allows(solved.x, 1e-5)
    assert progress.stages.count("crashed") == ATTEMPTS - 1
    assert nothing_runs()


def test_without_a_plan_the_error_says_so(asked: Asked) -> None:
    with pytest.raises(SolverError, match=f"crashed {ATTEMPTS} times and had found no plan"):
        shielded.shielded(*asked, OPTIONS, Listening(crash))
    assert nothing_runs()


def test_who_stops_it_gets_the_plan_that_was_shown(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    progress = Listening()
    kept = progress.update

    def update(elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
        kept(elapsed, best, bound, gap)
        if best is not None:
            stop.set()

    monkeypatch.setattr(progress, "update", update)
    solved = shielded.shielded(*asked, SolveOptions(gap=0.0, threads=2), progress, stop)
    assert solved.outcome.phases[0].stopped_by is StoppedBy.INTERRUPT
    assert value_of(solved, asked) >= progress.shown - 1e-3
    assert nothing_runs()


def test_what_the_solver_refuses_is_told_as_where_it_runs_in_this_process(asked: Asked) -> None:
    arrays, settings = asked
    broken = Arrays(**{**{name: getattr(arrays, name) for name in Arrays.__slots__}, "columns": arrays.columns[:-1]})
    with pytest.raises(SolverError, match="the solver refused passModel"):
        shielded.shielded(broken, settings, OPTIONS, QuietProgress())


def test_small_problems_and_workers_get_no_process_of_their_own(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise AssertionError("a process was begun")

    monkeypatch.setattr(shielded, "_process", none)
    monkeypatch.setattr(shielded, "is_possible", lambda: False)
    monkeypatch.setattr(shielded, "solve", lambda *asked: "solved here")
    assert shielded.shielded(*asked, OPTIONS, QuietProgress()) == "solved here"  # type: ignore[comparison-overlap]
    monkeypatch.setattr(shielded, "is_possible", lambda: True)
    monkeypatch.setattr(search, "SMALL", 10**6)
    assert shielded.shielded(*asked, OPTIONS, QuietProgress()) == "solved here"  # type: ignore[comparison-overlap]


SCRIPT = """
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.shielded import shielded
from tests.support.default_data import up_to
from tests.support.workshop import compiled

class Heard(QuietProgress):
    def phase(self, name):
        print(name, flush=True)

def plan(seconds, progress):
    ix, _, arrays = compiled(up_to(2029))
    return shielded(arrays, ix.settings, SolveOptions(gap=0.0, time_limit=seconds, threads=2), progress)
"""


def begun(folder: Path, call: str) -> subprocess.Popen[str]:
    """A script with ``call`` at its end, running."""
    script = folder / "plan.py"
    script.write_text(SCRIPT + call, encoding="utf-8")
    paths = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths}
    return subprocess.Popen([sys.executable, script], text=True, env=environment, stdout=PIPE, stderr=PIPE)


def test_a_script_whose_calls_stand_unguarded_is_solved_where_it_runs(tmp_path: Path) -> None:
    """Python begins such a script anew in every process it spawns, and refuses to go on there."""
    script = begun(tmp_path, "print(plan(5.0, QuietProgress()).outcome.status.has_plan)")
    said, complaints = script.communicate(timeout=300)
    assert said == "True\n", complaints


def test_what_was_begun_ends_with_a_program_that_is_killed(tmp_path: Path) -> None:
    script = begun(tmp_path, "if __name__ == '__main__':\n    plan(300.0, Heard())")
    assert script.stdout is not None
    assert script.stdout.readline()  # a stage has begun
    children = running(psutil.Process(script.pid))
    assert children
    script.kill()
    script.communicate(timeout=60)
    _, alive = psutil.wait_procs(children, timeout=60)
    assert not alive
