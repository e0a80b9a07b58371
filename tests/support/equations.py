"""The written formulation: every family's docstring lists its constraints as ``label[index]   equation``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import ModuleType

from roadmap_opt.model.build import FAMILIES

_LINE = re.compile(r"^(?P<label>[a-z_]+)\[(?P<index>[^\]]+)\] {2,}(?P<equation>\S.*)$")


@dataclass(frozen=True, slots=True)
class Equation:
    """One line of a docstring, with its continuation lines joined."""

    label: str
    index: tuple[str, ...]
    text: str


def equations(family: ModuleType) -> tuple[Equation, ...]:
    """The equations that a family's docstring lists, in order."""
    found: list[Equation] = []
    open_line = False
    for line in (family.__doc__ or "").splitlines():
        match = _LINE.match(line)
        if match:
            index = tuple(part.strip() for part in match["index"].split(","))
            found.append(Equation(match["label"], index, match["equation"].strip()))
        elif open_line and line.startswith(" "):
            last = found.pop()
            found.append(Equation(last.label, last.index, f"{last.text} {line.strip()}"))
        open_line = bool(match) or (open_line and line.startswith(" "))
    return tuple(found)


EQUATIONS: dict[str, Equation] = {eq.label: eq for family in FAMILIES for eq in equations(family)}
"""Every equation of the formulation by label."""
