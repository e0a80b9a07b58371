"""The indicators (KPIs) that targets measure: name, unit, kind and the definitions on offer. Declared here once.

A *level* is compared with the target value as it stands. A *ratio* is a numerator over a denominator; a target on a
ratio needs a minimum denominator, because an empty ratio is a missed target. How each is computed from the plan is
written in `roadmap_opt/model/indicators.py`, which reads this list; `docs/formulation.md` prints both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from roadmap_opt.messages import Text


@dataclass(frozen=True, slots=True)
class Kpi:
    """One indicator. ``definitions`` maps a definition's name to its meaning; the first one is the default."""

    name: str
    en: str
    tr: str
    unit: str
    is_ratio: bool
    denominator_unit: str
    definitions: Mapping[str, Text]

    @property
    def is_share(self) -> bool:
        """Whether the ratio is a part of a whole: its numerator counts only up to its denominator."""
        return self.is_ratio and self.unit == "share"

    def whole_unit(self, definition: str) -> str:
        """Unit of the denominator of a definition."""
        return "MUSD/yr" if definition == "value" else self.denominator_unit.split(" (")[0]

    def named(self, definition: str) -> Text:
        """The indicator's name, with the reading that this definition takes where there are several."""
        if len(self.definitions) == 1:
            return Text(self.en, self.tr)
        reading = _READINGS[definition]
        return Text(f"{self.en} ({reading.en})", f"{self.tr} ({reading.tr})")


_READINGS: Mapping[str, Text] = MappingProxyType(
    {
        "ore": Text("as ore", "cevher olarak"),
        "reo": Text("as oxide", "oksit olarak"),
        "magnet_reo": Text("magnet rare earths", "mıknatıs nadir toprakları"),
        "value": Text("by value", "değere göre"),
        "total_reo": Text("all rare earths", "bütün nadir topraklar"),
        "sintered": Text("sintered", "sinter"),
        "sintered_and_bonded": Text("bonded included", "bağlı mıknatıs dâhil"),
        "sales_over_concentrate": Text("on sales", "satışa göre"),
        "value_added_over_concentrate": Text("on value added", "katma değere göre"),
        "value_per_kg": Text("per kg of rare earth", "nadir toprağın kilosuna göre"),
        "standard": Text("domestic origin", "yerli kaynaklı"),
        "made": Text("made in the country", "yurt içinde üretilen"),
        "drawn": Text("money drawn", "finansman kullanılan"),
        "mobilised": Text("bare count", "yalnız sayı"),
        "in_use": Text("in use", "kullanılan"),
        "concluded": Text("bare count", "yalnız sayı"),
        "end_of_life": Text("own swarf not counted", "kendi talaşı sayılmadan"),
        "with_swarf": Text("own swarf counted", "kendi talaşı sayılarak"),
        "rich_ore": Text("lean ore by its content", "düşük tenörlü cevher içeriğiyle"),
        "ndpr": Text("neodymium and praseodymium", "neodim ve praseodim"),
        "dy": Text("dysprosium", "disprosyum"),
        "tb": Text("terbium", "terbiyum"),
    }
)
"""What tells the definitions of one indicator apart, in a word or two."""


def _kpi(name: str, en: str, tr: str, unit: str, denominator_unit: str = "", **definitions: tuple[str, str]) -> Kpi:
    meanings = {reading: Text(*meaning) for reading, meaning in definitions.items()}
    return Kpi(name, en, tr, unit, bool(denominator_unit), denominator_unit, MappingProxyType(meanings))


