"""What a regret matrix says, in English and Turkish: the page, the workbook and the terminal say it alike."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

WORDS = Catalogue(
    {
        # why a plan cannot be carried out, why a scenario is left out, how a search ended
        "cannot_build": (
            "{plant} at {site} ({module}, {count} ×) cannot be begun in {year} in this world",
            "{site} sahasında {plant} ({module}, {count} ×) bu gelecekte {year} yılında başlatılamaz",
        ),
        "cannot_gate": (
            "{plant} at {site} ({module}) cannot be under construction in {year}: what it needs first is not "
            "completed by then in this world",
            "{site} sahasında {plant} ({module}) {year} yılında inşa halinde olamaz: önce gerekenler bu gelecekte o "
            "zamana dek tamamlanmıyor",
        ),
        "cannot_order": (
            "the programme {name} cannot run in {year}: the programme it needs is not completed by then in this world",
            "{name} programı {year} yılında yürüyemez: gereken program bu gelecekte o zamana dek tamamlanmıyor",
        ),
        "cannot_start": (
            "the programme {name} cannot start in {year} in this world",
            "{name} programı bu gelecekte {year} yılında başlatılamaz",
        ),
        "cannot_sign": (
            "the contract {name} cannot deliver from {year} on in this world",
            "{name} sözleşmesi bu gelecekte {year} yılından başlayarak teslim edilemez",
        ),
        "left_out_audit": ("its own plan failed the audit", "kendi planı denetimden geçmedi"),
        "left_out_no_plan": ("no plan of its own: {status}", "kendi planı yok: {status}"),
        "status_optimal": ("proven within the gap", "açık içinde kanıtlandı"),
        "status_feasible_at_limit": ("a plan, search cut short", "plan var, arama yarıda kesildi"),
        "status_nothing_at_limit": ("no plan found in time", "süre içinde plan bulunamadı"),
        "status_infeasible": ("no plan exists", "plan yok"),
        "status_unbounded": ("objective without limit", "amaç sınırsız"),
        "status_failed": ("solver failed", "çözücü başarısız"),
        # the story
        "title": (
            "Which plan to follow until the end of {until}, whatever comes?",
            "{until} sonuna kadar hangi plan izlenmeli, ne gelirse gelsin?",
        ),
        "story_best": (
            "Follow the plan made for “{plan}” until the end of {until}: in the worst of these {count} worlds "
            "(“{world}”) it ends {regret} behind the best plan known for that world. No other of these plans was "
            "found to fall less far behind in its own worst world.",
            "{until} sonuna kadar “{plan}” için yapılan plan izlenirse, bu {count} geleceğin en kötüsünde (“{world}”) "
            "o gelecek için bilinen en iyi planın {regret} gerisinde kalınır. Öteki planların hiçbiri kendi en kötü "
            "geleceğinde daha az geri kalmıyor.",
        ),
        "story_no_regret": (
            "Follow the plan made for “{plan}” until the end of {until}: in none of these {count} worlds does it fall "
            "behind the best plan known for that world.",
            "{until} sonuna kadar “{plan}” için yapılan plan izlenirse, bu {count} geleceğin hiçbirinde o gelecek için "
            "bilinen en iyi planın gerisinde kalınmaz.",
        ),
        "story_same": (
            "Until the end of {until} it makes no difference which of these plans is followed: in each of the {count} "
            "worlds every one of them ends as well as the best plan known for that world.",
            "{until} sonuna kadar bu planlardan hangisinin izlendiği fark etmiyor: {count} geleceğin her birinde "
            "hepsi o gelecek için bilinen en iyi plan kadar iyi sonuç veriyor.",
        ),
        "story_proven": (
            "This is proven: no plan in the matrix can have a smaller largest regret.",
            "Bu sonuç kanıtlıdır: matristeki hiçbir planın en büyük pişmanlığı daha küçük olamaz.",
        ),
        "story_contenders": (
            "This is not proven: what the searches left open cannot tell it apart from {plans}. A longer search may "
            "turn the order around.",
            "Bu sonuç kanıtlı değildir: aramaların açık bıraktığı pay bu planı şunlardan ayıramıyor: {plans}. Daha "
            "uzun bir arama sırayı değiştirebilir.",
        ),
        "story_nothing_told": (
            "No regret at all is proven here: what the searches left open is larger than every difference. Solve again "
            "with more time before anything is decided by this matrix.",
            "Burada hiçbir pişmanlık kanıtlı değildir: aramaların açık bıraktığı pay bütün farklardan büyük. Bu "
            "matrise göre karar vermeden önce daha uzun süreyle çözün.",
        ),
        "story_none": (
            "No plan can be named: each one is impossible or was not found in at least one of the {count} worlds.",
            "Bir plan önerilemiyor: her plan {count} geleceğin en az birinde uygulanamıyor ya da bulunamadı.",
        ),
        "story_impossible": (
            "Cannot be carried out in every world, and so have no finite largest regret: {plans}.",
            "Her gelecekte uygulanamıyor, bu yüzden en büyük pişmanlıkları sonlu değil: {plans}.",
        ),
        "story_unknown": (
            "Could not be judged, because no plan that passed its audit was found in some world: {plans}.",
            "Değerlendirilemedi, çünkü bir gelecekte denetimden geçen plan bulunamadı: {plans}.",
        ),
        "story_common": (
            "{common} decisions until the end of {until} are the same in every plan; {other} are not.",
            "{until} sonuna kadarki {common} karar bütün planlarda aynı; {other} karar değil.",
        ),
        "story_weak": (
            "Own plans of which little is proven, with their gaps: {plans}. Their rows say more about short searches "
            "than about the plans; solve them with more time before the matrix decides anything.",
            "Hakkında az şey kanıtlanmış kendi planları ve açıkları: {plans}. Satırları planlardan çok aramaların "
            "kısalığını gösterir; matrise göre karar vermeden önce bunları daha uzun süreyle çözün.",
        ),
        "story_better": (
            "In the world “{world}” the search that kept the decisions of “{plan}” found a plan that is {amount} "
            "better than the world's own: it counts as the best known there.",
            "“{world}” geleceğinde “{plan}” kararlarını koruyan arama, o geleceğin kendi planından {amount} daha iyi "
            "bir plan buldu: orada bilinen en iyi plan sayılıyor.",
        ),
        "story_left_out": ("Left out: “{scenario}” ({why}).", "Dışarıda kaldı: “{scenario}” ({why})."),
        # cells
        "cell_own": ("own plan", "kendi planı"),
        "cell_carried": ("carried out", "uygulanabildi"),
        "cell_impossible": ("cannot be carried out", "uygulanamaz"),
        "cell_not_found": ("no plan found in time", "süre içinde plan bulunamadı"),
        "cell_audit_failed": ("failed its audit", "denetimden geçmedi"),
        "mark_impossible": ("✗", "✗"),
        "mark_unknown": ("?", "?"),
        "not_distinguishable": ("not distinguishable from none", "sıfırdan ayırt edilemez"),
        "behind": ("{amount} behind the best plan known", "bilinen en iyi planın {amount} gerisinde"),
        "span": ("{least} to {most}", "{least} ile {most} arası"),
        "span_open": ("{least} or more", "{least} ya da daha çok"),
        "no_limit": ("no limit proven", "sınır kanıtlanmadı"),
        "plan_in_world": ("plan “{plan}” in the world “{world}”", "“{world}” geleceğinde “{plan}” planı"),
        # titles
        "section_matrix": ("Regret of every plan in every world", "Her planın her gelecekteki pişmanlığı"),
        "lead_matrix": (
            "A row is a plan that is followed until the end of {until}, a column is the world that comes. After that "
            "every plan may change course. A cell says by how much the plan ends behind the best one known for that "
            "world.",
            "Satır {until} sonuna kadar izlenen plan, sütun gerçekleşen gelecektir. Ondan sonra her plan yön "
            "değiştirebilir. Hücre, planın o gelecek için bilinen en iyi planın ne kadar gerisinde kaldığını gösterir.",
        ),
        "chart_matrix": (
            "Regret: down the plan that is followed, across the world that comes",
            "Pişmanlık: aşağıya doğru izlenen plan, yana doğru gerçekleşen gelecek",
        ),
        "unit_matrix": ("MUSD, present value", "MUSD, bugünkü değer"),
        "legend_matrix": (
            "Framed: the world's own plan. Grey, in italics, with ≈: what the searches left open is larger than this "
            "regret, so it cannot be told from none. ✗: the world does not allow the plan. ?: not known.",
            "Çerçeveli: o geleceğin kendi planı. Gri, italik, ≈ işaretli: aramaların açık bıraktığı pay bu "
            "pişmanlıktan büyük, sıfırdan ayırt edilemez. ✗: gelecek bu plana izin vermiyor. ?: bilinmiyor.",
        ),
        "alt_matrix": (
            "Regret of {count} plans in {count} worlds. {best}",
            "{count} planın {count} gelecekteki pişmanlığı. {best}",
        ),
        "section_ranking": ("Largest regret of every plan", "Her planın en büyük pişmanlığı"),
        "lead_ranking": (
            "The worst that can happen to whoever follows a plan until the end of {until} and then makes the best of "
            "the world that came. The range is what is proven: solver gaps leave the regret between these two figures.",
            "{until} sonuna kadar bir planı izleyip sonra gelen geleceğe en iyi uyumu sağlayanın başına gelebilecek en "
            "kötü sonuç. Aralık kanıtlı olandır: çözücü açıkları pişmanlığı bu iki sayı arasında bırakır.",
        ),
        "section_now": ("What to do until the end of {until}", "{until} sonuna kadar ne yapmalı"),
        "lead_now": (
            "What every plan does in the same way can be done now without knowing which of these worlds comes. Where "
            "the plans part is where waiting or more knowledge is worth something. Money sources are not among the "
            "decisions: they are found anew in every world.",
            "Bütün planların aynı biçimde yaptığı, bu geleceklerden hangisinin geleceği bilinmeden şimdi yapılabilir. "
            "Planların ayrıldığı yerde beklemenin ya da daha çok bilginin değeri vardır. Finansman kaynakları bu "
            "kararlar arasında değildir: her gelecekte yeniden bulunur.",
        ),
        "section_worlds": ("The worlds and how plans are measured in them", "Gelecekler ve planların ölçüsü"),
        "lead_worlds": (
            "Plans are compared within a world only, by what that world optimises.",
            "Planlar yalnız aynı gelecek içinde, o geleceğin eniyilediği ölçüyle karşılaştırılır.",
        ),
        "section_cells": ("Every plan in every world, in figures", "Her plan her gelecekte, sayılarla"),
        "lead_cells": (
            "Each row is a run with its own folder, workbook, page and audit.",
            "Her satır kendi klasörü, çalışma kitabı, sayfası ve denetimi olan bir çalışmadır.",
        ),
        "lead_reasons": (
            "A decision that the world does not allow, or limits that cannot hold together once the plan is kept.",
            "Gelecekte izin verilmeyen bir karar ya da plan korununca birlikte sağlanamayan sınırlar.",
        ),
        "heading_world": ("World: {world}", "Gelecek: {world}"),
        "section_reasons": ("Why plans cannot be carried out", "Planlar neden uygulanamıyor"),
        "section_reading": ("How to read this", "Nasıl okunmalı"),
        "agreement_common": (
            "The same in every plan: can be done now without regret among these worlds",
            "Bütün planlarda aynı: bu gelecekler arasında pişmanlık duymadan şimdi yapılabilir",
        ),
        "agreement_otherwise": (
            "In every plan, but at other times or in other sizes",
            "Her planda var, ama başka yılda ya da başka boyda",
        ),
        "agreement_some": ("Only in some plans", "Yalnız bazı planlarda"),
        "agreement_nothing": (
            "Nothing is the same in every plan.",
            "Bütün planlarda aynı olan bir karar yok.",
        ),
        "steps_nothing": (
            "No plan decides anything until the end of {until}.",
            "Hiçbir plan {until} sonuna kadar bir karar almıyor.",
        ),
        # columns and tiles
        "column_plan": ("Plan followed until the end of {until}", "{until} sonuna kadar izlenen plan"),
        "column_plan_short": ("Plan", "Plan"),
        "column_world": ("World that comes", "Gerçekleşen gelecek"),
        "column_largest": ("Largest", "En büyük"),
        "column_regret": ("Regret", "Pişmanlık"),
        "column_where": ("Where", "Nerede"),
        "column_least": ("At least", "En az"),
        "column_most": ("At most", "En çok"),
        "column_carried": ("Worlds in which it can be carried out", "Uygulanabildiği gelecek sayısı"),
        "column_elsewhere": ("Largest regret there", "Oradaki en büyük pişmanlık"),
        "column_verdict": ("Verdict", "Değerlendirme"),
        "column_state": ("Outcome", "Sonuç"),
        "column_value": ("Objective value", "Amaç değeri"),
        "column_best_known": ("Best known", "Bilinen en iyi"),
        "column_best_plan": ("Decisions of", "Kimin kararları"),
        "column_limit": ("No plan above", "Hiçbir plan üstüne çıkamaz"),
        "column_npv": ("Net present value", "Net bugünkü değer"),
        "column_shortfall": ("Weighted shortfall", "Ağırlıklı hedef açığı"),
        "column_targets": ("Targets met", "Karşılanan hedef"),
        "column_search": ("Search", "Arama"),
        "column_gap": ("Gap", "Açık"),
        "column_run": ("Run", "Çalışma"),
        "column_reasons": ("Reasons", "Nedenler"),
        "column_aim": ("What is measured", "Ölçülen"),
        "column_all_plans": ("In every plan", "Bütün planlarda"),
        "step_plant": ("Plant", "Tesis"),
        "step_programme": ("Programme", "Program"),
        "step_contract": ("Contract", "Sözleşme"),
        "column_kind": ("Kind", "Tür"),
        "sheet_matrix": ("Regret", "Pişmanlık"),
        "sheet_steps": ("What to do now", "Şimdi ne yapmalı"),
        "sheet_runs": ("Every run", "Bütün çalışmalar"),
        "sheet_reading": ("How to read", "Nasıl okunmalı"),
        "column_decision": ("Decision", "Karar"),
        "verdict_least": ("least largest regret", "en büyük pişmanlığı en küçük"),
        "verdict_contender": ("cannot be told apart from it", "ondan ayırt edilemez"),
        "verdict_larger": ("proven larger", "daha büyük, kanıtlı"),
        "verdict_impossible": ("cannot be carried out everywhere", "her gelecekte uygulanamaz"),
        "verdict_unknown": ("could not be judged", "değerlendirilemedi"),
        "tile_plan": ("Plan with the least largest regret", "En büyük pişmanlığı en küçük plan"),
        "tile_none": ("none", "yok"),
        "tile_regret": ("Its largest regret", "En büyük pişmanlığı"),
        "tile_regret_remark": ("in the world “{world}”; proven: {span}", "“{world}” geleceğinde; kanıtlı: {span}"),
        "tile_worlds": ("Worlds", "Gelecek"),
        "tile_worlds_remark": ("decisions held until the end of {until}", "kararlar {until} sonuna kadar sabit"),
        "tile_common": ("Decisions common to all plans", "Bütün planlarda ortak karar"),
        "tile_common_remark": ("of {all} until the end of {until}", "{until} sonuna kadarki {all} karardan"),
        "targets_of": ("{met} of {counted}", "{met} / {counted}"),
        # what is measured
        "aim_targets_first": (
            "net present value ({perspective}) less {price} MUSD for every unit of weighted shortfall",
            "net bugünkü değer ({perspective}) eksi her birim ağırlıklı hedef açığı için {price} MUSD",
        ),
        "aim_npv": (
            "net present value ({perspective}) less {price} MUSD for every unit of weighted shortfall",
            "net bugünkü değer ({perspective}) eksi her birim ağırlıklı hedef açığı için {price} MUSD",
        ),
        "aim_cost": (
            "cost of meeting the hard targets, as a loss",
            "zorunlu hedefleri karşılamanın maliyeti, kayıp olarak",
        ),
        "aim_no_targets": (
            "net present value ({perspective}); no target counts",
            "net bugünkü değer ({perspective}); hiçbir hedef sayılmıyor",
        ),
        # how to read
        "read_question": (
            "The matrix answers: suppose the plan made for one scenario is followed until the end of {until}, and "
            "then another scenario turns out to be true. How much is lost against the plan that would have been made, "
            "had one known? Plants, programmes and contracts up to and including {until} are kept; everything later, "
            "and all financing, is found anew for that world.",
            "Matrisin yanıtladığı soru: bir senaryo için yapılan plan {until} sonuna kadar izlenir, sonra başka bir "
            "senaryo gerçekleşirse, baştan bilinseydi yapılacak plana göre ne kaybedilir? {until} dahil o yıla kadarki "
            "tesisler, programlar ve sözleşmeler korunur; sonrası ve bütün finansman o gelecek için yeniden bulunur.",
        ),
        "read_money": (
            "A regret is money of today: MUSD of present value in the world's own objective. Where targets come "
            "first, one unit of weighted shortfall (a target of weight 1 missed wholly, in every year) counts like "
            "{price} MUSD, so 1 % of one such target counts like {cent} MUSD. A regret of 100 MUSD may therefore be "
            "lost value, missed targets, or both: the columns for net present value and shortfall tell which.",
            "Pişmanlık bugünün parasıdır: o geleceğin kendi amacında MUSD bugünkü değer. Önce hedefler geliyorsa bir "
            "birim ağırlıklı açık (ağırlığı 1 olan bir hedefin her yıl tümüyle kaçırılması) {price} MUSD sayılır; "
            "böyle bir hedefin %1'i {cent} MUSD eder. Yani 100 MUSD pişmanlık kayıp değer, kaçırılmış hedef ya da "
            "ikisi olabilir: hangisi olduğunu net bugünkü değer ve açık sütunları söyler.",
        ),
        "read_aims": (
            "These worlds do not all measure plans in the same way (see the table of worlds). Within a column that "
            "does no harm, because all plans in it are measured alike; the largest regret of a row compares amounts "
            "across such columns and should be read with that in mind.",
            "Bu geleceklerin hepsi planları aynı biçimde ölçmüyor (gelecekler tablosuna bakın). Bir sütun içinde "
            "bunun sakıncası yoktur, çünkü oradaki bütün planlar aynı ölçüyle değerlendirilir; bir satırın en büyük "
            "pişmanlığı ise farklı ölçülü sütunların tutarlarını karşılaştırır, bu akılda tutulmalıdır.",
        ),
        "read_gap": (
            "No search proves its plan to the last dollar. The true regret lies between “at least” and “at most”: a "
            "better plan for the world may exist, and the plan may be carried out better than was found. Where “at "
            "least” is nought, the regret cannot be told from none and is printed grey with ≈.",
            "Hiçbir arama planını son dolara kadar kanıtlamaz. Gerçek pişmanlık “en az” ile “en çok” arasındadır: o "
            "gelecek için daha iyi bir plan olabilir, izlenen plan da bulunandan daha iyi uygulanabilir. “En az” "
            "sıfırsa pişmanlık sıfırdan ayırt edilemez; gri ve ≈ ile yazılır.",
        ),
        "read_foresight": (
            "Each world is known in full from its first year on: to the plan made for it, and to the change of course "
            "after the year that is held. In truth a world shows itself bit by bit, so both are a little too good. "
            "Compared are the plans of these scenarios only, and none of them hedges: a plan in between may regret "
            "less than any of them.",
            "Her gelecek ilk yılından başlayarak tümüyle bilinir sayılır: hem onun için yapılan plan hem de sabit "
            "tutulan yıldan sonraki yön değişikliği bunu bilir. Gerçekte gelecek yavaş yavaş görünür, ikisi de biraz "
            "fazla iyidir. Yalnız bu senaryoların planları karşılaştırılır ve hiçbiri denge kurmaz: arada bir plan "
            "hepsinden az pişman edebilir.",
        ),
        "read_worlds": (
            "No world is more likely than another here, and a world that nobody thought of is not among them.",
            "Burada hiçbir gelecek ötekinden daha olası sayılmaz; kimsenin düşünmediği bir gelecek de aralarında "
            "yoktur.",
        ),
        "facts_workbook": ("Workbook {workbook}, {sha}", "Çalışma kitabı {workbook}, {sha}"),
        "facts_made": ("{when} UTC", "{when} UTC"),
        "facts_with": ("roadmap-opt {package}, HiGHS {solver}", "roadmap-opt {package}, HiGHS {solver}"),
        "facts_folder": ("regret matrix {name}", "pişmanlık matrisi {name}"),
    }
)
"""Words by key."""
