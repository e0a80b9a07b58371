"""The result tables of a run: name, columns, units and meaning, declared once.

Extraction fills them, the run folder stores each as `tables/<name>.csv`, the results workbook and the report print
them, and the auditor recomputes the plan from them. Money in tables is nominal MUSD of the year unless the column
says ``real`` (constant base-year MUSD).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from roadmap_opt.case.cash_lines import CASH_FLOW_LINES as CASH_FLOW_LINES
from roadmap_opt.case.cash_lines import OPERATING_LINES as OPERATING_LINES
from roadmap_opt.case.cash_lines import TAIL_LINES as TAIL_LINES
from roadmap_opt.case.fiscal_lines import RECEIPTS, SPENDING
from roadmap_opt.case.public_kinds import PUBLIC_VALUE

TAIL_KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "kept": ("Modules kept in operation", "İşletmede tutulan modül"),
        "kept_asset": ("Existing plant kept, as a share", "İşletmede tutulan mevcut tesis payı"),
        "activity": ("Recipe activity", "Reçete faaliyeti"),
        "extraction": ("Ore mined", "Çıkarılan cevher"),
        "purchase": ("Feed bought", "Satın alınan girdi"),
        "collection": ("End-of-life goods collected", "Toplanan hurda"),
        "shipment": ("Goods moved between sites", "Yerler arası taşıma"),
        "sale": ("Spot sales", "Spot satışlar"),
        "delivery": ("Contract deliveries", "Sözleşme teslimleri"),
        "stock": ("Residue in store at the period's end", "Dönem sonunda depodaki artık"),
        "disposal": ("Goods disposed of", "Bertaraf"),
    }
)
"""Kinds of rows of the table `tail`; the item is the module, asset, recipe, deposit, supply, flow, commodity, market or
contract that the kind is about."""


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """One column: name, unit, meaning in English and Turkish, and whether it is part of the row's key."""

    name: str
    unit: str
    en: str
    tr: str
    key: bool = False

    @property
    def is_year(self) -> bool:
        """Whether its cells are calendar years."""
        return self.name in ("year", "completion")


@dataclass(frozen=True, slots=True)
class ResultTable:
    """One tidy table: a row per decision or per indicator and year; rows that are zero everywhere may be left out."""

    name: str
    en: str
    tr: str
    columns: tuple[ResultColumn, ...]
    is_decision: bool
    by_solver: bool = False
    """Whether it says something about the search, which nothing in the workbook can confirm."""
    is_optional: bool = False
    """Whether a run of an earlier version may be without it; it is empty then."""

    @property
    def column_names(self) -> list[str]:
        """Names of the columns in order."""
        return [column.name for column in self.columns]


_UNITS = {
    "year": ("", "Year", "Yıl"),
    "site": ("", "Site", "Yer"),
    "plant": ("", "Plant type", "Tesis türü"),
    "module": ("", "Module", "Modül"),
    "recipe": ("", "Recipe", "Reçete"),
    "commodity": ("", "Commodity", "Malzeme"),
    "programme": ("", "Programme", "Program"),
    "contract": ("", "Contract", "Sözleşme"),
    "source_name": ("", "Funding source", "Finansman kaynağı"),
    "category": ("", "Spending category", "Harcama grubu"),
    "market": ("", "Market", "Pazar"),
    "support": ("", "Price support", "Fiyat desteği"),
    "supply": ("", "Supply tranche", "Tedarik dilimi"),
    "deposit": ("", "Deposit", "Yatak"),
    "flow": ("", "Return flow", "Geri dönüş akışı"),
    "origin": ("", "From site", "Çıkış yeri"),
    "destination": ("", "To site", "Varış yeri"),
    "perimeter": ("", "Plants financed together", "Birlikte finanse edilen tesisler"),
    "completion": ("year", "Year in which the plants are completed", "Tesislerin tamamlandığı yıl"),
    "target": ("", "Target", "Hedef"),
    "kpi": ("", "Indicator", "Gösterge"),
    "definition": ("", "Definition", "Tanım"),
    "group": ("", "Offtake group", "Sözleşme grubu"),
    "line": ("", "Cash-flow line", "Nakit akışı kalemi"),
    "item": ("", "Item", "Kalem"),
    "constraint": ("", "Constraint", "Kısıt"),
    "index": ("", "Index", "İndis"),
    "element": ("", "Rare earths: a definition of the indicator import_dependence", "Nadir topraklar (import_dependence göstergesinin bir tanımı)"),
    "stage": ("", "Step of the chain at which they enter", "Zincire girdikleri aşama"),
    "country": ("", "Country, as on Supplies; TR for what is of the country's own", "Ülke (Supplies sayfasındaki kod); yurt içi kaynaklar için TR"),
}


