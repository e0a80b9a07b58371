"""A small chain from ore to motors with powder, swarf, scrap, imports and stores, drawn by chance."""

from __future__ import annotations

import random
from typing import Any

from roadmap_opt.case.tables import Tables
from tests.support.tiny_case import NO_LIMIT, tiny_rows, tiny_tables

Rows = list[dict[str, Any]]


def powder_chain_tables(seed: int, **changes: Any) -> Tables:
    """The chain of one seed; sizes, yields, delays, gates, stores and what can be bought differ."""
    chance = random.Random(seed)

    def some(low: float, high: float) -> float:
        return round(chance.uniform(low, high), 3)

    def maybe(share: float) -> bool:
        return chance.random() < share

    def good(commodity: str, unit: str, stage: str, **values: Any) -> dict[str, Any]:
        usual = {"origin": "primary", "mass_per_unit": 1.0, "transportable": True, "storage_cost": 0.0,
                 "storage_limit": some(5, 60) if maybe(0.5) else 0.0, "disposal_cost": 0.1,
                 "disposal_limit": NO_LIMIT}  # fmt: skip
        return {"commodity": commodity, "unit": unit, "stage": stage, **usual, **values}

    def plant(name: str, category: str, unit: str) -> dict[str, Any]:
        return {"plant": name, "category": category, "capacity_unit": unit, "first_year_share": some(0.3, 1.0)}

    def recipe(name: str, of: str, programme: str | None = None) -> dict[str, Any]:
        return {"recipe": name, "plant": of, "load": some(0.8, 1.2), "variable_cost": 0.1, "electricity": 0.0,
                "natural_gas": 0.0, "water": 0.0, "emissions": 0.0, "programme": programme}  # fmt: skip

    def flows(name: str, into: dict[str, float], out: dict[str, float]) -> Rows:
        ways = (("in", into), ("out", out))
        return [
            {"recipe": name, "direction": way, "commodity": c, "quantity": q}
            for way, each in ways
            for c, q in each.items()
        ]

    def bought(name: str, commodity: str, foreign: bool) -> dict[str, Any]:
        return {"supply": name, "commodity": commodity, "site": "town", "foreign": foreign, "price_factor": 1.0,
                "price_adder": 0.0, "country": "CN" if foreign else None, "quantity": some(5, 80)}  # fmt: skip

    plants = {
        "mine": ("mining", "kt ore"), "cracking": ("refining", "t REO fed"), "separation": ("refining", "t REO fed"),
        "milling": ("metals", "t powder"), "magnet_line": ("magnets", "t magnets"), "motor_line": ("motors", "motors"),
        "short_loop": ("recycling", "t scrap"), "long_loop": ("recycling", "t swarf"),
    }  # fmt: skip
    lost, kept = some(0.85, 1.0), some(0.85, 1.0)
    supplies = [
        bought("oxide_abroad", "nd_oxide", True), bought("powder_abroad", "powder", True),
        bought("mixed_abroad", "mixed_imported", True), bought("scrap_abroad", "scrap", True),
        bought("oxide_at_home", "nd_oxide", False),
    ]  # fmt: skip
    standing = [
        {"asset": f"old_{name}", "plant": name, "site": "town", "capacity": some(5, 40), "first_year": 2024,
         "fixed_cost": 0.0}
        for name in ("milling", "magnet_line", "short_loop")
        if maybe(0.4)
    ]  # fmt: skip
    sheets: dict[str, Any] = {
        "Settings": {"last_year": 2026 + chance.randint(1, 3), "opening_cash": 1e4, "first_decision_year": 2026},
        "Commodities": [
            good("ore", "kt", "ore", transportable=False, disposal_cost=None),
            good("concentrate", "t REO", "concentrate"), good("mixed", "t REO", "mixed_reo"),
            good("mixed_imported", "t REO", "mixed_reo"), good("la_oxide", "t", "oxide"),
            good("nd_oxide", "t", "oxide"), good("powder", "t", "powder"),
            good("recycled_powder", "t", "powder", origin="secondary"),
            good("magnet", "t", "sintered_magnet", group="magnets"), good("motor", "thousand", "motor"),
            good("swarf", "t", "swarf"), good("scrap", "t", "scrap", origin="secondary"),
        ],
        "Composition": [
            {"commodity": c, "element": e, "content": content}
            for c, e, content in (
                ("ore", "La", 24.0), ("ore", "Nd", 6.0), ("concentrate", "La", 0.8), ("concentrate", "Nd", 0.2),
                ("mixed", "La", 0.8), ("mixed", "Nd", 0.2), ("mixed_imported", "La", 0.7),
                ("mixed_imported", "Nd", 0.3), ("la_oxide", "La", 1.0), ("nd_oxide", "Nd", 1.0), ("powder", "Nd", 0.4),
                ("recycled_powder", "Nd", 0.36), ("magnet", "Nd", 0.36), ("motor", "Nd", 0.36), ("swarf", "Nd", 0.3),
                ("scrap", "Nd", 0.36),
            )
        ],
        "Prices": [
            {"commodity": c, "case": "base", "price": price}
            for c, price in (
                ("concentrate", 3.0), ("mixed_imported", 4.0), ("la_oxide", 0.6), ("nd_oxide", 70.0), ("powder", 50.0),
                ("recycled_powder", 45.0), ("magnet", 100.0), ("motor", 300.0), ("swarf", 10.0), ("scrap", 20.0),
            )
        ],
        "Plants": [plant(name, *of) for name, of in plants.items()],
        "PlantSites": [
            {"plant": name, "site": "hill" if name in ("mine", "cracking") else "town", "maximum_modules": 1}
            for name in plants
        ],
        "Modules": [
            {"module": f"{name}_m", "plant": name, "capacity": some(10, 120), "capex": 1.0,
             "lead_time": chance.choice((0.0, 0.5, 1.0)), "spend_1": 1.0, "life": 20.0, "fixed_cost_share": 0.0,
             "maximum_count": 1}
            for name in plants
        ],
        "Existing": standing,
        "Requirements": [
            {"plant": name, "alternative_set": 1, "programme": "verification", "gate": gate}
            for name in plants
            if maybe(0.2)
            for gate in (chance.choice(("construction", "operation")),)
        ],
        "Recipes": [
            recipe("mining", "mine"), recipe("leaching", "cracking"), recipe("extraction", "separation"),
            recipe("extraction_abroad", "separation"), recipe("milling_recipe", "milling"),
            recipe("sintering", "magnet_line"), recipe("sintering_recycled", "magnet_line"),
            recipe("assembly", "motor_line"), recipe("short", "short_loop", "verification" if maybe(0.3) else None),
            recipe("long_swarf", "long_loop"), recipe("long_scrap", "long_loop"),
        ],
        "RecipeFlows": [
            *flows("mining", {"ore": 1.0}, {"concentrate": 30.0 * lost}),
            *flows("leaching", {"concentrate": 1.0}, {"mixed": lost}),
            *flows("extraction", {"mixed": 1.0}, {"la_oxide": 0.8 * kept, "nd_oxide": 0.2 * kept}),
            *flows("extraction_abroad", {"mixed_imported": 1.0}, {"la_oxide": 0.7 * kept, "nd_oxide": 0.3 * kept}),
            *flows("milling_recipe", {"nd_oxide": 0.4 / kept}, {"powder": 1.0}),
            *flows("sintering", {"powder": 1.3}, {"magnet": 1.0, "swarf": 0.4}),
            *flows("sintering_recycled", {"recycled_powder": 1.2, "powder": 0.2}, {"magnet": 1.0, "swarf": 0.4}),
            *flows("assembly", {"magnet": 1.0}, {"motor": 1.0}),
            *flows("short", {"scrap": 1.0}, {"recycled_powder": 0.9}),
            *flows("long_swarf", {"swarf": 1.0}, {"nd_oxide": 0.3 * kept}),
            *flows("long_scrap", {"scrap": 1.0}, {"nd_oxide": 0.36 * kept}),
        ],
        "Supplies": [row for row in supplies if maybe(0.6)],
        "ReturnFlows": [
            {"flow": "old_magnets", "commodity": "scrap", "site": "town", "collection_share": some(0.2, 0.9),
             "price_factor": 1.0, "price_adder": 0.0, "exogenous": some(5, 60)}
        ],
        "Programmes": tiny_rows("Programmes", verification={"duration": chance.randint(0, 2)}),
        "Contracts": [],
    }  # fmt: skip
    return tiny_tables(**{**sheets, **changes})
