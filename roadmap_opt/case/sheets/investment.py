"""Sheets of what can be built and how it runs: `Plants`, `PlantSites`, `Modules`, `Existing`, `Requirements`, `Recipes`, `RecipeFlows`."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.schema import column, confidence_column, note_column, note_tr_column, sheet, source_column

PLANT_CATEGORIES = ("mining", "refining", "metals", "magnets", "motors", "recycling", "waste")
GATES = ("construction", "operation")
DIRECTIONS = ("in", "out")
SPEND_YEARS = 5


@sheet("Plants", en="Plant types", tr="Tesis türleri", group="investment")
@dataclass(frozen=True, slots=True)
class Plant:
    plant: str = column("Short name of the plant type", "Tesis türünün kısa adı", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    category: str = column("Spending category for funding eligibility", "Finansman uygunluğu için harcama grubu", choices=PLANT_CATEGORIES)
    capacity_unit: str = column("What nameplate capacity counts, per year", "Kapasite birimi (yıllık)")
    first_year_share: float | None = column("Share of nameplate that can be used in the first operating year", "İlk yıl kapasite payı: ilk işletme yılında kullanılabilen kurulu kapasite payı", unit="share", above=0, maximum=1, blank="all of it: nothing has to be learnt")
    learning_step: float | None = column("Share of nameplate by which use can rise from one year to the next; a plant that stands idle learns nothing", "Yıllık öğrenme adımı: kullanımın bir yıldan ertesine artabileceği kurulu kapasite payı; atıl duran tesis öğrenmez", unit="share per yr", above=0, maximum=1, blank="what the first year leaves")
    minimum_load: float | None = column("Obligation to run: least use of what the ramp-up allows, every year once built", "İşletme yükümlülüğü: kurulduktan sonra her yıl, kademeli kapasite artışının izin verdiğinin asgari kullanımı", unit="share", minimum=0, maximum=1, blank="no obligation")
    least_stable_load: float | None = column("Lowest load at which capacity in use can be held stable; when use falls further, the rest is stood down", "En düşük kararlı yük: kullanılan kapasitenin kararlı tutulabildiği en düşük yük; kullanım daha da düşerse kalanı durdurulur", unit="share", above=0, maximum=1, blank="any load")
    restart_cost: float | None = column("Cost of standing a unit of capacity down and bringing it back, due when it is stood down", "Yeniden devreye alma maliyeti: bir birim kapasiteyi durdurup yeniden devreye almanın maliyeti (durdurulduğu yıl ödenir)", unit="kUSD per capacity unit/yr", minimum=0, blank="nothing")
    jobs_construction: float | None = column("Work on the building site per unit of investment, owner's cost included", "İnşaat istihdamı: birim yatırım başına (sahip maliyeti dahil) şantiyede çalışılan adam-yıl", unit="person-years per MUSD", minimum=0, blank="not counted")
    jobs_operation: float | None = column("Permanent jobs per unit of nameplate capacity in operation", "İşletme istihdamı: işletmedeki kurulu kapasite birimi başına kalıcı istihdam", unit="jobs per capacity unit/yr", minimum=0, blank="not counted")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("PlantSites", en="Which plant may stand where", tr="Hangi tesis nerede kurulabilir", group="investment")
@dataclass(frozen=True, slots=True)
class PlantSite:
    plant: str = column("Plant type", "Tesis türü", key=True, refers="Plants.plant")
    site: str = column("Site", "Yer", key=True, refers="Sites.site")
    maximum_modules: int = column("Most modules of all sizes together", "En çok modül sayısı (tüm boylar)", unit="count", minimum=0, maximum=50, lever=True)
    first_start_year: int | None = column("Earliest start of construction", "İnşaatın başlayabileceği en erken yıl", unit="year", blank="first decision year", lever=True)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Modules", en="Size classes of plants", tr="Tesis boyları (modüller)", group="investment")
@dataclass(frozen=True, slots=True)
class Module:
    module: str = column("Short name of the size class", "Modülün kısa adı", key=True)
    plant: str = column("Plant type", "Tesis türü", refers="Plants.plant")
    capacity: float = column("Nameplate capacity of one module", "Bir modülün kapasitesi", unit="capacity units/yr", above=0)
    capex: float = column("Installed cost of one module, owner's cost excluded", "Bir modülün kurulu maliyeti (sahip maliyeti hariç)", unit="MUSD", minimum=0, lever=True)
    lead_time: float = column("Years from construction start to first operation; fractions give a part-year", "İnşaat başlangıcından işletmeye süre (kesirli olabilir)", unit="years", minimum=0, maximum=15)
    spend_1: float = column("Share of capex in construction year 1", "Yatırımın 1. yıl payı", unit="share", minimum=0, maximum=1)
    spend_2: float | None = column("Share of capex in construction year 2", "2. yıl payı", unit="share", minimum=0, maximum=1, blank="nothing spent that year")
    spend_3: float | None = column("Share of capex in construction year 3", "3. yıl payı", unit="share", minimum=0, maximum=1, blank="nothing spent that year")
    spend_4: float | None = column("Share of capex in construction year 4", "4. yıl payı", unit="share", minimum=0, maximum=1, blank="nothing spent that year")
    spend_5: float | None = column("Share of capex in construction year 5", "5. yıl payı", unit="share", minimum=0, maximum=1, blank="nothing spent that year")
    life: float = column("Operating life", "İşletme ömrü", unit="years", above=0, maximum=60)
    fixed_cost_share: float = column("Fixed operation and maintenance per year of operation", "Yıllık sabit işletme-bakım gideri", unit="share of capex per yr", minimum=0, maximum=1)
    closure_cost_share: float | None = column("Cost of closing a module and making its place good: due when its life ends, or when it is closed after the last year", "Kapatma maliyeti: modülün kapatılması ve sahasının eski hâline getirilmesinin maliyeti: ömrü bitince veya son yıldan sonra kapatılınca ödenir", unit="share of capex", minimum=0, maximum=1, blank="nothing")
    maximum_count: int = column("Most modules of this size per site", "Yer başına en çok bu boydan modül", unit="count", minimum=0, maximum=50, lever=True)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Existing", en="Plants that stand already", tr="Mevcut tesisler", group="investment", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class ExistingPlant:
    asset: str = column("Short name of the asset", "Varlığın kısa adı", key=True)
    plant: str = column("Plant type", "Tesis türü", refers="Plants.plant")
    site: str = column("Site", "Yer", refers="Sites.site")
    capacity: float = column("Nameplate capacity", "Kapasite", unit="capacity units/yr", minimum=0)
    first_year: int = column("First year of operation", "İlk işletme yılı", unit="year")
    last_year: int | None = column("Last year of operation", "Son işletme yılı", unit="year", blank="beyond the horizon")
    use_before: float | None = column("Use in the year before the first decision year: what its crew has learnt to run", "Önceki yılın kullanımı: ilk karar yılından önceki yılda kullanılan kapasite: ekibin çalıştırmayı öğrendiği düzey", unit="capacity units/yr", minimum=0, blank="full capacity")
    fixed_cost: float = column("Fixed operation and maintenance", "Sabit işletme-bakım gideri", unit="MUSD/yr", minimum=0)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Requirements", en="What a plant needs before it may be built or run", tr="Tesisin ön koşulları", group="investment", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Requirement:
    plant: str = column("Plant type", "Tesis türü", key=True, refers="Plants.plant")
    site: str | None = column("Site at which the requirement holds", "Koşulun geçerli olduğu yer", key=True, refers="Sites.site", blank="every site of the plant")
    alternative_set: int = column("Rows of a plant with the same number are alternatives: one of them is enough; different numbers are all needed", "Seçenek numarası: aynı numaralı satırlar birbirinin seçeneğidir; farklı numaraların hepsi gerekir", key=True, minimum=1, maximum=99)
    programme: str | None = column("Programme that must be completed", "Tamamlanması gereken program", key=True, refers="Programmes.programme", blank="the row names a plant instead")
    needs_plant: str | None = column("Plant type that must stand at the same site (started no later)", "Aynı yerde bulunması gereken tesis", key=True, refers="Plants.plant", blank="the row names a programme instead")
    gate: str = column("construction: no start before; operation: no output before", "Koşul aşaması: construction: önce inşaat başlamaz; operation: önce üretim olmaz", choices=GATES)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Recipes", en="Operating modes; recipes of a plant share its capacity", tr="Çalışma biçimleri (reçeteler)", group="investment")
@dataclass(frozen=True, slots=True)
class Recipe:
    recipe: str = column("Short name", "Kısa ad", key=True)
    plant: str = column("Plant type whose capacity it uses", "Kapasitesini kullandığı tesis", refers="Plants.plant")
    load: float = column("Capacity used by one unit of activity", "Bir birim faaliyetin kullandığı kapasite", unit="capacity units per activity", above=0)
    variable_cost: float = column("Variable cost without energy, water, carbon and purchased feed", "Değişken maliyet: enerji, su, karbon ve girdi hariç değişken maliyet", unit="kUSD per activity", minimum=0)
    electricity: float = column("Electricity", "Elektrik", unit="MWh per activity", minimum=0)
    natural_gas: float = column("Natural gas", "Doğal gaz", unit="GJ per activity", minimum=0)
    water: float = column("Fresh water", "Su", unit="m3 per activity", minimum=0)
    emissions: float = column("Greenhouse gases, scopes 1 and 2", "Sera gazı (kapsam 1 ve 2)", unit="t CO2e per activity", minimum=0)
    programme: str | None = column("Programme that must be completed before the recipe may run", "Reçete için tamamlanması gereken program", refers="Programmes.programme", blank="needs none")
    royalty_share: float | None = column("Licence royalty on the reference value of the royalty commodity made", "Lisans bedeli oranı", unit="share of value", minimum=0, maximum=1, blank="no royalty")
    royalty_commodity: str | None = column("Output on whose reference value the royalty is paid", "Lisans bedelinin hesaplandığı ürün", refers="Commodities.commodity", blank="no royalty")
    acid: float | None = column("Hydrochloric acid of 32 %", "Hidroklorik asit (%32'lik)", unit="t per activity", minimum=0, blank="not counted")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("RecipeFlows", en="Inputs and outputs per unit of activity", tr="Birim faaliyet başına girdi ve çıktılar", group="investment")
@dataclass(frozen=True, slots=True)
class RecipeFlow:
    recipe: str = column("Recipe", "Reçete", key=True, refers="Recipes.recipe")
    direction: str = column("in = consumed, out = made", "in = tüketim, out = üretim", key=True, choices=DIRECTIONS)
    commodity: str = column("Commodity", "Malzeme", key=True, refers="Commodities.commodity")
    quantity: float = column("Quantity per unit of activity", "Birim faaliyet başına miktar", unit="units per activity", above=0)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()
