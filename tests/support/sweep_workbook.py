"""A tiny workbook with a sweep of four parameters, one of them a choice between words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from roadmap_opt.workbook.template import write_workbook
from tests.support.tiny_case import tiny_tables

LINES: list[dict[str, Any]] = [
    {
        "sweep": "main", "parameter": "magnet_price", "name_en": "Price of magnets", "name_tr": "Mıknatıs fiyatı",
        "table": "Prices", "row": "magnet|*", "column_name": "price", "operation": "multiply", "low": "0.3",
        "high": "1.4", "distribution": "triangular", "source": "asm", "confidence": "assumption",
    },
    {
        "sweep": "main", "parameter": "capex", "name_en": "Capital cost", "name_tr": "Yatırım maliyeti",
        "table": "Modules", "row": "*", "column_name": "capex", "operation": "multiply", "low": "0.7", "high": "3",
        "distribution": "triangular",
    },
    {
        "sweep": "main", "parameter": "rate", "name_en": "Discount rate", "name_tr": "İskonto oranı",
        "table": "Settings", "row": "*", "column_name": "discount_rate_project", "operation": "set", "low": "0.03",
        "high": "0.1", "distribution": "uniform",
    },
    {
        "sweep": "main", "parameter": "basis", "name_en": "Basis of contracts", "name_tr": "Sözleşme tabanı",
        "table": "Settings", "row": "*", "column_name": "offtake_basis", "operation": "set", "low": "production",
        "high": "sales", "distribution": "discrete",
    },
]  # fmt: skip

DEARER_TOGETHER = {"sweep": "main", "parameter": "magnet_price", "other": "capex", "correlation": 0.6}
"""High prices of magnets come with dear plants."""


def write_sweep_workbook(folder: Path, **changes: Any) -> Path:
    """Write `tiny.xlsx` with the sweep; ``changes`` are those of :func:`tiny_tables`."""
    path = folder / "tiny.xlsx"
    together = [] if "Sweeps" in changes else [DEARER_TOGETHER]
    write_workbook(path, tiny_tables(**{"Sweeps": LINES, "Correlations": together, **changes}), language="en")
    return path
