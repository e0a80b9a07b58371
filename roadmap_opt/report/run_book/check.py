"""Does a results workbook hold what this run's would? It is written anew, and the two are compared cell by cell."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_opt.messages import LANGUAGES, Language
from roadmap_opt.output.damage import Problem
from roadmap_opt.report.run_book.book import write_results
from roadmap_opt.runs.run import Run
from roadmap_opt.words import RESULTS_BOOK as TEXTS
from roadmap_opt.workbook.read import unreadable, workbook_content
from roadmap_opt.workbook.xlsx.faults import Damaged, FileFault
from roadmap_opt.workbook.xlsx.package import Package

_WRITTEN_WHEN = "docprops/core.xml"
_WRITTEN_BY = "docprops/app.xml"

Cells = dict[tuple[int, int], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class BookCheck:
    """``differences`` lists what is not as it should be. ``saved_anew``: every cell is, but another program has saved
    the file since, so that its charts and formats were not compared.
    """

    differences: tuple[Problem, ...] = ()
    saved_anew: bool = False


def check_book(path: Path, run: Run, most: int) -> BookCheck:
    """Compare the workbook at ``path`` with what :func:`write_results` makes of the results; ``most`` are listed.

    Compared are values, formulas, the results saved with them, and comments; when all of these agree, charts and
    formats as well. Raises :class:`InputError` when the file is no workbook.
    """
    found = workbook_content(path)
    parts = _parts(path.name, found)  # before it is loaded whole: here what unpacks without end is refused
    written = _loaded(path.name, found, run=False)
    language = next((each for each in LANGUAGES if TEXTS(each, "sheet_summary") in written.sheetnames), LANGUAGES[0])
    expected = _written_anew(run, language)
    ours = _parts(path.name, expected)
    if parts == ours:
        return BookCheck()
    differences = _different(path.name, written, _loaded(path.name, expected, run=False))
    if not differences:
        saved = [_loaded(path.name, content, run=True) for content in (found, expected)]
        differences = _different(path.name, *saved, as_found=True)
    if not differences and parts.get(_WRITTEN_BY) != ours[_WRITTEN_BY]:
        return BookCheck(saved_anew=True)
    if not differences:
        changed = sorted(name for name in parts.keys() | ours.keys() if parts.get(name) != ours.get(name))
        differences = [
            Problem(path.name, name, "other content", "the charts and formats of this run") for name in changed
        ]
    return BookCheck(tuple(differences[:most]))


def _written_anew(run: Run, language: Language) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.xlsx"
        write_results(path, run, language)
        return path.read_bytes()


def _parts(name: str, content: bytes) -> dict[str, bytes]:
    """Files within the workbook, without the one that says when it was written."""
    try:
        package = Package(name, content)
        return {part: b"".join(package.pieces(part)) for part in sorted(package.parts) if part != _WRITTEN_WHEN}
    except FileFault as fault:
        raise unreadable(name, fault) from fault


def _loaded(name: str, content: bytes, *, run: bool) -> Workbook:
    """The workbook with its formulas, or with the ``results`` saved with them."""
    try:
        return load_workbook(BytesIO(content), data_only=run)
    except Exception as error:  # openpyxl raises whatever its layers raise on a damaged file
        raise unreadable(name, Damaged(f"{type(error).__name__}: {error}")) from error


def _different(file: str, found: Workbook, expected: Workbook, *, as_found: bool = False) -> list[Problem]:
    """Sheets and cells that differ, in the order of the sheets.

    ``as_found``: only cells that hold something are compared. A program that does not calculate saves the right formula
    without its result.
    """
    if found.sheetnames != expected.sheetnames:
        return [Problem(file, "sheets", ", ".join(found.sheetnames), ", ".join(expected.sheetnames))]
    differences = []
    for name in expected.sheetnames:
        here, there = _cells(found[name]), _cells(expected[name])
        for row, column in sorted(here.keys() if as_found else here.keys() | there.keys()):
            pair = [cells.get((row, column), (None, None)) for cells in (here, there)]
            if not _same(*pair):
                where = f"{name}!{expected[name].cell(row, column).coordinate}"
                differences.append(Problem(file, where, *(_shown(cell) for cell in pair)))
    return differences


def _cells(sheet: Any) -> Cells:
    """Value and comment of every filled cell; none for a sheet that holds a chart only."""
    if not isinstance(sheet, Worksheet):
        return {}
    found: Cells = {}
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        remark = None if cell.comment is None else cell.comment.text.strip()
        if cell.value not in (None, "") or remark is not None:  # an empty text is an empty cell
            found[cell.row, cell.column] = (None if cell.value == "" else cell.value, remark)
    return found


def _same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Equal, but for the last digits of a number that another program has calculated or written."""
    (value, remark), (wanted, wanted_remark) = one, other
    if isinstance(value, int | float) and isinstance(wanted, int | float):
        return abs(value - wanted) <= 1e-9 * max(1.0, abs(wanted)) and remark == wanted_remark
    return type(value) is type(wanted) and value == wanted and remark == wanted_remark


def _shown(cell: tuple[Any, ...]) -> str:
    words = " · ".join(str(part) for part in cell if part is not None) or "an empty cell"
    return words if len(words) <= 60 else f"{words[:57]}..."
