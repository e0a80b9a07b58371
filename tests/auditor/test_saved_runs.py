"""A saved run as a forger or a bad disk would leave it: named as such by every command, and never a traceback."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from roadmap_opt.auditor import present_values
from roadmap_opt.auditor import record as record_rules
from roadmap_opt.case.sheets.finance import RUNNING
from roadmap_opt.cli import roadmap_opt
from roadmap_opt.loaded_run import audit_run
from roadmap_opt.model.objective import TIE_BREAK
from roadmap_opt.output.run_record import LIMITS, STATUSES, STEPS, WITH_PLAN, read_record
from roadmap_opt.runs.run_files import file_hashes
from roadmap_opt.solver import strategy
from roadmap_opt.solver.outcome import FINAL_FIGURES, Status
from tests.support.committed_example import EXAMPLE
from tests.support.rich_case import rich_run
from tests.support.tampering import RECORD_REASONS, Run, record_changes, table_changes
from tests.support.tiers import some

Change = Callable[[Path], None]


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rich plan, solved and saved once. Not to be changed."""
    return rich_run(tmp_path_factory.mktemp("saved"))


@pytest.fixture
def run(saved: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    folder = tmp_path / "out" / "rich" / "base" / saved.name
    shutil.copytree(saved, folder)
    return folder


def say(*arguments: object) -> Any:
    return CliRunner().invoke(roadmap_opt, [str(argument) for argument in arguments])


def entries(**changes: Any) -> Change:
    """Write entries of the record anew."""

    def change(folder: Path) -> None:
        content = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        (folder / "run.json").write_text(json.dumps({**content, **changes}), encoding="utf-8")

    return change


def file(name: str, content: str | bytes) -> Change:
    """Write a whole file anew."""

    def change(folder: Path) -> None:
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)

    return change


def record(content: str | bytes) -> Change:
    """Write the whole record anew."""
    return file("run.json", content)


def gone(name: str) -> Change:
    """Take a file away."""
    return lambda folder: (folder / name).unlink()


def a_folder(folder: Path) -> None:
    """Where the record was."""
    (folder / "run.json").unlink()
    (folder / "run.json").mkdir()


def put_hashes_right(folder: Path) -> None:
    """What a careful forger does last."""
    entries(files=file_hashes(folder))(folder)


def test_a_run_as_it_was_saved_passes_and_says_what_was_not_checked(run: Path) -> None:
    audited = say("audit", run)
    assert audited.exit_code == 0, audited.output
    assert "Agrees with the tables in every figure: results.xlsx" in audited.output
    assert "Agrees with the tables in every figure: report.html" in audited.output
    assert "that no better plan exists" in audited.output
    assert "Not compared" not in audited.output
    turkish = say("audit", run, "--lang", "tr")
    assert "Denetlenmeyenler" in turkish.output


FORGED: dict[str, tuple[Change, str]] = {
    "status": (entries(status="nonsense"), "status: found 'nonsense', expected one of 'optimal'"),
    "gap": (entries(gap=0.0), "gap: found 0, expected 0.0"),
    "objective": (entries(objective=0.0), "objective: found 0, expected 29.04"),
    "bound": (entries(bound=32.9), "bound: found 32.9"),
    "has_plan": (entries(has_plan=False), "has_plan"),
    "stopped_by": (entries(stopped_by="time"), "stopped_by: found time, expected gap"),
    "workbook_sha256": (entries(workbook_sha256="0" * 64), "workbook_sha256"),
    "inputs_sha256": (entries(inputs_sha256="0" * 64), "inputs_sha256"),
    "scenario": (entries(scenario="no such"), "no scenario is called no such"),
    "audit_violations": (entries(audit_violations=3), "audit_violations: found 3, expected 0"),
    "conflicts": (entries(conflicts=["money"]), "conflicts: found 1 line(s), expected none when optimal"),
    "created": (entries(created_utc="2020-01-01T00:00:00+00:00"), "created_utc"),
    "seed": (entries(seed=7), "seed: found 7, expected 0"),
    "earlier bound": (entries(earlier_bound={"value": 10.0}), "earlier_bound.origin: found no entry"),
}