_ALL = (
    _kpi("verified_reserve", "Verified reserve", "Doğrulanmış rezerv", "Mt ore", standard=("Proven and probable reserve declared by the end of the year, all deposits", "Yıl sonuna kadar beyan edilmiş görünür ve muhtemel rezerv, bütün yataklar")),
    _kpi("early_production", "Early production", "Erken dönem üretim", "t/yr", ore=("Ore processed by mines and pilot plants", "Madenlerde ve pilot tesislerde işlenen cevher"), reo=("Rare-earth oxide in mixed products made from domestic concentrate", "Yerli konsantreden yapılan karışık ürünlerdeki nadir toprak oksidi")),
    _kpi("domestic_powder_share", "Domestic powder share", "Yerli toz oranı", "share", "t magnet REO/yr", standard=("Magnet rare earths in powder of domestic origin (domestic ore, scrap, swarf) over those in all powder used by magnet lines; imported feed, oxide, metal, alloy and powder are taken off first, as are stores of the year's start", "Yerli kaynaklı (yerli cevher, hurda, talaş) tozdaki mıknatıs nadir topraklarının, mıknatıs hatlarında kullanılan bütün tozdakilere oranı; ithal hammadde, oksit, metal, alaşım ve toz ile yıl başındaki stoklar önce düşülür"), made=("Magnet rare earths in powder made in the country, whatever it is made of, over those in all powder used by magnet lines", "Neden yapılmış olursa olsun yurt içinde üretilen tozdaki mıknatıs nadir topraklarının, mıknatıs hatlarında kullanılan bütün tozdakilere oranı")),
    _kpi("ore_processed", "Ore processed", "İşlenen cevher", "kt ore/yr", standard=("Ore fed to mines' beneficiation and pilot plants", "Zenginleştirme ve pilot tesislere beslenen cevher"), rich_ore=("The same, ore that is leaner than the richest of its site counted by the rare earths that it gives by its best recipe: half as much, half the tonnes", "Aynısı; sahasının en zengininden daha düşük tenörlü cevher, en iyi reçetesinin verdiği nadir toprak kadar sayılır: yarısı kadarsa tonunun yarısı")),
    _kpi("powder_conversion", "Rare-earth oxide converted to magnet powder", "Manyetik toza dönüştürülen NTO", "share", "t REO/yr (MUSD/yr for value)", magnet_reo=("Magnet rare earths in powder made from ore over magnet rare earths contained in the concentrate that the domestic ore processed gives at its best recipe", "Cevherden yapılan tozdaki mıknatıs nadir topraklarının, işlenen yerli cevherin en iyi reçetesiyle vereceği konsantredeki mıknatıs nadir topraklarına oranı"), value=("The same, the part at the base-year price of the main magnet oxide, over the value of all oxides contained in that concentrate", "Aynısı; pay, ana mıknatıs oksidinin baz yıl fiyatıyla, payda o konsantredeki bütün oksitlerin değeriyle"), total_reo=("Magnet rare earths in powder made from ore over all rare earths contained in that concentrate", "Cevherden yapılan tozdaki mıknatıs nadir topraklarının, o konsantredeki bütün nadir topraklara oranı")),
    _kpi("magnets", "NdFeB magnets", "NdFeB mıknatıs", "t/yr", sintered=("Sintered magnets made", "Üretilen sinter mıknatıs"), sintered_and_bonded=("Sintered and bonded magnets made", "Üretilen sinter ve bağlı mıknatıs")),
    _kpi("value_multiplier", "Value-added multiplier", "Katma değer çarpanı", "ratio", "MUSD/yr", sales_over_concentrate=("M1: external sales less rare-earth goods bought (end-of-life goods apart), over the value of the concentrate that the ore processed gives at its best recipe and of what is in store when the year begins, base-year prices", "M1: dış satışlar eksi satın alınan nadir topraklı mallar (ömrünü tamamlamış mallar hariç), bölü işlenen cevherin en iyi reçetesiyle vereceği konsantrenin ve yıl başındaki stokların değeri; baz yıl fiyatlarıyla"), value_added_over_concentrate=("M2: external sales less all purchases and scrap, over the same", "M2: dış satışlar eksi bütün alımlar ve hurda, bölü aynı payda"), value_per_kg=("M3: external sales over the same and all rare earths bought and collected at their value in concentrate: value per kg of rare earth fed, whatever its origin", "M3: dış satışlar, bölü aynı payda ile satın alınan ve toplanan bütün nadir toprakların konsantredeki değeri: kökeni ne olursa olsun beslenen nadir toprağın kilosu başına değer")),
    _kpi("secondary_share", "Secondary share of supply", "İkincil girdi payı", "share", "t magnet REO/yr", end_of_life=("Magnet rare earths recovered from scrap magnets and e-waste over all magnet rare earths supplied; own swarf excluded", "Hurda mıknatıstan ve e-atıktan geri kazanılan mıknatıs nadir topraklarının, temin edilen bütün mıknatıs nadir topraklarına oranı; kendi talaşı hariç"), with_swarf=("The same with own swarf counted as secondary", "Aynısı; kendi talaşı ikincil sayılır")),
    _kpi("loop_share", "Own swarf recycled", "Geri kazanılan kendi talaşı", "share", "t swarf/yr", standard=("Own magnet swarf recycled in the country over swarf made; swarf bought or of earlier years is taken off first", "Yurt içinde geri kazanılan kendi mıknatıs talaşının, oluşan talaşa oranı; satın alınan ve önceki yıllardan kalan talaş önce düşülür")),
    _kpi("contract_share", "Long-term contract share of all product groups", "Bütün ürün gruplarının uzun vadeli sözleşme payı", "share", "MUSD/yr", standard=("Contracted volume over production, both at base-year reference value, of all product groups on OfftakeGroups together; the share of each group and the ceiling that applies to it stand in the result table offtake", "OfftakeGroups sayfasındaki bütün ürün gruplarında sözleşmeye bağlanan miktarın üretime oranı, ikisi de baz yıl referans değeriyle; her grubun payı ve ona uygulanan tavan offtake sonuç tablosundadır")),
    _kpi("foreign_sources", "Foreign funding sources", "Yabancı finansman kaynağı", "count", drawn=("Foreign sources that have brought money by the end of the year: one counts in full from the least amount in Settings on, below it in part", "Yıl sonuna kadar para getirmiş yabancı kaynaklar: Settings sayfasındaki asgari tutardan itibaren biri tam, altında kısmen sayılır"), mobilised=("Foreign sources mobilised by the end of the year, the bare count of the roadmap", "Yıl sonuna kadar devreye alınan yabancı kaynaklar, yol haritasındaki gibi yalnız sayıyla")),
    _kpi("licences", "Technology licences and native technologies", "Teknoloji lisansı ve yerli teknoloji", "count", standard=("Licence programmes completed by the end of the year", "Yıl sonuna kadar tamamlanan lisans programları")),
    _kpi("partnerships", "International partnerships", "Uluslararası ortaklık", "count", in_use=("Partnerships through which money, deliveries, feed or goods have come by the end of the year: one counts in full from the least amount in Settings on, below it in part", "Yıl sonuna kadar para, teslimat, hammadde veya mal getirmiş ortaklıklar: Settings sayfasındaki asgari tutardan itibaren biri tam, altında kısmen sayılır"), concluded=("Partnership programmes completed by the end of the year, the bare count of the roadmap", "Yıl sonuna kadar tamamlanan ortaklık programları, yol haritasındaki gibi yalnız sayıyla")),
    _kpi("motor_line", "EV motors assembled", "Monte edilen EV motoru", "thousand/yr", standard=("Motors made", "Üretilen motorlar")),
    _kpi("import_dependence", "Import dependence", "İthalata bağımlılık", "share", "t oxide/yr", ndpr=("Neodymium and praseodymium in imports over all that enters the chain", "İthalattaki neodim ve praseodimin, zincire giren toplama oranı"), dy=("Dysprosium in imports over all that enters the chain", "İthalattaki disprosyumun, zincire giren toplama oranı"), tb=("Terbium in imports over all that enters the chain", "İthalattaki terbiyumun, zincire giren toplama oranı"), magnet_reo=("Magnet rare earths in imports over all that enters the chain", "İthalattaki mıknatıs nadir topraklarının, zincire giren toplama oranı")),
    _kpi("emissions", "Greenhouse-gas emissions", "Sera gazı emisyonu", "kt CO2e/yr", standard=("Scopes 1 and 2 of all plants, in CO2 equivalent", "Bütün tesislerin kapsam 1 ve 2 emisyonları, CO2 eşdeğeri")),
    _kpi("electricity", "Electricity used", "Elektrik tüketimi", "GWh/yr", standard=("Electricity of all recipes", "Bütün reçetelerin elektriği")),
    _kpi("natural_gas", "Natural gas used", "Doğal gaz tüketimi", "TJ/yr", standard=("Natural gas of all recipes", "Bütün reçetelerin doğal gazı")),
    _kpi("water", "Fresh water used", "Su tüketimi", "thousand m3/yr", standard=("Fresh water of all recipes, all sites together", "Bütün reçetelerin tatlı suyu, bütün yerler birlikte")),
    _kpi("acid", "Hydrochloric acid used", "Hidroklorik asit tüketimi", "kt/yr", standard=("Hydrochloric acid of 32 %, all recipes for which it is stated", "%32'lik hidroklorik asit, belirtildiği bütün reçetelerde")),
    _kpi("thorium_stock", "Thorium kept in the country", "Ülkede tutulan toryum", "t Th", standard=("Thorium in residues stored or disposed of since the first decision year, by the end of the year", "İlk karar yılından bu yana depolanan veya bertaraf edilen artıklardaki toryum, yıl sonunda")),
    _kpi("residue_stock", "Residues kept in the country", "Ülkede tutulan artık", "kt", standard=("Tailings and process residues stored or disposed of since the first decision year, by the end of the year", "İlk karar yılından bu yana depolanan veya bertaraf edilen atık ve proses artıkları, yıl sonunda")),
    _kpi("refining_capacity", "Installed separation capacity", "Kurulu ayırma kapasitesi", "kt REO/yr", standard=("Nameplate capacity of separation plants in operation at the end of the year", "Yıl sonunda işletmede olan ayırma tesislerinin kurulu kapasitesi")),
    _kpi("fiscal_cost", "Net cost to the state so far, before dividends", "Devlete birikimli net maliyet (temettü öncesi)", "MUSD nominal", standard=("Cumulative since the first decision year: equity and grants of public sources, price support and value-added tax not collected, less corporate tax, state royalty and guarantee fees. Neither dividends nor called guarantees are counted. Below nought the state has received more than it has spent", "İlk karar yılından bu yana birikimli: kamu kaynaklarının özkaynağı ve hibeleri, fiyat desteği ve tahsil edilmeyen KDV; eksi kurumlar vergisi, devlet hakkı ve garanti ücretleri. Temettüler ve çağrılan garantiler sayılmaz. Sıfırın altında devlet harcadığından çok almıştır")),
    _kpi("guarantees", "Guaranteed debt outstanding", "Garantili borç bakiyesi", "MUSD nominal", standard=("Owed at the end of the year to lenders under a Treasury guarantee", "Yıl sonunda Hazine garantisi altındaki kreditörlere olan borç")),
)

KPIS: Mapping[str, Kpi] = MappingProxyType({kpi.name: kpi for kpi in _ALL})
"""Every indicator by name."""
