"""Sheets `Sweeps` and `Correlations`: which inputs a sweep varies together, how far, how likely, and which move alike."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.schema import column, confidence_column, note_column, note_tr_column, sheet, source_column
from roadmap_opt.case.sheets.policy import OPERATIONS

DISTRIBUTIONS = ("uniform", "triangular", "normal", "lognormal", "discrete")
MOST_STEPS = 100

AS_FIRST_ROW = "as in the first row of the parameter"


@sheet("Sweeps", en="Inputs that a sweep varies, and how far", tr="Duyarlılık taramalarında değişen girdiler ve aralıkları", group="policy", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class SweepRow:
    sweep: str = column("Name of the sweep, used on the command line", "Taramanın adı (komut satırında kullanılır)", key=True)
    parameter: str = column("Short name of the uncertain quantity; rows with the same name move together: one draw for all of them", "Belirsiz büyüklüğün kısa adı; aynı adlı satırlar birlikte değişir", key=True)
    name_en: str | None = column("Name in English", "İngilizce adı", blank="the short name, or as in the first row of the parameter")
    name_tr: str | None = column("Name in Turkish", "Türkçe adı", blank="the short name, or as in the first row of the parameter")
    table: str = column("Sheet that is changed", "Değişen sayfa", key=True)
    row: str = column("Key of the row; parts of a compound key are joined by |, and * stands for any text", "Satır anahtarı; bileşik anahtar | ile ayrılır, * her metin yerine geçer", key=True, within="table")
    column_name: str = column("Column that is changed", "Değişen sütun", key=True, within="table")
    first_year: int | None = column("First year, for columns that run across years", "İlk yıl (yıllara yayılan sütunda)", unit="year", key=True, blank="from the first year")
    last_year: int | None = column("Last year, for columns that run across years", "Son yıl", unit="year", blank="to the last year")
    operation: str = column("set, multiply or add", "İşlem: set (ata), multiply (çarp), add (ekle)", choices=OPERATIONS, lever=True)
    low: str | None = column("Low value, factor or increment", "Düşük değer, çarpan veya artış", blank=AS_FIRST_ROW, holds_value=True, lever=True)
    base: str | None = column("Where the parameter stands in the workbook", "Parametrenin dosyadaki yeri", blank="1 for multiply, 0 for add, what the cells hold for set", holds_value=True, lever=True)
    high: str | None = column("High value, factor or increment", "Yüksek değer, çarpan veya artış", blank=AS_FIRST_ROW, holds_value=True, lever=True)
    distribution: str | None = column("How likely the values are, never outside low to high: uniform; triangular with its peak at base; normal and lognormal with low and high as 5 % and 95 % quantiles, cut off there; discrete: low, base and high only, equally likely", "Dağılım: değerlerin olasılığı, her zaman low ile high arasında: uniform (eşit); triangular (tepe noktası base); normal ve lognormal (low ve high %5 ve %95 dilimleridir, dışı kesilir); discrete (yalnız low, base ve high, eşit olasılıkla)", choices=DISTRIBUTIONS, blank=AS_FIRST_ROW)
    steps: int | None = column("Levels in a full grid, evenly from low to high", "Düzey sayısı: tam ızgarada low ile high arasındaki düzey sayısı", unit="count", minimum=2, maximum=MOST_STEPS, blank="low, base and high, or as in the first row of the parameter", lever=True)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()


@sheet("Correlations", en="Parameters of a sweep that are drawn together", tr="Taramada birlikte çekilen parametreler", group="policy", may_be_empty=True)
@dataclass(frozen=True, slots=True)
class CorrelationRow:
    sweep: str = column("Sweep", "Tarama", key=True, refers="Sweeps.sweep")
    parameter: str = column("Parameter of the sweep", "Taramanın parametresi", key=True, refers="Sweeps.parameter")
    other: str = column("Another parameter of the same sweep; pairs without a row are drawn independently", "Aynı taramanın başka bir parametresi (satırı olmayan çiftler bağımsız çekilir)", key=True, refers="Sweeps.parameter")
    correlation: float = column("Rank correlation (Spearman) of their draws, in designs that draw (latin, sobol)", "Çekilişlerin sıra korelasyonu (Spearman); yalnız çekilişli tasarımlarda (latin, sobol)", unit="ratio", minimum=-1, maximum=1, lever=True)
    source: str | None = source_column()
    confidence: str | None = confidence_column()
    note: str | None = note_column()
    note_tr: str | None = note_tr_column()
