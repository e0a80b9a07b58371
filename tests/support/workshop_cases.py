"""Cases of the workshop that several tests solve: with a bank, ore, scrap, a by-product, two sizes of its line."""

from __future__ import annotations

from typing import Any

from roadmap_opt.case.case import Case
from tests.support.tiny_case import NO_LIMIT
from tests.support.workshop import also, bank_price, lender, loan, pays_for, programme, target, workshop

EQUITY = loan("owner", "equity")
PURPOSES = ("magnets", "programmes", "working_capital")


def mixed(
    settings: dict[str, Any] | None = None, changes: dict[str, Any] | None = None, cover: float = 1.2, **terms: Any
) -> Case:
    """An owner with better uses for money, and a bank that lends for the line without interest: all of it is due in
    2028, the year after completion. The bank takes four tenths off the price of magnets.
    """
    usual = {"tenor": 1, "repayment": "linear"}
    given = {"BankDeck": [bank_price("magnet", 0.6)], "LenderClasses": [lender(cover_base=cover)], **(changes or {})}
    return workshop(
        Settings={"perspective": "owner", "discount_rate_owner": 0.2, "maximum_gearing": 1.0, **(settings or {})},
        Funding=[EQUITY, loan("bank", **{**usual, **terms})],
        Eligibility=[pays_for("owner", "magnets", "operations"), pays_for("bank", "magnets")],
        **given,
    )


def commodity(name: str, stage: str, **values: Any) -> dict[str, Any]:
    """A row of Commodities without storage and disposal."""
    usual = {"unit": "t", "origin": "neutral", "mass_per_unit": 1.0, "transportable": True, "storage_limit": 0.0,
             "storage_cost": 0.0, "disposal_limit": 0.0}  # fmt: skip
    return {"commodity": name, "stage": stage, **usual, **values}


def mining(**settings: Any) -> Case:
    """The workshop fed with ore: 0.01 kt a tonne, 1 kt verified, 0.5 kt of samples, 1 kt more after verification."""
    return workshop(
        Settings=settings,
        Commodities=also("Commodities", commodity("ore", "ore", unit="kt")),
        Supplies=[],
        RecipeFlows=[
            {"recipe": "sintering", "direction": "in", "commodity": "ore", "quantity": 0.01},
            {"recipe": "sintering", "direction": "out", "commodity": "magnet", "quantity": 1.0},
        ],
        Deposits=[
            {"deposit": "hill_ore", "site": "town", "commodity": "ore", "resource": 5.0, "verified_reserve": 0.001,
             "unverified_allowance": 0.5, "maximum_rate": NO_LIMIT},
        ],
        Programmes=[programme("verification", kind="verification", duration=2)],
        Effects=[{"programme": "verification", "effect": "reserve", "item": "hill_ore", "value": 0.001}],
    )  # fmt: skip


def returning(domestic: bool = True, programmes: bool = False, demand: float = 100.0) -> Case:
    """The workshop with magnets that come back: a fifth of a sale after one year, three tenths after two."""
    return workshop(
        Commodities=also("Commodities", commodity("scrap", "scrap", origin="secondary")),
        Prices=also("Prices", {"commodity": "scrap", "case": "base", "price": 5.0}),
        Recipes=also("Recipes", {**also("Recipes")[0], "recipe": "remelting"}),
        RecipeFlows=also(
            "RecipeFlows",
            {"recipe": "remelting", "direction": "in", "commodity": "scrap", "quantity": 1.0},
            {"recipe": "remelting", "direction": "out", "commodity": "magnet", "quantity": 1.0},
        ),
        ReturnFlows=[
            {"flow": "returns", "commodity": "scrap", "site": "town", "product": "magnet", "age_profile": "short",
             "scrap_per_product": 1.0, "collection_share": 0.5, "price_factor": 0.0, "price_adder": 0.0,
             "exogenous": 4.0},
        ],
        AgeProfiles=[{"profile": "short", "age": 1, "share": 0.2}, {"profile": "short", "age": 2, "share": 0.3}],
        Markets={"home": {"domestic": domestic}},
        Demand={"home": {"quantity": demand}},
        Programmes=[programme("mandate", kind="policy", duration=0, cost=0.1)] if programmes else [],
        Effects=[{"programme": "mandate", "effect": "collection_share", "item": "returns", "value": 0.25}]
        if programmes
        else [],
    )  # fmt: skip


def by_product(storage_limit: float = 0.0) -> Case:
    """The workshop with half a tonne of lanthanum oxide per tonne, which nobody buys."""
    residue = {"storage_limit": storage_limit, "disposal_cost": 4.0, "disposal_limit": 30.0}
    return workshop(
        Commodities=also("Commodities", commodity("la_oxide", "oxide", **residue)),
        RecipeFlows=also(
            "RecipeFlows", {"recipe": "sintering", "direction": "out", "commodity": "la_oxide", "quantity": 0.5}
        ),
    )


def sizes() -> list[dict[str, Any]]:
    """A small and a large magnet line."""
    (line,) = also("Modules")
    return [{**line, "module": "small", "capacity": 40.0, "capex": 3.0}, {**line, "module": "large", "capex": 5.0}]


def financed(**changes: Any) -> dict[str, Any]:
    """An owner and a bank, a contract, tax and inflation."""
    promise = {"contract": "promise", "market": "home", "volume": 30.0, "length": 3, "first_delivery_from": 2027,
               "first_delivery_to": 2027, "minimum_delivery": 0.8, "price_rule": "fixed",
               "price_value": 120.0}  # fmt: skip
    return {
        "Modules": sizes(),
        "Contracts": [promise],
        "Funding": [loan("owner", "equity"), loan("bank", rate=0.06, tenor=1, repayment="annuity", last_year=2026)],
        "Eligibility": [pays_for("owner", *PURPOSES, "operations"), pays_for("bank", "magnets")],
        **changes,
    }


def longer(objective: str, perspective: str) -> Case:
    """A financed workshop over the whole horizon, with a licence to wait for and a target."""
    settings = {"objective": objective, "perspective": perspective, "corporate_tax": 0.2, "inflation": 0.02,
                "working_capital_share": 0.1, "maximum_gearing": 0.7, "discount_rate_owner": 0.1,
                "discount_rate_project": 0.06}  # fmt: skip
    return workshop(
        Settings=settings,
        Programmes=[programme("licence")],
        Requirements=[{"plant": "magnet_line", "alternative_set": 1, "programme": "licence", "gate": "construction"}],
        Markets={"home": {"import_price_factor": 1.1}},
        Targets=[
            target("magnets", "magnets", "sintered", 30.0, mode="hard")
            if objective == "cost"
            else target("magnets", "magnets", "sintered", 150.0)
        ],
        **financed(),
    )
