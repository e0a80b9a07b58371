"""A saved run can be audited from its folder alone."""

import functools
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from roadmap_opt import publish
from roadmap_opt.case.case import case_from_tables
from roadmap_opt.cli import roadmap_opt
from roadmap_opt.loaded_run import audit_run
from roadmap_opt.messages import Language
from roadmap_opt.pipeline import Prepared, Request, describe
from roadmap_opt.publish import publish_run
from roadmap_opt.runs.run import Run, empty_tables
from roadmap_opt.runs.run_folder import load_run
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Status
from roadmap_opt.workbook.template import write_workbook
from tests.support import made_up_plan
from tests.support.tiny_case import tiny_tables

SECONDS = {"read and check": 0.5, "build": 0.2, "solve": 60.5, "extract": 0.1, "audit": 0.1}


@functools.cache
def workbook_content() -> bytes:
    """The tiny workbook as it was read."""
    with tempfile.TemporaryDirectory() as folder:
        write_workbook(Path(folder) / "tiny.xlsx", tiny_tables())
        return (Path(folder) / "tiny.xlsx").read_bytes()


def save(tmp_path: Path, status: Status, language: Language = "en") -> Path:
    case = case_from_tables(tiny_tables(), "tiny", "base")
    tables = made_up_plan.made_up_tables(case) if status.has_plan else empty_tables()
    workbook = tmp_path / "tiny.xlsx"
    prepared = Prepared(workbook, workbook_content(), case, tiny_tables(), tiny_tables(), (), 0.5)
    conflicts = ("a target is out of reach",) if status is Status.INFEASIBLE else ()
    outcome = made_up_plan.outcome(status)
    run = Run(
        case=case,
        inputs=tiny_tables(),
        base_inputs=tiny_tables(),
        outcome=outcome,
        tables=tables,
        findings=(),
        violations=(),
        record=describe(prepared, Request(SolveOptions(gap=0.01)), outcome, (), conflicts, SECONDS),
        conflicts=conflicts,
        content=workbook_content(),
    )
    folder = publish_run(run, tmp_path / "results", language)
    assert folder.name == run.record.run
    return folder


@pytest.mark.slow
def test_a_saved_run_is_complete(tmp_path: Path) -> None:
    folder = save(tmp_path, Status.OPTIMAL)
    loaded = load_run(folder)
    assert loaded.record.options["gap"] == 0.01
    assert loaded.record.seconds == SECONDS
    assert (folder / "inputs" / "tiny.xlsx").read_bytes() == workbook_content()
    assert load_workbook(folder / "results.xlsx").sheetnames[0] == "Summary"
    assert "Rare-earth roadmap 2025–2030" in (folder / "report.html").read_text(encoding="utf-8")
    assert load_run(save(tmp_path, Status.INFEASIBLE)).record.conflicts == ("a target is out of reach",)


@pytest.mark.slow
def test_a_page_that_breaks_off_costs_nothing_that_was_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no such chart")

    with monkeypatch.context() as patch:
        patch.setattr(publish, "write_report", broken)
        with pytest.raises(RuntimeError, match="no such chart") as raised:
            save(tmp_path, Status.OPTIMAL)
    (left,) = (tmp_path / "results" / "tiny" / "base").iterdir()
    assert f"complete it with: roadmap-opt report {left}" in raised.value.__notes__[0]
    refused = CliRunner().invoke(roadmap_opt, ["audit", str(left)])
    assert refused.exit_code == 2
    assert f"roadmap-opt report {left}" in refused.output
    completed = CliRunner().invoke(roadmap_opt, ["report", str(left)])
    assert completed.exit_code == 0, completed.output
    (folder,) = (tmp_path / "results" / "tiny" / "base").iterdir()
    assert folder.name == left.name.removeprefix(".").removesuffix(".partial")
    assert load_run(folder).record.options["gap"] == 0.01
    assert {path.name for path in folder.iterdir()} == {"run.json", "tables", "inputs", "results.xlsx", "report.html"}


def test_a_run_that_stopped_before_its_record_cannot_be_completed(tmp_path: Path) -> None:
    left = tmp_path / ".20270101T120000Z-abc123.partial"
    (left / "tables").mkdir(parents=True)
    refused = CliRunner().invoke(roadmap_opt, ["report", str(left)])
    assert refused.exit_code == 2
    assert "solve again" in refused.output
    assert left.is_dir()


@pytest.mark.slow
def test_the_audit_command_refuses_a_made_up_plan(tmp_path: Path) -> None:
    folder = save(tmp_path, Status.OPTIMAL)
    violations = audit_run(folder).violations
    audited = CliRunner().invoke(roadmap_opt, ["audit", str(folder)])
    assert violations
    assert audited.exit_code == 4
    assert f"Audit failed with {len(violations)} violation(s)" in audited.output


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_audit_command_says_when_there_is_no_plan(tmp_path: Path, language: Language) -> None:
    folder = save(tmp_path, Status.INFEASIBLE, language)
    audited = CliRunner().invoke(roadmap_opt, ["audit", str(folder), "--lang", language])
    assert audited.exit_code == 5, audited.output
    assert "infeasible" in audited.output
