"""Widths of the columns of a table on paper and on slides, from what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from roadmap_opt import figures
from roadmap_opt.documents.briefing import spoken
from roadmap_opt.documents.cells import shown_cell
from roadmap_opt.documents.components import Badge, Column, Component, Figure, Table, YearMarks
from roadmap_opt.messages import Language

Measure = Callable[[str, bool], float]
"""Width of a text on one line, plain or bold."""


TITLE_LINES = 1.9
"""Lines into which the title of a column of numbers may fold, for what it is wider than they are."""

SHORT_UNIT = 12
"""Letters of a unit that is not broken into two lines."""

SLACK = 0.8
"""Points that are added so that rounding breaks no line."""


def column_title(column: Column, language: Language) -> str:
    """The title of a column with its unit."""
    title, unit = spoken(column.title, language), spoken(column.unit, language)
    if len(unit) <= SHORT_UNIT:
        unit = unit.replace(" ", figures.NO_BREAK)
    return f"{title} ({unit})" if unit and title else title or unit


def cell_text(part: str | Component | object, language: Language) -> str:
    """What a cell says in words; marks of years say nothing."""
    if isinstance(part, Badge):
        return spoken(part.text, language)
    if isinstance(part, Figure):
        return spoken(part.shown, language)
    if isinstance(part, YearMarks):
        return ""
    if isinstance(part, Component):
        raise TypeError(f"a briefing has no place for a {type(part).__name__} in a table")
    return spoken(part, language)  # type: ignore[arg-type]


def column_widths(
    table: Table, language: Language, width: float, measure: Measure, padding: float, mark: float
) -> list[float]:
    """Widths that add up to ``width``: numbers and marks take what they need, texts share the rest by their length.

    ``padding`` is the room beside a cell's words, ``mark`` the width of the mark of a year.
    """
    whole, least, texts = [], [], []
    for position, column in enumerate(table.columns):
        title = column_title(column, language)
        lines: list[tuple[str, bool]] = []
        marks = 0
        for row in table.rows:
            if row.kind == "heading" or position >= len(row.cells):
                continue
            part = shown_cell(table, position, row.cells[position])
            marks = max(marks, len(part.marks) if isinstance(part, YearMarks) else 0)
            lines.append((cell_text(part, language), row.kind == "total" or isinstance(part, Badge)))
        named, body = measure(title, True), max((measure(text, bold) for text, bold in lines), default=0.0)
        word = max(measure(word, bold) for text, bold in [(title, True), *lines] for word in text.split(" "))
        fixed = column.is_number or marks
        needed = max(body, word, marks * mark) if fixed else word
        whole.append((max(needed, named / TITLE_LINES) if fixed else max(named, body)) + padding + SLACK)
        least.append(needed + padding + SLACK)
        texts.append(not fixed)
    return _shared(whole, least, texts, width)


def _shared(whole: Sequence[float], least: Sequence[float], texts: Sequence[bool], width: float) -> list[float]:
    """Every column what it needs and of the rest what it could use; what is left then goes to texts."""
    spare = [one - other for one, other in zip(whole, least, strict=True)]
    left = width - sum(least)
    if left < 0:
        return [width * one / sum(least) for one in least]
    if sum(spare) <= left:
        grows = [one if text else 0.0 for one, text in zip(whole, texts, strict=True)]
        parts = grows if any(grows) else list(whole)
        return [one + (width - sum(whole)) * part / sum(parts) for one, part in zip(whole, parts, strict=True)]
    return [one + left * extra / sum(spare) for one, extra in zip(least, spare, strict=True)]
