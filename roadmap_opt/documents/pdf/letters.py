"""Letters on paper: the embedded font, what it can draw, and how wide a text is."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

from roadmap_opt.palette import LIGHT

PLAIN, BOLD = "Inter", "Inter-SemiBold"
_FILES = {PLAIN: "Inter-Regular.ttf", BOLD: "Inter-SemiBold.ttf"}

LEADING = 1.32
"""Height of a line over the size of its letters."""


@cache
def _font(name: str) -> TTFont:
    content = (files("roadmap_opt.documents.pdf") / "fonts" / _FILES[name]).read_bytes()
    font = TTFont(name, BytesIO(content))
    pdfmetrics.registerFont(font)
    return font


def ready() -> None:
    """Make the font known to the library; a paragraph names it only."""
    for name in _FILES:
        _font(name)
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)


def drawable(text: str) -> str:
    """The text with a question mark for letters and digits that the font lacks, and without signs that it lacks."""
    known = _font(PLAIN).face.charToGlyph
    drawn = "".join(
        each if ord(each) in known or each == "\n" else "?" if unicodedata.category(each)[0] in "LN" else " "
        for each in text
    )
    return drawn.strip(" ") if drawn != text else text


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Points that a text takes on one line."""
    return float(_font(BOLD if bold else PLAIN).stringWidth(drawable(text), size))


def cut(text: str, size: float, width: float, bold: bool = False) -> str:
    """The text, or as much of its beginning as there is room for on one line."""
    if text_width(text, size, bold) <= width:
        return text
    kept = text
    while kept and text_width(f"{kept}…", size, bold) > width:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


def colour(name: str) -> Color:
    """A colour of the palette by its name."""
    return HexColor(LIGHT[name])


def paragraph(
    text: str,
    size: float,
    *,
    bold: bool = False,
    tint: str = "ink",
    right: bool = False,
    leading: float = LEADING,
) -> Paragraph:
    """A text that wraps; what looks like markup in it is text."""
    ready()
    style = ParagraphStyle(
        "text",
        fontName=BOLD if bold else PLAIN,
        fontSize=size,
        leading=size * leading,
        textColor=colour(tint),
        alignment=TA_RIGHT if right else TA_LEFT,
        splitLongWords=1,
    )
    return Paragraph(escape(drawable(text)), style)
