"""What the command `regret` says, in English and Turkish."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

REGRETTING_WORDS = Catalogue(
    {
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
        "regret_stopping": (
            "Stopping: finished runs are kept, no other begins. Press Ctrl-C again to end at once.",
            "Durduruluyor: biten çalışmalar saklanır, yenisi başlamaz. Hemen çıkmak için yeniden Ctrl-C'ye basın.",
        ),
        "regret_unfinished": (
            "The matrix is not finished. Go on with the same command and --resume; what is finished is kept.",
            "Matris tamamlanmadı. Aynı komutu --resume ile çalıştırarak sürdürün; bitenler saklandı.",
        ),
        "regret_written": ("Results: {folder}", "Sonuçlar: {folder}"),
    }
)
"""Words by key."""
