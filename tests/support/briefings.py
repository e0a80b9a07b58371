"""What stands where in a briefing: words of a PDF with their places, frames and tables of slides."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pptx import Presentation
from pypdf import PdfReader

from roadmap_opt.documents.briefing import Briefing
from roadmap_opt.documents.pdf.letters import text_width
from roadmap_opt.documents.pdf.sheet import FOOT, HIGH, WIDE
from roadmap_opt.documents.powerpoint.shapes import height_of

EMU = 914400


@dataclass(frozen=True)
class Word:
    """A stretch of text on a page, its baseline at ``y`` from below, in points."""

    page: int
    text: str
    x: float
    y: float
    size: float

    @property
    def right(self) -> float:
        """Where it ends; too far to the right for letters of medium weight, which are wider."""
        return self.x + text_width(self.text.strip("\n"), self.size)


def pages(content: bytes) -> list[str]:
    """The text of every page, with plain blanks for all blanks."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def words(content: bytes) -> list[Word]:
    """Everything that is written."""
    found: list[Word] = []
    for number, page in enumerate(PdfReader(io.BytesIO(content)).pages):
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest_approx((WIDE, HIGH))

        def note(text: str, cm: Any, tm: Any, _: Any, size: float, number: int = number) -> None:
            if text.strip():
                x = tm[4] * cm[0] + cm[4]
                y = tm[5] * cm[3] + cm[5]
                found.append(Word(number, text, x, y, size * abs(tm[3] * cm[3])))

        page.extract_text(visitor_text=note)
    return found


def pytest_approx(pair: tuple[float, float]) -> Any:
    """The two numbers to a hundredth of a point."""
    import pytest

    return pytest.approx(pair, abs=0.01)


def misplaced(content: bytes, margin: float) -> list[Word]:
    """What stands in a margin, runs out of the page, or into the foot."""
    return [
        word
        for word in words(content)
        if word.x < margin - 0.5 or word.right > WIDE - margin + 3 or not 8 < word.y < HIGH - 8
    ]


def body_below_foot(content: bytes, foot: list[str]) -> list[Word]:
    """What stands at the foot and is no part of it."""
    known = " ".join(foot)
    low = [word for word in words(content) if word.y < FOOT - 8]
    return [word for word in low if word.text.strip() not in known and "/" not in word.text]


def slides(content: bytes) -> Any:
    """The presentation, opened again."""
    return Presentation(io.BytesIO(content))


def said(content: bytes) -> list[str]:
    """All texts of every slide, with plain blanks for all blanks."""
    return [" ".join(" ".join(text for _, text in _texts(slide)).split()) for slide in slides(content).slides]


def _texts(slide: Any) -> Iterator[tuple[Any, str]]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape, shape.text_frame.text
        elif getattr(shape, "has_table", False) and shape.has_table:
            for row in shape.table.rows:
                for cell in row.cells:
                    yield shape, cell.text_frame.text


def charts(content: bytes) -> list[Any]:
    """The native charts of all slides, in order."""
    return [shape.chart for slide in slides(content).slides for shape in slide.shapes if shape.has_chart]


def overflows(content: bytes) -> Iterator[str]:
    """Shapes that leave their slide, and texts that are taller than their frame."""
    deck = slides(content)
    for number, slide in enumerate(deck.slides):
        for shape in slide.shapes:
            right, low = shape.left + shape.width, shape.top + shape.height
            if shape.left < -0.1 * EMU or shape.top < 0 or right > deck.slide_width + 9 or low > deck.slide_height + 9:
                yield f"slide {number + 1}: {shape.name} leaves it"
            if shape.has_text_frame and shape.text_frame.text:
                yield from _too_tall(number, shape)


def _too_tall(number: int, shape: Any) -> Iterator[str]:
    run = shape.text_frame.paragraphs[0].runs[0]
    needed = height_of(shape.text_frame.text, run.font.size.pt, shape.width / EMU, bool(run.font.bold))
    if needed > shape.height / EMU + 0.02:
        yield f"slide {number + 1}: {shape.text_frame.text[:40]!r} takes {needed:.2f} of {shape.height / EMU:.2f}"


def reasons(briefing: Briefing) -> dict[str, str]:
    """What is said below each late target, by its name, in English."""
    rows = briefing.targets.versions[briefing.targets.wanted].rows
    return {str(row.cells[0]): str(below.cells[0]) for row, below in pairwise(rows) if row.kind == "normal"}
