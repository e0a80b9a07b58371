"""A swing that the solver's gap can explain is drawn as what cannot be told, and is no finding on the first screen."""

from __future__ import annotations

import dataclasses

import pytest

from roadmap_opt.case.sweeps import Parameter
from roadmap_opt.report.sweep.charts import tornado_of
from roadmap_opt.studies.sweep.outcomes import SCORE
from roadmap_opt.studies.sweep.results import SweepRecord, SweepResults
from roadmap_opt.studies.sweep.runs import SweepRun
from roadmap_opt.studies.sweep.statements import key_figures, outcome
from roadmap_opt.words import SWEEP as WORDS
from tests.support.tiny_case import tiny_case

ENDS = {("price", "low"): 40.0, ("price", "high"): 170.0, ("rate", "low"): 108.0, ("rate", "high"): 85.0}


def swept(width: float) -> SweepResults:
    """A tornado around an objective of 100 in which every search leaves ``width`` open: by 60 and 70 the price moves
    it, by 8 and 15 the rate.
    """

    def ended(number: int, varied: str, end: str, found: float) -> SweepRun:
        figures = {"chosen_npv_with_terminal": found, "weighted_shortfall": 0.0}
        return SweepRun(
            number, (1.0, 1.0), varied, end, "optimal", True, found=found, bound=found + width, violations=0,
            figures=figures, indicators={},
        )  # fmt: skip

    parameters = tuple(
        Parameter(name, said, said, "multiply", "uniform", 0.6, 1.0, 1.4, (), "", None, ())
        for name, said in (("rate", "Rate"), ("price", "Price"))
    )
    record = SweepRecord(
        **{field.name: {"str": "", "int": 0, "float": 0.0, "bool": False}.get(str(field.type), ())
           for field in dataclasses.fields(SweepRecord)}
        | {"design": "tornado", "no_regret": 0.9}  # type: ignore[arg-type]
    )  # fmt: skip
    runs = tuple(ended(at, *key, found) for at, (key, found) in enumerate(ENDS.items(), start=1))
    return SweepResults(record, tiny_case(), parameters, ended(0, "", "", 100.0), runs)


@pytest.mark.parametrize(
    ("width", "grey"), [(1.0, []), (10.0, [("Rate", "low")]), (20.0, [("Rate", "low"), ("Rate", "high")]),
                        (90.0, [("Price", "low"), ("Rate", "low"), ("Price", "high"), ("Rate", "high")])],
)  # fmt: skip
def test_bars_within_the_gap_are_grey_and_say_so(width: float, grey: list[tuple[str, str]]) -> None:
    """The gap of the base reaches to 100 and a width; whatever touches that cannot be told."""
    results = swept(width)
    chart = tornado_of(results, outcome(results, SCORE))
    assert chart is not None
    words = WORDS.both("tornado_grey")
    names = [bar.parameter.title() for bar in results.tornado(outcome(results, SCORE))]
    said, muted = [], []
    for place, (end, series) in enumerate(zip(("low", "high"), chart.option["series"], strict=True)):
        said += [(name, end) for name, item in zip(names, series["data"], strict=True) if words.en in item["tip"].en]
        assert chart.drawing is not None
        muted += [(names[row], end) for row in chart.drawing.muted[place]]
    assert sorted(said) == sorted(muted) == sorted(grey)
    assert words in [name for name, _ in chart.legend]


def test_what_is_proven_stands_on_top_and_only_that_is_a_finding() -> None:
    title = WORDS.both("tile_driver")
    for width, figure, good in ((20.0, "Price", None), (90.0, "cannot be told", False)):
        results = swept(width)
        tile = next(each for each in key_figures(results) if each.title == title)
        assert (tile.figure.en, tile.good) == (figure, good)
    results = swept(20.0)
    assert [bar.parameter for bar in results.tornado(outcome(results, SCORE))] == ["price", "rate"]
