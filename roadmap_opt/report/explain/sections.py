"""Sections of the answers about a plan: a sentence for each finding, and a table that holds its numbers."""

from __future__ import annotations

from roadmap_opt.answers.about_plan import PlanAnswers
from roadmap_opt.answers.firm import MARGINS, Firmness
from roadmap_opt.answers.levers import ALL
from roadmap_opt.answers.limits import TENTH, LimitValue
from roadmap_opt.answers.price import LEVELS
from roadmap_opt.answers.statements import KINDS, Statements, amount, holding
from roadmap_opt.documents.components import (
    Badge,
    Cell,
    Column,
    Component,
    Figure,
    Paragraph,
    Row,
    Section,
    Sheet,
    Table,
)
from roadmap_opt.documents.html.charts import Bar, horizontal_bars
from roadmap_opt.figures import MUSD, number, percent, spans
from roadmap_opt.messages import Text
from roadmap_opt.runs.explained import Between
from roadmap_opt.words import EXPLAIN as SAY

SAME = 1e-9


def _column(key: str, kind: str = "text", unit: Text | str = "", decimals: int | None = None) -> Column:
    return Column(SAY.both(f"column_{key}"), kind, unit, decimals)  # type: ignore[arg-type]


def _ends(ends: Between | None, decimals: int = 1) -> Cell:
    """Both ends in words; in a book its lower end is the number."""
    return None if ends is None else Figure(ends.told(decimals), ends.low)


def _sentences(sentences: list[Text]) -> list[Component]:
    return [Paragraph(sentence) for sentence in sentences]


def prices_section(answers: PlanAnswers, told: Statements) -> Section:
    """What each target costs: last of all, alone, at a part of its value; what it spares; whom it hinders."""
    bars = [
        Bar(told.names("target", price.target.target), price.last.low)
        for price in sorted(answers.prices, key=lambda each: -(each.last.low if each.last else 0.0))
        if price.last is not None and price.last.low > 0
    ]
    columns = [
        _column("target"), _column("missed"), _column("met_from", "year"), _column("possible", "year"),
        _column("last", "number", MUSD, 1), _column("alone", "number", MUSD, 1),
        *(Column(SAY.both("column_level", part=percent(part, 0)), "number", MUSD, 1) for part in LEVELS),
        _column("spared_state", "number", MUSD, 0), _column("spared_peak", "number", MUSD, 0),
        _column("spared_trade", "number", MUSD, 0),
    ]  # fmt: skip
    rows, parts = [], []
    for price in answers.prices:
        name = told.names("target", price.target.target)
        levels = [_ends(price.levels.get(part)) for part in LEVELS]
        spared = [price.spared.get(key) for key in ("net_cost_to_state", "peak_funding", "trade_balance")]
        missed = spans(frozenset(price.missed)) if price.missed else SAY.both("met_always")
        rows.append(
            Row([name, missed, price.met_from, price.possible, _ends(price.last), _ends(price.alone), *levels, *spared])
        )
        if price.left_out or price.hindered:
            parts.append(Row([name, told.left_out(price.left_out), told.listed("target", tuple(price.hindered))]))
    table = Table(SAY.both("caption_price"), columns, rows, SAY.both("note_price"), sortable=True, zero="0")
    paid = Table(SAY.both("caption_price_parts"), [_column("target"), _column("left_out"), _column("hindered")], parts)
    chart = [horizontal_bars(SAY.both("chart_price"), bars, MUSD, decimals=1)] if bars else []
    return _section("price", [*chart, *_sentences(dict(told.by_topic())["price"]), table, paid], "vermillion")


def firm_section(answers: PlanAnswers, told: Statements) -> Section:
    """What the plan loses without each of its parts."""
    columns = [
        _column("part"), _column("years"), *(Column(SAY.both("column_within", margin=percent(m, 0))) for m in MARGINS),
        _column("loss", "number", "", 0),
        _column("npv_then", "number", MUSD, 0), _column("shortfall_then", "number", "", 2),
        _column("also_left_out"),
    ]  # fmt: skip
    rows = []
    for part in answers.parts:
        needed = [_needed(part, margin, answers.base.objective) for margin in MARGINS]
        rows.append(
            Row([
                told.names(KINDS[part.kind], part.item), spans(frozenset(part.years)), *needed, _ends(part.loss),
                part.npv, part.shortfall, told.left_out(part.left_out),
            ])
        )  # fmt: skip
    table = Table(SAY.both("caption_firm"), columns, rows, SAY.both("note_firm"), sortable=True, zero="0")
    one = number(MARGINS[0] * abs(answers.base.objective), 0)
    return _section(
        "firm", [*_sentences(dict(told.by_topic())["firm"]), table, *_lean(answers, told)], "green", one=one
    )


def _lean(answers: PlanAnswers, told: Statements) -> list[Component]:
    """What can go all together within each margin."""
    columns = [
        _column("margin", "share"), _column("investment", "number", MUSD, 0), _column("npv_then", "number", MUSD, 0),
        _column("shortfall_then", "number", "", 2), _column("left_out"),
    ]  # fmt: skip
    rows = [
        Row([lean.margin, _ends(lean.investment, 0), lean.npv, lean.shortfall, told.left_out(lean.left_out)])
        for lean in answers.lean
    ]
    tables: list[Component] = []
    if rows:
        tables.append(Table(SAY.both("caption_lean"), columns, rows, SAY.both("note_lean"), zero="0"))
    return [*tables, *_three(answers, told)]


