"""Sections of a sweep: what is built whatever happens, which targets are met, what is taken up."""

from __future__ import annotations

from roadmap_opt import figures
from roadmap_opt.documents.components import Cell, Column, Paragraph, Row, Section, Table
from roadmap_opt.documents.drawings import Drawing
from roadmap_opt.documents.html.charts import Bar
from roadmap_opt.messages import Text
from roadmap_opt.report.sweep.charts import share_bars
from roadmap_opt.report.sweep.parts import section, share_cells, share_columns
from roadmap_opt.studies.sweep.results import SweepResults
from roadmap_opt.studies.sweep.statements import capacity_words
from roadmap_opt.studies.sweep.statistics import CONFIDENCE
from roadmap_opt.words import SWEEP as WORDS


def builds_section(results: SweepResults) -> Section:
    """Plants by how often they are built; those without regret are marked."""
    names, units = results.names, {plant.plant: plant.capacity_unit for plant in results.case.plants}
    bars, rows = [], []
    for each in results.builds:
        plant, site = names("plant", each.plant), names("site", each.site)
        label = Text(f"{plant.en} · {site.en}", f"{plant.tr} · {site.tr}")
        certain = results.is_no_regret(each)
        bars.append(Bar(label, each.built.share, "green" if certain else "sky"))
        sure = WORDS.both("proven_yes") if certain else ""
        unit = names.unit(units[each.plant])
        low, median, high = each.capacity
        capacity: list[Cell] = [capacity_words(each, unit), median, low, high, unit]
        rows.append(Row((label, plant, site, *share_cells(results, each.built), sure, each.first_year, *capacity)))
    shares = share_columns(results)
    columns = [
        Column(WORDS.both("column_plant"), only="book"), Column(WORDS.both("column_plant"), only="page"),
        Column(WORDS.both("column_site"), only="page"), *shares, Column(WORDS.both("column_no_regret")),
        Column(WORDS.both("column_first_year"), "year"), Column(WORDS.both("column_capacity_span"), only="page"),
        *(Column(WORDS.both(f"column_{key}"), "quantity", only="book")
          for key in ("capacity", "capacity_low", "capacity_high")),
        Column(WORDS.both("column_unit"), "quiet", only="book"),
    ]  # fmt: skip
    drawing = Drawing("bars", shares[:1], of="builds", colours=[bar.colour for bar in bars], first=True)
    chart = share_bars(WORDS.both("builds_title"), bars, drawing)
    table = Table(WORDS.both("builds_table"), columns, rows, sortable=True, key="builds")
    threshold = figures.percent(results.record.no_regret, 0)
    lead = WORDS.both("section_builds_lead", threshold=threshold)
    return section("builds", [chart, _interval(results), table], lead)


def _interval(results: SweepResults) -> Paragraph:
    key = "shares_drawn" if results.drawn else "shares_not_drawn"
    values = {"confidence": figures.percent(CONFIDENCE, 0)} if results.drawn else {}
    return Paragraph(WORDS.both(key, **values), "quiet")


def targets_section(results: SweepResults) -> Section:
    """Targets by how often they are met."""
    names = results.names
    bars = [Bar(names("target", each.target), each.met.share, "green" if each.met.share == 1 else "orange")
            for each in results.targets]  # fmt: skip
    shares = share_columns(results)
    missed = Column(WORDS.both("column_missed_by"), "share", decimals=1)
    rows = [
        Row((names("target", each.target), *share_cells(results, each.met), each.shortfall)) for each in results.targets
    ]
    chart = share_bars(WORDS.both("targets_title"), bars, Drawing("data_bars", shares[:1], of="targets"))
    columns = [Column(WORDS.both("column_target")), *shares, missed]
    table = Table(WORDS.both("targets_title"), columns, rows, zero="0 %", key="targets")
    return section("targets", [chart, table])


def taken_section(results: SweepResults) -> Section:
    """Programmes, contracts and sources by how often they are taken up."""
    columns = [
        Column(WORDS.both("column_kind")), Column(WORDS.both("column_item")), *share_columns(results),
        Column(WORDS.both("column_year"), "year"),
    ]  # fmt: skip
    rows = [
        Row((WORDS.both(f"taken_{each.kind}"), results.names(each.kind, each.item),
             *share_cells(results, each.taken), each.year))
        for each in results.taken
    ]  # fmt: skip
    return section("taken", [Table(WORDS.both("section_taken"), columns, rows, sortable=True)])
