"""Changes that make of a workbook one as this or that program writes it, or add parts that have no say."""

from __future__ import annotations

import re

from tests.support.workbook_parts import MAIN, RELATIONS, Change, Parts, in_every, names_of, replaced, without

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


def viewless(parts: Parts) -> None:
    """Nothing says which sheet is shown, as small libraries write workbooks."""
    name = "xl/workbook.xml"
    text, count = re.subn(r"<bookViews>.*?</bookViews>", "", parts[name].decode())
    assert count == 1
    parts[name] = text.encode()


def quoted(parts: Parts) -> None:
    """Attributes of views in single quotation marks."""

    def edit(text: str) -> str:
        return re.sub("<(?:sheet|workbook)View [^>]*>", lambda tag: tag[0].replace('"', "'"), text)

    in_every(parts, "xl/work", edit)


CHANGES: list[Change] = [
    strict, prefixed, without_places, inline_texts, utf_16, with_mark, turkish_letters, from_the_root, roundabout,
    capitals, backslashes, elsewhere, styles_beyond, colours, hidden, with_macros, pretty, longhand, viewless, quoted,
    without("docProps/app.xml", "docProps/core.xml"), without("xl/theme/theme1.xml"), without("xl/styles.xml"),
    without("[Content_Types].xml"), without("_rels/.rels"),
    garbled("docProps/app.xml", "docProps/core.xml", "theme1.xml", "styles.xml", "[Content_Types].xml"),
    garbled("_rels/.rels"), garbled(".vml"), garbled("comments3.xml"), garbled("sheet3.xml.rels"),
]  # fmt: skip
