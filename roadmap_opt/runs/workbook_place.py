"""Which workbook a record is of: the file, not its name, for two clients' files may both be called plan.xlsx.

A record holds the place of the workbook as seen from the results folder (`--out`), so that a project that is moved or
copied as a whole, workbook and results together, stays what it was. A workbook that was moved or copied by itself is
another one until it is solved where it is: whether an edit or another client's numbers made the difference cannot be
known, so commands say which runs they leave out instead of guessing.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import Protocol


class Placed(Protocol):
    """A record that says which workbook it is of; ``workbook_place`` is empty in a record of an older version."""

    @property
    def workbook(self) -> str:
        """The path as it was given on the command line."""

    @property
    def workbook_place(self) -> str:
        """The file behind it, seen from the results folder."""


def place_of(workbook: Path, out: Path) -> str:
    """The place of a workbook seen from the results folder; links are followed, for they may lead elsewhere later."""
    real = workbook.resolve()
    try:
        return Path(os.path.relpath(real, out.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        return real.as_posix()


def is_of(record: Placed, workbook: Path, out: Path) -> bool:
    """Whether a record below ``out`` is of this workbook.

    An older record holds no place but the path as it was given: it is taken to be of a workbook whose path ends so.
    """
    if record.workbook_place:
        return _same_file(out.resolve() / record.workbook_place, workbook)
    given = [part for part in PurePosixPath(record.workbook).parts if part not in (".", "..")]
    return workbook.resolve().parts[-len(given) :] == tuple(given)


def shown_place(record: Placed, out: Path) -> Path:
    """The path of a record's workbook as it would be typed here."""
    if not record.workbook_place:
        return Path(record.workbook)
    return Path(os.path.normpath(out / record.workbook_place))


def _same_file(one: Path, other: Path) -> bool:
    """One file under two names counts: capitals on Windows, a network drive with and without its letter, a link."""
    try:
        first, second = one.stat(), other.stat()
    except OSError:
        return _written(one) == _written(other)
    if not first.st_ino:  # a drive that numbers no files
        return _written(one) == _written(other)
    return os.path.samestat(first, second)


def _written(path: Path) -> str:
    return os.path.normcase(path.resolve())
