"""One table of how fast the program is: every number measured anew, by the whole command or the documented calls.

    python benchmarks/table.py                                  everything: about an hour on a quiet machine
    python benchmarks/table.py --only first check               some sections
    python benchmarks/table.py --seconds-scale 0.1              a look at whether it works; the numbers mean nothing
    python benchmarks/table.py --peer-python peers/bin/python   SCIP and CBC from another environment
    python benchmarks/table.py --out table.md

Beside every number stands the load of the machine (of one minute, before and after): read nothing from a line whose
load is far above the one that the measured program makes itself.

SCIP and CBC are no dependencies: ``python -m venv peers && peers/bin/pip install pyscipopt cbcbox``. A peer that is not
installed is a line that says so.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import highspy  # noqa: E402
import numpy as np  # noqa: E402

import roadmap_opt  # noqa: E402
from benchmarks.grown import write_grown  # noqa: E402
from benchmarks.measured import Ended, Trace, machine, ran, searched  # noqa: E402
from roadmap_opt.case.case import Case  # noqa: E402
from roadmap_opt.case.indexes import Indexes  # noqa: E402
from roadmap_opt.case.overlays import scenario_names  # noqa: E402
from roadmap_opt.case.tables import Table, Tables  # noqa: E402
from roadmap_opt.cli.common import NO_PLAN_FOUND  # noqa: E402
from roadmap_opt.comparison.distinction import Distinction  # noqa: E402
from roadmap_opt.model.build import build  # noqa: E402
from roadmap_opt.progress import QuietProgress  # noqa: E402
from roadmap_opt.runs.history import newest_run_of  # noqa: E402
from roadmap_opt.runs.run_folder import load_run  # noqa: E402
from roadmap_opt.solver.arrays import Arrays, LinearForm  # noqa: E402
from roadmap_opt.solver.compiling import compile_model  # noqa: E402
from roadmap_opt.solver.highs import Limits, QuietHighs, Restriction, run  # noqa: E402  # the hand-off itself
from roadmap_opt.solver.program import program_of  # noqa: E402
from roadmap_opt.solver.strategy import SHORTFALL_PRICE  # noqa: E402
from roadmap_opt.workbook.read import read_workbook  # noqa: E402
from roadmap_opt.workbook.template import write_workbook  # noqa: E402

WORKBOOK = ROOT / "inputs" / "roadmap.xlsx"
SCENARIOS = ("base", "price_war", "western_floor", "offtake_30", "offtake_80", "high_capital_cost")
SWEEP = "main_uncertainties"
EDITED = ("Targets", "magnets_2500", 1000.0)
"""Sheet, row and new value of the edit that the README walks through."""

LADDER = (0.05, 0.01, 0.005)
"""Gaps to which seconds are told."""

CHECKS = 5
"""How many times `check` runs."""

FACTORS = (1, 2, 4)
"""How many times as many sites and modules."""

NEAR_BEST = 0.03
"""How far from the best plan of the run its first good one may be."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: what was measured, the numbers in words, and the load before and after."""

    what: str
    measured: str
    load: tuple[float, float]


@dataclass(slots=True)
class Bench:
    """What the sections share: a folder for what they write, how long searches last, and the base run once solved."""

    scratch: Path
    scale: float
    scenarios: tuple[str, ...]
    runs: int
    rounds: int
    peer_python: str
    solved: dict[tuple[str, float], tuple[Trace, Ended]]

    def seconds(self, usual: float) -> float:
        """A time limit as it is scaled; a search of less than a second finds nothing."""
        return max(1.0, usual * self.scale)

    def search(self, scenario: str, usual: float) -> tuple[Trace, Ended]:
        """The default workbook solved from nothing, once for each limit, by all cores; the run is written."""
        key = scenario, usual
        if key not in self.solved:
            words = ("--scenario", scenario, "--out", self.scratch / f"from_nothing_{usual:g}")
            self.solved[key] = searched("tool", WORKBOOK, self.seconds(usual), *words)
        return self.solved[key]

    def folder(self, scenario: str, usual: float) -> Path:
        """Folder of that run."""
        return Path(self.search(scenario, usual)[0].run["folder"])


