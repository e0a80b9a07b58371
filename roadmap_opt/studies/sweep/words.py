"""What the pages and sheets of a sweep say, in English and Turkish."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

WORDS = Catalogue(
    {
        # outcomes
        "outcome_score": ("Objective value", "Amaç değeri"),
        "outcome_npv": ("Net present value (as in the objective)", "Net bugünkü değer (amaçtaki tanımıyla)"),
        "outcome_npv_without_terminal": (
            "Net present value without terminal value",
            "Net bugünkü değer (dönem sonu değeri olmadan)",
        ),
        "outcome_npv_project": ("Net present value of the project", "Projenin net bugünkü değeri"),
        "outcome_npv_national": ("Net present value for the country", "Ülke için net bugünkü değer"),
        "outcome_capex": ("Investment, present value", "Yatırım (bugünkü değer)"),
        "outcome_targets_met": ("Targets met in every year they are due", "Geçerli olduğu her yıl karşılanan hedef"),
        "outcome_shortfall": ("Weighted shortfall of targets", "Hedeflerin ağırlıklı açığı"),
        "unit_targets": ("whole targets", "tam hedef"),
        # designs, distributions, statuses
        "design_tornado": ("one parameter at a time (tornado)", "her seferinde tek parametre (tornado)"),
        "design_grid": ("every combination of levels (grid)", "düzeylerin bütün bileşimleri (ızgara)"),
        "design_latin": ("Latin hypercube sample", "Latin hiperküp örneklemesi"),
        "design_sobol": ("Sobol sequence sample", "Sobol dizisi örneklemesi"),
        "distribution_uniform": ("uniform", "eşit olasılıklı"),
        "distribution_triangular": ("triangular", "üçgen"),
        "distribution_normal": ("normal, low and high at 5 % and 95 %", "normal (düşük ve yüksek: %5 ve %95 dilimi)"),
        "distribution_lognormal": (
            "lognormal, low and high at 5 % and 95 %",
            "lognormal (düşük ve yüksek: %5 ve %95 dilimi)",
        ),
        "distribution_discrete": ("these values only, equally likely", "yalnız bu değerler, eşit olasılıkla"),
        "run_status_optimal": ("proven within the gap", "açık içinde kanıtlandı"),
        "run_status_feasible_at_limit": ("a plan, not proven best", "plan var, en iyi olduğu kanıtlanmadı"),
        "run_status_nothing_at_limit": ("no plan found in time", "süre içinde plan bulunamadı"),
        "run_status_infeasible": ("no plan exists", "plan yok"),
        "run_status_unbounded": ("no plan: objective without limit", "plan yok: amaç sınırsız"),
        "run_status_failed": ("broke off with an error", "hatayla sona erdi"),
        "run_status_input_rejected": ("inputs break a rule", "girdiler bir kuralı bozuyor"),
        "run_status_audit": ("audit found a violation", "denetim ihlal buldu"),
        # head
        "page_title": ("Sweep {sweep}", "Duyarlılık taraması: {sweep}"),
        "page_facts": (
            "{workbook} · scenario {scenario} · {design} · {runs} runs",
            "{workbook} · senaryo: {scenario} · {design} · {runs} çalışma",
        ),
        "head_counted": (
            "Statistics are over {counted} of {runs} runs: those with a plan that the audit confirmed.",
            "İstatistikler {runs} çalışmanın {counted} tanesine dayanır: planı olan ve denetimin doğruladıkları.",
        ),
        "head_left_out": (
            "{count} run(s) take no part in the statistics",
            "{count} çalışma istatistiklere katılmıyor",
        ),
        "head_left_out_line": ("{status}: {count} (runs {numbers})", "{status}: {count} (çalışma no: {numbers})"),
        "head_loose": (
            "In {count} run(s) the search left more than {times} times as much open as at base (runs {numbers}). Such "
            "a plan may be poor for want of time, not because of the parameters: give it more (--time-limit, --rounds) "
            "before reading its figures. It has no bar in a tornado, but counts in every other statistic on this page.",
            "{count} çalışmada arama, temel duruma göre {times} kattan fazla belirsizlik bıraktı (çalışma no: "
            "{numbers}). Böyle bir plan parametreler yüzünden değil, süre yetmediği için zayıf olabilir: okumadan önce "
            "daha çok süre tanıyın (--time-limit, --rounds). Bu çalışmaların tornadoda çubuğu yoktur, ama öteki bütün "
            "istatistiklerde sayılırlar.",
        ),
        "head_none": (
            "No run has a plan that the audit confirmed, so there is nothing to compare.",
            "Hiçbir çalışmanın denetimden geçmiş bir planı yok; karşılaştırılacak bir şey de yok.",
        ),
        "tile_counted": ("Runs with a plan", "Planı olan çalışma"),
        "tile_counted_remark": ("of {runs}", "toplam {runs}"),
        "tile_base": ("Net present value at base", "Temel durumda net bugünkü değer"),
        "tile_base_remark": ("plan of run 0, all parameters at base", "0 numaralı çalışma, bütün parametreler temelde"),
        "tile_span": ("Net present value, middle 90 %", "Net bugünkü değer, ortadaki %90"),
        "tile_span_remark": ("5 % of the runs lie below, 5 % above", "çalışmaların %5'i altında, %5'i üstünde"),
        "tile_range": ("Net present value, lowest to highest", "Net bugünkü değer, en düşük – en yüksek"),
        "tile_range_remark": ("over all runs", "bütün çalışmalarda"),
        "tile_driver": ("Moves the objective most", "Amacı en çok değiştiren"),
        "tile_driver_swing": ("swing of {value}", "oynama: {value}"),
        "tile_driver_swing_open": (
            "≈ swing of {value}: not proven, the solver's gap can explain it",
            "≈ oynama: {value}; kanıtlanmadı, çözücünün açığıyla açıklanabilir",
        ),
        "tile_driver_rank": ("rank correlation {value}", "sıra korelasyonu {value}"),
        "tile_no_regret": ("Plants without regret", "Pişmanlıksız tesis"),
        "tile_no_regret_remark": (
            "built in at least {threshold} of the runs",
            "çalışmaların en az {threshold} kadarında",
        ),
        "tile_targets": ("Targets always met", "Her çalışmada tutan hedef"),
        "tile_targets_remark": ("of {count}; {never} in no run", "toplam {count}; {never} hedef hiç tutmuyor"),
        "tile_gap": ("Median proven gap", "Kanıtlanmış açığın ortancası"),
        "tile_gap_remark": ("largest {largest}", "en büyüğü {largest}"),
        # sections
        "section_parameters": ("What varies", "Neler değişiyor"),
        "section_parameters_lead": (
            "Each parameter with its range. Rows of the workbook that follow the same parameter follow the same draw.",
            "Her parametre ve aralığı. Aynı parametreye bağlı satırlar birlikte değişir.",
        ),
        "section_tornado": ("Which assumption matters most", "En çok hangi varsayım etkiliyor"),
        "section_tornado_lead": (
            "Every parameter at its low and at its high end, all others at base. The plan is optimised anew each time, "
            "so a "
            "bar shows what is left of a change after the plan has adapted.",
            "Her parametre sırayla düşük ve yüksek ucunda, ötekiler temelde. Plan her seferinde yeniden kurulur; "
            "çubuk, "
            "plan uyum sağladıktan sonra kalan etkiyi gösterir.",
        ),
        "tornado_note": (
            "“≈” marks an effect that the solver's gap can explain: a longer search might turn its sign. The mark is "
            "about the objective value; where it stands, differences of other figures say nothing about the parameter "
            "either.",
            "“≈” işareti, çözücünün kanıt açığıyla açıklanabilecek etkidir: daha uzun bir arama işaretini "
            "değiştirebilir. "
            "İşaret amaç değerine ilişkindir; bulunduğu satırda öteki göstergelerin farkı da parametreyi açıklamaz.",
        ),
        "tornado_loose": (
            "Ends at which the search left far more open than at base have no bar; the figures below name them.",
            "Aramanın temel duruma göre çok daha fazla belirsizlik bıraktığı uçların çubuğu yoktur; aşağıdaki "
            "sayılarda belirtilmiştir.",
        ),
        "tornado_more": ("The same for other outcomes", "Öteki sonuçlar için aynı görünüm"),
        "section_spread": ("How far the outcome spreads", "Sonuçların yayılımı"),
        "section_spread_lead": (
            "The plan is optimised for every draw, as if the values were known in advance: the spread of the best "
            "answers, "
            "not the risk of one plan that is carried out whatever happens.",
            "Plan her çekiliş için, değerler önceden biliniyormuş gibi yeniden kurulur: bu, en iyi yanıtların "
            "yayılımıdır; "
            "tek bir planın her koşulda uygulanmasının riski değildir.",
        ),
        "section_spread_grid": (
            "Every combination counts once. The combinations are not equally likely: read the extremes, not the "
            "shares.",
            "Her bileşim bir kez sayılır. Bileşimler eşit olasılıklı değildir: oranlara değil, uçlara bakın.",
        ),
        "section_spread_kept": (
            "Every run keeps what the base plan builds, starts and signs; only operation and money adapt. The spread "
            "is the risk of that one plan. A run without a plan is one in which it cannot be carried out.",
            "Her çalışma temel planın kurduğu tesisleri, başlattığı programları ve imzaladığı sözleşmeleri korur; "
            "yalnız işletme ve para uyum sağlar. Yayılım, bu tek planın riskidir. Plansız çalışma, planın "
            "uygulanamadığı durumdur.",
        ),
        "section_tornado_kept": (
            "Every parameter at its low and at its high end, all others at base. Every run keeps what the base plan "
            "builds, starts and signs; only operation and money adapt.",
            "Her parametre sırayla düşük ve yüksek ucunda, ötekiler temelde. Her çalışma temel planın kurduğu "
            "tesisleri, başlattığı programları ve imzaladığı sözleşmeleri korur; yalnız işletme ve para uyum sağlar.",
        ),
        "spread_runs": ("number of runs", "çalışma sayısı"),
        "spread_table": ("Quantiles of every outcome", "Bütün sonuçların dilimleri"),
        "section_drivers": ("What drives the outcome", "Sonucu ne belirliyor"),
        "section_drivers_lead": (
            "Spearman's rank correlation: +1 means that a higher parameter always comes with a higher outcome, −1 with "
            "a lower one. Cells that chance alone explains (p above 5 %) are left blank; outcomes that never change "
            "are left out.",
            "Spearman sıra korelasyonu: +1, parametre yükseldikçe sonucun hep yükseldiğini; −1, hep düştüğünü "
            "gösterir. Yalnız rastlantıyla açıklanabilen hücreler (p %5'in üstünde) boştur; hiç değişmeyen sonuçlar "
            "gösterilmez.",
        ),
        "drivers_note": (
            "Spearman's rank correlation: +1 means that a higher parameter always comes with a higher outcome, −1 with "
            "a lower one. Below it the chance of a correlation as large without any relation (p); above 0.05 it says "
            "little. Outcomes that never change are left out.",
            "Spearman sıra korelasyonu: +1, parametre yükseldikçe sonucun hep yükseldiğini; −1, hep düştüğünü "
            "gösterir. "
            "Altında, hiçbir ilişki yokken bu büyüklükte bir korelasyonun çıkma olasılığı (p) yer alır; 0,05 üstünde "
            "pek bir şey söylemez. Hiç değişmeyen sonuçlar gösterilmez.",
        ),
        "axis_from": ("{unit}, from", "{unit}, alt sınır"),
        "drivers_title": ("Rank correlation", "Sıra korelasyonu"),
        "drivers_table": ("All correlations", "Bütün korelasyonlar"),
        "section_builds": ("What is built whatever happens", "Her koşulda kurulan tesisler"),
        "section_builds_lead": (
            "Share of runs whose plan starts building the plant by the last year. From {threshold} upwards a plant "
            "counts as built without regret; the threshold was set with --no-regret. Where targets come before money, "
            "this may mean that a target asks for it, not that it pays.",
            "Planında son yıla kadar tesisin inşaatı başlayan çalışmaların payı. {threshold} ve üstü pişmanlıksız "
            "sayılır; eşik --no-regret ile belirlenir. Hedeflerin paradan önce geldiği durumda bu, tesisin "
            "kazandırdığını değil, bir hedefin onu gerektirdiğini gösterebilir.",
        ),
        "builds_title": ("Share of runs in which the plant is built", "Tesisin kurulduğu çalışmaların payı"),
        "builds_table": ("Plants by site", "Yerlere göre tesisler"),
        "shares_drawn": (
            "Interval: Wilson, {confidence} confidence. It covers the chance of the draws, not the error of the "
            "ranges.",
            "Aralık: Wilson, {confidence} güven düzeyi. Çekilişlerin rastlantısını kapsar, aralıkların yanlışlığını "
            "değil.",
        ),
        "shares_not_drawn": (
            "The runs of this design are no random draws, so a share is a count of tested cases and has no interval.",
            "Bu tasarımdaki çalışmalar rastgele çekiliş değildir; pay, denenen durumların sayımıdır ve güven aralığı "
            "yoktur.",
        ),
        "section_targets": ("Which targets are met", "Hangi hedefler tutuyor"),
        "section_targets_lead": (
            "Share of runs in which the target holds in every year of its window.",
            "Hedefin geçerli olduğu bütün yıllarda karşılandığı çalışmaların payı.",
        ),
        "targets_title": ("Share of runs in which the target is met", "Hedefin karşılandığı çalışmaların payı"),
        "section_taken": ("Programmes, contracts, money", "Programlar, sözleşmeler, finansman"),
        "section_taken_lead": (
            "How often each is taken up, and in which year in the middle of the runs.",
            "Her birinin ne sıklıkla seçildiği ve seçen çalışmalardaki ortanca yılı.",
        ),
        "taken_programme": ("Programme", "Program"),
        "taken_contract": ("Contract", "Sözleşme"),
        "taken_source_name": ("Funding source", "Finansman kaynağı"),
        "section_runs": ("Every run", "Bütün çalışmalar"),
        "section_runs_lead": (
            "Run 0 stands at base. All outcomes of every run are in runs.parquet and on the sheet of the workbook.",
            "0 numaralı çalışma temeldir. Bütün sonuçlar runs.parquet dosyasında ve Excel sayfasındadır.",
        ),
        "runs_too_many": (
            "{count} runs are too many for a page: they are in sweep.xlsx and runs.parquet.",
            "{count} çalışma bir sayfaya sığmaz: sweep.xlsx ve runs.parquet dosyalarındadır.",
        ),
        "section_record": ("How it was made", "Nasıl yapıldı"),
        "section_record_lead": (
            "With this record the sweep can be made again.",
            "Bu kayıtla tarama yeniden yapılabilir.",
        ),
        # columns
        "column_parameter": ("Parameter", "Parametre"),
        "column_operation": ("How it acts", "Etki biçimi"),
        "column_low": ("Low", "Düşük"),
        "column_base": ("Base", "Temel"),
        "column_high": ("High", "Yüksek"),
        "column_distribution": ("Distribution", "Dağılım"),
        "column_unit": ("Unit", "Birim"),
        "column_source": ("Source", "Kaynak"),
        "column_confidence": ("Confidence", "Güven"),
        "column_note": ("Remark", "Açıklama"),
        "column_at_low": ("At low", "Düşükte"),
        "column_at_base": ("At base", "Temelde"),
        "column_at_high": ("At high", "Yüksekte"),
        "column_low_effect": ("Effect of low", "Düşüğün etkisi"),
        "column_high_effect": ("Effect of high", "Yükseğin etkisi"),
        "column_low_proven": ("Low proven", "Düşük: kanıtlı mı"),
        "column_high_proven": ("High proven", "Yüksek: kanıtlı mı"),
        "column_outcome": ("Outcome", "Sonuç"),
        "column_runs": ("Number of runs", "Çalışma sayısı"),
        "column_mean": ("Mean", "Ortalama"),
        "column_minimum": ("Lowest", "En düşük"),
        "column_maximum": ("Highest", "En yüksek"),
        "column_quantile": ("{percent} quantile", "{percent} dilimi"),
        "column_rho": ("Rank correlation", "Sıra korelasyonu"),
        "column_p": ("p value", "p değeri"),
        "column_plant": ("Plant", "Tesis"),
        "column_site": ("Site", "Yer"),
        "column_share": ("Share of runs", "Çalışmaların payı"),
        "column_share_low": ("lower limit", "alt sınır"),
        "column_share_high": ("upper limit", "üst sınır"),
        "column_no_regret": ("Without regret", "Pişmanlıksız"),
        "column_first_year": ("Median first year", "Ortanca ilk yıl"),
        "column_capacity": ("Median capacity", "Ortanca kapasite"),
        "column_capacity_span": ("Median capacity (5 % … 95 %)", "Ortanca kapasite (%5 … %95)"),
        "column_capacity_low": ("Capacity, 5 %", "Kapasite, %5 dilimi"),
        "column_capacity_high": ("Capacity, 95 %", "Kapasite, %95 dilimi"),
        "column_target": ("Target", "Hedef"),
        "column_missed_by": ("Median shortfall where missed", "Tutmadığında ortanca açık"),
        "column_kind": ("Kind", "Tür"),
        "column_item": ("Item", "Kalem"),
        "column_year": ("Median year", "Ortanca yıl"),
        "column_run": ("Run", "Çalışma"),
        "column_status": ("Ended", "Sonuç durumu"),
        "column_gap": ("Gap", "Açık"),
        "column_seconds": ("Seconds", "Saniye"),
        "column_problem": ("Problem", "Sorun"),
        "column_varied": ("Moved", "Değişen"),
        "column_from": ("Lower end", "Alt uç"),
        "column_to": ("Upper end", "Üst uç"),
        # how a parameter acts
        "operation_multiply": ("factor on {cells}", "çarpan: {cells}"),
        "operation_add": ("added to {cells}", "eklenen: {cells}"),
        "operation_set": ("value of {cells}", "değer: {cells}"),
        "proven_yes": ("yes", "evet"),
        "proven_no": ("no (≈)", "hayır (≈)"),
        "proven_loose": (
            "search left too much open",
            "arama fazla belirsizlik bıraktı",
        ),
        "end_low": ("low", "düşük"),
        "end_high": ("high", "yüksek"),
        "end_of": ("{parameter}: {end}", "{parameter}: {end}"),
        # record
        "record_name": ("Sweep", "Tarama"),
        "record_created_utc": ("Begun (UTC)", "Başlangıç (UTC)"),
        "record_workbook": ("Workbook", "Dosya"),
        "record_workbook_sha256": ("Hash of the workbook (SHA-256)", "Dosyanın özeti (SHA-256)"),
        "record_inputs_sha256": ("Hash of the resolved inputs (SHA-256)", "Uygulanmış girdilerin özeti (SHA-256)"),
        "record_scenario": ("Scenario", "Senaryo"),
        "record_design": ("Design", "Tasarım"),
        "record_runs": ("Number of runs", "Çalışma sayısı"),
        "record_seed": ("Seed of the draws", "Çekiliş tohumu"),
        "record_no_regret": ("Threshold of no regret", "Pişmanlıksızlık eşiği"),
        "record_keep_plan": ("Decisions of the base plan kept", "Temel planın kararları korundu"),
        "record_base_run": ("Base plan", "Temel plan"),
        "record_workers": ("Workers", "İşçi süreç"),
        "record_seconds": ("Seconds for all runs", "Bütün çalışmaların süresi (saniye)"),
        "record_system": ("System", "Sistem"),
        "record_yes": ("yes", "evet"),
        "record_no": ("no", "hayır"),
        "record_option": ("Option {name}", "Seçenek: {name}"),
        "record_version": ("Version of {name}", "Sürüm: {name}"),
        # sheets of the workbook
        "sheet_summary": ("Summary", "Özet"),
        "sheet_tornado": ("Tornado", "Tornado"),
        "sheet_spread": ("Spread", "Yayılım"),
        "sheet_drivers": ("Correlations", "Korelasyonlar"),
        "sheet_builds": ("No-regret builds", "Pişmanlıksız tesisler"),
        "sheet_targets": ("Targets", "Hedefler"),
        "sheet_taken": ("Programmes and money", "Program ve finansman"),
        "sheet_runs": ("Runs", "Çalışmalar"),
        "sheet_parameters": ("Parameters", "Parametreler"),
        "sheet_record": ("Record", "Kayıt"),
    }
)
"""Words by key."""
