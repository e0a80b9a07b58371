"""Every code of the checks: one workbook that raises it, with its whole message, and one close to it that does not.

The messages stand in `messages.txt`, one per line, to be read as a planner would read them.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.case.overlays import CODES as OVERLAY_CODES
from roadmap_opt.case.overlays import apply_scenario
from roadmap_opt.case.sweep_rows import CODES as SWEEP_CODES
from roadmap_opt.case.tables import Tables
from roadmap_opt.checks import CODES, RULES, check_tables
from roadmap_opt.errors import Finding
from tests.support.tiny_case import NO_LIMIT, WORKBOOK, edited, tiny_rows, tiny_tables

MESSAGES = (Path(__file__).parent / "messages.txt").read_text(encoding="utf-8").splitlines()

Changes = dict[str, Any]


def rows(sheet: str, *more: Changes, **changed: Changes) -> Changes:
    """The tiny case's rows of a sheet with changed cells, and with more rows at the end."""
    return {sheet: [*tiny_rows(sheet, **changed), *more]}


def settings(**values: Any) -> Changes:
    return {"Settings": values}


def jump(year: int, value: float) -> dict[int, float]:
    """100 in every year but one."""
    return {**dict.fromkeys(range(2025, 2031), 100.0), year: value}


def existing(**changed: Any) -> Changes:
    asset = {"asset": "pilot", "plant": "mine", "site": "hill", "capacity": 1.0, "first_year": 2020, "fixed_cost": 0.1}
    return {"Existing": [{**asset, **changed}]}


def pins(*given: tuple[str, str, str | None, int | None, str, int]) -> Changes:
    columns = ("decision", "item", "site", "year", "sense", "value")
    return {"Pins": [dict(zip(columns, pin, strict=True)) for pin in given]}


def returns(**changed: Any) -> Changes:
    scrap = {"commodity": "scrap", "unit": "t", "stage": "scrap", "origin": "secondary", "mass_per_unit": 1.0,
             "transportable": True, "storage_limit": 0.0, "storage_cost": 0.0, "disposal_limit": 0.0}  # fmt: skip
    flow = {"flow": "old_magnets", "commodity": "scrap", "site": "town", "product": "magnet", "age_profile": "usual",
            "scrap_per_product": 0.9, "collection_share": 0.3, "price_factor": 1.0, "price_adder": 0.0,
            "exogenous": 0.0}  # fmt: skip
    return {
        **rows("Commodities", {**scrap, "origin": changed.pop("origin", "secondary")}),
        **rows("Prices", {"commodity": "scrap", "case": "base", "price": 5.0}),
        "AgeProfiles": [{"profile": "usual", "age": age, "share": changed.pop("share", 0.5)} for age in (5, 6)],
        **rows("Effects", {"programme": "verification", "effect": "collection_share", "item": "old_magnets",
                           "value": changed.pop("added", 0.2)}),
        "ReturnFlows": [{**flow, **changed}],
    }  # fmt: skip


LATER = {"programme": "permit", "kind": "licence", "duration": 1, "cost": 1.0, "yearly_cost": 0.0,
         "needs": "verification", "last_start": 2027}  # fmt: skip


def feed(**changed: Any) -> Changes:
    bought = {"supply": "imported_oxide", "commodity": "nd_oxide", "site": "town", "foreign": True, "price_factor": 1.0,
              "price_adder": 0.0, "country": "CN", "quantity": 5.0}  # fmt: skip
    return {"Supplies": [{**bought, **changed}]}


def stockpile(**changed: Any) -> Changes:
    held = {"commodity": "nd_oxide", "site": "town", "first_year": 2027, "quantity": 5.0}
    return {"Stockpiles": [{**held, **changed}]}


def lender(**changed: Any) -> Changes:
    return rows("LenderClasses", bank=changed)


def perimeters(more: Changes, *empty: str) -> Changes:
    plants = ("mining", "refining", "metals", "magnets", "motors", "recycling", "waste")
    none = dict.fromkeys(plants, False)
    up = {"perimeter": "upstream", **none, "mining": True, "refining": True}
    down = {"perimeter": "downstream", **none, "metals": True, "magnets": True, "motors": True, "recycling": True}
    return {"Perimeters": [up, {**down, **more}, *({"perimeter": name, **none} for name in empty)]}


def deck(commodity: str, **changed: Any) -> Changes:
    return {"BankDeck": [{"commodity": commodity, "base_factor": 0.8, "low_factor": 0.7, **changed}]}


