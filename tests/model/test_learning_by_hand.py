"""Plans worked out by hand: learning by doing, standing capacity down, and what may be begun in a year.

The workshop's line of 100 t costs 10 and stands one year after its start; each tonne earns 0.1 MUSD (100 kUSD). Unless
a test says otherwise it uses 40 t in its first year and 30 t more from one year to the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from roadmap_opt.case.profiles import attainable_by_age, operation_by_age, years_to_nameplate
from tests.support.tiers import some
from tests.support.tiny_case import tiny_case
from tests.support.workshop import Plan, also, optimum, workshop

NEAR: dict[str, Any] = {"abs": 2e-3}
YEARS = range(2026, 2031)
LEARNS = {"first_year_share": 0.4, "learning_step": 0.3}


def case(plant: dict[str, Any] = LEARNS, **changes: Any) -> Any:
    """The workshop with a line that learns, and a market for all that it can make."""
    return workshop(**{"Plants": {"magnet_line": plant}, "Demand": {"home": {"quantity": 1000.0}}, **changes})


def built(*modules: tuple[str, int]) -> list[dict[str, Any]]:
    """Pins: these modules are begun in these years, one each, and nothing else ever."""
    names = dict.fromkeys(name for name, _ in modules)
    once = [{"decision": "build", "item": name, "year": year, "sense": "=", "value": 1} for name, year in modules]
    return once + [
        {"decision": "build", "item": name, "sense": "=", "value": sum(n == name for n, _ in modules)} for name in names
    ]


def standing(capacity: float, **values: Any) -> dict[str, Any]:
    """A line that stands already, for nothing a year."""
    return {"asset": f"old_{capacity:g}", "plant": "magnet_line", "site": "town", "capacity": capacity,
            "first_year": 2020, "fixed_cost": 0.0, **values}  # fmt: skip


def by_year(*amounts: float) -> dict[int, float]:
    """A quantity in each of the decision years, and as in the first of them before."""
    return {2025: amounts[0], **dict(zip(YEARS, amounts, strict=True))}


def used(plan: Plan) -> list[float]:
    return plan.by_year("used_capacity", "town", "magnet_line")


NOTHING_NEW = {"PlantSites": {"magnet_line": {"maximum_modules": 0}}}


def test_use_rises_by_a_step_a_year_up_to_nameplate() -> None:
    plan = optimum(case())
    assert used(plan) == pytest.approx([0, 40, 70, 100, 100])
    assert plan.npv == pytest.approx(310 * 0.1 - 10, **NEAR)


def test_a_part_year_is_that_part_of_a_years_rate() -> None:
    # First operation in July 2027. 2027: half a year at 40. 2028: half a year at 40, half at 70 = 55; by the row of
    # learning 20 + 0.3 * 50 + 0.4 * 50. 2029: half at 70, half at 100 = 85. 2030: all.
    plan = optimum(case(Modules={"magnet_line_m": {"lead_time": 1.5}}))
    assert plan.by_year("installed", "town", "magnet_line") == pytest.approx([0, 50, 100, 100, 100])
    assert used(plan) == pytest.approx([0, 20, 55, 85, 100])
    assert plan.npv == pytest.approx(260 * 0.1 - 10, **NEAR)


LATE_FEED = {"Supplies": {"feed": {"quantity": by_year(0, 0, 0, 1000, 1000)}}}


def test_a_plant_that_stands_idle_learns_nothing() -> None:
    # Built in 2026 and without feed until 2029: 30 and 60 t, less than a new plant's 40 and 70.
    plan = optimum(case(**LATE_FEED, Pins=built(("magnet_line_m", 2026))))
    assert used(plan) == pytest.approx([0, 0, 0, 30, 60])
    assert plan.npv == pytest.approx(90 * 0.1 - 10, **NEAR)


def test_so_nobody_builds_before_there_is_feed() -> None:
    plan = optimum(case(**LATE_FEED))
    assert plan.value("starts", "town", "magnet_line_m", 2028) == 1
    assert plan.npv == pytest.approx(110 * 0.1 - 10, **NEAR)


def test_a_shortage_of_feed_slows_the_ramp_up() -> None:
    # 20 t of feed in the first year: then 50, 80, 100.
    plan = optimum(case(Supplies={"feed": {"quantity": by_year(0, 20, 1000, 1000, 1000)}}))
    assert used(plan) == pytest.approx([0, 20, 50, 80, 100])


def test_a_drop_is_made_good_step_by_step() -> None:
    # Full in 2029 would have been the third year; sales of 10 t in 2028 throw it back to 40 and 70.
    plan = optimum(case(Demand={"home": {"quantity": by_year(1000, 1000, 10, 1000, 1000)}}))
    assert used(plan) == pytest.approx([0, 40, 10, 40, 70])


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [
        (100.0, [0, 40, 70, 140, 170]),  # in 2030 the first line is full, the second in its second year
        (20.0, [0, 40, 70, 108, 114]),  # a small line beside a large one is no faster for it
    ],
)
def test_a_second_module_ramps_up_by_itself(capacity: float, expected: list[float]) -> None:
    (line,) = also("Modules")
    modules = [line, {**line, "module": "second", "capacity": capacity}]
    plan = optimum(case(Modules=modules, Pins=built(("magnet_line_m", 2026), ("second", 2028))))
    assert used(plan) == pytest.approx(expected)


def test_a_module_in_place_of_another_begins_anew() -> None:
    # The first runs in 2027 and 2028, the second from 2029.
    (line,) = also("Modules")
    modules = [{**line, "life": 2.0}, {**line, "module": "second"}]
    plan = optimum(case(Modules=modules, Pins=built(("magnet_line_m", 2026), ("second", 2028))))
    assert used(plan) == pytest.approx([0, 40, 70, 40, 70])


@pytest.mark.parametrize(
    ("before", "expected"),
    [(20.0, [50, 80, 100, 100, 100]), (0.0, [30, 60, 90, 100, 100]), (None, [100, 100, 100, 100, 100])],
)
def test_what_stands_already_goes_on_from_its_use_before(before: float | None, expected: list[float]) -> None:
    plan = optimum(case(Existing=[standing(100.0, use_before=before)], **NOTHING_NEW))
    assert used(plan) == pytest.approx(expected)


def test_an_obligation_to_run_follows_the_ramp_up() -> None:
    # 30 t can be sold. In the first year 0.7 * 40 = 28 t have to be made, in the second 0.7 * 70 = 49: no plan builds.
    plant = {**LEARNS, "minimum_load": 0.7}
    plan = optimum(case(plant, Demand={"home": {"quantity": 30.0}}))
    assert plan.npv == pytest.approx(0, **NEAR)
    # Built in 2029 it runs for one year only.
    pinned = optimum(case(plant, Demand={"home": {"quantity": 30.0}}, Pins=built(("magnet_line_m", 2029))))
    assert pinned.npv == pytest.approx(30 * 0.1 - 10, **NEAR)


@pytest.mark.parametrize("lead", [0.0, 0.3, 1.0, 1.5, 2.75])
@pytest.mark.parametrize(("first", "step"), some(3, [(0.4, 0.3), (0.25, 0.23), (1.0, None), (0.5, None), (0.3, 0.3)]))
def test_the_row_of_learning_allows_no_less_than_the_fastest_ramp_up(
    lead: float, first: float, step: float | None
) -> None:
    """Run without a break, a module is held by its ramp-up and never by the row; both stay within nameplate in time."""
    tiny = tiny_case()
    module = next(row for row in tiny.modules if row.plant == "magnet_line")
    plant = next(row for row in tiny.plants if row.plant == "magnet_line")
    module = type(module)(**{name: getattr(module, name) for name in module.__slots__} | {"lead_time": lead})
    plant = type(plant)(
        **{name: getattr(plant, name) for name in plant.__slots__} | {"first_year_share": first, "learning_step": step}
    )
    rise = (1 - first or 1.0) if step is None else step
    before, open_before = 0.0, 0.0
    for age in range(12):
        nameplate = operation_by_age(module, age)
        fastest = attainable_by_age(module, plant, age)
        learnt = before + rise * open_before + first * max(0.0, nameplate - open_before)
        assert fastest <= min(nameplate, learnt) + 1e-12
        before, open_before = fastest, nameplate
    assert before == pytest.approx(1.0)
    assert years_to_nameplate(plant) == sum(1 for k in range(12) if first + k * rise < 1 - 1e-9)


SLOW = {"least_stable_load": 0.5, "restart_cost": 20.0}


def down(plan: Plan) -> list[float]:
    return plan.by_year("stood_down", "town", "magnet_line")


@pytest.mark.parametrize(
    ("cost", "uses", "stood", "earned"),
    [
        # 60 t in 2027 keep all 100 t of capacity running. 20 t in 2028 keep 40: of 60 in use 20 are stood down.
        (20.0, [100, 60, 20, 100, 100], [0, 0, 20, 0, 0], 38 - 20 * 0.02),
        # At 200 kUSD a tonne it is cheaper to make 10 t less in 2027: that costs 1, and of 50 in use 10 are stood down
        # at 2 instead of 20 at 4. Less than 50 would stand capacity down in 2027 already.
        (200.0, [100, 50, 20, 100, 100], [0, 0, 10, 0, 0], 37 - 10 * 0.2),
    ],
)
def test_use_below_the_least_stable_load_stands_capacity_down(
    cost: float, uses: Iterable[float], stood: list[float], earned: float
) -> None:
    plan = optimum(
        case(
            {**SLOW, "restart_cost": cost},
            Existing=[standing(100.0)],
            Demand={"home": {"quantity": by_year(100, 60, 20, 1000, 1000)}},
            **NOTHING_NEW,
        )
    )
    assert used(plan) == pytest.approx(uses)
    assert down(plan) == pytest.approx(stood)
    assert plan.npv == pytest.approx(earned, **NEAR)


def test_a_standstill_stands_everything_down() -> None:
    # 100 t at 20 kUSD are 2 MUSD, due in the year of the standstill.
    plan = optimum(
        case(
            SLOW,
            Existing=[standing(100.0)],
            Demand={"home": {"quantity": by_year(1000, 1000, 0, 1000, 1000)}},
            **NOTHING_NEW,
        )
    )
    assert plan.by_year("line", "restart_cost") == pytest.approx([0, 0, -2, 0, 0])
    assert plan.npv == pytest.approx(40 - 2, **NEAR)


def test_the_end_of_life_is_no_standstill() -> None:
    # 40 t close after 2027, and 30 t a year later in mid-year with the built module's two and a half years of life.
    plan = optimum(
        case(
            {**SLOW, "least_stable_load": 1.0},
            Existing=[standing(60.0), standing(40.0, last_year=2027)],
            Modules={"magnet_line_m": {"capacity": 30.0, "life": 2.5, "capex": 1.0}},
            Pins=built(("magnet_line_m", 2026)),
        )
    )
    assert used(plan) == pytest.approx([100, 130, 90, 75, 60])
    assert down(plan) == pytest.approx([0, 0, 0, 0, 0])


@pytest.mark.parametrize(
    ("most", "begun", "npv"),
    [
        (22.0, [2, 0, 0], 80 - 22),  # both at once
        (21.9, [1, 1, 0], 70 - 22),  # 11 each with owner's cost: one in each year
        (10.9, [0, 0, 0], 0),
    ],
)
def test_so_much_is_begun_in_a_year(most: float, begun: list[int], npv: float) -> None:
    plan = optimum(
        workshop(
            Settings={"construction_starts_limit": most, "owner_cost_share": 0.1},
            Modules={"magnet_line_m": {"maximum_count": 2}},
            Demand={"home": {"quantity": 200.0}},
        )
    )
    assert [plan.value("starts", "town", "magnet_line_m", y) for y in (2026, 2027, 2028)] == begun
    assert plan.npv == pytest.approx(npv, **NEAR)
