"""What the commands do apart from solving: make a workbook, check one, list its scenarios."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.overlays import BASE, apply_scenario, as_written, lineage, scenario_names
from roadmap_opt.case.resolved import ChangedValue, changed_values
from roadmap_opt.case.tables import Table, Tables
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.checks import check_scenarios
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.messages import Language, Text
from roadmap_opt.reach import OutOfReach, out_of_reach
from roadmap_opt.words import DESK
from roadmap_opt.workbook.additions import addition, changes_left_out
from roadmap_opt.workbook.copies import Written, copy_place, save_copy, with_findings, with_rows
from roadmap_opt.workbook.read import open_content, read_content, read_workbook, workbook_content
from roadmap_opt.workbook.template import write_workbook
from roadmap_opt.workbook.upgrade import Remark, upgraded

ALL_SCENARIOS = "all"


@dataclass(frozen=True, slots=True)
class ScenarioCheck:
    """Findings of one scenario; those of the workbook and of scenarios that it inherits from are not repeated.

    ``out_of_reach`` are the targets that no plan meets in time; nothing is known of them while there are errors.
    """

    scenario: str
    findings: tuple[Finding, ...]
    out_of_reach: tuple[OutOfReach, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that forbid a solve."""
        return tuple(finding for finding in self.findings if finding.is_error)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Findings worth a look."""
        return tuple(finding for finding in self.findings if not finding.is_error)


@dataclass(frozen=True, slots=True)
class ScenarioName:
    """A scenario as the list shows it."""

    scenario: str
    name: str
    story: str


@dataclass(frozen=True, slots=True)
class ResolvedInputs:
    """What a scenario makes of the workbook: its ancestors and itself, the oldest first, and every value they change.

    ``overlays`` is sheet Overlays, in which the steps of a value find their cell and their note.
    """

    scenario: str
    name: str
    lineage: tuple[str, ...]
    values: tuple[ChangedValue, ...]
    overlays: Table


def new_workbook(path: Path, *, empty: bool, language: Language) -> None:
    """Write a fresh workbook, with the default data unless ``empty``; an existing file is never overwritten."""
    write_workbook(path, None if empty else _default_tables(), language=language)


def upgrade_workbook(old: Path, new: Path, language: Language) -> tuple[Remark, ...]:
    """Write ``new``, a workbook of this version with everything in ``old`` that has a place in it; what became of the
    rest. Nothing is overwritten.

    Raises :class:`InputError` when ``old`` cannot be read with certainty, :class:`SaveError` when ``new`` cannot be
    written or exists.
    """
    found = upgraded(open_content(old.name, workbook_content(old)), _default_tables())
    write_workbook(new, found.tables, language=language, remarks=found.lines(language) if found.remarks else ())
    return found.remarks


def _default_tables() -> Tables:
    with as_file(files("roadmap_opt") / "data" / "roadmap") as folder:
        return load_text_tables(folder)


def check_workbook(path: Path, scenario: str, content: bytes | None = None) -> list[ScenarioCheck]:
    """Every finding of the workbook in the scenario, or in every scenario when it is ``all``, and what is out of reach.

    What was said of one scenario is not said of another again. ``content`` is the file where it was read already.
    """
    read = read_content(path.name, workbook_content(path) if content is None else content)
    names = scenario_names(read.tables) if scenario == ALL_SCENARIOS else (scenario,)
    checks, said = [], set[tuple[str, bool, Text]]()
    for each in check_scenarios(read, names, path.name):
        beyond: tuple[OutOfReach, ...] = ()
        if each.tables is not None and not each.errors:
            beyond = out_of_reach(case_from_tables(each.tables, path.stem, each.scenario), each.tables)
        fresh = tuple(target for target in beyond if _known(target) not in said)
        said |= {_known(target) for target in fresh}
        checks.append(ScenarioCheck(each.scenario, each.fresh, fresh))
    return checks


def check_into(path: Path, scenario: str, into: Path, language: Language) -> tuple[list[ScenarioCheck], Path]:
    """:func:`check_workbook`, and what it says as a sheet in a copy of the workbook, where each line leads to its cell.

    ``into`` is the copy or a folder for it. Raises :class:`SaveError` when the copy exists or cannot be written, and
    :class:`InputError` when the workbook cannot be opened.
    """
    copy = copy_place(path, into, "findings")
    content = workbook_content(path)
    checks = check_workbook(path, scenario, content)
    lines: list[tuple[str, ...]] = []
    links: dict[int, tuple[str, str]] = {}
    titles = {title.casefold(): title for title in open_content(path.name, content).grids}

    def add(sheet: str, cell: str, *line: str) -> None:
        if cell and sheet.casefold() in titles:
            links[len(lines)] = titles[sheet.casefold()], cell
        lines.append((*line[:2], sheet, cell, *line[2:]))

    for each in checks:
        for finding in (*each.errors, *each.warnings):
            kind = DESK(language, "finding_error" if finding.is_error else "finding_warning")
            words = finding.words(language).values()
            add(finding.sheet, finding.cell, kind, finding.code, *words, each.scenario)
        for target in each.out_of_reach:
            kind = DESK(language, "finding_reach")
            behind = ((cell, reason.words) for reason in target.all_reasons for cell in reason.cells)
            for place, said in ((target.cell, target.words), *behind):
                sheet, _, cell = place.partition("!")
                add(sheet, cell, kind, "", target.target, said.in_language(language), "", "", each.scenario)
    heads = ("kind", "code", "sheet", "cell", "row", "found", "expected", "remedy", "scenario")
    told = [DESK(language, f"head_{head}") for head in heads]
    save_copy(copy, with_findings(path.name, content, told, lines, links))
    return checks, copy


@dataclass(frozen=True, slots=True)
class Added:
    """What was added: the copy that holds it, the row that was copied, the rows that were written, what ``check`` says
    of the copy, and which rows of Overlays and Sweeps change what was copied and not the copy, by sheet.
    """

    path: Path
    model: str
    written: tuple[Written, ...]
    checks: tuple[ScenarioCheck, ...]
    left_out: Mapping[str, Sequence[int]]


def add_to_workbook(
    workbook: Path, kind: str, name: str, like: str | None, into: Path | None, language: Language
) -> Added:
    """Write a copy of ``workbook`` with every row that a new ``kind`` called ``name`` needs, copied from ``like``.

    Raises :class:`InputError` when the workbook has errors that leave open what stands where, :class:`AdditionError`
    when there is nothing to copy, :class:`SaveError` when the copy exists or cannot be written.
    """
    path = copy_place(workbook, into, re.sub(r"[^\w-]+", "_", name).strip("_") or kind)
    content = workbook_content(workbook)
    read = read_content(workbook.name, content)
    if read.errors:
        raise InputError(read.errors)
    model, rows = addition(read.tables, kind, name, like)
    titles = open_content(workbook.name, content).grids
    made, written = with_rows(workbook.name, content, read.tables, titles, rows, language)
    save_copy(path, made)
    checks = check_workbook(path, name if kind == "scenario" else BASE, made)
    return Added(path, model, tuple(written), tuple(checks), changes_left_out(read.tables, rows))


def _known(target: OutOfReach) -> tuple[str, bool, Text]:
    """By what it is known again that a target is out of reach."""
    return target.target, target.hard, target.words


def list_scenarios(path: Path, language: Language) -> list[ScenarioName]:
    """Scenarios of the workbook, `base` first, with name and story in ``language`` (a blank Turkish story: English)."""
    tables = read_workbook(path).tables
    rows = {row.values["scenario"]: row.values for row in tables["Scenarios"]}
    names = []
    for scenario in scenario_names(tables):
        values = rows.get(scenario, {})
        story = (values.get("story_tr") if language == "tr" else None) or values.get("story") or ""
        names.append(ScenarioName(scenario, values.get(f"name_{language}") or "", story))
    return names


def resolved_inputs(path: Path, scenario: str, language: Language) -> ResolvedInputs:
    """Every value that ``scenario`` changes, with the overlays that made it.

    Raises :class:`InputError` when the workbook cannot be read, the scenario does not exist, or an overlay cannot be
    applied: a list with gaps would look complete.
    """
    read = read_workbook(path)
    if read.errors:
        raise InputError(read.errors)
    names = lineage(read.tables, scenario, path.name)
    varied = apply_scenario(read.tables, scenario, path.name)
    shown = as_written(read.tables, scenario, path.name)
    rows = {row.values["scenario"]: row.values for row in read.tables["Scenarios"]}
    name = rows.get(shown, {}).get(f"name_{language}") or ""
    values = tuple(changed_values(read.tables, varied))
    return ResolvedInputs(shown, name, names, values, read.tables["Overlays"])
