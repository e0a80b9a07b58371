"""What of a text would stay English where Turkish is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from roadmap_opt.errors import Finding
from roadmap_opt.said import Said, turkish

_LETTERS = re.compile(r"[a-z]{2}")
_QUOTED = re.compile(r"“[^”]*”")
_CELLS = re.compile(r"\w+![A-Z]+\d+(:[A-Z]+\d+)?(, [A-Z]+\d+(:[A-Z]+\d+)?)*")
MADE_UP = "E999"
"""Code of findings that a test makes up."""

_TEXTS = ("found", "expected", "remedy")


def untold(text: str) -> Iterator[str]:
    """Templates without a Turkish one, and sentences that are no templates at all; names are left aside."""
    if isinstance(text, Said) and text.values:
        own = re.sub(r"\{[^{}]*\}", "", text.template)
        if _LETTERS.search(own.lower()) and text.template not in turkish():
            yield text.template
        for value in text.values.values():
            if isinstance(value, Said):
                yield from untold(value)
    elif str(text) not in turkish():
        bare = _CELLS.sub("", _QUOTED.sub("", text)).strip()
        if " " in bare and _LETTERS.search(bare):
            yield text


def untold_findings(patch: pytest.MonkeyPatch) -> set[str]:
    """Fills, as long as the patch lasts, with what the findings that are made have no Turkish for."""
    left: set[str] = set()
    made = Finding.__post_init__

    def listening(finding: Finding) -> None:
        made(finding)
        if finding.code == MADE_UP:
            return
        left.update(each for name in _TEXTS for each in untold(getattr(finding, name)))

    patch.setattr(Finding, "__post_init__", listening)
    return left
