"""Runs chosen tests against mutants: everything is imported and collected once, and every mutant is a fork of that.

A fork runs the tests that build a row of the mutant's label, one after the other, until one fails. Which tests those
are, and how long each takes, is learnt first from a run without a mutant.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest
from _pytest.runner import runtestprotocol
from pyomo.core.expr.numvalue import is_potentially_variable

from roadmap_opt.model import algebra
from roadmap_opt.model.build import FAMILIES
from roadmap_opt.solver.arrays import Arrays
from roadmap_opt.solver.strategy import Solved
from tests.support import workshop
from tests.support.moves import labelled_plan
from tests.support.mutation.mutants import Mutant, apply, limits, replace_helper, short
from tests.support.rich_case import rich_plan

TESTS = ("tests/model", "tests/auditor")
RECORDED = ("test_golden_rows.py", "test_labels.py", "test_default_matrix.py", "test_saved_runs.py")
"""Files that compare the written rows with a record of them, or count them: they would kill nearly everything; and one
that changes files of a run and knows nothing of the model."""
SHARED = "test_limits_agree.py"
"""A file whose tests share one plan: what the first of them builds, all of them test."""
PASSED, FAILED, VOID = 0, 1, 2
"""How a fork ends: all tests passed, one failed, or all passed because the mutant changed no row of theirs."""
PATIENCE = 60
"""Seconds that one test may take under a mutant; one that does not end is noticed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: the test that failed, or ``None`` when all passed; whether it changed anything."""

    mutant: Mutant
    killer: str | None
    void: bool
    tests: int
    seconds: float


@dataclass(slots=True)
class Coverage:
    """Seconds by test; by ``kind name`` of what can be mutated the tests that build some of it and its family; by label
    the tests in whose optimum a row has a shadow price.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    tests: dict[str, list[str]] = field(default_factory=dict)
    priced: dict[str, list[str]] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)

    def named(self, kind: str) -> list[tuple[str, str]]:
        """Family and name of everything of a kind."""
        return [(family, key.partition(" ")[2]) for key, family in self.families.items() if key.startswith(kind + " ")]


