"""Changes of the rich plan's result tables, and which rule of the auditor each of them breaks."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pandas as pd

from roadmap_opt.case.case import Case

Tables = dict[str, pd.DataFrame]
Tamper = Callable[[Tables], None]


def change(table: str, column: str, new: Any, **where: Any) -> Tamper:
    """Set one cell of the first row that matches; ``new`` may be a function of the old value."""

    def apply(tables: Tables) -> None:
        frame = tables[table]
        row = _first(frame, where)
        old = frame.loc[row, column]
        frame[column] = frame[column].astype(object)
        frame.loc[row, column] = new(old) if callable(new) else new

    return apply


def add(table: str, **cells: Any) -> Tamper:
    """Append one row."""

    def apply(tables: Tables) -> None:
        tables[table] = pd.concat([tables[table], pd.DataFrame([cells])], ignore_index=True)

    return apply


def drop(table: str, **where: Any) -> Tamper:
    """Remove the first row that matches."""

    def apply(tables: Tables) -> None:
        tables[table] = tables[table].drop(index=_first(tables[table], where))

    return apply


def put(table: str, column: str, new: float, **where: Any) -> Tamper:
    """Set one cell, or append the row when there is none."""

    def apply(tables: Tables) -> None:
        step = change(table, column, new, **where) if _matches(tables[table], where) else None
        (step or add(table, **where, **{column: new}))(tables)

    return apply


def clear(table: str) -> Tamper:
    """Remove every row."""

    def apply(tables: Tables) -> None:
        tables[table] = tables[table].head(0)

    return apply


def both(*steps: Tamper) -> Tamper:
    """Several changes, one after the other."""

    def apply(tables: Tables) -> None:
        for step in steps:
            step(tables)

    return apply


def remove(table: str) -> Tamper:
    """Remove a table altogether."""

    def apply(tables: Tables) -> None:
        del tables[table]

    return apply


def _matches(frame: pd.DataFrame, where: dict[str, Any]) -> list[Any]:
    keep = pd.Series(True, index=frame.index)
    for column, value in where.items():
        keep &= frame[column] == value
    return list(frame.index[keep])


def _first(frame: pd.DataFrame, where: dict[str, Any]) -> Any:
    rows = _matches(frame, where)
    assert rows, f"the plan has no row with {where}"
    return rows[0]


SHAPE: dict[str, Tamper] = {
    "table_missing": remove("sales"),
    "table_unknown": lambda tables: tables.update(extras=pd.DataFrame({"a": [1]})),
    "table_columns": lambda tables: tables.update(tax=tables["tax"].drop(columns="depreciation")),
    "table_columns ": lambda tables: tables.update(tax=tables["tax"].assign(remark=1)),
    "blank_cell": change("sales", "quantity", float("nan")),
    "not_a_number": change("cash_flow", "nominal", float("inf")),
    "not_a_number ": change("sales", "quantity", "many"),
    "negative_quantity": change("sales", "quantity", -5.0),
    "unknown_name": change("sales", "market", "moon"),
    "year_outside": change("extraction", "year", 2025),
    "year_outside ": change("tail", "year", 2035),
    "unknown_name ": change("tail", "kind", "built", kind="kept"),
    "unknown_name  ": change("tail", "item", "moon", kind="sale"),
    "tail_place": change("tail", "destination", "hill", kind="sale"),
    "tail_place ": both(
        change("tail", "site", "town", kind="extraction"), change("tail", "destination", "town", kind="extraction")
    ),
    "negative_quantity ": change("tail", "value", -5.0, kind="sale"),
    "yes_or_no": change("targets", "met", 2031),
    "whole_number": change("builds", "count", 0.5),
    "duplicate_row": lambda tables: tables.update(sales=pd.concat([tables["sales"], tables["sales"].head(1)])),
}
"""Broken tables; a blank behind a rule's name tells two tamperings of one rule apart."""

TOWN = {"site": "town"}

LENT_BY_THE_BANK = put("lending", "amount", 12.0, source_name="bank", perimeter="upstream", completion=2028, year=2027)

