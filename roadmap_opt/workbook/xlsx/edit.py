"""A copy of a workbook with cells filled in and a sheet added, and everything else as it was, byte for byte.

Libraries that edit workbooks read the parts that they know and write those anew: comments lose their size, threads of
comments, pictures, charts and newer conditional formats are lost. Here the bytes of a part are kept, and what is new is
put between them where the parser says that it belongs. Parts that nothing is added to are not even parsed.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from numbers import Integral
from xml.sax.saxutils import escape

from roadmap_opt.case.grid import letter_of
from roadmap_opt.said import said
from roadmap_opt.saving import SaveError
from roadmap_opt.workbook.xlsx.book_parts import book_parts
from roadmap_opt.workbook.xlsx.package import Package, part_name
from roadmap_opt.workbook.xlsx.sheet_places import Area, Place, formulas_of, row_starts, rows_of
from roadmap_opt.workbook.xlsx.splices import Element, Splices, children, parsed

CellValue = str | float | int | None
_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BEFORE_CALCULATION = frozenset({
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames",
})  # fmt: skip
"""What stands before ``calcPr`` in a workbook's part: programs insist on the order."""
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Edit:
    """A workbook being copied: fill cells, put a sheet into it, take the new file.

    ``name`` is the file's name. Raises a :class:`FileFault` when ``content`` is no workbook, :class:`SaveError` when it
    is written in a way in which nothing can be put between.
    """

    def __init__(self, name: str, content: bytes) -> None:
        package = Package(name, content)
        parts = book_parts(package)
        self.name = name
        self._archive = zipfile.ZipFile(BytesIO(content))
        self._entries = {part_name(entry.filename): entry for entry in self._archive.infolist()}
        self._sheets = {sheet: part for sheet, part in reversed(parts.sheets) if part is not None}
        self._order = tuple(sheet for sheet, _ in parts.sheets)
        self._styles = parts.styles
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}
        self._dropped: set[str] = set()
        self._workbook = _office_document(self)
        folder, base = posixpath.split(self._workbook)
        self._relations = part_name(f"_rels/{base}.rels", folder)

    def content(self) -> bytes:
        """The new file."""
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, entry in self._entries.items():
                if part in self._dropped:
                    continue
                archive.writestr(entry, self._changed.get(part, b"") or self._archive.read(entry))
            for filename, content in self._added.items():
                archive.writestr(filename, content)
        return target.getvalue()

    def part(self, name: str) -> bytes:
        """The bytes of a part as they are now."""
        if name not in self._entries:
            told = {"name": self.name, "part": name}
            raise SaveError(said("{name} lacks its part {part}: open it in Excel, save it, and run again.", **told))
        content = self._changed.get(name)
        return self._archive.read(self._entries[name]) if content is None else content

    def _recalculate(self) -> None:
        """Let Excel calculate every formula when it opens the file: results that are stored may be of old cells."""
        content = self.part(self._workbook)
        elements = parsed(content, self.name)
        splices = Splices(content)
        told = children(elements, elements[0])
        calculation = next((each for each in told if each.plain == "calcPr"), None)
        if calculation is None:
            at = max(each.end for each in told if each.plain in _BEFORE_CALCULATION)
            splices.put(at, at, f'<{elements[0].prefix}calcPr fullCalcOnLoad="1"/>')
        elif calculation.attributes.get("fullCalcOnLoad") not in ("1", "true"):
            splices.state(calculation, fullCalcOnLoad="1")
        self._changed[self._workbook] = splices.result()

    # --- cells --------------------------------------------------------------------------------------------------------

    def fill(self, sheet: str, cells: Mapping[Place, CellValue], styles_from: Mapping[Place, Place]) -> None:
        """Write ``cells`` of a sheet; a cell takes the format of the one that ``styles_from`` names.

        Where nothing stands yet, rows and cells are made. What else stands in a row stays. Raises ``ValueError`` for a
        cell with a formula (see :meth:`formulas`): others may share it, and the order of calculation lists it.
        """
        part = self._sheets[sheet]
        content = self.part(part)
        for top, left, bottom, right in self.formulas(sheet):
            if any(top <= row <= bottom and left <= column <= right for row, column in cells):
                raise ValueError(f"{sheet}!{letter_of(left)}{top} is a formula")
        asked = {row for row, _ in cells}
        rows, data = rows_of(content, asked | {row for row, _ in styles_from.values()}, self.name)
        splices = Splices(content)
        prefix = data.prefix
        formats = {place: cell.attributes.get("s", "") for _, held in rows.values() for place, cell in held.items()}
        fresh: dict[int, list[str]] = {}
        for place, value in sorted(cells.items()):
            number, column = place
            style = formats.get(styles_from.get(place, place), "") or formats.get(place, "")
            text = _cell(prefix, number, column, value, style)
            if number not in rows:
                fresh.setdefault(number, []).append(text)
                continue
            row, held = rows[number]
            if place in held:
                splices.put(held[place].start, held[place].end, text)
            elif row.is_empty:
                fresh.setdefault(number, []).append(text)
            else:
                after = [cell for (_, at), cell in held.items() if at > column]
                at = min((cell.start for cell in after), default=row.closing)
                splices.put(at, at, text)
        self._write_rows(splices, content, data, rows, fresh)
        self._changed[part] = splices.result()
        self._recalculate()

    def formulas(self, sheet: str) -> list[Area]:
        """The cells of a sheet that hold a formula, or a part of what one for several cells results in."""
        return formulas_of(self.part(self._sheets[sheet]), self.name)

    def _write_rows(
        self,
        splices: Splices,
        content: bytes,
        data: Element,
        rows: Mapping[int, tuple[Element, Mapping[Place, Element]]],
        fresh: Mapping[int, Sequence[str]],
    ) -> None:
        """Rows that the sheet does not have, each before the first row below it."""
        starts = row_starts(content, self.name)
        new: dict[int, str] = {}
        for number, texts in sorted(fresh.items()):
            if number in rows:  # a row without cells
                splices.inside(rows[number][0], "".join(texts))
                continue
            row = f'<{data.prefix}row r="{number}">{"".join(texts)}</{data.prefix}row>'
            below = min((start for at, start in starts.items() if at > number), default=-1)
            new[below] = new.get(below, "") + row
        for start, text in new.items():
            if start < 0:
                splices.inside(data, text)
            else:
                splices.put(start, start, text)

    # --- a sheet ------------------------------------------------------------------------------------------------------

    def put_sheet(self, name: str, body: str) -> None:
        """Put a sheet of that name at the end, or in the place of one that is called so, and let the file open on it.

        ``body`` is what stands in its root.
        """
        sheets = {each.casefold(): part for each, part in self._sheets.items()}
        book = parsed(self.part(self._workbook), self.name)
        root = book[0]
        space = root.attributes.get(f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns", "")
        whole = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{space}">{body}</worksheet>'
        )
        content = _INVALID.sub("", whole).encode("ascii", "xmlcharrefreplace")
        self._recalculate()
        if name.casefold() in sheets:
            self._drop_calculation_order()
            self._changed[sheets[name.casefold()]] = content
            self._open_on(next(at for at, each in enumerate(self._order) if each.casefold() == name.casefold()))
            return
        folder = posixpath.dirname(self._entries[self._workbook].filename)
        number = 1
        while part_name(f"worksheets/added{number}.xml", folder) in self._entries:
            number += 1
        target = f"worksheets/added{number}.xml"
        filename = posixpath.join(folder, target)
        relation = self._relate(target)
        self._state_type(filename)
        self._list_sheet(name, relation)
        self._open_on(len(self._order))
        self._added[filename] = content

    def _drop_calculation_order(self) -> None:
        """Drop the list of cells with formulas: one that names others is damage to Excel, which makes it anew."""
        splices = Splices(self.part(self._relations))
        listed = [each for each in parsed(splices.content, self.name)
                  if each.attributes.get("Type", "").endswith("/calcChain")]  # fmt: skip
        if not listed:
            return
        self._changed[self._relations] = _without(splices, listed)
        folder = posixpath.dirname(self._workbook)
        self._dropped |= {part_name(each.attributes.get("Target", ""), folder) for each in listed}
        types = part_name("[Content_Types].xml")
        splices = Splices(self.part(types))
        stated = parsed(splices.content, self.name)
        listed = [each for each in stated if part_name(each.attributes.get("PartName", "")) in self._dropped]
        self._changed[types] = _without(splices, listed)

    def _relate(self, target: str) -> str:
        part = self._relations
        content = self.part(part)
        relations = parsed(content, self.name)
        kind = next(
            each.attributes["Type"] for each in relations if each.attributes.get("Type", "").endswith("/worksheet")
        )
        used = {each.attributes.get("Id") for each in relations}
        identifier = next(f"rIdAdded{n}" for n in range(1, len(used) + 2) if f"rIdAdded{n}" not in used)
        splices = Splices(content)
        prefix = relations[0].prefix
        words = f'<{prefix}Relationship Id="{identifier}" Type="{escape(kind)}" Target="{target}"/>'
        splices.inside(relations[0], words)
        self._changed[part] = splices.result()
        return identifier

    def _state_type(self, filename: str) -> None:
        part = part_name("[Content_Types].xml")
        content = self.part(part)
        types = parsed(content, self.name)[0]
        splices = Splices(content)
        splices.inside(types, f'<{types.prefix}Override PartName="/{filename}" ContentType="{_WORKSHEET}"/>')
        self._changed[part] = splices.result()

    def _list_sheet(self, name: str, relation: str) -> None:
        content = self.part(self._workbook)
        elements = parsed(content, self.name)
        (sheets,) = (each for each in elements if each.plain == "sheets")
        listed = [each for each in elements if each.plain == "sheet" and each.start > sheets.start]
        linked = next(key for each in listed for key in each.attributes if key.endswith(":id"))
        # some programs declare the prefix at every sheet, and not around them
        declared = f"xmlns:{linked.removesuffix(':id')}"
        space = next(each.attributes[declared] for each in elements if declared in each.attributes)
        number = 1 + max(int(each.attributes.get("sheetId", "0")) for each in listed)
        splices = Splices(content)
        words = f'<{sheets.prefix}sheet name="{escape(name)}" sheetId="{number}"'
        splices.inside(sheets, f'{words} {declared}="{space}" {linked}="{relation}"/>')
        self._changed[self._workbook] = splices.result()

    def _open_on(self, at: int) -> None:
        """Let the file open on sheet number ``at``, and only on that: of two chosen sheets an edit changes both."""
        for number, sheet in enumerate(self._order):
            part = self._sheets.get(sheet)
            if number != at and part is not None and part in self._entries and b"tabSelected" in self.part(part):
                content = self.part(part)
                splices = Splices(content)
                for each in parsed(content, self.name, frozenset({"sheetView"})):
                    splices.state(each, tabSelected=None)
                self._changed[part] = splices.result()
        content = self.part(self._workbook)
        elements = parsed(content, self.name)
        splices = Splices(content)
        view = next((each for each in elements if each.plain == "workbookView"), None)
        views = next((each for each in elements if each.plain == "bookViews"), None)
        (sheets,) = (each for each in elements if each.plain == "sheets")
        stated = f'<{sheets.prefix}workbookView activeTab="{at}"/>'
        if view is not None:
            splices.state(view, activeTab=str(at), firstSheet=None)
        elif views is not None:
            splices.inside(views, stated)
        else:  # without one the first sheet is shown, and chosen beside the other
            splices.put(sheets.start, sheets.start, f"<{sheets.prefix}bookViews>{stated}</{sheets.prefix}bookViews>")
        self._changed[self._workbook] = splices.result()

    # --- formats ------------------------------------------------------------------------------------------------------

    def add_formats(self, formats: Sequence[tuple[str, str]]) -> list[int]:
        """Add formats of cells, each the XML of a font and that of an alignment; their numbers, 0 where formats cannot
        be read.
        """
        try:
            content = self.part(self._styles)
            elements = parsed(content, self.name)
            fonts = next(each for each in elements if each.plain == "fonts")
            cells = next(each for each in elements if each.plain == "cellXfs")
        except (SaveError, StopIteration):  # formats do not matter to what the sheet says
            return [0] * len(formats)
        splices = Splices(content)
        prefix = fonts.prefix
        first_font, first = len(children(elements, fonts)), len(children(elements, cells))
        splices.inside(fonts, "".join(_prefixed(font, prefix) for font, _ in formats))
        xfs = (
            f'<{prefix}xf numFmtId="0" fontId="{first_font + at}" fillId="0" borderId="0" xfId="0" applyFont="1" '
            f'applyAlignment="1">{_prefixed(alignment, prefix)}</{prefix}xf>'
            for at, (_, alignment) in enumerate(formats)
        )
        splices.inside(cells, "".join(xfs))
        for element, count in ((fonts, first_font), (cells, first)):
            if not element.is_empty:
                splices.state(element, count=str(count + len(formats)))
        self._changed[self._styles] = splices.result()
        return [first + at for at in range(len(formats))]


def _office_document(edit: Edit) -> str:
    relations = parsed(edit.part(part_name("_rels/.rels")), edit.name)
    stated = (each.attributes.get("Target", "") for each in relations
              if each.attributes.get("Type", "").endswith("/officeDocument"))  # fmt: skip
    return part_name(next(stated, "xl/workbook.xml"))


def _without(splices: Splices, elements: Iterable[Element]) -> bytes:
    for each in elements:
        splices.put(each.start, each.end, "")
    return splices.result()


def _cell(prefix: str, row: int, column: int, value: CellValue, style: str) -> str:
    start = f'<{prefix}c r="{letter_of(column)}{row}"' + (f' s="{style}"' if style else "")
    if value is None:
        return f"{start}/>"
    if isinstance(value, str):
        text = escape(_INVALID.sub("", value))
        words = f'<{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
        return f'{start} t="inlineStr">{words}</{prefix}c>'
    # a number of numpy calls itself np.float64(1.0)
    number = int(value) if isinstance(value, Integral) else float(value)
    return f"{start}><{prefix}v>{number!r}</{prefix}v></{prefix}c>"


def _prefixed(xml: str, prefix: str) -> str:
    return re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}", xml)
