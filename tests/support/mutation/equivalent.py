"""Mutants that no test can kill, because they change no optimum; each with the reason."""

from __future__ import annotations

_YES_OR_NO = "both sides are sums of yes or no: five per cent more on the right lets no further yes through"
_COUNTS = "counts of modules, sources or signatures: five per cent more than a number below twenty is no more"
_SWITCH = "the largest value that a switch releases: nothing reaches beyond it, so a larger one releases nothing more"

_WHOLE = "modules and sources are counted in whole numbers: a tenth more is none"

EQUIVALENT: dict[str, str] = {
    "row begun_stays: scale up": _YES_OR_NO,
    "row programme_order: scale up": _YES_OR_NO,
    "row mobilised_stays: scale up": _YES_OR_NO,
    "row source_programme: scale up": _YES_OR_NO,
    "row source_contract: scale up": _YES_OR_NO,
    "row contract_programme: scale up": _YES_OR_NO,
    "row signed_once: scale up": _COUNTS,
    "row starts_accumulate: scale up": _COUNTS,
    "row site_space: scale up": _COUNTS,
    "row foreign_sources: scale up": _COUNTS,
    "row construction_gate: scale up": _SWITCH + "; the count has the same bound",
    "row recipe_unlocked: scale up": _SWITCH,
    "row operation_gate: scale up": _SWITCH,
    "rule foreign_sources: loosen": _WHOLE,
    "rule module_count: loosen": _WHOLE,
    "rule site_space: loosen": _WHOLE,
}
"""Reason by name of the mutant."""
