"""The page `docs/workbook.md`, generated from the contract.

``python -m roadmap_opt.workbook.documentation > docs/workbook.md`` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from roadmap_opt.case import sheets as _sheets  # noqa: F401  (fills SHEETS)
from roadmap_opt.case.cells import LONGEST_TEXT, range_words
from roadmap_opt.case.choices import turkish_words
from roadmap_opt.case.schema import SCHEMA_VERSION, SHEETS, ColumnSpec, SheetSpec
from roadmap_opt.errors import MOST_FINDINGS
from roadmap_opt.words import DESK
from roadmap_opt.workbook.additions import BY_HAND, KINDS
from roadmap_opt.workbook.layout import (
    FIRST_DATA_ROW,
    HELP_SHEET,
    LABEL_ROW,
    LISTS_SHEET,
    NAME_ROW,
    START_SHEET,
    UNIT_HEADING,
    UNIT_ROW,
    in_view,
    unit_words,
)
from roadmap_opt.workbook.styles import GROUPS
from roadmap_opt.workbook.xlsx.limits import (
    MOST_CELLS,
    MOST_FILE_BYTES,
    MOST_ROWS,
    MOST_UNPACKED_BYTES,
    in_megabytes,
)

_HEAD = "| Column | Unit | Type | Blank | Allowed | Meaning | Anlamı |\n|---|---|---|---|---|---|---|"

_INTRODUCTION = f"""# The workbook, sheet by sheet

Generated from the contract in `roadmap_opt/case/sheets/`; change it there. Schema version
{SCHEMA_VERSION}, stated on the sheet `{START_SHEET}`; a workbook of another version is refused.
`roadmap-opt upgrade OLD NEW` carries an older one over, and lists what has no place any more and what is new.

## Rules that hold on every sheet

* Row 1 holds the titles, row {NAME_ROW} the column names, row {LABEL_ROW} Turkish labels, row {UNIT_ROW} units;
  data begin in row {FIRST_DATA_ROW}. Neither the order of the columns nor that of the sheets matters. Blank rows are
  skipped.
* Yellow cells are the levers that planners turn (marked below); keys are grey, sources and notes in quiet ink, all
  other cells white. Any of them may be changed. From left to right stand keys, figures and choices, names, remarks.
* Shares and yearly rates are shown in per cent; the value of a cell is the fraction. Type the sign (`80%`, `%80`): how
  a bare 0.8 is taken in such a cell depends on the program.
* Drop-downs offer names and choices, also those that depend on the row: the definitions of a target's indicator, the
  rows and columns of the sheet that an overlay or a sweep changes, the items of a pin or an effect. No rule refuses a
  value: Excel and LibreOffice ask, and `check` says what is wrong.
* A blank cell is an error unless the table below says what blank means. Zero is zero. `no limit` (`sınırsız`) is
  written in words, where a column allows it.
* Numbers may be typed as text: `1.234,5`, `1,234.5`, `12,5`, `%12,5` and `12.5 %` are understood; `1.234`, which may
  be 1.234 or 1234, is an error unless the column could accept only one of the two. Percentages are welcome in columns
  that hold a share, a ratio or a rate.
* Names and words are compared regardless of capitals, stray spaces and the Turkish i (`SIVAS`, `Sıvas`, `sivas`).
  `yes` / `no` may be written `evet` / `hayır`, and every other choice by its Turkish word, which stands in the table
  and in the list of the cell.
* Formulas are read by the result saved with them; a formula without one, an Excel error such as `#REF!`, a date where
  a number belongs, and merged cells are errors.
* Unknown sheets and columns are errors, with the nearest known name. Your own sheets begin with `#`, `Notes` or
  `Notlar`, your own columns with `#`: they are left alone. So are `{HELP_SHEET}`, the lists behind drop-downs
  (`{LISTS_SHEET}`, hidden), and the column `{UNIT_HEADING}` of Targets, which shows the unit of each row. Other hidden
  sheets, rows and columns are read like any others.
* Where a column runs across the years, there is one column per year of the horizon, headed 2025, 2026, and so on.
  Years outside the horizon are not used, which is reported as a warning; one that
  stands where a year is missing is taken for it, which is an error.
* A column that may be blank may also be missing, and a sheet that may be empty may be missing (with a warning).
* Only what cells show is read: formats, comments, drawings, links, macros (`.xlsm`) and properties have no say. A
  number with a date format counts as a date. Strict Open XML is read like the usual kind of `.xlsx`.
