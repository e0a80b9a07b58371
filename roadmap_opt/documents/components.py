"""What a page is made of: every part is a small frozen value that knows its template, and nothing about a run.

Words are :class:`~roadmap_opt.messages.Text` (both languages) or a plain ``str`` that needs no translation. A part may
hold other parts wherever it says :data:`Content`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from roadmap_opt.figures import decimals_of
from roadmap_opt.messages import Text

Words = Text | str
Tone = Literal["neutral", "good", "warn", "bad", "info"]


class Component:
    """A part of a page; ``template`` is the file in `templates/` that draws it, where it is called ``part``."""

    template: ClassVar[str]


Content = Words | Component
Cell = Content | float | None


@dataclass(frozen=True)
class Paragraph(Component):
    """A paragraph: a ``quiet`` one remarks on what stands above, a ``story`` is what everybody should read."""

    template: ClassVar[str] = "paragraph.html"
    text: Words
    kind: Literal["", "quiet", "story"] = ""


@dataclass(frozen=True)
class Badge(Component):
    """A short stamp such as "met" or "gap 0.4 %". Its tone is never the only sign: the words say the same."""

    template: ClassVar[str] = "badge.html"
    text: Words
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Callout(Component):
    """A framed remark that must not be overlooked."""

    template: ClassVar[str] = "callout.html"
    text: Words
    tone: Tone = "info"
    title: Words = ""
    lines: Sequence[Words] = ()


@dataclass(frozen=True)
class Tile:
    """A key figure: what it is, the figure, and one line of explanation."""

    title: Words
    figure: Words
    remark: Words = ""
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Tiles(Component):
    """Key figures side by side."""

    template: ClassVar[str] = "tiles.html"
    tiles: Sequence[Tile]


@dataclass(frozen=True)
class Pairs(Component):
    """A definition list: a term and what it is, row by row."""

    template: ClassVar[str] = "pairs.html"
    pairs: Sequence[tuple[Words, Content]]


@dataclass(frozen=True)
class Group(Component):
    """Parts under a heading of the third level."""

    template: ClassVar[str] = "group.html"
    title: Words
    parts: Sequence[Component]
    lead: Words = ""


@dataclass(frozen=True)
class SideBySide(Component):
    """Parts next to one another where there is room, below one another on a phone and on paper."""

    template: ClassVar[str] = "side_by_side.html"
    parts: Sequence[Component]


@dataclass(frozen=True)
class Folded(Component):
    """Parts that open on demand; they are left out of a print unless they are open."""

    template: ClassVar[str] = "folded.html"
    title: Words
    parts: Sequence[Component]
    opened: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table: its title, how its cells read, and its unit below the title.

    ``kind`` is ``text``, ``quiet`` (text in grey), ``number``, ``share`` (a fraction shown in per cent) or ``year``.
    ``decimals`` left out follow the largest number of the column, so that digits stand below one another.
    """

    title: Words
    kind: Literal["text", "quiet", "number", "share", "year"] = "text"
    unit: Words = ""
    decimals: int | None = None

    @property
    def is_number(self) -> bool:
        """Whether its cells are figures, which stand at the right."""
        return self.kind in ("number", "share", "year")


@dataclass(frozen=True)
class Row:
    """Cells of one row. A ``total`` is bold on a band; a ``heading`` has one cell that spans the table."""

    cells: Sequence[Cell]
    kind: Literal["normal", "total", "heading"] = "normal"


@dataclass(frozen=True)
class Table(Component):
    """A table with a caption; every number cell carries its full value in ``data-value``.

    ``sortable`` makes the titles buttons, ``searchable`` puts a filter above. ``zero`` is shown for exact zeros.
    """

    template: ClassVar[str] = "table.html"
    caption: Words
    columns: Sequence[Column]
    rows: Sequence[Row]
    note: Words = ""
    sortable: bool = False
    searchable: bool = False
    zero: str = "–"

    def decimals(self, position: int) -> int:
        """Decimals of a number column."""
        column = self.columns[position]
        if column.decimals is not None:
            return column.decimals
        cells = [row.cells[position] for row in self.rows if row.kind != "heading" and position < len(row.cells)]
        numbers = [abs(cell) for cell in cells if isinstance(cell, int | float) and math.isfinite(cell)]
        return column_decimals(numbers)


