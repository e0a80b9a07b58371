"""The folder of a study: what was asked for, a journal, what came of it; safe against a kill at any moment.

`results/<workbook>/<kind>/<study>/` holds

* a record      what was asked for, with what (:class:`StudyRecord`), in a file that is named after the kind
* `journal.jsonl`  one line per task that is over (:mod:`~roadmap_opt.studies.journal`)
* `errors/`     details of unexpected errors, for a report

and what its kind adds. A sweep and a regret matrix are called `.<study>.partial` until everything is in them; then they
are finished for good. A batch of scenarios has its name from the beginning: it can be brought up to date as often as
its workbook is edited.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import MISSING, asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any, Generic, TypeVar

from roadmap_opt.locking import InUseError, written_alone
from roadmap_opt.output.json_text import read_json
from roadmap_opt.output.other_folders import PARTIAL_SUFFIX, SHELVES, ShelfKind
from roadmap_opt.runs.program import package_version
from roadmap_opt.runs.run_names import folder_name, folders_named, is_taken, same_name
from roadmap_opt.runs.workbook_place import is_of, place_of, shown_place
from roadmap_opt.said import listed, said, why
from roadmap_opt.saving import put_in_place, saved_whole
from roadmap_opt.solver.highs import solver_version
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.studies.journal import StudyError

STUDY_SCHEMA_VERSION = 3
"""Version of the layout of a study's folder, record and journal; one of another version is not continued."""

ERRORS_FOLDER = "errors"

_JSON_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "int": int, "float": (int, float), "str": str, "bool": bool, "Mapping": dict, "tuple": list,
}  # fmt: skip
"""What JSON makes of a field that is declared so."""


@dataclass(frozen=True, kw_only=True)
class StudyRecord:
    """What every study records. ``name`` is what it is called, ``workbook`` the path as it was given and
    ``workbook_place`` the file seen from the results folder; ``options`` are those of a search that shape its result.
    """

    schema_version: int = STUDY_SCHEMA_VERSION
    name: str
    created_utc: str
    workbook: str
    workbook_place: str
    workbook_sha256: str
    options: Mapping[str, Any]
    versions: Mapping[str, str]
    system: str

    @property
    def package_version(self) -> str:
        """Version of this package."""
        return self.versions["roadmap-opt"]

    @property
    def solver_version(self) -> str:
        """Version of HiGHS."""
        return self.versions["HiGHS"]


def shaping(options: SolveOptions) -> dict[str, Any]:
    """The options that shape a result; the number of threads follows the machine and does not."""
    return {name: value for name, value in asdict(options).items() if name != "threads"}


def described(workbook: Path, out: Path, content: bytes, options: SolveOptions) -> dict[str, Any]:
    """The entries of a record that say of which workbook a study is and with what it is solved."""
    return {
        "workbook": workbook.as_posix(),
        "workbook_place": place_of(workbook, out),
        "workbook_sha256": hashlib.sha256(content).hexdigest(),
        "options": shaping(options),
        "versions": {
            "roadmap-opt": package_version(),
            "python": platform.python_version(),
            "HiGHS": solver_version(),
            **{library: version(library) for library in ("pyomo", "numpy", "scipy")},
        },
        "system": f"{platform.system()} {platform.machine()}",
    }


Record = TypeVar("Record", bound=StudyRecord)


