"""What a briefing is made of: one or two pages on paper, or two or four slides, in one language.

Its parts have fixed places, so that it looks the same for every run; how much of a table there is room for depends on
the medium. A :class:`Block` therefore brings its table in several lengths, and whoever draws it takes the longest that
fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from roadmap_opt import figures
from roadmap_opt.documents.components import Table, Tile, Tone, Words
from roadmap_opt.documents.html.charts import Series
from roadmap_opt.messages import Language, Text


@dataclass(frozen=True)
class Band:
    """How far the plan may be relied on, on a band across every page in the colour of its tone."""

    tone: Tone
    name: Words
    text: Words
    lines: Sequence[Words] = ()
    """What it may be used for, and what it does not say."""


@dataclass(frozen=True)
class Block:
    """A title and a table in several lengths, the longest first; without tables the ``lead`` says it all.

    The version at ``wanted`` and those before it hold what should be told; shorter ones are for want of room.
    """

    title: Words
    versions: Sequence[Table] = ()
    lead: Words = ""
    wanted: int = 0


@dataclass(frozen=True)
class YearChart:
    """Bars by year, stacked (what is below nought downward), and at most one line across them.

    ``labelled`` writes the numbers, which are counts, into the bars, ``totals`` the sum above them; those of a line are
    always written.
    """

    title: Words
    unit: Words
    years: Sequence[int]
    bars: Sequence[Series]
    line: Series | None = None
    labelled: bool = False
    totals: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for series in self.bars for value in series.values.values())


@dataclass(frozen=True)
class Numbers:
    """The second page: charts and money. A part that a plan has nothing for is left out."""

    targets: YearChart | None = None
    state: YearChart | None = None
    uses: YearChart | None = None
    returns: Sequence[Tile] = ()
    money: Block | None = None
    limits: Block | None = None
    """What limits the money, and what comes after the last year, in words."""
    capacity: Block | None = None
    assumptions: Block | None = None


@dataclass(frozen=True)
class Briefing:
    """A whole briefing. ``decisions`` and ``targets`` stand on the first page, ``numbers`` (with a plan only) on the
    second; ``facts`` is the line above the title, ``foot`` the lines at the end of every page.
    """

    kind: Words
    title: Words
    facts: Sequence[Words]
    band: Band
    story: Words
    tiles: Sequence[Tile]
    decisions: Block
    targets: Block
    numbers: Numbers | None = None
    foot: Sequence[Words] = ()
    pages: Sequence[Words] = field(default=())
    """What the slides after the first are called, and at last the second page of paper."""


def spoken(words: Words, language: Language) -> str:
    """The words in one language; a number and its per cent sign stay on one line."""
    said = words.in_language(language) if isinstance(words, Text) else words
    return said.replace(" %", f"{figures.NO_BREAK}%")
