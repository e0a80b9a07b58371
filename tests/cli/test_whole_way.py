"""The whole way of a small workbook: solved, audited, saved, read back, and audited again from its folder alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.runs.run_folder import load_run, runs_folder
from roadmap_opt.workbook.template import write_workbook
from tests.support.tiny_case import tiny_tables


def test_a_small_workbook_from_cells_to_an_audited_run(tmp_path: Path) -> None:
    workbook, out = tmp_path / "Küçük örnek.xlsx", tmp_path / "out"
    write_workbook(workbook, tiny_tables())
    runner = CliRunner()
    solved = runner.invoke(
        roadmap_opt,
        ["solve", str(workbook), "--scenario", "cheap", "--threads", "1", "--time-limit", "60", "--out", str(out)],
    )
    assert solved.exit_code == 0, solved.output
    (folder,) = runs_folder(out, workbook, "cheap").iterdir()
    assert folder.relative_to(out).as_posix().startswith("Kucuk_ornek-")
    run = load_run(folder)
    assert (run.record.scenario, run.record.status, run.record.audit_passed) == ("cheap", "optimal", True)
    assert (run.inputs / workbook.name).read_bytes() == workbook.read_bytes()
    assert load_workbook(folder / "results.xlsx", read_only=True).sheetnames[0] == "Summary"
    audited = runner.invoke(roadmap_opt, ["audit", str(folder)])
    assert audited.exit_code == 0, audited.output


@pytest.mark.slow
def test_a_plan_that_builds_nothing_is_written_too(tmp_path: Path) -> None:
    """Its shares, covers and prices are blank in every year."""
    workbook, out = tmp_path / "idle.xlsx", tmp_path / "out"
    never = [{"decision": "build", "item": module, "sense": "=", "value": 0} for module in ("mine_m", "magnet_line_m")]
    write_workbook(workbook, tiny_tables(Pins=never))
    solved = CliRunner().invoke(roadmap_opt, ["solve", str(workbook), "--threads", "1", "--out", str(out)])
    assert solved.exit_code == 0, solved.output
    (folder,) = (out / "idle" / "base").iterdir()
    assert load_run(folder).tables["builds"].empty
