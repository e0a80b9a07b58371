"""Plans worked out by hand: capacity, construction, life, sizes, programmes, gates and pins."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.tiers import some
from tests.support.workshop import Plan, also, is_infeasible, optimum, programme, workshop

NEAR: dict[str, Any] = {"abs": 2e-3}


def works(**values: Any) -> dict[str, Any]:
    """Changed cells of the workshop's module."""
    return {"magnet_line_m": values}


def gate(kind: str, **values: Any) -> list[dict[str, Any]]:
    """A requirement of the magnet line."""
    return [{"plant": "magnet_line", "alternative_set": 1, "gate": kind, **values}]


def starts(plan: Plan, module: str = "magnet_line_m") -> list[float]:
    """Construction starts by decision year; the last ones come too late to operate."""
    years = plan.ix.plants.slots["town", module]
    return [plan.value("starts", "town", module, y) if y in years else 0.0 for y in plan.ix.years]


def test_the_workshop_itself() -> None:
    plan = optimum(workshop())
    assert plan.npv == pytest.approx(4 * 100 * (0.110 - 0.010) - 10, **NEAR)
    assert starts(plan) == [1, 0, 0, 0, 0]


def test_a_lead_time_of_three_and_a_half_years_and_a_ramp() -> None:
    # First operation in mid-2029 at half of nameplate for twelve months: 2029 offers half a year * 0.5 = 25 %, 2030
    # half a year * 0.5 + half a year * 1 = 75 %.
    plan = optimum(workshop(Modules=works(capex=5.0, lead_time=3.5), Plants={"magnet_line": {"first_year_share": 0.5}}))
    assert plan.by_year("used_capacity", "town", "magnet_line") == pytest.approx([0, 0, 0, 25, 75])
    assert plan.by_year("installed", "town", "magnet_line") == pytest.approx([0, 0, 0, 50, 100])
    assert plan.npv == pytest.approx((25 + 75) * 0.1 - 5, **NEAR)


def test_phased_capex_sums_to_the_input() -> None:
    # 10 and a tenth of owner's cost, 20 / 50 / 30 % by year; inflation of 2 % makes it nominal.
    plan = optimum(
        workshop(
            Settings={"inflation": 0.02, "owner_cost_share": 0.1},
            Modules=works(lead_time=3.0, spend_1=0.2, spend_2=0.5, spend_3=0.3),
        )
    )
    spent = plan.by_year("line", "capex")
    assert spent == pytest.approx([-2.2 * 1.02, -5.5 * 1.02**2, -3.3 * 1.02**3, 0, 0])
    assert plan.npv == pytest.approx(2 * 10 - 11, **NEAR)


def test_fixed_cost_runs_while_the_plant_operates() -> None:
    # Half a year in 2026, then whole years: 4.5 years * 10 % of 10, and 4.5 years * 10 of margin.
    plan = optimum(workshop(Modules=works(lead_time=0.5, fixed_cost_share=0.1)))
    assert plan.by_year("line", "fixed_cost") == pytest.approx([-0.5, -1, -1, -1, -1])
    assert plan.npv == pytest.approx(4.5 * 10 - 10 - 4.5, **NEAR)


def test_capacity_ends_with_its_life() -> None:
    # Three and a half years from January 2027: half of 2030 is left. A later start would earn less.
    plan = optimum(workshop(Modules=works(life=3.5)))
    assert plan.by_year("attainable", "town", "magnet_line") == pytest.approx([0, 100, 100, 100, 50])
    assert plan.npv == pytest.approx(35 - 10, **NEAR)


def test_a_life_may_end_within_the_horizon() -> None:
    # Two years of operation while magnets are dear: only a start in 2026 or 2027 pays.
    fallen = {"price": {year: 110.0 if year < 2029 else 10.0 for year in range(2025, 2031)}}
    plan = optimum(workshop(Modules=works(life=2.0), Prices={"magnet": fallen}))
    assert plan.by_year("attainable", "town", "magnet_line") == pytest.approx([0, 100, 100, 0, 0])
    assert plan.npv == pytest.approx(2 * 10 - 10, **NEAR)


@pytest.mark.parametrize(
    ("demand", "small", "large", "npv"),
    [
        (40.0, 1, 0, 4 * 4 - 6),  # the large one would earn the same 16 and cost 10
        (100.0, 0, 1, 4 * 10 - 10),  # two small ones: 32 - 12; both sizes: 40 - 16
        (140.0, 1, 1, 4 * 14 - 16),
    ],
)
def test_economies_of_scale_choose_the_size(demand: float, small: int, large: int, npv: float) -> None:
    (line,) = also("Modules")
    sizes = [
        {**line, "module": "small", "capacity": 40.0, "capex": 6.0},
        {**line, "module": "large", "capacity": 100.0, "capex": 10.0},
    ]
    plan = optimum(workshop(Modules=sizes, Demand={"home": {"quantity": demand}}))
    assert (sum(starts(plan, "small")), sum(starts(plan, "large"))) == (small, large)
    assert plan.npv == pytest.approx(npv, **NEAR)


