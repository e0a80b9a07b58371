"""Numbers on the command line, in the options of a solve and in cells: each has its range; nothing else is taken."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from roadmap_opt.case.cells import LARGEST, CellProblem, parse_cell
from roadmap_opt.case.schema import SHEETS, ColumnSpec
from roadmap_opt.cli import BAD_INPUT, roadmap_opt
from roadmap_opt.cli.numbers import ClusterAddress, Number
from roadmap_opt.ranges import Range
from roadmap_opt.solver import highs
from roadmap_opt.solver.options import RANGES, OptionError, SolveOptions, available_cores
from roadmap_opt.workbook.template import write_workbook
from tests.support.tiers import some
from tests.support.tiny_case import tiny_tables


def numeric_options() -> Iterator[tuple[str, click.Option]]:
    for name, command in roadmap_opt.commands.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option) and isinstance(parameter.type, Number):
                yield name, parameter


OPTIONS = [pytest.param(name, option, id=f"{name} {option.opts[0]}") for name, option in numeric_options()]
NO_NUMBERS = ("nan", "NaN", "inf", "-inf", "Infinity", "∞", "1e400", "-1e400", "0x10", "1_0", "ten", "", " ", "%",
              "5%5", "--", "1 000", "1,2,3", "1e", "٣")  # fmt: skip


def typed(command: str, option: str, value: str, workbook: Path | None = None) -> Any:
    book = str(workbook or Path(__file__))
    return CliRunner().invoke(roadmap_opt, [command, book, f"{option}={value}"])


def test_every_command_that_solves_has_its_options_here() -> None:
    found = {
        name: {option.opts[0] for other, option in numeric_options() if other == name} for name, _ in numeric_options()
    }
    assert found == {
        "solve": {"--workers", "--total-time", "--gap", "--time-limit", "--rounds", "--threads"},
        "sweep": {
            "--runs",
            "--seed",
            "--workers",
            "--rounds",
            "--gap",
            "--time-limit",
            "--base-time-limit",
            "--no-regret",
        },
        "regret": {"--until", "--workers", "--gap", "--time-limit", "--threads"},
        "watch": {"--gap", "--time-limit", "--threads"},
        "explain": {"--time-limit", "--threads"},
    }


def test_no_number_comes_in_by_another_way() -> None:
    plain = (click.types.IntParamType, click.types.FloatParamType, click.types.IntRange, click.types.FloatRange)
    for name, command in roadmap_opt.commands.items():
        for parameter in command.params:
            assert not isinstance(parameter.type, plain), f"{name} {parameter.opts}: make it with cli.options"


@pytest.mark.parametrize(("command", "option"), OPTIONS)
@pytest.mark.parametrize("written", some(6, NO_NUMBERS))
def test_what_is_no_number_is_refused_with_the_range(command: str, option: click.Option, written: str) -> None:
    assert isinstance(option.type, Number)
    result = typed(command, option.opts[0], written)
    assert result.exit_code == BAD_INPUT
    assert str(option.type.span) in " ".join(result.output.split())


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_what_lies_outside_is_refused_with_the_range(command: str, option: click.Option) -> None:
    assert isinstance(option.type, Number)
    span = option.type.span
    outside = [span.low - 1, -1, 10 * span.high + 1, 1e15]
    outside += [1.5] if span.whole else []
    outside += [span.low] if span.above_low else []
    outside += [span.high] if span.below_high else []
    for number in outside:
        result = typed(command, option.opts[0], f"{number:.10g}")
        assert result.exit_code == BAD_INPUT, number
        assert str(span) in " ".join(result.output.split())


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_the_help_names_the_range(command: str, option: click.Option) -> None:
    assert isinstance(option.type, Number)
    text = " ".join(CliRunner().invoke(roadmap_opt, [command, "--help"]).output.split())
    assert f"Takes {option.type.span}." in text


GAP = Number(RANGES["gap"], per_cent=True)
SECONDS = Number(RANGES["time_limit"])


@pytest.mark.parametrize(
    ("kind", "written", "number"),
    [
        (GAP, "0.5%", 0.005), (GAP, "0,5%", 0.005), (GAP, "%0,5", 0.005), (GAP, "% 0.5", 0.005), (GAP, "0,5 %", 0.005),
        (GAP, "0,005", 0.005), (GAP, "0.005", 0.005), (GAP, "0", 0.0), (GAP, "5e-3", 0.005), (GAP, ",005", 0.005),
        (SECONDS, "0,5", 0.5), (SECONDS, "90", 90.0), (SECONDS, "1e3", 1000.0), (SECONDS, " 60 ", 60.0),
        (SECONDS, "31536000", 31536000.0), (Number(Range(0, 10, whole=True)), "3", 3),
    ],
)  # fmt: skip
def test_numbers_as_planners_write_them(kind: Number, written: str, number: float) -> None:
    assert kind.convert(written, None, None) == pytest.approx(number)


@pytest.mark.parametrize(("written", "readings"), [("1.000", ("1000", "1:")), ("1,500", ("1500", "1.5:"))])
def test_what_can_be_read_in_two_ways_is_not_guessed(written: str, readings: tuple[str, str]) -> None:
    with pytest.raises(click.BadParameter) as refused:
        SECONDS.convert(written, None, None)
    assert all(reading in refused.value.message for reading in readings)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["solve", "watch", "regret"])
def test_more_threads_than_cores_are_refused(command: str, tmp_path: Path) -> None:
    path = tmp_path / "tiny.xlsx"
    write_workbook(path, tiny_tables())
    arguments = [command, str(path), "--threads", str(available_cores() + 1), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(roadmap_opt, arguments)
    assert result.exit_code == BAD_INPUT
    assert f"0 to {available_cores()}" in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "address",
    ["tcp://host:99999", "tcp://host:0", "tcp://host", "host", "tcp://:8786", "tcp://host:-1", "", "tcp://a b:1"],
)
def test_an_address_without_host_or_port_is_refused(address: str) -> None:
    with pytest.raises(click.BadParameter, match="a port is a whole number of at least 1 and at most 65,535"):
        ClusterAddress().convert(address, None, None)


@pytest.mark.parametrize("address", ["local", "tcp://host:8786", "host:8786", "tls://10.0.0.1:1", "tcp://[::1]:65535"])
def test_an_address_is_taken_as_it_is(address: str) -> None:
    assert ClusterAddress().convert(address, None, None) == address


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"gap": 1.0}, "gap is 1.0, and has to be a number of at least 0 and below 1"),
        ({"gap": math.nan}, "gap is nan"), ({"gap": -0.1}, "gap is -0.1"), ({"gap": "0.5"}, "gap is '0.5'"),
        ({"time_limit": math.inf}, "time_limit is inf, and has to be a number above 0 and at most 31,536,000"),
        ({"time_limit": math.nan}, "time_limit is nan"), ({"time_limit": 0}, "time_limit is 0"),
        ({"threads": 100_000}, "threads is 100000, and has to be a whole number of at least 0 and at most 1,024"),
        ({"threads": 1.5}, "threads is 1.5"), ({"threads": True}, "threads is True"),
        ({"seed": 2**31}, "seed is 2147483648"), ({"seed": -1}, "seed is -1"), ({"rounds": 0}, "rounds is 0"),
        ({"rounds": math.inf}, "rounds is inf"),
    ],
)  # fmt: skip
def test_options_in_python_have_the_same_ranges(values: dict[str, Any], named: str) -> None:
    with pytest.raises(OptionError) as refused:
        SolveOptions(**values)
    assert named in str(refused.value)


def test_all_options_that_are_outside_are_named_at_once() -> None:
    with pytest.raises(OptionError) as refused:
        SolveOptions(gap=2.0, threads=-1, rounds=None)
    assert str(refused.value).count("has to be") == 2


def test_a_solve_never_gets_more_threads_than_cores() -> None:
    asked: dict[str, Any] = {}

    class Solver:
        def setOptionValue(self, name: str, value: Any) -> None:
            asked[name] = value

    limits = highs.Limits(0.0, 0.0, 1.0, 1024, 0, None)
    highs._set_options(Solver(), limits, is_lp=True)
    assert asked["threads"] == available_cores()


def _numbers() -> Iterator[ColumnSpec]:
    for sheet in SHEETS.values():
        yield from (column for column in sheet.columns if column.kind in ("number", "integer", "years"))


@pytest.mark.parametrize(
    "raw", ["nan", "inf", "-inf", "Infinity", "1e999", "-1e999", "1e30", 1e30, -1e308, math.nan, "∞"]
)
def test_no_cell_takes_what_is_no_quantity(raw: object) -> None:
    for column in _numbers():
        with pytest.raises(CellProblem):
            parse_cell(raw, column)


def test_a_cell_that_is_too_large_says_so() -> None:
    column = next(c for c in SHEETS["Commodities"].columns if c.name == "storage_limit")
    with pytest.raises(CellProblem) as refused:
        parse_cell("1e999", column)
    assert f"no more than {LARGEST:g} in size" in refused.value.expected
    assert "“no limit”" in refused.value.remedy
    assert parse_cell(LARGEST, column) == LARGEST
