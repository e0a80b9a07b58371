"""Investment planning for critical-mineral value chains: read a workbook, check it, solve it, load and compare runs.

The verbs are imported when they are first used: pandas, Pyomo and HiGHS take about a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from roadmap_opt.verbs import (
        RegretStudy,
        ScenarioStudy,
        SolveOptions,
        SweepStudy,
        audit,
        brief,
        check,
        compare,
        explain,
        explain_plan,
        load,
        read,
        solve,
        study,
    )

__all__ = [
    "RegretStudy",
    "ScenarioStudy",
    "SolveOptions",
    "SweepStudy",
    "audit",
    "brief",
    "check",
    "compare",
    "explain",
    "explain_plan",
    "load",
    "read",
    "solve",
    "study",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from roadmap_opt import verbs

        return getattr(verbs, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
