"""From the raw sheets of one input (a workbook or a folder of text tables) to typed tables and all findings at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from roadmap_opt.case import sheets as _sheets  # noqa: F401  (fills SHEETS)
from roadmap_opt.case.causes import one_per_cause
from roadmap_opt.case.cells import is_blank
from roadmap_opt.case.grid import OWN_MARK, RawSheet, SheetReader, letter_of, words_of
from roadmap_opt.case.headings import with_meant_headings
from roadmap_opt.case.names import fold, nearest
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.sheet_names import SETTINGS_COLUMNS, sheets_by_table
from roadmap_opt.case.tables import REMARKS, Provenance, Row, Table, Tables
from roadmap_opt.case.totals import without_sums
from roadmap_opt.errors import Finding, sorted_findings
from roadmap_opt.messages import Text
from roadmap_opt.said import said

_OWN_SHEETS = ("notes", "notlar")
_PROVENANCE = {name: SHEETS["Sites"].column(name) for name in REMARKS}


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What reading yields: every table of the contract, and every finding, sorted by sheet and row."""

    tables: Tables
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that forbid using the tables, one for each cause."""
        return tuple(finding for finding in one_per_cause(self.findings) if finding.is_error)


def is_own_sheet(name: str) -> bool:
    """Whether the sheet is the planner's own: its name begins with ``#``, ``Notes`` or ``Notlar``."""
    return name.strip().startswith(OWN_MARK) or fold(name).startswith(_OWN_SHEETS)


def assemble(workbook: str, raw_sheets: Iterable[RawSheet], earlier: Iterable[Finding] = ()) -> ReadResult:
    """Read every sheet against the contract; ``earlier`` findings are sorted in with the new ones."""
    findings = list(earlier)
    known = sheets_by_table(workbook, raw_sheets, findings)
    tables: dict[str, Table] = {}
    years: tuple[int, ...] = ()
    for spec in SHEETS.values():  # Settings come first: they set the years
        raw = known.get(spec.name)
        reader = SheetReader(workbook, spec, years)
        if raw is not None:
            raw = without_sums(reader, with_meant_headings(reader, raw))
        if raw is None:
            table = _missing_sheet(reader, silent=any((spec.name,) in finding.breaks for finding in findings))
        elif spec.layout == "settings":
            table = _settings(reader, raw)
            years = _horizon(table.rows[0])
        else:
            table = reader.table(raw)
            _report_no_rows(reader, table)
        tables[spec.name] = table
        findings += reader.findings
    spelled = {name: _canonical_references(table, tables) for name, table in tables.items()}
    return ReadResult(spelled, sorted_findings(findings, tuple(SHEETS)))


def _missing_sheet(reader: SheetReader, *, silent: bool) -> Table:
    """A table without rows; ``silent`` when a finding has said already why the sheet cannot be read."""
    spec = reader.spec
    broken = ((spec.name,),)
    if silent:
        pass
    elif spec.may_be_empty:
        remedy = "Nothing to do if that is meant; otherwise add the sheet."
        expected = "the sheet, which may be empty"
        reader.report("E111", "", "no such sheet", expected, remedy, severity="warning", breaks=broken)
    else:
        remedy = "Add the sheet: “roadmap-opt new” writes a workbook with all of them."
        reader.report(
            "E111",
            "",
            "no such sheet",
            said("the sheet “{title}”", title=Text(spec.en, spec.tr)),
            remedy,
            breaks=broken,
        )
    if spec.layout == "settings":
        everything = frozenset(column.name for column in spec.columns)
        return Table(spec, (Row(dict.fromkeys(everything), 0, unreadable=everything),))
    return Table(spec, ())


def _report_no_rows(reader: SheetReader, table: Table) -> None:
    if not table.rows and not table.spec.may_be_empty:
        broken = ((table.spec.name,),)
        reader.report("E113", "", "a sheet without rows", "at least one row", "Fill in the sheet.", breaks=broken)


