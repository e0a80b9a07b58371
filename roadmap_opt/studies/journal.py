"""The journal of a study: one line per task that is over, written when its result is safe on disk.

Sentences stand in it in English, and under ``said`` how those with values were made: so they are told in Turkish too.
A later line of a key counts. A line that cannot be read (torn by a power failure) counts for nothing: its task is done
again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any

from roadmap_opt.errors import RoadmapError
from roadmap_opt.said import as_plain, from_plain, said, why

JOURNAL_FILE = "journal.jsonl"


class StudyError(RoadmapError):
    """A study cannot be begun, continued or saved; the message says why and what to do."""


class State(Enum):
    """How far a task has come; ``BAD_INPUT`` and ``NOT_BEGUN`` are of tasks that have no line in the journal."""

    DONE = "done"
    INTERRUPTED = "interrupted"
    FAILED = "failed"
    BAD_INPUT = "bad_input"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a task. ``fingerprint`` is of all that shaped it, ``attempts`` is above 1 when a worker died with
    it, ``seconds`` the wall time of the last attempt, ``problem`` says why there is no result, and ``result`` is what
    the kind of study keeps of it: status, gap, figures.
    """

    key: str
    state: State
    fingerprint: str = ""
    attempts: int = 0
    seconds: float = 0.0
    problem: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)

    @property
    def facts(self) -> Mapping[str, Any]:
        """All of it side by side, as a table or a display names it."""
        own = {"attempts": self.attempts, "seconds": self.seconds, "problem": self.problem}
        return {**self.result, "state": self.state.value, **(own if self.attempts else {})}

    def get(self, name: str) -> Any:
        """One entry of the result; ``None`` without it."""
        return self.result.get(name)


class Journal:
    """The tasks of a study that are over, by key; every line is on disk before :meth:`append` returns."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL_FILE
        self.entries: dict[str, Entry] = {}
        """The last entry of every key."""
        content = self._path.read_bytes() if self._path.exists() else b""
        for line in content.split(b"\n"):
            try:
                entry = _read(json.loads(line))
                self.entries[entry.key] = entry
            except (ValueError, TypeError, KeyError):
                continue
        self._torn = bool(content) and not content.endswith(b"\n")

    def append(self, entry: Entry) -> None:
        """Add the entry of a task that is over.

        Raises :class:`StudyError` when the journal cannot be written.
        """
        line = json.dumps(_plain(entry), ensure_ascii=False) + "\n"
        try:
            with self._path.open("a", encoding="utf-8", newline="\n") as file:
                file.write("\n" + line if self._torn else line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:  # a full disk, a network drive that went away
            reason = why(error)
            raise StudyError(
                said("{path} cannot be written: {reason}. What is in it is kept.", path=self._path, reason=reason)
            ) from error
        self._torn = False
        self.entries[entry.key] = entry


def _plain(entry: Entry) -> dict[str, Any]:
    plain = {**asdict(entry), "state": entry.state.value}
    told = {"problem": as_plain(entry.problem), "result": as_plain(entry.get("problem") or "")}
    told = {name: made for name, made in told.items() if made}
    return {**plain, "said": told} if told else plain


def _read(plain: dict[str, Any]) -> Entry:
    told = plain.pop("said", None)
    entry = Entry(**{**plain, "state": State(plain["state"])})
    if not isinstance(told, Mapping):
        return entry
    result = entry.result
    if "result" in told:
        result = {**result, "problem": from_plain(str(entry.get("problem")), told["result"])}
    return replace(entry, problem=from_plain(entry.problem, told.get("problem")), result=result)
