"""How far to trust the result: audit, confidence of the data, contradictions, comparables, remarks, run, solver."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from roadmap_opt import figures
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.documents.components import (
    Badge,
    Callout,
    Column,
    Component,
    Folded,
    Group,
    Pairs,
    Paragraph,
    Row,
    Section,
    Table,
    Tone,
    Words,
)
from roadmap_opt.documents.html.charts_rows import Part, shares
from roadmap_opt.insight.confidence import LEVELS, UNCERTAIN, Confidence, RestingMoney
from roadmap_opt.insight.scores import verdict
from roadmap_opt.messages import LANGUAGES, Text
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.said import both, known_again
from roadmap_opt.words import CHART_FINDINGS as FOUND
from roadmap_opt.words import TRUST as SAY

MUSD = figures.BASE_YEAR_MUSD
SHOWN_VIOLATIONS = 50
SHOWN_ROWS = 10
_COLOURS = {"seed": "green", "published": "blue", "estimate": "sky", "assumption": "orange", "not_stated": "grey"}
_TONES: dict[str, Tone] = {"seed": "good", "published": "good", "estimate": "info"}


def section(results: Run, names: Names, confidence: Confidence | None) -> Section:
    """The section; a run without a plan has no money whose confidence could be counted."""
    parts: list[Component] = [Group(SAY.both("audit"), _audit(results))]
    if confidence is not None:
        parts.append(_confidence(confidence, results, names))
    parts += [
        Group(SAY.both("contradictions"), _contradictions(results)),
        Group(SAY.both("comparables"), _comparables(results)),
        Group(SAY.both("findings"), _findings(results)),
        Group(SAY.both("run"), [_identity(results, names)], folded=True),
        Group(SAY.both("solver"), [_phases(results)], SAY.both("solver_lead", verdict=verdict(results)), folded=True),
    ]
    return Section("trust", SAY.both("title"), SAY.both("lead"), parts)


def _audit(results: Run) -> list[Component]:
    record = results.record
    if record.audit_passed is None:
        return [Callout(SAY.both("audit_nothing"), "info")]
    if record.audit_passed:
        return [Callout(SAY.both("audit_passed"), "good")]
    columns = [
        Column(SAY.both("column_rule")),
        Column(SAY.both("column_where")),
        Column(SAY.both("column_found")),
        Column(SAY.both("column_expected")),
        Column(SAY.both("column_size")),
    ]
    rows = [
        Row((each.rule, each.where, _plain(each.found), _plain(each.expected), f"{each.size:.4g}"))
        for each in results.violations[:SHOWN_VIOLATIONS]
    ]
    failed = Callout(SAY.both("audit_failed", count=record.audit_violations), "bad")
    return [failed, Table(SAY.both("violations"), columns, rows)]


def _plain(value: object) -> str:
    return value if isinstance(value, str) else f"{value:.10g}"


# --- data -------------------------------------------------------------------------------------------------------------


def _confidence(split: Confidence, results: Run, names: Names) -> Group:
    whole = split.total or 1.0
    uncertain = sum(split.leading[level] for level in UNCERTAIN) / whole
    weak = (split.weakest["assumption"] + split.weakest["not_stated"]) / whole
    lead = SAY.both("confidence_lead", share=figures.percent(uncertain), weak=figures.percent(weak))
    present = [level for level in LEVELS if split.leading[level] or split.weakest[level]]
    parts = [
        Part(SAY.both(f"level_{level}"), _COLOURS[level], (split.leading[level], split.weakest[level]))
        for level in present
    ]
    chart = shares(
        SAY.both("confidence_chart"),
        [SAY.both("by_leading"), SAY.both("by_weakest")],
        parts,
        MUSD,
        note=SAY.both("confidence_note", total=figures.number(split.total, 0, MUSD)),
        finding=FOUND.both("confidence", share=figures.percent(uncertain)),
    )
    columns = [
        Column(SAY.both("column_input")),
        Column(SAY.both("column_money"), "number", MUSD, 0),
        Column(SAY.both("column_confidence")),
        Column(SAY.both("column_sheet"), "quiet"),
        Column(SAY.both("column_remark"), "quiet"),
    ]
    top = [row for row in split.rows if row.confidence in UNCERTAIN][:SHOWN_ROWS]
    rows = [_top_row(row, results, names) for row in top]
    table = Table(SAY.both("top"), columns, rows, SAY.both("top_note"))
    return Group(SAY.both("confidence"), [chart, Folded(table.caption, [table])], lead)


def _top_row(row: RestingMoney, results: Run, names: Names) -> Row:
    sheet, key = row.row
    badge = Badge(SAY.both(f"short_{row.confidence}"), _TONES.get(row.confidence, "warn"))
    return Row((input_name(sheet, key, results, names), row.money, badge, f"{sheet} › {key}", row.note))


def input_name(sheet: str, key: str, results: Run, names: Names) -> Words:
    """A row of the inputs as a reader would call it."""
    first = key.split("|")[0]
    if sheet == "Prices":
        return SAY.both("input_price", name=names("commodity", first))
    if sheet in ("PriceFormulas", "Premiums"):
        word = "input_formula" if sheet == "PriceFormulas" else "input_premium"
        return SAY.both(word, name=names("commodity", first))
    if sheet == "Demand":
        return SAY.both("input_demand", name=names("market", first))
    if sheet == "Markets":
        return SAY.both("input_market", name=names("market", first))
    if sheet == "Modules":
        plant = next(row.plant for row in results.case.modules if row.module == key)
        return SAY.both("input_module", name=names("plant", plant), module=key)
    if sheet == "Recipes":
        plant = next(row.plant for row in results.case.recipes if row.recipe == key)
        return SAY.both("input_recipe", name=names("plant", plant), recipe=key)
    if sheet == "Settings":
        meta = SHEETS["Settings"].column(key).meta
        return Text(meta.en, meta.tr)
    kinds = {"Contracts": "contract", "Programmes": "programme", "Funding": "source_name", "Commodities": "commodity"}
    return names(kinds.get(sheet, ""), first)


def _contradictions(results: Run) -> list[Component]:
    table = results.inputs.get("Contradictions")
    if table is None or not table.rows:
        return [Paragraph(SAY.both("contradictions_none"))]
    keys = ("topic", "statement", "check", "reading")
    columns = [Column(SAY.both(f"column_{key}")) for key in keys] + [Column(SAY.both("column_place"), "quiet")]
    rows = [Row(tuple(row.values[key] or "" for key in (*keys, "where"))) for row in table]
    title = SAY.both("contradictions")
    listed = Table(title, columns, rows, SAY.both("as_written"), searchable=True)
    return [Folded(SAY.both("contradictions_open", count=len(rows)), [listed])]


def _comparables(results: Run) -> list[Component]:
    table = results.inputs.get("Comparables")
    if table is None or not table.rows:
        return [Paragraph(SAY.both("comparables_none"))]
    money = ("capital_cost", "debt", "equity", "grants")
    texts = ("lender_class", "rate", "conditions", "price_support", "outcome")
    columns = [
        Column(SAY.both("column_project")),
        Column(SAY.both("column_agreed"), "year"),
        Column(SAY.both("column_scope")),
        *(Column(SAY.both(f"column_{name}"), "number", figures.MUSD, decimals=0) for name in money),
        Column(SAY.both("column_tenor"), "number", decimals=0),
        Column(SAY.both("column_offtake"), "share", decimals=0),
        *(Column(SAY.both(f"column_{name}")) for name in texts),
    ]
    rows = []
    for row in table:
        value = row.values
        figures_of = (*(value[name] for name in money), value["tenor"], value["offtake_share"])
        said = (value[name] or "" for name in texts)
        rows.append(Row((value["project"], value["year"], value["scope"], *figures_of, *said)))
    listed = Table(SAY.both("comparables"), columns, rows, SAY.both("as_written"), searchable=True)
    return [Folded(SAY.both("contradictions_open", count=len(rows)), [listed])]


def _findings(results: Run) -> list[Component]:
    if results.findings is None:
        return [Paragraph(SAY.both("findings_unknown"))]
    if not results.findings:
        return [Paragraph(SAY.both("findings_none"))]
    keys = ("code", "sheet", "cell", "found", "expected", "remedy")
    titles = {"sheet": "column_sheet"}
    columns = [Column(SAY.both(titles.get(key, f"column_{key}"))) for key in keys]
    rows = []
    for finding in results.findings:
        en, tr = (finding.words(language) for language in LANGUAGES)
        texts = [Text(en[name], tr[name]) for name in ("found", "expected", "remedy")]
        row = Text(*(f"{finding.sheet} {words['row_name']}".strip() for words in (en, tr)))
        rows.append(Row((finding.code, row, finding.cell, *texts)))
    listed = Table(SAY.both("findings"), columns, rows, searchable=True)
    return [Folded(SAY.both("findings_open", count=len(rows)), [listed])]


# --- run --------------------------------------------------------------------------------------------------------------


def _identity(results: Run, names: Names) -> Pairs:
    record = results.record
    options = record.options
    threads: Words = SAY.both("all_threads") if not options.get("threads") else str(options["threads"])
    chosen = SAY.both(
        "options_line",
        gap=figures.percent(options.get("gap")),
        limit=figures.short(options.get("time_limit")),
        threads=threads,
        seed=record.seed,
    )
    if options.get("rounds"):
        short = SAY.both("options_rounds", rounds=options["rounds"])
        chosen = Text(f"{chosen.en}, {short.en}", f"{chosen.tr}, {short.tr}")
    written = figures.moment(datetime.fromisoformat(record.created_utc))
    programs = (
        f"roadmap-opt {record.package_version} · Python {record.python_version} · Pyomo {record.pyomo_version} · "
        f"HiGHS {record.highs_version}"
    )
    seconds = SAY.both("seconds", value=figures.short(sum(record.seconds.values())))
    pairs: list[tuple[Words, Words]] = [
        (SAY.both("run_run"), record.run),
        (SAY.both("run_workbook"), record.workbook),
        (SAY.both("run_sha"), record.workbook_sha256),
        (SAY.both("run_scenario"), names("scenario", record.scenario)),
        (SAY.both("run_written"), Text(f"{written.en} UTC", f"{written.tr} UTC")),
        (SAY.both("run_options"), chosen),
        (SAY.both("run_programs"), programs),
        (SAY.both("run_system"), record.system),
        (SAY.both("run_time"), seconds),
    ]
    if record.started_from:
        pairs.append((SAY.both("run_started_from"), both(known_again(record.started_from))))
    if (earlier := record.earlier_bound) is not None:
        value = figures.number(earlier["value"], 2)
        pairs.append((SAY.both("run_earlier_bound"), SAY.both("earlier_bound", value=value, origin=earlier["origin"])))
    return Pairs(pairs)


def _phases(results: Run) -> Table:
    columns = [
        Column(SAY.both("phase_name")),
        Column(SAY.both("phase_status")),
        Column(SAY.both("phase_objective"), "number", decimals=2),
        Column(SAY.both("phase_bound"), "number", decimals=2),
        Column(SAY.both("phase_gap"), "share", decimals=2),
        Column(SAY.both("phase_seconds"), "number", "s", 0),
        Column(SAY.both("phase_nodes"), "number", decimals=0),
    ]
    rows = []
    for phase in results.record.phases:
        numbers: list[Any] = [phase[key] for key in ("objective", "bound", "gap", "seconds", "nodes")]
        rows.append(
            Row(
                (
                    _known(f"phase_{phase['name']}", phase["name"]),
                    _known(f"solved_{phase['status']}", phase["status"]),
                    *numbers,
                )
            )
        )
    return Table(SAY.both("phases"), columns, rows, zero="0")


def _known(key: str, word: str) -> Words:
    """A word of the record in both languages; one that is not known keeps its English."""
    return SAY.both(key) if key in SAY.entries else word
