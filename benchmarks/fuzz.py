"""Thousands of broken workbooks through ``check``: never a traceback, never long, never large, always an answer.

``python benchmarks/fuzz.py --cases 2000 --seed 1`` prints a table of kinds of damage and outcomes, and ends with exit
code 1 when a case broke a promise; the file of such a case is kept, and ``--only NUMBER`` runs that case alone.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.fuzz_mutations import MUTATIONS, mutated

DEFAULT = Path(__file__).parents[1] / "inputs" / "roadmap.xlsx"
MOST_SECONDS = 15.0
"""Of processor time for one case in a process that has imported everything."""
MOST_MEGABYTES = 500
"""Of memory that one case may add to the process."""
MOST_FINDINGS = 2_000
MOST_CHARACTERS = 6_000
"""In one finding, whatever the workbook holds."""


@dataclass
class Tally:
    """What came of the cases so far."""

    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_case: str = ""
    memory: float = 0.0


def main() -> None:
    """Run the cases, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="run this case alone")
    parser.add_argument("--program", type=int, default=50, help="also as a program call: every so many cases")
    arguments = parser.parse_args()
    numbers = [arguments.only] if arguments.only is not None else range(arguments.cases)
    with tempfile.TemporaryDirectory() as folder:
        sources, keep = _sources(Path(folder)), Path(tempfile.gettempdir())
        tally = run(numbers, arguments.seed, sources, Path(folder), program=arguments.program, keep=keep)
    _print(tally)
    sys.exit(1 if tally.failures else 0)


def run(
    numbers: Iterable[int], seed: int, sources: Sequence[bytes], folder: Path, *, program: int = 0,
    keep: Path | None = None,
) -> Tally:  # fmt: skip
    """Damage ``sources`` and check every case in ``folder``, every ``program``-th also by a program call (0: none).

    A file that broke a promise is copied into ``keep``.
    """
    tally = Tally()
    for number in numbers:
        kind, content = mutated(sources, seed, number)
        path = folder / "plan.xlsx"
        path.write_bytes(content)
        outcome, wrong = _checked(path, tally, f"case {number} ({kind})")
        if program and number % program == 0:
            wrong += _as_program(path, outcome)
        if path.read_bytes() != content or sorted(each.name for each in folder.iterdir()) != ["plan.xlsx"]:
            wrong.append("something was written")
        tally.outcomes.setdefault(kind, Counter())["FAILED" if wrong else outcome] += 1
        if wrong:
            kept = ""
            if keep is not None:
                copy = keep / f"fuzz-{seed}-{number}.xlsx"
                copy.write_bytes(content)
                kept = f" (kept as {copy})"
            tally.failures.append(f"case {number}, {kind}: {'; '.join(wrong)}{kept}")
    return tally


def _sources(folder: Path) -> list[bytes]:
    """The default workbook, and two small ones of the tests."""
    from roadmap_opt.workbook.template import write_workbook
    from tests.support.random_tables import make_tables

    contents = [DEFAULT.read_bytes()]
    for seed in (1, 2):
        path = folder / f"small-{seed}.xlsx"
        write_workbook(path, make_tables(seed))
        contents.append(path.read_bytes())
        path.unlink()
    return contents


def _checked(path: Path, tally: Tally, name: str) -> tuple[str, list[str]]:
    """How the check of one file ends, and which promises it breaks."""
    import resource

    from roadmap_opt.commands import check_workbook
    from roadmap_opt.errors import InputError

    wrong: list[str] = []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    try:
        findings = [finding for each in check_workbook(path, "base") for finding in each.findings]
        outcome = "problems named" if any(finding.is_error for finding in findings) else "accepted"
    except InputError as error:
        findings, outcome = list(error.findings), "refused"
    except Exception as error:
        return "traceback", [f"{type(error).__name__}: {error}"]
    taken = time.process_time() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    if taken > tally.slowest:
        tally.slowest, tally.slowest_case = taken, name
    tally.memory = max(tally.memory, grown)
    if taken > MOST_SECONDS:
        wrong.append(f"{taken:.0f} s")
    if grown > MOST_MEGABYTES:
        wrong.append(f"{grown:.0f} MB")
    if outcome == "refused" and not findings:
        wrong.append("refused without a word")
    if len(findings) > MOST_FINDINGS:
        wrong.append(f"{len(findings)} findings")
    wrong += [problem for finding in findings if (problem := _unclear(finding))][:3]
    return outcome, wrong


def _unclear(finding: object) -> str:
    """What a finding lacks: file, words, a cell where it is about one, a length and characters fit for a terminal."""
    words = str(finding)
    code, sheet, cell = (getattr(finding, name) for name in ("code", "sheet", "cell"))
    if not words.startswith(f"{code}") or "plan.xlsx" not in words:
        return f"no file named: {words[:80]!r}"
    if not all(getattr(finding, name) for name in ("found", "expected", "remedy")):
        return f"words are missing: {words[:80]!r}"
    if cell and not sheet:
        return f"a cell without a sheet: {words[:80]!r}"
    if code.startswith("E13") and not cell:
        return f"no cell: {words[:80]!r}"
    if len(words) > MOST_CHARACTERS:
        return f"{len(words)} characters: {words[:80]!r}"
    return "" if words.isprintable() else f"characters that cannot be seen: {words[:80]!r}"


def _as_program(path: Path, outcome: str) -> list[str]:
    """What the program call does that it must not: another exit code, a traceback."""
    call = [sys.executable, "-m", "roadmap_opt", "check", str(path)]
    done = subprocess.run(call, capture_output=True, check=False, cwd=Path(__file__).parents[1])
    shown = (done.stdout + done.stderr).decode("utf-8", "replace")
    expected = 0 if outcome == "accepted" else 2
    wrong = [] if done.returncode == expected else [f"exit code {done.returncode}, expected {expected}"]
    return [*wrong, "a traceback"] if "Traceback" in shown else wrong


def _print(tally: Tally) -> None:
    outcomes = ("accepted", "problems named", "refused", "FAILED")
    print(f"{'kind of damage':34}" + "".join(f"{outcome:>16}" for outcome in outcomes))
    for kind in sorted(tally.outcomes):
        print(f"{kind:34}" + "".join(f"{tally.outcomes[kind][outcome]:16}" for outcome in outcomes))
    totals = Counter[str]()
    for counted in tally.outcomes.values():
        totals.update(counted)
    print(f"{'all':34}" + "".join(f"{totals[outcome]:16}" for outcome in outcomes))
    print(f"kinds without a case: {', '.join(sorted(set(MUTATIONS) - set(tally.outcomes))) or 'none'}")
    print(f"slowest: {tally.slowest:.1f} s of processor time, {tally.slowest_case}")
    print(f"most memory added by a case: {tally.memory:.0f} MB")
    for failure in tally.failures:
        print("FAILED", failure)


if __name__ == "__main__":
    main()
