"""A made-up plan that fills every result table, for tests of what is written from one. Its money adds up; the rest need
not make sense.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.public_kinds import PUBLIC_VALUE
from roadmap_opt.case.tables import Tables
from roadmap_opt.output.tables import CASH_FLOW_LINES, RESULT_TABLES, TAIL_LINES
from roadmap_opt.pipeline import Prepared, Request, describe
from roadmap_opt.runs.run import Run, empty_tables
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Outcome, Phase, Status
from tests.support.tiny_case import tiny_tables

PERSPECTIVE_RATES = ("project", "owner", "national")


def outcome(status: Status = Status.OPTIMAL) -> Outcome:
    """Two solver phases, the last with ``status``; a plan that is not optimal has a gap of 2 %."""
    if not status.has_plan:
        stopped = "time" if status is Status.NOTHING_AT_LIMIT else ""
        return Outcome((Phase("net present value", status, None, None, None, 3.0, 12, stopped),))
    first = Phase("targets", Status.OPTIMAL, 1.25, 1.25, 0.0, 11.5, 230, "gap")
    bound, stopped = (815.6, "gap") if status is Status.OPTIMAL else (828.648, "time")
    gap = abs(bound - 812.4) / 812.4
    return Outcome((first, Phase("value", status, 812.4, bound, gap, 48.2, 5120, stopped)))


def results(tables: Tables, folder: Path, status: Status = Status.OPTIMAL, **more: Any) -> Run:
    """Results of the made-up plan for the case in ``tables``."""
    case = case_from_tables(tables, "sample.xlsx", more.pop("scenario", "base"))
    workbook = folder / "sample.xlsx"
    workbook.write_bytes(b"workbook")
    violations = more.pop("violations", ())
    prepared = Prepared(workbook, b"workbook", case, tables, tables, (), 0.6)
    asked = Request(SolveOptions(gap=0.005, time_limit=120.0, threads=2, seed=1))
    seconds = {"read and check": 0.6, "build": 0.1, "solve": 59.7, "extract": 0.1, "audit": 0.1}
    record = describe(prepared, asked, outcome(status), violations, (), seconds)
    result_tables = made_up_tables(case) if status.has_plan else empty_tables()
    given = {"base_inputs": tables, "findings": (), **more}
    record = replace(record, run="20270101T120000Z-abc123", created_utc="2027-01-01T12:00:00+00:00")
    return Run(
        case=case,
        inputs=tables,
        outcome=outcome(status),
        tables=result_tables,
        violations=violations,
        record=record,
        content=b"workbook",
        **given,
    )


def made_up_tables(case: Case) -> dict[str, pd.DataFrame]:
    """Every result table with plausible rows."""
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in RESULT_TABLES}
    _decisions(case, rows)
    _flows(case, rows)
    _money(case, rows)
    _achievements(case, rows)
    _country(case, rows)
    return {name: pd.DataFrame(rows[name], columns=spec.column_names) for name, spec in RESULT_TABLES.items()}


def _decisions(case: Case, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    years = case.decision_years
    first_module = {}
    for module in case.modules:
        first_module.setdefault(module.plant, module)
    for number, place in enumerate({p.plant: p for p in case.plant_sites}.values()):
        module = first_module[place.plant]
        start = years[number % max(1, len(years) - 4)]
        rows["builds"].append((place.site, place.plant, module.module, start, 1 + number % 2))
        opening = start + math.ceil(module.lead_time)
        for year in (y for y in years if y >= opening):
            installed = module.capacity * (1 + number % 2)
            available = installed * min(1.0, 0.5 + 0.25 * (year - opening))
            used = available * (0.55 + 0.45 * ((number * 7 + year) % 10) / 10) * (number % 5 != 4)
            rows["capacity"].append((place.site, place.plant, year, installed, available, used, used / available, 0.0))
    for number, programme in enumerate(case.programmes):
        start = programme.started or years[number % max(1, len(years) // 2)]
        rows["programme_starts"].append((programme.programme, start))
    for contract in case.contracts[:6]:
        rows["contracts_signed"].append(
            (contract.contract, max(contract.first_delivery_from, years[0]), contract.volume)
        )
    for number, source in enumerate(case.funding[:8]):
        rows["sources_mobilised"].append((source.source_name, years[number % 4]))


def _flows(case: Case, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    sites = [site.site for site in case.sites]
    for number, recipe in enumerate(case.recipes):
        for year in case.decision_years:
            rows["activity"].append((sites[number % len(sites)], recipe.recipe, year, 10.0 * (number + 1)))
    for deposit in case.deposits:
        rows["extraction"] += [(deposit.deposit, year, 120.0) for year in case.decision_years]
    for number, supply in enumerate(case.supplies):
        rows["purchases"] += [(supply.supply, supply.site, y, 15.0 * (number + 1)) for y in case.decision_years[2:]]
    for span in case.tail:
        module = case.modules[0]
        site = next(place.site for place in case.plant_sites if place.plant == module.plant)
        rows["tail"].append((span[0], "kept", module.module, site, site, 1.0))
        rows["tail"] += [(span[0], "sale", row.market, row.site, row.site, 80.0) for row in case.markets]
        for line in TAIL_LINES:
            rows["tail_cash"].append((line, span[0], 120.0 if line == "spot_revenue" else -2.0))
    for flow in case.return_flows:
        rows["collected"] += [(flow.flow, flow.site, y, 3.5 * (y - 2025)) for y in case.decision_years]
    for market in case.markets:
        rows["sales"] += [(market.market, market.site, y, 40.0 * (y - 2026)) for y in case.decision_years[3:]]
    for contract in case.contracts[:6]:
        volume = contract.volume
        rows["deliveries"] += [(contract.contract, sites[0], y, volume) for y in case.decision_years[4:]]
    for number, commodity in enumerate(case.commodities):
        for year in case.decision_years:
            made = 1000.0 / (number + 1) * (year - case.decision_years[0])
            site = sites[number % len(sites)]
            values = (made, 0, 0, 0, 0, 0, made * 0.5, made * 0.3, made * 0.15, 0, made * 0.05, 0)
            rows["balances"].append((commodity.commodity, site, year, *map(float, values)))
            rows["stocks"].append((commodity.commodity, site, year, 0.5))
            rows["disposal"].append((commodity.commodity, site, year, made * 0.05))
            other = sites[(number + 1) % len(sites)]
            rows["shipments"].append((commodity.commodity, site, other, year, made * 0.4))


def _money(case: Case, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    settings, years = case.settings, case.decision_years
    cash, balance, net_so_far = settings.opening_cash, 0.0, 0.0
    sources = case.funding
    total = {source.source_name: 0.0 for source in sources}
    categories = ("mining", "refining", "magnets", "programmes")
    present = dict.fromkeys(PERSPECTIVE_RATES, 0.0)
    for number, year in enumerate(years):
        level = (1 + settings.inflation) ** (year - settings.base_year)
        spend = 140.0 if number < 5 else 20.0
        lines = dict.fromkeys(CASH_FLOW_LINES, 0.0)
        revenue = 30.0 * max(0, number - 2) ** 1.3
        lines |= {"spot_revenue": revenue, "contract_revenue": 0.8 * revenue, "purchases": -0.2 * revenue}
        lines |= {"variable_cost": -0.35 * revenue, "energy_cost": -0.1 * revenue, "fixed_cost": -4.0 * number}
        lines |= {"state_royalty": -0.02 * revenue, "programme_cost": -6.0, "capex": -spend, "tax": -0.05 * revenue}
        lines |= {"equity": 0.5 * spend, "grants": 0.1 * spend, "debt_drawn": 0.45 * spend, "fees": -0.01 * spend}
        repaid = 0.2 * balance if number > 3 else 0.0
        lines |= {"interest": -0.06 * balance, "repayment": -repaid, "dividends": -0.1 * revenue}
        balance += lines["debt_drawn"] - repaid
        cash += math.fsum(lines.values())
        for line, amount in lines.items():
            rows["cash_flow"].append((line, year, amount / level, amount))
        rows["dividends"].append((year, -lines["dividends"], cash))
        raised = lines["equity"] + lines["grants"] + lines["debt_drawn"]
        for position, source in enumerate(sources):
            part = raised / len(sources)
            rows["funding"].append((source.source_name, categories[position % len(categories)], year, part))
            total[source.source_name] += part
        debtor = next((s.source_name for s in sources if s.kind in ("loan", "bond")), None)
        if debtor:
            debt = (lines["debt_drawn"], 0.0, -lines["fees"], -lines["interest"], repaid, balance)
            rows["debt"].append((debtor, year, *debt))
            plants = next((row.perimeter for row in case.perimeters), "all")
            rows["lending"].append((debtor, plants, years[-1], year, lines["debt_drawn"]))
        service = repaid - lines["interest"]
        bank = 1.6 * service + 5.0
        due = service if number > 3 else 0.0
        base, low = (bank / service, 0.8 * bank / service) if due else (math.nan, math.nan)
        wanted, low_wanted = (1.3, 1.1) if due else (math.nan, math.nan)
        plants = next((row.perimeter for row in case.perimeters), "all")
        seen = (bank, 0.8 * bank, 0.0, 0.4 * revenue, due, 0.0)
        rows["debt_cover"].append((plants, year, *seen, base, wanted, low, low_wanted))
        rows["tax"].append((year, revenue, 6.0, 14.0, -lines["interest"], 0.2 * revenue, 0.0, 0.0, 0.05 * revenue))
        spent = (0.3 * spend, lines["grants"], 0.0, 0.2 * spend if number == 0 else 0.0)
        received = (-lines["tax"], -lines["state_royalty"], 0.02 * balance, -0.6 * lines["dividends"])
        net = math.fsum(spent) - math.fsum(received)
        net_so_far += net
        rows["fiscal"].append((year, *spent, *received, net, net_so_far, 0.5 * balance, 0.3 * due))
        _add_present_values(case, year, lines, level, present)
    for span in case.tail:
        plants = next((row.perimeter for row in case.perimeters), "all")
        rows["tail_cover"].append((plants, span[0], 40.0, 32.0, 2.0, 16.0, 20.0, 1.9, 1.3, 1.5, 1.1))
        rows["instalments"] += [(source.source_name, plants, span[0], 5.0) for source in sources if source.tenor > 0]
    raised_in_all = sum(total.values())
    for source in sources:
        limit = math.nan if math.isinf(source.total_limit) else source.total_limit
        share = total[source.source_name] / raised_in_all
        rows["funding_mix"].append((source.source_name, total[source.source_name], share, 0.4, limit))
    _close_owner(case, cash, balance, present)
    for perspective, value in present.items():
        rows["objective"].append((f"npv_{perspective}", value))
        rows["objective"] += [(f"npv_{perspective}_with_book", value + 150.0)]
        rows["objective"] += [(f"npv_{perspective}_with_going_concern", value + 310.0)]
        rows["objective"] += [(f"npv_{perspective}_with_operation", value + 400.0)]
    rows["objective"] += [("owner: required_return", -2.5), ("national: avoided_imports", 12.0)]
    rows["objective"].append(("chosen_npv_without_terminal", present[settings.perspective]))
    added = {"none": 0.0, "book": 150.0, "going_concern": 310.0, "operation": 400.0}[settings.terminal_value]
    rows["objective"].append(("chosen_npv_with_terminal", present[settings.perspective] + added))


def _add_present_values(
    case: Case, year: int, lines: dict[str, float], level: float, present: dict[str, float]
) -> None:
    """The three NPVs by their definition, written out once more."""
    financing = ("equity", "grants", "debt_drawn", "fees", "interest", "repayment", "dividends")
    project = math.fsum(amount for line, amount in lines.items() if line not in financing)
    flows = {
        "project": project,
        "owner": -lines["dividends"] - lines["equity"],
        "national": project - lines["tax"] - lines["state_royalty"] - lines["vat"],
    }
    for perspective, flow in flows.items():
        rate = getattr(case.settings, f"discount_rate_{perspective}")
        present[perspective] += flow / level / (1 + rate) ** (year - case.settings.base_year)


def _close_owner(case: Case, cash: float, balance: float, present: dict[str, float]) -> None:
    settings, rate = case.settings, case.settings.discount_rate_owner
    has_debt = any(source.kind in ("loan", "bond") for source in case.funding)
    for year, amount in (
        (case.decision_years[0], -settings.opening_cash),
        (case.decision_years[-1], cash - (balance if has_debt else 0.0)),
    ):
        growth = ((1 + settings.inflation) * (1 + rate)) ** (year - settings.base_year)
        present["owner"] += amount / growth
    present["owner"] -= 2.5
    present["national"] += 12.0


def _country(case: Case, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    """Half of what enters is the country's own; half is bought from one other country."""
    years = case.decision_years
    for element in KPIS["import_dependence"].definitions:
        for year in years:
            rows["supply_sources"] += [(element, "oxide", country, year, 20.0, 0.5) for country in ("TR", "MY")]
            rows["supply_security"].append((element, year, 40.0, 20.0, 0.5, 1.0, 0.5))
    for kind in PUBLIC_VALUE:
        rows["public_value"] += [(kind, case.sites[0].site, year, 10.0) for year in years]


