"""What a comparison says, in English and Turkish."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

WORDS = Catalogue(
    {
        "audit_none": ("no plan to audit", "denetlenecek plan yok"),
        "audit_passed": ("audit passed", "denetim başarılı"),
        "audit_failed": ("AUDIT FAILED ({count})", "DENETİM BAŞARISIZ ({count})"),
        "held": ("decisions of {origin} kept until {until}", "{origin} kararları {until} yılına kadar sabit"),
        "ended_optimal": ("optimal within the gap asked for", "istenen açık içinde en iyi"),
        "ended_feasible_at_limit": ("valid plan, search cut short", "geçerli plan, arama yarıda kesildi"),
        "ended_nothing_at_limit": ("no plan found in time", "süre içinde plan bulunamadı"),
        "ended_infeasible": ("no plan exists", "plan yok"),
        "ended_unbounded": ("objective without limit", "amaç sınırsız"),
        "ended_failed": ("solver failed", "çözücü başarısız"),
        "standing_same_run": ("baseline", "karşılaştırma temeli"),
        "standing_proven": ("difference proven", "fark kanıtlı"),
        "standing_within_gap": (
            "within the solver's gap: not distinguishable",
            "çözücü açığı içinde: ayırt edilemez",
        ),
        "standing_same_problem": ("same inputs: only the search differs", "girdiler aynı: yalnız arama farklı"),
        "standing_no_bound": ("nothing proven: not distinguishable", "kanıt yok: ayırt edilemez"),
        "standing_other_aim": ("other aim: gaps cannot be compared", "amaç farklı: açıklar karşılaştırılamaz"),
        "standing_no_plan": ("no plan", "plan yok"),
        "standing_why_same_run": (
            "The run that the others are measured against.",
            "Diğerlerinin karşılaştırıldığı çalışma.",
        ),
        "standing_why_proven": (
            "Even the best plans that a longer search could find would keep this order of the two objectives. This is "
            "proven for the objective (net present value less the price of missed targets); a single indicator may "
            "still vary within the gap.",
            "Daha uzun bir arama daha iyi planlar bulsa bile iki amaç değerinin sırası değişmez. Bu, amaç için (net "
            "bugünkü değer eksi kaçırılan hedeflerin bedeli) kanıtlıdır; tek bir gösterge açık içinde yine de "
            "değişebilir.",
        ),
        "standing_why_within_gap": (
            "What the two searches left open is larger than the difference: a longer search may turn its sign around. "
            "The gap is proven for the objective, so every difference between the two plans inherits this mark.",
            "İki aramanın açık bıraktığı pay farktan büyük: daha uzun bir arama farkın işaretini değiştirebilir. Açık "
            "amaç için kanıtlanır, bu yüzden iki plan arasındaki her fark bu işareti taşır.",
        ),
        "standing_why_same_problem": (
            "Both runs solve the same problem. What differs comes from how far each search got, not from any input.",
            "İki çalışma aynı problemi çözer. Farklar girdilerden değil, aramanın ne kadar ilerlediğinden gelir.",
        ),
        "standing_why_no_bound": (
            "At least one of the runs has no proven bound: how much better its best plan could be is not known.",
            "Çalışmalardan en az birinin kanıtlanmış sınırı yok: en iyi planının ne kadar daha iyi olabileceği "
            "bilinmiyor.",
        ),
        "standing_why_other_aim": (
            "The runs maximise different things, so their gaps are on different scales. The differences are facts "
            "about these two plans; what a longer search would change is not known.",
            "Çalışmalar farklı şeyleri en iyiler; açıkları farklı ölçeklerdedir. Farklar bu iki plan için geçerlidir; "
            "daha uzun bir aramanın neyi değiştireceği bilinmez.",
        ),
        "standing_why_no_plan": (
            "At least one of the runs has no plan, so there is nothing to compare.",
            "Çalışmalardan en az birinin planı yok; karşılaştırılacak bir şey de yok.",
        ),
        "row_absent": ("not there", "yok"),
        "row_present": ("there", "var"),
        "several_rows": ("{first} and others, {count} rows", "{first} ve diğerleri, {count} satır"),
        "cell_blank": ("blank", "boş"),
        "cell_yes": ("yes", "evet"),
        "cell_no": ("no", "hayır"),
        "cell_no_limit": ("no limit", "sınırsız"),
        "move_nothing": ("–", "–"),
        "move_added": ("only here", "yalnız burada"),
        "move_added_from": ("here instead of {site}", "{site} yerine burada"),
        "move_dropped": ("not at all", "hiç yok"),
        "move_dropped_to": ("at {site} instead", "bunun yerine: {site}"),
        "move_bigger": ("bigger by {size}", "{size} daha büyük"),
        "move_smaller": ("smaller by {size}", "{size} daha küçük"),
        "move_earlier": ("{years} years earlier", "{years} yıl erken"),
        "move_earlier_one": ("{years} year earlier", "{years} yıl erken"),
        "move_later": ("{years} years later", "{years} yıl geç"),
        "move_later_one": ("{years} year later", "{years} yıl geç"),
        "move_otherwise": ("staged otherwise", "aşamaları farklı"),
        "missed_by": ("missed by {share} at worst ({year})", "en kötü {share} eksik ({year})"),
        "exceeded_by": ("exceeded by {share} at worst ({year})", "en kötü {share} fazla ({year})"),
        "empty_ratio": ("nothing to measure", "ölçülecek şey yok"),
        "percentage_points": ("points", "puan"),
        "figure_objective": ("Objective reached", "Ulaşılan amaç değeri"),
        "figure_open": ("Left open by the search", "Aramanın açık bıraktığı pay"),
        "figure_npv_chosen": (
            "Net present value of the chosen perspective, with terminal value",
            "Seçilen bakışın net bugünkü değeri, dönem sonu değeriyle",
        ),
        "figure_npv_project": ("Project, without terminal value", "Proje, dönem sonu değeri olmadan"),
        "figure_npv_owner": ("Owner, without terminal value", "Ortak, dönem sonu değeri olmadan"),
        "figure_npv_national": ("Country, without terminal value", "Ülke, dönem sonu değeri olmadan"),
        "figure_targets_met": ("Targets met in every year due", "Vadesindeki her yıl karşılanan hedef"),
        "figure_targets_counted": ("Targets that count", "Sayılan hedef"),
        "figure_weighted_shortfall": (
            "Missed targets (1 = one target of weight 1 wholly missed)",
            "Hedef açığı (1 = ağırlığı 1 olan bir hedefin tamamı)",
        ),
        "figure_sum_revenue": ("Revenue, all years", "Gelir, bütün yıllar"),
        "figure_sum_capex": ("Investment, all years", "Yatırım, bütün yıllar"),
        "figure_sum_programmes": ("Programmes, all years", "Programlar, bütün yıllar"),
        "figure_sum_equity": ("Equity paid in, all years", "Konulan özsermaye, bütün yıllar"),
        "figure_sum_grants": ("Grants, all years", "Hibe, bütün yıllar"),
        "figure_sum_debt": ("Loans and bonds drawn, all years", "Kredi ve tahvil, bütün yıllar"),
        "figure_sum_dividends": ("Dividends, all years", "Temettü, bütün yıllar"),
        "figure_sum_state": ("Tax and state royalty, all years", "Vergi ve devlet hakkı, bütün yıllar"),
        "step_revenue": ("Revenue", "Gelir"),
        "step_operating_cost": ("Operating cost", "İşletme gideri"),
        "step_programmes": ("Programmes", "Programlar"),
        "step_capex": ("Investment", "Yatırım"),
        "step_working_capital": ("Working capital, VAT", "İşletme sermayesi, KDV"),
        "step_tax": ("Tax", "Vergi"),
        "step_finance": ("Loans and grants", "Kredi ve hibe"),
        "step_cash_held": ("Cash held back", "Elde tutulan nakit"),
        "step_avoided_imports": ("Imports avoided", "Önlenen ithalat"),
        "step_terminal_value": ("Terminal value", "Dönem sonu değeri"),
        "step_other_yardstick": ("Other yardstick", "Farklı ölçü"),
        "step_rest": ("Solver's tolerance", "Çözücü toleransı"),
        "line_debt_outstanding": ("Debt outstanding at the end", "Dönem sonunda kalan borç"),
        "line_required_return": (
            "Return that equity providers require beyond the owner's rate",
            "Özsermaye sağlayanların ortak oranının üstünde istediği getiri",
        ),
        "line_cash_held": ("Cash held back instead of paid out", "Dağıtılmayıp elde tutulan nakit"),
        "line_avoided_imports": ("Imports avoided", "Önlenen ithalat"),
        "line_terminal_value": ("Terminal value", "Dönem sonu değeri"),
    }
)
