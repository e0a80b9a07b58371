"""Tables as text: a folder with one CSV file per sheet, so that a change of a number shows in a diff.

Header row, then one row per entity; a column that runs across the years has one text column per year. Decimal points,
``yes``/``no``, ``no limit``; UTF-8. `Settings.csv` has the columns setting, value, source, confidence, note.
Texts that begin like a formula: :mod:`roadmap_opt.csv_text`.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from roadmap_opt.case.assembly import ReadResult, assemble
from roadmap_opt.case.cells import format_cell
from roadmap_opt.case.grid import RawSheet, headings, value_under, years_in
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.sheet_names import NOT_IN_RESULTS
from roadmap_opt.case.tables import REMARKS, Provenance, Table, Tables
from roadmap_opt.csv_text import guarded, unguarded
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.said import said


def load_text_tables(folder: Path) -> Tables:
    """The tables of ``folder``; raises :class:`InputError` with every error when one cannot be read."""
    result = read_text_tables(folder)
    if result.errors:
        raise InputError(result.errors)
    return result.tables


def read_text_tables(folder: Path) -> ReadResult:
    """The tables of ``folder`` and all findings; a sheet without a file is an empty table."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        remedy = "Name a folder that holds Settings.csv and the other tables."
        raise InputError([Finding("E101", folder.name, "", "", "", "no text tables", "a folder of CSV files", remedy)])
    findings: list[Finding] = []
    raws = [raw for file in files if (raw := _raw_sheet(file, folder.name, findings)) is not None]
    return assemble(folder.name, raws, findings)


def write_text_tables(folder: Path, tables: Tables) -> None:
    """Write one CSV file per table that has rows; reading them back gives the same values."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, spec in SHEETS.items():
        table = tables[name]
        if not table.rows:
            continue
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            lines = _settings_lines(table) if spec.layout == "settings" else _table_lines(table)
            csv.writer(stream, lineterminator="\n").writerows([guarded(cell) for cell in line] for line in lines)


def inputs_hash(tables: Tables) -> str:
    """Hash of everything that a result rests on: equal exactly when the resolved inputs are.

    The sheets that only name variations, cite or compare (:data:`NOT_IN_RESULTS`) do not count: a new scenario does
    not make the results of the others old.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for name, spec in SHEETS.items():
        if name not in NOT_IN_RESULTS:
            writer.writerow([f"[{name}]"])
            writer.writerows(_settings_lines(tables[name]) if spec.layout == "settings" else _table_lines(tables[name]))
    return hashlib.sha256(text.getvalue().encode()).hexdigest()


def differing_lines(found: Tables, expected: Tables) -> Iterator[tuple[str, int, str, str]]:
    """Sheet, line (the head is 1) and both texts of every line that differs; a line that one lacks is empty there."""
    for name, spec in SHEETS.items():
        lines = _settings_lines if spec.layout == "settings" else _table_lines
        pairs = zip_longest(*([",".join(line) for line in lines(tables[name])] for tables in (found, expected)))
        for number, (here, there) in enumerate(pairs, start=1):
            if here != there:
                yield name, number, here or "", there or ""


def _raw_sheet(file: Path, workbook: str, findings: list[Finding]) -> RawSheet | None:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            lines = [[unguarded(cell) for cell in line] for line in csv.reader(stream, strict=True)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        remedy = "Save the file as comma-separated text in UTF-8."
        findings.append(
            Finding(
                "E102",
                workbook,
                file.stem,
                "",
                "",
                said("not readable text ({error})", error=error),
                "a CSV file in UTF-8",
                remedy,
            )
        )
        return None
    cells = [dict(enumerate(line, start=1)) for line in lines] or [{}]
    return RawSheet(file.stem, 1, cells[0], tuple(enumerate(cells[1:], start=2)), decimal_point=True)


def _table_lines(table: Table) -> Iterator[list[str]]:
    spread = headings(table.spec, years_in(table))
    yield [str(heading) for heading, _ in spread]
    for row in table:
        yield [format_cell(value_under(row, heading, column)) for heading, column in spread]


def _settings_lines(table: Table) -> Iterator[list[str]]:
    (row,) = table.rows
    yield ["setting", "value", *REMARKS]
    for column in table.spec.columns:
        remarks = table.provenance.get(column.name, Provenance(None, None, None))
        values = (row.values[column.name], *(getattr(remarks, name) for name in REMARKS))
        yield [column.name, *map(format_cell, values)]
