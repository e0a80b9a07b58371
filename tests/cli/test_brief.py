"""`--brief`: which files it writes, in which languages, and that they appear together or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from roadmap_opt import publish, saving
from roadmap_opt.cli import roadmap_opt
from roadmap_opt.runs.run_files import BRIEFINGS
from roadmap_opt.saving import SaveError, save_together
from roadmap_opt.workbook.template import write_workbook
from tests.support.briefings import pages
from tests.support.tiny_case import tiny_rows, tiny_tables

ALL = ["briefing.tr.pdf", "briefing.tr.pptx", "briefing.en.pdf", "briefing.en.pptx"]


def typed(*words: str | Path) -> Result:
    return CliRunner().invoke(roadmap_opt, [str(word) for word in words])


def written(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name.startswith((".", "briefing"))}


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run as a solve with `--brief` leaves it."""
    home = tmp_path_factory.mktemp("solved")
    write_workbook(home / "tiny.xlsx", tiny_tables())
    ended = typed("solve", home / "tiny.xlsx", "--out", home / "results", "--brief", "--threads", "1")
    assert ended.exit_code == 0, ended.output
    (folder,) = (home / "results" / "tiny" / "base").iterdir()
    lines = ended.output.splitlines()
    assert lines[-4:] == [f"Created {folder / name}" for name in ALL]
    return folder


@pytest.fixture
def run(solved: Path, tmp_path: Path) -> Path:
    """A copy of it without a briefing."""
    folder = tmp_path / solved.name
    shutil.copytree(solved, folder)
    for name in ALL:
        (folder / name).unlink()
    return folder


@pytest.mark.slow
def test_turkish_first_or_the_one_language_that_is_asked_for(solved: Path, run: Path) -> None:
    assert list(BRIEFINGS) == ["tr", "en"]
    assert written(solved) == set(ALL)
    assert "Bilgi notu" in pages((solved / "briefing.tr.pdf").read_bytes())[0]
    assert "Briefing" in pages((solved / "briefing.en.pdf").read_bytes())[0]
    assert typed("report", run).exit_code == 0
    assert written(run) == set()
    done = typed("report", run, "--brief", "--lang", "tr")
    assert done.exit_code == 0, done.output
    assert written(run) == {"briefing.tr.pdf", "briefing.tr.pptx"}
    assert f"{run / 'briefing.tr.pdf'} oluşturuldu" in done.output
    assert typed("report", run, "--brief").exit_code == 0
    assert written(run) == set(ALL)
    assert (run / "briefing.tr.pdf").read_bytes() == (solved / "briefing.tr.pdf").read_bytes()


@pytest.mark.slow
def test_an_audit_names_a_briefing_and_does_not_vouch_for_it(solved: Path, tmp_path: Path) -> None:
    folder = tmp_path / solved.name
    shutil.copytree(solved, folder)
    (folder / "briefing.tr.pptx").write_bytes(b"edited")
    audited = typed("audit", folder)
    assert audited.exit_code == 0, audited.output
    assert f"Not checked: {', '.join(ALL)}" in audited.output
    assert "Not part of the run" not in audited.output


@pytest.mark.slow
def test_a_run_whose_record_does_not_hold_has_no_briefing(run: Path) -> None:
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    (run / "run.json").write_text(json.dumps({**record, "gap": 0.0001, "bound": record["bound"] + 1}), encoding="utf-8")
    refused = typed("report", run, "--brief")
    assert refused.exit_code == 4
    assert written(run) == set()


@pytest.mark.slow
def test_a_run_left_half_written_is_completed_with_its_briefing(run: Path) -> None:
    partial = run.with_name(f".{run.name}.partial")
    run.rename(partial)
    (partial / "report.html").unlink()
    done = typed("report", partial, "--brief")
    assert done.exit_code == 0, done.output
    assert written(run) == set(ALL)


