"""What one decision is worth to a plan: why this plant, and why not that one.

Everything that the plan builds and begins is kept, contracts, money and operation are found anew, once as it is and
once with the item taken out of the plan, or put into it at its best time. With the plants given a search closes, so
both answers are proven, and their difference has proven ends. It is the worth to this plan: what other plants would do
without the item, it does not say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from roadmap_opt.answers.parts import MET
from roadmap_opt.case.case import Case
from roadmap_opt.case.cash_lines import REVENUE_LINES
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.sheets.policy import Pin
from roadmap_opt.pipeline import Request, solve_case
from roadmap_opt.runs.decisions import decisions_of
from roadmap_opt.runs.run import Run, records
from roadmap_opt.said import said
from roadmap_opt.solver.decisions import Held, without_running
from roadmap_opt.solver.outcome import Outcome

KINDS = ("build", "start", "sign", "mobilise")
"""Kinds of decisions, as on sheet Pins."""


class UnknownItemError(ValueError):
    """No module, plant type, programme, contract or source has this name; the message lists those that there are."""


@dataclass(frozen=True, slots=True)
class Side:
    """The best operation of the kept plants: net present value with what no operation surpasses, MUSD, the weighted
    shortfall of the targets, and the years in which each misses.
    """

    npv: float
    most: float
    shortfall: float
    missed: Mapping[str, tuple[int, ...]]
    cash: Mapping[str, float]
    """Cash flow by line, MUSD of the base year over all decision years."""

    present: Mapping[str, float]
    """Present value of investment (below nought) and of revenue, the steady years included, MUSD of the base year."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What an item is worth to a plan. ``present`` says whether the plan has it; ``other`` is the plan without it, or
    with it, and nothing where that cannot be: ``outcome`` says how that search ended.
    """

    item: str
    kind: str
    present: bool
    modules: tuple[str, ...]
    kept: Side | None
    other: Side | None
    outcome: Outcome

    @property
    def difference(self) -> tuple[float, float]:
        """Net present value with the item less the one without it: no less and no more than this, MUSD."""
        held, toggled = self._with_and_without
        return held.npv - toggled.most, held.most - toggled.npv

    @property
    def cheaper(self) -> tuple[float, float] | None:
        """By which share the investment for the item would have to be less for the item to be worth what it costs, at
        least and at most; ``None`` where it may pay already, or no saving would do. What targets it serves is not
        counted.

        As if each million of investment were a million of value: taxes and money are as they are.
        """
        ends = self._shares("capex", -1.0)
        return None if ends is None or ends[1] >= 1 else ends

    @property
    def dearer(self) -> tuple[float, float] | None:
        """By which share what the item adds to sales would have to bring more; ``None`` also if it adds none."""
        return self._shares("revenue", 1.0)

    def _shares(self, part: str, sign: float) -> tuple[float, float] | None:
        held, toggled = self._with_and_without
        moved = sign * (held.present[part] - toggled.present[part])
        low, high = self.difference
        if high >= 0 or moved <= 0:
            return None
        return -high / moved, -low / moved

    @property
    def _with_and_without(self) -> tuple[Side, Side]:
        assert self.kept is not None
        assert self.other is not None
        return (self.kept, self.other) if self.present else (self.other, self.kept)


def worth_of(run: Run, item: str, request: Request) -> Worth:
    """What an item is worth to the plan of a run: a module or plant type, programme, contract or money source.

    Raises :class:`UnknownItemError` for a name that does not exist, ``ValueError`` for a run without a plan.
    """
    if not run.outcome.status.has_plan:
        raise ValueError("the run has no plan")
    case, last = run.case, run.case.settings.last_year
    kind, modules = kind_of(case, item)
    plan = without_running(decisions_of(run.tables, said("run {run}", run=run.record.run)), case)
    names = frozenset(modules or (item,))
    taken = {
        "build": {module for _, module, _ in plan.builds},
        "start": set(plan.programmes),
        "sign": set(plan.contracts),
        "mobilise": set(plan.sources),
    }[kind]
    present = not names.isdisjoint(taken)
    request = replace(request, start=None, explaining=False)
    kept, outcome = _side(case, Held(plan, last, contracts=False), request)
    if kept is None:
        return Worth(item, kind, present, modules, None, None, outcome)
    sense, count = ("=", 0) if present else (">=", 1)
    best, ended = None, outcome
    together = [sorted(names)] if present else [[name] for name in sorted(names)]  # all of them out, or one of them in
    for group in together:
        pins = [_pin(kind, name, sense, count) for name in group]
        toggled = replace(case, pins=(*case.pins, *pins))
        found, ended = _side(toggled, Held(plan, last, contracts=False, free=names), request)
        if found is not None and (best is None or (-found.shortfall, found.npv) > (-best.shortfall, best.npv)):
            best = found
    return Worth(item, kind, present, modules, kept, best, ended)


def kind_of(case: Case, item: str) -> tuple[str, tuple[str, ...]]:
    """How an item is decided, and of a module or plant type the modules that are meant."""
    modules = tuple(row.module for row in case.modules if item in (row.module, row.plant))
    if modules:
        return "build", modules
    known = {
        "start": [row.programme for row in case.programmes],
        "sign": [row.contract for row in case.contracts],
        "mobilise": [row.source_name for row in case.funding],
    }
    for kind, names in known.items():
        if item in names:
            return kind, ()
    every = [*dict.fromkeys(row.plant for row in case.modules), *(name for names in known.values() for name in names)]
    raise UnknownItemError(
        said(
            "{item} is no module, plant type, programme, contract or source; there are {every}",
            item=item,
            every=", ".join(every),
        )
    )


def _pin(kind: str, name: str, sense: str, value: int) -> Pin:
    return Pin(decision=kind, item=name, site=None, year=None, sense=sense, value=value, note=None, note_tr=None)


def _side(case: Case, held: Held, request: Request) -> tuple[Side | None, Outcome]:
    outcome, tables, _ = solve_case(case, replace(request, held=held))
    if not outcome.status.has_plan:
        return None, outcome
    items = tables["objective"].set_index("item")["value"]
    npv = float(items["chosen_npv_with_terminal"])
    final = outcome.final
    slack = 0.0 if final.bound is None or final.objective is None else max(0.0, final.bound - final.objective)
    shortfall = float(items["weighted_shortfall"])
    missed, cash = _missed(case, tables["targets"]), _cash(tables["cash_flow"])
    return Side(npv, npv + slack, shortfall, missed, cash, _present(case, tables)), outcome


def _missed(case: Case, targets: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    counted = {row.target for row in case.targets if row.mode != "off"}
    missed = targets[targets["target"].isin(counted) & (targets["relative_shortfall"] > MET)]
    return {str(target): tuple(map(int, rows["year"])) for target, rows in missed.groupby("target")}


def _cash(flows: pd.DataFrame) -> dict[str, float]:
    return {str(line): float(rows["real"].sum()) for line, rows in flows.groupby("line")}


def _present(case: Case, tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    ix = Indexes(case)
    rate = ix.prices.perspective_rate
    flows, tail = tables["cash_flow"], tables["tail_cash"]

    def value(lines: tuple[str, ...]) -> float:
        paid = [(y, row.real) for row in records(flows) if row.line in lines for y in (int(row.year),)]
        paid += [(y, row.real) for row in records(tail) if row.line in lines for y in ix.rows.span(int(row.year))]
        return float(sum(amount * (1 + rate) ** (case.settings.base_year - y) for y, amount in paid))

    return {"capex": value(("capex",)), "revenue": value(REVENUE_LINES)}
