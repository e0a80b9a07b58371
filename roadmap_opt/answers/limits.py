"""What one more unit of each limit of the workbook is worth to a plan, and how far that holds: found by re-solving.

The plan's whole numbers stay; draws, operation and sales are found anew with the cell of the workbook changed. Prices
of the final linear program say where to look: which limits hold the plan back, and about how much. What is told is the
difference of two solves, so it counts every row in which the number stands, and says itself how far it holds.
"""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from roadmap_opt.answers.asking import Base, NoAnswerError
from roadmap_opt.answers.changed import ChangedArrays
from roadmap_opt.answers.limit_numbers import NUMBERS, Number
from roadmap_opt.answers.parts import whole_of
from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.change_search import Change, UnfitChange
from roadmap_opt.case.changes import cells_of, changed_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.tables import Row, Tables
from roadmap_opt.model.build import build
from roadmap_opt.progress import Progress, QuietProgress
from roadmap_opt.reach.cells import Cells
from roadmap_opt.runs.run import Run
from roadmap_opt.said import known_again, said
from roadmap_opt.solver.arrays import Arrays, Vector
from roadmap_opt.solver.compiling import compile_model
from roadmap_opt.solver.highs import Limits, PhaseEnd, Stop
from roadmap_opt.solver.highs import run as solve
from roadmap_opt.solver.outcome import Status
from roadmap_opt.solver.restrictions import each_limit_once
from roadmap_opt.solver.strategy import SHORTFALL_PRICE, priced
from roadmap_opt.studies.jobs import Ended, Job, JobContext
from roadmap_opt.studies.machine import Machine

MOST = 24
"""Limits that are looked into, those first whose number is worth most at the margin."""

TENTH = 0.1
STEPS = (0.02, TENTH, 0.3)
"""Relative steps of a number, up and down, after a single unit."""

ALIKE = 0.05
"""By how much the gain per unit may depart from that of the first unit before its price no longer holds."""

SAME = 1e-9
"""Difference of two steps that are the same."""

WORTH_TELLING = 1e-3
"""Gain of a tenth more, MUSD of the objective at the margin, below which a limit does not hold the plan back."""

SECONDS = 10.0
"""Most time for one linear program; one without a solution may go on for minutes before that shows."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a changed number does to the plan: net present value, MUSD, and weighted shortfall, both as differences."""

    step: float
    npv: float
    shortfall: float

    @property
    def objective(self) -> float:
        """In MUSD of the objective, shortfall priced as in the search."""
        return self.npv - SHORTFALL_PRICE * self.shortfall


@dataclass(frozen=True, slots=True)
class LimitValue:
    """What a limit is worth: ``unit`` is the effect of one more unit (of a share, one point in a hundred), in the unit
    of the workbook's column; ``effects`` those of relative steps. ``holds`` are the smallest and largest relative step
    that were tried and at which the gain per unit is still that of the first. ``breaks`` are steps at which the plants
    cannot be kept, ``open`` those that had no answer in time.
    """

    number: Number
    cell: str
    unit_words: str
    value: float
    unit: Effect
    effects: tuple[Effect, ...]
    holds: tuple[float, float]
    breaks: tuple[float, ...]
    open: tuple[float, ...]

    @property
    def is_share(self) -> bool:
        """Whether the number is a part of a whole: its unit is then a point in a hundred."""
        return _is_share(self.unit_words)

    def tenth(self, step: float) -> float | Literal["breaks", "open"] | None:
        """What such a relative step does to the objective, or why that is not told; nothing where it was not tried."""
        for effect in self.effects:
            if abs(effect.step - step) < SAME:
                return effect.objective

        def reached(steps: tuple[float, ...]) -> bool:
            return any(each * step > 0 and abs(each) <= abs(step) + SAME for each in steps)

        return "breaks" if reached(self.breaks) else "open" if reached(self.open) else None

    @property
    def is_yearly(self) -> bool:
        """Whether it is so much in every year."""
        return self.unit_words.endswith("yr")


Priced = tuple[tuple[LimitValue, ...], int]
"""Limits with what they are worth, and how many steps had no answer in time."""


def _is_share(unit: str) -> bool:
    return "share" in unit


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


copyreg.pickle(MappingProxyType, lambda proxy: (_read_only, (dict(proxy),)))
# Tables are made of read-only mappings, which cannot travel to a worker by themselves.


