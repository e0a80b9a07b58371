"""A saved run can be audited from its folder alone."""

import functools
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from roadmap_opt import saved_run
from roadmap_opt.case.case import case_from_tables
from roadmap_opt.cli import roadmap_opt
from roadmap_opt.loaded_run import audit_run
from roadmap_opt.messages import Language
from roadmap_opt.saved_run import save_run
from roadmap_opt.solution.run_folder import load_run
from roadmap_opt.solution.solution import Solution, empty_tables
from roadmap_opt.solve.options import SolveOptions
from roadmap_opt.solve.outcome import Status
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
    folder, record = save_run(
        tmp_path / "results",
        tmp_path / "tiny.xlsx",
        workbook_content(),
        solution=Solution(case, made_up_plan.outcome(status), tables),
        inputs=tiny_tables(),
        base_inputs=tiny_tables(),
        findings=(),
        violations=(),
        options=SolveOptions(gap=0.01),
        seconds=SECONDS,
        language=language,
        conflicts=("a target is out of reach",) if status is Status.INFEASIBLE else (),
    )
    assert folder.name == record.run
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

    monkeypatch.setattr(saved_run, "write_report", broken)
    with pytest.raises(RuntimeError, match="no such chart"):
        save(tmp_path, Status.OPTIMAL)
    (left,) = (tmp_path / "results" / "tiny" / "base").iterdir()
    rescued = left.rename(left.with_name("rescued"))
    assert load_run(rescued).record.options["gap"] == 0.01


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
