"""A whole sweep of the tiny case: from the command line to every file, interrupted and continued, with bad input."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from roadmap_opt import solve
from roadmap_opt.case.sweep_rows import read_sweep
from roadmap_opt.case.sweeps import sampled_tables
from roadmap_opt.cli import BAD_INPUT, NO_PLAN_FOUND, roadmap_opt
from roadmap_opt.runs.decisions import decisions_of
from roadmap_opt.runs.run_folder import load_run
from roadmap_opt.solver.highs import solver_version
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import FINAL_FIGURES
from roadmap_opt.workbook.read import read_workbook
from roadmap_opt.workbook.template import write_workbook
from tests.support.both_media import assert_the_same_numbers
from tests.support.sweep_workbook import LINES, write_sweep_workbook

pytestmark = pytest.mark.slow

KEPT = ["seconds"]
"""Columns that may differ between two runs of one sample."""


def invoke(workbook: Path, out: Path, *more: str) -> Result:
    arguments = ["sweep", str(workbook), "--sweep", "main", "--out", str(out), "--workers", "1", *more]
    return CliRunner().invoke(roadmap_opt, arguments)


def folders(out: Path) -> list[Path]:
    return sorted((out / "tiny" / "sweeps").iterdir())


def runs_of(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "runs.parquet")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sweeps")


@pytest.fixture(scope="module")
def tornado(place: Path) -> Path:
    """Folder of a finished tornado."""
    result = invoke(write_sweep_workbook(place), place / "results")
    assert result.exit_code == 0, result.output
    (folder,) = folders(place / "results")
    return folder


@pytest.fixture(scope="module")
def base_run(tornado: Path) -> str:
    return str(json.loads((tornado / "sweep.json").read_text(encoding="utf-8"))["base_run"])


@pytest.fixture(scope="module")
def latin(place: Path, base_run: str) -> Path:
    """Folder of a finished Latin hypercube, which starts from the tornado's base plan."""
    given = ("--design", "latin", "--runs", "16", "--seed", "3", "--from", base_run, "--lang", "tr")
    result = invoke(place / "tiny.xlsx", place / "latin", *given)
    assert result.exit_code == 0, result.output
    (folder,) = folders(place / "latin")
    return folder


def test_every_file_is_there_and_nothing_else(tornado: Path) -> None:
    assert sorted(path.relative_to(tornado).as_posix() for path in tornado.rglob("*") if path.is_file()) == [
        "journal.jsonl", "runs.parquet", "sweep.html", "sweep.json", "sweep.xlsx", "tables/builds.parquet",
        "tables/indicators.parquet", "tables/taken.parquet", "tables/targets.parquet",
    ]  # fmt: skip


