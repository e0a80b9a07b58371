"""Reading a planner's workbook: opens the file, or says in plain words why it cannot, and hands its cells on.

What the cells mean is decided in :mod:`roadmap_opt.case.assembly`. Formulas are read by the result that Excel saved
with them. Hidden sheets, rows and columns are read like any others.
"""

from __future__ import annotations

import warnings
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_opt.case.assembly import ReadResult, is_own_sheet
from roadmap_opt.case.cells import ErrorCell, UnsavedFormula
from roadmap_opt.case.grid import words_of
from roadmap_opt.case.names import fold
from roadmap_opt.case.schema import SCHEMA_VERSION, SHEETS
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.messages import LANGUAGES
from roadmap_opt.workbook.grids import Grid, assemble_grids, is_start
from roadmap_opt.workbook.layout import NAME_ROW, START_SHEET, START_VERSION_LABEL
from roadmap_opt.workbook.results_text import TEXTS

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office files before 2007, and encrypted ones
_ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
_EXPECTED_FILE = "an Excel workbook (.xlsx)"
_SAVE_AS = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."
_FRESH = "“roadmap-opt new fresh.xlsx --empty” writes an empty workbook"


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
            content = stream.read()
    except (FileNotFoundError, NotADirectoryError):
        remedy = "Check the name; “roadmap-opt new” writes a workbook."
        raise _unusable("E101", path.name, "no such file", remedy) from None
    except OSError as error:
        if path.is_dir():  # Windows calls opening a folder a lack of permission
            raise _unusable("E101", path.name, "a folder", "Name the workbook inside it.") from None
        remedy = "Close it in Excel, check that you may read it, and run again."
        raise _unusable("E103", path.name, f"the file cannot be opened ({error.strerror})", remedy) from None
    _require_workbook(path.name, content)
    return content


def read_content(name: str, content: bytes) -> ReadResult:
    """:func:`read_workbook` for a file that has been read already; ``name`` stands in the findings."""
    written = _load(name, content, results=False)
    # loading takes most of the time, so the results are loaded only if there is a formula to have one
    saved = _load(name, content, results=True) if _has_formula(written) else written
    _require_input_workbook(name, saved.sheetnames)
    findings = _version_findings(name, saved)
    grids: dict[str, Grid] = {}
    for title in saved.sheetnames:
        if fold(title) == fold(START_SHEET) or is_own_sheet(title):
            continue
        if not isinstance(saved[title], Worksheet):
            remedy = "Begin its name with # to keep it as your own."
            findings.append(Finding("E110", name, title, "", "", "a sheet that holds only a chart", "data", remedy))
            continue
        grids[title] = _cells(saved[title], written[title])
        findings += _merged_cells(name, saved[title])
    return assemble_grids(name, grids, findings)


