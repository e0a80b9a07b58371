"""Does a page show what this run's would? It is drawn anew, and the two are compared letter by letter."""

from __future__ import annotations

import re
from pathlib import Path

from roadmap_opt.documents.html.render import render_page
from roadmap_opt.messages import LANGUAGES
from roadmap_opt.output.damage import Problem
from roadmap_opt.report.run.run_page import run_page
from roadmap_opt.runs.run import Run
from roadmap_opt.said import said, why

BEFORE, SHOWN = 20, 60
"""Characters of a line that are quoted: before the first difference, and in all."""


def page_differences(path: Path, run: Run) -> list[Problem]:
    """The first place in which the page at ``path`` differs from what this program draws of the results."""
    try:
        found = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return [Problem(path.name, "file", "bytes that are no text", "the page of this run")]
    except OSError as error:
        return [
            Problem(
                path.name,
                "file",
                said("it cannot be opened ({reason})", reason=why(error)),
                "the page of this run",
            )
        ]
    spoken = re.match(r'\s*<!doctype html>\s*<html lang="(\w+)"', found, re.IGNORECASE)
    language = next((each for each in LANGUAGES if spoken and spoken[1] == each), LANGUAGES[0])
    expected = render_page(run_page(run), language)
    if found == expected:
        return []
    lines, wanted = found.split("\n"), expected.split("\n")
    number = next((n for n, pair in enumerate(zip(lines, wanted, strict=False)) if pair[0] != pair[1]), None)
    if number is None:
        return [
            Problem(
                path.name, "file", said("{count} lines", count=len(lines)), said("{count} lines", count=len(wanted))
            )
        ]
    return [Problem(path.name, said("line {number}", number=number + 1), *_quoted(lines[number], wanted[number]))]


def _quoted(found: str, expected: str) -> tuple[str, str]:
    """Both lines around their first difference."""
    at = next((n for n, pair in enumerate(zip(found, expected, strict=False)) if pair[0] != pair[1]), 0)
    first = max(0, at - BEFORE)
    return ascii(found[first : first + SHOWN]), ascii(expected[first : first + SHOWN])
