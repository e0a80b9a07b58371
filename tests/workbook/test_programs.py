"""Files as one or the other program writes them, and files with parts that have no say: all read the same."""

from __future__ import annotations

import io
import re
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
    RELATIONS,
    Change,
    Parts,
    in_every,
    names_of,
    packed,
    replaced,
    sheet_part,
    unpacked,
    without,
)

STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
SHEETS = "xl/worksheets/"


def strict(parts: Parts) -> None:
    """Excel's "Strict Open XML Spreadsheet"."""
    for name, content in parts.items():
        text = content.replace(MAIN.encode(), STRICT_MAIN.encode())
        parts[name] = text.replace(RELATIONS.encode(), STRICT_RELATIONS.encode())


def prefixed(parts: Parts) -> None:
    """Every element with a prefix, as the Open XML SDK writes them."""

    def edit(text: str) -> str:
        text = re.sub(r"<(/?)(?=[A-Za-z])(?![\w]+:)", r"<\1x:", text)
        return text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')

    for name in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        parts[name] = edit(parts[name].decode()).encode()
    in_every(parts, SHEETS, edit)


def without_places(parts: Parts) -> None:
    """Neither rows nor cells say where they stand; blank rows and cells fill the gaps."""

    def column(cell: str) -> int:
        letters = re.match("[A-Z]+", cell)
        assert letters is not None
        at = 0
        for letter in letters[0]:
            at = at * 26 + ord(letter) - 64
        return at

    def row(inner: str) -> str:
        cells, at = [], 0
        for cell, rest in re.findall(r'<c r="([A-Z]+\d+)"(.*?(?:/>|</c>))', inner):
            cells += ["<c/>"] * (column(cell) - at - 1) + ["<c" + rest]
            at = column(cell)
        return f"<row>{''.join(cells)}</row>"

    def edit(text: str) -> str:
        rows, at = [], 0
        for number, inner in re.findall(r'<row r="(\d+)"[^>]*?(?:/>|>(.*?)</row>)', text):
            rows += ["<row/>"] * (int(number) - at - 1) + [row(inner)]
            at = int(number)
        assert not any(' r="' in each for each in rows)
        return re.sub("<sheetData>.*</sheetData>", lambda _: f"<sheetData>{''.join(rows)}</sheetData>", text)

    in_every(parts, SHEETS, edit)


def inline_texts(parts: Parts) -> None:
    """Texts in their cells, in runs, as many programs that export write them."""
    texts = re.findall(r"<si><t[^>]*>(.*?)</t></si>", parts.pop("xl/sharedStrings.xml").decode(), re.DOTALL)

    def edit(text: str) -> str:
        def cell(match: re.Match[str]) -> str:
            words = texts[int(match[2])]
            half = len(words) // 2 if "&" not in words else 0
            runs = f"<r><t>{words[:half]}</t></r><r><rPr><b/></rPr><t>{words[half:]}</t></r>"
            return f'<c{match[1]} t="inlineStr"><is>{runs}<rPh sb="0" eb="1"><t>read so</t></rPh></is></c>'

        return re.sub(r'<c((?: [rs]="\w+")+) t="s"><v>(\d+)</v></c>', cell, text)

    in_every(parts, SHEETS, edit)


def garbled(*endings: str) -> Change:
    """Parts that hold nonsense."""

    def change(parts: Parts) -> None:
        for ending in endings:
            names = names_of(parts, ending)
            assert names, ending
            for name in names:
                parts[name] = b"<broken"

    return change


def utf_16(parts: Parts) -> None:
    """XML in UTF-16."""
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            parts[name] = content.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def with_mark(parts: Parts) -> None:
    """XML in UTF-8 with a byte-order mark."""
    parts.update({name: b"\xef\xbb\xbf" + content for name, content in parts.items() if name.endswith(".xml")})


def turkish_letters(parts: Parts) -> None:
    """XML in the Windows code page for Turkish."""
    name = "xl/sharedStrings.xml"
    text = parts[name].decode().replace('encoding="UTF-8"', 'encoding="windows-1254"')
    parts[name] = text.encode("windows-1254", "xmlcharrefreplace")


def from_the_root(parts: Parts) -> None:
    """Targets from the root, some with capitals that the archive does not use."""
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = parts[name].replace(b'Target="worksheets/', b'Target="/XL/Worksheets/')


def roundabout(parts: Parts) -> None:
    """Targets with dots, backslashes and escapes."""
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = re.sub(rb'Target="worksheets/sheet', rb'Target="..\\xl\\.\\work%73heets\\sheet', parts[name])


def capitals(parts: Parts) -> None:
    """Names of parts in capitals."""
    for name in list(parts):
        parts[name.upper() if name.startswith("xl/") else name] = parts.pop(name)


def backslashes(parts: Parts) -> None:
    """Names of parts with backslashes, as some Windows programs pack them."""
    for name in list(parts):
        parts[name.replace("/", "\\")] = parts.pop(name)


