"""Sections of a sweep: what varies, every run, and how it was made."""

from __future__ import annotations

from dataclasses import replace

from roadmap_opt import figures
from roadmap_opt.case.sweeps import Parameter
from roadmap_opt.case.tables import remark_of
from roadmap_opt.documents.components import (
    Cell,
    Column,
    Component,
    Either,
    Figure,
    Folded,
    Pairs,
    Paragraph,
    Row,
    Section,
    Table,
)
from roadmap_opt.report.sweep.parts import column_of, section
from roadmap_opt.said import both, known_again
from roadmap_opt.studies.sweep.outcomes import NPV, SHORTFALL, TARGETS_MET
from roadmap_opt.studies.sweep.results import SweepResults
from roadmap_opt.studies.sweep.runs import SweepRun
from roadmap_opt.studies.sweep.statements import (
    acts_on,
    names_by_parameter,
    record_pairs,
    status_words,
    value_words,
    varied_words,
)
from roadmap_opt.words import SWEEP as WORDS

MOST_RUNS_ON_PAGE = 500

_ON_PAGE = (NPV, TARGETS_MET, SHORTFALL)
"""Outcomes that the page lists for every run; a book lists all."""


def parameters_section(results: SweepResults) -> Section:
    """What varies, in which range, and where the range comes from."""
    columns = [
        Column(WORDS.both("column_parameter")), Column(WORDS.both("column_low")), Column(WORDS.both("column_base")),
        Column(WORDS.both("column_high")), Column(WORDS.both("column_distribution")),
        Column(WORDS.both("column_operation"), "quiet"), Column(WORDS.both("column_source"), "quiet"),
        Column(WORDS.both("column_confidence"), "quiet", only="book"), Column(WORDS.both("column_note"), "quiet"),
    ]  # fmt: skip
    names = names_by_parameter(results)
    rows = []
    for each in results.parameters:
        first = each.rows[0].values if each.rows else {}
        source, confidence = (str(first.get(name) or "") for name in ("source", "confidence"))
        both = Either(page=" · ".join(filter(None, (source, confidence))), book=source)
        ends = [value_words(each, value) for value in each.box]
        shape = WORDS.both(f"distribution_{each.distribution}")
        rows.append(Row((names[each.name], *ends, shape, acts_on(each), both, confidence, remark_of(first))))
    return section("parameters", [Table(WORDS.both("section_parameters"), columns, rows)], tab="quiet")


def runs_section(results: SweepResults) -> Section:
    """Every run: its values, how it ended, and its outcomes."""
    table = _table(results)
    page: Component = Folded(WORDS.both("section_runs"), [table])
    if len(results.runs) > MOST_RUNS_ON_PAGE:
        page = Paragraph(WORDS.both("runs_too_many", count=figures.number(len(results.runs))))
    return section("runs", [Either(page=page, book=table)], tab="quiet")


def _table(results: SweepResults) -> Table:
    names = names_by_parameter(results)
    tornado = results.record.design == "tornado"
    number, moved = WORDS.both("column_run"), Column(WORDS.both("column_varied"), only=None if tornado else "book")
    columns = [
        Column(number, "number", decimals=0), moved, *(Column(name) for name in names.values()),
        Column(WORDS.both("column_status")), Column(WORDS.both("column_gap"), "share"),
    ]  # fmt: skip
    outcomes = [each for each in results.outcomes if each.key in _ON_PAGE]
    outcomes.sort(key=lambda each: _ON_PAGE.index(each.key))
    columns += [Column(each.name, "number", each.unit, only="page") for each in outcomes]
    columns += [replace(column_of(each), only="book") for each in results.outcomes]
    columns += [
        Column(WORDS.both("column_seconds"), "number", decimals=1),
        Column(WORDS.both("column_problem"), only="book"),
    ]
    rows = []
    for run in (results.base, *results.runs):
        values = [_value(p, value) for p, value in zip(results.parameters, run.values, strict=True)]
        ended: list[Cell] = [status_words(run), run.gap, *(each.of(run) for each in (*outcomes, *results.outcomes))]
        rows.append(
            Row(
                (_numbered(run), varied_words(run, names), *values, *ended, run.seconds, both(known_again(run.problem)))
            )
        )
    return Table(WORDS.both("section_runs"), columns, rows, sortable=True, searchable=True, zero="0")


def _numbered(run: SweepRun) -> Figure:
    return Figure(str(run.number), float(run.number), "number", 0)


def _value(parameter: Parameter, value: float) -> Cell:
    """What the parameter stood at: a number, or the word that would be typed into the sheet."""
    words = value_words(parameter, value)
    return words if parameter.words else Figure(words, value, "quantity")


def record_section(results: SweepResults) -> Section:
    """What was run, with what."""
    return section("record", [Pairs(record_pairs(results))], tab="quiet")
