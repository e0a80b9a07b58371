"""Carrying an older workbook over to this version: every value that still has a place, and a list of what has none.

What has a place is what the reader finds under the names of today's contract. A cell that it cannot read is carried
over as its words, so that `check` says of the new workbook what it would have said of the old one. Whatever else stands
in the old workbook is listed with its cell: nothing is lost unnoticed, and the old file is never touched.

What is new is taken from the default workbook where that is the careful choice: new settings; the sheets on lenders,
without which nobody lends; new columns of rows that the default workbook knows under the same name. Other new sheets
stay empty and other new cells blank, those of markets and contracts among them: what they add was not in use before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from roadmap_opt.case.cells import format_cell, is_blank
from roadmap_opt.case.grid import letter_of, words_of
from roadmap_opt.case.names import fold
from roadmap_opt.case.schema import SHEETS, ColumnSpec, SheetSpec
from roadmap_opt.case.sheet_names import SETTINGS_COLUMNS
from roadmap_opt.case.tables import Row, Table, Tables
from roadmap_opt.errors import InputError, letters_and_row
from roadmap_opt.messages import Language, Text
from roadmap_opt.words import UPGRADE as SAY
from roadmap_opt.workbook.grids import Grid, assemble_grids
from roadmap_opt.workbook.layout import FIRST_DATA_ROW, NAME_ROW, UNIT_HEADING, column_letter
from roadmap_opt.workbook.read import OpenedWorkbook
from roadmap_opt.workbook.stored import AsTyped
from roadmap_opt.workbook.upgrade_headings import without_guesses

Kind = Literal["gone", "new", "open"]

_REFUSED = ("E104", "E110", "E111", "E112", "E114", "E119", "E127", "E128")
"""Errors after which it is not certain which cell is meant: they are put right in the old workbook first."""

_FILLED_SHEETS = ("LenderClasses", "Perimeters", "BankDeck")
"""New sheets that take the default workbook's rows: every loan needs a lender who says how it looks at the plan."""

_AS_BEFORE = ("Markets", "Contracts")
"""Sheets whose new columns stay blank, which means what the old workbook meant: a deal has the terms that it had."""

_TERMS = (("Funding", "repayment_pace"),)
"""Columns of other sheets for which the same holds."""

_RENAMED_DEFINITIONS = {("foreign_sources", "standard"): "mobilised", ("partnerships", "standard"): "concluded"}
"""Definitions of indicators of version 1 that have another name since and say the same."""

_REDEFINED = ("domestic_powder_share", "powder_conversion", "value_multiplier")
"""Indicators of version 1 that measure more strictly since, under the same name."""

_VARIATIONS = ("Overlays", "Sweeps")
"""Sheets whose rows name a column of another sheet; a row for a column that is gone would only be refused."""

_ADVICE = {
    ("Settings", "minimum_dscr"): "advice_cover",
    ("Settings", "maximum_deficit"): "advice_deck",
    ("Settings", "spot_revenue_counted"): "advice_deck",
    ("Settings", "equity_cure_share"): "advice_support",
    **{("Modules", f"ramp_{year}"): "advice_ramp" for year in range(1, 6)},
    ("Eligibility", "interest"): "advice_interest",
}
"""What to look at instead of a setting or column that is gone, by sheet and name."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What became of something: ``gone`` has no place any more (``cell`` is the old workbook's, ``held`` what stood
    there), ``new`` was filled or left blank, ``open`` waits for a value (``cell`` is the new workbook's).
    """

    kind: Kind
    sheet: str
    cell: str
    words: Text
    held: str = ""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The tables of the new workbook and every remark, in the order of the sheets."""

    tables: Tables
    remarks: tuple[Remark, ...]

    def lines(self, language: Language) -> list[tuple[str, ...]]:
        """The remarks as rows of text below a head, for the new workbook's sheet about them."""
        told = (
            (SAY(language, f"kind_{each.kind}"), each.sheet, each.cell, each.words.in_language(language), each.held)
            for each in self.remarks
        )
        return [tuple(SAY(language, f"head_{name}") for name in ("kind", "sheet", "cell", "words", "held")), *told]


