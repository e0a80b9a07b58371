"""What the pages and sheets of a sweep say, in English and Turkish."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

WORDS = Catalogue(
    {
        "outcome_score": ("Objective", "Amaç değeri"),
        "outcome_npv": ("Net present value, as the objective counts it", "Net bugünkü değer (amaçtaki tanımıyla)"),
        "outcome_npv_without_terminal": (
            "Net present value without terminal value",
            "Net bugünkü değer (dönem sonu değeri olmadan)",
        ),
        "outcome_npv_project": ("Net present value of the project", "Projenin net bugünkü değeri"),
        "outcome_npv_national": ("Net present value for the country", "Ülke için net bugünkü değer"),
        "outcome_capex": ("Investment, present value", "Yatırım (bugünkü değer)"),
        "outcome_targets_met": (
            "Targets met in every year they are due",
            "Vadesindeki her yıl karşılanan hedef sayısı",
        ),
        "outcome_shortfall": ("Weighted shortfall of the targets", "Hedeflerin ağırlıklı açığı"),
        "unit_targets": ("whole targets", "tam hedef"),
    }
)
"""Words by key."""