def support(**changed: Any) -> Changes:
    floor = {"support": "floor", "commodity": "magnet", "market": "home", "strike": 120.0, "two_way": False,
             "covered_share": 0.5, "yearly_limit": 1.0, "programme": "verification"}  # fmt: skip
    return {"PriceSupport": [{**floor, **changed}]}


def target(**changed: Any) -> Changes:
    return rows("Targets", magnets=changed)


def in_use(programme: str | None) -> Changes:
    """A target on one partnership in use, which opens a supply or nothing."""
    treaty = {"programme": "treaty", "kind": "partnership", "duration": 1, "cost": 1.0, "yearly_cost": 0.0}
    wanted = target(kpi="partnerships", definition="in_use", value=1.0)
    return settings(minimum_brought=1.0) | wanted | rows("Programmes", treaty) | feed(programme=programme)


def swarf(*directions: str) -> Changes:
    """Sintering leaves swarf, and perhaps extraction takes it."""
    good = {"commodity": "swarf", "unit": "t", "stage": "swarf", "origin": "neutral", "mass_per_unit": 1.0,
            "transportable": True, "storage_limit": 0.0, "storage_cost": 0.0, "disposal_limit": 0.0}  # fmt: skip
    recipes = {"out": "sintering", "in": "extraction"}
    flows = ({"recipe": recipes[d], "direction": d, "commodity": "swarf", "quantity": 0.1} for d in directions)
    return rows("Commodities", good) | rows("RecipeFlows", *flows)


def target_pair(low: float, high: float) -> Changes:
    hard = {"kpi": "magnets", "definition": "sintered", "mode": "hard", "weight": 0.0}
    return {
        "Targets": [
            {"target": "least", **hard, "first_year": 2028, "sense": ">=", "value": low},
            {"target": "most", **hard, "first_year": 2026, "last_year": 2029, "sense": "<=", "value": high},
        ]
    }


RATIO = {"kpi": "secondary_share", "definition": "end_of_life", "value": 0.2}
LOAN = {"kind": "loan", "rate": 0.05, "tenor": 4, "repayment": "linear"}

OXIDES = [row for row in tiny_rows("Prices") if row["commodity"] != "magnet"]
MAGNET = {"commodity": "magnet", "driver": "nd_oxide", "quantity": 0.5}


def formula(*premiums: tuple[str, float], prices: list[Changes] = OXIDES, **changed: Any) -> Changes:
    """The magnet's price as half of the oxide's and a premium (base: 65)."""
    paid = [
        {"commodity": "magnet", "price_case": case, "premium": value} for case, value in premiums or [("base", 65.0)]
    ]
    return {"Prices": prices, "PriceFormulas": [{**MAGNET, **changed}], "Premiums": paid}


def circle(driver: str) -> Changes:
    oxide = {"commodity": "nd_oxide", "driver": driver, "quantity": 0.1}
    return {"Prices": [row for row in OXIDES if row["commodity"] != "nd_oxide"], "PriceFormulas": [MAGNET, oxide]}


def processing(cost: float) -> Changes:
    """The magnet line at another cost: 0.4 t of oxide at 70 make a magnet of 100, energy and water cost 0.101."""
    return rows("Recipes", sintering={"variable_cost": cost, "electricity": 1.0, "water": 1.0})


