"""What choices and outcomes are called, in English and Turkish: shared by the results workbook and the page."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

WORDS = Catalogue(
    {
        "summary_title": ("Rare-earth roadmap {years}", "Nadir toprak yol haritası {years}"),
        "summary_aim": ("Optimised: {objective}  ·  {perspective}", "Eniyilenen: {objective}  ·  {perspective}"),
        "programme_verification": ("Reserve verification", "Rezerv doğrulama"),
        "programme_licence": ("Licence", "Lisans"),
        "programme_research": ("Research", "Ar-Ge"),
        "programme_partnership": ("Partnership", "Ortaklık"),
        "programme_policy": ("Policy", "Politika"),
        "status_met": ("✓ met", "✓ karşılandı"),
        "status_met_since": ("✗ late: holds from {year}", "✗ gecikmeli: {year} yılından itibaren"),
        "status_lost": ("✗ met only in {years}", "✗ yalnız {years} yıllarında"),
        "status_missed": ("✗ missed", "✗ karşılanmadı"),
        "status_reported": ("reported only", "yalnız raporlanır"),
        "verdict_held": (
            "Plants, programmes and contracts up to {until} are those of {origin} and were not free to choose.",
            "{until} yılına kadarki (bu yıl dâhil) tesis, program ve sözleşme kararları {origin} planınındır; "
            "serbestçe seçilmemiştir.",
        ),
        "note_below_nothing": (
            "0 %†: what was bought or recycled is taken off first, and in that year it was more than what was "
            "made or used, so that nothing is left to count.",
            "%0†: satın alınan ya da geri kazanılan miktar önce düşülür; o yıl bu, üretilenden ya da "
            "kullanılandan fazladır, sayılacak bir şey kalmaz.",
        ),
        "mode_hard": ("must hold", "zorunlu"),
        "mode_soft": ("soft", "esnek"),
        "mode_off": ("off", "kapalı"),
        "objective_targets_first": ("targets first, then net present value", "önce hedefler, sonra net bugünkü değer"),
        "objective_npv": ("net present value, missed targets penalised", "net bugünkü değer, hedef açığı cezalı"),
        "objective_cost": (
            "least cost of meeting the hard targets",
            "zorunlu hedeflerin en düşük maliyeti",
        ),
        "perspective_project": ("seen by the project", "proje açısından"),
        "perspective_owner": ("seen by the owner", "ortak açısından"),
        "perspective_national": ("seen by the country", "ülke açısından"),
        "verdict_optimal": (
            "Best plan found and proven: no other plan can be better by more than {gap}.",
            "En iyi plan bulundu ve kanıtlandı: hiçbir plan bundan {gap} oranını aşacak kadar iyi olamaz.",
        ),
        "verdict_feasible_at_limit": (
            "A valid plan, proven within {gap} of the best possible; the {limit} ended the search before the proof.",
            "Geçerli bir plan; mümkün olanın en fazla {gap} gerisinde. Arama, kanıttan önce {limit} ile sona erdi.",
        ),
        "verdict_unproven": (
            "A valid plan; the {limit} ended the search before anything was proven about how good it is.",
            "Geçerli bir plan; aramayı {limit}, planın ne kadar iyi olduğu kanıtlanmadan sona erdirdi.",
        ),
        "verdict_weak": (
            "A valid plan, but perhaps far from the best: the proven gap is still {gap}; the {limit} ended the search.",
            "Geçerli bir plan, ama en iyiden uzak olabilir: kanıtlanmış açık hâlâ {gap}; aramayı {limit} sona erdirdi.",
        ),
        "verdict_nothing_at_limit": (
            "No plan: the {limit} ended the search before one was found. This does not mean that none exists.",
            "Plan yok: {limit} nedeniyle arama, plan bulunmadan sona erdi. Bu, planın var olmadığı anlamına gelmez.",
        ),
        "verdict_infeasible": (
            "No plan exists: the rules and hard targets cannot all hold at once.",
            "Plan yok: kurallar ve zorunlu hedefler birlikte sağlanamıyor.",
        ),
        "verdict_unbounded": (
            "No plan: the objective can grow without limit, so a price or a limit in the inputs is wrong.",
            "Plan yok: amaç sınırsız büyüyebiliyor; girdilerde bir fiyat veya sınır yanlış.",
        ),
        "verdict_failed": ("No plan: the solver failed.", "Plan yok: çözücü başarısız oldu."),
        "verdict_audit_passed": ("Audit passed.", "Denetim başarılı."),
        "verdict_audit_failed": (
            "AUDIT FAILED with {count} violation(s): do not use this result.",
            "DENETİM BAŞARISIZ, {count} ihlal: bu sonucu kullanmayın.",
        ),
        "limit_work": ("end of the short search", "kısa aramanın sonu"),
        "limit_time": ("time limit", "süre sınırı"),
        "limit_interrupt": ("user's interruption", "kullanıcının durdurması"),
        "limit_contradiction": (
            "contradiction between the plan and a bound that it surpasses (a fault: please report it)",
            "planın aştığı sınırla çelişkisi (bir hata: lütfen bildirin)",
        ),
        "limit_gap": ("gap limit", "açık sınırı"),
        "limit_other": ("solver", "çözücü"),
        "kind_equity": ("Equity", "Özsermaye"),
        "kind_grant": ("Grant", "Hibe"),
        "kind_loan": ("Loan", "Kredi"),
        "kind_bond": ("Bond", "Tahvil"),
        "category_mining": ("Mines and beneficiation", "Maden ve zenginleştirme"),
        "category_refining": ("Cracking, leaching, separation", "Çözme ve ayırma"),
        "category_metals": ("Metal, alloy, powder", "Metal, alaşım, toz"),
        "category_magnets": ("Magnet lines", "Mıknatıs hatları"),
        "category_motors": ("Motor lines", "Motor hatları"),
        "category_recycling": ("Recycling", "Geri dönüşüm"),
        "category_waste": ("Waste and thorium storage", "Atık ve toryum depolama"),
        "category_programmes": ("Programmes", "Programlar"),
        "category_interest": ("Interest and fees", "Faiz ve ücretler"),
        "category_working_capital": ("Working capital and value-added tax", "İşletme sermayesi ve KDV"),
        "category_operations": ("Operation and debt service", "İşletme ve borç servisi"),
        "terminal_none": ("none counted", "sayılmadı"),
        "terminal_book": ("book value of plants", "tesislerin defter değeri"),
        "terminal_going_concern": ("going concern", "işleyen tesis"),
    }
)
"""Words by key: ``<what>_<choice>``."""

TILES = Catalogue(
    {
        "tile_targets": ("Targets met", "Karşılanan hedef"),
        "tile_targets_remark": ("in every year they are due", "geçerli oldukları her yıl"),
        "tile_no_targets": ("no target is switched on", "açık hedef yok"),
        "tile_npv_with": ("NPV with terminal value", "Dönem sonu değeri dâhil NBD"),
        "tile_npv_without": ("NPV without it", "Dönem sonu değeri hariç NBD"),
        "tile_npv_without_remark": ("within the horizon only", "yalnız planlama dönemi"),
        "tile_peak": ("Peak funding", "En yüksek finansman ihtiyacı"),
        "tile_gap": ("Proven gap", "Kanıtlanmış açık"),
        "tile_gap_remark": ("to the best possible plan", "mümkün olan en iyi plana"),
    }
)
"""What the first figures of a result are called."""

PHASES = Catalogue(
    {
        "phases": ("Stages of the solver", "Çözücü aşamaları"),
        "phase_status": ("Status", "Durum"),
        "phase_objective": ("Objective", "Amaç değeri"),
        "phase_bound": ("Bound", "Sınır değeri"),
        "phase_gap": ("Gap", "Açık"),
        "phase_nodes": ("Nodes", "Düğüm"),
    }
)
"""Headings of the table of the solver's stages."""

TURKISH_UNIT_WORDS = {
    "alloy": "alaşım",
    "count": "adet",
    "e-waste": "e-atık",
    "fed": "besleme",
    "fraction": "kesri",
    "magnets": "mıknatıs",
    "motors": "motor",
    "ore": "cevher",
    "oxide": "oksit",
    "powder": "toz",
    "ratio": "oran",
    "REO": "NTO",
    "residue": "artık",
    "scrap": "hurda",
    "share": "pay",
    "thousand": "bin",
    "yr": "yıl",
}
"""Words of the contract's units in Turkish; symbols such as t and kt stay as they are."""
