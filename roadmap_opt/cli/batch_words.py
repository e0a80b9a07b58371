"""What the program says about a batch of scenarios, in English and Turkish."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

BATCH_WORDS = Catalogue(
    {
        "batch_folder": ("Batch: {folder}", "Toplu çalışma: {folder}"),
        "batch_moved": (
            "It was begun with {before}, where no workbook is any more, and goes on with {workbook}.",
            "{before} ile başlamıştı; orada artık dosya yok. {workbook} ile sürüyor.",
        ),
        "batch_size": (
            "{count} scenario(s) to solve, {standing} already done.",
            "Çözülecek {count} senaryo var; {standing} senaryo hazır.",
        ),
        "batch_rejected": (
            "Scenario {scenario} cannot be solved as it stands; the others go on.",
            "{scenario} senaryosu bu hâliyle çözülemez; ötekiler çözülür.",
        ),
        "batch_as_above": ("  for the reasons given above", "  yukarıda sayılan nedenlerle"),
        "batch_stopping": (
            "Stopping: running scenarios keep their best plan, no other begins. --resume goes on later. "
            "Press Ctrl-C again to end at once.",
            "Durduruluyor: çözülmekte olan senaryolar en iyi planlarını saklar, yenisi başlamaz. --resume ile sonra "
            "sürdürülür. Hemen çıkmak için yeniden Ctrl-C'ye basın.",
        ),
        "batch_unfinished": (
            "Not finished: {count} scenario(s) are left. Go on with the same command and --resume.",
            "Bitmedi: {count} senaryo kaldı. Aynı komutu --resume ile çalıştırarak sürdürün.",
        ),
        "batch_written": (
            "Summary: {summary}\nTables of all runs (Parquet): {tables}",
            "Özet: {summary}\nBütün çalışmaların tabloları (Parquet): {tables}",
        ),
        "batch_began": ("{scenario}: begun", "{scenario}: başladı"),
        "batch_again": (
            "{scenario}: begun again, its worker process died (attempt {attempt})",
            "{scenario}: işçi süreci öldü, yeniden başladı ({attempt}. deneme)",
        ),
        "batch_progress": (
            "{done} of {count} scenarios done, {running} running",
            "{count} senaryodan {done} bitti, {running} çözülüyor",
        ),
        "column_scenario": ("scenario", "senaryo"),
        "column_state": ("state", "durum"),
        "column_stage": ("stage", "aşama"),
        "column_time": ("time", "süre"),
        "column_best": ("best plan", "en iyi plan"),
        "column_gap": ("gap", "açık"),
        "column_targets": ("targets met", "tutan hedef"),
        "column_npv_with": ("NPV, MUSD", "NBD, MUSD"),
        "column_npv_without": ("without terminal value", "dönem sonu hariç"),
        "column_audit": ("audit", "denetim"),
        "column_run": ("run", "çalışma"),
        "state_waiting": ("waiting", "bekliyor"),
        "state_running": ("running", "çözülüyor"),
        "state_not_begun": ("not begun", "başlamadı"),
        "state_failed": ("failed", "başarısız"),
        "state_bad_input": ("input rejected", "girdi kabul edilmedi"),
        "ended_optimal": ("optimal", "en iyi"),
        "ended_feasible_at_limit": ("feasible at limit", "sınırda uygun"),
        "ended_nothing_at_limit": ("no plan found", "plan bulunamadı"),
        "ended_infeasible": ("no plan exists", "plan yok"),
        "ended_unbounded": ("unbounded", "sınırsız"),
        "ended_failed": ("solver failed", "çözücü başarısız"),
        "ended_interrupted": ("{status}, interrupted", "{status}, kesildi"),
        "audit_short_passed": ("passed", "başarılı"),
        "audit_short_failed": ("{count} violation(s)", "{count} ihlal"),
        "only_in_batches": (
            "{options}: only together with --all, --scenarios or --resume",
            "{options}: yalnız --all, --scenarios ya da --resume ile birlikte",
        ),
        "not_in_batches": (
            "--scenario names one scenario; leave it out with --all, --scenarios and --resume",
            "--scenario tek senaryo içindir; --all, --scenarios ve --resume ile birlikte kullanılmaz",
        ),
        "all_or_some": ("either --all or --scenarios", "ya --all ya da --scenarios"),
        "too_many_threads": (
            "{workers} × {threads} threads are asked for, more than the {cores} cores of this machine; 0 to {cores} "
            "threads are possible. Leave out --workers or --threads",
            "{workers} × {threads} iş parçacığı istendi; bu makinede {cores} çekirdek var; 0–{cores} mümkündür. "
            "--workers ya da --threads seçeneğini bırakın",
        ),
    }
)
