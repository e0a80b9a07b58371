"""Words of `roadmap-opt scenarios`."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

scenarios_text = Catalogue(
    {
        "show_hint": (
            "What a scenario changes, cell by cell: --show NAME",
            "Bir senaryonun neyi değiştirdiği, hücre hücre: --show AD",
        ),
        "built_from": ("Applied in this order: {lineage}", "Uygulanma sırası: {lineage}"),
        "nothing_changed": ("Nothing is changed.", "Hiçbir şey değişmez."),
        "cells_changed": ("Cells changed: {count}", "Değişen hücre: {count}"),
        "value_yes": ("yes", "evet"),
        "value_no": ("no", "hayır"),
        "value_blank": ("blank", "boş"),
        "value_no_limit": ("no limit", "sınırsız"),
    }
)
