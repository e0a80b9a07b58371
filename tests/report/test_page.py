"""The page in a browser: quiet, offline, in two languages and two themes, on a desk, a phone and paper."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import roadmap_opt
from roadmap_opt.documents.html.render import render_page, write_page
from roadmap_opt.messages import Language
from tests.support import gallery
from tests.support.browser import DESKTOP, PHONE, Open

AT_FIRST = len(gallery.charts()) + len(gallery.small_charts().charts) + 1
"""Charts that are drawn on the way down: one of a choice, and not those in a fold."""

VENDOR = Path(roadmap_opt.__path__[0]) / "documents" / "html" / "vendor"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gallery as a file."""
    written = tmp_path_factory.mktemp("report") / "gallery.html"
    write_page(written, gallery.page(), "en")
    return written


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_quiet_offline_and_fits(shown: Open, path: Path, size: tuple[int, int], theme: str) -> None:
    with shown(path, size, theme) as view:
        for language in ("tr", "en"):
            view.switch_to(language)
            view.assert_fits()
        assert view.page.locator(".canvas svg").count() < AT_FIRST
        view.draw_all()
        assert view.page.locator(".canvas svg").count() == AT_FIRST
        view.open_all()
        view.draw_all()
        assert view.page.locator(".canvas svg").count() == AT_FIRST + 1
        view.assert_fits()
        view.assert_quiet()


def test_the_language_switches_words_numbers_and_charts(shown: Open, path: Path) -> None:
    with shown(path) as view:
        view.draw_all()
        cell = view.page.locator('td[data-value="1234.5"]').first
        axis = view.page.locator("#charts svg").first
        assert cell.inner_text() == "1,234"
        assert "1,500" in axis.inner_html()
        assert view.page.title().startswith("</script>")
        view.switch_to("tr")
        assert cell.inner_text() == "1.234"
        view.page.locator("#charts figure").first.scroll_into_view_if_needed()
        view.wait_until("document.querySelector('#charts svg').innerHTML.includes('1.500')")
        assert "Mıknatıslar" in view.page.inner_text("#charts .legend >> nth=0")
        assert view.page.title().startswith("İğde")
        assert view.page.get_attribute("html", "lang") == "tr"
        assert "Every part once." not in view.page.inner_text("main")
        assert view.page.get_attribute("#charts .canvas >> nth=0", "aria-label").startswith("Yıllara göre üretim")
        view.assert_quiet()


def test_the_theme_follows_the_system_and_its_button(shown: Open, path: Path) -> None:
    def paper(view: object) -> str:
        return str(view.page.evaluate("getComputedStyle(document.body).backgroundColor"))  # type: ignore[attr-defined]

    with shown(path, theme="dark") as view:
        assert paper(view) == "rgb(20, 25, 31)"
        view.page.click("#theme")
        assert paper(view) == "rgb(255, 255, 255)"
        view.draw_all()
        assert "#0072B2" in view.page.inner_html("#charts svg >> nth=0")


@pytest.mark.parametrize("title", ["Flows", "Map"])
def test_the_slider_shows_another_year(shown: Open, path: Path, title: str) -> None:
    with shown(path) as view:
        view.draw_all()
        figure = view.page.locator(f"figure.chart:has(figcaption:has-text('{title}'))").first
        figure.scroll_into_view_if_needed()
        before = figure.locator("svg").inner_html()
        figure.locator(".slider input").focus()
        figure.locator(".slider input").press("Home")
        assert figure.locator(".slider output").inner_text() == "2027"
        assert figure.locator("svg").inner_html() != before
        view.assert_quiet()


def test_a_choice_shows_one_part_and_keeps_the_year(shown: Open, path: Path) -> None:
    with shown(path) as view:
        first, second = view.page.locator(".choice figure").all()
        first.scroll_into_view_if_needed()
        first.locator(".slider input").press("ArrowLeft")
        view.page.locator(".choice input[type=radio]").first.press("ArrowDown")
        second.locator("svg").wait_for()
        assert not first.is_visible()
        assert second.locator(".slider output").inner_text() == "2034"
        second.locator(".slider input").press("Home")
        view.switch_to("tr")
        drawn = second.locator("svg").inner_html()
        view.page.locator(".choice input[type=radio]").last.press("ArrowUp")
        first.locator("svg").wait_for()
        view.wait_until("drawn => document.querySelector('.choice svg').innerHTML === drawn", drawn)
        view.assert_quiet()


def test_the_map_shows_the_country_its_places_and_what_moves(shown: Open, path: Path) -> None:
    with shown(path) as view:
        figure = view.page.locator("figure.chart:has(figcaption:has-text('Map'))")
        figure.scroll_into_view_if_needed()
        figure.locator("svg path").first.wait_for(state="attached")  # charts are drawn when they are near
        assert max(len(d) for d in figure.locator("svg path").evaluate_all("all => all.map(p => p.outerHTML)")) > 5000
        assert "Town" in figure.locator("svg").inner_html()
        coloured = figure.locator("svg path[stroke='#0072B2']")
        assert coloured.count() == 1
        figure.locator(".legend button").first.press("Enter")
        assert coloured.count() == 0
        view.assert_quiet()


