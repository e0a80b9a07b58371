"""The zip archive that a workbook is: its parts by name, unpacked piece by piece and never beyond the limits."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import unquote

from roadmap_opt.said import said
from roadmap_opt.workbook.xlsx.faults import Damaged, FileFault, Protected, TooLarge
from roadmap_opt.workbook.xlsx.kinds import other_kind
from roadmap_opt.workbook.xlsx.limits import MOST_PARTS, MOST_UNPACKED_BYTES, in_megabytes

_PIECE = 1 << 16
_ENTRY_MARK = b"PK\x01\x02"
_ENCRYPTED_FLAG = 1


def part_name(target: str, folder: str = "") -> str:
    """The name of a part that ``target`` points to from ``folder``, as :class:`Package` knows it.

    Capitals, backslashes, a leading slash and ``..`` are written differently by different programs.
    """
    plain = unquote(target.strip()).replace("\\", "/")
    whole = plain if plain.startswith("/") else f"{folder}/{plain}"
    return posixpath.normpath(whole).lstrip("/").casefold()


class Package:
    """The parts of one file, held in memory as it is on disk; raises a :class:`FileFault` when it is no archive.

    ``name`` is the file's name. Sizes that the archive states are checked before a part is unpacked, and the bytes
    that come out are counted, because what it states may be wrong.
    """

    def __init__(self, name: str, content: bytes) -> None:
        if (fault := other_kind(name, content)) is not None:
            raise fault
        # counted before the archive is opened, which makes an object for every part
        if (count := content.count(_ENTRY_MARK)) > MOST_PARTS:
            remedy = "Copy your sheets into a new workbook."
            raise TooLarge(
                said("a file of {count:,} parts", count=count),
                said("at most {most:,}", most=MOST_PARTS),
                remedy,
            )
        try:
            self._archive = zipfile.ZipFile(BytesIO(content))
        except Exception as error:  # a damaged directory raises whatever the bytes happen to look like
            raise FileFault("E102", "a damaged or half-written workbook", "Restore it from a copy.") from error
        self._parts = {part_name(entry.filename): entry for entry in self._archive.infolist()}
        self._left = MOST_UNPACKED_BYTES

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    @property
    def parts(self) -> frozenset[str]:
        """Names of all parts, as :func:`part_name` writes them."""
        return frozenset(self._parts)

    def pieces(self, part: str) -> Iterator[bytes]:
        """The unpacked part, piece by piece. Raises :class:`Damaged`, :class:`Protected` or :class:`TooLarge`."""
        entry = self._parts.get(part)
        if entry is None:
            raise Damaged(said("its part {part} is missing", part=part))
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise Protected
        if entry.file_size > self._left:
            raise _unpacks_too_far()
        try:
            with self._archive.open(entry) as stream:
                while piece := stream.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise _unpacks_too_far()
                    yield piece
        except (TooLarge, GeneratorExit):
            raise
        except NotImplementedError as error:
            raise Damaged(said("its part {part} is packed in a way that only few programs read", part=part)) from error
        except Exception as error:  # zip layer and decompressor raise whatever the bytes happen to look like
            raise Damaged(said("its part {part} cannot be unpacked", part=part)) from error


def _unpacks_too_far() -> TooLarge:
    remedy = "Delete rows, columns and formats below and beside your data, or copy the data into a new workbook."
    limit = in_megabytes(MOST_UNPACKED_BYTES)
    return TooLarge(
        said("a file whose sheets and texts unpack to more than {limit}", limit=limit),
        said("at most {most}", most=limit),
        remedy,
    )
