"""Objective: net present values of the three perspectives, terminal values, cost, and the tie-break.

Index    y decision year, T last year. Money is MUSD real, present value in the base year.
Data     objective, perspective, terminal_value, discount rates, terminal_book_share, terminal_years    Settings
Gives    npv_part[perspective, part]   present value of each part (operating, capex, tax, ...), terminal value apart
         npv[perspective]              sum of the parts without terminal value
         terminal[kind]                none 0; book: terminal_book_share * straight-line book value of plants;
                                       going_concern: last-year operating cash without price support, after tax
                                       (national: before tax and state royalty, with avoided imports), fading in a
                                       straight line to zero over terminal_years, discounted; operation: tail_cash after
                                       tax (national: before tax and state royalty, with avoided imports) in every year
                                       of the tail, discounted, less what has to be brought for debt service
                                       (tail_equity), and the working capital as it changes and is released at its end;
                                       for the owner less what providers of equity require beyond the owner's rate from
                                       T to the middle of the tail
                                       All but none also release the working capital of T and (but for
                                       national) the tax receivable
         yearly_cost[y]                present value of operating cost, capex, programmes, tax, fees and interest in y
         cost                          sum over y of yearly_cost
         tail_avoided_imports[y]       what the country saves in a year of a period of the tail, MUSD real
         tie_break                     a thousandth of a MUSD per module, programme and source taken up, a
                                       ten-thousandth of the money drawn for running: prefer fewer and less; less a
                                       ten-thousandth of the terminal value operation before tail_tax is paid twice:
                                       the tail is run well, and its tax is exact, under every objective
Reads    line, line_real, operating_cash, working_capital (economics); balance (debt); cash (cash); sale (markets);
         delivery (offtake)

project    operating cash + capex + programmes + working capital + tax receivable + tax, before any financing
owner      dividends - equity paid in - cash found at the start; at the end cash is paid out and debt is charged. Equity
           whose provider requires more than the owner's rate is charged the difference, compounded to T; with the
           terminal value operation to the middle of the tail, as though its years paid it back one like the other.
national   operating cash without price support + state royalty + capex + programmes + working capital, before tax and
           financing; domestic goods, sold spot or delivered under contract, count at the price of the import they
           replace instead of what their buyer pays; where that price is blank, and abroad, at what the buyer pays

The horizon's edge: without terminal value late plants never pay, with a careless one they pay too well. Both NPVs are
reported; only the chosen kind enters the objective.
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.cash_lines import COST_LINES, INVESTMENT_LINES, TAX_LINES
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.profiles import remaining_life_share
from roadmap_opt.case.sheets.finance import RUNNING
from roadmap_opt.case.sheets.settings import TERMINAL_VALUES
from roadmap_opt.model.algebra import Expression, define, total

PERSPECTIVE_PARTS = {
    "project": ("operating", "programmes", "capex", "working_capital", "vat", "tax"),
    "owner": ("opening_cash", "dividends", "equity", "closing_cash", "debt_outstanding", "required_return"),
    "national": (
        "operating",
        "programmes",
        "capex",
        "working_capital",
        "state_royalty",
        "price_support",
        "avoided_imports",
    ),
}
TIE_BREAK = 1e-3
"""MUSD per start: far below any real difference, enough to choose between plans of the same value."""


def _rate(ix: Indexes, perspective: str) -> float:
    return float(getattr(ix.settings, f"discount_rate_{perspective}"))


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define every present value by name; the solve picks the one the settings ask for."""
    define(
        model,
        "npv_part",
        [(perspective, part) for perspective, parts in PERSPECTIVE_PARTS.items() for part in parts],
        lambda perspective, part: _part(model, ix, perspective, part),
    )
    define(
        model,
        "npv",
        list(PERSPECTIVE_PARTS),
        lambda perspective: total(model.npv_part[perspective, part] for part in PERSPECTIVE_PARTS[perspective]),
    )
    define(
        model,
        "terminal",
        [(p, kind) for p in PERSPECTIVE_PARTS for kind in TERMINAL_VALUES],
        lambda perspective, kind: _terminal(model, ix, perspective, kind),
    )
    define(model, "tail_avoided_imports", ix.tail, lambda y: _avoided_imports(model, ix, y))
    define(model, "yearly_cost", ix.years, lambda y: _yearly_cost(model, ix, y))
    model.cost = pyo.Expression(expr=total(model.yearly_cost[y] for y in ix.years))
    model.tie_break = pyo.Expression(
        expr=TIE_BREAK
        * (
            total(model.started[s, m, years[-1]] for (s, m), years in ix.plants.slots.items())
            + total(model.begun[g, window[-1]] for g, window in ix.programmes.windows.items() if window)
            + total(model.mobilised[f, window[-1]] for f, window in ix.finance.draw_windows.items() if window)
        )
        + TIE_BREAK / 10 * total(model.drawn[key] for key in model.drawn if key[1] in RUNNING)
        + TIE_BREAK / 10 * _tail_loss(model, ix)
    )


def _yearly_cost(model: pyo.ConcreteModel, ix: Indexes, y: int) -> Expression:
    weight = ix.prices.discount_factor(y, ix.prices.perspective_rate) / ix.prices.level(y)
    return weight * (model.operating_cost[y] - total(model.line[name, y] for name in COST_LINES))


