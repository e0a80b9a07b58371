"""The bridges of a comparison as a book has them besides: every line of every run, with live sums and differences."""

from __future__ import annotations

from collections.abc import Sequence

from roadmap_opt.comparison import Comparison
from roadmap_opt.comparison.bridge import OTHER_YARDSTICK, REST, line_name, step_name
from roadmap_opt.comparison.npv_steps import STEPS
from roadmap_opt.documents.components import Cell, Column, Figure, Row, Table
from roadmap_opt.messages import Text
from roadmap_opt.words import COMPARISON_SECTIONS as SAY


def lines_table(comparison: Comparison, baseline: int) -> Table | None:
    """Every line in every run by the baseline's valuation, and what it differs by; nothing if that has no plan."""
    if comparison.npv_steps[baseline][comparison.valuation[baseline]] is None:
        return None
    return _Lines(comparison, baseline).table()


class _Lines:
    """Steps in bold with their lines below; every difference and every sum is a formula."""

    def __init__(self, comparison: Comparison, baseline: int) -> None:
        self.comparison, self.baseline = comparison, baseline
        own = comparison.valuation[baseline]
        self.runs = range(len(comparison.runs))
        self.npv_steps = [comparison.npv_steps[run][own] for run in self.runs]
        self.rows: list[Row] = []

    def table(self) -> Table:
        """Every step that occurs, the step to another valuation, and the total."""
        steps = []
        for step, lines in STEPS.items():
            used = [line for line in lines if any(w is not None and w.lines.get(line) for w in self.npv_steps)]
            if used:
                steps.append(len(self.rows))
                self._step(step, used)
        bridges = [self.comparison.bridge(self.baseline, run) for run in self.runs]
        for key in (OTHER_YARDSTICK, REST):
            amounts = [
                None if found is None else next(step.amount for step in found.steps if step.key == key)
                for found in bridges
            ]
            if any(amount is not None and abs(amount) > 1e-9 for amount in amounts):
                steps.append(len(self.rows))
                self._add(step_name(key), amounts)
        sums = "=" + "+".join("{}" for _ in steps)
        ends = [None if found is None else found.end for found in bridges]
        self._add(SAY.both("bridge_total"), ends, sums, steps)
        labels = [stamp.label for stamp in self.comparison.runs]
        columns = [Column(SAY.both("bridge_step")), *(Column(label, "number", decimals=1) for label in labels)]
        columns += [Column(SAY.both("column_difference", label=labels[run]), "number") for run in self._others]
        return Table(SAY.both("title_compare_bridge"), columns, self.rows)

    @property
    def _others(self) -> list[int]:
        return [run for run in self.runs if run != self.baseline]

    def _step(self, step: str, lines: Sequence[str]) -> None:
        """A step with its lines as a live sum, or as a value when it is one line of its own."""
        amounts = [None if w is None else w.steps[step] for w in self.npv_steps]
        if len(STEPS[step]) == 1:
            self._add(step_name(step), amounts)
            return
        at = len(self.rows)
        self._add(step_name(step), amounts, "=SUM({}:{})", (at + 1, at + len(lines)))
        for line in lines:
            self._add(line_name(line), [None if w is None else w.lines.get(line, 0.0) for w in self.npv_steps], level=1)

    def _add(
        self, label: Text, amounts: Sequence[float | None], formula: str = "", of: Sequence[int] = (), level: int = 0
    ) -> None:
        """A row: what every run has, by a formula of the rows ``of`` where there is one, and the differences."""
        at, before = len(self.rows), amounts[self.baseline]
        cells: list[Cell] = [label]
        for run, amount in enumerate(amounts):
            cells.append(Figure(value=amount, formula=formula, cells=[(row, 1 + run) for row in of]))
        for run in self._others:
            after = amounts[run]
            difference = None if before is None or after is None else after - before
            places = ((at, 1 + run), (at, 1 + self.baseline))
            greyed = self.comparison.greyed(self.baseline, run)
            cells.append(Figure("", difference, None, 1, True, doubtful=greyed, formula="={}-{}", cells=places))
        self.rows.append(Row(cells, "normal" if level else "total", level=level))