CASES: list[tuple[str, Changes, Changes]] = [
    # code, what raises it, what comes close and does not
    ("E201", rows("Recipes", mining={"plant": "Mime"}), {}),
    ("E202", rows("Sites", {"site": "HİLL ", "latitude": 1.0, "longitude": 1.0, "water_limit": 0.0}),
     rows("Sites", {"site": "hill_2", "latitude": 1.0, "longitude": 1.0, "water_limit": 0.0})),
    ("E203", rows("Effects", verification={"item": "hill_oar"}), {}),
    ("E204", pins(("start", "verify", None, None, "=", 1)), pins(("start", "verification", None, None, "=", 1))),
    ("E210", settings(first_year=2031), settings(first_year=2026, first_decision_year=2027)),
    ("E211", settings(first_decision_year=2031), settings(first_decision_year=2030)
     | rows("Contracts", promise={"first_delivery_to": 2030})),
    ("E212", settings(base_year=2027), settings(base_year=2026)),
    ("E214", settings(minimum_foreign_sources=1, foreign_sources_by=2035),
     settings(minimum_foreign_sources=0, foreign_sources_by=2035)),
    ("E215", settings(minimum_foreign_sources=1) | rows("Funding", bank={"foreign": True, "yearly_limit": 0.0}),
     settings(minimum_foreign_sources=1) | rows("Funding", bank={"foreign": True})),
    ("E216", settings(maximum_source_share=0.45), settings(maximum_source_share=0.5)),
    ("E217", settings(terminal_value="going_concern", terminal_years=0),
     settings(terminal_value="book", terminal_years=0)),
    ("E218", settings(base_year=2024), settings(base_year=2025)),
    ("E220", {"Prices": [row for row in tiny_rows("Prices") if row["commodity"] != "nd_oxide"]},
     rows("Prices", {"commodity": "ore", "case": "high", "price": 1.0})),
    ("E220", rows("Commodities", mixed={"group": "magnets"}), rows("Commodities", la_oxide={"group": "magnets"})),
    ("E221", settings(demand_case="high"), settings(demand_case="base")),
    ("E222", {"Utilities": tiny_rows("Utilities")[:3]}, rows("Utilities", carbon={"price": 0.0})),
    ("E230", {"RecipeFlows": tiny_rows("RecipeFlows")[1:]}, {}),
    ("E231", {"RecipeFlows": tiny_rows("RecipeFlows")[:-1]},
     {"RecipeFlows": tiny_rows("RecipeFlows")[:-1], **rows("Plants", magnet_line={"category": "waste"})}),
    ("E232", {"RecipeFlows": [{**row, "quantity": 0.21} if row["commodity"] == "nd_oxide" and row["direction"] == "out"
                              else row for row in tiny_rows("RecipeFlows")]},
     {"RecipeFlows": [{**row, "quantity": 0.2} if row["commodity"] == "nd_oxide" and row["direction"] == "out"
                      else row for row in tiny_rows("RecipeFlows")]}),
    ("E233", rows("Recipes", sintering={"royalty_share": 0.03}),
     rows("Recipes", sintering={"royalty_share": 0.03, "royalty_commodity": "magnet"})),
    ("E234", rows("Recipes", sintering={"royalty_share": 0.03, "royalty_commodity": "nd_oxide"}),
     rows("Recipes", extraction={"royalty_share": 0.03, "royalty_commodity": "nd_oxide"})),
    ("E240", rows("Commodities", la_oxide={"disposal_cost": None}),
     rows("Commodities", la_oxide={"disposal_cost": None, "storage_limit": NO_LIMIT})),
    ("E241", {"Deposits": [], "Effects": []}, {}),
    ("E242", rows("Markets", home={"commodity": "ore"}) | rows("Prices", {"commodity": "ore", "case": "base",
     "price": 1.0}), rows("Markets", home={"commodity": "nd_oxide"})),
    ("E243", {"Composition": [row for row in tiny_rows("Composition") if row["content"] != 0.8]},
     rows("Composition", nd_oxide={"content": 1.3})),
    ("E244", rows("Commodities", la_oxide={"group": "magnets"}, mixed={"group": "magnets"}),
     rows("Commodities", la_oxide={"group": "magnets"})),
    ("E245", rows("Deposits", hill_ore={"commodity": "la_oxide"}), rows("Deposits", hill_ore={"commodity": "mixed"})),
    ("E250", rows("Modules", mine_m={"spend_1": 0.9}),
     rows("Modules", mine_m={"lead_time": 2.0, "spend_1": 0.9, "spend_2": 0.1})),
    ("E251", rows("Modules", mine_m={"spend_1": 0.9, "spend_2": 0.1}),
     rows("Modules", mine_m={"lead_time": 1.5, "spend_1": 0.9, "spend_2": 0.1})),
    ("E253", {"Existing": [{"asset": "pilot", "plant": "mine", "site": "hill", "capacity": 1.0, "first_year": 2026,
                            "fixed_cost": 0.1}]},
     {"Existing": [{"asset": "pilot", "plant": "mine", "site": "hill", "capacity": 1.0, "first_year": 2025,
                    "fixed_cost": 0.1}]}),
    ("E254", {"Existing": [{"asset": "pilot", "plant": "mine", "site": "hill", "capacity": 1.0, "first_year": 2023,
                            "last_year": 2022, "fixed_cost": 0.1}]},
     {"Existing": [{"asset": "pilot", "plant": "mine", "site": "hill", "capacity": 1.0, "first_year": 2023,
                    "last_year": 2023, "fixed_cost": 0.1}]}),
    ("E255", rows("Plants", {"plant": "idle", "category": "waste", "capacity_unit": "t"}), {}),
    ("E256", {"PlantSites": tiny_rows("PlantSites")[:-1]}, {}),
    ("E257", rows("PlantSites", mine={"first_start_year": 2031}), rows("PlantSites", mine={"first_start_year": 2030})),
    ("E258", rows("Requirements", mine={"needs_plant": "cracking"}),
     rows("Requirements", mine={"needs_plant": "cracking", "programme": None})),
    ("E259", rows("Requirements", mine={"needs_plant": "mine", "programme": None}), {}),
    ("E260", rows("Deposits", hill_ore={"verified_reserve": 4.0}),
     rows("Deposits", hill_ore={"verified_reserve": 3.0})),
    ("E261", rows("Deposits", hill_ore={"site": "town"}),
     rows("Deposits", hill_ore={"site": "town"}) | rows("Commodities", ore={"transportable": True})),
    ("E262", rows("Distances", hill={"distance_km": 0.0}), rows("Distances", hill={"distance_km": 0.5})),
    ("E263", rows("Distances", hill={"destination": "hill"}), {}),
    ("E264", rows("Requirements", mine={"site": "town"}), rows("Requirements", mine={"site": "hill"})),
    ("E270", rows("Programmes", {"programme": "study", "kind": "research", "duration": 1, "cost": 1.0,
                                 "yearly_cost": 0.0, "needs": "verification"}, verification={"needs": "study"}),
     rows("Programmes", {"programme": "study", "kind": "research", "duration": 1, "cost": 1.0,
                         "yearly_cost": 0.0}, verification={"needs": "study"})),
    ("E271", rows("Programmes", verification={"started": 2026}), rows("Programmes", verification={"started": 2025})),
    ("E272", rows("Programmes", verification={"first_start": 2028, "last_start": 2027}),
     rows("Programmes", verification={"first_start": 2028, "last_start": 2028})),
    ("E273", rows("Programmes", {"programme": "study", "kind": "research", "duration": 1, "cost": 1.0,
                                 "yearly_cost": 0.0}),
     rows("Programmes", {"programme": "study", "kind": "licence", "duration": 1, "cost": 1.0, "yearly_cost": 0.0})),
    ("E274", returns(scrap_per_product=None), returns(scrap_per_product=None, product=None, age_profile=None)),
    ("E275", returns(share=0.51), returns(share=0.5)),
    ("E276", returns(collection_share=0.9), returns(collection_share=0.8)),
    ("E277", returns(origin="primary"), returns()),
    ("E278", returns(product="nd_oxide"), returns(product="magnet")),
    ("E279", rows("Programmes", verification={"last_start": 2025}),
     rows("Programmes", verification={"last_start": 2025, "started": 2025})),
    ("E360", rows("Programmes", LATER, verification={"duration": 2}),
     rows("Programmes", {**LATER, "last_start": 2028}, verification={"duration": 2})),
    ("E361", rows("Programmes", verification={"first_start": 2028, "duration": 3}),
     rows("Programmes", verification={"first_start": 2028, "duration": 2})),
    ("E280", rows("Contracts", promise={"first_delivery_to": 2026}),
     rows("Contracts", promise={"first_delivery_to": 2027})),
    ("E281", rows("Contracts", promise={"first_delivery_from": 2031, "first_delivery_to": 2032}),
     rows("Contracts", promise={"first_delivery_from": 2030, "first_delivery_to": 2032})),
    ("E282", rows("Contracts", promise={"price_value": 5.0}), rows("Contracts", promise={"price_value": 1.0})),
    ("E283", rows("Contracts", promise={"volume": 130.0}), rows("Contracts", promise={"volume": 125.0})),
    ("E284", rows("Contracts", promise={"price_rule": "fixed", "price_value": 95000.0}),
     rows("Contracts", promise={"price_rule": "fixed", "price_value": 95.0})),
    ("E285", rows("Commodities", magnet={"group": None}), {}),
    ("E286", rows("Markets", home={"price_adder": -101.0}), rows("Markets", home={"price_adder": -100.0})),
    ("E287", feed(price_adder=-71.0), feed(price_adder=-70.0)),
    ("E288", returns(price_factor=0.5, price_adder=-3.0), returns(price_factor=0.5, price_adder=-2.5)),
    ("E290", rows("Funding", bank={"tenor": 0, "grace": 0}), {}),
    ("E290", rows("Funding", bank={"repayment": None}), rows("Funding", bank={"repayment": "bullet"})),
    ("E291", rows("Funding", owner={"tenor": 5}), {}),
    ("E388", rows("Funding", bank={"repayment_pace": 0.5}),
     rows("Funding", bank={"repayment_pace": 0.5, "repayment": "sculpted"})),
    ("E389", rows("Funding", bank={"ownership_share": 0.5}), rows("Funding", owner={"ownership_share": 0.5})),
    ("E291", rows("Funding", owner={"repayment": "linear"}), {}),
    ("E291", rows("Funding", owner={"kind": "grant"}) | rows("Eligibility", owner={"operations": False}),
     rows("Funding", owner={"kind": "grant", "rate": 0.0}) | rows("Eligibility", owner={"operations": False})),
    ("E292", rows("Funding", bank={"grace": 4}), rows("Funding", bank={"grace": 1})),
    ("E293", {"Eligibility": tiny_rows("Eligibility")[:1]}, {}),
    ("E294", rows("Eligibility", bank={"operations": True}), rows("Eligibility", owner={"operations": True})),
    ("E295", {"Eligibility": [tiny_rows("Eligibility")[0],
                              {**dict.fromkeys(tiny_rows("Eligibility")[1], False), "source_name": "bank"}]},
     {"Eligibility": [tiny_rows("Eligibility")[0],
                      {**dict.fromkeys(tiny_rows("Eligibility")[1], False), "source_name": "bank"}],
      **rows("Funding", bank={"total_limit": 0.0})}),
    ("E296", rows("Funding", bank={"minimum_ticket": 60.0}),
     rows("Funding", bank={"minimum_ticket": 60.0, "yearly_limit": 0.0})),
    ("E297", rows("Funding", bank={"first_year": 2029, "last_year": 2028}),
     rows("Funding", bank={"first_year": 2029, "last_year": 2029})),
    ("E298", rows("Funding", bank={"last_year": 2025}), rows("Funding", bank={"last_year": 2025, "total_limit": 0.0})),
    ("E299", settings(minimum_foreign_sources=1) | rows("Funding", bank={"foreign": True}),
     settings(minimum_foreign_sources=1) | rows("Funding", bank={"foreign": True, "minimum_ticket": 5.0})),
    ("E299", target(kpi="foreign_sources", definition="drawn", value=1.0) | rows("Funding", bank={"foreign": True}),
     target(kpi="foreign_sources", definition="drawn", value=1.0, mode="off")
     | rows("Funding", bank={"foreign": True})),
    ("E299", target(kpi="foreign_sources", definition="mobilised", value=1.0) | rows("Funding", bank={"foreign": True}),
     settings(minimum_brought=5.0) | target(kpi="foreign_sources", definition="drawn", value=1.0)
     | rows("Funding", bank={"foreign": True})),
    ("E300", target(definition="end_of_life"), target(definition="sintered_and_bonded")),
    ("E301", target(**RATIO), target(**RATIO, minimum_denominator=10.0)),
    ("E302", target(minimum_denominator=10.0), {}),
    ("E303", target(first_year=2032), target(first_year=2030)),
    ("E304", target(**{**RATIO, "value": 25.0}, minimum_denominator=10.0),
     target(**{**RATIO, "value": 1.0}, minimum_denominator=10.0)),
    ("E305", target_pair(60.0, 50.0), target_pair(50.0, 50.0)),
    ("E306", target(weight=0.0), target(weight=0.0, mode="off")),
    ("E307", target(kpi="licences", definition="standard", value=2.0),
     target(kpi="licences", definition="standard", value=2.0, mode="off")),
    ("E345", target(kpi="partnerships", definition="in_use", value=0.0, sense="<="),
     target(kpi="partnerships", definition="concluded", value=0.0, sense="<=")),
    ("E346", in_use(None), in_use("treaty")),
    ("E347", settings(swarf_recycled_share=1.0, swarf_recycled_from=2031),
     settings(swarf_recycled_share=0.0, swarf_recycled_from=2031)),
    ("E348", settings(swarf_recycled_share=1.0) | swarf("out"),
     settings(swarf_recycled_share=1.0) | swarf("out", "in")),
    ("E375", target(kpi="guarantees", definition="standard", value=2.0),
     target(kpi="guarantees", definition="standard", value=2.0, sense="<=")),
    ("E310", pins(("build", "mine_m", None, 2025, "=", 0)), pins(("build", "mine_m", None, 2026, "=", 0))),
    ("E311", pins(("build", "mine_m", "town", None, "=", 0)), pins(("build", "mine_m", "hill", None, "=", 0))),
    ("E312", pins(("build", "mine_m", "hill", None, ">=", 3)), pins(("build", "mine_m", "hill", None, ">=", 2))),
    ("E313", pins(("build", "mine_m", None, None, "<=", 1), ("build", "mine_m", "hill", 2027, "=", 1),
                  ("build", "mine_m", "hill", 2028, "=", 1)),
     pins(("build", "mine_m", None, None, "<=", 2), ("build", "mine_m", "hill", 2027, "=", 1),
          ("build", "mine_m", "hill", 2028, "=", 1))),
    ("E320", settings(terminal_value="operation", tail_years=0), settings(terminal_value="operation", tail_years=1,
                                                                         tail_periods=1)),
    ("E321", settings(tail_years=1, tail_periods=2), settings(tail_years=2, tail_periods=2)),
    ("E353", formula(prices=tiny_rows("Prices")), formula()),
    ("E354", circle("magnet"), circle("la_oxide")),
    ("E355", formula(driver="ore"), formula(driver="concentrate")),
    ("E355", {"Premiums": formula()["Premiums"]}, formula()),
    ("E355", formula(("low", 1.0)), formula(("low", 1.0), ("base", 1.0))),
    ("E356", formula(("base", -36.0)), formula(("base", -35.0))),
    ("E357", processing(72.0), processing(71.8)),
    ("E325", rows("Plants", mine={"first_year_share": 0.2, "learning_step": 0.3}),
     rows("Plants", mine={"first_year_share": 0.3, "learning_step": 0.3})),
    ("E325", rows("Plants", mine={"first_year_share": 0.4}), rows("Plants", mine={"first_year_share": 0.5})),
    ("E326", rows("Plants", mine={"least_stable_load": 0.5}),
     rows("Plants", mine={"least_stable_load": 0.5, "restart_cost": 1.0})),
    ("E326", rows("Plants", mine={"restart_cost": 1.0}), rows("Plants", mine={"restart_cost": 0.0})),
    ("E327", existing(use_before=1.5), existing(use_before=1.0)),
    ("E328", settings(construction_starts_limit=5.5, owner_cost_share=0.1),
     settings(construction_starts_limit=6.7, owner_cost_share=0.1)),
    ("E380", feed(country=None), feed(foreign=False, country=None)),
    ("E381", feed(country="TR"), feed(foreign=False, country="TR")),
    ("E381", feed(foreign=False), feed()),
    ("E382", feed(country="China"), feed(country="EU")),
    ("E383", stockpile(first_year=2031), stockpile(first_year=2030)),
    ("E383", stockpile(released_in=2027), stockpile(released_in=2028)),
    ("E384", stockpile(quantity=10.5), stockpile(quantity=10.0)),
    ("E385", stockpile(site="hill"), stockpile(site="town")),
    ("E386", settings(maximum_supplier_share=0.9) | feed(), settings(maximum_supplier_share=1.0) | feed()),
    ("E387", rows("Commodities", magnet={"thorium": 1.2}), rows("Commodities", magnet={"thorium": 1.0})),
    ("E410", rows("Scenarios", {"scenario": "base"}) | rows("Overlays", {
        "scenario": "base", "table": "Prices", "row": "*", "column_name": "price", "operation": "set", "value": "1"}),
     {}),
    ("E335", rows("Contracts", promise={"minimum_volume": 31.0}), rows("Contracts", promise={"minimum_volume": 30.0})),
    ("E336", rows("Contracts", promise={"price_rule": "collar", "price_value": 90.0}),
     rows("Contracts", promise={"price_rule": "collar", "price_value": 90.0, "price_ceiling": 110.0})),
    ("E336", rows("Contracts", promise={"price_rule": "index", "price_value": 90.0, "index_commodity": "nd_oxide"}),
     rows("Contracts", promise={"price_rule": "index", "price_value": 90.0, "index_commodity": "nd_oxide",
                                "index_content": 0.4})),
    ("E337", rows("Contracts", promise={"price_ceiling": 110.0}),
     rows("Contracts", promise={"price_rule": "ceiling", "price_value": None, "price_ceiling": 110.0,
                                "discount": 0.02})),
    ("E338", rows("Contracts", promise={"price_rule": "collar", "price_value": 90.0, "price_ceiling": 80.0}),
     rows("Contracts", promise={"price_rule": "collar", "price_value": 90.0, "price_ceiling": 90.0})),
    ("E339", rows("Contracts", promise={"nomination_years": 4}), rows("Contracts", promise={"nomination_years": 3})),
    ("E220", rows("Contracts", promise={"price_rule": "index", "price_value": 90.0, "index_commodity": "mixed",
                                        "index_content": 2.0}),
     rows("Contracts", promise={"price_rule": "index", "price_value": 90.0, "index_commodity": "nd_oxide",
                                "index_content": 0.4})),
    ("E341", support(commodity="nd_oxide"), support()),
    ("E341", support(commodity="nd_oxide", market=None), support(market=None)),
    ("E342", support(first_year=2030, last_year=2029), support(first_year=2030, last_year=2030)),
    ("E342", support(first_year=2031), support(first_year=2030)),
    ("E343", support(strike=2000.0), support(strike=900.0)),
    ("E344", rows("Markets", home={"spot_share": 0.5}) | {"Contracts": []}, rows("Markets", home={"spot_share": 0.5})),
    ("E365", rows("Funding", bank={"lender_class": None}), {}),
    ("E365", rows("Funding", owner={"lender_class": "bank"}), {}),
    ("E366", rows("LenderClasses", bank={"longest_tenor": 1}), rows("LenderClasses", bank={"longest_tenor": 2})),
    ("E367", rows("Eligibility", bank={"programmes": True}), rows("Eligibility", owner={"programmes": True})),
    ("E368", perimeters({}), perimeters({"waste": True})),
    ("E368", perimeters({"waste": True, "mining": True}), perimeters({"waste": True})),
    ("E369", formula() | deck("magnet"), deck("magnet")),
    ("E220", deck("ore"), deck("nd_oxide")),
    ("E370", rows("Funding", bank={"tenor": 4}), rows("Funding", bank={"tenor": 3})),
    ("E371", deck("magnet", base_factor=0.6), deck("magnet", base_factor=0.7)),
    ("E372", lender(cover_base=0.9), lender(cover_base=1.0)),
    ("E372", lender(cover_low=0.5), lender(cover_low=1.0)),
    ("E373", lender(cover_low=1.3), lender(cover_low=1.2)),
    ("E374", lender(guarantee_fee=0.01), lender(guarantee_fee=0.01, guaranteed=True)),
    ("E376", lender(cover_base=None), lender(cover_base=None, guaranteed=True)),
    ("E377", perimeters({"waste": True}, "metals"), perimeters({"waste": True})),
    ("E390", rows("Prices", magnet={"price": jump(2028, 900.0)}), rows("Prices", magnet={"price": jump(2028, 700.0)})),
    ("E390", rows("Demand", home={"quantity": jump(2030, 10.0)}), rows("Demand", home={"quantity": jump(2030, 0.0)})),
    ("E391", rows("Demand", {"market": "home", "case": "low", "quantity": 12.0}),
     rows("Demand", {"market": "home", "case": "low", "quantity": 20.0})),
    ("E391", rows("Prices", {"commodity": "magnet", "case": "high", "price": 120.0},
                  {"commodity": "magnet", "case": "low", "price": 8.0}),
     rows("Prices", {"commodity": "magnet", "case": "high", "price": 120.0},
          {"commodity": "magnet", "case": "low", "price": 80.0})),
    ("E392", rows("Markets", home={"price_factor": 97.0}), rows("Markets", home={"price_factor": 5.0})),
    ("E392", rows("Markets", home={"price_adder": -85.0}), rows("Markets", home={"price_adder": -80.0})),
    ("E393", rows("Modules", {**tiny_rows("Modules")[0], "module": "larger", "capacity": 60000.0},
                  {**tiny_rows("Modules")[0], "module": "given", "capex": 0.0}),
     rows("Modules", {**tiny_rows("Modules")[0], "module": "larger",
                      "capacity": 5 * tiny_rows("Modules")[0]["capacity"]})),
]  # fmt: skip


