"""Rows of sums: a planner who adds up a table in the table means no further entity, whichever way the sum is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from roadmap_opt.case.cells import is_blank
from roadmap_opt.case.grid import OWN_MARK, RawSheet, SheetReader, letter_of, words_of
from roadmap_opt.case.names import fold
from roadmap_opt.said import said

_SUMS = {fold(word) for word in ("toplam", "toplamı", "total", "totals", "sum", "subtotal", "Σ", "∑", "yekun", "yekûn")}
_BESIDE = {fold(word) for word in ("genel", "ara", "alt", "grand", "sub", "overall")}
_TOTALS = {fold(word) for word in ("toplam", "toplamı", "total", "totals", "subtotal")}


def is_sum(text: str) -> bool:
    """Whether the text names a sum: ``TOPLAM``, ``Genel toplam:``, ``Total (MUSD)``, ``Σ``, ``Toplam 2025-2035``.

    One that begins like a formula (``@SUM(A1)``) is a name that somebody chose.
    """
    words = re.findall(r"[^\W\d]+|[Σ∑]", fold(re.sub(r"\(.*?\)|\[.*?\]", " ", text)))
    if not words or "_" in text or text[:1] in "=+-@":
        return False
    only = any(word in _SUMS for word in words) and all(word in _SUMS or word in _BESIDE for word in words)
    return only or words[0] in _TOTALS or words[-1] in _TOTALS


def without_sums(reader: SheetReader, raw: RawSheet) -> RawSheet:
    """The sheet without its rows of sums; one finding names them all."""
    headed = [at for at, heading in sorted(raw.headings.items()) if _is_read(words_of(heading))]
    sums = {number: at for number, cells in raw.rows if (at := _sum_at(cells, headed)) is not None}
    if not sums:
        return raw
    rows = dict(raw.rows)
    for number, at in sums.items():
        reader.report(
            "E129",
            f"{letter_of(at)}{number}",
            said("“{text}”: this row looks like a total", text=words_of(rows[number][at])),
            "rows of the table only, which ends above its total",
            said(
                "Delete the row; keep sums on a sheet of your own, whose name begins with {own_mark}.",
                own_mark=OWN_MARK,
            ),
            cause=("sums", reader.spec.name),
        )
    return replace(raw, rows=tuple((number, cells) for number, cells in raw.rows if number not in sums))


def _is_read(text: str) -> bool:
    return bool(text) and not text.startswith(OWN_MARK)


def _sum_at(cells: Mapping[int, object], headed: list[int]) -> int | None:
    """Where the row says that it is a sum: in its first cell that is filled."""
    at = next((at for at in headed if not is_blank(cells.get(at))), None)
    value = None if at is None else cells[at]
    return at if isinstance(value, str) and is_sum(words_of(value)) else None
