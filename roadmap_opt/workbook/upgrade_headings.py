"""Headings as an upgrade reads them: what is no name of the contract is the planner's own, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping

from roadmap_opt.case.grid import OWN_MARK, words_of, year_of
from roadmap_opt.case.names import fold
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.sheet_names import SETTINGS_COLUMNS
from roadmap_opt.workbook.grids import Grid
from roadmap_opt.workbook.layout import NAME_ROW


def without_guesses(grids: Mapping[str, Grid]) -> dict[str, Grid]:
    """The cells with every heading marked as the planner's own that is not, for the first time, a name of the contract.

    For `check` the reader takes an unknown heading for the missing one that it resembles, and a year beyond the horizon
    for the one that is missing in its place, and says so; here it would carry the values of a column that is gone into
    one that is new.
    """
    horizon = _horizon(grids)
    return {title: _without_guesses(title, grid, horizon) for title, grid in grids.items()}


def _without_guesses(title: str, grid: Grid, horizon: frozenset[str]) -> Grid:
    spec = next((spec for name, spec in SHEETS.items() if fold(name) == fold(title)), None)
    if spec is None:
        return grid
    names = SETTINGS_COLUMNS if spec.layout == "settings" else tuple(column.name for column in spec.columns)
    free = {fold(name) for name in names}
    head: dict[int, object] = {}
    missing = horizon - {words_of(heading) for heading in grid.get(NAME_ROW, {}).values()}
    for at in sorted({at for cells in grid.values() for at in cells}):
        heading = words_of(grid.get(NAME_ROW, {}).get(at))
        is_year = spec.year_column is not None and year_of(heading) is not None
        is_year = is_year and (heading in horizon or not missing)
        head[at] = heading if is_year or fold(heading) in free else f"{OWN_MARK}{heading}"
        free.discard(fold(heading))
    return {**grid, NAME_ROW: head}


def _horizon(grids: Mapping[str, Grid]) -> frozenset[str]:
    """The years of the horizon as Settings has them; none where it does not say."""
    settings = next((grid for title, grid in grids.items() if fold(title) == fold("Settings")), {})
    found: dict[str, int] = {}
    for cells in settings.values():
        name, value, *_ = [*(words_of(cells[at]) for at in sorted(cells)), "", ""]
        if fold(name) in ("first_year", "last_year") and value.isdecimal():
            found[fold(name)] = int(value)
    return frozenset(map(str, range(found["first_year"], found["last_year"] + 1))) if len(found) == 2 else frozenset()
