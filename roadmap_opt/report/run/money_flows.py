"""What comes of the money: cash flow, net present value, tax and royalty."""

from __future__ import annotations

import math
from collections.abc import Mapping

from roadmap_opt import figures
from roadmap_opt.case.cash_lines import (
    CASH_FLOW_LINES,
    FUNDING_LINES,
    INCOME_LINES,
    INVESTMENT_LINES,
    OPERATING_LINES,
    SERVICE_LINES,
)
from roadmap_opt.comparison.bridge import VISIBLE, line_name, step_name
from roadmap_opt.comparison.npv_steps import STEPS, NpvSteps, npv_steps
from roadmap_opt.comparison.valuation import Valuation
from roadmap_opt.documents.components import Column, Component, Folded, Group, Paragraph, Row, Table, Tile, Tiles
from roadmap_opt.documents.html.charts_flow import Step, waterfall
from roadmap_opt.documents.year_tables import Years
from roadmap_opt.figures import MUSD
from roadmap_opt.insight.returns import returns_of
from roadmap_opt.messages import Text
from roadmap_opt.output.tables import RESULT_TABLES
from roadmap_opt.report.run import chart_findings
from roadmap_opt.report.run.money_parts import money, money_table, yearly_waterfall
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, by_year
from roadmap_opt.words import MONEY as SAY
from roadmap_opt.words import TERMS as WORDS

CASH_STEPS: Mapping[str, tuple[str, ...]] = {
    "cash_revenue": INCOME_LINES,
    "cash_running": tuple(line for line in OPERATING_LINES if line not in INCOME_LINES),
    "cash_invested": ("programme_cost", "capex"),
    "cash_working": tuple(line for line in INVESTMENT_LINES if line not in ("programme_cost", "capex")),
    "cash_tax": ("tax",),
    "cash_paid_in": tuple(line for line in FUNDING_LINES if line != "debt_drawn"),
    "cash_borrowed": ("debt_drawn",),
    "cash_service": SERVICE_LINES,
    "cash_dividends": ("dividends",),
}
"""Steps from the cash at the start to the cash at the end; together they are every line of the cash flow."""

assert sorted(line for lines in CASH_STEPS.values() for line in lines) == sorted(CASH_FLOW_LINES)


def cash_group(run: Run, names: Names) -> Group:
    """The cash flow as waterfalls, over the whole horizon and year by year, and as tables."""
    years = run.case.decision_years
    lines = _lines(run)
    steps = {
        step: {year: math.fsum(lines.get(line, {}).get(year, 0.0) for line in members) for year in years}
        for step, members in CASH_STEPS.items()
    }
    used = {step: values for step, values in steps.items() if any(abs(value) >= VISIBLE for value in values.values())}
    opening, closing = _tills(run)
    if not used and not any(closing.values()):
        return Group(SAY.both("cash"), [Paragraph(SAY.both("nothing_moves"))])
    span = {"first": years[0], "last": years[-1]}
    whole = [
        Step(SAY.both("cash_opening"), opening[years[0]], total=True),
        *(Step(SAY.both(step), math.fsum(values.values())) for step, values in used.items()),
        Step(SAY.both("cash_closing"), closing[years[-1]], total=True),
    ]
    by_years = {
        year: [
            Step(SAY.both("cash_opening"), opening[year], total=True),
            *(Step(SAY.both(step), values[year]) for step, values in used.items()),
            Step(SAY.both("cash_closing"), closing[year], total=True),
        ]
        for year in years
    }
    table = _cash_table(run, used, opening, closing)
    lead = SAY.both("cash_lead")
    sums = {step: math.fsum(values.values()) for step, values in used.items()}
    said = chart_findings.cash(sums.get("cash_revenue", 0.0), -sums.get("cash_running", 0.0))
    parts: list[Component] = [
        chart_findings.found(waterfall(SAY.both("cash_whole", **span), whole, MUSD), said),
        yearly_waterfall(SAY.both("cash_of_year"), by_years, MUSD, table),
        Folded(SAY.both("lines_open"), [_lines_table(run, names, lines)]),
    ]
    return Group(SAY.both("cash"), parts, lead, folded=True)


def _lines(run: Run) -> dict[str, dict[int, float]]:
    found = by_year(run.tables["cash_flow"], ("line",), "nominal", keep_zero=True)
    return {line: years for (line,), years in found.items()}


def _tills(run: Run) -> tuple[dict[int, float], dict[int, float]]:
    """Cash at the start and at the end of each year."""
    frame = run.tables["dividends"]
    known = dict(zip(frame["year"].astype(int), frame["cash"].astype(float), strict=True))
    years = run.case.decision_years
    closing = {year: known.get(year, 0.0) for year in years}
    opening = {year: closing.get(year - 1, run.case.settings.opening_cash) for year in years}
    return opening, closing


def _cash_table(
    run: Run,
    steps: Mapping[str, Mapping[int, float]],
    opening: Mapping[int, float],
    closing: Mapping[int, float],
) -> Table:
    years = run.case.decision_years
    table = money_table(
        SAY.both("cash_table"), years, [Years(SAY.both(step), values) for step, values in steps.items()]
    )
    # What is in the till is a level: its years do not add up.
    first = Row((SAY.both("cash_opening"), *(opening[year] for year in years), opening[years[0]]), "total")
    last = Row((SAY.both("cash_closing"), *(closing[year] for year in years), closing[years[-1]]), "total")
    return Table(table.caption, table.columns, [first, *table.rows, last])


