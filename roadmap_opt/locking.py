"""A folder that is being written is locked, so that nobody else takes it for one that was left behind.

The lock is the operating system's, on a file in the folder: it ends with the process that holds it, however that dies,
which a recorded process number or the age of files would only guess. A drive without locks (some network drives)
cannot tell; there a folder counts as free.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_FILE = ".writing"

_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}
"""What a drive says that knows no locks."""


class InUseError(Exception):
    """Another process, or another part of this one, is writing into the folder."""


@contextmanager
def written_alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder during the block; raises :class:`InUseError` when it is held already.

    The file is gone at the end; one that a kill left behind is no lock. Raises ``OSError`` when it cannot be made.
    """
    place = folder / LOCK_FILE
    handle, held = _held(place)
    try:
        yield
    finally:
        if held:
            _unlock(handle)
        os.close(handle)  # before the file goes and the folder gets another name: Windows moves nothing that is open
        with suppress(OSError):  # somebody looks whether it is held: a file that stays is no lock
            place.unlink(missing_ok=True)


def _held(place: Path) -> tuple[int, bool]:
    """The open lock file, and whether the drive could lock it."""
    while True:
        handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            held = _locked(handle)
            if not held or _is_at(handle, place):
                return handle, held
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # it went away between the two, with its last holder


def _is_at(handle: int, place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), place.stat())
    except FileNotFoundError:
        return False


def is_in_use(folder: Path) -> bool:
    """Whether somebody is writing into the folder now."""
    try:
        handle = os.open(folder / LOCK_FILE, os.O_RDWR)
    except OSError:  # no such file: nobody is
        return False
    try:
        if _locked(handle):
            _unlock(handle)
    except InUseError:
        return True
    finally:
        os.close(handle)
    return False


def _locked(handle: int) -> bool:
    """Lock the file, or say that the drive has no locks; raises :class:`InUseError` when somebody else has it."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return False
        raise InUseError from error
    return True


def _unlock(handle: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_UN)
