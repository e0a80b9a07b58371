# ruff: noqa: E501  (messages are read as a planner reads them)
"""Sheet Sweeps: how its lines become parameters, what a sample changes, and how each mistake is named."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.overlays import apply_scenario
from roadmap_opt.case.sweep_rows import CODES, read_sweep
from roadmap_opt.case.sweeps import sampled_tables, sweep_names
from roadmap_opt.case.tables import Step, Tables
from roadmap_opt.checks import check_tables
from roadmap_opt.errors import InputError
from tests.support.tiny_case import WORKBOOK, edited, tiny_tables

Line = dict[str, Any]

PRICE: Line = {
    "sweep": "main", "parameter": "magnet_price", "table": "Prices", "row": "magnet|*", "column_name": "price",
    "operation": "multiply", "name_en": None, "name_tr": None, "low": "0.6", "high": "1.4", "distribution": "triangular",
}  # fmt: skip
GEARING: Line = {
    "sweep": "main", "parameter": "gearing", "table": "Settings", "row": "*", "column_name": "maximum_gearing",
    "operation": "set", "name_en": None, "name_tr": None, "low": "0.4", "high": "0.8", "distribution": "uniform",
}  # fmt: skip


def line(**changed: Any) -> Line:
    return {**PRICE, **changed}


def also(**changed: Any) -> Line:
    """A later line of the price, which takes its range from the first."""
    return line(**{"low": None, "high": None, "distribution": None, **changed})


def setting(**changed: Any) -> Line:
    return {**GEARING, **changed}


def tables_with(*lines: Line, **changes: Any) -> Tables:
    return tiny_tables(**{"Sweeps": list(lines), **changes})


def messages(*lines: Line) -> list[str]:
    return [str(finding) for finding in check_tables(tables_with(*lines), WORKBOOK)]


def test_lines_of_one_parameter_share_the_range_of_the_first() -> None:
    oxide = also(row="nd_oxide|*", first_year=2028)
    sweep = read_sweep(tables_with(line(name_en="Price of magnets"), GEARING, oxide), " MAIN ", WORKBOOK)
    assert [parameter.name for parameter in sweep.parameters] == ["magnet_price", "gearing"]
    price, gearing = sweep.parameters
    assert (price.box, price.unit, price.name_tr) == ((0.6, 1.0, 1.4), "", "Price of magnets")
    assert (gearing.box, gearing.unit, gearing.name_en) == ((0.4, 0.6, 0.8), "share", "gearing")
    assert [row.number for row in price.rows] == [5, 7]
    assert sweep.base == (1.0, 0.6)


def test_a_sample_changes_every_line_of_a_parameter_and_says_so() -> None:
    tables = tables_with(PRICE, GEARING, also(row="nd_oxide|*", first_year=2029))
    sweep = read_sweep(tables, "main", WORKBOOK)
    sampled = sampled_tables(tables, sweep, (0.9, 0.6))
    oxide, magnet = sampled["Prices"].rows[2], sampled["Prices"].rows[3]
    assert set(magnet.values["price"].values()) == {90.0}
    assert oxide.values["price"] == {2025: 70.0, 2026: 70.0, 2027: 70.0, 2028: 70.0, 2029: 63.0, 2030: 63.0}
    assert magnet.overlaid["price", 2026] == (Step("main: magnet_price", "Sweeps", 5, "multiply", "0.9"),)
    one = (Step("main: magnet_price", "Sweeps", 7, "multiply", "0.9"),)
    assert oxide.overlaid == {("price", 2029): one, ("price", 2030): one}
    assert sampled["Settings"].rows[0].overlaid == {}
    assert tables["Prices"].rows[3].values["price"][2025] == 100.0


def test_the_base_sample_gives_the_very_tables() -> None:
    tables = tables_with(PRICE, GEARING)
    sweep = read_sweep(tables, "main", WORKBOOK)
    assert sampled_tables(tables, sweep, sweep.base) is tables


def test_a_sweep_stands_on_top_of_a_scenario() -> None:
    """A multiplied cell starts from what the scenario holds; the base of a set cell is what the scenario says."""
    overlay = {"scenario": "cheap", "table": "Settings", "row": "*", "column_name": "maximum_gearing",
               "operation": "set", "value": "0.7"}  # fmt: skip
    dearer = {**overlay, "table": "Prices", "row": "magnet|*", "column_name": "price", "value": "200"}
    tables = apply_scenario(tables_with(PRICE, GEARING, Overlays=[overlay, dearer]), "cheap", WORKBOOK)
    sweep = read_sweep(tables, "main", WORKBOOK)
    assert sweep.base == (1.0, 0.7)
    sampled = sampled_tables(tables, sweep, (0.5, 0.5))
    assert sampled["Prices"].rows[3].values["price"][2030] == 100.0
    assert sampled["Settings"].rows[0].values["maximum_gearing"] == 0.5


def test_a_scenario_may_leave_the_range_of_a_sweep() -> None:
    """Solving the scenario is no matter of the sweep; sweeping it is."""
    overlay = {"scenario": "cheap", "table": "Settings", "row": "*", "column_name": "maximum_gearing",
               "operation": "set", "value": "0.9"}  # fmt: skip
    tables = apply_scenario(tables_with(GEARING, Overlays=[overlay]), "cheap", WORKBOOK)
    assert check_tables(tables, WORKBOOK) == ()
    with pytest.raises(InputError, match=r"E423 .*Sweeps!M5 .*base 0\.9 outside 0\.4 to 0\.8"):
        read_sweep(tables, "main", WORKBOOK)


def test_a_discrete_parameter_takes_its_written_values_only() -> None:
    words = setting(column_name="offtake_basis", low="production", high="sales", distribution="discrete")
    tables = tables_with(words)
    (basis,) = read_sweep(tables, "main", WORKBOOK).parameters
    assert (basis.box, basis.words, basis.places) == (
        (0.0, 0.0, 1.0),
        ("production", "production", "sales"),
        (0.0, 1.0),
    )
    sampled = sampled_tables(tables, read_sweep(tables, "main", WORKBOOK), (1.0,))
    assert sampled["Settings"].rows[0].values["offtake_basis"] == "sales"
    with pytest.raises(ValueError, match=r"gearing: 0\.5 is none of the places"):
        basis.written(0.5)


def test_sweeps_that_can_be_asked_for() -> None:
    assert sweep_names(tables_with(PRICE, line(sweep="second"), line(sweep="MAİN", parameter="x"))) == (
        "main",
        "second",
    )


MISTAKES: list[tuple[list[Line], str]] = [
    ([line(table="Price")],
     "E403 tiny.xlsx › Sweeps!E5 (sweep main, magnet_price: Price magnet|*): no sheet is called Price; expected a sheet "
     "of the workbook: Prices, PriceSupport, PriceFormulas, Perimeters, AgeProfiles, Premiums, Supplies, Pins and 28 "
     "more. Did you mean Prices?"),
    ([line(column_name="prise")],
     "E404 tiny.xlsx › Sweeps!G5 (sweep main, magnet_price: Prices magnet|*): Prices has no column prise; expected a "
     "column of Prices that is not part of the row's key: price, source, confidence, note, note_tr. Did you mean price?"),
    ([PRICE, also(row="magnit|*")],
     "E405 tiny.xlsx › Sweeps!F6 (sweep main, magnet_price: Prices magnit|*): no row of Prices matches magnit|*; "
     "expected the key of a row of Prices (commodity|case): magnet|base, la_oxide|base, nd_oxide|base, "
     "concentrate|base. Did you mean magnet|base?"),
    ([line(first_year=2031)],
     "E406 tiny.xlsx › Sweeps!H5 (sweep main, magnet_price: Prices magnet|*): years 2031 to the last; expected years "
     "from 2025 to 2030 in order. Correct first_year and last_year."),
    ([setting(high="twice")],
     "E407 tiny.xlsx › Sweeps!M5 (sweep main, gearing: Settings *): the text “twice”; expected a number from 0 to 1 "
     "(share). Type digits only; units and remarks belong in the note column."),
    ([setting(operation="add", column_name="objective", low="1", high="2")],
     "E408 tiny.xlsx › Sweeps!J5 (sweep main, gearing: Settings *): add on objective, which holds words; expected set, "
     "the only operation on such a column. Choose set."),
    ([setting(operation="multiply", low="0.5", high="2")],
     "E409 tiny.xlsx › Sweeps!M5 (sweep main, gearing: Settings *): 0.6 × 2 gives 1.2 for maximum_gearing; expected a "
     "number from 0 to 1 (share). Correct the value, or the cell it changes."),
    ([line(low=None)],
     "E420 tiny.xlsx › Sweeps!K5 (sweep main, parameter magnet_price, table Prices, row magnet|*, column_name price): "
     "low is blank; expected low, high and distribution in the first line of a parameter. Fill in what is missing; or is "
     "sweep or parameter written otherwise than in the lines above?"),
    ([PRICE, also(row="nd_oxide|*", high="1.5")],
     "E421 tiny.xlsx › Sweeps!M6 (sweep main, parameter magnet_price, table Prices, row nd_oxide|*, column_name price): "
     "high 1.5, but row 5 says 1.4; expected the same high in all lines of a parameter, or a blank. Correct it, or name "
     "another parameter."),
    ([setting(column_name="objective", low="npv", high="cost")],
     "E422 tiny.xlsx › Sweeps!N5 (sweep main, parameter gearing, table Settings, row *, column_name objective): uniform "
     "for objective, which holds words; expected discrete, for such a column. Choose discrete."),
    ([line(table="Funding", row="owner", column_name="yearly_limit", operation="set", low="10", high="20")],
     "E422 tiny.xlsx › Sweeps!L5 (sweep main, parameter magnet_price, table Funding, row owner, column_name "
     "yearly_limit): base no limit; expected a number, to draw from a range. Enter a number, or choose discrete."),
    ([line(operation="add", low="-5", high="5", distribution="lognormal")],
     "E422 tiny.xlsx › Sweeps!K5 (sweep main, parameter magnet_price, table Prices, row magnet|*, column_name price): "
     "low -5 for a lognormal distribution; expected a number above 0. Correct it, or choose triangular."),
    ([line(low="1.4", high="0.6")],
     "E423 tiny.xlsx › Sweeps!K5 (sweep main, parameter magnet_price, table Prices, row magnet|*, column_name price): "
     "low 1.4 above high 0.6; expected a low below the high. Exchange them."),
    ([line(low="1.1")],
     "E423 tiny.xlsx › Sweeps!K5 (sweep main, parameter magnet_price, table Prices, row magnet|*, column_name price): "
     "base 1 outside 1.1 to 1.4; expected a range that holds the base, which is where the workbook stands. Widen the "
     "range."),
    ([line(low="1", high="1")],
     "E423 tiny.xlsx › Sweeps!M5 (sweep main, parameter magnet_price, table Prices, row magnet|*, column_name price): "
     "low and high are the same; expected a high above the low. Widen the range, or delete the parameter."),
    ([line(base="1.1")],
     "E424 tiny.xlsx › Sweeps!L5 (sweep main, parameter magnet_price, table Prices, row magnet|*, column_name price): "
     "base 1.1; expected 1, which changes nothing. Clear the cell: a blank takes what the workbook holds."),
    ([setting(base="50 %")],
     "E424 tiny.xlsx › Sweeps!L5 (sweep main, parameter gearing, table Settings, row *, column_name maximum_gearing): "
     "base 50 %; expected 0.6, which the workbook holds. Clear the cell: a blank takes what the workbook holds."),
    ([line(row="*", operation="set", low="10", high="200")],
     "E424 tiny.xlsx › Sweeps!J5 (sweep main, parameter magnet_price, table Prices, row *, column_name price): the cells "
     "of price hold different values: 3, 0.6, 70, 100; expected cells that agree, for set. Choose multiply or add, or "
     "name cells that agree."),
    ([line(low="0.5", high="3", distribution="normal")],
     "E425 (warning) tiny.xlsx › Sweeps!N5 (sweep main, parameter magnet_price, table Prices, row magnet|*, column_name "
     "price): half of the draws lie above 1.75, the base is 1; expected a base near the middle of a normal distribution. "
     "Choose triangular for a range that leans to one side, or move low and high."),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "message"), MISTAKES, ids=[message[:4] for _, message in MISTAKES])
def test_each_mistake_names_its_cell(lines: list[Line], message: str) -> None:
    assert messages(*lines) == [message]


SOUND: list[list[Line]] = [
    [line(base="100 %")],
    [setting(base="0,6")],
    [line(distribution="lognormal", low="0.7", high="1.4")],
    [setting(column_name="terminal_years", low="3", high="9", distribution="discrete")],
    [line(table="Funding", row="owner", column_name="yearly_limit", operation="set", low="10", high="no limit",
          distribution="discrete")],
    [PRICE, also(row="nd_oxide|*", high="1.4")],
]  # fmt: skip


@pytest.mark.parametrize("lines", SOUND)
def test_what_comes_close_is_no_mistake(lines: list[Line]) -> None:
    assert messages(*lines) == []


def test_all_mistakes_are_raised_at_once() -> None:
    tables = tables_with(line(table="Price"), setting(low="0.9"), line(parameter="third", low=None))
    with pytest.raises(InputError) as problem:
        read_sweep(tables, "main", WORKBOOK)
    assert [finding.cell for finding in problem.value.findings] == ["E5", "K6", "K7"]


@pytest.mark.parametrize(("changed", "cells"), [({}, []), ({"table": "Price"}, ["E5"]), ({"row": "magnit|*"}, ["F5"])])
def test_a_line_that_could_not_be_read_raises_only_what_is_wrong_besides(changed: Line, cells: list[str]) -> None:
    tables = edited(tables_with(line(**changed)), "Sweeps", 0, operation=None)
    table = tables["Sweeps"]
    row = dataclasses.replace(table.rows[0], unreadable=frozenset({"operation"}))
    found = check_tables({**tables, "Sweeps": dataclasses.replace(table, rows=(row,))}, WORKBOOK)
    assert [each.cell for each in found] == cells


@pytest.mark.parametrize(
    ("lines", "cells"),
    [
        (
            [line(table="Price", column_name="prise", low=None, high="twice")],
            ["E403 E5", "E404 G5", "E420 K5", "E407 M5"],
        ),
        ([line(low="1.4", high="0.6", base="1.1")], ["E423 K5", "E424 L5"]),
        ([setting(low="some", high="1.2")], ["E407 K5", "E407 M5"]),
        ([line(row="magnit|*", first_year=2029, last_year=2027)], ["E405 F5", "E406 H5"]),
        ([PRICE, also(table="Price", high="1.5")], ["E403 E6", "E421 M6"]),
    ],
)
def test_every_mistake_of_a_parameter_is_named_at_once(lines: list[Line], cells: list[str]) -> None:
    found = check_tables(tables_with(*lines), WORKBOOK)
    assert [f"{each.code} {each.cell}" for each in found] == cells


def test_a_base_that_could_not_be_read_raises_nothing_further() -> None:
    tables = edited(tables_with(GEARING), "Settings", 0, maximum_gearing=None)
    table = tables["Settings"]
    row = dataclasses.replace(table.rows[0], unreadable=frozenset({"maximum_gearing"}))
    assert check_tables({**tables, "Settings": dataclasses.replace(table, rows=(row,))}, WORKBOOK) == ()


def test_a_base_that_names_nothing_raises_nothing_further() -> None:
    place = setting(table="Recipes", row="*", column_name="plant", low="mill", high="mill", distribution="discrete")
    tables = tables_with(place)
    for at in range(len(tables["Recipes"].rows)):
        tables = edited(tables, "Recipes", at, plant="nowhere")
    names = [row.values["plant"] for row in tables["Plants"]]
    tables = edited(tables, "Sweeps", 0, low=names[0], high=names[-1])
    found = check_tables(tables, WORKBOOK)
    assert {finding.sheet for finding in found if finding.code == "E201"} == {"Recipes"}
    assert [finding for finding in found if finding.sheet == "Sweeps"] == []


def test_an_unknown_sweep_is_named_with_the_nearest() -> None:
    with pytest.raises(InputError) as problem:
        read_sweep(tables_with(PRICE), "mane", WORKBOOK)
    assert str(problem.value) == (
        "E426 tiny.xlsx › Sweeps: no sweep is called mane; expected one of main. Did you mean main?"
    )


def pair(parameter: str, other: str, correlation: float, sweep: str = "main") -> Line:
    return {"sweep": sweep, "parameter": parameter, "other": other, "correlation": correlation}


FEED = line(parameter="feed_price", row="nd_oxide|*")
LANTHANUM = line(parameter="la_price", row="la_oxide|*")


def test_correlations_belong_to_their_sweep() -> None:
    elsewhere = pair("magnet_price", "feed_price", 0.2, "second")
    lines = [PRICE, FEED, line(sweep="second"), {**FEED, "sweep": "second"}]
    tables = tables_with(*lines, Correlations=[pair("magnet_price", "feed_price", 0.5), elsewhere])
    assert check_tables(tables, WORKBOOK) == ()
    (correlation,) = read_sweep(tables, "main", WORKBOOK).correlations
    assert (correlation.parameter, correlation.other, correlation.rank) == ("magnet_price", "feed_price", 0.5)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([pair("magnet_price", "gearing", 0.5)],
         "E359 tiny.xlsx › Correlations!C5 (sweep main, parameter magnet_price, other gearing): gearing is no parameter "
         "of sweep main; expected one of magnet_price, feed_price, la_price. Correct the name, or delete the row."),
        ([pair("feed_price", "feed_price", 0.5)],
         "E359 tiny.xlsx › Correlations!C5 (sweep main, parameter feed_price, other feed_price): feed_price with itself; "
         "expected two different parameters. Correct one of them, or delete the row."),
        ([pair("feed_price", "la_price", 0.5), pair("la_price", "feed_price", 0.6)],
         "E359 tiny.xlsx › Correlations!D6 (sweep main, parameter la_price, other feed_price): a second row for this "
         "pair, as row 5; expected one row for each pair. Delete one of the rows."),
        ([pair("magnet_price", "feed_price", 0.9), pair("feed_price", "la_price", 0.9), pair("la_price", "magnet_price", -0.9)],
         "E359 tiny.xlsx › Correlations!D5 (sweep main, parameter magnet_price, other feed_price): the 3 correlations of "
         "sweep main contradict one another: no draws have all of them; expected a positive definite matrix of "
         "correlations. Multiply all of them by 0.53, or weaken the largest ones; two parameters that always move "
         "together are one parameter with several lines."),
        ([pair("magnet_price", "feed_price", 1.0)],
         "E359 tiny.xlsx › Correlations!D5 (sweep main, parameter magnet_price, other feed_price): the 1 correlations of "
         "sweep main contradict one another: no draws have all of them; expected a positive definite matrix of "
         "correlations. Multiply all of them by 0.99, or weaken the largest ones; two parameters that always move "
         "together are one parameter with several lines."),
    ],
)  # fmt: skip
def test_correlations_that_cannot_be_are_named(pairs: list[Line], message: str) -> None:
    second = [line(sweep="second", parameter="gearing")]
    tables = tables_with(PRICE, FEED, LANTHANUM, *second, Correlations=pairs)
    assert [str(finding) for finding in check_tables(tables, WORKBOOK)] == [message]
    with pytest.raises(InputError, match="E359"):
        read_sweep(tables, "main", WORKBOOK)


def test_correlations_of_unknown_parameters_are_references_that_lead_nowhere() -> None:
    found = check_tables(tables_with(PRICE, Correlations=[pair("magnet_price", "oil_price", 0.5)]), WORKBOOK)
    assert [finding.code for finding in found] == ["E201"]


def test_a_sweep_draws_the_drivers_and_not_a_derived_price() -> None:
    formulas = [{"commodity": "magnet", "driver": "nd_oxide", "quantity": 0.5}]
    prices = [{"commodity": name, "case": "base", "price": 70.0} for name in ("concentrate", "la_oxide", "nd_oxide")]
    premium = [{"commodity": "magnet", "price_case": "base", "premium": 65.0}]
    given = {"Prices": prices, "PriceFormulas": formulas, "Premiums": premium, "Overlays": []}
    (finding,) = check_tables(tables_with(PRICE, **given), WORKBOOK)
    assert str(finding) == (
        "E358 tiny.xlsx › Sweeps!F5 (sweep main, magnet_price: Prices magnet|*): the price of magnet is derived; expected "
        "a commodity whose price is entered. Change what it follows (nd_oxide), or its row on Premiums."
    )
    sound = tables_with(line(row="nd_oxide|*"), line(parameter="p", table="Premiums", column_name="premium"), **given)
    assert check_tables(sound, WORKBOOK) == ()
    sweep = read_sweep(sound, "main", WORKBOOK)
    case = case_from_tables(sampled_tables(sound, sweep, (1.2, 0.9)), WORKBOOK, "base")
    assert Indexes(case).prices.at("magnet", 2028) == pytest.approx((0.5 * 70 * 1.2 + 65 * 0.9) / 1000)


def test_every_code_is_triggered_here() -> None:
    assert {message[:4] for _, message in MISTAKES} - {f"E40{n}" for n in range(3, 10)} | {"E426", "E359"} == set(CODES)
