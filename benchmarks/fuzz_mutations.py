"""Kinds of damage to a workbook: to its bytes, its parts, its XML, its cells and its sheets; each from a seed alone."""

from __future__ import annotations

import itertools
import random
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from tests.support.workbook_parts import packed, unpacked

VALUES = (
    "1e400", "1e308", "-1e308", "1e-320", "5e-324", "9" * 400, "9" * 5000, "NaN", "inf", "-INF", "0x1F", "1_000",
    "１２", "١٢٣", "²", "½",
    "1.234,5", "1,234.5", "1.500", "12,5", "%12,5", "12 %", "% 5", "1'000", "1 234", "−3", "--3", "+ 3", "1e5",
    "1,5E+03",
    "#REF!", "#N/A", "=1+1", "=CMD|' /C calc'!A0", "'", '"', "“", "”", "|", "||", "*", "[x]", "no limit", "sınırsız",
    "EVET", "hayır", "İ", "ı", "ß", "ǅ", "e\u0301", "a" * 40_000, "ab " * 10_000, "x" * 300, "_x000D_", "_x0000_",
    "_xD800_",
    "_x005F_x0041_", "\u202e\u2066abc", "\u200b", "\ufeff", "😀", "a\nb", "a\tb", "&lt;b&gt;", "{braces}", "%s", "{0}",
    "\\", "../..", "NULL", "None", "true", "2027-05-01", "31.12.2027", "", " ", "-", "0", "-0", "base", "Sivas",
    "TOPLAM",
)  # fmt: skip
TYPES = ("", ' t="n"', ' t="str"', ' t="b"', ' t="e"', ' t="d"', ' t="s"', ' t="inlineStr"', ' t="odd"')
WORDS = ("", "-1", "0", "99999999999999999999", "abc", "Ü", "A1:XFD1048576", "#REF!", "x" * 1000, "1e9", "http://x")
NAMES = (
    "Sites",
    "settings",
    " Prices ",
    "PLANTS",
    "Start",
    "Notes",
    "#x",
    "",
    "x" * 300,
    "a/b",
    "[1]",
    "'",
    "İ",
    "\u202e",
)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;") if "&lt;" not in text else text


