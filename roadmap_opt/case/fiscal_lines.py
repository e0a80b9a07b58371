"""The lines of the fiscal view, declared once: what the state spends on a plan and what it receives from it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SPENDING: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "public_equity": ("Equity paid in by public sources", "Kamu kaynaklarının koyduğu özkaynak"),
        "public_grants": ("Grants of public sources", "Kamu kaynaklarının verdiği hibe"),
        "price_support": ("Price support paid, less what is paid back", "Ödenen fiyat desteği (geri ödenen düşülmüş)"),
        "vat_not_collected": (
            "Value-added tax on investment not collected, less the refund that falls away",
            "Vazgeçilen yatırım KDV'si (net)",
        ),
    }
)
"""What a plan costs the state, above nought when it does, with names in English and Turkish."""

RECEIPTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "corporate_tax": ("Corporate tax", "Kurumlar vergisi"),
        "state_royalty": ("State mining royalty", "Devlet hakkı"),
        "guarantee_fees": ("Guarantee fees", "Garanti ücretleri"),
        "public_dividends": ("Dividends on public equity", "Kamu özkaynağına düşen temettü"),
    }
)
"""What the state receives from a plan, above nought when it does."""

AFTER_THE_SOLVE = ("public_dividends",)
"""Receipts that no limit can count: how dividends are shared is a ratio of what has been paid in."""
