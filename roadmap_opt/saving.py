"""Files and folders that appear whole or not at all: made beside their final name, renamed at the end."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from roadmap_opt.errors import RoadmapError
from roadmap_opt.said import said, why

_TRIES, _PAUSE = 10, 0.2
"""How often a rename that is refused is tried again, and the seconds between two tries."""


class SaveError(RoadmapError):
    """A file cannot be written; the message says why and what to do."""


@contextmanager
def saved_whole(path: Path, *, overwrite: bool, failures: tuple[type[Exception], ...] = ()) -> Iterator[Path]:
    """Yield a temporary path to write to; it takes the place of ``path`` only when the block ends without an error.

    Raises :class:`SaveError` when ``path`` exists and may not be overwritten, or cannot be written. ``failures`` are
    exceptions by which a writing library reports, besides ``OSError``, that a file could not be written.
    """
    if path.exists() and not overwrite:
        raise SaveError(
            said("{path} exists already and is left untouched. Choose another name, or move the file away.", path=path)
        )
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = _beside(path)
        yield temporary
        put_in_place(temporary, path)
    except PermissionError as error:
        raise SaveError(
            said(
                "{path} cannot be written: it is open in Excel, or the folder is write-protected. Close it "
                "there, or choose another place, and run again.",
                path=path,
            )
        ) from error
    except Exception as error:
        if not isinstance(error, (OSError, *failures)):
            raise
        raise SaveError(said("{path} cannot be written: {reason}.", path=path, reason=why(error))) from error
    finally:
        if temporary is not None:
            _clear(temporary)


def save_together(contents: Mapping[Path, bytes]) -> None:
    """Write several small files of one folder, all or none; those that stand there are replaced, each at one stroke.

    Raises :class:`SaveError`; what stood there before then stands there still, but for a file of which the system
    refuses that too.
    """
    new, old = dict[Path, Path](), dict[Path, Path]()
    replaced: list[Path] = []
    path = next(iter(contents))
    try:
        for path, content in contents.items():
            new[path] = _beside(path)
            new[path].write_bytes(content)
            if path.exists():  # put aside before anything is replaced: a full disk is noticed in time
                old[path] = _beside(path)
                old[path].write_bytes(path.read_bytes())
        for path in contents:
            put_in_place(new[path], path)
            replaced.append(path)
    except BaseException as error:
        for done in replaced:
            with suppress(OSError):  # the others are put back all the same
                put_in_place(old[done], done) if done in old else done.unlink()
        if not isinstance(error, OSError):
            raise
        raise SaveError(
            said(
                "{path} cannot be written: {reason}. Close it where it is open, or free the folder, and run again.",
                path=path,
                reason=why(error),
            )
        ) from error
    finally:
        _clear(*new.values(), *old.values())


def _beside(path: Path) -> Path:
    """An empty file beside ``path``, of a name that nobody else has."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    made = Path(name)
    # mkstemp makes the file private; it gets the permissions any new file has
    made.chmod(0o666 & ~_umask())
    return made


def _clear(*temporary: Path) -> None:
    """Remove what was not put in place; what is refused here must not hide what went wrong before."""
    for path in temporary:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def put_in_place(made: Path, final: Path) -> None:
    """Give a finished file or folder its final name; a file of that name is replaced, a folder never.

    Raises ``OSError``. On Windows a virus scanner or an indexer holds fresh files open for a moment, so a refusal is
    believed only after some tries.
    """
    rename = os.rename if made.is_dir() else os.replace
    for attempt in range(1, _TRIES + 1):
        try:
            rename(made, final)
            return
        except PermissionError:
            if attempt == _TRIES:
                raise
            time.sleep(_PAUSE)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
