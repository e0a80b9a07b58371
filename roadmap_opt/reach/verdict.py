"""Targets that no plan meets in time: what each asks for, the most that could exist, and why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roadmap_opt.case.case import Case
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.kpis import KPIS, Kpi
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.unit_words import unit_in_words
from roadmap_opt.figures import bare, percent, spans, with_unit
from roadmap_opt.messages import Text
from roadmap_opt.reach.levels import Levels
from roadmap_opt.reach.limits import Reason
from roadmap_opt.reach.reasons import Why
from roadmap_opt.said import said
from roadmap_opt.words import REACH as SAY

CLOSE = 1e-6


ABOUT_REACH = ("Targets!", "    ")
"""How the lines of :func:`reach_lines` begin."""


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A target and the years in which no plan reaches it.

    ``aim`` is in the unit of the indicator, of a ratio its numerator at the least denominator ``least``; ``most`` by
    year is the most that there could be of it. ``part`` is set where a ratio can be no more than that, however large
    its parts are. ``possible`` is the first decision year after those years in which there could be enough, within its
    window or after it; ``before`` says that there could be enough in an earlier one. ``reasons`` are about the first of
    the years, ``later_reasons`` about the last where it is not enough after that.
    """

    target: str
    name: Text
    cell: str
    hard: bool
    unit: Text | None
    aim: float
    value: float
    share: bool
    least: float | None
    most: Mapping[int, float]
    part: float | None
    possible: int | None
    before: bool
    reasons: tuple[Reason, ...]
    later_reasons: tuple[Reason, ...]

    @property
    def all_reasons(self) -> tuple[Reason, ...]:
        """The reasons of its first year, and those of its last that are others."""
        return (*self.reasons, *self.later_reasons)

    @property
    def words(self) -> Text:
        """The verdict in a sentence."""
        years = list(self.most)
        nearest = max(self.most.values())
        aim = SAY.both("aim", aim=with_unit(bare(self.aim, nearest), self.unit))
        if self.least is not None:
            value = percent(self.value) if self.share else bare(self.value)
            aim = SAY.both("aim_of_least", aim=aim, value=value, least=bare(self.least))
        when = Text.same(spans(frozenset(years)))
        if self.possible is None:
            then = SAY.both("again_never" if self.before else "never")
        else:
            then = SAY.both("again" if self.before else "possible", year=self.possible)
        return SAY.both("verdict", name=self.name, aim=aim, when=when, most=self._most_in_words(), then=then)

    def _most_in_words(self) -> Text:
        if self.part is not None:
            return SAY.both("at_most_part", part=percent(self.part) if self.share else bare(self.part))
        years = list(self.most)
        first, last = bare(self.most[years[0]], self.aim), bare(self.most[years[-1]], self.aim)
        if len({bare(amount, self.aim) for amount in self.most.values()}) > 1:
            return SAY.both("from_to", low=first, high=last, first=years[0], last=years[-1])
        return SAY.both("at_most", amount=first)


def out_of_reach(case: Case, tables: Tables) -> tuple[OutOfReach, ...]:
    """Every target in force that no plan meets in some year, in the order of the sheet.

    ``tables`` are those that the case was made from; they say where a value stands.
    """
    ix = Indexes(case)
    levels = Levels(ix)
    why = Why(levels, tables)
    found = []
    for name, row in ix.rows.targets.items():
        if row.mode == "off" or row.sense != ">=":
            continue
        kpi = KPIS[row.kpi]
        least = row.minimum_denominator if kpi.is_ratio else None
        aim = row.value * (least or 1.0)
        most = {y: levels.most(row.kpi, row.definition, y) for y in ix.years}
        part = dict.fromkeys(ix.years, math.inf)
        if kpi.is_ratio and least:
            for y in ix.years:
                share, extra = levels.share(row.kpi, row.definition, y)
                part[y] = share + extra / least  # of the larger whole, more is missing
        enough = [y for y in ix.years if min(most[y], part[y] * (least or 1.0)) >= aim * (1 - CLOSE)]
        years = [y for y in ix.targets.years[name] if y not in enough]
        if not years:
            continue
        held = max(part[y] for y in years)
        reasons = why.of(row.kpi, row.definition, years[0], held < row.value)
        never = years[-1] == ix.targets.years[name][-1]
        later = why.of(row.kpi, row.definition, years[-1], held < row.value) if never and len(years) > 1 else ()
        found.append(
            OutOfReach(
                target=name,
                name=Text(row.name_en, row.name_tr),
                cell=why.cell(("Targets", name, "value")),
                hard=row.mode == "hard",
                unit=_unit(kpi, row.definition),
                aim=aim,
                value=row.value,
                share=kpi.is_share,
                least=least,
                most={y: most[y] for y in years},
                part=held if held < row.value else None,
                possible=next((y for y in enough if y > years[-1]), None),
                before=any(y < years[0] for y in enough),
                reasons=reasons,
                later_reasons=tuple(reason for reason in later if reason.cells not in {told.cells for told in reasons}),
            )
        )
    return tuple(found)


def reach_lines(targets: Iterable[OutOfReach]) -> list[str]:
    """The verdicts in English, each with the limits behind it, as the record of a run holds them."""
    lines = []
    for target in targets:
        lines.append(
            said("{cell} (target {target}): {verdict}", cell=target.cell, target=target.target, verdict=target.words)
        )
        lines += [
            said("    {reason} [{cells}]", reason=reason.words, cells=", ".join(reason.cells))
            for reason in target.all_reasons
        ]
    return lines


def _unit(kpi: Kpi, definition: str) -> Text | None:
    unit = kpi.whole_unit(definition) if kpi.is_ratio else kpi.unit
    return None if unit == "count" else unit_in_words(unit)
