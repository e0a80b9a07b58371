"""An older workbook carried over: what it held stands in the new one or in the list, and what is new is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from roadmap_opt.case.assembly import ReadResult
from roadmap_opt.case.grid import value_under
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.tables import Table, Tables
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.checks import check_scenarios
from roadmap_opt.cli import roadmap_opt
from roadmap_opt.errors import InputError
from roadmap_opt.workbook.layout import (
    FIRST_DATA_ROW,
    LABEL_ROW,
    NAME_ROW,
    REMARKS_SHEET,
    UNIT_ROW,
    column_letter,
    head_of,
    placed,
)
from roadmap_opt.workbook.read import OpenedWorkbook, read_workbook
from roadmap_opt.workbook.stored import as_stored
from roadmap_opt.workbook.upgrade import _ADVICE, _RENAMED_DEFINITIONS, Remark, Upgraded, upgraded
from tests.support.default_data import FOLDER

Cells = dict[int, dict[int, Any]]
Save = Callable[[Callable[[Workbook], None]], Path]

NEW_SHEETS = ("Stockpiles", "PriceSupport", "LenderClasses", "Perimeters", "BankDeck", "Correlations", "Comparables")
NEW_COLUMNS = {
    "Settings": ("support_service_share", "guarantee_limit", "tail_years"),
    "Plants": ("first_year_share", "learning_step"),
    "Contracts": ("minimum_volume", "nomination_years"),
    "Funding": ("lender_class", "public"),
    "Eligibility": ("research",),
}
GONE_SETTINGS = {"minimum_dscr": 1.1, "spot_revenue_counted": 0.6}
GONE_COLUMNS = {"Modules": {"ramp_1": 0.4, "ramp_2": 0.75}, "Eligibility": {"interest": "no"}}


@cache
def defaults() -> Tables:
    return load_text_tables(FOLDER)


def _head(head: list[tuple[str | int, str, str]]) -> Cells:
    rows = enumerate((NAME_ROW, LABEL_ROW, UNIT_ROW))
    return {number: {at: each[part] for at, each in enumerate(head, start=1)} for part, number in rows}


def cells_of(table: Table, years: tuple[int, ...], without: tuple[str, ...] = ()) -> Cells:
    """The cells of a sheet as the template writes them, but for some columns or settings."""
    spec = table.spec
    if spec.layout == "settings":
        (row,) = table.rows
        grid = _head(head_of(spec, ()))
        kept = [column.name for column in spec.columns if column.name not in without]
        for number, name in enumerate(kept, start=FIRST_DATA_ROW):
            remarks = table.provenance[name]
            printed = (name, as_stored(row.values[name]), "", "", "", remarks.source, remarks.confidence, remarks.note)
            grid[number] = {at: value for at, value in enumerate(printed, start=1) if value is not None}
        return grid
    places = [place for place in placed(spec, years) if place.heading not in without]
    cells = _head([(place.heading, place.label, place.unit) for place in places])
    for number, row in enumerate(table, start=FIRST_DATA_ROW):
        stored = {
            at: "t/yr" if place.column is None else as_stored(value_under(row, place.heading, place.column))
            for at, place in enumerate(places, start=1)
        }
        cells[number] = {at: value for at, value in stored.items() if value is not None}
    return cells


def years_of(tables: Tables) -> tuple[int, ...]:
    settings = tables["Settings"].rows[0].values
    return tuple(range(settings["first_year"], settings["last_year"] + 1))


@cache
def old_tables() -> Tables:
    """The default tables without the variations of what version 1 did not have."""

    def known(values: Mapping[str, Any]) -> bool:
        sheet, column = values["table"], values["column_name"]
        return sheet not in NEW_SHEETS and column not in NEW_COLUMNS.get(sheet, ())

    tables = dict(defaults())
    for name in ("Overlays", "Sweeps"):
        tables[name] = replace(tables[name], rows=tuple(row for row in tables[name] if known(row.values)))
    return tables


def old_cells() -> dict[str, Cells]:
    """The default workbook as version 1 would have held it."""
    tables, years = old_tables(), years_of(old_tables())
    names = [name for name in SHEETS if name not in NEW_SHEETS]
    grids = {name: cells_of(tables[name], years, NEW_COLUMNS.get(name, ())) for name in names}
    for name, value in GONE_SETTINGS.items():
        grids["Settings"][max(grids["Settings"]) + 1] = {1: name, 2: value}
    for sheet, columns in GONE_COLUMNS.items():
        at = max(grids[sheet][NAME_ROW])
        for step, (name, value) in enumerate(columns.items(), start=1):
            grids[sheet][NAME_ROW][at + step] = name
            for number in range(FIRST_DATA_ROW, max(grids[sheet]) + 1):
                grids[sheet][number][at + step] = value
    at = column_called(grids["Targets"], "definition")
    old_name = {(kpi, new): old for (kpi, old), new in _RENAMED_DEFINITIONS.items()}
    for number, row in enumerate(tables["Targets"], start=FIRST_DATA_ROW):
        kpi, definition = row.values["kpi"], row.values["definition"]
        grids["Targets"][number][at] = old_name.get((kpi, definition), definition)
    return grids


def column_called(cells: Cells, name: str) -> int:
    return next(at for at, heading in cells[NAME_ROW].items() if heading == name)


def carried(grids: Mapping[str, Cells], version: int | None = 1, own_sheets: tuple[str, ...] = ()) -> Upgraded:
    return upgraded(OpenedWorkbook("old.xlsx", grids, (), version, own_sheets), defaults())


def remarks_about(found: Upgraded, kind: str, sheet: str) -> list[Remark]:
    return [each for each in found.remarks if (each.kind, each.sheet) == (kind, sheet)]


def values_of(table: Table) -> list[dict[str, Any]]:
    return [dict(row.values) for row in table]


def test_the_default_workbook_of_version_1_becomes_that_of_today() -> None:
    found = carried(old_cells())
    stays_empty = set(NEW_SHEETS) - {"LenderClasses", "Perimeters", "BankDeck"}
    for name, table in found.tables.items():
        expected = [] if name in stays_empty else values_of(old_tables()[name])
        if name == "Contracts":  # a contract has the terms that it had
            expected = [values | dict.fromkeys(NEW_COLUMNS[name]) for values in expected]
        assert values_of(table) == expected, name
    assert not any(each.kind == "open" for each in found.remarks)


def test_what_was_carried_over_passes_the_checks_in_every_scenario() -> None:
    found = carried(old_cells())
    scenarios = ["base", *(row.values["scenario"] for row in found.tables["Scenarios"])]
    checked = check_scenarios(ReadResult(found.tables, ()), scenarios, "new.xlsx")
    assert [str(each) for scenario in checked for each in scenario.fresh if each.is_error] == []


def test_what_is_gone_is_listed_with_its_cell_its_values_and_what_to_look_at() -> None:
    found = carried(old_cells())
    modules = remarks_about(found, "gone", "Modules")
    assert [each.words.en.split(":")[0] for each in modules] == ["ramp_1", "ramp_2"]
    last = FIRST_DATA_ROW + len(defaults()["Modules"].rows) - 1
    assert re.fullmatch(rf"[A-Z]+{FIRST_DATA_ROW}:[A-Z]+{last}", modules[0].cell)
    assert modules[0].held.startswith(f"{defaults()['Modules'].rows[0].values['module']}: 0.4; ")
    assert "learning_step" in modules[0].words.en
    assert "learning_step" in modules[0].words.tr
    settings = {each.words.en.split(".")[0]: each for each in remarks_about(found, "gone", "Settings")}
    assert {name: each.held for name, each in settings.items()} == {
        name: str(value) for name, value in GONE_SETTINGS.items()
    }
    assert "LenderClasses" in settings["minimum_dscr"].words.en


def test_new_settings_tell_their_value_and_the_cell_that_holds_it() -> None:
    found = carried(old_cells())
    told = {each.words.en.split(" ")[0]: each.cell for each in remarks_about(found, "new", "Settings")}
    names = [column.name for column in SHEETS["Settings"].columns]
    assert told == {name: f"B{names.index(name) + FIRST_DATA_ROW}" for name in NEW_COLUMNS["Settings"]}


def test_a_row_that_the_default_workbook_does_not_know_waits_for_its_value() -> None:
    grids = old_cells()
    at = column_called(grids["Funding"], "source_name")
    grids["Funding"][FIRST_DATA_ROW][at] = "a fund of our own"
    found = carried(grids)
    (waiting,) = remarks_about(found, "open", "Funding")
    assert waiting.cell == f"{column_letter(SHEETS['Funding'], (), 'public')}{FIRST_DATA_ROW}"
    assert found.tables["Funding"].rows[0].values["public"] is None
    assert found.tables["Funding"].rows[1].values["public"] is not None


@pytest.mark.parametrize("sheet", ["Overlays", "Sweeps"])
def test_a_variation_of_what_is_gone_is_listed_whole(sheet: str) -> None:
    grids = old_cells()
    head = {name: at for at, name in grids[sheet][NAME_ROW].items()}
    changed = {"table": "modules", "row": "*", "column_name": "RAMP_1", "note": "slower than planned"}
    grids[sheet][FIRST_DATA_ROW] |= {head[name]: value for name, value in changed.items()}
    found = carried(grids)
    assert len(found.tables[sheet].rows) == len(old_tables()[sheet].rows) - 1
    (gone,) = remarks_about(found, "gone", sheet)
    assert gone.cell == f"A{FIRST_DATA_ROW}"
    assert "slower than planned" in gone.held


def test_nothing_that_was_typed_is_lost() -> None:
    """Wherever a planner may have typed something, it stands in the new workbook or in the list."""
    grids = old_cells()
    sites, prices, settings, targets = (grids[name] for name in ("Sites", "Prices", "Settings", "Targets"))
    right, below, last_year = max(sites[NAME_ROW]) + 1, max(sites) + 1, max(prices[NAME_ROW])
    latitude, kpi = column_called(sites, "latitude"), column_called(targets, "kpi")
    sites[NAME_ROW][right] = "#mine"
    typed = {
        "own column": (sites, 5, right, "mark one"),
        "no heading": (sites, 6, right + 2, "mark two"),
        "row of sums": (sites, below, 1, "TOPLAM mark three"),
        "unreadable number": (sites, 7, latitude, "mark four"),
        "year outside": (prices, 5, last_year + 1, "mark five"),
        "unreadable year": (prices, 6, last_year, "mark six"),
        "setting twice": (settings, 900, 2, "mark seven"),
        "beside a setting": (settings, 5, 12, "mark eight"),
        "unreadable choice": (targets, 5, kpi, "mark nine"),
    }
    prices[NAME_ROW][last_year + 1] = 2077
    for cells, number, at, words in typed.values():
        cells.setdefault(number, {})[at] = words
    settings[900][1] = "first_year"
    found = carried(grids)
    everything = "\n".join(
        [each.held for each in found.remarks] + [str(row.values) for table in found.tables.values() for row in table]
    )
    assert [place for place, (*_, words) in typed.items() if words not in everything] == []


def test_a_mistyped_year_is_not_taken_for_another() -> None:
    """Its values are not carried into the year that is missing in its place, and are told."""
    years = years_of(defaults())
    grids = {name: cells_of(table, years) for name, table in defaults().items()}
    at = next(at for at, heading in grids["Prices"][NAME_ROW].items() if heading == 2026)
    grids["Prices"][NAME_ROW][at] = 2126
    found = carried(grids, version=2)
    assert all(row.values["price"].get(2026) is None for row in found.tables["Prices"])
    assert [each for each in found.remarks if each.sheet == "Prices"]


def test_sheets_of_the_planner_are_named() -> None:
    found = carried(old_cells(), own_sheets=("# my sums",))
    assert [each.sheet for each in found.remarks if "by hand" in each.words.en] == ["# my sums"]


def test_definitions_of_version_1_are_not_renamed_in_a_later_version() -> None:
    grids = old_cells()
    at = column_called(grids["Targets"], "definition")
    kpis = [row.values["kpi"] for row in carried(grids).tables["Targets"]]
    number = FIRST_DATA_ROW + kpis.index("partnerships")
    grids["Targets"][number][at] = "standard"
    assert carried(grids).tables["Targets"].rows[number - FIRST_DATA_ROW].values["definition"] == "concluded"
    later = carried(grids, version=2).tables["Targets"].rows[number - FIRST_DATA_ROW].values["definition"]
    assert later == "standard"


def test_a_workbook_of_today_comes_back_without_a_remark() -> None:
    years = years_of(defaults())
    found = carried({name: cells_of(table, years) for name, table in defaults().items()}, version=2)
    assert found.remarks == ()
    assert {name: values_of(table) for name, table in found.tables.items()} == {
        name: values_of(table) for name, table in defaults().items()
    }


def test_advice_is_given_about_what_is_gone_only() -> None:
    for sheet, name in _ADVICE:
        assert name not in {column.name for column in SHEETS[sheet].columns}


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda grids: grids.update(Deposit=grids.pop("Sites")), "E110"),
        (lambda grids: grids.pop("Sites"), "E111"),
        (lambda grids: grids["Sites"].update({NAME_ROW: {1: "x"}, LABEL_ROW: {}, UNIT_ROW: {}}), "E114"),
        (lambda grids: grids["Settings"][6].update({2: "soon"}), "E133"),
    ],
)
def test_what_cannot_be_read_with_certainty_is_put_right_first(spoil: Callable[[Any], Any], code: str) -> None:
    grids = old_cells()
    assert grids["Settings"][6][1] == "first_year"
    spoil(grids)
    with pytest.raises(InputError) as caught:
        carried(grids)
    assert code in {finding.code for finding in caught.value.findings}


# --- the command ------------------------------------------------------------------------------------------------------


def run(*arguments: object) -> Result:
    return CliRunner().invoke(roadmap_opt, [str(argument) for argument in arguments])


def as_version_1(book: Workbook) -> None:
    book["Start"]["B3"] = 1
    book["Sites"].cell(NAME_ROW, book["Sites"].max_column + 1, "height")
    book["Sites"].cell(FIRST_DATA_ROW, book["Sites"].max_column, "812 m")
    book["Sites"]["D5"] = "far north"
    del book["Comparables"]
    book.create_sheet("# mine")["A1"] = "sum"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Without a place in this version", "New in this version", "height: 1 value(s)", "Next: roadmap-opt")),
        ("tr", ("Bu sürümde yeri olmayanlar", "Bu sürümde yeni olanlar", "height: 1 değer", "Sırada: roadmap-opt")),
    ],
)
def test_the_command_writes_the_workbook_and_says_what_became_of_everything(
    edited: Save, tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    old, new = edited(as_version_1), tmp_path / "new.xlsx"
    before = old.read_bytes()
    with pytest.raises(InputError) as refused:
        read_workbook(old)
    assert [each.code for each in refused.value.findings] == ["E105"]
    assert "roadmap-opt upgrade" in refused.value.findings[0].remedy
    done = run("upgrade", old, new, "--lang", language)
    assert done.exit_code == 0, done.output
    assert [each for each in words if each not in done.output] == []
    assert "812 m" in done.output
    assert "# mine" in done.output
    assert old.read_bytes() == before
    (unreadable,) = [each for each in read_workbook(new).findings if each.cell == "D5"]
    assert (unreadable.sheet, unreadable.found) == ("Sites", "the text “far north”")  # as the old workbook held it
    again = run("upgrade", old, new, "--lang", language)
    assert again.exit_code == 2
    assert ("exists already" if language == "en" else "Zaten var") in again.output


@pytest.mark.slow
def test_remarks_stand_in_the_new_workbook_and_are_read_by_nobody(edited: Save, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    new, newer = tmp_path / "new.xlsx", tmp_path / "newer.xlsx"
    assert run("upgrade", edited(as_version_1), new).exit_code == 0
    lines = [[cell.value for cell in row] for row in load_workbook(new)[REMARKS_SHEET].iter_rows()]
    assert any(line[1] == "Sites" and "812 m" in str(line[4]) for line in lines)
    assert not any(finding.sheet == REMARKS_SHEET for finding in read_workbook(new).findings)
    assert REMARKS_SHEET not in run("upgrade", new, newer).output


@pytest.mark.slow
def test_what_may_mean_two_numbers_is_not_decided_on_the_way(edited: Save, tmp_path: Path) -> None:
    doubtful = {("Sites", "D5"), ("Overlays", "H5")}

    def edit(book: Workbook) -> None:
        book["Start"]["B3"] = 1
        for sheet, cell in doubtful:
            book[sheet][cell] = "1.234"

    new = tmp_path / "new.xlsx"
    assert run("upgrade", edited(edit), new).exit_code == 0
    found = {(each.sheet, each.cell) for each in read_workbook(new).findings if each.code == "E134"}
    assert found == doubtful


@pytest.mark.slow
def test_a_newer_workbook_is_not_carried_back(edited: Save, tmp_path: Path) -> None:
    def newer(book: Workbook) -> None:
        book["Start"]["B3"] = 99

    done = run("upgrade", edited(newer), tmp_path / "new.xlsx")
    assert done.exit_code == 2
    assert "newer roadmap-opt" in done.output
    assert not (tmp_path / "new.xlsx").exists()
