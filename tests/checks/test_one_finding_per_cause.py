"""One mistake, one finding: workbooks are spoilt in every way that planners spoil them, and what is said is counted."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.case.totals import is_sum
from roadmap_opt.checks import check_scenario
from roadmap_opt.errors import Finding
from roadmap_opt.workbook.grids import assemble_grids
from tests.support.rich_case import rich_tables
from tests.support.spoilt_sheets import (
    FIRST,
    NAMES,
    UNITS,
    WORKBOOK,
    Grids,
    Rows,
    column,
    copied,
    data,
    found_in,
    grids_of,
    with_row,
    without_row,
)  # fmt: skip
from tests.support.tiers import some
from tests.support.tiny_case import tiny_tables

SHEET_NAMES = tuple(SHEETS)
ACROSS_YEARS = tuple(name for name, spec in SHEETS.items() if spec.year_column)
SUMS = (
    "TOPLAM",
    "Toplam",
    "Total",
    "Sum",
    "GENEL TOPLAM",
    "Σ",
    "Ara toplam:",
    "Grand total (MUSD)",
    "Toplam 2025-2035",
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Grids:
    return grids_of(tiny_tables(), tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Grids:
    return grids_of(rich_tables(), tmp_path_factory.mktemp("rich"))


@pytest.fixture(scope="module")
def default(tmp_path_factory: pytest.TempPathFactory) -> Grids:
    tables = load_text_tables(Path(str(files("roadmap_opt") / "data" / "roadmap")))
    return grids_of(tables, tmp_path_factory.mktemp("default"))


def only(findings: tuple[Finding, ...]) -> Finding:
    assert len(findings) == 1, "\n".join(map(str, findings))
    assert findings[0].remedy
    return findings[0]


def renamed(grids: Grids, old: str, new: str) -> Grids:
    return {new if name == old else name: rows for name, rows in grids.items()}


def settings(grids: Grids, **values: Any) -> Grids:
    changed = copied(grids)
    for cells in changed["Settings"].values():
        if cells.get(1) in values:
            cells[2] = values[str(cells[1])]
    return changed


def test_sound_workbooks_have_no_findings(tiny: Grids, default: Grids) -> None:
    assert found_in(tiny) == ()
    assert found_in(default) == ()


# sheets


@pytest.mark.parametrize("sheet", some(3, SHEET_NAMES))
def test_a_renamed_sheet(tiny: Grids, sheet: str) -> None:
    finding = only(found_in(renamed(tiny, sheet, "Sayfa 7")))
    assert (finding.code, finding.sheet, finding.is_error) == ("E110", "Sayfa 7", True)
    assert f"none is called {sheet}" in finding.found
    assert finding.remedy.startswith(f"Rename it to {sheet}")


@pytest.mark.slow
def test_all_sheets_renamed_at_once(default: Grids) -> None:
    found = found_in({f"Sayfa {at}": rows for at, rows in enumerate(default.values())})
    assert [each.code for each in found] == ["E110"] * len(SHEETS)
    assert {each.found.rsplit(" ", 1)[1] for each in found} == set(SHEETS)


@pytest.mark.parametrize("sheet", some(3, SHEET_NAMES))
def test_a_deleted_sheet(tiny: Grids, sheet: str) -> None:
    finding = only(found_in({name: rows for name, rows in tiny.items() if name != sheet}))
    assert (finding.code, finding.sheet) == ("E111", sheet)
    assert finding.is_error or SHEETS[sheet].may_be_empty


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheet", "places"),
    [("Targets", "Overlays!C5:"), ("Scenarios", "Overlays!A5:"), ("Programmes", "Requirements!D5:")],
)
def test_a_deleted_sheet_that_may_be_empty_but_is_relied_on(default: Grids, sheet: str, places: str) -> None:
    """What is only remarked on as such is an error once other cells rely on it."""
    finding = only(found_in({name: rows for name, rows in default.items() if name != sheet}))
    assert (finding.code, finding.sheet, finding.is_error) == ("E111", sheet, True)
    assert f"from it ({places}" in finding.found
    assert finding.remedy == "Add the sheet. Or correct the cells that follow from it."


@pytest.mark.parametrize("sheet", some(3, SHEET_NAMES))
def test_a_copied_sheet(tiny: Grids, sheet: str) -> None:
    finding = only(found_in({**tiny, f"{sheet} (2)": tiny[sheet]}))
    assert (finding.code, finding.sheet, finding.expected) == ("E112", f"{sheet} (2)", f"only “{sheet}”")


def test_two_sheets_with_exchanged_names(default: Grids) -> None:
    finding = only(found_in({**default, "Sites": default["Deposits"], "Deposits": default["Sites"]}))
    assert finding.code == "E110"
    assert finding.found.startswith("it bears the name of Sites but holds the columns of Deposits")


# head rows


@pytest.mark.parametrize("sheet", some(3, SHEET_NAMES))
def test_a_deleted_title_row(tiny: Grids, sheet: str) -> None:
    finding = only(found_in({**tiny, sheet: without_row(tiny[sheet], 1)}))
    assert (finding.code, finding.sheet, finding.cell) == ("E114", sheet, "A2")
    assert "1 row(s) were deleted above it" in finding.found


@pytest.mark.parametrize("sheet", some(3, SHEET_NAMES))
def test_inserted_title_rows(tiny: Grids, sheet: str) -> None:
    rows = with_row(with_row(tiny[sheet], 1, {1: "Taslak"}), 1, {1: "Hazırlayan: Planlama"})
    finding = only(found_in({**tiny, sheet: rows}))
    assert (finding.code, finding.sheet, finding.cell) == ("E114", sheet, "A2")
    assert "which stand in row 4: 2 row(s) were inserted above it" in finding.found


@pytest.mark.parametrize("lost", [NAMES, 3, UNITS])
@pytest.mark.parametrize("sheet", some(3, SHEET_NAMES))
def test_a_deleted_head_row(tiny: Grids, sheet: str, lost: int) -> None:
    finding = only(found_in({**tiny, sheet: without_row(tiny[sheet], lost)}))
    assert (finding.code, finding.sheet, finding.cell) == ("E114", sheet, f"A{lost}")
    assert "missing" in finding.found


@pytest.mark.slow
def test_heads_deleted_everywhere_at_once(default: Grids) -> None:
    found = found_in({name: without_row(rows, 1) for name, rows in default.items()})
    assert [(each.code, each.sheet) for each in found] == [("E114", name) for name in SHEETS]


# rows


@pytest.mark.parametrize(("sheet", "word"), some(3, zip(SHEET_NAMES, SUMS * 4, strict=False)))
def test_a_total_below_a_table(tiny: Grids, sheet: str, word: str) -> None:
    last = max(tiny[sheet]) + 1
    finding = only(found_in({**tiny, sheet: {**tiny[sheet], last: {1: word, 3: 120.0, 4: 7.5}}}))
    assert (finding.code, finding.sheet, finding.cell) == ("E129", sheet, f"A{last}")
    assert "looks like a total" in finding.found
    assert finding.remedy.startswith("Delete the row")


@pytest.mark.slow
def test_totals_everywhere_at_once(default: Grids) -> None:
    found = found_in({name: {**rows, max(rows) + 2: {1: "TOPLAM", 5: 1.0}} for name, rows in default.items()})
    assert [(each.code, each.sheet) for each in found] == [("E129", name) for name in SHEETS]


def test_subtotals_within_a_table_are_one_finding_and_the_rows_below_are_read(default: Grids) -> None:
    rows = with_row(with_row(default["Modules"], 10, {2: "Ara toplam", 4: 9.0}), 20, {2: "Ara toplam", 4: 9.0})
    finding = only(found_in({**default, "Modules": rows}))
    assert (finding.code, finding.places) == ("E129", ("Modules!B10", "Modules!B20"))


@pytest.mark.parametrize("word", SUMS)
def test_words_for_a_sum(word: str) -> None:
    assert is_sum(word)


@pytest.mark.parametrize("word", ["total_reo", "sum_s", "Summit", "Totalenergies", "ndpr_oxide", "alt", "", "12"])
def test_words_that_are_no_sum(word: str) -> None:
    assert not is_sum(word)


def test_a_blank_row_in_the_middle_is_no_mistake(default: Grids) -> None:
    assert found_in({name: with_row(rows, FIRST + 1, {}) for name, rows in default.items()}) == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "lead"), [({1: "Kaynak: TÜİK 2024"}, "B"), ({1: "new_module"}, "B"), ({4: 120.0, 5: 2.0}, "A")]
)
def test_a_row_that_is_hardly_filled_in(default: Grids, cells: dict[int, object], lead: str) -> None:
    last = max(default["Modules"]) + 2
    finding = only(found_in({**default, "Modules": {**default["Modules"], last: cells}}))
    assert (finding.code, finding.cell) == ("E130", f"{lead}{last}")
    assert "more cells there do not fit their columns" in finding.found
    assert finding.remedy.startswith("Is this a row of the table")


@pytest.mark.slow
@pytest.mark.parametrize(("sheet", "by"), [("Modules", 1), ("RecipeFlows", 1), ("Markets", 1)])
def test_a_block_pasted_one_column_off(default: Grids, sheet: str, by: int) -> None:
    grids = copied(default)
    for number in range(10, 15):
        moved = {at + by: value for at, value in grids[sheet][number].items()}
        grids[sheet][number] = {at: value for at, value in moved.items() if at > 0}
    finding = only(found_in(grids))
    assert finding.sheet == sheet
    assert "pasted one column off" in finding.remedy
    assert {int(place.split("!")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for place in finding.places} == set(
        range(10, 15)
    )


def test_a_block_pasted_twice(default: Grids) -> None:
    grids, last = copied(default), max(default["Modules"])
    for number in range(5, 15):
        grids["Modules"][last + number] = dict(grids["Modules"][number])
    finding = only(found_in(grids))
    assert (finding.code, len(finding.places)) == ("E202", 20)


def test_two_names_that_stand_twice_are_two_mistakes(default: Grids) -> None:
    grids, last = copied(default), max(default["Modules"])
    for added, number in ((1, 7), (2, 12)):  # one after the other at the end, and not as far from their doubles
        grids["Modules"][last + added] = dict(grids["Modules"][number])
    assert [(each.code, len(each.places)) for each in found_in(grids)] == [("E202", 2), ("E202", 2)]


# columns


def heading(grids: Grids, sheet: str, old: str | int, new: object) -> Grids:
    changed = copied(grids)
    changed[sheet][NAMES][column(changed[sheet], old)] = new
    return changed


@pytest.mark.parametrize(
    ("sheet", "old", "new", "code"),
    some(
        3,
        [
            ("Modules", "capacity", "capacty", "E115"),
            ("Modules", "capacity", "kapasite", "E115"),
            ("Modules", "capacity", None, "E118"),
            ("Modules", "capacity", "capex", "E117"),
            ("Modules", "module", "modül adı", "E115"),
            ("Sites", "site", "yer", "E115"),
            ("Sites", "name_tr", "name_en", "E117"),
            ("Commodities", "group", "offtake", "E115"),
            ("Settings", "value", "değer", "E115"),
            ("Prices", 2030, "2O30", "E115"),
            ("Prices", 2030, 2029, "E117"),
            ("Prices", 2030, None, "E118"),
        ],
    ),
)
def test_a_wrong_heading(default: Grids, sheet: str, old: str | int, new: object, code: str) -> None:
    grids = heading(default, sheet, old, new)
    finding = only(found_in(grids))
    assert (finding.code, finding.sheet, finding.cell[-1]) == (code, sheet, str(NAMES))
    assert f"perhaps {old}" in finding.expected


def test_a_heading_without_printed_labels_is_the_one_that_is_missing(default: Grids) -> None:
    grids = heading(default, "Modules", "capacity", "Leistung")
    del grids["Modules"][3][column(default["Modules"], "capacity")]
    assert "perhaps capacity" in only(found_in(grids)).expected


def test_all_year_headings_of_a_sheet(default: Grids) -> None:
    grids = copied(default)
    grids["Prices"][NAMES] = {
        at: f"{words} yılı" if str(words).isdecimal() else words for at, words in grids["Prices"][NAMES].items()
    }
    finding = only(found_in(grids))
    assert (finding.code, len(finding.places)) == ("E115", 11)


def exchanged(rows: Rows, one: int, other: int, numbers: list[int]) -> None:
    for number in numbers:
        cells = rows[number]
        cells[one], cells[other] = cells.get(other), cells.get(one)


@pytest.mark.slow
def test_exchanged_columns(default: Grids) -> None:
    """Whole columns may change places; names alone may not."""
    grids = copied(default)
    at = column(grids["Sites"], "latitude"), column(grids["Sites"], "longitude")
    exchanged(grids["Sites"], *at, sorted(number for number in grids["Sites"] if number >= NAMES))
    assert found_in(grids) == ()
    grids = copied(default)
    exchanged(grids["Sites"], *at, [NAMES])
    assert only(found_in(grids)).code == "E128"


def test_exchanged_values_are_one_finding_for_each_column(default: Grids) -> None:
    grids = copied(default)
    at = column(grids["Modules"], "plant"), column(grids["Modules"], "capacity")
    exchanged(grids["Modules"], *at, list(data(grids["Modules"])))
    assert [(each.code, each.cell, len(each.places)) for each in found_in(grids)] == [
        ("E201", "B5", 38), ("E133", "C5", 38),
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("capex", lambda value: "1,234", "E134"),
        ("capex", lambda value: f"{value} MUSD", "E133"),
        ("fixed_cost_share", lambda value: value * 100, "E137"),
        ("fixed_cost_share", lambda value: "250%", "E137"),
        ("capacity", lambda value: None, "E130"),
    ],
)
def test_a_whole_column(default: Grids, name: str, change: Callable[[Any], object], code: str) -> None:
    grids = copied(default)
    at = column(grids["Modules"], name)
    for cells in data(grids["Modules"]).values():
        cells[at] = change(cells[at])
    finding = only(found_in(grids))
    assert (finding.code, len(finding.places)) == (code, 38)
    assert f"(in 38 cells: Modules!{finding.cell}:" in finding.found


def test_all_years_of_a_sheet(default: Grids) -> None:
    grids = copied(default)
    rows = data(grids["Prices"])
    for cells in rows.values():
        cells.update({at: f"{value} $" for at, value in cells.items() if at > 2 and isinstance(value, int | float)})
    finding = only(found_in(grids))
    assert (finding.code, len(finding.places)) == ("E133", 11 * len(rows))
    assert f"Prices!C{min(rows)}:M{max(rows)}" in finding.found


def test_a_changed_unit(default: Grids) -> None:
    grids = copied(default)
    grids["Modules"][UNITS][column(grids["Modules"], "capex")] = "kUSD"
    finding = only(found_in(grids))
    assert (finding.code, finding.cell, finding.is_error) == ("E127", "D4", True)


# names


KEYS = [
    ("Sites", "site", "beylikova"), ("Elements", "element", "Nd"), ("Commodities", "commodity", "ndpr_oxide"),
    ("Plants", "plant", "mine"), ("Recipes", "recipe", "sinter_gbd_dy_native"),
    ("Deposits", "deposit", "beylikova_high_grade"), ("Programmes", "programme", "scrap_carve_out"),
    ("ReturnFlows", "flow", "ewaste_collection"), ("AgeProfiles", "profile", "magnet_products"),
    ("OfftakeGroups", "group", "oxides"), ("Markets", "market", "terbium_export"),
    ("Contracts", "contract", "magnets_eu_vehicle_group"), ("Funding", "source_name", "treasury"),
    ("Targets", "target", "reserve_statement"), ("Scenarios", "scenario", "roadmap_literal"),
]  # fmt: skip


def rows_with(rows: Rows, key: str, name: str) -> list[int]:
    at = column(rows, key)
    found = [number for number, cells in data(rows).items() if cells.get(at) == name]
    assert found, name
    return found


@pytest.mark.parametrize(("sheet", "key", "name"), some(1, KEYS))
def test_a_deleted_name(default: Grids, sheet: str, key: str, name: str) -> None:
    grids = copied(default)
    for number in rows_with(grids[sheet], key, name):
        del grids[sheet][number]
    finding = only(found_in(grids))
    assert finding.code in ("E201", "E203", "E405")
    assert name in finding.found
    assert sheet in finding.found


@pytest.mark.parametrize(("sheet", "key", "name"), some(1, KEYS))
def test_a_renamed_name(default: Grids, sheet: str, key: str, name: str) -> None:
    grids = copied(default)
    for number in rows_with(grids[sheet], key, name):
        grids[sheet][number][column(grids[sheet], key)] = f"{name}_yeni"
    finding = only(found_in(grids))
    assert f"Did you mean {name}_yeni" in finding.remedy


@pytest.mark.parametrize(
    ("sheet", "key", "name"), some(2, (each for each in KEYS if each[0] not in ("Deposits", "ReturnFlows")))
)
def test_capitals_spaces_and_the_turkish_i_do_not_matter(default: Grids, sheet: str, key: str, name: str) -> None:
    grids = copied(default)
    for number in rows_with(grids[sheet], key, name):
        grids[sheet][number][column(grids[sheet], key)] = f" {name.upper().replace('I', 'İ')} "
    assert found_in(grids) == ()


def test_a_deleted_site_counts_the_cells_that_name_it(default: Grids) -> None:
    grids = copied(default)
    (number,) = rows_with(grids["Sites"], "site", "eskisehir_osb")
    del grids["Sites"][number]
    cells = [
        (name, number, at)
        for name, rows in grids.items() for number, row in data(rows).items() for at, value in row.items()
        if value == "eskisehir_osb"
    ]  # fmt: skip
    finding = only(found_in(grids))
    assert finding.found.startswith(
        f"eskisehir_osb does not stand on sheet Sites (in {len(cells)} cells: Distances!B5, A9:A11"
    )
    assert len(finding.places) == len(cells) == 23


def test_a_deleted_module_is_missed_by_pins_overlays_and_sweeps_alike(default: Grids) -> None:
    grids = copied(default)
    for number in rows_with(grids["Modules"], "module", "mine_S"):
        del grids["Modules"][number]
    assert found_in(grids) == ()  # nothing names it
    pins, overlays = grids["Pins"], grids["Overlays"]
    pins[FIRST] = {1: "build", 2: "mine_S", 5: "=", 6: 1}
    overlays[max(overlays) + 1] = {1: "price_war", 2: "Modules", 3: "mine_S", 4: "capex", 7: "set", 8: "5"}
    finding = only(found_in(grids))
    assert (finding.code, finding.places) == ("E204", ("Pins!B5", f"Overlays!C{max(overlays)}"))


@pytest.mark.slow
def test_a_blank_name_and_a_name_given_twice_are_told_and_not_their_consequences(default: Grids) -> None:
    for name, code in ((None, "E130"), ("gebze", "E202")):
        grids = copied(default)
        grids["Sites"][rows_with(grids["Sites"], "site", "eskisehir_osb")[0]][1] = name
        finding = only(found_in(grids))
        assert (finding.code, finding.sheet) == (code, "Sites")
        assert "23 more findings follow from it" in finding.found


@pytest.mark.parametrize(
    ("sheet", "at", "name", "value", "code"),
    [
        ("Prices", 5, "case", "bse", "E138"), ("Prices", 6, "case", None, "E130"),
        ("PriceFormulas", 5, "commodity", "5", "E201"), ("Premiums", 5, "commodity", "5", "E201"),
        ("PriceFormulas", 5, "quantity", -1, "E356"), ("Demand", 5, "case", "bse", "E138"),
        ("PlantSites", 5, "site", "5", "E201"), ("Recipes", 5, "plant", "5", "E201"),
        ("Deposits", 5, "site", "5", "E201"),
        ("RecipeFlows", 5, "direction", "inn", "E138"), ("RecipeFlows", 6, "direction", None, "E130"),
        ("Supplies", 5, "commodity", "5", "E201"), ("Supplies", 5, "country", None, "E380"),
        ("Stockpiles", 5, "site", "5", "E201"), ("Markets", 5, "commodity", "5", "E201"),
        ("Contracts", 5, "minimum_volume", 9e8, "E335"), ("Scenarios", 6, "scenario", None, "E130"),
        ("PriceFormulas", 5, "driver", "scrap", "E354"), ("Perimeters", 5, "perimeter", "upstream", "E202"),
        ("LenderClasses", 5, "cover_base", 0, "E137"), ("LenderClasses", 5, "cover_low", 0, "E137"),
        ("Programmes", 5, "started", 27, "E137"), ("Existing", 5, "first_year", 46388, "E137"),
    ],
)  # fmt: skip
def test_a_cell_that_others_read(rich: Grids, sheet: str, at: int, name: str, value: object, code: str) -> None:
    """Who reads a wrong name, case, direction or price says nothing of their own."""
    grids = copied(rich)
    grids[sheet][at][column(grids[sheet], name)] = value
    before = {(each.code, each.sheet) for each in found_in(rich)}
    finding = only(tuple(each for each in found_in(grids) if (each.code, each.sheet) not in before))
    assert (finding.code, finding.sheet) == (code, sheet)
    assert f"{finding.sheet}!{finding.cell}".endswith(str(at))


def test_a_name_of_scenarios_that_is_blank_and_is_used(default: Grids) -> None:
    grids = copied(default)
    del grids["Scenarios"][6][1]
    finding = only(found_in(grids))
    assert (finding.code, finding.cell) == ("E130", "A6")
    assert "18 more findings follow from it" in finding.found


def test_no_formula_at_all(default: Grids) -> None:
    rows = {number: cells for number, cells in default["PriceFormulas"].items() if number < FIRST}
    finding = only(found_in({**default, "PriceFormulas": rows}))
    assert (finding.code, finding.sheet, finding.is_error) == ("E355", "Premiums", True)


def test_the_first_line_of_a_parameter_renamed(default: Grids) -> None:
    grids = copied(default)
    grids["Sweeps"][5][column(grids["Sweeps"], "parameter")] = "magnet_premuim"
    finding = only(found_in(grids))
    assert (finding.code, finding.cell) == ("E420", "I6")
    assert finding.found == "low and high and distribution are blank"


# the horizon


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changed", "code", "cell"),
    [
        ({"last_year": 2030}, "E121", "Prices!I2"), ({"last_year": 2034}, "E121", "Prices!M2"),
        ({"last_year": 2040}, "E120", "Prices!A2"), ({"first_year": 2020}, "E120", "Prices!A2"),
        ({"first_year": 2027}, "E121", "Prices!C2"), ({"first_year": 2035, "last_year": 2025}, "E210", "Settings!B7"),
        ({"first_decision_year": 2020}, "E211", "Settings!B8"), ({"first_decision_year": 2040}, "E211", "Settings!B8"),
        ({"first_decision_year": 2025}, "E253", "Existing!E6"),
    ],
)  # fmt: skip
def test_a_moved_horizon(default: Grids, changed: dict[str, int], code: str, cell: str) -> None:
    """One error; of what then holds in all years that are left (a recipe loses money) may be warned besides."""
    finding = only(tuple(each for each in found_in(settings(default, **changed)) if each.is_error))
    assert (finding.code, f"{finding.sheet}!{finding.cell}") == (code, cell)


def test_a_shorter_horizon_counts_what_it_cuts_off(default: Grids) -> None:
    finding = only(found_in(settings(default, last_year=2030)))
    assert len(finding.places) == 5 * len(ACROSS_YEARS)
    assert " more findings follow from it (PlantSites!D6:D8, Requirements!D11, " in finding.found
    assert "34 on Overlays" in finding.found


def test_a_case_without_any_row(default: Grids) -> None:
    grids = settings(default, price_case="high")
    at = column(grids["Prices"], "case")
    grids["Prices"] = {number: cells for number, cells in grids["Prices"].items() if cells.get(at) != "high"}
    assert only(found_in(grids)).code == "E220"


def test_a_deleted_row_of_prices_is_told_once(default: Grids) -> None:
    """No recipe is said to lose money at a price that is missing."""
    grids = copied(default)
    rows = grids["Prices"]
    (number,) = (at for at in rows_with(rows, "commodity", "ndpr_oxide") if rows[at][column(rows, "case")] == "base")
    del rows[number]
    before = check_scenario(assemble_grids(WORKBOOK, default), "base", WORKBOOK)[1]
    after = check_scenario(assemble_grids(WORKBOOK, grids), "base", WORKBOOK)[1]
    assert [finding.code for finding in after if finding not in before] == ["E220"]


# many at once


def test_independent_mistakes_are_all_named(default: Grids) -> None:
    """One of every kind: none of them hides behind another."""
    grids = settings(default, inflation="about two")
    grids["Hedefler"] = grids.pop("Targets")
    grids["Sites"] = without_row(grids["Sites"], 1)
    grids["Demand"][max(grids["Demand"]) + 1] = {1: "TOPLAM", 3: 1.0}
    grids["Modules"][NAMES][column(grids["Modules"], "lead_time")] = "lead_tme"
    grids["Plants"][6][column(grids["Plants"], "category")] = "minning"
    grids["Recipes"][5][column(grids["Recipes"], "plant")] = "mime"
    (number,) = rows_with(grids["Elements"], "element", "Nd")
    del grids["Elements"][number]
    at = column(grids["Funding"], "rate")
    for cells in data(grids["Funding"]).values():
        cells[at] = "5 yüzde"
    grids["Contracts"][5][column(grids["Contracts"], "volume")] = "12 t"
    last = max(grids["Overlays"]) + 1
    grids["Overlays"][last] = {1: "price_war", 2: "Prises", 3: "*", 4: "prise", 7: "set", 8: "abc"}
    found = [(each.code, each.sheet) for each in found_in(grids)]
    assert sorted(found) == sorted([
        ("E133", "Settings"), ("E110", "Hedefler"), ("E114", "Sites"), ("E129", "Demand"), ("E115", "Modules"),
        ("E138", "Plants"), ("E201", "Recipes"), ("E201", "Composition"), ("E133", "Funding"), ("E133", "Contracts"),
        ("E403", "Overlays"), ("E404", "Overlays"), ("E407", "Overlays"),
    ])  # fmt: skip


def test_an_unknown_scenario_is_told_once(default: Grids) -> None:
    assert only(found_in(default, "price_wra")).code == "E402"
    grids = copied(default)
    grids["Scenarios"][6][column(grids["Scenarios"], "parent")] = "nosuch"
    assert only(found_in(grids)).code == "E201"
    assert only(found_in(grids, str(grids["Scenarios"][6][1]))).code == "E201"
