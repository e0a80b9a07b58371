"""A golden row or three per constraint: what the algebra of every label comes to on a small case.

After a wanted change of the formulation write the files anew and read the difference before committing it:
``ROADMAP_UPDATE_GOLDEN=1 python -m pytest tests/model/test_golden_rows.py``
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.solver.arrays import Arrays
from tests.support.equations import EQUATIONS
from tests.support.workshop import compiled, every_label_case, rows_of

GOLDEN = Path(__file__).parent / "golden"
UPDATE = "ROADMAP_UPDATE_GOLDEN"


@pytest.fixture(scope="module", name="arrays")
def _arrays() -> Arrays:
    return compiled(every_label_case())[2]


def _name(component: str, index: Any) -> str:
    parts = index if isinstance(index, tuple) else (index,)
    return f"{component}[{', '.join(str(part) for part in parts)}]"


def _row(arrays: Arrays, row: int) -> Iterator[str]:
    yield _name(*arrays.row_labels[row])
    span = slice(arrays.starts[row], arrays.starts[row + 1])
    names = (_name(*arrays.column_labels[column]) for column in arrays.columns[span])
    terms = dict(zip(names, arrays.values[span], strict=True))
    for name in sorted(terms):
        yield f"    {terms[name]:+.6g} {name}"
    lower, upper = arrays.row_lower[row], arrays.row_upper[row]
    if lower == upper:
        yield f"    = {lower:.6g}"
    else:
        if math.isfinite(lower):
            yield f"    >= {lower:.6g}"
        if math.isfinite(upper):
            yield f"    <= {upper:.6g}"


def _text(arrays: Arrays, label: str) -> str:
    """The first, the middle and the last row of a constraint, under the equation it comes from."""
    rows = list(rows_of(arrays, label))
    chosen = sorted({rows[0], rows[len(rows) // 2], rows[-1]})
    equation = EQUATIONS[label]
    head = f"# {label}[{', '.join(equation.index)}]   {equation.text}"
    return "\n".join([head, *(line for row in chosen for line in _row(arrays, row)), ""])


@pytest.mark.parametrize("label", sorted(EQUATIONS))
def test_rows_are_as_recorded(label: str, arrays: Arrays) -> None:
    path, text = GOLDEN / f"{label}.txt", _text(arrays, label)
    if os.environ.get(UPDATE):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_every_record_belongs_to_a_constraint() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(EQUATIONS)
