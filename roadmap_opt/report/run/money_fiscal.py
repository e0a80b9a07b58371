"""What the plan costs the state: spending and receipts of every year, their balance, and what is guaranteed."""

from __future__ import annotations

import math

from roadmap_opt.case.fiscal_lines import RECEIPTS, SPENDING
from roadmap_opt.documents.components import Component, Folded, Group, Paragraph, Table
from roadmap_opt.documents.html.charts import Series, stacked_bars
from roadmap_opt.documents.year_tables import Years
from roadmap_opt.figures import MUSD
from roadmap_opt.insight.fiscal import VISIBLE, Fiscal, fiscal_of
from roadmap_opt.messages import Text
from roadmap_opt.palette import THINGS
from roadmap_opt.report.run import chart_findings
from roadmap_opt.report.run.money_parts import level_row, money, money_table
from roadmap_opt.runs.run import Run
from roadmap_opt.words import MONEY as SAY


def fiscal_group(run: Run) -> Group:
    """Chart and table of the fiscal view; receipts stand below nought in both."""
    view, lead = fiscal_of(run), SAY.both("fiscal_lead")
    if view.is_empty:
        return Group(SAY.both("fiscal"), [Paragraph(SAY.both("fiscal_nothing"))], lead)
    bars = [
        Series(Text(*words), view.signed[item], THINGS[item])
        for item, words in {**SPENDING, **RECEIPTS}.items()
        if any(abs(amount) >= VISIBLE for amount in view.signed[item].values())
    ]
    net = Series(SAY.both("fiscal_so_far"), view.so_far, "ink")
    chart = stacked_bars(SAY.both("fiscal_chart"), view.years, bars, MUSD, lines=[net])
    chart, table = chart_findings.found(chart, chart_findings.state(view.so_far)), _table(view)
    parts: list[Component] = [Paragraph(Text.joined(*_said(view))), chart, Folded(table.caption, [table])]
    parts.append(Paragraph(SAY.both("fiscal_not_counted", last=view.years[-1]), "quiet"))
    return Group(SAY.both("fiscal"), parts, lead)


def _said(view: Fiscal) -> list[Text]:
    last = view.years[-1]
    net, words = view.so_far[last], {"first": view.years[0], "last": last}
    amounts = {"spent": money(view.spent), "received": money(view.received), "net": money(abs(net))}
    told = [SAY.both("fiscal_costs" if net >= 0 else "fiscal_earns", **words, **amounts)]
    peak = max(view.years, key=lambda year: view.so_far[year])
    if view.so_far[peak] >= VISIBLE and peak != last:
        told.append(SAY.both("fiscal_peak", year=peak, peak=money(view.so_far[peak])))
    most = max(view.years, key=lambda year: view.guarantees[year])
    if view.guarantees[most] < VISIBLE:
        told.append(SAY.both("fiscal_no_guarantee"))
    else:
        called = math.fsum(view.called.values())
        key = "fiscal_guaranteed" if called >= VISIBLE else "fiscal_guaranteed_safe"
        told.append(SAY.both(key, year=most, most=money(view.guarantees[most]), called=money(called)))
    return told


def _table(view: Fiscal) -> Table:
    rows = [
        Years(SAY.both("fiscal_spending"), {}, kind="heading"),
        *(Years(Text(*words), view.signed[item]) for item, words in SPENDING.items()),
        Years(SAY.both("fiscal_receipts"), {}, kind="heading"),
        *(Years(Text(*words), view.signed[item]) for item, words in RECEIPTS.items()),
        Years(SAY.both("fiscal_net"), view.net, kind="total"),
    ]
    levels = [
        level_row(SAY.both("fiscal_so_far"), view.so_far, view.years),
        level_row(SAY.both("fiscal_guarantees"), view.guarantees, view.years),
        level_row(SAY.both("fiscal_called"), view.called, view.years),
    ]
    return money_table(SAY.both("fiscal_table"), view.years, rows, last=levels)
