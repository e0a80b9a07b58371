"""Files as one or the other program writes them, and files with parts that have no say: all read the same."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from roadmap_opt.errors import InputError
from roadmap_opt.workbook.read import read_content, read_workbook
from tests.support.random_tables import make_tables, values_of
from tests.support.tiers import some
from tests.support.workbook_parts import (
    MAIN,
    Change,
    Parts,
    packed,
    sheet_part,
    unpacked,
)
from tests.support.workbook_programs import CHANGES


@pytest.mark.parametrize("change", some(4, CHANGES), ids=lambda change: change.__qualname__.split(".")[0])
def test_reads_the_same(written: Path, change: Change) -> None:
    parts = unpacked(written.read_bytes())
    before = dict(parts)
    change(parts)
    assert parts != before
    read = read_content("plan.xlsx", packed(parts))
    assert [str(finding) for finding in read.findings] == []
    assert values_of(read.tables) == values_of(make_tables())


def _with_descriptors(parts: Parts) -> bytes:
    class NoSeek(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    stream = NoSeek()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _zip64(parts: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(content)
    return stream.getvalue()


def _commented(parts: Parts) -> bytes:
    stream = io.BytesIO(packed(parts))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = b"PK\x05\x06 a comment that looks like an end"[4:]
    return stream.getvalue()


@pytest.mark.parametrize(
    "pack",
    [_with_descriptors, _zip64, _commented, lambda parts: packed(parts, method=zipfile.ZIP_STORED)],
    ids=["data descriptors", "zip64", "comment", "stored"],
)
def test_every_way_of_packing_reads_the_same(written: Path, pack: Callable[[Parts], bytes]) -> None:
    read = read_content("plan.xlsx", pack(unpacked(written.read_bytes())))
    assert read.findings == ()
    assert values_of(read.tables) == values_of(make_tables())


def _refused(content: bytes, name: str = "plan.xlsx") -> list[str]:
    with pytest.raises(InputError) as caught:
        read_content(name, content)
    return [str(finding).partition("; expected")[0] for finding in caught.value.findings]


def test_damaged_sheets_are_named_all_at_once(written: Path) -> None:
    parts = unpacked(written.read_bytes())
    parts[sheet_part(parts, "Prices")] = b"<worksheet><sheetData><row>"
    del parts[sheet_part(parts, "Sites")]
    found = _refused(packed(parts))
    assert len(found) == 2
    assert found[0].startswith(
        "E102 plan.xlsx › Sites: a damaged workbook (its part xl/worksheets/sheet4.xml is missing"
    )
    assert found[1].startswith(
        "E102 plan.xlsx › Prices: a damaged workbook (its part xl/worksheets/sheet9.xml is no read"
    )


def test_a_damaged_sheet_of_the_planner_does_not_matter(edited: Callable[..., Path]) -> None:
    path = edited(lambda book: book.create_sheet("# own"))
    parts = unpacked(path.read_bytes())
    del parts[sheet_part(parts, "# own")]
    assert read_content("plan.xlsx", packed(parts)).findings == ()


def test_texts_that_are_missing_are_said_to_be(written: Path) -> None:
    parts = unpacked(written.read_bytes())
    whole = parts.pop("xl/sharedStrings.xml")
    assert _refused(packed(parts)) == ["E102 plan.xlsx: a damaged workbook (its part xl/sharedstrings.xml is missing)"]
    parts["xl/sharedStrings.xml"] = whole[: len(whole) // 2]
    assert _refused(packed(parts))[0].startswith(
        "E102 plan.xlsx: a damaged workbook (its part xl/sharedstrings.xml is no"
    )
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}"/>'.encode()
    found = _refused(packed(parts))
    assert "E102 plan.xlsx › Settings!A1: a damaged workbook (a cell whose text is missing)" in found


def test_a_part_that_was_cut_or_changed(written: Path) -> None:
    content = bytearray(written.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        entry = archive.getinfo(sheet_part(unpacked(bytes(content)), "Prices"))
    start = entry.header_offset + 30 + len(entry.filename)
    content[start + 200 : start + 240] = bytes(40)
    (found,) = _refused(bytes(content))
    assert found.startswith(
        "E102 plan.xlsx › Prices: a damaged workbook (its part xl/worksheets/sheet9.xml cannot be unp"
    )


def test_a_part_with_a_password_and_a_part_packed_in_another_way(written: Path) -> None:
    content = written.read_bytes()
    locked = bytearray(content)
    at = content.index(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 1)
    assert _refused(bytes(locked)) == ["E103 plan.xlsx: a file protected by a password"]
    other = bytearray(content)
    at = content.index(b"PK\x01\x02")
    while at >= 0:
        other[at + 10 : at + 12] = struct.pack("<H", 9)  # deflate64
        at = content.find(b"PK\x01\x02", at + 1)
    (found,) = _refused(bytes(other))
    assert "is packed in a way that only few programs read" in found


def test_a_part_with_entities_is_refused(written: Path) -> None:
    parts = unpacked(written.read_bytes())
    bomb = '<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    name = sheet_part(parts, "Prices")
    parts[name] = parts[name].replace(b"<worksheet", bomb.encode() + b"<worksheet", 1)
    (found,) = _refused(packed(parts))
    assert found.endswith("(its part xl/worksheets/sheet9.xml declares a document type)")


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (("mimetype:application/vnd.oasis.opendocument.text",), "an OpenDocument text (.odt)"),
        (("Index/Document.iwa",), "an Apple Numbers document (.numbers)"),
        (("[Content_Types].xml", "word/document.xml"), "a Word document (.docx)"),
        (("[Content_Types].xml", "ppt/presentation.xml"), "a PowerPoint presentation (.pptx)"),
        (("folder/plan.xlsx",), "a zip archive with a workbook in it"),
        (("XL/Workbook.BIN",), "a binary workbook (.xlsb)"),
    ],
)
def test_other_archives_are_named(parts: tuple[str, ...], found: str) -> None:
    content = {name: text.encode() for name, _, text in (each.partition(":") for each in parts)}
    assert _refused(packed(content)) == [f"E102 plan.xlsx: {found}"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (bytes(5000), "a file that holds nothing but zeros"),
        ("site;name\n".encode("utf-16"), "a file that holds text, such as CSV"),
        (b"\n<html><table>", "a file that holds a web page (.html)"),
        (b"<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
         "a file that holds a workbook in the XML format of 2003"),
        (b"<office:document office:mimetype='application/vnd.oasis.opendocument.spreadsheet'>",
         "a file that holds a flat OpenDocument spreadsheet (.fods)"),
        (b"%PDF-1.7\0", "a file that holds a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a Word document (.doc)"),
    ],
)  # fmt: skip
def test_other_files_are_named(content: bytes, found: str) -> None:
    assert _refused(content) == [f"E102 plan.xlsx: {found}"]


def test_the_mark_of_an_open_workbook() -> None:
    (found,) = _refused(b"\x05Ayse\0" * 20, "~$plan.xlsx")
    assert found == "E102 ~$plan.xlsx: the mark that Excel keeps beside a workbook while it is open"


def test_a_sheet_of_a_chart_is_no_sheet_of_data(written: Path, tmp_path: Path) -> None:
    parts = unpacked(written.read_bytes())
    parts[sheet_part(parts, "Pins")] = f'<chartsheet xmlns="{MAIN}"/>'.encode()
    (tmp_path / "plan.xlsx").write_bytes(packed(parts))
    found = [(finding.code, finding.sheet, finding.found) for finding in read_workbook(tmp_path / "plan.xlsx").findings]
    assert ("E110", "Pins", "a sheet that holds only a chart") in found
