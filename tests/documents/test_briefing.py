"""A briefing of long names and long tables: letters become smaller, rows are left out, nothing leaves its place."""

from __future__ import annotations

import pytest

from roadmap_opt.documents.briefing import Band, Block, Briefing, Numbers, YearChart
from roadmap_opt.documents.components import Badge, Column, Row, Table, Tile, YearMarks
from roadmap_opt.documents.html.charts import Series
from roadmap_opt.documents.pdf.letters import drawable
from roadmap_opt.documents.pdf.render import briefing_pdf
from roadmap_opt.documents.pdf.sheet import MARGIN
from roadmap_opt.documents.powerpoint.render import briefing_pptx
from roadmap_opt.documents.ticks import round_steps
from roadmap_opt.documents.widths import column_widths
from roadmap_opt.messages import LANGUAGES, Language, Text
from tests.support.briefings import body_below_foot, misplaced, overflows, pages, said
from tests.support.tiers import some

YEARS = range(2025, 2041)
LONG = "Çok uzun adlı, içinde <b>imler</b> ve & işaretler olan bir tesisin ğüşıöç harfli adı, ikinci kısmı da var"
COLUMNS = (Column("Ne"), Column("Sonuç"), Column("Tutar", "number", "MUSD, baz yıl fiyatı", 1), Column("Yıllar"))


def block(name: str, rows: int) -> Block:
    """A table of so many rows, which can be shortened to none."""
    full = [
        Row(
            (
                f"{name} {number}: {LONG}",
                Badge("gecikmeli", "warn"),
                1234567.8,
                YearMarks([True, None, False], Text("", ""), [2028, 2029, 2030]),
            )
        )
        for number in range(rows)
    ]
    return Block(name, [Table("", COLUMNS, full[:shown]) for shown in range(rows, -1, -1)], LONG, rows - 3)


def briefing(rows: int) -> Briefing:
    """As much of everything as names and tables can be."""
    values = {year: (-1) ** year * 1000.0 * (year - 2020) for year in YEARS}
    bars = [Series(f"{LONG} {number}", values, colour) for number, colour in enumerate(("blue", "green", "orange"))]
    chart = YearChart(LONG[:60], "MUSD", YEARS, bars, Series("net", values, "ink"), labelled=True)
    tile = Tile("Devlete net maliyet ve daha fazlası", "−1.234.567.890 MUSD", LONG[:40], "bad")
    return Briefing(
        "Bilgi notu", LONG, [LONG[:50]], Band("bad", "Henüz kullanılamaz", LONG, [LONG]), " ".join([LONG] * 4),
        [tile] * 5, block("karar", rows), block("hedef", rows),
        Numbers(chart, chart, chart, [tile] * 4, Block("para", [Table("", COLUMNS[:3:2], [Row(("= toplam", 1.5))])]),
                Block("sınırlar", lead=LONG), block("kapasite", rows), block("varsayım", 3)),
        [LONG], ("Hedefler", "Para", "Kapasite", "Para ve kapasite"),
    )  # fmt: skip


@pytest.mark.parametrize("rows", some(1, [4, 25]))
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_leaves_its_place(rows: int, language: Language) -> None:
    made = briefing(rows)
    paper, slides = briefing_pdf(made, language), briefing_pptx(made, language)
    assert len(pages(paper)) == 2
    assert misplaced(paper, MARGIN) == []
    assert body_below_foot(paper, [LONG]) == []
    assert list(overflows(slides)) == []


def test_what_looks_like_markup_is_text() -> None:
    assert "<b>imler</b> ve & işaretler" in pages(briefing_pdf(briefing(4), "tr"))[0]
    assert "<b>imler</b> ve & işaretler" in said(briefing_pptx(briefing(4), "tr"))[0]


def test_letters_that_the_font_lacks_are_seen_to_be_missing() -> None:
    assert drawable("Ağaç ≥ 5 ₺") == "Ağaç ≥ 5 ₺"
    assert drawable("工廠 5") == "?? 5"
    assert drawable("🏭 tesis") == "tesis"


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [
        (0, 594, [0, 100, 200, 300, 400, 500, 600]), (-50, 358, [-100, 0, 100, 200, 300, 400]), (0, 0, [0, 1]),
        (0, 0.3, [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]), (-7, -1, [-8, -6, -4, -2, 0]),
    ],
)  # fmt: skip
def test_scales_have_round_steps_and_hold_everything(low: float, high: float, steps: list[float]) -> None:
    assert round_steps(low, high) == pytest.approx(steps)


def test_counts_have_whole_steps() -> None:
    assert round_steps(0, 2, whole=True) == [0, 1, 2]
    assert round_steps(0, 19, whole=True) == [0, 5, 10, 15, 20]


def test_columns_share_the_whole_width_and_numbers_are_not_broken() -> None:
    table = Table("", COLUMNS, [Row(("kısa", "met", 1911.3, None)), Row(("uzun " * 40, "met", 2.0, None), "total")])
    widths = column_widths(table, "tr", 300.0, lambda text, bold: 5.0 * len(text) + bold, 8.0, 6.0)
    assert sum(widths) == pytest.approx(300.0)
    assert widths[2] >= 5.0 * len("1.911,3") + 1 + 8.0
