"""The sheet of the input workbook that tells how to add a market, a plant, a target, a scenario and so on, and what the
indicators measure that a target may ask for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.unit_words import unit_in_words
from roadmap_opt.messages import LANGUAGES, Language, Text
from roadmap_opt.words import DESK
from roadmap_opt.workbook.additions import BY_HAND, KINDS
from roadmap_opt.workbook.styles import Styles

_WIDTHS = (18, 52, 70, 52)
_LINE = 15


def write_help_sheet(page: Any, styles: Styles, language: Language) -> None:
    """Fill ``page``; ``language`` comes first, the other one follows."""
    page.hide_gridlines(2)
    for at, width in enumerate(_WIDTHS):
        page.set_column(at, at, width)
    row = 0
    for each in sorted(LANGUAGES, key=lambda one: one != language):
        row = _how_to_add(page, styles, each, row) + 1
        row = _indicators(page, styles, each, row) + 2
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _how_to_add(page: Any, styles: Styles, language: Language, row: int) -> int:
    """Write from ``row`` (counted from 0) on how something is added; the row after it."""
    page.write_string(row, 0, DESK(language, "help_title"), styles.title())
    command = "roadmap-opt add KIND WORKBOOK NAME --like NAME"
    for key in ("help_quick", "help_quick_why", "help_hand", "help_hand_key"):
        row += 1
        page.write_string(row, 0, DESK(language, key, command=command), styles.printed(wrap=False))
    row += 2
    for at, key in enumerate(("what", "sheets", "then", "command")):
        page.write_string(row, at, DESK(language, f"about_{key}"), styles.heading("case"))
    commands = {
        kind: (made.sheets, f"roadmap-opt add {kind} WORKBOOK NAME --like NAME") for kind, made in KINDS.items()
    }
    by_hand = {kind: (sheets, DESK(language, "only_by_hand")) for kind, sheets in BY_HAND.items()}
    for kind, (sheets, how) in (commands | by_hand).items():
        row += 1
        texts = (DESK(language, f"kind_{kind}"), ", ".join(sheets), DESK(language, f"after_{kind}"), how)
        _line(page, styles, row, texts)
        page.write_url(row, 1, f"internal:'{sheets[0]}'!A1", styles.link(), texts[1])
    return row + 1


def _indicators(page: Any, styles: Styles, language: Language, row: int) -> int:
    """Write from ``row`` (counted from 0) on what each indicator measures in each definition; the row after it."""
    page.write_string(row, 0, DESK(language, "help_indicators"), styles.title())
    page.write_string(row + 1, 0, DESK(language, "help_indicators_why"), styles.printed(wrap=False))
    row += 2
    for at, key in enumerate(("indicator", "indicator_name", "indicator_meaning", "definition")):
        page.write_string(row, at, DESK(language, f"about_{key}"), styles.heading("case"))
    for kpi in KPIS.values():
        name = Text(kpi.en, kpi.tr).in_language(language)
        unit = unit_in_words(kpi.unit).in_language(language)
        for definition, meaning in kpi.definitions.items():
            row += 1
            _line(page, styles, row, (kpi.name, f"{name} ({unit})", meaning.in_language(language), definition))
    return row + 1


def _line(page: Any, styles: Styles, row: int, texts: Sequence[str]) -> None:
    """A row as high as its longest text, the first one in bold."""
    for at, words in enumerate(texts):
        page.write_string(row, at, words, styles.printed(bold=at == 0))
    lines = max(1 + len(words) // int(width) for words, width in zip(texts, _WIDTHS, strict=True))
    page.set_row(row, lines * _LINE + 3)