def test_a_tornado_moves_one_parameter_at_a_time(tornado: Path) -> None:
    runs = runs_of(tornado)
    assert runs["run"].tolist() == list(range(8))
    assert list(zip(runs["varied"], runs["end"], strict=True)) == [
        ("", ""), ("magnet_price", "low"), ("magnet_price", "high"), ("capex", "low"), ("capex", "high"),
        ("rate", "low"), ("rate", "high"), ("basis", "high"),
    ]  # fmt: skip
    assert runs["magnet_price"].tolist() == [1.0, 0.3, 1.4, 1.0, 1.0, 1.0, 1.0, 1.0]
    assert runs["parameter:capex"].tolist() == [1.0, 1.0, 1.0, 0.7, 3.0, 1.0, 1.0, 1.0], "`capex` is the outcome"
    assert runs["basis"].tolist() == ["production"] * 7 + ["sales"]
    sheet = openpyxl.load_workbook(tornado / "sweep.xlsx")["Runs"]
    head = next(row for row in sheet.iter_rows(values_only=True) if "Capital cost" in row)
    shown = [row[head.index("Capital cost")] for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert shown == runs["parameter:capex"].tolist()
    assert runs["counts"].all()
    npv = runs.set_index(["varied", "end"])["npv"]
    assert npv["magnet_price", "high"] > npv["", ""] > npv["magnet_price", "low"]
    assert npv["capex", "low"] > npv["", ""] > npv["capex", "high"]


def test_tables_of_the_runs_belong_together(tornado: Path) -> None:
    builds = pd.read_parquet(tornado / "tables" / "builds.parquet")
    assert set(builds["plant"]) == {"mine", "cracking", "separation", "magnet_line"}
    targets = pd.read_parquet(tornado / "tables" / "targets.parquet")
    met = targets.groupby("run")["met"].sum()
    assert met.tolist() == runs_of(tornado)["targets_met"].tolist()


def test_the_record_says_how_it_was_made(tornado: Path) -> None:
    record = json.loads((tornado / "sweep.json").read_text(encoding="utf-8"))
    assert (record["sweep"], record["design"], record["runs"], record["seed"]) == ("main", "tornado", 7, 0)
    assert record["options"] == {"gap": 0.005, "time_limit": 300.0, "seed": 0, "rounds": 1}
    assert [each["name"] for each in record["parameters"]] == [line["parameter"] for line in LINES]
    assert record["parameters"][3]["words"] == ["production", "production", "sales"]
    assert set(record["versions"]) == {"roadmap-opt", "python", "pyomo", "HiGHS", "numpy", "scipy"}
    assert record["versions"]["HiGHS"] == solver_version()
    page = (tornado / "sweep.html").read_text(encoding="utf-8")
    assert "Version of HiGHS" in page
    cells = {str(cell.value) for row in openpyxl.load_workbook(tornado / "sweep.xlsx")["Record"] for cell in row}
    assert {"Version of HiGHS", solver_version()} <= cells


def test_the_workbook_opens_and_holds_its_charts(tornado: Path, latin: Path) -> None:
    first = openpyxl.load_workbook(tornado / "sweep.xlsx")
    assert first.sheetnames == [
        "Summary", "Tornado", "No-regret builds", "Targets", "Programmes and money", "Parameters", "Runs", "Record",
    ]  # fmt: skip
    assert len(first["Summary"]._charts) == 3
    assert first["Runs"].max_row == 3 + 1 + 7 + 1
    second = openpyxl.load_workbook(latin / "sweep.xlsx")
    assert second.sheetnames == [
        "Özet", "Yayılım", "Korelasyonlar", "Başarısızlık", "Pişmanlıksız tesisler", "Hedefler", "Program ve finansman",
        "Parametreler", "Çalışmalar", "Kayıt",
    ]  # fmt: skip
    cells = {cell.value for row in second["Özet"].iter_rows() for cell in row if cell.value is not None}
    assert "Duyarlılık taraması: main" in cells
    assert "Pişmanlıksız tesis" in cells


def test_page_and_workbook_show_the_same_numbers(tornado: Path, latin: Path) -> None:
    """Of an end at which the search left too much open, a workbook has no effect, so that its chart has no bar."""
    sheets = {"tornado": "Tornado", "builds": "No-regret builds", "targets": "Targets",
              "taken": "Programmes and money", "runs": "Runs"}  # fmt: skip
    assert_the_same_numbers(tornado / "sweep.html", tornado / "sweep.xlsx", sheets, "search left too much open")
    drawn = {"spread": "Yayılım", "drivers": "Korelasyonlar", "builds": "Pişmanlıksız tesisler", "runs": "Çalışmalar"}
    assert_the_same_numbers(latin / "sweep.html", latin / "sweep.xlsx", drawn)


def test_the_page_names_its_findings_in_both_languages(tornado: Path, latin: Path) -> None:
    page = (tornado / "sweep.html").read_text(encoding="utf-8")
    for words in (
        "Which assumption matters most",
        "En çok hangi varsayım etkiliyor",
        "Price of magnets",
        "Mıknatıs fiyatı",
    ):
        assert words in page
    assert 'id="spread"' not in page
    drawn = (latin / "sweep.html").read_text(encoding="utf-8")
    for words in ('id="spread"', "Sıra korelasyonu", "Wilson", "Price of magnets – Capital cost 0.6"):
        assert words in drawn
    assert "Gaussian copula" not in page


def test_the_record_holds_the_correlations_of_the_draws(latin: Path) -> None:
    record = json.loads((latin / "sweep.json").read_text(encoding="utf-8"))
    assert record["correlations"] == [{"parameter": "magnet_price", "other": "capex", "rank": 0.6}]
    assert 0.2 < runs_of(latin)["magnet_price"].corr(runs_of(latin)["parameter:capex"], method="spearman") < 0.9


def test_draws_lie_in_their_ranges_and_come_again(latin: Path, place: Path, base_run: str, tmp_path: Path) -> None:
    """The same seed gives the same runs, wherever and whenever; and an interruption in the middle changes nothing."""
    runs = runs_of(latin)
    assert runs["magnet_price"].between(0.3, 1.4).all()
    assert runs["rate"].between(0.03, 0.1).all()
    assert set(runs["basis"]) == {"production", "sales"}
    cut = tmp_path / "tiny" / "sweeps" / f".{latin.name}.partial"
    shutil.copytree(latin, cut)
    for path in (cut / "runs.parquet", cut / "sweep.html", cut / "sweep.xlsx"):
        path.unlink()
    shutil.rmtree(cut / "tables")
    lines = (cut / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (cut / "journal.jsonl").write_bytes(b"".join(lines[:6]) + lines[6][: len(lines[6]) // 2])  # torn by a kill
    given = ("--design", "latin", "--runs", "16", "--seed", "3", "--no-regret", "70%", "--resume")
    result = invoke(place / "tiny.xlsx", tmp_path, *given)
    assert result.exit_code == 0, result.output
    assert "6 run(s) are done" in result.output
    (again,) = folders(tmp_path)
    assert again.name == latin.name
    assert json.loads((again / "sweep.json").read_text(encoding="utf-8"))["no_regret"] == 0.7
    pd.testing.assert_frame_equal(runs_of(again).drop(columns=KEPT), runs.drop(columns=KEPT), rtol=1e-9)


@pytest.mark.parametrize("run", [1, 9, 16])
def test_a_run_is_what_a_solve_of_its_workbook_gives(
    run: int, latin: Path, place: Path, base_run: str, tmp_path: Path
) -> None:
    """The values of a run written into a workbook of their own, and solved like any other from the same plan."""
    tables = read_workbook(place / "tiny.xlsx").tables
    sweep = read_sweep(tables, "main", "tiny.xlsx")
    row = runs_of(latin).iloc[run]
    drawn = [row["magnet_price"], row["parameter:capex"], row["rate"], row["basis"]]
    values = [float(p.words.index(v) - 1 if p.words else v) for p, v in zip(sweep.parameters, drawn, strict=True)]
    write_workbook(tmp_path / "one.xlsx", sampled_tables(tables, sweep, values), language="en")
    start = decisions_of(load_run(Path(base_run)).tables)
    options = SolveOptions(time_limit=300.0, rounds=1, threads=1)
    run = solve(tmp_path / "one.xlsx", options=options, start=start)
    assert run.violations == ()
    assert row["status"] == run.outcome.status.value
    searched = next(phase for phase in run.outcome.phases if phase.name != FINAL_FIGURES)
    assert (row["found"], row["bound"]) == pytest.approx((searched.objective, searched.bound), rel=1e-9)
    items = run.tables["objective"].set_index("item")["value"]
    assert row["npv"] == pytest.approx(items["chosen_npv_with_terminal"], rel=1e-9)
    assert row["capex"] == pytest.approx(-items["project: capex"], rel=1e-9)


def begun(latin: Path, out: Path) -> Path:
    """The hypercube as an interruption before its last run leaves it."""
    cut = out / "tiny" / "sweeps" / f".{latin.name}.partial"
    shutil.copytree(latin, cut)
    lines = (cut / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (cut / "journal.jsonl").write_bytes(b"".join(lines[:-1]))
    return cut


def test_what_is_not_given_again_stays_as_the_sweep_was_begun(latin: Path, place: Path, tmp_path: Path) -> None:
    begun(latin, tmp_path)
    result = invoke(place / "tiny.xlsx", tmp_path, "--resume")
    assert result.exit_code == 0, result.output
    assert "16 run(s) are done" in result.output
    (folder,) = folders(tmp_path)
    pd.testing.assert_frame_equal(runs_of(folder).drop(columns=KEPT), runs_of(latin).drop(columns=KEPT), rtol=1e-9)


@pytest.mark.rare
def test_runs_that_are_no_longer_asked_for_are_solved_anew(latin: Path, place: Path, tmp_path: Path) -> None:
    """With another seed only the base is what it was; with another gap nothing is."""
    begun(latin, tmp_path / "seed")
    result = invoke(place / "tiny.xlsx", tmp_path / "seed", "--resume", "--seed", "4")
    assert result.exit_code == 0, result.output
    assert "1 run(s) are done" in result.output
    (folder,) = folders(tmp_path / "seed")
    assert json.loads((folder / "sweep.json").read_text(encoding="utf-8"))["seed"] == 4
    drawn, before = runs_of(folder)["magnet_price"].tolist(), runs_of(latin)["magnet_price"].tolist()
    assert (drawn[0], len(drawn)) == (before[0], len(before))
    assert not set(drawn[1:]) & set(before[1:])
    begun(latin, tmp_path / "gap")
    assert "0 run(s) are done" in invoke(place / "tiny.xlsx", tmp_path / "gap", "--resume", "--gap", "2%").output


def test_of_several_unfinished_sweeps_the_one_that_was_begun_like_this_goes_on(
    latin: Path, tornado: Path, place: Path, tmp_path: Path
) -> None:
    begun(latin, tmp_path)
    newer = begun(tornado, tmp_path)
    record = json.loads((newer / "sweep.json").read_text(encoding="utf-8"))
    (newer / "sweep.json").write_text(json.dumps({**record, "created_utc": "2999-01-01T00:00:00+00:00"}))
    before = (newer / "journal.jsonl").read_bytes()
    unclear = invoke(place / "tiny.xlsx", tmp_path, "--resume", "--design", "sobol")
    assert unclear.exit_code == BAD_INPUT
    assert "Several sweeps of" in unclear.output
    resumed = invoke(place / "tiny.xlsx", tmp_path, "--resume", "--design", "latin")
    assert resumed.exit_code == 0, resumed.output
    assert "16 run(s) are done" in resumed.output
    assert (newer / "journal.jsonl").read_bytes() == before


def test_a_sweep_of_a_workbook_that_is_gone_is_not_lent_to_another(latin: Path, tmp_path: Path) -> None:
    begun(latin, tmp_path / "out")
    (tmp_path / "another client").mkdir()
    other = write_sweep_workbook(tmp_path / "another client", Settings={"corporate_tax": 0.3})
    result = invoke(other, tmp_path / "out", "--resume")
    assert result.exit_code == BAD_INPUT
    assert "has other inputs: it may be another file altogether" in result.output


def test_a_sweep_goes_on_after_an_edit_from_a_base_plan_of_the_edited_workbook(tmp_path: Path) -> None:
    book, out = write_sweep_workbook(tmp_path), tmp_path / "out"
    assert invoke(book, out).exit_code == 0
    (folder,) = folders(out)
    folder.rename(folder.with_name(f".{folder.name}.partial"))
    book.unlink()
    write_sweep_workbook(tmp_path, Settings={"corporate_tax": 0.3})
    result = invoke(book, out, "--resume")
    assert result.exit_code == 0, result.output
    assert "Base plan first" in result.output
    assert "0 run(s) are done" in result.output
    assert len(list((out / "tiny" / "base").iterdir())) == 2


def test_a_base_plan_that_ctrl_c_cut_short_is_searched_for_again(tmp_path: Path) -> None:
    book, out = write_sweep_workbook(tmp_path), tmp_path / "out"
    assert invoke(book, out).exit_code == 0
    (folder,) = folders(out)
    partial = folder.rename(folder.with_name(f".{folder.name}.partial"))
    (run,) = (out / "tiny" / "base").iterdir()
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    cut = {"status": "feasible at limit", "stopped_by": "interrupt", "gap": 0.5, "bound": record["objective"] * 1.5}
    phases = [
        {**phase, **cut, "bound": phase["objective"] + 0.5 * abs(phase["objective"])} for phase in record["phases"]
    ]
    cut["bound"] = phases[-1]["bound"]
    (run / "run.json").write_text(json.dumps({**record, **cut, "phases": phases}), encoding="utf-8")
    result = invoke(book, out, "--resume")
    assert result.exit_code == 0, result.output
    assert "Base plan first" in result.output
    assert json.loads((folder / "sweep.json").read_text(encoding="utf-8"))["base_run"] != run.as_posix()
    assert not partial.exists()


def test_a_base_plan_that_cannot_be_used_leaves_an_unfinished_sweep_as_it_was(
    latin: Path, place: Path, tmp_path: Path
) -> None:
    record = begun(latin, tmp_path) / "sweep.json"
    before = record.read_bytes()
    result = invoke(place / "tiny.xlsx", tmp_path, "--resume", "--from", str(latin))
    assert result.exit_code == BAD_INPUT
    assert record.read_bytes() == before


def test_a_grid_holds_every_combination(place: Path, base_run: str, tmp_path: Path) -> None:
    lines = [{**LINES[0], "steps": 2}, {**LINES[3], "sweep": "main"}]
    workbook = write_sweep_workbook(tmp_path, Sweeps=lines)
    result = invoke(workbook, tmp_path, "--design", "grid", "--from", base_run, "--keep-plan")
    assert result.exit_code == 0, result.output
    (folder,) = folders(tmp_path)
    runs = runs_of(folder)
    assert list(zip(runs["magnet_price"], runs["basis"], strict=True)) == [
        (1.0, "production"), (0.3, "production"), (0.3, "sales"), (1.4, "production"), (1.4, "sales"),
    ]  # fmt: skip
    taken = pd.read_parquet(folder / "tables" / "builds.parquet")
    assert taken.groupby("run").size().tolist() == [4] * 5, "the decisions of the base plan are kept in every run"


BAD: list[tuple[dict[str, Any], tuple[str, ...], str]] = [
    (
        {},
        ("--sweep", "mane"),
        "E426 tiny.xlsx › Sweeps: no sweep is called mane; expected one of main. Did you mean main?",
    ),
    ({}, ("--scenario", "cheep"), "E402 tiny.xlsx › Scenarios: no scenario is called cheep"),
    ({"Sweeps": [{**LINES[0], "row": "magnit|*"}, {**LINES[1], "low": "5"}]}, (), "E405 tiny.xlsx › Sweeps!D5"),
    ({"Sweeps": [{**LINES[0], "row": "magnit|*"}, {**LINES[1], "low": "5"}]}, (), "E423 tiny.xlsx › Sweeps!I6"),
    ({"Sweeps": [{**line, "steps": 100} for line in LINES]}, ("--design", "grid"), "has 2,000,000 runs"),
]


@pytest.mark.parametrize(("changes", "given", "message"), BAD)
def test_bad_input_is_named_and_nothing_is_written(
    changes: dict[str, Any], given: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    result = invoke(write_sweep_workbook(tmp_path, **changes), tmp_path / "results", *given)
    assert result.exit_code == BAD_INPUT
    assert message in result.output
    assert not (tmp_path / "results").exists()


def test_an_end_that_breaks_a_rule_is_named_before_anything_is_solved(tmp_path: Path) -> None:
    """More oxide out of the separation than rare earths go in: every value is in its own range, the recipe is not."""
    line = {**LINES[0], "table": "RecipeFlows", "row": "extraction|out|nd_oxide", "column_name": "quantity"}
    result = invoke(write_sweep_workbook(tmp_path, Sweeps=[line]), tmp_path / "results")
    assert result.exit_code == BAD_INPUT
    assert "E232 tiny.xlsx › RecipeFlows" in result.output
    assert "(as sweep main: magnet_price sets it in row 5 of Sweeps)" in result.output
    assert not (tmp_path / "results").exists()


def test_a_base_plan_of_other_inputs_is_refused(base_run: str, tmp_path: Path) -> None:
    workbook = write_sweep_workbook(tmp_path, Settings={"corporate_tax": 0.3})
    result = invoke(workbook, tmp_path / "results", "--from", base_run)
    assert result.exit_code == BAD_INPUT
    assert "was solved with other inputs" in result.output


def test_without_a_base_plan_there_is_no_sweep(tmp_path: Path) -> None:
    hard = {"target": "magnets", "kpi": "magnets", "definition": "sintered", "first_year": 2029, "sense": ">=",
            "value": 5000.0, "mode": "hard", "weight": 1.0}  # fmt: skip
    result = invoke(write_sweep_workbook(tmp_path, Targets=[hard]), tmp_path / "results")
    assert result.exit_code == NO_PLAN_FOUND
    assert "There is no base plan to start from (infeasible)" in result.output
    assert not (tmp_path / "results" / "tiny" / "sweeps").exists()


def test_runs_without_a_plan_are_counted_and_named(place: Path, tmp_path: Path) -> None:
    """A hard target that a low demand cannot carry: those runs are listed, and the statistics say over how many."""
    hard = {"target": "magnets", "kpi": "magnets", "definition": "sintered", "first_year": 2029, "sense": ">=",
            "value": 50.0, "mode": "hard", "weight": 1.0}  # fmt: skip
    demand = {**LINES[0], "table": "Demand", "row": "home|*", "column_name": "quantity"}
    result = invoke(write_sweep_workbook(tmp_path, Sweeps=[demand], Targets=[hard]), tmp_path / "results")
    assert result.exit_code == 0, result.output
    assert "1 of 2 runs have a plan that the audit confirmed." in result.output
    assert "no plan exists: 1 (runs 1)" in result.output
    (folder,) = folders(tmp_path / "results")
    close = "1 of 1 plans (100 %) are proven to be within 2 % of the best possible."
    assert runs_of(folder)["gap"].max() < 0.02
    assert close in result.output
    assert close in (folder / "sweep.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    first = openpyxl.load_workbook(folder / "sweep.xlsx").worksheets[0]
    assert close in {str(cell.value).replace("\u00a0", " ") for row in first.iter_rows() for cell in row}
    assert runs_of(folder)["status"].tolist()[1] == "infeasible"
    assert "no plan exists: 1 (runs 1)" in (folder / "sweep.html").read_text(encoding="utf-8")