RULES: dict[str, Tamper] = {
    "build_plant": change("builds", "plant", "mine", module="separation_m"),
    "begun_once": add("programme_starts", programme="licence", year=2030),
    "signed_once": add("contracts_signed", contract="promise", year=2028, volume=20.0),
    "mobilised_once": add("sources_mobilised", source_name="owner", year=2030),
    "programme_history": change("programme_starts", "year", 2027, programme="agreement"),
    "programme_window": put("programme_starts", "year", 2027, programme="mandate"),
    "programme_order": both(
        put("programme_starts", "year", 2030, programme="mandate"),
        change("programme_starts", "year", 2033, programme="verification"),
    ),
    "build_place": add("builds", site="hill", plant="magnet_line", module="magnet_line_m", year=2027, count=1),
    "build_window": add("builds", site="hill", plant="mine", module="mine_m", year=2026, count=1),
    "module_count": change("builds", "count", 3, module="mine_m"),
    "site_space": change("builds", "count", 2, module="recycler_m"),
    "construction_gate": change("programme_starts", "year", 2031, programme="verification"),
    "construction_gate ": drop("builds", module="separation_m"),
    "operation_gate": change("programme_starts", "year", 2032, programme="licence"),
    "capacity_limit": change("activity", "activity", lambda old: 5 * old, recipe="mining"),
    "learning": change("activity", "activity", lambda old: 5 * old, recipe="extraction"),
    "stood_down_least": change("activity", "activity", 0.5, recipe="sintering", year=2031),
    "stood_down_most": change("capacity", "stood_down", 500.0, plant="magnet_line"),
    "stood_down_nothing": change("capacity", "stood_down", 5.0, plant="mine"),
    "construction_starts": change("builds", "count", 9, module="mine_m"),
    "minimum_load": change("activity", "activity", 0.5, recipe="sintering"),
    "recipe_unlocked": drop("programme_starts", programme="licence"),
    "water_limit": change("activity", "activity", 6000.0, recipe="leaching"),
    "reserve_limit": drop("programme_starts", programme="verification"),
    "mining_rate": change("extraction", "quantity", 18.5),
    "own_swarf_first": change("activity", "activity", 0.0, recipe="swarf_recycling", year=2033),
    "own_swarf_first ": change("tail", "value", 0.0, kind="activity", item="swarf_recycling"),
    "supply_limit": put("purchases", "quantity", 5.5, supply="imported_oxide", year=2029, **TOWN),
    "no_speculation": put("purchases", "quantity", 4.0, supply="imported_oxide", year=2026, **TOWN),
    "supplier_share": put("purchases", "quantity", 3.0, supply="imported_oxide", year=2032, **TOWN),
    "stockpile": put("stocks", "quantity", 1.5, commodity="nd_oxide", year=2029, **TOWN),
    "stockpile_turnover": change("activity", "activity", 1.0, recipe="sintering", year=2030),
    "collection_limit": change("collected", "quantity", 60.0),
    "material_balance": change("sales", "quantity", lambda old: old - 1.0),
    "shipment_route": add("shipments", commodity="ore", origin="hill", destination="town", year=2030, quantity=1.0),
    "storage_limit": put("stocks", "quantity", 10.5, commodity="nd_oxide", year=2029, **TOWN),
    "disposal_limit": put("disposal", "quantity", 1.0, commodity="magnet", year=2030, **TOWN),
    "market_limit": put("sales", "quantity", 130.0, market="home", year=2033, **TOWN),
    "spot_limit": put("sales", "quantity", 30.0, market="abroad", year=2033, **TOWN),
    "market_entry": put("sales", "quantity", 23.0, market="abroad", year=2033, **TOWN),
    "minimum_service": both(
        put("sales", "quantity", 1.0, market="home", year=2033, **TOWN),
        put("sales", "quantity", 5.0, market="abroad", year=2033, **TOWN),
    ),
    "contract_window": change("contracts_signed", "year", 2031),
    "contract_programme": change("programme_starts", "year", 2029, programme="licence"),
    "contract_signature": change("contracts_signed", "year", 2026),
    "promised_least": change("contracts_signed", "volume", 15.0),
    "promised_most": change("contracts_signed", "volume", 31.0),
    "delivery_most": change("deliveries", "quantity", 31.0),
    "delivery_least": drop("deliveries", year=2030),
    "promised_share": change("activity", "activity", 30.0, recipe="sintering", year=2030),
    "support_open ": add("supported_sales", support="floor", market="home", year=2028, quantity=1.0),
    "payback_open": change("programme_starts", "year", 2030, programme="licence"),
    "support_open": add("supported_sales", support="floor", market="abroad", year=2033, quantity=1.0),
    "support_share": change("supported_sales", "quantity", 12.0, support="floor", year=2028),
    "support_limit": change("supported_sales", "quantity", 8.0, support="floor", year=2028),
    "payback_due": drop("supported_sales", support="difference", year=2033),
    "draw_window": add("funding", source_name="state", category="mining", year=2032, amount=0.1),
    "mobilised_first": drop("sources_mobilised", source_name="owner"),
    "mobilisation_window": put("sources_mobilised", "year", 2032, source_name="state"),
    "yearly_limit": put("funding", "amount", 3.5, source_name="state", category="mining", year=2028),
    "total_limit": put("funding", "amount", 4.5, source_name="state", category="mining", year=2028),
    "minimum_ticket": change("sources_mobilised", "year", 2033, source_name="fund"),
    "source_programme": change("programme_starts", "year", 2032, programme="verification"),
    "source_contract": both(
        drop("contracts_signed", contract="promise"),
        put("sources_mobilised", "year", 2027, source_name="bank"),
    ),
    "eligibility": add("funding", source_name="state", category="refining", year=2026, amount=0.1),
    "operations_equity_only": put("funding", "amount", 0.2, source_name="fund", category="operations", year=2029),
    "spending_limit": change("funding", "amount", lambda old: old + 20.0, category="refining"),
    "working_capital_limit": put("funding", "amount", 50.0, source_name="owner", category="working_capital", year=2028),
    "concentration": put("funding", "amount", 200.0, source_name="owner", category="mining", year=2030),
    "ownership": add("funding", source_name="partner", category="mining", year=2026, amount=5.0),
    "foreign_sources": drop("sources_mobilised", source_name="fund"),
    "gearing": put("funding", "amount", 60.0, source_name="fund", category="mining", year=2027),
    "lenders_pay_plants": put("funding", "amount", 1.0, source_name="fund", category="programmes", year=2027),
    "seller_sum": change("sellers", "quantity", lambda old: old + 0.5, perimeter="upstream", year=2029),
    "seller_owns": both(
        add("sellers", kind="disposal", item="nd_oxide", site="town", perimeter="upstream", year=2029, quantity=900.0),
        add("disposal", commodity="nd_oxide", site="town", year=2029, quantity=900.0),
    ),
    "lent_split": change("lending", "amount", lambda old: old + 0.5),
    "lent_split ": add("lending", source_name="state", perimeter="upstream", completion=2028, year=2027, amount=0.5),
    "cohort_spending": add("lending", source_name="fund", perimeter="upstream", completion=2031, year=2030, amount=0.5),
    "debt_outlives": add("lending", source_name="fund", perimeter="upstream", completion=2036, year=2033, amount=0.5),
    "instalments": add("instalments", source_name="fund", perimeter="upstream", year=2030, amount=0.5),
    "not_before_grace": add("instalments", source_name="bank", perimeter="upstream", year=2027, amount=0.5),
    "repaid_in_time": LENT_BY_THE_BANK,
    "guarantee_limit": change("lending", "amount", 12.0, source_name="fund"),
    "base_cover": both(
        put("lending", "amount", 40.0, source_name="bank", perimeter="upstream", completion=2028, year=2027),
        put("instalments", "amount", 42.0, source_name="bank", perimeter="upstream", year=2029),
    ),
    "low_cover": both(
        put("lending", "amount", 40.0, source_name="bank", perimeter="downstream", completion=2028, year=2027),
        put("instalments", "amount", 42.0, source_name="bank", perimeter="downstream", year=2029),
    ),
    "contract_cover": both(
        add("lending", source_name="buyer", perimeter="upstream", completion=2028, year=2027, amount=0.2),
        add("instalments", source_name="buyer", perimeter="upstream", year=2029, amount=0.2),
    ),
    "sponsor_support": put("debt_cover", "support", 500.0, perimeter="downstream", year=2029),
    "loss_used": change("tax", "loss_used", 1.0, year=2026),
    "loss_pool": change("tax", "loss_used", lambda old: old + 60.0, year=2028),
    "sources_and_uses": change("dividends", "cash", lambda old: old + 1.0, year=2031),
    "cash_floor": change("dividends", "cash", 0.1, year=2031),
    "reserve_account": both(
        put("lending", "amount", 90.0, source_name="bank", perimeter="upstream", completion=2028, year=2027),
        put("instalments", "amount", 90.0, source_name="bank", perimeter="upstream", year=2029),
    ),
    "distributable": change("dividends", "dividend", 500.0, year=2033),
    "equity_year": change("dividends", "dividend", 1.0, year=2026),
    "tail_service": change("tail_cash", "real", -1.0, line="tail_equity", year=2036),
    "kept_limit": change("tail", "value", 2.5, kind="kept", item="magnet_line_m"),
    "kept_limit ": add(
        "tail", year=2034, kind="kept_asset", item="old_recycler", site="town", destination="town", value=0.1
    ),
    "stays_closed": change("tail", "value", 1.0, kind="kept", item="mine_m", year=2036),
    "stays_closed ": add(
        "tail", year=2036, kind="kept_asset", item="old_recycler", site="town", destination="town", value=0.1
    ),
    "goes_on": change("tail", "value", 0.0, kind="activity", item="mining", year=2034),
    "tail_stock": add("tail", year=2034, kind="stock", item="magnet", site="town", destination="town", value=1.0),
    "capacity_limit ": change("tail", "value", 0.5, kind="kept", item="mine_m", year=2036),
    "water_limit ": change("tail", "value", 6000.0, kind="activity", item="leaching"),
    "reserve_limit ": change("tail", "value", 3000.0, kind="extraction", year=2036),
    "mining_rate ": change("tail", "value", 18.5, kind="extraction"),
    "supply_limit ": add(
        "tail", year=2034, kind="purchase", item="imported_oxide", site="town", destination="town", value=5.5
    ),
    "collection_limit ": add(
        "tail", year=2036, kind="collection", item="own_scrap", site="town", destination="town", value=400.0
    ),
    "material_balance ": change("tail", "value", lambda old: old - 1.0, kind="sale"),
    "disposal_limit ": add(
        "tail", year=2034, kind="disposal", item="magnet", site="town", destination="town", value=1.0
    ),
    "market_limit ": change("tail", "value", 130.0, kind="sale", item="home"),
    "minimum_service ": change("tail", "value", 1.0, kind="sale", item="home", year=2036),
    "delivery_most ": add(
        "tail", year=2034, kind="delivery", item="promise", site="town", destination="town", value=1.0
    ),
    "hard_target": drop("programme_starts", programme="verification"),
    "pinned": drop("builds", module="recycler_m"),
    "capacity.rows": drop("capacity", plant="mine"),
    "balances.rows": drop("balances", commodity="magnet", year=2030),
    "debt.rows": drop("debt", source_name="fund"),
    "debt_cover.rows": drop("debt_cover", year=2030),
    "tail_cover.rows": drop("tail_cover", year=2034),
    "tax.rows": drop("tax", year=2030),
    "fiscal.rows": drop("fiscal", year=2030),
    "fiscal.public_equity": change("fiscal", "public_equity", lambda old: old + 1.0, year=2028),
    "fiscal.cumulative_net_cost": change("fiscal", "cumulative_net_cost", lambda old: -old - 0.01, year=2030),
    "fiscal.called_at_low_prices": change("fiscal", "called_at_low_prices", lambda old: old + 0.1, year=2029),
    "offtake.rows": drop("offtake", year=2030),
    "funding_mix.rows": drop("funding_mix", source_name="fund"),
    "kpis.rows": drop("kpis", kpi="magnets", year=2030),
    "cash_flow.rows": drop("cash_flow", line="tax", year=2030),
    "tail_cash.rows": drop("tail_cash", line="tax", year=2034),
    "targets.rows": drop("targets", target="magnets", year=2030),
    "objective.rows": add("objective", item="npv_neighbour", value=1.0),
    "targets.met": change("targets", "met", False),
}


