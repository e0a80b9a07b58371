"""JSON as this package reads it: strictly. What another program would pass over in silence is an error here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from roadmap_opt.said import said, why

LARGEST = 16_000_000
"""Bytes of the largest record that is read: a thousand times what a record needs."""

MOST_DIGITS = 400
"""Digits of a whole number: the largest that a computer calculates with has 309."""


class JsonError(ValueError):
    """The file is not the JSON it should be; the message says why."""


def read_json(path: Path) -> Any:
    """The content of a JSON file in UTF-8.

    Raises :class:`JsonError` for anything else: other bytes, a name that stands twice, NaN or an infinity, a number of
    thousands of digits, thousands of brackets. Raises ``OSError`` when the file cannot be opened.
    """
    with path.open("rb") as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise JsonError(said("the file is larger than {largest} MB", largest=LARGEST // 1000000))
    try:
        return json.loads(
            content.decode("utf-8"), object_pairs_hook=_each_name_once, parse_constant=_no_number, parse_int=_whole
        )
    except UnicodeDecodeError as error:
        raise JsonError(said("byte {start} is no UTF-8 text", start=error.start)) from None
    except RecursionError:
        raise JsonError("brackets within brackets without end") from None
    except ValueError as error:
        raise JsonError(why(error)) from None


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise JsonError(said("the entry {twice!r} stands there twice", twice=twice[:80]))
    return content


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise JsonError(said("a number of {count} digits", count=len(digits)))
    return int(digits)


def _no_number(word: str) -> Any:
    raise JsonError(said("{word} is no number in JSON", word=word))
