"""Formulas of the planner stay in a copy, and what they result in is calculated when the copy is opened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.workbook.copies import with_findings
from roadmap_opt.workbook.layout import FINDINGS_SHEET
from roadmap_opt.workbook.read import open_content, read_workbook
from roadmap_opt.workbook.xlsx.edit import Edit
from roadmap_opt.workbook.xlsx.limits import LAST_ROW
from tests.support.batches import write_book
from tests.support.workbook_parts import MAIN, RELATIONS, Parts, packed, replaced, saved, sheet_part, unpacked
from tests.support.workbook_programs import prefixed

ORDER = "xl/calcChain.xml"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"


def with_formulas(parts: Parts, sheet: str, formulas: dict[str, str]) -> None:
    """Rows below all others with formulas (of one cell each) that result in an empty text, and the list of them."""
    name = sheet_part(parts, sheet)
    text = re.sub(r'<row r="[67]".*?</row>', "", parts[name].decode())
    rows = "".join(
        f'<row r="{cell[1:]}"><c r="{cell}" t="str">{formula}<v></v></c></row>' for cell, formula in formulas.items()
    )
    parts[name] = text.replace("</sheetData>", f"{rows}</sheetData>").encode()
    number = sheet_part(parts, sheet).removeprefix("xl/worksheets/sheet").removesuffix(".xml")
    listed = "".join(f'<c r="{cell}" i="{number}"/>' for cell in formulas)
    parts[ORDER] = f'<calcChain xmlns="{MAIN}">{listed}</calcChain>'.encode()
    relation = f'<Relationship Id="rId901" Type="{RELATIONS}/calcChain" Target="calcChain.xml"/></Relationships>'
    replaced("xl/_rels/workbook.xml.rels", ("</Relationships>", relation))(parts)
    kind = f'<Override PartName="/{ORDER}" ContentType="{KIND}"/></Types>'
    replaced("[Content_Types].xml", ("</Types>", kind))(parts)


SHARED = {
    "D6": "<f>C6</f>",
    "D7": '<f t="shared" ref="D7:D9" si="0">IF(C7="","",C7)</f>',
    "D8": '<f t="shared" si="0"/>',
    "D9": '<f t="shared" si="0"/>',
}


def add(book: Path, kind: str, like: str) -> Path:
    result = CliRunner().invoke(roadmap_opt, ["add", kind, str(book), "fresh", "--like", like])
    assert result.exit_code == 0, result.output
    return book.with_name(f"{book.stem}_fresh.xlsx")


def formulas_of(content: bytes, sheet: str) -> dict[str, str]:
    parts = unpacked(content)
    return dict(re.findall(r'<c r="(\w+)"[^>]*>(<f.*?(?:/>|</f>))', parts[sheet_part(parts, sheet)].decode()))


@pytest.mark.parametrize(
    ("formulas", "row"),
    [
        (SHARED, 10),
        ({"D6": '<f t="array" ref="D6:E11">C6:C11</f>'}, 12),  # cells of the result have no formula of their own
        ({"D7": "<f>C7</f>"}, 6),
        ({"X6": '<f t="shared" ref="X6:X7" si="0">C6</f>', "X7": '<f t="shared" si="0"/>'}, 6),
    ],
    ids=["shared", "array", "below", "beside"],
)
def test_rows_with_a_formula_are_not_free(tmp_path: Path, formulas: dict[str, str], row: int) -> None:
    parts = unpacked(write_book(tmp_path / "tiny.xlsx").read_bytes())
    with_formulas(parts, "Markets", formulas)
    book = saved(tmp_path / "tiny.xlsx", parts)
    last = max(each.number for each in read_workbook(book).tables["Markets"])
    made = add(book, "market", "home").read_bytes()
    assert formulas_of(made, "Markets") == formulas_of(book.read_bytes(), "Markets")
    assert unpacked(made)[ORDER] == parts[ORDER]
    after = read_workbook(tmp_path / "tiny_fresh.xlsx").tables["Markets"].rows[-1]
    assert (after.values["market"], after.number, last) == ("fresh", row, 5)


def test_rows_that_belong_together_stay_together(tmp_path: Path) -> None:
    """A formula in the second of them moves all."""
    book = write_book(tmp_path / "tiny.xlsx")
    tables = read_workbook(book).tables
    recipe = tables["Recipes"].rows[0].values
    assert sum(row.values["recipe"] == recipe["recipe"] for row in tables["RecipeFlows"]) > 1
    below = max(row.number for row in tables["RecipeFlows"]) + 1
    opened = load_workbook(book)
    opened["RecipeFlows"][f"A{below + 1}"] = '=""'
    opened.save(book)
    parts = unpacked(book.read_bytes())
    name = sheet_part(parts, "RecipeFlows")
    parts[name] = re.sub(rb'(<c r="A\d+"[^>]*?)>(<f>""</f>)<v ?/?>(?:</v>)?', rb'\1 t="str">\2<v></v>', parts[name])
    saved(book, parts)
    made = add(book, "plant", str(recipe["plant"]))
    new = [row.number for row in read_workbook(made).tables["RecipeFlows"] if row.number >= below]
    assert new == list(range(below + 2, below + 2 + len(new)))


def test_the_unit_of_a_target_is_shown_in_its_new_row(tmp_path: Path) -> None:
    book = write_book(tmp_path / "tiny.xlsx")
    targets = read_workbook(book).tables["Targets"]
    made = add(book, "target", str(targets.rows[0].values["target"]))
    new = read_workbook(made).tables["Targets"].rows[-1].number
    assert new == max(row.number for row in targets) + 1
    assert formulas_of(made.read_bytes(), "Targets") == formulas_of(book.read_bytes(), "Targets")
    assert any(cell.endswith(str(new)) for cell in formulas_of(made.read_bytes(), "Targets"))


def test_a_sheet_full_of_formulas_says_so(tmp_path: Path) -> None:
    parts = unpacked(write_book(tmp_path / "tiny.xlsx").read_bytes())
    with_formulas(parts, "Markets", {"D6": f'<f t="array" ref="D6:D{LAST_ROW}">C6:C{LAST_ROW}</f>'})
    book = saved(tmp_path / "tiny.xlsx", parts)
    result = CliRunner().invoke(roadmap_opt, ["add", "market", str(book), "fresh"])
    assert result.exit_code == 2
    assert "sheet Markets has formulas in every row that is free" in result.output
    assert not (tmp_path / "tiny_fresh.xlsx").exists()


def test_no_formula_is_written_over(tmp_path: Path) -> None:
    parts = unpacked(write_book(tmp_path / "tiny.xlsx").read_bytes())
    with_formulas(parts, "Markets", SHARED)
    with pytest.raises(ValueError, match="Markets!D8 is a formula"):
        Edit("tiny.xlsx", packed(parts)).fill("Markets", {(8, 4): 1.0}, {})


def test_a_list_with_formulas_of_the_planner_is_replaced_with_what_names_them(written: Path) -> None:
    """The list of cells with formulas would name cells that hold none: damage to Excel."""
    parts = unpacked(with_findings("plan.xlsx", written.read_bytes(), ["a"], [["1"]], {}))
    with_formulas(parts, "Sites", {"X9": "<f>1+1</f>"})
    replaced("xl/worksheets/added1.xml", ("</sheetData>", '<row r="9"><c r="K9"><f>1+1</f></c></row></sheetData>'))(
        parts
    )
    number = re.search(f'name="{FINDINGS_SHEET}" sheetId="([0-9]+)"', parts["xl/workbook.xml"].decode())
    assert number is not None
    replaced(ORDER, ("</calcChain>", f'<c r="K9" i="{number[1]}"/></calcChain>'))(parts)
    made = with_findings("plan.xlsx", packed(parts), ["a"], [["2"]], {})
    after = unpacked(made)
    assert ORDER not in after
    assert not any(b"calcChain" in part for part in after.values())
    assert open_content("plan.xlsx", made).version is not None
    assert FINDINGS_SHEET in after["xl/workbook.xml"].decode()


CALCULATED = {
    "none": "",
    "of Excel": '<calcPr calcId="191029"/>',
    "by hand": '<calcPr calcMode="manual" fullCalcOnLoad=\'0\' calcId="191029"/>',
    "at length": '<calcPr calcId="1"><!-- no words --></calcPr>',
}


@pytest.mark.parametrize("stated", CALCULATED.values(), ids=CALCULATED)
@pytest.mark.parametrize("whole", [False, True], ids=["plain", "prefixed"])
def test_a_copy_is_calculated_when_it_is_opened(written: Path, stated: str, whole: bool) -> None:
    """A total that the planner keeps on a sheet of theirs would show what it was before."""
    parts = unpacked(written.read_bytes())
    name = "xl/workbook.xml"
    more = '<oleSize ref="A1"/><extLst/>'
    text, count = re.subn("<calcPr [^>]*/>", stated + more, parts[name].decode())
    assert count == 1
    parts[name] = text.encode()
    if whole:
        prefixed(parts)
    content = packed(parts)
    filled = Edit("plan.xlsx", content)
    filled.fill("Sites", {(9, 1): "fresh"}, {})
    for made in (filled.content(), with_findings("plan.xlsx", content, ["a"], [["1"]], {})):
        book = unpacked(made)[name].decode()
        (found,) = re.findall("<(?:x:)?calcPr [^>]*>", book)
        assert found.count("fullCalcOnLoad") == 1
        assert 'fullCalcOnLoad="1"' in found
        assert ("calcMode" in found) == ("calcMode" in stated)
        assert re.search("definedNames><(x:)?calcPr .*<(x:)?oleSize ", book)
        assert open_content("plan.xlsx", made).version is not None
