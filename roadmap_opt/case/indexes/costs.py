"""What one unit of a recipe's activity costs, line by line, and a unit of capacity stood down."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.indexes.materials import Materials
from roadmap_opt.case.indexes.prices import Prices
from roadmap_opt.case.indexes.rows import THOUSAND, Rows


@dataclass(eq=False, repr=False)
class Costs:
    """Unit costs of recipes in MUSD of the base year, none of them below zero."""

    rows: Rows
    prices: Prices
    materials: Materials

    def by_line(self, recipe: str, year: int) -> dict[str, float]:
        """Cost of one unit of activity by line of the cash flow."""
        row = self.rows.recipes[recipe]
        dollars = row.electricity * self.prices.utility("electricity", year)
        dollars += row.natural_gas * self.prices.utility("natural_gas", year)
        dollars += row.water * self.prices.utility("water", year)
        return {
            "variable_cost": row.variable_cost / THOUSAND,
            "energy_cost": dollars / THOUSAND**2,
            "carbon_cost": row.emissions * self.prices.utility("carbon", year) / THOUSAND**2,
            "licence_royalty": self._licence_royalty(recipe, year),
            "state_royalty": self.rows.settings.state_royalty * self._mined_value(recipe, year),
        }

    def restart(self, plant: str) -> float:
        """Cost of standing a unit of a plant's capacity down and bringing it back."""
        return (self.rows.plants[plant].restart_cost or 0.0) / THOUSAND

    def _licence_royalty(self, recipe: str, year: int) -> float:
        row = self.rows.recipes[recipe]
        if not row.royalty_share or row.royalty_commodity is None:
            return 0.0
        made = self.materials.outputs[recipe].get(row.royalty_commodity, 0.0)
        return row.royalty_share * self.prices.reference[row.royalty_commodity, year] * made

    def _mined_value(self, recipe: str, year: int) -> float:
        """Reference value of what a recipe makes straight from ore; zero for every other recipe."""
        if not any(self.rows.commodities[c].stage == "ore" for c in self.materials.inputs[recipe]):
            return 0.0
        return sum(
            quantity * self.prices.reference.get((c, year), 0.0)
            for c, quantity in self.materials.outputs[recipe].items()
        )