@pytest.mark.parametrize("forged", some(5, FORGED))
def test_a_forged_record_is_named_and_gets_no_page(run: Path, forged: str) -> None:
    change, words = FORGED[forged]
    change(run)
    (run / "report.html").unlink()
    for command in ("audit", "report"):
        told = say(command, run)
        assert told.exit_code == 4, told.output
        assert words in told.output
    assert not (run / "report.html").exists()


def test_no_bound_is_looser_than_what_an_earlier_search_had_proven(run: Path) -> None:
    earlier = {"value": 500.0, "origin": "base/an earlier run"}
    entries(earlier_bound=earlier)(run)
    assert "bound: found" not in say("audit", run).output
    entries(earlier_bound={**earlier, "value": 20.0})(run)
    told = say("audit", run)
    assert told.exit_code == 4
    assert "net present value: bound: found 29." in told.output


def test_an_older_run_held_contracts_with_the_plants(run: Path) -> None:
    """It does not say so, because it could not have been otherwise."""
    entries(held={"origin": "base/another", "until": 2029})(run)
    assert read_record(run).held == {"origin": "base/another", "until": 2029, "contracts": True}
    entries(held={"origin": "base/another", "until": 2029, "contracts": "yes"})(run)
    assert say("audit", run).exit_code == 4


def test_a_forged_phase_cannot_agree_with_the_plan(run: Path) -> None:
    """A better objective, a bound to match and no gap: consistent among themselves, but not the plan's."""
    content = json.loads((run / "run.json").read_text(encoding="utf-8"))
    phases = [{**content["phases"][0], "objective": 40.0, "bound": 40.0, "gap": 0.0}]
    entries(phases=phases, objective=40.0, bound=40.0, gap=0.0)(run)
    told = say("audit", run).output
    assert "net present value: objective: found 40, expected 29.04" in told


def test_a_bound_worse_than_the_plan_is_no_bound(run: Path) -> None:
    content = json.loads((run / "run.json").read_text(encoding="utf-8"))
    objective = content["objective"]
    changed = {"bound": objective * 0.995, "gap": abs(objective * 0.005) / objective}
    entries(phases=[{**content["phases"][0], **changed}], **changed)(run)
    assert "net present value: bound" in say("audit", run).output


