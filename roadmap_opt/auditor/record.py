"""Does `run.json` agree with itself, and with the plan? What it claims about the search is held against what is known.

That no better plan exists is the solver's claim and stays one. But the claim has consequences: a gap follows from
objective and bound, a status from the gap and the limits, the objective from the plan, no bound can be worse than
the plan it is a bound for, and none looser than what an earlier search had handed on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from roadmap_opt.auditor.violation import Amount, Findings, Violation, amount
from roadmap_opt.case.sheets.settings import Settings
from roadmap_opt.output.run_record import LIMITS, WITH_PLAN, RunRecord
from roadmap_opt.said import said

FINAL_FIGURES = "final figures"
"""Phase that stands first when the last linear program failed: the plan is then that of the search."""

RELAXATION, HELD = "first plan: relaxation", "held decisions"
SHORT_SEARCH = "short search"
PHASE_OF_AIM = {"npv": "net present value", "cost": "cost", "targets_first": "target shortfall"}
SECOND_PHASE = "net present value"
"""What follows the first phase of targets first, once that has closed."""

SHORTFALL_PRICE = 5000.0
"""MUSD per unit of weighted shortfall in the first phase of targets first."""

FINANCE_WEIGHT = 1e-4
"""Weight of the owner's value in the objective of the other perspectives."""

SHORTFALL_SLACK = 1e-4
"""Weighted shortfall that the second phase may add to what the first one reached."""

CLOSED = 1e-3
"""MUSD between objective and bound that count as none, whatever the gap asked for."""

ROUNDING = 1e-6
"""Relative error of a gap, and of a bound against the plan."""

SAME_MOMENT = 60.0
"""Seconds between the time in a run's name and the time in its record, at most."""

UNTIMED = 1.0
"""Seconds by which the phases of a search may seem longer than the search."""


def contradictions(record: RunRecord) -> tuple[Violation, ...]:
    """Where the record contradicts itself; needs nothing but the record."""
    findings = Findings()
    for number, phase in enumerate(record.phases, start=1):
        _check_phase(phase, f"phases[{number}]", record, findings)
    last = record.phases[-1]
    status = _status(record)
    _same("status", record.status, status, findings)
    _same("has_plan", record.has_plan, record.status in WITH_PLAN, findings)
    for name in ("stopped_by", "gap", "objective", "bound"):
        _same(name, getattr(record, name), last[name], findings)
    _same("seed", record.seed, record.options["seed"], findings)
    if record.has_plan != (record.audit_passed is not None):
        expected = "true or false" if record.has_plan else "nothing: there is no plan"
        findings.add("run.json", "audit_passed", _words(record.audit_passed), expected)
    elif record.audit_passed == (record.audit_violations > 0) or (not record.has_plan and record.audit_violations):
        expected = "0" if record.audit_passed in (True, None) else "at least 1"
        findings.add("run.json", "audit_violations", _words(record.audit_violations), expected)
    if record.conflicts and record.status != "infeasible":
        findings.add(
            "run.json",
            "conflicts",
            said("{count} line(s)", count=len(record.conflicts)),
            said("none when {status}", status=record.status),
        )
    _check_times(record, findings)
    return tuple(findings.violations)


def _status(record: RunRecord) -> str:
    """Optimal only when every phase was; the last phase decides everything else."""
    last = str(record.phases[-1]["status"])
    cut_short = any(phase["status"] == "feasible at limit" for phase in record.phases)
    return "feasible at limit" if last == "optimal" and cut_short else last


def _check_phase(phase: Mapping[str, Any], where: str, record: RunRecord, findings: Findings) -> None:
    status, objective, bound, gap = (phase[name] for name in ("status", "objective", "bound", "gap"))
    if (objective is not None) != (status in WITH_PLAN):
        expected = "a number" if status in WITH_PLAN else said("nothing when {status}", status=status)
        findings.add("run.json", f"{where}.objective", _words(objective), expected)
        return
    expected_gap = None if objective is None or bound is None else abs(bound - objective) / max(1.0, abs(objective))
    if (gap is None) != (expected_gap is None):
        findings.add("run.json", f"{where}.gap", _words(gap), _words(expected_gap))
        return
    if gap is not None and expected_gap is not None and abs(gap - expected_gap) > ROUNDING * max(1.0, expected_gap):
        findings.add("run.json", f"{where}.gap", gap, expected_gap, abs(gap - expected_gap))
        return
    wanted = record.options["gap"]
    closed = gap is not None and (gap <= wanted + ROUNDING or abs(bound - objective) <= CLOSED)
    if status == "optimal" and not closed:
        findings.add(
            "run.json",
            f"{where}.status",
            status,
            said("not optimal: gap {gap}, {wanted} was asked for", gap=_words(gap), wanted=wanted),
        )
    if status == "feasible at limit" and gap is not None and gap < wanted - ROUNDING:
        findings.add(
            "run.json",
            f"{where}.status",
            status,
            said("optimal: gap {gap}, {wanted} was asked for", gap=_words(gap), wanted=wanted),
        )
    reasons = {"optimal": ("gap",), "feasible at limit": LIMITS, "nothing at limit": LIMITS}.get(status, ("",))
    if record.options["rounds"] is None:
        reasons = tuple(reason for reason in reasons if reason != "work")
    if phase["stopped_by"] not in reasons:
        expected = " or ".join(map(repr, reasons))
        findings.add(
            "run.json",
            f"{where}.stopped_by",
            repr(phase["stopped_by"]),
            said("{expected} when {status}", expected=expected, status=status),
        )


