"""A comparison of any set of runs: everything that its workbook, its page and the terminal say, as frozen data.

No run is special here: differences, moves, bridges and marks are asked for by baseline, so that a reader may choose
any run as the one the others are measured against.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roadmap_opt.comparison.bridge import Bridge, bridge
from roadmap_opt.comparison.compared_run import ComparedRun, Stamp, compared_runs
from roadmap_opt.comparison.decisions import DecisionRow, decision_rows
from roadmap_opt.comparison.distinction import Distinction, distinction
from roadmap_opt.comparison.figures import Figure, figures
from roadmap_opt.comparison.indicators import KpiRow, kpi_rows
from roadmap_opt.comparison.inputs import InputDifference, input_differences
from roadmap_opt.comparison.npv_steps import NpvSteps, npv_steps
from roadmap_opt.comparison.pairs import Matrix, Standing, matrix
from roadmap_opt.comparison.targets import TargetRow, target_rows
from roadmap_opt.comparison.valuation import Valuation
from roadmap_opt.messages import Text
from roadmap_opt.runs.run import by_year
from roadmap_opt.runs.run_folder import LoadedRun

SAME_CAPACITY = 1e-6
"""Capacities closer than this are the same."""


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """Installed capacity of one plant type over all sites: by year per run, ``None`` for a run without a plan."""

    plant: str
    label: Text
    unit: Text
    years: tuple[int, ...]
    values: tuple[Mapping[int, float] | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the runs with a plan differ in any year."""
        known = [values for values in self.values if values is not None]
        return any(abs(values[year] - known[0][year]) > SAME_CAPACITY for values in known for year in self.years)


@dataclass(frozen=True)
class Comparison:
    """Runs side by side. ``distinctions[a][b]`` is what may be said about runs a and b, ``standings`` between what the
    best objective of each lies, ``pairs[a][b]`` which of two is better as far as that is proven;
    ``npv_steps[run][valuation]`` is the value of a run's plan by each of the ``valuations`` in use (``None`` without a
    plan), and ``valuation[run]`` its own.
    ``base_years`` say in whose money the amounts of a run are.
    """

    runs: tuple[Stamp, ...]
    inputs: tuple[InputDifference, ...]
    decisions: tuple[DecisionRow, ...]
    figures: tuple[Figure, ...]
    targets: tuple[TargetRow, ...]
    kpis: tuple[KpiRow, ...]
    capacity: tuple[CapacityRow, ...]
    distinctions: tuple[tuple[Distinction, ...], ...]
    standings: tuple[Standing, ...]
    pairs: Matrix
    valuations: tuple[Valuation, ...]
    valuation: tuple[int, ...]
    npv_steps: tuple[tuple[NpvSteps | None, ...], ...]
    base_years: tuple[int, ...]

    def bridge(self, baseline: int, run: int) -> Bridge | None:
        """From the baseline's net present value to the run's; ``None`` when one of them has no plan."""
        own = self.valuation[baseline]
        before, after = self.npv_steps[baseline][own], self.npv_steps[run][own]
        by_its_own = self.npv_steps[run][self.valuation[run]]
        if before is None or after is None or by_its_own is None:
            return None
        return bridge(before, after, by_its_own)

    def greyed(self, baseline: int, run: int) -> bool:
        """Whether differences between the two are printed grey, see :class:`Distinction`."""
        return self.distinctions[baseline][run].is_greyed


def compare(runs: Sequence[LoadedRun]) -> Comparison:
    """Compare runs, in the order given; of the same workbook or of different ones.

    Raises ``ValueError`` for less than two runs, and :class:`InputError` when a run's inputs cannot be read back.
    """
    if len(runs) < 2:
        raise ValueError("a comparison takes at least two runs")
    ready = compared_runs(runs)
    standings = tuple(subject.standing for subject in ready)
    own = [Valuation.of(subject.case.settings) for subject in ready]
    valuations = tuple(dict.fromkeys(own))
    return Comparison(
        runs=tuple(subject.stamp for subject in ready),
        inputs=input_differences([subject.inputs for subject in ready]),
        decisions=decision_rows(ready),
        figures=figures(ready),
        targets=target_rows(ready),
        kpis=kpi_rows(ready),
        capacity=_capacity(ready),
        distinctions=tuple(tuple(distinction(one, other) for other in ready) for one in ready),
        standings=standings,
        pairs=matrix(standings),
        valuations=valuations,
        valuation=tuple(valuations.index(each) for each in own),
        npv_steps=tuple(
            tuple(npv_steps(each.case, each.tables, by) if each.record.has_plan else None for by in valuations)
            for each in ready
        ),
        base_years=tuple(subject.case.settings.base_year for subject in ready),
    )


def _capacity(ready: Sequence[ComparedRun]) -> tuple[CapacityRow, ...]:
    built = [
        by_year(subject.tables["capacity"], ("plant",), "installed") if subject.record.has_plan else None
        for subject in ready
    ]
    years = tuple(sorted({year for subject in ready for year in subject.case.decision_years}))
    found: list[CapacityRow] = []
    for subject in ready:
        for plant in subject.case.plants:
            known = any(row.plant == plant.plant for row in found)
            if known or not any((plant.plant,) in each for each in built if each is not None):
                continue
            values = tuple(None if each is None else _held(each.get((plant.plant,), {}), years) for each in built)
            unit = subject.names.unit(plant.capacity_unit)
            found.append(CapacityRow(plant.plant, subject.names("plant", plant.plant), unit, years, values))
    return tuple(found)


def _held(values: Mapping[int, float], years: tuple[int, ...]) -> dict[int, float]:
    """Capacity in every year; a year without a row has none."""
    return {year: 0.0 if math.isnan(values.get(year, 0.0)) else values.get(year, 0.0) for year in years}
