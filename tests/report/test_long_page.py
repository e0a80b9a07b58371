"""The page of the default case as a minister, a planner and a phone meet it: contents, folds, links, paper, speed."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from roadmap_opt.documents.components import Chart, Folded, Group
from roadmap_opt.report.run.run_page import run_page, write_report
from roadmap_opt.runs.run import Run
from tests.support.browser import DESKTOP, PHONE, Open

LANGUAGES = ("en", "tr")
OPEN = """[...document.querySelectorAll("details.group, details.folded")].filter(each => each.open).length"""


def heights(view: object) -> int:
    return int(view.page.evaluate("document.documentElement.scrollHeight"))  # type: ignore[attr-defined]


def test_contents_are_the_sections_and_their_parts(shown: Open, page: Path, example: Run) -> None:
    sections = run_page(example).sections
    titles = []
    for section in sections:
        titles.append(section.title)
        titles += [part.title for part in section.parts if isinstance(part, Chart | Folded | Group)]
    with shown(page) as view:
        for language in LANGUAGES:
            view.switch_to(language)
            said = view.page.locator("#contents li a").evaluate_all(
                "(all, language) => all.map(a => (a.querySelector(`[lang=${language}]`) ?? a).textContent.trim())",
                language,
            )
            wanted = [title.in_language(language) if hasattr(title, "in_language") else title for title in titles]  # type: ignore[arg-type]
            assert [line.replace("\u00a0", " ") for line in said] == [
                str(each).replace("\u00a0", " ") for each in wanted
            ]
        targets = view.page.locator("#contents li a").evaluate_all(
            "all => all.filter(a => !document.querySelector(`[id='${a.hash.slice(1)}']`)).map(a => a.hash)"
        )
        assert targets == []


def test_contents_stand_beside_the_page_and_fold_on_a_phone(shown: Open, page: Path) -> None:
    with shown(page) as view:
        listed = view.page.locator("#contents-list")
        assert listed.is_visible()
        view.page.evaluate("document.getElementById('money').scrollIntoView({ behavior: 'instant' })")
        view.wait_until("document.querySelector('#contents a[aria-current]')?.hash === '#money'")
        assert listed.is_visible()
        box = listed.bounding_box()
        assert box["x"] + box["width"] <= view.page.locator("#money h2").bounding_box()["x"]
    with shown(page, PHONE) as view:
        listed = view.page.locator("#contents-list")
        assert not listed.is_visible()
        view.page.click("#contents .toggle")
        assert listed.is_visible()
        view.assert_fits()
        view.page.click("#contents a[href='#money']")
        assert not listed.is_visible()
        view.wait_until("Math.abs(document.getElementById('money').getBoundingClientRect().top) < 120")


def test_what_decides_is_open_and_half_the_page_is_folded(shown: Open, page: Path) -> None:
    with shown(page) as view:
        for words in ("To decide in", "Targets", "From investment to funding", "Audit", "Data confidence"):
            heading = view.page.locator("h3", has_text=words).first
            assert heading.is_visible(), words
            assert heading.evaluate("each => each.closest('details') === null"), words
        short = heights(view)
        view.open_all()
        assert short < 0.6 * heights(view)


def test_a_link_opens_what_hides_its_part(shown: Open, page: Path) -> None:
    inner = "material-where-each-element-ends-up"
    with shown(page) as view:
        part = view.page.locator(f"#{inner}")
        assert not part.is_visible()
        view.page.evaluate(f"location.hash = '{inner}'")
        view.wait_until(f"document.getElementById('{inner}').checkVisibility()")
        part.locator("svg").wait_for()
        assert part.locator("a.anchor").get_attribute("href") == f"#{inner}"
        assert 0 <= part.bounding_box()["y"] < 400
        view.assert_quiet()


def test_every_section_group_and_chart_has_a_link_to_itself(shown: Open, page: Path) -> None:
    with shown(page) as view:
        without = view.page.evaluate("""[...document.querySelectorAll(".section, .group, figure.chart:not(.small)")]
            .filter(each => each.querySelector("a.anchor")?.hash !== `#${each.id}`).map(each => each.id)""")
        assert without == []
        double = view.page.evaluate("""(() => { const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
            return ids.filter((id, at) => ids.indexOf(id) !== at); })()""")
        assert double == []


def test_charts_are_drawn_when_they_are_near(shown: Open, page: Path) -> None:
    with shown(page) as view:
        view.page.locator("#summary .tile").first.wait_for()
        assert view.page.locator("figure svg").count() == 0
        assert view.page.evaluate("window.echarts === undefined")
        view.draw_all()
        assert view.page.locator("figure svg").count() > 8
        view.assert_quiet()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_the_screen(shown: Open, page: Path, size: tuple[int, int], language: str) -> None:
    with shown(page, size) as view:
        view.switch_to(language)
        view.assert_fits()
        view.open_all()
        view.draw_all()
        view.assert_fits()
        view.assert_quiet()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_shows_every_column_without_scrolling(shown: Open, page: Path, language: str) -> None:
    with shown(page, PHONE) as view:
        view.switch_to(language)
        view.open_all()
        hidden = view.page.evaluate("""[...document.querySelectorAll(".scroll:not(.wide)")]
            .filter(each => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)
            .map(each => each.querySelector("caption").textContent)""")
        assert hidden == []
        row = view.page.locator("#summary tr:has(.marks)").first
        for cell in row.locator("th, td").all():
            box = cell.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE[0]
        labels = row.locator("td").evaluate_all("all => all.map(each => getComputedStyle(each, '::before').content)")
        wanted = {"en": ["Result", "Wanted", "Reached", "Years"], "tr": ["Sonuç", "İstenen", "Ulaşılan", "Yıllar"]}
        assert [each.strip('"') for each in labels] == wanted[language]


def test_a_phone_shows_all_years_of_the_plan(shown: Open, page: Path) -> None:
    with shown(page, PHONE) as view:
        view.draw_all()
        chart = view.page.locator("#plan > figure").first
        box = chart.locator(".canvas").bounding_box()
        assert box["width"] <= PHONE[0]
        words = chart.locator("svg text").all_text_contents()
        assert "Pilot plant" in words
        years = [text for text in words if re.fullmatch(r"20\d\d", text)]
        assert int(max(years)) >= 2034
        wide = view.page.locator(".scroll.wide").first
        wide.scroll_into_view_if_needed()
        view.wait_until("document.querySelector('.scroll.wide').classList.contains('more')")
        assert view.page.locator(".scroll.wide + .swipe").first.is_visible()


def test_folded_parts_are_open_on_paper_and_folded_again_afterwards(shown: Open, page: Path) -> None:
    with shown(page) as view:
        before = view.page.evaluate(OPEN)
        view.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert view.page.evaluate(OPEN) == view.page.locator("details.group, details.folded").count()
        undrawn = view.page.evaluate("""[...document.querySelectorAll("figure.chart")]
            .filter(each => each.checkVisibility() && !each.querySelector("svg")).map(each => each.id)""")
        assert undrawn == []
        view.page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert view.page.evaluate(OPEN) == before
        view.assert_quiet()


@pytest.mark.slow
def test_paper_has_every_part_and_no_empty_page(shown: Open, page: Path, tmp_path: Path) -> None:
    with shown(page) as view:
        view.page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "page.pdf").read_bytes()))
        assert 30 <= pages <= 75
        view.page.emulate_media(media="print")
        view.page.set_viewport_size({"width": 688, "height": 994})
        view.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert view.page.locator(".paper-note").is_visible()
        assert (
            view.page.locator(".left-out:visible").count()
            == view.page.locator(".listing:has(> .left-out:visible)").count()
            > 0
        )
        # what is broken nowhere has to be lower than the paper between its margins: 263 mm, at 96 points an inch
        tall = view.page.evaluate("""[...document.querySelectorAll("figure.chart, .callout, .tiles")]
            .filter(each => each.checkVisibility() && each.offsetHeight > 263 / 25.4 * 96)
            .map(each => each.className + each.innerText.slice(0, 60))""")
        assert tall == []


@pytest.mark.parametrize(
    ("written", "locale", "seen"),
    [
        ("en", "en-US", "en"),
        ("en", "tr-TR", "tr"),
        ("tr", "en-US", "tr"),
        pytest.param("tr", "tr", "tr", marks=pytest.mark.rare),
    ],
)
def test_the_first_language(shown: Open, example: Run, tmp_path: Path, written: str, locale: str, seen: str) -> None:
    """A Turkish browser sees Turkish, every other the language in which the file was written."""
    write_report(tmp_path / "report.html", example, written)  # type: ignore[arg-type]
    with shown(tmp_path / "report.html", locale=locale) as view:
        assert view.page.get_attribute("html", "lang") == seen
        assert view.page.get_attribute(f"[data-language={seen}]", "aria-pressed") == "true"
        other = "en" if seen == "tr" else "tr"
        for _ in range(5):  # a browser that has just begun, on a busy machine, may lose what a file stores
            view.switch_to(other)
            view.page.reload()
            if view.page.get_attribute("html", "lang") == other:
                break
        assert view.page.get_attribute("html", "lang") == other  # what a reader chose comes first
        view.assert_quiet()


def test_a_chart_is_saved_as_picture_and_as_table(shown: Open, page: Path) -> None:
    with shown(page) as view:
        chart = view.page.locator("#plan > figure").first
        chart.scroll_into_view_if_needed()
        with view.page.expect_download() as saved:
            chart.locator("[data-save=picture]").click()
        content = Path(saved.value.path()).read_bytes()
        assert content.startswith(b"\x89PNG")
        assert int.from_bytes(content[16:20], "big") == 2000
        for language, between, point in (("en", ",", "."), ("tr", ";", ",")):
            view.switch_to(language)
            with view.page.expect_download() as saved:
                view.page.locator("#money-sources [data-save=table]").click()
            text = Path(saved.value.path()).read_bytes().decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text), delimiter=between))
            assert len({len(row) for row in rows}) == 1
            told = view.page.locator("#money-sources table td[data-value]").first.get_attribute("data-value")
            assert told in [cell.replace(point, ".") for cell in rows[1]]
        view.assert_quiet()


def test_a_chart_says_what_there_is_to_see(shown: Open, page: Path, example: Run) -> None:
    with shown(page) as view:
        view.open_all()
        for key in ("plan-used-share-of-the-capacity-available", "money-sources", "contracts-revenue-by-kind-of-sale"):
            said = view.page.locator(f"figure#{key} .chart-title, figure[id^='{key}'] .chart-title").first.inner_text()
            assert re.search(r"\d", said), key
            assert "{" not in said
