"""Sentences with values in them: made in English where something is noticed, put into Turkish where they are shown.

Hundreds of places say what is wrong, in a sentence of their own. ``said("a year from {first} to {last}", first=2026,
last=2040)`` is the English sentence, a plain string to whatever reads, sorts or compares it; and it remembers its
template and values, so that :func:`spoken` can say it in Turkish. The Turkish templates stand in ``words/said_*.csv``
beside the English ones, which are their keys. Nothing holds a current language.
"""

from __future__ import annotations

import math
import re
import string
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from numbers import Integral, Real
from typing import Any

from roadmap_opt.messages import Language, Text, read_words

SUBJECTS = ("said_checks", "said_reading", "said_columns", "said_runs", "said_errors", "said_help", "said_limits")
"""Files of the catalogue."""

_SWAPPED = str.maketrans(".,", ",.")
_FEWEST_LETTERS = 8
"""Letters of a template by which a text is known again; ``{one} and {other}`` would fit anything."""
_DEEPEST = 6
"""How often a value of a text that is known again may itself be a sentence with values."""
_MOST_ENDS = 8
"""Places of a text that are tried as the end of its first sentence, which need not have a full stop."""


class Said(str):
    """An English sentence that knows how it was made: ``template`` with ``values`` in its braces.

    A value that has a method ``in_language`` (:class:`Said`, :class:`Text`, a finding) is translated with the sentence;
    any other is a name or a number and stays. Numbers that the template gives a format are written with a
    decimal comma in Turkish.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, values: Mapping[str, Any] | None = None, english: str | None = None) -> Said:
        """``english`` is how the sentence reads where it was cut to fit."""
        values = values or {}
        if english is None:
            english = _ENGLISH.vformat(template, (), values) if values else template
        made = super().__new__(cls, english)
        made.template, made.values = template, values
        return made

    def __add__(self, other: str) -> Said:
        return Said("{one}{other}", {"one": self, "other": said(other)})

    def __radd__(self, other: str) -> Said:
        return Said("{one}{other}", {"one": said(other), "other": self})

    def __reduce__(self) -> tuple[Any, ...]:
        return Said, (self.template, self.values, str(self))

    def shown_as(self, english: str) -> Said:
        """The same sentence, of which the English reads otherwise."""
        return Said(self.template, self.values, english)

    def in_language(self, language: Language) -> str:
        """The sentence in one language."""
        if language == "en":
            return str(self)
        template = turkish().get(self.template, self.template)
        return _TURKISH.vformat(template, (), self.values) if self.values else template


def said(template: str, /, **values: Any) -> str:
    """The sentence ``template`` with its ``{names}`` filled in; what is said already stays as it is."""
    return template if isinstance(template, Said) and not values else Said(template, values)


def spoken(text: str, language: Language) -> str:
    """A text in ``language``: what was said, or a text without values; a name, which nobody translates, as it is."""
    if isinstance(text, Said):
        return text.in_language(language)
    return turkish().get(text, text) if language == "tr" else text


def named(key: str) -> Text:
    """A name of the formulation or the record; in Turkish with what it stands for."""
    words = spoken(key, "tr")
    return Text(key, key if words == key else f"{words} ({key})")


def both(text: str) -> Text:
    """A text in both languages, for whatever shows both."""
    return Text(spoken(text, "en"), spoken(text, "tr"))


def written(value: float) -> str:
    """A number in six figures, with the decimal mark of the language."""
    return said("{value:g}", value=value)


def listed(between: str, parts: Iterable[str]) -> str:
    """Names or sentences with a comma or a word such as `` and `` between them; empty without any."""
    names = list(parts)
    if len(names) < 2:
        return names[0] if names else ""
    half = len(names) // 2  # by halves: one after the other, thousands would be thousands of sentences deep
    return said("{one}" + between + "{other}", one=listed(between, names[:half]), other=listed(between, names[half:]))


def why(error: Exception) -> str:
    """What an error says: the system's reason where it refused something."""
    words = getattr(error, "strerror", None) or (error.args[0] if error.args else "")
    return said(words if isinstance(words, str) else str(error))


def altered(text: str, alter: Callable[[str], str]) -> str:
    """``text`` as ``alter`` leaves its English; the Turkish stays whole, and is altered when it is shown."""
    changed = alter(text)
    return text.shown_as(changed) if isinstance(text, Said) else changed


@cache
def turkish() -> Mapping[str, str]:
    """Turkish template by the English one."""
    return {row["en"]: row["tr"] for subject in SUBJECTS for row in read_words(subject)}


