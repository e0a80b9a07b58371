"""One cell, stored in every way a program may store it: what the program shows is what is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.errors import Finding
from roadmap_opt.workbook.read import read_content
from tests.support.tiers import some
from tests.support.workbook_parts import Parts, packed, replaced, set_cell, unpacked

NUMBER = ("Modules", "D6", "capex")  # MUSD, at least 0
SHARE = ("Markets", "H6", "addressable_share")
NAME = ("Sites", "F6", "name_en")


def _read(written: Path, place: tuple[str, str, str], xml: str, *more: Any) -> tuple[Any, list[Finding]]:
    parts: Parts = unpacked(written.read_bytes())
    sheet, cell, column = place
    set_cell(parts, sheet, cell, xml)
    for change in more:
        change(parts)
    read = read_content("plan.xlsx", packed(parts))
    (row,) = (row for row in read.tables[sheet] if row.number == 6)
    return row.values[column], [finding for finding in read.findings if (finding.sheet, finding.cell) == (sheet, cell)]


@pytest.mark.parametrize(
    ("xml", "value"),
    some(5, [
        ('<c r="{r}"><v>40</v></c>', 40.0),
        ('<c r="{r}" t="n"><v> 1.5E2 </v></c>', 150.0),
        ('<c r="{r}"><v>0.30000000000000004</v></c>', 0.30000000000000004),
        ('<c r="{r}"><v>.5</v></c>', 0.5),
        ('<c r="{r}"><v>5.</v></c>', 5.0),
        ('<c r="{r}"><f>20*2</f><v>40</v></c>', 40.0),
        ('<c r="{r}"><f t="shared" si="0"/><v>40</v></c>', 40.0),
        ('<c r="{r}"><f t="array" ref="{r}:{r}">SUM(A1:A2)</f><v>40</v></c>', 40.0),
        ('<c r="{r}" t="str"><f>TEXT(40,"0")</f><v>40</v></c>', 40.0),
        ('<c r="{r}" t="inlineStr"><is><t>1.234,5</t></is></c>', 1234.5),
        ('<c r="{r}" t="inlineStr"><is><t>1,5E+03</t></is></c>', 1500.0),
        ('<c r="{r}" t="inlineStr"><is><t>_x000D_40_x0009_</t></is></c>', 40.0),
        ('<c r="{r}" s="-3" t="n"><v>40</v></c>', 40.0),
        ('<c r="$D$6"><v>40</v></c>', 40.0),
        ('<c r="d6"><v>40</v></c>', 40.0),
        ('<c r="?"><v>40</v></c>', 40.0),
        ('<c><v>40</v></c>', 40.0),
        ('<c r="{r}"><v>4<!-- -->0<?x y?></v><extLst/></c>', 40.0),
    ]),
)  # fmt: skip
def test_a_number(written: Path, xml: str, value: float) -> None:
    assert _read(written, NUMBER, xml) == (value, [])


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ('<c r="{r}" s="9"><v>0.05</v></c>', 0.05),  # typed as %5
        ('<c r="{r}" t="inlineStr"><is><t>%5</t></is></c>', 0.05),
        ('<c r="{r}" t="inlineStr"><is><t>% 12,5</t></is></c>', 0.125),
    ],
)
def test_a_share(written: Path, xml: str, value: float) -> None:
    assert _read(written, SHARE, xml) == (value, [])


@pytest.mark.parametrize(
    ("xml", "value"),
    some(
        4,
        [
            ('<c r="{r}" t="inlineStr"><is><t xml:space="preserve">  Söğüt </t></is></c>', "Söğüt"),
            ('<c r="{r}" t="inlineStr"><is><r><t>Be</t></r><r><rPr><b/></rPr><t>y</t></r></is></c>', "Bey"),
            ('<c r="{r}" t="inlineStr"><is><t>東</t><rPh sb="0" eb="1"><t>ヒガシ</t></rPh></is></c>', "東"),
            ('<c r="{r}" t="inlineStr"><is><t>a_x000D__x000A_b</t></is></c>', "a\nb"),
            ('<c r="{r}" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>', "_x0041_"),
            ('<c r="{r}" t="inlineStr"><is><t>_xD83D__xDE00_ _xD83D_</t></is></c>', "😀 \ufffd"),
            ('<c r="{r}" t="inlineStr"><is><t><![CDATA[<c r="A1" s="1"/>&]]></t></is></c>', '<c r="A1" s="1"/>&'),
            ('<c r="{r}" t="str"><v>1e5 &lt; x</v></c>', "1e5 < x"),
            ('<c r="{r}"><v>7</v></c>', "7"),
            ('<c r="{r}" t="b"><v>1</v></c>', "yes"),
            ('<c r="{r}" t="unheard-of"><v>plain</v></c>', "plain"),
            ('<c r="{r}" t="inlineStr"><is><t>#REF!</t></is></c>', "#REF!"),  # typed, no error
        ],
    ),
)
def test_a_text(written: Path, xml: str, value: str) -> None:
    assert _read(written, NAME, xml) == (value, [])


@pytest.mark.parametrize(
    ("xml", "code", "found"),
    some(
        5,
        [
            ('<c r="{r}" t="e"><v>#N/A</v></c>', "E131", "the cell shows #N/A"),
            ('<c r="{r}" t="e"><f>NA()</f><v>#SPILL!</v></c>', "E131", "the cell shows #SPILL!"),
            ('<c r="{r}"><f>B2*2</f></c>', "E132", "the formula =B2*2 has no saved result"),
            ('<c r="{r}"><f>B2*2</f><v></v></c>', "E132", "the formula =B2*2 has no saved result"),
            ('<c r="{r}"><f t="shared" si="0"/></c>', "E132", "the formula has no saved result"),
            ('<c r="{r}" t="str"><f>""</f><v></v></c>', "E130", "the cell is blank"),
            ('<c r="{r}" t="str"><f>""</f></c>', "E130", "the cell is blank"),
            ('<c r="{r}" t="n"><v/></c>', "E130", "the cell is blank"),
            ('<c r="{r}" t="inlineStr"/>', "E130", "the cell is blank"),
            ('<c r="{r}" t="b"><v>0</v></c>', "E133", "“no”"),
            ('<c r="{r}" t="inlineStr"><is><t>1.500</t></is></c>', "E134", "“1.500” can be read as 1.5 or as 1500"),
            ('<c r="{r}" t="d"><v>2027-05-01</v></c>', "E135", "the cell holds a date or time (2027-05-01 00:00:00)"),
            ('<c r="{r}" t="d"><v>12:30:00</v></c>', "E135", "the cell holds a date or time (12:30:00)"),
            ('<c r="{r}"><v>NaN</v></c>', "E133", "the text “NaN”"),
            ('<c r="{r}"><v>1e999</v></c>', "E137", "“1e999”"),
            ('<c r="{r}"><v>-INF</v></c>', "E133", "the text “-INF”"),
            ('<c r="{r}" t="inlineStr"><is><t>1e999</t></is></c>', "E137", "“1e999”"),
            ('<c r="{r}"><v>-1e308</v></c>', "E137", "-1e+308"),
        ],
    ),
)
def test_what_is_no_number(written: Path, xml: str, code: str, found: str) -> None:
    read, findings = _read(written, NUMBER, xml)
    assert read is None
    assert [(finding.code, finding.found) for finding in findings] == [(code, found)]


def _styled(number_format: str) -> Any:
    """The third format of cells gets this number format: a number, or a code of its own."""
    if number_format.isdecimal():
        return replaced(
            "xl/styles.xml",
            ("<cellXfs", f'<cellXfs n="1"><xf numFmtId="{number_format}"/></cellXfs><old'),
            ("</cellXfs>", "</old>"),
            ("</old><old", "</cellXfs><old"),
        )
    code = f'<numFmt numFmtId="200" formatCode="{number_format}"/></numFmts>'
    return replaced(
        "xl/styles.xml",
        ("</numFmts>", code),
        ("<cellXfs", '<cellXfs n="1"><xf numFmtId="200"/></cellXfs><old'),
        ("</cellXfs>", "</old>"),
        ("</old><old", "</cellXfs><old"),
    )


@pytest.mark.parametrize(
    ("number_format", "stored", "shown"),
    some(
        2,
        [
            ("14", "46508", "2027-05-01 00:00:00"),
            ("22", "46508.75", "2027-05-01 18:00:00"),
            ("45", "0.5", "12:00:00"),
            ("dd.mm.yyyy", "46508", "2027-05-01 00:00:00"),
            ("[$-41F]d mmmm yyyy;@", "46508", "2027-05-01 00:00:00"),
            ("yyyy\\-mm", "59", "1900-02-28 00:00:00"),
            ("[h]:mm", "1.5", "1900-01-01 12:00:00"),
        ],
    ),
)
def test_a_number_that_shows_as_a_date(written: Path, number_format: str, stored: str, shown: str) -> None:
    xml = f'<c r="{{r}}" s="0"><v>{stored}</v></c>'
    _, findings = _read(written, NUMBER, xml, _styled(number_format))
    assert [(each.code, each.found) for each in findings] == [("E135", f"the cell holds a date or time ({shown})")]


@pytest.mark.parametrize(
    "number_format",
    some(
        3,
        [
            "0",
            "10",
            "49",
            "General",
            "0.0 &quot;days&quot;",
            "[Red]0.00",
            "0\\d",
            "#,##0 &quot;₺&quot;;[Red]-#,##0",
            "0.00E+00",
            "_-* #,##0_-",
        ],
    ),
)
def test_a_number_that_shows_as_a_number(written: Path, number_format: str) -> None:
    assert _read(written, NUMBER, '<c r="{r}" s="0"><v>40</v></c>', _styled(number_format)) == (40.0, [])


def test_dates_may_count_from_1904(written: Path) -> None:
    later = replaced("xl/workbook.xml", ("<workbookPr ", '<workbookPr date1904="1" '))
    _, findings = _read(written, NUMBER, '<c r="{r}" s="0"><v>45046</v></c>', _styled("14"), later)
    assert [each.found for each in findings] == ["the cell holds a date or time (2027-05-01 00:00:00)"]


@pytest.mark.parametrize("stored", ["-1", "1e9"])
def test_a_date_that_cannot_be_shown(written: Path, stored: str) -> None:
    _, findings = _read(written, NUMBER, f'<c r="{{r}}" s="0"><v>{stored}</v></c>', _styled("14"))
    assert [each.found for each in findings] == ["the cell shows ########"]


def test_what_merged_cells_hide_is_not_read(written: Path) -> None:
    merged = replaced(
        "xl/worksheets/sheet4.xml",
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="F6:G6"/><mergeCell ref="odd"/></mergeCells>'),
    )
    parts = unpacked(written.read_bytes())
    merged(parts)
    read = read_content("plan.xlsx", packed(parts))
    assert [(each.code, each.cell, each.found) for each in read.findings] == [
        ("E119", "F6", "merged cells F6:G6"),
        ("E130", "G6", "the cell is blank"),
    ]