def _check_times(record: RunRecord, findings: Findings) -> None:
    """The run's name and its record tell the same time; no part of the search is longer than the search."""
    named = datetime.strptime(record.run[:16] + "+0000", "%Y%m%dT%H%M%SZ%z")
    apart = abs((datetime.fromisoformat(record.created_utc) - named).total_seconds())
    if apart > SAME_MOMENT:
        findings.add(
            "run.json", "created_utc", record.created_utc, said("the time in the name {run}", run=record.run), apart
        )
    needed = {"read and check", "build"} | ({"solve", "extract", "audit"} if record.has_plan else set())
    for step in sorted(needed - set(record.seconds)):
        findings.add("run.json", f"seconds.{step}", "no entry", "an entry")
    searched = sum(phase["seconds"] for phase in record.phases)
    solve = record.seconds.get("solve", 0.0)
    if searched > solve + UNTIMED:
        findings.add("run.json", "phases, seconds", searched, said("at most {most:.10g} (seconds.solve)", most=solve))


def check_verdict(record: RunRecord, violations: int, findings: Findings) -> None:
    """The record says of the audit what the audit found; ``violations`` is how many."""
    passed = violations == 0
    if record.audit_passed is not passed:
        found, expected = (("failed", "passed")[bool(flag)] for flag in (record.audit_passed, passed))
        findings.add("run.json", "audit_passed", found, expected)
    elif record.audit_violations != violations:
        findings.add("run.json", "audit_violations", record.audit_violations, violations)


def check_claims(record: RunRecord, settings: Settings, items: Mapping[str, Amount], findings: Findings) -> None:
    """Hold the record of a plan against the plan: ``items`` of the objective as recomputed."""
    phases = [phase for phase in record.phases if phase["name"] != FINAL_FIGURES]
    if not _phases_fit(record, settings, findings):
        return
    maximise = settings.objective != "cost"
    for number, phase in enumerate(phases, start=1):
        where = f"{phase['name']}: "
        value = _objective(settings, items, second=number > 1)
        reached = phase["objective"]
        if number == len(phases):
            allowed = value.tolerance + ROUNDING * abs(value.value)
            if abs(reached - value.value) > allowed:
                findings.add("run.json", f"{where}objective", reached, value.value, abs(reached - value.value))
        else:  # the second phase began with this plan: it added value, and shortfall within its slack only
            most = value + SHORTFALL_PRICE * SHORTFALL_SLACK
            findings.at_most("run.json", f"{where}objective", amount(reached), most)
        if phase["bound"] is None:
            continue
        check = findings.at_least if maximise else findings.at_most
        check("run.json", f"{where}bound", amount(phase["bound"]), value)
        if number == 1 and record.earlier_bound is not None:
            sharper = findings.at_most if maximise else findings.at_least
            sharper("run.json", f"{where}bound", amount(phase["bound"]), amount(record.earlier_bound["value"]))


def check_phases_without_plan(record: RunRecord, settings: Settings, findings: Findings) -> None:
    """The phases of a run without a plan are ones that its aim has."""
    _phases_fit(record, settings, findings)


def _phases_fit(record: RunRecord, settings: Settings, findings: Findings) -> bool:
    names = [phase["name"] for phase in record.phases]
    if record.has_plan and names[0] == FINAL_FIGURES:
        names = names[1:]
    main = PHASE_OF_AIM[settings.objective] if record.options["rounds"] is None else SHORT_SEARCH
    allowed = [[main]]
    if not record.has_plan:
        allowed += [[RELAXATION]] + ([[HELD]] if record.held is not None else [])
    elif main == PHASE_OF_AIM["targets_first"]:
        allowed.append([main, SECOND_PHASE])
    if names in allowed:
        return True
    findings.add("run.json", "phases", ", ".join(names), " or ".join(", ".join(each) for each in allowed))
    return False


def _objective(settings: Settings, items: Mapping[str, Amount], *, second: bool) -> Amount:
    """What a phase maximised (or, for cost, minimised), of the plan as it stands in the tables."""
    if settings.objective == "cost":
        return items["cost"] + items["tie_break"]
    value = items["chosen_npv_with_terminal"] - items["tie_break"]
    if settings.perspective != "owner":
        value = value + items["npv_owner"] * FINANCE_WEIGHT
    if second:
        return value
    price = settings.shortfall_penalty if settings.objective == "npv" else SHORTFALL_PRICE
    return value - items["weighted_shortfall"] * price


def _same(name: str, found: Any, expected: Any, findings: Findings) -> None:
    if found != expected:
        findings.add("run.json", name, _words(found), _words(expected))


def _words(value: Any) -> str:
    if value is None:
        return "nothing"
    return f"{value:.10g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
