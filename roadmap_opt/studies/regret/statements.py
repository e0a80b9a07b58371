"""A regret matrix told in words and figures: what page, workbook and terminal share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath

from roadmap_opt.figures import MUSD, NOTHING, moment, number, percent
from roadmap_opt.insight.scores import proven_close
from roadmap_opt.insight.standing import USABLE_GAP
from roadmap_opt.messages import Text
from roadmap_opt.solver.strategy import SHORTFALL_PRICE
from roadmap_opt.studies.regret.first_steps import Agreement, FirstStep
from roadmap_opt.studies.regret.matrix import CellState, Largest, Regret
from roadmap_opt.studies.regret.results import CellRun, RegretResults
from roadmap_opt.studies.regret.value import shortfall_price
from roadmap_opt.words import REGRET as WORDS
from roadmap_opt.words import TERMS as COMMON_WORDS

MONEY = MUSD


def money(amount: float | None) -> Text:
    """An amount with its unit, to about three digits; whole from 10 on, because no plan is proven more sharply."""
    return number(amount, _places(amount), MONEY)


def bare(amount: float | None) -> Text:
    """The same without its unit, which the table names once."""
    return number(amount, _places(amount))


def _places(amount: float | None) -> int:
    return 0 if amount is None or not math.isfinite(amount) or abs(amount) >= 10 or amount == 0 else 1


def story(results: RegretResults) -> tuple[Text, ...]:
    """What everybody should read, sentence by sentence."""
    matrix, until = results.matrix, results.record.until
    best = matrix.best
    lines = [WORDS.both("story_none", count=len(results.scenarios))]
    if best is not None:
        lines = [_best_sentence(results, best)]
        if all(matrix.largest(plan).regret.amount == 0 for plan in results.scenarios):
            lines = [WORDS.both("story_same", count=len(results.scenarios), until=until)]
        elif not any(matrix.regret(p, w).is_distinguishable for p in results.scenarios for w in results.scenarios):
            lines.append(WORDS.both("story_nothing_told"))
        elif matrix.contenders:
            lines.append(WORDS.both("story_contenders", plans=_listed(results, matrix.contenders)))
        else:
            lines.append(WORDS.both("story_proven"))
    for key, chosen in (
        ("impossible", [each.plan for each in matrix.ranking if each.regret.is_impossible]),
        ("unknown", [each.plan for each in matrix.ranking if each.regret.amount is None]),
    ):
        if chosen:
            lines.append(WORDS.both(f"story_{key}", plans=_listed(results, chosen)))
    common = sum(step.agreement is Agreement.COMMON for step in results.steps)
    lines.append(WORDS.both("story_common", common=common, other=len(results.steps) - common, until=until))
    if gaps := [run.gap for run in results.runs if run.value is not None]:
        lines.append(proven_close(gaps))
    lines += [*_weak_plans(results), *better_plans(results)]
    for scenario, why in results.left_out.items():
        lines.append(WORDS.both("story_left_out", scenario=scenario, why=why))
    return tuple(lines)


def _best_sentence(results: RegretResults, best: Largest) -> Text:
    values = {"plan": results.label(best.plan), "until": results.record.until, "count": len(results.scenarios)}
    if best.regret.amount == 0:
        return WORDS.both("story_no_regret", **values)
    return WORDS.both("story_best", **values, world=results.label(best.world), regret=money(best.regret.amount))


def _weak_plans(results: RegretResults) -> list[Text]:
    """A warning that names the own plans of which little is proven."""
    gaps = {scenario: results.run(scenario, scenario).gap for scenario in results.scenarios}
    weak = {scenario: gap for scenario, gap in gaps.items() if gap is None or gap > USABLE_GAP}
    if not weak:
        return []
    named = [(results.label(scenario), percent(gap)) for scenario, gap in weak.items()]
    plans = Text(
        ", ".join(f"“{name.en}” ({gap.en})" for name, gap in named),
        ", ".join(f"“{name.tr}” ({gap.tr})" for name, gap in named),
    )
    return [WORDS.both("story_weak", plans=plans)]


def better_plans(results: RegretResults) -> list[Text]:
    """Worlds for which another plan's decisions led to a better plan than their own search found."""
    found = []
    for world in results.scenarios:
        plan = results.matrix.best_plan(world)
        if plan != world:
            amount = results.matrix.regret(world, world).amount
            names = {"world": results.label(world), "plan": results.label(plan)}
            found.append(WORDS.both("story_better", **names, amount=money(amount)))
    return found


def _listed(results: RegretResults, scenarios: Sequence[str]) -> Text:
    names = [results.label(scenario) for scenario in scenarios]
    return Text(", ".join(f"“{name.en}”" for name in names), ", ".join(f"“{name.tr}”" for name in names))


