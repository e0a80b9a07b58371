"""The workbook in Turkish: labels that are whole, choices that may be typed, notes and messages in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from roadmap_opt.case import sheets as _sheets  # noqa: F401  (fills SHEETS)
from roadmap_opt.case.cells import parse_cell
from roadmap_opt.case.choices import meant_choice, turkish_words, typed_words
from roadmap_opt.case.schema import SHEETS, ColumnSpec
from roadmap_opt.messages import LANGUAGES, Language
from roadmap_opt.workbook.choices import Lists
from roadmap_opt.workbook.layout import short_label
from roadmap_opt.workbook.template import DEFAULT_YEARS, write_workbook
from roadmap_opt.workbook.validation import entry_rule, expected_in

COLUMNS = [(sheet.name, column) for sheet in SHEETS.values() if sheet.layout != "settings" for column in sheet.columns]
CHOICES = [(sheet.name, column) for sheet in SHEETS.values() for column in sheet.columns if column.meta.choices]
ALL_CHOICES = {choice for _, column in CHOICES for choice in column.meta.choices} - {"metal", "motor"}


def test_labels_are_whole_and_name_the_column() -> None:
    """A label is no choice of its column, no half of a fraction, and is not cut off."""
    wrong = [
        (sheet, column.name, label)
        for sheet, column in COLUMNS
        for label in [short_label(column)]
        if "…" in label
        or label.endswith(("/", ",", " ve", " veya"))
        or label.split(",")[0].lower() in ("en az", "en çok", "satışların", *column.meta.choices, *ALL_CHOICES)
    ]
    assert wrong == []


@pytest.mark.parametrize(("sheet", "column"), CHOICES, ids=[f"{sheet}.{column.name}" for sheet, column in CHOICES])
def test_choices_may_be_typed_in_turkish(sheet: str, column: ColumnSpec) -> None:
    words = turkish_words(column.name)
    for choice in column.meta.choices:
        assert parse_cell(choice, column) == choice
        if choice in words:
            assert parse_cell(words[choice].upper(), column) == choice
            assert words[choice] in typed_words(column)
    told = [words.get(choice, choice) for choice in column.meta.choices]
    assert len(set(told)) == len(told)  # no word stands for two choices
    names = {"kpi", "definition"}  # the same in both languages, and so are units and what is spelled alike
    alike = {"t", "kt", "metal", "motor", "normal", "lognormal"}
    assert column.name in names or {choice for choice in column.meta.choices if choice not in words} <= alike


LISTS = Lists(None, DEFAULT_YEARS, 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_entry_rules_offer_the_words_of_both_languages(language: Language) -> None:
    column = SHEETS["Targets"].column("mode")
    rule = entry_rule("Targets", column, "J5", LISTS, language)
    assert rule is not None
    assert set(rule["source"]) == {"hard", "soft", "off", "zorunlu", "esnek", "kapalı"}
    expected = {
        "en": "Expected: one of hard, soft, off.",
        "tr": "Beklenen: şunlardan biri: hard (zorunlu), soft (esnek)",
    }
    assert expected[language] in rule["error_message"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_says_more_than_excel_shows(language: Language) -> None:
    for sheet, column in COLUMNS:
        rule = entry_rule(sheet, column, "A5", LISTS, language)
        assert rule is None or len(rule["error_message"]) <= 255
        assert expected_in(column, language)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_say_what_is_expected_in_both_languages(tmp_path: Path, language: Language) -> None:
    write_workbook(tmp_path / "plan.xlsx", language=language)
    sheet = load_workbook(tmp_path / "plan.xlsx")["Targets"]
    heading = next(cell for cell in sheet[2] if cell.value == "mode")
    note = heading.comment.text.split("\n")
    assert len(note) == 4
    assert note[2].startswith("Expected: " if language == "en" else "Beklenen: ")
    assert note[3].startswith("Beklenen: " if language == "en" else "Expected: ")


def test_a_word_that_was_offered_before_is_understood_and_no_longer_offered() -> None:
    kind = SHEETS["Funding"].column("kind")
    assert meant_choice(kind, "Özsermaye") == "equity"
    assert meant_choice(kind, "özkaynak") == "equity"
    assert "özsermaye" not in typed_words(kind)
    assert meant_choice(SHEETS["Pins"].column("decision"), "özsermaye") is None
