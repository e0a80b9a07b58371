"""Tampering with a saved run, systematically: what the audit catches, and what is left and why it cannot matter.

Every change is tried at three strengths of tamperer:

* `naive`      changes a file and leaves everything else;
* `hashes`     also puts the hashes in `run.json` right;
* `everything` also changes whatever else stands in the folder to agree with it (workbook copy, results workbook, page),
               so that only the rules and the recomputation stand in the way.

A change of the last kind that is not caught has made another, possible run. Which columns and entries may be so is
declared here, with the reason; any other survivor is a hole in the audit.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import load_workbook

from roadmap_opt.auditor import Violation, audit, audit_record
from roadmap_opt.auditor.record import contradictions
from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.overlays import lineage
from roadmap_opt.case.schema import SHEETS, ColumnSpec
from roadmap_opt.case.sheet_names import NOT_IN_RESULTS
from roadmap_opt.case.tables import Tables as Inputs
from roadmap_opt.case.text_tables import inputs_hash, load_text_tables, write_text_tables
from roadmap_opt.checks import check_tables
from roadmap_opt.errors import InputError
from roadmap_opt.loaded_run import audit_run
from roadmap_opt.output.damage import RunFolderError
from roadmap_opt.output.run_record import RECORD_FILE, read_record
from roadmap_opt.output.tables import RESULT_TABLES
from roadmap_opt.runs.run_files import REPORT_FILE, RESULTS_FILE, check_files, file_hashes
from roadmap_opt.runs.run_folder import load_run
from roadmap_opt.runs.table_files import write_tables

LABELS = "words for a reader; no rule and no figure reads them"
RESULT_REASONS: Mapping[str, str] = {
    f"{table.name}{part}": "what the solver says of its search: nothing in the folder says what it has to be"
    for table in RESULT_TABLES.values()
    if table.by_solver
    for part in (" rows", *(f".{column}" for column in table.column_names))
}
"""Columns of the result tables (and their rows) that the audit cannot know."""

_WORDS = ("name_en", "name_tr", "source", "confidence", "note", "wording")
_LIMIT = "a limit that is kept with room to spare, and stays kept: the plan is possible under the changed one as well"
INPUT_REASONS: Mapping[str, str] = {
    **{f"{sheet.name}.{c.name}": LABELS for sheet in SHEETS.values() for c in sheet.columns if c.name in _WORDS},
    **{
        f"{sheet}.{column.name}": "names variations or cites; no number of a result depends on the sheet"
        for sheet in NOT_IN_RESULTS
        for column in SHEETS[sheet].columns
    },
    "Commodities.origin": LABELS,
    "Elements.oxide": LABELS,
    "Elements.balance_group": "conservation by group: it holds by element, and so in any group of elements",
    "Existing.asset": "a name that only rows of the table `tail` repeat, and only where the asset is kept",
    "Plants.capacity_unit": LABELS,
    "Settings.purchases_for_stock": _LIMIT,
}
"""Columns of the inputs that no rule reads, or whose every change tried leaves the plan possible."""

_CLOCK = "the clock of the machine: nothing in the folder says what it showed"
_NAMED = "what the run says of its programs and machine: nothing in the folder proves it"
RECORD_REASONS: Mapping[str, str] = {
    "scenario": "the same inputs under the name of another scenario of the workbook",
    "workbook_place": "where the workbook lay when it was solved; what was solved is known by its hash",
    "earlier_bound": "a bound that an earlier search had proven: one that is looser than the run's own shows nothing",
    "started_from": "the first plan of the search, of which nothing is left in the result",
    **dict.fromkeys(
        ("package_version", "python_version", "pyomo_version", "highs_version", "system", "program_sha256"), _NAMED
    ),
    "options.gap": "a wider gap than was reached; a narrower one is caught",
    "options.time_limit": "an option that leaves no trace in a search that its gap ended",
    "options.threads": "an option that leaves no trace",
    "phases.[].nodes": "how the search went, not what it found",
    "phases.[].seconds": _CLOCK,
    **{f"seconds.{step}": _CLOCK for step in ("read and check", "build", "solve", "extract", "audit")},
}
"""Entries of `run.json` that could be otherwise once results workbook and page say the same."""


FEW = 5
"""Changes of an input that is expected to survive them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the changes of one place (a column, an entry, a sheet): how many, and how many were caught.

    ``survivor`` describes the first that was not.
    """

    group: str
    place: str
    strength: str
    tried: int
    caught: int
    survivor: str = ""


class Run:
    """A saved run that is tampered with: its parts in memory, and a scratch copy for what has to stand on disk."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder, self.scratch = folder, scratch
        loaded = load_run(folder)
        self.record, self.tables = loaded.record, dict(loaded.tables)
        self.inputs = load_text_tables(loaded.inputs)

    @cached_property
    def content(self) -> dict[str, Any]:
        """`run.json` as it stands."""
        content: dict[str, Any] = json.loads((self.folder / RECORD_FILE).read_text(encoding="utf-8"))
        return content

    # --- what each tamperer meets ---

    def rules_catch(self, inputs: Inputs, tables: Mapping[str, pd.DataFrame]) -> bool:
        """Whether rules and recomputation alone find something."""
        if any(finding.is_error for finding in check_tables(inputs, "inputs")):
            return True
        case = case_from_tables(inputs, "rich", self.record.scenario)
        violations = audit(case, tables)
        return bool(violations or audit_record(self.record, case, tables, violations))

    def audit_catches(self, change: Callable[[Path], None], *, hashes: bool) -> bool:
        """Whether the audit of a changed copy finds something; with ``hashes`` those are put right."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        shutil.copytree(self.folder, self.scratch)
        change(self.scratch)
        try:
            if hashes:
                self._put_hashes_right()
            elif any(check_files(self.scratch, read_record(self.scratch))):
                return True
            return bool(audit_run(self.scratch).violations)
        except RunFolderError:
            return True

    def record_caught(self, change: Callable[[Path], None]) -> bool:
        """Whether something is found although results workbook and page agree with the changed record."""
        self.scratch.mkdir(exist_ok=True)
        change(self.scratch)
        try:
            record = read_record(self.scratch)
        except RunFolderError:
            return True
        if any(check_files(self.folder, record)) or inputs_hash(self.inputs) != record.inputs_sha256:
            return True
        if not record.has_plan or contradictions(record):
            return True  # tables full of rows are no run without a plan
        case = case_from_tables(self.inputs, "rich", record.scenario)
        try:
            lineage(self.inputs, record.scenario, record.workbook)
        except InputError:
            return True
        return bool(audit_record(record, case, self.tables, self.violations))

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """What the plan breaks as it stands: nothing, unless the run was saved with a failed audit."""
        return audit(case_from_tables(self.inputs, "rich", self.record.scenario), self.tables)

    def _put_hashes_right(self) -> None:
        path = self.scratch / RECORD_FILE
        content = json.loads(path.read_text(encoding="utf-8"))
        content["files"] = file_hashes(self.scratch)
        content["workbook_sha256"] = content["files"][f"inputs/{Path(content['workbook']).name}"]
        with suppress(InputError):  # inputs that cannot be read have no hash
            content["inputs_sha256"] = inputs_hash(load_text_tables(self.scratch / "inputs"))
        path.write_text(json.dumps(content), encoding="utf-8")


# --- result tables ----------------------------------------------------------------------------------------------------

Frames = dict[str, pd.DataFrame]


def table_changes(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, str, Frames]]:
    """Place, what is changed, and the tables after it: every column, and the rows, of every table."""
    for name, spec in RESULT_TABLES.items():
        frame = tables[name]
        if frame.empty:
            continue
        for column in spec.columns:
            for what, cells in _cell_changes(frame, column.name, column.key, column.unit == "yes/no"):
                changed = frame.astype({column.name: object})
                for row, value in cells.items():
                    changed.loc[row, column.name] = value
                if set(changed.itertuples(index=False)) == set(frame.itertuples(index=False)):
                    continue  # two rows have changed places
                yield f"{name}.{column.name}", what, {**tables, name: changed}
        middle = _middle(frame)
        extra = frame.loc[[middle]]
        if "year" in frame:
            extra = extra.assign(year=2150)
        more = {
            "row deleted": frame.drop(index=middle),
            "row twice": pd.concat([frame, frame.loc[[middle]]], ignore_index=True),
            "row added": pd.concat([frame, extra], ignore_index=True),
            "all rows deleted": frame.head(0),
        }
        for what, changed in more.items():
            yield f"{name} rows", what, {**tables, name: changed}


def _middle(frame: pd.DataFrame, column: str | None = None) -> Any:
    """A row in the middle of those that hold something."""
    if column is None:
        numbers = [c for c in frame if c != "year" and pd.api.types.is_numeric_dtype(frame[c])]
        filled = frame.index[frame[numbers].abs().sum(axis=1) > 0] if numbers else frame.index
    else:
        filled = frame.index[(frame[column] != 0) & frame[column].notna()]
    chosen = filled if len(filled) else frame.index
    return chosen[len(chosen) // 2]


def _cell_changes(frame: pd.DataFrame, column: str, key: bool, flag: bool) -> Iterator[tuple[str, dict[Any, Any]]]:
    row = _middle(frame, column)
    old = frame.loc[row, column]
    other = next((each for each in frame.index if frame.loc[each, column] != old), None)
    if other is not None:
        yield "two rows swapped", {row: frame.loc[other, column], other: old}
    yield "blank", {row: None}
    if flag:
        yield "turned", {row: not old}
        return
    if key and column != "year":
        yield "unknown name", {row: "nowhere"}
        return
    if column == "year":
        yield "a year later", {row: old + 1}
        return
    yield "text", {row: "many"}
    yield "a bit", {row: int(old) + 1 if column == "count" else 1.01 * old + 0.01}
    yield "a lot", {row: int(old) * 10 if column == "count" else 10 * old + 100}
    if old:
        yield "sign", {row: -old}


def tamper_tables(run: Run) -> list[Outcome]:
    """Every change of the result tables."""
    outcomes: dict[str, list[tuple[str, bool, bool]]] = {}
    for place, what, frames in table_changes(run.tables):
        ruled = run.rules_catch(run.inputs, frames)

        def write(folder: Path, frames: Frames = frames) -> None:
            shutil.rmtree(folder / "tables")
            write_tables(folder, frames)

        held = ruled or run.audit_catches(write, hashes=True)
        outcomes.setdefault(place, []).append((what, held, ruled))
    return _collected("tables", outcomes)


def _collected(group: str, outcomes: Mapping[str, list[tuple[str, bool, bool]]]) -> list[Outcome]:
    """One outcome per place and strength; a naive change of a file is what its hash is for."""
    found = []
    for place, tried in outcomes.items():
        for number, strength in enumerate(("hashes", "everything"), start=1):
            survivors = [each[0] for each in tried if not each[number]]
            first = survivors[0] if survivors else ""
            found.append(Outcome(group, place, strength, len(tried), len(tried) - len(survivors), first))
    return found


# --- inputs -----------------------------------------------------------------------------------------------------------


def input_changes(inputs: Inputs) -> Iterator[tuple[str, str, Inputs]]:
    """Place, what is changed, and the inputs after it: every column of every sheet that has rows, row by row."""
    for sheet, spec in SHEETS.items():
        table = inputs[sheet]
        for column in spec.columns:
            for position, row in enumerate(table.rows):
                others = [other.values[column.name] for other in table.rows]
                for what, value in _value_changes(column, row.values[column.name], others):
                    rows = list(table.rows)
                    rows[position] = replace(row, values={**row.values, column.name: value})
                    changed = dataclasses.replace(table, rows=tuple(rows))
                    name = " | ".join(str(key) for key in table.key_of(row))
                    yield f"{sheet}.{column.name}", f"{name}: {what}", {**inputs, sheet: changed}


def _value_changes(column: ColumnSpec, old: Any, others: list[Any]) -> Iterator[tuple[str, Any]]:
    """Other values that the column may hold."""
    meta = column.meta
    if column.kind == "years":
        for year in sorted(old):
            for what, value in _numbers(old[year], meta.minimum, meta.maximum):
                yield f"{year} {what}", {**old, year: value}
        yield "every year doubled", {year: 2 * value + 1 for year, value in old.items()}
    elif column.kind in ("number", "integer"):
        if column.optional and old is not None:
            yield "blank", None
        for what, value in _numbers(old, meta.minimum, meta.maximum, years=column.kind == "integer"):
            yield what, round(value) if column.kind == "integer" and value != float("inf") else value
    elif column.kind == "flag":
        yield "turned", not old
    elif meta.choices:
        yield from ((f"now {choice}", choice) for choice in meta.choices if choice != old)
    else:
        yield from ((f"now {other}", other) for other in dict.fromkeys(others) if other != old)
        yield "another word", f"{old or ''}x"
        if column.optional and old is not None:
            yield "blank", None


def _numbers(
    old: float | None, minimum: float | None, maximum: float | None, *, years: bool = False
) -> Iterator[tuple[str, float]]:
    low = 0.0 if minimum is None else minimum
    high = float("inf") if maximum is None else maximum
    base = 1.0 if old is None or old == float("inf") else float(old)
    for value in (base + 1, 1.5 * base + 1, base / 2, low, *((1950, 2150) if years else ())):
        fitting = min(max(float(value), low), high)
        if fitting != old:
            yield f"now {fitting:g}", fitting


def tamper_inputs(run: Run, known: frozenset[str] = frozenset(), most: int = 100) -> list[Outcome]:
    """Every column of the inputs, by rows until one change is caught by the rules alone, ``most`` changes at most.

    Columns in ``known`` are left out: another run has shown that the rules read them.
    """
    tried: dict[str, list[tuple[str, bool, bool]]] = {}
    for place, what, inputs in input_changes(run.inputs):
        outcomes = tried.setdefault(place, []) if place not in known else None
        enough = FEW if place in INPUT_REASONS else most
        if outcomes is None or len(outcomes) >= enough or any(ruled for _, _, ruled in outcomes):
            continue
        held = True
        if not outcomes:  # one change per column shows that the copy of the workbook tells

            def write(folder: Path, inputs: Inputs = inputs) -> None:
                for path in (folder / "inputs").glob("*.csv"):
                    path.unlink()
                write_text_tables(folder / "inputs", inputs)

            held = run.audit_catches(write, hashes=True)
        outcomes.append((what, held, run.rules_catch(inputs, run.tables)))
    found = []
    for place, outcomes in tried.items():
        ruled, first = any(each[2] for each in outcomes), outcomes[0][0]
        found.append(Outcome("inputs", place, "hashes", 1, int(outcomes[0][1]), "" if outcomes[0][1] else first))
        found.append(Outcome("inputs", place, "everything", 1, int(ruled), "" if ruled else first))
    return found


# --- the record -------------------------------------------------------------------------------------------------------


def record_changes(content: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Place, what is changed, and the record after it: every entry, in every way."""
    for path, old in _entries(content, ()):
        place = ".".join("[]" if isinstance(part, int) else part for part in path)
        if place.startswith("files."):
            place = "files.*"
        for what, value in _json_values(old):
            if value == old and type(value) is type(old):
                continue
            yield place, what, _with(content, path, value)
        yield place, "deleted", _with(content, path, _DELETED)
    yield "(new entry)", "added", {**content, "remark": "fine"}


