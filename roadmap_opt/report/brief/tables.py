"""Tables of the briefing: what is decided first, how the totals of money meet, capacity, assumptions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from roadmap_opt import figures
from roadmap_opt.documents.briefing import Block
from roadmap_opt.documents.components import Cell, Column, Row, Table
from roadmap_opt.figures import MUSD
from roadmap_opt.insight.confidence import Confidence
from roadmap_opt.insight.first_steps import Step, first_steps, first_years
from roadmap_opt.insight.fiscal import fiscal_of
from roadmap_opt.insight.tail import tail_of
from roadmap_opt.messages import Text
from roadmap_opt.report.run.first_screen import at_stake, step_name
from roadmap_opt.report.run.money_bridge import bridge_group
from roadmap_opt.report.run.money_funding import AT_CAP
from roadmap_opt.report.run.plan_capacity import uses
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, by_year, records
from roadmap_opt.words import BRIEF as SAY
from roadmap_opt.words import PLAN, SUMMARY

MOST, WANTED, LEAST = 14, 5, 2
"""Decisions that are listed where there is room, as a rule, and at least; the others are summed up."""

WAITING = 1
"""Names of what waits for a decision."""

VISIBLE = 0.05
"""MUSD by which a source may stay below its limit and still be drawn up to it."""


def decisions(run: Run, names: Names) -> Block:
    """What begins in each of the first years: how much, what the state pays in it, and the dearest decisions."""
    years, steps = first_years(run), first_steps(run)
    title = SUMMARY.both("decide", years=figures.span(years[0], years[-1]))
    if not steps:
        return Block(title, lead=SUMMARY.both("decide_nothing"))
    columns = [
        Column(SUMMARY.both("column_decision")),
        Column(SUMMARY.both("column_cost"), "number", MUSD, 1),
        Column(SUMMARY.both("column_usable"), "year"),
        Column(SUMMARY.both("column_opens"), "quiet"),
    ]
    net = fiscal_of(run).net
    kinds = {row.programme: row.kind for row in run.case.programmes}
    most = max(LEAST, min(MOST, len(steps)))
    versions = []
    for listed in range(most, LEAST - 1, -1):
        rows: list[Row] = []
        for year in years:
            rows += _of_year(year, [step for step in steps if step.year == year], listed, len(steps), net, kinds, names)
        whole = math.fsum(step.cost for step in steps)
        rows.append(Row((SUMMARY.both("decide_total"), whole, None, None), "total"))
        versions.append(Table("", columns, rows))
    return Block(title, versions, SAY.both("decide_note", rounding=SAY.both("rounding")), max(0, most - WANTED))


def _of_year(
    year: int,
    steps: Sequence[Step],
    listed: int,
    of: int,
    net: dict[int, float],
    kinds: Mapping[str, str],
    names: Names,
) -> list[Row]:
    """The decisions of a year: ``listed`` of all ``of`` are shared out over the years by how many each has.

    ``kinds`` is what each programme is.
    """
    if not steps:
        return []
    cost = math.fsum(step.cost for step in steps)
    told = SAY.both(
        "when_decided" if len(steps) > 1 else "when_decided_one",
        year=year,
        count=len(steps),
        cost=figures.number(cost, 1, MUSD),
        net=figures.number(net.get(year, 0.0), 0, MUSD),
    )
    rows = [Row([told], "heading")]
    dear = sorted(steps, key=lambda step: -step.cost)
    kept = max(1, round(listed * len(steps) / of))
    rows += [
        Row((step_name(step, names), step.cost or None, step.since, _waiting(step, names))) for step in dear[:kept]
    ]
    if rest := dear[kept:]:
        rows.append(Row((_smaller(rest, kinds), math.fsum(step.cost for step in rest), None, None)))
    return rows


def _smaller(rest: Sequence[Step], kinds: Mapping[str, str]) -> Text:
    """How many decisions are not named, and of which kinds: the most frequent first."""
    counts = Counter(kinds[step.key] if step.kind == "programme" else step.kind for step in rest)
    told = [SAY.both("decide_kind", kind=SAY.both(f"kind_{kind}"), count=count) for kind, count in counts.most_common()]
    return SAY.both("decide_smaller", count=len(rest), kinds=Text.listed(told, ", "))


def _waiting(step: Step, names: Names) -> Text | None:
    """The first of what waits, and how much more does."""
    if not step.opens:
        return None
    first = [names(kind, key) for kind, key in step.opens[:WAITING]]
    listed = Text(", ".join(each.en for each in first), ", ".join(each.tr for each in first))
    more = len(step.opens) - len(first)
    return SAY.both("and_more", listed=listed, count=more) if more else listed


def money_totals(run: Run) -> Block:
    """The table of the page in which all totals of money meet."""
    group = bridge_group(run)
    (table,) = group.parts
    assert isinstance(table, Table)
    rounded = Row([SAY.both("rounding")], "heading", quiet=True)
    return Block(group.title, [replace(table, caption="", rows=[*table.rows[:-1], rounded])])


def money_limits(run: Run, names: Names) -> Block:
    """What limits the money, and what cash and debt service are when nothing is decided any more."""
    after = _afterwards(run)
    title = SAY.both("limits" if after else "limits_only")
    return Block(title, lead=Text.joined(_scarce(run, names), *after, *([SAY.both("real")] if after else [])))


def _scarce(run: Run, names: Names) -> Text:
    """Which sources are drawn up to what they give, in all or in a year, or up to their share of all money."""
    drawn = by_year(run.tables["funding"], ("source_name",), "amount")
    shares = {row.source_name: row.share >= row.share_limit - AT_CAP for row in records(run.tables["funding_mix"])}
    told: dict[str, list[Text]] = {"whole": [], "years": [], "share": []}
    for source in run.case.funding:
        amounts = drawn.get((source.source_name,), {})
        if not amounts:
            continue
        name = names("source_name", source.source_name)
        if math.fsum(amounts.values()) >= source.total_limit - VISIBLE:
            told["whole"].append(name)
        elif full := frozenset(year for year, amount in amounts.items() if amount >= source.yearly_limit - VISIBLE):
            years = figures.spans(full)
            told["years"].append(Text(f"{name.en} ({years})", f"{name.tr} ({years})"))
        if shares.get(source.source_name, False):
            told["share"].append(name)
    said = [SAY.both(f"scarce_{kind}", names=Text.listed(listed, "; ")) for kind, listed in told.items() if listed]
    return Text.joined(*said) if said else SAY.both("scarce_none")


def _afterwards(run: Run) -> list[Text]:
    """Cash left at the end of the last year; cash of the plants and debt service in a year of each steady period."""
    tail = tail_of(run)
    if not tail.spans:
        return []
    last = run.case.decision_years[-1]
    left = by_year(run.tables["dividends"], (), "cash").get((), {}).get(last, 0.0)
    kept = [SAY.both("cash_left", year=last, cash=figures.number(left, 0, MUSD))] if left >= VISIBLE else []
    return kept + [
        SAY.both(
            "afterwards",
            years=figures.span(span[0], span[-1]),
            cash=figures.number(tail.money["after_tax"][first], 0, MUSD),
            service=figures.number(abs(tail.money["service"][first]), 0, MUSD),
        )
        for first, span in tail.spans.items()
    ]


def capacity(run: Run, names: Names) -> Block:
    """Nameplate capacity by year of every kind of plant, all its sites together, along the chain."""
    found, years = uses(run), run.case.decision_years
    title = SAY.both("capacity")
    if not found:
        return Block(title, lead=SAY.both("capacity_none"))
    units = {plant.plant: names.unit(plant.capacity_unit) for plant in run.case.plants}
    columns = [Column(PLAN.both("column_plant")), Column(SAY.both("column_unit"), "quiet")]
    columns += [Column(str(year), "quantity") for year in years]
    columns += [Column(SAY.both(f"column_{what}", year=years[-1]), "quantity") for what in ("usable", "run")]
    rows = []
    for plant in dict.fromkeys(use.plant for use in found):
        sites = [use for use in found if use.plant == plant]
        cells: list[Cell] = [names("plant", plant), PLAN.both("per_year", unit=units[plant])]
        cells += [math.fsum(use.installed.get(year, 0.0) for use in sites) for year in years]
        cells += [math.fsum(use.available.get(years[-1], 0.0) for use in sites)]
        cells += [math.fsum(use.used.get(years[-1], 0.0) for use in sites)]
        rows.append(Row(cells))
    versions = []
    for shown in range(len(rows), 0, -1):
        more = [Row([SAY.both("plants_more", count=len(rows) - shown)], "heading", quiet=True)]
        versions.append(Table("", columns, [*rows[:shown], *(more if shown < len(rows) else [])]))
    return Block(title, versions, SAY.both("capacity_lead"))


def assumptions(run: Run, names: Names, confidence: Confidence) -> Block:
    """The assumptions on which most money rests, as on the page, without the places in the workbook."""
    group = at_stake(run, names, confidence)
    tables = [part for part in group.parts if isinstance(part, Table)]
    shown = [
        replace(
            table, caption="", note="", columns=table.columns[:-1], rows=[Row(row.cells[:-1]) for row in table.rows]
        )
        for table in tables
    ]
    return Block(group.title, shown, group.lead)