def _k(name: str) -> ResultColumn:
    unit, en, tr = _UNITS[name]
    return ResultColumn(name, unit, en, tr, key=True)


def _v(name: str, unit: str, en: str, tr: str) -> ResultColumn:
    return ResultColumn(name, unit, en, tr)


def _decisions(name: str, en: str, tr: str, *columns: ResultColumn) -> ResultTable:
    return ResultTable(name, en, tr, columns, is_decision=True)


def _by_solver(name: str, en: str, tr: str, *columns: ResultColumn, is_optional: bool = False) -> ResultTable:
    return ResultTable(name, en, tr, columns, is_decision=False, by_solver=True, is_optional=is_optional)


def _derived(name: str, en: str, tr: str, *columns: ResultColumn) -> ResultTable:
    return ResultTable(name, en, tr, columns, is_decision=False)


_PERIOD = ResultColumn("year", "", "First year of the period", "Dönemin ilk yılı", key=True)
_KIND = ResultColumn("kind", "", "What the row says", "Satırın türü", key=True)

_YEAR_OR_PERIOD = ResultColumn("year", "year", "Year, or first year of a period after the last one", "Yıl veya son karar yılından sonraki dönemin ilk yılı", key=True)

_QUANTITY = _v("quantity", "units of the commodity", "Quantity", "Miktar")

_COVER = (
    _v("bank_cash", "MUSD nominal", "Cash at the lenders' base prices, before tax", "Banka baz fiyatlarıyla vergi öncesi nakit"),
    _v("low_cash", "MUSD nominal", "Cash at the lenders' low prices, before tax", "Banka düşük fiyatlarıyla vergi öncesi nakit"),
    _v("bank_tax", "MUSD nominal", "Tax as lenders compute it", "Kreditörlerin hesabıyla vergi"),
    _v("contract_income", "MUSD nominal", "Contract revenue at the lenders' base prices", "Banka baz fiyatlarıyla sözleşmeli gelir"),
    _v("service", "MUSD nominal", "Debt service", "Borç servisi"),
    _v("support", "MUSD nominal", "Support that sponsors stand for", "Ortakların üstlendiği destek"),
    _v("dscr", "ratio", "Cover at base prices, support not counted; blank when nothing is due", "Baz fiyatlarla BSKO (destek sayılmadan)"),
    _v("covenant", "ratio", "Least cover wanted at base prices; blank where nobody who tests is owed anything", "Baz fiyatlarla istenen asgari BSKO; sınayan alacaklı yoksa boş"),
    _v("low_dscr", "ratio", "Cover at low prices, support not counted", "Düşük fiyatlarla BSKO (destek sayılmadan)"),
    _v("low_covenant", "ratio", "Least cover wanted at low prices; blank where nobody who tests is owed anything", "Düşük fiyatlarla istenen asgari BSKO; sınayan alacaklı yoksa boş"),
)
"""Columns of the tables of cover."""

