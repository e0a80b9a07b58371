"""The first-stage decisions of a saved plan, read from its result tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from roadmap_opt.solver.decisions import Decisions

__all__ = ["Decisions", "decisions_of"]


def decisions_of(tables: Mapping[str, pd.DataFrame], origin: str = "") -> Decisions:
    """What the plan in ``tables`` (by name, see ``RESULT_TABLES``) commits to; programmes include history."""
    builds = tables["builds"]
    signed = tables["contracts_signed"]
    keys = zip(builds["site"].astype(str), builds["module"].astype(str), builds["year"].astype(int), strict=True)
    return Decisions(
        builds=dict(zip(keys, builds["count"].astype(int).tolist(), strict=True)),
        programmes=_years(tables["programme_starts"], "programme"),
        contracts=_years(signed, "contract"),
        sources=_years(tables["sources_mobilised"], "source_name"),
        origin=origin,
        volumes=dict(zip(signed["contract"].astype(str), signed["volume"].astype(float).tolist(), strict=True)),
    )


def _years(table: pd.DataFrame, key: str) -> dict[str, int]:
    return dict(zip(table[key].astype(str), table["year"].astype(int).tolist(), strict=True))
