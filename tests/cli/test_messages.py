"""Every text exists in both languages, takes the same values in both, and is used."""

import importlib
import re
import string
from pathlib import Path

import pytest

import roadmap_opt
from roadmap_opt.messages import LANGUAGES, Catalogue, text

PACKAGE = Path(roadmap_opt.__path__[0])


def catalogues() -> dict[str, tuple[Path, Catalogue]]:
    """Every catalogue of the package by the module and name that hold it, with the file that declares it."""
    found: dict[str, tuple[Path, Catalogue]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        if "Catalogue(" not in file.read_text(encoding="utf-8"):
            continue
        name = ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)
        for label, value in vars(importlib.import_module(name)).items():
            if isinstance(value, Catalogue):
                found[f"{name}.{label}"] = (file, value)
    return found


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
