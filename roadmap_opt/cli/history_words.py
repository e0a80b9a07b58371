"""What the commands compare, runs, diff and watch say, in English and Turkish."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

HISTORY_WORDS = Catalogue(
    {
        "compare_no_run": (
            "{name} is neither the folder of a run nor a scenario: with a scenario's name give --workbook, too.",
            "{name} ne bir çalışma klasörü ne de bir senaryo: senaryo adıyla birlikte --workbook da verin.",
        ),
        "compare_no_scenario_run": (
            "Scenario {scenario} of {workbook} has no complete run below {out}.",
            "{workbook} dosyasının {scenario} senaryosunun {out} altında tamamlanmış çalışması yok.",
        ),
        "compare_saved_since": (
            "{scenario}: {workbook} has been saved since its newest run; that run may lack your last edit.",
            "{scenario}: {workbook} en yeni çalışmadan sonra yeniden kaydedilmiş; o çalışmada son değişikliğiniz "
            "olmayabilir.",
        ),
        "compare_too_few": (
            "A comparison takes at least two runs; {count} given.",
            "Karşılaştırma en az iki çalışma ister; {count} verildi.",
        ),
        "compare_twice": ("{folder} is named twice.", "{folder} iki kez verildi."),
        "compare_no_baseline": (
            "--baseline {name} is no run of this comparison: give its number from 1 to {count} or one of {names}.",
            "--baseline {name} bu karşılaştırmada yok: 1 ile {count} arası numarasını veya şunlardan birini verin: "
            "{names}.",
        ),
        "compare_written": ("Comparison: {folder}", "Karşılaştırma: {folder}"),
        "compare_skipped": (
            "{scenario}: no run in this batch ({state}), left out.",
            "{scenario}: bu toplu çalışmada çalışma yok ({state}), alınmadı.",
        ),
        "compare_folder_or_scenario": (
            "{name} is a scenario of {workbook} and the folder of a run: for the folder write ./{name}.",
            "{name} hem {workbook} dosyasının bir senaryosu hem de bir çalışma klasörü: klasör için ./{name} yazın.",
        ),
        "compare_baseline_unclear": (
            "--baseline {name} fits more than one run of this comparison: give its number from 1 to {count}. The runs: "
            "{names}.",
            "--baseline {name} bu karşılaştırmada birden çok çalışmaya uyar: 1 ile {count} arası numarasını verin. "
            "Çalışmalar: {names}.",
        ),
        "others_there": (
            "Left out: {count} run(s) of {place}, which is another workbook than {workbook}.",
            "Alınmadı: {place} dosyasının {count} çalışması; bu dosya {workbook} değil.",
        ),
        "others_gone": (
            "Left out: {count} run(s) of {place}, where no workbook is any more. Whether {workbook} is that workbook, "
            "moved, is not known.",
            "Alınmadı: {place} dosyasının {count} çalışması; orada artık dosya yok. {workbook} onun taşınmış hâli mi, "
            "bilinmiyor.",
        ),
        "others_named": (
            "Such runs can be named by their folders; `roadmap-opt runs` lists them.",
            "Bu çalışmalar klasör adıyla verilebilir; `roadmap-opt runs` onları listeler.",
        ),
        "older_place": (
            "{run} was made by an older version, which did not record where its workbook lay, only {workbook}: it is "
            "taken to be of this one.",
            "{run} dosyanın yerini değil yalnız {workbook} adını kaydeden eski bir sürümle yapıldı: bu dosyanın "
            "çalışması sayılıyor.",
        ),
        "diff_two_workbooks": (
            "These are runs of two workbooks, {older} and {newer}: what differs is no edit.",
            "Bunlar iki ayrı dosyanın çalışmaları, {older} ve {newer}: fark bir düzenleme değildir.",
        ),
        "runs_none": ("No runs below {out}.", "{out} altında çalışma yok."),
        "runs_none_of": ("No runs of {named} below {out}.", "{out} altında {named} için çalışma yok."),
        "runs_time": ("Time (UTC)", "Zaman (UTC)"),
        "runs_workbook": ("Workbook", "Dosya"),
        "runs_scenario": ("Scenario", "Senaryo"),
        "runs_status": ("Search", "Arama"),
        "runs_gap": ("Gap", "Açık"),
        "runs_npv": ("NPV, MUSD", "NBD, MUSD"),
        "runs_targets": ("Targets", "Hedefler"),
        "runs_audit": ("Audit", "Denetim"),
        "runs_inputs": ("Inputs", "Girdiler"),
        "runs_solver": ("Solver", "Çözücü"),
        "runs_folder": ("Folder", "Klasör"),
        "runs_passed": ("passed", "başarılı"),
        "runs_failed": ("FAILED", "BAŞARISIZ"),
        "runs_changed": ("changed", "değişti"),
        "runs_same": ("same", "aynı"),
        "runs_half_written": ("never finished", "tamamlanmadı"),
        "runs_other_version": ("older version {version}, cannot be read", "eski sürüm {version}, okunamaz"),
        "runs_unreadable": ("cannot be read", "okunamıyor"),
        "runs_contradictory": ("changed by hand: contradicts itself", "elle değiştirilmiş: kendisiyle çelişiyor"),
        "diff_one_run": (
            "{workbook} has {count} complete run(s) of one scenario below {out}; a difference takes two.",
            "{workbook} dosyasının {out} altında aynı senaryodan {count} tamamlanmış çalışması var; fark için iki "
            "çalışma gerekir.",
        ),
        "diff_what": (
            "Name a workbook, or the folders of two runs.",
            "Bir dosya ya da iki çalışma klasörü verin.",
        ),
        "diff_unsolved": (
            "{workbook} has been saved since the newer of these two runs: its last edit is not in what follows. "
            "Solve it first.\n",
            "{workbook} bu iki çalışmanın yenisinden sonra yeniden kaydedilmiş: son değişiklik aşağıda yer almaz. "
            "Önce çözün.\n",
        ),
        "diff_head": ("{older}  →  {newer}", "{older}  →  {newer}"),
        "diff_inputs": ("Inputs", "Girdiler"),
        "diff_no_inputs": (
            "No input that a result depends on has changed.",
            "Sonuçları etkileyen hiçbir girdi değişmedi.",
        ),
        "diff_remarks": (
            "{count} remark(s) changed (sources, notes, names); no result depends on them.",
            "{count} açıklama değişti (kaynak, not, ad); hiçbir sonuç bunlara bağlı değildir.",
        ),
        "diff_results": ("Results", "Sonuçlar"),
        "diff_targets": ("Targets", "Hedefler"),
        "diff_no_targets": ("Every target stands as before.", "Bütün hedefler önceki gibi."),
        "diff_decisions": ("Decisions", "Kararlar"),
        "diff_no_decisions": ("Every decision stands as before.", "Bütün kararlar önceki gibi."),
        "diff_more": (
            "… and {count} more; all of them: roadmap-opt compare",
            "… ve {count} tane daha; tümü: roadmap-opt compare",
        ),
        "diff_money": (
            "Where the net present value moved, MUSD present value",
            "Net bugünkü değer nerede değişti, bugünkü değerle MUSD",
        ),
        "diff_gap": ("proven gap {older} → {newer}", "kanıtlanmış açık {older} → {newer}"),
        "watch_waiting": (
            "Watching {workbook}: save it to solve again, Ctrl-C ends.",
            "{workbook} izleniyor: yeniden çözmek için kaydedin, Ctrl-C ile bitirin.",
        ),
        "watch_first": (
            "The workbook has no run of {scenario} as it stands: solving it first.",
            "Dosyanın bu hâliyle {scenario} çalışması yok: önce çözülüyor.",
        ),
        "watch_saved": ("Saved: solving {scenario}.", "Kaydedildi: {scenario} çözülüyor."),
        "watch_rejected": (
            "The workbook cannot be used as it stands; put it right and save again.",
            "Dosya bu hâliyle kullanılamaz; düzeltip yeniden kaydedin.",
        ),
        "watch_ended": ("Watching ended.", "İzleme bitti."),
    }
)
