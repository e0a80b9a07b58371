"""What the sections of a sweep share: their titles, sheets and columns."""

from __future__ import annotations

from collections.abc import Sequence

from roadmap_opt.documents.components import Cell, Column, Component, Figure, Section, Sheet
from roadmap_opt.figures import percent, short
from roadmap_opt.messages import Text
from roadmap_opt.studies.sweep.outcomes import OutcomeColumn
from roadmap_opt.studies.sweep.results import SweepResults
from roadmap_opt.studies.sweep.statistics import Share
from roadmap_opt.words import SWEEP as WORDS


def section(key: str, parts: Sequence[Component], lead: Text | None = None, tab: str = "ink") -> Section:
    """The section called ``key``, with a sheet of its own in the book."""
    sheet = Sheet(WORDS.both(f"sheet_{key}"), tab)
    return Section(key, WORDS.both(f"section_{key}"), lead or WORDS.both(f"section_{key}_lead"), parts, sheet)


def column_of(outcome: OutcomeColumn, title: Text | None = None) -> Column:
    """A column of values of an outcome."""
    return Column(title or outcome.name, "share" if outcome.is_share else "number", outcome.unit)


def bare(column: OutcomeColumn, value: float) -> Figure:
    """A value without its unit, which the chart or the row names once."""
    return Figure(bare_words(column, value), value, "share" if column.is_share else "number")


def bare_words(column: OutcomeColumn, value: float) -> Text:
    """The same in words only."""
    return percent(value) if column.is_share else short(value)


def share_columns(results: SweepResults) -> list[Column]:
    """Share of runs, with its interval where the runs are draws."""
    columns = [Column(WORDS.both("column_share"), "share", decimals=0)]
    if results.drawn:
        columns += [Column(WORDS.both(f"column_share_{end}"), "share", decimals=0) for end in ("low", "high")]
    return columns


def share_cells(results: SweepResults, share: Share) -> list[Cell]:
    """The cells of these columns."""
    return [share.share, share.low, share.high] if results.drawn else [share.share]
