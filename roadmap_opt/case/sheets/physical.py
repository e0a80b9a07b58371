"""Sheets of places, materials and prices: `Sites`, `Distances`, `Elements`, `Commodities`, `Composition`, `Prices`, `PriceFormulas`,
`Premiums`, `Utilities`."""

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
from roadmap_opt.case.sheets.settings import CASES

STAGES = ("ore", "concentrate", "mixed_reo", "oxide", "metal", "alloy", "powder", "sintered_magnet", "bonded_magnet", "motor", "scrap", "swarf", "ewaste", "by_product", "residue")
ORIGINS = ("primary", "secondary", "neutral")
COMMODITY_UNITS = ("t", "t REO", "kt", "thousand")
UTILITIES = ("electricity", "natural_gas", "water", "carbon")
UNIT_PRICE = "kUSD per unit (USD/kg for t, USD/t for kt, USD/piece for thousand)"


@sheet("Sites", en="Places where plants can stand and goods pass", tr="Tesis yerleri ve limanlar", group="physical")
@dataclass(frozen=True, slots=True)
class Site:
    site: str = column("Short name of the site", "Yerin kısa adı", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    latitude: float = column("Latitude", "Enlem", unit="degrees north", minimum=-90, maximum=90)
    longitude: float = column("Longitude", "Boylam", unit="degrees east", minimum=-180, maximum=180)
    water_limit: float = column("Water that may be drawn per year", "Yıllık su çekim sınırı", unit="thousand m3/yr", minimum=0, unlimited=True)
    province: str | None = column("Province in which jobs, energy, emissions and residues of the site are counted", "Sayıldığı il: yerin istihdam, enerji, emisyon ve artıklarının sayıldığı il", blank="counted under the site's own short name")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Distances", en="Road distances that replace the computed ones", tr="Hesaplanan mesafenin yerine geçen karayolu mesafeleri", group="physical", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Distance:
    origin: str = column("From site", "Çıkış yeri", key=True, refers="Sites.site")
    destination: str = column("To site (the way back is the same unless it has its own row)", "Varış yeri (dönüş aynı sayılır)", key=True, refers="Sites.site")
    distance_km: float = column("Road distance", "Karayolu mesafesi", unit="km", minimum=0)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Elements", en="Rare-earth elements that are balanced one by one", tr="Tek tek izlenen nadir toprak elementleri", group="physical")
@dataclass(frozen=True, slots=True)
class Element:
    element: str = column("Chemical symbol", "Kimyasal simge", key=True)
    oxide: str = column("Oxide in which content is expressed", "İçeriğin ifade edildiği oksit")
    balance_group: str = column("Elements with the same group are checked together in recipes (Nd and Pr, Dy and Tb substitute)", "Denklik grubu: reçete denkliğinde birlikte bakılan element grubu")
    magnet_element: bool = column("Counts as magnet rare earth (Nd, Pr, Dy, Tb)", "Mıknatıs nadir toprağı mı", unit="yes/no")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Commodities", en="Everything that flows", tr="Akan her şey: cevher, oksit, mıknatıs, hurda, artık", group="physical")
@dataclass(frozen=True, slots=True)
class Commodity:
    commodity: str = column("Short name", "Kısa ad", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    unit: str = column("Unit in which it is counted on every sheet", "Tüm sayfalarda sayıldığı birim", choices=COMMODITY_UNITS)
    stage: str = column("Step of the chain; KPIs are defined by stage", "Zincirdeki aşama; göstergeler buna göre hesaplanır", choices=STAGES)
    origin: str = column("primary (from ore), secondary (recycled) or neutral", "Menşe: primary (cevherden), secondary (geri kazanılmış), neutral", choices=ORIGINS)
    group: str | None = column("Offtake group to which the contract-share limit applies", "Sözleşme payı sınırının uygulandığı grup", refers="OfftakeGroups.group", blank="belongs to no group")
    mass_per_unit: float = column("Shipping mass of one unit", "Bir birimin taşıma kütlesi", unit="t per unit", minimum=0)
    transportable: bool = column("May be moved between sites", "Yerler arasında taşınabilir mi", unit="yes/no")
    storage_limit: float = column("Largest closing stock per site", "Yer başına en yüksek stok", unit="units", minimum=0, unlimited=True)
    storage_cost: float = column("Cost of holding one unit for a year", "Bir birimi bir yıl stoklama maliyeti", unit=UNIT_PRICE, minimum=0)
    disposal_cost: float | None = column("Cost of disposing of one unit", "Bir birimi bertaraf maliyeti", unit=UNIT_PRICE, minimum=0, blank="may not be disposed of")
    disposal_limit: float = column("Licensed disposal or storage per site and year", "Yer başına yıllık ruhsatlı bertaraf sınırı", unit="units/yr", minimum=0, unlimited=True)
    thorium: float | None = column("Thorium in one unit, where it is accounted for", "Bir birimdeki toryum (hesaba katılıyorsa)", unit="t Th per unit", minimum=0, blank="not accounted for")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Composition", en="Rare-earth content of commodities, element by element", tr="Malzemelerin element element nadir toprak içeriği", group="physical")
@dataclass(frozen=True, slots=True)
class Content:
    commodity: str = column("Commodity", "Malzeme", key=True, refers="Commodities.commodity")
    element: str = column("Element", "Element", key=True, refers="Elements.element")
    content: float = column("Content in oxide equivalent", "Oksit eşdeğeri içerik", unit="t oxide per unit", minimum=0)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Prices", en="Reference prices that are entered; others follow from them, see PriceFormulas", tr="Elle girilen referans fiyatlar; ötekiler bunlardan türetilir (bkz. PriceFormulas)", group="physical")
@dataclass(frozen=True, slots=True)
class Price:
    commodity: str = column("Commodity", "Malzeme", key=True, refers="Commodities.commodity")
    case: str = column("Price case", "Fiyat senaryosu", key=True, choices=CASES)
    price: YearMap = column("Constant base-year price", "Sabit fiyat", unit=UNIT_PRICE, minimum=0, lever=True)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("PriceFormulas", en="Derived prices: what of other commodities is paid for in one unit. Price = sum of quantity × price of the driver, plus premium", tr="Türetilmiş fiyatlar: bir birimde hangi malzemenin ne kadarının bedeli ödenir. Fiyat = Σ miktar × belirleyicinin fiyatı + prim", group="physical", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class PriceFormula:
    commodity: str = column("Commodity whose price is derived; it has no row on Prices", "Fiyatı türetilen malzeme (Prices sayfasında satırı olmaz)", key=True, refers="Commodities.commodity")
    driver: str = column("Commodity whose price it follows; that price may be derived itself", "Fiyatını belirleyen malzeme (kendi fiyatı da türetilmiş olabilir)", key=True, refers="Commodities.commodity")
    quantity: float = column("Units of the driver that are paid for in one unit of the commodity: content ÷ yield × payable share; below zero for a by-product credited to the buyer", "Bedeli ödenen miktar: malzemenin bir biriminde bedeli ödenen belirleyici miktarı: içerik ÷ verim × ödenen pay; alıcının hesabına yazılan yan üründe eksi", unit="units of the driver per unit")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Premiums", en="Conversion premiums: what a derived price holds beyond its drivers", tr="İşleme primleri: türetilmiş fiyatın belirleyicilerin değerini aşan kısmı", group="physical", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Premium:
    commodity: str = column("Commodity whose price is derived; without a row it has no premium", "Fiyatı türetilen malzeme (satırı yoksa prim yoktur)", key=True, refers="Commodities.commodity")
    price_case: str = column("Price case", "Fiyat senaryosu", key=True, choices=CASES)
    premium: YearMap = column("What buyers pay for conversion, quality and delivery; below zero for a treatment charge", "Alıcının işleme, kalite ve teslim için ödediği; kesintide eksi", unit=UNIT_PRICE)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Utilities", en="Energy, water and carbon prices", tr="Enerji, su ve karbon fiyatları", group="physical")
@dataclass(frozen=True, slots=True)
class Utility:
    utility: str = column("electricity (USD/MWh), natural_gas (USD/GJ), water (USD/m3), carbon (USD/t CO2e)", "Elektrik, doğal gaz, su, karbon", key=True, choices=UTILITIES)
    price: YearMap = column("Constant base-year price", "Sabit fiyat", unit="USD per MWh, GJ, m3, t", minimum=0)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()
