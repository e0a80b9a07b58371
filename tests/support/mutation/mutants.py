"""Every way in which the model and the auditor are falsified, and how one of them is put in place.

Nothing in the package knows of it: the families' helpers ``limit`` and ``define`` (through which every row and every
expression is added), the bounds of their variables and the auditor's findings are replaced in a process of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pyomo.environ as pyo
import pytest

from roadmap_opt import auditor
from roadmap_opt.auditor import violation
from roadmap_opt.auditor.derived import TABLES
from roadmap_opt.model import algebra
from roadmap_opt.model.build import FAMILIES
from roadmap_opt.output.tables import RESULT_TABLES
from tests.support.equations import equations
from tests.support.mutation.rows import ROW_MUTATIONS, moved_index, mutated

EXPRESSION_MUTATIONS = ("drop", "flip", "scale up", "scale down", "lead", "lag")
BOUND_MUTATIONS = ("drop", "scale up", "scale down")
RULE_MUTATIONS = ("drop", "loosen")
CHOICES = (("capacity", "stood_down"), ("tax", "loss_used"), ("debt_cover", "support"))
"""Columns of derived tables that are decisions: the auditor takes them over, and compares them with nothing."""

LOOSER = 1000.0
"""How many times the tolerance a loosened rule of the auditor lets through."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One falsification: of a ``row``, an ``expression``, a ``bound`` or a ``rule`` of the auditor."""

    kind: str
    family: str
    label: str
    mutation: str

    @property
    def name(self) -> str:
        """How it is called in tables and records."""
        return f"{self.kind} {self.label}: {self.mutation}"


def short(family: ModuleType) -> str:
    """Name of a family."""
    return family.__name__.rpartition(".")[2]


def row_mutants() -> Iterator[Mutant]:
    """Every mutation of every constraint that the families' docstrings list."""
    for family in FAMILIES:
        for equation in equations(family):
            for mutation in ROW_MUTATIONS:
                yield Mutant("row", short(family), equation.label, mutation)


def expression_mutants(defined: Iterable[tuple[str, str]]) -> Iterator[Mutant]:
    """Every mutation of the named expressions, given as family and name."""
    for family, name in defined:
        for mutation in EXPRESSION_MUTATIONS:
            yield Mutant("expression", family, name, mutation)


def bound_mutants(bounded: Iterable[tuple[str, str]]) -> Iterator[Mutant]:
    """Every mutation of the limits that are a variable's bounds, given as family and variable."""
    for family, name in bounded:
        for mutation in BOUND_MUTATIONS:
            yield Mutant("bound", family, name, mutation)


def rule_mutants() -> Iterator[Mutant]:
    """Every rule of the auditor dropped, and with a thousand times the tolerance where it compares numbers."""
    calls = re.compile(r'(?:findings\.(add|at_most|at_least|equal)|_once)\(\s*"(\w+)"')
    found: dict[str, tuple[str, set[str]]] = {}
    for file in sorted(Path(auditor.__file__).parent.glob("*.py")):
        for call, rule in calls.findall(file.read_text(encoding="utf-8")):
            found.setdefault(rule, (file.stem, set()))[1].add(call)
    for rule, (family, by) in found.items():
        for mutation in RULE_MUTATIONS if by & {"at_most", "at_least", "equal"} else RULE_MUTATIONS[:1]:
            yield Mutant("rule", family, rule, mutation)
    for name in TABLES:
        columns = [column.name for column in RESULT_TABLES[name].columns if not column.key]
        for column in (*columns, "rows"):
            if (name, column) not in CHOICES:
                yield Mutant("rule", "derived", f"{name}.{column}", "drop")


def all_mutants(defined: Iterable[tuple[str, str]], bounded: Iterable[tuple[str, str]]) -> list[Mutant]:
    """Every mutant there is; what is defined and bounded is learnt from the cases of the tests."""
    return [*row_mutants(), *expression_mutants(defined), *bound_mutants(bounded), *rule_mutants()]


