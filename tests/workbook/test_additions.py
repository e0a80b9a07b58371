"""`add`: a copy of the workbook with every row that a new thing needs; it passes `check`, and plans use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from roadmap_opt.case.grid import years_in
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.cli import roadmap_opt
from roadmap_opt.commands import check_workbook
from roadmap_opt.making import new_workbook
from roadmap_opt.pipeline import Request, prepare, solve_prepared
from roadmap_opt.runs.run import Run
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.workbook.additions import KINDS, AdditionError, addition, changes_left_out
from roadmap_opt.workbook.layout import column_letter
from roadmap_opt.workbook.read import read_workbook
from tests.support.batches import write_book
from tests.support.default_data import FOLDER
from tests.support.tiny_case import tiny_rows, tiny_tables

LIKE = {
    "market": "home", "plant": "magnet_line", "size": "magnet_line_m", "deposit": "hill_ore",
    "target": "magnets", "scenario": "cheap", "site": "town", "contract": "promise", "source": "bank",
}  # fmt: skip


def run(*words: object) -> Result:
    return CliRunner().invoke(roadmap_opt, [str(word) for word in words])


def added(folder: Path, kind: str, name: str, *more: str, book: Path | None = None) -> Path:
    """The tiny workbook (or ``book``) with something new."""
    book = book or write_book(folder / "tiny.xlsx")
    like = () if "--like" in more else ("--like", LIKE[kind])
    result = run("add", kind, book, name, *like, *more)
    assert result.exit_code == 0, result.output
    return book.with_name(f"{book.stem}_{name}.xlsx")


def solved(book: Path, scenario: str = "base") -> Run:
    found = solve_prepared(prepare(book, scenario), Request(SolveOptions(time_limit=20, threads=1)))
    assert found.outcome.status.has_plan
    assert found.violations == ()
    return found


def set_cells(book: Path, sheet: str, key: str, **values: object) -> None:
    """What a planner types into the row that is called ``key``."""
    opened = load_workbook(book)
    page, spec = opened[sheet], SHEETS[sheet]
    (row,) = (cell.row for cell in page["A"] if cell.value == key)
    for name, value in values.items():
        page[f"{column_letter(spec, (), name)}{row}"] = value
    opened.save(book)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind in LIKE])
def test_what_was_added_to_the_tiny_workbook_passes_every_check(tmp_path: Path, kind: str) -> None:
    book = added(tmp_path, kind, "fresh")
    before = read_workbook(tmp_path / "tiny.xlsx").tables
    after = read_workbook(book)
    assert after.findings == ()
    assert [str(finding) for each in check_workbook(book, "all") for finding in each.errors] == []
    made = KINDS[kind]
    for name in SHEETS:
        old, new = before[name].rows, after.tables[name].rows
        assert [row.values for row in new[: len(old)]] == [row.values for row in old], name
        assert name in made.sheets or len(new) == len(old), name
    names = [row.values[made.key] for row in after.tables[made.sheet]]
    assert names == [*(row.values[made.key] for row in before[made.sheet]), "fresh"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_each_row_of_the_default_workbook_can_be_copied(kind: str) -> None:
    """Every model gives rows with names of their own, and what is copied refers to the copies."""
    tables = load_text_tables(FOLDER)
    made = KINDS[kind]
    for row in tables[made.sheet]:
        like = row.values[made.key]
        model, rows = addition(tables, kind, "fresh", like)
        assert model == like
        assert rows[0].values[made.key] == "fresh"
        for new in rows:
            spec = SHEETS[new.sheet]
            key = [new.values[name] for name in spec.key_columns]
            others = [[other.values[name] for name in spec.key_columns] for other in tables[new.sheet]]
            assert key not in others or not spec.key_columns


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["market", "plant", "deposit", "target", "scenario", "site"])
def test_what_was_added_to_the_default_workbook_passes_check(tmp_path: Path, kind: str) -> None:
    new_workbook(tmp_path / "roadmap.xlsx", empty=False, language="en")
    like = ("--like", "price_war") if kind == "scenario" else ()  # the first one asks for more than can be
    result = run("add", kind, tmp_path / "roadmap.xlsx", "fresh", *like)
    assert result.exit_code == 0, result.output
    checked = run("check", tmp_path / "roadmap_fresh.xlsx", "--scenario", "fresh" if kind == "scenario" else "base")
    assert checked.exit_code == 0, checked.output


def test_a_market_that_was_added_is_sold_to(tmp_path: Path) -> None:
    book = added(tmp_path, "market", "dearer")
    set_cells(book, "Markets", "dearer", price_factor=2.0)
    sales = solved(book).tables["sales"]
    assert sales.loc[sales["market"] == "dearer", "quantity"].sum() > 0


def test_a_plant_that_was_added_is_built(tmp_path: Path) -> None:
    book = added(tmp_path, "plant", "new_line")
    set_cells(book, "Modules", "new_line_m", capex=0.1)
    plan = solved(book)
    builds, activity = plan.tables["builds"], plan.tables["activity"]
    assert builds.loc[builds["module"] == "new_line_m", "count"].sum() > 0
    assert activity.loc[activity["recipe"].str.contains("new_line"), "activity"].sum() > 0


def test_a_deposit_that_was_added_is_mined(tmp_path: Path) -> None:
    book = added(tmp_path, "deposit", "second_ore")
    programmes = [row.values["programme"] for row in read_workbook(book).tables["Programmes"]]
    assert "verification_second_ore" in programmes
    set_cells(book, "Deposits", "hill_ore", maximum_rate=0.0)
    mined = solved(book).tables["extraction"]
    assert mined.loc[mined["deposit"] == "second_ore", "quantity"].sum() > 0


def test_a_target_that_was_added_is_measured(tmp_path: Path) -> None:
    book = added(tmp_path, "target", "more_magnets")
    set_cells(book, "Targets", "more_magnets", value=60.0)
    targets = solved(book).tables["targets"]
    assert targets.loc[targets["target"] == "more_magnets", "aim"].tolist()[-1] == 60.0


def test_a_scenario_that_was_added_varies_what_its_model_does(tmp_path: Path) -> None:
    book = added(tmp_path, "scenario", "cheap_too")
    plain, same, base = (solved(book, name).tables["kpis"] for name in ("cheap", "cheap_too", "base"))
    assert same.equals(plain)
    assert not same.equals(base)


def test_the_planners_file_is_not_touched_and_nothing_is_overwritten(tmp_path: Path) -> None:
    book = write_book(tmp_path / "tiny.xlsx")
    before = book.read_bytes()
    copy = added(tmp_path, "market", "fresh", book=book)
    first = copy.read_bytes()
    again = run("add", "market", book, "fresh", "--like", LIKE["market"])
    assert again.exit_code == 2
    assert "left untouched" in again.output
    assert (book.read_bytes(), copy.read_bytes()) == (before, first)
    other = run("add", "market", book, "fresh", "--into", tmp_path / "made")
    assert other.exit_code == 0
    assert (tmp_path / "made" / "tiny_fresh.xlsx").is_file()
    wrong = run("add", "market", book, "fresh", "--into", tmp_path / "made.xlsm")
    assert wrong.exit_code == 2
    assert "end its name with .xlsx" in wrong.output


def test_without_a_model_one_is_copied_that_is_whole() -> None:
    scenarios = [{"scenario": "bare"}, *tiny_rows("Scenarios")]
    model, rows = addition(tiny_tables(Scenarios=scenarios), "scenario", "fresh", None)
    assert model == "cheap"
    assert {row.sheet for row in rows} == {"Scenarios", "Overlays"}


def test_only_whole_parts_of_a_key_are_renamed() -> None:
    """The letters of ``ore`` in ``core_mix`` do not name the model."""
    plants = [{**row, "plant": "ore"} for row in tiny_rows("Plants")[:1]]
    recipes = [
        {**tiny_rows("Recipes")[0], "plant": "ore", "recipe": name} for name in ("core_mix", "mix_ore", "ore", "store")
    ]
    _, rows = addition(tiny_tables(Plants=plants, Recipes=recipes), "plant", "fresh", "ore")
    names = [row.values["recipe"] for row in rows if row.sheet == "Recipes"]
    assert names == ["core_mix_fresh", "mix_fresh", "fresh", "store_fresh"]


@pytest.mark.parametrize(
    ("name", "like", "words", "turkish"),
    [
        (
            "TOWN_TWO", "twon", "No site is called twon on sheet Sites; there are: town, hill.",
            "Sites sayfasında twon adlı yer yok; olanlar: town, hill.",
        ),
        (
            " Hill ", None, "Hill  stands on sheet Sites already: choose another name for the new site.",
            " Hill  adı Sites sayfasında zaten var: yeni yer için başka bir ad seçin.",
        ),
        ("  ", None, "A site needs a name", "yer: boşluksuz, kısa bir ad gerekir."),
    ],
)  # fmt: skip
def test_what_cannot_be_added_says_what_can(name: str, like: str | None, words: str, turkish: str) -> None:
    with pytest.raises(AdditionError) as refused:
        addition(tiny_tables(), "site", name, like)
    assert words in str(refused.value)
    assert refused.value.in_language("tr") == turkish


def test_the_first_row_of_a_sheet_is_filled_in_by_hand() -> None:
    with pytest.raises(AdditionError) as refused:
        addition(tiny_tables(Supplies=[]), "supply", "fresh", None)
    assert "Sheet Supplies has no row to copy: fill in the first supply by hand." in str(refused.value)
    assert "ilk girdi satırını elle doldurun" in refused.value.in_language("tr")


def test_what_is_said_is_in_the_language_asked_for_and_what_is_noted_in_both(tmp_path: Path) -> None:
    book = write_book(tmp_path / "tiny.xlsx")
    wrong = run("add", "site", book, "fresh", "--like", "twon", "--lang", "tr")
    assert wrong.exit_code == 2
    assert "Sites sayfasında twon adlı yer yok" in wrong.output
    read = read_workbook(added(tmp_path, "market", "taze", "--lang", "tr", book=book))
    (fresh,) = (row for row in read.tables["Markets"] if row.values["market"] == "taze")
    assert fresh.values["note"] == "Copy of home: replace what differs."
    assert fresh.values["note_tr"] == "home satırının kopyası: farklı olanları değiştirin."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "without it the first row of the sheet that has rows on the other sheets too."),
        ("tr", "verilmezse sayfanın, diğer sayfalarda da satırları olan ilk satırı."),
    ],
)
def test_help_tells_which_row_is_copied(language: str, words: str) -> None:
    assert words in " ".join(run("add", "--help", "--lang", language).output.split())


def test_a_workbook_with_errors_is_put_right_first(tmp_path: Path) -> None:
    book = write_book(tmp_path / "tiny.xlsx")
    opened = load_workbook(book)
    opened["Sites"]["B5"] = "north"
    opened.save(book)
    result = run("add", "target", book, "fresh")
    assert result.exit_code == 2
    assert "Sites!B5" in result.output
    assert not (tmp_path / "tiny_fresh.xlsx").exists()


def test_a_column_that_may_be_missing_stays_missing(tmp_path: Path) -> None:
    book = write_book(tmp_path / "tiny.xlsx")
    opened = load_workbook(book)
    note = next(cell.column for cell in opened["Markets"][2] if cell.value == "note")
    opened["Markets"].delete_cols(note)
    opened.save(book)
    read = read_workbook(added(tmp_path, "market", "fresh", book=book))
    assert read.findings == ()
    assert read.tables["Markets"].rows[-1].values["market"] == "fresh"
    assert "note" not in read.tables["Markets"].letters


def test_years_go_under_their_headings(tmp_path: Path) -> None:
    copy = added(tmp_path, "market", "fresh")
    demand = read_workbook(copy).tables["Demand"]
    model = [row for row in demand if row.values["market"] == LIKE["market"]]
    fresh = [row for row in demand if row.values["market"] == "fresh"]
    assert [row.values["quantity"] for row in fresh] == [row.values["quantity"] for row in model]
    assert years_in(demand) == years_in(read_workbook(tmp_path / "tiny.xlsx").tables["Demand"])


def test_what_changes_the_model_and_not_its_copy_is_named() -> None:
    """A scenario with dearer lines, or a sweep over their cost, would leave the new one as it is."""
    change = {"scenario": "cheap", "table": "Modules", "column_name": "capex", "operation": "multiply", "value": "2"}
    rows = ("magnet_line_m", "*", "mine_m", "magnet_line_*")
    tables = tiny_tables(Overlays=[{**change, "row": row} for row in rows])
    first = tables["Overlays"].rows[0].number
    _, plant = addition(tables, "plant", "fresh", "magnet_line")
    assert changes_left_out(tables, plant) == {"Overlays": [first, first + 3]}
    _, alike = addition(tables, "plant", "magnet_line_two", "magnet_line")
    assert changes_left_out(tables, alike) == {"Overlays": [first]}
    _, market = addition(tables, "market", "fresh", "home")
    assert changes_left_out(tables, market) == {}


def test_the_command_says_which_changes_leave_the_copy_as_it_is(tmp_path: Path) -> None:
    change = {"scenario": "cheap", "table": "Modules", "row": "magnet_line_m", "column_name": "capex"}
    book = write_book(tmp_path / "tiny.xlsx", Overlays=[{**change, "operation": "multiply", "value": "2"}])
    told = run("add", "plant", book, "fresh", "--like", "magnet_line")
    (row,) = read_workbook(book).tables["Overlays"].rows
    assert f"leave fresh as it is; copy those that should change it too: Overlays {row.number}" in told.output
    other = run("add", "market", book, "fresh", "--like", "home", "--into", tmp_path / "market.xlsx")
    assert other.exit_code == 0
    assert "These rows change" not in other.output
