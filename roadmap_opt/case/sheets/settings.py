"""Sheet `Settings`: the horizon, the objective and the rules that hold for the whole case (one setting per row)."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.schema import column, sheet

OBJECTIVES = ("targets_first", "npv", "cost")
PERSPECTIVES = ("project", "owner", "national")
TERMINAL_VALUES = ("none", "book", "going_concern")
CASES = ("low", "base", "high")


@sheet("Settings", en="Rules that hold for the whole case", tr="Tüm model için geçerli kurallar", group="case", layout="settings")
@dataclass(frozen=True, slots=True)
class Settings:
    """One value per setting; money is MUSD of the base year unless the unit says nominal."""

    base_year: int = column("Year of the constant prices of every money input", "Sabit fiyatların ait olduğu yıl", unit="year", minimum=2000, maximum=2100)
    first_year: int = column("First year of the horizon", "Planlama döneminin ilk yılı", unit="year", minimum=2000, maximum=2100)
    last_year: int = column("Last year of the horizon", "Planlama döneminin son yılı", unit="year", minimum=2000, maximum=2100)
    first_decision_year: int = column("First year that is still free: earlier years are history and hold existing assets only", "Karar verilebilecek ilk yıl; önceki yıllar geçmiştir", unit="year", minimum=2000, maximum=2100)
    objective: str = column("What is optimised: targets_first (least weighted shortfall, then NPV), npv (soft targets penalised), cost (of meeting hard targets)", "Amaç: targets_first (önce hedefler, sonra NBD), npv, cost (maliyet)", choices=OBJECTIVES)
    perspective: str = column("Whose NPV: project (unlevered, after tax), owner (dividends less equity), national (taxes are transfers, avoided imports credited)", "Kimin NBD'si: project (borçsuz proje), owner (ortak), national (ülke)", choices=PERSPECTIVES)
    terminal_value: str = column("Value of plants after the horizon in the objective: none, book or going_concern; NPV is reported with and without it", "Dönem sonu tesis değeri: none (yok), book (defter), going_concern (işleyen tesis)", choices=TERMINAL_VALUES)
    price_case: str = column("Which rows of Prices are used", "Fiyat tablosunun hangi satırları kullanılır", choices=CASES)
    demand_case: str = column("Which rows of Demand are used", "Talep tablosunun hangi satırları kullanılır", choices=CASES)
    inflation: float = column("Yearly inflation of the currency; turns constant into nominal money for loans, tax and dividends", "Yıllık enflasyon (para birimi)", unit="1/yr", minimum=-0.05, maximum=0.5)
    discount_rate_project: float = column("Real discount rate of the project perspective", "Proje bakışı reel iskonto oranı", unit="1/yr real", minimum=0, maximum=0.5)
    discount_rate_owner: float = column("Real discount rate of the owner perspective (cost of equity)", "Ortak bakışı reel iskonto oranı (özsermaye maliyeti)", unit="1/yr real", minimum=0, maximum=0.5)
    discount_rate_national: float = column("Real social discount rate of the national perspective", "Ülke bakışı reel sosyal iskonto oranı", unit="1/yr real", minimum=0, maximum=0.5)
    shortfall_penalty: float = column("Objective npv: penalty per unit of weighted relative shortfall of soft targets", "npv amacında hedef açığı cezası", unit="MUSD per 100% shortfall", minimum=0)
    construction_starts_limit: float = column("Most that modules begun in one year may cost together, owner's cost included: contractors, skilled staff and attention are limited", "Bir yılda başlatılan modüllerin toplam maliyeti için üst sınır (sahip maliyeti dahil): yüklenici, nitelikli eleman ve yönetim kapasitesi sınırlıdır", unit="MUSD/yr", minimum=0, unlimited=True)
    owner_cost_share: float = column("Owner's cost and contingency added to every module's capex", "Modül yatırımına eklenen sahip maliyeti ve beklenmeyen gider payı", unit="share of capex", minimum=0, maximum=2)
    working_capital_share: float = column("Working capital tied up, as a share of yearly revenue", "Yıllık gelirin işletme sermayesine bağlanan payı", unit="share of revenue", minimum=0, maximum=1)
    terminal_book_share: float = column("Terminal value book: share of the straight-line book value that is credited", "Defter değerinin dönem sonunda sayılan payı", unit="share of book value", minimum=0, maximum=1)
    terminal_years: int = column("Terminal value going_concern: years of last-year operating cash flow after tax (national: before transfers) that are credited, discounted, falling in a straight line to zero", "İşleyen tesis değeri için sayılan yıl sayısı", unit="years", minimum=0, maximum=30)
    offtake_share: float = column("Long-term contracts at most this share of a product group's basis", "Uzun vadeli sözleşmelerin üst sınırı (grup bazında)", unit="share", minimum=0, maximum=1)
    offtake_basis: str = column("Basis of the offtake share: production or sales of the group", "Sözleşme payının tabanı: production (üretim) veya sales (satış)", choices=("production", "sales"))
    spot_revenue_counted: float = column("Share of spot revenue that lenders count in the bank case", "Bankaların spot geliri sayma oranı", unit="share", minimum=0, maximum=1)
    minimum_dscr: float = column("Bank-case cash flow over debt service in every year with service", "Asgari borç servisi karşılama oranı (BSKO)", unit="ratio", minimum=0, maximum=5)
    maximum_deficit: float = column("Largest bank-case operating deficit of a year without debt service: what sponsors commit to carry during ramp-up", "Borç servisi olmayan yılda izin verilen en büyük işletme açığı (ortakların tamamlama desteği)", unit="MUSD nominal/yr", minimum=0)
    equity_cure_share: float = column("Share of a year's debt service that fresh equity may cover in the DSCR test", "BSKO testinde özsermaye ile kapatılabilen pay", unit="share of service", minimum=0, maximum=1)
    reserve_months: float = column("Months of next year's debt service kept in the reserve account", "Borç servisi rezerv hesabı", unit="months", minimum=0, maximum=24)
    maximum_gearing: float = column("Debt at most this share of debt plus equity raised for plants, programmes and interest, cumulative", "Borç / (borç + özsermaye) üst sınırı", unit="share", minimum=0, maximum=1)
    maximum_source_share: float = column("No source above this share of all funds raised for plants, programmes and interest (own limit of a source applies too)", "Tek kaynağın toplam finansmandaki üst payı", unit="share", minimum=0, maximum=1)
    minimum_foreign_sources: int = column("At least this many foreign sources mobilised, once any funds are raised", "Asgari yabancı kaynak sayısı", unit="count", minimum=0, maximum=50)
    foreign_sources_by: int = column("Year by which the foreign sources have to be mobilised", "Yabancı kaynakların devreye gireceği son yıl", unit="year", minimum=2000, maximum=2100)
    cash_floor: float = column("Cash never below this at the end of a year", "Nakit alt sınırı", unit="MUSD nominal", minimum=0)
    opening_cash: float = column("Cash at the start of the first decision year", "Başlangıç nakdi", unit="MUSD nominal", minimum=0)
    corporate_tax: float = column("Corporate tax rate", "Kurumlar vergisi oranı", unit="share", minimum=0, maximum=1)
    loss_carry_forward_years: int = column("Years a tax loss can be carried forward", "Zarar mahsup süresi", unit="years", minimum=0, maximum=50)
    tax_depreciation_years: int = column("Straight-line tax depreciation of capex from the year of first operation", "Doğrusal vergi amortisman süresi", unit="years", minimum=1, maximum=50)
    state_royalty: float = column("State mining royalty on the reference value of the mine's saleable products", "Devlet hakkı oranı", unit="share of value", minimum=0, maximum=1)
    vat_rate: float = column("Value-added tax on investment, refunded in the following year", "Katma değer vergisi oranı", unit="share", minimum=0, maximum=1)
    vat_exempt: bool = column("Investment certificate: yes = no value-added tax on investment", "Yatırım teşvik belgesi KDV istisnası", unit="yes/no")
    purchases_for_stock: bool = column("May purchased feed be stored into later years? no = used in the year of purchase", "Satın alınan girdi sonraki yıla stoklanabilir mi", unit="yes/no")
    road_factor: float = column("Road distance over straight-line distance, where Distances has no row", "Karayolu / kuş uçuşu mesafe oranı", unit="ratio", minimum=1, maximum=3)
    freight_cost: float = column("Freight by road", "Karayolu taşıma maliyeti", unit="USD per t and km", minimum=0)
