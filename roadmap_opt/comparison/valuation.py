"""By what a plan is measured: whose net present value, at which rate, with which value after the horizon."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from roadmap_opt.case.case import Case
from roadmap_opt.case.sheets.settings import Settings


@dataclass(frozen=True, slots=True)
class Valuation:
    """How a net present value is measured; ``rate`` is the real discount rate of the perspective."""

    perspective: str
    rate: float
    terminal_value: str
    terminal_book_share: float
    terminal_years: int

    @classmethod
    def of(cls, settings: Settings) -> Valuation:
        """The valuation that a run's settings choose."""
        return cls(
            settings.perspective,
            float(getattr(settings, f"discount_rate_{settings.perspective}")),
            settings.terminal_value,
            settings.terminal_book_share if settings.terminal_value == "book" else 0.0,
            settings.terminal_years if settings.terminal_value == "going_concern" else 0,
        )

    def applied_to(self, case: Case) -> Case:
        """The case with this valuation in its settings."""
        changes: dict[str, object] = {
            "perspective": self.perspective,
            f"discount_rate_{self.perspective}": self.rate,
            "terminal_value": self.terminal_value,
        }
        if self.terminal_value == "book":
            changes["terminal_book_share"] = self.terminal_book_share
        if self.terminal_value == "going_concern":
            changes["terminal_years"] = self.terminal_years
        return dataclasses.replace(case, settings=dataclasses.replace(case.settings, **changes))  # type: ignore[arg-type]
