"""What only the page of a comparison says, in English and Turkish."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

PICKER = Catalogue(
    {
        "pick_baseline": ("Measured against", "Karşılaştırma temeli"),
        "pick_only": ("Only differences", "Yalnız farklar"),
        "page_facts": ("{count} runs", "{count} çalışma"),
        "page_workbooks": ("from {names}", "{names} dosyasından"),
        "section_results": ("Results", "Sonuçlar"),
        "lead_results": (
            "Below each figure stands what it differs by from the baseline. Grey italic: not proven, see Reading.",
            "Her sayının altında temelden farkı yazar. Gri eğik: kanıtlı değil, Okuma bölümüne bakın.",
        ),
        "section_targets": ("Targets", "Hedefler"),
        "lead_targets": (
            "Value in the last year of each target’s window, and whether it holds in every year of it.",
            "Her hedefin döneminin son yılındaki değer ve dönemin her yılında tutup tutmadığı.",
        ),
        "section_decisions": ("Decisions", "Kararlar"),
        "lead_decisions": (
            "What each plan builds, starts, signs and raises, and what moved against the baseline.",
            "Her planın kurduğu, başlattığı, imzaladığı ve kullandığı; temele göre değişenler.",
        ),
        "section_capacity": ("Capacity", "Kapasite"),
        "section_bridge": ("Bridge", "Köprü"),
        "lead_bridge": (
            "Where the difference in net present value to the baseline comes from; the steps add up to it exactly.",
            "Temelle net bugünkü değer farkının kaynağı; adımların toplamı farkı tam olarak verir.",
        ),
        "section_inputs": ("Inputs", "Girdiler"),
        "lead_inputs": (
            "What the runs were told differently, after the overlays of their scenarios.",
            "Senaryo değişiklikleri uygulandıktan sonra çalışmalara farklı verilen girdiler.",
        ),
        "section_reading": ("Reading", "Okuma"),
        "table_runs": ("The runs", "Çalışmalar"),
        "table_figures": ("Key figures", "Temel sayılar"),
        "table_targets": ("Targets by run", "Çalışmalara göre hedefler"),
        "table_kpis": ("Indicators in {year}", "{year} yılı göstergeleri"),
        "table_decisions": ("Decisions by run", "Çalışmalara göre kararlar"),
        "table_inputs": ("Inputs that differ", "Farklı girdiler"),
        "table_bridge": ("Steps and their lines", "Adımlar ve kalemleri"),
        "chart_targets": ("How much of each target is reached", "Her hedefe ne kadar ulaşılıyor"),
        "chart_targets_note": (
            "In the worst year of the target’s window; 100 % means that it holds in every year.",
            "Hedef döneminin en kötü yılında; %100, her yıl tuttuğu demektir.",
        ),
        "bridge_too_many": (
            "With {count} runs the bridges are written for the baseline {label} only. Another one: --baseline.",
            "{count} çalışmada köprüler yalnız {label} temeli için yazılır. Başka temel: --baseline.",
        ),
        "amount": ("Amount", "Tutar"),
        "all_same": ("The runs do not differ here.", "Çalışmalar burada farklı değil."),
        "page_written": (
            "Written by roadmap-opt; the runs and their inputs stay in their folders.",
            "roadmap-opt tarafından yazıldı; çalışmalar ve girdileri kendi klasörlerinde durur.",
        ),
    }
)
