"""A page with every part and every chart, for tests and for looking at: its numbers are made up."""

from __future__ import annotations

from roadmap_opt.documents.components import (
    Badge,
    Callout,
    Chart,
    Choice,
    Column,
    Folded,
    Group,
    Page,
    Pairs,
    Paragraph,
    Row,
    Section,
    SideBySide,
    SmallCharts,
    Table,
    Tile,
    Tiles,
)
from roadmap_opt.documents.html.charts import (
    Bar,
    Series,
    Swing,
    heatmap,
    horizontal_bars,
    lines_by_year,
    stacked_bars,
    tornado,
)
from roadmap_opt.documents.html.charts_flow import GanttRow, Link, Node, Span, Step, gantt, sankey, waterfall
from roadmap_opt.documents.html.charts_map import Arrow, Picture, Place, abroad, site_map
from roadmap_opt.documents.year_tables import Years, year_table
from roadmap_opt.messages import Text

YEARS = range(2027, 2036)
HOSTILE = Text('</script><b>"O\'Neil" & 🧲', "İğde <i>ışığı</i> & “ölçü” 🧲")
"""A name that tries to leave its place."""


def charts() -> dict[str, Chart]:
    """One chart of each kind."""
    unit = Text("MUSD", "MUSD")
    made = Series(Text("Magnets", "Mıknatıslar"), {year: 250.5 * (year - 2026) for year in YEARS})
    motors = Series(HOSTILE, {year: 80.0 * (year - 2026) for year in YEARS})
    loss = Series(Text("Losses", "Kayıplar"), dict.fromkeys(YEARS, -40.0))
    cap = Series(Text("Limit", "Sınır"), dict.fromkeys(YEARS, 0.5), "vermillion", dashed=True)
    share = Series(Text("Share", "Pay"), {year: 0.05 * (year - 2026) for year in YEARS})
    stages = [
        Node("ore", Text("Ore", "Cevher"), "grey", 0),
        Node("oxide", HOSTILE, "blue", 1),
        Node("magnet", Text("Magnets", "Mıknatıslar"), "green", 2),
        Node("lost", Text("Losses", "Kayıplar"), "grey", 2),
    ]
    flows = {
        y: [
            Link("ore", "oxide", 10.0 * (y - 2026), "home"),
            Link("oxide", "magnet", 6.0 * (y - 2026), "home"),
            Link("oxide", "lost", 4.0, "home"),
        ]
        for y in YEARS
    }
    spans = (
        Span(2028, 2030, "building", Text("Building\n109 MUSD", "İnşaat\n109 MUSD")),
        Span(2030, 2036, "running", HOSTILE, HOSTILE),
    )
    kinds = {"building": (Text("construction", "inşaat"), "orange"), "running": (Text("operation", "işletme"), "blue")}
    rows = [
        GanttRow(Text("Plants", "Tesisler")),
        GanttRow(Text("Mine with beneficiation", "Maden ve zenginleştirme"), spans),
        GanttRow(HOSTILE, spans[1:]),
    ]
    origins = {"home": (HOSTILE, "blue"), "abroad": (Text("Abroad", "Yurt dışı"), "orange")}
    hill, town, port = (31.2, 39.7), (30.7, 39.8), (34.6, 36.8)
    pictures = {
        year: Picture(
            [Place("hill", HOSTILE, hill, 100.0 * (year - 2026), HOSTILE), Place("town", "Town", town, 40.0, "Town")],
            [Arrow(hill, town, "home", 50.0, HOSTILE), Arrow(port, abroad(port), "abroad", 5.0, "Out")],
        )
        for year in YEARS
    }
    steps = [
        Step(Text("Revenue", "Gelir"), 120.0),
        Step(Text("Operating cost", "İşletme gideri"), -150.0),
        Step(Text("Grants", "Hibe"), 80.0),
        Step(Text("NPV", "NBD"), 50.0, total=True),
    ]
    swings = [
        Swing(Text("Magnet price", "Mıknatıs fiyatı"), -1400.0, -600.0, "44", "105"),
        Swing(HOSTILE, -1100.0, -900.0),
    ]
    cells = {(row, column): (row - 1) * (column - 1.5) for row in range(3) for column in range(4)}
    years = [str(2030 + at) for at in range(4)]
    return {
        "bars": stacked_bars(Text("Made by year", "Yıllara göre üretim"), YEARS, [made, motors, loss], unit),
        "lines": lines_by_year(
            Text("Share under contract", "Sözleşmeli pay"),
            YEARS,
            [share, cap],
            "",
            share=True,
            marks=[(2032, 0.3, Text("lowest", "en düşük"))],
        ),
        "horizontal": horizontal_bars(
            Text("Largest", "En büyükler"), [Bar(HOSTILE, 12.25), Bar("b", -3.5, "orange")], unit
        ),
        "tornado": tornado(Text("What moves it", "Ne etkiler"), -1000.0, swings, unit),
        "heatmap": heatmap(Text("Matrix", "Matris"), years, [HOSTILE, "b", "c"], cells, unit, diverging=True),
        "gantt": gantt(Text("Plan", "Plan"), YEARS, rows, kinds),
        "waterfall": waterfall(Text("Value bridge", "Değer köprüsü"), steps, unit),
        "sankey": sankey(Text("Flows", "Akışlar"), stages, flows, origins, Text("t REO", "t NTO"), height=320),
        "map": site_map(
            Text("Map", "Harita"), pictures, origins, year_table(Text("Sites", "Yerler"), YEARS, []), Text("t", "t")
        ),
    }


