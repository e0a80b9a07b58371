"""What the choices of the contract are called in Turkish: a planner may type either word.

Indicators and their definitions are names, which are the same in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from roadmap_opt.case.names import fold
from roadmap_opt.case.schema import ColumnSpec
from roadmap_opt.messages import Text
from roadmap_opt.words import CHOICES

FORMER = {"kind": {"özsermaye": "equity"}}
"""Turkish words by column that workbooks of before may hold: still understood, no longer offered."""


@cache
def turkish_words(column: str) -> Mapping[str, str]:
    """Turkish word by choice of the columns of that name; what has none is the same in both languages."""
    start = f"choice_{column}_"
    named = ((key.removeprefix(start), words) for key, (_, words) in CHOICES.entries.items() if key.startswith(start))
    return dict(named)


def meant_choice(column: ColumnSpec, text: str) -> str | None:
    """The choice that a text stands for, in either language; capitals and the Turkish i do not matter."""
    wanted = fold(text)
    words = turkish_words(column.name)
    for choice in column.meta.choices:
        if wanted in (fold(choice), fold(words.get(choice, choice))):
            return choice
    former = {fold(word): choice for word, choice in FORMER.get(column.name, {}).items()}
    return former[wanted] if former.get(wanted) in column.meta.choices else None


def choice_list(column: ColumnSpec) -> Text:
    """All choices of a column; in Turkish each with its word."""
    words = turkish_words(column.name)
    told = (f"{choice} ({words[choice]})" if choice in words else choice for choice in column.meta.choices)
    return Text(", ".join(column.meta.choices), ", ".join(told))


def typed_words(column: ColumnSpec) -> list[str]:
    """Everything that may be typed into a column of choices: the choices, and then their Turkish words."""
    words = [word for choice, word in turkish_words(column.name).items() if choice in column.meta.choices]
    return [*column.meta.choices, *(word for word in words if word not in column.meta.choices)]
