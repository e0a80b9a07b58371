"""What the commands do apart from solving and writing: check a workbook, list its scenarios and their values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.overlays import apply_scenario, as_written, lineage, scenario_names
from roadmap_opt.case.resolved import ChangedValue, changed_values
from roadmap_opt.case.tables import Table
from roadmap_opt.checks import check_scenarios
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.messages import Language, Text
from roadmap_opt.reach import OutOfReach, out_of_reach
from roadmap_opt.workbook.read import read_content, read_workbook, workbook_content

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
