"""What the command `sweep` says, in English and Turkish."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

SWEEPING_WORDS = Catalogue(
    {
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
        "sweep_stopping": (
            "Stopping: finished runs are kept, no other begins. Press Ctrl-C again to end at once.",
            "Durduruluyor: biten çalışmalar saklanır, yenisi başlamaz. Hemen çıkmak için yeniden Ctrl-C'ye basın.",
        ),
        "sweep_left": (
            "Not finished: {count} run(s) are left. Go on with the same command and --resume.",
            "Bitmedi: {count} çalışma kaldı. Aynı komutu --resume ile çalıştırarak sürdürün.",
        ),
        "sweep_progress": (
            "{done}/{count} runs · {left} to go",
            "{done}/{count} çalışma · kalan {left}",
        ),
        "sweep_bar": ("runs", "çalışma"),
        "sweep_counted": (
            "{counted} of {runs} runs have a plan that the audit confirmed.",
            "{runs} çalışmadan {counted} tanesinin denetimden geçmiş planı var.",
        ),
        "sweep_written": ("Results: {folder}", "Sonuçlar: {folder}"),
    }
)
"""Words by key."""