def upgraded(opened: OpenedWorkbook, defaults: Tables) -> Upgraded:
    """What the opened workbook holds, as tables of this version; ``defaults`` are those of the default workbook.

    Raises :class:`InputError` with what has to be put right first where it is not certain which cell is meant.
    """
    grids = without_guesses(opened.grids)
    read = assemble_grids(opened.name, grids, opened.findings)
    refused = [finding for finding in read.findings if finding.is_error and finding.code in _REFUSED]
    horizon = read.tables["Settings"].rows[0]
    if not refused and {"first_year", "last_year"} & horizon.unreadable:
        refused = [finding for finding in read.findings if finding.is_error and finding.sheet == "Settings"]
    if refused:
        raise InputError(refused)
    return _Upgrade({fold(title): grid for title, grid in opened.grids.items()}, read.tables, defaults).whole(opened)


class _Upgrade:
    """One workbook on its way; ``grids`` are the old cells by folded name of the sheet."""

    def __init__(self, grids: Mapping[str, Grid], read: Tables, defaults: Tables) -> None:
        self._grids, self._read, self._defaults = grids, read, defaults
        self._remarks: list[Remark] = []
        self._gone: set[tuple[str, str]] = set()
        settings = read["Settings"].rows[0].values
        self._years = tuple(range(settings["first_year"], settings["last_year"] + 1))

    def whole(self, opened: OpenedWorkbook) -> Upgraded:
        tables = {}
        for name, table in self._read.items():
            grid = self._grids.get(fold(name), {})
            self._list_without_place(table, grid)
            tables[name] = replace(table, rows=tuple(_with_words(table, row, grid) for row in table))
        for name in _VARIATIONS:
            tables[name] = self._without_targets_gone(tables[name])
        if opened.version == 1:
            tables["Targets"] = self._with_definitions_of_today(tables["Targets"])
        for title in opened.own_sheets:
            self._say("gone", title, "", "own_sheet")
        absent = [name for name in SHEETS if fold(name) not in self._grids]
        for name in absent:
            tables[name] = self._new_sheet(name, tables)
        for name, table in tables.items():
            if table.spec.layout == "settings":
                tables[name] = self._with_new_settings(table)
            elif name not in absent:
                tables[name] = self._with_new_columns(table, tables)
        order = {name: at for at, name in enumerate(SHEETS)}
        self._remarks.sort(key=lambda remark: order.get(remark.sheet, len(order)))
        return Upgraded(tables, tuple(self._remarks))

    def _say(self, kind: Kind, sheet: str, cell: str, key: str, **values: object) -> None:
        self._remarks.append(Remark(kind, sheet, cell, SAY.both(key, **values)))

    def _advised(self, target: tuple[str, str], key: str, **values: object) -> Text:
        said, advice = SAY.both(key, **values), SAY.both(_ADVICE.get(target, "advice_other"))
        return Text(f"{said.en} {advice.en}", f"{said.tr} {advice.tr}")

    # --- what has no place any more -----------------------------------------------------------------------------------

    def _list_without_place(self, table: Table, grid: Grid) -> None:
        """Every filled cell below the head that was not read under a name of the contract."""
        if table.spec.layout == "settings":
            self._list_settings_gone(table, grid)
            return
        head = grid.get(NAME_ROW, {})
        ours = {letter_of(at) for at, raw in head.items() if words_of(raw) == UNIT_HEADING}
        carried = {*table.letters.values(), *ours}
        rows = {row.number: row for row in table}
        lost: dict[int, dict[int, str]] = {}
        for number, cells in sorted(grid.items()):
            for at, raw in cells.items():
                if letter_of(at) in ours or number < FIRST_DATA_ROW or is_blank(raw):
                    continue
                if not (number in rows and letter_of(at) in carried):
                    lost.setdefault(at, {})[number] = words_of(raw)
        self._gone |= {(table.spec.name, fold(words_of(head[at]))) for at in head if letter_of(at) not in carried}
        for at, values in sorted(lost.items()):
            letter, heading = letter_of(at), words_of(head.get(at))
            cell = f"{letter}{min(values)}" + (f":{letter}{max(values)}" if len(values) > 1 else "")
            held = "; ".join(
                ": ".join(filter(None, (_name_of(table, rows[number]) if number in rows else "", value)))
                for number, value in values.items()
            )
            name = heading or letter
            words = self._advised((table.spec.name, name), "gone_column", name=name, count=len(values))
            self._remarks.append(Remark("gone", table.spec.name, cell, words, held))

    def _list_settings_gone(self, table: Table, grid: Grid) -> None:
        head = {fold(words_of(raw)): at for at, raw in grid.get(NAME_ROW, {}).items()}
        contract = {head[name] for name in SETTINGS_COLUMNS if name in head}
        printed = {head[name] for name in ("setting", "unit", "meaning_en", "meaning_tr") if name in head}
        name_at, carried = head.get("setting", 1), set(table.letters.values())
        value_at = letter_of(head.get("value", 2))
        for number, cells in sorted(grid.items()):
            if number < FIRST_DATA_ROW or all(is_blank(raw) for raw in cells.values()):
                continue
            name = words_of(cells.get(name_at))
            known = f"{value_at}{number}" in carried
            held = "; ".join(words_of(raw) for at, raw in sorted(cells.items())
                             if not is_blank(raw) and at not in (contract if known else printed))  # fmt: skip
            if not known:
                self._gone.add(("Settings", fold(name)))
            if held:
                words = self._advised(("Settings", name), "gone_setting", name=name or f"{value_at}{number}")
                self._remarks.append(Remark("gone", "Settings", f"{letter_of(name_at)}{number}", words, held))

    def _without_targets_gone(self, table: Table) -> Table:
        """The rows of a sheet of variations whose column is still there; the others are listed whole."""
        kept = []
        for row in table:
            sheet, column = str(row.values["table"]), str(row.values["column_name"])
            target = next((name for name in SHEETS if fold(name) == fold(sheet)), sheet)
            if (target, fold(column)) not in self._gone:
                kept.append(row)
                continue
            held = "; ".join(format_cell(value) for value in row.values.values() if value is not None)
            words = self._advised((target, fold(column)), "gone_row", sheet=target, column=column)
            self._remarks.append(Remark("gone", table.spec.name, f"A{row.number}", words, held))
        return replace(table, rows=tuple(kept))

    def _with_definitions_of_today(self, table: Table) -> Table:
        """The targets of version 1 with the names that their definitions have today."""
        kept = []
        for number, row in enumerate(table, start=FIRST_DATA_ROW):
            kpi, definition = row.values["kpi"], row.values["definition"]
            name = _RENAMED_DEFINITIONS.get((kpi, definition))
            place = f"{_letter_in_new(table.spec, self._years, table.spec.column('definition'))}{number}"
            if name is not None:
                self._say("new", "Targets", place, "renamed", kpi=kpi, old=definition, new=name)
                row = replace(row, values={**row.values, "definition": name})
            elif kpi in _REDEFINED:
                self._say("new", "Targets", place, "redefined", kpi=kpi, definition=definition)
            kept.append(row)
        return replace(table, rows=tuple(kept))

    # --- what is new --------------------------------------------------------------------------------------------------

    def _new_sheet(self, name: str, tables: Tables) -> Table:
        """A sheet that the old workbook does not have: the default workbook's rows about things that exist, or none."""
        spec, rows = SHEETS[name], tuple[Row, ...]()
        if name in _FILLED_SHEETS:
            rows = tuple(row for row in self._defaults[name] if all(_exists(c, row, tables) for c in spec.columns))
        meaning = Text(spec.en, spec.tr)
        key = "new_sheet_filled" if rows else "new_sheet_empty"
        self._say("new", name, "", key, count=len(rows), meaning=meaning)
        return Table(spec, rows)

    def _with_new_settings(self, table: Table) -> Table:
        default = self._defaults["Settings"]
        (there,), (row,) = default.rows, table.rows
        values, provenance = dict(row.values), dict(table.provenance)
        for number, column in enumerate(table.spec.columns, start=FIRST_DATA_ROW):
            if column.name in table.letters:
                continue
            values[column.name] = there.values[column.name]
            provenance[column.name] = default.provenance[column.name]
            cell = f"{letter_of(SETTINGS_COLUMNS.index('value') + 1)}{number}"
            shown = format_cell(values[column.name])
            self._say("new", "Settings", cell, "new_setting", name=column.name, value=shown, meaning=_meaning(column))
        return replace(table, rows=(replace(row, values=values),), provenance=provenance)

    def _with_new_columns(self, table: Table, tables: Tables) -> Table:
        """Columns that the old sheet does not have, row by row as in the default workbook, or blank."""
        spec, default = table.spec, self._defaults[table.spec.name]
        missing = [column for column in spec.columns if column.kind != "years" and column.name not in table.letters]
        if not missing or not table.rows:
            return table
        alike = {default.key_of(row): row for row in default if spec.key_columns and spec.name not in _AS_BEFORE}
        rows: list[Row] = []
        filled = dict.fromkeys((column.name for column in missing), 0)
        waiting: dict[str, list[int]] = {column.name: [] for column in missing}
        for number, row in enumerate(table, start=FIRST_DATA_ROW):
            values = dict(row.values)
            model = alike.get(table.key_of(row))
            for column in missing:
                known = model is not None and (spec.name, column.name) not in _TERMS
                value = model.values[column.name] if model and known and _exists(column, model, tables) else None
                if value is not None:
                    values[column.name] = value
                    filled[column.name] += 1
                elif column.meta.blank is None:
                    waiting[column.name].append(number)
            rows.append(replace(row, values=values))
        for column in missing:
            letter = _letter_in_new(spec, self._years, column)
            as_default, place = filled[column.name], f"{letter}{NAME_ROW}"
            told = SAY.both(
                "new_column", name=column.name, count=as_default, left=len(rows) - as_default, meaning=_meaning(column)
            )
            self._remarks.append(Remark("new", spec.name, place, told))
            if waits := waiting[column.name]:
                cells = ", ".join(f"{letter}{number}" for number in waits)
                told = SAY.both("open_cells", name=column.name, count=len(waits))
                self._remarks.append(Remark("open", spec.name, f"{letter}{waits[0]}", told, cells))
        return replace(table, rows=tuple(rows))


