"""The lines of the cash flow, declared once: the model builds them, results and auditor report them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CASH_FLOW_LINES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "spot_revenue": ("Spot sales", "Spot satışlar"),
        "contract_revenue": ("Contract sales", "Sözleşmeli satışlar"),
        "price_support": ("Price support of the state", "Devlet fiyat desteği"),
        "purchases": ("Feed bought and collected", "Girdi alımı ve hurda toplama"),
        "freight": ("Freight", "Nakliye"),
        "variable_cost": ("Variable processing cost", "Değişken işletme gideri"),
        "energy_cost": ("Electricity, gas and water", "Elektrik, gaz ve su"),
        "carbon_cost": ("Carbon", "Karbon"),
        "fixed_cost": ("Fixed operation and maintenance", "Sabit işletme-bakım gideri"),
        "restart_cost": ("Capacity stood down and brought back", "Kapasitenin durdurulması ve yeniden devreye alınması"),
        "closure_cost": ("Closing of plants and rehabilitation", "Tesis kapatma ve rehabilitasyon"),
        "storage_cost": ("Storage", "Depolama"),
        "disposal_cost": ("Disposal and thorium storage", "Bertaraf ve toryum depolama"),
        "licence_royalty": ("Licence royalties", "Lisans bedelleri"),
        "state_royalty": ("State mining royalty", "Devlet hakkı"),
        "programme_cost": ("Programmes", "Programlar"),
        "capex": ("Investment, owner's cost included", "Yatırım (sahip maliyeti dahil)"),
        "working_capital": ("Change of working capital", "İşletme sermayesi değişimi"),
        "vat": ("Value-added tax on investment, net of refunds", "Yatırım KDV'si (iade sonrası)"),
        "tax": ("Corporate tax", "Kurumlar vergisi"),
        "equity": ("Equity drawn", "Özkaynak girişi"),
        "grants": ("Grants drawn", "Hibe"),
        "debt_drawn": ("Loans and bonds drawn", "Kredi ve tahvil kullanımı"),
        "fees": ("Financing fees", "Finansman ücretleri"),
        "interest": ("Interest", "Faiz"),
        "repayment": ("Debt repaid", "Anapara geri ödemesi"),
        "dividends": ("Dividends", "Temettü"),
    }
)
"""Lines of the cash flow in order, with names in English and Turkish. They sum, each year, to the change of cash."""

REVENUE_LINES = ("spot_revenue", "contract_revenue")
SUPPORT_LINES = ("price_support",)
"""What the state adds to revenue; below nought in years in which the producer pays back."""

INCOME_LINES = (*REVENUE_LINES, *SUPPORT_LINES)
RUNNING_COST_LINES = (
    "purchases",
    "freight",
    "variable_cost",
    "energy_cost",
    "carbon_cost",
    "fixed_cost",
    "restart_cost",
    "closure_cost",
    "storage_cost",
    "disposal_cost",
    "licence_royalty",
    "state_royalty",
)
OPERATING_LINES = (*INCOME_LINES, *RUNNING_COST_LINES)
"""Lines that make up the operating cash flow before tax."""

BOUGHT_IN_LINES = (
    "purchases",
    "freight",
    "variable_cost",
    "energy_cost",
    "storage_cost",
    "disposal_cost",
    "licence_royalty",
)
"""What operations buy from others. Revenue less these is the value that the chain adds: wages, upkeep, levies, taxes,
what lenders and owners receive. Upkeep that is bought stands in the fixed cost and cannot be told from wages there."""

TIED_UP_LINES = ("working_capital", "vat")
INVESTMENT_LINES = ("programme_cost", "capex", *TIED_UP_LINES)
"""What is spent on plants, programmes and what goes with them."""

TAX_LINES = ("tax",)
FUNDING_LINES = ("equity", "grants", "debt_drawn")
CHARGE_LINES = ("fees", "interest")
SERVICE_LINES = (*CHARGE_LINES, "repayment")
FINANCING_LINES = (*FUNDING_LINES, *SERVICE_LINES)
PAYOUT_LINES = ("dividends",)

BEFORE_FINANCING_LINES = (*OPERATING_LINES, *INVESTMENT_LINES, *TAX_LINES)
"""Lines of the cash flow before financing: what the chain itself earns and needs."""

OUTSIDERS_LINES = tuple(line for line in FINANCING_LINES if line != "equity")
"""What lenders and donors bring and take: with it, what is left is the owner's."""

TRANSFER_LINES = (*SUPPORT_LINES, "state_royalty", "vat", *TAX_LINES)
"""What the country pays itself."""

COST_LINES = ("programme_cost", "capex", *TAX_LINES, *CHARGE_LINES)
"""What the objective `cost` counts besides operating cost."""

COUNTED_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "project": BEFORE_FINANCING_LINES,
        "owner": (*BEFORE_FINANCING_LINES, *OUTSIDERS_LINES),
        "national": tuple(line for line in BEFORE_FINANCING_LINES if line not in TRANSFER_LINES),
    }
)
"""Lines that count in the net present value of each perspective, for pages that say where a difference comes from.

The model (:mod:`roadmap_opt.model.objective`) and the auditor each put the net present value together by themselves.
"""

TAIL_LINES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **{line: CASH_FLOW_LINES[line] for line in (*OPERATING_LINES, "programme_cost")},
        "depreciation": ("Tax depreciation", "Amortisman"),
        "tax": CASH_FLOW_LINES["tax"],
        "working_capital": ("Working capital tied up", "Bağlı işletme sermayesi"),
        "debt_service": ("Debt service", "Borç servisi"),
        "tail_equity": ("Brought by owners and guarantors for debt service", "Borç servisi için ortakların ve garantörlerin getirdiği"),
        "called_guarantees": ("Of which called from the Treasury for guaranteed debt", "Bunun garantili borç için Hazineden istenen kısmı"),
        "avoided_imports": ("Imports avoided, beyond what the buyer pays", "Önlenen ithalat (alıcının ödediğinin üstü)"),
    }
)
"""What is told of a year of the tail. Depreciation, working capital, avoided imports and called guarantees, a part of
what is brought, are no payments of their own."""

assert set(CASH_FLOW_LINES) == {*BEFORE_FINANCING_LINES, *FINANCING_LINES, *PAYOUT_LINES}
