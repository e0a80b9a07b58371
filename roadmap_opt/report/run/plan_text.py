"""Words of the section on the plan: what is built where and when, how it is used, what moves."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

SAY = Catalogue(
    {
        "title": ("Plan", "Plan"),
        "lead": (
            "What is started when, how fast it comes into its own, how far it is used, and what moves between the "
            "sites.",
            "Ne zaman neye başlanıyor, ne kadar hızla tam kapasiteye çıkıyor, ne ölçüde kullanılıyor, yerler "
            "arasında ne "
            "taşınıyor.",
        ),
        # timeline
        "gantt": ("Plants: construction, ramp-up, operation", "Tesisler: inşaat, kademeli kapasite artışı, işletme"),
        "gantt_note": (
            "A plant takes its lead time from the beginning of the year in which construction starts; then it ramps "
            "up. "
            "Hover over a bar for cost, capacity and dates.",
            "Kuruluş süresi, inşaata başlanan yılın başından sayılır; ardından kapasite kademeli artar. Maliyet, "
            "kapasite "
            "ve tarihler için çubuğun üzerine gelin.",
        ),
        "gantt_alt": (
            "Timeline {first} to {last}: {modules} plant modules are built. First operation: {openings}.",
            "Zaman çizelgesi {first}–{last}: {modules} tesis modülü kuruluyor. İşletmeye giriş: {openings}.",
        ),
        "programmes": ("Programmes", "Programlar"),
        "kind_underway": ("programme under way", "program sürüyor"),
        "kind_in_force": ("programme in force", "program yürürlükte"),
        "kind_building": ("construction", "inşaat"),
        "kind_ramping": ("ramp-up", "kademeli kapasite artışı"),
        "kind_running": ("full capacity", "tam kapasite"),
        "tip_programme": ("{name}\n{kind}\n{first} to {last}", "{name}\n{kind}\n{first}–{last}"),
        "tip_programme_at_once": (
            "{name}\n{kind}\nin force from {first}",
            "{name}\n{kind}\n{first} yılından itibaren yürürlükte",
        ),
        "tip_cost": ("Cost: {cost}", "Maliyet: {cost}"),
        "tip_yearly_cost": ("Then {cost} a year", "Sonrasında yılda {cost}"),
        "tip_done": ("Effective from {year}", "{year} yılından itibaren etkili"),
        "tip_building": (
            "Construction {first} to {last}\nCost: {cost} with owner's cost, base-year money\nCapacity: {capacity} a "
            "year",
            "İnşaat {first}–{last}\nMaliyet: {cost}, sahip maliyeti dâhil, baz yıl fiyatı\nKapasite: yılda {capacity}",
        ),
        "tip_opening": ("First operation: {opening}", "İşletmeye giriş: {opening}"),
        "tip_ramping": (
            "Operating year {number}, from {begin}\n{share} of nameplate: {capacity} a year",
            "{number}. işletme yılı, başlangıç: {begin}\nAnma kapasitesinin {share} kadarı: yılda {capacity}",
        ),
        "tip_running": (
            "Full capacity from {begin}: {capacity} a year",
            "Tam kapasite, başlangıç: {begin}; yılda {capacity}",
        ),
        "tip_existing": (
            "Stands already, since {year}: {capacity} a year",
            "Mevcut tesis, {year} yılından beri: yılda {capacity}",
        ),
        "stands": ("stands already", "mevcut"),
        "times": ("{count} × {capacity}", "{count} × {capacity}"),
        # what is built
        "built": ("What is built", "Neler kuruluyor"),
        "built_none": ("Nothing is built.", "Hiçbir şey kurulmuyor."),
        "column_plant": ("Plant", "Tesis"),
        "column_modules": ("Modules", "Modüller"),
        "column_capacity": ("Capacity", "Kapasite"),
        "column_unit": ("Unit", "Birim"),
        "column_start": ("Start", "Başlangıç"),
        "column_opening": ("First operation", "İşletmeye giriş"),
        "column_full": ("Full capacity", "Tam kapasite"),
        "column_cost": ("Cost", "Maliyet"),
        "total": ("Total", "Toplam"),
        "per_year": ("{unit}/yr", "{unit}/yıl"),
        "money": ("MUSD, base-year money", "MUSD, baz yıl fiyatı"),
        "built_note": (
            "Cost with owner's cost and reserve, without inflation. Lead times with fractions open a plant within a "
            "year.",
            "Maliyet, sahip maliyeti ve karşılık dâhil, enflasyonsuz. Kesirli kuruluş süreleri tesisi yıl içinde açar.",
        ),
        # use
        "use": ("Use of capacity", "Kapasite kullanımı"),
        "use_chart": ("Used share of the capacity available", "Kullanılabilir kapasitenin kullanılan payı"),
        "use_alt": (
            "Used share of available capacity of {plants} plants by year. {idle}",
            "{plants} tesisin kullanılabilir kapasitesinin yıllara göre kullanılan payı. {idle}",
        ),
        "use_idle": ("idle", "atıl"),
        "use_low": ("below 50 %", "%50 altında"),
        "use_middle": ("50 to 90 %", "%50–90"),
        "use_high": ("90 % and more", "%90 ve üstü"),
        "use_note": (
            "Empty cells: not yet in operation. Available is nameplate less what the ramp-up still withholds.",
            "Boş hücre: henüz işletmede değil. Kullanılabilir kapasite, anma kapasitesinden, kademeli kapasite "
            "artışında henüz devreye girmemiş kısmın düşülmüş hâlidir.",
        ),
        "use_tip": (
            "{plant}, {site}, {year}\nUsed {used} of {available} available ({share})\nNameplate in operation "
            "{installed}",
            "{plant}, {site}, {year}\nKullanılan {used}, kullanılabilir {available} ({share})\nİşletmedeki anma "
            "kapasitesi "
            "{installed}",
        ),
        "idle_title": ("Plants standing idle", "Atıl duran tesisler"),
        "idle": ("These plants are available in whole years in which the plan does not use them.",
                 "Bu tesisler, planın onları hiç kullanmadığı yıllarda da hazır duruyor."),
        "idle_line": ("{plant}, {site}: {years}", "{plant}, {site}: {years}"),
        "idle_none": ("No plant stands idle for a whole year.", "Hiçbir tesis bütün bir yıl atıl durmuyor."),
        "small": ("Capacity and use, plant by plant", "Tesis tesis kapasite ve kullanım"),
        "used": ("used", "kullanılan"),
        "spare": ("available, not used", "kullanılabilir, boş"),
        "withheld": ("still ramping up", "henüz devreye girmemiş"),
        "small_alt": (
            "{plant}, {site}: nameplate up to {installed}; use {use} in {year}.",
            "{plant}, {site}: anma kapasitesi en çok {installed}; {year} yılında kullanım {use}.",
        ),
        "installed": ("Nameplate in operation", "İşletmedeki anma kapasitesi"),
        "available": ("Available", "Kullanılabilir"),
        # map
        "map": ("Sites and what moves between them", "Yerler ve aralarındaki akışlar"),
        "map_unit": ("t of goods", "t mal"),
        "map_note": (
            "Area of a circle: rare earths that the plants of the site can take up in a year. Width of an arrow: "
            "square "
            "root of the tonnes. Arrows over the border show where goods cross it, not where they go. Sites that are "
            "close together are drawn apart. Outline: Natural Earth.",
            "Dairenin alanı: yerdeki tesislerin bir yılda işleyebileceği nadir toprak. Okun genişliği: tonajın "
            "karekökü. Sınırı aşan oklar malların nereden geçtiğini gösterir, nereye gittiğini değil. Birbirine yakın "
            "yerler ayrık çizilmiştir. Ülke sınırı: Natural Earth.",
        ),
        "map_alt": (
            "Map of Türkiye. In {year} {sites} sites have plants; the largest flow is {goods} from {origin} to "
            "{destination}, "
            "{amount}.",
            "Türkiye haritası. {year} yılında {sites} yerde tesis var; en büyük akış {origin} → {destination}: "
            "{goods}, "
            "{amount}.",
        ),
        "map_alt_still": ("Map of Türkiye with {sites} sites.", "{sites} yerle Türkiye haritası."),
        "flow_between": ("between plants", "tesisler arası"),
        "flow_imported": ("imports", "ithalat"),
        "flow_bought": ("bought and collected in the country", "yurt içinden alınan ve toplanan"),
        "flow_sold": ("sales in the country", "yurt içi satış"),
        "flow_exported": ("exports", "ihracat"),
        "abroad": ("abroad", "yurt dışı"),
        "arrow_tip": ("{origin} → {destination} ({kind})\n{total}", "{origin} → {destination} ({kind})\n{total}"),
        "goods_line": ("{goods}: {amount}", "{goods}: {amount}"),
        "column_from": ("From", "Nereden"),
        "column_to": ("To", "Nereye"),
        "column_goods": ("Goods", "Mal"),
        "column_kind": ("Kind", "Tür"),
        "site_empty": ("no plant in operation", "işletmede tesis yok"),
        "site_plant": ("{plant}: {installed}, used {share}", "{plant}: {installed}, kullanım {share}"),
    }
)  # fmt: skip
"""Texts by key."""
