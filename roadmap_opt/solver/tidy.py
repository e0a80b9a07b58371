"""A last pass over a plan: what serves nothing is dropped.

A search that ends by its gap or its time leaves decisions that cost less than the gap and help no one: a research
programme beside the licence that it would replace, a module too many, a source that is mobilised and hardly used. They
are small in money and large in the eyes of whoever reads the plan. Each is tried alone: the plan without it, all other
decisions as they are, is one linear program. What is not missed goes, until nothing more goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from roadmap_opt.progress import Progress, QuietProgress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.decisions import CARRIERS
from roadmap_opt.solver.highs import run
from roadmap_opt.solver.program import Cut
from roadmap_opt.solver.restrictions import kept

TITLE = "dropping what serves nothing"

NOT_MISSED = 5e-4
"""Gain of the objective, MUSD, from which a decision is dropped: half of what the tie-break charges for one."""

SHARE = 0.05
"""Time of the pass, relative to the time limit of the search: it comes after that, and most of it is never used."""


SECONDS = 2.0
"""After which a linear program says nothing: twenty times what it takes as a rule. One without a solution may go on for
minutes before that shows."""


def tidied(
    arrays: Arrays,
    form: LinearForm,
    maximise: bool,
    cuts: tuple[Cut, ...],
    x: Vector,
    clock: Clock,
    progress: Progress,
) -> Vector:
    """The plan without the decisions that it is no worse without; ``x`` itself where there are none.

    ``cuts`` are rows that the plan has to keep. Plants, programmes, contracts and sources are tried one by one, the
    last of the chain first, so that a study goes after the plant that asked for it.
    """
    sign = 1.0 if maximise else -1.0
    until = clock.elapsed + SHARE * clock.limit
    continuous, limits = np.zeros_like(arrays.integer), replace(clock.unlimited(), seconds=SECONDS)
    progress.phase(TITLE)
    dropped = True
    while dropped:
        dropped = False
        for columns in reversed(list(_decisions(arrays))):
            lesser = _without_one(arrays, columns, x)
            if lesser is None:
                continue
            if clock.elapsed > until or clock.stopped:
                return x
            restriction = replace(kept(arrays, arrays.integer, lesser), integer=continuous)
            quiet = QuietProgress()  # dozens of small problems are one stage
            found = run(TITLE, arrays, form, maximise, limits, quiet, None, cuts, restriction)
            if found.x is not None and sign * (form.value(found.x) - form.value(x)) > NOT_MISSED:
                x, dropped = found.x, True
    return x


def _decisions(arrays: Arrays) -> Iterator[list[int]]:
    """The columns of each plant, programme, contract and source, in the order of the model."""
    columns: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for j, (name, index) in enumerate(arrays.column_labels):
        if name in CARRIERS:
            columns[name, *index[:-1]].append(j)
    yield from columns.values()


def _without_one(arrays: Arrays, columns: list[int], x: Vector) -> Vector | None:
    """The plan's decisions without the last unit of one of them; ``None`` where there is none or it may not go."""
    values = np.round(x[columns])
    most = values.max()
    lesser = np.where(values == most, most - 1.0, values)
    if most < 1.0 or (lesser < arrays.lower[columns]).any():
        return None
    other = x.copy()
    other[columns] = lesser
    return other
