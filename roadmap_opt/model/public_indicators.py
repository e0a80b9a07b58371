"""Indicators of what the country depends on and bears: sums over the families security and public_value."""

from __future__ import annotations

from roadmap_opt.model.algebra import Expression, total
from roadmap_opt.model.plan_sums import Sums

Pair = tuple[Expression, Expression]


class PublicIndicators(Sums):
    """One method per indicator, as in :class:`~roadmap_opt.model.indicators.Indicators`, which has these as well."""

    def whole(self, kind: str, y: int) -> Pair:
        """A kind of public value in the whole country, as a level."""
        values = self.model.public_value
        return total(values[key] for key in values if (key[0], key[2]) == (kind, y)), 1.0

    def import_dependence(self, definition: str, y: int) -> Pair:
        """What enters the chain: purchases and scrap collected, by content, and oxide made from domestic ore. Own swarf
        has been in the chain before and is not counted again.

        ndpr: imported / supplied, Nd and Pr
        dy: imported / supplied, Dy
        tb: imported / supplied, Tb
        magnet_reo: imported / supplied, all elements that Elements flags
        """
        return self.model.imported[definition, y], self.model.supplied[definition, y]

    def emissions(self, _: str, y: int) -> Pair:
        """All provinces together.

        standard: sum of public_value[emissions]
        """
        return self.whole("emissions", y)

    def electricity(self, _: str, y: int) -> Pair:
        """All provinces together.

        standard: sum of public_value[electricity]
        """
        return self.whole("electricity", y)

    def natural_gas(self, _: str, y: int) -> Pair:
        """All provinces together.

        standard: sum of public_value[natural_gas]
        """
        return self.whole("natural_gas", y)

    def water(self, _: str, y: int) -> Pair:
        """All provinces together.

        standard: sum of public_value[water]
        """
        return self.whole("water", y)

    def acid(self, _: str, y: int) -> Pair:
        """All provinces together.

        standard: sum of public_value[acid]
        """
        return self.whole("acid", y)

    def thorium_stock(self, _: str, y: int) -> Pair:
        """All provinces together.

        standard: sum of public_value[thorium_stock]
        """
        return self.whole("thorium_stock", y)

    def residue_stock(self, _: str, y: int) -> Pair:
        """All provinces together.

        standard: sum of public_value[residue_stock]
        """
        return self.whole("residue_stock", y)
