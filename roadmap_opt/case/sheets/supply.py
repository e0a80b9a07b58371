"""Sheets of where feed comes from and what unlocks it: `Deposits`, `Programmes`, `Effects`, `Supplies`, `Stockpiles`, `ReturnFlows`,
`AgeProfiles`."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.schema import (
    YearMap,
    column,
    confidence_column,
    note_column,
    note_tr_column,
    sheet,
    source_column,
)
from roadmap_opt.case.sheets.physical import UNIT_PRICE

PROGRAMME_KINDS = ("verification", "study", "licence", "research", "partnership", "policy", "permit")
EFFECTS = ("reserve", "collection_share")
EFFECT_TARGETS = {"reserve": "Deposits.deposit", "collection_share": "ReturnFlows.flow"}
"""Where the item of an effect stands, by its kind."""


@sheet("Deposits", en="Ore bodies: resource, verified reserve and rate", tr="Maden yatakları: kaynak, doğrulanmış rezerv, hız", group="supply", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Deposit:
    deposit: str = column("Short name", "Kısa ad", key=True)
    site: str = column("Site", "Yer", refers="Sites.site")
    commodity: str = column("Ore commodity it yields", "Verdiği cevher", refers="Commodities.commodity")
    resource: float = column("Stated resource (not a reserve)", "Açıklanan kaynak (rezerv değil)", unit="Mt ore", minimum=0)
    verified_reserve: float = column("Proven and probable reserve declared before the first year", "Başlangıçtaki görünür + muhtemel rezerv", unit="Mt ore", minimum=0)
    unverified_allowance: float = column("Bulk sampling and pilot feed allowed in total without a reserve", "Rezervsiz cevher izni: rezerv olmadan izin verilen toplam numune ve pilot cevheri", unit="kt ore", minimum=0)
    maximum_rate: float = column("Highest mining rate", "En yüksek üretim hızı", unit="kt ore/yr", minimum=0, unlimited=True, lever=True)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Programmes", en="Undertakings with a start, a cost and effects", tr="Programlar: rezerv doğrulama, lisans, Ar-Ge, ortaklık, politika, izin", group="supply", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Programme:
    programme: str = column("Short name", "Kısa ad", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    kind: str = column("Kind; technology licences and partnerships are counted by targets, permits of authorities are not", "Tür; teknoloji lisansları ve ortaklıklar hedeflerde sayılır, resmî izinler sayılmaz", choices=PROGRAMME_KINDS)
    duration: int = column("Years from start to completion; effects hold from the year after the last one (0 = at once)", "Süre; etkiler bitişten sonraki yıl başlar (0 = hemen)", unit="years", minimum=0, maximum=20)
    cost: float = column("Total cost, spread evenly over the duration (in the start year when the duration is 0)", "Toplam maliyet (süreye eşit yayılır)", unit="MUSD", minimum=0)
    yearly_cost: float = column("Cost per year after completion", "Tamamlandıktan sonraki yıllık maliyet", unit="MUSD/yr", minimum=0)
    first_start: int | None = column("Earliest start", "En erken başlangıç", unit="year", blank="first decision year", lever=True)
    last_start: int | None = column("Latest start", "En geç başlangıç", unit="year", blank="last year", lever=True)
    started: int | None = column("Year in which it was started already (history, its past cost is spent)", "Daha önce başlatıldıysa yılı", unit="year", blank="not started")
    needs: str | None = column("Programme that must be completed first", "Önce tamamlanması gereken program", refers="Programmes.programme", blank="needs none")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Effects", en="Quantities that a completed programme adds", tr="Tamamlanan programın eklediği miktarlar", group="supply", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Effect:
    programme: str = column("Programme", "Program", key=True, refers="Programmes.programme")
    effect: str = column("reserve: Mt of ore become verified reserve of a deposit; collection_share: points added to a return flow's collected share", "Etki türü: reserve: doğrulanan rezerv (Mt); collection_share: toplama oranı artışı", key=True, choices=EFFECTS)
    item: str = column("Deposit or return flow", "Yatak veya geri dönüş akışı", key=True, within="effect")
    value: float = column("Size of the effect", "Etkinin büyüklüğü", unit="Mt ore or share", minimum=0)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Supplies", en="Feed that can be bought, in tranches", tr="Satın alınabilecek girdiler (dilimler)", group="supply", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Supply:
    supply: str = column("Short name of the tranche", "Dilimin kısa adı", key=True)
    commodity: str = column("Commodity bought", "Satın alınan malzeme", refers="Commodities.commodity")
    site: str = column("Site where it enters (port or collection point); freight onward is added", "Giriş yeri (liman); oradan nakliye eklenir", refers="Sites.site")
    foreign: bool = column("Imported", "İthal mi", unit="yes/no")
    price_factor: float = column("Price as a multiple of the reference price", "Referans fiyatın katı", unit="ratio", minimum=0)
    price_adder: float = column("Added to the price (freight, duty, premium)", "Fiyata eklenen (navlun, gümrük, prim)", unit=UNIT_PRICE)
    programme: str | None = column("Programme that must be completed first", "Önce tamamlanması gereken program", refers="Programmes.programme", blank="needs none")
    country: str | None = column("Imports: country that they come from, where they were last processed and whose export rules they are under (ISO 3166 code of two letters; EU for the European Union)", "İthalatta menşe ülke: malın son işlendiği ve ihracat kurallarına tabi olduğu ülke (iki harfli ISO 3166 kodu; Avrupa Birliği için EU)", blank="domestic: Türkiye (TR)")
    quantity: YearMap = column("Most that can be bought per year", "Yılda alınabilecek en çok miktar", unit="units/yr", minimum=0, lever=True)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Stockpiles", en="Strategic stockpiles: what is always kept in store, but for the year of a supply shock", tr="Stratejik stoklar: tedarik şoku yılı dışında her zaman depoda tutulan miktar", group="supply", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Stockpile:
    commodity: str = column("Commodity held", "Stoklanan malzeme", key=True, refers="Commodities.commodity")
    site: str = column("Site at which it is held: one that makes or uses it", "Stokun tutulduğu yer (malzemeyi üreten ya da kullanan bir yer)", key=True, refers="Sites.site")
    first_year: int = column("From the end of this year on; rows of the same commodity and site add up", "Başlangıç yılı: bu yılın sonundan itibaren; aynı malzeme ve yerin satırları toplanır", unit="year", key=True)
    quantity: float = column("Least stock at the end of each year; it takes space under storage_limit of Commodities", "En az stok: her yıl sonunda bulunması gereken en az stok (Commodities sayfasındaki depolama sınırına dahildir)", unit="units", minimum=0, lever=True)
    turnover: float | None = column("Share of it that leaves the store every year for use or sale and is replaced, so that it does not age", "Yıllık yenileme payı: eskimemesi için her yıl kullanılarak ya da satılarak yenilenen pay", unit="share per yr", minimum=0, maximum=1, blank="it need not be rotated", lever=True)
    released_in: int | None = column("Year of a supply shock: in it nothing has to be held; a year later the stockpile is full again", "Tedarik şoku yılı: o yıl stok tutma zorunluluğu yoktur; bir yıl sonra stok yeniden tamamlanır", unit="year", blank="never released", lever=True)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("ReturnFlows", en="End-of-life products that come back as scrap", tr="Ömrünü tamamlayan ürünlerden dönen hurda", group="supply", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class ReturnFlow:
    flow: str = column("Short name", "Kısa ad", key=True)
    commodity: str = column("Scrap commodity it yields", "Verdiği hurda", refers="Commodities.commodity")
    site: str = column("Collection point", "Toplama yeri", refers="Sites.site")
    product: str | None = column("Product whose earlier domestic sales return", "Yurt içi geçmiş satışları geri dönen ürün", refers="Commodities.commodity", blank="exogenous stock only")
    age_profile: str | None = column("Age profile of the return", "Geri dönüş yaş profili", refers="AgeProfiles.profile", blank="exogenous stock only")
    scrap_per_product: float | None = column("Scrap in one unit of product", "Bir birim üründeki hurda", unit="units per unit", minimum=0, blank="exogenous stock only")
    collection_share: float = column("Share that reaches the recycler without further programmes", "Program olmadan toplanan pay", unit="share", minimum=0, maximum=1, lever=True)
    price_factor: float = column("Price paid as a multiple of the scrap's reference price", "Referans hurda fiyatının katı", unit="ratio", minimum=0)
    price_adder: float = column("Collection cost added", "Eklenen toplama maliyeti", unit=UNIT_PRICE)
    exogenous: YearMap = column("End-of-life quantity from goods sold before or by others", "Başka satışlardan gelen ömrünü tamamlamış miktar", unit="units/yr", minimum=0)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("AgeProfiles", en="Share of a year's sales that returns at each age", tr="Satışın yaşa göre geri dönen payı", group="supply", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class AgeShare:
    profile: str = column("Profile", "Profil", key=True)
    age: int = column("Years since the sale", "Satıştan sonraki yıl", unit="years", key=True, minimum=1, maximum=60)
    share: float = column("Share that returns at that age", "O yaşta dönen pay", unit="share", minimum=0, maximum=1)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()
