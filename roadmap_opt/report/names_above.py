"""Names above the columns of a map: lying and broken over lines, or upright where there are many; never cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from roadmap_opt.documents.components import Chart
from roadmap_opt.messages import Text

MOST_LYING = 6
"""Names that still lie above their columns; more stand upright."""

_LETTER, _LINE, _WIDTH = 6.4, 15, 900
"""Pixels of a letter, of a line, and of all columns together on a desk screen."""


def with_names_above(chart: Chart, names: Sequence[Text]) -> Chart:
    """The map with room for the names of its columns, and so wide that each column can be read."""
    upright = len(names) > MOST_LYING
    longest = _LETTER * max(max(len(name.en), len(name.tr)) for name in names)
    lying = max(80, _WIDTH // len(names))
    look = {"fontSize": 11, "color": "@ink"}
    # with an interval of 0 the page would slant and cut upright names
    look |= {"interval": -1, "rotate": 90} if upright else {"interval": 0, "width": lying, "overflow": "break"}
    across = {**chart.option["xAxis"], "axisLabel": look, "axisLine": {"show": False}}
    return replace(
        chart,
        option={**chart.option, "xAxis": across},
        height=chart.height + round(longest if upright else _LINE * (longest // lying)),
        least_width=230 + (22 if upright else 90) * len(names),
    )
