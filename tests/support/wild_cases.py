"""Small random cases that strain the bounds: money tiny and huge, prices that fall and soar, taxes, loans, history."""

from __future__ import annotations

import random
from typing import Any

from roadmap_opt.case.case import Case
from tests.support.tiny_case import NO_LIMIT
from tests.support.workshop import also, bank_price, lender, loan, pays_for, programme, workshop
from tests.support.workshop_cases import PURPOSES

HORIZONS = ((2026, 2026), (2026, 2027), (2027, 2029), (2026, 2029))
"""First and last decision year; the first one is a single year."""


def wild(seed: int) -> Case:
    """The case of a seed: the workshop with two sizes, a second market, a contract, scrap and money at random."""
    chance = random.Random(seed)
    pick, between = chance.choice, chance.uniform
    scale = pick([0.05, 1.0, 1.0, 1000.0])
    first, last = pick(HORIZONS)
    years = range(2025, last + 1)

    def path(base: float) -> dict[int, float]:
        """A price over the years: steady, rising or falling."""
        step = pick([1.0, 0.7, 1.3])
        return {year: base * step ** (year - 2025) for year in years}

    def limit(typical: float) -> float:
        return pick([NO_LIMIT, NO_LIMIT, typical * scale * between(0.1, 3)])

    return workshop(
        Settings={
            "first_decision_year": first,
            "last_year": last,
            "inflation": pick([-0.05, 0.0, 0.03, 0.4]),
            "perspective": pick(["project", "owner", "owner", "national"]),
            "terminal_value": (pick(["none", "book", "going_concern"]), "operation")[seed % 4 == 3],
            "tail_years": (1, 4, 5)[seed % 3],
            "tail_operation_share": (0.0, 0.3, 1.0, 0.0)[seed % 4],
            "discount_rate_project": pick([0.0, 0.08]),
            "discount_rate_owner": pick([0.0, 0.1]),
            "owner_cost_share": pick([0.0, 0.2]),
            "vat_rate": pick([0.0, 0.2, 1.0]),
            "vat_exempt": pick([True, False, False]),
            "working_capital_share": pick([0.0, 0.2, 1.0]),
            "corporate_tax": pick([0.0, 0.25, 1.0]),
            "loss_carry_forward_years": pick([0, 2, 5]),
            "tax_depreciation_years": pick([1, 3, 10]),
            "support_service_share": pick([0.0, 0.25, 1.0]),
            "support_debt_share": pick([0.0, 0.2, 1.0]),
            "support_years": pick([0, 2]),
            "support_fee": pick([0.0, 0.02]),
            "guarantee_limit": limit(5.0),
            "maximum_gearing": pick([0.5, 0.9, 1.0]),
            "reserve_months": pick([0.0, 6.0]),
            "cash_floor": pick([0.0, 0.5 * scale]),
            "opening_cash": pick([0.0, 1.0 * scale, 8.0 * scale]),
            "offtake_share": pick([0.4, 1.0]),
            "purchases_for_stock": pick([True, False]),
            "freight_cost": pick([0.0, 0.1 * scale]),
        },
        Commodities={
            "magnet": {"storage_limit": pick([0.0, 30.0, NO_LIMIT]), "storage_cost": between(0, 5) * scale,
                       "disposal_cost": pick([None, 3.0 * scale]), "disposal_limit": pick([10.0, NO_LIMIT])},
            "nd_oxide": {"storage_limit": pick([0.0, 30.0]), "storage_cost": between(0, 2) * scale},
        },
        Prices={
            "magnet": {"price": path(between(30, 160) * scale)},
            "nd_oxide": {"price": path(between(5, 50) * scale)},
        },
        Modules=[{**row, **_closing(seed, row["module"])} for row in _sizes(chance, scale)],
        Existing=_standing(chance, scale),
        Plants={"magnet_line": {"minimum_load": pick([None, None, 0.3]), **_learning(seed, scale)}},
        Recipes={"sintering": {"variable_cost": between(0, 20) * scale, "electricity": between(0, 20) * scale}},
        Programmes=[
            programme("licence", duration=pick([0, 1, 2]), cost=between(0, 3) * scale,
                      yearly_cost=between(0, 1) * scale),
            programme("history", duration=pick([0, 3]), cost=between(0, 6) * scale, yearly_cost=between(0, 1) * scale,
                      started=pick([2024, 2025])),
        ],
        Requirements=[
            {"plant": "magnet_line", "alternative_set": 1, "programme": pick(["licence", "history"]),
             "gate": pick(["construction", "operation"])},
        ],
        Effects=[{"programme": "licence", "effect": "collection_share", "item": "scrap", "value": 0.3}],
        Supplies={"feed": {"quantity": between(50, 300)}},
        ReturnFlows=[
            {"flow": "scrap", "commodity": "nd_oxide", "site": "town", "product": "magnet", "age_profile": "soon",
             "scrap_per_product": 0.5, "collection_share": 0.4, "price_factor": 0.5, "price_adder": 0.0,
             "exogenous": 20.0},
        ],
        AgeProfiles=[{"profile": "soon", "age": 1, "share": 0.5}, {"profile": "soon", "age": 2, "share": 0.3}],
        Markets=[
            *also("Markets"),
            {**also("Markets")[0], "market": "abroad", "domestic": False, "price_factor": between(0.7, 1.3),
             **_entering(seed)},
        ]
        if chance.random() < 0.5
        else [
            {**also("Markets")[0], "minimum_service": between(0.1, 0.6)},
            {**also("Markets")[0], "market": "abroad", "domestic": False, "price_factor": between(0.7, 1.3),
             **_entering(seed)},
        ],
        Demand=[
            {"market": name, "case": "base", "quantity": between(20, 150)} for name in ("home", "abroad")
        ],
        Contracts=[
            {"contract": "promise", "market": "home", "volume": between(5, 40), "length": pick([1, 3]),
             "first_delivery_from": first, "first_delivery_to": last, "minimum_delivery": between(0, 1),
             "price_rule": pick(["fixed", "floor"]), "price_value": between(50, 300) * scale},
        ],
        PriceSupport=_support(seed, scale),
        Funding=[
            loan("owner", "equity", public=bool(seed % 2), rate=between(0, 0.2), upfront_fee=pick([0.0, 0.0, 0.3]),
                 yearly_limit=limit(20), total_limit=limit(30)),
            loan("gift", "grant", public=bool(seed % 3), yearly_limit=limit(5), total_limit=pick([1.0, 10.0]) * scale),
            loan("bank", rate=pick([0.0, 0.08, 1.0]), upfront_fee=pick([0.0, 0.02, 0.3]), grace=pick([0, 0, 1]),
                 tenor=pick([2, 3]), repayment=pick(["linear", "annuity", "bullet", "sculpted"]),
                 yearly_limit=limit(20), total_limit=limit(30), minimum_ticket=pick([0.0, 0.2 * scale]),
                 commitment_fee=pick([None, 0.02]), **_pace(seed)),
            loan("backed", rate=pick([0.0, 0.1]), tenor=2, repayment=pick(["linear", "sculpted"]),
                 yearly_limit=limit(10), lender_class="state_backed"),
        ],
        LenderClasses=[
            lender(cover_base=pick([0.5, 1.0, 1.3, 5.0]), cover_low=pick([None, 1.1]),
                   contract_cover=pick([None, None, 1.5])),
            lender("state_backed", cover_base=None, guaranteed=True, guarantee_fee=pick([None, 0.02])),
        ],
        BankDeck=pick([[], [bank_price("magnet", between(0.5, 1.2), between(0.3, 1.0))]]),
        Eligibility=[
            pays_for("owner", *PURPOSES, "operations"), pays_for("gift", *PURPOSES), pays_for("bank", "magnets"),
            pays_for("backed", "magnets"),
        ],
    )  # fmt: skip


