"""What the program says on the console, in English and Turkish: one entry per message, both languages side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "tr"]
LANGUAGES: tuple[Language, ...] = ("en", "tr")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages, for whatever shows both: a page that switches without reloading."""

    en: str
    tr: str

    def in_language(self, language: Language) -> str:
        """The words in one language."""
        return self.en if language == "en" else self.tr

    @classmethod
    def same(cls, words: object) -> Text:
        """Words that need no translation: a file name, a hash, a code."""
        return cls(str(words), str(words))


class Catalogue:
    """Messages by key, each as a pair (English, Turkish); called with a language and a key it fills in the values."""

    def __init__(self, entries: Mapping[str, tuple[str, str]]) -> None:
        self.entries = entries

    def __call__(self, language: Language, key: str, **values: object) -> str:
        """The message ``key`` in ``language`` with ``{names}`` replaced; an unknown key raises ``KeyError``."""
        return self.entries[key][LANGUAGES.index(language)].format(**values)

    def both(self, key: str, **values: object) -> Text:
        """The message in both languages; a value that is a :class:`Text` is filled in in each language."""

        def filled(language: Language) -> str:
            spoken = {name: v.in_language(language) if isinstance(v, Text) else v for name, v in values.items()}
            return self(language, key, **spoken)

        return Text(filled("en"), filled("tr"))


