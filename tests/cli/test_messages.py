"""Every text exists in both languages, takes the same values in both, and is used."""

import re
import string
from pathlib import Path

import pytest

import roadmap_opt
from roadmap_opt.messages import LANGUAGES, Catalogue, text
from roadmap_opt.workbook.results_text import TEXTS

PACKAGE = Path(roadmap_opt.__path__[0])
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in [*PACKAGE.glob("*.py"), *PACKAGE.glob("workbook/results*.py")]
    if path.name not in ("messages.py", "results_text.py", "results_text_money.py")
)


def fields(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


@pytest.mark.parametrize("catalogue", [text, TEXTS], ids=["console", "results"])
def test_every_message_has_both_languages_with_the_same_fields(catalogue: Catalogue) -> None:
    for key, pair in catalogue.entries.items():
        assert len(pair) == len(LANGUAGES), key
        assert all(part.strip() for part in pair), key
        assert fields(pair[0]) == fields(pair[1]), key


@pytest.mark.parametrize("catalogue", [text, TEXTS], ids=["console", "results"])
def test_every_message_is_used(catalogue: Catalogue) -> None:
    prefixes = tuple(re.findall(r'f"([a-z]+_)\{', SOURCES))
    unused = [
        key for key in catalogue.entries if not re.search(f"[\"']{key}[\"']", SOURCES) and not key.startswith(prefixes)
    ]
    assert unused == []


def test_unknown_message_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("en", "no such message")