@dataclass(frozen=True)
class Fixed:
    """A plan with its whole numbers: what a changed number is held against."""

    base: Base
    tables: Tables
    arrays: Arrays
    whole: Mapping[tuple[str, Any], float]
    npv: float
    shortfall: float

    def changed(self, number: Number, value: float) -> ChangedArrays:
        """The program of the plan's case with another value of a number, which has this one."""

        def built(operation: str, amount: float) -> Arrays:
            changed = changed_tables(self.tables, _change(number, operation, amount))
            ix = Indexes(case_from_tables(changed, self.base.case.workbook, self.base.case.scenario))
            return compile_model(build(ix), ix)

        return ChangedArrays(self.arrays, value, STEPS[-1], built)

    def basis(self, stop: Stop | None) -> Any:
        """The basis in which the linear program of the plan ends: near those of its changes."""
        return _linear(self.arrays, self._held(self.arrays), stop).basis

    def effect(self, arrays: Arrays, step: float, stop: Stop | None, basis: Any = None) -> Effect | Status:
        """What the plan gains under a changed program, or how a search without an optimum ended.

        A program of the same columns and rows begins with a ``basis``.
        """
        alike = arrays.column_labels == self.arrays.column_labels and arrays.row_labels == self.arrays.row_labels
        end = _linear(arrays, self._held(arrays), stop, basis if alike else None)
        if end.x is None or end.phase.status is not Status.OPTIMAL:
            return end.phase.status
        value, shortfall = arrays.forms["value"], arrays.forms["shortfall"]
        return Effect(step, value.value(end.x) - self.npv, shortfall.value(end.x) - self.shortfall)

    def _held(self, arrays: Arrays) -> Vector:
        x = np.zeros(len(arrays.lower))
        for column, label in enumerate(arrays.column_labels):
            if arrays.integer[column]:
                x[column] = min(max(self.whole.get(label, 0.0), arrays.lower[column]), arrays.upper[column])
        return x


def _change(number: Number, operation: str, amount: float) -> Change:
    values = {
        "table": number.sheet, "row": number.key, "column_name": number.column, "first_year": number.year,
        "last_year": number.year, "operation": operation, "value": repr(amount),
    }  # fmt: skip
    return Change(Row(values, 0), repr(amount), "explain")


def _linear(arrays: Arrays, x: Vector, stop: Stop | None, basis: Any = None) -> PhaseEnd:
    once, restriction = each_limit_once(arrays, x)
    limits = Limits(0.0, 0.0, SECONDS, 1, 0, stop)
    return solve("limits", once, priced(once), True, limits, QuietProgress(), restriction=restriction, basis=basis)


def fixed_plan(base: Base, tables: Tables, stop: Stop | None = None) -> tuple[Fixed, Arrays, PhaseEnd, Indexes]:
    """The plan with all its whole numbers, and the final linear program with its prices.

    Raises :class:`NoAnswerError` when the plan cannot be kept.
    """
    ix = Indexes(base.case)
    arrays = compile_model(build(ix), ix)
    limits = Limits(1e-4, 1e-3, 4 * SECONDS, 1, 0, stop)
    whole = whole_of(arrays, base.plan)
    end = solve("plan", arrays, priced(arrays), True, limits, QuietProgress(), restriction=whole)
    if end.x is None and end.phase.status is Status.INFEASIBLE:
        raise NoAnswerError("The plan of the run cannot be kept with the program as it is now. Solve it anew.")
    if end.x is None:
        raise NoAnswerError("The plan of the run could not be found again in time.")
    final = _linear(arrays, end.x, stop)
    if final.x is None:
        raise NoAnswerError("The final figures of the plan could not be found again.")
    numbers = {
        label: float(round(end.x[column]))
        for column, label in enumerate(arrays.column_labels)
        if arrays.integer[column]
    }
    value, shortfall = arrays.forms["value"], arrays.forms["shortfall"]
    kept = replace(arrays, variables=())  # which do not travel to a worker
    fixed = Fixed(base, tables, kept, numbers, value.value(final.x), shortfall.value(final.x))
    return fixed, arrays, final, ix


