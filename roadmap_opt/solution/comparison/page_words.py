"""What the sheets and sections of a comparison say, in English and Turkish: shared by its workbook and its page."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

SAY = Catalogue(
    {
        "compare_title": ("Comparison of {count} runs", "{count} çalışmanın karşılaştırması"),
        "compare_baseline": (
            "Measured against: {label}. Grey italic differences are not proven: see Reading.",
            "Karşılaştırma temeli: {label}. Gri eğik farklar kanıtlı değildir: Okuma sayfasına bakın.",
        ),
        "sheet_compare_summary": ("Summary", "Özet"),
        "sheet_compare_decisions": ("Decisions", "Kararlar"),
        "sheet_compare_capacity": ("Capacity", "Kapasite"),
        "sheet_compare_inputs": ("Inputs", "Girdiler"),
        "sheet_compare_bridge": ("Bridge", "Köprü"),
        "sheet_compare_chart_data": ("Bridge figures", "Köprü sayıları"),
        "title_compare_chart_data": ("Figures behind the charts of the bridge", "Köprü grafiklerinin sayıları"),
        "sheet_compare_notes": ("Reading", "Okuma"),
        "title_compare_summary": ("Comparison", "Karşılaştırma"),
        "title_compare_decisions": ("Decisions that moved", "Değişen kararlar"),
        "title_compare_capacity": ("Capacity by plant and year", "Tesis ve yıla göre kapasite"),
        "title_compare_inputs": ("Inputs that differ", "Farklı girdiler"),
        "title_compare_bridge": (
            "Where the difference in net present value comes from",
            "Net bugünkü değer farkı nereden geliyor",
        ),
        "title_compare_notes": ("How to read this comparison", "Bu karşılaştırma nasıl okunur"),
        "row_scenario": ("Scenario", "Senaryo"),
        "row_workbook": ("Workbook and its mark", "Dosya ve işareti"),
        "row_when": ("Run at (UTC)", "Çalışma zamanı (UTC)"),
        "row_status": ("Search", "Arama"),
        "row_gap": ("Proven gap", "Kanıtlanmış açık"),
        "row_held": ("Decisions kept", "Sabit tutulan kararlar"),
        "row_solver": ("Solver", "Çözücü"),
        "row_audit": ("Audit", "Denetim"),
        "row_standing": ("Against the baseline", "Temele göre"),
        "block_runs": ("Runs", "Çalışmalar"),
        "block_figures": ("Key figures", "Temel sayılar"),
        "block_targets": ("Targets", "Hedefler"),
        "block_kpis": ("Indicators in {year}", "{year} yılı göstergeleri"),
        "column_wanted": ("Wanted", "İstenen"),
        "column_figure": ("Figure", "Büyüklük"),
        "column_compare_unit": ("Unit", "Birim"),
        "column_difference": ("{label}: difference", "{label}: fark"),
        "column_difference_total": ("Difference", "Fark"),
        "column_move": ("{label}: what moved", "{label}: değişen"),
        "column_change": ("{label}: change", "{label}: değişiklik"),
        "column_decided": ("Decision", "Karar"),
        "column_place": ("Where", "Nerede"),
        "column_differs": ("Differs", "Farklı"),
        "column_sheet_name": ("Sheet", "Sayfa"),
        "column_rows": ("Row", "Satır"),
        "column_cell_name": ("Column", "Sütun"),
        "column_years": ("Years", "Yıllar"),
        "column_run": ("Run", "Çalışma"),
        "column_plant": ("Plant", "Tesis"),
        "kind_plant": ("Plants: start of construction and size", "Tesisler: inşaat başlangıcı ve büyüklük"),
        "kind_programme": ("Programmes: year of start", "Programlar: başlangıç yılı"),
        "kind_contract": ("Contracts: first delivery", "Sözleşmeler: ilk teslim"),
        "kind_source_name": (
            "Funding sources: first drawing and total, MUSD of the years",
            "Finansman kaynakları: ilk kullanım ve toplam, cari MUSD",
        ),
        "no_other_inputs": ("No input differs.", "Farklı girdi yok."),
        "no_other_decisions": ("No plan decides anything.", "Hiçbir plan karar içermiyor."),
        "input_remarks": (
            "Remarks only: sources, notes, names. No result depends on them.",
            "Yalnız açıklamalar: kaynak, not, ad. Hiçbir sonuç bunlara bağlı değildir.",
        ),
        "note_compare_decisions": (
            "Rows in which all plans agree are printed in grey; filter the column “{differs}” to hide them.",
            "Bütün planların aynı olduğu satırlar gridir; gizlemek için “{differs}” sütununu süzün.",
        ),
        "note_compare_capacity": (
            "Nameplate in operation, time-weighted in the year of opening, existing plants included. Only plants in "
            "which the runs differ.",
            "İşletmedeki anma kapasitesi, açılış yılında süreyle orantılı, mevcut tesisler dahil. Yalnız çalışmaların "
            "farklı olduğu tesisler.",
        ),
        "capacity_same": (
            "The runs have the same capacity in every plant and year.",
            "Çalışmaların kapasitesi her tesiste ve yılda aynıdır.",
        ),
        "note_compare_bridge": (
            "Every amount is a line of the cash flow in constant money, discounted year by year by the baseline’s own "
            "perspective ({perspective}) and real rate ({rate}), MUSD in {base_year} money. The steps add up to the "
            "difference exactly.",
            "Her tutar sabit fiyatlarla bir nakit akışı kalemidir; temelin kendi bakışı ({perspective}) ve reel "
            "oranıyla ({rate}) yıl yıl bugüne indirilmiştir, {base_year} parasıyla MUSD. Adımların toplamı farkı tam "
            "olarak verir.",
        ),
        "bridge_title": ("From {baseline} to {label}", "{baseline} → {label}"),
        "bridge_step": ("Step", "Adım"),
        "bridge_total": (
            "Net present value by the run’s own yardstick",
            "Çalışmanın kendi ölçüsüyle net bugünkü değer",
        ),
        "bridge_none": (
            "There is no bridge to a run without a plan.",
            "Planı olmayan bir çalışmaya köprü kurulamaz.",
        ),
        "bar_label": ("top of the bar", "sütunun tepesi"),
        "bar_invisible": ("below", "altı"),
        "bar_total": ("net present value", "net bugünkü değer"),
        "bar_up": ("more", "artış"),
        "bar_down": ("less", "azalış"),
        "notes_marks": ("What the marks mean", "İşaretler ne demek"),
        "notes_method": ("How the bridge is made", "Köprü nasıl kurulur"),
        "notes_sources": ("Where the runs are", "Çalışmaların yeri"),
        "method_gap": (
            "A plan is proven only within a gap: the best plan of a run lies between what was found and what no plan "
            "can beat. Two runs are told apart when these intervals do not overlap.",
            "Bir plan ancak bir açık içinde kanıtlanır: bir çalışmanın en iyi planı, bulunan değerle hiçbir planın "
            "geçemeyeceği değer arasındadır. Bu aralıklar örtüşmüyorsa iki çalışma ayırt edilir.",
        ),
        "method_lines": (
            "Revenue, operating cost, programmes, investment, working capital with value-added tax, and tax are lines "
            "of the cash flow, discounted.",
            "Gelir, işletme gideri, programlar, yatırım, işletme sermayesi ve KDV ile vergi, bugüne indirilmiş nakit "
            "akışı kalemleridir.",
        ),
        "method_owner": (
            "Seen by the owner, dividends less equity are written out as all other lines less the growth of cash. "
            "Hence the steps “loans and grants” (drawn, fees, interest, repayment, debt left at the end, "
            "return required by equity providers) and “cash held back” (what it costs to hold cash instead of paying "
            "it out).",
            "Ortak açısından temettü eksi özsermaye, diğer bütün kalemler eksi nakit artışı olarak açılır. “Kredi "
            "ve hibe” (kullanım, ücret, faiz, geri ödeme, dönem sonunda kalan borç, özsermaye "
            "sağlayanların istediği getiri) ve “elde tutulan nakit” (dağıtmayıp nakit tutmanın maliyeti) "
            "adımları buradan gelir.",
        ),
        "method_country": (
            "Seen by the country, tax and state royalty are transfers and left out; imports avoided are added.",
            "Ülke açısından vergi ve devlet hakkı aktarımdır, sayılmaz; önlenen ithalat eklenir.",
        ),
        "method_yardstick": (
            "Runs with another perspective, discount rate or terminal value are first measured by the baseline’s; the "
            "step “other yardstick” then leads to the figure of their own.",
            "Bakışı, iskonto oranı veya dönem sonu değeri farklı çalışmalar önce temelin ölçüsüyle ölçülür; “farklı "
            "ölçü” adımı kendi sayılarına götürür.",
        ),
    }
)