def first(bench: Bench) -> Iterator[Line]:
    """First good plan, gaps and memory of the default case."""
    for usual in (60, 120):
        trace, ended = bench.search("base", usual)
        limit = f"base, {bench.seconds(usual):g} s of search"
        yield Line(f"{limit}: gap; status", f"{percent(trace.last.gap)}; {trace.run['status']}", ended.load)
        took = seconds_or_none(trace.seconds_to_plan(NEAR_BEST))
        yield Line(f"{limit}: first plan within {NEAR_BEST:.0%} of its best", took, ended.load)
        whole = f"{ended.seconds:.1f} s; {ended.cpu_seconds:.0f} s; {ended.megabytes:.0f} MB"
        yield Line(f"{limit}: whole program; processor time; peak memory of all its processes", whole, ended.load)


def scenarios(bench: Bench) -> Iterator[Line]:
    """Gaps of scenarios, and which of them are told apart."""
    for name in bench.scenarios:
        trace, ended = bench.search(name, 120)
        yield Line(f"{name}, {bench.seconds(120):g} s of search: gap", percent(trace.last.gap), ended.load)
    if len(bench.scenarios) < 2:
        return
    load = os_load()
    compared = roadmap_opt.compare(*(bench.folder(name, 120) for name in bench.scenarios))
    pairs = list(itertools.combinations(range(len(bench.scenarios)), 2))
    apart = [(a, b) for a, b in pairs if compared.distinctions[a][b] is Distinction.PROVEN]
    names = ", ".join(f"{bench.scenarios[a]} and {bench.scenarios[b]}" for a, b in apart)
    yield Line("pairs of these that are told apart", f"{len(apart)} of {len(pairs)}: {names or '–'}", (load, os_load()))


def edit(bench: Bench) -> Iterator[Line]:
    """A number is edited and the workbook solved again from the plan before, by the command of the README."""
    workbook, out = bench.scratch / "edited.xlsx", bench.scratch / "edited"
    tables = read_workbook(WORKBOOK).tables
    write_workbook(workbook, tables, language="en")
    solve = (sys.executable, "-m", "roadmap_opt", "solve", workbook, "--out", out)
    ran([*solve, "--time-limit", bench.seconds(60)], accepted=(0, NO_PLAN_FOUND))
    write_workbook(workbook, with_value(tables, *EDITED), language="en", overwrite=True)
    before = newest_run_of(out, workbook, "base")
    for usual in (5, 20):
        if before is None:
            yield Line("after an edit", "no plan to begin with was found", (os_load(), os_load()))
            return
        limit = bench.seconds(usual)
        ended = ran([*solve, "--from", before.folder, "--time-limit", limit], accepted=(0, NO_PLAN_FOUND))
        newest = newest_run_of(out, workbook, "base")
        gap = None if newest is None or newest.folder == before.folder else load_run(newest.folder).record.gap
        told = f"{percent(gap)}; {ended.seconds:.1f} s"
        yield Line(f"after an edit, from the plan before, {limit:g} s of search: gap; whole command", told, ended.load)


def sweep(bench: Bench) -> Iterator[Line]:
    """Samples of the default sweep."""
    base, out = bench.folder("base", 60), bench.scratch / "sweep"
    words = ("--sweep", SWEEP, "--design", "latin", "--runs", bench.runs, "--from", base, "--out", out)
    limit = ("--time-limit", bench.seconds(300))
    ended = ran([sys.executable, "-m", "roadmap_opt", "sweep", WORKBOOK, *words, *limit])
    (journal,) = out.glob("*/sweeps/*/journal.jsonl")
    entries = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    gaps = [entry["result"]["gap"] for entry in entries if entry.get("result")]
    known = [gap for gap in gaps if gap is not None]
    each = ended.cpu_seconds / max(1, len(gaps))
    what = f"{SWEEP}, {bench.runs} draws and the base: processor seconds of the command per run"
    yield Line(what, f"{each:.0f} s", ended.load)
    spread = f"{percent(statistics.median(known))}; {percent(max(known))}" if known else "no plan"
    yield Line(f"gap of these: median; largest ({len(known)} of {len(gaps)} with a plan)", spread, ended.load)


def check(bench: Bench) -> Iterator[Line]:
    """`check`, the whole command."""
    all_ended = [ran([sys.executable, "-m", "roadmap_opt", "check", WORKBOOK]) for _ in range(CHECKS)]
    load = all_ended[0].load[0], all_ended[-1].load[1]
    median = statistics.median(each.seconds for each in all_ended)
    cpu = statistics.median(each.cpu_seconds for each in all_ended)
    most = max(each.megabytes for each in all_ended)
    told = f"{median:.2f} s; {cpu:.2f} s; {most:.0f} MB"
    yield Line(f"check, whole command, medians of {CHECKS}: seconds; processor time; peak memory", told, load)


