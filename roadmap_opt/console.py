"""Consoles that lack a sign: it is written with plain ones, so that a number never loses its minus and no word its end.

A Windows console in Turkish (code page 857, 1254) has neither the minus sign nor arrows, an American one (437) no
Turkish letters, and a pipe takes the code page too. One error handler of the codecs does it all: for every way of
writing, and for whatever name a planner gives.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterable
from typing import TextIO

PLAIN_SIGNS = "roadmap-opt.plain-signs"
"""Name of the error handler: ``text.encode(encoding, PLAIN_SIGNS)``."""

_PLAIN_ASCII = "plain-ascii"

_FALLBACKS = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "≥": ">=", "≤": "<=", "≠": "!=", "≡": "==", "≈": "~", "±": "+/-",
    "×": "x", "÷": "/",
    "⁄": "/", "·": "-", "•": "*", "…": "...", "→": "->", "←": "<-", "↔": "<->", "⇄": "<->", "⇒": "=>",
    "↑": "^", "↓": "v",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "‹": "<", "›": ">", "′": "'",
    "″": '"',
    "†": "+", "‡": "++", "✓": "v", "✔": "v", "✗": "x", "✘": "x", "▲": "^", "▼": "v", "◄": "<", "►": ">", "■": "#",
    "□": "o", "●": "*", "○": "o", "∞": "inf", "Σ": "sum", "Δ": "d", "μ": "u", "α": "a", "β": "b", "°": " deg", "§": "S",
    "€": "EUR", "₺": "TL", "£": "GBP", "¥": "JPY", "©": "(c)", "®": "(R)", "ı": "i", "ß": "ss", "ø": "o", "Ø": "O",
    "¶": "|", "∑": "sum", "æ": "ae", "Æ": "AE", "đ": "d", "ł": "l", "Ł": "L", "œ": "oe", "Œ": "OE", "ə": "e", "Ə": "E",
    "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "", "\u00ad": "", "\u00a0": " ",
}  # fmt: skip


def speak_plainly(streams: Iterable[TextIO]) -> None:
    """Let these streams write what their encoding lacks with plain signs."""
    for stream in streams:
        if not hasattr(stream, "reconfigure"):
            continue
        if codecs.lookup(stream.encoding or "ascii").name == "ascii":
            # Click takes pure ASCII for a mistake and writes UTF-8 past it; under another name it is believed.
            stream.reconfigure(encoding=_PLAIN_ASCII, errors=PLAIN_SIGNS)
        else:
            stream.reconfigure(errors=PLAIN_SIGNS)


def plain(sign: str) -> str:
    """What is written for a sign that a console lacks, in ASCII, which all have: plain signs, the letter without its
    marks, or its code (``\\u4e2d``) where there is neither.
    """
    for candidate in (_FALLBACKS.get(sign), _drawn(sign), unicodedata.normalize("NFKD", sign)):
        if candidate is None or candidate == sign:
            continue
        bare = "".join(part for part in candidate if not unicodedata.combining(part))
        written = "".join(_FALLBACKS.get(part, part) for part in bare)
        if written.isascii():
            return written
    return sign.encode("ascii", "backslashreplace").decode("ascii")


def _drawn(sign: str) -> str | None:
    """Lines, bars and dots that progress is drawn with."""
    code = ord(sign)
    if 0x2500 <= code <= 0x257F:
        words = set(unicodedata.name(sign).split())
        level, upright = bool(words & {"HORIZONTAL", "LEFT", "RIGHT"}), bool(words & {"VERTICAL", "UP", "DOWN"})
        return "+" if level == upright else "-" if level else "|"
    if 0x2580 <= code <= 0x259F:
        return "#"
    return "*" if 0x2800 <= code <= 0x28FF else None


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(plain(sign) for sign in missing), error.end


def _find(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != _PLAIN_ASCII:
        return None
    ascii_codec = codecs.lookup("ascii")
    return codecs.CodecInfo(
        name=_PLAIN_ASCII,
        encode=ascii_codec.encode,
        decode=ascii_codec.decode,
        incrementalencoder=ascii_codec.incrementalencoder,
        incrementaldecoder=ascii_codec.incrementaldecoder,
        streamreader=ascii_codec.streamreader,
        streamwriter=ascii_codec.streamwriter,
    )


codecs.register_error(PLAIN_SIGNS, _replace)
codecs.register(_find)
