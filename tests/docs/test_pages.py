"""The generated pages say what the code says, and every page that is linked exists."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pyomo.environ as pyo
import pytest

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.glossary import glossary_markdown
from roadmap_opt.model.build import build
from roadmap_opt.model.documentation import formulation_markdown
from roadmap_opt.solution.documentation import results_markdown
from roadmap_opt.solution.tables import RESULT_TABLES
from tests.support.tiny_case import tiny_case

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "benchmarks").glob("*.md"))]


@pytest.mark.parametrize(
    ("page", "generate"),
    [("formulation", formulation_markdown), ("glossary", glossary_markdown), ("results", results_markdown)],
)
def test_a_generated_page_is_what_its_generator_says(page: str, generate: Callable[[], str]) -> None:
    assert (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8") == generate()


def test_the_formulation_names_every_variable_and_constraint_of_a_model() -> None:
    page = formulation_markdown()
    model = build(Indexes(tiny_case()))
    names = {part.name for kind in (pyo.Var, pyo.Constraint) for part in model.component_objects(kind)}
    assert {name for name in names if not re.search(rf"\b{name}\b", page)} == set()


def test_the_formulation_has_an_equation_for_every_definition_of_every_indicator() -> None:
    page = formulation_markdown()
    for name, kpi in KPIS.items():
        section = page.split(f"(`{name}`)")[1].split("###")[0]
        assert all(re.search(rf"\| `{definition}` \| .+ \| .+ \|", section) for definition in kpi.definitions)


def test_every_result_table_has_a_section() -> None:
    page = results_markdown()
    assert all(f"### {name}\n" in page for name in RESULT_TABLES)


def test_every_folder_of_tests_is_in_the_table() -> None:
    page = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    folders = {path.name for path in (ROOT / "tests").iterdir() if any(path.glob("test_*.py"))}
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == folders


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    local = [link for link in targets if link and not link.startswith("http")]
    assert [link for link in local if not (page.parent / link).exists()] == []