def _with_words(table: Table, row: Row, grid: Grid) -> Row:
    """The row with the words of every cell that could not be read in the place of its value."""
    values = dict(row.values)
    for mark in row.unreadable:
        name, key = mark if isinstance(mark, tuple) else (mark, mark)
        if key not in table.letters:  # the column is new
            continue
        cell = table.cell(row, key)
        letters, number = letters_and_row(cell)
        found = next((raw for at, raw in grid.get(number, {}).items() if letter_of(at) == letters), None)
        raw = found if isinstance(found, int | float) else AsTyped(words_of(found)) or None
        if isinstance(mark, tuple):
            if raw is not None:
                values[name] = {**values[name], key: raw}
        else:
            values[name] = raw
    return replace(row, values=values, unreadable=frozenset())


def _exists(column: ColumnSpec, row: Row, tables: Tables) -> bool:
    """Whether what the row's cell refers to is there; a cell that refers to nothing is no reason against it."""
    if not column.meta.refers or row.values[column.name] is None:
        return True
    sheet, name = column.meta.refers.split(".")
    return any(other.values[name] == row.values[column.name] for other in tables[sheet])


def _letter_in_new(spec: SheetSpec, years: Iterable[int], column: ColumnSpec) -> str:
    return column_letter(spec, years, column.name)


def _name_of(table: Table, row: Row) -> str:
    return " | ".join(format_cell(each) for each in table.key_of(row))


def _meaning(column: ColumnSpec) -> Text:
    return Text(column.meta.en, column.meta.tr)
