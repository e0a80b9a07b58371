"""Sheets of money sources: `Funding`, `Eligibility`."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.schema import column, confidence_column, note_column, sheet, source_column

FUNDING_KINDS = ("equity", "grant", "loan", "bond")
REPAYMENTS = ("linear", "annuity", "bullet")
SPENDING_CATEGORIES = ("mining", "refining", "metals", "magnets", "motors", "recycling", "waste", "programmes", "interest", "working_capital", "operations")
"""What money can be spent on; the plant categories come first. `operations` is operating cost and debt service, open to equity only."""


MAXIMUM_FEE = 0.3
"""Draws may pay for their own fees; below this share the sum of all draws stays finite even without limits."""

RUNNING = ("operations", "working_capital")
"""Spending that keeps plants running; gearing and the share of one source are measured on everything else."""


@sheet("Funding", en="Where the money can come from", tr="Finansman kaynakları", group="finance")
@dataclass(frozen=True, slots=True)
class FundingSource:
    source_name: str = column("Short name", "Kısa ad", key=True)
    name_en: str = column("Name in English", "İngilizce adı")
    name_tr: str = column("Name in Turkish", "Türkçe adı")
    kind: str = column("equity, grant, loan or bond", "özsermaye, hibe, kredi, tahvil", choices=FUNDING_KINDS)
    foreign: bool = column("Foreign source (diversification rule, foreign-source targets)", "Yabancı kaynak mı", unit="yes/no")
    rate: float = column("Loans and bonds: interest. Equity: return the provider requires. Grants: 0", "Kredi faizi; özsermayede istenen getiri", unit="1/yr nominal", minimum=0, maximum=1)
    upfront_fee: float = column("Fee on each draw", "Kullanımda ödenen ücret", unit="share of draw", minimum=0, maximum=MAXIMUM_FEE)
    grace: int = column("Years without repayment after the draw", "Ödemesiz süre", unit="years", minimum=0, maximum=40)
    tenor: int = column("Years from draw to last repayment, grace included (0 for equity and grants)", "Toplam vade (özsermaye ve hibede 0)", unit="years", minimum=0, maximum=50)
    repayment: str | None = column("linear, annuity or bullet", "Geri ödeme biçimi: linear (eşit anapara), annuity (eşit taksit), bullet (vade sonu)", choices=REPAYMENTS, blank="equity or grant")
    yearly_limit: float = column("Most that can be drawn in a year", "Yıllık kullanım sınırı", unit="MUSD nominal/yr", minimum=0, unlimited=True)
    total_limit: float = column("Most that can be drawn in total", "Toplam kullanım sınırı", unit="MUSD nominal", minimum=0, unlimited=True)
    minimum_ticket: float = column("Least amount drawn in the year the source is mobilised", "Devreye alındığı yılda asgari tutar", unit="MUSD nominal", minimum=0)
    first_year: int | None = column("First year in which it can be drawn", "Kullanılabilecek ilk yıl", unit="year", blank="first decision year")
    last_year: int | None = column("Last year in which it can be drawn", "Kullanılabilecek son yıl", unit="year", blank="last year")
    maximum_share: float | None = column("Own limit on the share of all funds raised", "Toplam finansmandaki üst payı", unit="share", minimum=0, maximum=1, blank="the share in Settings")
    programme: str | None = column("Programme that must be completed first", "Önce tamamlanması gereken program", refers="Programmes.programme", blank="needs none")
    contract: str | None = column("Offtake contract that must be in force (signed) when it is drawn", "Kullanım için imzalı olması gereken sözleşme", refers="Contracts.contract", blank="needs none")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()


@sheet("Eligibility", en="What each source may pay for", tr="Her kaynağın finanse edebileceği harcamalar", group="finance")
@dataclass(frozen=True, slots=True)
class Eligibility:
    source_name: str = column("Funding source", "Finansman kaynağı", key=True, refers="Funding.source_name")
    mining: bool = column("Mines and beneficiation", "Maden ve zenginleştirme", unit="yes/no")
    refining: bool = column("Cracking, leaching, separation", "Çözme ve ayırma", unit="yes/no")
    metals: bool = column("Metal, alloy, powder", "Metal, alaşım, toz", unit="yes/no")
    magnets: bool = column("Magnet lines", "Mıknatıs hatları", unit="yes/no")
    motors: bool = column("Motor lines", "Motor hatları", unit="yes/no")
    recycling: bool = column("Recycling", "Geri dönüşüm", unit="yes/no")
    waste: bool = column("Waste and thorium storage", "Atık ve toryum depolama", unit="yes/no")
    programmes: bool = column("Programmes", "Programlar", unit="yes/no")
    interest: bool = column("Interest and fees during construction and grace", "İnşaat dönemi faizi ve ücretler", unit="yes/no")
    working_capital: bool = column("Increase of working capital and value-added tax", "İşletme sermayesi artışı ve KDV", unit="yes/no")
    operations: bool = column("Operating cost and debt service (equity only)", "İşletme gideri ve borç servisi (yalnız özsermaye)", unit="yes/no")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
