"""Groups of stages of the chain that indicators speak of; the stages themselves are declared on sheet Commodities."""

from __future__ import annotations

RAW = ("ore", "concentrate", "mixed_reo")
REFINED = ("oxide", "metal", "alloy", "powder")
INTERMEDIATES = ("oxide", "metal", "alloy")
RECYCLED = ("scrap", "ewaste", "swarf")
