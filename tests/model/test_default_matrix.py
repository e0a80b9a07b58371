"""A change of the default model's matrix is seen in the commit that makes it."""

from __future__ import annotations

from benchmarks.matrix import RECORD, ROOT, as_text, default_arrays, differences, from_text, summary


def test_the_matrix_is_as_recorded() -> None:
    """When the change is wanted: ``python benchmarks/matrix.py --record``; read the difference before committing."""
    now = summary(default_arrays())
    assert list(differences(from_text((ROOT / RECORD).read_text(encoding="utf-8")), now)) == []


def test_what_came_went_and_changed_is_said() -> None:
    row = {"count": "2", "integers": "0", "entries": "4", "smallest": "1", "largest": "9", "sum": "20", "limits": "3"}
    before = {("row", "gone"): row, ("row", "kept"): row, ("row", "moved"): row}
    now = {("row", "kept"): row, ("row", "moved"): {**row, "largest": "12"}, ("row", "new"): row}
    assert list(differences(before, now)) == [
        "- row gone: had 2",
        "~ row moved: largest 9 -> 12",
        "+ row new: count 2, integers 0, entries 4, smallest 1, largest 9, sum 20, limits 3",
    ]
    assert from_text(as_text(now)) == now