text = Catalogue(
    {
        "progress_best": ("best plan", "en iyi plan"),
        "progress_bound": ("at best", "olabilecek en iyi"),
        "progress_gap": ("gap", "açık"),
        "stage_first_plan": ("first plan", "ilk plan"),
        "stage_relaxation": ("without whole numbers", "tam sayısız"),
        "stage_sizes": ("sizes", "boylar"),
        "stage_years": ("years", "yıllar"),
        "stage_money": ("money", "para"),
        "stage_money_and_years": ("money and years", "para ve yıllar"),
        "stage_same_decisions": ("the same decisions", "aynı kararlar"),
        "stage_nothing": ("nothing new is built", "yeni tesis kurmadan"),
        "stage_improving": ("improving", "iyileştirme"),
        "stage_part": ("part", "bölüm"),
        "stage_modules": ("modules", "modüller"),
        "stage_bound": ("how good a plan could be", "bir plan ne kadar iyi olabilir"),
        "stage_target_shortfall": ("whole problem: targets", "bütün problem: hedefler"),
        "stage_net_present_value": ("whole problem: net present value", "bütün problem: net bugünkü değer"),
        "stage_cost": ("whole problem: cost", "bütün problem: maliyet"),
        "stage_final_figures": ("final figures", "kesin rakamlar"),
        "stopping": (
            "Stopping: the best plan found so far is kept. Press Ctrl-C again to end at once without results.",
            "Durduruluyor: bulunan en iyi plan saklanacak. Sonuç almadan hemen çıkmak için yeniden Ctrl-C'ye basın.",
        ),
        "created": ("Created {path}", "{path} oluşturuldu"),
        "no_findings": ("{workbook}: no problems found.", "{workbook}: sorun bulunmadı."),
        "scenario_heading": ("Scenario {scenario}", "Senaryo {scenario}"),
        "errors": ("{count} problem(s) have to be put right:", "Düzeltilmesi gereken {count} sorun var:"),
        "warnings": ("{count} remark(s), nothing that stops a solve:", "Çözümü engellemeyen {count} uyarı:"),
        "findings_left": (
            "… and {count} more. Put these right first; `roadmap-opt check WORKBOOK --everything` lists all of them.",
            "… ve {count} tane daha. Önce bunları düzeltin; tümü için: `roadmap-opt check DOSYA --everything`.",
        ),
        "input_rejected": (
            "The workbook cannot be used as it stands. Nothing was written.",
            "Dosya bu hâliyle kullanılamaz. Hiçbir şey yazılmadı.",
        ),
        "status_optimal": (
            "Optimal plan, proven within {gap} of the best possible.",
            "En iyi plan; mümkün olanın en fazla {gap} gerisinde olduğu kanıtlandı.",
        ),
        "status_feasible_at_limit": (
            "A plan, proven within {gap} of the best possible; the {limit} ended the search.",
            "Plan bulundu; mümkün olanın en fazla {gap} gerisinde. Aramayı {limit} sona erdirdi.",
        ),
        "status_unproven": (
            "A plan; the {limit} ended the search before anything was proven about how good it is.",
            "Plan bulundu; aramayı {limit}, planın ne kadar iyi olduğu kanıtlanmadan sona erdirdi.",
        ),
        "status_nothing_at_limit": (
            "No plan was found: the {limit} ended the search. Allow more time (--time-limit).",
            "Plan bulunamadı: aramayı {limit} sona erdirdi. Daha çok süre tanıyın (--time-limit).",
        ),
        "status_infeasible": (
            "No plan satisfies every rule and hard target at once.",
            "Bütün kuralları ve zorunlu hedefleri birlikte sağlayan bir plan yok.",
        ),
        "status_unbounded": (
            "The objective can grow without limit: a price or a limit in the workbook is missing or wrong.",
            "Amaç sınırsız büyüyebiliyor: dosyada bir fiyat veya sınır eksik ya da yanlış.",
        ),
        "status_failed": ("The solver failed; there is no plan.", "Çözücü başarısız oldu; plan yok."),
        "limit_time": ("time limit", "süre sınırı"),
        "limit_interrupt": ("interruption", "kesinti"),
        "limit_work": ("end of the short search", "kısa aramanın sonu"),
        "limit_contradiction": (
            "contradiction between the plan and a bound that it surpasses (a fault: please report it)",
            "planın aştığı sınırla çelişkisi (bir hata: lütfen bildirin)",
        ),
        "limit_gap": ("gap limit", "açık sınırı"),
        "limit_other": ("solver", "çözücü"),
        "interrupted": (
            "Interrupted: the best plan found until then was kept and is marked as such.",
            "Kesildi: o ana kadar bulunan en iyi plan saklandı ve böyle işaretlendi.",
        ),
        "from_is_for_one": (
            "--from is for a single scenario; in a batch, --warm-start begins each with the plan of its parent.",
            "--from tek senaryo içindir; toplu çözümde --warm-start her senaryoyu üst senaryosunun planıyla başlatır.",
        ),
        "no_last_run": (
            "There is no run of scenario {scenario} below {out} to start from.",
            "{out} altında {scenario} senaryosunun başlangıç alınabilecek bir çalışması yok.",
        ),
        "no_plan_to_start_from": (
            "{folder} has no plan to start from.",
            "{folder} içinde başlangıç alınabilecek bir plan yok.",
        ),
        "results_in": ("Results: {folder}", "Sonuçlar: {folder}"),
        "cannot_hold": (
            "What cannot hold together; the least that would have to give way:",
            "Birlikte sağlanamayanlar; en az şunlardan vazgeçmek gerekir:",
        ),
        "audit_passed": (
            "Audit passed: every balance, limit and figure recomputed and confirmed.",
            "Denetim başarılı: bütün dengeler, sınırlar ve sayılar yeniden hesaplandı ve doğrulandı.",
        ),
        "audit_run_passed": (
            "Audit passed: every balance, limit and figure of the tables was recomputed and confirmed; the record "
            "agrees with them.",
            "Denetim başarılı: tabloların bütün dengeleri, sınırları ve sayıları yeniden hesaplandı ve doğrulandı; "
            "kayıt bunlarla uyuşuyor.",
        ),
        "audit_file_agrees": (
            "Agrees with the tables in every figure: {file}.",
            "Bütün sayılarıyla tablolarla uyuşuyor: {file}.",
        ),
        "audit_not_checked": (
            "Not checked, because nothing in the folder says what it has to be: that no better plan exists (the bound "
            "is the solver's word), how long the search took and how many nodes, the shadow prices, the versions and "
            "the system named, whose plan the search began with, and who wrote the folder: whoever changes every file "
            "of it consistently has made another run.",
            "Denetlenmeyenler, çünkü klasörde ne olmaları gerektiğini söyleyen bir şey yok: daha iyi bir planın "
            "bulunmadığı (sınır çözücünün sözüdür), aramanın süresi ve düğüm sayısı, gölge fiyatlar, yazılı "
            "sürümler ve sistem, aramanın hangi planla başladığı ve klasörü kimin yazdığı: bütün dosyalarını tutarlı "
            "biçimde değiştiren, başka bir çalışma yapmış olur.",
        ),
        "audit_no_hashes": (
            "Not recorded: this run is from before the hashes of its tables were kept; their figures were recomputed.",
            "Kayıtlı değil: bu çalışma, tabloların özetleri saklanmadan önce yazıldı; sayıları yeniden hesaplandı.",
        ),
        "audit_workbook_unread": (
            "Not compared: this version cannot read the copy of the workbook, so neither the inputs were compared with "
            "it nor results workbook and page with the tables.",
            "Karşılaştırılmadı: bu sürüm çalışma dosyasının kopyasını okuyamıyor; girdiler onunla, sonuç dosyası ve "
            "sayfa da tablolarla karşılaştırılmadı.",
        ),
        "audit_other_version": (
            "Not compared: {file} was written by another program (version {version}), in other words or another form.",
            "Karşılaştırılmadı: {file} başka bir programla ({version} sürümü), başka sözlerle veya başka biçimde "
            "yazılmış.",
        ),
        "audit_saved_anew": (
            "Not compared: charts and formats of {file}, which another program has saved since; its cells agree.",
            "Karşılaştırılmadı: sonradan başka bir programla kaydedilen {file} dosyasının grafikleri ve biçimleri; "
            "hücreleri uyuşuyor.",
        ),
        "audit_other_files": (
            "Not part of the run: {files}.",
            "Çalışmanın parçası değil: {files}.",
        ),
        "audit_failed": (
            "Audit failed with {count} violation(s); do not use this result:",
            "Denetim {count} ihlal buldu; bu sonucu kullanmayın:",
        ),
        "audit_nothing": (
            "The run has no plan, so there is nothing to audit (status: {status}).",
            "Çalışmada plan yok, denetlenecek bir şey de yok (durum: {status}).",
        ),
        "violation": (
            "{rule} · {where}: found {found}, expected {expected} (off by {size})",
            "{rule} · {where}: bulunan {found}, beklenen {expected} (fark {size})",
        ),
        "violation_in_words": (
            "{rule} · {where}: found {found}, expected {expected}",
            "{rule} · {where}: bulunan {found}, beklenen {expected}",
        ),
        "scenario_as_it_stands": ("the workbook as it stands", "dosyadaki hâliyle"),
        "unexpected": (
            "Unexpected error: {error}. Details for a report are in {log}; --debug shows them here.",
            "Beklenmeyen hata: {error}. Bildirim için ayrıntılar: {log}; --debug burada gösterir.",
        ),
    }
)
