"""Questions about parts of a plan, and their answers: what is asked, what it changes of a case, what is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from roadmap_opt.case.case import Case
from roadmap_opt.case.sheets.policy import Target
from roadmap_opt.solver.outcome import Status


class Aim(StrEnum):
    """What the best of the plans is best in."""

    VALUE = "value"
    """Net present value of the chosen perspective, with its terminal value."""

    SHORTFALL = "shortfall"
    """Weighted shortfall of the targets that are asked for: the least."""

    BOTH = "both"
    """Net present value less the price of the shortfall, as in the search of a plan."""

    INVESTMENT = "investment"
    """Capital cost of all that is begun: the least."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the parts of a plan.

    ``off`` are targets that nobody asks for any more, ``limits`` hard ones that are added. ``without`` are modules,
    programmes, contracts and sources that are taken out, ``later`` those that come a year later if they come at all;
    with ``yielding`` everything else may come a year later, too, to make room. ``longer`` are programmes that take a
    year longer. ``offtake_share`` is another ceiling on long-term contracts, for groups without one of their own.
    With ``shortfall`` the weighted shortfall of the targets that are asked for is at most that; ``held`` is the most
    that single targets may add to it; ``within`` is the least that a plan has to be worth in net present value less the
    price of the shortfall. Of plans as good as the best a ``frugal`` one costs the state least. Of ``counted`` modules
    alone the least is begun where anything is said of them, and as much as goes of the others. ``against`` is what the
    plan itself reaches, where the answer is told as a loss against it; ``gap`` is the relative gap that will do where
    the usual one is finer than anybody reads.
    """

    key: str
    aim: Aim
    off: frozenset[str] = frozenset()
    limits: tuple[Target, ...] = ()
    without: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    yielding: bool = False
    longer: frozenset[str] = frozenset()
    offtake_share: float | None = None
    shortfall: float | None = None
    held: Mapping[str, float] = field(default_factory=dict)
    within: float | None = None
    frugal: bool = False
    counted: frozenset[str] = frozenset()
    against: float | None = None
    gap: float | None = None

    @property
    def kind(self) -> str:
        """What it is about, without the item; nothing for what is asked once."""
        return self.key.partition(":")[0] if ":" in self.key else ""

    def rules(self, case: Case) -> Rules:
        """What it changes of a case: questions of the same rules are asked of the same model."""
        return Rules(self.off & hard_targets(case), self.longer, self.offtake_share)


class Rules(NamedTuple):
    """What a question changes of a case. A soft target that nobody asks for changes nothing but what is counted: only
    hard ones are ``off``. A limit that is added is a row beside those of the case.
    """

    off: frozenset[str]
    longer: frozenset[str]
    offtake_share: float | None


def hard_targets(case: Case) -> frozenset[str]:
    """The targets that every plan has to meet."""
    return frozenset(row.target for row in case.targets if row.mode == "hard")


@dataclass(frozen=True, slots=True)
class Best:
    """The best plan of those that a question allows, or why there is none to tell (``status``).

    ``most`` is what none of them surpasses in what was aimed at (``reached``), in its unit: MUSD or weighted
    shortfall. ``npv`` is the net present value in MUSD, ``shortfall`` the weighted shortfall of the targets asked for,
    ``missed`` the relative shortfall of each that is missed, by year; ``left_out`` are the names of what the plan has
    no longer, with their years. ``figures`` are those of :data:`~roadmap_opt.answers.plan_figures.FIGURES`.
    """

    key: str
    status: Status
    seconds: float
    reached: float | None = None
    most: float | None = None
    npv: float | None = None
    shortfall: float | None = None
    missed: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    left_out: tuple[tuple[str, int], ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)


def without_targets(case: Case, off: Collection[str]) -> Case:
    """The case in which nobody asks for these targets."""
    return replace(case, targets=tuple(replace(r, mode="off") if r.target in off else r for r in case.targets))


def case_under(case: Case, rules: Rules) -> Case:
    """The case under the rules of a question."""
    targets = without_targets(case, rules.off).targets
    programmes = tuple(
        replace(row, duration=row.duration + 1) if row.programme in rules.longer else row for row in case.programmes
    )
    settings = case.settings
    if rules.offtake_share is not None:
        settings = replace(settings, offtake_share=rules.offtake_share)
    return replace(case, targets=targets, programmes=programmes, settings=settings)
