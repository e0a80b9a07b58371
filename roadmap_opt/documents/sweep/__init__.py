"""The page of a sweep: one file, both languages, from the key figures down to every run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from roadmap_opt import figures
from roadmap_opt.documents.components import (
    Callout,
    Column,
    Component,
    Folded,
    Page,
    Pairs,
    Paragraph,
    Row,
    Section,
    Table,
    Tile,
    Tiles,
)
from roadmap_opt.documents.html.charts import Bar
from roadmap_opt.documents.html.render import write_page
from roadmap_opt.documents.sweep.charts import correlation_map, histogram, share_bars, shown_bare, tornado_of
from roadmap_opt.messages import Language, Text
from roadmap_opt.solution.sweeps.outcomes import NPV, SCORE, SHORTFALL, TARGETS_MET, OutcomeColumn
from roadmap_opt.solution.sweeps.results import SweepResults
from roadmap_opt.solution.sweeps.statistics import CONFIDENCE, QUANTILES, Share
from roadmap_opt.solution.sweeps.telling import (
    acts_on,
    capacity_words,
    facts,
    key_figures,
    left_out_lines,
    loose_words,
    names_by_parameter,
    outcome,
    record_pairs,
    spread_lead,
    status_words,
    tornado_lead,
    value_words,
    varied_words,
)
from roadmap_opt.solution.sweeps.words import WORDS

MOST_RUNS_ON_PAGE = 500
SIGNIFICANT = 0.05
"""Chance above which a rank correlation is left out of the map."""

_FIRST_OUTCOMES = (SCORE, NPV)
_KEY_OUTCOMES = (SCORE, NPV, "capex", TARGETS_MET, SHORTFALL)


def write_sweep_page(path: Path, results: SweepResults, language: Language) -> None:
    """Write `sweep.html`, showing ``language`` first; raises :class:`SaveError` when it cannot be written."""
    write_page(path, sweep_page(results), language)


def sweep_page(results: SweepResults) -> Page:
    """The page; a sweep without any run that counts has no statistics on it."""
    sections: list[Section] = []
    if results.counted:
        sections += [*_tornado(results), *_spread(results), *_drivers(results)]
        sections += [_builds(results), _targets(results), _taken(results)]
    sections += [_parameters(results), _runs(results), _record(results)]
    title = WORDS.both("page_title", sweep=results.record.sweep)
    return Page(title, [facts(results)], list(_head(results)), sections, [Text.same(results.record.name)])


def _head(results: SweepResults) -> Iterator[Component]:
    tones = {None: "neutral", True: "good", False: "warn"}
    tiles = [Tile(each.title, each.figure, each.remark, tones[each.good]) for each in key_figures(results)]  # type: ignore[arg-type]
    yield Tiles(tiles)
    counted, runs = figures.number(len(results.counted)), figures.number(len(results.runs))
    yield Paragraph(WORDS.both("head_counted", counted=counted, runs=runs), "quiet")
    if results.left_out:
        title = WORDS.both("head_left_out", count=len(results.left_out))
        text = WORDS.both("head_none") if not results.counted else ""
        yield Callout(text, "warn" if results.counted else "bad", title, left_out_lines(results))
    if (loose := loose_words(results)) is not None:
        yield Callout(loose, "warn")


def _section(key: str, parts: Sequence[Component], lead: Text | None = None) -> Section:
    return Section(key, WORDS.both(f"section_{key}"), lead or WORDS.both(f"section_{key}_lead"), parts)


def _parameters(results: SweepResults) -> Section:
    columns = [
        Column(WORDS.both("column_parameter")), Column(WORDS.both("column_low")), Column(WORDS.both("column_base")),
        Column(WORDS.both("column_high")), Column(WORDS.both("column_distribution")),
        Column(WORDS.both("column_operation"), "quiet"), Column(WORDS.both("column_source"), "quiet"),
        Column(WORDS.both("column_note"), "quiet"),
    ]  # fmt: skip
    names = names_by_parameter(results)
    rows = []
    for each in results.parameters:
        first = each.rows[0].values if each.rows else {}
        source = " · ".join(str(first[name]) for name in ("source", "confidence") if first.get(name))
        ends = [value_words(each, value) for value in each.box]
        shape = WORDS.both(f"distribution_{each.distribution}")
        rows.append(Row((names[each.name], *ends, shape, acts_on(each), source, first.get("note") or "")))
    return _section("parameters", [Table(WORDS.both("section_parameters"), columns, rows)])


def _tornado(results: SweepResults) -> Iterator[Section]:
    if results.record.design != "tornado":
        return
    charts = {each.key: chart for each in results.outcomes if (chart := tornado_of(results, each)) is not None}
    first = [charts[key] for key in _FIRST_OUTCOMES if key in charts]
    rest = [chart for key, chart in charts.items() if key not in _FIRST_OUTCOMES]
    parts: list[Component] = [Paragraph(WORDS.both("tornado_note"), "quiet"), *first]
    if rest:
        parts.append(Folded(WORDS.both("tornado_more"), rest))
    yield _section("tornado", parts, tornado_lead(results))


def _spread(results: SweepResults) -> Iterator[Section]:
    if results.record.design == "tornado":
        return
    parts: list[Component] = []
    for key in _KEY_OUTCOMES:
        chart = histogram(results, outcome(results, key))
        if chart is not None:
            parts.append(chart)
    parts.append(_quantiles(results))
    yield _section("spread", parts, spread_lead(results))


def _quantiles(results: SweepResults) -> Table:
    columns = [
        Column(WORDS.both("column_outcome")), Column(WORDS.both("column_unit"), "quiet"),
        Column(WORDS.both("column_runs"), "number", decimals=0), Column(WORDS.both("column_minimum"), "number"),
        *(Column(WORDS.both("column_quantile", percent=figures.percent(q, 0)), "number") for q in QUANTILES),
        Column(WORDS.both("column_maximum"), "number"), Column(WORDS.both("column_mean"), "number"),
    ]  # fmt: skip
    rows = []
    for each in results.outcomes:
        spread = results.distribution(each)
        if spread is not None:
            values = (spread.low, *spread.quantiles.values(), spread.high, spread.mean)
            cells = [shown_bare(each, value) for value in values]
            rows.append(Row((each.name, "" if each.is_share else each.unit, float(spread.runs), *cells)))
    return Table(WORDS.both("spread_table"), columns, rows)


def _drivers(results: SweepResults) -> Iterator[Section]:
    if results.record.design == "tornado":
        return
    names = list(names_by_parameter(results).values())
    moving: list[OutcomeColumn] = []
    values: dict[tuple[int, int], float] = {}
    rows = []
    for each in results.outcomes:
        found = [results.correlation(at, each) for at in range(len(names))]
        if all(one.rho is None for one in found):
            continue
        for at, one in enumerate(found):
            if one.rho is not None and one.p is not None:
                if one.p <= SIGNIFICANT:
                    values[len(moving), at] = one.rho
                rows.append(Row((names[at], each.name, float(one.runs), one.rho, one.p)))
        moving.append(each)
    if not moving:
        return
    chart = correlation_map(WORDS.both("drivers_title"), names, [each.name for each in moving], values)
    columns = [
        Column(WORDS.both("column_parameter")), Column(WORDS.both("column_outcome")),
        Column(WORDS.both("column_runs"), "number", decimals=0), Column(WORDS.both("column_rho"), "number", decimals=2),
        Column(WORDS.both("column_p"), "number", decimals=4),
    ]  # fmt: skip
    table = Table(WORDS.both("drivers_table"), columns, rows, sortable=True, searchable=True)
    yield _section("drivers", [chart, Folded(WORDS.both("drivers_table"), [table])])


def _interval(results: SweepResults) -> Paragraph:
    key = "shares_drawn" if results.drawn else "shares_not_drawn"
    values = {"confidence": figures.percent(CONFIDENCE, 0)} if results.drawn else {}
    return Paragraph(WORDS.both(key, **values), "quiet")


def _share_columns(results: SweepResults) -> list[Column]:
    columns = [Column(WORDS.both("column_share"), "share", decimals=0)]
    if results.drawn:
        columns += [Column(WORDS.both(f"column_share_{end}"), "share", decimals=0) for end in ("low", "high")]
    return columns


def _share_cells(results: SweepResults, share: Share) -> list[float | None]:
    return [share.share, share.low, share.high] if results.drawn else [share.share]


def _builds(results: SweepResults) -> Section:
    names, units = results.names, {plant.plant: plant.capacity_unit for plant in results.case.plants}
    bars, rows = [], []
    for each in results.builds:
        plant, site = names("plant", each.plant), names("site", each.site)
        label = Text(f"{plant.en} · {site.en}", f"{plant.tr} · {site.tr}")
        certain = results.is_no_regret(each)
        bars.append(Bar(label, each.built.share, "green" if certain else "sky"))
        sure = WORDS.both("proven_yes") if certain else ""
        capacity = capacity_words(each, names.unit(units[each.plant]))
        rows.append(Row((plant, site, *_share_cells(results, each.built), sure, each.first_year, capacity)))
    columns = [
        Column(WORDS.both("column_plant")), Column(WORDS.both("column_site")), *_share_columns(results),
        Column(WORDS.both("column_no_regret")), Column(WORDS.both("column_first_year"), "year"),
        Column(WORDS.both("column_capacity_span")),
    ]  # fmt: skip
    chart = share_bars(WORDS.both("builds_title"), bars)
    table = Table(WORDS.both("builds_table"), columns, rows, sortable=True)
    threshold = figures.percent(results.record.no_regret, 0)
    lead = WORDS.both("section_builds_lead", threshold=threshold)
    return _section("builds", [chart, _interval(results), table], lead)


def _targets(results: SweepResults) -> Section:
    names = results.names
    bars = [Bar(names("target", each.target), each.met.share, "green" if each.met.share == 1 else "orange")
            for each in results.targets]  # fmt: skip
    columns = [
        Column(WORDS.both("column_target")), *_share_columns(results),
        Column(WORDS.both("column_missed_by"), "share", decimals=1),
    ]  # fmt: skip
    rows = [
        Row((names("target", each.target), *_share_cells(results, each.met), each.shortfall))
        for each in results.targets
    ]
    chart = share_bars(WORDS.both("targets_title"), bars)
    return _section("targets", [chart, Table(WORDS.both("targets_title"), columns, rows, zero="0 %")])


def _taken(results: SweepResults) -> Section:
    columns = [
        Column(WORDS.both("column_kind")), Column(WORDS.both("column_item")), *_share_columns(results),
        Column(WORDS.both("column_year"), "year"),
    ]  # fmt: skip
    rows = [
        Row((WORDS.both(f"taken_{each.kind}"), results.names(each.kind, each.item),
             *_share_cells(results, each.taken), each.year))
        for each in results.taken
    ]  # fmt: skip
    return _section("taken", [Table(WORDS.both("section_taken"), columns, rows, sortable=True)])


def _runs(results: SweepResults) -> Section:
    if len(results.runs) > MOST_RUNS_ON_PAGE:
        return _section("runs", [Paragraph(WORDS.both("runs_too_many", count=figures.number(len(results.runs))))])
    names = names_by_parameter(results)
    key = [outcome(results, name) for name in (NPV, TARGETS_MET, SHORTFALL)]
    tornado = results.record.design == "tornado"
    columns = [
        Column(WORDS.both("column_run"), "number", decimals=0),
        *([Column(WORDS.both("column_varied"))] if tornado else []),
        *(Column(name) for name in names.values()),
        Column(WORDS.both("column_status")), Column(WORDS.both("column_gap"), "share"),
        *(Column(each.name, "number", each.unit) for each in key),
        Column(WORDS.both("column_seconds"), "number", decimals=1),
    ]  # fmt: skip
    rows = []
    for run in (results.base, *results.runs):
        values = [value_words(p, value) for p, value in zip(results.parameters, run.values, strict=True)]
        moved = [varied_words(run, names)] if tornado else []
        outcomes = [each.of(run) for each in key]
        rows.append(Row((str(run.number), *moved, *values, status_words(run), run.gap, *outcomes, run.seconds)))
    table = Table(WORDS.both("section_runs"), columns, rows, sortable=True, searchable=True, zero="0")
    return _section("runs", [Folded(WORDS.both("section_runs"), [table])])


def _record(results: SweepResults) -> Section:
    return _section("record", [Pairs(record_pairs(results))])
