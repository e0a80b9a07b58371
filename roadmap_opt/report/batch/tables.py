"""Tables of a batch: every scenario, and how the scenarios stand against one another."""

from __future__ import annotations

from roadmap_opt import figures
from roadmap_opt.comparison.pairs import Order, Pair
from roadmap_opt.documents.components import (
    Badge,
    Cell,
    Column,
    Component,
    Figure,
    Folded,
    Paragraph,
    Row,
    Table,
    Tone,
    Words,
)
from roadmap_opt.insight.standing import Standing
from roadmap_opt.messages import Text
from roadmap_opt.report.batch.parts import named
from roadmap_opt.said import both, known_again
from roadmap_opt.studies.scenarios.results import BatchResults, ScenarioResult
from roadmap_opt.words import BATCH as WORDS
from roadmap_opt.words import COMPARISON as PAIR_WORDS

STANDING_TONES: dict[Standing, Tone] = {Standing.PROVEN: "good", Standing.USABLE: "info", Standing.NOT_YET: "warn"}

MOST_NAMES = 8
"""Scenarios that are named in a cell; more are counted, and the matrix below shows which."""

_ORDER_TONES: dict[Order, Tone] = {Order.BETTER: "good", Order.WORSE: "warn", Order.EQUAL: "info"}


def scenarios_table(results: BatchResults) -> Table:
    """One row per scenario, its name a link to the page of its run."""
    places = {each.scenario: at for at, each in enumerate(results.compared)}
    rows = []
    for each in results.scenarios:
        cells: list[Cell] = [named(each, results.folder), _standing(each), _gap(each)]
        if each.has_plan:
            met = Figure(
                WORDS.both("met_of", met=each.targets_met, counted=len(each.scores)),
                float(each.targets_met),
                decimals=0,
            )
            cells += [met, each.npv, each.net_cost]
        else:
            cells += [None] * 3
        told = sum(
            found.order.is_told for found in results.pairs[places[each.scenario]] if found is not None
        ) if each.scenario in places else None  # fmt: skip
        rows.append(Row([*cells, told]))
    columns = [
        Column(WORDS.both("column_scenario")), Column(WORDS.both("column_standing")),
        Column(WORDS.both("column_gap"), "share", decimals=1),
        Column(WORDS.both("column_targets"), "number", decimals=0),
        Column(WORDS.both("column_npv"), "number", WORDS.both("unit_real"), 0),
        Column(WORDS.both("column_net_cost"), "number", WORDS.both("unit_nominal"), 0),
        Column(WORDS.both("column_told"), "number", decimals=0),
    ]  # fmt: skip
    return Table(
        WORDS.both("table_scenarios"), columns, rows, WORDS.both("note_scenarios"), sortable=True,
        searchable=len(rows) > 14, zero="0",
    )  # fmt: skip


def _gap(result: ScenarioResult) -> float | None:
    return result.run.record.gap if result.run is not None and result.has_plan else None


def _standing(result: ScenarioResult) -> Component | Words:
    """Proven, usable or not yet; without a plan what became of the scenario."""
    if result.run is not None and result.has_plan:
        if result.run.record.audit_passed is False:
            return Badge(WORDS.both("audit_failed"), "bad")
        return Badge(result.standing.name_in_words, STANDING_TONES[result.standing])
    if result.run is not None:
        return Badge(PAIR_WORDS.both(f"ended_{result.run.record.status.replace(' ', '_')}"), "bad")
    state = WORDS.both(f"state_{result.entry.state.value}")
    if not result.entry.problem:
        return Badge(state, "warn")
    problem = both(known_again(result.entry.problem))
    return Text(f"{state.en}: {problem.en}", f"{state.tr}: {problem.tr}")


def pairs_parts(results: BatchResults) -> list[Component]:
    """Against which others each scenario is proven better, worse or equal, and the matrix of all pairs."""
    rows, signs = [], []
    for at, each in enumerate(results.compared):
        orders = [found.order for found in results.pairs[at] if found is not None]
        still_open = sum(order not in _ORDER_TONES for order in orders)
        rows.append(Row([each.name, *(_names(results.told(at, order)) for order in _ORDER_TONES), still_open]))
        name = Text(f"{at + 1}. {each.name.en}", f"{at + 1}. {each.name.tr}")
        signs.append(Row([name, *(_sign(found) for found in results.pairs[at])]))
    columns = [Column(WORDS.both("column_scenario"))]
    columns += [Column(WORDS.both(f"column_{order.value}")) for order in _ORDER_TONES]
    columns.append(Column(WORDS.both("column_open"), "number", decimals=0))
    heads = [Column(WORDS.both("column_scenario")), *(Column(str(at + 1)) for at in range(len(signs)))]
    legend = Paragraph(PAIR_WORDS.both("pairs_legend"), "quiet")
    return [
        Table(WORDS.both("table_pairs"), columns, rows, zero="0"),
        Folded(WORDS.both("matrix"), [Table(WORDS.both("matrix"), heads, signs), legend]),
    ]


def _names(names: list[Text]) -> Text:
    if not names:
        return figures.NOTHING
    if len(names) > MOST_NAMES:
        return WORDS.both("scenarios_counted", count=len(names))
    return Text.listed(names, "; ")


def _sign(found: Pair | None) -> Cell:
    if found is None:
        return Text.same("·")
    return Figure(found.sign, tone=_ORDER_TONES.get(found.order, "neutral"), doubtful=found.order not in _ORDER_TONES)
