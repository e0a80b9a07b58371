"""`run.json`: what it holds, declared once, and the one reader of it.

Every entry has a kind, which says what may stand there. Whoever needs a record (audit, page, list of runs, comparison)
reads it here, so a file that was damaged or changed by hand is refused in the same words everywhere, with all its
problems at once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from roadmap_opt.output.damage import DamagedRunError, Problem, RunFolderError
from roadmap_opt.output.json_text import JsonError, read_json
from roadmap_opt.output.other_folders import is_no_run
from roadmap_opt.said import said, why

RUN_SCHEMA_VERSION = 4
"""Version of the run folder's layout, which is written and read. Up to version 3 debt was by source and year only, so
that tables and columns differ.
"""

RECORD_FILE = "run.json"

WITH_PLAN = ("optimal", "feasible at limit")
STATUSES = (*WITH_PLAN, "nothing at limit", "infeasible", "unbounded", "failed")
LIMITS = ("time", "work", "interrupt", "crash", "contradiction")
STOPPED_BY = ("", "gap", *LIMITS)
STEPS = ("read and check", "build", "solve", "explain", "extract", "audit")
"""Steps of a solve whose time is recorded."""


class OtherVersionError(RunFolderError):
    """The run was written in another layout; ``content`` is its record as far as it can be read."""

    def __init__(self, path: Path, content: Mapping[str, Any]) -> None:
        self.content = content
        found = _shown(content.get("schema_version"))
        remedy = "solve its workbook again" if found.isdecimal() and int(found) < RUN_SCHEMA_VERSION else ""
        remedy = remedy or "read it with the version of roadmap-opt that wrote it"
        super().__init__(
            said(
                "{path} has schema version {found}; this program reads version {version}: {remedy}",
                path=path,
                found=found,
                version=RUN_SCHEMA_VERSION,
                remedy=said(remedy),
            )
        )


@dataclass(frozen=True, slots=True)
class RunRecord:
    """Contents of `run.json`. ``gap`` is a fraction and ``None`` without a plan or a bound; ``audit_passed`` is
    ``None`` when there was no plan to audit. ``inputs_sha256`` is the hash of the resolved inputs. ``started_from``
    says whose decisions the search began with (empty: none); ``held`` whose had to be kept, until
    when, with or without contracts.
    ``earlier_bound`` is what an earlier search of the same problem had proven, and which: the bound is never looser.
    ``workbook`` is the path as it was given, ``workbook_place`` the file seen from the results folder. ``conflicts``
    are lines that say what cannot hold together. ``files`` is the hash of every other file by its place in the folder,
    ``program_sha256`` that of the program which wrote them.
    """

    schema_version: int
    run: str
    created_utc: str
    workbook: str
    workbook_sha256: str
    inputs_sha256: str
    scenario: str
    started_from: str
    held: Mapping[str, Any] | None
    package_version: str
    python_version: str
    pyomo_version: str
    highs_version: str
    system: str
    options: Mapping[str, Any]
    seed: int
    status: str
    has_plan: bool
    stopped_by: str
    gap: float | None
    objective: float | None
    bound: float | None
    phases: tuple[Mapping[str, Any], ...]
    seconds: Mapping[str, float]
    audit_passed: bool | None
    audit_violations: int
    program_sha256: str
    conflicts: tuple[str, ...] = ()
    workbook_place: str = ""
    earlier_bound: Mapping[str, Any] | None = None
    files: Mapping[str, str] = field(default_factory=dict)


def read_record(folder: Path) -> RunRecord:
    """The record of a run.

    Raises :class:`RunFolderError` when there is none or it is no JSON, :class:`OtherVersionError` for another layout,
    :class:`DamagedRunError` with every entry that is missing, unknown or of the wrong kind.
    """
    path = folder / RECORD_FILE
    try:
        content = read_json(path)
    except FileNotFoundError:
        raise RunFolderError(
            is_no_run(folder)
            or said("{folder} has no {record_file}; name the folder of one run", folder=folder, record_file=RECORD_FILE)
        ) from None
    except OSError as error:
        raise RunFolderError(said("{path} cannot be read: {reason}", path=path, reason=why(error))) from error
    except JsonError as error:
        raise RunFolderError(said("{path} cannot be read: {reason}", path=path, reason=why(error))) from error
    if not isinstance(content, dict):
        raise RunFolderError(said("{path} cannot be read: it holds no record of a run", path=path))
    version = content.get("schema_version")
    if type(version) is not int or version != RUN_SCHEMA_VERSION:
        raise OtherVersionError(path, content)
    problems: list[Problem] = []
    values = _entries(ENTRIES)(_as_today(content), "", problems)
    if problems:
        raise DamagedRunError(folder, tuple(problems))
    return RunRecord(**values)


# --- kinds: each returns the value as it is used, and adds a problem when it cannot be -------------------------------

Kind = Callable[[Any, str, list[Problem]], Any]

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_PLACE = re.compile(r"results\.xlsx|report\.html|(tables|inputs)/[^/]+")
_VERSION = re.compile(r"[0-9]+(\.[0-9]+)+[0-9A-Za-z.+-]*")
_LARGEST_WHOLE = 2**53


def _shown(value: Any) -> str:
    """A value of a damaged file, short and without anything a terminal would obey."""
    if isinstance(value, dict | list):
        return said(
            "an object with {count} entries" if isinstance(value, dict) else "a list with {count} entries",
            count=len(value),
        )
    if value is None:
        return "nothing"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _LARGEST_WHOLE:
        return "a huge number"
    words = ascii(value) if isinstance(value, str) and _CONTROL.search(value) else repr(value)
    return words if len(words) <= 60 else f"{words[:57]}..."


def _kind(expected: str, test: Callable[[Any], bool]) -> Kind:
    def read(value: Any, where: str, problems: list[Problem]) -> Any:
        if not test(value):
            problems.append(Problem(RECORD_FILE, where, _shown(value), expected))
        return value

    return read


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not _CONTROL.search(value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST_WHOLE


def _is_number(value: Any) -> bool:
    return _is_whole(value) or (isinstance(value, float) and math.isfinite(value))


def _is_file_name(value: Any) -> bool:
    return _is_text(value) and re.split(r"[/\\]", value)[-1] not in ("", ".", "..")


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", value, re.ASCII):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_run_name(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{6}", value, re.ASCII):
        return False
    return _is_moment(f"{value[:4]}-{value[4:6]}-{value[6:11]}:{value[11:13]}:{value[13:15]}+00:00")


def _among(*values: str) -> Kind:
    return _kind(
        said("one of {choices}", choices=", ".join(map(repr, values))),
        lambda value: isinstance(value, str) and value in values,
    )


def _or_nothing(kind: Kind) -> Kind:
    def read(value: Any, where: str, problems: list[Problem]) -> Any:
        return None if value is None else kind(value, where, problems)

    return read


def _entries(kinds: Mapping[str, Kind]) -> Kind:
    """An object with exactly these entries."""

    def read(value: Any, where: str, problems: list[Problem]) -> Any:
        if not isinstance(value, dict):
            problems.append(Problem(RECORD_FILE, where, _shown(value), "an object"))
            return {}
        prefix = f"{where}." if where else ""
        for name in kinds.keys() - value.keys():
            problems.append(Problem(RECORD_FILE, f"{prefix}{name}", "no entry", "an entry"))
        for name in value.keys() - kinds.keys():
            problems.append(Problem(RECORD_FILE, f"{prefix}{_shown(name)[1:-1]}", "an entry", "no such entry"))
        known = [name for name in kinds if name in value]
        return {name: kinds[name](value[name], f"{prefix}{name}", problems) for name in known}

    return read


def _by_name(names: Kind, kind: Kind) -> Kind:
    """An object with entries of one kind."""

    def read(value: Any, where: str, problems: list[Problem]) -> Any:
        if not isinstance(value, dict):
            problems.append(Problem(RECORD_FILE, where, _shown(value), "an object"))
            return {}
        for name in value:
            names(name, f"{where}, name", problems)
        return {name: kind(each, f"{where}.{_shown(name)[1:-1]}", problems) for name, each in value.items()}

    return read


def _list_of(kind: Kind, least: int = 0) -> Kind:
    def read(value: Any, where: str, problems: list[Problem]) -> Any:
        if not isinstance(value, list) or len(value) < least:
            expected = said("a list of at least {least}", least=least) if least else "a list"
            problems.append(Problem(RECORD_FILE, where, _shown(value), expected))
            return ()
        return tuple(kind(each, f"{where}[{number}]", problems) for number, each in enumerate(value, start=1))

    return read


_text = _kind("a text", _is_text)
_name = _kind("a text that is not empty", lambda value: _is_text(value) and bool(value.strip()))
_workbook = _kind("the name of a file", _is_file_name)
_sha = _kind("64 hexadecimal digits", lambda v: isinstance(v, str) and bool(re.fullmatch("[0-9a-f]{64}", v)))
_flag = _kind("true or false", lambda value: isinstance(value, bool))
_whole = _kind("a whole number", _is_whole)
_count = _kind("a whole number from 0", lambda value: _is_whole(value) and value >= 0)
_rounds = _kind("a whole number from 1", lambda value: _is_whole(value) and value >= 1)
_year = _kind("a year", lambda value: _is_whole(value) and 1900 <= value <= 2200)
_number = _kind("a finite number", _is_number)
_time = _kind("seconds, at least 0", lambda value: _is_number(value) and value >= 0)
_limit = _kind("seconds, more than 0", lambda value: _is_number(value) and value > 0)
_gap = _kind("a share, at least 0", lambda value: _is_number(value) and value >= 0)
_wanted_gap = _kind("a share from 0 and below 1", lambda value: _is_number(value) and 0 <= value < 1)
_version = _kind("a version", lambda value: _is_text(value) and bool(value.strip()))
_number_of_version = _kind("a version such as 1.2.3", lambda v: isinstance(v, str) and bool(_VERSION.fullmatch(v)))
_moment = _kind("a time such as 2027-01-31T12:00:00+00:00", _is_moment)
_run_name = _kind("a name such as 20270131T120000Z-0a1b2c", _is_run_name)
_place = _kind("the place of a file of the run", lambda v: _is_text(v) and bool(_PLACE.fullmatch(v)))

_PHASE = _entries(
    {
        "name": _name,
        "status": _among(*STATUSES),
        "objective": _or_nothing(_number),
        "bound": _or_nothing(_number),
        "gap": _or_nothing(_gap),
        "seconds": _time,
        "nodes": _count,
        "stopped_by": _among(*STOPPED_BY),
    }
)

_OPTIONS = _entries(
    {"gap": _wanted_gap, "time_limit": _limit, "threads": _count, "seed": _whole, "rounds": _or_nothing(_rounds)}
)

ENTRIES: Mapping[str, Kind] = {
    "schema_version": _whole,
    "run": _run_name,
    "created_utc": _moment,
    "workbook": _workbook,
    "workbook_sha256": _sha,
    "inputs_sha256": _sha,
    "scenario": _name,
    "started_from": _text,
    "held": _or_nothing(_entries({"origin": _text, "until": _year, "contracts": _flag})),
    "earlier_bound": _or_nothing(_entries({"value": _number, "origin": _name})),
    "package_version": _version,
    "python_version": _number_of_version,
    "pyomo_version": _number_of_version,
    "highs_version": _number_of_version,
    "system": _name,
    "options": _OPTIONS,
    "seed": _whole,
    "status": _among(*STATUSES),
    "has_plan": _flag,
    "stopped_by": _among(*STOPPED_BY),
    "gap": _or_nothing(_gap),
    "objective": _or_nothing(_number),
    "bound": _or_nothing(_number),
    "phases": _list_of(_PHASE, least=1),
    "seconds": _by_name(_among(*STEPS), _time),
    "audit_passed": _or_nothing(_flag),
    "audit_violations": _count,
    "conflicts": _list_of(_text),
    "workbook_place": _text,
    "program_sha256": _sha,
    "files": _by_name(_place, _sha),
}
"""Every entry of the record and what may stand there."""

_ADDED: Mapping[str, Any] = {"earlier_bound": None}
"""Entries that older runs of this layout do not have, with what they would hold."""


def _as_today(content: Mapping[str, Any]) -> dict[str, Any]:
    """A record of this layout with what older runs do not say; contracts were always held with the plants."""
    held = content.get("held")
    return {**_ADDED, **content, **({"held": {"contracts": True, **held}} if isinstance(held, dict) else {})}


assert set(ENTRIES) == {field.name for field in fields(RunRecord)}