def test_what_stands_already_runs_until_its_last_year() -> None:
    # 20 t a year from 2026 to 2028 for 0.1 a year, and nothing new: the site has no room.
    old = {"asset": "old", "plant": "magnet_line", "site": "town", "capacity": 20.0, "first_year": 2020,
           "last_year": 2028, "fixed_cost": 0.1}  # fmt: skip
    plan = optimum(workshop(Existing=[old], PlantSites={"magnet_line": {"maximum_modules": 0}}))
    assert plan.by_year("attainable", "town", "magnet_line") == pytest.approx([20, 20, 20, 0, 0])
    assert plan.npv == pytest.approx(3 * (2 - 0.1), **NEAR)


def test_a_place_may_open_later() -> None:
    plan = optimum(workshop(PlantSites={"magnet_line": {"first_start_year": 2028}}))
    assert starts(plan) == [0, 0, 1, 0, 0]
    assert plan.npv == pytest.approx(2 * 10 - 10, **NEAR)


def test_a_site_holds_so_many_modules_of_all_sizes() -> None:
    # Room for one: of the sizes above the large one alone earns 30, whatever the demand.
    (line,) = also("Modules")
    sizes = [{**line, "module": "small", "capacity": 40.0, "capex": 6.0}, {**line, "module": "large"}]
    case = workshop(
        Modules=sizes, Demand={"home": {"quantity": 140.0}}, PlantSites={"magnet_line": {"maximum_modules": 1}}
    )
    assert optimum(case).npv == pytest.approx(30, **NEAR)


def test_a_site_holds_so_many_modules_one_after_the_other_too() -> None:
    # Room for one line that lasts three years: 3 * 10 - 5. Another one in its place, built in 2029, would earn 5 more.
    (line,) = also("Modules")
    case = workshop(
        Modules=[{**line, "module": name, "life": 3.0, "capex": 5.0} for name in ("one", "other")],
        PlantSites={"magnet_line": {"maximum_modules": 1}},
    )
    assert optimum(case).npv == pytest.approx(25, **NEAR)


def test_construction_waits_for_its_programme() -> None:
    # A licence of two years begun in 2026 holds from 2028: 0.5 a year for two years, 0.2 a year from then on; built
    # in 2028, the line earns 10 in 2029 and in 2030.
    plan = optimum(
        workshop(
            Programmes=[programme("licence", duration=2, yearly_cost=0.2)],
            Requirements=gate("construction", programme="licence"),
        )
    )
    assert plan.by_year("completed", "licence") == [0, 0, 1, 1, 1]
    assert plan.by_year("line", "programme_cost") == pytest.approx([-0.5, -0.5, -0.2, -0.2, -0.2])
    assert starts(plan) == [0, 0, 1, 0, 0]
    assert plan.npv == pytest.approx(2 * 10 - 10 - 1 - 0.6, **NEAR)


def test_operation_waits_for_its_programme() -> None:
    # The same licence for the operation only: three years of production.
    plan = optimum(
        workshop(Programmes=[programme("licence", duration=2)], Requirements=gate("operation", programme="licence"))
    )
    assert plan.by_year("used_capacity", "town", "magnet_line") == pytest.approx([0, 0, 100, 100, 100])
    assert plan.npv == pytest.approx(3 * 10 - 10 - 1, **NEAR)


def test_a_recipe_waits_for_its_programme() -> None:
    plan = optimum(
        workshop(
            Programmes=[programme("know_how", duration=3)],
            Recipes={"sintering": {"programme": "know_how"}},
        )
    )
    assert plan.by_year("activity", "town", "sintering") == pytest.approx([0, 0, 0, 100, 100])
    assert plan.npv == pytest.approx(2 * 10 - 10 - 1, **NEAR)


def test_programmes_follow_one_another() -> None:
    # One year for the first, then one for the second: the recipe runs from 2028.
    plan = optimum(
        workshop(
            Programmes=[programme("first"), programme("second", needs="first")],
            Recipes={"sintering": {"programme": "second"}},
        )
    )
    assert plan.by_year("begun", "second") == [0, 1, 1, 1, 1]
    assert plan.npv == pytest.approx(3 * 10 - 10 - 2, **NEAR)


NOTHING_SOLD = {"home": {"quantity": 0.0}}


@pytest.mark.parametrize("later", some(2, [2027, 2028, 2029, 2030]))
def test_a_programme_once_begun_is_not_undone(later: int) -> None:
    # Two ideas of a million each, one begun in 2026 and one later, and neither brings anything: no refund for the first
    # pays for the second.
    begun = [{"decision": "start", "item": name, "year": year, "sense": "=", "value": 1}
             for name, year in (("first", 2026), ("second", later))]  # fmt: skip
    plan = optimum(workshop(Demand=NOTHING_SOLD, Programmes=[programme("first"), programme("second")], Pins=begun))
    assert plan.npv == pytest.approx(-2, **NEAR)


