"""What has to hold between a committed run, the workbook it was solved from, and the code as it is today."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from roadmap_opt.case.text_tables import inputs_hash, load_text_tables
from roadmap_opt.loaded_run import audit_run, load_saved
from roadmap_opt.pipeline import prepare
from roadmap_opt.report.run.run_page import write_report
from roadmap_opt.report.run_book.book import write_results
from roadmap_opt.runs.run_files import REPORT_FILE, RESULTS_FILE
from roadmap_opt.runs.run_folder import load_run
from roadmap_opt.studies.scenarios.summary import figures
from roadmap_opt.workbook.read import workbook_content

EXAMPLE = Path(__file__).parents[2] / "results" / "example"
"""The committed run of the default case. Not to be changed."""

DIGITS = 12
"""Digits in which numbers are compared: sums come out otherwise in the last one or two from processor to processor."""

_LONG = re.compile(r"\d+\.\d{6,}(?:e-?\d+)?")
"""A number written with so many digits that its last ones may be a processor's."""

Cells = dict[tuple[str, str], Any]


def differences(run: Path, workbook: Path, scratch: Path) -> Iterator[str]:
    """Everything by which the run in ``run`` is not what this code makes of ``workbook``, a line each."""
    loaded = load_run(run)
    record, content = loaded.record, workbook_content(workbook)
    inputs = prepare(workbook, record.scenario, content).inputs
    if record.workbook_sha256 != hashlib.sha256(content).hexdigest():
        yield f"it was solved from another workbook than {workbook.name}"
    if (loaded.inputs / workbook.name).read_bytes() != content:
        yield f"its copy of the workbook is not {workbook.name}"
    if record.inputs_sha256 != inputs_hash(inputs):
        yield f"scenario {record.scenario} of {workbook.name} has other inputs today than it was solved with"
    if record.inputs_sha256 != inputs_hash(load_text_tables(loaded.inputs)):
        yield "the tables in its folder inputs are not those it was solved with"
    if record.workbook_place != f"../{workbook.parent.name}/{workbook.name}":
        yield f"it records the workbook at {record.workbook_place or 'no place'}"
    if record.started_from or record.held is not None:
        yield f"it was not solved from nothing but the workbook: {record.started_from or record.held}"
    yield from (f"the audit says: {violation}" for violation in audit_run(run, pages=False).violations)
    results = load_saved(run)
    page = scratch / REPORT_FILE
    write_report(page, results, "en")
    committed = (run / REPORT_FILE).read_text(encoding="utf-8")
    yield from _other_lines(committed, page.read_text(encoding="utf-8"))
    book = scratch / RESULTS_FILE
    write_results(book, replace(results, inputs=inputs), "en")  # rows carry their numbers in the workbook
    yield from _other_cells(cells(run / RESULTS_FILE), cells(book), RESULTS_FILE)


def _other_lines(committed: str, today: str) -> Iterator[str]:
    """Lines of the page; what is drawn is in it as data, so a page that looks different is different here."""
    first, second = _rounded(committed).splitlines(), _rounded(today).splitlines()
    for number, (before, now) in enumerate(zip(first, second, strict=False), 1):
        if before != now:
            at = next((i for i, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), 0)
            yield f"{REPORT_FILE}, line {number}: {before[at - 20 : at + 60]!r} is {now[at - 20 : at + 60]!r} today"
    if len(first) != len(second):
        yield f"{REPORT_FILE} has {len(first)} lines, {len(second)} today"


def _rounded(text: str) -> str:
    return _LONG.sub(lambda found: f"{float(found[0]):.{DIGITS}g}", text)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=10.0**-DIGITS)
    return bool(one == other)


def _other_cells(committed: Cells, today: Cells, name: str) -> Iterator[str]:
    for place in dict.fromkeys((*committed, *today)):
        found, expected = committed.get(place), today.get(place)
        if not _same(found, expected):
            yield f"{name} › {place[0]}!{place[1]}: {found!r} is {expected!r} today"


def different_cells(one: Path, other: Path) -> list[str]:
    """Cells whose values are not the same in two workbooks, a line each."""
    return list(_other_cells(cells(one), cells(other), one.name))


def cells(path: Path) -> Cells:
    """Every cell that holds something, by sheet and place; formulas as they are written."""
    book = load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def quoted(text: str) -> tuple[set[tuple[int, int]], set[float]]:
    """Figures about a run that a page of documentation quotes: targets met of how many, and proven gaps in per cent."""
    targets = {(int(met), int(all_)) for met, all_ in re.findall(r"(\d+)\s+of\s+(\d+)\s+targets", text)}
    return targets, {float(gap) for gap in re.findall(r"within\s+([\d.]+)\s*%", text)}


def told(run: Path) -> Mapping[str, Any]:
    """The same figures from the run itself."""
    loaded = load_run(run)
    found = figures(loaded)
    gap = loaded.record.gap
    return {
        "targets": (found["targets_met"], found["targets_counted"]),
        "gap": None if gap is None else round(100 * gap, 1),
    }
