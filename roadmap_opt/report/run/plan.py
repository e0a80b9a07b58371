"""The plan: programmes and plants on a timeline, capacity against use, the map."""

from __future__ import annotations

from roadmap_opt.documents.components import Component, Folded, Group, Section, Table
from roadmap_opt.report.run.plan_capacity import use_parts
from roadmap_opt.report.run.plan_map import plan_map
from roadmap_opt.report.run.plan_timeline import built_table, plant_chart, programme_chart
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.words import PLAN as SAY


def section(run: Run, names: Names) -> Section:
    """The section of a run with a plan."""
    programmes, plants = programme_chart(run, names), plant_chart(run, names)
    built = built_table(run, names)
    parts: list[Component] = [plants] if plants else []
    parts.append(Folded(built.caption, [built]) if isinstance(built, Table) else built)
    parts += [Folded(programmes.title, [programmes])] if programmes else []
    if used := use_parts(run, names):
        parts.append(Group(SAY.both("use"), used))
    if drawn := plan_map(run, names):
        parts.append(drawn)
    return Section("plan", SAY.both("title"), SAY.both("lead"), parts)