def doubtful(regret: Regret, state: CellState) -> bool:
    """Whether a regret is printed grey, because nothing shows that there is one; a world's own plan has none anyway."""
    return not regret.is_distinguishable and not (state is CellState.OWN and regret.amount == 0)


def shown(regret: Regret, state: CellState) -> Text:
    """What stands in a cell of the matrix: the amount, ≈ before one that cannot be told from none, or a mark."""
    if regret.is_impossible:
        return WORDS.both("mark_impossible")
    if regret.amount is None:
        return WORDS.both("mark_unknown")
    amount = bare(regret.amount)
    if not doubtful(regret, state):
        return amount
    return Text(f"≈ {amount.en}", f"≈ {amount.tr}")


def span(regret: Regret) -> Text:
    """Between which amounts a regret is proven to lie."""
    if regret.is_impossible:
        return NOTHING
    if math.isinf(regret.most):
        return WORDS.both("span_open", least=money(regret.least))
    return WORDS.both("span", least=bare(regret.least), most=money(regret.most))


def told(results: RegretResults, run: CellRun) -> Text:
    """A cell in words, line by line: plan and world, what came of it, and the range."""
    regret = results.matrix.regret(run.plan, run.world)
    lines = [WORDS.both("plan_in_world", plan=results.label(run.plan), world=results.label(run.world))]
    if regret.amount is None or regret.is_impossible:
        lines += [WORDS.both(f"cell_{run.state}"), *results.reasons(run)[:3]]
    else:
        lines += [WORDS.both("behind", amount=money(regret.amount)), span(regret)]
        if doubtful(regret, run.cell.state):
            lines.append(WORDS.both("not_distinguishable"))
    return Text.listed(lines, "\n")


def verdict(results: RegretResults, each: Largest) -> Text:
    """What may be said about a plan's largest regret, in a few words."""
    matrix = results.matrix
    if each.regret.is_impossible:
        return WORDS.both("verdict_impossible")
    if each.regret.amount is None:
        return WORDS.both("verdict_unknown")
    if matrix.best is not None and each.plan == matrix.best.plan:
        return WORDS.both("verdict_least")
    return WORDS.both("verdict_contender" if each.plan in matrix.contenders else "verdict_larger")


def targets_words(run: CellRun) -> Text:
    """How many of the targets are met; a dash where none counts or there is no plan."""
    if not run.targets_counted:
        return NOTHING
    return WORDS.both("targets_of", met=run.targets_met, counted=run.targets_counted)


def search_words(run: CellRun) -> Text:
    """How the search ended."""
    return WORDS.both(f"status_{run.status.replace(' ', '_')}")


def aim_words(results: RegretResults, world: str) -> Text:
    """What a world measures plans by."""
    subject = results.subject(world)
    settings = subject.case.settings
    perspective = COMMON_WORDS.both(f"perspective_{settings.perspective}")
    price = number(shortfall_price(settings))
    if settings.objective == "npv" and all(target.mode == "off" for target in subject.case.targets):
        return WORDS.both("aim_no_targets", perspective=perspective)
    if settings.objective == "cost":
        return WORDS.both("aim_cost")
    return WORDS.both(f"aim_{settings.objective}", perspective=perspective, price=price)


def reading(results: RegretResults) -> tuple[Text, ...]:
    """How the matrix is to be read, paragraph by paragraph."""
    until = results.record.until
    values = {"price": number(SHORTFALL_PRICE), "cent": number(SHORTFALL_PRICE / 100)}
    lines = [WORDS.both("read_question", until=until), WORDS.both("read_money", **values)]
    if not results.same_aim:
        lines.append(WORDS.both("read_aims"))
    lines += [WORDS.both(f"read_{key}") for key in ("gap", "foresight", "worlds")]
    return tuple(lines)


def facts(results: RegretResults) -> tuple[Text, ...]:
    """Which workbook it was made from, when, and with what."""
    record = results.record
    return (
        WORDS.both("facts_workbook", workbook=PurePosixPath(record.workbook).name, sha=record.workbook_sha256[:8]),
        WORDS.both("facts_made", when=moment(datetime.fromisoformat(record.created_utc))),
        WORDS.both("facts_with", package=record.package_version, solver=record.solver_version),
    )


def step_name(step: FirstStep) -> Text:
    """What a decision is about: a plant with its site, a programme, a contract."""
    row = step.row
    if not row.place.en:
        return row.label
    return Text(f"{row.label.en} · {row.place.en}", f"{row.label.tr} · {row.place.tr}")
