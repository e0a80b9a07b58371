"""The page `docs/results.md`: every result table and column, from their declaration.

``python -m roadmap_opt.solution.documentation > docs/results.md`` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from roadmap_opt.solution.tables import CASH_FLOW_LINES, RESULT_TABLES, ResultTable

_INTRODUCTION = """# The results

This page is generated: `python -m roadmap_opt.solution.documentation > docs/results.md`. A test keeps it equal to the
code.

A solve writes one folder, `results/<workbook>/<scenario>/<run>/`, that appears when it is complete and is never written
again, but for its page, which `roadmap-opt report` can write anew. The name of the run is its time (UTC) and six random
characters, so runs sort by age.

| File | What it is |
|---|---|
| `results.xlsx` | The plan for reading, in the language asked for; the first sheet stands alone |
| `report.html` | The same to look at, in both languages, without a network: see [report.md](report.md) |
| `run.json` | What was run: workbook, versions, options, seed, status, gap, bound, phases, times, audit, hashes |
| `tables/<name>.csv` | The tables below: tidy, UTF-8, decimal points, full precision |
| `inputs/` | The tables of the scenario as solved, as text, and a copy of the workbook. An audit needs nothing else |

## How to read status and gap

| Status | Meaning |
|---|---|
| `optimal` | No plan can be better by more than the gap |
| `feasible at limit` | The plan keeps every rule; time or Ctrl-C ended the search; the gap limits what is left to win |
| `nothing at limit` | No plan was found in time; this does not mean that there is none |
| `infeasible` | No plan keeps every rule and every hard target; the report names what cannot hold together |
| `unbounded`, `failed` | A price or limit is missing, or the solver broke down; there is no plan |

The gap is (bound - objective) / max(1, |objective|) of the last phase; `phases` in `run.json` has it for each. In the
phase that minimises shortfall the objective is net present value less 5,000 MUSD per unit of weighted shortfall.

## Tables

Money is nominal MUSD of the year unless a unit says real. Rows that are zero everywhere are left out. *Decision* tables
are what the plan decides; all others follow from them and are recomputed by the auditor.
"""


def results_markdown() -> str:
    """The page `docs/results.md`."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _INTRODUCTION
    yield "| Table | What it holds | İçeriği | Decision |\n|---|---|---|---|"
    for name, table in RESULT_TABLES.items():
        yield f"| [{name}](#{name}) | {table.en} | {table.tr} | {'yes' if table.is_decision else ''} |"
    for table in RESULT_TABLES.values():
        yield from _table(table)
    yield "\n## Lines of `cash_flow`\n\n| Line | Meaning | Anlamı |\n|---|---|---|"
    yield from (f"| `{line}` | {english} | {turkish} |" for line, (english, turkish) in CASH_FLOW_LINES.items())


def _table(table: ResultTable) -> Iterator[str]:
    yield f"\n### {table.name}\n\n{table.en} / {table.tr}.\n"
    yield "| Column | Unit | Meaning | Anlamı |\n|---|---|---|---|"
    for column in table.columns:
        yield f"| `{column.name}`{' (key)' if column.key else ''} | {column.unit} | {column.en} | {column.tr} |"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(results_markdown(), end="")
