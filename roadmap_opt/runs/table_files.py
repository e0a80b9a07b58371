"""Result tables as text: `tables/<name>.csv`, tidy, full precision, written and read by one contract."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from roadmap_opt.csv_text import guarded, unguarded
from roadmap_opt.output.damage import Problem
from roadmap_opt.output.tables import RESULT_TABLES, ResultColumn, ResultTable
from roadmap_opt.said import said, why

TABLES_FOLDER = "tables"

LONGEST_HEAD = 2000
"""Characters of a first line that may still be one of ours."""

SHOWN = 5
"""Problems of one table that are named; the rest is counted."""

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_NUMBER = re.compile(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,4})?")


def write_tables(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write every result table as CSV; a missing table or a wrong column is an error, not an omission."""
    target = folder / TABLES_FOLDER
    target.mkdir()
    for name, spec in RESULT_TABLES.items():
        frame = tables[name]
        if list(frame.columns) != spec.column_names:
            raise ValueError(f"table {name} has columns {list(frame.columns)}, the contract says {spec.column_names}")
        written = frame.copy()
        for column in (column.name for column in spec.columns if _is_flag(column)):
            written[column] = written[column].map({True: "yes", False: "no"})
        for column in (column.name for column in spec.columns if column.key and not column.is_year):
            written[column] = [guarded(str(cell)) for cell in written[column]]
        written.to_csv(target / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")


def read_tables(folder: Path, problems: list[Problem]) -> dict[str, pd.DataFrame]:
    """Every result table of the run in ``folder``; what is wrong with one is added to ``problems``."""
    return {name: _read(folder / TABLES_FOLDER / f"{name}.csv", spec, problems) for name, spec in RESULT_TABLES.items()}


def _read(path: Path, spec: ResultTable, problems: list[Problem]) -> pd.DataFrame:
    file = f"{TABLES_FOLDER}/{path.name}"
    found: list[Problem] = []
    rows: list[list[Any]] = []
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for number, cells in enumerate(_lines(stream, spec, file, found), start=2):
                rows.append(_row(cells, spec, said("row {number}", number=number), file, found))
    except FileNotFoundError:
        if spec.is_optional:
            return pd.DataFrame(columns=spec.column_names)
        found.append(Problem(file, "file", "no such file", "the table"))
    except UnicodeDecodeError:
        found.append(Problem(file, "file", "bytes that are no text", "text in UTF-8"))
    except csv.Error as error:
        found.append(Problem(file, "file", said("no table ({error})", error=error), "comma-separated text"))
    except OSError as error:
        found.append(Problem(file, "file", said("it cannot be opened ({reason})", reason=why(error)), "a file"))
    if found:
        more = len(found) - SHOWN
        problems += found[:SHOWN]
        if more > 0:
            problems.append(Problem(file, "more rows", said("{more} more problem(s)", more=more), "none"))
        rows = []
    frame = pd.DataFrame(rows, columns=spec.column_names, dtype=object)
    for column in spec.columns:
        if column.is_year:
            frame[column.name] = frame[column.name].astype("int64")
        elif not column.key and not _is_flag(column):
            frame[column.name] = frame[column.name].astype("float64")
    return frame


def _lines(stream: Any, spec: ResultTable, file: str, found: list[Problem]) -> Iterator[list[str]]:
    """The rows below a head that is as it should be; a file of another kind is not read to its end."""
    head = stream.readline(LONGEST_HEAD).rstrip("\r\n")
    expected = ",".join(spec.column_names)
    if head != expected:
        shown = ascii(head if len(head) <= 80 else f"{head[:77]}...")
        found.append(
            Problem(
                file, "row 1", said("columns {shown}", shown=shown), said("columns {expected!r}", expected=expected)
            )
        )
        return
    yield from csv.reader(stream, strict=True)


def _row(cells: list[str], spec: ResultTable, where: str, file: str, found: list[Problem]) -> list[Any]:
    if len(cells) != len(spec.columns):
        found.append(
            Problem(
                file, where, said("{count} cells", count=len(cells)), said("{count} cells", count=len(spec.columns))
            )
        )
        return [None] * len(spec.columns)
    values = []
    for column, cell in zip(spec.columns, cells, strict=True):
        read, expected = _reader(column)
        try:
            values.append(read(cell))
        except ValueError:
            shown = ascii(cell if len(cell) <= 40 else f"{cell[:37]}...")
            found.append(
                Problem(file, said("{where}, column {column}", where=where, column=column.name), shown, expected)
            )
            values.append(None)
    return values


def _reader(column: ResultColumn) -> tuple[Callable[[str], Any], str]:
    """How a cell of a column is read, and what it has to be."""
    if column.is_year:
        return _year, "a year"
    if column.key:
        return _name, "a name"  # names stay text as written: a site may be called "007" or "NA"
    if _is_flag(column):
        return _yes_or_no, "yes or no"
    return _number, "a number"


def _year(cell: str) -> int:
    if not _WHOLE.fullmatch(cell):
        raise ValueError(cell)
    return int(cell)


def _name(cell: str) -> str:
    if any(ord(letter) < 32 for letter in cell):
        raise ValueError(cell)
    return unguarded(cell)


def _number(cell: str) -> float:
    if cell == "":
        return math.nan
    if not _NUMBER.fullmatch(cell):
        raise ValueError(cell)
    return float(cell)


def _yes_or_no(cell: str) -> bool:
    if cell not in ("yes", "no"):
        raise ValueError(cell)
    return cell == "yes"


def _is_flag(column: ResultColumn) -> bool:
    return column.unit == "yes/no"
