"""Names of folders, of runs and of what people call their workbooks and scenarios; and the time in a record."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from datetime import UTC, datetime

_LONGEST_NAME = 40  # three such names below a user's folder stay under the 260 characters of Windows
_RESERVED_NAMES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def safe_name(name: str) -> str:
    """``name`` as a folder name that Windows, macOS and Linux all accept: plain letters, no reserved word, not long.

    Turkish letters become their plain neighbours (``İthal girdi`` → ``Ithal_girdi``): consoles and archives of other
    languages garble them.
    """
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", plain).strip("._ ")
    if len(plain) > _LONGEST_NAME:
        digest = hashlib.sha256(name.encode()).hexdigest()[:6]  # two long names may begin alike
        plain = f"{plain[: _LONGEST_NAME - 7].rstrip('._ ')}-{digest}"
    if not plain:
        plain = f"name-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
    return f"{plain}_" if plain.split(".")[0].lower() in _RESERVED_NAMES else plain


def new_run_name() -> str:
    """A name that sorts by time and never repeats: UTC timestamp and a short random part."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def utc_now() -> str:
    """The time as records write it: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
