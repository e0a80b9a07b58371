"""How large a workbook may be: far above what a plan needs, and low enough that no file fills the memory or the day.

There is no limit on how well a part packs: a format copied down a sheet packs a hundredfold and is harmless. What is
unpacked is limited as a whole, by what the directory of the file says before, and by what comes out while it is read.
"""

from __future__ import annotations

from roadmap_opt.said import said

MOST_FILE_BYTES = 100_000_000
"""Of the file on disk; pictures may make a workbook large."""

MOST_PARTS = 10_000
"""Files within the file: sheets, pictures, properties."""

MOST_UNPACKED_BYTES = 200_000_000
"""Of all parts that are read, unpacked; parts that are not read do not count."""

MOST_SHEETS = 1_000
"""In a workbook, the planner's own included."""

MOST_ROWS = 10_000
"""With something in them, on one sheet; blank rows between and below them do not count."""

MOST_CELLS = 300_000
"""With something in them, on all sheets of inputs."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Of a sheet, in every spreadsheet program."""

MOST_MERGED = 1_000
"""Merged ranges that are looked at on one sheet."""

LONGEST_TOKEN = 1_000_000
"""Bytes of one tag or name; real ones have a few hundred."""

DEEPEST_NESTING = 200
"""Elements within elements; real sheets have a dozen."""

MOST_OTHER_ELEMENTS = 3_000_000
"""Of one part, apart from its rows and cells: rules, links, widths."""


def in_megabytes(count: int) -> str:
    """A number of bytes as a planner reads it."""
    return said("{count:,.0f} MB", count=count / 1e6)
