"""A workbook as its parts, to be taken apart, changed and packed again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

Parts = dict[str, bytes]
Change = Callable[[Parts], None]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def unpacked(content: bytes) -> Parts:
    """Every part by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED, level: int | None = None) -> bytes:
    """The parts as one file, the same at any time of day."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method, level)
    return stream.getvalue()


def sheet_part(parts: Parts, sheet: str) -> str:
    """Name of the part that holds a sheet of a workbook as XlsxWriter writes it."""
    names = re.findall(r'<sheet [^>]*?name="([^"]*)"', parts["xl/workbook.xml"].decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def replaced(name: str, *pairs: tuple[str, str]) -> Change:
    """A change of the text of one part; what is looked for has to be there."""

    def change(parts: Parts) -> None:
        text = parts[name].decode()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        parts[name] = text.encode()

    return change


def set_cell(parts: Parts, sheet: str, cell: str, xml: str) -> None:
    """Replace the XML of one filled cell; ``{r}`` in ``xml`` stands for its address."""
    name = sheet_part(parts, sheet)
    text = parts[name].decode()
    new, count = re.subn(rf'<c r="{cell}"(?: [^>]*)?(?:/>|>.*?</c>)', lambda _: xml.replace("{r}", cell), text)
    assert count == 1, (sheet, cell)
    parts[name] = new.encode()


def saved(path: Path, parts: Parts) -> Path:
    """The parts as a file at ``path``."""
    path.write_bytes(packed(parts))
    return path


def without(*names: str) -> Change:
    """Parts are missing."""

    def change(parts: Parts) -> None:
        for name in names:
            del parts[name]

    return change


def in_every(parts: Parts, folder: str, edit: Callable[[str], str]) -> None:
    """Edit the text of every part below ``folder`` that ends in .xml."""
    for name in [name for name in parts if name.startswith(folder) and name.endswith(".xml")]:
        parts[name] = edit(parts[name].decode()).encode()


def names_of(parts: Iterable[str], ending: str) -> list[str]:
    """Parts whose names end so."""
    return [name for name in parts if name.endswith(ending)]
