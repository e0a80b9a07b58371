"""A program of its own: reads a mixed-integer problem as JSON, solves it with OR-tools' SCIP, prints plan and bound.

It runs in its own process because OR-tools and highspy each bring a copy of HiGHS, and the two do not load together.
"""

from __future__ import annotations

import json
import sys

from ortools.linear_solver.python import model_builder


def main() -> None:
    """Print objective and proven bound of the optimum as a JSON list, or ``null`` when there is no plan."""
    problem = json.load(sys.stdin)
    model = model_builder.Model()
    x = [model.new_var(low, high, whole, f"x{j}") for j, (low, high, whole) in enumerate(problem["columns"])]
    for columns, values, low, high in problem["rows"]:
        if columns:
            model.add_linear_constraint(sum(x[j] * v for j, v in zip(columns, values, strict=True)), low, high)
    columns, values, constant = problem["objective"]
    goal = sum((x[j] * v for j, v in zip(columns, values, strict=True)), constant)
    (model.maximize if problem["maximise"] else model.minimize)(goal)
    solver = model_builder.Solver("scip")
    solver.set_time_limit_in_seconds(30)
    status = solver.solve(model)
    if status not in (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.INFEASIBLE):
        sys.exit(f"SCIP ended with {status}")
    optimal = status == model_builder.SolveStatus.OPTIMAL
    json.dump([solver.objective_value, solver.best_objective_bound] if optimal else None, sys.stdout)


if __name__ == "__main__":
    main()
