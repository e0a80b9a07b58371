"""The page `docs/results.md`: every result table and column, from their declaration.

``python -m roadmap_opt.output.documentation > docs/results.md`` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from roadmap_opt.output.limits import LIMITS
from roadmap_opt.output.tables import CASH_FLOW_LINES, RESULT_TABLES, TAIL_KINDS, TAIL_LINES, ResultTable

_INTRODUCTION = """# The results

This page is generated: `python -m roadmap_opt.output.documentation > docs/results.md`. A test keeps it equal to the
code.

A solve writes one folder, `results/<workbook>/<scenario>/<run>/`, that appears when it is complete and is never written
again, but for its page, which `roadmap-opt report` can write anew. The name of the run is its time (UTC) and six random
characters, so runs sort by age. Folders are called like workbook and scenario; of a name that some system cannot hold
they carry what can be read and a mark (`price war`: `price_war-959ebb8a`), and `run.json` has the name itself.

| File | What it is |
|---|---|
| `results.xlsx` | The plan for reading, in the language asked for; the first sheet stands alone |
| `report.html` | The same to look at, in both languages, without a network: see [report.md](report.md) |
| `briefing.*` | With `--brief` only: two pages and four slides, in each language: see [report.md](report.md) |
| `explanation.json` | What `explain` has answered about the plan since, for page and briefing; no audit repeats it |
| `run.json` | What was run (workbook and its place, versions, options), how it ended, hashes of the other files |
| `tables/<name>.csv` | The tables below: tidy, UTF-8, decimal points, full precision |
| `inputs/` | The tables of the scenario as solved, as text, and a copy of the workbook. An audit needs nothing else |

In CSV files a name that begins like a formula (`=`, `+`, `-`, `@`, tab) has an apostrophe before it, so that a
spreadsheet program shows it and does not run it. Our commands take it off again; another program strips one there.

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


_SHADOW_PRICES = """
## How to read a shadow price

With all yes/no and count decisions kept as they are, the rest of the plan is a linear program, and a shadow price is
what its objective gains when one row is relaxed by one unit: a limit (`<=`) raised, a requirement (`>=`) lowered, a
balance given one more unit on its right-hand side. The objective is the one of the last phase in `phases`: present
value in constant money, less the price of missed targets as long as the shortfall is searched; once the shortfall is
proven it is held, and a price is value alone. Under the objective `cost` a gain is a saving.

* Every limit below stands in one row, which carries its whole price. Bounds and largest values that the search uses
  besides are left out of the linear program that the prices come from.
* A number of the workbook that stands in several rows is worth their sum: one more tonne of demand in 2028, 2029 and
  2030 is worth the three prices of these years together, one more unit of a store's limit its prices at all
  sites and in all years.
* The price of a soft target is that of its row, the measure of the shortfall kept as it is. A change of `Targets.value`
  also changes that measure (a shortfall counts as a share of the value), so it gains less or more than the price.
* No row: the plan does not reach the limit, or what it limits is not there (a plant that is not built, a source that
  gives nothing). Value 0: the plan stands at the limit, and one unit more brings nothing.
* A price holds for the next small step. Where several limits bind at once so that more of one alone does nothing, the
  solver's answer lies between the gain of one unit more and the loss of one unit less, and may be either of them.
* Limits on whole numbers (modules, contracts, sources) have no price: ask a scenario instead.

| Constraint | Its number in the workbook | Unit of the row |
|---|---|---|
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
    yield _SHADOW_PRICES + "\n".join(f"| `{n}` | {row.where} | {row.unit} |" for n, row in LIMITS.items())
    yield "\n## Kinds of rows of `tail`\n\n| Kind | Meaning | Anlamı |\n|---|---|---|"
    yield from (f"| `{kind}` | {english} | {turkish} |" for kind, (english, turkish) in TAIL_KINDS.items())
    yield "\n## Lines of `tail_cash`\n\n| Line | Meaning | Anlamı |\n|---|---|---|"
    yield from (f"| `{line}` | {english} | {turkish} |" for line, (english, turkish) in TAIL_LINES.items())
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