def plain(bench: Bench) -> Iterator[Line]:
    """The tool against HiGHS on the same rows and columns, turn by turn, both with all cores."""
    model, limit = exported(bench), bench.seconds(60)
    ratios = []
    for turn in range(bench.rounds):
        own, ended = searched("tool", WORKBOOK, limit)
        yield Line(f"turn {turn + 1}: tool, {ladder_names()}", ladder(own), ended.load)
        other, ended = searched("highs", model, limit)
        yield Line(f"turn {turn + 1}: plain HiGHS", ladder(other, -1.0), ended.load)
        if own.last.gap and other.last.gap:
            ratios.append(own.last.gap / other.last.gap)
    load = os_load(), os_load()
    told = f"{statistics.median(ratios):.2f}" if ratios else f"none: not both had plan and bound after {limit:g} s"
    yield Line(f"gap of the tool over that of plain HiGHS after {limit:g} s, median", told, load)


def peers(bench: Bench) -> Iterator[Line]:
    """Other solvers on the exported model, each as it comes."""
    model, limit = exported(bench), bench.seconds(120)
    trace, ended = bench.search("base", 120)
    yield Line(f"tool, {limit:g} s of search, {ladder_names()}", ladder(trace), ended.load)
    for solver, package in (("highs", "highspy"), ("scip", "pyscipopt"), ("cbc", "cbcbox")):
        python = sys.executable if solver == "highs" else bench.peer_python
        found = subprocess.run([python, "-c", f"import {package}"], capture_output=True, check=False)
        if found.returncode:
            yield Line(solver, f"not measured: {package} is not installed in {python}", (os_load(), os_load()))
            continue
        trace, ended = searched(solver, model, limit, python=python)
        yield Line(f"{solver} on the model as exported", ladder(trace, -1.0), ended.load)


def growth(bench: Bench) -> Iterator[Line]:
    """The default workbook with two and four times the sites and modules."""
    for factor in FACTORS:
        workbook = bench.scratch / f"grown_{factor}.xlsx"
        write_grown(WORKBOOK, factor, workbook)
        before = os_load()
        case = roadmap_opt.read(workbook).case
        began = time.perf_counter()
        arrays = compiled(case)
        took = time.perf_counter() - began
        relaxed = relaxation(arrays, bench.seconds(120))
        size = f"{len(arrays.lower):,} columns ({arrays.integer.sum():,} whole), {len(arrays.row_lower):,} rows"
        told = f"{size}; {took:.1f} s; {seconds_or_none(relaxed)}"
        yield Line(f"× {factor}: size; build and compile; relaxation", told, (before, os_load()))
        trace, ended = searched("tool", workbook, bench.seconds(60))
        told = f"{percent(trace.last.gap)}; {ended.megabytes:.0f} MB"
        yield Line(f"× {factor}: gap after {bench.seconds(60):g} s of search; peak memory", told, ended.load)


SECTIONS: dict[str, Callable[[Bench], Iterator[Line]]] = {
    each.__name__: each for each in (first, scenarios, edit, sweep, check, plain, peers, growth)
}


def compiled(case: Case) -> Arrays:
    """Rows and columns of a case."""
    ix = Indexes(case)
    return compile_model(build(ix), ix)


def targets_first(arrays: Arrays) -> LinearForm:
    """What the search of the default case maximises first."""
    value, shortfall = arrays.forms["value"], arrays.forms["shortfall"]
    price = SHORTFALL_PRICE
    return LinearForm(value.coefficients - price * shortfall.coefficients, value.constant - price * shortfall.constant)


def relaxation(arrays: Arrays, seconds: float) -> float | None:
    """Seconds of the linear program; ``None`` when time ended it."""
    limits = Limits(0.0, 0.0, seconds, 1, 0, None)
    restriction = Restriction(integer=np.zeros_like(arrays.integer))
    form = targets_first(arrays)
    phase = run("relaxation", arrays, form, True, limits, QuietProgress(), restriction=restriction).phase
    return phase.seconds if phase.bound is not None else None


def exported(bench: Bench) -> Path:
    """The base case as an MPS file that minimises: whether a file may maximise, solvers do not agree."""
    path = bench.scratch / "base.mps"
    if not path.exists():
        arrays = compiled(roadmap_opt.read(WORKBOOK).case)
        form = targets_first(arrays)
        negated = LinearForm(-form.coefficients, -form.constant)
        solver = QuietHighs()
        solver.passModel(program_of(arrays, negated, False, arrays.lower, arrays.upper, arrays.integer, ()))
        if solver.writeModel(str(path)) == highspy.HighsStatus.kError:
            raise SystemExit(f"HiGHS cannot write {path}")
    return path


