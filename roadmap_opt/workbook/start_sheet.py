"""The first sheet of the input workbook: what it is, how to use it, what the colours mean, where everything stands."""

from __future__ import annotations

from typing import Any

from roadmap_opt.case.schema import SCHEMA_VERSION, SHEETS
from roadmap_opt.case.tables import Tables
from roadmap_opt.palette import HEAD_FILL
from roadmap_opt.workbook.layout import START_SHEET, START_VERSION_LABEL
from roadmap_opt.workbook.styles import GROUPS, Styles

_TITLES = {
    "en": "Rare-earth value chain: planning workbook",
    "tr": "Nadir toprak değer zinciri: planlama çalışma kitabı",
}
_HOW_TO = {
    "en": (
        "1. Change a yellow cell, or add a row in the first yellow row below a table. Keep rows 1 to 4 of every sheet.",
        "2. The note on a column name says what the column means and accepts. Row 4 gives the unit.",
        "3. Blank, 0 and “no limit” are three different things. A blank cell is an error unless its note allows it.",
        "4. Formulas are welcome: save the file in Excel to store their results. Shares are fractions (12.5 %).",
        "5. Sheets whose name begins with # or Notes, and columns that begin with #, are yours and are not read.",
        "6. Save, then run: roadmap-opt check WORKBOOK, and roadmap-opt solve WORKBOOK --scenario NAME.",
    ),
    "tr": (
        "1. Sarı bir hücreyi değiştirin veya tablonun altına yeni satır ekleyin. İlk dört satırı koruyun.",
        "2. Sütun adındaki not, sütunun anlamını ve kabul ettiği değerleri söyler. Birim 4. satırdadır.",
        "3. Boş hücre, 0 ve “sınırsız” üç ayrı şeydir. Notunda aksi yazmıyorsa boş hücre hatadır.",
        "4. Formül kullanabilirsiniz: sonuçları saklamak için Excel'de kaydedin. Paylar kesirdir (%12,5 veya 0,125).",
        "5. Adı # veya Notlar ile başlayan sayfalar ve adı # ile başlayan sütunlar size aittir, okunmaz.",
        "6. Kaydedin ve çalıştırın: roadmap-opt check DOSYA, ardından roadmap-opt solve DOSYA --scenario AD.",
    ),
}
_WORDS = {
    "en": ("How to use", "Colours", "Sheets"),
    "tr": ("Nasıl kullanılır", "Renkler", "Sayfalar"),
}


def write_start_sheet(book: Any, styles: Styles, tables: Tables | None, language: str) -> None:
    """Add the sheet as the first of ``book``; ``language`` comes first, the other one follows."""
    languages = ("en", "tr") if language == "en" else ("tr", "en")
    page = book.add_worksheet(START_SHEET)
    page.hide_gridlines(2)
    page.set_column(0, 0, 22)
    page.set_column(1, 2, 62)
    page.set_column(3, 4, 14)
    page.set_row(0, 30)
    page.write_string(0, 0, _TITLES[languages[0]], styles(bold=True, font_size=18, valign="vcenter"))
    page.write_string(1, 0, _TITLES[languages[1]], styles(italic=True, font_size=12, font_color="#595959"))
    page.write_string(2, 0, START_VERSION_LABEL, styles(font_color="#595959"))
    page.write_number(2, 1, SCHEMA_VERSION, styles(font_color="#595959", align="left"))
    section = styles(bold=True, font_size=12, bottom=1)
    row = 4
    for name in languages:
        _section(page, row, _WORDS[name][0], section)
        for line in _HOW_TO[name]:
            row += 1
            page.write_string(row, 0, line, styles.printed(wrap=False))
        row += 2
    row = _legend(page, row, styles, section, " / ".join(_WORDS[name][1] for name in languages))
    _contents(page, row + 1, styles, section, tables, " / ".join(_WORDS[name][2] for name in languages))
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    page.activate()


def _section(page: Any, row: int, words: str, style: Any) -> None:
    page.write_string(row, 0, words, style)
    for at in range(1, 5):
        page.write_blank(row, at, None, style)


def _legend(page: Any, row: int, styles: Styles, section: Any, words: str) -> int:
    _section(page, row, words, section)
    entry = styles.entry(key=False, number_format="General", wrap=False, words=True)
    key = styles.entry(key=True, number_format="General", wrap=False, words=True)
    for sample, style, meaning in (
        ("12.5", entry, "Input cell, to be filled in / Girdi hücresi"),
        (
            "name",
            key,
            "Key: other sheets refer to the row by it / Anahtar: diğer sayfalar satırı bu adla anar",
        ),
        (
            "column",
            styles.heading("physical"),
            "Column name in the colour of its group / Sütun adı, grubunun renginde",
        ),
        (
            "unit",
            styles(bg_color=HEAD_FILL, italic=True),
            "Turkish label and unit, not read / Türkçe etiket ve birim, okunmaz",
        ),
    ):
        row += 1
        page.write_string(row, 0, sample, style)
        page.write_string(row, 1, meaning, styles.printed(wrap=False))
    return row + 1


def _contents(page: Any, row: int, styles: Styles, section: Any, tables: Tables | None, words: str) -> None:
    _section(page, row, words, section)
    page.write_string(row, 3, "Rows / Satır", styles(bold=True, bottom=1, align="right"))
    page.write_string(row, 4, "May be empty", styles(bold=True, bottom=1, align="center"))
    group = ""
    for name, spec in SHEETS.items():
        row += 1
        if spec.group != group:
            group = spec.group
            title = styles(bold=True, font_color=GROUPS[group][2])
            page.write_string(row, 0, " / ".join(GROUPS[group][:2]), title)
            row += 1
        page.write_url(row, 0, f"internal:'{name}'!A1", styles(font_color="#0563C1", underline=1), name)
        page.write_string(row, 1, spec.en, styles.printed(wrap=False))
        page.write_string(row, 2, spec.tr, styles.printed(wrap=False))
        if tables is not None:
            count = len(spec.columns) if spec.layout == "settings" else len(tables[name].rows)
            page.write_number(row, 3, count, styles())
        page.write_string(row, 4, "yes" if spec.may_be_empty else "", styles(align="center"))