def _tampered(*steps: Tamper) -> Callable[[Case, Tables], Case]:
    """The case as it is, and its tables changed."""
    return lambda case, tables: both(*steps)(tables) or case


def _swarf_left(tables: Tables) -> None:
    """Of the swarf of 2033 a twentieth of a tonne less than half is won back; what lay in store comes first."""
    frame = tables["balances"]
    node = frame.loc[_first(frame, {"commodity": "swarf", "year": 2033})]
    least = 0.5 * node["made"] + node["opening_stock"]
    change("activity", "activity", least - 0.05, recipe="swarf_recycling", year=2033)(tables)


def _begun_beyond(case: Case, tables: Tables) -> Case:
    """The limit on what is begun, a twentieth below what is begun in the busiest year."""
    cost = {row.module: row.capex * (1 + case.settings.owner_cost_share) for row in case.modules}
    begun = tables["builds"].assign(cost=tables["builds"]["module"].map(cost) * tables["builds"]["count"])
    return _setting(case, construction_starts_limit=begun.groupby("year")["cost"].sum().max() - 0.05)


def _owed_beyond(case: Case, tables: Tables) -> Case:
    """The limit on guaranteed debt, a twentieth below what the fund is owed."""
    debt = tables["debt"]
    return _setting(case, guarantee_limit=debt[debt["source_name"] == "fund"]["balance"].max() - 0.05)


