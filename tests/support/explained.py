"""Small runs to ask about, and their answers without worker processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from roadmap_opt.answers.asking import Base
from roadmap_opt.answers.parts import Parts
from roadmap_opt.answers.questions import Best, Question, Rules
from roadmap_opt.case.case import case_from_tables
from roadmap_opt.pipeline import Prepared, Request, solve_prepared
from roadmap_opt.runs.run import Run
from roadmap_opt.solver.options import SolveOptions
from tests.support.tiny_case import WORKBOOK
from tests.support.workshop import workshop_tables

REQUEST = Request(SolveOptions(gap=1e-6, time_limit=60, threads=1))


def run_of(**changes: Any) -> Run:
    """The workshop with changes, solved to its optimum."""
    tables = workshop_tables(**changes)
    case = case_from_tables(tables, WORKBOOK, "base")
    return solve_prepared(Prepared(Path(WORKBOOK), b"", case, tables, tables, (), 0.0), REQUEST)


def answered(base: Base, questions: Iterable[Question]) -> Mapping[str, Best]:
    """The answers to some questions, one after the other in this process."""
    parts: dict[Rules, Parts] = {}
    found = {}
    for question in questions:
        rules = question.rules(base.case)
        if rules not in parts:
            parts[rules] = Parts(base.case, base.plan, rules)
        found[question.key] = parts[rules].best(question)
    return found
