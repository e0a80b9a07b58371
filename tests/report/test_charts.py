"""What a chart's option says, without a browser."""

from __future__ import annotations

from roadmap_opt.documents.html.charts import Swing, tornado


def test_both_ends_of_a_tornado_start_at_the_base_also_when_they_move_the_outcome_the_same_way() -> None:
    chart = tornado("What moves it", 100.0, [Swing("Price", 110.0, 130.0)], "MUSD")
    low, high = chart.option["series"]
    assert [each["data"][0]["value"] for each in (low, high)] == [10.0, 30.0]
    assert "stack" not in low
    assert "stack" not in high
