"""Repairs: what to enter in the workbook so that hard targets can hold together.

A repair is a set of edits that works, not an estimate: the targets are made soft, the search finds the plan that comes
nearest to all of them, and the edits say what this plan reaches. Applied, they make the case solvable, because the plan
keeps them. What no repair can spare is told beside it: with nothing else asked for, the relaxation without whole
numbers says how far each target is out of reach at least, and arithmetic says it with reasons (:mod:`reach`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from roadmap_opt.answers.more_money import Found, raisable, with_more_money
from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.overlays import BASE
from roadmap_opt.case.tables import Tables
from roadmap_opt.model.build import build
from roadmap_opt.pipeline import Prepared, Request, solve_case
from roadmap_opt.progress import QuietProgress
from roadmap_opt.reach import out_of_reach
from roadmap_opt.reach.cells import Cells
from roadmap_opt.runs.extract.aims import MET_TOLERANCE
from roadmap_opt.solver.arrays import Arrays, LinearForm
from roadmap_opt.solver.compiling import compile_model
from roadmap_opt.solver.highs import Limits, Restriction, Stop, run
from roadmap_opt.solver.outcome import Outcome, Status
from roadmap_opt.solver.widening import MoreRow, widened

DIGITS = 4
"""Significant digits of a value that a repair proposes; it is rounded towards what the plan surpasses."""

NEARER = 1e-3
"""By how much more, summed over targets, a plan with more money has to reach of them to be worth telling."""

MET = 1e-6

IDLE_GAP = 0.05
"""Gap up to which a plan that builds nothing is taken for an answer."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a row has to say in place of what it says: of a target a value, a due year, or another mode; of a source of
    money a limit.

    In the base case that is entered in ``cell`` of its sheet. In any other scenario it is a row for sheet Overlays,
    which changes that scenario alone and comes after whatever set the value before; ``cell`` is then empty.
    """

    sheet: str
    item: str
    column: str
    cell: str
    old: float | str
    new: float | str


@dataclass(frozen=True, slots=True)
class Asked:
    """A hard target and how near to it plans come.

    ``proven`` is the part of its value, or of its excess, that no plan makes up in its worst year even if nothing else
    that may move were asked for: 0 where a plan may reach it, as far as is known. ``missed`` is the part that the plan
    of the repairs leaves in its worst year.
    """

    target: str
    proven: float
    missed: float
    sense: str


@dataclass(frozen=True, slots=True)
class Repairs:
    """How hard targets can hold together. Without a plan there are no edits, and ``outcome`` says how the search ended.

    ``lower`` changes values only; ``later`` moves due years where the plan meets a target from some year on, and
    changes values elsewhere. Both are empty when the plan meets everything as it stands. ``richer`` raises limits of
    the state's own sources, and changes values where money does not help; where it is empty, ``money`` says why.
    ``idle`` says that the search found no plan but one that builds nothing, from which no edits
    are drawn.
    """

    outcome: Outcome
    asked: tuple[Asked, ...]
    lower: tuple[Edit, ...]
    later: tuple[Edit, ...]
    richer: tuple[Edit, ...] = ()
    money: Found | None = None
    idle: bool = False

    @property
    def holds(self) -> bool:
        """Whether a plan keeps every hard target as it stands."""
        return self.outcome.status.has_plan and not self.lower and not self.idle


def least_repairs(prepared: Prepared, request: Request) -> Repairs:
    """Repairs of a scenario with hard targets that may move.

    Each of two searches, with the money there is and with more of the state's, takes as long as ``request`` allows; a
    linear program for each hard target comes on top.
    """
    rows = {row.target: row for row in prepared.case.targets}
    hard = [target for target, row in rows.items() if row.mode == "hard" and row.may_move is not False]
    softened = softened_tables(prepared.inputs)
    case = case_from_tables(softened, prepared.workbook.stem, prepared.case.scenario)
    proven = least_misses(case, request.stop)
    arithmetic = {each.target: each for each in out_of_reach(prepared.case, prepared.inputs) if each.target in hard}
    for target, each in arithmetic.items():
        proven[target] = max(proven[target], 1 - min(each.most.values()) / each.aim if each.aim else 0.0)
    outcome, tables, _ = solve_case(case, replace(request, explaining=False))
    if not outcome.status.has_plan:
        return Repairs(outcome, tuple(Asked(t, proven[t], math.nan, rows[t].sense) for t in hard), (), ())
    reached = tables["targets"]
    missed = _worst(reached, hard)
    asked = tuple(Asked(t, proven[t], missed[t], rows[t].sense) for t in hard)
    gap, built = outcome.final.gap, int(tables["builds"]["count"].sum())
    if max(missed.values()) > MET_TOLERANCE and not built and gap is not None and gap > IDLE_GAP:
        return Repairs(outcome, asked, (), (), idle=True)
    lower, later = _edits(case, prepared.inputs, reached, missed)
    money, richer = _richer(prepared, softened, request, missed) if lower else (None, ())
    return Repairs(outcome, asked, lower, later, richer, money)


def _worst(reached: pd.DataFrame, targets: list[str]) -> dict[str, float]:
    """The part of each target that is missed in its worst year."""
    return {t: float(reached[reached["target"] == t]["relative_shortfall"].max()) for t in targets}


def _richer(
    prepared: Prepared, softened: Tables, request: Request, before: Mapping[str, float]
) -> tuple[Found, tuple[Edit, ...]]:
    """What to enter with more money of the state."""
    case = prepared.case
    sources = {row.source_name: row for row in raisable(case)}
    if not sources:
        return Found.NOTHING_MAY, ()
    found = with_more_money(softened, prepared.workbook.stem, case.scenario, tuple(sources.values()), request)
    if found is None:
        return Found.NO_PLAN, ()
    limits, tables = found
    missed = _worst(tables["targets"], list(before))
    if not limits or math.fsum(missed.values()) > math.fsum(before.values()) - NEARER:
        return Found.NO_NEARER, ()
    place = Cells(prepared.inputs)
    edits = [
        Edit(
            "Funding",
            name,
            column,
            place(("Funding", name, column)) if case.scenario == BASE else "",
            getattr(sources[name], column),
            _rounded(needed, "<="),
        )
        for name, columns in limits.items()
        for column, needed in columns.items()
    ]
    return Found.RAISED, (*edits, *_edits(case, prepared.inputs, tables["targets"], missed)[0])


def softened_tables(tables: Tables) -> Tables:
    """The tables with every hard target that may move soft, all weighing the same, and every soft one off; targets come
    first.
    """
    rows = []
    for row in tables["Targets"]:
        mode = row.values["mode"]
        changes = {"mode": "soft", "weight": 1.0} if mode == "hard" else {"mode": "off"}
        if mode == "hard" and row.values["may_move"] is False:
            changes = {}
        rows.append(replace(row, values={**row.values, **changes}))
    settings = tables["Settings"]
    first = settings.rows[0]
    changed = replace(first, values={**first.values, "objective": "targets_first"})
    return {
        **tables,
        "Targets": replace(tables["Targets"], rows=tuple(rows)),
        "Settings": replace(settings, rows=(changed,)),
    }


def _edits(
    case: Case, tables: Tables, reached: pd.DataFrame, missed: Mapping[str, float]
) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    place = Cells(tables)

    def cell(target: str, column: str) -> str:
        return place(("Targets", target, column)) if case.scenario == BASE else ""

    lower, later = [], []
    for row in case.targets:
        if missed.get(row.target, 0.0) <= MET_TOLERANCE:
            continue
        values = reached[reached["target"] == row.target].set_index("year")
        worst = float(values["value"].min() if row.sense == ">=" else values["value"].max())
        level = Edit("Targets", row.target, "value", cell(row.target, "value"), row.value, _rounded(worst, row.sense))
        if worst < 0:  # a ratio from which more is taken off than there is: no value is low enough
            level = Edit("Targets", row.target, "mode", cell(row.target, "mode"), "hard", "soft")
        lower.append(level)
        met = values.index[values["relative_shortfall"] > MET_TOLERANCE].max() + 1
        if met in values.index:
            where = cell(row.target, "first_year")
            later.append(Edit("Targets", row.target, "first_year", where, row.first_year, int(met)))
        else:
            later.append(level)
    return tuple(lower), tuple(later)


def _rounded(value: float, sense: str) -> float:
    """The value to a few digits, on the side that the plan keeps; a value may not be below nought."""
    if value <= 0:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(value)) + 1 - DIGITS)
    steps = math.floor(value / step + MET) if sense == ">=" else math.ceil(value / step - MET)
    return float(f"{steps * step:.{DIGITS}g}")


def least_misses(case: Case, stop: Stop | None = None) -> dict[str, float]:
    """By soft target: the part of it that no plan makes up in its worst year if no other soft one is asked for, as far
    as the relaxation without whole numbers shows.
    """
    ix = Indexes(case)
    arrays = compile_model(build(ix), ix)
    return {t: _least_miss(arrays, ix, t, stop) for t, row in ix.rows.targets.items() if row.mode == "soft"}


def _least_miss(arrays: Arrays, ix: Indexes, target: str, stop: Stop | None) -> float:
    """Least ``miss`` with ``shortfall[target, y] <= scale * miss`` in every year of its window."""
    short = [j for j, (name, index) in enumerate(arrays.column_labels) if name == "shortfall" and index[0] == target]
    width, scale = len(arrays.lower), ix.targets.scale(target)
    relaxed = replace(arrays, integer=np.zeros_like(arrays.integer))
    asked = widened(relaxed, [("miss", target)], [MoreRow({j: 1.0, width: -scale}, 0.0) for j in short])
    price = LinearForm(np.append(np.zeros(width), 1.0), 0.0)
    limits = Limits(0.0, 0.0, math.inf, 1, 0, stop)
    end = run("least miss", asked, price, False, limits, QuietProgress(), None, (), Restriction())
    if end.phase.status is not Status.OPTIMAL or end.phase.objective is None:
        return 0.0  # nothing is known: whoever reads it takes it for "may be reached"
    return max(0.0, end.phase.objective - MET)