def known_again(text: str, *, deep: int = _DEEPEST) -> str:
    """A sentence that was read from a file, or that a library made, with its template and values if it has them.

    Of several templates that fit, that with most signs of its own is meant. Two sentences in a row stay two: the last
    value of the first would else take the second for a part of it. Values of values are looked up ``deep`` times.
    """
    if isinstance(text, Said) or text in turkish():
        return said(text)
    if not deep:
        return text
    whole = _fitted(text, deep)
    for end in _ends_of_sentences(text) if deep == _DEEPEST else ():
        one, other = _fitted(text[:end], deep), _fitted(text[end + 1 :], deep)
        if one is not None and other is not None and _signs(one) + _signs(other) > _signs(whole):
            return listed(" ", (one, other))
    return text if whole is None else whole


def as_plain(text: str) -> Any:
    """How a sentence was made, as JSON holds it beside its English; nothing for a text without values."""
    return _plain(text) if isinstance(text, Said) and text.values else None


def _plain(value: Any) -> Any:
    if isinstance(value, Said):
        values = {name: _plain(each) for name, each in value.values.items()}
        return {"template": value.template, "values": values, "english": str(value)}
    if hasattr(value, "in_language"):
        return {"en": value.in_language("en"), "tr": value.in_language("tr")}
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) and math.isfinite(value) else str(value)


def from_plain(text: str, plain: Any) -> str:
    """The sentence ``text`` of which :func:`as_plain` gave ``plain``; the text alone where that is damaged."""
    try:
        made = _made(plain)
        if isinstance(made, Said) and made.values and made == text:
            made.in_language("tr")  # a template that takes other values would be noticed only when it is shown
            return made
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        pass
    return text


def _made(plain: Any) -> Any:
    if not isinstance(plain, Mapping):
        return plain
    if "template" not in plain:
        return Text(plain["en"], plain["tr"])
    return Said(plain["template"], {name: _made(each) for name, each in plain["values"].items()}, plain["english"])


def _signs(made: Said | None) -> int:
    """How many signs of a sentence are its template's own; spaces do not count."""
    literals = () if made is None else (literal for literal, *_ in string.Formatter().parse(made.template))
    return sum(len(literal.replace(" ", "")) for literal in literals)


def _ends_of_sentences(text: str) -> Iterator[int]:
    """Where a sentence may begin after another, the last place first, and only a few of them: a text may be long."""
    found = (match.start() for match in re.finditer(r" (?=[A-Z])", text))
    return reversed(deque(found, maxlen=_MOST_ENDS))


def _fitted(text: str, deep: int) -> Said | None:
    """The text with the template that fits all of it."""
    if text in turkish():
        return Said(text)
    for template, pieces, names in _shapes():
        values = _values(text, pieces, names)
        if values is not None:
            found = {name: known_again(value, deep=deep - 1) for name, value in values.items()}
            return Said(template, found, text)
    return None


def _values(text: str, pieces: tuple[str, ...], names: tuple[str, ...]) -> dict[str, str] | None:
    """The shortest texts between ``pieces`` by name, or nothing if they do not stand in the text in this order.

    Each piece is looked for once, from where the one before it ends: there is no way back, as a pattern would have,
    and the time grows with the length of the text alone.
    """
    first, *between, last = pieces
    at, end = len(first), len(text) - len(last)
    if at > end or not text.startswith(first) or not text.endswith(last):
        return None
    values: dict[str, str] = {}
    for name, piece in zip(names, (*between, None), strict=True):
        to = end if piece is None else text.find(piece, at, end)
        if to < 0 or values.setdefault(name, text[at:to]) != text[at:to]:
            return None
        at = to + len(piece or "")
    return values


@cache
def _shapes() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Templates with values, what stands between their values, and the names of these; most signs of its own first."""
    found = []
    for template in turkish():
        pieces, names = [""], []
        for literal, name, _, _ in string.Formatter().parse(template):
            pieces[-1] += literal
            if name:
                names.append(name)
                pieces.append("")
        own = "".join(pieces)
        if names and sum(map(str.isalpha, own)) >= _FEWEST_LETTERS:
            found.append((len(own.replace(" ", "")), (template, tuple(pieces), tuple(names))))
    return tuple(shape for _, shape in sorted(found, key=lambda each: -each[0]))


class _Turkish(string.Formatter):
    """Fills in values as Turkish writes them."""

    def format_field(self, value: Any, spec: str) -> str:
        """One value."""
        if hasattr(value, "in_language"):
            return format(value.in_language("tr"), spec)
        if isinstance(value, int | float | str) and spec:  # what was known again holds numbers as they were written
            digits = (value if isinstance(value, str) else format(value, spec)).translate(_SWAPPED)
            return "%" + digits.removesuffix("%") if spec.endswith("%") else digits
        return format(value, spec)


class _English(string.Formatter):
    """Fills in values as English writes them."""

    def format_field(self, value: Any, spec: str) -> str:
        """One value."""
        return format(value.in_language("en") if hasattr(value, "in_language") else value, spec)


_TURKISH = _Turkish()
_ENGLISH = _English()