def _settings(reader: SheetReader, raw: RawSheet) -> Table:
    """The settings as one row whose fields stand below one another in the sheet."""
    spec = reader.spec
    columns = reader.locate(raw, list(SETTINGS_COLUMNS))
    for name in ("setting", "value"):
        if name not in columns:
            where = f"A{raw.header_row}"
            expected = said("the columns {names}", names=", ".join(SETTINGS_COLUMNS))
            reader.report(
                "E116", where, said("no column “{name}”", name=name), expected, "Add it.", breaks=(("Settings",),)
            )
    by_fold = {fold(column.name): column for column in spec.columns}
    values: dict[str, Any] = {}
    letters: dict[str | int, str] = {}
    provenance: dict[str, Provenance] = {}
    first_number = raw.header_row + 1
    for number, cells in raw.filled_rows(columns.values()):
        written = cells.get(columns.get("setting", 0))
        column = by_fold.get(fold(words_of(written)))
        where = f"{letter_of(columns.get('setting', 1))}{number}"
        if column is None:
            if reader.leave_out(where):
                continue
            text = words_of(written)
            near = nearest(text, (known.name for known in spec.columns)) if text else None
            expected = "the name of a setting" + (said(", perhaps {meant}", meant=near) if near else "")
            reader.report(
                "E122",
                where,
                said("unknown setting “{text}”", text=text),
                expected,
                "Correct the name or delete the row.",
            )
            continue
        if column.name in letters:
            expected = said("one row, as {cell}", cell=letters[column.name])
            reader.report(
                "E124",
                where,
                said("a second row for {column}", column=column.name),
                expected,
                "Delete one of the rows.",
            )
            continue
        name_of_row = partial(str, column.name)
        at = columns.get("value", 0)
        letters[column.name] = f"{letter_of(at)}{number}"
        if at:
            reader.cell(cells.get(at), column, (at, number), name_of_row, raw, values, column.name)
        unit = words_of(cells.get(columns.get("unit", 0)))
        if unit and column.meta.unit and fold(unit) != fold(column.meta.unit):
            reader.report(
                "E127",
                f"{letter_of(columns['unit'])}{number}",
                said("the unit “{unit}” beside {setting}", unit=unit, setting=column.name),
                said("{unit}: the value is read in this unit", unit=column.meta.unit),
                "Restore the unit, and convert the value if it was entered in another one.",
            )
        remarks: dict[str, Any] = dict.fromkeys(_PROVENANCE)
        for name, spec_of_remark in _PROVENANCE.items():
            if name in columns:
                place = (columns[name], number)
                reader.cell(cells.get(columns[name]), spec_of_remark, place, name_of_row, raw, remarks, name)
        provenance[column.name] = Provenance(**remarks)
    for column in spec.columns:
        if column.name not in letters:
            what = said("no row for the setting {column}", column=column.name)
            reader.report(
                "E123",
                f"A{raw.header_row}",
                what,
                said("a row for it: {meaning}", meaning=Text(column.meta.en, column.meta.tr)),
                "Add the row.",
            )
    unreadable = frozenset(column.name for column in spec.columns if column.name not in values)
    row = Row({column.name: values.get(column.name) for column in spec.columns}, first_number, unreadable=unreadable)
    return Table(spec, (row,), letters, provenance)


def _horizon(row: Row) -> tuple[int, ...]:
    first, last = row.values["first_year"], row.values["last_year"]
    return () if first is None or last is None else tuple(range(first, last + 1))


def _canonical_references(table: Table, tables: Mapping[str, Table]) -> Table:
    """Spell every reference as the row it names: capitals, spaces and the Turkish i do not separate them."""
    known = {column.name: _names_in(tables, column.meta.refers) for column in table.spec.columns if column.meta.refers}
    if not known:
        return table
    return replace(table, rows=tuple(_spelled(row, known) for row in table.rows))


def _names_in(tables: Mapping[str, Table], reference: str) -> dict[str, str]:
    sheet, column = reference.split(".")
    names = [row.values[column] for row in tables[sheet] if not is_blank(row.values[column])]
    by_fold: dict[str, str] = {}
    for name in names:
        by_fold.setdefault(fold(name), name)
    return by_fold | {name: name for name in names}


def _spelled(row: Row, known: Mapping[str, Mapping[str, str]]) -> Row:
    changed = {}
    for column, names in known.items():
        value = row.values[column]
        meant = names.get(value, names.get(fold(value))) if value is not None else None
        if meant is not None and meant != value:
            changed[column] = meant
    return replace(row, values={**row.values, **changed}) if changed else row
