"""A whole regret matrix of the tiny case: values by hand, decisions held, files, batches, bad input, kills."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from roadmap_opt.cli import BAD_INPUT, roadmap_opt
from roadmap_opt.comparison.compared_run import compared_runs
from roadmap_opt.messages import Text
from roadmap_opt.runs.decisions import decisions_of
from roadmap_opt.runs.run_folder import LoadedRun, load_run
from roadmap_opt.solver.highs import solver_version
from roadmap_opt.studies.regret.held_plans import reason
from roadmap_opt.studies.regret.tables import MATRIX_COLUMNS
from tests.support.both_media import assert_the_same_numbers
from tests.support.kills import killed
from tests.support.regret_matrices import SCENARIOS, matrix_of, record_of, regret, without_runs, write_worlds

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]

COMMITTED = 1 / 1.05 + 20 / 1.05**2 + 0.4 * (1 / 1.05**3 + 1 / 1.05**4 + 1 / 1.05**5)
"""Present value of what the base plan commits by 2028: the verification of 1 MUSD in 2026, four plants for 20 MUSD in
2027, and 2 % of that for their upkeep in 2028, 2029 and 2030."""

TIE_BREAKS = 0.05
"""MUSD by which the objective differs from net present value."""


def run_of(folder: Path, plan: str, world: str) -> LoadedRun:
    return load_run(folder / matrix_of(folder)[plan, world]["run"])


def test_regrets_are_what_a_pencil_says(by_hand: Path) -> None:
    rows = matrix_of(by_hand)
    base_value = float(rows["base", "base"]["npv"]) - float(rows["bust", "base"]["npv"])
    amounts = {pair: float(row["regret"]) for pair, row in rows.items() if row["regret"]}
    assert amounts == pytest.approx({
        ("base", "base"): 0.0, ("bust", "bust"): 0.0, ("late", "late"): 0.0,
        ("base", "bust"): COMMITTED, ("late", "bust"): 0.0, ("bust", "late"): 0.0,
        ("bust", "base"): base_value, ("late", "base"): base_value,
    }, abs=TIE_BREAKS)  # fmt: skip
    assert [amounts[name, name] for name in SCENARIOS] == [0.0, 0.0, 0.0]
    assert base_value == pytest.approx(48.88, abs=0.01)
    lost = float(rows["bust", "bust"]["npv"]) - float(rows["base", "bust"]["npv"])
    assert lost == pytest.approx(COMMITTED, abs=1e-6)


def test_values_are_the_objectives_that_the_runs_report(by_hand: Path) -> None:
    for plan, world in (("base", "base"), ("base", "bust"), ("bust", "base")):
        record = run_of(by_hand, plan, world).record
        row = matrix_of(by_hand)[plan, world]
        assert float(row["value"]) == pytest.approx(record.objective, abs=1e-4)
        assert float(row["bound"]) >= float(row["value"]) - 1e-4


def test_decisions_until_the_year_are_those_of_the_plan_in_every_world(by_hand: Path) -> None:
    carried = [pair for pair, row in matrix_of(by_hand).items() if row["state"] == "carried"]
    assert len(carried) == 5
    for plan, world in carried:
        run = run_of(by_hand, plan, world)
        own = decisions_of(run_of(by_hand, plan, plan).tables).until(2028)
        held = decisions_of(run.tables).until(2028)
        assert (held.builds, held.programmes, held.contracts) == (own.builds, own.programmes, own.contracts)
        assert run.record.held is not None
        assert run.record.held["until"] == 2028
        assert run.record.scenario == world
    assert len(decisions_of(run_of(by_hand, "base", "bust").tables).until(2028).builds) == 4


def test_a_plan_that_a_world_does_not_allow_says_why_in_both_languages(by_hand: Path) -> None:
    row = matrix_of(by_hand)["base", "late"]
    assert (row["state"], row["regret"], row["value"]) == ("impossible", "", "")
    assert row["reasons"] == "mine at hill (mine_m, 1 ×) cannot be begun in 2027 in this world"
    page = (by_hand / "regret.html").read_text(encoding="utf-8")
    assert "hill sahasında mine (mine_m, 1 ×) bu gelecekte 2027 yılında başlatılamaz" in page
    largest = {each["plan"]: each for each in record_of(by_hand)["results"]["largest"]}
    assert (largest["base"]["regret"], largest["base"]["worlds_carried"]) == (None, 2)
    assert largest["base"]["largest_where_carried"] == pytest.approx(COMMITTED, abs=TIE_BREAKS)


def test_a_limit_that_stops_a_held_plan_is_said_in_trade_words(by_hand: Path) -> None:
    plan, world = compared_runs([run_of(by_hand, name, name) for name in ("base", "late")])
    assert reason("limit construction_gate [hill, mine_m, 1, 2027]: too tight by 1", plan, world) == Text(
        "mine at hill (mine_m) cannot be under construction in 2027: what it needs first is not completed by then in "
        "this world",
        "hill sahasında mine (mine_m) 2027 yılında inşa halinde olamaz: önce gerekenler bu gelecekte o zamana dek "
        "tamamlanmıyor",
    )
    assert reason("limit site_space [hill, mine]: too tight by 1", plan, world) == Text(
        "limit site_space [hill, mine]: too tight by 1", "yerin büyüklüğü [hill, mine]: 1 kadar fazla dar"
    )


def test_the_record_names_the_plan_with_the_least_maximum_regret(by_hand: Path) -> None:
    record = record_of(by_hand)
    assert (record["scenarios"], record["until"]) == (["base", "bust", "late"], 2028)
    assert record["results"]["least_maximum_regret"] == "bust"
    assert record["results"]["not_distinguishable_from_it"] == ["late"]
    assert record["options"] == {"gap": 0.0, "time_limit": 600.0, "seed": 0, "rounds": None}


def test_record_page_and_workbook_name_the_solver(by_hand: Path) -> None:
    assert record_of(by_hand)["versions"]["HiGHS"] == solver_version()
    assert f"HiGHS {solver_version()}" in (by_hand / "regret.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(by_hand / "regret.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(f"HiGHS {solver_version()}" in cell for cell in cells)


def test_every_run_of_the_matrix_passes_the_audit(by_hand: Path) -> None:
    for plan, world in (("base", "bust"), ("late", "base")):
        audited = CliRunner().invoke(roadmap_opt, ["audit", str(by_hand / "runs" / f"{plan}-in-{world}")])
        assert audited.exit_code == 0, audited.output


def test_nothing_but_the_files_and_the_runs_is_there(by_hand: Path) -> None:
    assert {path.name for path in by_hand.iterdir()} == {
        "regret.json", "regret.html", "regret.xlsx", "matrix.csv", "runs", "journal.jsonl"
    }  # fmt: skip
    pairs = {f"{plan}-in-{world}" for plan in SCENARIOS for world in SCENARIOS if plan != world}
    assert {path.name for path in (by_hand / "runs").iterdir()} == pairs
    assert [path.name for path in by_hand.parent.iterdir()] == [by_hand.name]


def test_the_workbook_shows_the_matrix_with_its_largest_regrets(by_hand: Path) -> None:
    book = openpyxl.load_workbook(by_hand / "regret.xlsx", data_only=True)
    assert book.sheetnames == ["Regret", "What to do now", "Every run", "How to read"]
    written = list(book["Regret"].iter_rows(values_only=True))
    head = next(at for at, row in enumerate(written) if row[0] == "Plan followed until the end of 2028")
    rows = {row[0]: row[1:] for row in written[head + 1 : head + 4]}
    assert rows["Bust"][:2] == (0, 0)
    assert rows["Bust"][3] == pytest.approx(48.88, abs=0.02)
    assert rows["base"][3] == "✗"
    formulas = openpyxl.load_workbook(by_hand / "regret.xlsx")["Regret"]
    largest = [cell.value for row in formulas.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert len(largest) == 2
    assert all(re.fullmatch(r"=MAX\(B\d+:D\d+\)", str(formula)) for formula in largest)


def test_page_and_workbook_show_the_same_numbers(by_hand: Path) -> None:
    sheets = {"matrix": "Regret", "worlds": "Regret", "cells": "Every run"}
    assert_the_same_numbers(by_hand / "regret.html", by_hand / "regret.xlsx", sheets)


def test_the_page_is_quiet_and_fits_in_both_languages(by_hand: Path, shown: object) -> None:
    for size in ((1280, 900), (390, 844)):
        with shown(by_hand / "regret.html", size=size) as view:  # type: ignore[operator]
            view.assert_quiet()
            view.assert_fits()
            view.switch_to("tr")
            assert "pişmanlık" in view.page.inner_text("body").lower()
            view.assert_quiet()


def test_plans_come_from_a_batch_and_later_decisions_are_free(worlds: Path, batch: str) -> None:
    out = worlds.parent / "out"
    words = ("--batch", batch, "--scenarios", "base,bust", "--until", "2026", "--name", "early", "--lang", "tr")
    result = regret(worlds, out, *words)
    assert result.exit_code == 0, result.output
    folder = out / "tiny" / "regret" / "early"
    rows = matrix_of(folder)
    # by 2026 the base plan has only spent 1 MUSD on the verification, and builds nothing when the bust comes
    assert float(rows["base", "bust"]["regret"]) == pytest.approx(1 / 1.05, abs=TIE_BREAKS)
    assert decisions_of(run_of(folder, "base", "bust").tables).builds == {}
    # the plan for the bust, free from 2027, makes up for the verification and builds a year later
    late = decisions_of(run_of(folder, "bust", "base").tables)
    assert late.programmes["verification"] == 2027
    assert {year for *_, year in late.builds} == {2028}
    assert 0 < float(rows["bust", "base"]["regret"]) < 48
    book = openpyxl.load_workbook(folder / "regret.xlsx")
    assert book.sheetnames[0] == "Pişmanlık"
    close = "4 plandan 4 tanesinin (%100) olabilecek en iyi plana uzaklığının en çok %2 olduğu kanıtlı."
    assert close in result.output
    assert close in (folder / "regret.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert any(close in str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)
    assert "“Çöküş”" in result.output


def test_a_batch_that_does_not_fit_is_refused_with_every_reason(worlds: Path, batch: str, tmp_path: Path) -> None:
    other = write_worlds(tmp_path / "tiny.xlsx", bust="0.02")
    result = regret(other, tmp_path / "out", "--batch", batch, "--scenarios", "base,bust")
    assert result.exit_code == BAD_INPUT
    assert "  bust: its inputs have changed since" in result.output
    assert "  base:" not in result.output
    assert not (tmp_path / "out" / "tiny" / "regret").exists()


def test_a_name_is_never_used_twice(worlds: Path, by_hand: Path, batch: str) -> None:
    before = (by_hand / "regret.json").read_bytes()
    result = regret(worlds, worlds.parent / "out", "--batch", batch, "--name", "by hand")
    assert result.exit_code == BAD_INPUT
    assert "exists already and is left untouched" in result.output
    assert (by_hand / "regret.json").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--scenarios", "base"), "takes at least two scenarios"),
        (("--scenarios", "base,bust", "--until", "2030"), "the last year that leaves any free is 2029"),
        (("--scenarios", "base,bust", "--until", "2025"), "take decisions from 2026 on"),
        (("--scenarios", "base,nowhere"), "nowhere"),
        (("--scenarios", "base,bust", "--resume"), "There is no regret matrix to resume"),
        ((), "--scenarios a,b,c"),
    ],
)
def test_bad_input_is_refused_before_anything_is_written(
    worlds: Path, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    result = regret(worlds, tmp_path / "out", *words)
    assert result.exit_code == BAD_INPUT
    assert message in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_every_column_of_the_matrix_is_in_the_docs(by_hand: Path) -> None:
    page = (ROOT / "docs" / "regret.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `(\w+)` \| ([^|]*) \| ([^|]+) \|$", page, re.MULTILINE)
    assert documented == [(each.name, each.unit, each.meaning) for each in MATRIX_COLUMNS]
    assert list(next(iter(matrix_of(by_hand).values()))) == [each.name for each in MATRIX_COLUMNS]


def test_scenario_names_are_shown(by_hand: Path) -> None:
    name = Text("Bust", "Çöküş")
    page = (by_hand / "regret.html").read_text(encoding="utf-8")
    assert json.dumps({"en": name.en, "tr": name.tr}, ensure_ascii=False, separators=(",", ":")) in page


def entries(path: Path) -> list[str]:
    return [json.loads(line)["key"] for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
@pytest.mark.rare
def test_a_program_killed_at_any_moment_loses_nothing(worlds: Path, by_hand: Path, tmp_path: Path) -> None:
    """A matrix that is killed and continued comes to what an undisturbed one comes to."""
    out = tmp_path / "out"
    words = ["regret", str(worlds), "--out", str(out), "--workers", "2", "--gap", "0", "--name", "again"]
    killed("journal written", 1, *words, "--scenarios", "base,bust", folder=tmp_path)
    partial = out / "tiny" / "regret" / ".again.partial"
    assert not (partial / "journal.jsonl").exists()
    killed("journal written", 2, *words, "--resume", folder=tmp_path)  # the second own plan, then one of two pairs
    done = entries(partial / "journal.jsonl")
    assert len(done) == 1
    (run,) = partial.glob("runs/*/run.json")
    when = run.stat().st_mtime_ns

    resumed = regret(worlds, out, "--resume")
    assert resumed.exit_code == 0, resumed.output
    assert "1 to solve, 1 already done." in resumed.output
    folder = out / "tiny" / "regret" / "again"
    expected = {pair: row for pair, row in matrix_of(by_hand).items() if "late" not in pair}
    assert without_runs(matrix_of(folder)) == without_runs(expected)
    assert (folder / run.relative_to(partial)).stat().st_mtime_ns == when
    assert [path.name for path in folder.parent.iterdir()] == ["again"]
    assert set(done) < set(entries(folder / "journal.jsonl"))