def limit_values(run: Run, base: Base, machine: Machine, progress: Progress) -> Priced:
    """The limits that hold the plan back, with what they are worth, largest first.

    Raises :class:`NoAnswerError` when the plan cannot be kept, or a worker fails.
    """
    fixed, arrays, final, ix = fixed_plan(base, run.inputs, machine.stop)
    numbers = _binding(arrays, final, ix)[:MOST]
    found: dict[str, LimitValue] = {}
    engine, _ = machine.engine({"fixed": fixed}, len(numbers))
    with engine:
        for number in numbers:
            engine.submit(Job(number.words, f"{__name__}:value_job", {"number": number}))
        for event in engine.events():
            if isinstance(event, Ended):
                if event.result is None:
                    why = known_again(event.problem)
                    raise NoAnswerError(
                        said("The limit {key} could not be priced: {problem}", key=event.key, problem=why)
                    )
                if (value := event.result["value"]) is not None:
                    found[event.key] = value
                progress.phase(f"priced {len(found)}/{len(numbers)}: {event.key}")
    progress.done()
    told = tuple(sorted(found.values(), key=lambda each: -abs(_tenth(each))))
    return told, sum(len(value.open) for value in told)


def _tenth(value: LimitValue) -> float:
    return value.unit.objective * 0.1 * value.value / value.unit.step if value.unit.step else 0.0


def _binding(arrays: Arrays, final: PhaseEnd, ix: Indexes) -> list[Number]:
    """Numbers of the workbook whose rows have a price, those first that are worth most at the margin."""
    assert final.x is not None
    assert final.row_duals is not None
    end = np.where(np.isfinite(arrays.row_upper), arrays.row_upper, arrays.row_lower) - arrays.decided(final.x)
    size = np.where(np.abs(end) > 0, np.abs(end), np.abs(arrays.undecided(final.x)))
    worth: dict[Number, float] = {}
    for row, (name, index) in enumerate(arrays.row_labels):
        if name in NUMBERS and final.row_duals[row]:
            number = NUMBERS[name](ix, index if isinstance(index, tuple) else (index,))
            worth[number] = worth.get(number, 0.0) + final.row_duals[row] * size[row]
    held = [number for number, value in worth.items() if abs(value) * 0.1 > WORTH_TELLING]
    return sorted(held, key=lambda number: (-abs(worth[number]), number.words))


def value_job(arguments: Mapping[str, Any], context: JobContext) -> Mapping[str, Any]:
    """The job of a worker: what one limit is worth; nothing when no change of it can be made."""
    fixed: Fixed = context.shared["fixed"]
    if "basis" not in context.kept:
        context.kept["basis"] = fixed.basis(context.stop)
    return {"value": value_of(fixed, arguments["number"], context.stop, context.kept["basis"])}


def value_of(fixed: Fixed, number: Number, stop: Stop | None = None, basis: Any = None) -> LimitValue | None:
    """What a number of the workbook is worth to the plan; nothing where it is no number, or may be no other."""
    cells = cells_of(fixed.tables, _change(number, "add", 0.0))
    if cells is None or len(cells[1]) != 1 or not isinstance(cells[1][0], int | float):
        return None
    column, (value,) = cells
    amount = 0.01 if _is_share(column.meta.unit or "") else 1.0
    changed = fixed.changed(number, float(value))

    def tried(operation: str, by: float, step: float) -> Effect | Status | None:
        """The effect, how the search ended without one, or nothing for a value that the column does not allow."""
        try:
            return fixed.effect(changed.at(operation, by), step, stop, basis)
        except UnfitChange:
            return None

    unit = tried("add", amount, amount)
    if not isinstance(unit, Effect):
        return None
    effects: list[Effect] = []
    ended: dict[Status, list[float]] = {}
    holds = {1: 0.0, -1: 0.0}
    for sign in (1, -1):
        alike = True
        for size in STEPS if value else ():
            step = sign * size
            if not alike and size > TENTH:  # how far it holds is known; a tenth is told all the same
                break
            effect = tried("multiply", 1.0 + step, step)
            if not isinstance(effect, Effect):
                if effect is not None:
                    ended.setdefault(effect, []).append(step)
                break
            effects.append(effect)
            expected = unit.objective / amount * step * value
            alike = alike and abs(effect.objective - expected) <= ALIKE * abs(expected) + 1e-4
            if alike:
                holds[sign] = step
    breaks = ended.pop(Status.INFEASIBLE, [])
    return LimitValue(
        number=number,
        cell=Cells(fixed.tables)((number.sheet, number.key, number.year or number.column)),
        unit_words=column.meta.unit or "",
        value=float(value),
        unit=unit,
        effects=tuple(sorted(effects, key=lambda effect: effect.step)),
        holds=(holds[-1], holds[1]),
        breaks=tuple(sorted(breaks)),
        open=tuple(sorted(step for steps in ended.values() for step in steps)),
    )
