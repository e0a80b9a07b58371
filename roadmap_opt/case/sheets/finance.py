"""Sheets of money: `Funding`, `Eligibility`, and how lenders look at it: `LenderClasses`, `Perimeters`, `BankDeck`."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.schema import column, confidence_column, note_column, note_tr_column, sheet, source_column
from roadmap_opt.case.sheets.investment import PLANT_CATEGORIES
from roadmap_opt.case.sheets.supply import PROGRAMME_KINDS

FUNDING_KINDS = ("equity", "grant", "loan", "bond")
DEBT_KINDS = ("loan", "bond")
REPAYMENTS = ("sculpted", "linear", "annuity", "bullet")
PROGRAMME_CATEGORIES = {
    kind: "research" if kind in ("research", "study") else "programmes" for kind in PROGRAMME_KINDS
}
"""Spending category of every kind of programme: what research grants may pay for, and the rest."""

SPENDING_CATEGORIES = (*PLANT_CATEGORIES, "research", "programmes", "working_capital", "operations")
"""What money can be spent on. Lenders pay plants only; `operations` is operating cost, fees and debt service, open to equity only."""

MAXIMUM_FEE = 0.3
"""Above this share an upfront fee is a slip of the pen."""

RUNNING = ("operations", "working_capital")
"""Spending that keeps plants running; the share of one source is measured on everything else, gearing on plants alone."""


@sheet("Funding", en="Where the money can come from", tr="Finansman kaynakları", group="finance")
@dataclass(frozen=True, slots=True)
class FundingSource:
    source_name: str = column("Short name", "Kısa ad", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    kind: str = column("equity, grant, loan or bond", "özkaynak, hibe, kredi, tahvil", choices=FUNDING_KINDS)
    foreign: bool = column("Foreign source (diversification rule, foreign-source targets)", "Yabancı kaynak mı", unit="yes/no")
    rate: float = column("Loans and bonds: interest. Equity: return the provider requires. Grants: 0", "Kredi faizi veya istenen getiri; özkaynakta istenen getiri", unit="1/yr nominal", minimum=0, maximum=1, lever=True)
    upfront_fee: float = column("Fee on each draw", "Kullanımda ödenen ücret", unit="share of draw", minimum=0, maximum=MAXIMUM_FEE)
    commitment_fee: float | None = column("Loans and bonds: fee on what is committed and not yet drawn, from the first construction year on", "Kredi ve tahvilde taahhüt ücreti: inşaatın ilk yılından başlayarak kullanılmamış tutar üzerinden", unit="1/yr", minimum=0, maximum=0.2, blank="none")
    lender_class: str | None = column("Loans and bonds: how this lender looks at the plan", "Kredi ve tahvilde kreditör sınıfı", refers="LenderClasses.lender_class", blank="equity or grant")
    grace: int = column("Years without repayment after the plants that it pays for are complete; until then interest is added to the debt", "Anapara ödemesiz süre: tesislerin tamamlanmasından sonra anapara ödemesiz yıl sayısı; tamamlanana dek faiz borca eklenir", unit="years", minimum=0, maximum=40)
    tenor: int = column("Years from completion to the last repayment, grace included (0 for equity and grants)", "Vade: tamamlanmadan son geri ödemeye dek süre, ödemesiz dönem dâhil (özkaynak ve hibede 0)", unit="years", minimum=0, maximum=50)
    repayment: str | None = column("sculpted (as the cash allows, all of it within the tenor), linear, annuity or bullet", "Geri ödeme biçimi: sculpted (nakit akışına göre), linear (eşit anapara), annuity (eşit taksit), bullet (vade sonu)", choices=REPAYMENTS, blank="equity or grant")
    repayment_pace: float | None = column("sculpted: least part of what equal instalments would have repaid by each year that is repaid by then", "Geri ödeme temposu: sculpted: eşit taksitlerle o yıla dek ödenmiş olacak anaparanın en az bu kadarı ödenir", unit="share", minimum=0, maximum=1, blank="0: it may wait until the tenor ends")
    public: bool = column("The state's money: counts in what the plan costs the state", "Devletin parası mı (kamuya maliyete girer)", unit="yes/no")
    yearly_limit: float = column("Most that can be drawn in a year", "Yıllık kullanım sınırı", unit="MUSD nominal/yr", minimum=0, unlimited=True, lever=True)
    total_limit: float = column("Most that can be drawn in total", "Toplam kullanım sınırı", unit="MUSD nominal", minimum=0, unlimited=True, lever=True)
    minimum_ticket: float = column("Least amount drawn in the year the source is mobilised", "Devreye alındığı yılda asgari tutar", unit="MUSD nominal", minimum=0)
    first_year: int | None = column("First year in which it can be drawn", "Kullanılabilecek ilk yıl", unit="year", blank="first decision year")
    last_year: int | None = column("Last year in which it can be drawn", "Kullanılabilecek son yıl", unit="year", blank="last year")
    maximum_share: float | None = column("Own limit on the share of all funds raised", "Toplam finansmandaki üst payı", unit="share", minimum=0, maximum=1, blank="the share in Settings")
    ownership_share: float | None = column("Most of the equity that the plants of one category have been given up to any year", "Ortaklık tavanı: bir türün tesislerine o yıla dek konan özkaynak içinde en çok payı", unit="share", minimum=0, maximum=1, blank="no limit; not for loans, bonds and grants")
    may_move: bool | None = column("Whether a repair may raise its limits when hard targets cannot hold together", "Düzeltilebilir mi: zorunlu hedefler birlikte sağlanamazsa düzeltme önerisi sınırlarını yükseltebilir mi", unit="yes/no", blank="the state's money may, other money may not")
    programme: str | None = column("Programme that must be completed first", "Önce tamamlanması gereken program", refers="Programmes.programme", blank="needs none")
    contract: str | None = column("Offtake contract that must be in force (signed) when it is drawn", "Kullanım için imzalı olması gereken sözleşme", refers="Contracts.contract", blank="needs none")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Eligibility", en="What each source may pay for", tr="Her kaynağın finanse edebileceği harcamalar", group="finance")
@dataclass(frozen=True, slots=True)
class Eligibility:
    source_name: str = column("Funding source", "Finansman kaynağı", key=True, refers="Funding.source_name")
    mining: bool = column("Mines and beneficiation", "Maden ve zenginleştirme", unit="yes/no")
    refining: bool = column("Cracking, leaching, separation", "Çözündürme, liç ve ayırma", unit="yes/no")
    metals: bool = column("Metal, alloy, powder", "Metal, alaşım, toz", unit="yes/no")
    magnets: bool = column("Magnet lines", "Mıknatıs hatları", unit="yes/no")
    motors: bool = column("Motor lines", "Motor hatları", unit="yes/no")
    recycling: bool = column("Recycling", "Geri dönüşüm", unit="yes/no")
    waste: bool = column("Waste and thorium storage", "Atık ve toryum depolama", unit="yes/no")
    research: bool = column("Research programmes and studies", "Ar-Ge programları ve etütler", unit="yes/no")
    programmes: bool = column("Other programmes: reserve, licences, permits, partnerships, policies", "Öteki programlar: rezerv, lisans, izin, ortaklık, politika", unit="yes/no")
    working_capital: bool = column("Increase of working capital and value-added tax", "İşletme sermayesi artışı ve KDV", unit="yes/no")
    operations: bool = column("Operating cost, fees and debt service (equity only)", "İşletme gideri, ücretler ve borç servisi (yalnız özkaynak)", unit="yes/no")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("LenderClasses", en="How lenders of a kind look at a plan", tr="Kreditör sınıfları ve koşulları", group="finance", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class LenderClass:
    lender_class: str = column("Short name", "Kısa ad", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    cover_base: float | None = column("Least cash of the perimeter over debt service, at the base price deck of the banks", "Baz fiyatlarla asgari BSKO: banka baz fiyatlarıyla asgari borç servisi karşılama oranı (BSKO)", unit="ratio", above=0, maximum=5, blank="no cover test: the lender looks at a guarantor", lever=True)
    cover_low: float | None = column("The same at their low price deck", "Düşük fiyatlarla asgari BSKO: banka düşük fiyatlarıyla", unit="ratio", above=0, maximum=5, blank="no test at the low deck", lever=True)
    contract_cover: float | None = column("Least contract revenue of the perimeter over the service of this class: 2 means that contracts bring twice what is due", "Sözleşmeli gelir karşılama oranı: sözleşmeli gelirin bu sınıfın borç servisine asgari oranı", unit="ratio", minimum=0, maximum=50, blank="no contracts asked for")
    longest_tenor: int = column("Longest tenor from completion", "Tamamlanmadan sonra en uzun vade", unit="years", minimum=1, maximum=50)
    guaranteed: bool = column("Guaranteed by the Treasury: counts against the guarantee limit in Settings", "Hazine garantili mi (garanti sınırına sayılır)", unit="yes/no")
    guarantee_fee: float | None = column("Fee for the guarantee, on what is owed", "Borç bakiyesi üzerinden garanti ücreti", unit="1/yr", minimum=0, maximum=0.2, blank="none")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Perimeters", en="Plants that are financed together", tr="Birlikte finanse edilen tesis grupları", group="finance", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Perimeter:
    perimeter: str = column("Short name; no row at all: one perimeter for all plants", "Kısa ad (hiç satır yoksa bütün tesisler tek gruptur)", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    mining: bool = column("Mines and beneficiation", "Maden ve zenginleştirme", unit="yes/no")
    refining: bool = column("Cracking, leaching, separation", "Çözündürme, liç ve ayırma", unit="yes/no")
    metals: bool = column("Metal, alloy, powder", "Metal, alaşım, toz", unit="yes/no")
    magnets: bool = column("Magnet lines", "Mıknatıs hatları", unit="yes/no")
    motors: bool = column("Motor lines", "Motor hatları", unit="yes/no")
    recycling: bool = column("Recycling", "Geri dönüşüm", unit="yes/no")
    waste: bool = column("Waste and thorium storage", "Atık ve toryum depolama", unit="yes/no")
    maximum_gearing: float | None = column("Own limit of debt over debt and equity", "Azami borç oranı: bu grubun borç / (borç + özkaynak) üst sınırı", unit="share", minimum=0, maximum=1, blank="the share in Settings", lever=True)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("BankDeck", en="Prices at which lenders test a plan", tr="Bankaların fiyat varsayımı", group="finance", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class DeckPrice:
    commodity: str = column("Commodity; others follow by their price formula, or keep the price of the case", "Ürün; diğerleri fiyat formülünü izler ya da senaryo fiyatında kalır", key=True, refers="Commodities.commodity")
    base_factor: float = column("Base deck over the price of the case", "Baz banka fiyatı / senaryo fiyatı", unit="ratio", minimum=0, maximum=5, lever=True)
    low_factor: float = column("Low deck over the price of the case", "Düşük banka fiyatı / senaryo fiyatı", unit="ratio", minimum=0, maximum=5, lever=True)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()
