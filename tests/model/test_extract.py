"""Result tables hold everything that the plan decides."""

from __future__ import annotations

import numpy as np

from roadmap_opt.runs.extract import extract
from tests.support.tiny_case import tiny_case, tiny_rows
from tests.support.workshop import compiled


def test_two_deposits_of_one_ore_at_one_site_are_both_mined() -> None:
    second = {**tiny_rows("Deposits")[0], "deposit": "hill_ore_2"}
    ix, model, arrays = compiled(tiny_case(Deposits=[*tiny_rows("Deposits"), second]))
    mined = {("extraction", ("hill_ore", 2028)): 2.0, ("extraction", ("hill_ore_2", 2028)): 3.0}
    tables = extract(model, ix, arrays, np.array([mined.get(label, 0.0) for label in arrays.column_labels]))
    (row,) = tables["balances"].to_dict("records")
    assert (row["commodity"], row["site"], row["year"], row["mined"]) == ("ore", "hill", 2028, 5.0)
