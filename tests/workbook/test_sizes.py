"""Workbooks that are far too large, or look so: refused or read within a breath, with little memory."""

from __future__ import annotations

import io
import re
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from roadmap_opt.case.cells import LONGEST_TEXT
from roadmap_opt.checks import check_tables
from roadmap_opt.errors import MOST_FINDINGS, MOST_READ, Finding, InputError, first_of_each_sheet, visible
from roadmap_opt.workbook.read import read_content, workbook_content
from roadmap_opt.workbook.xlsx import limits
from tests.support.random_tables import make_tables, values_of
from tests.support.workbook_parts import Parts, packed, replaced, set_cell, sheet_part, unpacked


@contextmanager
def frugal(seconds: float, megabytes: float) -> Iterator[None]:
    """Fail when the block takes more processor time, or more memory of Python's, than this."""
    tracemalloc.start()
    begun = time.process_time()
    yield
    taken = time.process_time() - begun
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < seconds, f"{taken:.1f} s"
    assert peak < megabytes * 1e6, f"{peak / 1e6:.0f} MB"


def _with_rows(parts: Parts, sheet: str, rows: str) -> None:
    replaced(sheet_part(parts, sheet), ("</sheetData>", f"{rows}</sheetData>"))(parts)


def _refused(content: bytes) -> list[Finding]:
    with pytest.raises(InputError) as caught:
        read_content("plan.xlsx", content)
    return list(caught.value.findings)


@pytest.mark.slow
def test_a_sheet_of_many_rows(written: Path) -> None:
    parts = unpacked(written.read_bytes())
    rows = "".join(f'<row r="{r}"><c r="A{r}" t="str"><v>inflation</v></c></row>' for r in range(100, 400_000))
    _with_rows(parts, "Settings", rows)
    content = packed(parts)
    del parts, rows
    with frugal(seconds=6, megabytes=40):
        (finding,) = _refused(content)
    assert str(finding) == (
        "E107 plan.xlsx › Settings: a sheet with more than 10,000 filled rows; expected at most 10,000. "
        "Delete what is no data; sheets whose names begin with # or Notes are not read and may hold anything."
    )


@pytest.mark.slow
def test_many_cells_in_all(written: Path) -> None:
    parts = unpacked(written.read_bytes())
    cells = "".join(f"<c><v>{at}</v></c>" for at in range(1, 60))
    for sheet in ("Sites", "Prices"):
        _with_rows(parts, sheet, "".join(f'<row r="{r}">{cells}</row>' for r in range(100, 5_100)))
    (finding,) = _refused(packed(parts))
    assert (finding.code, finding.sheet) == ("E107", "Prices")
    assert finding.found == "sheets with more than 300,000 filled cells together"


@pytest.mark.slow
def test_formats_down_a_sheet_are_no_rows(written: Path) -> None:
    parts = unpacked(written.read_bytes())
    letters = "ABCDEFGH"
    row = "".join(f'<c r="{letter}%(r)d" s="2"/>' for letter in letters)
    _with_rows(parts, "Prices", "".join(f'<row r="{r}">{row}</row>' % {"r": r} for r in range(100, 100_000)))
    content = packed(parts)
    del parts
    with frugal(seconds=8, megabytes=40):
        read = read_content("plan.xlsx", content)
    assert read.findings == ()
    assert values_of(read.tables) == values_of(make_tables())


@pytest.mark.slow
def test_own_sheets_may_be_of_any_size(written: Path) -> None:
    parts = unpacked(written.read_bytes())
    name = sheet_part(parts, "Start")
    replaced("xl/workbook.xml", ("</sheets>", '<sheet name="# own" sheetId="90" r:id="rId90"/></sheets>'))(parts)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    own = f'<Relationship Id="rId90" Type="{kind}" Target="worksheets/own.xml"/></Relationships>'
    replaced("xl/_rels/workbook.xml.rels", ("</Relationships>", own))(parts)
    parts["xl/worksheets/own.xml"] = parts[name] + b" " * (limits.MOST_UNPACKED_BYTES + 1)
    content = packed(parts)
    del parts
    with frugal(seconds=4, megabytes=40):
        assert read_content("plan.xlsx", content).findings == ()


