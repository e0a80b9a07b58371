"""Section of a sweep: under which values a target is missed, no plan exists, or the value is among the poorest."""

from __future__ import annotations

from roadmap_opt.case.sweeps import Parameter
from roadmap_opt.documents.components import Cell, Column, Component, Paragraph, Row, Section, Table
from roadmap_opt.messages import Text
from roadmap_opt.report.sweep.parts import section
from roadmap_opt.studies.sweep.results import SweepResults
from roadmap_opt.studies.sweep.statements import failure_name, failure_words, names_by_parameter, value_words
from roadmap_opt.words import SWEEP as WORDS


def fails_section(results: SweepResults) -> list[Section]:
    """Each rule as a sentence, and all of them limit by limit; no section where the runs are no draws."""
    if not results.drawn:
        return []
    if not results.failures:
        return [section("fails", [Paragraph(WORDS.both("fails_nothing"))], tab="vermillion")]
    parts: list[Component] = [Paragraph(failure_words(results, failure)) for failure in results.failures]
    columns = [
        Column(WORDS.both("column_fails")), Column(WORDS.both("column_parameter")), Column(WORDS.both("column_from")),
        Column(WORDS.both("column_to")), Column(WORDS.both("column_inside"), "number"),
        Column(WORDS.both("column_failed_inside"), "number"), Column(WORDS.both("column_density"), "share", decimals=0),
        Column(WORDS.both("column_coverage"), "share", decimals=0),
    ]  # fmt: skip
    names, rows = names_by_parameter(results), []
    for failure in results.failures:
        found = failure.rule
        for at, bounds in enumerate(found.bounds):
            parameter = results.parameters[bounds.parameter]
            ends = [_end(parameter, bounds.low, 1), _end(parameter, bounds.high, -1)]
            numbers: list[Cell] = [found.runs, found.failures, found.density, found.coverage]
            first: Cell = failure_name(results, failure.key) if not at else ""
            rows.append(Row([first, names[parameter.name], *ends, *(numbers if not at else [None] * 4)]))
    table = Table(WORDS.both("fails_table"), columns, rows, WORDS.both("fails_note"))
    return [section("fails", [*parts, table], tab="vermillion")]


def _end(parameter: Parameter, end: float | None, inwards: int) -> Text | str:
    """A limit in words; of a discrete parameter the last value inside it, which lies ``inwards`` of it."""
    if end is None:
        return ""
    if parameter.words:
        inside = [place for place in parameter.places if (place - end) * inwards >= 0]
        return value_words(parameter, min(inside, key=lambda place: abs(place - end))) if inside else ""
    return value_words(parameter, end)
