"""Words of units in Turkish."""

from __future__ import annotations

TURKISH_UNIT_WORDS = {
    "alloy": "alaşım",
    "count": "adet",
    "e-waste": "e-atık",
    "fed": "besleme",
    "fraction": "kesri",
    "jobs": "kişi",
    "magnet": "mıknatıs",
    "magnets": "mıknatıs",
    "motors": "motor",
    "ore": "cevher",
    "oxide": "oksit",
    "person-years": "adam-yıl",
    "powder": "toz",
    "ratio": "oran",
    "real": "reel",
    "REO": "NTO",
    "residue": "artık",
    "scrap": "hurda",
    "share": "pay",
    "swarf": "talaş",
    "thousand": "bin",
    "yr": "yıl",
}
"""Words of the contract's units in Turkish; symbols such as t and kt stay as they are."""
