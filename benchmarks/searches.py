"""One search in a program of its own, told line by line: what `benchmarks/table.py` measures.

    python benchmarks/searches.py tool inputs/roadmap.xlsx --seconds 60
    python benchmarks/searches.py highs model.mps --seconds 60        or scip, or cbc

Every line printed is a JSON object with the ``seconds`` since the program began and, as far as they are known by then,
the ``best`` objective of a plan and the ``bound`` that is proven. The last line of ``tool`` also holds the ``run`` as
it was recorded. The other solvers read a model that minimises; ``best`` and ``bound`` are those of the file.

SCIP needs the package `pyscipopt`, CBC the package `cbcbox`, either in the Python that runs this file.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

BEGAN = time.perf_counter()

ANOTHER_SCALE = "net present value"
"""Stage whose objective is not that of the stages before, where these asked for targets first."""

NUMBER = r"[-+]?\d[\d.]*(?:e[-+]?\d+)?"
CBC_NODE = re.compile(
    rf"\s*★?\s*\d+\s+\d+\s+\d+\s+({NUMBER})\s+(?:\S.*?\s+)?({NUMBER})\s+(?:{NUMBER}%|\S+)\s+([\d.]+)\s*$"
)
CBC_ROOT = re.compile(rf"LP Optimal.*Obj: ({NUMBER}).*Time: ([\d.]+)s")
CBC_END = re.compile(rf"Obj: ({NUMBER})\s+Bound: ({NUMBER}).*Time: ([\d.]+)s")
NOTHING = 1e29
"""Numbers from here on stand for none."""


def tell(best: float | None, bound: float | None, seconds: float | None = None, **more: Any) -> None:
    """Print a line; what is infinite or larger than any objective is not known."""
    known = {"best": best, "bound": bound}
    line = {name: value for name, value in known.items() if value is not None and abs(value) < NOTHING}
    stamp = time.perf_counter() - BEGAN if seconds is None else seconds
    print(json.dumps({"seconds": round(stamp, 3), **line, **more}), flush=True)


def cbc_lines(lines: Iterable[str]) -> Iterable[tuple[float, float | None, float | None]]:
    """Seconds, best and bound, from what CBC prints (its table has its own clock; its output comes in blocks)."""
    for line in lines:
        if (found := CBC_NODE.match(line)) or (found := CBC_END.search(line)):
            best, bound, seconds = map(float, found.groups())
            yield seconds, best, bound
        elif found := CBC_ROOT.search(line):
            yield float(found[2]), None, float(found[1])


def by_tool(workbook: Path, seconds: float, scenario: str, out: Path | None, start: Path | None) -> None:
    """Solve a scenario as a notebook does, and tell what its progress may say about the whole problem."""
    import roadmap_opt
    from roadmap_opt.runs.decisions import decisions_of

    class Telling:
        """Progress that prints what it is told once it has changed."""

        stage = ""
        rescaled = False

        def phase(self, name: str) -> None:
            """Remember the stage."""
            self.rescaled |= name == ANOTHER_SCALE and self.stage != ""
            self.stage = name

        def update(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
            """Print what holds for the whole problem: a first plan is looked for in parts of it."""
            if not self.rescaled and not self.stage.startswith("first plan"):
                tell(best, bound)

        def done(self) -> None:
            """Nothing to close."""

    given = None if start is None else roadmap_opt.load(start)
    run = roadmap_opt.solve(
        workbook,
        scenario,
        options=roadmap_opt.SolveOptions(time_limit=seconds),
        out=out,
        progress=Telling(),
        start=None if given is None else decisions_of(given.tables, str(start)),
    )
    phase, folder = run.outcome.phases[0], None if run.folder is None else str(run.folder)
    ended = {"status": run.record.status, "gap": phase.gap, "seconds": dict(run.record.seconds), "folder": folder}
    tell(phase.objective, phase.bound, run=ended)


def by_highs(model: Path, seconds: float) -> None:
    """Read and solve with HiGHS as it comes."""
    import highspy

    from roadmap_opt.solver.highs import QuietHighs

    solver = QuietHighs()
    solver.setOptionValue("time_limit", seconds)
    if solver.readModel(str(model)) == highspy.HighsStatus.kError:
        raise SystemExit(f"HiGHS cannot read {model}")
    solver.cbMipInterrupt += lambda event: tell(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)
    solver.run()
    info = solver.getInfo()
    feasible = info.primal_solution_status == highspy.kSolutionStatusFeasible
    tell(info.objective_function_value if feasible else None, info.mip_dual_bound)


def by_scip(model: Path, seconds: float) -> None:
    """Read and solve with SCIP as it comes."""
    from pyscipopt import SCIP_EVENTTYPE, Eventhdlr, Model

    solver = Model()
    solver.hideOutput()
    solver.readProblem(str(model))
    solver.setParam("limits/time", seconds)

    class Telling(Eventhdlr):  # type: ignore[misc]
        """Prints the state after every node and every better plan."""

        kinds = (SCIP_EVENTTYPE.BESTSOLFOUND, SCIP_EVENTTYPE.NODESOLVED)

        def eventinit(self) -> None:
            for kind in self.kinds:
                self.model.catchEvent(kind, self)

        def eventexit(self) -> None:
            for kind in self.kinds:
                self.model.dropEvent(kind, self)

        def eventexec(self, event: Any) -> None:
            tell(self.model.getPrimalbound(), self.model.getDualbound())

    solver.includeEventhdlr(Telling(), "telling", "prints best plan and bound")
    solver.optimize()
    tell(solver.getPrimalbound(), solver.getDualbound())


def by_cbc(model: Path, seconds: float) -> None:
    """Solve with the program CBC as it comes."""
    import cbcbox

    command = [cbcbox.cbc_bin_path(), str(model), "-sec", str(seconds), "-timem", "elapsed", "-solve", "-quit"]
    began = time.perf_counter() - BEGAN
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"CBC ended with {ended.returncode}\n{ended.stdout[-2000:]}{ended.stderr}")
    for elapsed, best, bound in cbc_lines(ended.stdout.splitlines()):
        tell(best, bound, began + elapsed)
    tell(None, None)


OTHERS: dict[str, Callable[[Path, float], None]] = {"highs": by_highs, "scip": by_scip, "cbc": by_cbc}


def main() -> None:
    """Run the search that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("solver", choices=["tool", *OTHERS])
    parser.add_argument("file", type=Path, help="workbook, or model in MPS format")
    parser.add_argument("--seconds", type=float, required=True, help="time limit of the search")
    parser.add_argument("--scenario", default="base")
    parser.add_argument("--out", type=Path, help="folder below which the run is written")
    parser.add_argument("--start", type=Path, help="folder of the run whose plan the search begins with")
    options = parser.parse_args()
    if options.solver == "tool":
        by_tool(options.file, options.seconds, options.scenario, options.out, options.start)
    else:
        OTHERS[options.solver](options.file, options.seconds)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
