"""Why there is no plan: which targets, pins or limits contradict each other, and by how much.

Rows are made elastic, the planner's own wishes first: hard targets and pins may be missed at a price per relative miss.
The cheapest set of misses is an answer a planner can act on ("2,500 t of magnets in 2032 is 412 t out of reach") and,
unlike an irreducible subsystem, it is small by construction. Only when the wishes are not to blame are the other limits
made elastic. The relaxation without integers is tried first: it takes a second, and what it misses no plan can reach.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.messages import Text
from roadmap_opt.progress import QuietProgress
from roadmap_opt.said import named, said
from roadmap_opt.solver.arrays import Arrays, LinearForm
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.highs import PhaseEnd, Restriction, run
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.restrictions import without_repetitions

WISHES = ("target_level", "target_ratio", "target_not_empty", "target_whole", "pinned")
KEPT = ("material_balance", "sources_and_uses", "taxable_income")
"""Rows that are never elastic: without them a plan has no meaning."""

MOST_LINES = 12
SMALL = 1e-5
SECONDS = 60.0


def explain(arrays: Arrays, ix: Indexes, options: SolveOptions) -> tuple[str, ...]:
    """Lines that say what cannot hold together; one honest line when no explanation is found in time."""
    wishes = [row for row, (name, _) in enumerate(arrays.row_labels) if name in WISHES]
    others = [
        row
        for row, (name, _) in enumerate(arrays.row_labels)
        if name not in KEPT and not name.endswith("_sum") and arrays.row_lower[row] != arrays.row_upper[row]
    ]
    clock = Clock(replace(options, time_limit=SECONDS, gap=0.05), None)
    for rows in (wishes, others):
        elastic, price = _elastic(arrays, rows)
        relaxed = Restriction(integer=np.zeros_like(elastic.integer))
        for restriction in (relaxed, Restriction()):
            found = run(
                "what cannot hold", elastic, price, False, clock.limits(), QuietProgress(), None, (), restriction
            )
            lines = _lines(arrays, ix, rows, found)
            if lines:
                return lines
            if found.x is None:
                break
    return ("The limits contradict each other, but no small set of them was found within a minute.",)


def _elastic(arrays: Arrays, rows: list[int]) -> tuple[Arrays, LinearForm]:
    """The problem with a slack in both directions on the given rows, and its price: the sum of relative misses.

    A limit that also stands as a bound would stay rigid, so bounds that repeat rows are left out.
    """
    arrays = without_repetitions(arrays)
    width, count = len(arrays.lower), len(rows)
    starts: list[int] = [0]
    columns: list[int] = []
    values: list[float] = []
    position = {row: k for k, row in enumerate(rows)}
    for row in range(len(arrays.row_lower)):
        columns.extend(arrays.columns[arrays.starts[row] : arrays.starts[row + 1]])
        values.extend(arrays.values[arrays.starts[row] : arrays.starts[row + 1]])
        if row in position:
            columns.extend((width + position[row], width + count + position[row]))
            values.extend((1.0, -1.0))
        starts.append(len(columns))
    free = np.zeros(2 * count)
    weights = np.array([1.0 / _scale(arrays, row) for row in rows])
    elastic = replace(
        arrays,
        column_labels=(*arrays.column_labels, *(("miss", row) for row in [*rows, *rows])),
        lower=np.append(arrays.lower, free),
        upper=np.append(arrays.upper, np.full(2 * count, np.inf)),
        integer=np.append(arrays.integer, np.zeros(2 * count, dtype=bool)),
        starts=np.array(starts, dtype=np.int32),
        columns=np.array(columns, dtype=np.int32),
        values=np.array(values),
        forms={},
    )
    return elastic, LinearForm(np.concatenate([np.zeros(width), weights, weights]), 0.0)


def _scale(arrays: Arrays, row: int) -> float:
    """Size of a row's limit, so that misses of different units compare."""
    ends = [abs(end) for end in (arrays.row_lower[row], arrays.row_upper[row]) if np.isfinite(end) and end]
    own = np.abs(arrays.values[arrays.starts[row] : arrays.starts[row + 1]])
    return float(max(ends)) if ends else float(max(1.0, own.max(initial=1.0)))


def _lines(arrays: Arrays, ix: Indexes, rows: list[int], found: PhaseEnd) -> tuple[str, ...]:
    if found.x is None:
        return ()
    width = len(arrays.lower)
    misses = found.x[width : width + len(rows)] + found.x[width + len(rows) :]
    sized = [(row, miss) for row, miss in zip(rows, misses, strict=True) if miss > SMALL * _scale(arrays, row)]
    sized.sort(key=lambda pair: -pair[1] / _scale(arrays, pair[0]))
    worst: dict[object, tuple[int, float]] = {}
    for row, miss in sized:  # a ratio has up to three rows a year: one line for the worst of them
        name, index = arrays.row_labels[row]
        worst.setdefault(("target", index) if name.startswith("target_") else (name, index), (row, miss))
    targets: dict[str, dict[int, float]] = {}
    lines = []
    for row, miss in worst.values():
        name, index = arrays.row_labels[row]
        if name.startswith("target_"):
            targets.setdefault(index[0], {})[index[1]] = miss
        else:
            lines.append(_sentence(arrays, ix, row, miss))
    lines = [_target_sentence(ix, target, misses) for target, misses in targets.items()] + lines
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [said("... and {count} more", count=len(lines) - MOST_LINES)]
    return tuple(lines)


def _target_sentence(ix: Indexes, target: str, misses: dict[int, float]) -> str:
    """One line for all years of a target: a wish that fails for six years is one contradiction, not six."""
    entry = ix.rows.targets[target]
    year = max(misses, key=lambda each: misses[each])
    years = sorted(misses)
    share = misses[year] / ix.targets.scale(target)
    over = "in the nearest plan over by {share:.1%} of the aim"
    if entry.sense == ">=":
        share, over = min(1.0, share), "in the nearest plan short by {share:.1%} of the aim"  # no more than all of it
    worst = said(over, share=share)
    if len(years) > 1:
        worst = said("{worst} in {year}, its worst year", worst=worst, year=year)
    meaning = said(
        "{kpi}, definition {definition}, {sense} {value:g}",
        kpi=entry.kpi,
        definition=entry.definition,
        sense=entry.sense,
        value=entry.value,
    )
    told = {"target": target, "name": Text(entry.name_en, entry.name_tr), "meaning": meaning, "worst": worst}
    if len(years) == 1 or len(years) < years[-1] - years[0] + 1:
        when = ", ".join(map(str, years))
        return said("target {target} “{name}” ({meaning}) in {when}: {worst}", when=when, **told)
    span = {"first": years[0], "last": years[-1]}
    return said("target {target} “{name}” ({meaning}) in {first} to {last}: {worst}", **span, **told)


def _sentence(arrays: Arrays, ix: Indexes, row: int, miss: float) -> str:
    name, index = arrays.row_labels[row]
    if name == "pinned":
        pin = ix.case.pins[index]
        place = said(" at {site}", site=pin.site) if pin.site else ""
        when = said(" in {year}", year=pin.year) if pin.year else said(" over all years")
        return said(
            "pin {decision} {item}{place}{when} {sense} {value}: cannot hold",
            decision=pin.decision,
            item=pin.item,
            place=place,
            when=when,
            sense=pin.sense,
            value=pin.value,
        )
    where = ", ".join(str(part) for part in index) if isinstance(index, tuple) else str(index)
    return said("limit {name} [{where}]: too tight by {miss:,.4g}", name=named(name), where=where, miss=miss)
