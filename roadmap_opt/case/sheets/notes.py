"""Sheets that are read by people only: `Contradictions`, `Comparables`, `References`."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.schema import column, confidence_column, note_column, note_tr_column, sheet, source_column

CLOSES = ("yes", "no", "partly")


@sheet("Contradictions", en="Where the sources contradict each other, and the reading chosen", tr="Kaynaklardaki çelişkiler ve seçilen okuma", group="notes", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Contradiction:
    number: int = column("Number", "Sıra no", key=True, minimum=1)
    topic: str = column("Topic", "Konu")
    statement: str = column("What one source says", "Bir kaynağın söylediği")
    check: str = column("What another source or arithmetic says", "Başka kaynağın veya hesabın söylediği")
    reading: str = column("Reading chosen in this workbook and why", "Bu dosyada seçilen okuma ve nedeni")
    where: str | None = column("Sheet and row in which the choice is made", "Seçimin yapıldığı sayfa ve satır", blank="no number depends on it")


@sheet("Comparables", en="Real financings to hold the plan against", tr="Planın karşılaştırılacağı gerçek finansmanlar", group="notes", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Comparable:
    financing: str = column("Short name: project and year", "Kısa ad: proje ve yıl", key=True)
    project: str = column("Project", "Proje")
    sponsor: str = column("Sponsor", "Sponsor")
    country: str = column("Country", "Ülke")
    year: int = column("Year in which the money was agreed or announced", "Finansmanın bağlandığı veya açıklandığı yıl", unit="year", minimum=1990, maximum=2100)
    scope: str = column("What is financed, with its size", "Finanse edilen iş ve büyüklüğü")
    capital_cost: float | None = column("Capital cost of the scope", "Kapsamın yatırım tutarı", unit="MUSD", minimum=0, blank="not published")
    debt: float | None = column("Debt committed, offered or drawn", "Taahhüt edilen, önerilen veya kullanılan borç", unit="MUSD", minimum=0, blank="none, or not published")
    equity: float | None = column("Equity of this financing", "Bu finansmandaki özkaynak", unit="MUSD", minimum=0, blank="none, or not published")
    grants: float | None = column("Grants and tax credits", "Hibe ve vergi kredileri", unit="MUSD", minimum=0, blank="none, or not published")
    lender_class: str = column("Kind of money: sovereign, export credit, development bank, commercial, bond, prepayment, equity", "Kaynağın türü: devlet destekli, ihracat kredisi, kalkınma bankası, ticari, tahvil, ön ödeme, özkaynak")
    lenders: str = column("Who gives it", "Finansmanı verenler")
    tenor: float | None = column("Years from signature to the last instalment", "İmzadan son taksite kadar süre", unit="years", above=0, maximum=60, blank="no debt, or not published")
    grace: float | None = column("Years from signature without repayment of principal", "İmzadan sonra anapara ödenmeyen süre", unit="years", minimum=0, maximum=60, blank="no debt, or not published")
    rate: str | None = column("Interest or margin, as published", "Yayımlanan faiz veya marj", blank="not published")
    conditions: str | None = column("Cover ratio, security, completion support and other conditions, as published", "Kredi koşulları: yayımlanan karşılama oranı, teminat, tamamlama desteği ve başka koşullar", blank="not published")
    offtake_share: float | None = column("Share of output under contract, or asked for by the lenders", "Sözleşmeli üretim payı: üretimin sözleşmeye bağlı (veya kreditörlerin istediği) payı", unit="share", minimum=0, maximum=1, blank="not published")
    price_support: str | None = column("Floor price or guarantee by a state or buyer", "Fiyat desteği: devletin veya alıcının taban fiyatı ya da garantisi", blank="none known")
    financial_close: str = column("Was the money closed: yes, no (conditional, letter of interest, term sheet), partly", "Finansal kapanış: yes (evet), no (hayır: koşullu, niyet mektubu), partly (kısmen)", choices=CLOSES)
    outcome: str = column("Built? Overrun? As far as the sources go", "Yapıldı mı, aşım oldu mu (kaynakların izin verdiği kadar)")
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("References", en="Sources named on the other sheets", tr="Diğer sayfalarda anılan kaynaklar", group="notes", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Reference:
    key: str = column("Key used in the source columns", "Kaynak sütunlarında kullanılan anahtar", key=True)
    title: str = column("Title, publisher, date", "Başlık, yayıncı, tarih")
    address: str | None = column("Address", "Adres", blank="no public page")
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()
