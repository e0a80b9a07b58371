"""What stands on a slide: texts that fit their frames, areas of a colour, lines. Places and sizes are in inches."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from roadmap_opt.documents.pdf.letters import text_width
from roadmap_opt.messages import Language
from roadmap_opt.palette import LIGHT

WIDE, HIGH = 13.333, 7.5
MARGIN = 0.5
INNER = WIDE - 2 * MARGIN
POINTS = 72.0
LINE = 1.22
NARROWER = 0.9
"""Width of Calibri, the font of the slides, over that of the font of the PDF: 0.86 on average, 0.89 at most."""

"""Height of a line over the size of its letters."""

CODES: dict[Language, str] = {"en": "en-GB", "tr": "tr-TR"}
"""The language of a text, by which PowerPoint checks its spelling."""


def rgb(name: str) -> RGBColor:
    """A colour of the palette by its name."""
    return RGBColor.from_string(LIGHT[name].removeprefix("#"))


def width_of(text: str, size: float, bold: bool = False) -> float:
    """Points that a text takes on one line, rather too many than too few: the font's own widths are not at hand."""
    return NARROWER * text_width(text, size, bold)


def lines(text: str, size: float, width: float, bold: bool = False) -> int:
    """Lines that a text takes in so many inches."""
    room, count = width * POINTS, 0
    for part in text.split("\n"):
        count += 1
        used = 0.0
        for word in part.split(" "):
            wide = width_of(word + " ", size, bold)
            if used and used + wide - width_of(" ", size, bold) > room:
                count += 1
                used = 0.0
            used += wide
    return count


def height_of(text: str, size: float, width: float, bold: bool = False) -> float:
    """Inches that a text takes."""
    return lines(text, size, width, bold) * size * LINE / POINTS


def shrunk(text: str, size: float, width: float, height: float, bold: bool = False, least: float = 8.0) -> float:
    """The size of letters at which a text fits a frame: the one asked for, or a smaller one."""
    while size > least and height_of(text, size, width, bold) > height:
        size -= 0.5
    return size


class Pen:
    """Draws on one slide in one language."""

    def __init__(self, slide: Any, language: Language) -> None:
        self.slide, self.language = slide, language

    def area(self, x: float, y: float, width: float, height: float, tint: str) -> None:
        """A rectangle of a colour without a border."""
        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(x), Inches(y), Inches(width), Inches(height))
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(tint)
        shape.line.fill.background()
        shape._element.remove(shape._element.find(qn("p:style")))  # the theme's shadow and outline

    def text(
        self,
        words: str,
        x: float,
        y: float,
        width: float,
        height: float,
        size: float,
        *,
        tint: str = "ink",
        bold: bool = False,
        right: bool = False,
        middle: bool = False,
    ) -> None:
        """A text frame without margins."""
        frame = self.slide.shapes.add_textbox(Inches(x), Inches(y), Inches(width), Inches(height)).text_frame
        self.fill(frame, words, shrunk(words, size, width, height, bold), tint=tint, bold=bold, right=right)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP

    def fill(
        self, frame: Any, words: str, size: float, *, tint: str = "ink", bold: bool = False, right: bool = False
    ) -> None:
        """Words into a frame that has no margins and does not grow."""
        frame.word_wrap = True
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for number, line in enumerate(words.split("\n")):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            self.run(paragraph, line, size, tint=tint, bold=bold)
            paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT

    def run(
        self, paragraph: Any, words: str, size: float, *, tint: str = "ink", bold: bool = False, font: str = ""
    ) -> None:
        """A stretch of letters of one kind at the end of a paragraph."""
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, rgb(tint)
        if font:
            run.font.name = font
        run._r.get_or_add_rPr().set("lang", CODES[self.language])
