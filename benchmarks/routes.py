"""How long the way from tables to solver takes by different routes.

    python benchmarks/routes.py            routes of the default case, a minute or two

All routes run in one process, interleaved, and are compared by medians of their ratios within a round: another load on
the machine then hits all of them alike.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import highspy
import pyomo.environ as pyo
from pyomo.contrib.appsi.solvers import Highs as AppsiHighs

import roadmap_opt
from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.overlays import apply_scenario
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.model import build as building
from roadmap_opt.solver import compiling
from roadmap_opt.solver.arrays import Arrays
from roadmap_opt.solver.compiling import compile_model
from roadmap_opt.solver.highs import QuietHighs  # the hand-off itself, without the solve that follows it
from roadmap_opt.solver.program import program_of

DATA = Path(roadmap_opt.__file__).parent / "data" / "roadmap"
OURS = "arrays, collector paused (as shipped)"


@contextmanager
def collector_running() -> Iterator[None]:
    """Leave Python's garbage collector on while building and compiling."""
    kept = building.PauseGC, compiling.PauseGC
    building.PauseGC = compiling.PauseGC = nullcontext
    try:
        yield
    finally:
        building.PauseGC, compiling.PauseGC = kept


def built(case: Case) -> tuple[pyo.ConcreteModel, Indexes]:
    """The Pyomo model of the case."""
    ix = Indexes(case)
    return building.build(ix), ix


def pass_arrays(compiled: Arrays) -> highspy.Highs:
    """A solver that holds the arrays."""
    solver = quiet_solver()
    solver.passModel(
        program_of(compiled, compiled.forms["value"], True, compiled.lower, compiled.upper, compiled.integer)
    )
    return solver


def quiet_solver() -> highspy.Highs:
    """An empty solver."""
    solver = QuietHighs()
    return solver


def by_arrays(model: pyo.ConcreteModel, ix: Indexes) -> highspy.Highs:
    """Compile and pass."""
    return pass_arrays(compile_model(model, ix))


def by_appsi(model: pyo.ConcreteModel, ix: Indexes) -> highspy.Highs:
    """Pyomo's persistent interface to HiGHS, which asks for an objective."""
    model.aim = pyo.Objective(expr=model.npv[ix.settings.perspective], sense=pyo.maximize)
    interface = AppsiHighs()
    interface.set_instance(model)
    return interface._solver_model


def by_lp_file(model: pyo.ConcreteModel, ix: Indexes) -> highspy.Highs:
    """Write an LP file and let HiGHS read it."""
    model.aim = pyo.Objective(expr=model.npv[ix.settings.perspective], sense=pyo.maximize)
    solver = quiet_solver()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.lp")
        model.write(path)
        solver.readModel(path)
    return solver


HandOff = Callable[[pyo.ConcreteModel, Indexes], highspy.Highs]
ROUTES: dict[str, tuple[HandOff, Callable[[], AbstractContextManager[None]]]] = {
    OURS: (by_arrays, nullcontext),
    "arrays, collector running": (by_arrays, collector_running),
    "Pyomo appsi_highs": (by_appsi, nullcontext),
    "Pyomo LP file": (by_lp_file, nullcontext),
}


def seconds(name: str, case: Case) -> tuple[float, float]:
    """Wall time of building the model, and of handing it to the solver."""
    hand_off, surroundings = ROUTES[name]
    gc.collect()  # what another route left behind is not this one's to clear away
    with surroundings():
        began = time.perf_counter()
        model, ix = built(case)
        done = time.perf_counter()
        solver = hand_off(model, ix)
        ended = time.perf_counter()
    if solver.getNumRow() == 0:
        raise RuntimeError(f"{name} loaded nothing")
    return done - began, ended - done


def measure(case: Case, rounds: int) -> None:
    """Print one line per route."""
    compiled = compile_model(*built(case))
    loaded = pass_arrays(compiled)
    print(f"{loaded.getNumCol():,} columns, {loaded.getNumRow():,} rows, {loaded.getNumNz():,} non-zeros\n")
    taken = [{name: seconds(name, case) for name in ROUTES} for _ in range(rounds)]
    print("| route | build, s | hand-off, s | both, × as shipped |\n|---|---|---|---|")
    for name in ROUTES:
        first, second = (statistics.median(each[name][part] for each in taken) for part in (0, 1))
        ratio = statistics.median(sum(each[name]) / sum(each[OURS]) for each in taken)
        print(f"| {name} | {first:.2f} | {second:.2f} | {ratio:.2f} |")
    began = time.perf_counter()
    for _ in range(rounds):
        pass_arrays(compiled)
    print(f"\nPassing compiled arrays once more: {(time.perf_counter() - began) / rounds:.3f} s")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="interleaved repeats of every route (default 5)")
    options = parser.parse_args()
    case = case_from_tables(apply_scenario(load_text_tables(DATA), "base", "roadmap"), "roadmap", "base")
    measure(case, options.rounds)


if __name__ == "__main__":
    main()
