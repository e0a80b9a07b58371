"""One XML part, parsed while it is unpacked: start and end of each element, and text, go to the part's reader.

Names come without their prefix: which prefix a program chooses, and whether it writes the strict or the transitional
namespace, makes no difference to what the elements are called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

from roadmap_opt.case.cells import LONGEST_TEXT, OverlongText
from roadmap_opt.said import said
from roadmap_opt.workbook.xlsx.faults import Damaged
from roadmap_opt.workbook.xlsx.limits import DEEPEST_NESTING, LONGEST_TOKEN, MOST_OTHER_ELEMENTS

Attributes = Mapping[str, str]


def parse(
    part: str,
    pieces: Iterable[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Parse the XML in ``pieces``. Raises :class:`Damaged` when it is no XML, or such as no spreadsheet program writes.

    Declarations of a document type are refused: workbooks have none, and their entities can unfold without end.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text

    def refuse(*_: object) -> None:
        raise Damaged(said("its part {part} declares a document type", part=part))

    parser.StartDoctypeDeclHandler = refuse
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            # an unfinished tag is scanned again with every piece: a huge one would take for ever
            if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                raise Damaged(
                    said(
                        "its part {part} holds a tag of more than {longest_token:,} characters",
                        part=part,
                        longest_token=LONGEST_TOKEN,
                    )
                )
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter two: an unknown encoding
        raise Damaged(said("its part {part} is no readable XML: {error}", part=part, error=error)) from error


class Elements:
    """Base of a reader of small parts: it sees each element with its plain name, and counts them.

    Subclasses override :meth:`opened` and :meth:`closed`; ``path`` holds the names of the elements around.
    """

    def __init__(self, part: str) -> None:
        self.part = part
        self.path: list[str] = []
        self._words: list[str] = []
        self._length = 0
        self._count = 0

    def read(self, pieces: Iterable[bytes]) -> None:
        """Parse the part."""
        parse(self.part, pieces, self._start, self._end, self._text)

    def opened(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def closed(self, name: str, words: str | OverlongText) -> None:
        """An element ends; ``words`` is the text since the last tag."""

    def _start(self, name: str, attributes: Attributes) -> None:
        self._count += 1
        if len(self.path) > DEEPEST_NESTING or self._count > MOST_OTHER_ELEMENTS:
            raise Damaged(
                said("its part {part} holds more elements than any spreadsheet program writes", part=self.part)
            )
        plain = name.rpartition(":")[2]
        self._take()
        self.opened(plain, attributes)
        self.path.append(plain)

    def _end(self, _: str) -> None:
        self.closed(self.path.pop(), self._take())

    def _text(self, words: str) -> None:
        self._length += len(words)
        if self._length <= LONGEST_TEXT:
            self._words.append(words)

    def _take(self) -> str | OverlongText:
        words = "".join(self._words) if self._length <= LONGEST_TEXT else OverlongText(self._length)
        self._words.clear()
        self._length = 0
        return words
