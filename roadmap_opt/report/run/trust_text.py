"""Words of the section on how far the result can be trusted."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue
from roadmap_opt.runs.words import PHASES

SAY = Catalogue(
    {
        **PHASES.entries,
        "title": ("How far to trust it", "Ne kadar güvenilir"),
        "lead": (
            "Sound arithmetic does not make good data. This section shows how both stand.",
            "Doğru hesap, iyi veri demek değildir. Bu bölüm ikisinin de durumunu gösterir.",
        ),
        # audit
        "audit": ("Audit", "Denetim"),
        "audit_passed": (
            "Passed. Every balance, limit, loan, tax, indicator and the objective were recomputed from the inputs and "
            "the result tables, without the model, and agree. Not checked: that no better plan exists (the bound is "
            "the solver's word), and the shadow prices.",
            "Başarılı. Bütün dengeler, sınırlar, krediler, vergi, göstergeler ve amaç, model kullanılmadan girdilerden "
            "ve sonuç tablolarından yeniden hesaplandı; hepsi uyuşuyor. Denetlenmeyenler: daha iyi bir planın "
            "bulunmadığı (sınır çözücünün sözüdür) ve gölge fiyatlar.",
        ),
        "audit_failed": (
            "Failed with {count} violation(s): do not use this result.",
            "Başarısız, {count} ihlal: bu sonucu kullanmayın.",
        ),
        "audit_nothing": ("There is no plan to audit.", "Denetlenecek plan yok."),
        "violations": ("Violations", "İhlaller"),
        "column_rule": ("Rule", "Kural"),
        "column_where": ("Where", "Nerede"),
        "column_found": ("Found", "Bulunan"),
        "column_expected": ("Expected", "Beklenen"),
        "column_size": ("Difference", "Fark"),
        # data confidence
        "confidence": ("Data confidence", "Veri güveni"),
        "confidence_lead": (
            "{share} of the money in this plan is computed from estimates and assumptions; {weak} has a plain "
            "assumption somewhere in its chain.",
            "Bu plandaki paranın {share} kadarı tahmin ve varsayımlardan hesaplanıyor; {weak} kadarının zincirinde en "
            "az bir varsayım var.",
        ),
        "confidence_chart": ("What the plan's money rests on", "Planın parası neye dayanıyor"),
        "confidence_note": (
            "Every revenue, cost, tax and charge of the plan as an absolute present value, {total} in all, counted by "
            "the confidence that its input row states. Leading number: the price, cost or rate an amount is computed "
            "with. Weakest number: the least certain of all rows that enter it, such as price, market and demand of a "
            "sale. Money drawn, repaid or paid out passes on what is counted already; the terminal value is left out. "
            "This says where the numbers come from, not how wrong they may be: for that, run scenarios or a sweep.",
            "Planın bütün gelir, maliyet, vergi ve giderleri mutlak bugünkü değer olarak, toplam {total}; girdi "
            "satırının bildirdiği güvene göre sayılır. Belirleyici sayı: tutarın hesaplandığı fiyat, maliyet veya "
            "oran. En zayıf sayı: tutara giren satırların en az güvenilir olanı, örneğin satışta fiyat, pazar ve "
            "talep. Kullanılan, geri ödenen ve dağıtılan para, sayılmış tutarları aktarır; dönem sonu değeri "
            "dışarıdadır. Bu, sayıların kaynağını gösterir, ne kadar yanılabileceğini değil: onun için senaryo veya "
            "tarama çalıştırın.",
        ),
        "by_leading": ("by the leading number", "belirleyici sayıya göre"),
        "by_weakest": ("by the weakest number", "en zayıf sayıya göre"),
        "level_seed": ("seed: project source document", "kaynak belge"),
        "level_published": ("published", "yayımlanmış"),
        "level_estimate": ("estimate (derived)", "tahmin (türetilmiş)"),
        "level_assumption": ("assumption (planner's)", "varsayım (planlamacının)"),
        "level_not_stated": ("not stated", "belirtilmemiş"),
        "short_seed": ("seed", "kaynak belge"),
        "short_published": ("published", "yayımlanmış"),
        "short_estimate": ("estimate", "tahmin"),
        "short_assumption": ("assumption", "varsayım"),
        "short_not_stated": ("not stated", "belirtilmemiş"),
        "top": (
            "The ten estimates and assumptions that carry the most money",
            "En çok parayı taşıyan on tahmin ve varsayım",
        ),
        "top_note": (
            "An amount is counted with every row it rests on, so the rows overlap and do not add up.",
            "Bir tutar dayandığı her satırda sayılır; satırlar örtüşür ve toplanmaz.",
        ),
        "column_input": ("Input", "Girdi"),
        "column_sheet": ("Sheet and row", "Sayfa ve satır"),
        "column_confidence": ("Confidence", "Güven"),
        "column_money": ("Money resting on it", "Dayanan para"),
        "column_remark": ("Remark in the workbook", "Dosyadaki açıklama"),
        "column_kind": ("Counted", "Sayım"),
        "input_price": ("Price: {name}", "Fiyat: {name}"),
        "input_demand": ("Demand: {name}", "Talep: {name}"),
        "input_module": ("Investment cost: {name}, size {module}", "Yatırım maliyeti: {name}, {module} boyu"),
        "input_recipe": ("Operation of {name}: {recipe}", "{name} işletmesi: {recipe}"),
        "input_market": ("Market: {name}", "Pazar: {name}"),
        # contradictions
        "contradictions": (
            "Contradictions in the sources, and the reading chosen",
            "Kaynaklardaki çelişkiler ve seçilen okuma",
        ),
        "contradictions_open": ("Show all {count}", "Tümünü göster ({count})"),
        "contradictions_none": ("The workbook lists none.", "Dosyada çelişki kaydı yok."),
        "column_topic": ("Topic", "Konu"),
        "column_statement": ("One source says", "Bir kaynak"),
        "column_check": ("Another says", "Diğer kaynak veya hesap"),
        "column_reading": ("Reading chosen", "Seçilen okuma"),
        "column_place": ("Where", "Nerede"),
        "as_written": ("As written in the workbook.", "Dosyada yazıldığı gibi."),
        # findings
        "findings": ("Remarks of the checks on the inputs", "Girdi denetimlerinin uyarıları"),
        "findings_none": ("The checks had nothing to remark.", "Denetimlerin uyarısı yok."),
        "findings_unknown": (
            "Not known: this version cannot read the workbook of the run any more.",
            "Bilinmiyor: bu sürüm çalışmanın dosyasını artık okuyamıyor.",
        ),
        "findings_open": ("Show all {count}", "Tümünü göster ({count})"),
        "column_code": ("Code", "Kod"),
        "column_cell": ("Cell", "Hücre"),
        "column_remedy": ("Remedy", "Çözüm"),
        # run
        "run": ("This run", "Bu çalışma"),
        "run_run": ("Run", "Çalışma"),
        "run_workbook": ("Workbook", "Dosya"),
        "run_sha": ("SHA-256 of the workbook", "Dosyanın SHA-256 özeti"),
        "run_scenario": ("Scenario", "Senaryo"),
        "run_written": ("Written", "Yazılma zamanı"),
        "run_programs": ("Programs", "Programlar"),
        "run_system": ("System", "Sistem"),
        "run_options": ("Options", "Seçenekler"),
        "run_time": ("Time", "Süre"),
        "run_started_from": ("Search began with the plan of", "Aramanın başladığı plan"),
        "options_rounds": ("short search of {rounds} round(s)", "{rounds} turluk kısa arama"),
        "options_line": (
            "gap {gap}, time limit {limit} s, threads {threads}, seed {seed}",
            "açık {gap}, süre sınırı {limit} sn, iş parçacığı {threads}, tohum {seed}",
        ),
        "all_threads": ("all", "tümü"),
        "seconds": ("{value} s", "{value} sn"),
        # solver
        "solver": ("Solver", "Çözücü"),
        "solver_lead": (
            "{verdict} The gap is about the objective, not about the data.",
            "{verdict} Açık, verilerle değil amaç fonksiyonuyla ilgilidir.",
        ),
        "phase_name": ("Stage", "Aşama"),
        "phase_seconds": ("Time", "Süre"),
        "phase_target shortfall": ("targets: least shortfall", "hedefler: en az açık"),
        "phase_net present value": ("net present value", "net bugünkü değer"),
        "phase_cost": ("least cost", "en düşük maliyet"),
        "solved_optimal": ("optimal", "en iyi"),
        "solved_feasible at limit": ("feasible at limit", "sınırda uygun"),
        "solved_nothing at limit": ("nothing at limit", "sınırda plan yok"),
        "solved_infeasible": ("infeasible", "çözümsüz"),
        "solved_unbounded": ("unbounded", "sınırsız"),
        "solved_failed": ("failed", "başarısız"),
    }
)
"""Texts by key."""