def test_a_legend_hides_its_series(shown: Open, path: Path) -> None:
    with shown(path) as view:
        figure = view.page.locator("#charts .chart").first
        view.draw_all()
        before = figure.locator("svg").inner_html()
        figure.locator(".legend button").first.press("Enter")
        assert figure.locator(".legend button").first.get_attribute("aria-pressed") == "false"
        assert figure.locator("svg").inner_html() != before


def test_tables_sort_and_filter_by_keyboard(shown: Open, path: Path) -> None:
    with shown(path) as view:
        table = view.page.locator("#parts .sortable table")
        table.locator("thead button >> nth=2").press("Enter")
        assert [row.split("\t")[1] for row in table.locator("tbody").inner_text().split("\n")] == [
            "2029", "2031", "2027", "",
        ]  # fmt: skip
        view.switch_to("tr")
        table.locator("thead button >> nth=0").press("Enter")
        names = table.locator("tbody th").all_inner_texts()
        assert names[:2] == ["Çığ Öz", "Ilgaz"]
        view.page.fill("#parts [data-filters]", "ILGAZ")
        assert table.locator("tbody tr:visible").count() == 1


def test_what_users_write_stays_text(shown: Open, path: Path) -> None:
    with shown(path) as view:
        assert view.page.locator("main b, main i").count() == 0
        view.page.hover(".chart:has-text('Matrix') .canvas")
        assert gallery.HOSTILE.en in view.page.inner_text("main")


@pytest.mark.slow
def test_every_chart_has_words_and_a_table(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    charts, small = (html.count(f'<figure class="{kind}"') for kind in ("chart", "chart small"))
    assert (charts, small) == (len(gallery.charts()) + 3, len(gallery.small_charts().charts))
    assert len(re.findall(r'class="unseen">\s*\S', html)) == charts + small
    assert html.count('<details class="data"') == charts + 1


def test_it_prints_to_paper(shown: Open, path: Path, tmp_path: Path) -> None:
    with shown(path, theme="dark") as view:
        view.page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        content = (tmp_path / "page.pdf").read_bytes()
        assert 4 <= len(re.findall(rb"/Type\s*/Page\b", content)) <= 8
        view.page.emulate_media(media="print")
        assert view.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert not view.page.is_visible("nav")


def test_it_is_read_without_a_mouse_and_without_sight(shown: Open, path: Path) -> None:
    with shown(path) as view:
        view.page.keyboard.press("Tab")
        assert view.page.evaluate("document.activeElement.className") == "skip"
        view.page.keyboard.press("Enter")
        assert view.page.evaluate("document.activeElement.id") == "content"
        controls = "[...document.querySelectorAll('button, input')]"
        unnamed = f"{controls}.filter(e => !(e.textContent.trim() || e.ariaLabel || e.labels?.length))"
        assert view.page.evaluate(f"{unnamed}.length") == 0
        view.draw_all()
        charts = view.page.get_by_role("img", name="Plan: 2 rows from 2027 to 2035.")
        assert charts.count() == 1
        assert view.page.evaluate("document.querySelectorAll('h1').length") == 1


def test_a_page_without_scripts_shows_its_words(browser: object, path: Path) -> None:
    page = browser.new_page(java_script_enabled=False)  # type: ignore[attr-defined]
    page.goto(path.resolve().as_uri())
    assert "Charts need JavaScript" in page.inner_text("body")
    assert "Her parça bir kez." not in page.inner_text("main")
    page.close()


@pytest.mark.slow
def test_nothing_is_fetched_and_the_file_is_small(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    assert "default-src 'none'" in html
    own = html.replace((VENDOR / "echarts.min.js").read_text(encoding="utf-8"), "")
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=", own)
    assert "http" not in own.replace("http-equiv", "")
    assert len(html.encode()) < 2_500_000


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_initial_language_is_the_one_asked_for(language: Language) -> None:
    html = render_page(gallery.page(), language)
    assert f'<html lang="{language}">' in html
    # no script puts them right while the page stays in the language that it was written in
    labels = re.findall(r'aria-label="([^"]*)" data-label-en="([^"]*)" data-label-tr="([^"]*)"', html)
    assert len(labels) == html.count(" data-label-en=") > 5
    assert [label for label, *_ in labels] == [en if language == "en" else tr for _, en, tr in labels]


def test_the_chart_library_is_the_published_one() -> None:
    note = (VENDOR / "README.md").read_text(encoding="utf-8")
    digest = hashlib.sha256((VENDOR / "echarts.min.js").read_bytes()).hexdigest()
    assert f"sha256: {digest}" in note
    version = re.search(r"version: (\S+)", note)
    assert version
    assert f'version="{version[1]}"' in (VENDOR / "echarts.min.js").read_text(encoding="utf-8")
    assert (VENDOR / "LICENSE").read_text(encoding="utf-8").strip().startswith("Apache License")
