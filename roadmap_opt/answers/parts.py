"""What a plan would be worth with parts of it left out: small questions whose answers are proven in seconds.

To decide a whole plan anew for every question takes minutes and leaves a gap wider than the answer. So the plans that
are compared are those that have nothing but parts of a given plan: every module, programme, contract and source of it
either as it is, in its year, or not at all. Which of them are left out, operation, draws and volumes are found anew.
What other plants could do, such an answer does not say.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from roadmap_opt.answers.plan_figures import figures_of
from roadmap_opt.answers.questions import Aim, Best, Question, Rules, case_under, without_targets
from roadmap_opt.auditor import audit
from roadmap_opt.case.case import Case
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.sheets.policy import Target
from roadmap_opt.model.algebra import total
from roadmap_opt.model.build import build
from roadmap_opt.model.targets import hard_rows
from roadmap_opt.progress import QuietProgress
from roadmap_opt.runs.decisions import decisions_of
from roadmap_opt.runs.extract import extract
from roadmap_opt.runs.run import empty_tables, records
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.clock import Clock, Until
from roadmap_opt.solver.compiling import compile_model, form_of
from roadmap_opt.solver.decisions import CARRIERS, Decisions, following
from roadmap_opt.solver.diving import plunge
from roadmap_opt.solver.highs import FEASIBILITY_TOLERANCE, Limits, Restriction, Stop, run
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.program import Cut, with_cuts
from roadmap_opt.solver.restrictions import kept
from roadmap_opt.solver.strategy import SHORTFALL_PRICE, SHORTFALL_SLACK, less

GAP = 1e-3
"""Relative gap of an answer in net present value or in shortfall."""

COARSE = 2e-3
"""Relative gap of an answer in both together: losses are told within margins of a hundredth and more."""

OF_LOSS = 0.03
"""Gap of an answer that is told as a loss, relative to that loss."""

FIRST = 0.1
"""Relative gap at which the first plan is good enough to begin with: what it shows is that there is one."""

CLOSE = 0.2
"""Absolute gap of an answer, MUSD (or as much shortfall as is priced so): what is asked about is rarely less."""

WORTH_SLACK = 1e-3
"""MUSD by which a plan may fall below what it has to be worth: figures are rounded that far."""

KEPT = 0.1
"""What one more MUSD of modules that nobody counts is worth where others are counted: enough to keep most of them."""

SECONDS = 40.0
"""Most time for one question, after a first plan. Most take three to fifteen seconds; one that takes longer is told
with its gap.
"""

MET = 1e-6
"""Relative shortfall up to which a target is met."""


class Parts:
    """A plan and a case under the rules of a question: built once for all questions of the same rules.

    A plan that answers one of them is where the search for the next may begin.
    """

    def __init__(self, case: Case, plan: Decisions, rules: Rules) -> None:
        self.plan, self.case, self.rules, self._asked_of = plan, case_under(case, rules), rules, case
        self.ix = Indexes(self.case)
        self.model = build(self.ix)
        state = self.model.numerator["fiscal_cost", "standard", self.ix.last_year]
        begun = total(
            self.model.starts[s, m, y] * self.ix.plants.capex(self.ix.rows.modules[m])
            for (s, m), years in self.ix.plants.slots.items()
            for y in years
        )
        self.arrays = compile_model(self.model, self.ix, {"state": state, "begun": begun + 0.0})
        self._known: list[Vector] = []

    def forget_answers(self) -> None:
        """Begin no search with the plan of an earlier question: which came before may depend on other processes."""
        self._known.clear()

    def best(self, question: Question, threads: int = 1, seed: int = 0, stop: Stop | None = None) -> Best:
        """The best plan that has nothing but parts of the plan.

        Raises ``AssertionError`` when the auditor finds that such a plan breaks a rule: a fault of the program.
        """
        assert question.rules(self._asked_of) == self.rules, "asked of another case"
        menu = _later(self.plan, question.later)
        restricted, links = _parts_of(self.arrays, menu, question.without, self._yielding(question))
        value, shortfall = self.arrays.forms["value"], self._shortfall(question.off)
        both = less(value, shortfall, SHORTFALL_PRICE)
        cuts = links if question.shortfall is None else (*links, Cut(shortfall, question.shortfall + SHORTFALL_SLACK))
        cuts += tuple(Cut(self._own(target), most + SHORTFALL_SLACK) for target, most in question.held.items())
        cuts += tuple(cut for limit in question.limits for cut in self._limit(limit))
        form, maximise = {
            Aim.VALUE: (value, True),
            Aim.SHORTFALL: (shortfall, False),
            Aim.BOTH: (both, True),
            Aim.INVESTMENT: (self._begun(question.counted), False),
        }[question.aim]
        if question.within is not None:
            cuts += (Cut(LinearForm(-both.coefficients, -both.constant), -question.within + WORTH_SLACK),)
        close = CLOSE / SHORTFALL_PRICE if question.aim is Aim.SHORTFALL else CLOSE
        usual = COARSE if question.aim is Aim.BOTH else GAP
        limits = Limits(usual if question.gap is None else question.gap, close, SECONDS, threads, seed, stop)
        began = time.perf_counter()
        start = self._start(question, restricted, cuts, form, maximise, limits, menu)
        if start is not None:  # with a plan to begin with, looking for plans takes three times as long as the proof
            limits = replace(limits, plans=False)
        if question.against is not None:
            limits = replace(limits, enough=near_enough(question.against, close))
        end = run(question.key, restricted, form, maximise, limits, QuietProgress(), start, cuts)
        seconds = time.perf_counter() - began
        if end.x is None:
            return Best(question.key, end.phase.status, seconds, most=end.phase.bound)
        x = end.x
        self._known.append(x)
        reached = form.value(x)
        # decided anew with the whole numbers as they are: those of a search are whole within a tolerance, which a limit
        # of thousands multiplies to more than the auditor lets pass
        if question.frugal:  # else it would be chance who pays
            as_good = Cut(LinearForm(-form.coefficients, -form.constant), -reached + CLOSE / 4)
            x = self._among(restricted, x, self.arrays.forms["state"], False, (*cuts, as_good), limits)
        elif question.aim is Aim.INVESTMENT:  # as many plans cost the same to build, and most of them are run badly
            x = self._among(restricted, x, both, True, cuts, limits)
        else:
            x = self._among(restricted, x, form, maximise, cuts, limits)
        case = without_targets(self.case, question.off)
        case = replace(case, targets=(*case.targets, *question.limits))
        tables = {**empty_tables(), **extract(self.model, Indexes(case), self.arrays, x)}
        broken = audit(case, tables)
        if broken:
            raise AssertionError(f"{question.key}: {broken[0]}")
        items = tables["objective"].set_index("item")["value"]
        return Best(
            key=question.key,
            status=end.phase.status,
            seconds=seconds,
            reached=reached,
            most=end.phase.bound,
            npv=float(items["chosen_npv_with_terminal"]),
            shortfall=float(items["weighted_shortfall"]),
            missed=_missed(case, tables["targets"]),
            left_out=_left_out(self.plan, tables),
            figures=figures_of(self.ix, tables),
        )

    def _start(
        self,
        question: Question,
        arrays: Arrays,
        cuts: tuple[Cut, ...],
        form: LinearForm,
        maximise: bool,
        limits: Limits,
        menu: Decisions,
    ) -> Vector | None:
        """A plan to begin with: one that is known, the whole menu, or what is found by going straight down."""
        found = None
        if not question.without and not question.later:  # else a plan that fits is a poor one
            found = self._fitting(arrays, cuts, form, maximise)
        if found is None:
            rough, whole = replace(limits, gap=FIRST), whole_of(arrays, menu)
            found = run(question.key, arrays, form, maximise, rough, QuietProgress(), None, cuts, whole).x
        if found is None:
            until = Until(Clock(SolveOptions(time_limit=SECONDS, threads=1), limits.stop), SECONDS / 2)
            found = plunge(with_cuts(arrays, cuts), form, maximise, until)
        return found

    def _fitting(self, arrays: Arrays, cuts: tuple[Cut, ...], form: LinearForm, maximise: bool) -> Vector | None:
        """Of the plans of earlier questions the best that this one allows, too."""
        fit = [
            x
            for x in self._known
            if arrays.allows(x, FEASIBILITY_TOLERANCE)
            and all(cut.form.value(x) <= cut.upper + FEASIBILITY_TOLERANCE * (1 + abs(cut.upper)) for cut in cuts)
        ]
        return max(fit, key=lambda x: form.value(x) * (1 if maximise else -1), default=None)

    def _begun(self, counted: Collection[str]) -> LinearForm:
        """Capital cost of what is begun: of ``counted`` modules where there are any, less a little of the others."""
        if not counted:
            return self.arrays.forms["begun"]
        coefficients = np.zeros(len(self.arrays.lower))
        place = {label: column for column, label in enumerate(self.arrays.column_labels)}
        for (site, module), years in self.ix.plants.slots.items():
            weight = 1.0 if module in counted else -KEPT
            column = place["started", (site, module, years[-1])]
            coefficients[column] = weight * self.ix.plants.capex(self.ix.rows.modules[module])
        return LinearForm(coefficients, 0.0)

    def _shortfall(self, off: Collection[str]) -> LinearForm:
        """Weighted shortfall of the targets that are asked for."""
        found = self.arrays.forms["shortfall"]
        for target in off:
            found = less(found, self._own(target), 1.0)
        return found

    def _own(self, target: str) -> LinearForm:
        """What a target adds to the weighted shortfall."""
        row, years = self.ix.rows.targets[target], self.ix.targets.years[target]
        coefficients = np.zeros(len(self.arrays.lower))
        for column, (name, index) in enumerate(self.arrays.column_labels):
            if name == "shortfall" and index[0] == target:
                coefficients[column] = row.weight / (self.ix.targets.scale(target) * len(years))
        return LinearForm(coefficients, 0.0)

    def _limit(self, row: Target) -> Iterator[Cut]:
        """The rows of a hard target that the case has not."""
        for year in self.ix.targets.window(row):
            for expression in hard_rows(self.model, row, year):
                form = form_of(expression, self.arrays, row.target)
                yield Cut(LinearForm(-form.coefficients, -form.constant), 0.0)

    def _among(
        self, arrays: Arrays, x: Vector, form: LinearForm, maximise: bool, cuts: tuple[Cut, ...], limits: Limits
    ) -> Vector:
        """The best of the plans with the same whole numbers within the cuts; ``x`` should the linear program fail."""
        whole = replace(kept(arrays, arrays.integer, x), integer=np.zeros_like(arrays.integer))
        end = run("among equals", arrays, form, maximise, limits, QuietProgress(), None, cuts, whole)
        return x if end.x is None else end.x

    def _yielding(self, question: Question) -> frozenset[str]:
        """What may come a year later than in the plan, or on time."""
        if not question.yielding:
            return frozenset()
        plan = self.plan
        modules = (module for _, module, _ in plan.builds)
        return frozenset({*modules, *plan.programmes, *plan.contracts, *plan.sources} - question.later)


def near_enough(against: float, close: float) -> Callable[[float, float], bool]:
    """Says whether the ends of an answer are near enough for what it tells as a loss ``against`` the plan: wider for a
    large one, which is not read to the last million.
    """
    return lambda best, bound: abs(bound - best) <= max(close, OF_LOSS * (against - best))


def _later(plan: Decisions, names: Collection[str]) -> Decisions:
    """The decisions with those of these names a year later."""

    def moved(taken: Mapping[str, int]) -> dict[str, int]:
        return {name: year + (name in names) for name, year in taken.items()}

    builds: dict[tuple[str, str, int], int] = {}
    for (site, module, year), count in plan.builds.items():
        key = (site, module, year + (module in names))
        builds[key] = builds.get(key, 0) + count
    return replace(
        plan,
        builds=builds,
        programmes=moved(plan.programmes),
        contracts=moved(plan.contracts),
        sources=moved(plan.sources),
    )


def _parts_of(
    arrays: Arrays, menu: Decisions, without: Collection[str], yielding: Collection[str]
) -> tuple[Arrays, tuple[Cut, ...]]:
    """The arrays in which nothing is decided but what of the menu is kept, and the rows that keep it in its years.

    The columns are counts and switches up to a year: at most what the menu has by then, and a rise from one year to the
    next is at most that of the menu; of what is ``yielding``, that of the year before in addition.
    """
    upper = arrays.upper.copy()
    place = {(name, *_parts(index)): column for column, (name, index) in enumerate(arrays.column_labels)}
    links: list[Cut] = []
    for (name, *index), column in place.items():
        if name not in CARRIERS:
            continue
        *item, year = index
        most = [0.0 if item[-1] in without else menu.value(name, (*item, y)) for y in (year, year - 1, year - 2)]
        moves = item[-1] in yielding
        if name == "signed" and moves:
            most[0] = max(most[:2])
        upper[column] = max(arrays.lower[column], min(upper[column], most[0]))
        before = place.get((name, *item, year - 1))
        if name == "signed" or before is None or upper[column] <= arrays.lower[column]:
            continue
        rise = np.zeros(len(upper))
        rise[column], rise[before] = 1.0, -1.0
        links.append(Cut(LinearForm(rise, 0.0), most[0] - most[2 if moves else 1]))
    return replace(arrays, upper=upper), tuple(links)


def whole_of(arrays: Arrays, menu: Decisions) -> Restriction:
    """The whole of the menu, as far as it can be taken: only what says which rules of money hold is still open."""
    decided = np.array([name in CARRIERS for name, _ in arrays.column_labels]) & arrays.integer
    return kept(arrays, decided, np.where(decided, following(arrays, menu), 0.0))


def _parts(index: Any) -> tuple[Any, ...]:
    return index if isinstance(index, tuple) else (index,)


def _missed(case: Case, targets: pd.DataFrame) -> dict[str, dict[int, float]]:
    """Relative shortfall by year of each target that is asked for and missed."""
    asked = {row.target for row in case.targets if row.mode != "off"}
    found: dict[str, dict[int, float]] = {}
    for row in records(targets):
        if row.target in asked and row.relative_shortfall > MET:
            found.setdefault(str(row.target), {})[int(row.year)] = float(row.relative_shortfall)
    return found


def _left_out(plan: Decisions, tables: Mapping[str, pd.DataFrame]) -> tuple[tuple[str, int], ...]:
    """What is there no longer, whenever it was to begin; what only comes later is still there."""
    has = decisions_of(tables)
    gone: list[tuple[str, int]] = []
    for place in dict.fromkeys((site, module) for site, module, _ in plan.builds):
        years = sorted(y for (*where, y), n in plan.builds.items() for _ in range(n) if tuple(where) == place)
        left = sum(n for (*where, _), n in has.builds.items() if tuple(where) == place)
        gone += [(place[1], year) for year in years[left:]]
    for had, kept_ones in (
        (plan.programmes, has.programmes),
        (plan.contracts, has.contracts),
        (plan.sources, has.sources),
    ):
        gone += [(name, year) for name, year in had.items() if name not in kept_ones]
    return tuple(sorted(gone, key=lambda each: (each[1], each[0])))
