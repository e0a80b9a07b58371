"""What the audit catches of a systematic tampering with saved runs, and why the rest cannot matter.

Two small runs that together exercise every table, and the committed run of the default case, are changed cell by cell,
entry by entry. A survivor that no declared reason explains ends the command with exit code 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.rich_case import rich_run, tight_run  # noqa: E402
from tests.support.tampering import (  # noqa: E402
    Outcome,
    Run,
    reason,
    tamper_inputs,
    tamper_pages,
    tamper_record,
    tamper_tables,
    unexplained,
)

STRENGTHS = {
    "hashes": "changes a file and puts the hashes right",
    "everything": "also makes all other files agree: only rules and recomputation stand in the way",
}


def main() -> int:
    """Tamper, count, list what survives; 1 when a survivor has no reason."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="*", type=Path, help="further saved runs whose inputs are tampered with")
    folders = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        rich, tight = (Run(make(_new(scratch / kind)), scratch / "copy") for kind, make in KINDS.items())
        outcomes: list[Outcome] = []
        for tamper in (tamper_tables, tamper_record, tamper_pages):
            print(f"{tamper.__name__} ...", file=sys.stderr, flush=True)
            outcomes += tamper(rich)
        inputs: dict[tuple[str, str], Outcome] = {}
        for run in (rich, tight, *(Run(folder, scratch / "copy") for folder in folders)):
            print(f"tamper_inputs {run.folder.name} ...", file=sys.stderr, flush=True)
            known = frozenset(place for (place, how), each in inputs.items() if how == "everything" and each.caught)
            for each in tamper_inputs(run, known):
                if (each.place, each.strength) not in inputs or each.caught:
                    inputs[each.place, each.strength] = each
        outcomes += inputs.values()
    _print(outcomes)
    return 1 if unexplained(outcomes) else 0


KINDS = {"rich": rich_run, "tight": tight_run}


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _print(outcomes: list[Outcome]) -> None:
    for strength, meaning in STRENGTHS.items():
        print(f"\n{strength}: {meaning}")
        for group in dict.fromkeys(each.group for each in outcomes):
            chosen = [each for each in outcomes if (each.group, each.strength) == (group, strength)]
            if chosen:
                tried, caught = sum(each.tried for each in chosen), sum(each.caught for each in chosen)
                places = sum(each.caught == each.tried for each in chosen)
                print(f"  {group:8} {caught:5} of {tried:5} changes caught; wholly in {places} of {len(chosen)} places")
    survivors = [each for each in outcomes if each.caught < each.tried]
    print("\nSurvivors, by reason:")
    reasons = Counter(reason(each) for each in survivors)
    for why, count in reasons.most_common():
        print(f"  {why or 'NO REASON: a hole in the audit'} ({count})")
        for each in survivors:
            if reason(each) == why:
                print(f"      {each.group} {each.place} [{each.strength}]: {each.tried - each.caught}, {each.survivor}")


if __name__ == "__main__":
    sys.exit(main())