_DELETED = object()


def _entries(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if path:
        yield path, value
    inner = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for number, (name, each) in enumerate(inner):
        if path != ("files",) or number < 3:  # one hash is like another
            yield from _entries(each, (*path, name))


def _with(content: Mapping[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed: dict[str, Any] = json.loads(json.dumps(content))
    holder: Any = changed
    for part in path[:-1]:
        holder = holder[part]
    if value is _DELETED:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return changed


def _json_values(old: Any) -> Iterator[tuple[str, Any]]:
    """Other values of the same kind, then of other kinds."""
    if isinstance(old, bool):
        yield "turned", not old
    elif isinstance(old, int | float):
        yield "a bit", old + 1 if isinstance(old, int) else 1.01 * old + 0.01
        yield "a lot", 10 * old + 100
        yield "nought", 0
        if old:
            yield "sign", -old
        yield "beyond all numbers", 10**400
    elif isinstance(old, str):
        others = ("optimal", "feasible at limit", "infeasible", "gap", "time", "cost", "cheap", "0" * 64)
        others += ("20270131T120000Z-0a1b2c", "2027-01-31T12:00:00+00:00", f"{old}x", "", "../../x", "\x1b[2J")
        yield from ((f"now {other!r}", other) for other in others if other != old)
    yield from (
        (f"now {other!r}", other) for other in (None, "many", [], {}, [[[]]], {"a": {"b": 1}}, 25) if other != old
    )


def tamper_record(run: Run) -> list[Outcome]:
    """Every change of `run.json`; nothing keeps its own hash, so a naive tamperer is as strong as one with hashes."""
    found: dict[str, list[tuple[str, bool, bool]]] = {}
    for place, what, content in record_changes(run.content):

        def write(folder: Path, content: dict[str, Any] = content) -> None:
            (folder / RECORD_FILE).write_text(json.dumps(content), encoding="utf-8")

        ruled = run.record_caught(write)
        held = ruled or run.audit_catches(write, hashes=False)
        found.setdefault(place, []).append((what, held, ruled))
    return _collected("record", found)


# --- results workbook and page ----------------------------------------------------------------------------------------


def tamper_pages(run: Run, cells_per_sheet: int = 3) -> list[Outcome]:
    """Cells of every sheet of the results workbook, and figures of the page; hashes put right."""
    found: dict[str, list[tuple[str, bool, bool]]] = {}
    book = load_workbook(run.folder / RESULTS_FILE)
    for sheet in book.worksheets:
        filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        step = max(1, len(filled) // cells_per_sheet)
        for cell in filled[::step][:cells_per_sheet]:
            old = cell.value
            cell.value = old + 1 if isinstance(old, int | float) else f"{old}x" if not str(old).startswith("=") else 1
            book.save(run.scratch.with_suffix(".xlsx"))
            cell.value = old

            def replace_book(folder: Path) -> None:
                shutil.copy(run.scratch.with_suffix(".xlsx"), folder / RESULTS_FILE)

            caught = run.audit_catches(replace_book, hashes=True)
            found.setdefault(f"{RESULTS_FILE} {sheet.title}", []).append((cell.coordinate, caught, True))
    page = (run.folder / REPORT_FILE).read_text(encoding="utf-8")
    body = page.index("<body")
    for number in range(8):
        at = next(n for n in range(body + number * (len(page) - body) // 8, len(page)) if page[n].isdigit())
        digit = str((int(page[at]) + 1) % 10)

        def replace_page(folder: Path, at: int = at, digit: str = digit) -> None:
            (folder / REPORT_FILE).write_text(page[:at] + digit + page[at + 1 :], encoding="utf-8", newline="\n")

        caught = run.audit_catches(replace_page, hashes=True)
        found.setdefault(REPORT_FILE, []).append((f"character {at}", caught, True))
    return [outcome for outcome in _collected("pages", found) if outcome.strength == "hashes"]


# --- what is left -----------------------------------------------------------------------------------------------------

REASONS: Mapping[str, Mapping[str, str]] = {
    "tables": RESULT_REASONS, "inputs": INPUT_REASONS, "record": RECORD_REASONS, "pages": {},
}  # fmt: skip


NOT_SHOWN = (*RESULT_REASONS, "program_sha256", "workbook_place")
"""What results workbook and page do not show: small shadow prices, the hash of the program, where the workbook lay."""


def reason(outcome: Outcome) -> str:
    """Why a survivor cannot matter; empty when nothing says so.

    Only what no reader is shown may survive a tamperer who leaves the other files as they are.
    """
    why = REASONS[outcome.group].get(outcome.place, "")
    return why if outcome.strength == "everything" or outcome.place in NOT_SHOWN else ""


def unexplained(outcomes: list[Outcome]) -> list[Outcome]:
    """Survivors without a declared reason: holes in the audit."""
    return [each for each in outcomes if each.caught < each.tried and not reason(each)]
