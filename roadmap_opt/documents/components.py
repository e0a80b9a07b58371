"""What a document is made of: every part is a small frozen value that knows nothing of a run, nor how it is drawn.

Words are :class:`~roadmap_opt.messages.Text` (both languages) or a plain ``str`` that needs no translation. A part may
hold other parts wherever it says :data:`Content`. A document is drawn as a page (:mod:`documents.html`) and as a book
(:mod:`documents.excel`): a :class:`Section`, :class:`Column` or :class:`Row` that belongs to one of the two says
``only``, a part or cell that differs between them is an :class:`Either`; :func:`documents.media.for_medium` picks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from roadmap_opt.figures import decimals_of
from roadmap_opt.messages import Text

if TYPE_CHECKING:
    from roadmap_opt.documents.drawings import Drawing

Words = Text | str
Medium = Literal["page", "book"]
Kind = Literal["text", "quiet", "number", "quantity", "share", "part", "year"]
Tone = Literal["neutral", "good", "warn", "bad", "info"]


class Component:
    """A part of a document; ``template`` is the file in `html/templates/` that draws it, there called ``part``."""

    template: ClassVar[str]

    def in_medium(self, medium: Medium) -> Cell:
        """What stands for this part in a medium: mostly itself."""
        return self

    @property
    def number(self) -> float | None:
        """The number that it says in words, if it is one."""
        return None


Content = Words | Component
Cell = Content | float | None


@dataclass(frozen=True)
class Either(Component):
    """What differs between the media: a part or a cell for the page and another, or none, for the book."""

    page: Cell = None
    book: Cell = None

    def in_medium(self, medium: Medium) -> Cell:
        """The one that was declared for it."""
        return self.page if medium == "page" else self.book


@dataclass(frozen=True)
class Figure(Component):
    """A cell in words and, where it has one, with its value, which a book shows as a number.

    ``kind`` and ``decimals`` left out are those of the column; ``signed`` is a difference, ``unit`` stands behind the
    number. ``doubtful`` is grey and italic: nothing proves it. In a book the value may be a live ``formula``, in which
    each ``{}`` is one of ``cells``, given as row and column (from 0) of the table.
    """

    template: ClassVar[str] = "figure.html"
    shown: Words = ""
    value: float | None = None
    kind: Kind | None = None
    decimals: int | None = None
    signed: bool = False
    unit: Words = ""
    tone: Tone = "neutral"
    doubtful: bool = False
    framed: bool = False
    formula: str = ""
    cells: Sequence[tuple[int, int]] = ()

    @property
    def number(self) -> float | None:
        """Its value."""
        return self.value


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
class YearMarks(Component):
    """A square for each year: filled where something holds, hollow where it does not, none where it is not due."""

    template: ClassVar[str] = "year_marks.html"
    marks: Sequence[bool | None]
    words: Text
    years: Sequence[int] = ()


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
    """Parts under a heading of the third level; a ``folded`` one shows only its heading until opened."""

    template: ClassVar[str] = "group.html"
    title: Words
    parts: Sequence[Component]
    lead: Words = ""
    folded: bool = False


@dataclass(frozen=True)
class SideBySide(Component):
    """Parts next to one another where there is room, below one another on a phone and on paper."""

    template: ClassVar[str] = "side_by_side.html"
    parts: Sequence[Component]


@dataclass(frozen=True)
class Folded(Component):
    """Parts that open on demand, and for a print."""

    template: ClassVar[str] = "folded.html"
    title: Words
    parts: Sequence[Component]
    opened: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table: its title, how its cells read, and its unit below the title.

    ``kind`` is ``text``, ``quiet`` (text in grey), ``number``, ``quantity`` (of different sizes below one another),
    ``share`` (a fraction shown in per cent), ``part`` (the same of a whole: below nought there is none) or ``year``.
    ``decimals`` left out follow the largest number of the column, so that digits stand below one another.
    """

    title: Words
    kind: Kind = "text"
    unit: Words = ""
    decimals: int | None = None
    only: Medium | None = None

    @property
    def is_number(self) -> bool:
        """Whether its cells are figures, which stand at the right."""
        return self.kind not in ("text", "quiet")


