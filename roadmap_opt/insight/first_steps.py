"""What a plan asks to be decided first: all that begins in its first two decision years, and what waits for it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from roadmap_opt.runs.run import Run, records

YEARS = 2
"""Decision years that count as first."""

Kind = Literal["programme", "plant", "contract"]


@dataclass(frozen=True, slots=True)
class Step:
    """A decision: a programme that begins, modules of a plant that are begun at a site, a contract that is signed.

    ``cost`` is what it costs in all, MUSD of the base year, of a contract nothing. ``since`` is the first year in which
    it is complete and can be used. ``opens`` are the plants and programmes of the plan that wait for it.
    """

    year: int
    kind: Kind
    key: str
    site: str
    count: int
    cost: float
    since: int
    opens: tuple[tuple[Kind, str], ...]


def first_years(run: Run) -> tuple[int, ...]:
    """The decision years that come first."""
    return tuple(run.case.decision_years[:YEARS])


def first_steps(run: Run) -> tuple[Step, ...]:
    """The decisions of the first years, year by year: programmes, plants, contracts; the dearest first."""
    years = first_years(run)
    order = {"programme": 0, "plant": 1, "contract": 2}
    steps = (step for step in (*_programmes(run), *_plants(run), *_contracts(run)) if step.year in years)
    return tuple(sorted(steps, key=lambda step: (step.year, order[step.kind], -step.cost, step.key)))


def _programmes(run: Run) -> Iterator[Step]:
    case, starts = run.case, {str(row.programme): int(row.year) for row in records(run.tables["programme_starts"])}
    plants = {row.module: row.plant for row in case.modules}
    built = dict.fromkeys(plants[row.module] for row in records(run.tables["builds"]))
    for row in case.programmes:
        if row.programme not in starts or row.started is not None:
            continue
        waiting = {r.plant for r in case.requirements if r.programme == row.programme}
        opens: list[tuple[Kind, str]] = [("plant", plant) for plant in built if plant in waiting]
        opens += [("programme", other.programme) for other in case.programmes
                  if other.needs == row.programme and other.programme in starts]  # fmt: skip
        year = starts[row.programme]
        yield Step(year, "programme", row.programme, "", 1, row.cost, year + row.duration, tuple(opens))


def _plants(run: Run) -> Iterator[Step]:
    modules = {row.module: row for row in run.case.modules}
    owner = 1 + run.case.settings.owner_cost_share
    begun: dict[tuple[int, str, str], list[tuple[int, float, int]]] = {}
    for row in records(run.tables["builds"]):
        module, count = modules[row.module], int(row.count)
        since = int(row.year) + math.floor(module.lead_time)
        where = (int(row.year), module.plant, str(row.site))
        begun.setdefault(where, []).append((count, count * module.capex * owner, since))
    for (year, plant, site), parts in begun.items():
        count, cost = sum(part[0] for part in parts), math.fsum(part[1] for part in parts)
        yield Step(year, "plant", plant, site, count, cost, min(part[2] for part in parts), ())


def _contracts(run: Run) -> Iterator[Step]:
    contracts = {row.contract: row for row in run.case.contracts}
    for row in records(run.tables["contracts_signed"]):
        lead = contracts[row.contract].nomination_years or 0
        yield Step(int(row.year) - lead, "contract", str(row.contract), "", 1, 0.0, int(row.year), ())
