"""Misses of one target in several years are one line, with the years and the worst of them."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.diagnose.infeasibility import _lines
from roadmap_opt.solver.arrays import Arrays
from roadmap_opt.solver.highs import PhaseEnd


def lines_of(misses: dict[tuple[str, Any], float]) -> tuple[str, ...]:
    count = len(misses)
    arrays = SimpleNamespace(
        lower=np.zeros(0),
        row_labels=list(misses),
        row_lower=np.full(count, 100.0),
        row_upper=np.full(count, np.inf),
        starts=np.zeros(count + 1, dtype=int),
        values=np.zeros(0),
    )
    target = SimpleNamespace(
        name_en="Magnets", name_tr="Mıknatıslar", kpi="magnets", definition="sintered", sense=">=", value=100.0
    )
    ix = SimpleNamespace(
        rows=SimpleNamespace(targets={"magnets": target}), targets=SimpleNamespace(scale=lambda _: 100.0)
    )
    found = SimpleNamespace(x=np.array([*misses.values(), *np.zeros(count)]))
    return _lines(cast(Arrays, arrays), cast(Indexes, ix), list(range(count)), cast(PhaseEnd, found))


NEAREST = "in the nearest plan short by "


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ({2030: 20.0}, "in 2030: " + NEAREST + "20.0% of the aim"),
        ({2030: 20.0, 2031: 50.0}, "in 2030 to 2031: " + NEAREST + "50.0% of the aim in 2031, its worst year"),
        ({2030: 20.0, 2032: 5.0}, "in 2030, 2032: " + NEAREST + "20.0% of the aim in 2030, its worst year"),
    ],
)
def test_one_line_for_all_years(years: dict[int, float], words: str) -> None:
    lines = lines_of({("target_level", ("magnets", year)): miss for year, miss in years.items()})
    assert lines == (f"target magnets “Magnets” (magnets, definition sintered, >= 100) {words}",)


def test_no_more_than_all_of_it_is_short() -> None:
    (line,) = lines_of({("target_ratio", ("magnets", 2030)): 140.0})
    assert NEAREST + "100.0% of the aim" in line


def test_the_worst_row_of_a_ratio_counts() -> None:
    (line,) = lines_of({("target_ratio", ("magnets", 2030)): 10.0, ("target_not_empty", ("magnets", 2030)): 30.0})
    assert "by 30.0% of the aim" in line
