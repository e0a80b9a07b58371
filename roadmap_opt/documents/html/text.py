"""Words of the page itself: buttons, labels of controls, what charts and tables say about themselves."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

PAGE_TEXT = Catalogue(
    {
        "skip": ("Skip to content", "İçeriğe geç"),
        "contents": ("Contents", "İçindekiler"),
        "language": ("Language", "Dil"),
        "theme": ("Light or dark", "Açık veya koyu"),
        "print": ("Print", "Yazdır"),
        "chart_data": ("Figures of this chart", "Bu grafiğin sayıları"),
        "year": ("Year", "Yıl"),
        "filter": ("Filter rows", "Satırları süz"),
        "series": ("Series of the chart", "Grafiğin serileri"),
        "item": ("Item", "Kalem"),
        "value": ("Value", "Değer"),
        "total": ("Total", "Toplam"),
        "no_script": (
            "Charts need JavaScript. Every figure is in the tables below the charts.",
            "Grafikler JavaScript gerektirir. Bütün sayılar grafiklerin altındaki tablolardadır.",
        ),
        # what a chart shows, for those who do not see it
        "alt_years": (
            "{title}, {first} to {last}, {count} series: {names}. The largest total is {value} in {year}.",
            "{title}, {first}–{last}, {count} seri: {names}. En büyük toplam {year} yılında {value}.",
        ),
        "alt_lines": (
            "{title}, {first} to {last}. {ends}",
            "{title}, {first}–{last}. {ends}",
        ),
        "alt_line_ends": (
            "{name}: {start} in {first}, {end} in {last}.",
            "{name}: {first} yılında {start}, {last} yılında {end}.",
        ),
        "alt_bars": (
            "{title}: {count} bars. Largest: {name}, {value}.",
            "{title}: {count} çubuk. En büyüğü: {name}, {value}.",
        ),
        "alt_empty": ("{title}: nothing to show.", "{title}: gösterilecek bir şey yok."),
        "alt_gantt": (
            "{title}: {count} rows from {first} to {last}.",
            "{title}: {first}–{last} arasında {count} satır.",
        ),
        "alt_waterfall": ("{title}: from {start} to {end}.", "{title}: {start} değerinden {end} değerine."),
        "alt_heatmap": (
            "{title}: {rows} rows and {columns} columns, from {low} to {high}.",
            "{title}: {rows} satır ve {columns} sütun, {low} ile {high} arasında.",
        ),
        "alt_sankey": (
            "{title}: flows by year from {first} to {last}; the table lists each flow.",
            "{title}: {first}–{last} arasında yıllara göre akışlar; tablo her akışı listeler.",
        ),
        "alt_shares": ("{title}. {rows}", "{title}. {rows}"),
        "alt_share_row": ("{row}: {parts}.", "{row}: {parts}."),
        "column_from": ("From", "Nereden"),
        "column_to": ("To", "Nereye"),
        "column_low": ("Low", "Düşük"),
        "column_high": ("High", "Yüksek"),
        "column_start": ("Begins", "Başlangıç"),
        "column_end": ("Ends", "Bitiş"),
        "column_what": ("What", "Ne"),
    }
)
"""Texts by key."""
