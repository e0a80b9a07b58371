"""What one unit of a recipe's activity costs, line by line."""

from __future__ import annotations

from roadmap_opt.case.indexes.base import THOUSAND
from roadmap_opt.case.indexes.materials import MaterialIndexes


class CostIndexes(MaterialIndexes):
    """Unit costs of recipes in MUSD of the base year, none of them below zero."""

    def activity_costs(self, recipe: str, year: int) -> dict[str, float]:
        """Cost of one unit of activity by line of the cash flow."""
        row = self.recipes[recipe]
        dollars = row.electricity * self.utility_price("electricity", year)
        dollars += row.natural_gas * self.utility_price("natural_gas", year)
        dollars += row.water * self.utility_price("water", year)
        return {
            "variable_cost": row.variable_cost / THOUSAND,
            "energy_cost": dollars / THOUSAND**2,
            "carbon_cost": row.emissions * self.utility_price("carbon", year) / THOUSAND**2,
            "licence_royalty": self._licence_royalty(recipe, year),
            "state_royalty": self.settings.state_royalty * self._mined_value(recipe, year),
        }

    def _licence_royalty(self, recipe: str, year: int) -> float:
        row = self.recipes[recipe]
        if not row.royalty_share or row.royalty_commodity is None:
            return 0.0
        made = self.outputs[recipe].get(row.royalty_commodity, 0.0)
        return row.royalty_share * self.price[row.royalty_commodity, year] * made

    def _mined_value(self, recipe: str, year: int) -> float:
        """Reference value of what a recipe makes straight from ore; zero for every other recipe."""
        if not any(self.commodities[c].stage == "ore" for c in self.inputs[recipe]):
            return 0.0
        return sum(quantity * self.price.get((c, year), 0.0) for c, quantity in self.outputs[recipe].items())
