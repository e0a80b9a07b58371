"""After the last decision year: what a year of each steady period brings, and the value by every way of counting it."""

from __future__ import annotations

from roadmap_opt.case.sheets.settings import TERMINAL_VALUES
from roadmap_opt.documents.components import Cell, Column, Component, Folded, Group, Paragraph, Row, Table, Words
from roadmap_opt.figures import MUSD
from roadmap_opt.insight.tail import Periods, tail_of, values_after_horizon
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.words import MONEY as SAY
from roadmap_opt.words import TERMS as WORDS


def tail_group(run: Run, names: Names) -> Group:
    """Operation after the horizon, and net present value with each terminal value."""
    last, tail = run.case.settings.last_year, tail_of(run)
    values = _values_table(run)
    if not tail.spans:
        return Group(SAY.both("tail", last=last), [Paragraph(SAY.both("tail_none")), values])
    columns = [Column(""), Column("", "quiet")]
    columns += [Column(f"{span[0]}–{span[-1]}", "quantity") for span in tail.spans.values()]

    def row(label: Words, unit: Words, periods: Periods, strong: bool = False) -> Row:
        cells: list[Cell] = [label, unit, *(periods[year] for year in tail.spans)]
        return Row(cells, "total" if strong else "normal")

    money = [
        row(SAY.both(f"tail_{item}"), MUSD, amounts, item in ("cash", "after_tax"))
        for item, amounts in tail.money.items()
    ]
    plants = {plant.plant: plant.capacity_unit for plant in run.case.plants}
    volumes = [Row([SAY.both("tail_kept")], "heading")]
    for (plant, site), kept in tail.kept.items():
        volumes.append(row(SAY.both("tail_at", plant=names("plant", plant), site=names("site", site)),
                           names.unit(plants[plant]), kept))  # fmt: skip
    volumes.append(Row([SAY.both("tail_sold")], "heading"))
    volumes += [row(names("commodity", c), names.unit_of(c), sold) for c, sold in tail.sold.items()]
    parts: list[Component] = [Table(SAY.both("tail_table"), columns, money)]
    if tail.kept or tail.sold:
        parts.append(Folded(SAY.both("tail_open"), [Table(SAY.both("tail_volumes"), columns, volumes)]))
    return Group(SAY.both("tail", last=last), [*parts, values], SAY.both("tail_lead", last=last), folded=True)


def _values_table(run: Run) -> Table:
    columns = [
        Column(""),
        *(Column(WORDS.both(f"terminal_{kind}"), "number", MUSD, 0) for kind in TERMINAL_VALUES),
    ]
    chosen = run.case.settings.perspective
    rows = [
        Row(
            [WORDS.both(f"perspective_{perspective}"), *values.values()],
            "total" if perspective == chosen else "normal",
        )
        for perspective, values in values_after_horizon(run).items()
    ]
    return Table(SAY.both("tail_values"), columns, rows)
