"""Consoles that lack a sign: plain ones stand in, no number loses its minus, and nothing becomes a question mark."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import roadmap_opt
from roadmap_opt.console import PLAIN_SIGNS, plain
from roadmap_opt.figures import number, percent
from roadmap_opt.workbook.template import write_workbook
from tests.support.tiny_case import tiny_tables

PACKAGE = Path(roadmap_opt.__file__).parent
ENCODINGS = ("cp1254", "cp857", "cp437", "ascii", "latin-1")
INVISIBLE = {"\ufffe", "\uffff", "\ud800"}
"""Signs that are taken out of texts, or that no text may hold: named in the source, never printed."""


def signs() -> Iterator[tuple[str, str]]:
    """Every sign beyond ASCII in a text of the package, with the file it stands in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from ((sign, path.name) for sign in node.value if not sign.isascii())
    for path in sorted(PACKAGE.rglob("*.csv")):
        yield from ((sign, path.name) for sign in path.read_text(encoding="utf-8") if not sign.isascii())


@pytest.mark.slow
def test_every_sign_that_is_printed_has_a_plain_form() -> None:
    found = dict(signs())
    assert {"−", "ı", "ş", "→", "≥", "“", "×", "…"} <= set(found)
    for sign in (sign for sign in set(found) - INVISIBLE if sign.isprintable()):
        shown = plain(sign)
        assert shown.isascii(), (sign, found[sign])
        assert not set(shown) & {"?", "\\"}, (sign, found[sign])


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_no_number_loses_its_sign(encoding: str) -> None:
    for text in (number(-0.5, 1), percent(-0.015), number(-1234.5, 1)):
        for words in (text.en, text.tr):
            assert words.encode(encoding, PLAIN_SIGNS).decode(encoding) == words.replace("−", "-")


@pytest.mark.parametrize(
    ("written", "ascii_only"),
    [
        ("≥ 5 → “x” … 3 × 4 · €9", '>= 5 -> "x" ... 3 x 4 - EUR9'),
        ("Yıllık İŞ ĞÜÖÇ ğüöçşı â", "Yillik IS GUOC guocsi a"),
        ("½ m² ℃ Å ﬁ", "1/2 m2  degC A fi"),
        ("━╸│┌█⣿", "--|+#*"),
        ("中\udcff", "\\u4e2d\\udcff"),
    ],
)
def test_signs_and_their_plain_forms(written: str, ascii_only: str) -> None:
    assert written.encode("ascii", PLAIN_SIGNS).decode("ascii") == ascii_only


def test_what_a_console_has_stays() -> None:
    assert "ışğ “5 €”".encode("cp1254", PLAIN_SIGNS).decode("cp1254") == "ışğ “5 €”"
    assert "ışğ ≥".encode("cp857", PLAIN_SIGNS).decode("cp857") == "ışğ >="


@pytest.fixture(scope="module", name="place")
def _place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with two runs, a loss among them, beside its results."""
    place = tmp_path_factory.mktemp("console")
    write_workbook(place / "tiny.xlsx", tiny_tables())
    for scenario in ("base", "cheap"):
        said = typed(place, "utf-8", "solve", "tiny.xlsx", "--scenario", scenario, "--threads", "1", "--lang", "tr")
        assert "Sonuçlar" in said
    return place


def typed(place: Path, encoding: str, *arguments: str) -> str:
    """What a command writes to both streams of a pipe with this code page; it has to end without a trace."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(PACKAGE.parent)}
    command = [sys.executable, "-m", "roadmap_opt", *arguments]
    done = subprocess.run(command, cwd=place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = done.stdout.decode(encoding)
    assert "Traceback" not in said
    return said.replace("\r\n", "\n")


COMMANDS = {
    "check": ("check", "tiny.xlsx", "--lang", "tr"),
    "scenarios": ("scenarios", "tiny.xlsx", "--lang", "tr"),
    "runs": ("runs", "--lang", "tr"),
    "runs in English": ("runs", "--lang", "en"),
    "diff": ("diff", "tiny.xlsx", "--scenario", "cheap"),
    "help": ("solve", "--help"),
    "a number that is refused": ("solve", "tiny.xlsx", "--gap", "−5"),
    "a scenario that is not there": ("solve", "tiny.xlsx", "--scenario", "yokuş", "--lang", "tr"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_the_same_in_every_code_page(name: str, place: Path) -> None:
    wanted = typed(place, "utf-8", *COMMANDS[name])
    assert wanted.strip()
    for encoding in ("cp1254", "ascii"):  # a Turkish console, and one that has nothing
        said = typed(place, encoding, *COMMANDS[name])
        assert said.count("?") == wanted.count("?"), encoding
        # columns are as wide as their text: a sign of two letters moves what stands beside it
        assert said.split() == wanted.encode(encoding, PLAIN_SIGNS).decode(encoding).split(), encoding


@pytest.mark.slow
@pytest.mark.parametrize(("encoding", "language"), [("cp857", "en"), ("ascii", "tr")])
def test_commands_that_write_say_all_they_have_to_say(
    encoding: str, language: str, place: Path, tmp_path: Path
) -> None:
    out, book = str(tmp_path / "out"), str(place / "tiny.xlsx")
    common = ("--lang", language)
    said = [
        typed(tmp_path, encoding, "new", "fresh.xlsx", *common),
        typed(tmp_path, encoding, "solve", book, "--out", out, "--threads", "1", *common),
    ]
    (run,) = (tmp_path / "out" / "tiny" / "base").iterdir()
    said.append(typed(tmp_path, encoding, "audit", str(run), *common))
    said.append(typed(tmp_path, encoding, "report", str(run), *common))
    other = next((place / "results" / "tiny" / "cheap").iterdir())
    said.append(typed(tmp_path, encoding, "compare", str(run), str(other), "--out", out, *common))
    for words in said:
        assert words.strip()
        assert "?" not in words
        assert "\\u" not in words


@pytest.mark.slow
def test_many_solves_at_once_speak_plainly_too(place: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    said = typed(tmp_path, "ascii", "solve", str(place / "tiny.xlsx"), "--scenarios", "base,cheap", "--out", out,
                 "--rounds", "1", "--workers", "1", "--lang", "tr")  # fmt: skip
    assert "?" not in said
    assert "cheap" in said
