"""What a plan is good for: proven, good but not proven best, or not yet usable."""

from __future__ import annotations

from enum import StrEnum

from roadmap_opt.messages import Text
from roadmap_opt.runs.run import Run
from roadmap_opt.words import TERMS as WORDS

CLOSE_GAP = 0.02
"""Up to this gap a plan counts as proven close to the best: what differs by more is told apart as a rule."""

USABLE_GAP = 0.1
"""Up to this gap a plan is worth reading; above it a longer search may come to other plants altogether."""

ROUNDING = 1e-6


class Standing(StrEnum):
    """How far the plan of a run may be relied on."""

    PROVEN = "proven"
    """Nothing is better by more than :data:`CLOSE_GAP`."""

    USABLE = "usable"
    """A plan to read and to discuss, not to rank against others that lie closer than its gap."""

    NOT_YET = "not_yet"
    """No plan, one that fails its audit, or one that the search has hardly proven anything about."""

    @classmethod
    def of(cls, run: Run) -> Standing:
        """The standing of a run, from its record."""
        record = run.record
        if not record.has_plan or record.audit_passed is False or record.gap is None:
            return cls.NOT_YET
        if record.gap <= CLOSE_GAP + ROUNDING:
            return cls.PROVEN
        return cls.USABLE if record.gap <= USABLE_GAP + ROUNDING else cls.NOT_YET

    @property
    def name_in_words(self) -> Text:
        """Its name."""
        return WORDS.both(f"standing_{self.value}")

    @property
    def advice(self) -> Text:
        """What such a plan may be used for, or what to do."""
        return WORDS.both(f"standing_{self.value}_advice")
