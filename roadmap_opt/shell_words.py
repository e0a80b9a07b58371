"""Commands as a message suggests them: to be copied into cmd, PowerShell or a POSIX shell as they stand."""

from __future__ import annotations

import os
import re
import shlex

_PLAIN = re.compile(r"[\w./\\:+=~-]+" if os.name == "nt" else r"[\w./:+=-]+")
"""Words that every shell takes as they are: no blank, no sign that one of them interprets."""

_STIRS = re.compile(r'["$`\\!]')
"""What a POSIX shell still interprets between double quotes."""


def suggested(*words: object) -> str:
    """`roadmap-opt` with these words, each in quotes where a shell would not take it as it stands.

    Double quotes mean the same to all three shells; where a POSIX shell would look into them it gets its own kind. A
    name in Windows cannot hold a double quote, so nothing can end them early there.
    """
    return " ".join(("roadmap-opt", *map(_quoted, map(str, words))))


def _quoted(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    return shlex.quote(word) if os.name != "nt" and _STIRS.search(word) else f'"{word}"'
