"""Row patterns of Overlays and Sweeps: which rows of a sheet a change means."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence

from roadmap_opt.case.cells import format_cell
from roadmap_opt.case.names import fold
from roadmap_opt.case.tables import Row, Table


def matches(table: Table, row: Row, pattern: str) -> bool:
    """Whether a pattern means this row."""
    return fits(written_key(table, row), [folded(part) for part in pattern_parts(table, pattern)])


def written_key(table: Table, row: Row) -> tuple[str, ...]:
    """The key of a row as it is written in a pattern; a blank part is empty."""
    return tuple("" if part is None else format_cell(part) for part in table.key_of(row))


def pattern_parts(table: Table, pattern: str) -> list[str]:
    """The parts of a pattern, one for each column of the key; a single * stands for all of them."""
    return pattern.split("|") if pattern != "*" else ["*"] * len(table.spec.key_columns)


def folded(part: str) -> str:
    """A part as :func:`fits` takes it: only ``*`` is special; names may hold ``?`` and ``[``."""
    return fold(part).replace("[", "[[]").replace("?", "[?]")


def fits(key: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a written key has the folded parts, however it is spelled."""
    return len(key) == len(wanted) and all(
        fnmatch.fnmatchcase(fold(part), want) for part, want in zip(key, wanted, strict=True)
    )