def raised(code: str, changes: Changes) -> list[Finding]:
    return [finding for finding in check_tables(tiny_tables(**changes), WORKBOOK) if finding.code == code]


def test_the_tiny_case_has_no_findings() -> None:
    assert check_tables(tiny_tables(), WORKBOOK) == ()


@pytest.mark.parametrize(
    ("code", "broken", "message"),
    [(code, broken, message) for (code, broken, _), message in zip(CASES, MESSAGES, strict=True)],
    ids=[f"{code}-{at}" for at, (code, _, _) in enumerate(CASES)],
)
def test_a_mistake_is_named_in_full(code: str, broken: Changes, message: str) -> None:
    assert str(raised(code, broken)[0]) == message


@pytest.mark.parametrize(
    ("code", "sound"),
    [(code, sound) for code, _, sound in CASES],
    ids=[f"{c}-{at}" for at, (c, _, _) in enumerate(CASES)],
)
def test_what_comes_close_is_no_mistake(code: str, sound: Changes) -> None:
    assert raised(code, sound) == []


def test_a_finding_at_an_overlaid_cell_names_the_scenario() -> None:
    dearer = {"scenario": "cheap", "table": "Contracts", "row": "*", "column_name": "price_value", "operation": "set"}
    tables = apply_scenario(tiny_tables(Overlays=[{**dearer, "value": "5"}]), "cheap", WORKBOOK)
    assert str(check_tables(tables, WORKBOOK)[0]).startswith(
        "E282 tiny.xlsx › Contracts!O5 (contract promise): a discount of 5 "
        "(as scenario cheap sets it in row 5 of Overlays); expected"
    )


