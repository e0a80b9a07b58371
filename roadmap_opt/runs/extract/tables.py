"""From a solved model to the result tables. Every derived number is the value of an expression of the model."""

from __future__ import annotations

import pandas as pd
import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model import brought
from roadmap_opt.output.tables import RESULT_TABLES, ResultTable
from roadmap_opt.runs.extract.aims import Aims
from roadmap_opt.runs.extract.decisions import Decisions
from roadmap_opt.runs.extract.money import Money
from roadmap_opt.runs.extract.reading import ZERO
from roadmap_opt.solver.arrays import Arrays, Vector


def extract(model: pyo.ConcreteModel, ix: Indexes, arrays: Arrays, x: Vector) -> dict[str, pd.DataFrame]:
    """Load ``x`` into the model and read every table except those that the search itself fills."""
    give_values(arrays, x)
    brought.settle(model, ix)
    reader = _Reader(model, ix)
    tables = {}
    for name, table in RESULT_TABLES.items():
        if not table.by_solver:
            tables[name] = _typed(pd.DataFrame(list(getattr(reader, name)()), columns=table.column_names), table)
    return tables


def give_values(arrays: Arrays, x: Vector) -> None:
    """Give the model's variables the values in ``x``, tiny ones as nought."""
    for variable, value in zip(arrays.variables, x, strict=True):
        variable.set_value(0.0 if abs(value) < ZERO else float(value), skip_validation=True)


def _typed(frame: pd.DataFrame, table: ResultTable) -> pd.DataFrame:
    """Blanks as NaN in columns of numbers, also where every cell is blank, as in a plan that builds nothing."""
    numbers = [column.name for column in table.columns if not column.key and column.unit != "yes/no"]
    if frame.empty:
        return frame.astype(dict.fromkeys(numbers, "int64"))  # as to_numeric types a column without cells
    kinds = frame.dtypes
    for name in numbers:
        if pd.api.types.is_object_dtype(kinds[name]):
            frame[name] = pd.to_numeric(frame[name])
    return frame


class _Reader(Decisions, Money, Aims):
    """One method per result table."""
