"""Parts that only the page of a comparison has: the picker of the baseline, and whatever follows its choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from roadmap_opt.documents.compare.text import PICKER
from roadmap_opt.documents.components import Component, Content, Tone, Words
from roadmap_opt.messages import Text


@dataclass(frozen=True)
class BaselinePicker(Component):
    """Chooses the run that the others are measured against, and whether rows without a difference are shown.

    Carries the style and the script of the choice. ``landscape`` turns the paper for many columns.
    """

    template: ClassVar[str] = "compare_picker.html"
    runs: Sequence[Text]
    chosen: int
    landscape: bool

    @property
    def words(self) -> dict[str, Text]:
        """What stands beside the controls."""
        return {"baseline": PICKER.both("pick_baseline"), "only": PICKER.both("pick_only")}


@dataclass(frozen=True)
class ByBaseline(Component):
    """One part per run, of which the page shows that of the chosen baseline; ``block`` for parts that are no words."""

    template: ClassVar[str] = "compare_by_baseline.html"
    parts: Sequence[Content]
    block: bool = False


@dataclass(frozen=True)
class Difference:
    """What a cell says against one baseline; ``greyed`` when it is not proven."""

    text: Words
    greyed: bool = False
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Versus(Component):
    """A value, and below it what it differs by from the baseline that is chosen: ``differences`` by baseline."""

    template: ClassVar[str] = "compare_versus.html"
    value: Content
    differences: Sequence[Difference]


@dataclass(frozen=True)
class RowName(Component):
    """The first cell of a row; one that is the ``same`` in every run is hidden when only differences are wanted."""

    template: ClassVar[str] = "compare_row_name.html"
    name: Words
    remark: Words = ""
    same: bool = False


@dataclass(frozen=True)
class Stacked(Component):
    """Parts of one cell below one another."""

    template: ClassVar[str] = "compare_stacked.html"
    parts: Sequence[Content]


@dataclass(frozen=True)
class Sequel(Component):
    """Parts one after the other, where one part is asked for."""

    template: ClassVar[str] = "compare_sequel.html"
    parts: Sequence[Component]