* Sizes: a file of at most {in_megabytes(MOST_FILE_BYTES)}, {in_megabytes(MOST_UNPACKED_BYTES)} unpacked;
  {MOST_ROWS:,} filled rows on a sheet, {MOST_CELLS:,} filled cells in all, {LONGEST_TEXT:,} characters in a cell.
  Blank rows and cells, with or without a format, do not count, and neither do your own sheets. Of one sheet
  {MOST_FINDINGS} problems are listed, and the rest is counted.

## Adding something new

`roadmap-opt add KIND WORKBOOK NAME --like NAME` writes a copy of the workbook with every row that the new thing needs,
copied from one that is there; the workbook itself, its formats and comments stay as they are, in the copy too. What the
copy is called: `--into`. Without `--like` the first row is copied that has rows on the other sheets too. No formula is
written over: rows that hold one where something would be written are passed over, whatever it shows. Excel calculates
all formulas when it opens the copy; LibreOffice does so when it is told to (Ctrl+Shift+F9). The same by hand: copy the
rows of one that is like it, on each of these sheets.

{{additions}}

## Sheets
"""


def workbook_markdown() -> str:
    """The documentation page of the input workbook."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _INTRODUCTION.replace("{additions}", "\n".join(_additions()))
    yield from _contents()
    for spec in SHEETS.values():
        yield from _sheet(spec)


def _additions() -> Iterator[str]:
    yield "| Kind | Tür | Sheets that get rows | Then |\n|---|---|---|---|"
    for kind, made in KINDS.items():
        sheets = ", ".join(f"`{name}`" for name in made.sheets)
        yield f"| `{kind}` | {DESK('tr', f'kind_{kind}')} | {sheets} | {_cell(DESK('en', f'after_{kind}'))} |"
    for kind, by_hand in BY_HAND.items():
        sheets = ", ".join(f"`{name}`" for name in by_hand)
        named = DESK("en", f"kind_{kind}")
        yield f"| {named}, by hand | {DESK('tr', f'kind_{kind}')} | {sheets} | {_cell(DESK('en', f'after_{kind}'))} |"


def _contents() -> Iterator[str]:
    yield "| Sheet | What it holds | İçeriği | May be empty |\n|---|---|---|---|"
    for name, spec in SHEETS.items():
        empty = "yes" if spec.may_be_empty else ""
        yield f"| [{name}](#{name.lower()}) | {_cell(spec.en)} | {_cell(spec.tr)} | {empty} |"


def _sheet(spec: SheetSpec) -> Iterator[str]:
    yield f"\n### {spec.name}\n"
    yield f"{spec.en} / {spec.tr}. Group: {GROUPS[spec.group][0]}.\n"
    if spec.layout == "settings":
        yield "One setting per row: setting, value, source, confidence, note, note_tr (unit, meanings are printed).\n"
    elif spec.key_columns:
        yield f"Key: {', '.join(f'`{name}`' for name in spec.key_columns)}. Two rows with the same key are an error.\n"
    else:
        yield "Without a key: the order of the rows matters.\n"
    yield _HEAD
    for column in in_view(spec.columns) if spec.layout == "table" else spec.columns:
        yield _column(column)


def _column(column: ColumnSpec) -> str:
    meta = column.meta
    marks = [word for word, holds in (("key", meta.key), ("lever", meta.lever)) if holds]
    kind = (
        "number per year"
        if column.kind == "years"
        else {"integer": "whole number", "flag": "yes/no"}.get(column.kind, column.kind)
    )
    cells = (
        f"`{column.name}`" + (f" ({', '.join(marks)})" if marks else ""),
        unit_words(column) if meta.unit else "",
        kind,
        meta.blank or "error",
        _allowed(column),
        meta.en,
        meta.tr,
    )
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _allowed(column: ColumnSpec) -> str:
    if column.meta.choices:
        words = turkish_words(column.name)
        told = (f"`{choice}` ({words[choice]})" if choice in words else f"`{choice}`" for choice in column.meta.choices)
        return ", ".join(told)
    if column.meta.refers:
        return f"a name in `{column.meta.refers}`"
    allowed = range_words(column).removeprefix("of ")
    return f"{allowed}, or `no limit`".removeprefix(", or ") if column.meta.unlimited else allowed


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(workbook_markdown(), end="")