def _require_workbook(name: str, content: bytes) -> None:
    """Raise unless the content is a zip archive with a workbook inside."""
    if content.startswith(_OLE_MAGIC):
        if _ENCRYPTED_MARK in content:
            remedy = "Remove the password in Excel (File, Info, Protect Workbook) and save."
            raise _unusable("E103", name, "a file protected by a password", remedy)
        raise _unusable("E102", name, "a workbook of Excel 97-2003 (.xls) or another old Office file", _SAVE_AS)
    if not content:
        raise _unusable("E102", name, "an empty file", "Restore it from a copy.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = set(archive.namelist())
    except zipfile.BadZipFile:
        if content.startswith(b"PK"):
            raise _unusable("E102", name, "a damaged or half-written workbook", "Restore it from a copy.") from None
        kind = "text, such as CSV" if b"\0" not in content[:4096] else "another kind of file"
        raise _unusable("E102", name, f"a file that holds {kind}", _SAVE_AS) from None
    if "xl/workbook.bin" in parts:
        raise _unusable("E102", name, "a binary workbook (.xlsb)", _SAVE_AS)
    if "[Content_Types].xml" not in parts:
        kind = "an OpenDocument spreadsheet (.ods)" if "mimetype" in parts else "a zip archive without a workbook"
        raise _unusable("E102", name, kind, _SAVE_AS)


def _load(name: str, content: bytes, *, results: bool) -> Workbook:
    try:
        with warnings.catch_warnings():
            # Excel saves drop-downs in an extension that openpyxl drops, and says so: only cells are read here
            warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
            return load_workbook(BytesIO(content), data_only=results)
    except Exception as error:  # openpyxl raises whatever its XML and zip layers raise on a damaged file
        remedy = "Open it in Excel, let it repair the file, save it; or restore it from a copy."
        found = f"a damaged workbook ({type(error).__name__}: {error})"
        raise _unusable("E102", name, found, remedy) from error


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


def _has_formula(book: Workbook) -> bool:
    return any(cell.data_type == "f" for sheet in book.worksheets for cell in sheet._cells.values())


def _unusable(code: str, name: str, found: str, remedy: str) -> InputError:
    return InputError([Finding(code, name, "", "", "", found, _EXPECTED_FILE, remedy)])


def _version_findings(workbook: str, book: Workbook) -> list[Finding]:
    """Nothing when the version fits; a finding when it is not stated; raises when it is another one."""
    start = next((book[name] for name in book.sheetnames if fold(name) == fold(START_SHEET)), None)
    if start is None and any(is_start({cell.row: {1: cell.value} for cell in page["A"]}) for page in book.worksheets):
        return []  # it has another name, which has a finding of its own
    expected = f"“{START_VERSION_LABEL}” {SCHEMA_VERSION} on the sheet {START_SHEET}"
    rows = start.iter_rows(max_col=2) if isinstance(start, Worksheet) else ()
    cell = next((value for label, value in rows if fold(words_of(label.value)) == fold(START_VERSION_LABEL)), None)
    stated = words_of(cell.value) if cell is not None else ""
    if stated == str(SCHEMA_VERSION):
        return []
    where = cell.coordinate if cell is not None else ""
    if not stated.isdecimal():
        remedy = f"{_FRESH}: copy your rows into it, or copy its {START_SHEET} sheet into yours."
        found = f"“{stated}”" if stated else "no schema version"
        return [Finding("E104", workbook, START_SHEET, where, "", found, expected, remedy)]
    if int(stated) > SCHEMA_VERSION:
        remedy = "The workbook was made by a newer roadmap-opt: install that version, or a newer one."
    else:
        remedy = f"{_FRESH} of this version: copy your rows into it sheet by sheet, column by column."
    raise InputError([Finding("E105", workbook, START_SHEET, where, "", f"schema version {stated}", expected, remedy)])


def _cells(saved: Worksheet, written: Worksheet) -> Grid:
    """The sheet's cells as they are; formulas by their saved result, errors and unsaved formulas marked as such."""
    rows: defaultdict[int, dict[int, object]] = defaultdict(dict)
    # the stored cells, not iter_rows(): a format applied down to the last row would yield a million empty rows
    for (row, column), cell in saved._cells.items():
        value: object = cell.value
        if cell.data_type == "e":
            value = ErrorCell(str(value))
        elif value is None:
            formula = written._cells.get((row, column))
            if formula is None or formula.data_type != "f" or cell.data_type == "str":  # "str": result is empty text
                continue
            value = UnsavedFormula(str(getattr(formula.value, "text", formula.value)))
        rows[row][column] = value
    return rows


def _merged_cells(workbook: str, sheet: Worksheet) -> list[Finding]:
    """Merged cells on a sheet of the contract: only the first of them holds a value."""
    name = next((name for name in SHEETS if fold(name) == fold(sheet.title)), None)
    if name is None:  # an unknown sheet has its own finding
        return []
    findings = []
    for merged in sheet.merged_cells.ranges:
        if merged.max_row >= NAME_ROW:
            remedy = "Unmerge the cells and fill in each of them."
            found = f"merged cells {merged.coord}"
            cell = f"{merged.start_cell.coordinate}"
            findings.append(Finding("E119", workbook, name, cell, "", found, "single cells", remedy))
    return findings
