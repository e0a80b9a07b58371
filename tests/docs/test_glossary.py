"""One word for one thing: texts that are the same in English are the same in Turkish, and use the glossary's words."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest

from roadmap_opt.glossary import Term, terms
from tests.support.pairs import Pair, pairs

TWO_MEANINGS: Mapping[str, str] = {
    "base": "the base of prices is the baz; the base plan, which others are measured against, the temel",
    "index": "a price rule that follows an index; elsewhere the index of a row of the formulation",
    "start": "the decision to start a programme, said to the plan; elsewhere the year in which something starts",
    "count": "a unit; elsewhere a heading of what is counted",
    "years": "a unit; elsewhere a heading over years",
    "imported": "the column of sheet Supplies asks a question (yes or no); elsewhere it is an attribute",
}
"""English texts, in small letters, that have two Turkish ones; and why."""

_SHORTER = "the label on the sheet names the setting in a word; only the English note explains it"

_VERB = "runs is a verb there"
_WRITTEN_OTHERWISE = "Fill in what is missing; or is sweep or parameter written otherwise than in the lines above?"
_AT_A_LOSS = "Check its quantities, and PriceFormulas and Premiums. If it is so, it runs only where others pay."

EXCEPTIONS: Mapping[tuple[str, str], str] = {
    ("net present value (NPV)", "Settings.shortfall_penalty"): "npv is the word that is typed into the cell",
    ("terminal value", "Settings.terminal_book_share"): "the word stands there with a case ending of its own",
    ("terminal value", "Settings.terminal_years"): _SHORTER,
    ("cash flow", "Settings.terminal_years"): _SHORTER,
    ("equity", "Settings.perspective"): _SHORTER,
    ("dividend", "Settings.perspective"): _SHORTER,
    ("dividend", "Settings.inflation"): _SHORTER,
    ("shortfall", "Settings.objective"): _SHORTER,
    ("programme", "Settings.maximum_source_share"): _SHORTER,
    ("grant", "Funding.rate"): _SHORTER,
    ("bond", "Funding.rate"): _SHORTER,
    ("target", "Funding.foreign"): _SHORTER,
    ("target", "Targets.minimum_denominator"): "on the sheet of targets nothing else can be missed",
    ("nameplate", "Plants.capacity_unit"): "capacity in a declaration of plants is nameplate",
    ("nameplate", "Modules.capacity"): "capacity in a declaration of plants is nameplate",
    ("nameplate", "Existing.capacity"): "capacity in a declaration of plants is nameplate",
    ("scrap", "Markets.domestic"): _SHORTER,
    ("sweep", f"said {_WRITTEN_OTHERWISE}"): "the name of a column",
    ("run", f"said {_AT_A_LOSS}"): _VERB,
    ("run", "said Correct the years, or enter the year in started if the programme runs already."): _VERB,
    ("run", "said Move the windows, shorten a duration, or enter started for what runs already."): _VERB,
}
"""Texts, by term and declaration, that have the English term and not the Turkish one; and why."""


def small(text: str) -> str:
    """Small letters as Turkish has them."""
    return text.replace("İ", "i").replace("I", "ı").lower()


def two_ways(found: tuple[Pair, ...]) -> dict[str, set[str]]:
    """English texts with more than one Turkish text; capitals and a full stop at the end do not matter."""
    turkish: defaultdict[str, set[str]] = defaultdict(set)
    for pair in found:
        turkish[pair.en.strip().rstrip(".").lower()].add(small(pair.tr.strip().rstrip(".")))
    return {en: said for en, said in turkish.items() if len(said) > 1}


@functools.cache
def wrong_pairs(term: Term) -> tuple[Pair, ...]:
    """What :func:`other_words` finds in the package."""
    return tuple(other_words(term, pairs()))


def other_words(term: Term, found: tuple[Pair, ...]) -> Iterator[Pair]:
    """Texts that have the English term and not the Turkish one; the values that are filled in do not count."""
    forms = term.forms or f"{re.escape(term.name.en)}s?"
    english = re.compile(rf"(?<![\w-])(?:{forms})(?![\w-]|\.\w)", re.IGNORECASE)
    turkish = re.compile(term.stem)
    for pair in found:
        if english.search(re.sub(r"\{[^{}]*\}", "", pair.en)) and not turkish.search(small(pair.tr)):
            yield pair


def test_texts_that_are_the_same_in_english_are_the_same_in_turkish() -> None:
    assert {en: said for en, said in two_ways(pairs()).items() if en not in TWO_MEANINGS} == {}


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.name.en)
def test_the_turkish_side_has_the_word_of_the_glossary(term: Term) -> None:
    wrong = {pair for pair in wrong_pairs(term) if (term.name.en, pair.place) not in EXCEPTIONS}
    declared = {(pair.en, pair.tr) for pair in wrong_pairs(term) if (term.name.en, pair.place) in EXCEPTIONS}
    assert {pair for pair in wrong if (pair.en, pair.tr) not in declared} == set()


def test_no_exception_is_declared_that_is_none() -> None:
    needed = {(term.name.en, pair.place) for term in terms() for pair in wrong_pairs(term)}
    assert set(EXCEPTIONS) - needed == set()
    assert set(TWO_MEANINGS) - set(two_ways(pairs())) == set()


def test_every_term_stands_in_the_glossary_once_and_is_used() -> None:
    for language in ("en", "tr"):
        names = [small(getattr(term.name, language)) for term in terms()]
        assert len(set(names)) == len(names)
    for term in terms():
        assert re.search(term.stem, small(term.name.tr)), term.name.tr
        forms = re.compile(term.forms or re.escape(term.name.en), re.IGNORECASE)
        elsewhere = [pair for pair in pairs() if "glossary" not in pair.place and forms.search(pair.en)]
        assert elsewhere, term.name.en


def test_pairs_are_found_wherever_they_stand() -> None:
    """One of each kind of place: catalogue, ``Text``, sheet, column, indicator, table, line, neighbours in a call."""
    found = {(pair.en, pair.tr) for pair in pairs()}
    for pair in (
        ("Created {path}", "{path} oluşturuldu"),
        ("as ore", "cevher olarak"),
        ("Plant types", "Tesis türleri"),
        ("Short name of the plant type", "Tesis türünün kısa adı"),
        ("Ore processed", "İşlenen cevher"),
        ("Ore mined", "Çıkarılan cevher"),
        ("Freight", "Nakliye"),
        ("Plant type", "Tesis türü"),
    ):
        assert pair in found
    assert len(found) > 1500


def test_a_second_word_for_one_thing_is_noticed() -> None:
    words = {"a": ("Proven gap", "Kanıtlanmış fark"), "b": ("proven gap.", "Kanıtlanan açık")}
    found = tuple(Pair(key, *words) for key, words in words.items())
    assert two_ways(found) == {"proven gap": {"kanıtlanmış fark", "kanıtlanan açık"}}
    (term,) = (term for term in terms() if term.name.en == "proven gap")
    assert [pair.place for pair in other_words(term, found)] == ["b"]