def elsewhere(parts: Parts) -> None:
    """The workbook's own part under another name."""
    parts["book/Main.xml"] = parts.pop("xl/workbook.xml")
    rels = parts.pop("xl/_rels/workbook.xml.rels")
    parts["book/_rels/Main.xml.rels"] = rels.replace(b'Target="', b'Target="/xl/')
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", b"book/Main.xml")


def styles_beyond(parts: Parts) -> None:
    """Numbers of formats that do not exist, and such as are no numbers."""
    in_every(
        parts,
        SHEETS,
        lambda text: re.sub(r' s="(\d+)"', lambda m: f' s="{("-1", "9999", "abc")[int(m[1]) % 3]}"', text),
    )


def colours(parts: Parts) -> None:
    """Formats that only some programs take."""
    text = parts["xl/styles.xml"].decode()
    text = text.replace('rgb="FF', 'rgb="no colour').replace("<patternFill ", "<patternFill/><gradientFill bad='x' ")
    parts["xl/styles.xml"] = text.replace('<fill><patternFill patternType="none"/></fill>', "<fill/>").encode()


def hidden(parts: Parts) -> None:
    """Very hidden sheets, hidden rows and columns, filters, protection."""
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'sheetId="7"', b'sheetId="7" state="veryHidden"')
    in_every(parts, SHEETS, lambda text: text.replace("<row ", '<row hidden="1" ').replace("<col ", '<col hidden="1" '))


def with_macros(parts: Parts) -> None:
    """A workbook with macros, links, names and other parts that are not there or hold nonsense."""
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0garbage"
    parts["xl/pivotCache/pivotCacheDefinition1.xml"] = b"<no"
    parts["customXml/item1.xml"] = b"\0\0"
    kind = f"{RELATIONS}/externalLink"
    extra = f'<Relationship Id="rId900" Type="{kind}" Target="externalLinks/gone.xml"/></Relationships>'
    replaced("xl/_rels/workbook.xml.rels", ("</Relationships>", extra))(parts)
    names = '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="99">#REF!</definedName></definedNames>'
    links = '<externalReferences><externalReference r:id="rId900"/></externalReferences>'
    replaced("xl/workbook.xml", ("</sheets>", f"</sheets>{links}{names}"))(parts)
    in_every(
        parts,
        SHEETS,
        lambda text: text.replace(
            "</sheetData>",
            "</sheetData><conditionalFormatting sqref='?'><cfRule type='none' priority='x'/>"
            "</conditionalFormatting><dataValidations><dataValidation type='odd' sqref='A0'/></dataValidations>"
            "<hyperlinks><hyperlink ref='A1' xmlns:r2='urn:x' r2:id='rId77'/></hyperlinks>",
        ),
    )


def pretty(parts: Parts) -> None:
    """Spaces and ends of lines between the elements, comments and instructions among them."""
    in_every(
        parts,
        SHEETS,
        lambda text: (
            text.replace("<row", "\r\n  <!-- row --><?x y?>\n <row")
            .replace("<c ", "\n\t<c ")
            .replace("<v>", " <v> ")
            .replace("</v>", "\n</v> ")
        ),
    )


def longhand(parts: Parts) -> None:
    """Blank cells written at length, dimensions that are wrong, texts that stand verbatim."""

    def edit(text: str) -> str:
        text = re.sub(r'<dimension ref="[^"]*"/>', '<dimension ref="A1:B2"/>', text)
        text = re.sub(r"<c ([^>]*)/>", r"<c \1></c>", text)
        return re.sub(r"<v>(\d+)</v>", r"<v><![CDATA[\1]]></v>", text)

    in_every(parts, SHEETS, edit)


CHANGES: list[Change] = [
    strict, prefixed, without_places, inline_texts, utf_16, with_mark, turkish_letters, from_the_root, roundabout,
    capitals, backslashes, elsewhere, styles_beyond, colours, hidden, with_macros, pretty, longhand,
    without("docProps/app.xml", "docProps/core.xml"), without("xl/theme/theme1.xml"), without("xl/styles.xml"),
    without("[Content_Types].xml"), without("_rels/.rels"),
    garbled("docProps/app.xml", "docProps/core.xml", "theme1.xml", "styles.xml", "[Content_Types].xml"),
    garbled("_rels/.rels"), garbled(".vml"), garbled("comments3.xml"), garbled("sheet2.xml.rels"),
]  # fmt: skip


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
        "E102 plan.xlsx › Sites: a damaged workbook (its part xl/worksheets/sheet3.xml is missing"
    )
    assert found[1].startswith(
        "E102 plan.xlsx › Prices: a damaged workbook (its part xl/worksheets/sheet8.xml is no read"
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
        "E102 plan.xlsx › Prices: a damaged workbook (its part xl/worksheets/sheet8.xml cannot be unp"
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
    assert found.endswith("(its part xl/worksheets/sheet8.xml declares a document type)")


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
