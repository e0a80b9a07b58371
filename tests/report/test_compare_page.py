"""The page of a comparison in a real browser: any run as baseline, only differences, both languages, every size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.comparison import Comparison, compare
from roadmap_opt.documents.html.render import render_page
from roadmap_opt.report.compare import comparison_document, write_comparison_page
from tests.support.browser import PHONE, Open
from tests.support.runs_to_compare import VALUE, made_run, made_up_run, phase
from tests.support.tiny_case import tiny_tables


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """The middle run differs by less than the gap from the first, the last one is proven to be better."""
    folder = tmp_path_factory.mktemp("runs")
    taxed, dear = tiny_tables(Settings={"corporate_tax": 0.2}), tiny_tables(Settings={"freight_cost": 0.3})
    return compare([
        made_up_run(folder / "a", phases=[phase(VALUE, 10.0, 25.0)]),
        made_up_run(folder / "b", taxed, phases=[phase(VALUE, 20.0, 22.0)], scenario="cheap"),
        made_up_run(folder / "c", dear, phases=[phase(VALUE, 50.0, 50.0)], scenario="cheaper"),
    ])  # fmt: skip


@pytest.fixture
def page_file(tmp_path: Path, comparison: Comparison) -> Path:
    path = tmp_path / "compare.html"
    write_comparison_page(path, comparison, 0, "en")
    return path


def against(page: Any, row: str) -> list[str]:
    """The visible differences in the row of that name."""
    cells = page.locator("tr", has=page.locator("th", has_text=row)).first.locator(".against")
    return [cell.inner_text().replace("\u00a0", " ") for cell in cells.all() if cell.is_visible()]


def test_the_picker_measures_against_any_run(page_file: Path, shown: Open) -> None:
    with shown(page_file) as view:
        assert against(view.page, "Objective reached") == ["+10.0 MUSD", "+40.0 MUSD"]
        greyed = view.page.locator("tr", has_text="Objective reached").first.locator(".against.greyed")
        assert [each.inner_text() for each in greyed.all() if each.is_visible()] == ["+10.0\u00a0MUSD"]
        view.page.select_option("#baseline", "2")
        assert against(view.page, "Objective reached") == ["−40.0 MUSD", "−30.0 MUSD"]
        view.switch_to("tr")
        assert against(view.page, "Ulaşılan amaç değeri") == ["−40,0 milyon USD", "−30,0 milyon USD"]
        assert view.page.locator("#baseline option").first.inner_text() == "base"
        view.assert_quiet()


def test_only_differences_are_shown_until_all_is_asked_for(page_file: Path, shown: Open) -> None:
    with shown(page_file) as view:
        same = view.page.locator("tr", has_text="Targets that count").first
        different = view.page.locator("tr", has_text="Objective reached").first
        assert not same.is_visible()
        assert different.is_visible()
        view.page.uncheck("#only")
        assert same.is_visible()


def test_bridges_follow_the_baseline_and_are_drawn(page_file: Path, shown: Open) -> None:
    with shown(page_file) as view:
        view.page.select_option("#baseline", "1")
        headings = [each.inner_text() for each in view.page.locator("#bridge h3").all() if each.is_visible()]
        assert headings == ["From cheap to base", "From cheap to cheaper"]
        view.draw_all()
        view.wait_until(
            """[...document.querySelectorAll('#bridge [data-base="1"] .canvas')]
            .every((each) => each.querySelector('svg'))"""
        )
        view.assert_quiet()


def test_it_fits_a_phone_and_the_dark(page_file: Path, shown: Open) -> None:
    with shown(page_file, size=PHONE, theme="dark") as view:
        view.assert_fits()
        view.assert_quiet()


def test_a_run_without_a_plan_is_said_to_have_none(tmp_path: Path) -> None:
    from roadmap_opt.solver.outcome import Status

    nothing = made_run(tmp_path / "b", phases=[phase(VALUE, None, None, Status.NOTHING_AT_LIMIT)], scenario="cheap")
    page = render_page(comparison_document(compare([made_up_run(tmp_path / "a"), nothing]), 0), "tr")
    assert "süre içinde plan bulunamadı" in page
    assert "Planı olmayan bir çalışmaya köprü kurulamaz." in page


@pytest.mark.slow
def test_many_runs_have_bridges_for_one_baseline_only(tmp_path: Path) -> None:
    runs = [made_run(tmp_path / str(number), scenario=f"s{number}") for number in range(13)]
    page = render_page(comparison_document(compare(runs), 3), "en")
    assert "With 13 runs the bridges are written for the baseline s3 only." in page
    assert "From s3 to s12" in page
    assert "From s4 to s12" not in page
