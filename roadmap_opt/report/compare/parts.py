"""Parts that only a comparison has: whatever follows the choice of the baseline.

On the page the reader chooses it, so every part carries what it says for each; a book is written for one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from roadmap_opt.documents.components import (
    Badge,
    Cell,
    Column,
    Component,
    Content,
    Figure,
    Medium,
    Paragraph,
    Row,
    SideBySide,
    Table,
    Tone,
    Words,
)
from roadmap_opt.messages import Text
from roadmap_opt.words import COMPARISON_PAGE as PICKER
from roadmap_opt.words import COMPARISON_SECTIONS as SAY


@dataclass(frozen=True)
class BaselinePicker(Component):
    """Chooses the run that the others are measured against, and whether rows without a difference are shown.

    Carries the style and the script of the choice. ``landscape`` turns the paper for many columns. A book only says
    which run was chosen.
    """

    template: ClassVar[str] = "compare_picker.html"
    runs: Sequence[Text]
    chosen: int
    landscape: bool

    @property
    def words(self) -> dict[str, Text]:
        """What stands beside the controls."""
        return {"baseline": PICKER.both("pick_baseline"), "only": PICKER.both("pick_only")}

    def in_medium(self, medium: Medium) -> Cell:
        """The controls, or a remark."""
        said = Paragraph(SAY.both("compare_baseline", label=self.runs[self.chosen]), "quiet")
        return self if medium == "page" else said


@dataclass(frozen=True)
class ByBaseline(Component):
    """One part per run, of which that of the baseline is shown; ``block`` for parts that are no words."""

    template: ClassVar[str] = "compare_by_baseline.html"
    parts: Sequence[Content]
    chosen: int
    block: bool = False

    def in_medium(self, medium: Medium) -> Cell:
        """All of them, or that of the chosen baseline."""
        return self if medium == "page" else self.parts[self.chosen]


@dataclass(frozen=True)
class Difference:
    """What a cell says against one baseline; ``greyed`` when it is not proven. A book marks the value that it belongs
    to when it is ``marked``, and writes the difference as a number where it has a ``value``.
    """

    text: Words
    greyed: bool = False
    tone: Tone = "neutral"
    marked: bool = False
    value: float | None = None
    decimals: int = 0
    unit: Words = ""

    @property
    def figure(self) -> Figure:
        """The difference as a cell of its own."""
        tone: Tone = "neutral" if self.greyed else self.tone
        return Figure(self.text, self.value, "number", self.decimals, True, self.unit, tone, self.greyed)


@dataclass(frozen=True)
class Versus(Component):
    """A value, and below it what it differs by from the baseline that is chosen: ``differences`` by baseline."""

    template: ClassVar[str] = "compare_versus.html"
    value: Content
    differences: Sequence[Difference]

    @property
    def number(self) -> float | None:
        """That of the value."""
        return self.value.number if isinstance(self.value, Component) else None


@dataclass(frozen=True)
class RunColumn(Column):
    """The column of a run; ``against`` is the title that its differences have in a book, in a column of their own."""

    run: int = 0
    against: Words = ""


@dataclass(frozen=True)
class RunsTable(Table):
    """A table with a column per run whose cells are :class:`Versus`. A book writes the values, and then the differences
    to the ``chosen`` baseline in columns of their own; its first column is titled ``corner``.
    """

    chosen: int = 0
    corner: Words = ""

    def in_medium(self, medium: Medium) -> Component:
        """The table as it is, or its values and differences side by side."""
        if medium == "page":
            return super().in_medium(medium)
        runs = [at for at, column in enumerate(self.columns) if isinstance(column, RunColumn)]
        others = [at for at in runs if self._run(at).against and self._run(at).run != self.chosen]
        after = runs[-1] + 1
        beside = [Column(self._run(at).against, self.columns[at].kind) for at in others]
        columns = [replace(self.columns[0], title=self.corner), *self.columns[1:after], *beside, *self.columns[after:]]
        rows = [row if row.kind == "heading" else self._spread(row, others, after) for row in self.rows]
        table = Table(self.caption, columns, rows, self.note, self.sortable, self.searchable, self.zero, self.key)
        return table.in_medium(medium)

    def _run(self, at: int) -> RunColumn:
        column = self.columns[at]
        assert isinstance(column, RunColumn)
        return column

    def _spread(self, row: Row, others: Sequence[int], after: int) -> Row:
        cells: list[Cell] = [self._value(cell) if isinstance(cell, Versus) else cell for cell in row.cells]
        beside = [cell.differences[self.chosen].figure for at in others if isinstance(cell := row.cells[at], Versus)]
        return replace(row, cells=[*cells[:after], *beside, *cells[after:]])

    def _value(self, cell: Versus) -> Content:
        marked = cell.differences[self.chosen].marked
        return replace(cell.value, tone="warn") if marked and isinstance(cell.value, Figure) else cell.value


@dataclass(frozen=True)
class RowName(Component):
    """The first cell of a row; one that is the ``same`` in every run is hidden when only differences are wanted."""

    template: ClassVar[str] = "compare_row_name.html"
    name: Words
    remark: Words = ""
    same: bool = False

    def in_medium(self, medium: Medium) -> Cell:
        """A book has a column of its own for the remark."""
        return self if medium == "page" else self.name


@dataclass(frozen=True)
class Stacked(Component):
    """Parts of one cell below one another."""

    template: ClassVar[str] = "compare_stacked.html"
    parts: Sequence[Content]

    def in_medium(self, medium: Medium) -> Cell:
        """A book has lines of one cell, in the tone of the first badge among them."""
        if medium == "page":
            return self
        words = [part.text if isinstance(part, Badge) else part for part in self.parts]
        tones = [part.tone for part in self.parts if isinstance(part, Badge)]
        lines = Text.listed((word if isinstance(word, Text) else Text.same(word) for word in words), "\n")
        return Figure(lines, tone=tones[0] if tones else "neutral")


@dataclass(frozen=True)
class Sequel(Component):
    """Parts one after the other, where one part is asked for."""

    template: ClassVar[str] = "compare_sequel.html"
    parts: Sequence[Component]

    def in_medium(self, medium: Medium) -> Cell:
        """A book knows parts below one another."""
        return self if medium == "page" else SideBySide(self.parts)
