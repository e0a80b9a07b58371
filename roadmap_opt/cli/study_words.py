"""What the program says about studies (batches of scenarios, sweeps, regret matrices), in English and Turkish."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

STUDY_WORDS = Catalogue(
    {
        "study_progress": (
            "{done} of {count} done, {running} running",
            "{count} çözümden {done} bitti, {running} çözülüyor",
        ),
        "study_progress_left": (
            "{done} of {count} done, {running} running · {left} to go",
            "{count} çözümden {done} bitti, {running} çözülüyor · kalan {left}",
        ),
        "study_stopping": (
            "Stopping: running searches keep their best plan, no other begins. --resume goes on later. "
            "Press Ctrl-C again to end at once.",
            "Durduruluyor: süren aramalar en iyi planlarını saklar, yenisi başlamaz. --resume ile sonra sürdürülür. "
            "Hemen çıkmak için yeniden Ctrl-C'ye basın.",
        ),
        "study_written": ("Results: {folder}", "Sonuçlar: {folder}"),
        "batch_folder": ("Batch: {folder}", "Toplu çalışma: {folder}"),
        "study_moved": (
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
        "column_scenario": ("scenario", "senaryo"),
        "column_state": ("state", "durum"),
        "column_stage": ("stage", "aşama"),
        "column_time": ("time", "süre"),
        "column_best": ("best plan", "en iyi plan"),
        "column_gap": ("gap", "açık"),
        "column_targets": ("targets met", "karşılanan hedef"),
        "column_npv_with": ("NPV, MUSD", "NBD, MUSD"),
        "column_npv_without": ("without terminal value", "dönem sonu değeri hariç"),
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
        "sweep_size": (
            "Sweep {sweep}: {runs} runs and the base, {parameters} parameters, {workers} worker(s).",
            "{sweep} taraması: temel durum ve {runs} çalışma, {parameters} parametre, {workers} işçi süreç.",
        ),
        "sweep_unbalanced": (
            "Note: a Sobol sequence is even after 2, 4, 8, ... runs; {better} would serve better than {runs}.",
            "Not: Sobol dizisi 2, 4, 8, ... çalışmadan sonra dengelidir; {runs} yerine {better} daha iyi olur.",
        ),
        "sweep_solving_base": (
            "Base plan first: every run starts from it (--from RUN takes one that is solved already).",
            "Önce temel plan: her çalışma ondan başlar (hazır bir plan için --from ÇALIŞMA).",
        ),
        "sweep_base": ("Base plan: {folder}", "Temel plan: {folder}"),
        "sweep_no_base": (
            "There is no base plan to start from ({status}). Its run tells why: {folder}",
            "Başlanacak temel plan yok ({status}). Nedeni çalışma klasöründe: {folder}",
        ),
        "sweep_continued": (
            "Continuing {folder}: {count} run(s) are done.",
            "{folder} sürdürülüyor: {count} çalışma hazır.",
        ),
        "sweep_left": (
            "Not finished: {count} run(s) are left. Go on with the same command and --resume.",
            "Bitmedi: {count} çalışma kaldı. Aynı komutu --resume ile çalıştırarak sürdürün.",
        ),
        "sweep_counted": (
            "{counted} of {runs} runs have a plan that the audit confirmed.",
            "{runs} çalışmadan {counted} tanesinin denetimden geçmiş planı var.",
        ),
        "regret_no_scenarios": (
            "name the scenarios with --scenarios a,b,c, or a batch that holds their plans with --batch",
            "senaryoları --scenarios a,b,c ile ya da planlarını içeren toplu çözümü --batch ile verin",
        ),
        "regret_size": (
            "{scenarios} scenarios as plans and as worlds: {pairs} pairs, decisions held until the end of {until}.",
            "Hem plan hem gelecek olarak {scenarios} senaryo: {pairs} eşleşme, kararlar {until} sonuna kadar sabit.",
        ),
        "regret_own_plans": (
            "First the scenarios' own plans: {count} to solve, {standing} already done.",
            "Önce senaryoların kendi planları: çözülecek {count}, hazır {standing}.",
        ),
        "regret_pairs": (
            "Then every plan in every other world: {count} to solve, {standing} already done.",
            "Ardından her plan öteki geleceklerin her birinde: çözülecek {count}, hazır {standing}.",
        ),
        "regret_left_out": (
            "{scenario} has no plan of its own that can be used and takes no part; its run tells why: {folder}",
            "{scenario} senaryosunun kullanılabilir bir planı yok, matrise alınmıyor; nedeni çalışmasında: {folder}",
        ),
        "regret_too_few": (
            "Less than two scenarios have a plan of their own: there is nothing to compare.",
            "Kendi planı olan senaryo sayısı ikiden az: karşılaştırılacak bir şey yok.",
        ),
        "regret_unfinished": (
            "The matrix is not finished. Go on with the same command and --resume; what is finished is kept.",
            "Matris tamamlanmadı. Aynı komutu --resume ile çalıştırarak sürdürün; bitenler saklandı.",
        ),
    }
)
"""Words by key."""
