"""Falsifies the model and the auditor in every way on a list, one at a time, and counts what the tests notice.

Rows (every constraint of the formulation): taken away, sense or sign turned, five per cent more or less, a year too
early or too late. Named expressions and bounds of variables in the same ways. Rules of the auditor: taken away, or with
a tolerance a thousand times as large. A mutant is killed when a test of `tests/model` or `tests/verify` fails; the
record of golden rows and the count of labels do not take part. Mutants that cannot change any optimum are declared in
`tests/mutation/equivalent.py`, with the reason; one that a test kills after all is an error, and so is one that is not
among the mutants any more.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.mutation.equivalent import EQUIVALENT  # noqa: E402
from tests.mutation.mutants import Mutant, all_mutants  # noqa: E402
from tests.mutation.records import read_killers, write_killers  # noqa: E402
from tests.mutation.runner import SHARED, Coverage, Runner, Verdict, run_tests  # noqa: E402
from tests.verify.moves import labelled_plan  # noqa: E402
from tests.verify.plans import rich_plan  # noqa: E402

LEAST = 0.95
"""Share of the mutants that are not equivalent that has to be killed."""


def relevant(mutant: Mutant, coverage: Coverage, likely: Sequence[str], most: int) -> list[str]:
    """The tests to run, of those that build what the mutant changes: those that killed its like before, the fastest,
    those that are named after its label, and then the rest, ``most`` in all.
    """
    if mutant.kind == "rule":
        tests = [test for test in coverage.seconds if test.startswith("tests/verify/")]
    else:
        tests = coverage.tests.get(f"{mutant.kind} {mutant.label}", [])
    tests = sorted(tests, key=lambda test: coverage.seconds[test])
    named = [test for test in tests if mutant.label in test.replace("-", ".", 1) or test.endswith("judged_alike")]
    fast = [] if mutant.kind == "rule" else [test for test in tests if SHARED not in test][: most // 2]
    known = set(tests)
    return [test for test in dict.fromkeys([*likely, *fast, *named, *tests]) if test in known][:most]


def learnt(runner: Runner, file: Path | None) -> Coverage:
    """What the tests build: as the file says, or from a run of all tests, which the file then keeps."""
    if file is not None and file.exists():
        return Coverage(**json.loads(file.read_text(encoding="utf-8")))
    coverage = runner.learn()
    if file is not None:
        file.write_text(json.dumps(asdict(coverage)), encoding="utf-8")
    return coverage


def table(verdicts: Sequence[Verdict]) -> str:
    """Killed, survived and equivalent mutants by kind, family and mutation, as a page shows them."""
    counts: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    mutations = list(dict.fromkeys(verdict.mutant.mutation for verdict in verdicts))
    for verdict in verdicts:
        mutant = verdict.mutant
        end = "killed" if verdict.killer else "equivalent" if mutant.name in EQUIVALENT else "survived"
        for family in (mutant.family, "all"):
            for mutation in (mutant.mutation, "all"):
                counts.setdefault((mutant.kind, family), Counter())[mutation, end] += 1
    lines = [f"| | {' | '.join([*mutations, 'all'])} |", "|---" * (len(mutations) + 2) + "|"]
    for kind, family in sorted(counts, key=lambda key: (key[0], key[1] == "all")):
        count = counts[kind, family]
        cells = [" / ".join(str(count[m, end]) for end in ("killed", "survived", "equivalent")) for m in mutations]
        total = " / ".join(str(count["all", end]) for end in ("killed", "survived", "equivalent"))
        cells = ["" if cell == "0 / 0 / 0" else cell for cell in cells]
        lines.append(f"| {kind}: {family} | {' | '.join(cells)} | {total} |")
    return "\n".join(lines)


def judged(verdicts: Sequence[Verdict], whole: bool) -> int:
    """Print what is left alive and what is declared wrongly; the exit code."""
    killed = [v for v in verdicts if v.killer]
    survived = [v for v in verdicts if not v.killer and v.mutant.name not in EQUIVALENT]
    wrong = [f"{v.mutant.name} is declared equivalent and killed by {v.killer}" for v in killed if v.mutant.name in EQUIVALENT]
    if whole:
        known = {verdict.mutant.name for verdict in verdicts}
        wrong += [f"{name} is declared equivalent and is no mutant" for name in EQUIVALENT if name not in known]
    for verdict in survived:
        print(f"survived ({verdict.tests} tests): {verdict.mutant.name}")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    rate = len(killed) / max(1, len(killed) + len(survived))
    equivalent = len(verdicts) - len(killed) - len(survived)
    print(f"{len(verdicts)} mutants, {equivalent} of them equivalent: {len(killed)} killed, {len(survived)} survived, {rate:.1%}")
    return 0 if rate >= LEAST and not wrong else 1


def main() -> int:
    """Read the options, run the mutants, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=("row", "expression", "bound", "rule"))
    parser.add_argument("--family", help="file of the model or the auditor, for example debt")
    parser.add_argument("--label", help="one constraint, expression, variable or rule")
    parser.add_argument("--mutation")
    parser.add_argument("--names", nargs="+", help="these mutants by name, against the test that killed each last")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--tests", type=int, default=60, help="most tests per mutant (default 60): more could only kill more")
    parser.add_argument("--learnt", type=Path, help="file that keeps which tests build what, for the next run")
    parser.add_argument("--quiet", action="store_true", help="no line per mutant")
    options = parser.parse_args()
    codes: list[int] = []
    began = time.perf_counter()

    def report(verdict: Verdict) -> None:
        if not options.quiet:
            print(f"{verdict.seconds:6.1f} s  {verdict.mutant.name}: {verdict.killer or 'survived'}", flush=True)

    def work(runner: Runner) -> None:
        killers = read_killers()
        if options.names:
            raise NotImplementedError
        else:
            coverage = learnt(runner, options.learnt)
        mutants = [
            mutant
            for mutant in all_mutants(coverage.named("expression"), coverage.named("bound"))
            if (not options.names or mutant.name in options.names)
            and options.kind in (None, mutant.kind)
            and options.family in (None, mutant.family)
            and options.label in (None, mutant.label)
            and options.mutation in (None, mutant.mutation)
        ]
        if any(mutant.kind == "rule" for mutant in mutants):
            rich_plan(), labelled_plan()  # once for all forks: rules of the auditor change no plan
        by_label: dict[str, list[str]] = {}
        for name, test in killers.items():
            by_label.setdefault(name.partition(":")[0], []).append(test)
        chosen = []
        for mutant in mutants:
            likely = [killers[mutant.name]] if mutant.name in killers else []
            likely += by_label.get(f"{mutant.kind} {mutant.label}", [])
            chosen.append((mutant, relevant(mutant, coverage, likely, options.tests)))
        verdicts = runner.run(chosen, options.jobs, report)
        print(table(verdicts))
        known = {m.name for m in mutants}
        killers = {name: test for name, test in killers.items() if name not in known}
        write_killers(killers | {v.mutant.name: v.killer for v in verdicts if v.killer})
        filtered = any((options.kind, options.family, options.label, options.mutation, options.names))
        codes.append(judged(verdicts, whole=not filtered))

    run_tests(work)
    print(f"{time.perf_counter() - began:.0f} s with {options.jobs} processes")
    return codes[0]


if __name__ == "__main__":
    sys.exit(main())
