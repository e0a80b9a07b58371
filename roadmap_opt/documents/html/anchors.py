"""Addresses of parts of a page: from English titles, so that a link holds in both languages and for other runs."""

from __future__ import annotations

import re
import unicodedata

from roadmap_opt.documents.components import Component, Section, Words
from roadmap_opt.messages import Text

LONGEST = 60
"""Characters of an address behind that of its section."""


class Anchors:
    """The addresses given so far; a part has one, whoever asks for it."""

    def __init__(self) -> None:
        self._given: dict[int, str] = {}
        self._kept: list[Component] = []
        self._taken: set[str] = set()
        self._section = ""

    def enter(self, section: Section) -> None:
        """From here on parts belong to a section."""
        self._section = section.key

    def of(self, part: Component, section: Section | None = None) -> str:
        """The address of a part with a title: that of its section and the words of the title; figures may change."""
        if id(part) not in self._given:
            key = section.key if section else self._section
            plain = "-".join(each for each in (key, slug(part.title)) if each)  # type: ignore[attr-defined]
            found, number = plain, 1
            while found in self._taken:
                number += 1
                found = f"{plain}-{number}"
            self._taken.add(found)
            self._given[id(part)] = found
            self._kept.append(part)  # an id is a part's own as long as it lives
        return self._given[id(part)]


def slug(title: Words) -> str:
    """The words of a title in plain small letters."""
    english = title.en if isinstance(title, Text) else title
    letters = unicodedata.normalize("NFKD", english.lower().replace("ı", "i")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", "-", letters)[:LONGEST].strip("-")
