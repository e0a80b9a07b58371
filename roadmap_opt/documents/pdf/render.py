"""From a briefing to one or two pages of paper: tables as long as there is room, letters smaller before rows go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from roadmap_opt.documents.briefing import Block, Briefing, Numbers, YearChart, spoken
from roadmap_opt.documents.pdf.charts import TITLE as CHART_TITLE
from roadmap_opt.documents.pdf.letters import ready
from roadmap_opt.documents.pdf.sheet import BETWEEN, FOOT, GUTTER, HALF, HIGH, MARGIN, STORY, WIDE, Sheet
from roadmap_opt.messages import LANGUAGES, Language

SCALES = (1.0, 0.95)
"""Sizes that are tried before rows are left out."""

SMALLEST = 0.9
"""Size that is tried before rows go that a reader has to see, such as a target that is late."""

TALLEST, LOWEST = 172.0, 140.0
"""Points of a chart: where there is room, and where there is none."""


_Part = YearChart | Block
_Column = list[_Part]
"""What stands below one another on half the width."""


def briefing_pdf(briefing: Briefing, language: Language) -> bytes:
    """The briefing as PDF; the same briefing gives the same bytes."""
    ready()
    content = BytesIO()
    canvas = Canvas(content, pagesize=(WIDE, HIGH), invariant=1, lang=language, pageCompression=1)
    canvas.setTitle(f"{spoken(briefing.title, language)}: {spoken(briefing.kind, language)}")
    canvas.setAuthor("roadmap-opt")
    canvas.setSubject("  ·  ".join(spoken(fact, language) for fact in briefing.facts))
    pages = 2 if briefing.numbers else 1
    _first(canvas, briefing, language, f"1 / {pages}")
    if briefing.numbers:
        _second(canvas, briefing, briefing.numbers, language, "2 / 2")
    canvas.save()
    return content.getvalue()


def _first(canvas: Canvas, briefing: Briefing, language: Language, page: str) -> None:
    """Verdict, what to decide, targets."""
    sheet = Sheet(canvas, language)
    _first_top(sheet, briefing)
    blocks = [briefing.decisions, briefing.targets]
    chosen = _alike(sheet, blocks, lambda unseen: _first_top(unseen, briefing))
    for block, version in zip(blocks, chosen, strict=True):
        sheet.block(block, version)
        sheet.y -= BETWEEN + 2
    _end(sheet, briefing, page)


def _first_top(sheet: Sheet, briefing: Briefing) -> float:
    """Verdict, story, tiles; returns the points that are left, with what would follow the last block."""
    sheet.head(briefing)
    sheet.y -= BETWEEN + 1
    sheet.text(spoken(briefing.story, sheet.language), STORY, leading=1.38)
    sheet.y -= BETWEEN + 2
    if briefing.tiles:
        sheet.tiles(briefing.tiles)
        sheet.y -= BETWEEN
    return float(sheet.y - FOOT + BETWEEN + 2)


def _second(canvas: Canvas, briefing: Briefing, numbers: Numbers, language: Language, page: str) -> None:
    """Charts and money: two columns side by side, charts as tall as there is room, and capacity below."""
    sheet = Sheet(canvas, language)
    room = _second_top(sheet, briefing, numbers)
    charts: list[_Column] = [[chart] for chart in (numbers.state, numbers.uses) if chart is not None]
    left: _Column = [numbers.money] if numbers.money is not None else []
    right: _Column = [block for block in (numbers.limits, numbers.assumptions) if block is not None]
    tables = [column for column in (left, right) if column]
    pairs = [pair for pair in (charts, tables) if pair]
    below = [numbers.capacity] if numbers.capacity else []
    chosen = _alike(sheet, below, lambda unseen: _second_top(unseen, briefing, numbers) - _fixed(unseen, pairs))
    taken = sum(sheet.block_height(block, at) + BETWEEN + 2 for block, at in zip(below, chosen, strict=True))
    spare = max(0.0, room - taken - _fixed(sheet, pairs))
    for pair in pairs:
        height = _least(sheet, pair)
        if pair is charts:
            height = min(max(height, TALLEST), height + spare)
        top = sheet.y
        for side, column in enumerate(pair):
            _fill(sheet, column, MARGIN + side * (HALF + GUTTER), height)
            sheet.y = top
        sheet.y -= height + BETWEEN
    for block, version in zip(below, chosen, strict=True):
        sheet.block(block, version)
        sheet.y -= BETWEEN + 2
    _end(sheet, briefing, page)


def _fill(sheet: Sheet, column: _Column, x: float, height: float) -> None:
    """Draw the parts of a column below one another."""
    for part in column:
        if isinstance(part, YearChart):
            sheet.chart(part, x, height)
        else:
            sheet.block(part, 0, x, HALF)
            sheet.y -= BETWEEN


def _second_top(sheet: Sheet, briefing: Briefing, numbers: Numbers) -> float:
    """Band and tiles; returns the points that are left, with what would follow the last block."""
    sheet.heading = CHART_TITLE
    sheet.strip(briefing, spoken(briefing.pages[-1], sheet.language))
    sheet.y -= BETWEEN + 1
    if numbers.returns:
        sheet.tiles(numbers.returns)
        sheet.y -= BETWEEN
    return float(sheet.y - FOOT + BETWEEN + 2)


def _fixed(sheet: Sheet, pairs: Sequence[Sequence[_Column]]) -> float:
    return sum(_least(sheet, pair) + BETWEEN for pair in pairs)


def _least(sheet: Sheet, pair: Sequence[_Column]) -> float:
    """Points that columns beside one another take at least."""

    def tall(part: _Part) -> float:
        return LOWEST if isinstance(part, YearChart) else sheet.block_height(part, 0, HALF)

    return max(sum(map(tall, column)) + BETWEEN * (len(column) - 1) for column in pair)


def _alike(sheet: Sheet, blocks: Sequence[Block], room: Callable[[Sheet], float]) -> list[int]:
    """The versions that fit in both languages, in letters that fit in both: who compares them finds the same rows.

    ``room`` draws what stands above them on a sheet that nobody sees, and says what is left of it.
    """
    sheets = [Sheet(Canvas(BytesIO(), pagesize=(WIDE, HIGH)), language) for language in LANGUAGES]
    chosen = [_fitting(each, blocks, room(each)) for each in sheets]
    sheet.scale = min(each.scale for each in sheets)
    return [max(versions) for versions in zip(*chosen, strict=True)]


def _fitting(sheet: Sheet, blocks: Sequence[Block], room: float) -> list[int]:
    """The versions that fit into the room together: smaller letters first, then fewer rows of the taller table, and
    still smaller letters before rows go that are wanted.
    """
    chosen = [0] * len(blocks)

    @cache
    def height(at: int, version: int, _: float) -> float:
        return sheet.block_height(blocks[at], version) + BETWEEN + 2

    def heights() -> list[float]:
        return [height(at, version, sheet.scale) for at, version in enumerate(chosen)]

    for scale in SCALES:
        sheet.scale = scale
        if sum(heights()) <= room:
            return chosen
    while sum(taken := heights()) > room:
        longer = [at for at, block in enumerate(blocks) if chosen[at] < block.wanted]
        if not longer and sheet.scale > SMALLEST:
            sheet.scale = SMALLEST
            continue
        longer = longer or [at for at, block in enumerate(blocks) if chosen[at] + 1 < len(block.versions)]
        if not longer:
            break
        chosen[max(longer, key=lambda at: taken[at])] += 1
    return chosen


def _end(sheet: Sheet, briefing: Briefing, page: str) -> None:
    sheet.foot([spoken(line, sheet.language) for line in briefing.foot], page)
    sheet.canvas.showPage()