def _learning(seed: int, scale: float) -> dict[str, Any]:
    """How fast the line learns, and what a restart costs; by a chance of its own, so that the rest stays as it was."""
    pick = random.Random(100 + seed).choice
    restart = {"least_stable_load": 0.6, "restart_cost": 20.0 * scale}
    return {"first_year_share": pick([None, 0.5]), **pick([{}, restart])}


def _closing(seed: int, module: str) -> dict[str, Any]:
    """What closing costs; like what follows, by a chance of its own."""
    return {"closure_cost_share": random.Random(f"{seed} {module}").choice([None, 0.1, 0.8])}


def _entering(seed: int) -> dict[str, Any]:
    """How fast buyers abroad take more."""
    return {"entry_share": random.Random(f"{seed} abroad").choice([None, 0.3, 0.6])}


def _pace(seed: int) -> dict[str, Any]:
    """The pace of repayment, which only sculpted debt follows."""
    return {"repayment_pace": random.Random(f"{seed} bank").choice([None, 0.5, 1.0])}


def _sizes(chance: random.Random, scale: float) -> list[dict[str, Any]]:
    (line,) = also("Modules")
    pick, between = chance.choice, chance.uniform
    spends = [
        {"spend_1": 1.0}, {"spend_1": 0.5, "spend_2": 0.5},
        {"spend_1": 0.2, "spend_2": 0.3, "spend_3": 0.5},
    ]  # fmt: skip
    return [
        {**line, "module": name, "capacity": capacity, "capex": between(0.5, 15) * scale, "maximum_count": pick([1, 2]),
         "lead_time": pick([0.0, 0.5, 1.0, 1.5]), "life": pick([1.5, 20.0]),
         "fixed_cost_share": pick([0.0, 0.1]), **pick(spends)}
        for name, capacity in (("small", 40.0), ("large", 100.0))
    ]  # fmt: skip


def _support(seed: int, scale: float) -> list[dict[str, Any]]:
    """A floor and a contract for difference, from chances of their own."""
    chance = random.Random(1000 + seed)
    return [
        {"support": name, "commodity": "magnet", "market": chance.choice([None, "home", "abroad"]),
         "strike": chance.uniform(30, 160) * scale, "two_way": two_way, "covered_share": chance.uniform(0.1, 1),
         "yearly_limit": chance.choice([0.1, 1.0, 50.0]) * scale, "programme": "licence",
         "first_year": chance.choice([None, 2027])}
        for name, two_way in (("floor", False), ("difference", True))
        if chance.random() < 0.7
    ]  # fmt: skip


def _standing(chance: random.Random, scale: float) -> list[dict[str, Any]]:
    row = {"asset": "old", "plant": "magnet_line", "site": "town", "capacity": chance.uniform(5, 60),
           "first_year": 2020, "last_year": chance.choice([2026, 2027, None]),
           "fixed_cost": chance.uniform(0, 0.5) * scale}  # fmt: skip
    return [row] if chance.random() < 0.6 else []
