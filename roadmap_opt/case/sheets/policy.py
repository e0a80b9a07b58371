"""Sheets of what is wanted and varied: `Targets`, `Pins`, `Scenarios`, `Overlays`."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.schema import column, confidence_column, note_column, note_tr_column, sheet, source_column

MODES = ("hard", "soft", "off")
SENSES = (">=", "<=")
PIN_SENSES = ("=", ">=", "<=")
PIN_DECISIONS = ("build", "start", "sign", "mobilise")
OPERATIONS = ("set", "multiply", "add")

PIN_TARGETS = {
    "build": "Modules.module",
    "start": "Programmes.programme",
    "sign": "Contracts.contract",
    "mobilise": "Funding.source_name",
}
"""Where the item of a pin stands, by its decision."""


@sheet("Targets", en="What the roadmap wants, and in which reading", tr="Yol haritasının hedefleri ve seçilen okuması", group="policy", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Target:
    target: str = column("Short name", "Kısa ad", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    kpi: str = column("Indicator that is measured", "Ölçülen gösterge", choices=tuple(KPIS))
    definition: str = column("Definition of the indicator, where several are offered", "Göstergenin seçilen tanımı", choices=tuple(dict.fromkeys(d for kpi in KPIS.values() for d in kpi.definitions)), within="kpi", lever=True)
    first_year: int = column("Due year: the target holds from here on", "Hedefin geçerli olduğu ilk yıl", unit="year", lever=True)
    last_year: int | None = column("Last year in which it holds", "Geçerli olduğu son yıl", unit="year", blank="to the end of the horizon", lever=True)
    sense: str = column("At least or at most", "Yön: en az (>=) veya en çok (<=)", choices=SENSES)
    value: float = column("Target value, in the indicator's unit (shares as fractions)", "Hedef değer (göstergenin biriminde)", unit="unit of the indicator", minimum=0, lever=True)
    mode: str = column("hard must hold; soft may be missed at a price; off is only reported", "Tür: hard: zorunlu; soft: esnek; off: yalnız raporlanır", choices=MODES, lever=True)
    weight: float = column("Weight of the relative shortfall", "Göreli açığın ağırlığı", unit="weight", minimum=0, lever=True)
    minimum_denominator: float | None = column("Ratios only: least denominator for which the ratio counts; an empty ratio is a missed target", "Oranlarda asgari payda; boş oran karşılanmış sayılmaz", unit="unit of the denominator", minimum=0, blank="the indicator is not a ratio")
    may_move: bool | None = column("Whether a repair may change this target when hard ones cannot hold together", "Düzeltilebilir mi: zorunlu hedefler birlikte sağlanamazsa düzeltme önerisi bu hedefi değiştirebilir mi", unit="yes/no", blank="it may", lever=True)
    wording: str | None = column("Wording of the source document, in our words", "Kaynak belgedeki ifadenin özeti", blank="not from a source document")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Pins", en="Decisions that the planner fixes", tr="Planlamacının sabitlediği kararlar", group="policy", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Pin:
    decision: str = column("build (a module), start (a programme), sign (a contract), mobilise (a funding source)", "Karar türü: build (modül), start (program), sign (sözleşme), mobilise (kaynak)", key=True, choices=PIN_DECISIONS, lever=True)
    item: str = column("Module, programme, contract or funding source", "Modül, program, sözleşme veya kaynak", key=True, within="decision", lever=True)
    site: str | None = column("Site, for build", "Yer (build için)", key=True, refers="Sites.site", blank="all sites together", lever=True)
    year: int | None = column("Year of the decision", "Karar yılı", unit="year", key=True, blank="all years together", lever=True)
    sense: str = column("Equal, at least, at most", "Eşit, en az, en çok", choices=PIN_SENSES, lever=True)
    value: int = column("How many (0 = never)", "Kaç adet (0 = hiç)", unit="count", minimum=0, lever=True)
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Scenarios", en="Named variations of this workbook", tr="Senaryolar", group="policy", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Scenario:
    scenario: str = column("Short name, used on the command line", "Kısa ad (komut satırında kullanılır)", key=True)
    parent: str | None = column("Scenario whose overlays apply first", "Önce uygulanan üst senaryo", refers="Scenarios.scenario", blank="the tables as they stand")
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    story: str | None = column("What the scenario assumes, and why", "Senaryonun İngilizce öyküsü: ne varsayıyor, neden", blank="no story")
    story_tr: str | None = column("The story in Turkish", "Senaryonun Türkçe öyküsü", blank="the story in English")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Overlays", en="What a scenario changes, applied from top to bottom", tr="Senaryonun değiştirdiği hücreler (yukarıdan aşağıya uygulanır)", group="policy", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Overlay:
    scenario: str = column("Scenario", "Senaryo", refers="Scenarios.scenario")
    table: str = column("Sheet that is changed", "Değişen sayfa")
    row: str = column("Key of the row; parts of a compound key are joined by |, and * stands for any text", "Satır anahtarı; bileşik anahtar | ile ayrılır, * her metin yerine geçer", within="table")
    column_name: str = column("Column that is changed", "Değişen sütun", within="table")
    first_year: int | None = column("First year, for columns that run across years", "İlk yıl (yıllara yayılan sütunda)", unit="year", blank="from the first year", lever=True)
    last_year: int | None = column("Last year, for columns that run across years", "Son yıl", unit="year", blank="to the last year", lever=True)
    operation: str = column("set, multiply or add", "İşlem: set (ata), multiply (çarp), add (ekle)", choices=OPERATIONS, lever=True)
    value: str = column("New value, factor or increment", "Yeni değer, çarpan veya artış", holds_value=True, lever=True)
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()
