"""Words in both languages, and catalogues of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Literal

Language = Literal["en", "tr"]
LANGUAGES: tuple[Language, ...] = ("en", "tr")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages, for whatever shows both: a page that switches without reloading."""

    en: str
    tr: str

    def in_language(self, language: Language) -> str:
        """The words in one language."""
        return self.en if language == "en" else self.tr

    @classmethod
    def same(cls, words: object) -> Text:
        """Words that need no translation: a file name, a hash, a code."""
        return cls(str(words), str(words))

    @classmethod
    def listed(cls, parts: Iterable[Text | str], between: str = ", ") -> Text:
        """Parts in a row, each in its language; a plain string is the same in both."""
        pairs = [part if isinstance(part, Text) else cls.same(part) for part in parts]
        return cls(between.join(pair.en for pair in pairs), between.join(pair.tr for pair in pairs))

    @classmethod
    def joined(cls, *sentences: Text | str) -> Text:
        """Sentences of one paragraph."""
        return cls.listed(sentences, " ")


class Catalogue:
    """Messages by key, each as a pair (English, Turkish); called with a language and a key it fills in the values.

    They stand in `words/<subject>.csv`, which is read when the first of them is needed; those of ``others`` come with
    them.
    """

    def __init__(self, subject: str, *others: Catalogue) -> None:
        self.subject = subject
        self._others = others

    @cached_property
    def entries(self) -> Mapping[str, tuple[str, str]]:
        """All messages, its own after those of the others."""
        rows = read_words(self.subject)
        own = {row["key"]: (row["en"], row["tr"]) for row in rows}
        if len(own) < len(rows):
            raise ValueError(f"words/{self.subject}.csv has a key twice")
        return {key: pair for other in self._others for key, pair in other.entries.items()} | own

    def __call__(self, language: Language, key: str, **values: object) -> str:
        """The message ``key`` in ``language`` with ``{names}`` replaced; an unknown key raises ``KeyError``."""
        return self.entries[key][LANGUAGES.index(language)].format(**values)

    def both(self, key: str, **values: object) -> Text:
        """The message in both languages; a value that is a :class:`Text` is filled in in each language."""

        def filled(language: Language) -> str:
            spoken = {name: v.in_language(language) if isinstance(v, Text) else v for name, v in values.items()}
            return self(language, key, **spoken)

        return Text(filled("en"), filled("tr"))


def read_words(subject: str) -> list[dict[str, str]]:
    """The rows of `words/<subject>.csv`."""
    file = resources.files("roadmap_opt") / "words" / f"{subject}.csv"
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
