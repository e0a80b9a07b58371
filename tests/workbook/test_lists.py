"""Drop-downs that depend on the row offer what is right for it, as LibreOffice calculates their formulas."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.workbook import template
from roadmap_opt.workbook.choices import CHANGEABLE
from roadmap_opt.workbook.layout import UNIT_HEADING, column_letter, placed
from tests.support.libreoffice import recalculate
from tests.support.tiny_case import tiny_rows, tiny_tables

ROWS: dict[tuple[str, str], dict[str, list[str]]] = {
    ("Targets", "definition"): {name: list(kpi.definitions) for name, kpi in KPIS.items()},
    ("Overlays", "row"): {
        "Settings": ["*"], "Sites": ["hill", "town", "port"], "PlantSites": ["mine|hill", "cracking|hill"],
        "Requirements": ["mine||1|verification|"], "demand": ["home|base"],
    },
    ("Overlays", "column_name"): {"Sites": ["latitude"], "Demand": ["quantity"], "Settings": ["base_year"]},
    ("Sweeps", "row"): {"Sites": ["hill", "town", "port"]},
    ("Sweeps", "column_name"): {"Prices": ["price"]},
    ("Pins", "item"): {"build": ["mine_m"], "sign": ["promise"], "mobilise": ["owner", "bank"]},
    ("Effects", "item"): {"reserve": ["hill_ore"]},
}  # fmt: skip
"""What the column on which a list depends may hold, and what is then offered (whole, or its beginning)."""

DEPTH = 8
PROBE = "#probe"


def rule_of(sheet: Worksheet, cell: str) -> str:
    (rule,) = (rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref)
    return str(rule.formula1)


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    """A sheet on which every list of :data:`ROWS` is spread out, a row each: how many there are, and the first ones."""
    folder, saved, profile = (tmp_path_factory.mktemp(name) for name in ("lists", "saved", "profile"))
    path = folder / "plan.xlsx"
    sites = [*tiny_rows("Sites"), {"site": "port", "latitude": 36.8, "longitude": 34.6, "water_limit": 0.0}]
    template.write_workbook(path, tiny_tables(Sites=sites))
    book = load_workbook(path)
    probe = book.create_sheet(PROBE)
    for (sheet, column), held in ROWS.items():
        within = SHEETS[sheet].column(column).meta.within
        assert within is not None
        at, on = (column_letter(SHEETS[sheet], (), name) for name in (column, within))
        formula = rule_of(book[sheet], f"{at}5")
        assert f"${on}5" in formula
        for value in held:
            row = probe.max_row + 1
            probe.cell(row, 1, f"{sheet}.{column}")
            probe.cell(row, 2, value)
            offered = formula.replace(f"${on}5", f"$B{row}")
            probe.cell(row, 3, f"=ROWS({offered})")
            for place in range(DEPTH):
                probe.cell(row, 4 + place, f'=IF(ROWS({offered})>{place},INDEX({offered},{place + 1}),"")')
    book["Targets"][f"{column_letter(SHEETS['Targets'], (), 'kpi')}6"] = "secondary_share"
    book.save(path)
    recalculate([path], saved, profile)
    return load_workbook(saved / "plan.xlsx", data_only=True)


def test_what_is_offered(recalculated: Worksheet) -> None:
    probe = recalculated[PROBE]
    lines = [[cell.value for cell in row] for row in probe.iter_rows(min_row=2)]
    wanted = [
        (f"{sheet}.{column}", value, known) for (sheet, column), held in ROWS.items() for value, known in held.items()
    ]
    assert len(lines) == len(wanted)
    for line, (name, value, known) in zip(lines, wanted, strict=True):
        assert line[:2] == [name, value]
        assert line[3 : 3 + len(known)] == known, value
        if name in ("Targets.definition", "Overlays.row") and value not in ("PlantSites",):
            assert line[2] == len(known), value


def test_a_unit_follows_its_indicator(recalculated: Worksheet) -> None:
    page = recalculated["Targets"]
    headings = [place.heading for place in placed(SHEETS["Targets"], ())]
    at = headings.index(UNIT_HEADING) + 1
    assert [page.cell(row, at).value for row in (5, 6)] == [KPIS["magnets"].unit, "share"]
    assert not page.cell(8, at).value


def test_sheets_that_may_be_changed_are_offered() -> None:
    assert "Demand" in CHANGEABLE
    assert "Overlays" not in CHANGEABLE
