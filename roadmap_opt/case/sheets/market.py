"""Sheets of buyers: `OfftakeGroups`, `Markets`, `Demand`, `Contracts`."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.schema import YearMap, column, confidence_column, note_column, sheet, source_column
from roadmap_opt.case.sheets.physical import UNIT_PRICE
from roadmap_opt.case.sheets.settings import CASES

PRICE_RULES = ("fixed", "floor", "discount")


@sheet("OfftakeGroups", en="Product groups for the contract-share limit", tr="Sözleşme payı sınırı için ürün grupları", group="market", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class OfftakeGroup:
    group: str = column("Short name", "Kısa ad", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    share: float | None = column("Contract-share limit of this group", "Bu grubun sözleşme payı sınırı", unit="share", minimum=0, maximum=1, blank="the share in Settings")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()


@sheet("Markets", en="Demand tranches and their prices", tr="Pazar dilimleri ve fiyatları", group="market")
@dataclass(frozen=True, slots=True)
class Market:
    market: str = column("Short name", "Kısa ad", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    commodity: str = column("Product sold", "Satılan ürün", refers="Commodities.commodity")
    domestic: bool = column("Domestic buyers (their goods return as scrap; imports avoided are credited nationally)", "Yurt içi alıcı mı", unit="yes/no")
    site: str = column("Delivery site (port for exports); freight to it is charged", "Teslim yeri (ihracatta liman)", refers="Sites.site")
    price_factor: float = column("Price as a multiple of the reference price", "Referans fiyatın katı", unit="ratio", minimum=0)
    price_adder: float = column("Added to the price (negative: freight abroad, duty)", "Fiyata eklenen (eksi: dış navlun, gümrük)", unit=UNIT_PRICE)
    import_price_factor: float | None = column("National perspective: landed price of the import replaced, as a multiple of the reference price", "Ülke bakışında ikame edilen ithalatın fiyat katsayısı", unit="ratio", minimum=0, blank="same as the sale price")
    addressable_share: float = column("Share of the demand that can be won", "Kazanılabilecek talep payı", unit="share", minimum=0, maximum=1)
    minimum_service: float | None = column("Least share of the addressable demand that is served before any of the product is sold elsewhere", "Asgari hizmet payı", unit="share", minimum=0, maximum=1, blank="no obligation")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()


@sheet("Demand", en="Demand of each market by year", tr="Pazarların yıllık talebi", group="market")
@dataclass(frozen=True, slots=True)
class Demand:
    market: str = column("Market", "Pazar", key=True, refers="Markets.market")
    case: str = column("Demand case", "Talep senaryosu", key=True, choices=CASES)
    quantity: YearMap = column("Demand before the addressable share", "Kazanılabilir pay uygulanmadan önceki talep", unit="units/yr", minimum=0)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()


@sheet("Contracts", en="Long-term offtake contracts that could be signed", tr="İmzalanabilecek uzun vadeli satış sözleşmeleri", group="market", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Contract:
    contract: str = column("Short name", "Kısa ad", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    market: str = column("Market whose demand it takes", "Talebini kullandığı pazar", refers="Markets.market")
    volume: float = column("Contract volume", "Sözleşme miktarı", unit="units/yr", above=0)
    length: int = column("Years of delivery", "Teslim süresi", unit="years", minimum=1, maximum=40)
    first_delivery_from: int = column("Earliest first delivery", "En erken ilk teslim", unit="year")
    first_delivery_to: int = column("Latest first delivery", "En geç ilk teslim", unit="year")
    minimum_delivery: float = column("Least share of the volume delivered every year of the term", "Her yıl teslim edilecek asgari pay", unit="share", minimum=0, maximum=1)
    price_rule: str = column("fixed: the price value; floor: market price, at least the price value; discount: market price less the share in price value", "fixed: sabit; floor: taban fiyat; discount: spot indirimli", choices=PRICE_RULES)
    price_value: float = column("fixed and floor: price; discount: share off the market price", "Sabit/taban fiyat veya indirim oranı", unit="kUSD per unit or share", minimum=0)
    programme: str | None = column("Programme that must be completed before first delivery", "İlk teslimden önce tamamlanacak program", refers="Programmes.programme", blank="needs none")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