def test_what_a_scenario_changes_is_no_slip_of_the_pen() -> None:
    shock = {
        "scenario": "cheap",
        "table": "Prices",
        "row": "magnet|base",
        "column_name": "price",
        "operation": "multiply",
    }
    tables = tiny_tables(
        **rows("Prices", {"commodity": "magnet", "case": "low", "price": 90.0}),
        Overlays=[{**shock, "first_year": 2028, "value": "20"}],
    )
    assert check_tables(apply_scenario(tables, "cheap", WORKBOOK), WORKBOOK) == ()


def test_every_code_is_triggered() -> None:
    elsewhere = set(OVERLAY_CODES) | set(SWEEP_CODES) | {"E213"}
    assert {code for code, _, _ in CASES} | elsewhere == set(CODES)


def test_codes_are_declared_once() -> None:
    assert len(CODES) == sum(len(rule.codes) for rule in RULES)


def test_a_scenario_may_not_move_the_horizon_beyond_the_year_columns() -> None:
    longer = {"scenario": "cheap", "table": "Settings", "row": "*", "column_name": "last_year", "operation": "set"}
    tables = tiny_tables(Overlays=[{**longer, "value": "2032"}])
    findings = check_tables(apply_scenario(tables, "cheap", WORKBOOK), WORKBOOK)
    assert str(findings[0]) == (
        "E213 tiny.xlsx › Settings!B7: sheet Prices has no column for 2031, 2032, but last_year is "
        "2032 (as scenario cheap sets it in row 5 of Overlays); expected year columns for the whole horizon of every "
        "scenario. "
        "Add the year columns, or take the change of horizon out of the scenario."
    )
    shorter = tiny_tables(Overlays=[{**longer, "value": "2029"}])
    assert check_tables(apply_scenario(shorter, "cheap", WORKBOOK), WORKBOOK) == ()


