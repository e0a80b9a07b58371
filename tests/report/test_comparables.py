"""Real financings on the page of a run: what a row says, and what a workbook without them says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.report.run.run_page import write_report
from roadmap_opt.solver.outcome import Status
from tests.support import made_up_plan
from tests.support.tiny_case import tiny_tables

FINANCING: dict[str, Any] = {
    "financing": "hill_2026", "project": "Hill mine", "sponsor": "Hill plc", "country": "Atlantis", "year": 2026,
    "scope": "mine <of> 20 kt", "debt": 1234.0, "lender_class": "export credit", "lenders": "ECA",
    "offtake_share": 0.8, "financial_close": "no", "outcome": "not built",
}  # fmt: skip


def page(tmp_path: Path, language: Any, *rows: dict[str, Any]) -> str:
    run = made_up_plan.results(tiny_tables(Comparables=list(rows)), tmp_path, Status.INFEASIBLE)
    write_report(tmp_path / "report.html", run, language)
    return (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_financing_is_shown_with_what_is_published(tmp_path: Path) -> None:
    html = page(tmp_path, "en", FINANCING)
    for text in ("Real financings", "Hill mine", "mine &lt;of&gt; 20 kt", "1,234", "80", "export credit", "not built"):
        assert text in html


@pytest.mark.parametrize(("language", "text"), [("en", "names no financing"), ("tr", "Dosyada finansman kaydı yok")])
def test_without_any_the_page_says_so(tmp_path: Path, language: str, text: str) -> None:
    assert text in page(tmp_path, language)
