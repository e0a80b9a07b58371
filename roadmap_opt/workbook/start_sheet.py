"""The first sheet of the input workbook: what it is, how to use it, what the colours mean, where everything stands."""

from __future__ import annotations

from typing import Any

from roadmap_opt.case.schema import SCHEMA_VERSION, SHEETS
from roadmap_opt.case.tables import Tables
from roadmap_opt.messages import LANGUAGES, Language
from roadmap_opt.palette import HEAD_FILL
from roadmap_opt.words import DESK as SAY
from roadmap_opt.workbook.layout import START_SHEET, START_VERSION_LABEL, UNIT_HEADING
from roadmap_opt.workbook.styles import GROUPS, Role, Styles

_STEPS = 8
"""Lines of advice, ``start_1`` to ``start_8``."""


def write_start_sheet(book: Any, styles: Styles, tables: Tables | None, language: Language) -> None:
    """Add the sheet as the first of ``book``; ``language`` comes first, the other one follows."""
    languages = sorted(LANGUAGES, key=lambda one: one != language)
    page = book.add_worksheet(START_SHEET)
    page.hide_gridlines(2)
    page.set_column(0, 0, 22)
    page.set_column(1, 2, 62)
    page.set_column(3, 3, 14)
    page.set_column(4, 4, 28)
    page.set_row(0, 30)
    page.write_string(0, 0, SAY(languages[0], "start_title"), styles(bold=True, font_size=18, valign="vcenter"))
    page.write_string(1, 0, SAY(languages[1], "start_title"), styles(italic=True, font_size=12, font_color="#595959"))
    page.write_string(2, 0, START_VERSION_LABEL, styles(font_color="#595959"))
    page.write_number(2, 1, SCHEMA_VERSION, styles(font_color="#595959", align="left"))
    section = styles(bold=True, font_size=12, bottom=1)
    row = 4
    for name in languages:
        _section(page, row, SAY(name, "start_how_to"), section)
        for step in range(1, _STEPS + 1):
            row += 1
            page.write_string(row, 0, f"{step}. " + SAY(name, f"start_{step}"), styles.printed(wrap=False))
        row += 2
    row = _legend(page, row, styles, section, " / ".join(SAY(name, "start_colours") for name in languages))
    _contents(page, row + 1, styles, section, tables, " / ".join(SAY(name, "start_sheets") for name in languages))
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    page.activate()


def _section(page: Any, row: int, words: str, style: Any) -> None:
    page.write_string(row, 0, words, style)
    for at in range(1, 5):
        page.write_blank(row, at, None, style)


def _legend(page: Any, row: int, styles: Styles, section: Any, words: str) -> int:
    _section(page, row, words, section)
    for sample, style, key in (
        ("12.5", _sample(styles, "lever"), "legend_lever"),
        ("12.5", _sample(styles, "data"), "legend_data"),
        ("name", _sample(styles, "key"), "legend_key"),
        ("source", _sample(styles, "remark"), "legend_remark"),
        (UNIT_HEADING, styles.derived(), "legend_derived"),
        ("column", styles.heading("physical"), "legend_heading"),
        ("unit", styles(bg_color=HEAD_FILL, italic=True), "legend_unit"),
    ):
        meaning = " / ".join(SAY(language, key) for language in LANGUAGES)
        row += 1
        page.write_string(row, 0, sample, style)
        page.write_string(row, 1, meaning, styles.printed(wrap=False))
    return row + 1


def _sample(styles: Styles, role: Role) -> Any:
    return styles.entry(role, number_format="General", wrap=False, words=True)


def _contents(page: Any, row: int, styles: Styles, section: Any, tables: Tables | None, words: str) -> None:
    _section(page, row, words, section)
    page.write_string(row, 3, "Rows / Satır", styles(bold=True, bottom=1, align="right"))
    page.write_string(row, 4, "May be empty / Boş olabilir", styles(bold=True, bottom=1, align="center"))
    group = ""
    for name, spec in SHEETS.items():
        row += 1
        if spec.group != group:
            group = spec.group
            title = styles(bold=True, font_color=GROUPS[group][2])
            page.write_string(row, 0, " / ".join(GROUPS[group][:2]), title)
            row += 1
        page.write_url(row, 0, f"internal:'{name}'!A1", styles.link(), name)
        page.write_string(row, 1, spec.en, styles.printed(wrap=False))
        page.write_string(row, 2, spec.tr, styles.printed(wrap=False))
        if tables is not None:
            count = len(spec.columns) if spec.layout == "settings" else len(tables[name].rows)
            page.write_number(row, 3, count, styles())
        page.write_string(row, 4, "yes / evet" if spec.may_be_empty else "", styles(align="center"))