@dataclass(frozen=True)
class Shelf(Generic[Record]):
    """Where the studies of one kind stand, and how their folders begin, are found again and end.

    ``folder`` is that of all of them, an entry of :data:`~roadmap_opt.output.other_folders.SHELVES`.
    """

    folder: str
    record: type[Record]

    @property
    def stays_open(self) -> bool:
        """Whether one is never finished for good."""
        return self.kind.stays_open

    @property
    def kind(self) -> ShelfKind:
        """What people call one, its files, the command that makes it."""
        return SHELVES[self.folder]

    def parent(self, out: Path, workbook: Path) -> Path:
        """Where new studies of a workbook go below ``out``."""
        return out / folder_name(workbook.stem) / self.folder

    def require_new(self, parent: Path, name: str) -> None:
        """Raise :class:`StudyError` when the name is taken: to be known before long solves."""
        folder = parent / folder_name(name)
        other = said("choose another {option}.", option=self.kind.option)
        if is_taken(parent, folder.name):
            way_on = said("add --resume to finish it, or ") if self.stays_open else ""
            raise StudyError(
                said(
                    "{folder} exists already and is left untouched: {way_on}{other}",
                    folder=folder,
                    way_on=way_on,
                    other=other,
                )
            )
        # without a record it stopped before it began; one that stays open begins when it has its name
        if not self.stays_open and (_partial(folder) / self.kind.record).is_file():
            raise StudyError(
                said("{folder} was begun and not finished: add --resume, or {other}", folder=folder, other=other)
            )

    def begin(self, out: Path, record: Record) -> Path:
        """Make the folder of a new study with its record in it; raises :class:`StudyError` when that cannot be done."""
        parent = self.parent(out, Path(record.workbook))
        self.require_new(parent, record.name)
        folder = parent / folder_name(record.name)
        partial = _partial(folder)
        try:
            partial.mkdir(parents=True, exist_ok=True)
            self.save(partial, record)
            if self.stays_open:
                put_in_place(partial, folder)
        except OSError as error:
            reason = why(error)
            raise StudyError(
                said(
                    "cannot write results to {folder}: {reason}. Name another folder with --out.",
                    folder=parent,
                    reason=reason,
                )
            ) from error
        return folder if self.stays_open else partial

    def save(self, folder: Path, record: Record) -> None:
        """Write the record, whole or not at all; raises ``ValueError`` for a number that JSON cannot hold."""
        with saved_whole(folder / self.kind.record, overwrite=True) as whole:
            content = json.dumps(asdict(record), ensure_ascii=False, indent=2, allow_nan=False)
            whole.write_text(content + "\n", encoding="utf-8")

    def load(self, folder: Path) -> Record:
        """Read the record; raises :class:`StudyError` when the folder is no study of this kind and version."""
        path = folder / self.kind.record
        if not path.exists():
            raise StudyError(
                said(
                    "{folder} is not a {noun}: it has no {record}.",
                    folder=folder,
                    noun=said(self.kind.noun),
                    record=self.kind.record,
                )
            )
        return _read_record(path, self.record)

    def find(self, out: Path, workbook: Path, name: str | None = None) -> Path:
        """The study of this workbook to go on with: the newest, or the newest of those that are called so.

        Raises :class:`StudyError` without one.
        """
        return self.candidates(out, workbook, name)[0]

    def candidates(
        self,
        out: Path,
        workbook: Path,
        name: str | None = None,
        called: Callable[[Record], str] = lambda record: record.name,
    ) -> list[Path]:
        """The studies of this workbook that can be gone on with, the newest first; with a ``name`` those ``called`` so.

        Raises :class:`StudyError` without one, with the reasons that speak against those there are. One whose workbook
        is gone may go on with the workbook given, when it is named: whoever goes on with it says that it was moved.
        """
        own: dict[Path, Record] = {}
        moved: dict[Path, Record] = {}
        against: list[str] = []
        for folder in self._unfinished(out, workbook):
            try:
                record = self.load(folder)
            except StudyError as problem:
                against.append(why(problem))
                continue
            if name and not same_name(called(record), name):
                continue
            place = shown_place(record, out)
            if is_of(record, workbook, out):
                own[folder] = record
            elif name and not place.exists():
                moved[folder] = record
            else:
                against.append(said("{record} is of another workbook, {place}.", record=record.name, place=place))
        found = own or moved
        if not found:
            wanted = (
                said("of {workbook} that is called {name}", workbook=workbook, name=name)
                if name
                else said("of {workbook}", workbook=workbook)
            )
            reasons = listed("", (said(" {reason}", reason=reason) for reason in against))
            none = said(
                "There is no {noun} to resume {wanted} below {out}.", noun=said(self.kind.noun), wanted=wanted, out=out
            )
            raise StudyError(said("{none}{reasons} Leave out --resume to begin one.", none=none, reasons=reasons))
        return sorted(found, key=lambda folder: (found[folder].created_utc, folder.name), reverse=True)

    def finish(self, partial: Path) -> Path:
        """Give the folder its final name and return it; raises :class:`StudyError` when that cannot be done.

        What a kill left of files that were being written does not come along.
        """
        final = partial.with_name(partial.name.removeprefix(".").removesuffix(PARTIAL_SUFFIX))
        try:
            for leftover in [path for path in partial.rglob(".*") if path.is_file()]:
                leftover.unlink()
            put_in_place(partial, final)
        except OSError as problem:
            reason = why(problem)
            raise StudyError(
                said("{partial} cannot be renamed: {reason}; everything is in it.", partial=partial, reason=reason)
            ) from problem
        return final

    def _unfinished(self, out: Path, workbook: Path) -> list[Path]:
        pattern = "[!.]*" if self.stays_open else f".*{PARTIAL_SUFFIX}"
        shelves = [home / self.folder for home in folders_named(out, workbook.stem)]
        return sorted(path.parent for shelf in shelves for path in shelf.glob(f"{pattern}/{self.kind.record}"))