class Runner:
    """A pytest plugin: once the tests are collected, calls ``work(self)`` in place of running them."""

    def __init__(self, work: Callable[[Runner], None]) -> None:
        self.work = work
        self.items: dict[str, pytest.Item] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the tests over."""
        self.items = {item.nodeid: item for item in session.items if item.path.name not in RECORDED}
        self.work(self)
        return True

    # --- what the tests exercise ---

    def learn(self) -> Coverage:
        """Run every test once, in a fork, and note what each builds."""
        return Coverage(**self._forked(lambda: asdict(self._covered())))

    def _covered(self) -> Coverage:
        coverage = Coverage()
        current: dict[str, str] = {}

        def note(kind: str, name: str, size: int) -> None:
            key = f"{kind} {name}"
            if size and current["test"] not in coverage.tests.setdefault(key, []):
                coverage.tests[key].append(current["test"])
                coverage.families.setdefault(key, current["family"])

        def watched(kind: str, helper: Callable[..., None]) -> Callable[..., None]:
            def call(model: pyo.ConcreteModel, name: str, *rest: Any, **named: Any) -> None:
                helper(model, name, *rest, **named)
                members = model.component(name).values()
                note(kind, name, sum(1 for member in members if kind == "row" or is_potentially_variable(member.expr)))

            return call

        def hook(family: Any, work: Callable[..., Any], declares: bool) -> Callable[..., Any]:
            def call(model: pyo.ConcreteModel, ix: Any) -> Any:
                current["family"] = short(family)
                before = set(model.component_map(pyo.Var)) if declares else set()
                result = work(model, ix)
                for name, variable in model.component_map(pyo.Var).items() if declares else ():
                    if name not in before:
                        note("bound", name, sum(1 for member in variable.values() if limits(member)))
                return result

            return call

        find = workshop.solve

        def priced(arrays: Arrays, *rest: Any) -> Solved:
            solved = find(arrays, *rest)
            if solved.row_duals is not None:
                for row in np.flatnonzero(abs(solved.row_duals[: len(arrays.row_labels)]) > 1e-6):
                    tests = coverage.priced.setdefault(arrays.row_labels[row][0], [])
                    tests += [current["test"]] * (current["test"] not in tests)
            return solved

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(workshop, "solve", priced)
            for kind, name in (("row", "limit"), ("expression", "define")):
                replace_helper(patch, name, watched(kind, getattr(algebra, name)))
            for family in FAMILIES:
                for name in ("variables", "expressions", "constraints"):
                    if hasattr(family, name):
                        patch.setattr(family, name, hook(family, getattr(family, name), name == "variables"))
            for test, item in self.items.items():
                current["test"] = test
                began = time.perf_counter()
                failed = _fails(item)
                if failed:
                    raise AssertionError(f"{test} fails without a mutant: {failed}")
                coverage.seconds[test] = round(time.perf_counter() - began, 3)
        for tests in coverage.tests.values():
            if any(SHARED in test for test in tests):
                tests += [test for test in self.items if SHARED in test and test not in tests]
        return coverage

    # --- mutants ---

    def run(
        self, chosen: Iterable[tuple[Mutant, Sequence[str]]], jobs: int, report: Callable[[Verdict], None]
    ) -> list[Verdict]:
        """Run each mutant against its tests, ``jobs`` at a time."""
        waiting = list(chosen)[::-1]
        running: dict[int, tuple[Mutant, Path, int, float]] = {}
        verdicts = []
        with tempfile.TemporaryDirectory() as folder:
            while waiting or running:
                while waiting and len(running) < jobs:
                    mutant, tests = waiting.pop()
                    note = Path(folder) / f"{len(waiting)}.txt"
                    running[self._start(mutant, tests, note)] = (mutant, note, len(tests), time.perf_counter())
                child, status = os.wait()
                mutant, note, count, began = running.pop(child)
                passed = os.WIFEXITED(status) and os.WEXITSTATUS(status) in (PASSED, VOID)
                killer = None if passed else note.read_text(encoding="utf-8")
                void = os.WIFEXITED(status) and os.WEXITSTATUS(status) == VOID
                verdicts.append(Verdict(mutant, killer, void, count, time.perf_counter() - began))
                report(verdicts[-1])
        return verdicts

    def _start(self, mutant: Mutant, tests: Sequence[str], note: Path) -> int:
        child = _fork()
        if child:
            return child
        code, changes = FAILED, []
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            patch = pytest.MonkeyPatch()
            if mutant.kind != "rule":
                rich_plan.cache_clear()
                labelled_plan.cache_clear()
            apply(mutant, patch, lambda: changes.append(True))
            for test in tests:
                note.write_text(test, encoding="utf-8")
                signal.alarm(PATIENCE)
                if _fails(self.items[test]):
                    break
            else:
                code = PASSED if changes else VOID
        finally:
            os._exit(code)

    def _forked(self, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            note = Path(folder) / "result.json"
            child = _fork()
            if not child:
                try:
                    note.write_text(json.dumps(work()), encoding="utf-8")
                except BaseException as error:
                    print(error, file=sys.__stderr__)
                    os._exit(1)
                os._exit(0)
            _, status = os.waitpid(child, 0)
            if status:
                raise SystemExit("the tests fail without any mutant")
            result: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
            return result


def _fork() -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    return os.fork()


def _fails(item: pytest.Item) -> str | None:
    """Run one test with its fixtures; the text of the failure."""
    with contextlib.redirect_stdout(None):
        reports = runtestprotocol(item, log=False, nextitem=None)
    return next((str(report.longrepr) for report in reports if report.failed), None)


def run_tests(work: Callable[[Runner], None]) -> None:
    """Collect the tests of model and auditor, and hand them to ``work``."""
    root = Path(__file__).parents[3]
    folders = (str(root / folder) for folder in TESTS)
    options = ["--all", "-q", "--no-header", "-s", "-p", "no:cacheprovider", "--rootdir", str(root)]
    code = pytest.main([*folders, *options, "-c", str(root / "pyproject.toml")], plugins=[Runner(work)])
    if code not in (0, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise SystemExit(f"the tests could not be collected: {code}")
