"""Every text of the results workbook that does not come from the contracts, in English and Turkish side by side."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue
from roadmap_opt.report.run_book.text_money import MONEY_TEXTS
from roadmap_opt.runs.words import PHASES, TILES, WORDS

TEXTS = Catalogue(
    {
        **WORDS.entries,
        **TILES.entries,
        **PHASES.entries,
        **MONEY_TEXTS,
        # sheets: name on the tab (at most 31 characters) and title on the page
        "sheet_summary": ("Summary", "Özet"),
        "sheet_decisions": ("Decisions", "Kararlar"),
        "title_decisions": ("What is started, and when", "Ne, ne zaman başlatılıyor"),
        "sheet_capacity": ("Capacity", "Kapasite"),
        "title_capacity": ("Capacity and its use", "Kapasite ve kullanımı"),
        "sheet_balances": ("Flows", "Akışlar"),
        "title_balances": ("Flows and balances by commodity", "Malzemelere göre akışlar ve dengeler"),
        "sheet_site_balances": ("Balances by site", "Yerlere göre denge"),
        "title_site_balances": ("Material balance of every site", "Her yerin malzeme dengesi"),
        "sheet_trade": ("Sales and purchases", "Satış ve alımlar"),
        "title_trade": ("Sales, deliveries, purchases", "Satışlar, teslimler, alımlar"),
        "sheet_contracts": ("Contracts", "Sözleşmeler"),
        "title_contracts": ("Long-term contracts against their limit", "Uzun vadeli sözleşmeler ve sınırları"),
        "sheet_sources": ("Sources and uses", "Kaynaklar ve kullanımlar"),
        "title_sources": ("Where the money comes from and what it pays for", "Para nereden geliyor, nereye gidiyor"),
        "sheet_debt": ("Debt", "Borç"),
        "title_debt": ("Debt and its cover", "Borç ve karşılama oranı"),
        "sheet_cash_flow": ("Cash flow", "Nakit akışı"),
        "title_cash_flow": ("Cash flow and net present value", "Nakit akışı ve net bugünkü değer"),
        "sheet_tax": ("Tax", "Vergi"),
        "title_tax": ("Corporate tax", "Kurumlar vergisi"),
        "sheet_targets": ("Targets", "Hedefler"),
        "title_targets": ("Targets year by year", "Yıllara göre hedefler"),
        "sheet_kpis": ("Indicators", "Göstergeler"),
        "title_kpis": ("Indicators in every definition", "Bütün tanımlarıyla göstergeler"),
        "sheet_shadow_prices": ("Shadow prices", "Gölge fiyatlar"),
        "title_shadow_prices": (
            "What one more unit of each limit is worth",
            "Sınırın bir birim gevşemesinin değeri",
        ),
        "sheet_changes": ("Scenario changes", "Senaryo değişiklikleri"),
        "title_changes": ("What the scenario changes in the inputs", "Senaryonun girdilerde değiştirdikleri"),
        "sheet_inputs": ("Inputs used", "Kullanılan girdiler"),
        "title_inputs": ("Inputs as the plan was computed from them", "Planın hesaplandığı girdiler"),
        "sheet_findings": ("Findings", "Bulgular"),
        "title_findings": ("Remarks on the inputs", "Girdilerle ilgili uyarılar"),
        "sheet_audit": ("Audit", "Denetim"),
        "title_audit": ("Audit of the result", "Sonucun denetimi"),
        "sheet_run": ("Run", "Çalışma"),
        "title_run": ("How this result came about", "Bu sonuç nasıl oluştu"),
        # small words
        "yes": ("yes", "evet"),
        "no": ("no", "hayır"),
        "sum": ("Total", "Toplam"),
        "input_key": ("Row in the inputs", "Girdilerdeki satır"),
        "per_year": ("per year", "yıllık"),
        "nothing_here": ("Nothing in this plan.", "Bu planda yok."),
        "charts": ("Charts", "Grafikler"),
        "empty_ratio": ("empty", "boş"),
        # column titles
        "column_year": ("Year", "Yıl"),
        "column_decision": ("Decision", "Karar"),
        "column_what": ("What", "Ne"),
        "column_where": ("Where", "Nerede"),
        "column_size": ("Size", "Büyüklük"),
        "column_unit": ("Unit", "Birim"),
        "column_detail": ("Detail", "Ayrıntı"),
        "column_investment": ("Cost, MUSD (base-year prices)", "Maliyet, MUSD (baz yıl fiyatı)"),
        "column_effective": ("Effective from", "Etkili olduğu tarih"),
        "column_plant": ("Plant", "Tesis"),
        "column_site": ("Site", "Yer"),
        "column_commodity": ("Commodity", "Malzeme"),
        "column_item": ("Item", "Kalem"),
        "column_route": ("From → to", "Nereden → nereye"),
        "column_partner": ("Buyer or source", "Alıcı veya kaynak"),
        "column_group": ("Product group", "Ürün grubu"),
        "column_contract": ("Contract", "Sözleşme"),
        "column_source": ("Source", "Kaynak"),
        "column_kind": ("Kind", "Tür"),
        "column_category": ("Spent on", "Harcama"),
        "column_target": ("Target", "Hedef"),
        "column_wanted": ("Wanted", "İstenen"),
        "column_mode": ("Kind", "Tür"),
        "column_status": ("Result", "Sonuç"),
        "column_kpi": ("Indicator", "Gösterge"),
        "column_definition": ("Definition", "Tanım"),
        "column_constraint": ("Limit", "Sınır"),
        "column_index": ("For", "Nerede"),
        "column_gain": ("Gain per unit, MUSD (base-year)", "Birim başına kazanç, MUSD (baz yıl)"),
        "column_sheet": ("Sheet", "Sayfa"),
        "column_row": ("Row", "Satır"),
        "column_column": ("Column", "Sütun"),
        "column_before": ("Before", "Önce"),
        "column_after": ("After", "Sonra"),
        "column_overlays": ("Overlays, in order", "Değişiklikler, sırasıyla"),
        "column_code": ("Code", "Kod"),
        "column_cell": ("Cell", "Hücre"),
        "column_found": ("Found", "Bulunan"),
        "column_expected": ("Expected", "Beklenen"),
        "column_remedy": ("Remedy", "Çözüm"),
        "column_rule": ("Rule", "Kural"),
        # decisions
        "decision_build": ("Build plant", "Tesis inşaatı"),
        "decision_programme": ("Start programme", "Program başlangıcı"),
        "decision_contract": ("Sign contract", "Sözleşme imzası"),
        "decision_source": ("Mobilise source", "Kaynak kullanımı"),
        "contract_term": ("{years} years", "{years} yıl"),
        "note_decisions": (
            "Years are those in which construction, a programme or the first delivery begins; history is included.",
            "Yıllar inşaatın, programın veya ilk teslimin başladığı yıllardır; geçmiş dâhildir.",
        ),
        # capacity
        "capacity_installed": (
            "In operation (nameplate, time-weighted)",
            "İşletmedeki anma kapasitesi (zaman ağırlıklı)",
        ),
        "capacity_available": ("Available after ramp-up", "Kademeli kapasite artışından sonra kullanılabilir"),
        "capacity_used": ("Used", "Kullanılan"),
        "capacity_use_share": ("Used as a share of available", "Kullanım oranı"),
        "chart_use": ("Use of available capacity, {year}", "Kullanılabilir kapasitenin kullanımı, {year}"),
        "note_capacity": (
            "A plant counts from the month it starts; its ramp-up limits the first years.",
            "Tesis başladığı aydan itibaren sayılır; ilk yıllarını kademeli kapasite artışı sınırlar.",
        ),
        # flows
        "note_balances": (
            "Whole country. Mined, made, bought, collected and opening stock equal consumed, sold, delivered, disposed "
            "of and closing stock.",
            "Ülke toplamı. Çıkarılan, üretilen, satın alınan, toplanan ve dönem başı stok; tüketilen, satılan, teslim "
            "edilen, bertaraf edilen ve dönem sonu stokuna eşittir.",
        ),
        "shipments": ("Goods moved between sites", "Yerler arası taşıma"),
        "trade_sales": ("Spot sales", "Spot satışlar"),
        "trade_deliveries": ("Contract deliveries", "Sözleşme teslimleri"),
        "trade_purchases": ("Feed bought", "Satın alınan girdi"),
        "trade_collected": ("End-of-life goods collected", "Toplanan hurda"),
        "trade_mined": ("Ore mined", "Çıkarılan cevher"),
        # contracts
        "note_contracts": (
            "Long-term contracts may promise at most the limit's share of a product group; the rest is sold spot.",
            "Uzun vadeli sözleşmeler bir ürün grubunun en çok sınır kadarını bağlayabilir; kalanı spot satılır.",
        ),
        "offtake_volumes": ("Volumes", "Miktarlar"),
        "offtake_shares": ("Share under contract and limit", "Sözleşmeli pay ve sınır"),
        "offtake_basis": ("Basis of the share", "Payın tabanı"),
        "offtake_contracted": ("Under contract", "Sözleşmeli"),
        "offtake_share": ("Share under contract", "Sözleşmeli pay"),
        "offtake_limit": ("Limit", "Sınır"),
        "chart_offtake": ("{group}: share under contract", "{group}: sözleşmeli pay"),
        "unit_per_year": ("{unit}/yr", "{unit}/yıl"),
        "chart_deliveries": ("Contract deliveries", "Sözleşme teslimleri"),
        # targets
        "note_targets": (
            "A target holds from its due year to the end of its window. An empty ratio is a missed target.",
            "Hedef, başladığı yıldan penceresinin sonuna kadar geçerlidir. Boş oran karşılanmamış hedeftir.",
        ),
        "note_kpis": (
            "Every indicator by every definition on offer; blank where a ratio has nothing to divide by.",
            "Sunulan bütün tanımlarla göstergeler; oranın paydası yoksa boştur.",
        ),
        "note_shadow_prices": (
            "Value of relaxing a limit by one unit with all yes/no and count decisions kept as they are. The {shown} "
            "largest of {count}; definitions are left out here and stand in tables/shadow_prices.csv with the rest. "
            "For a balance, one more unit on its right-hand side. 0: at the limit, and more brings nothing. "
            "docs/results.md gives unit and place of each limit, docs/formulation.md its rule.",
            "Bütün evet/hayır ve adet kararları aynı kalırken sınırı bir birim gevşetmenin değeri. {count} değerin en "
            "büyük {shown} tanesi; tanım satırları burada yoktur, geri kalanlarla birlikte tables/shadow_prices.csv "
            "dosyasındadır. Dengelerde: sağ tarafa bir birim daha. 0: plan sınırdadır, fazlası bir şey kazandırmaz. "
            "Sınırların birimi ve yeri: docs/results.md; kuralları: docs/formulation.md.",
        ),
        "target_reached": ("Reached", "Ulaşılan"),
        "target_aim": ("Wanted", "İstenen"),
        # summary
        "summary_scenario": (
            "Scenario: {scenario}  ·  workbook {workbook}",
            "Senaryo: {scenario}  ·  dosya {workbook}",
        ),
        "no_plan": (
            "This workbook has no plan to show. The other sheets hold the inputs that were used and what the checks "
            "found.",
            "Bu dosyada gösterilecek plan yok. Diğer sayfalarda kullanılan girdiler ve denetim bulguları var.",
        ),
        "tile_investment": ("Investment", "Yatırım"),
        "tile_investment_remark": ("money of the years", "cari"),
        "tile_peak_remark": ("largest cumulative need", "en yüksek birikimli ihtiyaç"),
        "summary_targets": ("Targets", "Hedefler"),
        "legend_targets": (
            "✓ on green: met in that year.  Orange: missed, bold in the worst year (a share counts "
            "only on its least tonnage).  Nothing: not due.",
            "✓ yeşil: o yıl karşılandı.  Turuncu: karşılanmadı, en kötü yıl kalın (oran yalnız asgari "
            "tonajda sayılır).  Boş: o yıl geçerli değil.",
        ),
        "summary_plan": ("Plan", "Plan"),
        "summary_money": ("Money, MUSD of the year", "Para, cari MUSD"),
        "group_plants": ("Plants", "Tesisler"),
        "group_programmes": ("Programmes", "Programlar"),
        "group_contracts": ("Long-term contracts", "Uzun vadeli sözleşmeler"),
        "bar_end": ("At its largest", "En büyük hâli"),
        "bar_capacity": ("{capacity} {unit}", "{capacity} {unit}"),
        "bar_done": ("to the end of {year}", "{year} sonuna dek"),
        "bar_contract": ("{volume} {unit} a year to {last}", "yılda {volume} {unit}, {last} sonuna dek"),
        "legend_figures": (
            "Figures in bars: use of available capacity; +n or ▲n: modules started.",
            "Çubuklardaki sayı: kapasite kullanımı; +n veya ▲n: başlatılan modül.",
        ),
        "legend_building": ("construction", "inşaat"),
        "legend_ramping": ("ramp-up", "kademeli kapasite artışı"),
        "legend_running": ("operation", "işletme"),
        "legend_idle": ("standing idle", "atıl duran"),
        "legend_programme": ("programme", "program"),
        "legend_in_force": ("in force", "yürürlükte"),
        "legend_contract": ("delivery", "teslim"),
    }
)
"""Texts by key."""
