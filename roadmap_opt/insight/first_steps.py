"""What a plan asks to be decided first: all that begins in its first two decision years, and what waits for it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from roadmap_opt.case.profiles import completion_year
from roadmap_opt.runs.run import Run, records

YEARS = 2
"""Decision years that count as first."""

Kind = Literal["programme", "plant", "contract", "source_name", "commodity"]


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
    order = {"programme": 0, "plant": 1, "contract": 2, "source_name": 3, "commodity": 4}
    steps = (step for step in (*_programmes(run), *_plants(run), *_contracts(run)) if step.year in years)
    return tuple(sorted(steps, key=lambda step: (step.year, order[step.kind], -step.cost, step.key)))


def _programmes(run: Run) -> Iterator[Step]:
    starts = {str(row.programme): int(row.year) for row in records(run.tables["programme_starts"])}
    waiting = _waiting(run, starts)
    for row in run.case.programmes:
        if row.programme in starts and row.started is None:
            year = starts[row.programme]
            opens = tuple(dict.fromkeys(waiting.get(row.programme, ())))
            yield Step(year, "programme", row.programme, "", 1, row.cost, year + row.duration, opens)


def _waiting(run: Run, starts: Collection[str]) -> dict[str, list[tuple[Kind, str]]]:
    """What of the plan waits for a programme, by programme: plants that it gates or whose recipe it opens, programmes
    after it, contracts, sources of money and feed.
    """
    case, tables = run.case, run.tables
    plant_of = {row.module: row.plant for row in case.modules}
    built = {(plant_of[row.module], str(row.site)) for row in records(tables["builds"])}
    recipes = {str(row.recipe) for row in records(tables["activity"])}
    signed = {str(row.contract) for row in records(tables["contracts_signed"])}
    raised = {str(row.source_name) for row in records(tables["funding"])}
    bought = {str(row.supply) for row in records(tables["purchases"])}
    found: dict[str, list[tuple[Kind, str]]] = {}

    def waits(programme: str | None, kind: Kind, key: str) -> None:
        if programme is not None:
            found.setdefault(programme, []).append((kind, key))

    for gate in case.requirements:
        if any(plant == gate.plant and gate.site in (None, site) for plant, site in built):
            waits(gate.programme, "plant", gate.plant)
    inputs: tuple[tuple[Iterable[Any], str, Collection[str], str, Kind, str], ...] = (
        (case.recipes, "recipe", recipes, "programme", "plant", "plant"),
        (case.programmes, "programme", starts, "needs", "programme", "programme"),
        (case.contracts, "contract", signed, "programme", "contract", "contract"),
        (case.funding, "source_name", raised, "programme", "source_name", "source_name"),
        (case.supplies, "supply", bought, "programme", "commodity", "commodity"),
    )
    for rows, key, of_plan, awaited, kind, told in inputs:
        for row in rows:
            if getattr(row, key) in of_plan:
                waits(getattr(row, awaited), kind, getattr(row, told))
    return found


def _plants(run: Run) -> Iterator[Step]:
    modules, plants = {row.module: row for row in run.case.modules}, run.ix.plants
    begun: dict[tuple[int, str, str], list[tuple[int, float, int]]] = {}
    for row in records(run.tables["builds"]):
        module, count = modules[row.module], int(row.count)
        where = (int(row.year), module.plant, str(row.site))
        since = completion_year(module, int(row.year))
        begun.setdefault(where, []).append((count, count * plants.capex(module), since))
    for (year, plant, site), parts in begun.items():
        count, cost = sum(part[0] for part in parts), math.fsum(part[1] for part in parts)
        yield Step(year, "plant", plant, site, count, cost, min(part[2] for part in parts), ())


def _contracts(run: Run) -> Iterator[Step]:
    contracts = {row.contract: row for row in run.case.contracts}
    for row in records(run.tables["contracts_signed"]):
        lead = contracts[row.contract].nomination_years or 0
        yield Step(int(row.year) - lead, "contract", str(row.contract), "", 1, 0.0, int(row.year), ())