def _achievements(case: Case, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    years = case.decision_years
    for name, kpi in KPIS.items():
        for definition in kpi.definitions:
            for number, year in enumerate(years):
                value = 0.06 * number if kpi.unit == "share" else 90.0 * number
                empty = kpi.is_ratio and number == 0
                value = math.nan if empty else value
                rows["kpis"].append((name, definition, year, value, 1.0, 0.0 if empty else 1.0))
    for number, target in enumerate(case.targets):
        last = target.last_year or case.settings.last_year
        for year in range(max(target.first_year, years[0]), last + 1):
            reach = 0.6 + 0.08 * (year - years[0]) + 0.1 * (number % 4)
            value = math.nan if number % 7 == 6 and year < 2030 else reach * target.value
            short = max(0.0, 1.0 - reach) if not math.isnan(value) else 1.0
            rows["targets"].append((target.target, year, value, target.value, short * target.value, short, short == 0))
    for group in case.offtake_groups:
        for number, year in enumerate(years):
            basis = 200.0 * number
            share = 0.3 + 0.02 * number if number else math.nan
            rows["offtake"].append((group.group, year, basis, basis * (share if number else 0.0), share, 0.5))
    rows["splits"] += [("0", 0, f"started | mine | mine_S | {years[0]}", 0)]
    rows["shadow_prices"] += [("offtake_limit", f"magnets, {years[-1]}", 0.42), ("gearing", str(years[0]), 0.013)]


def run_of(case: Case, tables: Mapping[str, pd.DataFrame], folder: Path) -> Run:
    """A plan as if read from a run folder."""
    made_up = results(tiny_tables(), folder, Status.OPTIMAL)
    return replace(made_up, case=case, tables=tables)


def filled(**rows: list[tuple[object, ...]]) -> dict[str, pd.DataFrame]:
    """Result tables with these rows."""
    tables = empty_tables()
    return tables | {name: pd.DataFrame(given, columns=list(tables[name])) for name, given in rows.items()}
