"""What contracts are worth to lenders: cash at their prices against the plan's, and what contracts bring at them."""

from __future__ import annotations

import math

from roadmap_opt import figures
from roadmap_opt.documents.components import Column, Folded, Group, Paragraph, Row, Table
from roadmap_opt.documents.html.charts import Series, lines_by_year
from roadmap_opt.documents.year_tables import Years
from roadmap_opt.figures import MUSD
from roadmap_opt.insight.bank_case import BankCase, contracts_at_deck, groups_at_ceiling
from roadmap_opt.messages import Text
from roadmap_opt.palette import THINGS
from roadmap_opt.report.run import chart_findings
from roadmap_opt.report.run.money_parts import money, money_table
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.words import CHART_FINDINGS as FOUND
from roadmap_opt.words import CONTRACTS as SAY


def bank_group(run: Run, names: Names, bank: BankCase) -> Group:
    """The plan's cash beside what lenders see, and the part that contracts have in it."""
    lead = SAY.both("bank_lead")
    cash = {year: bank.cash(year) for year in bank.years}
    low = {year: bank.cash(year, low=True) for year in bank.years}
    moved = (bank.operating, cash, bank.spot)
    if not any(abs(value) > 1e-6 for values in moved for value in values.values()):
        return Group(SAY.both("bank"), [Paragraph(SAY.both("bank_nothing"))], lead)
    series = [
        Series(SAY.both("bank_base"), bank.operating, THINGS["operating"]),
        Series(SAY.both("bank_cash"), cash, THINGS["bank"]),
        Series(SAY.both("bank_low"), low, "grey"),
    ]
    last = bank.years[-1]
    said = FOUND.both("lenders", year=last, plan=money(bank.operating[last]), base=money(cash[last]))
    chart = chart_findings.found(lines_by_year(SAY.both("bank_chart"), bank.years, series, MUSD), said)
    rows = [
        Years(SAY.both("bank_base"), bank.operating, kind="total"),
        Years(SAY.both("bank_cash"), cash, kind="total"),
        Years(SAY.both("bank_low"), low, kind="total"),
        Years(SAY.both("row_shielded"), bank.shielded),
    ]
    table = money_table(SAY.both("bank_table"), bank.years, rows)
    detail = [Folded(each.caption, [each]) for each in (table, *_contracts(run, names))]
    return Group(
        SAY.both("bank"), [Paragraph(Text.joined(*_tension(run, names, bank))), chart, *detail], lead, folded=True
    )


def _contracts(run: Run, names: Names) -> list[Table]:
    """What every contract adds at the lenders' base prices, within the ceiling and above it."""
    found = contracts_at_deck(run)
    columns = [
        Column(SAY.both("deck_contract")), Column(SAY.both("deck_group")), Column(SAY.both("deck_state")),
        Column(SAY.both("deck_more"), "share"), Column(SAY.both("deck_worth"), "number", MUSD, 1),
    ]  # fmt: skip
    rows = []
    for row in sorted(found, key=lambda each: (not each.signed, -each.worth, -each.more)):
        state = "deck_signed" if row.signed else "deck_above"
        group = names("group", row.group) if row.group else SAY.both("no_group")
        rows.append(Row((names("contract", row.contract), group, SAY.both(state), row.more,
                         row.worth if row.signed else None)))  # fmt: skip
    if not rows:
        return []
    note = SAY.both("deck_note", year=run.case.settings.last_year)
    return [Table(SAY.both("deck_table"), columns, rows, note)]


def _tension(run: Run, names: Names, bank: BankCase) -> list[Text]:
    year = bank.years[-1]
    cases = {"operating": money(bank.operating[year]), "cash": money(bank.cash(year)),
             "low": money(bank.cash(year, low=True))}  # fmt: skip
    told = [SAY.both("bank_said", year=year, **cases)]
    if any(bank.contract.values()):
        worth = math.fsum(bank.shielded.values())
        key = "bank_shielded" if worth > 0.05 else "bank_not_shielded"
        told.append(SAY.both(key, worth=money(abs(worth))))
    if full := groups_at_ceiling(run):
        groups = [
            SAY.both("ceiling_of", group=names("group", g), limit=figures.percent(at.limit, 0), years=_span(at.years))
            for g, at in full.items()
        ]
        told.append(SAY.both("bank_ceiling", groups=Text.listed(groups)))
    else:
        told.append(SAY.both("bank_no_ceiling"))
    return told


def _span(years: list[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
