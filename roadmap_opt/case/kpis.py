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
    definitions: Mapping[str, str]

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


def _kpi(name: str, en: str, tr: str, unit: str, denominator_unit: str = "", **definitions: str) -> Kpi:
    return Kpi(name, en, tr, unit, bool(denominator_unit), denominator_unit, MappingProxyType(definitions))


_ALL = (
    _kpi("verified_reserve", "Verified reserve", "Doğrulanmış rezerv", "Mt ore", standard="Proven and probable reserve declared by the end of the year, all deposits"),
    _kpi("early_production", "Early production", "Erken dönem üretim", "t/yr", ore="Ore processed by mines and pilot plants", reo="Rare-earth oxide in mixed products made from domestic concentrate"),
    _kpi("domestic_powder_share", "Domestic powder share", "Yerli toz oranı", "share", "t magnet REO/yr", standard="Magnet rare earths in powder of domestic origin (domestic ore, scrap, swarf) over those in all powder used by magnet lines; imported feed, oxide, metal, alloy and powder are taken off first, as are stores of the year's start", made="Magnet rare earths in powder made in the country, whatever it is made of, over those in all powder used by magnet lines"),
    _kpi("ore_processed", "Ore processed", "İşlenen cevher", "kt ore/yr", standard="Ore fed to mines' beneficiation and pilot plants", rich_ore="The same, ore that is leaner than the richest of its site counted by the rare earths that it gives by its best recipe: half as much, half the tonnes"),
    _kpi("powder_conversion", "Rare-earth oxide converted to magnet powder", "Manyetik toza dönüştürülen NTO", "share", "t REO/yr (MUSD/yr for value)", magnet_reo="Magnet rare earths in powder made from ore over magnet rare earths contained in the concentrate that the domestic ore processed gives at its best recipe", value="The same, the part at the base-year price of the main magnet oxide, over the value of all oxides contained in that concentrate", total_reo="Magnet rare earths in powder made from ore over all rare earths contained in that concentrate"),
    _kpi("magnets", "NdFeB magnets", "NdFeB mıknatıs", "t/yr", sintered="Sintered magnets made", sintered_and_bonded="Sintered and bonded magnets made"),
    _kpi("value_multiplier", "Value-added multiplier", "Katma değer çarpanı", "ratio", "MUSD/yr", sales_over_concentrate="M1: external sales less rare-earth goods bought (end-of-life goods apart), over the value of the concentrate that the ore processed gives at its best recipe and of what is in store when the year begins, base-year prices", value_added_over_concentrate="M2: external sales less all purchases and scrap, over the same", value_per_kg="M3: external sales over the same and all rare earths bought and collected at their value in concentrate: value per kg of rare earth fed, whatever its origin"),
    _kpi("secondary_share", "Secondary share of supply", "İkincil girdi payı", "share", "t magnet REO/yr", end_of_life="Magnet rare earths recovered from scrap magnets and e-waste over all magnet rare earths supplied; own swarf excluded", with_swarf="The same with own swarf counted as secondary"),
    _kpi("loop_share", "Own swarf recycled", "Geri kazanılan kendi talaşı", "share", "t swarf/yr", standard="Own magnet swarf recycled in the country over swarf made; swarf bought or of earlier years is taken off first"),
    _kpi("contract_share", "Long-term contract share of all product groups", "Bütün ürün gruplarının uzun vadeli sözleşme payı", "share", "MUSD/yr", standard="Contracted volume over production, both at base-year reference value, of all product groups on OfftakeGroups together; the share of each group and the ceiling that applies to it stand in the result table offtake"),
    _kpi("foreign_sources", "Foreign funding sources", "Yabancı finansman kaynağı", "count", drawn="Foreign sources that have brought money by the end of the year: one counts in full from the least amount in Settings on, below it in part", mobilised="Foreign sources mobilised by the end of the year, the bare count of the roadmap"),
    _kpi("licences", "Technology licences and native technologies", "Teknoloji lisansı ve yerli teknoloji", "count", standard="Licence programmes completed by the end of the year"),
    _kpi("partnerships", "International partnerships", "Uluslararası ortaklık", "count", in_use="Partnerships through which money, deliveries, feed or goods have come by the end of the year: one counts in full from the least amount in Settings on, below it in part", concluded="Partnership programmes completed by the end of the year, the bare count of the roadmap"),
    _kpi("motor_line", "EV motors assembled", "Monte edilen EV motoru", "thousand/yr", standard="Motors made"),
    _kpi("import_dependence", "Import dependence", "İthalata bağımlılık", "share", "t oxide/yr", ndpr="Neodymium and praseodymium in imports over all that enters the chain", dy="Dysprosium in imports over all that enters the chain", tb="Terbium in imports over all that enters the chain", magnet_reo="Magnet rare earths in imports over all that enters the chain"),
    _kpi("emissions", "Greenhouse-gas emissions", "Sera gazı emisyonu", "kt CO2e/yr", standard="Scopes 1 and 2 of all plants, in CO2 equivalent"),
    _kpi("electricity", "Electricity used", "Elektrik tüketimi", "GWh/yr", standard="Electricity of all recipes"),
    _kpi("natural_gas", "Natural gas used", "Doğal gaz tüketimi", "TJ/yr", standard="Natural gas of all recipes"),
    _kpi("water", "Fresh water used", "Su tüketimi", "thousand m3/yr", standard="Fresh water of all recipes, all sites together"),
    _kpi("acid", "Hydrochloric acid used", "Hidroklorik asit tüketimi", "kt/yr", standard="Hydrochloric acid of 32 %, all recipes for which it is stated"),
    _kpi("thorium_stock", "Thorium kept in the country", "Ülkede tutulan toryum", "t Th", standard="Thorium in residues stored or disposed of since the first decision year, by the end of the year"),
    _kpi("residue_stock", "Residues kept in the country", "Ülkede tutulan artık", "kt", standard="Tailings and process residues stored or disposed of since the first decision year, by the end of the year"),
    _kpi("refining_capacity", "Installed separation capacity", "Kurulu ayırma kapasitesi", "kt REO/yr", standard="Nameplate capacity of separation plants in operation at the end of the year"),
    _kpi("fiscal_cost", "Net cost to the state so far, before dividends", "Devlete birikimli net maliyet (temettü öncesi)", "MUSD nominal", standard="Cumulative since the first decision year: equity and grants of public sources, price support and value-added tax not collected, less corporate tax, state royalty and guarantee fees. Neither dividends nor called guarantees are counted. Below nought the state has received more than it has spent"),
    _kpi("guarantees", "Guaranteed debt outstanding", "Garantili borç bakiyesi", "MUSD nominal", standard="Owed at the end of the year to lenders under a Treasury guarantee"),
)

KPIS: Mapping[str, Kpi] = MappingProxyType({kpi.name: kpi for kpi in _ALL})
"""Every indicator by name."""