@dataclass(frozen=True)
class Row:
    """Cells of one row. A ``total`` is bold on a band; a ``heading`` has one cell that spans the table.

    In a book a ``quiet`` row is grey, and one with a ``level`` is indented and can be folded under the row above it.
    """

    cells: Sequence[Cell]
    kind: Literal["normal", "total", "heading"] = "normal"
    only: Medium | None = None
    quiet: bool = False
    level: int = 0


@dataclass(frozen=True)
class Table(Component):
    """A table with a caption; every number cell carries its full value in ``data-value``.

    ``sortable`` makes the titles buttons, ``searchable`` puts a filter above. ``zero`` is shown for exact zeros. A
    ``key`` is by what a :class:`Drawing` elsewhere in the book finds it.
    """

    template: ClassVar[str] = "table.html"
    caption: Words
    columns: Sequence[Column]
    rows: Sequence[Row]
    note: Words = ""
    sortable: bool = False
    searchable: bool = False
    zero: str = "–"
    key: str = ""

    def in_medium(self, medium: Medium) -> Component:
        """The table with the columns and rows of the medium."""
        kept = [at for at, column in enumerate(self.columns) if column.only in (None, medium)]
        rows = [row for row in self.rows if row.only in (None, medium)]
        if len(kept) == len(self.columns):
            return self if len(rows) == len(self.rows) else replace(self, rows=rows)
        cells = [row.cells if row.kind == "heading" else [row.cells[at] for at in kept] for row in rows]
        rows = [replace(row, cells=found) for row, found in zip(rows, cells, strict=True)]
        return replace(self, columns=[self.columns[at] for at in kept], rows=rows)

    def decimals(self, position: int) -> int:
        """Decimals of a number column."""
        column = self.columns[position]
        if column.decimals is not None:
            return column.decimals
        cells = [row.cells[position] for row in self.rows if row.kind != "heading" and position < len(row.cells)]
        values = [cell.value if isinstance(cell, Figure) else cell for cell in cells]
        return column_decimals([abs(each) for each in values if isinstance(each, int | float) and math.isfinite(each)])


@dataclass(frozen=True)
class Chart(Component):
    """A picture with its data. Use the helpers in :mod:`charts` and :mod:`charts_flow`; this is what they return.

    ``option`` is an ECharts option as JSON, in which strings ``"@blue"`` are colours of the palette, a :class:`Text`
    is shown in the page's language and ``charts.number_format(...)`` stands for a formatter. ``frames`` are changes to
    the option by year: with them the chart has a slider. ``alt`` says in words what the picture shows, and
    ``table`` holds its numbers. ``legend`` are names with palette colours; ``toggles`` lets a click hide the series of
    that name. On a screen narrower than ``least_width`` the picture scrolls within its frame; ``narrow`` says what a
    picture on a phone has instead, ``height`` and parts of its ``option``. A ``finding`` says what is to be seen in it,
    in a sentence that is true of its data; it stands above the title. In a book the table takes
    its place, with what ``drawing`` makes of it.
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
    drawing: Drawing | None = None
    finding: Words = ""
    narrow: Mapping[str, Any] = field(default_factory=dict)


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
class Sheet:
    """A sheet of a book: its name, the colour of its tab, and how it is printed."""

    name: Words
    tab: str = "ink"
    upright: bool = False
    one_page: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the document with an entry in its contents: ``key`` is its address, ``lead`` one or two sentences.

    In a book it fills a ``sheet`` of its own, or joins that of the section before; several may name the same.
    """

    key: str
    title: Words
    lead: Words | Either
    parts: Sequence[Component]
    sheet: Sheet | None = None
    only: Medium | None = None


@dataclass(frozen=True)
class Page:
    """A whole document. ``head`` stands below the title, before the first section; ``facts`` is the line above it.

    In a book the head fills the first ``sheet``.
    """

    title: Words
    facts: Sequence[Words]
    head: Sequence[Component]
    sections: Sequence[Section]
    footer: Sequence[Words] = ()
    sheet: Sheet = Sheet("Summary")


def column_decimals(numbers: Sequence[float]) -> int:
    """Decimals for numbers that stand below one another: about three digits of the largest, none if all are whole."""
    return 0 if all(float(number).is_integer() for number in numbers) else decimals_of(max(numbers) + 1e-9)
