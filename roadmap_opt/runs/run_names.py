"""Names of folders, of runs and of what people call their workbooks and scenarios; and the time in a record.

What people call a thing stands in its record and is what it is found by, compared as names are everywhere
(:func:`~roadmap_opt.case.names.fold`). A folder's name only leads there: people can read it, every file system can hold
it, and two names that are not the same never share one, also where a file system takes `A` for `a`.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

from roadmap_opt.case.names import fold
from roadmap_opt.output.other_folders import SHELVES

_LONGEST_NAME = 40  # three such names below a user's folder stay under the 260 characters of Windows
_MARK_LENGTH = 8
_MARKED = re.compile(rf"-[0-9a-f]{{{_MARK_LENGTH}}}$")
_RESERVED_NAMES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}

_OWN_NAMES = {*SHELVES, "example"}


def same_name(first: str, second: str) -> bool:
    """Whether two spellings are one name: capitals, stray spaces and the Turkish dotted and dotless i do not matter."""
    return fold(first) == fold(second)


def folder_name(name: str) -> str:
    """The folder for what people call ``name``: the name itself where every system can hold it, or what can be read of
    it and a mark (``price war`` → ``price_war-959ebb8a``).

    Names that :func:`same_name` tells apart get folders that differ in more than capitals. Turkish letters become
    their plain neighbours (``İthal girdi`` → ``Ithal_girdi-…``): consoles and archives of other languages garble them.
    """
    key = fold(name)
    plain, spelled = _plain(key), _plain(name)
    if spelled.lower() != plain:
        spelled = plain
    first_part = plain.split(".")[0]
    own = plain in _OWN_NAMES or first_part in _RESERVED_NAMES
    if plain and plain == key and not own and len(plain) <= _LONGEST_NAME and not _MARKED.search(plain):
        return spelled
    mark = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:_MARK_LENGTH]
    if first_part in _RESERVED_NAMES:
        spelled = spelled.replace(".", "_")  # Windows looks at what stands before the first dot
    readable = spelled[: _LONGEST_NAME - _MARK_LENGTH - 1].rstrip("._ ")
    return f"{readable or 'name'}-{mark}"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.replace("ı", "i"))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^A-Za-z0-9._-]+", "_", letters).strip("._ ")


def older_folder_name(name: str) -> str:
    """The folder that versions before the mark gave to ``name``, perhaps to another name as well."""
    plain = _plain(name)
    digest = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:6]
    if len(plain) > _LONGEST_NAME:
        plain = f"{plain[: _LONGEST_NAME - 7].rstrip('._ ')}-{digest}"
    plain = plain or f"name-{digest}"
    return f"{plain}_" if plain.split(".")[0].lower() in _RESERVED_NAMES else plain


def folders_named(parent: Path, name: str) -> tuple[Path, ...]:
    """Folders in ``parent`` that may hold what is called ``name``, by this version or an older one; records decide."""
    wanted = {folder_name(name).lower(), older_folder_name(name).lower()}
    if not parent.is_dir():
        return ()
    return tuple(sorted(path for path in parent.iterdir() if path.name.lower() in wanted and path.is_dir()))


def is_taken(parent: Path, folder: str) -> bool:
    """Whether ``parent`` holds something of that name, or of one that other file systems take for the same."""
    return parent.is_dir() and any(path.name.lower() == folder.lower() for path in parent.iterdir())


def new_run_name() -> str:
    """A name that sorts by time and never repeats: UTC timestamp and a short random part."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def utc_now() -> str:
    """The time as records write it: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
