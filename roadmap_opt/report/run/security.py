"""Security of supply and public value: imports and their countries, who is served first, jobs, energy, emissions."""

from __future__ import annotations

import math

from roadmap_opt import figures
from roadmap_opt.case.origins import HOME
from roadmap_opt.case.public_kinds import EVERYWHERE, PUBLIC_VALUE
from roadmap_opt.documents.components import Component, Folded, Group, Paragraph, Section, Words
from roadmap_opt.documents.html.charts import Series, lines_by_year
from roadmap_opt.documents.year_tables import Years, year_table
from roadmap_opt.insight.supply_security import SupplySecurity, countries, public_values, supply_security
from roadmap_opt.messages import Text
from roadmap_opt.report.run import chart_findings
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.words import CHART_FINDINGS as FOUND
from roadmap_opt.words import SECURITY as SAY

TOLD = ("magnet_reo", "ndpr", "dy", "tb")
"""Rare earths in the order in which they are shown."""


def section(run: Run, names: Names) -> Section:
    """The section of a run with a plan."""
    found = supply_security(run)
    parts = [_imports(run, found), _kept_back(run, found, names), _public(run, names)]
    return Section("security", SAY.both("title"), SAY.both("lead"), parts)


def country(code: str) -> Text:
    """Name of a country; its code where there is none."""
    return SAY.both(f"country_{code}") if f"country_{code}" in SAY.entries else Text.same(code)


def _imports(run: Run, found: SupplySecurity) -> Group:
    years = run.case.decision_years
    shown = [key for key in TOLD if key in found.imported]
    if not shown:
        return Group(SAY.both("imports"), [Paragraph(SAY.both("nothing"))])
    parts: list[Component] = []
    if told := _told(found):
        parts.append(Paragraph(told))
    lines = [Series(SAY.both(f"element_{key}"), found.imported[key]) for key in shown]
    chart = lines_by_year(SAY.both("import_share"), years, lines, "", share=True, note=SAY.both("imports_note"))
    parts.append(chart_findings.found(chart, _most_imported(found, shown)))
    rows: list[Years] = []
    for title, measure in (("largest", found.largest), ("concentration", found.concentration)):
        own = [Years(SAY.both(f"element_{key}"), measure[key]) for key in shown if key in measure]
        rows += [Years(SAY.both(title), {}, kind="heading"), *own] if own else []
    note = SAY.both("concentration_note")
    suppliers = year_table(SAY.both("suppliers"), years, rows, share=True, decimals=0, note=note)
    parts.append(Folded(suppliers.caption, [suppliers]))
    parts.append(Folded(SAY.both("origins_open"), [_origins(run, found, shown)]))
    return Group(SAY.both("imports"), parts, SAY.both("imports_lead"))


def _most_imported(found: SupplySecurity, shown: list[str]) -> Words:
    """The element with the largest share of imports in the last year that has supply."""
    last = max((year for key in shown for year in found.imported[key]), default=None)
    shares = {key: found.imported[key].get(last, 0.0) for key in shown if last is not None}
    most = max(shares, key=lambda key: shares[key], default=None)
    if most is None or shares[most] <= 0:
        return ""
    return FOUND.both("imports", year=last, element=SAY.both(f"element_{most}"), share=figures.percent(shares[most], 0))


def _told(found: SupplySecurity) -> Text | None:
    """What is imported in the last year that has supply, and from whom most of it."""
    years = found.imported.get("magnet_reo", {})
    last = max(years, default=None)
    if last is None:
        return None
    shares = {n: own.get(last, 0.0) for n, own in countries(found.entering["magnet_reo"]).items() if n != HOME}
    if not any(shares.values()):
        return SAY.both("told_own", year=last)
    first = max(shares, key=lambda n: shares[n])
    dysprosium = found.imported.get("dy", {}).get(last)
    key = "told" if dysprosium is None else "told_dy"
    return SAY.both(
        key, year=last, share=figures.percent(years[last], 0), country=country(first),
        of=figures.percent(shares[first], 0), dy=figures.percent(dysprosium, 0),
    )  # fmt: skip


