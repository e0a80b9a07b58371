"""Names of folders: readable, possible on every system, and never one for two names."""

from __future__ import annotations

import itertools
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_opt.output.other_folders import SHELVES
from roadmap_opt.runs.run_names import (
    folder_name,
    folders_named,
    is_taken,
    older_folder_name,
    same_name,
)


@pytest.mark.parametrize(
    "name", ["base", "price_war", "Plan.v2", "offtake-80", "20261122T103247Z-abc123", "CONIN", "İthal"]
)
def test_a_name_that_every_system_can_hold_is_its_folder(name: str) -> None:
    assert folder_name(name) == name.replace("İ", "I")


@pytest.mark.parametrize(
    ("name", "readable"),
    [
        ("price war", "price_war"),
        ("İthal girdi, düşük fiyat", "Ithal_girdi_dusuk_fiyat"),
        ("ılık/..\\:*?", "ilik"),
        ("A/B", "A_B"),
        ("A:B", "A_B"),
        ("con", "con"),
        ("NUL", "NUL"),
        ("aux.txt", "aux_txt"),
        ("COM¹", "COM1"),
        ("CONIN$", "CONIN"),
        ("trailing dot.", "trailing_dot"),
        (".hidden", "hidden"),
        ("..", "name"),
        ("", "name"),
        ("金", "name"),
        ("\udcff", "name"),  # a file name of Linux that is no text
        ("x" * 300, "x" * 31),
        *((own, own) for own in (*SHELVES, "example", "Sweeps")),
        ("price_war-959ebb8a", "price_war-959ebb8a"),
    ],
)
def test_any_other_name_is_readable_and_carries_a_mark(name: str, readable: str) -> None:
    folder = folder_name(name)
    assert re.fullmatch(re.escape(readable) + "-[0-9a-f]{8}", folder)
    assert len(folder) <= 40


LOOK_ALIKES = [
    "price war", "price_war", "price-war", "price.war", "pricewar", "price war.", "price/war", "price:war",
    "price  _war", "A/B", "A:B", "A_B", "A\\B", "con", "con_", "nul", "aux.txt", "aux_txt", "aux txt", "batches",
    "batches_", "düşük", "dusuk", "ışık", "isik", "x" * 300 + "1", "x" * 300 + "2", "x" * 40, "x" * 41,
    "price_war-959ebb8a", "..", "...", "_", "İthal-girdi", "ithal girdi", "é", "e", "金", "銀", "A→B",
]  # fmt: skip


def test_names_that_look_alike_have_folders_of_their_own() -> None:
    for first, second in itertools.combinations(LOOK_ALIKES, 2):
        assert folder_name(first).casefold() != folder_name(second).casefold(), (first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("price war", "Price  WAR "),
        ("kırık", "KIRIK"),
        ("kırık", "kirik"),
        ("İNCİ", "inci"),
        (unicodedata.normalize("NFC", "düşük talep"), unicodedata.normalize("NFD", "düşük talep")),
        ("straße", "STRASSE"),
        ("ﬁyat", "fiyat"),
    ],
)
def test_spellings_of_one_name_meet_also_where_capitals_do_not_count(first: str, second: str) -> None:
    assert same_name(first, second)
    assert folder_name(first).casefold() == folder_name(second).casefold()


TEXTS = st.text(st.sampled_from("aAbB._- /:\\iıİIßéÉşŞ0159→\u0301\u200b"), max_size=12) | st.text(max_size=50)


@pytest.mark.slow
@given(TEXTS, TEXTS)
def test_folders_are_equal_exactly_where_names_are(first: str, second: str) -> None:
    one, other = folder_name(first), folder_name(second)
    assert (one.casefold() == other.casefold()) == same_name(first, second)
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,39}", one)
    assert not one.endswith(".")
    assert one.split(".")[0].lower() not in ("con", "prn", "aux", "nul", "com1", "lpt9", "com0")
    assert one.lower() not in (*SHELVES, "example")


def test_folders_of_older_versions_and_of_other_spellings_are_found(tmp_path: Path) -> None:
    assert older_folder_name("price war") == "price_war"
    assert older_folder_name("CON") == "CON_"
    for name in ("price_war", "Price_War-959ebb8a", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "PRICE_WAR").write_text("a file")
    assert {path.name for path in folders_named(tmp_path, "price war")} == {"price_war", "Price_War-959ebb8a"}
    assert {path.name for path in folders_named(tmp_path, "price_war")} == {"price_war"}
    assert is_taken(tmp_path, "OTHER")
    assert not is_taken(tmp_path, "another")
