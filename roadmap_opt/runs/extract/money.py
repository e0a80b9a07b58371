"""Tables of money: debt and its cover, cash, tax, the sources' mix and what the state pays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from roadmap_opt.case.cash_lines import CASH_FLOW_LINES, OPERATING_LINES, TAIL_LINES
from roadmap_opt.case.indexes.lending import DECKS
from roadmap_opt.runs.extract.fiscal import fiscal_rows
from roadmap_opt.runs.extract.reading import EMPTY, Reader, Rows, number

NO_DEBT = 1e-4
"""Debt up to this, MUSD, is none: whoever is owed no more tests nothing."""


class Money(Reader):
    """Money of the year, nominal where the table does not say otherwise."""

    def debt(self) -> Rows:
        m = self.model
        paid = {
            book: {
                (f, y): sum(number(m.component(book)[key]) for key in keys)
                for (f, y), keys in self._accounts_of(m.component(book)).items()
            }
            for book in ("interest", "repaid")
        }
        for f, y in m.balance:
            numbers = [
                *(number(part[f, y]) for part in (m.draw, m.added_interest, m.fee)),
                *(paid[book].get((f, y), 0.0) for book in ("interest", "repaid")),
                number(m.balance[f, y]),
            ]
            if any(numbers):
                yield (f, y, *numbers)

    @staticmethod
    def _accounts_of(component: Any) -> dict[tuple[str, int], list[Any]]:
        """Keys (lender, perimeter, year) by lender and year."""
        found: dict[tuple[str, int], list[Any]] = {}
        for f, g, y in component:
            found.setdefault((f, y), []).append((f, g, y))
        return found

    def debt_cover(self) -> Rows:
        yield from self._cover(self.ix.years)

    def tail_cover(self) -> Rows:
        for g, y, *numbers, support, dscr, covenant, low_dscr, low_covenant in self._cover(self.ix.tail):
            assert not support, f"support of {g} in {y}"
            yield (g, y, *numbers, dscr, covenant, low_dscr, low_covenant)

    def _cover(self, periods: Iterable[int]) -> Rows:
        m, lending = self.model, self.ix.lending
        for g in lending.perimeters:
            lenders = [f for f, h in lending.accounts if h == g]
            tested = any(
                number(m.debt[f, h, k]) > NO_DEBT for f, h, k in lending.debts if h == g and lending.is_tested(f)
            )
            for y in periods:
                base, low = (number(m.bank_cash[deck, g, y]) for deck in DECKS)
                due = {f: number(m.repaid[f, g, y] + m.interest[f, g, y]) for f in lenders if (f, g, y) in m.repaid}
                service = sum(due.values())
                interest = sum(number(m.interest[f, g, y]) for f in due)
                income = base - number(m.perimeter_depreciation[g, y]) - interest
                tax = max(0.0, self.ix.settings.corporate_tax * income)
                under_contract = number(m.contract_income[g, y])
                support = number(m.support[g, y]) if (g, y) in m.support else 0.0
                ratios: list[float | None] = [None] * 4
                for at, (deck, cash) in enumerate((("base", base), ("low", low)) if service > EMPTY else ()):
                    ratios[2 * at] = (cash - tax) / service
                    if tested and y in lending.tests.get((deck, g), ()):
                        wanted = sum(lending.cover_ratio(deck, f) * amount for f, amount in due.items())
                        ratios[2 * at + 1] = wanted / service
                if any((base, low, service, support, under_contract)):
                    yield (g, y, base, low, tax, under_contract, service, support, *ratios)

    def cash_flow(self) -> Rows:
        for line in CASH_FLOW_LINES:
            for y in self.ix.years:
                nominal = number(self.model.line[line, y])
                yield line, y, nominal / self.ix.prices.level(y), nominal

    def tail_cash(self) -> Rows:
        m = self.model
        for y in self.ix.tail:
            amounts = {line: m.line_real[line, y] for line in (*OPERATING_LINES, "programme_cost")}
            amounts |= {"depreciation": m.tail_depreciation[y], "tax": -1.0 * m.tail_tax[y]}
            amounts |= {"working_capital": m.tail_working_capital[y], "avoided_imports": m.tail_avoided_imports[y]}
            service = number(m.service[y]) / self.ix.lending.level(y)
            brought, keys = number(m.tail_equity[y]), [key for key in m.repaid if key[2] == y]
            backed = sum(number(m.repaid[k] + m.interest[k]) for k in keys if k[0] in self.ix.lending.guaranteed)
            share = backed / number(m.service[y]) if service > EMPTY else 0.0
            amounts |= {"debt_service": -service, "tail_equity": brought}
            amounts |= {"called_guarantees": min(brought, service) * share}
            for line in TAIL_LINES:
                yield line, y, number(amounts[line])

    def tax(self) -> Rows:
        m = self.model
        for y in self.ix.years:
            charges = -number(m.line["interest", y]) - number(m.line["fees", y])
            yield (
                y,
                number(m.operating_cash[y]),
                -number(m.line["programme_cost", y]),
                number(m.depreciation[y]),
                charges,
                number(m.income[y]),
                number(m.new_loss[y]),
                sum(number(m.loss_used[v, w]) for v, w in m.loss_used if w == y),
                number(m.tax[y]),
            )

    def fiscal(self) -> Rows:
        low_cash = {(g, y): (low - tax, service) for g, y, _, low, tax, _, service, *_ in self._cover(self.ix.years)}
        yield from fiscal_rows(self.model, self.ix, number, low_cash)

    def funding_mix(self) -> Rows:
        ix = self.ix
        drawn = {f: sum(number(self.model.draw[f, y]) for y in ix.years) for f in ix.rows.sources}
        invested = {f: sum(number(self.model.invested[f, y]) for y in ix.years) for f in ix.rows.sources}
        raised = sum(invested.values())
        for f, row in ix.rows.sources.items():
            own = 1.0 if row.maximum_share is None else row.maximum_share
            total_limit = None if row.total_limit == float("inf") else row.total_limit
            share = invested[f] / raised if raised else 0.0
            yield f, drawn[f], share, min(own, ix.settings.maximum_source_share), total_limit
