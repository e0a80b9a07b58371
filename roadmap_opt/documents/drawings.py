"""How a book draws charts from the cells of their tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from roadmap_opt.documents.components import Column, Words


@dataclass(frozen=True)
class Drawing:
    """How a book draws a chart: from the columns ``series`` of the chart's table, or of the one called ``of``.

    ``tornado``, ``bars``, ``columns`` and ``floating`` (a waterfall on invisible columns) are charts; ``colours`` are
    those of the rows of bars or of the floating series. ``muted`` are, series by series, the rows of a tornado whose
    bars are grey: nothing proves them. ``data_bars`` and ``shades`` colour the cells themselves, ``diverging`` ones on
    both sides of nought. ``first`` shows the chart on the first sheet as well.
    """

    kind: Literal["tornado", "bars", "columns", "floating", "data_bars", "shades"]
    series: Sequence[Column]
    names: int = 0
    of: str = ""
    axis: Words = ""
    series_name: Words = ""
    title: Words = ""
    colours: Sequence[str] = ()
    labels: Sequence[Words] = ()
    diverging: bool = False
    first: bool = False
    muted: Sequence[Collection[int]] = ()

    @property
    def is_chart(self) -> bool:
        """Whether there is something to place beside the cells."""
        return self.kind not in ("data_bars", "shades")
