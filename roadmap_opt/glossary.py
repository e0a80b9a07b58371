"""The terms of the field, once in each language, with what they mean here: one word for one thing on every page.

`docs/glossary.md` is generated from it: `python -m roadmap_opt.glossary > docs/glossary.md`. A test holds every text of
the package against it: where the English side has a term, the Turkish side has its word.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from roadmap_opt.messages import Text, read_words


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its meaning. ``stem`` is how the Turkish word begins, whatever its ending (a pattern, small letters);
    ``forms`` is what the English one looks like in a text, where that is more than the term and its plural.
    """

    name: Text
    meaning: Text
    stem: str
    forms: str = ""


@cache
def groups() -> Mapping[str, tuple[Term, ...]]:
    """Terms by what they are about."""
    found: dict[str, list[Term]] = {}
    for row in read_words("glossary"):
        meaning = Text(row["meaning_en"], row["meaning_tr"])
        term = Term(Text(row["en"], row["tr"]), meaning, row["turkish_stem"] or row["tr"], row["english_forms"])
        found.setdefault(row["group"], []).append(term)
    return {group: tuple(terms) for group, terms in found.items()}


def terms() -> tuple[Term, ...]:
    """All of them."""
    return tuple(term for group in groups().values() for term in group)


_INTRODUCTION = """# Glossary · Terimler

Generated from `roadmap_opt/words/glossary.csv`: `python -m roadmap_opt.glossary > docs/glossary.md`. One word
for one thing, on every page, in every workbook and on the console.
"""


def glossary_markdown() -> str:
    """The page `docs/glossary.md`."""
    lines = [_INTRODUCTION]
    for heading, listed in groups().items():
        lines += [f"## {heading}\n", "| English | Türkçe | Meaning | Anlamı |\n|---|---|---|---|"]
        lines += [f"| {t.name.en} | {t.name.tr} | {t.meaning.en} | {t.meaning.tr} |" for t in listed]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(glossary_markdown(), end="")
