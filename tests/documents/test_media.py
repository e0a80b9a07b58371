"""One declaration, two media: what belongs to one of them says so, and the other knows nothing of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roadmap_opt.documents.components import (
    Badge,
    Callout,
    Cell,
    Chart,
    Choice,
    Column,
    Component,
    Either,
    Figure,
    Page,
    Pairs,
    Paragraph,
    Row,
    Section,
    Sheet,
    Table,
    Tile,
    Tiles,
)
from roadmap_opt.documents.drawings import Drawing
from roadmap_opt.documents.excel.render import write_book
from roadmap_opt.documents.html.render import render_page
from roadmap_opt.documents.media import for_medium
from roadmap_opt.messages import Language, Text

HOSTILE = '=HYPERLINK("http://evil")'
AMOUNT, SHARE = Column(Text("Amount", "Tutar"), "number", "MUSD"), Column("Share", "share", decimals=0)


def document() -> Page:
    """A made-up document with every part that a book knows."""
    columns = [Column(Text("Plan", "Plan")), AMOUNT, SHARE, Column("Page", only="page"), Column("Book", only="book")]
    own: list[list[Cell]] = [
        [HOSTILE, 1234.5, 0.25, "on the page", "in the book"],
        ["b", Figure("≈ 10", 10.0, doubtful=True), 1.0, None, Either(page="p", book=7.0)],
        ["c", Figure("lots", 30.0), None, None, Badge("late", "warn")],
        ["sum", Figure("1,274.5", 1274.5, formula="=SUM({}:{})", cells=((0, 1), (2, 1))), None, None, None],
    ]
    rows = [Row(["Band"], "heading", only="page"), *(Row(cells) for cells in own[:3]), Row(own[3], "total")]
    table = Table("Plans", columns, rows, sortable=True, key="plans")
    bars = Chart("Amounts", {}, Table("", [], []), "", drawing=Drawing("bars", [SHARE], of="plans", colours=["green"]))
    shades = Chart("Shades", {}, table, "", drawing=Drawing("shades", [AMOUNT], of="plans"))
    first: list[Component] = [
        Tiles([Tile("Best", "42 MUSD", "of all", "good")]),
        Callout("Beware", "warn", "Title of it", ["first line"]),
        Pairs([("term", "meaning")]),
    ]
    return Page(
        Text("A document", "Bir belge"), ["fact"], first,
        [
            Section("plans", "All plans", "lead of it", [bars, shades, table], Sheet(Text("Plans", "Planlar"))),
            Section("more", "More of them", "", [Either(page=Paragraph("only page"), book=Paragraph("only book"))]),
            Section("rest", "Nothing for a book", "", [Paragraph("rest")], only="page"),
        ],
        sheet=Sheet(Text("Summary", "Özet"), upright=True, one_page=True),
    )  # fmt: skip


def written(tmp_path: Path, language: Language = "en") -> Path:
    """The book of it."""
    path = tmp_path / f"{language}.xlsx"
    write_book(path, document(), language)
    return path


def test_columns_rows_parts_and_sections_say_to_which_medium_they_belong() -> None:
    book, page = for_medium(document(), "book"), for_medium(document(), "page")
    titles = [[each.title for each in found.sections[0].parts[2].columns] for found in (book, page)]  # type: ignore[attr-defined]
    assert titles == [
        [AMOUNT.title if t == "A" else t for t in found]
        for found in ([Text("Plan", "Plan"), "A", "Share", "Book"], [Text("Plan", "Plan"), "A", "Share", "Page"])
    ]
    assert [section.key for section in book.sections] == ["plans", "more"]
    assert [section.key for section in page.sections] == ["plans", "more", "rest"]
    assert [row.kind for row in book.sections[0].parts[2].rows] == ["normal"] * 3 + ["total"]  # type: ignore[attr-defined]
    html = render_page(document(), "en")
    assert "only page" in html
    assert "on the page" in html
    assert "only book" not in html
    assert "in the book" not in html


def test_the_book_has_numbers_formats_and_a_live_sum(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path))["Plans"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Plan")
    assert [cell.value for cell in head[:4]] == ["Plan", "Amount, MUSD", "Share", "Book"]
    rows = [
        [cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=head[0].row + 1, max_row=head[0].row + 4)
    ]
    first = head[0].row + 1
    assert rows[0] == [HOSTILE, 1234.5, 0.25, "in the book"]
    assert rows[1] == ["b", 10, 1, 7]
    assert rows[2] == ["c", 30, None, "late"]
    assert rows[3][:2] == ["sum", f"=SUM(B{first}:B{first + 2})"]
    amount, doubtful, share = sheet.cell(first, 2), sheet.cell(first + 1, 2), sheet.cell(first, 3)
    assert amount.number_format == '#,##0;−#,##0;"–"'
    assert doubtful.number_format.startswith('"≈ "')
    assert doubtful.font.italic
    assert share.number_format.startswith("0%")
    assert sheet.cell(first, 1).data_type == "s", "a name is never a formula"


def test_the_book_filters_freezes_prints_and_draws(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path))
    first, sheet = book["Summary"], book["Plans"]
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Plan")
    assert sheet.auto_filter.ref == f"A{head}:D{head + 4}"
    assert sheet.freeze_panes == f"B{head + 1}"
    assert sheet.print_title_rows == f"${head}:${head}"
    assert len(sheet._charts) == 1
    coloured = {str(each.sqref) for each in sheet.conditional_formatting}
    assert coloured == {f"B{head + 1} B{head + 3}:B{head + 4}"}, "what is in doubt has no colour"
    assert first.page_setup.orientation == "portrait"
    assert sheet.page_setup.orientation == "landscape"
    shown = {cell.value for row in first.iter_rows() for cell in row}
    assert {"A document", "fact", "Best", "42 MUSD", "of all", "Title of it", "first line", "term", "meaning"} <= shown


def test_the_book_speaks_one_language(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path, "tr"))
    assert book.sheetnames == ["Özet", "Planlar"]
    assert book["Özet"]["A1"].value == "Bir belge"
    assert "Tutar, MUSD" in {cell.value for row in book["Planlar"].iter_rows() for cell in row}


def test_figures_carry_their_number_on_the_page() -> None:
    html = render_page(document(), "en")
    assert re.search(r'data-value="10.0">≈ 10<', html)
    assert re.search(r'data-value="1274.5">1,274.5<', html)


def test_a_part_that_a_book_does_not_know_is_refused(tmp_path: Path) -> None:
    page = Page("t", [], [Choice("c", [])], [])
    with pytest.raises(TypeError, match="a book cannot hold Choice"):
        write_book(tmp_path / "no.xlsx", page, "en")
    assert list(tmp_path.iterdir()) == []
