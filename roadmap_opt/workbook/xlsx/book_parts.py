"""What the workbook says about its sheets: their names and parts, its texts, which formats show dates.

Only the list of sheets is needed. Texts are needed by the cells that use them, and without formats no date is told
from a number.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from roadmap_opt.case.cells import OverlongText
from roadmap_opt.said import said
from roadmap_opt.workbook.xlsx.faults import Damaged, FileFault, TooLarge
from roadmap_opt.workbook.xlsx.kinds import kind_of_archive
from roadmap_opt.workbook.xlsx.limits import MOST_SHEETS
from roadmap_opt.workbook.xlsx.package import Package, part_name
from roadmap_opt.workbook.xlsx.values import joined, unescaped
from roadmap_opt.workbook.xlsx.xml_stream import Attributes, Elements

_WORKBOOK = "xl/workbook.xml"
_DATE_NUMBERS = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))))
"""Built-in formats of dates and times; those from 27 on are East Asian."""
_NOT_SHOWN_AS_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTER = re.compile("[dmyhs]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BookParts:
    """The workbook's own part: ``sheets`` gives the part of every sheet by name, ``None`` where none is stated."""

    sheets: tuple[tuple[str, str | None], ...]
    texts: str
    styles: str
    dates_from_1904: bool


def book_parts(package: Package) -> BookParts:
    """Find the workbook in the package; raises a :class:`FileFault` that names what the archive is instead."""
    where = _workbook_part(package)
    folder = posixpath.dirname(where)
    relations = _Relations(part_name(f"_rels/{posixpath.basename(where)}.rels", folder))
    relations.read(package.pieces(relations.part))
    book = _Book(where)
    book.read(package.pieces(where))
    if not book.root_is_workbook:
        raise Damaged(said("its part {where} is no workbook", where=where))

    def found(target: str) -> str:
        beside, from_root = part_name(target, folder), part_name(target)  # some programs write every target so
        return from_root if from_root in package and beside not in package else beside

    sheets = tuple(
        (name, found(relations.targets[key]) if key in relations.targets else None) for name, key in book.sheets
    )
    others = {kind: found(target) for kind, target in relations.by_kind.items()}
    return BookParts(
        sheets,
        others.get("sharedstrings", part_name("sharedStrings.xml", folder)),
        others.get("styles", part_name("styles.xml", folder)),
        book.dates_from_1904,
    )


def wanted_texts(package: Package, part: str, wanted: Collection[int]) -> Mapping[int, str | OverlongText]:
    """The shared texts with these numbers; those that do not exist are left out."""
    texts = _Texts(part, frozenset(wanted))
    if wanted:
        texts.read(package.pieces(part))
    return texts.found


def date_styles(package: Package, part: str) -> frozenset[str]:
    """Numbers of the formats that show a date or time, as cells state them; none when the formats cannot be read."""
    styles = _Styles(part)
    try:
        styles.read(package.pieces(part))
    except FileFault:  # formats do not matter to a plan: a date is then read as the number that it is
        return frozenset()
    return styles.dates()


def _workbook_part(package: Package) -> str:
    relations = _Relations("_rels/.rels")
    try:
        relations.read(package.pieces(relations.part))
    except FileFault:
        relations.by_kind.clear()
    stated = part_name(relations.by_kind.get("officedocument", _WORKBOOK))
    where = stated if stated in package else _WORKBOOK
    if where in package and posixpath.splitext(where)[1] == ".xml" and not where.startswith(("word/", "ppt/")):
        return where
    mimetype = b""
    if "mimetype" in package.parts:
        mimetype = next(package.pieces("mimetype"), b"")
    raise kind_of_archive(package.parts, mimetype[:200].decode("ascii", "replace"))


class _Relations(Elements):
    """Targets by identifier, and by kind: the last word of the relation's type, in strict workbooks the same."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.targets: dict[str, str] = {}
        self.by_kind: dict[str, str] = {}

    def opened(self, name: str, attributes: Attributes) -> None:
        target = attributes.get("Target")
        if name == "Relationship" and target is not None and attributes.get("TargetMode") != "External":
            self.targets[attributes.get("Id", "")] = target
            self.by_kind.setdefault(attributes.get("Type", "").rpartition("/")[2].casefold(), target)


class _Book(Elements):
    """Sheets with the identifiers of their relations, in order."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.sheets: list[tuple[str, str]] = []
        self.dates_from_1904 = False
        self.root_is_workbook = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if not self.path:
            self.root_is_workbook = name == "workbook"
        elif name == "sheet" and self.path[-1] == "sheets":
            identifiers = (value for key, value in attributes.items() if key.endswith(":id"))
            self.sheets.append((unescaped(attributes.get("name", "")), next(identifiers, "")))
            if len(self.sheets) > MOST_SHEETS:
                remedy = "Copy the sheets that are needed into a new workbook."
                raise TooLarge(
                    said("more than {most:,} sheets", most=MOST_SHEETS),
                    said("at most {most:,}", most=MOST_SHEETS),
                    remedy,
                )
        elif name == "workbookPr":
            self.dates_from_1904 = attributes.get("date1904", "") in ("1", "true")


class _Texts(Elements):
    """Texts by number; the hints on how to pronounce one (``rPh``) are no part of it."""

    def __init__(self, part: str, wanted: frozenset[int]) -> None:
        super().__init__(part)
        self.found: dict[int, str | OverlongText] = {}
        self._wanted = wanted
        self._number = -1
        self._runs: list[str | OverlongText] = []

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "si" and len(self.path) == 1:
            self._number += 1
            self._runs = []

    def closed(self, name: str, words: str | OverlongText) -> None:
        if name == "t" and "rPh" not in self.path and self._number in self._wanted:
            self._runs.append(words)
        elif name == "si" and len(self.path) == 1 and self._number in self._wanted:
            self.found[self._number] = joined(self._runs)


class _Styles(Elements):
    """The number format of every format of cells, and the formats that the workbook defines itself."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self._formats: dict[str, str] = {}
        self._of_cells: list[str] = []

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt" and self.path[-1:] == ["numFmts"]:
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and self.path[-1:] == ["cellXfs"]:
            self._of_cells.append(attributes.get("numFmtId", "0"))

    def dates(self) -> frozenset[str]:
        """Numbers of the formats of cells that show a date."""
        return frozenset(str(number) for number, at in enumerate(self._of_cells) if self._shows_date(at))

    def _shows_date(self, identifier: str) -> bool:
        code = self._formats.get(identifier)
        if code is None:
            return identifier in _DATE_NUMBERS
        positive = code.split(";")[0]
        return positive != "General" and bool(_DATE_LETTER.search(_NOT_SHOWN_AS_DATE.sub("", positive)))