@contextmanager
def at_work(folder: Path) -> Iterator[None]:
    """Work on a study alone; raises :class:`StudyError` when another process does it already."""
    with ExitStack() as held:
        try:
            held.enter_context(written_alone(folder))
        except InUseError as error:
            raise StudyError(
                said("Another process is working on {folder}: wait for its end.", folder=folder)
            ) from error
        except OSError as error:  # it was finished meanwhile and has another name, or it is write-protected
            reason = why(error)
            raise StudyError(said("{folder} cannot be worked on: {reason}.", folder=folder, reason=reason)) from error
        yield


def _partial(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}{PARTIAL_SUFFIX}")


def moved_from(record: StudyRecord, workbook: Path, out: Path) -> str:
    """Path of the workbook that a study was begun with, when it goes on with another one; empty when it does not."""
    return "" if is_of(record, workbook, out) else str(shown_place(record, out))


def results_folder(study: Path) -> Path:
    """The results folder (`--out`) in which a study stands."""
    return study.resolve().parents[2]


def _read_record(path: Path, kind: type[Record]) -> Record:
    """Entries that have a default may be missing: they were added since."""
    try:
        content: Any = read_json(path)
    except (OSError, ValueError) as problem:
        raise StudyError(said("{path} cannot be read: {reason}", path=path, reason=why(problem))) from problem
    found = content.get("schema_version") if isinstance(content, dict) else None
    if found != STUDY_SCHEMA_VERSION:
        raise StudyError(
            said(
                "{path} has schema version {found}; this program reads version {version}. Its finished runs "
                "stay what they are.",
                path=path,
                found=found,
                version=STUDY_SCHEMA_VERSION,
            )
        )
    content = {**{each.name: each.default for each in fields(kind) if each.default is not MISSING}, **content}
    declared = {each.name: str(each.type) for each in fields(kind)}
    wrong = sorted(set(content) ^ set(declared)) or [n for n, kinds in declared.items() if not _fits(content[n], kinds)]
    if wrong:
        raise StudyError(said("{path} is damaged or was changed by hand: {wrong}.", path=path, wrong=", ".join(wrong)))
    tuples = {name: tuple(content[name]) for name in content if isinstance(content[name], list)}
    return kind(**{**content, **tuples})


def _fits(value: Any, declared: str) -> bool:
    """Whether a value of a record is of the kind that its dataclass declares, as far as JSON tells kinds apart."""
    if value is None:
        return declared.endswith("| None")
    kind = _JSON_TYPES[declared.split("[")[0].split(" ")[0]]
    return isinstance(value, kind) and isinstance(value, bool) == (kind is bool)
