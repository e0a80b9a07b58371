"""A run folder is whole or absent, is never overwritten, and comes back as it was written."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.cli import roadmap_opt
from roadmap_opt.locking import LOCK_FILE, is_in_use, written_alone
from roadmap_opt.output.damage import RunFolderError
from roadmap_opt.runs.decisions import decisions_of, splits_table
from roadmap_opt.runs.run import empty_tables
from roadmap_opt.runs.run_folder import (
    final_folder,
    load_run,
    new_run,
    require_writable,
    write_inputs,
    write_record,
)
from roadmap_opt.runs.run_names import new_run_name
from roadmap_opt.runs.table_files import write_tables
from roadmap_opt.solver.outcome import Status
from roadmap_opt.solver.split import Split
from tests.support import made_up_plan
from tests.support.tiny_case import tiny_case, tiny_tables


def write_run(out: Path, workbook: Path, status: Status = Status.OPTIMAL) -> Path:
    results = made_up_plan.results(tiny_tables(), workbook.parent, status)
    with new_run(out, workbook, "base", new_run_name()) as partial:
        write_tables(partial, results.tables)
        write_inputs(partial, workbook.name, workbook.read_bytes(), results.inputs)
        write_record(partial, results.record)
    return final_folder(partial)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "sample.xlsx"
    path.write_bytes(b"workbook")
    return path


def test_a_run_comes_back_as_it_was_written(tmp_path: Path, workbook: Path) -> None:
    folder = write_run(tmp_path / "out", workbook)
    loaded = load_run(folder)
    assert folder.parent == tmp_path / "out" / "sample" / "base"
    assert loaded.record == made_up_plan.results(tiny_tables(), tmp_path).record.__class__(
        **{**_fields(loaded.record), "created_utc": loaded.record.created_utc}
    )
    assert loaded.record.gap == pytest.approx(3.2 / 812.4)
    assert loaded.record.audit_passed is True
    for name, frame in made_up_plan.made_up_tables(tiny_case()).items():
        pd.testing.assert_frame_equal(loaded.tables[name], frame, check_dtype=False, check_exact=True)
    assert (loaded.inputs / "sample.xlsx").read_bytes() == b"workbook"
    assert case_from_tables(load_text_tables(loaded.inputs), "tiny.xlsx", "base") == tiny_case()


def _fields(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}  # type: ignore[attr-defined]


def test_the_splits_of_a_proof_come_back_and_an_older_run_has_none(tmp_path: Path, workbook: Path) -> None:
    splits = tuple(Split(number, f"started | mine | mine_S | {2027 + number}", number % 3) for number in range(12))
    results = made_up_plan.results(tiny_tables(), workbook.parent)
    folders = []
    for tables in (results.tables, {**results.tables, "splits": splits_table(splits)}):
        with new_run(tmp_path, workbook, "base", new_run_name()) as partial:
            write_tables(partial, tables)
            if tables is results.tables:
                (partial / "tables" / "splits.csv").unlink()
            write_inputs(partial, workbook.name, workbook.read_bytes(), results.inputs)
            write_record(partial, results.record)
        folders.append(final_folder(partial))
    assert [decisions_of(load_run(folder).tables).splits for folder in folders] == [(), splits]


def test_numbers_keep_every_digit_and_names_stay_text(tmp_path: Path, workbook: Path) -> None:
    tables = empty_tables()
    columns = list(tables["sales"].columns)
    tables["sales"] = pd.DataFrame([("007", "NA", 2030, 0.1 + 0.2), ("null", 'x,"y"', 2031, 1e-17)], columns=columns)
    results = made_up_plan.results(tiny_tables(), tmp_path)
    with new_run(tmp_path / "out", workbook, "base", new_run_name()) as partial:
        write_tables(partial, tables)
        write_inputs(partial, workbook.name, workbook.read_bytes(), results.inputs)
        write_record(partial, results.record)
    loaded = load_run(final_folder(partial)).tables["sales"]
    assert loaded.values.tolist() == tables["sales"].values.tolist()


def test_a_run_without_a_plan_comes_back(tmp_path: Path, workbook: Path) -> None:
    loaded = load_run(write_run(tmp_path / "out", workbook, Status.INFEASIBLE))
    assert loaded.record.has_plan is False
    assert loaded.record.gap is None
    assert loaded.record.audit_passed is None
    assert all(frame.empty for frame in loaded.tables.values())


def test_runs_never_overwrite_one_another(tmp_path: Path, workbook: Path) -> None:
    out = tmp_path / "out"
    folders = {write_run(out, workbook) for _ in range(3)}
    assert len(folders) == 3
    assert set((out / "sample" / "base").iterdir()) == folders


def test_a_run_that_fails_half_way_is_never_taken_for_a_whole_one(tmp_path: Path, workbook: Path) -> None:
    out = tmp_path / "out"
    results = made_up_plan.results(tiny_tables(), tmp_path)

    def fail_half_way() -> None:
        with new_run(out, workbook, "base", new_run_name()) as partial:
            write_tables(partial, results.tables)
            write_record(partial, results.record)
            raise OSError("disk full")

    with pytest.raises(RunFolderError, match=r"disk full\.") as raised:
        fail_half_way()
    (partial,) = (out / "sample" / "base").iterdir()
    assert partial.name.endswith(".partial")
    assert raised.value.__notes__ == [
        f"Everything that was computed is in {partial}; complete it with: roadmap-opt report {partial}"
    ]
    with pytest.raises(RunFolderError, match="never finished"):
        load_run(partial)


def test_a_place_that_cannot_be_written_is_known_at_once(tmp_path: Path, workbook: Path) -> None:
    require_writable(tmp_path / "out", workbook, "base")
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(RunFolderError, match="Name another folder with --out"):
        require_writable(tmp_path / "taken", workbook, "base")


@pytest.mark.parametrize("missing", ["run.json", "tables/builds.csv", "inputs"])
def test_an_incomplete_folder_is_refused(tmp_path: Path, workbook: Path, missing: str) -> None:
    folder = write_run(tmp_path / "out", workbook)
    (folder / missing).rename(tmp_path / "taken_away")
    with pytest.raises(RunFolderError):
        load_run(folder)


def test_a_folder_of_another_version_is_refused(tmp_path: Path, workbook: Path) -> None:
    folder = write_run(tmp_path / "out", workbook)
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    (folder / "run.json").write_text(json.dumps({**record, "schema_version": 99}), encoding="utf-8")
    with pytest.raises(RunFolderError, match="schema version 99"):
        load_run(folder)


def test_a_text_in_a_number_column_is_named(tmp_path: Path, workbook: Path) -> None:
    folder = write_run(tmp_path / "out", workbook)
    table = folder / "tables" / "dividends.csv"
    table.write_text("year,dividend,cash\n2030,much,1.0\n", encoding="utf-8")
    with pytest.raises(
        RunFolderError, match=r"dividends\.csv, row 2, column dividend: found 'much', expected a number"
    ):
        load_run(folder)


def test_a_table_with_wrong_columns_is_not_written(tmp_path: Path) -> None:
    tables = {**empty_tables(), "builds": pd.DataFrame({"site": []})}
    with pytest.raises(ValueError, match="builds"):
        write_tables(tmp_path, tables)


def test_infinite_bounds_become_null(tmp_path: Path) -> None:
    results = made_up_plan.results(tiny_tables(), tmp_path)
    record = results.record.__class__(**{**_fields(results.record), "bound": float("inf"), "gap": np.nan})
    write_record(tmp_path, record)
    content = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert (content["bound"], content["gap"]) == (None, None)


def test_a_run_that_is_being_written_is_left_to_its_writer(tmp_path: Path) -> None:
    partial = tmp_path / ".20270101T120000Z-abcdef.partial"
    partial.mkdir()
    with written_alone(partial):
        for command in ("report", "audit"):
            refused = CliRunner().invoke(roadmap_opt, [command, str(partial)])
            assert refused.exit_code == 2
            assert "is being written by a run that still goes on: wait for its end." in refused.output


def test_another_process_holds_the_lock_until_it_dies(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from roadmap_opt.locking import written_alone\n"
        "with written_alone(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert is_in_use(tmp_path)
        other.kill()
        other.wait()
    assert (tmp_path / LOCK_FILE).exists()  # left behind, and no lock any more
    assert not is_in_use(tmp_path)
    with written_alone(tmp_path):
        assert is_in_use(tmp_path)
    assert not (tmp_path / LOCK_FILE).exists()