def _with_long_text(written: Path, characters: int) -> bytes:
    parts = unpacked(written.read_bytes())
    set_cell(parts, "Modules", "D6", '<c r="{r}" t="inlineStr"><is><t>' + "x" * characters + "</t></is></c>")
    return packed(parts)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("characters", "code", "found"),
    [
        (LONGEST_TEXT, "E133", f"the text “{'x' * 79}…”"),
        (LONGEST_TEXT + 1, "E126", "a text of 32,768 characters"),
        (30_000_000, "E126", "a text of 30,000,000 characters"),
    ],
)
def test_a_long_text(written: Path, characters: int, code: str, found: str) -> None:
    content = _with_long_text(written, characters)
    with frugal(seconds=4, megabytes=40):
        (finding,) = read_content("plan.xlsx", content).findings
    assert (finding.code, finding.sheet, finding.cell, finding.found) == (code, "Modules", "D6", found)


@pytest.mark.slow
def test_a_cell_larger_than_all_may_be(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = _with_long_text(written, 30_000_000)
    monkeypatch.setattr("roadmap_opt.workbook.xlsx.package.MOST_UNPACKED_BYTES", 20_000_000)
    with frugal(seconds=2, megabytes=10):
        (finding,) = _refused(content)
    assert (finding.code, finding.sheet) == ("E107", "Modules")
    assert finding.found.startswith("a file whose sheets and texts unpack to more than")


@pytest.mark.slow
@pytest.mark.parametrize("stated", [1000, 29_000_000])
def test_sizes_that_are_stated_wrongly(written: Path, stated: int) -> None:
    content = bytearray(_with_long_text(written, 30_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        name = sheet_part(unpacked(written.read_bytes()), "Modules")
        real = archive.getinfo(name).file_size
    content = bytearray(bytes(content).replace(struct.pack("<I", real), struct.pack("<I", stated)))
    with frugal(seconds=4, megabytes=10):
        (finding,) = _refused(bytes(content))
    assert (finding.code, finding.sheet) == ("E102", "Modules")


@pytest.mark.slow
def test_a_tag_without_end(written: Path) -> None:
    parts = unpacked(written.read_bytes())
    replaced(sheet_part(parts, "Sites"), ("<sheetData>", f'<sheetPr a="{"x" * 50_000_000}"/><sheetData>'))(parts)
    content = packed(parts)
    del parts
    with frugal(seconds=4, megabytes=20):
        (finding,) = _refused(content)
    assert "holds a tag of more than 1,000,000 characters" in finding.found


@pytest.mark.slow
@pytest.mark.parametrize("element", ["<a>", "<c>", "<row>"])
def test_elements_nested_without_end(written: Path, element: str) -> None:
    parts = unpacked(written.read_bytes())
    replaced(sheet_part(parts, "Sites"), ("<sheetData>", "<sheetData><row>" + element * 1_000_000))(parts)
    with frugal(seconds=4, megabytes=20):
        (finding,) = _refused(packed(parts))
    assert (finding.code, finding.sheet) == ("E102", "Sites")


def test_many_parts() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(limits.MOST_PARTS + 1):
            archive.writestr(str(number), b"")
    (finding,) = _refused(stream.getvalue())
    assert str(finding) == (
        "E107 plan.xlsx: a file of 10,001 parts; expected at most 10,000. Copy your sheets into a new workbook."
    )


def test_many_sheets(written: Path) -> None:
    parts = unpacked(written.read_bytes())
    more = "".join(f'<sheet name="s{number}" sheetId="{number}"/>' for number in range(100, 1100))
    replaced("xl/workbook.xml", ("</sheets>", f"{more}</sheets>"))(parts)
    (finding,) = _refused(packed(parts))
    assert (finding.code, finding.found) == ("E107", "more than 1,000 sheets")


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with path.open("wb") as stream:
        stream.truncate(5_000_000_000)
    with (
        frugal(seconds=2, megabytes=5),
        pytest.raises(InputError, match=r"E107 plan.xlsx: a file of more than 100 MB"),
    ):
        workbook_content(path)


@pytest.mark.slow
def test_of_many_problems_the_rest_is_counted(written: Path) -> None:
    parts = unpacked(written.read_bytes())
    row = '<row r="{r}"><c r="A{r}" t="str"><v>s{r}</v></c><c r="D{r}" t="str"><v>north</v></c></row>'
    _with_rows(parts, "Sites", "".join(row.replace("{r}", str(r)) for r in range(100, 9_000)))
    with frugal(seconds=8, megabytes=60):
        read = read_content("plan.xlsx", packed(parts))
        said = read.errors
    findings = read.findings
    assert len(findings) == MOST_READ + 1
    # a row lacks its name in English and Turkish, longitude, water limit ...
    each = len({finding.cell for finding in findings if re.fullmatch("[A-Z]100", finding.cell)})
    assert findings[-1].found == f"{8_900 * each - MOST_READ:,} more problems on this sheet"
    assert (findings[-1].code, findings[-1].severity) == ("E125", "error")
    assert re.fullmatch(r"[A-Z]\d{3,4}", findings[-1].cell)
    assert len(said) < 10


def _finding(row: int, sheet: str = "Sites", severity: str = "warning") -> Finding:
    return Finding("E999", "plan.xlsx", sheet, f"A{row}", "", "wrong", "right", "Correct it.", severity)


def test_counted_problems_are_counted_once() -> None:
    findings = first_of_each_sheet([_finding(row) for row in range(1, 131)], ["Sites"])
    assert [finding.code for finding in findings] == ["E999"] * 100 + ["E125"]
    assert (findings[-1].cell, findings[-1].count, findings[-1].severity) == ("A101", 30, "warning")
    again = first_of_each_sheet([*findings, _finding(500, severity="error")], ["Sites"])
    assert (again[-1].count, again[-1].severity, len(again)) == (31, "error", 101)
    assert first_of_each_sheet(again, ["Sites"]) == again


def test_unknown_sheets_are_counted_together() -> None:
    findings = first_of_each_sheet([_finding(1, f"s{number}") for number in range(300)], ["Sites"])
    assert len(findings) == 101


def test_what_is_quoted_can_be_seen_and_is_short(written: Path) -> None:
    parts = unpacked(written.read_bytes())
    words = "a_x001B_[31mb&#x202E;c_x000A_d" + "y" * 500
    set_cell(parts, "Modules", "D6", f'<c r="{{r}}" t="inlineStr"><is><t>{words}</t></is></c>')
    set_cell(parts, "Modules", "A6", f'<c r="{{r}}" t="inlineStr"><is><t>{"n" * 5000}</t></is></c>')
    found = [each for each in read_content("plan.xlsx", packed(parts)).findings if each.cell == "D6"]
    assert [(each.found, each.row_name) for each in found] == [
        (f"the text “a[31mb<U+202E>c¶d{'y' * 62}…”", f"module {'n' * 79}…"),
    ]


def test_every_character_can_be_seen() -> None:
    assert visible("Söğüt “a” 東") == "Söğüt “a” 東"
    assert visible("a\tb\u00a0c\r\nd\re\x1b\u2066\ud800") == "a b c¶d¶e<U+001B><U+2066><U+D800>"


@pytest.mark.slow
def test_many_rows_of_one_key_are_named_in_few_words(written: Path) -> None:
    parts = unpacked(written.read_bytes())
    row = '<row r="{r}"><c r="A{r}" t="str"><v>s</v></c></row>'
    _with_rows(parts, "Sites", "".join(row.replace("{r}", str(r)) for r in range(100, 9_000)))
    read = read_content("plan.xlsx", packed(parts))
    with frugal(seconds=12, megabytes=60):
        findings = check_tables(read.tables, "plan.xlsx")
    found = [finding for finding in findings if (finding.code, finding.sheet) == ("E202", "Sites")]
    others = "row 101 (site s), row 102 (site s), row 103 (site s) and 8,896 more"
    assert (found[0].cell, found[0].found) == ("A100", f"the same key as {others} (in 8,900 cells: Sites!A100:A8999)")
    assert len(found) <= MOST_FINDINGS