def _part(model: pyo.ConcreteModel, ix: Indexes, perspective: str, part: str) -> Expression:
    rate = _rate(ix, perspective)

    def present(nominal: dict[int, Expression]) -> Expression:
        return total(nominal[y] * (ix.prices.discount_factor(y, rate) / ix.prices.level(y)) for y in ix.years)

    def line(name: str) -> Expression:
        return present({y: model.line[name, y] for y in ix.years})

    end = ix.prices.discount_factor(ix.last_year, rate) / ix.prices.level(ix.last_year)
    if part == "programmes" or part in (*INVESTMENT_LINES, *TAX_LINES):
        return line("programme_cost" if part == "programmes" else part)
    if part == "operating":
        return present({y: model.operating_cash[y] for y in ix.years})
    if part in ("state_royalty", "price_support"):
        return -1.0 * line(part)
    if part == "avoided_imports":
        return present({y: _avoided_imports(model, ix, y) * ix.prices.level(y) for y in ix.years})
    if part in ("dividends", "equity"):
        return -1.0 * line(part)
    if part == "opening_cash":
        first = ix.first_year
        return -ix.settings.opening_cash * ix.prices.discount_factor(first, rate) / ix.prices.level(first)
    if part == "closing_cash":
        return model.cash[ix.last_year] * end
    if part == "debt_outstanding":
        return -end * total(model.balance[f, y] for f, y in model.balance if y == ix.last_year)
    return -1.0 * _required_return(model, ix, rate, ix.last_year)


def _avoided_imports(model: pyo.ConcreteModel, ix: Indexes, year: int) -> Expression:
    """What the country saves beyond what the buyer pays, spot or under contract, MUSD real."""
    replaced = {
        d: ix.prices.reference[row.commodity, year] * row.import_price_factor
        for d, row in ix.rows.markets.items()
        if row.domestic and row.import_price_factor is not None
    }
    spot = total(
        model.sale[d, s, year] * (replaced[d] - ix.trade.market_price(d, year))
        for d, s in ix.trade.sale_routes
        if d in replaced
    )
    return spot + total(
        model.delivery[k, s, year] * (replaced[row.market] - ix.trade.contract_price(row, year))
        for k, s in ix.trade.delivery_routes
        if (row := ix.rows.contracts[k]).market in replaced
    )


def _required_return(model: pyo.ConcreteModel, ix: Indexes, rate: float, until: float) -> Expression:
    """Present value of what equity providers require beyond the owner's own rate until a year (or its half)."""
    terms = []
    for f, row in ix.rows.sources.items():
        if row.kind == "equity":
            required = (1 + row.rate) / (1 + ix.settings.inflation) - 1
            for y in ix.finance.draw_windows[f]:
                growth = ((1 + required) / (1 + rate)) ** (until - y)
                excess = max(0.0, growth - 1) * ix.prices.discount_factor(y, rate) / ix.prices.level(y)
                if excess:
                    terms.append(model.draw[f, y] * excess)
    return total(terms)


def _terminal(model: pyo.ConcreteModel, ix: Indexes, perspective: str, kind: str) -> Expression:
    if kind == "none":
        return 0.0
    rate, last = _rate(ix, perspective), ix.last_year
    end = ix.prices.discount_factor(last, rate)
    refund = 0.0 if perspective == "national" else model.vat_receivable[last]
    if kind == "operation":
        return _operation(model, ix, perspective) + refund * (end / ix.prices.level(last))
    released = (model.working_capital[last] + refund) * (end / ix.prices.level(last))
    if kind == "book":
        book = total(
            model.starts[s, m, v]
            * (ix.plants.capex(ix.rows.modules[m]) * remaining_life_share(ix.rows.modules[m], last + 1 - v))
            for (s, m), years in ix.plants.slots.items()
            for v in years
        )
        return book * (ix.settings.terminal_book_share * end) + released
    years = ix.settings.terminal_years
    fading = sum((1 - (k - 1) / years) / (1 + rate) ** k for k in range(1, years + 1))
    running = model.operating_cash[last] - model.line["price_support", last] - model.line["closure_cost", last]
    if perspective == "national":
        untaxed = running - model.line["state_royalty", last]
        earned = untaxed / ix.prices.level(last) + _avoided_imports(model, ix, last)
    else:
        earned = (running - model.tax[last]) / ix.prices.level(last)
    return earned * (end * fading) + released


def _operation(model: pyo.ConcreteModel, ix: Indexes, perspective: str) -> Expression:
    """Present value of the tail: what its years earn, and the working capital until it is released at its end."""
    rate = _rate(ix, perspective)

    def yearly(y: int) -> Expression:
        if perspective == "national":
            return model.tail_cash[y] - model.line_real["state_royalty", y] + _avoided_imports(model, ix, y)
        return model.tail_cash[y] - model.tail_tax[y]

    earned = total((yearly(y) - model.tail_equity[y]) * ix.prices.annuity(y, rate) for y in ix.tail)
    held = {year: model.tail_working_capital[y] for y in (ix.last_year, *ix.tail) for year in ix.span(y)}
    end = max(held)
    changes = total(
        (held[year - 1] / (1 + ix.settings.inflation) - held[year]) * ix.prices.discount_factor(year, rate)
        for year in held
        if year > ix.last_year
    )
    value = earned + changes + held[end] * ix.prices.discount_factor(end, rate)
    if perspective != "owner":
        return value
    middle = ix.last_year + ix.settings.tail_years / 2
    later = _required_return(model, ix, rate, middle) - _required_return(model, ix, rate, ix.last_year)
    return value - later


def _tail_loss(model: pyo.ConcreteModel, ix: Indexes) -> Expression:
    """What a badly run tail costs: tax, and the terminal value operation that it does not reach."""
    rate = ix.prices.perspective_rate
    taxes = total(model.tail_tax[y] * ix.prices.annuity(y, rate) for y in ix.tail)
    return taxes - model.terminal[ix.settings.perspective, "operation"]