@dataclass(frozen=True)
class Chart(Component):
    """A picture with its data. Use the helpers in :mod:`charts` and :mod:`charts_flow`; this is what they return.

    ``option`` is an ECharts option as JSON, in which strings ``"@blue"`` are colours of the palette, a :class:`Text`
    is shown in the page's language and ``charts.number_format(...)`` stands for a formatter. ``frames`` are changes to
    the option by year: with them the chart has a slider. ``alt`` says in words what the picture shows, and
    ``table`` holds its numbers. ``legend`` are names with palette colours; ``toggles`` lets a click hide the series of
    that name. On a screen narrower than ``least_width`` the picture scrolls within its frame.
    """

    template: ClassVar[str] = "chart.html"
    title: Words
    option: Mapping[str, Any]
    table: Table
    alt: Words
    unit: Words = ""
    note: Words = ""
    height: int = 340
    frames: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    first_frame: int | None = None
    legend: Sequence[tuple[Words, str]] = ()
    toggles: bool = False
    map_shape: Mapping[str, Any] | None = None
    least_width: int = 0


@dataclass(frozen=True)
class SmallCharts(Component):
    """Many charts of one kind side by side, with one legend; ``table`` holds the numbers of all."""

    template: ClassVar[str] = "small_charts.html"
    title: Words
    charts: Sequence[Chart]
    table: Table
    legend: Sequence[tuple[Words, str]] = ()
    note: Words = ""


@dataclass(frozen=True)
class Choice(Component):
    """Parts of which one is shown at a time, chosen by name; year sliders in them move together."""

    template: ClassVar[str] = "choice.html"
    title: Words
    options: Sequence[tuple[Words, Component]]


@dataclass(frozen=True)
class Section:
    """A part of the page with an entry in its contents: ``key`` is its address, ``lead`` one or two sentences."""

    key: str
    title: Words
    lead: Words
    parts: Sequence[Component]


@dataclass(frozen=True)
class Page:
    """A whole page. ``head`` stands below the title, before the first section; ``facts`` is the line above it."""

    title: Words
    facts: Sequence[Words]
    head: Sequence[Component]
    sections: Sequence[Section]
    footer: Sequence[Words] = ()


@dataclass(frozen=True)
class Years:
    """A row of :func:`year_table`: a label, values by year, its unit, and whether it is a total."""

    label: Words
    values: Mapping[int, float]
    unit: Words = ""
    kind: Literal["normal", "total", "heading"] = "normal"


def year_table(
    caption: Words,
    years: Sequence[int],
    rows: Sequence[Years],
    label: Words = "",
    *,
    share: bool = False,
    decimals: int | None = None,
    note: Words = "",
) -> Table:
    """A table with years across; a column of units appears when a row has one. A year without a value stays empty."""
    with_units = any(row.unit for row in rows)
    numbers = [abs(value) for row in rows for value in row.values.values() if math.isfinite(value)]
    places = decimals if decimals is not None else (0 if share else column_decimals(numbers))
    columns = [Column(label)]
    if with_units:
        columns.append(Column("", "quiet"))
    columns += [Column(str(year), "share" if share else "number", decimals=places) for year in years]
    filled = []
    for row in rows:
        cells: list[Cell] = [row.label]
        if row.kind != "heading":
            cells += [row.unit] if with_units else []
            cells += [row.values.get(year) for year in years]
        filled.append(Row(cells, row.kind))
    return Table(caption, columns, filled, note)


def column_decimals(numbers: Sequence[float]) -> int:
    """Decimals for numbers that stand below one another: about three digits of the largest, none if all are whole."""
    if all(float(number).is_integer() for number in numbers):
        return 0
    return decimals_of(max(numbers) + 1e-9)
