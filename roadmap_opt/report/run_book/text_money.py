"""Texts of the sheets on money and on the record of the run; `results_text.py` takes them in."""

from __future__ import annotations

MONEY_TEXTS: dict[str, tuple[str, str]] = {
    # sources and uses
    "note_money_nominal": ("Million US dollars, money of the year.", "Milyon ABD doları, cari."),
    "sources": ("Sources", "Kaynaklar"),
    "uses": ("Uses", "Kullanımlar"),
    "total_raised": ("All funds raised", "Toplam finansman"),
    "total_used": ("All funds used", "Toplam kullanım"),
    "mix": ("Shares against limits", "Paylar ve sınırlar"),
    "mix_drawn": ("Drawn in total, MUSD", "Toplam kullanım, MUSD"),
    "mix_share": ("Share of all funds", "Toplamdaki pay"),
    "mix_share_limit": ("Limit on the share", "Pay sınırı"),
    "mix_total_limit": ("Limit in total, MUSD", "Toplam sınır, MUSD"),
    "chart_sources": ("Funds raised by source", "Kaynağa göre finansman"),
    "chart_uses": ("What the funds pay for", "Finansmanın kullanımı"),
    # debt
    "note_debt": (
        "Million US dollars, money of the year. Lenders count contracts in full and spot sales after a haircut.",
        "Milyon ABD doları, cari. Bankalar sözleşmeleri tam, spot satışları kesintiyle sayar.",
    ),
    "cover": ("Debt service cover", "Borç servisi karşılama"),
    "no_debt": ("No loan or bond is drawn.", "Kredi veya tahvil kullanılmıyor."),
    "cover_ratio": ("Cover", "Karşılama oranı"),
    "cover_least": ("Covenant", "Asgari sınır"),
    "chart_cover": ("Debt service cover against the covenant", "Borç servisi karşılama oranı ve asgari sınır"),
    "chart_owed": ("Debt outstanding", "Kalan borç"),
    # cash flow
    "note_cash_flow": (
        "Lines are values from the plan; subtotals, cash and net present values are live formulas: change a line "
        "or a rate and see what follows.",
        "Kalemler plandan gelen değerlerdir; ara toplamlar, nakit ve net bugünkü değerler canlı formüldür: bir "
        "kalemi veya oranı değiştirip sonucu görün.",
    ),
    "cash_nominal": ("Cash flow in money of the year, MUSD", "Cari nakit akışı, MUSD"),
    "operating_cash_flow": ("Operating cash flow before tax", "Vergi öncesi faaliyet nakit akışı"),
    "investment": ("Investment and programmes", "Yatırım ve programlar"),
    "before_financing": ("Cash flow before financing", "Finansman öncesi nakit akışı"),
    "financing": ("Financing, net", "Finansman (net)"),
    "chart_funding": ("Funds raised", "Sağlanan finansman"),
    "net_change": ("Change of cash", "Nakit değişimi"),
    "opening_cash": ("Opening cash", "Dönem başı nakit"),
    "closing_cash": ("Closing cash", "Dönem sonu nakit"),
    "engine_cash": ("Closing cash as the model has it", "Modeldeki dönem sonu nakit"),
    "cash_difference": ("Difference", "Fark"),
    "cumulative_before_financing": (
        "Cumulative cash flow before financing",
        "Birikimli finansman öncesi nakit akışı",
    ),
    "cash_real": ("Net present value, constant base-year money", "Net bugünkü değer, sabit baz yıl fiyatlarıyla"),
    "note_npv": (
        "Three views of the same plan. The one that was optimised is marked; the others show who gains what.",
        "Aynı plana üç bakış. Eniyilenen bakış işaretlidir; diğerleri kimin ne kazandığını gösterir.",
    ),
    "base_year": ("Base year", "Baz yıl"),
    "discount_rate": ("Real discount rate", "Reel iskonto oranı"),
    "npv_project": ("Project: before financing, after tax", "Proje: finansman öncesi, vergi sonrası"),
    "npv_owner": ("Owner: dividends less equity", "Ortak: temettü eksi özsermaye"),
    "npv_national": (
        "Country: taxes and royalty are transfers, imports avoided are credited",
        "Ülke: vergi ve devlet hakkı transferdir, önlenen ithalat sayılır",
    ),
    "npv_chosen": ("optimised in this run", "bu çalışmada eniyilenen"),
    "npv_flow": ("Cash flow that counts", "Sayılan nakit akışı"),
    "discount_factor": ("Discount factor", "İskonto katsayısı"),
    "present_value": ("Present value", "Bugünkü değer"),
    "npv_cumulative": ("Cumulative present value", "Birikimli bugünkü değer"),
    "inflation": ("Inflation", "Enflasyon"),
    "owner_opening_cash": ("Cash found at the start", "Başlangıçtaki nakit"),
    "owner_closing_cash": ("Cash at the end, paid out", "Dönem sonunda dağıtılan nakit"),
    "owner_debt": ("Debt outstanding at the end, charged", "Dönem sonunda kalan borç"),
    "required_return": (
        "Return that equity providers require beyond the owner's rate (present value)",
        "Özsermaye sağlayanların ek getiri talebi (bugünkü değer)",
    ),
    "avoided_imports": (
        "Imports avoided beyond the sale price (present value)",
        "Önlenen ithalatın satış fiyatını aşan kısmı (bugünkü değer)",
    ),
    "terminal_value": ("Terminal value", "Dönem sonu değeri"),
    "npv_with_terminal": ("NPV with terminal value", "Dönem sonu değeri dâhil NBD"),
    "npv_engine": ("NPV without terminal value as the model has it", "Modeldeki NBD (dönem sonu değeri hariç)"),
    "npv_difference": ("Difference", "Fark"),
    "npv_without_terminal": ("NPV without terminal value", "Dönem sonu değeri hariç NBD"),
    "chart_cash": ("Operating cash, investment and cash held", "Faaliyet nakdi, yatırım ve eldeki nakit"),
    # record
    "note_changes": (
        "Cells of the workbook that scenario {scenario} and its parents replace.",
        "{scenario} senaryosunun ve üst senaryolarının değiştirdiği hücreler.",
    ),
    "no_changes": (
        "Nothing: the plan uses the workbook as it stands.",
        "Değişiklik yok: plan dosyayı olduğu gibi kullanır.",
    ),
    "overlay_step": (
        "{scenario} {sign} {value} ({sheet}, row {row})",
        "{scenario} {sign} {value} ({sheet}, satır {row})",
    ),
    "note_inputs": (
        "Orange cells were changed by the scenario. Sources and remarks of each row stand in the input workbook.",
        "Turuncu hücreleri senaryo değiştirdi. Satırların kaynak ve açıklamaları girdi dosyasındadır.",
    ),
    "no_findings": ("The checks had nothing to remark.", "Denetimlerin uyarısı yok."),
    "audit_nothing": ("There is no plan to audit.", "Denetlenecek plan yok."),
    "audit_passed": (
        "Passed. Every balance, limit, loan, tax, indicator and the objective were recomputed from the inputs and "
        "the result tables without the model, and agree. Not checked: that no better plan exists (the bound is the "
        "solver's word), and the shadow prices.",
        "Başarılı. Bütün dengeler, sınırlar, krediler, vergi, göstergeler ve amaç, model kullanılmadan girdilerden "
        "ve sonuç tablolarından yeniden hesaplandı; hepsi uyuşuyor. Denetlenmeyenler: daha iyi bir planın bulunmadığı "
        "(sınır çözücünün sözüdür) ve gölge fiyatlar.",
    ),
    "audit_failed": ("Failed with {count} violation(s).", "Başarısız: {count} ihlal."),
    "run_run": ("Run", "Çalışma"),
    "run_created_utc": ("Written (UTC)", "Yazılma zamanı (UTC)"),
    "run_workbook": ("Input workbook", "Girdi dosyası"),
    "run_workbook_sha256": ("Its SHA-256", "SHA-256 özeti"),
    "run_scenario": ("Scenario", "Senaryo"),
    "run_started_from": ("Search began with the plan of", "Aramanın başladığı plan"),
    "run_package_version": ("roadmap-opt", "roadmap-opt"),
    "run_python_version": ("Python", "Python"),
    "run_pyomo_version": ("Pyomo", "Pyomo"),
    "run_highs_version": ("HiGHS", "HiGHS"),
    "run_system": ("System", "Sistem"),
    "run_seed": ("Random seed", "Rastgelelik tohumu"),
    "run_status": ("Status", "Durum"),
    "run_stopped_by": ("Search ended by", "Aramayı bitiren"),
    "run_gap": ("Gap (fraction)", "Açık (oran)"),
    "run_objective": ("Objective", "Amaç değeri"),
    "run_bound": ("Bound", "Sınır değeri"),
    "run_option": ("Option", "Seçenek"),
    "run_seconds": ("Seconds:", "Saniye:"),
    "phase_name": ("Name", "Ad"),
    "phase_seconds": ("Seconds", "Saniye"),
    "phase_stopped_by": ("Ended by", "Bitiren"),
}