def _origins(run: Run, found: SupplySecurity, shown: list[str]) -> Component:
    """Shares by country, and below them by stage where imports enter."""
    rows: list[Years] = []
    for key in shown:
        rows.append(Years(SAY.both(f"element_{key}"), {}, kind="heading"))
        rows += [Years(country(n), years) for n, years in countries(found.entering[key]).items()]
        stages: dict[str, dict[int, float]] = {}
        for (stage, n), years in found.entering[key].items():
            for year, share in years.items() if n != HOME else ():
                own = stages.setdefault(stage, {})
                own[year] = own.get(year, 0.0) + share
        rows += [Years(SAY.both("imported_as", stage=SAY.both(f"stage_{g}")), own) for g, own in stages.items()]
    return year_table(SAY.both("origins"), run.case.decision_years, rows, share=True, decimals=1)


def _kept_back(run: Run, found: SupplySecurity, names: Names) -> Group:
    """Markets that are served first, and stockpiles."""
    years = run.case.decision_years
    parts: list[Component] = []
    if found.first_served:
        least = {row.market: row.minimum_service or 0.0 for row in run.case.markets}
        rows = []
        for market, served in found.first_served.items():
            label = SAY.both("served", market=names("market", market), least=figures.percent(least[market], 0))
            rows.append(Years(label, served))
        parts.append(year_table(SAY.both("first"), years, rows, share=True, decimals=0, note=SAY.both("first_note")))
    else:
        parts.append(Paragraph(SAY.both("first_none")))
    if found.stockpiles:
        rows = []
        for (c, s), (due, held) in found.stockpiles.items():
            unit = names.unit_of(c)
            label = SAY.both("stock_at", commodity=names("commodity", c), site=names("site", s))
            rows += [Years(label, {}, kind="heading"), Years(SAY.both("stock_due"), due, unit)]
            rows.append(Years(SAY.both("stock_held"), held, unit))
        parts.append(year_table(SAY.both("stockpiles"), years, rows, decimals=1))
    else:
        parts.append(Paragraph(SAY.both("stockpiles_none"), "quiet"))
    return Group(SAY.both("kept_back"), parts, folded=True)


def _public(run: Run, names: Names) -> Group:
    years, values = run.case.decision_years, public_values(run)
    jobs: list[Years] = []
    rows: list[Years] = []
    for kind, places in values.items():
        unit, en, tr = PUBLIC_VALUE[kind]
        whole = {y: math.fsum(own.get(y, 0.0) for own in places.values()) for y in years}
        if kind in ("construction_jobs", "operation_jobs"):
            jobs.append(Years(Text(en, tr), whole, names.unit(unit), "total"))
            jobs += [Years(place, own, names.unit(unit)) for place, own in places.items()]
        else:
            rows.append(Years(Text(en, tr), whole, names.unit(unit)))
    parts: list[Component] = []
    if jobs:
        parts.append(year_table(SAY.both("jobs"), years, jobs, decimals=0, note=SAY.both("jobs_note")))
    parts.append(year_table(SAY.both("footprint"), years, rows, decimals=1, note=SAY.both("footprint_note")))
    by_place = [
        row
        for kind, places in values.items()
        if kind not in ("construction_jobs", "operation_jobs") and EVERYWHERE not in places
        for row in (
            Years(Text(*PUBLIC_VALUE[kind][1:]), {}, kind="heading"),
            *(Years(place, own, names.unit(PUBLIC_VALUE[kind][0])) for place, own in places.items()),
        )
    ]
    if by_place:
        parts.append(Folded(SAY.both("places_open"), [year_table(SAY.both("places"), years, by_place, decimals=1)]))
    return Group(SAY.both("public"), parts, folded=True)
