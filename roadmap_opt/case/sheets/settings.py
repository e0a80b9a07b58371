"""Sheet `Settings`: the horizon, the objective and the rules that hold for the whole case (one setting per row)."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.schema import column, sheet

OBJECTIVES = ("targets_first", "npv", "cost")
PERSPECTIVES = ("project", "owner", "national")
TERMINAL_VALUES = ("none", "book", "going_concern", "operation")
CASES = ("low", "base", "high")


@sheet("Settings", en="Rules that hold for the whole case", tr="Tüm model için geçerli kurallar", group="case", layout="settings")
@dataclass(frozen=True, slots=True)
class Settings:
    """One value per setting; money is MUSD of the base year unless the unit says nominal."""

    base_year: int = column("Year of the constant prices of every money input", "Sabit fiyatların ait olduğu yıl", unit="year", minimum=2000, maximum=2100)
    first_year: int = column("First year of the horizon", "Planlama döneminin ilk yılı", unit="year", minimum=2000, maximum=2100)
    last_year: int = column("Last year of the horizon", "Planlama döneminin son yılı", unit="year", minimum=2000, maximum=2100)
    first_decision_year: int = column("First year that is still free: earlier years are history and hold existing assets only", "Karar verilebilecek ilk yıl; önceki yıllar geçmiştir", unit="year", minimum=2000, maximum=2100)
    objective: str = column("What is optimised: targets_first (least weighted shortfall, then NPV), npv (soft targets penalised), cost (of meeting hard targets)", "Amaç: targets_first (önce hedefler, sonra NBD), npv, cost (maliyet)", choices=OBJECTIVES, lever=True)
    perspective: str = column("Whose NPV: project (unlevered, after tax), owner (dividends less equity), national (taxes are transfers, avoided imports credited)", "Kimin NBD'si: project (borçsuz proje), owner (ortak), national (ülke)", choices=PERSPECTIVES)
    terminal_value: str = column("What comes after the horizon in the objective: none, book (value of plants), going_concern (last year's cash flow, fading) or operation (steady operation for tail_years); NPV is reported with each", "Amaç fonksiyonunda dönem sonrası değer: none (yok), book (defter değeri), going_concern (işleyen tesis; son yılın nakit akışı azalarak), operation (tail_years boyunca işletme); NBD her biriyle raporlanır", choices=TERMINAL_VALUES)
    price_case: str = column("Which rows of Prices are used", "Fiyat tablosunun hangi satırları kullanılır", choices=CASES, lever=True)
    demand_case: str = column("Which rows of Demand are used", "Talep tablosunun hangi satırları kullanılır", choices=CASES, lever=True)
    inflation: float = column("Yearly inflation of the currency; turns constant into nominal money for loans, tax and dividends", "Yıllık enflasyon (para birimi)", unit="1/yr", minimum=-0.05, maximum=0.5)
    discount_rate_project: float = column("Real discount rate of the project perspective", "Proje bakışı reel iskonto oranı", unit="1/yr real", minimum=0, maximum=0.5, lever=True)
    discount_rate_owner: float = column("Real discount rate of the owner perspective (cost of equity)", "Ortak bakışı reel iskonto oranı (özkaynak maliyeti)", unit="1/yr real", minimum=0, maximum=0.5, lever=True)
    discount_rate_national: float = column("Real social discount rate of the national perspective", "Ülke bakışı reel sosyal iskonto oranı", unit="1/yr real", minimum=0, maximum=0.5, lever=True)
    shortfall_penalty: float = column("Objective npv: penalty per unit of weighted relative shortfall of soft targets", "npv amacında hedef açığı cezası", unit="MUSD per 100% shortfall", minimum=0)
    construction_starts_limit: float = column("Most that modules begun in one year may cost together, owner's cost included: contractors, skilled staff and attention are limited", "Bir yılda başlatılan modüllerin toplam maliyeti için üst sınır (sahip maliyeti dahil): yüklenici, nitelikli eleman ve yönetim kapasitesi sınırlıdır", unit="MUSD/yr", minimum=0, unlimited=True, lever=True)
    owner_cost_share: float = column("Owner's cost and contingency added to every module's capex", "Modül yatırımına eklenen sahip maliyeti ve beklenmeyen gider payı", unit="share of capex", minimum=0, maximum=2)
    working_capital_share: float = column("Working capital tied up, as a share of yearly revenue", "Yıllık gelirin işletme sermayesine bağlanan payı", unit="share of revenue", minimum=0, maximum=1)
    terminal_book_share: float = column("Terminal value book: share of the straight-line book value that is credited", "Defter değerinin dönem sonunda sayılan payı", unit="share of book value", minimum=0, maximum=1)
    terminal_years: int = column("Terminal value going_concern: years of last-year operating cash flow after tax (national: before transfers) that are credited, discounted, falling in a straight line to zero", "İşleyen tesis değeri için sayılan yıl sayısı", unit="years", minimum=0, maximum=30)
    tail_years: int = column("Years of steady operation after the last year: plants still within their life, signed contracts, prices and demand of the last year; nothing is decided but operation; 0 = nothing after the last year", "Son yıldan sonra sürdürülen işletme yılı sayısı (ömrü dolmamış tesisler ve yürürlükteki sözleşmelerle, son yılın fiyat ve talebiyle; yeni yatırım kararı yok); 0 = son yıldan sonrası yok", unit="years", minimum=0, maximum=40)
    tail_periods: int = column("Steady periods into which the years after the last year are divided", "Son yıldan sonraki yılların bölündüğü durağan dönem sayısı", unit="count", minimum=1, maximum=2)
    tail_renewal: bool = column("After the last year, demand that buys under contracts only is open to all sales at the market's price, whether a contract was signed before or not; no = it is open to contracts that still run, nothing else", "Son yıldan sonra yalnızca sözleşmeyle alan talep, önceden sözleşme olsun olmasın, piyasa fiyatından her satışa açık mıdır; no = yalnızca süresi dolmamış sözleşmeler", unit="yes/no")
    tail_operation_share: float = column("In the last year every plant goes on with at least this part of its use in the year before, and after it with at least this part of its use in the last year, less what has reached the end of its life; 0 = it may be run down and closed at once", "Her tesisin son yılda bir önceki yılın, ondan sonra son yılın kullanımına göre en az sürdürdüğü pay (ömrü dolan kapasite düşülür); 0 = hemen küçültülüp kapatılabilir", unit="share of use", minimum=0, maximum=1, lever=True)
    offtake_share: float = column("Long-term contracts at most this share of a product group's basis", "Uzun vadeli sözleşmelerin üst sınırı (grup bazında)", unit="share", minimum=0, maximum=1, lever=True)
    offtake_basis: str = column("Basis of the offtake share: production or sales of the group", "Sözleşme payının tabanı: production (üretim) veya sales (satış)", choices=("production", "sales"))
    support_service_share: float = column("Sponsors' support in the cover test: at most this share of a year's debt service", "BSKO testinde ortak desteği: yılın borç servisinin en çok bu payı", unit="share of service", minimum=0, maximum=1)
    support_debt_share: float = column("Completion support: until the years below have passed, sponsors also stand for this share of the debt in every year", "Tamamlama desteği: aşağıdaki süre doluncaya dek her yıl borcun bu payı kadar ortak desteği", unit="share of debt", minimum=0, maximum=1)
    support_years: int = column("Years after completion in which completion support is given", "Tamamlanmadan sonra tamamlama desteği verilen yıl sayısı", unit="years", minimum=0, maximum=20)
    support_fee: float = column("What sponsors charge for the support that they stand for", "Ortakların verdikleri destek için aldıkları ücret", unit="1/yr", minimum=0, maximum=0.3)
    guarantee_limit: float = column("Debt under the Treasury's guarantee never above this", "Hazine garantili borcun üst sınırı", unit="MUSD nominal", minimum=0, unlimited=True, lever=True)
    reserve_months: float = column("Months of next year's debt service kept in the reserve account", "Borç servisi rezerv hesabı", unit="months", minimum=0, maximum=24)
    maximum_gearing: float = column("Debt at most this share of debt plus equity raised for the plants of a perimeter, cumulative (a perimeter may have its own)", "Bir grubun tesisleri için borç / (borç + özkaynak) üst sınırı", unit="share", minimum=0, maximum=1, lever=True)
    maximum_source_share: float = column("No source above this share of all funds raised for plants and programmes (own limit of a source applies too)", "Tek kaynağın toplam finansmandaki üst payı", unit="share", minimum=0, maximum=1, lever=True)
    minimum_foreign_sources: int = column("At least this many foreign sources mobilised, once any funds are raised", "Asgari yabancı kaynak sayısı", unit="count", minimum=0, maximum=50, lever=True)
    foreign_sources_by: int = column("Year by which the foreign sources have to be mobilised", "Yabancı kaynakların devreye gireceği son yıl", unit="year", minimum=2000, maximum=2100, lever=True)
    minimum_brought: float = column("What a foreign source or a partnership has to have brought before it counts as one in the indicators: money drawn, goods delivered, bought or made through it, at base-year prices", "Bir dış kaynağın veya ortaklığın göstergelerde sayılması için getirmiş olması gereken en az tutar: kullanılan finansman; onun sayesinde teslim edilen, alınan veya üretilen malların temel yıl fiyatlarıyla değeri", unit="MUSD", minimum=0)
    cash_floor: float = column("Cash never below this at the end of a year", "Nakit alt sınırı", unit="MUSD nominal", minimum=0)
    opening_cash: float = column("Cash at the start of the first decision year", "Başlangıç nakdi", unit="MUSD nominal", minimum=0, lever=True)
    corporate_tax: float = column("Corporate tax rate", "Kurumlar vergisi oranı", unit="share", minimum=0, maximum=1)
    loss_carry_forward_years: int = column("Years a tax loss can be carried forward", "Zarar mahsup süresi", unit="years", minimum=0, maximum=50)
    tax_depreciation_years: int = column("Straight-line tax depreciation of capex from the year of first operation", "Doğrusal vergi amortisman süresi", unit="years", minimum=1, maximum=50)
    state_royalty: float = column("State mining royalty on the reference value of the mine's saleable products", "Devlet hakkı oranı", unit="share of value", minimum=0, maximum=1)
    vat_rate: float = column("Value-added tax on investment, refunded in the following year", "Katma değer vergisi oranı", unit="share", minimum=0, maximum=1)
    vat_exempt: bool = column("Investment certificate: yes = no value-added tax on investment", "Yatırım teşvik belgesi KDV istisnası", unit="yes/no", lever=True)
    maximum_supplier_share: float = column("No country supplies more than this share of the magnet rare earths that are imported in a year; 1 = no limit", "Bir yılda ithal edilen mıknatıs nadir topraklarında tek ülkenin üst payı; 1 = sınır yok", unit="share", above=0, maximum=1, lever=True)
    purchases_for_stock: bool = column("May purchased feed be stored into later years? no = used in the year of purchase", "Satın alınan girdi sonraki yıla stoklanabilir mi", unit="yes/no", lever=True)
    swarf_recycled_share: float = column("Own magnet swarf: least share recycled in the country (0 = no duty). At 1 own swarf comes before imported scrap", "Kendi mıknatıs talaşının yurt içinde geri kazanılması gereken en az payı (0 = yükümlülük yok). 1 ise kendi talaşı ithal hurdadan önce gelir", unit="share of swarf made", minimum=0, maximum=1, lever=True)
    swarf_recycled_from: int = column("First year in which that share has to be recycled", "Bu payın geri kazanılması gereken ilk yıl", unit="year", minimum=2000, maximum=2100, lever=True)
    road_factor: float = column("Road distance over straight-line distance, where Distances has no row", "Karayolu / kuş uçuşu mesafe oranı", unit="ratio", minimum=1, maximum=3)
    freight_cost: float = column("Freight by road", "Karayolu taşıma maliyeti", unit="USD per t and km", minimum=0)
