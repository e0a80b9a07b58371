"""The tile of the net present value names its own kind of terminal value once, and the others with their amounts."""

from __future__ import annotations

import pytest

from roadmap_opt.report.run.summary import npv_tile
from tests.support.explained import run_of

HOW = {"book": "by book value", "going_concern": "as a going concern", "operation": "with operation going on"}


@pytest.mark.parametrize("chosen", [*HOW, "none"])
def test_the_chosen_terminal_value_is_named_and_the_others_are_counted(chosen: str) -> None:
    remark = npv_tile(run_of(Settings={"terminal_value": chosen})).remark
    assert remark is not None
    before, _, others = remark.en.partition("; ")
    assert (HOW.get(chosen) or "nothing counted after the horizon") in before
    for kind, words in HOW.items():
        assert (f"{words} " in others) == (kind != chosen)
    assert others.count("MUSD") == sum(kind != chosen for kind in HOW)