@pytest.mark.slow
def test_a_solve_without_a_plan_has_one_that_says_so(tmp_path: Path) -> None:
    hard = [{**tiny_rows("Targets")[0], "mode": "hard", "value": 1e6}]
    write_workbook(tmp_path / "tiny.xlsx", tiny_tables(Targets=hard))
    ended = typed("solve", tmp_path / "tiny.xlsx", "--out", tmp_path / "results", "--brief", "--threads", "1")
    assert ended.exit_code == 3, ended.output
    (folder,) = (tmp_path / "results" / "tiny" / "base").iterdir()
    assert written(folder) == set(ALL)
    (page,) = pages((folder / "briefing.en.pdf").read_bytes())
    assert "No plan exists" in page


def test_batches_have_none(tmp_path: Path) -> None:
    write_workbook(tmp_path / "tiny.xlsx", tiny_tables())
    refused = typed("solve", tmp_path / "tiny.xlsx", "--all", "--brief")
    assert refused.exit_code == 2
    assert "--brief is for a single scenario" in refused.output


@pytest.mark.slow
def test_a_drawing_that_fails_leaves_what_stood_there(solved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> bytes:
        raise RuntimeError("no such chart")

    before = {name: (solved / name).read_bytes() for name in ALL}
    monkeypatch.setattr("roadmap_opt.report.brief.briefing_pptx", broken)
    with pytest.raises(RuntimeError, match="no such chart"):
        publish.brief_run(solved, ("tr", "en"))
    assert {name: (solved / name).read_bytes() for name in ALL} == before
    assert written(solved) == set(ALL)


@pytest.mark.parametrize("refused", [1, 2])
def test_files_are_replaced_together_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: int
) -> None:
    """The second file is open elsewhere, or the disk is full: whichever rename fails, the old files are back."""
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"old")
    calls = 0

    def renaming(made: Path, final: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == refused:
            raise PermissionError(13, "open elsewhere")
        made.replace(final)

    monkeypatch.setattr(saving, "put_in_place", renaming)
    with pytest.raises(SaveError, match="cannot be written: open elsewhere"):
        save_together({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}


def test_a_file_that_was_not_there_before_is_gone_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def renaming(made: Path, final: Path) -> None:
        if final.name == "b":
            raise OSError(28, "disk full")
        made.replace(final)

    monkeypatch.setattr(saving, "put_in_place", renaming)
    with pytest.raises(SaveError, match="disk full"):
        save_together({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert list(tmp_path.iterdir()) == []


def test_two_at_once_do_not_take_each_other_s_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second begins and ends while the first has replaced nothing yet."""
    mine, yours = ({tmp_path / name: whose for name in ("a.pdf", "a.pptx")} for whose in (b"mine", b"yours"))
    waiting = [yours]

    def renaming(made: Path, final: Path) -> None:
        if waiting:
            save_together(waiting.pop())
            assert {path.read_bytes() for path in yours} == {b"yours"}
        made.replace(final)

    monkeypatch.setattr(saving, "put_in_place", renaming)
    save_together(mine)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.pdf": b"mine", "a.pptx": b"mine"}


def test_one_that_cannot_be_taken_back_keeps_no_other_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b").write_bytes(b"old")
    unlink = Path.unlink

    def renaming(made: Path, final: Path) -> None:
        if final.name == "c":
            raise OSError(28, "disk full")
        made.replace(final)

    def removing(path: Path, missing_ok: bool = False) -> None:
        if path.name == "a":
            raise PermissionError(13, "open elsewhere")
        unlink(path, missing_ok)

    monkeypatch.setattr(saving, "put_in_place", renaming)
    monkeypatch.setattr(Path, "unlink", removing)
    with pytest.raises(SaveError, match="disk full"):
        save_together({tmp_path / name: b"new" for name in "abc"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"new", "b": b"old"}


def test_an_interrupt_between_two_files_leaves_the_old_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def renaming(made: Path, final: Path) -> None:
        if final.name == "b":
            raise KeyboardInterrupt
        made.replace(final)

    monkeypatch.setattr(saving, "put_in_place", renaming)
    with pytest.raises(KeyboardInterrupt):
        save_together({tmp_path / name: b"new" for name in "ab"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old"}