def _turned_beyond(case: Case, tables: Tables) -> Case:
    """A turnover of the stockpile's two tonnes, a twentieth above what leaves it in the poorer of its two years."""
    frame = tables["balances"]
    nodes = [_first(frame, {"commodity": "nd_oxide", "site": "town", "year": year}) for year in (2030, 2033)]
    return _with(case, "stockpiles", "commodity", "nd_oxide", turnover=(frame.loc[nodes, "consumed"].min() + 0.05) / 2)


SLIGHT: dict[str, Callable[[Case, Tables], Case]] = {
    "mobilised_first": _tampered(add("funding", source_name="fund", category="mining", year=2026, amount=0.05)),
    "minimum_ticket": lambda case, tables: _with(
        case, "funding", "source_name", "fund", minimum_ticket=tables["debt"]["drawn"].max() + 0.05
    ),
    "tail_stock": _tampered(
        add("tail", year=2034, kind="stock", item="magnet", site="town", destination="town", value=0.05)
    ),
    "hard_target": lambda case, _: _with(case, "targets", "target", "reserve", value=2.05),
    "lenders_pay_plants": _tampered(
        put("funding", "amount", 0.05, source_name="fund", category="programmes", year=2027)
    ),
    "lent_split": _tampered(change("lending", "amount", lambda old: old + 0.05, source_name="fund")),
    "seller_sum": _tampered(change("sellers", "quantity", lambda old: old + 0.05)),
    "seller_owns": _tampered(  # all that is made in the first year is in store
        change("sellers", "quantity", lambda old: old + 0.05, perimeter="downstream", year=2026)
    ),
    "tail_service": _tampered(change("tail_cash", "real", -0.05, line="tail_equity", year=2034)),
    "instalments": _tampered(add("instalments", source_name="fund", perimeter="upstream", year=2030, amount=0.05)),
    "not_before_grace": _tampered(add("instalments", source_name="bank", perimeter="upstream", year=2027, amount=0.05)),
    "repaid_in_time": _tampered(
        change("instalments", "amount", lambda old: old - 0.05, source_name="bank", perimeter="upstream", year=2030)
    ),
    "guarantee_limit": _owed_beyond,
    "contract_cover": _tampered(  # with interest a thirtieth is due, of which the class asks for half as much again
        add("lending", source_name="buyer", perimeter="upstream", completion=2028, year=2027, amount=0.025),
        add("instalments", source_name="buyer", perimeter="upstream", year=2029, amount=0.025),
    ),
    "construction_starts": _begun_beyond,
    "own_swarf_first": _tampered(_swarf_left),
    "stockpile_turnover": _turned_beyond,
    "payback_open": _tampered(
        change("programme_starts", "year", 2029, programme="licence"),
        change("supported_sales", "quantity", 0.05, support="difference", year=2030),
    ),
}
"""Rules that no decision meets on its own, broken by a twentieth of a unit: of the plan, or of what is asked of it."""


def _setting(case: Case, **values: float) -> Case:
    return dataclasses.replace(case, settings=dataclasses.replace(case.settings, **values))


def _with(case: Case, sheet: str, key: str, name: str, **cells: Any) -> Case:
    rows = getattr(case, sheet)
    changed = [dataclasses.replace(row, **cells) if getattr(row, key) == name else row for row in rows]
    return dataclasses.replace(case, **{sheet: tuple(changed)})
