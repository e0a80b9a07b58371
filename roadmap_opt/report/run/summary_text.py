"""Words of the first screen."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue
from roadmap_opt.runs.words import TILES

SAY = Catalogue(
    {
        **TILES.entries,
        "title": ("At a glance", "Bir bakışta"),
        "scenario": ("Scenario: {name}", "Senaryo: {name}"),
        "footer": (
            "Written by roadmap-opt {version} from run {run}. The page holds everything it shows and needs no network.",
            "roadmap-opt {version} tarafından {run} çalışmasından yazıldı. Sayfa gösterdiği her şeyi içerir; ağ "
            "gerekmez.",
        ),
        # the plan in two sentences
        "plan_builds": (
            "The plan starts {modules} plant modules at {sites} between {first} and {last} and spends {investment} on "
            "them (money of those years).",
            "Plan, {first}–{last} arasında {sites} toplam {modules} tesis modülünün inşaatını başlatır ve bunlara "
            "{investment} harcar (o yılların parasıyla).",
        ),
        "plan_builds_nothing": ("The plan builds no new plant.", "Plan yeni tesis kurmaz."),
        "one_site": ("{count} site", "{count} yerde"),
        "many_sites": ("{count} sites", "{count} yerde"),
        "plan_money": (
            "It raises {raised}: {equity} equity, {grants} grants, {debt} loans and bonds.",
            "{raised} finansman sağlar: {equity} özsermaye, {grants} hibe, {debt} kredi ve tahvil.",
        ),
        "plan_no_loan": (
            "No lender takes part: counted as a bank counts it, the cash flow of {year} is {bank}.",
            "Kredi veren yok: bankanın hesabıyla {year} yılının nakit akışı {bank}.",
        ),
        "plan_makes": (
            "In {year} it makes {magnets} of sintered magnets and {motors} motors.",
            "{year} yılında {magnets} sinter mıknatıs ve {motors} motor üretir.",
        ),
        "plan_targets": (
            "{met} of {due} targets hold in every year they are due.",
            "{due} hedeften {met} tanesi geçerli olduğu her yıl karşılanır.",
        ),
        # tiles
        "tile_npv_with_remark": (
            "{perspective}; by book value {book}, as a going concern {going}",
            "{perspective}; defter değeriyle {book}, işleyen tesis değeriyle {going}",
        ),
        "tile_peak_remark": ("largest cumulative need, money of the years", "en yüksek birikimli ihtiyaç, cari"),
        "tile_magnets": ("Magnets in {year}", "{year} mıknatıs üretimi"),
        "tile_magnets_remark": ("sintered", "sinter"),
        "tile_motors": ("Motors in {year}", "{year} motor üretimi"),
        "tile_motors_remark": ("for electric vehicles", "elektrikli araçlar için"),
        "tile_secondary": ("Secondary share in {year}", "{year} ikincil girdi payı"),
        "tile_secondary_remark": (
            "of magnet rare earths, own swarf not counted",
            "mıknatıs NTO içinde, talaş hariç",
        ),
        "tile_gap_unproven": ("nothing is proven about how good it is", "ne kadar iyi olduğu kanıtlanmadı"),
        # scoreboard
        "board": ("Targets", "Hedefler"),
        "board_open": ("Missed or late ({count})", "Karşılanmayan veya geciken ({count})"),
        "board_met": ("Met ({count})", "Karşılanan ({count})"),
        "board_reported": (
            "Reported only: other readings of the targets ({count})",
            "Yalnız raporlanan: hedeflerin diğer okumaları ({count})",
        ),
        "board_note": (
            "Squares are the years {first} to {last}: filled where the target holds, hollow where it is missed, a "
            "dash where it is not due. A share counts only on a least tonnage; an empty share is missed.",
            "Kareler {first}–{last} yıllarıdır: dolu kare, hedef karşılanıyor; boş kare, karşılanmıyor; çizgi, o yıl "
            "geçerli değil. Oranlar yalnız asgari tonajda sayılır; boş oran karşılanmamış sayılır.",
        ),
        "column_target": ("Target", "Hedef"),
        "column_wanted": ("Wanted", "İstenen"),
        "column_years": ("Years", "Yıllar"),
        "column_reached": ("Reached", "Ulaşılan"),
        "column_result": ("Result", "Sonuç"),
        "wanted": ("{sense} {value}, from {year}", "{sense} {value}, {year} itibarıyla"),
        "wanted_once": ("{sense} {value}, in {year}", "{sense} {value}, {year} yılında"),
        "wanted_within": ("{sense} {value}, {first} to {last}", "{sense} {value}, {first}–{last}"),
        "reached": ("{value} in {year}", "{year}: {value}"),
        "reached_short": ("{value} in {year}, {short} short", "{year}: {value}, {short} eksik"),
        "reached_over": ("{value} in {year}, {short} too much", "{year}: {value}, {short} fazla"),
        "reached_none": (
            "0 % in {year}: more was bought or recycled than made or used",
            "{year}: %0; üretilenden ya da kullanılandan fazlası satın alındı ya da geri kazanıldı",
        ),
        "reached_thin": (
            "{value} in {year}, but {short} short of the least tonnage",
            "{year}: {value}, ancak asgari tonajın {short} altında",
        ),
        "reached_empty": ("nothing to measure in {year}", "{year}: ölçülecek bir şey yok"),
        "marks_met": ("met in {years}", "karşılandığı yıllar: {years}"),
        "marks_missed": ("missed in {years}", "karşılanmadığı yıllar: {years}"),
        # without a plan
        "no_plan_lead": (
            "There is no plan to show. Below stands what is known about why, and what the run was asked.",
            "Gösterilecek plan yok. Aşağıda nedeni hakkında bilinenler ve çalışmadan istenenler var.",
        ),
        "cannot_hold": (
            "What cannot hold together; the least that would have to give way",
            "Birlikte sağlanamayanlar; en az şunlardan vazgeçmek gerekir",
        ),
        "no_reason_known": (
            "No explanation was found or looked for. More time, or softer targets, may help.",
            "Bir açıklama bulunmadı veya aranmadı. Daha uzun süre ya da esnek hedefler yardımcı olabilir.",
        ),
        "asked": ("What the run was asked", "Çalışmadan istenenler"),
    }
)
"""Texts by key."""
