"""Section of a comparison: every pair of runs, whichever is the baseline."""

from __future__ import annotations

from roadmap_opt.comparison import Comparison
from roadmap_opt.comparison.pairs import Order, Pair, summary
from roadmap_opt.documents.components import Cell, Column, Figure, Pairs, Row, Section, Sheet, Table, Tone
from roadmap_opt.figures import NOTHING
from roadmap_opt.report.compare.verdicts import all_verdicts
from roadmap_opt.words import COMPARISON as WORDS
from roadmap_opt.words import COMPARISON_PAGE as PICKER

_TONES: dict[Order, Tone] = {Order.BETTER: "good", Order.WORSE: "warn", Order.EQUAL: "info"}
"""Tone of what is proven; the rest is grey."""


def pairs_section(comparison: Comparison) -> Section:
    """How many pairs are told apart, the matrix of all, and what its words mean."""
    labels = [stamp.label for stamp in comparison.runs]
    columns = [Column(PICKER.both("column_pairs")), *(Column(label) for label in labels)]
    rows = [
        Row([label, *(_cell(found) for found in pairs)]) for label, pairs in zip(labels, comparison.pairs, strict=True)
    ]
    table = Table(PICKER.both("table_pairs"), columns, rows)
    used = {found.order for row in comparison.pairs for found in row if found is not None}
    meanings = [(order.words, WORDS.both(f"pair_why_{order.value}")) for order in Order if order in used]
    sheet = Sheet(PICKER.both("section_pairs"), "green")
    parts = [table, Pairs(meanings), *all_verdicts(comparison)]
    return Section("pairs", PICKER.both("section_pairs"), summary(comparison.pairs), parts, sheet)


def _cell(found: Pair | None) -> Cell:
    if found is None:
        return NOTHING
    return Figure(found.words, tone=_TONES.get(found.order, "neutral"), doubtful=found.order not in _TONES)