def with_value(tables: Tables, sheet: str, row: str, value: float) -> dict[str, Table]:
    """The tables with another ``value`` in the row of that key."""
    table = tables[sheet]
    rows = tuple(
        replace(each, values={**each.values, "value": value}) if table.key_of(each) == (row,) else each
        for each in table
    )
    if rows == table.rows:
        raise SystemExit(f"{sheet} has no row {row} to edit")
    return {**tables, sheet: replace(table, rows=rows)}


def ladder_names() -> str:
    """What :func:`ladder` tells."""
    return f"seconds to {', '.join(f'{gap:.1%}' for gap in LADDER)}; gap, plan and bound in the end"


def ladder(trace: Trace, sign: float = 1.0) -> str:
    """Seconds to each gap of the ladder, and what was known in the end; ``sign`` turns the exported model back."""
    steps = ", ".join(seconds_or_none(trace.seconds_to_gap(gap)) for gap in LADDER)
    known = (trace.last.best, trace.last.bound)
    ends = ("–" if each is None else f"{sign * each:,.0f}" for each in known)
    return f"{steps}; {percent(trace.last.gap)}, {', '.join(ends)}"


def os_load() -> float:
    """Load of the machine over the last minute."""
    return os.getloadavg()[0]


def percent(gap: float | None) -> str:
    """A gap in words."""
    return "–" if gap is None else f"{gap:.2%}"


def seconds_or_none(seconds: float | None) -> str:
    """Seconds in words; a dash when it never came to that."""
    return "–" if seconds is None else f"{seconds:.1f} s"


def markdown(done: dict[str, list[Line]], bench: Bench) -> str:
    """The table."""
    meanings = {name: (section.__doc__ or "").strip() for name, section in SECTIONS.items()}
    scaled = "" if bench.scale == 1.0 else f" Limits scaled by {bench.scale:g}: no measurement."
    text = [f"{date.today().isoformat()}; {machine()}.{scaled}"]
    for name, lines in done.items():
        text += [
            "",
            f"### {name}",
            "",
            meanings[name],
            "",
            "| what | measured | load before → after |",
            "|---|---|---|",
        ]
        text += [f"| {line.what} | {line.measured} | {line.load[0]:.1f} → {line.load[1]:.1f} |" for line in lines]
    return "\n".join(text) + "\n"


def arguments() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), metavar="SECTION",
                        help=f"some of: {', '.join(SECTIONS)}")  # fmt: skip
    parser.add_argument("--seconds-scale", type=float, default=1.0, metavar="X", help="multiplies every time limit")
    parser.add_argument("--scenarios", default=",".join(SCENARIOS), metavar="A,B,C", help="or `all`; default: six")
    parser.add_argument("--runs", type=int, default=6, help="draws of the sweep (6)")
    parser.add_argument("--rounds", type=int, default=2, help="turns of tool and plain HiGHS (2)")
    parser.add_argument("--peer-python", default=sys.executable, metavar="PYTHON", help="has pyscipopt and cbcbox")
    parser.add_argument("--out", type=Path, metavar="FILE", help="also write the table, as Markdown")
    chosen = parser.parse_args()
    if shutil.which(chosen.peer_python) is None:
        parser.error(f"--peer-python: there is no program {chosen.peer_python}")
    known = scenario_names(read_workbook(WORKBOOK).tables)
    chosen.scenarios = known if chosen.scenarios == "all" else tuple(chosen.scenarios.split(","))
    if unknown := [name for name in chosen.scenarios if name not in known]:
        parser.error(f"--scenarios: {WORKBOOK.name} has no scenario {', '.join(unknown)}")
    if chosen.seconds_scale <= 0:
        parser.error("--seconds-scale has to be above 0")
    return chosen


def main() -> None:
    """Measure what is asked for; every line is told on the way, the table at the end."""
    chosen = arguments()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(
            Path(folder), chosen.seconds_scale, chosen.scenarios, chosen.runs, chosen.rounds, chosen.peer_python, {}
        )
        done: dict[str, list[Line]] = {}
        for name in chosen.only:
            done[name] = []
            for line in SECTIONS[name](bench):
                done[name].append(line)
                print(f"{name}: {line.what}: {line.measured}", file=sys.stderr, flush=True)
        table = markdown(done, bench)
    print(table, end="")
    if chosen.out is not None:
        chosen.out.write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
