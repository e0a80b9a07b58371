"""The first screen: verdict, the plan in a few sentences, key figures, targets. Many will read nothing else."""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import PurePosixPath

from roadmap_opt import figures
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.sheets.settings import TERMINAL_VALUES
from roadmap_opt.documents.components import Callout, Component, Pairs, Paragraph, Section, Tile, Tiles, Tone, Words
from roadmap_opt.figures import MUSD, span
from roadmap_opt.insight.confidence import Confidence
from roadmap_opt.insight.scores import Score, counted, scores
from roadmap_opt.messages import Text
from roadmap_opt.reach import ABOUT_REACH, out_of_reach
from roadmap_opt.report.run.first_screen import at_stake, decide_now, levers, verdict_story
from roadmap_opt.report.run.out_of_reach import out_of_reach_parts
from roadmap_opt.report.run.scoreboard import scoreboard, target_value
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, by_year, objective_items, peak_funding
from roadmap_opt.said import both, known_again
from roadmap_opt.solver.outcome import Status
from roadmap_opt.words import SUMMARY as SAY
from roadmap_opt.words import TERMS as WORDS


def section(results: Run, names: Names, confidence: Confidence) -> Section:
    """The section of a run with a plan."""
    board = scores(results)
    parts: list[Component] = [
        verdict_story(results, names, board),
        Tiles(_tiles(results, names, board)),
        decide_now(results, names),
        at_stake(results, names, confidence),
        levers(results),
        Paragraph(story(results, names)),
        *scoreboard(board, results.case.decision_years, names),
        *out_of_reach_parts(out_of_reach(results.case, results.inputs)),
    ]
    return Section("summary", SAY.both("title"), "", parts)


def without_plan(results: Run, names: Names) -> Section:
    """The section of a run that has no plan: why, as far as is known, and what it was asked."""
    beyond = [target for target in out_of_reach(results.case, results.inputs) if target.hard]
    known = [line for line in results.conflicts if not line.startswith(ABOUT_REACH)] if beyond else results.conflicts
    told = [both(known_again(line)) for line in known]
    why = Callout("", "bad", SAY.both("cannot_hold"), told) if told else Callout(SAY.both("no_reason_known"), "warn")
    asked: list[tuple[Words, Words]] = []
    for target in results.case.targets:
        if target.mode == "off":
            continue
        wanted = {"sense": "≥" if target.sense == ">=" else "≤", "value": target_value(target.value, target.kpi, names)}
        words = SAY.both("wanted", year=target.first_year, **wanted)
        mode = WORDS.both(f"mode_{target.mode}")
        asked.append((names("target", target.target), Text(f"{words.en} ({mode.en})", f"{words.tr} ({mode.tr})")))
    reach = out_of_reach_parts(beyond, opened=True)
    first = [] if reach and not known else [why]
    parts: list[Component] = [*reach, *first, Paragraph(SAY.both("asked")), Pairs(asked)]
    return Section("summary", SAY.both("title"), SAY.both("no_plan_lead"), parts)


def page_title(results: Run) -> Text:
    """The title of the page."""
    settings = results.case.settings
    return WORDS.both("summary_title", years=span(settings.first_year, settings.last_year))


def page_facts(results: Run, names: Names) -> list[Words]:
    """The line above the title: scenario, workbook, when, what was optimised for whom."""
    record, settings = results.record, results.case.settings
    aim = WORDS.both(
        "summary_aim",
        objective=WORDS.both(f"objective_{settings.objective}"),
        perspective=WORDS.both(f"perspective_{settings.perspective}"),
    )
    scenario = SAY.both("scenario", name=names("scenario", record.scenario))
    written = figures.moment(datetime.fromisoformat(record.created_utc))
    when = Text(f"{written.en} UTC", f"{written.tr} UTC")
    return [scenario, PurePosixPath(record.workbook).name, when, aim]


def page_footer(results: Run) -> list[Words]:
    """Where the page comes from."""
    written = SAY.both("footer", version=results.record.package_version, run=results.record.run)
    return [written, SAY.both("footer_brief")]


def last_value(results: Run, kpi: str) -> float:
    """An indicator in the last year of the horizon, in its first definition; NaN when its ratio is empty."""
    frame = results.tables["kpis"]
    definition = next(iter(KPIS[kpi].definitions))
    rows = frame[(frame["kpi"] == kpi) & (frame["definition"] == definition)]
    values = {int(year): float(value) for year, value in zip(rows["year"], rows["value"], strict=True)}
    return values.get(results.case.settings.last_year, math.nan)


def story(results: Run, names: Names) -> Text:
    """How the plan is built and paid for and what it makes, in a few sentences put together from the tables."""
    year = results.case.settings.last_year
    told = [_building(results), _raising(results), _lending(results)]
    magnets = figures.number(last_value(results, "magnets"), 0, names.unit("t"))
    thousands = last_value(results, "motor_line")
    motors = figures.number(1000 * thousands, 0)
    told.append(SAY.both("plan_makes", year=year, magnets=magnets, motors=motors))
    kept = [sentence for sentence in told if sentence is not None]
    return Text.joined(*kept)


