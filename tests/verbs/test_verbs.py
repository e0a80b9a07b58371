"""The verbs of the package, as a notebook uses them."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import roadmap_opt
from roadmap_opt import verbs
from roadmap_opt.errors import InputError
from roadmap_opt.runs.run_folder import find_run, load_run
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.studies.journal import State, StudyError
from roadmap_opt.workbook.template import write_workbook
from tests.support.sweep_workbook import LINES
from tests.support.tiny_case import tiny_rows, tiny_tables

README = Path(__file__).parents[2] / "README.md"
QUICK = SolveOptions(time_limit=30.0, threads=1)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("project") / "inputs" / "roadmap.xlsx"
    scenarios = [{"scenario": "high_demand"}]
    write_workbook(path, tiny_tables(Scenarios=[*tiny_rows("Scenarios"), *scenarios], Sweeps=LINES))
    return path


@pytest.mark.slow
def test_a_run_is_read_solved_written_loaded_and_compared(workbook: Path, tmp_path: Path) -> None:
    prepared = roadmap_opt.read(workbook)
    assert prepared.case.scenario == "base"
    assert roadmap_opt.check(workbook) == ()
    first = roadmap_opt.solve(prepared, options=QUICK)
    assert first.folder is None
    assert first.violations == ()
    second = roadmap_opt.solve(workbook, "CHEAP", options=QUICK, out=tmp_path)
    assert second.record.scenario == "cheap"
    loaded = roadmap_opt.load(second.folder)
    assert loaded.record.objective == second.record.objective
    assert roadmap_opt.audit(loaded).violations == roadmap_opt.audit(str(second.folder)).violations == ()
    third = roadmap_opt.solve(workbook, options=QUICK, out=str(tmp_path))
    comparison = roadmap_opt.compare(third, second.folder)
    assert [stamp.scenario for stamp in comparison.runs] == ["base", "cheap"]
    with pytest.raises(ValueError, match=r"solve\(\.\.\., out="):
        roadmap_opt.compare(first, second)
    with pytest.raises(ValueError, match=r"solve\(\.\.\., out="):
        roadmap_opt.audit(first)


@pytest.mark.slow
def test_many_runs_are_ordered_and_come_back_typed(workbook: Path, tmp_path: Path) -> None:
    """Scenarios, whose batch then serves a regret matrix, and a sweep that starts from one of its runs."""
    many = roadmap_opt.study(workbook, roadmap_opt.ScenarioStudy(("base", "cheap"), QUICK), out=tmp_path, workers=2)
    assert [(entry.key, entry.state) for entry in many.finished] == [("base", State.DONE), ("cheap", State.DONE)]
    again = roadmap_opt.study(workbook, roadmap_opt.ScenarioStudy(), out=tmp_path, resume=True)
    assert again.finished == many.finished
    matrix = roadmap_opt.study(workbook, roadmap_opt.RegretStudy(batch=many.folder, options=QUICK), out=tmp_path)
    assert matrix.finished.scenarios == ("base", "cheap")
    run = load_run(find_run(tmp_path, workbook, "base", str(many.finished[0].get("run"))))
    order = roadmap_opt.SweepStudy("main", base_run=run.folder)
    sweep = roadmap_opt.study(workbook, order, out=tmp_path)
    assert (sweep.folder / "sweep.html").is_file()
    assert len(sweep.finished.runs) == 7
    with pytest.raises(StudyError, match="not finished"):
        replace(sweep, results=None).finished  # noqa: B018  # it raises


def test_problems_are_findings_and_errors(tmp_path: Path) -> None:
    path = tmp_path / "wrong.xlsx"
    sites = tiny_rows("Sites")
    write_workbook(path, tiny_tables(Sites=[{**sites[0], "water_limit": -1.0}, sites[1]]))
    (finding,) = (each for each in roadmap_opt.check(path) if each.is_error)
    assert finding in roadmap_opt.check(path, "base")
    assert finding.sheet == "Sites"
    with pytest.raises(InputError):
        roadmap_opt.read(path)


def test_importing_the_package_is_light_and_every_verb_is_typed() -> None:
    code = (
        "import sys, roadmap_opt; heavy = {'pandas', 'pyomo', 'highspy', 'click'} & set(sys.modules); "
        "assert not heavy, heavy; import roadmap_opt.solver.highs; assert callable(roadmap_opt.solve)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name in roadmap_opt.__all__:
        verb = getattr(roadmap_opt, name)
        assert verb is getattr(verbs, name)
        assert inspect.isclass(verb) or inspect.signature(verb).return_annotation is not inspect.Signature.empty
        assert verb.__doc__


@pytest.mark.slow
def test_the_example_of_the_readme_runs(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(example.strip().splitlines()) <= 6
    monkeypatch.chdir(workbook.parents[1])
    exec(example, {})
    assert "optimal" in capsys.readouterr().out
