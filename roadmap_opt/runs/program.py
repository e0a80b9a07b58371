"""Which program wrote a run: the version it calls itself by, and a hash of what it consists of."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_PARTS = (".py", ".html", ".css", ".js", ".csv")


def package_version() -> str:
    """Version of this package, as every run and batch records it."""
    try:
        return version("roadmap-opt")
    except PackageNotFoundError:
        return "source tree, not installed"


@cache
def program_sha256() -> str:
    """Hash of the code, words, templates and scripts of this package.

    Between two versions a source tree changes in words and form. Only the same code can be expected to write the same
    page again.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in _PACKAGE.rglob("*") if path.suffix in _PARTS):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
