"""Falsifies the model and the auditor in every way on a list, one at a time, and counts what the tests notice.

Rows (every constraint of the formulation): taken away, sense or sign turned, five per cent more or less, a year too
early or too late. Named expressions and bounds of variables in the same ways. Rules of the auditor: taken away, or with
a tolerance a thousand times as large. A mutant is killed when a test of `tests/model` or `tests/auditor` fails; the
record of golden rows and the count of labels do not take part. Mutants that cannot change any optimum are declared in
`tests/support/mutation/equivalent.py`, with the reason; one that a test kills after all is an error, and so is one that
is not among the mutants any more.
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

from tests.support.moves import labelled_plan  # noqa: E402
from tests.support.mutation.equivalent import EQUIVALENT  # noqa: E402
from tests.support.mutation.mutants import Mutant, all_mutants  # noqa: E402
from tests.support.mutation.records import read_killers, update_killers  # noqa: E402
from tests.support.mutation.runner import SHARED, Coverage, Runner, Verdict, run_tests  # noqa: E402
from tests.support.rich_case import rich_plan  # noqa: E402

LEAST = 0.95
"""Share of the mutants that are not equivalent that has to be killed."""

ENDS = ("killed", "survived", "equivalent")


def learnt(runner: Runner, file: Path | None) -> Coverage:
    """What the tests build: as the file says, or from a run of all tests, which the file then keeps."""
    if file is not None and file.exists():
        kept = Coverage(**json.loads(file.read_text(encoding="utf-8")))
        for named in (kept.tests, kept.priced):
            named.update({key: [test for test in tests if test in runner.items] for key, tests in named.items()})
        kept.seconds = {test: seconds for test, seconds in kept.seconds.items() if test in runner.items}
        return kept
    coverage = runner.learn()
    if file is not None:
        file.write_text(json.dumps(asdict(coverage)), encoding="utf-8")
    return coverage


def relevant(mutant: Mutant, coverage: Coverage, likely: Sequence[str], most: int) -> list[str]:
    """The tests to run, of those that build what the mutant changes: those that killed its like before, those that
    are named after its label or compare all rows or figures, those in whose optimum its rows have a price, and then the
    fastest, ``most`` in all.
    """
    if mutant.kind == "rule":
        tests = [test for test in coverage.seconds if test.startswith("tests/auditor/")]
    else:  # what changes files or cells of a plan knows nothing of how the plan was found
        building = coverage.tests.get(f"{mutant.kind} {mutant.label}", [])
        tests = [test for test in building if test.startswith("tests/model/") or SHARED in test]
    tests = sorted(tests, key=lambda test: coverage.seconds[test])
    priced = set(coverage.priced.get(mutant.label, []))
    first = [test for test in tests if test in priced]
    fast = [] if mutant.kind == "rule" else [test for test in tests if SHARED not in test][: most // 4]
    both = ("written_twice", "keeps_every_rule_of_both")  # rows written again, and every figure of a plan
    named = [test for test in tests if mutant.label in test.replace("-", ".", 1) or any(map(test.__contains__, both))]
    twice = [test for test in named if both[0] in test]  # these solve nothing
    known = set(tests)
    return [
        test for test in dict.fromkeys([*likely[:1], *twice, *likely, *named, *first, *fast, *tests]) if test in known
    ][:most]


def chosen(runner: Runner, options: argparse.Namespace) -> list[tuple[Mutant, list[str]]]:
    """The mutants that the options ask for, with the tests to run against each."""
    killers = read_killers()
    if options.names:
        recorded = {mutant.name: mutant for mutant in killers}
        missing = [name for name in options.names if name not in recorded]
        if missing:
            raise SystemExit(f"no test is recorded that killed {', '.join(missing)}: run all mutants of its label")
        return [(recorded[name], [killers[recorded[name]]]) for name in options.names]
    coverage = learnt(runner, options.learnt)
    by_label: dict[tuple[str, str], list[str]] = {}
    for mutant, test in killers.items():
        for of in ((mutant.kind, mutant.label), (mutant.kind, mutant.family)):
            by_label.setdefault(of, []).append(test)
    wanted = [
        (mutant, relevant(mutant, coverage, _likely(mutant, killers, by_label), options.tests))
        for mutant in all_mutants(coverage.named("expression"), coverage.named("bound"))
        if all(getattr(options, part) in (None, getattr(mutant, part)) for part in asdict(mutant))
        and not (options.alive and (mutant in killers or mutant.name in EQUIVALENT))
    ]
    return sorted(wanted, key=lambda pair: pair[0].name in EQUIVALENT)  # what is expected to survive comes last


def _likely(mutant: Mutant, killers: dict[Mutant, str], by_label: dict[tuple[str, str], list[str]]) -> list[str]:
    """The test that killed the mutant before, those that killed others of its label, and of its family."""
    own = [killers[mutant]] if mutant in killers else []
    family = Counter(by_label.get((mutant.kind, mutant.family), [])).most_common(10)
    return [*own, *by_label.get((mutant.kind, mutant.label), []), *(test for test, _ in family)]


def table(verdicts: Sequence[Verdict]) -> str:
    """Killed, survived and equivalent mutants by kind, family and mutation, as a page shows them."""
    counts: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    mutations = [*dict.fromkeys(verdict.mutant.mutation for verdict in verdicts), "all"]
    for verdict in verdicts:
        mutant = verdict.mutant
        for family in (mutant.family, "all"):
            for mutation in (mutant.mutation, "all"):
                counts.setdefault((mutant.kind, family), Counter())[mutation, _end(verdict)] += 1
    lines = [f"| | {' | '.join(mutations)} |", "|---" * (len(mutations) + 1) + "|"]
    for kind, family in sorted(counts, key=lambda key: (key[0], key[1] == "all")):
        cells = [[counts[kind, family][mutation, end] for end in ENDS] for mutation in mutations]
        texts = (" / ".join(map(str, cell)) if any(cell) else "" for cell in cells)
        lines.append(f"| {kind}: {family} | {' | '.join(texts)} |")
    return "\n".join(lines)


def _end(verdict: Verdict) -> str:
    return "killed" if verdict.killer else "equivalent" if verdict.mutant.name in EQUIVALENT else "survived"


def judged(verdicts: Sequence[Verdict], whole: bool) -> int:
    """Print what is left alive and what is declared wrongly; the exit code."""
    wrong = [
        f"{verdict.mutant.name} is declared equivalent and killed by {verdict.killer}"
        for verdict in verdicts
        if verdict.killer and verdict.mutant.name in EQUIVALENT
    ]
    if whole:
        known = {verdict.mutant.name for verdict in verdicts}
        wrong += [f"{name} is declared equivalent and is no mutant" for name in EQUIVALENT if name not in known]
    for verdict in verdicts:
        if _end(verdict) == "survived":
            print(f"survived {verdict.tests} tests: {verdict.mutant.name}")
    for line in wrong:
        print(line)
    count = Counter(_end(verdict) for verdict in verdicts)
    rate = count["killed"] / max(1, count["killed"] + count["survived"])
    print(f"{len(verdicts)} mutants: {', '.join(f'{count[end]} {end}' for end in ENDS)}; {rate:.1%} killed")
    return 0 if rate >= LEAST and not wrong else 1


def arguments() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=("row", "expression", "bound", "rule"))
    parser.add_argument("--family", help="file of the model or the auditor, for example debt")
    parser.add_argument("--label", help="one constraint, expression, variable or rule")
    parser.add_argument("--mutation")
    parser.add_argument("--alive", action="store_true", help="only those that no test on record kills")
    parser.add_argument("--names", nargs="+", help="these mutants by name, each against the test that killed it last")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--tests", type=int, default=60, help="most tests per mutant; more could only kill more")
    parser.add_argument("--learnt", type=Path, help="file that keeps which tests build what, for the next run")
    parser.add_argument("--quiet", action="store_true", help="no line per mutant")
    return parser.parse_args()


def main() -> int:
    """Run the mutants that are asked for and print the table; one that changes no row (what is moved to another year is
    a number) does not count.
    """
    options = arguments()
    codes: list[int] = []
    began = time.perf_counter()

    def report(verdict: Verdict) -> None:
        if verdict.killer:
            update_killers([verdict.mutant], {verdict.mutant: verdict.killer})
        if not options.quiet:
            end = verdict.killer or ("void" if verdict.void else "survived")
            print(f"{verdict.seconds:6.1f} s  {verdict.mutant.name}: {end}", flush=True)

    def work(runner: Runner) -> None:
        mutants = chosen(runner, options)
        if any(mutant.kind == "rule" for mutant, _ in mutants):
            rich_plan()  # once for all forks: rules of the auditor change no plan
            labelled_plan()
        verdicts = [verdict for verdict in runner.run(mutants, options.jobs, report) if not verdict.void]
        if not options.names:
            update_killers([v.mutant for v in verdicts], {v.mutant: v.killer for v in verdicts if v.killer})
        print(table(verdicts))
        part = any((options.alive, options.kind, options.family, options.label, options.mutation, options.names))
        codes.append(judged(verdicts, whole=not part))

    run_tests(work)
    print(f"{time.perf_counter() - began:.0f} s with {options.jobs} {'process' if options.jobs == 1 else 'processes'}")
    return codes[0]


if __name__ == "__main__":
    sys.exit(main())