def _three(answers: PlanAnswers, told: Statements) -> list[Component]:
    """The plan, the leanest within the widest margin, and one that is as unlike both as can be."""
    other = answers.unlike
    if other is None or not answers.lean:
        return []
    lean, nothing = answers.lean[-1], Text("", "")
    columns = [
        _column("plan"), _column("investment", "number", MUSD, 0), _column("npv_then", "number", MUSD, 0),
        _column("shortfall_then", "number", "", 2), _column("left_out"),
    ]  # fmt: skip
    rows = [
        Row([SAY.both("plan_as_it_is"), lean.before, told.npv, answers.base.shortfall, nothing]),
        Row([SAY.both("plan_lean"), lean.investment.high, lean.npv, lean.shortfall, told.left_out(lean.left_out)]),
        Row([SAY.both("plan_unlike"), other.investment, other.npv, other.shortfall, told.left_out(other.left_out)]),
    ]
    note = SAY.both("note_three", margin=percent(other.margin, 0))
    return [Table(SAY.both("caption_three"), columns, rows, note, zero="0")]


def _needed(part: Firmness, margin: float, objective: float) -> Cell:
    needed = part.needed(margin, objective)
    if needed is None:
        return Badge(SAY.both("needed_open"))
    return Badge(SAY.both("needed_yes"), "info") if needed else Badge(SAY.both("needed_no"), "neutral")


def fronts_section(answers: PlanAnswers, told: Statements) -> Section:
    """What is left of the plan with less of something."""
    columns = [
        _column("front"), _column("limit", "quantity"), _column("share", "share"),
        _column("npv_then", "number", MUSD, 0), _column("shortfall_then", "number", "", 2),
        _column("open", "number", "", 1), _column("worse"), _column("left_out"),
    ]  # fmt: skip
    rows = [
        Row([
            SAY.both(f"front_{point.front}"), point.limit, point.share, point.npv, point.shortfall, point.open,
            told.worse(point.worse), told.left_out(point.left_out),
        ])
        for point in answers.points
    ]  # fmt: skip
    table = Table(SAY.both("caption_less"), columns, rows, SAY.both("note_less"), zero="0")
    return _section("less", [*_sentences(dict(told.by_topic())["less"]), table], "blue")


def delays_section(answers: PlanAnswers, told: Statements) -> Section:
    """What a year more for a permit, study or licence costs, and another ceiling on contracts."""
    columns = [
        _column("lever"), _column("loss", "number", "", 0),
        _column("npv_then", "number", MUSD, 0), _column("shortfall_then", "number", "", 2), _column("worse"),
        _column("left_out"),
    ]  # fmt: skip
    rows = []
    for lever in answers.levers:
        if lever.kind == "ceiling":
            name = told.ceiling(lever)
        else:
            name = SAY.both("everything") if lever.item == ALL else told.names("programme", lever.item)
        missed, left_out = told.worse(lever.worse), told.left_out(lever.left_out)
        rows.append(Row([name, _ends(lever.loss), lever.npv, lever.shortfall, missed, left_out]))
    table = Table(SAY.both("caption_delay"), columns, rows, SAY.both("note_delay"), sortable=True, zero="0")
    return _section("delay", [*_sentences(dict(told.by_topic())["delay"]), table], "orange")


def limits_section(answers: PlanAnswers, told: Statements) -> Section:
    """What one more unit of each limit is worth, and how far that holds."""
    columns = [
        _column("number"), _column("cell", "quiet"), _column("value", "quantity"), _column("unit", "quiet"),
        _column("step", "quantity"), _column("unit_npv", "quantity", MUSD), _column("unit_shortfall", "quantity"),
        _column("holds"), _column("tenth_less", "number", MUSD, 1), _column("tenth_more", "number", MUSD, 1),
    ]  # fmt: skip
    rows = []
    for limit in answers.limits:
        rows.append(
            Row([
                limit.number.words, limit.cell, Figure(amount(limit, limit.value), limit.value), told.unit(limit),
                Figure(amount(limit, limit.unit.step), limit.unit.step),
                limit.unit.npv, limit.unit.shortfall, _holds(limit), _tenth(limit, -TENTH), _tenth(limit, TENTH),
            ])
        )  # fmt: skip
    table = Table(SAY.both("caption_limits"), columns, rows, SAY.both("note_limits"), sortable=True, zero="0")
    return _section("limits", [*_sentences(dict(told.by_topic())["limits"][:6]), table], "purple")


def _holds(limit: LimitValue) -> Text:
    if not any(limit.holds):
        return SAY.both("holds_not")
    low, high = holding(limit)
    return SAY.both("holds_between", low=low, high=high)


def _tenth(limit: LimitValue, step: float) -> Cell:
    """What a tenth less or more does to the objective, or why that is not told."""
    worth = limit.tenth(step)
    if worth is None or isinstance(worth, float):
        return worth
    return Figure(SAY.both("breaks" if worth == "breaks" else "needed_open"), doubtful=True)


def _section(topic: str, parts: list[Component], tab: str, **told: Text) -> Section:
    title = SAY.both(f"topic_{topic}")
    return Section(topic, title, SAY.both(f"lead_{topic}", **told), parts, Sheet(SAY.both(f"sheet_{topic}"), tab))
