"""A run made ready to be compared: its stamp, its inputs, its tables, and a short name that no other column has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.sheet_names import NOT_IN_RESULTS
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.checks import check_tables
from roadmap_opt.comparison.inputs import fingerprint
from roadmap_opt.comparison.pairs import Standing
from roadmap_opt.errors import InputError
from roadmap_opt.figures import moment
from roadmap_opt.messages import Text
from roadmap_opt.output.run_record import RunRecord
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.runs.run_folder import LoadedRun
from roadmap_opt.solver.outcome import Outcome, Phase
from roadmap_opt.words import COMPARISON as WORDS


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every column of a comparison carries: which run it is and how far its plan can be trusted.

    ``label`` names the column and is unique within a comparison. ``created`` is UTC. ``gap`` is a fraction and ``None``
    without a plan or a bound; ``audit_passed`` is ``None`` without a plan. ``held``: whose decisions had to be kept.
    ``solver`` names it with its version.
    """

    label: Text
    scenario: str
    scenario_name: Text
    workbook: str
    workbook_sha256: str
    folder: str
    created: datetime
    status: str
    has_plan: bool
    gap: float | None
    audit_passed: bool | None
    audit_violations: int
    held: Text
    solver: str

    @property
    def when(self) -> Text:
        """When the run was made, UTC."""
        return moment(self.created)

    @property
    def workbook_mark(self) -> str:
        """First eight digits of the workbook's hash: enough to see whether two runs were made from the same file."""
        return self.workbook_sha256[:8]

    @property
    def audit(self) -> Text:
        """What the audit said."""
        if self.audit_passed is None:
            return WORDS.both("audit_none")
        return (
            WORDS.both("audit_passed") if self.audit_passed else WORDS.both("audit_failed", count=self.audit_violations)
        )

    @property
    def ended(self) -> Text:
        """How the search ended."""
        return WORDS.both(f"ended_{self.status.replace(' ', '_')}")


@dataclass(frozen=True, slots=True)
class ComparedRun:
    """One column of a comparison before anything is compared; ``fingerprint`` is equal for equal inputs."""

    stamp: Stamp
    record: RunRecord
    inputs: Tables
    case: Case
    names: Names
    fingerprint: str
    tables: Mapping[str, pd.DataFrame]

    @property
    def standing(self) -> Standing:
        """What is known of its best objective."""
        return Standing.of(self.record, self.case.settings, self.fingerprint)

    @property
    def results(self) -> Run:
        """The run as the pages of a single run are written from it."""
        phases = (Phase.from_plain(phase) for phase in self.record.phases)
        outcome = Outcome(tuple(phases))
        return Run(self.case, self.inputs, self.inputs, outcome, self.tables, (), (), self.record)

    @property
    def objective_items(self) -> dict[str, float]:
        """Present values and other items of the objective by name; empty without a plan."""
        frame = self.tables["objective"]
        return dict(zip(frame["item"].astype(str), frame["value"].astype(float), strict=True))


def compared_runs(runs: Sequence[LoadedRun]) -> tuple[ComparedRun, ...]:
    """Every run with its inputs read and its label chosen, in the order given.

    Raises :class:`InputError` when a run's inputs cannot be read back.
    """
    read = [(run, _inputs(run)) for run in runs]
    cases = [case_from_tables(inputs, Path(run.record.workbook).stem, run.record.scenario) for run, inputs in read]
    names = [Names(case) for case in cases]
    labels = _labels([run.record for run in runs], names)
    workbooks = _workbooks([run.record for run in runs])
    return tuple(
        ComparedRun(_stamp(run, label, name, workbook), run.record, inputs, case, name, fingerprint(inputs), run.tables)
        for (run, inputs), case, name, label, workbook in zip(read, cases, names, labels, workbooks, strict=True)
    )


def _inputs(run: LoadedRun) -> Tables:
    """The resolved inputs, in which every name that is referred to is there."""
    inputs = load_text_tables(run.inputs)
    found = check_tables(inputs, run.folder.name)
    errors = [finding for finding in found if finding.is_error and finding.sheet not in NOT_IN_RESULTS]
    if errors:
        raise InputError(errors)
    return inputs


def _stamp(run: LoadedRun, label: Text, names: Names, workbook: str) -> Stamp:
    record = run.record
    return Stamp(
        label=label,
        scenario=record.scenario,
        scenario_name=names("scenario", record.scenario),
        workbook=workbook,
        workbook_sha256=record.workbook_sha256,
        folder=run.folder.as_posix(),
        created=datetime.fromisoformat(record.created_utc),
        status=record.status,
        has_plan=record.has_plan,
        gap=record.gap,
        audit_passed=record.audit_passed,
        audit_violations=record.audit_violations,
        held=Text.same("") if record.held is None else _held(record.held),
        solver=f"HiGHS {record.highs_version}",
    )


def _held(held: Mapping[str, Any]) -> Text:
    """Whose decisions were kept, and whether contracts were among them."""
    key = "held" if held["contracts"] else "held_plants"
    return WORDS.both(key, origin=held["origin"], until=held["until"])


def _workbooks(records: Sequence[RunRecord]) -> list[str]:
    """The files' names; where several files of one name are compared, with their folders."""
    places: dict[str, set[str]] = {}
    for record in records:
        places.setdefault(Path(record.workbook).name, set()).add(record.workbook_place)
    return [
        record.workbook_place or record.workbook if len(places[name]) > 1 else name
        for record, name in ((record, Path(record.workbook).name) for record in records)
    ]


def _labels(records: Sequence[RunRecord], names: Sequence[Names]) -> list[Text]:
    """The scenario's name; with the workbook or the time of the run where that is not enough to tell runs apart."""
    labels = [each("scenario", record.scenario) for record, each in zip(records, names, strict=True)]
    workbooks = [Text.same(PurePosixPath(name).with_suffix("").as_posix()) for name in _workbooks(records)]
    times = [Text.same(record.created_utc[:16].replace("T", " ")) for record in records]
    seconds = [Text.same(record.created_utc[:19].replace("T", " ")) for record in records]
    runs = [Text.same(record.run) for record in records]
    for more in (workbooks, times if len(set(times)) == len(set(seconds)) else seconds, runs):
        labels = _told_apart(labels, more)
    numbers = [Text.same(f"#{number}") for number in range(1, len(records) + 1)]
    return _told_apart(labels, numbers)


def _told_apart(labels: Sequence[Text], more: Sequence[Text]) -> list[Text]:
    """Labels that occur more than once get ``more`` appended, where that tells at least two of them apart."""
    found = []
    count = Counter(labels)
    for label, addition in zip(labels, more, strict=True):
        same = {other for known, other in zip(labels, more, strict=True) if known == label}
        helps = count[label] > 1 and len(same) > 1
        found.append(Text(f"{label.en} · {addition.en}", f"{label.tr} · {addition.tr}") if helps else label)
    return found
