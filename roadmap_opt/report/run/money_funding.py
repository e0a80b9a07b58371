"""Who pays: sources and uses of every year, shares against their caps."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from roadmap_opt import figures
from roadmap_opt.documents.components import (
    Chart,
    Column,
    Component,
    Folded,
    Group,
    Paragraph,
    Row,
    SideBySide,
    Table,
    Words,
)
from roadmap_opt.documents.html.charts import TIP, Series, names_axis, number_format, stacked_bars
from roadmap_opt.documents.html.charts import joined as lines_of_tip
from roadmap_opt.documents.html.charts_flow import ink_on
from roadmap_opt.documents.year_tables import Years
from roadmap_opt.figures import MUSD
from roadmap_opt.insight.sources_and_uses import SourcesAndUses, sources_and_uses
from roadmap_opt.messages import Text
from roadmap_opt.palette import THINGS
from roadmap_opt.report.run import chart_findings
from roadmap_opt.report.run.money_parts import balance_row, money, money_table
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, records
from roadmap_opt.words import CHART_FINDINGS as FOUND
from roadmap_opt.words import MONEY as SAY
from roadmap_opt.words import TERMS as WORDS

LINE_OF_KIND = {"equity": "equity", "grant": "grants", "loan": "debt_drawn", "bond": "debt_drawn"}
"""The side of the cash flow, and the colour, of a kind of source."""

AT_CAP = 1e-4
"""A share this close to its cap is at it."""

_WIDE_BAR = 0.2
"""Part of the longest bar from which the figure stands in it."""

_COLOURS = {
    "operating_surplus": "operating", "operating_deficit": "operating", "working_capital_released": "working_capital",
    "cash_used": "cash", "cash_added": "cash",
}  # fmt: skip


# --- sources and uses -------------------------------------------------------------------------------------------------


def sources_group(run: Run, names: Names) -> Group:
    """Both sides as charts of the same height, and as one table whose last row shows that they are equal."""
    balance = sources_and_uses(run)
    raised = math.fsum(balance.raised(year) for year in balance.years)
    if raised <= 0:
        return Group(SAY.both("sources_and_uses"), [Paragraph(SAY.both("nothing_moves"))])
    kinds = {row.source_name: LINE_OF_KIND[row.kind] for row in run.case.funding}
    sums: dict[str, dict[int, float]] = {line: dict.fromkeys(balance.years, 0.0) for line in kinds.values()}
    for source, drawn in balance.drawn.items():
        for year, amount in drawn.items():
            sums[kinds[source]][year] += amount
    sources = {f"source_{line}": values for line, values in sums.items()} | dict(balance.sources)
    years = balance.years
    owned = math.fsum(amount for line in ("equity", "grants") for amount in sums.get(line, {}).values())
    raising = {year: math.fsum(values[year] for values in sums.values()) for year in years}
    using = {year: balance.used(year) for year in years}
    told = (
        chart_findings.peak_with_share("sources", raising, owned),
        chart_findings.peak_with_share("uses", using, math.fsum(balance.uses["capex"].values())),
    )
    charts = [
        chart_findings.found(stacked_bars(SAY.both(side), years, _series(each), MUSD), finding)
        for (side, each), finding in zip((("sources", sources), ("uses", balance.uses)), told, strict=True)
    ]
    lead = SAY.both("sources_and_uses_lead", raised=money(raised))
    parts = [SideBySide(charts), Paragraph(SAY.both("same_colours"), "quiet"), _folded(_balance_table(balance, names))]
    return Group(SAY.both("sources_and_uses"), parts, lead)


def _folded(table: Table) -> Folded:
    return Folded(table.caption, [table])


def _series(items: Mapping[str, Mapping[int, float]]) -> list[Series]:
    return [
        Series(SAY.both(item), values, THINGS[_COLOURS.get(item, item.removeprefix("source_"))])
        for item, values in items.items()
        if any(abs(value) > 1e-6 for value in values.values())
    ]


def _balance_table(balance: SourcesAndUses, names: Names) -> Table:
    years = balance.years

    def side(items: Mapping[str, Mapping[int, float]]) -> list[Years]:
        shown = {item: values for item, values in items.items() if any(abs(v) > 1e-6 for v in values.values())}
        return [Years(SAY.both(item), values) for item, values in shown.items()]

    rows = [
        Years(SAY.both("sources"), {}, kind="heading"),
        *(Years(names("source_name", source), values) for source, values in balance.drawn.items()),
        *side(balance.sources),
        Years(SAY.both("all_sources"), {year: balance.raised(year) for year in years}, kind="total"),
        Years(SAY.both("uses"), {}, kind="heading"),
        *side(balance.uses),
        Years(SAY.both("all_uses"), {year: balance.used(year) for year in years}, kind="total"),
    ]
    check = balance_row(SAY.both("difference"), {year: balance.difference(year) for year in years}, years)
    return money_table(SAY.both("table_balance"), years, rows, last=[check])


# --- caps -------------------------------------------------------------------------------------------------------------


def mix_group(run: Run, names: Names) -> Group:
    """Every source that is used: its share of the funds raised against its own cap."""
    rows = records(run.tables["funding_mix"])
    used = sorted((row for row in rows if row.drawn > 1e-6), key=lambda row: -row.share)
    if not used:
        return Group(SAY.both("mix"), [Paragraph(SAY.both("nothing_raised"))])
    kinds = {row.source_name: row.kind for row in run.case.funding}
    at_cap = [names("source_name", row.source_name) for row in used if row.share >= row.share_limit - AT_CAP]
    spent = [names("source_name", row.source_name) for row in used if row.drawn >= row.total_limit - 0.05]
    said = [SAY.both("mix_at_cap", names=Text.listed(at_cap)) if at_cap else SAY.both("mix_none_at_cap")]
    if spent:
        said.append(SAY.both("mix_at_total", names=Text.listed(spent)))
    unused = [names("source_name", row.source_name) for row in rows if row.drawn <= 1e-6]
    columns = [
        Column(SAY.both("column_source")),
        Column(SAY.both("column_kind"), "quiet"),
        Column(SAY.both("column_drawn"), "number", MUSD, 1),
        Column(SAY.both("mix_share"), "share"),
        Column(SAY.both("mix_cap"), "share"),
        Column(SAY.both("column_most"), "number", MUSD, 0),
    ]
    filled = []
    for row in used:
        most = SAY.both("no_limit") if math.isnan(row.total_limit) else row.total_limit
        kind = WORDS.both(f"kind_{kinds[row.source_name]}")
        filled.append(Row((names("source_name", row.source_name), kind, row.drawn, row.share, row.share_limit, most)))
    note = SAY.both("mix_unused", names=Text.listed(unused)) if unused else ""
    table = Table(SAY.both("mix_table"), columns, filled, note)
    parts: list[Component] = [Paragraph(Text.joined(*said)), _mix_chart(used, kinds, names, table), _folded(table)]
    return Group(SAY.both("mix"), parts, SAY.both("mix_lead"))


def _mix_chart(used: Sequence[Any], kinds: Mapping[str, str], names: Names, table: Table) -> Chart:
    """Bars of shares, and a mark on each line where its cap is."""
    bars, caps, told = [], [], []
    widest = max(row.share for row in used)
    for position, row in enumerate(used):
        name = names("source_name", row.source_name)
        share, cap = row.share, row.share_limit
        words = {"share": figures.percent(share), "cap": figures.percent(cap)}
        tip = lines_of_tip(name, SAY.both("mix_tip", **words))
        colour = THINGS[LINE_OF_KIND[kinds[row.source_name]]]
        bar = {"value": share, "tip": tip, "itemStyle": {"color": f"@{colour}"}}
        if share >= _WIDE_BAR * widest:  # the mark of a cap may stand right behind it
            bar["label"] = {"position": "insideRight", "color": ink_on(colour)}
        bars.append(bar)
        caps.append({"value": [cap, position], "tip": tip})
        told.append(SAY.both("alt_mix_row", name=name, **words))
    shape = number_format(decimals=0, share=True)
    label = {
        "show": True,
        "position": "right",
        "distance": 9,
        "formatter": shape,
        "color": "@ink",
        "textBorderWidth": 0,
    }
    option = {
        "tooltip": TIP,
        "grid": {"left": 8, "right": 56, "top": 4, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "axisLabel": {"formatter": shape}},
        "yAxis": names_axis([names("source_name", row.source_name) for row in used]),
        "series": [
            {"type": "bar", "data": bars, "barMaxWidth": 16, "label": label},
            {"type": "scatter", "data": caps, "symbol": "rect", "symbolSize": [3, 24], "itemStyle": {"color": "@ink"}},
        ],
    }  # fmt: skip
    present = {LINE_OF_KIND[kinds[row.source_name]] for row in used}
    legend: list[tuple[Words, str]] = [
        (SAY.both(f"source_{line}"), THINGS[line]) for line in ("equity", "grants", "debt_drawn") if line in present
    ]
    alt = SAY.both("alt_mix", rows=Text.listed(told))
    nearest = max(used, key=lambda row: row.share / row.share_limit if row.share_limit > 0 else 0.0)
    words = {"share": figures.percent(nearest.share), "cap": figures.percent(nearest.share_limit, 0)}
    finding = FOUND.both("mix", name=names("source_name", nearest.source_name), **words)
    legend.append((SAY.both("mix_cap"), "ink"))
    return Chart(SAY.both("mix_chart"), option, table, alt, height=52 + 30 * len(used), legend=legend, finding=finding)
