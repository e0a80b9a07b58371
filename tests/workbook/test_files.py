"""Files that are no workbook, places that cannot be written: a plain message, no traceback, nothing half-written."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from roadmap_opt import saving
from roadmap_opt.case import sheets as _sheets  # noqa: F401
from roadmap_opt.case.schema import SCHEMA_VERSION, SHEETS
from roadmap_opt.errors import InputError
from roadmap_opt.saving import SaveError
from roadmap_opt.workbook.documentation import workbook_markdown
from roadmap_opt.workbook.read import read_workbook
from roadmap_opt.workbook.template import write_workbook
from tests.support.random_tables import make_tables

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _zip(names: tuple[str, ...], path: Path) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (b"", "E102", "an empty file"),
        (b"site;name\nA;B\n", "E102", "a file that holds text, such as CSV"),
        (b"\x89PNG\0\0", "E102", "a file that holds another kind of file"),
        (OLE, "E102", "a workbook of Excel 97-2003 (.xls) or another old Office file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "E103", "a file protected by a password"),
        (b"PK\x03\x04 cut off", "E102", "a damaged or half-written workbook"),
        (("mimetype", "content.xml"), "E102", "an OpenDocument spreadsheet (.ods)"),
        (("[Content_Types].xml", "xl/workbook.bin"), "E102", "a binary workbook (.xlsb)"),
        (("readme.txt",), "E102", "a zip archive without a workbook"),
        (("[Content_Types].xml", "xl/workbook.xml"), "E102", None),
    ],
)
def test_is_no_workbook(tmp_path: Path, content: bytes | tuple[str, ...], code: str, found: str | None) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(_zip(content, tmp_path / "made.zip") if isinstance(content, tuple) else content)
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    (finding,) = caught.value.findings
    assert finding.code == code
    assert finding.found == found or (found is None and finding.found.startswith("a damaged workbook"))
    assert finding.expected == "an Excel workbook (.xlsx)"


def test_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"E101 plan.xlsx: no such file"):
        read_workbook(tmp_path / "plan.xlsx")
    with pytest.raises(InputError, match=r"E101 .*a folder"):
        read_workbook(tmp_path)


def test_another_workbook_is_one_finding(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        book.add_worksheet("Targets")
    with pytest.raises(InputError) as caught:
        read_workbook(tmp_path / "plan.xlsx")
    assert [str(finding) for finding in caught.value.findings] == [
        "E106 plan.xlsx: a workbook without the sheets Start and Settings; expected an input workbook. "
        "“roadmap-opt new” writes an input workbook."
    ]


def test_a_cut_off_workbook(written: Path, tmp_path: Path) -> None:
    whole = written.read_bytes()
    (tmp_path / "plan.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="damaged or half-written"):
        read_workbook(tmp_path / "plan.xlsx")


def test_a_locked_file(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(InputError, match=r"E103 .*Close it in Excel"):
        read_workbook(written)


def test_saved_results_of_formulas_are_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    book = xlsxwriter.Workbook(path)
    start, sites = book.add_worksheet("Start"), book.add_worksheet("Sites")
    start.write_row(0, 0, ["Schema version", SCHEMA_VERSION])
    spec = SHEETS["Sites"]
    sites.write_row(1, 0, [column.name for column in spec.columns])
    sites.write_row(2, 0, ["Yerin kısa adı"])
    sites.write_row(3, 0, ["name", "text"])
    sites.write_row(4, 0, ["a", "A", "A"])
    sites.write_formula(4, 3, "=2*20", None, 40)
    sites.write_formula(4, 4, "=1/0", None, "#DIV/0!")
    sites.write_string(4, 5, "no limit")
    book.close()
    result = read_workbook(path)
    (row,) = result.tables["Sites"].rows
    assert row.values["latitude"] == 40.0
    assert [(f.code, f.cell) for f in result.findings if f.sheet == "Sites"] == [("E131", "E5")]


@pytest.mark.slow
def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_text("mine")
    with pytest.raises(SaveError, match="exists already and is left untouched"):
        write_workbook(path)
    assert path.read_text() == "mine"
    write_workbook(path, overwrite=True)
    assert zipfile.is_zipfile(path)


@pytest.mark.parametrize("name", ["plan", "plan.xls", "plan.csv"])
def test_a_name_that_excel_would_not_open_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SaveError, match=r"end it with \.xlsx"):
        write_workbook(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_failed_save_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_text("mine")

    def refused(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(saving, "_PAUSE", 0.0)
    monkeypatch.setattr(saving.os, "replace", refused)
    with pytest.raises(SaveError, match="it is open in Excel, or the folder is write-protected"):
        write_workbook(path, overwrite=True)
    assert os.listdir(tmp_path) == ["plan.xlsx"]
    assert path.read_text() == "mine"


@pytest.mark.slow
def test_a_file_that_a_scanner_holds_for_a_moment_is_saved_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = [PermissionError(13, "used by another process")] * 2
    rename = saving.os.replace

    def busy(source: Path, target: Path) -> None:
        if refusals:
            raise refusals.pop()
        rename(source, target)

    monkeypatch.setattr(saving, "_PAUSE", 0.0)
    monkeypatch.setattr(saving.os, "replace", busy)
    write_workbook(tmp_path / "plan.xlsx")
    assert os.listdir(tmp_path) == ["plan.xlsx"]
    assert refusals == []


def test_a_text_too_long_for_a_cell_is_not_cut(tmp_path: Path) -> None:
    tables = dict(make_tables())
    tables["Sites"].rows[0].values["note"] = "x" * 40000  # type: ignore[index]
    with pytest.raises(SaveError, match="longer than a cell"):
        write_workbook(tmp_path / "plan.xlsx", tables)
    assert list(tmp_path.iterdir()) == []


def test_the_documentation_page_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "workbook.md"
    assert page.read_text(encoding="utf-8") == workbook_markdown()
