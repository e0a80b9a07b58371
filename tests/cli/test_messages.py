"""Every text exists in both languages, takes the same values in both, and is used."""

import re
import string

import pytest

from roadmap_opt.messages import LANGUAGES, Text
from roadmap_opt.words import CONSOLE as text
from tests.support.pairs import PACKAGE, catalogues

CATALOGUES = catalogues()
DECLARING = {file for file, _ in CATALOGUES.values()} | set(PACKAGE.rglob("*_text_*.py"))
SOURCES = "\n".join(
    file.read_text(encoding="utf-8")
    for pattern in ("*.py", "*.html", "*.js")
    for file in PACKAGE.rglob(pattern)
    if file not in DECLARING and "vendor" not in file.parts
)

QUOTED = frozenset(re.findall(r"[\"'](\w+)(?=[\"'])", SOURCES))
"""Every word that stands in quotation marks."""


def fields(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_message_has_both_languages_with_the_same_fields(name: str) -> None:
    for key, pair in CATALOGUES[name][1].entries.items():
        assert len(pair) == len(LANGUAGES), key
        assert all(part.strip() for part in pair), key
        assert fields(pair[0]) == fields(pair[1]), key


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_message_is_used(name: str) -> None:
    prefixes = tuple(re.findall(r'f"([a-z]+_)\{', SOURCES))
    unused = [key for key in CATALOGUES[name][1].entries if key not in QUOTED and not key.startswith(prefixes)]
    assert unused == []


def test_unknown_message_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("en", "no such message")


def test_texts_in_a_row_are_one_text_in_each_language() -> None:
    one, other = Text("one", "bir"), Text("two", "iki")
    assert Text.listed([one, "NdFeB", other]) == Text("one, NdFeB, two", "bir, NdFeB, iki")
    assert Text.listed((each for each in (one, other)), "; ") == Text("one; two", "bir; iki")
    assert Text.joined(one, other) == Text("one two", "bir iki")
    assert Text.listed([]) == Text.joined() == Text("", "")
