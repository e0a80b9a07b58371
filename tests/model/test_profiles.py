"""Loans at any rate and tenor, in the profiles of model and auditor: no digits are lost near a rate of nought."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction
from functools import cache

import pytest

from roadmap_opt.auditor.timing import due_share
from roadmap_opt.case.profiles import accrued, annuity_factor, outstanding_by_age, repayment_by_age
from roadmap_opt.case.sheets.finance import REPAYMENTS, FundingSource
from roadmap_opt.insight.bank_case import loan_for
from tests.support.tiers import some
from tests.support.tiny_case import tiny_case

BANK = next(source for source in tiny_case().funding if source.source_name == "bank")
TINY = (5e-324, 1e-300, 1e-17, 1e-16, 1e-15, 1e-12, 1e-9, 1e-6)
RATES = (-0.5, -0.02, *(-rate for rate in TINY), 0.0, *TINY, 0.001, 0.05, 0.3, 1.0)
TERMS = ((0, 1), (0, 2), (1, 2), (3, 4), (2, 10), (0, 40), (7, 40), (39, 40))


def annuity(rate: float, grace: int, tenor: int) -> FundingSource:
    return dataclasses.replace(BANK, rate=rate, grace=grace, tenor=tenor, repayment="annuity")


@cache
def exact_shares(rate: float, instalments: int) -> tuple[float, ...]:
    """What each instalment repays, exactly: ``1 + rate`` times the one before."""
    growth = 1 + Fraction(rate)
    powers = [growth**k for k in range(instalments)]
    whole = sum(powers)
    return tuple(float(power / whole) for power in powers)


@pytest.mark.parametrize("rate", some(6, RATES))
@pytest.mark.parametrize(("grace", "tenor"), TERMS)
def test_an_annuity_is_repaid_exactly_at_every_rate(rate: float, grace: int, tenor: int) -> None:
    source = annuity(rate, grace, tenor)
    shares = [repayment_by_age(source, age) for age in range(tenor + 2)]
    expected = [
        exact_shares(rate, tenor - grace)[age - grace - 1] if grace < age <= tenor else 0.0 for age in range(tenor + 2)
    ]
    assert shares == pytest.approx(expected, rel=1e-11, abs=1e-15)
    assert math.fsum(shares) == pytest.approx(1.0, abs=1e-13)
    assert outstanding_by_age(source, tenor) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("rate", some(6, RATES))
@pytest.mark.parametrize(("grace", "tenor"), TERMS)
def test_the_auditor_repays_the_same_by_its_own_arithmetic(rate: float, grace: int, tenor: int) -> None:
    source = annuity(rate, grace, tenor)
    course = [due_share(source, age) for age in range(tenor + 2)]
    assert course == pytest.approx([repayment_by_age(source, age) for age in range(tenor + 2)], abs=1e-13)
    owed = [1.0 - math.fsum(course[: age + 1]) for age in range(tenor + 2)]
    assert owed == pytest.approx([outstanding_by_age(source, age) for age in range(tenor + 2)], abs=1e-12)


@pytest.mark.parametrize("rate", some(6, RATES))
@pytest.mark.parametrize(("grace", "tenor"), TERMS)
def test_the_payments_of_an_annuity_are_level(rate: float, grace: int, tenor: int) -> None:
    source = annuity(rate, grace, tenor)
    paid = [
        repayment_by_age(source, age) + rate * outstanding_by_age(source, age - 1)
        for age in range(grace + 1, tenor + 1)
    ]
    assert paid == pytest.approx([1 / annuity_factor(rate, tenor - grace)] * len(paid), rel=1e-9)


@pytest.mark.parametrize("rate", some(6, RATES))
def test_the_worth_of_level_payments_is_summed_one_by_one(rate: float) -> None:
    for years in (1, 2, 7, 40):
        growth = 1 + Fraction(rate)
        assert annuity_factor(rate, years) == pytest.approx(float(sum(growth**-k for k in range(1, years + 1))))
    lender = annuity(rate, 1, 5)
    assert loan_for(3.0, lender) == pytest.approx(3.0 * annuity_factor(rate, 4))


def test_a_debt_grows_until_the_year_of_completion() -> None:
    source = dataclasses.replace(BANK, rate=0.1)
    assert [accrued(source, years) for years in range(4)] == pytest.approx([1, 1.05, 1.155, 1.2705])


@pytest.mark.parametrize("repayment", REPAYMENTS)
def test_a_loan_that_is_never_due_is_owed_for_good(repayment: str) -> None:
    """Grace as long as the tenor, or no tenor at all, is an error of the workbook; the profiles still hold together."""
    for grace, tenor in ((3, 3), (0, 0), (5, 2)):
        source = dataclasses.replace(BANK, rate=0.05, grace=grace, tenor=tenor, repayment=repayment)
        assert [repayment_by_age(source, age) for age in range(8)] == [0.0] * 8
        assert outstanding_by_age(source, 7) == 1.0
        assert [due_share(source, age) for age in range(8)] == [0.0] * 8
