"""Bank case against base case: what a bank does not count, and how much of that is due to the ceiling on contracts."""

from __future__ import annotations

import math

from roadmap_opt import figures
from roadmap_opt.documents.components import Component, Group, Paragraph, SideBySide
from roadmap_opt.documents.html.charts import Series, lines_by_year, stacked_bars
from roadmap_opt.documents.year_tables import Years
from roadmap_opt.insight.bank_case import BankCase, loan_for
from roadmap_opt.messages import Text
from roadmap_opt.palette import THINGS
from roadmap_opt.report.run.money_funding import cheapest_lender
from roadmap_opt.report.run.money_parts import MUSD, joined, money, money_table
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, records
from roadmap_opt.words import CONTRACTS as SAY


def bank_group(run: Run, names: Names, bank: BankCase) -> Group:
    """Two charts, the tension in words, and the way from one case to the other as a table."""
    counted = run.case.settings.spot_revenue_counted
    lead = SAY.both(
        "bank_lead", counted=figures.percent(counted, 0), haircut=figures.number(1.0 - counted, 2, Text.same("USD"))
    )
    moved = (bank.operating, bank.cash, bank.spot)
    if not any(abs(value) > 1e-6 for values in moved for value in values.values()):
        return Group(SAY.both("bank"), [Paragraph(SAY.both("bank_nothing"))], lead)
    base = Series(SAY.both("bank_base"), bank.operating, THINGS["operating"])
    cash = Series(SAY.both("bank_cash"), bank.cash, THINGS["bank"])
    series = [base, cash]
    due = {int(row.year): row.service * row.covenant for row in records(run.tables["debt_cover"])}
    if any(amount > 0 for amount in due.values()):
        series.append(Series(SAY.both("bank_service"), due, "vermillion", dashed=True))
    cases = lines_by_year(SAY.both("bank_chart"), bank.years, series, MUSD)
    left = [
        Series(SAY.both("left_within"), bank.within_ceiling, THINGS["contract"]),
        Series(SAY.both("left_above"), bank.above_ceiling, "vermillion"),
        Series(SAY.both("left_no_group"), bank.no_group, "grey"),
    ]
    shown = [each for each in left if any(value > 0 for value in each.values.values())]
    charts: list[Component] = [cases]
    if shown:
        charts.append(stacked_bars(SAY.both("left_chart"), bank.years, shown, MUSD))
    rows = [
        Years(SAY.both("bank_base"), bank.operating, kind="total"),
        *(
            Years(SAY.both("row_left", what=SAY.both(f"what_{key}")), {year: -amount for year, amount in part.items()})
            for key, part in (
                ("within", bank.within_ceiling),
                ("above", bank.above_ceiling),
                ("no_group", bank.no_group),
            )
        ),
        Years(SAY.both("bank_cash"), bank.cash, kind="total"),
    ]
    table = money_table(SAY.both("bank_table"), bank.years, rows)
    words = [Paragraph(each) for each in _tension(run, names, bank)]
    return Group(SAY.both("bank"), [*words, SideBySide(charts), table], lead)


def _tension(run: Run, names: Names, bank: BankCase) -> list[Text]:
    year = bank.years[-1]
    left = bank.left_out(year)
    if math.fsum(bank.left_out(each) for each in bank.years) < 0.05:
        return [SAY.both("bank_all_counted")]
    cases = {"operating": money(bank.operating[year]), "cash": money(bank.cash[year]), "left": money(left)}
    told = [SAY.both("bank_said", year=year, **cases), _most(run, names, bank, year)]
    above, within = bank.above_ceiling[year], bank.within_ceiling[year]
    if above >= 0.05:
        told.append(_ceiling(run, bank, year))
    if within >= 0.05:
        told.append(SAY.both("bank_within", within=money(within)))
    sums = {
        "above": money(math.fsum(bank.above_ceiling.values())),
        "within": money(math.fsum(bank.within_ceiling.values())),
    }
    return [joined(*told), SAY.both("bank_tension", **sums)]


def _most(run: Run, names: Names, bank: BankCase, year: int) -> Text:
    """The debt that a year could serve if every sale counted in full, which is the most that contracts can bring."""
    if bank.operating[year] < 0.05:
        return SAY.both("bank_none")
    service = bank.operating[year] / bank.covenant
    said = {"service": money(service), "covenant": figures.number(bank.covenant, 2)}
    lender = cheapest_lender(run)
    if lender is None:
        return SAY.both("bank_most_plain", **said)
    loan = {"loan": money(loan_for(service, lender)), "name": names("source_name", lender.source_name)}
    return SAY.both("bank_most", **said, **loan)


def _ceiling(run: Run, bank: BankCase, year: int) -> Text:
    """What the ceiling costs the bank case of a year, and whether the bank case would carry debt without it."""
    limits = sorted({row.limit for row in records(run.tables["offtake"])})
    low, high = figures.percent(limits[0], 0), figures.percent(limits[-1], 0)
    limit = low if len(limits) == 1 else Text(f"{low.en} to {high.en}", f"{low.tr}–{high.tr}")
    above = bank.above_ceiling[year]
    without = bank.cash[year] + above
    said = {"above": money(above), "limit": limit, "without": money(without)}
    more = max(0.0, without) / bank.covenant - bank.bearable_service(year)
    if more < 0.05:
        return SAY.both("bank_ceiling_idle", **said)
    return SAY.both("bank_ceiling", **said, covenant=figures.number(bank.covenant, 2), service=money(more))
