"""Sheets that are read by people only: `Contradictions`, `References`."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.schema import column, note_column, sheet


@sheet("Contradictions", en="Where the sources contradict each other, and the reading chosen", tr="Kaynaklardaki çelişkiler ve seçilen okuma", group="notes", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Contradiction:
    number: int = column("Number", "Sıra no", key=True, minimum=1)
    topic: str = column("Topic", "Konu")
    statement: str = column("What one source says", "Bir kaynağın söylediği")
    check: str = column("What another source or arithmetic says", "Başka kaynağın veya hesabın söylediği")
    reading: str = column("Reading chosen in this workbook and why", "Bu dosyada seçilen okuma ve nedeni")
    where: str | None = column("Sheet and row in which the choice is made", "Seçimin yapıldığı sayfa ve satır", blank="no number depends on it")


@sheet("References", en="Sources named on the other sheets", tr="Diğer sayfalarda anılan kaynaklar", group="notes", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class Reference:
    key: str = column("Key used in the source columns", "Kaynak sütunlarında kullanılan anahtar", key=True)
    title: str = column("Title, publisher, date", "Başlık, yayıncı, tarih")
    address: str | None = column("Address", "Adres", blank="no public page")
    note: str | None = note_column()
