"""Sheets of buyers: `OfftakeGroups`, `Markets`, `Demand`, `Contracts`, and of the state that stands in: `PriceSupport`."""

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
from roadmap_opt.case.sheets.settings import CASES

PRICE_RULES = ("fixed", "floor", "ceiling", "collar", "discount", "index")

OWN_FLOOR = ("fixed", "floor", "collar")
"""Price rules that protect the seller themselves: what is sold under them takes no price support of the state."""


@sheet("OfftakeGroups", en="Product groups for the contract-share limit", tr="Sözleşme payı sınırı için ürün grupları", group="market", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class OfftakeGroup:
    group: str = column("Short name", "Kısa ad", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    share: float | None = column("Contract-share limit of this group", "Bu grubun sözleşme payı sınırı", unit="share", minimum=0, maximum=1, blank="the share in Settings", lever=True)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Markets", en="Demand tranches and their prices", tr="Pazar dilimleri ve fiyatları", group="market")
@dataclass(frozen=True, slots=True)
class Market:
    market: str = column("Short name", "Kısa ad", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    commodity: str = column("Product sold", "Satılan ürün", refers="Commodities.commodity")
    domestic: bool = column("Domestic buyers (their goods return as scrap; imports avoided are credited nationally)", "Yurt içi alıcı mı", unit="yes/no")
    site: str = column("Delivery site (port for exports); freight to it is charged", "Teslim yeri (ihracatta liman)", refers="Sites.site")
    price_factor: float = column("Price as a multiple of the reference price", "Referans fiyatın katı", unit="ratio", minimum=0, lever=True)
    price_adder: float = column("Added to the price (negative: freight abroad, duty)", "Fiyata eklenen (eksi: dış navlun, gümrük)", unit=UNIT_PRICE)
    import_price_factor: float | None = column("National perspective: landed price of the import replaced, as a multiple of the reference price", "İthal fiyat katsayısı: ülke bakışında ikame edilen ithalatın fiyat katsayısı", unit="ratio", minimum=0, blank="same as the sale price")
    addressable_share: float = column("Share of the demand that can be won", "Kazanılabilecek talep payı", unit="share", minimum=0, maximum=1, lever=True)
    spot_share: float | None = column("Share of the addressable demand that is open to spot sales; the rest is bought under contracts only", "Kazanılabilir talebin spot satışa açık payı; kalanı yalnız sözleşmeyle alınır", unit="share", minimum=0, maximum=1, blank="all of it", lever=True)
    entry_share: float | None = column("Most of the addressable demand by which sales, contracts included, may grow from one year to the next", "Yıllık satış artışı sınırı: satışların (sözleşmeler dâhil) bir yıldan ötekine en çok artabileceği kazanılabilir talep payı", unit="share/yr", above=0, maximum=1, blank="no limit on a newcomer", lever=True)
    minimum_service: float | None = column("Least share of the addressable demand that is served before any of the product is sold elsewhere", "Asgari hizmet payı", unit="share", minimum=0, maximum=1, blank="no obligation")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Demand", en="Demand of each market by year", tr="Pazarların yıllık talebi", group="market")
@dataclass(frozen=True, slots=True)
class Demand:
    market: str = column("Market", "Pazar", key=True, refers="Markets.market")
    case: str = column("Demand case", "Talep senaryosu", key=True, choices=CASES)
    quantity: YearMap = column("Demand before the addressable share", "Kazanılabilir pay uygulanmadan önceki talep", unit="units/yr", minimum=0, lever=True)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Contracts", en="Long-term offtake contracts that could be signed", tr="İmzalanabilecek uzun vadeli satış sözleşmeleri", group="market", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Contract:
    contract: str = column("Short name", "Kısa ad", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    market: str = column("Market whose demand it takes", "Talebini kullandığı pazar", refers="Markets.market")
    counterparty_en: str | None = column("Buyer, or the kind of buyer whose credit stands behind it, in English", "Alıcı: alıcı veya yükümlülüğü üstlenen alıcı türü, İngilizce", blank="not named")
    counterparty_tr: str | None = column("The same in Turkish", "Aynısı, Türkçe", blank="as in English")
    minimum_volume: float | None = column("Least volume promised if it is signed; the plan chooses between it and the full volume", "İmzalanırsa taahhüt edilecek asgari miktar; plan bununla tam miktar arasında seçer", unit="units/yr", above=0, blank="the full volume: all or nothing")
    volume: float = column("Full volume", "Tam miktar", unit="units/yr", above=0, lever=True)
    length: int = column("Years of delivery", "Teslim süresi", unit="years", minimum=1, maximum=40)
    nomination_years: int | None = column("Years from signature to first delivery (nomination, qualification); it cannot be signed before the first decision year", "İmzadan ilk teslime kadar geçen süre (aday tedarikçilik, onay süreci); ilk karar yılından önce imzalanamaz", unit="years", minimum=0, maximum=10, blank="signed in the year of first delivery")
    first_delivery_from: int = column("Earliest first delivery", "En erken ilk teslim", unit="year", lever=True)
    first_delivery_to: int = column("Latest first delivery", "En geç ilk teslim", unit="year", lever=True)
    minimum_delivery: float = column("Least share of the promised volume delivered every year of the term", "Asgari teslim payı: taahhüt edilen miktarın her yıl teslim edilecek asgari payı", unit="share", minimum=0, maximum=1)
    price_rule: str = column("fixed: the price value; floor: market price, at least the price value; ceiling: market price, at most the price ceiling; collar: market price between both; discount: market price less the share in price value; index: price value, and with it the change of a raw material's price", "Fiyat kuralı: fixed: sabit; floor: piyasa fiyatı, taban ile; ceiling: piyasa fiyatı, tavan ile; collar: taban ile tavan arasında; discount: piyasa fiyatından indirimli; index: hammadde fiyatındaki değişimi yansıtan", choices=PRICE_RULES)
    price_value: float | None = column("fixed: price; floor, collar: least price; discount: share off the market price; index: price while the raw material costs index_base (with index_base 0: the conversion fee)", "Fiyat değeri: fixed: fiyat; floor, collar: taban fiyat; discount: indirim oranı; index: hammadde index_base fiyatındayken geçerli fiyat (index_base 0 ise işleme ücreti)", unit="kUSD per unit or share", minimum=0, blank="only for rule ceiling", lever=True)
    price_ceiling: float | None = column("ceiling, collar: highest price", "Tavan fiyat: ceiling, collar: tavan fiyat", unit=UNIT_PRICE, minimum=0, blank="no ceiling")
    discount: float | None = column("floor, ceiling, collar: share off the market price before floor and ceiling apply; what the protection costs", "İndirim: floor, ceiling, collar: taban ve tavan uygulanmadan önce piyasa fiyatından indirim; korumanın bedeli", unit="share", minimum=0, maximum=1, blank="none")
    index_commodity: str | None = column("index: raw material whose reference price is passed through", "Endeks hammaddesi: index: referans fiyatı yansıtılan hammadde", refers="Commodities.commodity", blank="only for rule index")
    index_base: float | None = column("index: price of the raw material from which the change is counted", "Endeks baz fiyatı: index: değişimin sayılmaya başladığı hammadde fiyatı", unit=UNIT_PRICE, minimum=0, blank="0: the raw material is paid in full on top of a conversion fee")
    index_content: float | None = column("index: units of the raw material per unit of the product", "Hammadde içeriği: index: ürün birimi başına hammadde", unit="units per unit", above=0, blank="only for rule index")
    pass_through: float | None = column("index: share of the change that the buyer bears", "Yansıtma payı: index: değişimin alıcıya yansıyan payı", unit="share", minimum=0, maximum=1, blank="all of it")
    programme: str | None = column("Programme that must be completed before it is signed", "İmzadan önce tamamlanacak program", refers="Programmes.programme", blank="needs none")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("PriceSupport", en="Price floors and contracts for difference of the state", tr="Devletin taban fiyat desteği ve fark sözleşmeleri", group="market", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class PriceSupport:
    support: str = column("Short name", "Kısa ad", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    commodity: str = column("Product whose sales are supported", "Satışı desteklenen ürün", refers="Commodities.commodity")
    market: str | None = column("Market whose sales are supported", "Satışı desteklenen pazar", refers="Markets.market", blank="every market of the product")
    strike: float = column("Strike price: the state pays what the market price falls short of it (money of the base year)", "Kullanım fiyatı: piyasa fiyatı bunun altında kalırsa farkı devlet öder (baz yıl parası)", unit=UNIT_PRICE, minimum=0, lever=True)
    two_way: bool = column("Contract for difference: the producer pays back what the market price is above the strike price", "Fark sözleşmesi: piyasa fiyatı kullanım fiyatını aşarsa üretici farkı geri öder", unit="yes/no", lever=True)
    covered_share: float = column("Share of the sales that is covered; sales under a contract with a fixed price or a floor of its own are left out", "Satışların kapsanan payı; sabit fiyatlı veya tabanlı sözleşmeyle satılan hariç", unit="share", above=0, maximum=1, lever=True)
    yearly_limit: float = column("Most that the state pays in a year (money of the base year); 0 = switched off", "Devletin bir yılda ödeyeceği en çok tutar (baz yıl parası); 0 = kapalı", unit="MUSD/yr", minimum=0, lever=True)
    programme: str = column("Programme that must be completed first", "Önce tamamlanması gereken program", refers="Programmes.programme")
    first_year: int | None = column("First year", "İlk yıl", unit="year", blank="as soon as the programme is completed")
    last_year: int | None = column("Last year", "Son yıl", unit="year", blank="last year")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()
