"""The page of a batch: which scenarios are worth what, which targets they meet, and which of them are told apart."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from roadmap_opt import figures
from roadmap_opt.comparison.pairs import summary
from roadmap_opt.documents.components import Component, Page, Paragraph, Section, Tile, Tiles, Words
from roadmap_opt.documents.html.render import write_page
from roadmap_opt.insight.standing import Standing
from roadmap_opt.messages import Language, Text
from roadmap_opt.report.batch.charts import money_chart, targets_chart
from roadmap_opt.report.batch.tables import pairs_parts, scenarios_table
from roadmap_opt.studies.scenarios.results import BatchResults
from roadmap_opt.words import BATCH as WORDS


def write_batch_page(path: Path, results: BatchResults, language: Language) -> None:
    """Write `batch.html`, showing ``language`` first, or leave what stood there; raises :class:`SaveError`."""
    write_page(path, batch_document(results), language)


def batch_document(results: BatchResults) -> Page:
    """The document; a batch without a plan has no pictures in it, one of a single scenario no pairs."""
    sections = [_section("scenarios", [scenarios_table(results)])]
    if results.planned and results.targets:
        sections.append(_section("targets", [targets_chart(results)]))
    if results.planned:
        sections.append(_section("money", [money_chart(results)]))
    if len(results.compared) > 1:
        sections.append(Section("pairs", WORDS.both("section_pairs"), summary(results.pairs), pairs_parts(results)))
    record = results.record
    facts: list[Words] = [
        PurePosixPath(record.workbook).name,
        WORDS.both("scenarios_counted", count=len(results.scenarios)),
    ]
    facts.append(WORDS.both("facts_limit", seconds=figures.number(record.options.get("time_limit"))))
    title = WORDS.both("page_title", batch=record.name)
    return Page(title, facts, _head(results), sections, [WORDS.both("page_written")])


def _section(key: str, parts: list[Component]) -> Section:
    return Section(key, WORDS.both(f"section_{key}"), WORDS.both(f"lead_{key}"), parts)


def _head(results: BatchResults) -> list[Component]:
    """How many scenarios have a plan, how far these may be relied on, and which pairs are told apart."""
    planned, count = len(results.planned), len(results.scenarios)
    tiles = [
        Tile(
            WORDS.both("tile_plans"), Text.same(f"{planned}/{count}"), WORDS.both("tile_plans_remark"),
            "good" if planned == count else "warn",
        )
    ]  # fmt: skip
    for standing in Standing:
        number = sum(each.standing is standing for each in results.planned)
        tiles.append(Tile(standing.name_in_words, figures.number(number), standing.advice))
    parts: list[Component] = [Tiles(tiles)]
    if len(results.compared) > 1:
        parts.append(Paragraph(summary(results.pairs), "story"))
    return parts
