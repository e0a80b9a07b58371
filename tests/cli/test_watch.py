"""The command watch: a save is noticed however a program saves, errors do not end it, Ctrl-C does."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.watch import Saves
from roadmap_opt.workbook.template import write_workbook
from tests.support.tiny_case import tiny_tables

pytestmark = pytest.mark.slow

PATIENCE = 20.0
"""Seconds after which a save that nobody noticed is a failure."""


def seen_saves(workbook: Path, edits: list[object], expected: int) -> int:
    """How many saves are noticed while ``edits`` happen one after the other, each after the one before was noticed."""
    stop = threading.Event()
    timer = threading.Timer(PATIENCE, stop.set)
    timer.start()
    seen = 0
    pending = iter(edits)
    saves = Saves(workbook, stop)
    next(pending)()  # type: ignore[operator]
    for _ in saves:
        seen += 1
        if seen == expected:
            break
        next(pending)()  # type: ignore[operator]
    timer.cancel()
    return seen


def test_saves_in_place_and_by_rename_are_noticed_and_lock_files_are_not(tmp_path: Path) -> None:
    workbook = tmp_path / "Çalışma dosyası.xlsx"
    workbook.write_bytes(b"one")

    def in_place() -> None:
        workbook.write_bytes(b"two")

    def by_rename() -> None:
        (tmp_path / "~$Çalışma dosyası.xlsx").write_bytes(b"lock")
        (tmp_path / ".~lock.Çalışma dosyası.xlsx#").write_bytes(b"lock")
        temporary = tmp_path / "A1B2C3.tmp"
        temporary.write_bytes(b"three")
        os.replace(temporary, workbook)

    def away_and_back() -> None:
        workbook.unlink()
        workbook.write_bytes(b"four")

    assert seen_saves(workbook, [in_place, by_rename, away_and_back], 3) == 3


def test_a_save_on_a_drive_that_reports_nothing_is_noticed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Saves, "_is_workbook", lambda *_: False)
    monkeypatch.setattr("roadmap_opt.watch.LOOK", 200)
    workbook = tmp_path / "plan.xlsx"
    workbook.write_bytes(b"one")
    edits = [lambda: workbook.write_bytes(b"two"), lambda: workbook.write_bytes(b"three")]
    assert seen_saves(workbook, edits, 2) == 2


def test_a_save_that_changes_nothing_is_none(tmp_path: Path) -> None:
    workbook = tmp_path / "plan.xlsx"
    workbook.write_bytes(b"one")

    def same_then_other() -> None:
        workbook.write_bytes(b"one")
        threading.Timer(1.5, lambda: workbook.write_bytes(b"two")).start()

    seen = []
    stop = threading.Event()
    timer = threading.Timer(PATIENCE, stop.set)
    timer.start()
    saves = Saves(workbook, stop)
    same_then_other()
    for _ in saves:
        seen.append(workbook.read_bytes())
        break
    timer.cancel()
    assert seen == [b"two"]


def test_a_file_that_is_still_being_written_is_left_alone(tmp_path: Path) -> None:
    workbook = tmp_path / "plan.xlsx"
    workbook.write_bytes(b"one")

    def write_slowly() -> None:
        with workbook.open("wb") as file:
            for piece in (b"t", b"w", b"o"):
                file.write(piece)
                file.flush()
                time.sleep(0.8)

    stop = threading.Event()
    timer = threading.Timer(PATIENCE, stop.set)
    timer.start()
    saves = Saves(workbook, stop)
    writer = threading.Thread(target=write_slowly)
    writer.start()
    seen = [workbook.read_bytes() for _ in itertools.islice(saves, 1)]
    writer.join()
    timer.cancel()
    assert seen == [b"two"]


def test_every_save_is_solved_and_told_and_errors_are_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """First solved as it stands; then a dearer tax; then a broken setting; then Ctrl-C."""
    workbook, out = tmp_path / "plan.xlsx", tmp_path / "out"
    write_workbook(workbook, tiny_tables())

    def saved(**settings: object) -> None:
        workbook.unlink()
        write_workbook(workbook, tiny_tables(Settings=settings))

    class Edits:
        def __init__(self, watched: Path) -> None:
            assert watched == workbook

        def __iter__(self) -> Iterator[None]:
            saved(corporate_tax=0.2)
            yield
            saved(first_decision_year=2040)
            yield
            raise KeyboardInterrupt

    monkeypatch.setattr("roadmap_opt.watch.Saves", Edits)
    arguments = ["watch", str(workbook), "--threads", "1", "--time-limit", "60", "--out", str(out)]
    result = CliRunner().invoke(roadmap_opt, arguments)
    assert result.exit_code == 0, result.output
    text = result.output
    assert "has no run of base as it stands: solving it first." in text
    assert "corporate_tax: 0 → 0.2" in text
    assert "put it right and save again." in text
    assert text.rstrip().endswith("Watching ended.")
    assert len(list((out / "plan" / "base").iterdir())) == 2


def _hear_ctrl_c() -> None:
    """A program started in the background of a shell without job control inherits that Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_ctrl_c_while_waiting_ends_in_words(tmp_path: Path) -> None:
    workbook, out = tmp_path / "plan.xlsx", tmp_path / "out"
    write_workbook(workbook, tiny_tables())
    arguments = [sys.executable, "-m", "roadmap_opt", "watch", str(workbook), "--threads", "1", "--out", str(out)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment, preexec_fn=_hear_ctrl_c
    ) as process:
        patience = threading.Timer(3 * PATIENCE, process.kill)
        patience.start()
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Watching "):
                process.send_signal(signal.SIGINT)
                break
        rest = process.stdout.read()
        patience.cancel()
    assert process.returncode == 0, lines
    assert "Watching ended." in rest
