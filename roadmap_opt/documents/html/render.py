"""From parts to one self-contained HTML file: templates, style, script, library and data, nothing from outside."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from roadmap_opt import figures
from roadmap_opt.documents.cells import shown_cell
from roadmap_opt.documents.components import Cell, Chart, Column, Component, Folded, Group, Page
from roadmap_opt.documents.html.anchors import Anchors
from roadmap_opt.documents.media import for_medium
from roadmap_opt.messages import Language, Text
from roadmap_opt.palette import DARK, LIGHT
from roadmap_opt.saving import saved_whole
from roadmap_opt.words import PAGE as PAGE_TEXT

STYLES = ("page", "parts", "narrow", "paper")
SCRIPTS = ("figures", "drawing", "narrow", "charts", "saving", "paper", "tables", "language", "contents")
"""Files of the page's style and script, in order; the scripts share one scope."""

PAPER_ROWS = 60
"""Rows up to which a table is printed."""


def write_page(path: Path, page: Page, language: Language) -> None:
    """Write the page whole or not at all, in both languages, showing ``language`` first; raises :class:`SaveError`."""
    content = render_page(page, language)
    with saved_whole(path, overwrite=True) as whole:
        whole.write_text(content, encoding="utf-8", newline="\n")


def render_page(page: Page, language: Language) -> str:
    """The page as HTML."""
    environment = _environment(language)
    return environment.get_template("page.html").render(
        page=for_medium(page, "page"),
        language=language,
        style=Markup("".join(_asset(f"assets/{name}.css") for name in STYLES)),
        script=Markup(f'(() => {{\n"use strict";\n{"".join(_asset(f"assets/{name}.js") for name in SCRIPTS)}}})();'),
        library=Markup(_asset("vendor/echarts.min.js")),
        palettes={"light": dict(LIGHT), "dark": dict(DARK)},
    )


def _asset(name: str) -> str:
    return (files("roadmap_opt.documents.html") / name).read_text(encoding="utf-8")


def _environment(language: Language) -> Environment:
    environment = Environment(
        extensions=["jinja2.ext.do"],
        loader=PackageLoader("roadmap_opt.documents.html"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    numbers = itertools.count(1)
    anchors = Anchors()

    def shown(value: Any) -> Any:
        """Whatever a template prints: parts draw themselves, texts appear in both languages."""
        if isinstance(value, Component):
            return Markup(environment.get_template(value.template).render(part=value, language=language))
        return both(value) if isinstance(value, Text) else value

    environment.finalize = shown
    environment.globals.update(
        say=PAGE_TEXT.both,
        new_id=lambda: f"part-{next(numbers)}",
        anchor_of=anchors.of,
        enter=anchors.enter,
        named_parts=lambda section: [part for part in section.parts if isinstance(part, Chart | Folded | Group)],
        PAPER_ROWS=PAPER_ROWS,
        cell=shown_cell,
        data_value=_data_value,
        in_language=lambda words, spoken: words.in_language(spoken) if isinstance(words, Text) else words,
    )
    environment.filters["json"] = to_json
    return environment


def both(text: Text) -> Markup:
    """A text as HTML: one span per language, of which the style shows the one of the page."""
    english, turkish = (words.replace(" %", f"{figures.NO_BREAK}%") for words in (text.en, text.tr))
    if english == turkish:
        return Markup("{}").format(english)
    return Markup('<span lang="en">{}</span><span lang="tr">{}</span>').format(english, turkish)


def to_json(value: Any) -> Markup:
    """``value`` for a script block: texts as ``{"en": …, "tr": …}``, no number that JSON lacks, no early end."""
    content = json.dumps(_plain(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # Inside a script only "</script" and "<!--" have a meaning; without "<" neither can occur.
    return Markup(content.replace("<", "\\u003c"))


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return value.en if value.en == value.tr else {"en": value.en, "tr": value.tr}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def _data_value(column: Column, value: Cell) -> str | None:
    """The number of a cell in full, for sorting and for whoever wants to compare."""
    number = value.number if isinstance(value, Component) else value if column.is_number else None
    return repr(number) if isinstance(number, int | float) and math.isfinite(number) else None