def _pack(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return packed(parts, method=method, level=1)


class Damage:
    """One workbook with its chance: every method does one kind of damage and returns the file."""

    def __init__(self, content: bytes, chance: random.Random) -> None:
        self.content, self.chance = content, chance
        self.parts = unpacked(content)
        self.sheets = sorted(name for name in self.parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))

    def packed(self) -> bytes:
        """The parts as they are now."""
        return _pack(self.parts)

    def bytes_flipped(self) -> bytes:
        """Single bytes of the file."""
        content = bytearray(self.content)
        for _ in range(self.chance.choice((1, 3, 30, 1000))):
            content[self.chance.randrange(len(content))] = self.chance.randrange(256)
        return bytes(content)

    def bytes_cut(self) -> bytes:
        """The file ends early, starts late, or has a hole."""
        start, end = sorted(self.chance.sample(range(len(self.content)), 2))
        return self.chance.choice((self.content[:end], self.content[start:], self.content[:start] + self.content[end:]))

    def bytes_zeroed(self) -> bytes:
        """A stretch of zeros, or of something else, in the file."""
        start = self.chance.randrange(len(self.content))
        length = min(self.chance.choice((10, 512, 4096, 100_000)), len(self.content) - start)
        filler = self.chance.choice((b"\0", b"PK\x01\x02", b"PK\x03\x04", b"\xff"))
        return self.content[:start] + (filler * length)[:length] + self.content[start + length :]

    def directory_changed(self) -> bytes:
        """Sizes, methods, flags in the directory of the archive."""
        content = bytearray(self.content)
        places = [match.start() for match in re.finditer(b"PK\x01\x02", self.content)]
        for at in self.chance.sample(places, self.chance.randint(1, len(places))):
            field = self.chance.choice((8, 10, 16, 20, 24, 42))
            content[at + field : at + field + 4] = self.chance.randbytes(4)
        return bytes(content)

    def packed_otherwise(self) -> bytes:
        """Another way of packing, other names, a comment."""
        method = self.chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED))
        rename: Callable[[str], str] = self.chance.choice(
            (str.upper, lambda n: "/" + n, lambda n: n.replace("/", "\\"), str)
        )
        return _pack({rename(name): content for name, content in self.parts.items()}, method)

    def part_dropped(self) -> bytes:
        """A part is missing, or several are."""
        names = sorted(self.parts)
        for name in self.chance.sample(names, self.chance.choice((1, 1, 2, len(names) // 2))):
            del self.parts[name]
        return self.packed()

    def part_garbled(self) -> bytes:
        """A part is cut, empty, random, or holds another part."""
        for name in self.chance.sample(sorted(self.parts), self.chance.choice((1, 1, 5))):
            whole = self.parts[name]
            self.parts[name] = self.chance.choice(
                (b"", whole[: len(whole) // 2], self.chance.randbytes(500), whole + whole, b"<a/>", b"\xff\xfe" + whole,
                 self.parts[self.chance.choice(sorted(self.parts))], whole.decode("utf-8", "replace").encode("utf-16"))
            )  # fmt: skip
        return self.packed()

    def _important(self) -> str:
        return self.chance.choice(
            ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml", *self.sheets]
        )

    def attributes_changed(self) -> bytes:
        """Values of attributes."""
        for _ in range(self.chance.choice((1, 5, 50))):
            name = self._important()
            text = self.parts[name].decode()
            found = list(re.finditer(r'(?<=\s)[\w:]+="([^"]*)"', text))
            if found:
                match = self.chance.choice(found)
                value = _escaped(self.chance.choice(WORDS + NAMES))
                self.parts[name] = (text[: match.start(1)] + value + text[match.end(1) :]).encode()
        return self.packed()

    def attributes_dropped(self) -> bytes:
        """Attributes of a kind are missing throughout a part."""
        name = self._important()
        which = self.chance.choice((" r", " s", " t", " name", " r:id", " Target", " Id", " Type", " sheetId", " ref"))
        self.parts[name] = re.sub(rf'{which}="[^"]*"', "", self.parts[name].decode()).encode()
        return self.packed()

    def elements_moved(self) -> bytes:
        """An element is missing, doubled, renamed or somewhere else."""
        name = self._important()
        text = self.parts[name].decode()
        found = list(re.finditer(r"<([\w:]+)(?: [^<>]*)?(?:/>|>[^<]*</\1>)", text))
        for match in self.chance.sample(found, min(len(found), self.chance.choice((1, 5, 40)))):
            piece = match[0]
            new = self.chance.choice(
                ("", piece + piece, f"<odd>{piece}</odd>", f"<!-- {piece.replace('--', '')} -->", "<x/>" + piece)
            )
            text = text.replace(piece, new, self.chance.choice((1, -1)))
        self.parts[name] = text.encode()
        return self.packed()

    def tags_broken(self) -> bytes:
        """XML that is none."""
        name = self._important()
        content = bytearray(self.parts[name])
        for _ in range(self.chance.choice((1, 3))):
            at = self.chance.randrange(len(content))
            content[at:at] = self.chance.choice(
                (b"<", b">", b"&", b"</row>", b"<![CDATA[", b"\0", b"&bomb;", b'"', b"\xff", b"]]>")
            )
        self.parts[name] = bytes(content)
        return self.packed()

    def entities_declared(self) -> bytes:
        """A document type whose entities unfold."""
        name = self._important()
        names = "abcdefgh"
        rows = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise(names))
        declared = f'<!DOCTYPE x [<!ENTITY a "lol">{rows}]>'.encode()
        self.parts[name] = re.sub(rb"(\?>\s*)", lambda match: match[1] + declared, self.parts[name], count=1)
        self.parts[name] = self.parts[name].replace(b"<v>", b"<v>&h;", 1)
        return self.packed()

    def _filled(self, text: str) -> list[re.Match[str]]:
        return list(re.finditer(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>.*?</c>)', text))

    def _cell(self, place: str) -> str:
        value = _escaped(self.chance.choice(VALUES))
        kind = self.chance.choice(TYPES)
        if kind == ' t="s"' and self.chance.random() < 0.95:  # a text that is missing refuses the whole file
            value = str(self.chance.randrange(300))
        formula = self.chance.choice(
            ("", "", "", "<f>A1*2</f>", '<f t="shared" si="0"/>', '<f t="array" ref="A1:B2">x</f>')
        )
        body = f"<is><t>{value}</t></is>" if kind == ' t="inlineStr"' else f"<v>{value}</v>"
        style = self.chance.choice(("", ' s="3"', ' s="-1"', ' s="999999"', ' s="x"'))
        return f'<c r="{place}"{style}{kind}>{formula}{self.chance.choice((body, body, body, "", "<v/>"))}</c>'

    def cells_changed(self) -> bytes:
        """Cells hold what nobody should type, in every way of storing it."""
        for _ in range(self.chance.choice((1, 5, 100))):
            name = self.chance.choice(self.sheets)
            text = self.parts[name].decode()
            found = self._filled(text)
            if found:
                match = self.chance.choice(found)
                self.parts[name] = (
                    text[: match.start()] + self._cell(match[1] + match[2]) + text[match.end() :]
                ).encode()
        return self.packed()

    def column_changed(self) -> bytes:
        """One value down a whole column, head and all."""
        name = self.chance.choice(self.sheets)
        letter = self.chance.choice("ABCDEFGH")
        first = self.chance.choice((1, 2, 3, 5))

        def new(match: re.Match[str]) -> str:
            return self._cell(letter + match[2]) if match[1] == letter and int(match[2]) >= first else match[0]

        text = self.parts[name].decode()
        self.parts[name] = re.sub(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>.*?</c>)', new, text).encode()
        return self.packed()

    def cells_added(self) -> bytes:
        """Cells beside, below and far away."""
        name = self.chance.choice(self.sheets)
        rows = []
        for _ in range(self.chance.choice((1, 20, 2000))):
            row = self.chance.choice((self.chance.randint(5, 400), self.chance.randint(1, 1_048_576)))
            row = row if self.chance.random() < 0.99 else 9_999_999
            letter = self.chance.choice(("A", "B", "Z", "AA", "XFD", "ZZZ", "a", "$A$"))
            rows.append(f'<row r="{row}">{self._cell(f"{letter}{row}")}</row>')
        self.parts[name] = self.parts[name].replace(b"</sheetData>", "".join(rows).encode() + b"</sheetData>")
        return self.packed()

    def rows_copied(self) -> bytes:
        """Rows of data filled down."""
        name = self.chance.choice(self.sheets)
        text = self.parts[name].decode()
        found = [match for match in re.finditer(r'<row r="(\d+)"[^>]*>(.*?)</row>', text) if int(match[1]) >= 5]
        if found:
            source, rows = self.chance.choice(found), []
            for row in range(500, 500 + self.chance.choice((3, 300, 9_000, 30_000))):
                places = re.sub(r'r="([A-Z]+)\d+"', lambda match, row=row: f'r="{match[1]}{row}"', source[2])
                rows.append(f'<row r="{row}">{places}</row>')
            self.parts[name] = text.replace("</sheetData>", "".join(rows) + "</sheetData>").encode()
        return self.packed()

    def rows_moved(self) -> bytes:
        """Title rows inserted or rows deleted: everything below stands elsewhere."""
        name = self.chance.choice(self.sheets)
        first, by = self.chance.randint(1, 8), self.chance.choice((-3, -1, 1, 2, 10))

        def moved(match: re.Match[str]) -> str:
            row = int(match[2])
            return f'r="{match[1]}{row + by if row >= first else row}"' if row + by > 0 else match[0]

        self.parts[name] = re.sub(r'(?<= )r="([A-Z]*)(\d+)"', moved, self.parts[name].decode()).encode()
        return self.packed()

    def columns_swapped(self) -> bytes:
        """Columns change places."""
        name = self.chance.choice(self.sheets)
        a, b = self.chance.sample("ABCDEFGH", 2)
        swap = {a: b, b: self.chance.choice((a, "Z"))}
        self.parts[name] = re.sub(
            r'r="([A-Z]+)(\d+)"',
            lambda match: f'r="{swap.get(match[1], match[1])}{match[2]}"',
            self.parts[name].decode(),
        ).encode()
        return self.packed()

    def cells_merged(self) -> bytes:
        """Merged cells, sane and insane."""
        name = self.chance.choice(self.sheets)
        choices = ("A1:D1", "A5:A9", "B6:C6", "A1:XFD1048576", "", "A1", "1:1", "A:A", "#REF!", "B6:A5", "A5:A9:B3")
        ranges = "".join(
            f'<mergeCell ref="{self.chance.choice(choices)}"/>' for _ in range(self.chance.choice((1, 3, 3000)))
        )
        merged = f"</sheetData><mergeCells>{ranges}</mergeCells>".encode()
        self.parts[name] = self.parts[name].replace(b"</sheetData>", merged)
        return self.packed()

    def total_added(self) -> bytes:
        """A row of totals below the data, and a title above the names."""
        name = self.chance.choice(self.sheets)
        row = self.chance.randint(6, 300)
        cells = "".join(
            f'<c r="{letter}{row}"><f>SUM(A1:A9)</f><v>{self.chance.random()}</v></c>' for letter in "BCDEF"
        )
        total = f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>TOPLAM</t></is></c>{cells}</row></sheetData>'
        self.parts[name] = self.parts[name].replace(b"</sheetData>", total.encode())
        return self.packed()

    def sheets_renamed(self) -> bytes:
        """Sheets with other names, or the same one."""
        text = self.parts["xl/workbook.xml"].decode()
        for _ in range(self.chance.choice((1, 3, 40))):
            names = re.findall(r'<sheet name="([^"]*)"', text)
            old, new = self.chance.choice(names), self.chance.choice((*NAMES, *names))
            text = text.replace(f'<sheet name="{old}"', f'<sheet name="{_escaped(new)}"', 1)
        self.parts["xl/workbook.xml"] = text.encode()
        return self.packed()

    def sheets_moved(self) -> bytes:
        """Sheets dropped, doubled, in another order, or that hold another sheet's cells."""
        text = self.parts["xl/workbook.xml"].decode()
        sheets = re.findall(r"<sheet [^>]*/>", text)
        kept = self.chance.choice(
            (self.chance.sample(sheets, len(sheets)), self.chance.sample(sheets, len(sheets) - 3), sheets + sheets[:5],
             sheets * 20, sheets[:1], [])
        )  # fmt: skip
        if self.chance.random() < 0.3:
            a, b = self.chance.sample(self.sheets, 2)
            self.parts[a], self.parts[b] = self.parts[b], self.parts[a]
        self.parts["xl/workbook.xml"] = re.sub(
            "<sheets>.*</sheets>", lambda _: f"<sheets>{''.join(kept)}</sheets>", text
        ).encode()
        return self.packed()

    def formats_added(self) -> bytes:
        """Blank cells with a format, far down."""
        name = self.chance.choice(self.sheets)
        ends = self.chance.choice(('s="1"/>', 's="1"></c>', 's="-1" />', 's="1"><v/></c>', 's="1"><v></v></c>'))
        rows = (f'<row r="{row}">' + "".join(f'<c r="{letter}{row}" {ends}' for letter in "ABCD") + "</row>"
                for row in range(500, 500 + self.chance.choice((100, 20_000))))  # fmt: skip
        self.parts[name] = self.parts[name].replace(b"</sheetData>", "".join(rows).encode() + b"</sheetData>")
        return self.packed()

    def sizes_blown_up(self) -> bytes:
        """A text, a tag, a nesting or a sheet without end."""
        name = self.chance.choice(self.sheets)
        count = self.chance.choice((50_000, 3_000_000))
        blown = self.chance.choice(
            ("<row r='600'><c r='A600' t='inlineStr'><is><t>" + "x" * count + "</t></is></c></row>",
             f"<row r='600' spans='{'1' * count}'/>", "<row>" * count, "<c><is><t>" * 1000, "<row/>" * count,
             "<row>" + "<c/>" * 20_000 + "</row>", "<!-- " + "x" * count + " -->", " " * count)
        )  # fmt: skip
        self.parts[name] = self.parts[name].replace(b"</sheetData>", blown.encode() + b"</sheetData>")
        return self.packed()


MUTATIONS: Mapping[str, Callable[[Damage], bytes]] = MappingProxyType(
    {
        name.replace("_", " "): method
        for name, method in vars(Damage).items()
        if not name.startswith("_") and name != "packed"
    }
)
"""Every kind of damage by its name."""


def mutated(sources: Sequence[bytes], seed: int, number: int) -> tuple[str, bytes]:
    """Kind and file of one case: the same for the same seed and number; the kinds take turns."""
    chance = random.Random(f"{seed}/{number}")
    kinds = sorted(MUTATIONS)
    kind = kinds[number % len(kinds)]
    return kind, MUTATIONS[kind](Damage(chance.choice(sources), chance))
