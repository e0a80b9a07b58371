"""The terms of the field, once in each language, with what they mean here: one word for one thing on every page.

`docs/glossary.md` is generated from it: `python -m roadmap_opt.glossary > docs/glossary.md`. A test holds every text of
the package against it: where the English side has a term, the Turkish side has its word.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from roadmap_opt.messages import Text


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its meaning. ``stem`` is how the Turkish word begins, whatever its ending (a pattern, small letters);
    ``forms`` is what the English one looks like in a text, where that is more than the term and its plural.
    """

    name: Text
    meaning: Text
    stem: str
    forms: str = ""


def _term(en: str, tr: str, meaning: str, anlam: str, stem: str = "", forms: str = "") -> Term:
    return Term(Text(en, tr), Text(meaning, anlam), stem or tr, forms)


GROUPS: Mapping[str, tuple[Term, ...]] = {
    "Value and money · Değer ve para": (
        _term(
            "net present value (NPV)", "net bugünkü değer (NBD)",
            "All cash flows of the years, discounted to the base year.",
            "Bütün yılların nakit akışlarının baz yıla indirgenmiş toplamı.",
            stem="net bugünkü değer|nbd", forms="net present values?|NPV",
        ),
        _term(
            "terminal value", "dönem sonu değeri",
            "What plants are still worth after the last year of the plan.",
            "Tesislerin planın son yılından sonra hâlâ taşıdığı değer.",
        ),
        _term(
            "book value", "defter değeri",
            "What was paid for plants less straight-line wear: one rule for the terminal value.",
            "Tesislere ödenenden doğrusal amortisman düşülünce kalan; dönem sonu değeri için bir kural.",
            stem="defter değer",
        ),
        _term(
            "going concern", "işleyen tesis",
            "Worth of plants by what they would go on to earn: the other rule for the terminal value.",
            "Tesislerin kazanmayı sürdüreceği paraya göre değeri; dönem sonu değeri için öteki kural.",
            stem="işleyen",
        ),
        _term(
            "perspective", "bakış",
            "Whose value counts: the project's, the owner's or the country's.",
            "Kimin değeri sayılır: projenin, sahibinin ya da ülkenin.",
            stem="bakış|açı",
        ),
        _term(
            "discount rate", "iskonto oranı",
            "Yearly rate at which later money counts less.",
            "Sonraki yılların parasının her yıl ne kadar az sayıldığı.",
            stem="iskonto oran",
        ),
        _term(
            "working capital", "işletme sermayesi",
            "Money tied up in stocks and unpaid bills while the chain works.",
            "Zincir çalışırken stoklarda ve alacaklarda bağlı kalan para.",
            stem="işletme sermaye",
        ),
        _term(
            "corporate tax", "kurumlar vergisi",
            "Tax on the profit of the chain's owner.",
            "Zincirin sahibinin kârından alınan vergi.",
            stem="kurumlar vergi",
        ),
        _term(
            "value-added tax", "katma değer vergisi (KDV)",
            "Paid on investment and refunded later; only the waiting costs.",
            "Yatırımda ödenir, sonra iade edilir; yalnız beklemesi maliyettir.",
            stem="katma değer vergi|kdv", forms="value-added tax|VAT",
        ),
        _term(
            "state mining royalty", "devlet hakkı",
            "Share of the value of what is mined that the state takes.",
            "Çıkarılan madenin değerinden devletin aldığı pay.",
            stem="devlet hakk", forms="state mining royalt(?:y|ies)|state royalt(?:y|ies)",
        ),
        _term(
            "licence royalty", "lisans bedeli",
            "Paid to the owner of a technology for every unit made with it.",
            "Bir teknolojinin sahibine, onunla üretilen her birim için ödenir.",
            stem="lisans bedel", forms="licence royalt(?:y|ies)",
        ),
        _term(
            "cash flow", "nakit akışı",
            "Money that comes in less money that goes out, by year.",
            "Yıl yıl giren para eksi çıkan para.",
            stem="nakit akış",
        ),
    ),
    "Funding · Finansman": (
        _term(
            "sources and uses", "kaynaklar ve kullanımlar",
            "Where the money comes from and what it pays for.",
            "Para nereden geliyor, nereye gidiyor.",
            stem="kaynaklar ve kullanım",
        ),
        _term(
            "peak funding", "en yüksek finansman ihtiyacı",
            "Largest sum that has to be found before the chain pays for itself.",
            "Zincir kendini ödeyene kadar bulunması gereken en büyük toplam.",
            stem="en yüksek finansman",
        ),
        _term(
            "equity", "özsermaye",
            "Money of owners, who are paid last and share the profit.",
            "Ortakların parası; en son ödenir, kâra ortaktır.",
        ),
        _term("grant", "hibe", "Money that is not paid back.", "Geri ödenmeyen para.", forms="grants?(?! draws)"),
        _term(
            "debt service", "borç servisi",
            "Interest and repayment due in a year.",
            "Bir yılda ödenecek faiz ve anapara.",
            stem="borç servis",
        ),
        _term(
            "debt service cover (DSCR)", "borç servisi karşılama oranı (BSKO)",
            "Cash available for debt service over the debt service due.",
            "Borç servisine ayrılabilen nakdin borç servisine oranı.",
            stem="borç servisi karşılama|bsko", forms="debt service cover|DSCR",
        ),
        _term(
            "covenant", "asgari sınır",
            "Debt service cover below which lenders do not lend.",
            "Altında kredi verilmeyen borç servisi karşılama oranı.",
            stem="sınır",
        ),
        _term(
            "bank case", "banka senaryosu",
            "The cash that lenders count: contracts in full, spot sales in part.",
            "Borç verenlerin saydığı nakit: sözleşmeler tam, spot satışlar kısmen.",
            stem="banka senaryo", forms="bank[ -]case",
        ),
        _term(
            "bond", "tahvil",
            "Debt sold to investors, repaid at the end.", "Yatırımcıya satılan, vade sonunda ödenen borç.",
            forms="bonds?",
        ),
        _term(
            "dividend", "temettü", "Profit paid out to owners.", "Ortaklara dağıtılan kâr.",
        ),
    ),
    "Trade · Ticaret": (
        _term(
            "offtake contract", "satış sözleşmesi",
            "A buyer takes agreed amounts at agreed terms for years.",
            "Alıcının yıllarca, kararlaştırılan koşullarla mal alması.",
            stem="sözleşme", forms="offtake(?: contracts?)?",
        ),
        _term(
            "spot sale", "spot satış",
            "Sold at the price of the day, without a contract.",
            "Sözleşmesiz, günün fiyatıyla satış.",
        ),
        _term(
            "shortfall", "açık",
            "How much of a target is missed, as a share of its value.",
            "Bir hedefin, değerinin payı olarak, ne kadar eksik kaldığı.",
            stem="açı[kğ]|eksik",
        ),
    ),
    "Plants and material · Tesisler ve malzeme": (
        _term(
            "ramp-up", "kademeli kapasite artışı",
            "First years of a plant, in which it cannot yet run at nameplate.",
            "Bir tesisin anma kapasitesine henüz ulaşamadığı ilk yılları.",
            stem="kademeli kapasite artış|kademeli art", forms="ramp-up|ramps up",
        ),
        _term(
            "lead time", "kuruluş süresi",
            "Years from the start of construction to the start of operation.",
            "İnşaatın başından işletmenin başına kadar geçen yıllar.",
            stem="kuruluş süre",
        ),
        _term(
            "nameplate", "anma kapasitesi",
            "Capacity that a plant was built for, per year.",
            "Bir tesisin kurulduğu yıllık kapasite.",
            stem="anma kapasite",
        ),
        _term(
            "module", "modül",
            "Smallest size in which a plant is built.", "Bir tesisin kurulduğu en küçük boy.",
        ),
        _term(
            "recipe", "reçete",
            "What a plant takes in and gives out per unit of activity.",
            "Bir tesisin birim faaliyet başına aldığı ve verdiği.",
        ),
        _term(
            "programme", "program",
            "Exploration, research or permits that come before a plant.",
            "Tesisten önce gelen arama, araştırma veya izin işi.",
        ),
        _term(
            "concentrate", "konsantre",
            "Ore with most of the barren rock taken out.", "Boş kayacın çoğu ayrılmış cevher.",
        ),
        _term(
            "verified reserve", "doğrulanmış rezerv",
            "Ore that is proven and probable, so that lenders believe in it.",
            "Kanıtlanmış ve muhtemel, borç verenlerin inandığı cevher.",
            stem="doğrulan\\w+ rezerv",
        ),
        _term(
            "oxide", "oksit",
            "Form in which rare earths are counted and sold.",
            "Nadir toprakların sayıldığı ve satıldığı biçim.",
            stem="oksi[td]|nto",
        ),
        _term(
            "separation", "ayırma",
            "Splitting mixed rare earths into single oxides.",
            "Karışık nadir toprakları tek tek oksitlere ayırmak.",
        ),
        _term(
            "rare earth", "nadir toprak",
            "The fifteen lanthanides, scandium and yttrium.",
            "On beş lantanit, skandiyum ve itriyum.",
            stem="nadir topra|nto|nte", forms="rare[ -]earths?",
        ),
        _term("magnet", "mıknatıs", "Sintered NdFeB, the product that motors need.", "Sinterlenmiş NdFeB; motorların "
              "gereksindiği ürün.", stem="mıknatıs|manyetik"),
        _term("scrap", "hurda", "Material that comes back for recycling.", "Geri dönüşüme gelen malzeme."),
        _term("swarf", "talaş", "What is ground off magnets in their making.", "Mıknatıs yapılırken taşlanan kısım."),
        _term("residue", "artık", "What is left of the ore and has to be disposed of.",
              "Cevherden kalan ve bertaraf edilmesi gereken."),
        _term("thorium", "toryum", "Radioactive companion that has to be stored.", "Depolanması gereken, "
              "radyoaktif yoldaş element."),
    ),
    "Search and proof · Arama ve kanıt": (
        _term(
            "proven gap", "kanıtlanmış açık",
            "How much better than the plan any other could be, at most.",
            "Başka bir planın bundan en fazla ne kadar iyi olabileceği.",
            stem="kanıtlanmış açı[kğ]",
        ),
        _term(
            "feasible at limit", "sınırda uygun",
            "The plan keeps every rule; the search ended before the proof.",
            "Plan her kurala uyar; arama kanıttan önce sona erdi.",
        ),
        _term(
            "shadow price", "gölge fiyat",
            "What one more unit of something limited would be worth.",
            "Sınırlı bir şeyin bir birim fazlasının değeri.",
        ),
        _term("audit", "denetim", "Every number computed again, without model and solver.",
              "Bütün sayıların modelden ve çözücüden bağımsız yeniden hesabı.", stem="denet",
              forms="audits?|auditors?"),
        _term("indicator", "gösterge", "What a target measures.", "Bir hedefin ölçtüğü."),
        _term("batch", "toplu çalışma", "Many scenarios solved side by side.", "Yan yana çözülen çok sayıda senaryo.",
              stem="toplu|parti", forms="batch(?:es)?"),
        _term("quantile", "dilim", "Value below which that share of the runs stands.",
              "Çalışmaların o payının altında kaldığı değer."),
        _term("scenario", "senaryo", "The workbook with some of its values changed.",
              "Bazı değerleri değiştirilmiş dosya."),
        _term("target", "hedef", "What the roadmap wants by a year.", "Yol haritasının bir yıla kadar istediği."),
        _term("baseline", "temel", "The run that the others are measured against.",
              "Diğerlerinin karşılaştırıldığı çalışma."),
        _term("sweep", "tarama", "Many runs with uncertain inputs moved.",
              "Belirsiz girdilerin oynatıldığı çok sayıda çalışma.", stem="tarama"),
        _term("regret", "pişmanlık", "What a plan loses against the best plan of the world that comes.",
              "Bir planın, gerçekleşen dünyanın en iyi planına göre kaybettiği.", stem="pişman"),
        _term("run", "çalışma", "One solve and everything it wrote.", "Bir çözüm ve yazdığı her şey.", stem="çalışma",
              forms="runs(?! out)"),
    ),
}  # fmt: skip
"""Terms by what they are about."""

TERMS: tuple[Term, ...] = tuple(term for group in GROUPS.values() for term in group)
"""All of them."""

_INTRODUCTION = """# Glossary · Terimler

Generated from `roadmap_opt/glossary.py`: `python -m roadmap_opt.glossary > docs/glossary.md`. One word for one thing,
on every page, in every workbook and on the console.
"""


def glossary_markdown() -> str:
    """The page `docs/glossary.md`."""
    lines = [_INTRODUCTION]
    for heading, terms in GROUPS.items():
        lines += [f"## {heading}\n", "| English | Türkçe | Meaning | Anlamı |\n|---|---|---|---|"]
        lines += [f"| {t.name.en} | {t.name.tr} | {t.meaning.en} | {t.meaning.tr} |" for t in terms]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(glossary_markdown(), end="")