def unreadable(tables: Tables, sheet: str, position: int, *columns: str) -> Tables:
    marked = edited(tables, sheet, position, **dict.fromkeys(columns))
    table = marked[sheet]
    rows = list(table.rows)
    rows[position] = dataclasses.replace(rows[position], unreadable=frozenset(columns))
    return {**marked, sheet: dataclasses.replace(table, rows=tuple(rows))}


@pytest.mark.parametrize("sheet", [name for name, table in tiny_tables().items() if table.rows])
def test_cells_that_could_not_be_read_raise_nothing_further(sheet: str) -> None:
    """Whatever single cell the reader rejected, the rules neither fail nor invent an error that is only its echo."""
    tables = tiny_tables()
    for column in tables[sheet].spec.columns:
        if column.meta.key or column.meta.refers or column.kind == "years":
            continue
        findings = check_tables(unreadable(tables, sheet, 0, column.name), WORKBOOK)
        assert [str(finding) for finding in findings if finding.is_error] == [], column.name


@pytest.mark.parametrize("sheet", [name for name, table in tiny_tables().items() if table.rows])
def test_rules_survive_rows_of_which_nothing_could_be_read(sheet: str) -> None:
    tables = tiny_tables()
    names = [column.name for column in tables[sheet].spec.columns if column.kind != "years"]
    check_tables(unreadable(tables, sheet, 0, *names), WORKBOOK)


def test_findings_come_once_and_in_the_order_of_sheets_and_rows() -> None:
    tables = tiny_tables(
        **pins(("start", "verify", None, None, "=", 1)),
        **settings(base_year=2027),
        **rows("Modules", magnet_line_m={"spend_1": 0.5}, mine_m={"spend_1": 0.9}),
        **rows("Plants", mine={"first_year_share": 0.4}),
    )
    cells = [f"{finding.sheet}!{finding.cell}" for finding in check_tables(tables, WORKBOOK)]
    assert cells == ["Settings!B5", "Plants!F5", "Modules!F5", "Modules!F8", "Pins!B5"]


@pytest.mark.parametrize("sheet", [name for name, table in tiny_tables().items() if not table.spec.may_be_empty])
def test_a_missing_sheet_has_no_echo(sheet: str) -> None:
    """The reader names a sheet that is missing and must not be; rules that need it keep silent or point elsewhere."""
    tables = tiny_tables()
    tables = {**tables, sheet: dataclasses.replace(tables[sheet], rows=())}
    echoes = {"E201", "E220", "E221", "E222"}
    assert [str(finding) for finding in check_tables(tables, WORKBOOK) if finding.code in echoes] == []
