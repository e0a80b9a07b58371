"""What is asked about a scenario, and the answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from roadmap_opt.answers.questions import without_targets
from roadmap_opt.answers.repair import Repairs, least_repairs
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.diagnose.conflict import Conflict, conflict
from roadmap_opt.diagnose.members import Member
from roadmap_opt.model.build import build
from roadmap_opt.pipeline import Prepared, Request
from roadmap_opt.reach import OutOfReach, out_of_reach
from roadmap_opt.reach.cells import Cells
from roadmap_opt.said import said
from roadmap_opt.solver.compiling import compile_model

QUESTIONS = ("reach", "conflict", "repair")
"""What can be asked: which targets no plan meets in time; which rows cannot hold together; what to enter instead."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Answers by question; nothing for a question that was not asked, or does not arise.

    ``conflict`` is nothing, too, where everything holds together; ``cells`` and ``names`` say where its members stand
    and what they are. Hard targets
    that are out of reach (``left_out``) contradict what a plan is, each by itself, and are left out of it.
    """

    scenario: str
    asked: tuple[str, ...]
    reach: tuple[OutOfReach, ...] | None = None
    conflict: Conflict | None = None
    cells: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    repairs: Repairs | None = None


def explain(prepared: Prepared, request: Request, asked: Collection[str] = QUESTIONS) -> Explanation:
    """Answer the questions about a scenario.

    ``request`` limits the searches of ``repair`` and of ``conflict``, each by its time. Raises ``ValueError`` for a
    question that does not exist.
    """
    if unknown := set(asked) - set(QUESTIONS):
        raise ValueError(
            said(
                "no such question: {unknown}; there are {questions}",
                unknown=", ".join(sorted(unknown)),
                questions=", ".join(QUESTIONS),
            )
        )
    case, tables = prepared.case, prepared.inputs
    hard = any(row.mode == "hard" and row.may_move is not False for row in case.targets)
    beyond = out_of_reach(case, tables)
    left_out = tuple(target.target for target in beyond if target.hard)
    found: Conflict | None = None
    cells: tuple[str, ...] = ()
    if "conflict" in asked:
        ix = Indexes(without_targets(case, left_out))
        found = conflict(
            compile_model(build(ix), ix), ix, request.stop, request.options.seed, request.options.time_limit
        )
        if found is not None:
            place = Cells(tables)
            cells = tuple(cell_of(member, prepared, place) for member in found.members)
    return Explanation(
        scenario=case.scenario,
        asked=tuple(question for question in QUESTIONS if question in asked),
        reach=beyond if "reach" in asked else None,
        conflict=found,
        cells=cells,
        names=() if found is None else tuple(name_of(member, prepared) for member in found.members),
        left_out=left_out,
        repairs=least_repairs(prepared, request) if "repair" in asked and hard else None,
    )


def cell_of(member: Member, prepared: Prepared, place: Cells) -> str:
    """Where a member of a conflict stands, as ``Sheet!D17``; rows that would do as well are joined by a bar."""
    if member.sheet == "Pins":
        table = prepared.inputs["Pins"]
        return f"Pins!{table.cell(table.rows[int(member.key)], member.column)}"
    return " | ".join(place((member.sheet, key, member.column)) for key in (member.key, *member.others))


def name_of(member: Member, prepared: Prepared) -> str:
    """A member in a word: its key, of a pin what it is about."""
    return prepared.case.pins[int(member.key)].item if member.sheet == "Pins" else member.key
