"""What a results workbook is written from, and how keys of the inputs become names a reader knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from roadmap_opt.case.case import Case
from roadmap_opt.case.cash_lines import CASH_FLOW_LINES
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.tables import Tables
from roadmap_opt.errors import Finding
from roadmap_opt.messages import Language
from roadmap_opt.solution.run_folder import RunRecord
from roadmap_opt.solution.verify import Violation
from roadmap_opt.solve.outcome import Outcome
from roadmap_opt.workbook.results_page import YearRow
from roadmap_opt.workbook.results_text import TEXTS, TURKISH_UNIT_WORDS


@dataclass(frozen=True)
class Results:
    """What the workbook shows. ``inputs`` are the tables after the scenario's overlays, ``base_inputs`` before."""

    case: Case
    inputs: Tables
    base_inputs: Tables
    outcome: Outcome
    tables: Mapping[str, pd.DataFrame]
    findings: Sequence[Finding]
    violations: Sequence[Violation]
    record: RunRecord


class Names:
    """Names of the case's things in one language, by kind (the name of the key column in the result tables)."""

    def __init__(self, case: Case, language: Language) -> None:
        self._language = language
        self._names: dict[str, dict[str, str]] = {
            "site": {row.site: self._of(row) for row in case.sites},
            "plant": {row.plant: self._of(row) for row in case.plants},
            "commodity": {row.commodity: self._of(row) for row in case.commodities},
            "programme": {row.programme: self._of(row) for row in case.programmes},
            "contract": {row.contract: self._of(row) for row in case.contracts},
            "source_name": {row.source_name: self._of(row) for row in case.funding},
            "market": {row.market: self._of(row) for row in case.markets},
            "group": {row.group: self._of(row) for row in case.offtake_groups},
            "target": {row.target: self._of(row) for row in case.targets},
            "kpi": {kpi.name: kpi.en if language == "en" else kpi.tr for kpi in KPIS.values()},
            "line": {line: pair[language == "tr"] for line, pair in CASH_FLOW_LINES.items()},
        }

    def __call__(self, kind: str, key: str) -> str:
        """The name of ``key``; things that the inputs name by their key alone (recipes, modules) keep it."""
        if kind in ("origin", "destination"):
            kind = "site"
        if kind == "category":
            return TEXTS(self._language, f"category_{key}") if f"category_{key}" in TEXTS.entries else key
        if kind in self._names and key in self._names[kind]:
            return self._names[kind][key]
        return key

    def unit(self, unit: str) -> str:
        """A unit in the language; the contract's units are English words and symbols."""
        if self._language == "en":
            return unit
        return re.sub(r"[A-Za-z-]+", lambda word: TURKISH_UNIT_WORDS.get(word[0], word[0]), unit)

    def _of(self, row: Any) -> str:
        return str(row.name_en if self._language == "en" else row.name_tr)


def by_year(
    frame: pd.DataFrame, keys: Sequence[str], value: str, *, keep_zero: bool = False
) -> dict[tuple[str, ...], dict[int, float]]:
    """``value`` by key and year, summed over the columns that are not asked for, in the order of first appearance."""
    grouped: dict[tuple[str, ...], dict[int, float]] = {}
    columns = [frame[key].astype(str) for key in keys]
    for *key, year, number in zip(*columns, frame["year"], frame[value], strict=True):
        years = grouped.setdefault(tuple(key), {})
        years[int(year)] = years.get(int(year), 0.0) + float(number)
    if keep_zero:
        return grouped
    return {key: years for key, years in grouped.items() if any(number != 0 for number in years.values())}


def year_rows(values: Mapping[tuple[str, ...], Mapping[int, float]], label: Any) -> list[YearRow]:
    """Rows for a table with years across; ``label`` turns a key into three labels."""
    return [YearRow(label(*key), years, " | ".join(key)) for key, years in values.items()]


def objective_items(results: Results) -> dict[str, float]:
    """The objective's parts by name."""
    frame = results.tables["objective"]
    return dict(zip(frame["item"].astype(str), frame["value"].astype(float), strict=True))


def records(frame: pd.DataFrame) -> list[Any]:
    """The rows as named tuples; their fields are typed by the table's contract, which a type checker cannot see."""
    return list(frame.itertuples(index=False))
