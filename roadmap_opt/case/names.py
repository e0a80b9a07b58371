"""Comparing names as a person does: capitals, stray spaces and the Turkish dotted and dotless i make no difference."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from roadmap_opt.said import said

_LONGEST_NAME = 200
"""Beyond this a text is no misspelled name, and comparing it takes long."""

_ONE_I = str.maketrans({"İ": "i", "I": "i", "ı": "i"})


@lru_cache(1 << 16)  # a workbook of any size has fewer names, and each is asked for again and again
def fold(text: str) -> str:
    """The form in which two spellings of one name are equal: ``" SIVAS "``, ``"Sivas"`` and ``"sıvas"`` fold alike.

    The four Turkish letters i, ı, I, İ become one: whether a keyboard or Excel changed them cannot be known.
    """
    if text.isascii():  # nearly every name, at a fraction of the time
        return " ".join(text.casefold().split())
    folded = unicodedata.normalize("NFKC", text.translate(_ONE_I)).casefold()
    return " ".join(folded.split())


def closest_first(name: str, known: Iterable[str], most: int = 8) -> str:
    """The known names, those that look most like ``name`` first; beyond ``most`` the rest is counted."""
    listed = list(dict.fromkeys(known))
    if len(name) <= _LONGEST_NAME:
        wanted = difflib.SequenceMatcher(b=fold(name))

        def unlike(candidate: str) -> float:
            wanted.set_seq1(fold(candidate))
            return -wanted.ratio()

        listed.sort(key=unlike)
    words = ", ".join(listed[:most])
    return words if len(listed) <= most else said("{names} and {count:,} more", names=words, count=len(listed) - most)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name a planner most likely meant by ``name``, or ``None`` when nothing is close."""
    if len(name) > _LONGEST_NAME:
        return None
    by_fold = {fold(candidate): candidate for candidate in known}
    matches = difflib.get_close_matches(fold(name), list(by_fold), n=1, cutoff=0.6)
    return by_fold[matches[0]] if matches else None
