"""What changed between two runs as lines for a terminal: inputs, results, targets, decisions, money."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roadmap_opt.comparison import Comparison
from roadmap_opt.comparison.bridge import Bridge, line_name
from roadmap_opt.comparison.decision_changes import Move
from roadmap_opt.comparison.figures import MONEY, signed
from roadmap_opt.comparison.inputs import InputDifference
from roadmap_opt.figures import percent
from roadmap_opt.messages import Language, Text
from roadmap_opt.words import HISTORY as HISTORY_WORDS
from roadmap_opt.words import TERMS as RESULT_WORDS

MOST_INPUTS, MOST_LINES = 40, 5
"""Lines of each kind that are printed; the rest is counted."""

_FIGURES = ("objective", "npv_chosen", "targets_met", "weighted_shortfall", "sum_revenue", "sum_capex", "sum_equity",
            "sum_debt")  # fmt: skip

Place = Callable[[InputDifference], str]


def diff_lines(comparison: Comparison, place: Place, language: Language) -> Iterator[str]:
    """The difference from the first to the second run of the comparison; ``place`` finds an input in the workbook."""
    return _Diff(comparison, place, language).lines()


class _Diff:
    def __init__(self, comparison: Comparison, place: Place, language: Language) -> None:
        self.comparison, self.place, self.language = comparison, place, language

    def say(self, key: str, **values: object) -> str:
        return HISTORY_WORDS.both(key, **values).in_language(self.language)

    def words(self, text: Text) -> str:
        return text.in_language(self.language)

    def lines(self) -> Iterator[str]:
        older, newer = self.comparison.runs
        names = {"older": f"{self.words(older.label)}", "newer": f"{self.words(newer.label)}"}
        yield self.say("diff_head", **names)
        yield from self.inputs()
        mark = self.comparison.distinctions[0][1]
        gaps = self.say("diff_gap", older=percent(older.gap), newer=percent(newer.gap))
        yield ""
        yield f"{self.say('diff_results')} ({self.words(mark.words)}; {gaps})"
        yield f"  {self.words(mark.explanation)}"
        if not (older.has_plan and newer.has_plan):
            yield f"  {self.words(older.ended)} → {self.words(newer.ended)}"
            return
        yield from self.figures()
        yield from self.targets()
        yield from self.decisions()
        yield from self.money()

    def inputs(self) -> Iterator[str]:
        effective = [found for found in self.comparison.inputs if not found.is_remark]
        remarks = sum(len(found.rows) for found in self.comparison.inputs if found.is_remark)
        yield ""
        yield self.say("diff_inputs")
        if not effective:
            yield f"  {self.say('diff_no_inputs')}"
        for found in effective[:MOST_INPUTS]:
            place = self.place(found)
            sheet = "" if place.startswith(f"{found.sheet}!") else found.sheet
            parts = (sheet, self.words(found.row_words), found.column, found.years_words)
            what = " · ".join(part for part in parts if part)
            shown = f"{self.words(found.shown(0))} → {self.words(found.shown(1))}"
            change = self.words(found.change(0, 1))
            yield f"  {place}  {what}: {shown}" + (f"  ({change})" if change else "")
        if len(effective) > MOST_INPUTS:
            yield f"  {self.say('diff_more', count=len(effective) - MOST_INPUTS)}"
        if remarks:
            yield f"  {self.say('diff_remarks', count=remarks)}"

    def figures(self) -> Iterator[str]:
        chosen = [figure for figure in self.comparison.figures if figure.key in _FIGURES]
        width = max(len(self.words(figure.label)) for figure in chosen)
        for figure in chosen:
            shown = f"{self.words(figure.shown(0))} → {self.words(figure.shown(1))}"
            difference = self.words(figure.difference_shown(0, 1))
            yield f"  {self.words(figure.label):<{width}}  {shown}  ({difference})"

    def targets(self) -> Iterator[str]:
        yield ""
        yield self.say("diff_targets")
        moved, below = 0, False
        for target in self.comparison.targets:
            before, after = target.cells
            known = [cell for cell in (before, after) if cell is not None]
            if len(known) == 2 and len({(cell.status, cell.wanted, cell.missed_by) for cell in known}) == 1:
                continue
            moved += 1
            told = ["–" if c is None else f"{self.words(c.value)} {self.words(c.status)}" for c in (before, after)]
            aim = " → ".join(dict.fromkeys(self.words(cell.wanted) for cell in known))
            yield f"  {self.words(target.label)} ({aim}): {told[0]} → {told[1]}"
            below = below or any(cell.is_below_nothing for cell in known)
        if below:
            yield f"  {self.words(RESULT_WORDS.both('note_below_nothing'))}"
        if not moved:
            yield f"  {self.say('diff_no_targets')}"

    def decisions(self) -> Iterator[str]:
        yield ""
        yield self.say("diff_decisions")
        moved = []
        for row in self.comparison.decisions:
            change, before, after = row.change(0, 1), row.of(0), row.of(1)
            if change is None or before is None or after is None or change.move is Move.SAME:
                continue
            name = ", ".join(part for part in (self.words(row.label), self.words(row.place)) if part)
            moved.append(
                f"  {name}: {self.words(change.words)}  ({self.words(before.shown)} → {self.words(after.shown)})"
            )
        yield from moved
        if not moved:
            yield f"  {self.say('diff_no_decisions')}"

    def money(self) -> Iterator[str]:
        bridge = self.comparison.bridge(0, 1)
        if bridge is None or not bridge.visible:
            return
        yield ""
        yield self.say("diff_money")
        amounts = [self.words(signed(step.amount, 1, Text.same(""))) for step in bridge.visible]
        steps = [f"{self.words(step.label)} {a}" for step, a in zip(bridge.visible, amounts, strict=True)]
        total = self.words(signed(bridge.difference, 1, MONEY))
        yield f"  {total} = " + ", ".join(steps)
        for name, amount in _largest_lines(bridge):
            yield f"  {self.words(name)}: {self.words(signed(amount, 1, MONEY))}"


def _largest_lines(bridge: Bridge) -> list[tuple[Text, float]]:
    """The lines of the cash flow that moved most, when they say more than their step."""
    lines = [(line, amount) for step in bridge.visible for line, amount in step.lines.items() if len(step.lines) > 1]
    lines.sort(key=lambda pair: -abs(pair[1]))
    return [(line_name(line), amount) for line, amount in lines[:MOST_LINES]]
