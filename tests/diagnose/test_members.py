"""Every constraint is a row of the workbook that can be taken back, or a rule of what a plan is."""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.diagnose.members import MEMBERS
from roadmap_opt.model.build import build
from tests.support.workshop import every_label_case

RULES = {
    # balances, learning and sums
    "material_balance", "capacity_limit", "learning", "stood_down_least", "stood_down_most", "starts_accumulate",
    "begun_stays", "mobilised_stays", "extra_share", "extra_unlocked", "service_first",
    # contracts
    "signed_once", "promised_most", "promised_least", "delivery_most", "support_share", "payback_open", "payback_due",
    # the steady years
    "asset_stays_closed", "kept_limit", "stays_closed", "tail_service", "tail_tax_due", "seller_owns",
    # money, and loans that a plan may do without
    "sources_and_uses", "taxable_income", "spending_limit", "working_capital_limit", "gearing", "base_cover",
    "low_cover", "bank_tax_least", "cohort_spending", "lent_split", "loss_pool", "not_before_grace", "pays_on",
    "repaid_in_time", "contract_cover", "tested_debt", "sponsor_support", "distributable", "dividend_year",
    "equity_year", "profit_side", "loss_side", "counted_joined", "counted_brought",
}  # fmt: skip


def test_every_constraint_is_either_a_row_or_a_rule() -> None:
    model = build(Indexes(every_label_case()))
    labels = {part.name for part in model.component_objects(pyo.Constraint)}
    unknown = {name for name in labels if not name.endswith("_sum")} - set(MEMBERS) - RULES
    assert unknown == set()
    assert set(MEMBERS) & RULES == set()
