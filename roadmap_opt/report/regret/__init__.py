"""The document of a regret matrix, as a page and as a book: from the answer down to every run."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from roadmap_opt.documents.components import (
    Badge,
    Callout,
    Cell,
    Column,
    Component,
    Figure,
    Group,
    Page,
    Paragraph,
    Row,
    Section,
    Sheet,
    Table,
    Tile,
    Tiles,
    Tone,
)
from roadmap_opt.documents.excel.render import write_book
from roadmap_opt.documents.html.render import write_page
from roadmap_opt.figures import NOTHING
from roadmap_opt.messages import Language, Text
from roadmap_opt.report.regret.matrix import matrix_chart
from roadmap_opt.studies.regret.first_steps import Agreement, FirstStep
from roadmap_opt.studies.regret.matrix import Largest
from roadmap_opt.studies.regret.results import CellRun, RegretResults
from roadmap_opt.studies.regret.statements import (
    MONEY,
    aim_words,
    bare,
    doubtful,
    facts,
    money,
    reading,
    search_words,
    shown,
    span,
    step_name,
    story,
    targets_words,
    verdict,
)
from roadmap_opt.words import COMPARISON_SECTIONS as KIND_WORDS
from roadmap_opt.words import REGRET as WORDS

_FIRST = Sheet(WORDS.both("sheet_matrix"), "green", one_page=True)


def write_regret_page(path: Path, results: RegretResults, language: Language) -> None:
    """Write `regret.html`, showing ``language`` first; raises :class:`SaveError` when it cannot be written."""
    write_page(path, regret_document(results), language)


def write_regret_book(path: Path, results: RegretResults, language: Language) -> None:
    """Write `regret.xlsx` in ``language``; raises :class:`SaveError` when it cannot be written."""
    write_book(path, regret_document(results), language)


def regret_document(results: RegretResults) -> Page:
    """The parts of the document."""
    sections = [_matrix(results), _now(results), _worlds(results), _cells(results)]
    sections += [*_reasons(results), _reading(results)]
    title = WORDS.both("title", until=results.record.until)
    footer = [WORDS.both("facts_folder", name=results.record.name)]
    return Page(title, list(facts(results)), list(_head(results)), sections, footer, _FIRST)


def _head(results: RegretResults) -> Iterator[Component]:
    matrix, until = results.matrix, results.record.until
    best = matrix.best
    name = WORDS.both("tile_none") if best is None else results.label(best.plan)
    tiles = [Tile(WORDS.both("tile_plan"), name, verdict(results, best) if best else "", _tone(results, best))]
    if best is not None:
        remark = WORDS.both("tile_regret_remark", world=results.label(best.world), span=span(best.regret))
        tiles.append(Tile(WORDS.both("tile_regret"), money(best.regret.amount), remark))
    tiles.append(
        Tile(WORDS.both("tile_worlds"), str(len(results.scenarios)), WORDS.both("tile_worlds_remark", until=until))
    )
    common = sum(step.agreement is Agreement.COMMON for step in results.steps)
    remark = WORDS.both("tile_common_remark", all=len(results.steps), until=until)
    tiles.append(Tile(WORDS.both("tile_common"), str(common), remark))
    yield Tiles(tiles)
    first, *rest = story(results)
    yield Paragraph(first, "story")
    if rest:
        yield Callout(rest[0], _tone(results, best), lines=rest[1:])


def _tone(results: RegretResults, best: Largest | None) -> Tone:
    if best is None:
        return "bad"
    return "warn" if results.matrix.contenders else "good"


def _section(key: str, parts: list[Component], sheet: Sheet, **values: object) -> Section:
    return Section(key, WORDS.both(f"section_{key}", **values), WORDS.both(f"lead_{key}", **values), parts, sheet)


def _amount(value: float | None) -> Cell:
    """An amount to about three digits."""
    return Figure(bare(value), value) if value is not None and math.isfinite(value) else NOTHING


def _matrix(results: RegretResults) -> Section:
    section = WORDS.both("section_matrix")
    lead = WORDS.both("lead_matrix", until=results.record.until)
    return Section("matrix", section, lead, [matrix_chart(results), _ranking(results)], _FIRST)


def _ranking(results: RegretResults) -> Group:
    columns = [
        Column(WORDS.both("column_plan", until=results.record.until)), Column(WORDS.both("column_verdict")),
        Column(WORDS.both("column_largest"), "number", MONEY), Column(WORDS.both("column_where")),
        Column(WORDS.both("column_least"), "number", MONEY), Column(WORDS.both("column_most"), "number", MONEY),
        Column(WORDS.both("column_carried"), "number"), Column(WORDS.both("column_elsewhere"), "number", MONEY),
    ]  # fmt: skip
    rows = []
    for each in results.matrix.ranking:
        regret = each.regret
        impossible = regret.is_impossible
        amount = _amount(regret.amount) if regret.amount is not None and not impossible else shown_mark(results, each)
        cells: list[Cell] = [
            results.label(each.plan), Badge(verdict(results, each), _verdict_tone(results, each)), amount,
            results.label(each.world), "" if impossible else _amount(regret.least),
            "" if impossible else _limit(regret.most), WORDS.both(
                "targets_of", met=each.worlds, counted=len(results.scenarios)
            ), _amount(each.elsewhere),
        ]  # fmt: skip
        rows.append(Row(cells))
    lead = WORDS.both("lead_ranking", until=results.record.until)
    return Group(WORDS.both("section_ranking"), [Table(WORDS.both("section_ranking"), columns, rows)], lead)


def shown_mark(results: RegretResults, each: Largest) -> Cell:
    """What stands instead of a largest regret that is infinite or unknown."""
    return shown(each.regret, results.run(each.plan, each.world).cell.state)


def _limit(most: float) -> Cell:
    return WORDS.both("no_limit") if most == float("inf") else _amount(most)


def _verdict_tone(results: RegretResults, each: Largest) -> Tone:
    best, contenders = results.matrix.best, results.matrix.contenders
    if each.regret.is_impossible:
        return "bad"
    if best is not None and each.plan == best.plan:
        return "good"
    return "info" if each.plan in contenders else "neutral"


def _now(results: RegretResults) -> Section:
    until = results.record.until
    common = [step for step in results.steps if step.agreement is Agreement.COMMON]
    parts: list[Component] = []
    if not results.steps:
        parts.append(Paragraph(WORDS.both("steps_nothing", until=until)))
    elif not common:
        parts.append(Callout(WORDS.both("agreement_nothing"), "warn"))
    else:
        rows = []
        for kind, found in groupby(common, key=lambda step: step.row.kind):
            rows.append(Row([KIND_WORDS.both(f"kind_{kind}")], "heading"))
            rows += [Row([step_name(step), step.row.states[0].shown]) for step in found]
        columns = [Column(WORDS.both("column_decision")), Column(WORDS.both("column_all_plans"))]
        parts.append(Table(WORDS.both("agreement_common"), columns, rows))
    for agreement in (Agreement.OTHERWISE, Agreement.SOME):
        steps = [step for step in results.steps if step.agreement is agreement]
        if steps:
            parts.append(_differing(results, agreement, steps))
    return _section("now", parts, Sheet(WORDS.both("sheet_steps"), "green"), until=until)


def _differing(results: RegretResults, agreement: Agreement, steps: list[FirstStep]) -> Table:
    columns = [
        Column(WORDS.both("column_decision")),
        *(Column(results.label(scenario)) for scenario in results.scenarios),
    ]
    rows = []
    for kind, found in groupby(steps, key=lambda step: step.row.kind):
        rows.append(Row([KIND_WORDS.both(f"kind_{kind}")], "heading"))
        for step in found:
            states = [step.row.of(position) for position in range(len(results.scenarios))]
            rows.append(Row([step_name(step), *(state.shown if state is not None else "" for state in states)]))
    return Table(WORDS.both(f"agreement_{agreement.value}"), columns, rows)


def _worlds(results: RegretResults) -> Section:
    columns = [
        Column(WORDS.both("column_world")), Column(WORDS.both("column_best_known"), "number", MONEY),
        Column(WORDS.both("column_best_plan")), Column(WORDS.both("column_limit"), "number", MONEY),
        Column(WORDS.both("column_aim"), "quiet"),
    ]  # fmt: skip
    rows = [
        Row([
            results.label(world), _amount(results.matrix.best_known(world)),
            results.label(results.matrix.best_plan(world)), _limit(results.matrix.limit(world)),
            aim_words(results, world),
        ])
        for world in results.scenarios
    ]  # fmt: skip
    return _section("worlds", [Table(WORDS.both("section_worlds"), columns, rows)], _FIRST)


def _cells(results: RegretResults) -> Section:
    columns = [
        Column(WORDS.both("column_plan_short")), Column(WORDS.both("column_world"), only="book"),
        Column(WORDS.both("column_regret"), "number", MONEY), Column(WORDS.both("column_least"), "number", MONEY),
        Column(WORDS.both("column_most"), "number", MONEY),
        Column(WORDS.both("column_value"), "number", MONEY, only="book"),
        Column(WORDS.both("column_npv"), "number", MONEY),
        Column(WORDS.both("column_shortfall"), "number", decimals=3), Column(WORDS.both("column_targets")),
        Column(WORDS.both("column_state")), Column(WORDS.both("column_search"), only="book"),
        Column(WORDS.both("column_gap"), "share"), Column(WORDS.both("column_run"), "quiet"),
        Column(WORDS.both("column_reasons"), only="book"),
    ]  # fmt: skip
    rows = []
    for world in results.scenarios:
        rows.append(Row([WORDS.both("heading_world", world=results.label(world))], "heading", only="page"))
        rows += [Row(_cell_row(results, results.run(plan, world))) for plan in results.scenarios]
    table = Table(WORDS.both("section_cells"), columns, rows, zero="0")
    return _section("cells", [table], Sheet(WORDS.both("sheet_runs")))


def _cell_row(results: RegretResults, run: CellRun) -> list[Cell]:
    regret = results.matrix.regret(run.plan, run.world)
    impossible = regret.is_impossible
    known = regret.amount if regret.amount is not None and not impossible else None
    doubt = known is not None and doubtful(regret, run.cell.state)
    reasons = results.reasons(run)
    return [
        results.label(run.plan), results.label(run.world),
        Figure(shown(regret, run.cell.state), known, doubtful=doubt), "" if impossible else _amount(regret.least),
        "" if impossible else _limit(regret.most), run.value, run.npv, run.weighted_shortfall, targets_words(run),
        WORDS.both(f"cell_{run.state}"), search_words(run), run.gap, run.folder,
        Text.listed(reasons, "\n"),
    ]  # fmt: skip


def _reasons(results: RegretResults) -> Iterator[Section]:
    rows = [
        Row([results.label(run.plan), results.label(run.world), why])
        for run in results.runs
        for why in results.reasons(run)
    ]
    if rows:
        columns = [
            Column(WORDS.both("column_plan", until=results.record.until)), Column(WORDS.both("column_world")),
            Column(WORDS.both("column_reasons")),
        ]  # fmt: skip
        yield Section(
            "reasons", WORDS.both("section_reasons"), WORDS.both("lead_reasons"),
            [Table(WORDS.both("section_reasons"), columns, rows)], only="page",
        )  # fmt: skip


def _reading(results: RegretResults) -> Section:
    paragraphs: list[Component] = [Paragraph(each) for each in reading(results)]
    sheet = Sheet(WORDS.both("sheet_reading"), "quiet")
    return Section("reading", WORDS.both("section_reading"), "", paragraphs, sheet)
