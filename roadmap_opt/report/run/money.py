"""Money: who pays, what comes back, what it is worth, what a kilogram costs."""

from __future__ import annotations

import math

from roadmap_opt import figures
from roadmap_opt.documents.components import Section, Tile, Tiles, Tone
from roadmap_opt.insight.bank_case import BankCase
from roadmap_opt.report.run.costs import cost_group
from roadmap_opt.report.run.money_bridge import bridge_group
from roadmap_opt.report.run.money_debt import debt_group
from roadmap_opt.report.run.money_fiscal import fiscal_group
from roadmap_opt.report.run.money_flows import cash_group, state_group, value_group
from roadmap_opt.report.run.money_funding import LINE_OF_KIND, mix_group, sources_group
from roadmap_opt.report.run.money_parts import money
from roadmap_opt.report.run.money_tail import tail_group
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, by_year
from roadmap_opt.words import MONEY as SAY


def section(run: Run, names: Names, bank: BankCase) -> Section:
    """The section of a run with a plan; ``bank`` is what lenders see of it."""
    lead = SAY.both("lead", inflation=figures.percent(run.case.settings.inflation))
    parts = [
        Tiles(_tiles(run, bank)),
        bridge_group(run),
        sources_group(run, names),
        mix_group(run, names),
        debt_group(run, names, bank),
        cash_group(run, names),
        value_group(run),
        tail_group(run, names),
        cost_group(run, names),
        state_group(run),
        fiscal_group(run),
    ]
    return Section("money", SAY.both("title"), lead, parts)


def raised_tile(run: Run) -> Tile:
    """All funds that are raised, and of what kind they are."""
    kinds = {row.source_name: LINE_OF_KIND[row.kind] for row in run.case.funding}
    raised = dict.fromkeys(("equity", "grants", "debt_drawn"), 0.0)
    for (source,), years in by_year(run.tables["funding"], ("source_name",), "amount").items():
        raised[kinds[source]] += math.fsum(years.values())
    whole = math.fsum(raised.values())
    shares = {
        line: figures.percent(amount / whole, 0) if whole > 0 else figures.NOTHING for line, amount in raised.items()
    }
    mix = SAY.both("tile_raised_remark", equity=shares["equity"], grants=shares["grants"], debt=shares["debt_drawn"])
    return Tile(SAY.both("tile_raised"), money(whole), mix if whole > 0 else SAY.both("tile_nothing_raised"))


def _tiles(run: Run, bank: BankCase) -> list[Tile]:
    lines = by_year(run.tables["cash_flow"], ("line",), "nominal")
    spent = -math.fsum(math.fsum(lines.get((line,), {}).values()) for line in ("capex", "programme_cost"))
    last = run.case.settings.last_year
    operating = SAY.both("tile_operating_remark", total=money(math.fsum(bank.operating.values())))
    return [
        raised_tile(run),
        Tile(SAY.both("tile_spent"), money(spent), SAY.both("tile_spent_remark")),
        Tile(SAY.both("tile_operating", year=last), money(bank.operating[last]), operating),
        _debt_tile(run, bank),
    ]


def _debt_tile(run: Run, bank: BankCase) -> Tile:
    owed: dict[int, float] = {}
    for balances in by_year(run.tables["debt"], ("source_name",), "balance").values():
        for year, balance in balances.items():
            owed[year] = owed.get(year, 0.0) + balance
    if not owed:
        return Tile(SAY.both("tile_debt"), figures.NOTHING, SAY.both("tile_no_debt_remark"))
    most = max(owed, key=lambda year: owed[year])
    lowest = bank.lowest_cover()
    if lowest is None:
        return Tile(SAY.both("tile_debt"), money(owed[most]), SAY.both("tile_debt_remark", year=most))
    seen, year = bank.perimeters[lowest[0]], lowest[1]
    wanted = seen.covenant.get(year, math.nan)
    cover = {"year": most, "cover": figures.number(seen.dscr[year], 2), "worst": year}
    if math.isnan(wanted):
        return Tile(SAY.both("tile_debt"), money(owed[most]), SAY.both("tile_untested_remark", **cover), "warn")
    # Support of the sponsors lets a year pass below the ratio; that is worth an amber mark.
    tone: Tone = "warn" if seen.dscr[year] < wanted - 1e-6 else "good"
    remark = SAY.both("tile_cover_remark", covenant=figures.number(wanted, 2), **cover)
    return Tile(SAY.both("tile_debt"), money(owed[most]), remark, tone)