def _building(results: Run) -> Text:
    builds = results.tables["builds"]
    if builds.empty:
        return SAY.both("plan_builds_nothing")
    years = [int(year) for year in builds["year"]]
    places = builds["site"].nunique()
    sites = SAY.both("one_site" if places == 1 else "many_sites", count=places)
    spent = -math.fsum(by_year(results.tables["cash_flow"], ("line",), "nominal").get(("capex",), {}).values())
    span = {"first": min(years), "last": max(years)}
    modules = round(math.fsum(builds["count"].astype(float)))
    return SAY.both("plan_builds", modules=modules, sites=sites, investment=figures.number(spent, 0, MUSD), **span)


def _raising(results: Run) -> Text | None:
    kinds = {row.source_name: row.kind for row in results.case.funding}
    raised = dict.fromkeys(("equity", "grant", "loan", "bond"), 0.0)
    for (source,), drawn in by_year(results.tables["funding"], ("source_name",), "amount").items():
        raised[kinds[source]] += math.fsum(drawn.values())
    whole = math.fsum(raised.values())
    if whole <= 0:
        return None
    shares = {
        "equity": raised["equity"] / whole,
        "grants": raised["grant"] / whole,
        "debt": (raised["loan"] + raised["bond"]) / whole,
    }
    return SAY.both(
        "plan_money",
        raised=figures.number(whole, 0, MUSD),
        **{name: figures.percent(share, 0) for name, share in shares.items()},
    )


def _lending(results: Run) -> Text | None:
    """Why nobody lends, where nobody does: the last year as a bank counts it; nothing for a plan without funding."""
    funding = results.tables["funding"]
    lenders = {row.source_name for row in results.case.funding if row.kind in ("loan", "bond")}
    if funding.empty or not lenders or any(source in lenders for source in funding["source_name"]):
        return None
    cover = results.tables["debt_cover"]
    year = results.case.settings.last_year
    bank = math.fsum(cover.loc[cover["year"] == year, "bank_cash"].astype(float))
    return SAY.both("plan_no_loan", year=year, bank=figures.number(bank, 0, MUSD))


def targets_tile(board: list[Score]) -> Tile:
    """Targets met of those that count."""
    due = [score for score in board if counted(score)]
    met = sum(score.met for score in due)
    tone: Tone = "good" if met == len(due) else "warn"
    figure = f"{met} / {len(due)}" if due else figures.NOTHING
    return Tile(SAY.both("tile_targets"), figure, SAY.both("tile_targets_remark" if due else "tile_no_targets"), tone)


def npv_tile(results: Run) -> Tile:
    """Net present value of the chosen view, with what it would be under the other terminal values."""
    settings, items = results.case.settings, objective_items(results)
    view, chosen = settings.perspective, settings.terminal_value
    amounts = {kind: _money(items[f"npv_{view}_with_{kind}"]) for kind in TERMINAL_VALUES[1:] if kind != chosen}
    others = [
        SAY.both("tile_npv_other", how=SAY.both(f"tile_npv_how_{kind}"), amount=amount)
        for kind, amount in amounts.items()
    ]
    remark = SAY.both(
        "tile_npv_with_remark",
        perspective=WORDS.both(f"perspective_{view}"),
        chosen=SAY.both(f"tile_npv_how_{chosen}"),
        others=Text.listed(others),
    )
    return Tile(SAY.both("tile_npv_with"), _money(items["chosen_npv_with_terminal"]), remark)


def gap_tile(results: Run) -> Tile:
    """How far the plan may be from the best one."""
    gap = results.record.gap
    proven: Tone = "good" if results.outcome.status is Status.OPTIMAL else "bad" if gap is None else "warn"
    remark = "tile_gap_unproven" if gap is None else "tile_gap_remark"
    return Tile(SAY.both("tile_gap"), figures.percent(gap), SAY.both(remark), proven)


def _tiles(results: Run, names: Names, board: list[Score]) -> list[Tile]:
    items, year = objective_items(results), results.case.settings.last_year
    thousands = last_value(results, "motor_line")
    return [
        targets_tile(board),
        npv_tile(results),
        Tile(
            SAY.both("tile_npv_without"),
            _money(items["chosen_npv_without_terminal"]),
            SAY.both("tile_npv_without_remark"),
        ),
        Tile(SAY.both("tile_peak"), _money(peak_funding(results)), SAY.both("tile_peak_remark")),
        Tile(
            SAY.both("tile_magnets", year=year),
            figures.number(last_value(results, "magnets"), 0, names.unit("t")),
            SAY.both("tile_magnets_remark"),
        ),
        Tile(SAY.both("tile_motors", year=year), figures.number(1000 * thousands, 0), SAY.both("tile_motors_remark")),
        Tile(
            SAY.both("tile_secondary", year=year),
            figures.percent(last_value(results, "secondary_share")),
            SAY.both("tile_secondary_remark"),
        ),
        gap_tile(results),
    ]


def _money(value: float) -> Text:
    return figures.number(value, 0, MUSD)