def _lines_table(run: Run, names: Names, lines: Mapping[str, Mapping[int, float]]) -> Table:
    rows = [
        Years(names("line", line), lines[line])
        for line in CASH_FLOW_LINES
        if any(abs(value) > 1e-6 for value in lines.get(line, {}).values())
    ]
    return money_table(SAY.both("lines_table"), run.case.decision_years, rows)


# --- net present value ------------------------------------------------------------------------------------------------


def value_group(run: Run) -> Group:
    """The net present value of the chosen perspective, built up from its steps, without and with terminal value."""
    settings = run.case.settings
    found = npv_steps(run.case, run.tables, Valuation.of(settings))
    steps = {step: amount for step, amount in found.steps.items() if step != "terminal_value"}
    terminal = found.steps["terminal_value"]
    shown = [Step(step_name(step), amount) for step, amount in steps.items() if abs(amount) >= VISIBLE]
    if abs(found.rest) >= VISIBLE:
        shown.append(Step(step_name("rest"), found.rest))
    shown.append(Step(SAY.both("value_without"), found.total - terminal, total=True))
    if settings.terminal_value != "none":
        shown.append(Step(step_name("terminal_value"), terminal))
        shown.append(Step(SAY.both("value_with"), found.total, total=True))
    lead = SAY.both(
        "value_lead",
        perspective=WORDS.both(f"perspective_{settings.perspective}"),
        base=settings.base_year,
        rate=figures.percent(float(getattr(settings, f"discount_rate_{settings.perspective}"))),
        terminal=WORDS.both(f"terminal_{settings.terminal_value}"),
    )
    if all(step.total for step in shown):
        return Group(SAY.both("value"), [Paragraph(SAY.both("value_none", value=money(found.total)))], lead)
    whole = None if settings.terminal_value == "none" else found.total
    said = chart_findings.value(found.total - terminal, whole)
    chart = waterfall(SAY.both("value_chart"), shown, SAY.both("value_unit"))
    parts: list[Component] = [chart_findings.found(chart, said)]
    parts.append(Tiles(returns_tiles(run)))
    if settings.perspective == "owner":
        parts.append(Paragraph(SAY.both("value_owner_note"), "quiet"))
    parts.append(Folded(SAY.both("value_open"), [_value_table(found)]))
    return Group(SAY.both("value"), parts, lead)


def returns_tiles(run: Run) -> list[Tile]:
    """Rate of return, payback, cover of all service, imports replaced: what others ask for beside the present value."""
    found, last = returns_of(run), run.ix.rows.span(run.ix.rows.periods[-1])[-1]
    rate = SAY.both("returns_no_rate") if found.rate is None else figures.percent(found.rate)
    payback = SAY.both("returns_no_payback", year=last) if found.payback is None else Text.same(str(found.payback))
    if not found.invests:
        rate = payback = figures.NOTHING
    cover = figures.NOTHING if found.service_cover is None else figures.number(found.service_cover, 2)
    first = run.case.decision_years[0]
    until = run.case.settings.last_year
    feed = money(found.feed_imported)
    return [
        Tile(SAY.both("returns_rate"), rate, SAY.both("returns_rate_remark", year=last)),
        Tile(SAY.both("returns_payback"), payback, SAY.both("returns_payback_remark", year=last)),
        Tile(SAY.both("returns_cover"), cover, SAY.both("returns_cover_remark")),
        Tile(
            SAY.both("returns_imports"),
            money(found.imports_replaced),
            SAY.both("returns_imports_remark", years=figures.span(first, until), feed=feed),
        ),
    ]


def _value_table(found: NpvSteps) -> Table:
    rows = []
    for step, amount in found.steps.items():
        rows.append(Row((step_name(step), amount), "total"))
        members = {line: found.lines[line] for line in STEPS[step] if abs(found.lines.get(line, 0.0)) > 1e-6}
        if len(members) > 1:
            rows += [Row((line_name(line), value)) for line, value in members.items()]
    rows.append(Row((SAY.both("value_with"), found.total), "total"))
    columns = [Column(SAY.both("column_step")), Column(SAY.both("column_amount"), "number", SAY.both("value_unit"), 1)]
    return Table(SAY.both("value_table"), columns, rows)


# --- tax and royalty --------------------------------------------------------------------------------------------------


def state_group(run: Run) -> Group:
    """What the state receives, and how the corporate tax comes about."""
    years, lines = run.case.decision_years, _lines(run)
    paid = {line: {year: -lines.get(line, {}).get(year, 0.0) for year in years} for line in ("tax", "state_royalty")}
    sums = {line: math.fsum(values.values()) for line, values in paid.items()}
    frame = run.tables["tax"]
    columns = {column.name: column for column in RESULT_TABLES["tax"].columns if not column.key}
    values = {name: dict(zip(frame["year"].astype(int), frame[name].astype(float), strict=True)) for name in columns}
    sentences = [SAY.both("state_said", tax=money(sums["tax"]), royalty=money(sums["state_royalty"]))]
    if abs(sums["tax"]) < VISIBLE and any(values["operating_result"].values()):
        words = {"depreciation": "depreciation", "result": "operating_result"}
        amounts = {word: money(math.fsum(values[name].values())) for word, name in words.items()}
        sentences.append(SAY.both("state_no_tax", **amounts))
    lost = math.fsum(values["new_loss"].values()) - math.fsum(values["loss_used"].values())
    if lost >= VISIBLE:
        sentences.append(SAY.both("state_lost", lost=money(lost)))
    parts: list[Component] = [Paragraph(Text.joined(*sentences))]
    rows = [Years(Text(column.en, column.tr), values[name]) for name, column in columns.items()]
    parts.append(Folded(SAY.both("state_open"), [money_table(SAY.both("state_table"), years, rows)]))
    return Group(SAY.both("state"), parts, folded=True)
