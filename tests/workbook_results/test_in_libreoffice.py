"""The results workbook in LibreOffice: every formula recalculated to the value stored with it, every chart drawn."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roadmap_opt.loaded_run import load_saved
from roadmap_opt.messages import Language
from roadmap_opt.palette import LIGHT, MANY_SERIES, THINGS
from roadmap_opt.report.run_book.book import write_results
from tests.support import made_up_plan
from tests.support.committed_example import EXAMPLE
from tests.support.formulas import Formulas
from tests.support.libreoffice import recalculate
from tests.support.tiny_case import tiny_tables

LANGUAGE_OF: Mapping[str, Language] = {"example": "tr", "with_debt": "en"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two results workbooks: the committed run in Turkish, and a made-up one with debt in English."""
    folder = tmp_path_factory.mktemp("written")
    example = load_saved(EXAMPLE)
    results = {
        "example": replace(example, base_inputs=example.inputs),
        "with_debt": made_up_plan.results(tiny_tables(Settings={"inflation": 0.02, "terminal_value": "book"}), folder),
    }
    for name, each in results.items():
        write_results(folder / f"{name}.xlsx", each, LANGUAGE_OF[name])
    return folder


@pytest.fixture(scope="module")
def recalculated(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after LibreOffice: the values stored with formulas were noughts when it opened them."""
    emptied, saved, profile = (tmp_path_factory.mktemp(name) for name in ("emptied", "saved", "profile"))
    for name in LANGUAGE_OF:
        _without_values(written / f"{name}.xlsx", emptied / f"{name}.xlsx")
    recalculate([emptied / f"{name}.xlsx" for name in LANGUAGE_OF], saved, profile)
    return saved


def _without_values(source: Path, target: Path) -> None:
    """A copy in which every formula's stored value is nought."""
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in book.infolist():
            content = book.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f><v>)[^<]*(</v>)", rb"\g<1>0\g<2>", content)
            copy.writestr(entry, content)


def _charts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as book:
        names = [name for name in book.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        return [book.read(name).decode("utf-8") for name in names]


def _title(chart: str) -> str:
    found = re.search(r"<c:title>.*?</c:title>", chart, re.S)
    assert found is not None
    return "".join(re.findall(r"<a:t>([^<]*)</a:t>", found[0]))


@pytest.mark.parametrize("name", LANGUAGE_OF)
def test_every_formula_recalculates_to_its_value(written: Path, recalculated: Path, name: str) -> None:
    stored = Formulas(written / f"{name}.xlsx").cells
    assert len(stored) > 100
    assert sum(abs(value) > 1 for *_, value in stored) > 50
    book = load_workbook(recalculated / f"{name}.xlsx", data_only=True)
    for sheet, cell, value in stored:
        assert book[sheet][cell].value == pytest.approx(value, rel=1e-9, abs=1e-6), (sheet, cell)


@pytest.mark.parametrize("name", LANGUAGE_OF)
def test_no_cell_is_an_error(recalculated: Path, name: str) -> None:
    book = load_workbook(recalculated / f"{name}.xlsx", data_only=True)
    wrong = re.compile(r"#(REF|NAME|VALUE|DIV|N/A|NUM|NULL)|Err:\d")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "e", (sheet.title, cell.coordinate)
                assert not (isinstance(cell.value, str) and wrong.search(cell.value)), (sheet.title, cell.coordinate)


@pytest.mark.parametrize("name", LANGUAGE_OF)
def test_every_chart_is_there_with_figures(written: Path, recalculated: Path, name: str) -> None:
    before, after = _charts(written / f"{name}.xlsx"), _charts(recalculated / f"{name}.xlsx")
    assert len(before) > 5
    assert sorted(map(_title, after)) == sorted(map(_title, before))
    for chart in after:
        series = re.findall(r"<c:ser>.*?</c:ser>", chart, re.S)
        figures = [
            re.findall(r"<c:v>(-?[\d.eE+-]+)</c:v>", re.sub(r"<c:(cat|tx)>.*?</c:\1>", "", each, flags=re.S))
            for each in series
        ]
        assert series, _title(chart)
        assert any(figures), _title(chart)


@pytest.mark.slow
@pytest.mark.parametrize("name", LANGUAGE_OF)
def test_charts_have_the_colours_and_axes_of_the_page(written: Path, name: str) -> None:
    allowed = {LIGHT[colour].lstrip("#").upper() for colour in {*MANY_SERIES, *THINGS.values(), "ink"}}
    for chart in _charts(written / f"{name}.xlsx"):
        drawn = re.findall(r"<c:ser>.*?</c:ser>", chart, re.S)
        for each in drawn:
            look = re.search(r"<c:spPr>.*?</c:spPr>", each, re.S)
            assert look is not None, _title(chart)
            assert set(re.findall(r'srgbClr val="(\w+)"', look[0])) <= allowed, _title(chart)
        horizontal = '<c:barDir val="bar"/>' in chart
        value_axis = re.findall(r"<c:valAx>.*?</c:valAx>", chart, re.S)[-1]
        has_unit = "<c:title>" in value_axis or 'formatCode="0%"' in value_axis
        assert horizontal or has_unit, _title(chart)
        assert horizontal or '<c:legendPos val="b"/>' in chart, _title(chart)