def apply(mutant: Mutant, patch: pytest.MonkeyPatch, changed: Callable[[], None] = lambda: None) -> None:
    """Put a mutant in place, until the patch is undone; ``changed`` is called when it first makes a difference."""
    if mutant.kind == "row":
        _row(mutant, patch, changed)
        return
    changed()
    {"expression": _expression, "bound": _bound, "rule": _rule}[mutant.kind](mutant, patch)


def replace_helper(patch: pytest.MonkeyPatch, name: str, helper: Callable[..., Any]) -> None:
    """Replace a helper of the algebra there and in every family that imports it."""
    patch.setattr(algebra, name, helper)
    for family in FAMILIES:
        if hasattr(family, name):
            patch.setattr(family, name, helper)


def _row(mutant: Mutant, patch: pytest.MonkeyPatch, changed: Callable[[], None]) -> None:
    limit = algebra.limit

    def other(
        model: pyo.ConcreteModel, name: str, index: Iterable[Any], rule: Callable[..., Any], **named: Any
    ) -> None:
        mutant_rule = mutated(rule, mutant.mutation, changed) if name == mutant.label else rule
        limit(model, name, index, mutant_rule, **named)

    replace_helper(patch, "limit", other)


def _expression(mutant: Mutant, patch: pytest.MonkeyPatch) -> None:
    define = algebra.define

    def changed(rule: Callable[..., Any], keys: list[Any]) -> Callable[..., Any]:
        known = set(keys)

        def other(*parts: Any) -> Any:
            if mutant.mutation in ("lead", "lag"):
                key = parts if len(parts) > 1 else parts[0]
                moved = moved_index(key, 1 if mutant.mutation == "lead" else -1)
                if moved not in known:
                    return 0.0
                return rule(*moved) if isinstance(moved, tuple) else rule(moved)
            return rule(*parts) * {"drop": 0.0, "flip": -1.0, "scale up": 1.05, "scale down": 0.95}[mutant.mutation]

        return other

    def other(model: pyo.ConcreteModel, name: str, index: Iterable[Any], rule: Callable[..., Any]) -> None:
        keys = list(index)
        define(model, name, keys, changed(rule, keys) if name == mutant.label else rule)

    replace_helper(patch, "define", other)


def _bound(mutant: Mutant, patch: pytest.MonkeyPatch) -> None:
    (family,) = (f for f in FAMILIES if short(f) == mutant.family)
    variables = family.variables

    def other(model: pyo.ConcreteModel, ix: Any) -> None:
        variables(model, ix)
        for member in model.component(mutant.label).values():
            if limits(member):
                side = "ub" if member.ub is not None else "lb"
                bound = getattr(member, side)
                factor = {"drop": None, "scale up": 1.05, "scale down": 0.95}[mutant.mutation]
                free = None if side == "ub" else 0.0
                setattr(member, side, free if factor is None else bound * factor)

    patch.setattr(family, "variables", other)


def limits(member: Any) -> bool:
    """Whether the bounds of a variable are a rule of the formulation (more than 'not negative' and 'yes or no')."""
    return not member.is_binary() and (member.ub is not None or member.lb not in (None, 0))


def _rule(mutant: Mutant, patch: pytest.MonkeyPatch) -> None:
    findings = violation.Findings
    if mutant.mutation == "drop":
        add = findings.add

        def silent(self: Any, rule: str, *rest: Any, **named: Any) -> None:
            if rule != mutant.label:
                add(self, rule, *rest, **named)

        patch.setattr(findings, "add", silent)
        return
    for name in ("at_most", "at_least", "equal"):
        patch.setattr(findings, name, _loose(getattr(findings, name), mutant.label))


def _loose(compare: Callable[..., None], label: str) -> Callable[..., None]:
    def other(self: Any, rule: str, *rest: Any) -> None:
        if rule != label:
            compare(self, rule, *rest)
            return
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(violation, "ABSOLUTE", violation.ABSOLUTE * LOOSER)
            patch.setattr(violation, "RELATIVE", violation.RELATIVE * LOOSER)
            compare(self, rule, *rest)

    return other
