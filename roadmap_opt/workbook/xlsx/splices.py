"""Where the elements of an XML part stand in its bytes, and putting something between them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from roadmap_opt.said import said
from roadmap_opt.saving import SaveError

_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
"""A whole start tag; a ``>`` in quotation marks does not end it."""

_ENCODING = re.compile(rb"""<\?xml[^>]*?\sencoding=["']([^"']*)""")


@dataclass(slots=True)
class Element:
    """Where an element stands in the bytes of its part."""

    name: str
    attributes: Mapping[str, str]
    start: int
    opened: int = -1
    """First byte after the start tag."""
    closing: int = -1
    """First byte of the end tag; that of the whole element where it is empty."""
    end: int = -1

    @property
    def plain(self) -> str:
        """Its name without prefix."""
        return self.name.rpartition(":")[2]

    @property
    def is_empty(self) -> bool:
        """Whether it is one tag, ``<row/>``."""
        return self.closing == self.start

    @property
    def prefix(self) -> str:
        """Its prefix with the colon, for its children."""
        return self.name[: -len(self.plain)]


@dataclass(slots=True)
class Splices:
    """Bytes to take out and put in, by place; applied once."""

    content: bytes
    changes: list[tuple[int, int, str]] = field(default_factory=list)

    def put(self, start: int, end: int, text: str) -> None:
        """Put ``text`` in the place of the bytes from ``start`` to ``end``, or between two of them."""
        self.changes.append((start, end, text))

    def inside(self, element: Element, text: str) -> None:
        """Add ``text`` as the last of the element's children."""
        if not element.is_empty:
            self.put(element.closing, element.closing, text)
            return
        tag = self.content[element.start : element.end].decode("utf-8").removesuffix("/>").rstrip()
        self.put(element.start, element.end, f"{tag}>{text}</{element.name}>")

    def state(self, element: Element, **attributes: str | None) -> None:
        """Let the element have these attributes, in the place of those that it had; without the ``None`` ones."""
        tag = self.content[element.start : element.opened].decode("utf-8")
        for key in attributes:
            tag = re.sub(rf"""\s{key}\s*=\s*(?:"[^"]*"|'[^']*')""", "", tag)
        stated = "".join(f' {key}="{value}"' for key, value in attributes.items() if value is not None)
        self.put(element.start, element.opened, tag.replace(f"<{element.name}", f"<{element.name}{stated}", 1))

    def result(self) -> bytes:
        """The part with everything put in; letters beyond ASCII by their numbers, which any encoding takes."""
        whole, at = [], 0
        for start, end, text in sorted(self.changes, key=lambda change: change[:2]):
            whole += [self.content[at:start], text.encode("ascii", "xmlcharrefreplace")]
            at = end
        return b"".join((*whole, self.content[at:]))


def children(elements: Sequence[Element], parent: Element) -> list[Element]:
    """The children of an element, without theirs."""
    found: list[Element] = []
    for each in elements:
        if parent.start < each.start < parent.end and (not found or each.start >= found[-1].end):
            found.append(each)
    return found


def parsed(content: bytes, name: str, wanted: frozenset[str] | None = None) -> list[Element]:
    """Every element of a part (or those with the wanted names) in order, with its place in the bytes."""
    parser = expat.ParserCreate()
    found: list[Element] = []
    around: list[Element] = []

    def start(element: str, attributes: Mapping[str, str]) -> None:
        begun = Element(element, attributes, parser.CurrentByteIndex)
        around.append(begun)
        if wanted is None or begun.plain in wanted:
            tag = _TAG.match(content, begun.start)
            if tag is None:
                raise unusual(name)
            begun.opened = tag.end()
            found.append(begun)

    def end(_: str) -> None:
        element, at = around.pop(), parser.CurrentByteIndex
        if element.opened < 0:
            return
        if content[element.opened - 2 : element.opened] == b"/>":
            element.closing, element.end = element.start, element.opened
        else:
            element.closing, element.end = at, content.index(b">", at) + 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    stated = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
    wide = b"\x00" in content[:4] or content[:2] in (b"\xff\xfe", b"\xfe\xff")
    if wide or b"<!DOCTYPE" in content[:1000] or (stated and stated[1].lower() not in (b"utf-8", b"us-ascii")):
        raise unusual(name)
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise unusual(name) from error
    return found


def unusual(name: str) -> SaveError:
    """The error that a part is not written in the way in which spreadsheet programs write theirs."""
    words = "{name} is written in an unusual way: open it in Excel or LibreOffice, save it, and run again."
    return SaveError(said(words, name=name))