DAMAGED: dict[str, Change] = {
    "a year of 25 digits": entries(created_utc=f"{'2' * 25}-01-01T00:00:00+00:00"),
    "no phases": entries(phases=None),
    "no conflicts": entries(conflicts=None),
    "nothing but a list": record("[]"),
    "nothing but a number": record("7"),
    "a hundred thousand brackets": record("[" * 100_000),
    "deep within": record('{"schema_version": 5, "options": ' + "[" * 900 + "]" * 900 + "}"),
    "no number": record('{"schema_version": 5, "gap": NaN}'),
    "infinity": record('{"schema_version": 5, "gap": -Infinity}'),
    "an entry twice": record('{"schema_version": 5, "status": "optimal", "status": "failed"}'),
    "a number of 5000 digits": record('{"schema_version": 5, "gap": ' + "9" * 5000 + "}"),
    "a number too large for any machine": entries(gap=10**350),
    "no text": record(b"\xff\xfe\x00\x80"),
    "an empty file": record(""),
    "a mark of byte order": record(b"\xef\xbb\xbf{}"),
    "half a letter": record('{"schema_version": 5, "run": "\\ud800"}'),
    "a version that is a list": entries(schema_version=[5]),
    "a version that is true": entries(schema_version=True),
    "a version to come": entries(schema_version=99),
    "a folder": a_folder,
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_record_is_a_finding_for_every_command(saved: Path, run: Path, tmp_path: Path, damage: str) -> None:
    DAMAGED[damage](run)
    for command in (["audit", run], ["report", run], ["compare", run, saved, "--out", tmp_path], ["diff", run, saved]):
        told = say(*command)
        assert told.exit_code in (2, 4), (command, told.output)
        assert isinstance(told.exception, SystemExit)
    listed = say("runs", "--out", tmp_path / "out")
    assert listed.exit_code == 0, listed.output
    assert "optimal" not in listed.output


def _rewritten(name: str, how: Callable[[str], str]) -> Change:
    def change(folder: Path) -> None:
        path = folder / name
        path.write_text(how(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")

    return change


def _bomb(folder: Path) -> None:
    with zipfile.ZipFile(folder / "inputs" / "rich.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(401):
                part.write(bytes(1_000_000))


def _cell(folder: Path) -> None:
    book = load_workbook(folder / "results.xlsx")
    cash = book.worksheets[0]
    cell = next(c for row in cash.iter_rows() for c in row if isinstance(c.value, int | float))
    cell.value += 1
    book.save(folder / "results.xlsx")


def backwards(table: str) -> str:
    """The table with its columns in reverse order."""
    return "\n".join(",".join(reversed(line.split(","))) for line in table.split("\n"))


FILES: dict[str, tuple[Change, str]] = {
    "columns in another order": (_rewritten("tables/tax.csv", backwards), "tables/tax.csv · row 1"),
    "a mark of byte order": (_rewritten("tables/tax.csv", lambda text: f"\ufeff{text}"), "tables/tax.csv · row 1"),
    "a million columns": (_rewritten("tables/tax.csv", lambda _: ",".join("x" * 10**6)), "tables/tax.csv · row 1"),
    "a number in words": (_rewritten("tables/sales.csv", lambda t: t.replace("2030,", "2030,x")), "expected a number"),
    "a table that is missing": (gone("tables/tax.csv"), "no such file"),
    "a table too many": (file("tables/more.csv", "a\n1\n"), "more.csv"),
    "an input changed": (
        _rewritten("inputs/Markets.csv", lambda text: text.replace("0.8", "0.9")), "inputs_sha256"
    ),
    "an input that refers to nothing": (
        _rewritten("inputs/Markets.csv", lambda text: text.replace("magnet", "magnit")), "E201"
    ),
    "a workbook that unpacks without end": (_bomb, "E102"),
    "a cell of the results workbook": (_cell, "results.xlsx · "),
    "a figure of the page": (_rewritten("report.html", lambda text: text.replace("0.94", "0.0")), "report.html · line"),
    "a results workbook that is none": (file("results.xlsx", "hello"), "results.xlsx · file"),
}  # fmt: skip


@pytest.mark.parametrize("changed", some(5, FILES))
def test_a_changed_file_is_named_even_if_its_hash_was_put_right(run: Path, changed: str) -> None:
    change, words = FILES[changed]
    change(run)
    put_hashes_right(run)
    if changed == "a workbook that unpacks without end":
        entries(workbook_sha256=file_hashes(run)["inputs/rich.xlsx"])(run)
    told = say("audit", run)
    assert told.exit_code == 4, told.output
    assert words in told.output


@pytest.mark.slow
def test_the_results_of_another_run_are_not_taken_for_these(run: Path, tmp_path: Path) -> None:
    shutil.copy(EXAMPLE / "results.xlsx", run / "results.xlsx")
    put_hashes_right(run)
    assert any(each.rule == "results.xlsx" for each in audit_run(run).violations)


@pytest.mark.slow
def test_a_workbook_saved_again_is_the_same_workbook(run: Path) -> None:
    """A planner who opens and saves it has changed nothing; charts could not be compared, and that is said."""
    load_workbook(run / "results.xlsx").save(run / "results.xlsx")
    told = say("audit", run)
    assert told.exit_code == 0, told.output
    assert "charts and formats of results.xlsx" in told.output


@pytest.mark.slow
def test_a_file_by_another_program_is_not_compared_but_has_to_be_the_one_that_was_written(run: Path) -> None:
    other = entries(program_sha256="0" * 64, package_version="0.0.9")
    page = run / "report.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Audit", "Review"), encoding="utf-8", newline="\n")
    other(run)
    assert "changed since, expected as version 0.0.9 wrote it" in say("audit", run).output
    put_hashes_right(run)
    told = say("audit", run)
    assert told.exit_code == 0, told.output
    assert "report.html was written by another program (version 0.0.9)" in told.output


def test_a_file_whose_hash_was_taken_out_of_the_record_is_not_the_one_that_was_written(run: Path) -> None:
    page = run / "report.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Audit", "Review"), encoding="utf-8", newline="\n")
    files = {name: digest for name, digest in file_hashes(run).items() if name != "report.html"}
    entries(program_sha256="0" * 64, package_version="0.0.9", files=files)(run)
    told = say("audit", run)
    assert told.exit_code == 4, told.output
    assert "changed since, expected as version 0.0.9 wrote it" in told.output


