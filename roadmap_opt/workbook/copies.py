"""Copies of a planner's workbook with something put in: rows of a new market or plant, or the list of what is wrong.

The planner's own file is never written to. Everything in it (formats, comments, charts, sheets of his own) is in the
copy as it was, see :mod:`roadmap_opt.workbook.xlsx.edit`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from roadmap_opt.case.cells import LONGEST_TEXT
from roadmap_opt.case.grid import letter_of
from roadmap_opt.case.names import fold
from roadmap_opt.case.tables import Table, Tables
from roadmap_opt.errors import shortened
from roadmap_opt.messages import Language
from roadmap_opt.said import Said, said
from roadmap_opt.saving import SaveError, saved_whole
from roadmap_opt.workbook.additions import NewRow
from roadmap_opt.workbook.layout import FINDINGS_SHEET, FIRST_DATA_ROW, placed
from roadmap_opt.workbook.stored import as_stored
from roadmap_opt.workbook.xlsx.edit import CellValue, Edit
from roadmap_opt.workbook.xlsx.limits import LAST_ROW
from roadmap_opt.workbook.xlsx.sheet_cells import place_of
from roadmap_opt.workbook.xlsx.sheet_places import Area, Place

_WIDTHS = (16, 9, 18, 12, 30, 60, 60, 60, 18)
_LINK_AT = 3
"""Position of the column whose cells lead to the cell of a finding."""


@dataclass(frozen=True, slots=True)
class Written:
    """Rows that were written on a sheet, the first and the last."""

    sheet: str
    first: int
    last: int


def copy_place(workbook: Path, into: Path | None, ending: str) -> Path:
    """Where a copy of ``workbook`` goes: ``into``, a file in it where it is a folder, or a file beside the workbook.

    Raises :class:`SaveError` when that file exists or has another kind of name than the workbook.
    """
    usual = f"{workbook.stem}_{ending}{workbook.suffix}"
    if into is None:
        path = workbook.with_name(usual)
    elif into.is_dir() or not into.suffix:
        path = into / usual
    else:
        path = into
    if path.suffix.casefold() != workbook.suffix.casefold():  # a copy with macros opens under no other name
        told = {"path": path, "workbook": workbook.name, "suffix": workbook.suffix}
        raise SaveError(said("{path} is a copy of {workbook}: end its name with {suffix}, too.", **told))
    if path.exists():
        raise SaveError(
            said("{path} exists already and is left untouched. Choose another name, or move the file away.", path=path)
        )
    return path


def save_copy(path: Path, content: bytes) -> None:
    """Write the copy, whole or not at all; raises :class:`SaveError` when it exists or cannot be written."""
    with saved_whole(path, overwrite=False) as whole:
        whole.write_bytes(content)


def with_rows(
    name: str, content: bytes, tables: Tables, titles: Iterable[str], rows: Sequence[NewRow], language: Language
) -> tuple[bytes, list[Written]]:
    """The workbook with ``rows`` below those of their sheets, each in the formats of its model.

    Rows that hold a formula where something would be written are passed over, a block of rows stays together.

    ``tables`` are what the workbook holds, ``titles`` the names of its sheets as they are written there; notes are
    written in ``language``.
    """
    by_sheet: defaultdict[str, list[NewRow]] = defaultdict(list)
    for row in rows:
        by_sheet[row.sheet].append(row)
    title_of = {fold(title): title for title in titles}
    edit, written = Edit(name, content), []
    for sheet, new in by_sheet.items():
        table = tables[sheet]
        values = [dict(_cells(table, row, language)) for row in new]
        below = max((row.number for row in table), default=FIRST_DATA_ROW - 1) + 1
        formulas = edit.formulas(title_of[fold(sheet)])
        first = _free_rows(below, len(new), {at for each in values for at in each}, formulas)
        if first + len(new) - 1 > LAST_ROW:
            full = (
                "{name}: sheet {sheet} has formulas in every row that is free. "
                "Clear those below its table, and run again."
            )
            raise SaveError(said(full, name=name, sheet=sheet))
        cells: dict[Place, CellValue] = {}
        styles: dict[Place, Place] = {}
        for number, (row, held) in enumerate(zip(new, values, strict=True), start=first):
            for at, value in held.items():
                cells[number, at] = value
                styles[number, at] = row.model.number, at
        edit.fill(title_of[fold(sheet)], cells, styles)
        written.append(Written(sheet, first, first + len(new) - 1))
    return edit.content(), written


def _free_rows(below: int, count: int, columns: Collection[int], formulas: Iterable[Area]) -> int:
    """The first of ``count`` rows from row ``below`` on that hold no formula in ``columns``.

    A formula that shows nothing is blank to the reader, and still the planner's.
    """
    first = below
    for top, left, bottom, right in sorted(formulas):
        if top < first + count and bottom >= first and any(left <= at <= right for at in columns):
            first = bottom + 1
    return first


def _cells(table: Table, row: NewRow, language: Language) -> Iterable[tuple[int, CellValue]]:
    """The values of a new row by the number of the column in which the workbook keeps them."""
    years = [heading for heading in table.letters if isinstance(heading, int)]
    for place in placed(table.spec, years):
        letter = table.letters.get(place.heading)
        if place.column is None or letter is None:  # a column that may be missing, and is
            continue
        value = row.values[place.column.name]
        if isinstance(value, Said):
            value = value.in_language(language)
        at = place_of(f"{letter}1")
        assert at is not None
        yield at[1], as_stored(value.get(place.heading) if place.is_year else value)


def with_findings(
    name: str,
    content: bytes,
    heads: Sequence[str],
    lines: Sequence[Sequence[str]],
    links: Mapping[int, tuple[str, str]],
) -> bytes:
    """The workbook with a last sheet that lists ``lines`` below ``heads``.

    ``links`` gives the sheet and the cell to which the line of that number (from 0) leads.
    """
    edit = Edit(name, content)
    head, text, link = edit.add_formats([
        ("<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font>", "<alignment vertical=\"top\" wrapText=\"1\"/>"),
        ("<font><sz val=\"11\"/><name val=\"Calibri\"/></font>", "<alignment vertical=\"top\" wrapText=\"1\"/>"),
        ("<font><u/><sz val=\"11\"/><color rgb=\"FF0563C1\"/><name val=\"Calibri\"/></font>",
         "<alignment vertical=\"top\"/>"),
    ])  # fmt: skip
    last = letter_of(len(heads))
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(_WIDTHS, start=1)
    )
    rows = [_row(1, heads, [head] * len(heads))]
    for number, line in enumerate(lines):
        styles = [link if at == _LINK_AT and number in links else text for at in range(len(heads))]
        rows.append(_row(number + 2, line, styles))
    places = "".join(
        f'<hyperlink ref="{letter_of(_LINK_AT + 1)}{number + 2}" location={quoteattr(_location(*where))}/>'
        for number, where in links.items()
    )
    body = (
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols>{columns}</cols><sheetData>{"".join(rows)}</sheetData><autoFilter ref="A1:{last}{len(lines) + 1}"/>'
        + (f"<hyperlinks>{places}</hyperlinks>" if places else "")
    )
    edit.put_sheet(FINDINGS_SHEET, body)
    return edit.content()


def _row(number: int, texts: Sequence[str], styles: Sequence[int]) -> str:
    cells = (
        f'<c r="{letter_of(at)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(shortened(text, LONGEST_TEXT))}</t></is></c>"
        for at, (text, style) in enumerate(zip(texts, styles, strict=True), start=1)
    )
    lines = max(1 + int(len(text) / width) for text, width in zip(texts, _WIDTHS, strict=False))
    return f'<row r="{number}" ht="{15 * lines + 2}" customHeight="1">{"".join(cells)}</row>'


def _location(sheet: str, cell: str) -> str:
    name = sheet.replace("'", "''")
    return f"'{name}'!{cell}"
