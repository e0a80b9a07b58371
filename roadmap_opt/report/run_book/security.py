"""Sheets of where rare earths come from and of what the country has of the plan."""

from __future__ import annotations

from roadmap_opt.case.public_kinds import EVERYWHERE, PUBLIC_VALUE
from roadmap_opt.documents.excel.look import WHOLE_PERCENT
from roadmap_opt.insight.supply_security import public_values, supply_security
from roadmap_opt.messages import Text
from roadmap_opt.palette import GREEN
from roadmap_opt.report.run.security import TOLD, country
from roadmap_opt.report.run_book.content import Names
from roadmap_opt.report.run_book.page import Book, YearRow
from roadmap_opt.runs.run import Run
from roadmap_opt.words import SECURITY as SAY


def security_page(book: Book, run: Run, names: Names) -> None:
    """Imports, largest supplier and concentration by rare earths; shares by stage and country; who is served first."""
    found, language = supply_security(run), book.language
    page = book.page("security", tab_colour=GREEN)
    page.year_columns((40, 30, 16))
    page.note(SAY(language, "imports_lead"), 2)
    measures = (("import_share", found.imported), ("largest", found.largest), ("concentration", found.concentration))
    rows = [
        YearRow((SAY(language, title), SAY(language, f"element_{key}"), "%"), measure[key], key)
        for title, measure in measures
        for key in TOLD
        if key in measure
    ]
    titles = (book.say("column_measure"), book.say("column_rare_earth"), book.say("column_unit"))
    page.year_table(titles, rows, num_format=WHOLE_PERCENT)
    page.heading(SAY(language, "origins"))
    entering = [
        YearRow(
            (SAY(language, f"element_{key}"),
             f"{country(n).in_language(language)} · {SAY(language, f'stage_{stage}')}", "%"),
            years,
            f"{key} | {stage} | {n}",
        )
        for key in TOLD
        for (stage, n), years in found.entering[key].items()
    ]  # fmt: skip
    titles = (book.say("column_rare_earth"), book.say("column_origin"), book.say("column_unit"))
    page.year_table(titles, entering, num_format=WHOLE_PERCENT)
    page.heading(SAY(language, "first"))
    served = [
        YearRow((names("market", market), "", "%"), years, market) for market, years in found.first_served.items()
    ]
    page.year_table((book.say("column_market"), "", book.say("column_unit")), served, num_format=WHOLE_PERCENT)
    page.heading(SAY(language, "stockpiles"))
    units = {row.commodity: names.unit(row.unit) for row in run.case.commodities}
    held = [
        YearRow((f"{names('commodity', c)} · {names('site', s)}", SAY(language, key), units[c]), years, c)
        for (c, s), pair in found.stockpiles.items()
        for key, years in zip(("stock_due", "stock_held"), pair, strict=True)
    ]
    page.year_table((book.say("column_commodity"), "", book.say("column_unit")), held)


def public_page(book: Book, run: Run, names: Names) -> None:
    """Every kind of public value by province."""
    page = book.page("public", tab_colour=GREEN)
    page.year_columns((40, 30, 16))
    page.note(SAY(book.language, "jobs_note"), 2)
    page.note(SAY(book.language, "footprint_note"), 2)
    rows = []
    for kind, places in public_values(run).items():
        unit, *words = PUBLIC_VALUE[kind]
        for place, years in places.items():
            where = book.say("whole_country") if place == EVERYWHERE else place
            label = (Text(*words).in_language(book.language), where, names.unit(unit))
            rows.append(YearRow(label, years, f"{kind} | {place}"))
    page.year_table((book.say("column_measure"), book.say("column_province"), book.say("column_unit")), rows)