@pytest.mark.parametrize("sheet", ["Sites", "Settings"])
def test_an_input_that_cannot_be_opened_is_a_finding(run: Path, sheet: str) -> None:
    file = run / "inputs" / f"{sheet}.csv"
    file.unlink()
    file.mkdir()
    for command in ("audit", "report"):
        told = say(command, run)
        assert told.exit_code in (2, 4), told.output
        assert f"{sheet}" in told.output


def test_a_page_written_anew_is_known_to_later_programs(run: Path) -> None:
    """Its hash follows into the record, so that a later version does not take it for a forged one."""
    before = json.loads((run / "run.json").read_text(encoding="utf-8"))
    assert say("report", run, "--lang", "tr").exit_code == 0
    after = json.loads((run / "run.json").read_text(encoding="utf-8"))
    assert after["files"] == file_hashes(run) != before["files"]
    assert {**after, "files": before["files"]} == before


def test_the_auditor_s_words_and_weights_are_those_of_the_solver() -> None:
    """It imports neither solver nor model, so what it restates has to be held against them here."""
    assert tuple(status.value for status in Status) == STATUSES
    assert tuple(status.value for status in Status if status.has_plan) == WITH_PLAN
    assert record_rules.FINAL_FIGURES == FINAL_FIGURES
    assert record_rules.SHORTFALL_PRICE == strategy.SHORTFALL_PRICE
    assert record_rules.SHORTFALL_SLACK == strategy.SHORTFALL_SLACK
    assert record_rules.FINANCE_WEIGHT == strategy.FINANCE_TIE_BREAK
    assert (present_values.START, present_values.DRAWN) == (TIE_BREAK, TIE_BREAK / 10)
    assert set(LIMITS) == {"time", "work", "interrupt", "contradiction", "crash"}
    assert set(STEPS) >= {"read and check", "build", "solve", "extract", "audit"}
    assert RUNNING == ("operations", "working_capital")


@pytest.mark.slow
def test_a_sample_of_the_systematic_tampering(saved: Path, tmp_path: Path) -> None:
    """Every ninth change of the tables and every fifth of the record; all of them: `benchmarks/tampering.py`."""
    whole = Run(saved, tmp_path / "copy")
    changes = [each for each in table_changes(whole.tables) if not each[0].startswith(("shadow_prices", "splits"))][::9]
    missed = [(place, what) for place, what, frames in changes if not whole.rules_catch(whole.inputs, frames)]
    assert len(changes) > 60
    assert missed == []
    crashed_or_missed = []
    for place, what, content in list(record_changes(whole.content))[::5]:
        caught = whole.record_caught(record(json.dumps(content)))
        if not caught and place not in RECORD_REASONS:
            crashed_or_missed.append((place, what))
    assert crashed_or_missed == []
