"""How keys of the inputs become names a reader knows, in the language of the results workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roadmap_opt.case.case import Case
from roadmap_opt.messages import Language
from roadmap_opt.report.run_book.page import YearRow
from roadmap_opt.runs import names


class Names:
    """Names of the case's things in one language, by kind (the name of the key column in the result tables)."""

    def __init__(self, case: Case, language: Language) -> None:
        self._language = language
        self._names = names.Names(case)

    def __call__(self, kind: str, key: str) -> str:
        """The name of ``key``; things that the inputs name by their key alone (recipes, modules) keep it."""
        return self._names(kind, key).in_language(self._language)

    def unit(self, unit: str) -> str:
        """A unit in the language; the contract's units are English words and symbols."""
        return self._names.unit(unit).in_language(self._language)


def year_rows(values: Mapping[tuple[str, ...], Mapping[int, float]], label: Any) -> list[YearRow]:
    """Rows for a table with years across; ``label`` turns a key into three labels."""
    return [YearRow(label(*key), years, " | ".join(key)) for key, years in values.items()]
