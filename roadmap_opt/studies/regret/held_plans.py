"""Carrying a plan into a world: which of its decisions are kept there, where the search begins, and why it may fail."""

from __future__ import annotations

import re

from roadmap_opt.comparison.compared_run import ComparedRun
from roadmap_opt.messages import Text
from roadmap_opt.runs.decisions import decisions_of
from roadmap_opt.said import both, known_again
from roadmap_opt.solver.decisions import Commitment, Decisions, Held, Obstacle, without_running
from roadmap_opt.words import REGRET as WORDS


def origin(subject: ComparedRun) -> str:
    """Whose decisions they are: scenario and run, as other records write it."""
    return f"{subject.record.scenario}/{subject.record.run}"


def held_in(plan: ComparedRun, world: ComparedRun, until: int) -> Held:
    """What the world has to keep of the plan. A programme that runs there already needs no start and is left out."""
    decisions = decisions_of(plan.tables, origin(plan))
    return Held(without_running(decisions, world.case), until)


def start_in(held: Held, world: ComparedRun) -> Decisions:
    """Where the search begins: the plan as held, which then turns into the world's own plan.

    After the year the plan is free, and the best that is known about that time in this world is its own plan.
    """
    return held.decisions.followed_by(decisions_of(world.tables, origin(world)), held.until)


def reason(line: str, plan: ComparedRun, world: ComparedRun) -> Text:
    """Why a plan cannot be carried out, as the run says it; held decisions are said in both languages."""
    for taken in decisions_of(plan.tables).commitments:
        if str(Obstacle(taken)) == line:
            return _in_words(taken, plan, world)
    return _limit_in_words(line, plan, world) or both(known_again(line))


def _limit_in_words(line: str, plan: ComparedRun, world: ComparedRun) -> Text | None:
    """The two limits at which a held decision usually fails: it comes before what it needs."""
    found = re.match(r"limit (construction_gate|programme_order) \[(.+)\]", line)
    if found is None:
        return None
    *item, year = found[2].split(", ")
    if found[1] == "programme_order":
        return WORDS.both("cannot_order", name=world.names("programme", item[0]), year=year)
    plants = {row.module: row.plant for row in world.case.modules}
    site, module = item[0], item[1]
    names = {"site": world.names("site", site), "plant": world.names("plant", plants[module])}
    return WORDS.both("cannot_gate", **names, module=module, year=year)


def _in_words(taken: Commitment, plan: ComparedRun, world: ComparedRun) -> Text:
    if taken.kind == "build":
        site, module, year = taken.index
        plants = {row.module: row.plant for row in plan.case.modules}
        names = {"site": plan.names("site", site), "plant": plan.names("plant", plants[module])}
        return WORDS.both("cannot_build", **names, module=module, year=year, count=taken.count)
    name, year = taken.index
    kind = "programme" if taken.kind == "start" else "contract"
    return WORDS.both(f"cannot_{taken.kind}", name=plan.names(kind, name), year=year)
