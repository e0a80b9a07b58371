"""What the things of a case are called, in both languages, by the name of their key column in the result tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from roadmap_opt.case.case import Case
from roadmap_opt.case.cash_lines import CASH_FLOW_LINES
from roadmap_opt.case.indexes.lending import ALL_PLANTS
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.unit_words import unit_in_words
from roadmap_opt.messages import Text
from roadmap_opt.words import TERMS as WORDS


class Names:
    """Names by kind and key: ``names("plant", "mine")``. Things that the inputs name by their key alone keep it."""

    def __init__(self, case: Case) -> None:
        self._names: dict[str, dict[str, Text]] = {
            "site": _named(case.sites, "site"),
            "plant": _named(case.plants, "plant"),
            "commodity": _named(case.commodities, "commodity"),
            "programme": _named(case.programmes, "programme"),
            "contract": _named(case.contracts, "contract"),
            "source_name": _named(case.funding, "source_name"),
            "perimeter": {ALL_PLANTS: WORDS.both("all_plants"), **_named(case.perimeters, "perimeter")},
            "market": _named(case.markets, "market"),
            "support": _named(case.price_support, "support"),
            "group": _named(case.offtake_groups, "group"),
            "target": _named(case.targets, "target"),
            "scenario": _named(case.scenarios, "scenario"),
            "kpi": {kpi.name: Text(kpi.en, kpi.tr) for kpi in KPIS.values()},
            "line": {line: Text(*pair) for line, pair in CASH_FLOW_LINES.items()},
        }
        self._units = {row.commodity: row.unit for row in case.commodities}

    def __call__(self, kind: str, key: str) -> Text:
        """The name of ``key`` in both languages."""
        if kind in ("origin", "destination"):
            kind = "site"
        if kind == "category":
            return WORDS.both(f"category_{key}") if f"category_{key}" in WORDS.entries else Text.same(key)
        return self._names.get(kind, {}).get(key) or Text.same(key)

    def unit(self, unit: str) -> Text:
        """A unit; the contract's units are English words and symbols."""
        return unit_in_words(unit)

    def unit_of(self, commodity: str) -> Text:
        """The unit of a commodity's quantities."""
        return self.unit(self._units[commodity])


def _named(rows: Iterable[Any], key: str) -> dict[str, Text]:
    return {getattr(row, key): Text(str(row.name_en), str(row.name_tr)) for row in rows}
