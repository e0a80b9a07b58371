"""Units in words."""

from __future__ import annotations

import re

from roadmap_opt.messages import Text
from roadmap_opt.said import turkish

TURKISH_UNIT_WORDS = {
    "alloy": "alaşım",
    "kUSD": "bin USD",
    "MUSD": "milyon USD",
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


def unit_in_words(unit: str) -> Text:
    """A unit of the contract, which has English words and symbols, in both languages."""
    for known in (unit.replace(" per yr", "/yr"), unit):
        if known in turkish():
            return Text(unit, turkish()[known])
    return Text(unit, re.sub(r"[A-Za-z-]+", lambda word: TURKISH_UNIT_WORDS.get(word[0], word[0]), unit))