def small_charts() -> SmallCharts:
    """Charts of one kind side by side."""
    series = [Series(HOSTILE, {year: 10.0 * (year - 2026) for year in YEARS})]
    small = [stacked_bars(HOSTILE, YEARS, series, Text("t", "t"), height=140) for _ in range(4)]
    return SmallCharts(Text("Small", "Küçük"), small, small[0].table, small[0].legend)


def choice() -> Choice:
    """Two pictures of flows, of which one is shown."""
    drawn = charts()["sankey"]
    return Choice(Text("Show", "Göster"), [(Text("First", "Birinci"), drawn), (HOSTILE, drawn)])


def page() -> Page:
    """The gallery."""
    drawn = charts()
    money = Column(Text("Amount", "Tutar"), "number", Text("MUSD", "MUSD"))
    table = Table(
        Text("Sources", "Kaynaklar"),
        [
            Column(Text("Source", "Kaynak")),
            Column(Text("Since", "Başlangıç"), "year"),
            money,
            Column(Text("Share", "Pay"), "share"),
            Column(Text("Result", "Sonuç")),
        ],
        [
            Row((HOSTILE, 2027, 1234.5, 0.4, Badge(Text("✓ met", "✓ karşılandı"), "good"))),
            Row(("Çığ Öz", 2031, 0.0, 0.0512, Badge(Text("✗ missed", "✗ karşılanmadı"), "bad"))),
            Row(("Ilgaz", 2029, -56.78, None, "")),
            Row((Text("Total", "Toplam"), None, 1177.72, 1.0, ""), "total"),
        ],
        sortable=True,
        searchable=True,
    )
    tiles = [
        Tile(
            Text("Targets met", "Karşılanan hedef"),
            "17 / 19",
            Text("in every year they are due", "geçerli yıllarda"),
            "warn",
        ),
        Tile(Text("NPV", "NBD"), Text("−762 MUSD", "−762 MUSD"), HOSTILE),
        Tile(Text("Proven gap", "Kanıtlanmış fark"), Text("4.8 %", "%4,8"), "", "info"),
        Tile(Text("Peak funding", "En yüksek ihtiyaç"), Text("1,700 MUSD", "1.700 MUSD"), "", "bad"),
    ]
    years = year_table(
        Text("By year", "Yıllara göre"),
        YEARS,
        [
            Years(Text("Mine", "Maden"), {2031: 228.0, 2032: 427.5}, Text("kt ore", "kt cevher")),
            Years(Text("All", "Toplam"), dict.fromkeys(YEARS, 1234.0), "", "total"),
        ],
        Text("Plant", "Tesis"),
    )
    parts = Section(
        "parts",
        Text("Parts", "Parçalar"),
        Text("Every part once.", "Her parça bir kez."),
        [
            Tiles(tiles),
            Callout(HOSTILE, "warn", Text("Mind this", "Dikkat"), [Text("one", "bir"), Text("two", "iki")]),
            SideBySide(
                [Pairs([(Text("Workbook", "Dosya"), "roadmap.xlsx"), ("SHA-256", "0ca654c2" * 8)]), Paragraph(HOSTILE)]
            ),
            table,
            years,
            Folded(
                Text("More", "Daha fazla"),
                [Paragraph(Text("Folded text.", "Katlanmış metin."), "quiet"), drawn["lines"]],
            ),
        ],
    )
    pictures = Section(
        "charts",
        Text("Charts", "Grafikler"),
        "",
        [
            SideBySide([drawn["bars"], drawn["lines"]]),
            SideBySide([drawn["horizontal"], drawn["tornado"]]),
            Group(Text("Plan", "Plan"), [drawn["gantt"]], Text("What is built, and when.", "Ne, ne zaman kuruluyor.")),
            SideBySide([drawn["waterfall"], drawn["heatmap"]]),
            drawn["sankey"],
            drawn["map"],
            small_charts(),
            choice(),
        ],
    )
    head = [Callout(Text("A verdict in one sentence.", "Bir cümlede sonuç."), "good")]
    return Page(
        HOSTILE, [Text("Scenario: base", "Senaryo: base"), "roadmap.xlsx"], head, [parts, pictures], ["roadmap-opt"]
    )
