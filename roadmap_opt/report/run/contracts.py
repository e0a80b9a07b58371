"""Contracts: portfolio on a timeline, shares against caps, contracted and spot revenue, what lenders see."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from roadmap_opt import figures
from roadmap_opt.documents.components import (
    Chart,
    Component,
    Folded,
    Group,
    Paragraph,
    Row,
    Section,
    SideBySide,
)
from roadmap_opt.documents.html.charts import Series, lines_by_year, stacked_bars
from roadmap_opt.documents.year_tables import Years, year_table
from roadmap_opt.figures import MUSD
from roadmap_opt.insight.bank_case import BankCase
from roadmap_opt.messages import Text
from roadmap_opt.palette import THINGS
from roadmap_opt.report.run import chart_findings
from roadmap_opt.report.run.bankability import bank_group
from roadmap_opt.report.run.contract_portfolio import portfolio_group
from roadmap_opt.report.run.money_parts import money, money_table
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, records
from roadmap_opt.words import CHART_FINDINGS as FOUND
from roadmap_opt.words import CONTRACTS as SAY


def section(run: Run, names: Names, bank: BankCase) -> Section:
    """The section of a run with a plan; ``bank`` is what lenders see of it."""
    basis = SAY.both(f"basis_{run.case.settings.offtake_basis}")
    parts = [
        portfolio_group(run, names, bank),
        _shares(run, names),
        _revenue(run, names, bank),
        *_support(run, names),
        bank_group(run, names, bank),
    ]
    return Section("contracts", SAY.both("title"), SAY.both("lead", basis=basis), parts)


# --- price support ----------------------------------------------------------------------------------------------------


def _support(run: Run, names: Names) -> list[Component]:
    """What the state pays and gets back by support and year; nothing where nothing is settled."""
    ix, paid = run.ix, dict[str, dict[int, float]]()
    for row in records(run.tables["supported_sales"]):
        year, by_year_of = int(row.year), paid.setdefault(row.support, {})
        amount = row.quantity * ix.trade.support_gap(row.support, row.market, year) * ix.prices.level(year)
        by_year_of[year] = by_year_of.get(year, 0.0) + amount
    if not paid:
        return []
    rows = [Years(names("support", each), values) for each, values in paid.items()]
    table = money_table(SAY.both("support_table"), run.case.decision_years, rows)
    return [Group(SAY.both("support"), [Paragraph(SAY.both("support_lead")), table])]


# --- shares -----------------------------------------------------------------------------------------------------------


def _shares(run: Run, names: Names) -> Group:
    """A chart per product group that has contracts; the others in a sentence."""
    groups = [row.group for row in run.case.offtake_groups]
    rows = records(run.tables["offtake"])
    of = {group: [row for row in rows if str(row.group) == group] for group in groups}
    empty = [names("group", group) for group in groups if all(row.basis <= 1e-6 for row in of[group])]
    under = [group for group in groups if any(row.contracted > 0 for row in of[group])]
    free = [names("group", g) for g in groups if g not in under and names("group", g) not in empty]
    said, charts = [], []
    for group in under:
        known = [row for row in of[group] if not math.isnan(row.share)]
        most = max(known, key=lambda row: row.share)
        words = {"share": figures.percent(most.share), "cap": figures.percent(most.limit, 0), "year": int(most.year)}
        said.append(SAY.both("share_said", name=names("group", group), **words))
        charts.append(_share_chart(of[group], names("group", group), run.case.decision_years))
    if free:
        said.append(SAY.both("share_none", names=Text.listed(free)))
    if empty:
        said.append(SAY.both("share_empty", names=Text.listed(empty)))
    parts: list[Component] = [Paragraph(Text.joined(*said))] if said else []
    parts += [SideBySide(charts[at : at + 2]) for at in range(0, len(charts), 2)]
    parts += _share_tables(run, names, of)
    return Group(SAY.both("share"), parts, folded=True)


def _share_chart(rows: Sequence[Any], name: Text, years: Sequence[int]) -> Chart:
    share = {int(row.year): float(row.share) for row in rows if not math.isnan(row.share)}
    series = [
        Series(SAY.both("share_series"), share, THINGS["contract"]),
        Series(SAY.both("share_cap"), {int(row.year): float(row.limit) for row in rows}, "vermillion", dashed=True),
    ]
    chart = lines_by_year(name, years, series, "", share=True, decimals=0, height=260)
    axis = {**chart.option["yAxis"], "min": 0}
    finding = chart_findings.contract_share(name, share, {int(row.year): float(row.limit) for row in rows})
    return replace(chart, option={**chart.option, "yAxis": axis}, finding=finding)


def _share_tables(run: Run, names: Names, of: Mapping[str, Sequence[Any]]) -> list[Component]:
    years = run.case.decision_years
    made = {group: rows for group, rows in of.items() if any(row.basis > 1e-6 for row in rows)}
    if not made:
        return []
    shares, volumes = [], []
    basis = SAY.both(f"basis_{run.case.settings.offtake_basis}")
    for group, rows in made.items():
        name, unit = names("group", group), _unit_of_group(run, names, group)
        shares.append(Years(name, {int(row.year): row.share for row in rows}))
        volumes.append(Years(SAY.both("row_basis", name=name, basis=basis), {int(r.year): r.basis for r in rows}, unit))
        contracted = {int(row.year): row.contracted for row in rows}
        volumes.append(Years(SAY.both("row_contracted", name=name), contracted, unit))
    table = year_table(SAY.both("share_table"), years, shares, SAY.both("column_group"), share=True, decimals=1)
    behind = year_table(SAY.both("volumes"), years, volumes, SAY.both("column_group"))
    return [table, Folded(SAY.both("volumes_open"), [behind])]


def _unit_of_group(run: Run, names: Names, group: str) -> Text:
    units = [row.unit for row in run.case.commodities if row.group == group]
    return names.unit(units[0]) if units else Text.same("")


# --- revenue ----------------------------------------------------------------------------------------------------------


def _revenue(run: Run, names: Names, bank: BankCase) -> Group:
    whole = {year: bank.spot[year] + bank.contract[year] for year in bank.years}
    if not any(amount > 0 for amount in whole.values()):
        return Group(SAY.both("revenue"), [Paragraph(SAY.both("revenue_none"))])
    year = max(year for year in bank.years if whole[year] > 0)
    share = figures.percent(bank.contract[year] / whole[year])
    told = "revenue_said" if bank.contract[year] > 0 else "revenue_said_none"
    said = [SAY.both(told, year=year, share=share, revenue=money(whole[year]))]
    given_up = math.fsum(bank.given_up.values())
    if abs(given_up) >= 0.05:
        said.append(SAY.both("revenue_less" if given_up > 0 else "revenue_more", amount=money(abs(given_up))))
    series = [Series(SAY.both(kind), getattr(bank, kind), THINGS[kind]) for kind in ("contract", "spot")]
    rows = []
    for group, kinds in bank.revenue.items():
        name = names("group", group) if group else SAY.both("no_group")
        rows += [
            Years(SAY.both("row_revenue", name=name, kind=SAY.both(kind)), _every_year(kinds[kind], bank))
            for kind in ("contract", "spot")
            if any(kinds[kind].values())
        ]
    rows.append(Years(SAY.both("all_revenue"), whole, kind="total"))
    shares = [bank.contract[y] / whole[y] if whole[y] > 0 else None for y in bank.years]
    everything = math.fsum(whole.values())
    of_all = figures.percent(math.fsum(bank.contract.values()) / everything, 1)
    last = Row((SAY.both("row_share"), *(figures.percent(each, 1) for each in shares), of_all))
    chart = stacked_bars(SAY.both("revenue_chart"), bank.years, series, MUSD)
    table = money_table(SAY.both("revenue_table"), bank.years, rows, last=[last])
    parts = [
        Paragraph(Text.joined(*said)),
        chart_findings.found(chart, FOUND.both("revenue", year=year, share=share)),
        Folded(table.caption, [table]),
    ]
    return Group(SAY.both("revenue"), parts, folded=True)


def _every_year(values: Mapping[int, float], bank: BankCase) -> dict[int, float]:
    return {year: values.get(year, 0.0) for year in bank.years}
