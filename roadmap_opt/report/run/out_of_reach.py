"""The targets that no plan can meet in time, with the limits behind each and their cells."""

from __future__ import annotations

from collections.abc import Sequence

from roadmap_opt.documents.components import Column, Component, Folded, Paragraph, Row, Table
from roadmap_opt.messages import Text
from roadmap_opt.reach import OutOfReach
from roadmap_opt.words import REACH as SAY


def out_of_reach_parts(targets: Sequence[OutOfReach], opened: bool = False) -> list[Component]:
    """A folded table of what is out of reach whatever is spent; nothing when everything is within reach."""
    if not targets:
        return []
    rows: list[Row] = []
    for target in targets:
        rows.append(Row([target.words], "heading"))
        rows += [Row([reason.words, Text.same(", ".join(reason.cells))]) for reason in target.all_reasons]
    title = SAY.both("title", count=len(targets))
    columns = (Column(SAY.both("column_why")), Column(SAY.both("column_cells"), "quiet"))
    return [Folded(title, [Paragraph(SAY.both("lead"), "quiet"), Table(SAY.both("caption"), columns, rows)], opened)]
