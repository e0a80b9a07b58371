"""Reading a planner's workbook: opens the file, or says in plain words why it cannot, and hands its cells on.

What the cells mean is decided in :mod:`roadmap_opt.case.assembly`. Formulas are read by the result that Excel saved
with them. Hidden sheets, rows and columns are read like any others.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from roadmap_opt.case.assembly import ReadResult, is_own_sheet
from roadmap_opt.case.grid import letter_of, words_of
from roadmap_opt.case.names import fold
from roadmap_opt.case.schema import SCHEMA_VERSION, SHEETS, SheetSpec
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.messages import LANGUAGES
from roadmap_opt.said import said, why
from roadmap_opt.words import RESULTS_BOOK as TEXTS
from roadmap_opt.workbook.grids import Grid, assemble_grids, is_start
from roadmap_opt.workbook.layout import NAME_ROW, OUR_SHEETS, START_SHEET, START_VERSION_LABEL
from roadmap_opt.workbook.xlsx.book import Book
from roadmap_opt.workbook.xlsx.faults import WORKBOOK_EXPECTED, FileFault
from roadmap_opt.workbook.xlsx.limits import MOST_FILE_BYTES, in_megabytes
from roadmap_opt.workbook.xlsx.sheet_cells import SheetCells

_LONGEST_VERSION = 9
"""Digits of a schema version; what is longer is none."""
_FRESH = "“roadmap-opt new fresh.xlsx --empty” writes an empty workbook"


@dataclass(frozen=True, slots=True)
class OpenedWorkbook:
    """The cells of every sheet that may hold data, and what is wrong with the file apart from their content.

    ``version`` is the schema version that it states; ``own_sheets`` are those that the planner keeps for himself.
    """

    name: str
    grids: Mapping[str, Grid]
    findings: tuple[Finding, ...]
    version: int | None
    own_sheets: tuple[str, ...]


def read_workbook(path: Path) -> ReadResult:
    """Every table of the workbook and every finding.

    Raises :class:`InputError` when the file is no readable workbook, or one of another schema version: then nothing
    that could be said about its cells would help.
    """
    return read_content(path.name, workbook_content(path))


def workbook_content(path: Path) -> bytes:
    """The file as it is now: a planner may save it again while it is being read, or while the solver works.

    Raises :class:`InputError` unless it is a workbook; the message fits what it is instead.
    """
    try:
        with path.open("rb") as stream:
            if os.fstat(stream.fileno()).st_size > MOST_FILE_BYTES:
                raise _file_too_large(path.name)
            content = stream.read()
    except (FileNotFoundError, NotADirectoryError):
        remedy = "Check the name; “roadmap-opt new” writes a workbook."
        raise _unusable("E101", path.name, "no such file", remedy) from None
    except OSError as error:
        if path.is_dir():  # Windows calls opening a folder a lack of permission
            raise _unusable("E101", path.name, "a folder", "Name the workbook inside it.") from None
        remedy = "Close it in Excel, check that you may read it, and run again."
        raise _unusable(
            "E103", path.name, said("the file cannot be opened ({reason})", reason=why(error)), remedy
        ) from None
    _book(path.name, content)
    return content


def read_content(name: str, content: bytes) -> ReadResult:
    """:func:`read_workbook` for a file that has been read already; ``name`` stands in the findings."""
    opened = open_content(name, content)
    if opened.version is not None and opened.version < SCHEMA_VERSION:
        raise InputError([finding for finding in opened.findings if finding.code == "E105"])
    return assemble_grids(name, opened.grids, opened.findings)


def open_content(name: str, content: bytes) -> OpenedWorkbook:
    """The cells of a workbook of this schema version or an older one; ``name`` stands in the findings.

    Raises :class:`InputError` when the file is no readable input workbook, or one of a newer version.
    """
    book = _book(name, content)
    _require_input_workbook(name, book.sheets)
    start = next((sheet for sheet in book.sheets if fold(sheet) == fold(START_SHEET)), None)
    ours = [sheet for sheet in book.sheets if fold(sheet) != fold(START_SHEET) and not is_own_sheet(sheet)]
    known = [sheet for sheet in ours if _spec_of(sheet) is not None]
    cells = dict(_cells(name, book, [*known, *([start] if start is not None else [])]))
    # A sheet of another name may be a renamed one; where it cannot be read, its name is all there is to say about it.
    others = book.cells([sheet for sheet in ours if sheet not in known])[0]
    cells |= others
    findings: list[Finding] = []
    version = _stated_version(cells[start] if start is not None else None)
    if start is not None or not any(is_start(each.rows) for each in others.values()):  # else that has its own finding
        findings += _version_findings(name, version)
    grids: dict[str, Grid] = {}
    for sheet in ours:
        found = cells.get(sheet)
        if found is not None and found.kind != "worksheet":
            what = "a sheet that holds only a chart" if found.kind == "chartsheet" else "a sheet that holds no cells"
            remedy = "Begin its name with # to keep it as your own."
            findings.append(Finding("E110", name, sheet, "", "", what, "data", remedy))
            continue
        grids[sheet] = found.rows if found is not None else {}
        findings += _merged_cells(name, sheet, found)
    own = tuple(sheet for sheet in book.sheets if is_own_sheet(sheet) and sheet not in OUR_SHEETS)
    return OpenedWorkbook(name, grids, tuple(findings), version.number, own)


def _book(name: str, content: bytes) -> Book:
    try:
        return Book(name, content)
    except FileFault as fault:
        raise unreadable(name, fault) from fault


def _cells(name: str, book: Book, sheets: Sequence[str]) -> Mapping[str, SheetCells]:
    """The cells of these sheets; raises :class:`InputError` with what is wrong with every one that cannot be read."""
    cells, faults = book.cells(sheets)
    if faults:
        raise InputError([_finding(name, fault) for fault in faults])
    return cells


def unreadable(name: str, fault: FileFault) -> InputError:
    """The error that says what is wrong with the file of that name."""
    return InputError([_finding(name, fault)])


def _finding(name: str, fault: FileFault) -> Finding:
    return Finding(fault.code, name, fault.sheet, fault.cell, "", fault.found, fault.expected, fault.remedy)


def _require_input_workbook(name: str, sheets: Sequence[str]) -> None:
    """Raise when this is another workbook altogether: a finding per missing sheet would hide the one mistake.

    Some sheets of the results are called like sheets of the inputs; neither of the two looked for here is.
    """
    if {fold(START_SHEET), fold("Settings")} & {fold(sheet) for sheet in sheets}:
        return
    found, remedy = "a workbook without the sheets Start and Settings", "“roadmap-opt new” writes an input workbook."
    if any({TEXTS(language, "sheet_summary"), TEXTS(language, "sheet_run")} <= set(sheets) for language in LANGUAGES):
        found = "the results of a run"
        remedy = "Name the input workbook; the one this run was solved from is in the folder “inputs” beside it."
    raise InputError([Finding("E106", name, "", "", "", found, "an input workbook", remedy)])


def _unusable(code: str, name: str, found: str, remedy: str) -> InputError:
    return InputError([Finding(code, name, "", "", "", found, WORKBOOK_EXPECTED, remedy)])


def _file_too_large(name: str) -> InputError:
    limit, remedy = in_megabytes(MOST_FILE_BYTES), "Copy the input sheets into a new workbook, without pictures."
    return InputError(
        [
            Finding(
                "E107",
                name,
                "",
                "",
                "",
                said("a file of more than {limit}", limit=limit),
                said("at most {most}", most=limit),
                remedy,
            )
        ]
    )


@dataclass(frozen=True, slots=True)
class _Version:
    """What the start sheet says of the schema version: ``number`` where it is one, the words, and their cell."""

    number: int | None
    words: str
    cell: str


def _stated_version(start: SheetCells | None) -> _Version:
    rows = start.rows if start is not None else {}
    label = fold(START_VERSION_LABEL)
    at = next((number for number, cells in rows.items() if fold(words_of(cells.get(1))) == label), None)
    words = words_of(rows[at].get(2)) if at is not None else ""
    is_number = words.isdecimal() and len(words) < _LONGEST_VERSION
    return _Version(int(words) if is_number else None, words, f"B{at}" if at is not None else "")


def _version_findings(workbook: str, stated: _Version) -> list[Finding]:
    """Nothing when the version fits; a finding when it is not stated or older; raises when it is a newer one."""
    expected = said(
        "“{label}” {version} on the sheet {sheet}", label=START_VERSION_LABEL, version=SCHEMA_VERSION, sheet=START_SHEET
    )
    if stated.number == SCHEMA_VERSION:
        return []
    if stated.number is None:
        remedy = said(
            "{fresh}: copy your rows into it, or copy its {sheet} sheet into yours.",
            fresh=said(_FRESH),
            sheet=START_SHEET,
        )
        found = f"“{stated.words}”" if stated.words else "no schema version"
        return [Finding("E104", workbook, START_SHEET, stated.cell, "", found, expected, remedy)]
    newer = stated.number > SCHEMA_VERSION
    remedy = (
        "The workbook was made by a newer roadmap-opt: install that version, or a newer one."
        if newer
        else "“roadmap-opt upgrade OLD.xlsx NEW.xlsx” writes a workbook of this version with what this one holds."
    )
    found = said("schema version {version}", version=stated.number)
    finding = Finding("E105", workbook, START_SHEET, stated.cell, "", found, expected, remedy)
    if newer:
        raise InputError([finding])
    return [finding]


def _spec_of(sheet: str) -> SheetSpec | None:
    return next((spec for name, spec in SHEETS.items() if fold(name) == fold(sheet)), None)


def _merged_cells(workbook: str, sheet: str, cells: SheetCells | None) -> list[Finding]:
    """Merged cells on a sheet of the contract: only the first of them holds a value."""
    spec = _spec_of(sheet)
    if spec is None or cells is None:  # an unknown sheet has its own finding
        return []
    findings = []
    for area in cells.merged:
        if area.bottom >= NAME_ROW:
            remedy = "Unmerge the cells and fill in each of them."
            cell, found = f"{letter_of(area.left)}{area.top}", said("merged cells {area}", area=area.name)
            findings.append(Finding("E119", workbook, spec.name, cell, "", found, "single cells", remedy))
    return findings
