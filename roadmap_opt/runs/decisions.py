"""The first-stage decisions of a saved plan, read from its result tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from roadmap_opt.output.tables import RESULT_TABLES
from roadmap_opt.solver.decisions import Decisions
from roadmap_opt.solver.split import Split

__all__ = ["Decisions", "decisions_of", "splits_table"]


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
        splits=_splits(tables["splits"]),
    )


def _splits(table: pd.DataFrame) -> tuple[Split, ...]:
    rows = table.astype({"number": int, "part": int, "value": int}).sort_values("number")
    return tuple(map(Split, rows["part"].tolist(), rows["decision"].astype(str).tolist(), rows["value"].tolist()))


def splits_table(splits: Sequence[Split]) -> pd.DataFrame:
    """The splits of a proof as a result table."""
    rows = [(str(number), *split) for number, split in enumerate(splits)]
    return pd.DataFrame(rows, columns=RESULT_TABLES["splits"].column_names)


def _years(table: pd.DataFrame, key: str) -> dict[str, int]:
    return dict(zip(table[key].astype(str), table["year"].astype(int).tolist(), strict=True))
