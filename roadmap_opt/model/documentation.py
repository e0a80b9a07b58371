"""The page `docs/formulation.md`, put together from the docstrings of the families, the indicators and the contract.

``python -m roadmap_opt.model.documentation > docs/formulation.md`` writes it anew.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from types import ModuleType

from roadmap_opt.case.cash_lines import CASH_FLOW_LINES, OPERATING_LINES
from roadmap_opt.case.kpis import KPIS, Kpi
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.model.build import FAMILIES
from roadmap_opt.model.indicators import Indicators

PREAMBLE = files("roadmap_opt.model") / "formulation_preamble.md"
"""What no docstring can say: conventions, order of solving, and where the model departs from its reference, and why."""

_LABEL = re.compile(r"^(\w+)\[([^\]]*)\]\s{2,}(.*)$")
_FIELD = re.compile(r"^(Index|Data|Decides|Gives|Reads)\b")
_DEFINITION = re.compile(r"^(\w+): (.*)$")


def formulation_markdown() -> str:
    """The page `docs/formulation.md`."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield PREAMBLE.read_text(encoding="utf-8")
    yield "## Sets\n"
    yield "Every sheet of the workbook is a set: a new row is a new member. Columns: [workbook.md](workbook.md).\n"
    yield "| Set (sheet) | A member is named by | What it holds |\n|---|---|---|"
    for name, spec in SHEETS.items():
        if spec.layout == "table" and spec.group != "notes":
            yield f"| {name} | {', '.join(spec.key_columns) or 'its row'} | {spec.en} |"
    yield "\n## Families\n"
    yield "Each family is one file, `roadmap_opt/model/<family>.py`, in the order in which the model is built."
    for family in FAMILIES:
        yield from _family(family)
    yield "\n## Cash-flow lines\n"
    yield "The families report into these lines; each year they sum to the change of cash. Inflows are positive.\n"
    yield "| Line | What it is | Part of the operating result |\n|---|---|---|"
    for line, (english, _) in CASH_FLOW_LINES.items():
        yield f"| {line} | {english} | {'yes' if line in OPERATING_LINES else ''} |"
    yield "\n## Indicators\n"
    yield "What targets measure. The first definition of each is the default; a target names the one it means."
    for kpi in KPIS.values():
        yield from _indicator(kpi)


def _family(family: ModuleType) -> Iterator[str]:
    paragraphs = inspect.cleandoc(family.__doc__ or "").split("\n\n")
    file = family.__name__.rpartition(".")[2]
    title, colon, rest = " ".join(paragraphs[0].split()).partition(": ")
    yield f"\n### {title if colon else file.replace('_', ' ').capitalize()} (`{file}`)\n"
    yield f"{rest[:1].upper()}{rest[1:]}" if colon else title
    for paragraph in paragraphs[1:]:
        if _LABEL.match(paragraph.splitlines()[0]):
            yield "\n| Constraint | What has to hold |\n|---|---|"
            yield from (f"| `{_cell(name)}` | {_cell(equation)} |" for name, equation in labels(paragraph))
        elif _FIELD.match(paragraph) or re.match(r"^\w+\s{3,}", paragraph):
            yield f"\n```text\n{paragraph}\n```"
        else:
            yield f"\n{paragraph}"


def labels(paragraph: str) -> list[tuple[str, str]]:
    """Constraint label with index, and equation, of every entry of a paragraph; continuation lines are joined."""
    found: list[tuple[str, str]] = []
    for line in paragraph.splitlines():
        if match := _LABEL.match(line):
            found.append((f"{match[1]}[{match[2]}]", match[3]))
        else:
            name, equation = found.pop()
            found.append((name, f"{equation} {line.strip()}"))
    return [(name, " ".join(equation.split())) for name, equation in found]


def _indicator(kpi: Kpi) -> Iterator[str]:
    yield f"\n### {kpi.en} (`{kpi.name}`), {kpi.unit}\n"
    remark, _, equations = inspect.cleandoc(getattr(Indicators, kpi.name).__doc__ or "").partition("\n\n")
    yield " ".join(remark.split())
    yield "\n| Definition | Meaning | Equation |\n|---|---|---|"
    by_name = {match[1]: match[2] for line in equations.splitlines() if (match := _DEFINITION.match(line))}
    for name, meaning in kpi.definitions.items():
        yield f"| `{name}` | {_cell(meaning.en)} | {_cell(by_name[name])} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(formulation_markdown(), end="")