@pytest.mark.parametrize("later", some(1, [2027, 2028, 2029]))
def test_what_is_built_is_not_sold_back(later: int) -> None:
    # The same with two sizes of plant at 10 each, of which nothing is sold.
    (line,) = also("Modules")
    built = [{"decision": "build", "item": name, "year": year, "sense": "=", "value": 1}
             for name, year in (("magnet_line_m", 2026), ("other", later))]  # fmt: skip
    plan = optimum(workshop(Demand=NOTHING_SOLD, Modules=[line, {**line, "module": "other"}], Pins=built))
    assert plan.npv == pytest.approx(-20, **NEAR)


def test_one_of_several_alternatives_is_enough() -> None:
    # Own research is dearer than the licence, and either opens the plant.
    plan = optimum(
        workshop(
            Programmes=[programme("licence", cost=3.0), programme("research", cost=2.0)],
            Requirements=[*gate("construction", programme="licence"), *gate("construction", programme="research")],
        )
    )
    assert sum(plan.by_year("begun", "licence")) == 0
    assert plan.npv == pytest.approx(3 * 10 - 10 - 2, **NEAR)


def test_a_companion_plant_stands_at_the_same_site() -> None:
    # The magnet line needs a furnace, which costs 1 and does nothing else.
    (line,) = also("Modules")
    (plant,) = also("Plants")
    (place,) = also("PlantSites")
    plan = optimum(
        workshop(
            Plants=[plant, {**plant, "plant": "furnace"}],
            PlantSites=[place, {**place, "plant": "furnace"}],
            Modules=[line, {**line, "module": "furnace_m", "plant": "furnace", "capex": 1.0}],
            Requirements=gate("construction", needs_plant="furnace"),
        )
    )
    assert (starts(plan), starts(plan, "furnace_m")) == ([1, 0, 0, 0, 0], [1, 0, 0, 0, 0])
    assert plan.npv == pytest.approx(29, **NEAR)


@pytest.mark.parametrize(("closes", "begun", "npv"), [(2026, [1, 0, 0, 0, 0], 29.5), (2027, [0, 1, 0, 0, 0], 19)])
def test_a_companion_that_closes_later_was_there_in_time(closes: int, begun: list[int], npv: float) -> None:
    # A furnace stands, at 0.5 a year, up to a year: what was begun beside it runs on, nothing is begun later. The
    # licence that is needed too comes in the furnace's last year: 4 * 10 - 10 - 0.5, or 3 * 10 - 10 - 2 * 0.5.
    (plant,) = also("Plants")
    (place,) = also("PlantSites")
    furnace = {"asset": "old", "plant": "furnace", "site": "town", "capacity": 1.0, "first_year": 2020,
               "last_year": closes, "fixed_cost": 0.5}  # fmt: skip
    case = workshop(
        Plants=[plant, {**plant, "plant": "furnace"}],
        PlantSites=[place, {**place, "plant": "furnace"}],
        Existing=[furnace],
        Programmes=[programme("licence", duration=2, cost=0.0, started=closes - 2)],
        Requirements=[
            *gate("construction", needs_plant="furnace"),
            {**gate("construction", programme="licence")[0], "alternative_set": 2},
        ],
    )
    plan = optimum(case)
    assert starts(plan) == begun
    assert plan.npv == pytest.approx(npv, **NEAR)


@pytest.mark.parametrize(
    ("pin", "npv"),
    some(
        3,
        [
            ({"decision": "build", "item": "magnet_line_m", "sense": "=", "value": 0}, 0),
            ({"decision": "build", "item": "magnet_line_m", "year": 2028, "sense": "=", "value": 1}, 10),
            ({"decision": "build", "item": "magnet_line_m", "site": "town", "sense": ">=", "value": 1}, 30),
            ({"decision": "start", "item": "idea", "year": 2026, "sense": ">=", "value": 1}, 29),
            ({"decision": "start", "item": "idea", "year": 2030, "sense": "=", "value": 1}, 29.5),
            ({"decision": "mobilise", "item": "owner", "sense": "<=", "value": 0}, 0),
            ({"decision": "mobilise", "item": "owner", "year": 2028, "sense": "=", "value": 1}, 10),
        ],
    ),
)
def test_pins_hold(pin: dict[str, Any], npv: float) -> None:
    # Built in 2028 the line works in 2029 and 2030: 20 - 10. The idea costs 1 over two years and brings nothing; begun
    # in 2030 only half of it falls in the horizon. Without the owner there is no money to build with.
    plan = optimum(workshop(Pins=[pin], Programmes=[programme("idea", duration=2)]))
    assert plan.npv == pytest.approx(npv, **NEAR)


def test_pins_that_contradict_each_other_leave_no_plan() -> None:
    twice = {"decision": "build", "item": "magnet_line_m", "sense": ">=", "value": 2}
    assert is_infeasible(workshop(Pins=[twice]))
