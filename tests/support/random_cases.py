"""Small random cases: the workshop with sizes, loans, contracts, returns, taxes and targets drawn at random."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from roadmap_opt.case.case import Case
from roadmap_opt.case.sheets.investment import PLANT_CATEGORIES
from tests.support.tiers import few
from tests.support.tiny_case import NO_LIMIT
from tests.support.workshop import also, loan, pays_for, programme, target, workshop
from tests.support.workshop_cases import PURPOSES

FEW = settings(
    max_examples=few(4), deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)


def _number(low: float, high: float) -> st.SearchStrategy[float]:
    """A number with two digits: random cases are about rules, not about rounding."""
    return st.integers(round(low * 100), round(high * 100)).map(lambda hundredths: hundredths / 100)


@st.composite
def sheets(draw: st.DrawFn, objective: str = "npv") -> dict[str, Any]:
    """Changes of the workshop's sheets."""
    (line,) = also("Modules")
    share = draw(_number(0.2, 1))
    sizes = [
        {**line, "module": name, "capacity": capacity, "capex": draw(_number(1, 15)), "maximum_count": draw(counts),
         "lead_time": draw(_number(0, 2.5)), "life": draw(_number(2, 20)),
         "fixed_cost_share": draw(_number(0, 0.1)), "closure_cost_share": draw(st.sampled_from([None, 0.2]))}
        for name, capacity, counts in (("small", 40.0, st.integers(0, 2)), ("large", 100.0, st.integers(1, 2)))
    ]  # fmt: skip
    bank = loan(
        "bank", rate=draw(_number(0, 0.12)), upfront_fee=draw(_number(0, 0.03)), grace=draw(st.integers(0, 2)),
        tenor=draw(st.integers(3, 6)), repayment=draw(st.sampled_from(["linear", "annuity", "bullet"])),
        total_limit=draw(_number(2, 20)), minimum_ticket=draw(st.sampled_from([0.0, 1.0])),
    )  # fmt: skip
    promise = {"contract": "promise", "market": "home", "volume": draw(_number(10, 60)),
               "length": draw(st.integers(1, 4)),
               "first_delivery_from": 2027, "first_delivery_to": 2029, "minimum_delivery": draw(_number(0.2, 1)),
               "price_rule": draw(st.sampled_from(["fixed", "floor", "ceiling", "collar"])),
               "price_value": draw(_number(80, 140)), "price_ceiling": 145.0,
               "minimum_volume": draw(st.sampled_from([None, 5.0]))}  # fmt: skip
    support = {"support": "difference", "commodity": "magnet", "strike": draw(_number(60, 120)),
               "two_way": draw(st.booleans()), "covered_share": draw(_number(0.1, 1)),
               "yearly_limit": draw(_number(0, 3)), "programme": "licence"}  # fmt: skip
    aim = target("magnets", "magnets", "sintered", draw(_number(20, 250)), first_year=draw(st.integers(2027, 2030)))
    return {
        "Settings": {
            "objective": objective, "perspective": draw(st.sampled_from(["project", "owner", "national"])),
            "terminal_value": draw(st.sampled_from(["none", "book", "going_concern", "operation"])),
            "tail_years": draw(st.integers(1, 7)), "tail_periods": draw(st.integers(1, 2)),
            "tail_renewal": draw(st.booleans()), "tail_operation_share": draw(st.sampled_from([0.0, 0.5, 1.0])),
            "inflation": draw(_number(0, 0.05)), "corporate_tax": draw(_number(0, 0.3)),
            "discount_rate_project": draw(_number(0, 0.1)), "discount_rate_owner": draw(_number(0, 0.15)),
            "working_capital_share": draw(_number(0, 0.2)), "vat_rate": draw(_number(0, 0.2)),
            "vat_exempt": draw(st.booleans()), "reserve_months": draw(st.sampled_from([0.0, 6.0])),
            "maximum_gearing": draw(_number(0.3, 0.9)),
            "offtake_share": draw(_number(0.2, 0.8)), "shortfall_penalty": draw(_number(1, 30)),
            "purchases_for_stock": draw(st.booleans()),
            "construction_starts_limit": draw(st.sampled_from([NO_LIMIT, 18.0])),
        },
        "Commodities": {"magnet": {"storage_limit": draw(st.sampled_from([0.0, 20.0])), "storage_cost": 0.5}},
        "Prices": {"magnet": {"price": draw(_number(20, 150))}, "nd_oxide": {"price": draw(_number(5, 60))}},
        "Modules": sizes,
        "Plants": {"magnet_line": {
            "minimum_load": draw(st.sampled_from([None, 0.3])), "first_year_share": share,
            "learning_step": draw(_number(0.1, share)),
            **draw(st.sampled_from([{}, {"least_stable_load": 0.6, "restart_cost": 5.0}])),
        }},
        "Programmes": [programme("licence", duration=draw(st.integers(0, 2)), yearly_cost=draw(_number(0, 0.2)))],
        "Requirements": [
            {"plant": "magnet_line", "alternative_set": 1, "programme": "licence",
             "gate": draw(st.sampled_from(["construction", "operation"]))},
        ],
        "Supplies": {"feed": {"quantity": draw(_number(50, 300))}},
        "Markets": {"home": {"import_price_factor": draw(_number(0.8, 1.5))}},
        "Demand": {"home": {"quantity": draw(_number(30, 250))}},
        "Contracts": [promise],
        "PriceSupport": [support],
        "Funding": [loan("owner", "equity", public=draw(st.booleans()), rate=draw(_number(0, 0.15))), bank],
        "Eligibility": [pays_for("owner", *PURPOSES, "operations"), pays_for("bank", *PLANT_CATEGORIES)],
        "Targets": [aim],
    }  # fmt: skip


def cases() -> st.SearchStrategy[Case]:
    """Cases under the objective of value."""
    return sheets().map(lambda changes: workshop(**changes))
