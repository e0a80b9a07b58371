"""What stands behind the table of measured times: traces of searches, grown workbooks, sections on a tiny workbook."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import roadmap_opt
from benchmarks import table
from benchmarks.grown import write_grown
from benchmarks.measured import Trace, searched
from benchmarks.searches import cbc_lines
from roadmap_opt.workbook.read import read_workbook
from roadmap_opt.workbook.template import write_workbook
from tests.support.sweep_workbook import write_sweep_workbook
from tests.support.tiny_case import tiny_tables

TOLD = (
    {"seconds": 1.0, "bound": 100.0},
    {"seconds": 2.0, "best": 50.0},
    {"seconds": 3.0, "best": 99.0},
    {"seconds": 4.0, "bound": 99.5, "run": {"status": "optimal"}},
)

FROM_CBC = """
✔ LP Optimal — Frac: 58/122 (47.5%)   Obj: -25.7723   Iters: 682   Time: 0.114s
     1      1           19       6.8502 converging                       0.692
     Nodes   OnTree  Depth         BestSol Method                 BestBound     Gap%   Time(s)
 ★       0        1      0        -9.29973 DiveCoefficient         -24.5707  164.21%      1.57
        10       11      9        -11.4599                         -24.5707  114.41%      3.59
 ★      18       17     18         -19.862 B&B                     -24.5707   23.71%      3.74
✔ Optimal — Obj: -20.2873   Bound: -20.2873   Gap: 0.00%   Nodes: 62   Iters: 2086   Time: 4.42s
"""


def test_what_was_known_once_stays_known() -> None:
    trace = Trace.of("\n".join(map(json.dumps, TOLD)))
    assert [moment.gap for moment in trace.moments] == [None, 1.0, pytest.approx(1 / 99), pytest.approx(0.5 / 99)]
    assert [trace.seconds_to_gap(gap) for gap in (0.5, 0.02, 0.006, 0.001)] == [3.0, 3.0, 4.0, None]
    assert [trace.seconds_to_plan(within) for within in (0.03, 0.9)] == [3.0, 2.0]
    assert trace.run == {"status": "optimal"}


def test_a_search_without_a_plan_has_no_gap_and_no_good_plan() -> None:
    trace = Trace.of(json.dumps(TOLD[0]))
    assert (trace.last.gap, trace.seconds_to_plan(0.03), trace.seconds_to_gap(1.0)) == (None, None, None)
    assert table.ladder(trace) == "–, –, –; –, –, 100"
    assert table.ladder(trace, -1.0) == "–, –, –; –, –, -100"


def test_what_cbc_prints_is_read() -> None:
    assert list(cbc_lines(FROM_CBC.splitlines())) == [
        (0.114, None, -25.7723),
        (1.57, -9.29973, -24.5707),
        (3.59, -11.4599, -24.5707),
        (3.74, -19.862, -24.5707),
        (4.42, -20.2873, -20.2873),
    ]


@pytest.mark.slow
def test_a_grown_workbook_can_be_solved_and_is_larger(tmp_path: Path) -> None:
    small, large = tmp_path / "small.xlsx", tmp_path / "large.xlsx"
    write_workbook(small, tiny_tables(), language="en")
    write_grown(small, 3, large)
    before, after = read_workbook(small).tables, read_workbook(large).tables
    assert len(after["Modules"].rows) == 3 * len(before["Modules"].rows)
    assert len(after["PlantSites"].rows) == 3 * len(before["PlantSites"].rows)
    assert len(after["Deposits"].rows) == 3 * len(before["Deposits"].rows) > 0
    assert [str(each) for each in roadmap_opt.check(large, "base") if each.is_error] == []


def test_the_search_of_a_workbook_is_told_line_by_line(tmp_path: Path) -> None:
    book = tmp_path / "tiny.xlsx"
    write_workbook(book, tiny_tables(), language="en")
    trace, ended = searched("tool", book, 10.0)
    assert trace.run["status"] == "optimal"
    assert trace.last.gap is not None
    assert trace.last.gap <= 0.005
    assert ended.seconds >= trace.last.seconds > 0.0
    assert ended.megabytes > 20.0
    assert ended.cpu_seconds > 0.1


def test_a_program_that_fails_ends_the_measurement() -> None:
    with pytest.raises(SystemExit, match=r"nothing\.xlsx .* ended with 2"):
        searched("tool", Path("nothing.xlsx"), 1.0, "--no-such-option")


@pytest.mark.slow
@pytest.mark.parametrize("section", ["edit", "peers", "growth"])
def test_a_section_of_a_tiny_workbook_gives_lines(
    section: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "WORKBOOK", write_sweep_workbook(tmp_path))
    (edited, *_) = (row.values["target"] for row in tiny_tables()["Targets"])
    monkeypatch.setattr(table, "EDITED", ("Targets", edited, 3.0))
    monkeypatch.setattr(table, "FACTORS", (2,))
    bench = table.Bench(tmp_path, 0.05, ("base",), 1, 1, sys.executable, {})
    lines = list(table.SECTIONS[section](bench))
    text = table.markdown({section: lines}, bench)
    assert "Limits scaled by 0.05: no measurement." in text
    assert len(lines) >= 2
    assert all(f"| {line.what} | {line.measured} |" in text for line in lines)
    assert any("%" in line.measured for line in lines)
