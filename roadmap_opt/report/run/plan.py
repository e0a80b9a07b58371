"""The plan: programmes and plants on a timeline, capacity against use, the map."""

from __future__ import annotations

from roadmap_opt.documents.components import Component, Group, Section
from roadmap_opt.report.run.plan_capacity import use_parts
from roadmap_opt.report.run.plan_map import plan_map
from roadmap_opt.report.run.plan_timeline import built_table, timelines
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.words import PLAN as SAY


def section(run: Run, names: Names) -> Section:
    """The section of a run with a plan."""
    parts: list[Component] = [*timelines(run, names), built_table(run, names)]
    if used := use_parts(run, names):
        parts.append(Group(SAY.both("use"), used))
    if drawn := plan_map(run, names):
        parts.append(drawn)
    return Section("plan", SAY.both("title"), SAY.both("lead"), parts)