_ALL = (
    _decisions("builds", "Modules whose construction starts", "İnşaatı başlayan modüller", _k("site"), _k("plant"), _k("module"), _k("year"), _v("count", "count", "Modules started", "Başlatılan modül")),
    _decisions("programme_starts", "Programmes started (history included)", "Başlatılan programlar", _k("programme"), _k("year")),
    _decisions("contracts_signed", "Contracts signed, with the year of first delivery", "İmzalanan sözleşmeler (ilk teslim yılı)", _k("contract"), _k("year"), _v("volume", "units of the product per year", "Volume promised", "Taahhüt edilen miktar")),
    _decisions("sources_mobilised", "Funding sources mobilised", "Devreye alınan finansman kaynakları", _k("source_name"), _k("year")),
    _decisions("activity", "Recipe activity", "Reçete faaliyeti", _k("site"), _k("recipe"), _k("year"), _v("activity", "activity units", "Activity", "Faaliyet")),
    _decisions("extraction", "Ore mined", "Çıkarılan cevher", _k("deposit"), _k("year"), _QUANTITY),
    _decisions("purchases", "Feed bought, by the site it is delivered to", "Satın alınan girdi (teslim yerine göre)", _k("supply"), _k("site"), _k("year"), _QUANTITY),
    _decisions("collected", "End-of-life goods collected, by the site they are delivered to", "Toplanan hurda (teslim yerine göre)", _k("flow"), _k("site"), _k("year"), _QUANTITY),
    _decisions("shipments", "Goods moved between sites", "Yerler arası taşıma", _k("commodity"), _k("origin"), _k("destination"), _k("year"), _QUANTITY),
    _decisions("sales", "Spot sales", "Spot satışlar", _k("market"), _k("site"), _k("year"), _QUANTITY),
    _decisions("deliveries", "Contract deliveries", "Sözleşme teslimleri", _k("contract"), _k("site"), _k("year"), _QUANTITY),
    _decisions("supported_sales", "Sales settled with the state under a price support", "Devletle fiyat farkı hesaplanan satışlar", _k("support"), _k("market"), _k("year"), _QUANTITY),
    _decisions("stocks", "Closing stocks", "Dönem sonu stoklar", _k("commodity"), _k("site"), _k("year"), _QUANTITY),
    _decisions("disposal", "Goods disposed of", "Bertaraf", _k("commodity"), _k("site"), _k("year"), _QUANTITY),
    _decisions("sellers", "Whose the sales, deliveries, stocks and disposals of a good are that plants of several groups make", "Birden çok grubun tesislerinin ürettiği malların satış, teslim, stok ve bertarafının gruplara dağılımı", _KIND, _k("item"), _k("site"), _k("perimeter"), _YEAR_OR_PERIOD, _QUANTITY),
    _decisions("funding", "Money drawn, by what it pays for", "Kullanılan finansman ve kullanım yeri", _k("source_name"), _k("category"), _k("year"), _v("amount", "MUSD nominal", "Drawn", "Kullanılan")),
    _decisions("lending", "Debt drawn, by the plants that it pays for", "Borç kullanımı ve finanse edilen tesisler", _k("source_name"), _k("perimeter"), _k("completion"), _k("year"), _v("amount", "MUSD nominal", "Drawn", "Kullanılan")),
    _decisions("instalments", "Instalments of sculpted debt", "Nakit akışına göre belirlenen taksitler", _k("source_name"), _k("perimeter"), _YEAR_OR_PERIOD, _v("amount", "MUSD nominal/yr", "Repaid per year", "Yıllık geri ödeme")),
    _decisions("dividends", "Dividends paid and cash held", "Temettü ve nakit", _k("year"), _v("dividend", "MUSD nominal", "Dividend", "Temettü"), _v("cash", "MUSD nominal", "Closing cash", "Dönem sonu nakit")),
    _decisions("tail", "Operation after the last decision year, in each year of a steady period", "Son karar yılından sonraki işletme (durağan dönemin her yılı için)", _PERIOD, _KIND, _k("item"), _k("site"), ResultColumn("destination", "", "To site; the site itself where nothing moves", "Varış yeri (taşıma yoksa aynı yer)", key=True), _v("value", "units/yr; modules or share kept; units in store", "Value", "Değer")),
    _derived("capacity", "Capacity and use per plant", "Kapasite ve kullanım", _k("site"), _k("plant"), _k("year"), _v("installed", "capacity units/yr", "Nameplate in operation during the year (time-weighted)", "Yıl içinde işletmedeki kurulu kapasite (zaman ağırlıklı)"), _v("available", "capacity units/yr", "Most that could be used, by what has been learnt", "Öğrenilenle en çok kullanılabilecek kapasite"), _v("used", "capacity units/yr", "Used", "Kullanılan"), _v("use_share", "share", "Used over available", "Kullanım oranı"), _v("stood_down", "capacity units/yr", "Stood down: ran in the year before and cannot be held stable at this year's use", "Durdurulan: önceki yıl çalışan, bu yılki kullanımda kararlı tutulamayan kapasite")),
    _derived("balances", "Material balance per site", "Malzeme dengesi", _k("commodity"), _k("site"), _k("year"), _v("made", "units", "Made", "Üretilen"), _v("mined", "units", "Mined", "Çıkarılan"), _v("bought", "units", "Bought", "Satın alınan"), _v("collected", "units", "Collected", "Toplanan"), _v("arrived", "units", "Arrived", "Gelen"), _v("opening_stock", "units", "Opening stock", "Dönem başı stok"), _v("consumed", "units", "Consumed", "Tüketim"), _v("sold", "units", "Sold", "Spot satış"), _v("delivered", "units", "Delivered", "Sözleşme teslimi"), _v("departed", "units", "Departed", "Giden"), _v("disposed", "units", "Disposed", "Bertaraf"), _v("closing_stock", "units", "Closing stock", "Dönem sonu stok")),
    _derived("debt", "Debt by source", "Kaynağa göre borç", _k("source_name"), _k("year"), _v("drawn", "MUSD nominal", "Drawn", "Kullanılan"), _v("added_interest", "MUSD nominal", "Interest capitalised during construction: added to the debt", "İnşaat döneminde aktifleştirilen, borca eklenen faiz"), _v("fee", "MUSD nominal", "Upfront, commitment and guarantee fees", "Kullanım, taahhüt ve garanti ücretleri"), _v("interest", "MUSD nominal", "Interest paid", "Ödenen faiz"), _v("repaid", "MUSD nominal", "Repaid", "Geri ödenen"), _v("balance", "MUSD nominal", "Closing balance", "Kapanış bakiyesi")),
    _derived("debt_cover", "What lenders see of the plants that are financed together", "Birlikte finanse edilen tesislerin kreditör gözüyle durumu", _k("perimeter"), _k("year"), *_COVER),
    _derived("tail_cover", "The same in a year of each steady period after the last decision year", "Son karar yılından sonraki her durağan dönemin bir yılında aynı durum", _k("perimeter"), _PERIOD, *(column for column in _COVER if column.name != "support")),
    _derived("cash_flow", "Cash flow by line; inflows positive", "Nakit akışı (girişler artı)", _k("line"), _k("year"), _v("real", "MUSD real", "Constant base-year money", "Sabit fiyatlarla"), _v("nominal", "MUSD nominal", "Money of the year", "Cari")),
    _derived("tail_cash", "A year of each steady period after the last decision year; inflows positive", "Son karar yılından sonraki her durağan dönemin bir yılı (girişler artı)", _k("line"), _PERIOD, _v("real", "MUSD real per year", "Constant base-year money", "Sabit fiyatlarla")),
    _derived("tax", "Corporate tax", "Kurumlar vergisi", _k("year"), _v("operating_result", "MUSD nominal", "Operating cash flow before tax", "Vergi öncesi faaliyet nakit akışı"), _v("programme_cost", "MUSD nominal", "Programme cost expensed", "Program gideri"), _v("depreciation", "MUSD nominal", "Tax depreciation", "Amortisman"), _v("interest", "MUSD nominal", "Interest, fees and support", "Faiz, ücretler ve destek"), _v("income", "MUSD nominal", "Taxable income before losses", "Mahsup öncesi kazanç"), _v("new_loss", "MUSD nominal", "Loss of the year", "Yılın zararı"), _v("loss_used", "MUSD nominal", "Earlier losses used", "Mahsup edilen zarar"), _v("tax", "MUSD nominal", "Tax", "Vergi")),
    _derived("fiscal", "What the plan costs the state; a net cost below zero is a net receipt of the state", "Planın devlete maliyeti (sıfırın altındaki net maliyet devletin net geliridir)", _k("year"), *(_v(name, "MUSD nominal", f"Spending: {en}", f"Gider: {tr}") for name, (en, tr) in SPENDING.items()), *(_v(name, "MUSD nominal", f"Receipt: {en}", f"Gelir: {tr}") for name, (en, tr) in RECEIPTS.items()), _v("net_cost", "MUSD nominal", "Net cost to the state: spending less receipts; below zero the state receives more than it spends", "Devlete net maliyet: gider eksi gelir; sıfırın altındaysa devlet harcadığından fazlasını alır"), _v("cumulative_net_cost", "MUSD nominal", "Net cost to the state since the first decision year, after dividends", "İlk karar yılından beri devlete net maliyet (temettü sonrası)"), _v("guarantees", "MUSD nominal", "Guaranteed debt outstanding at the end of the year; no part of the net cost", "Yıl sonunda garantili borç bakiyesi (net maliyete dâhil değil)"), _v("called_at_low_prices", "MUSD nominal", "Guaranteed debt service that the cash at the lenders' low prices would leave unpaid; no part of the net cost", "Kreditörlerin düşük fiyatlarında nakdin karşılamadığı garantili borç servisi (net maliyete dâhil değil)")),
    _derived("offtake", "Contract share per product group", "Ürün grubu sözleşme payı", _k("group"), _k("year"), _v("basis", "units/yr", "Production or sales of the group", "Taban"), _v("contracted", "units/yr", "Volume of contracts in force", "Sözleşmeli miktar"), _v("share", "share", "Contracted over basis; blank when the basis is empty", "Pay"), _v("limit", "share", "Limit", "Sınır")),
    _derived("funding_mix", "Funds raised per source against its limits", "Kaynak bazında finansman ve sınırlar", _k("source_name"), _v("drawn", "MUSD nominal", "Drawn in total", "Toplam kullanım"), _v("share", "share", "Share of the funds raised for plants and programmes", "Tesis ve programlar için sağlanan finansmandaki pay"), _v("share_limit", "share", "Limit on the share", "Pay sınırı"), _v("total_limit", "MUSD nominal", "Limit in total; blank when unlimited", "Toplam sınır")),
    _derived("kpis", "Indicators by year, every definition", "Göstergeler (tüm tanımlar)", _k("kpi"), _k("definition"), _k("year"), _v("value", "unit of the indicator", "Value; blank for an empty ratio", "Değer"), _v("numerator", "", "Numerator of a ratio, or the level", "Pay veya düzey"), _v("denominator", "", "Denominator of a ratio", "Payda")),
    _derived("supply_sources", "Where the rare earths that enter the chain come from", "Zincire giren nadir toprakların kaynağı", _k("element"), _k("stage"), _k("country"), _k("year"), _v("quantity", "t oxide/yr", "Content of purchases and of scrap collected, and oxide made from domestic ore", "Satın alınan girdilerin ve toplanan hurdanın içeriği ile yerli cevherden üretilen oksit"), _v("share", "share", "Share of all that enters in the year", "Yıl içinde girenlerin tamamındaki pay")),
    _derived("supply_security", "Dependence on imports and on single countries", "İthalata ve tek ülkelere bağımlılık", _k("element"), _k("year"), _v("supplied", "t oxide/yr", "All that enters the chain", "Zincire girenlerin tamamı"), _v("imported", "t oxide/yr", "Imported", "İthal edilen"), _v("import_share", "share", "Imported over all that enters; blank when nothing does", "İthalat payı"), _v("largest_share", "share", "Share of the largest supplier country in the imports; blank without imports", "En büyük tedarikçi ülkenin ithalattaki payı"), _v("hhi", "0 to 1", "Herfindahl-Hirschman index over the countries of all that enters, Türkiye among them: sum of squared shares", "Herfindahl-Hirschman endeksi (Türkiye dahil tüm kaynak ülkelerin pay kareleri toplamı)")),
    _derived("public_value", "What the country has of it, by province: jobs, value added, energy, water, acid, emissions, residues", "İllere göre kamusal fayda ve yük: istihdam, katma değer, enerji, su, asit, emisyon, artık", ResultColumn("kind", "", "What is counted: " + "; ".join(f"{name} ({row[0]})" for name, row in PUBLIC_VALUE.items()), "Sayılan: " + "; ".join(f"{name} ({row[0]})" for name, row in PUBLIC_VALUE.items()), key=True), ResultColumn("place", "", "Province, or the site where none is stated; all for the whole country", "İl (belirtilmemişse yer); bütün ülke için all", key=True), _k("year"), _v("value", "unit of the kind", "Value", "Değer")),
    _derived("targets", "Targets by year of their window", "Hedeflerin yıllara göre durumu", _k("target"), _k("year"), _v("value", "unit of the indicator", "Value reached; blank for an empty ratio", "Ulaşılan"), _v("aim", "unit of the indicator", "Value wanted", "Hedef"), _v("shortfall", "unit of the numerator", "Shortfall of the numerator", "Açık"), _v("relative_shortfall", "share", "Shortfall over its scale; above 1 where a share is below zero, because more was bought or recycled than made or used", "Göreli açık; pay sıfırın altındaysa (üretilenden ya da kullanılandan fazlası satın alınmışsa) 1'den büyük"), _v("met", "yes/no", "Met within tolerance", "Karşılandı mı")),
    _derived("objective", "Objective and its parts", "Amaç fonksiyonu ve bileşenleri", _k("item"), _v("value", "MUSD real (shortfall: weighted share)", "Value", "Değer")),
    _by_solver("splits", "How the proof has divided all plans, in this order: a later proof follows it", "Kanıtın bütün planları sırayla nasıl böldüğü; sonraki bir kanıt aynı yolu izler", ResultColumn("number", "", "Number of the split; it makes the parts 2 x number + 1 (at most) and 2 x number + 2 (more)", "Bölmenin numarası; 2 x numara + 1 (en çok) ve 2 x numara + 2 (daha fazla) parçalarını doğurur", key=True), _v("part", "", "Part that is divided; 0 holds all plans", "Bölünen parça; 0 bütün planları içerir"), ResultColumn("decision", "", "Whole number of the model that is at most the value in one part and more in the other", "Bir parçada en çok bu değerde, öbüründe daha fazla olan tamsayı", key=True), _v("value", "count", "Value", "Değer"), is_optional=True),
    _by_solver("shadow_prices", "Shadow prices with integer decisions fixed", "Gölge fiyatlar (tamsayılar sabit)", _k("constraint"), _k("index"), _v("value", "MUSD real per unit of the limit", "Gain of the objective per unit of relaxation; 0 where the plan stands at a limit of which more is worth nothing", "Sınır bir birim gevşerse kazanç; plan sınırda olduğu hâlde fazlası bir şey kazandırmıyorsa 0")),
)

RESULT_TABLES: Mapping[str, ResultTable] = MappingProxyType({table.name: table for table in _ALL})
"""Every result table by name, in the order of the results workbook."""
