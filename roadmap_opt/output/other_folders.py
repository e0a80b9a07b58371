"""Folders among the results that are not runs: what they are, and how one that was left unfinished goes on."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roadmap_opt.output.json_text import read_json
from roadmap_opt.said import said
from roadmap_opt.shell_words import suggested

PARTIAL_SUFFIX = ".partial"
"""End of the name of a folder that is being written, or was left half-written."""


@dataclass(frozen=True, slots=True)
class ShelfKind:
    """What people call a folder on this shelf, its record, its page, and the command that made it.

    ``option`` names one of them on the command line, by the entry ``named`` of its record. One that ``stays_open`` has
    no other folder while it is worked on, and may have no page yet.
    """

    noun: str
    record: str
    shown: str
    command: str
    option: str
    named: str = "name"
    stays_open: bool = False


SHELVES: Mapping[str, ShelfKind] = {
    "batches": ShelfKind("batch", "batch.json", "batch.html", "solve", "--batch", stays_open=True),
    "comparisons": ShelfKind("comparison", "", "compare.html", "compare", ""),
    "explanations": ShelfKind("explanation", "", "explanation.html", "explain", ""),
    "regret": ShelfKind("regret matrix", "regret.json", "regret.html", "regret", "--name"),
    "sweeps": ShelfKind("sweep", "sweep.json", "sweep.html", "sweep", "--sweep", "sweep"),
}
"""By the folder in which they stand, beside those of the scenarios of a workbook."""


def is_partial(folder: Path) -> bool:
    """Whether a folder is being written, or was left half-written."""
    return folder.resolve().name.endswith(PARTIAL_SUFFIX)


def is_no_run(folder: Path) -> str:
    """What a folder is that is not a run, and what to do with it; empty when it is none of those there are."""
    here = folder.resolve()
    for shelf, kind in SHELVES.items():
        if (kind.record and (here / kind.record).is_file()) or here.parent.name == shelf:
            return said(
                "{folder} is a {noun}, not a run{advice}",
                folder=folder,
                noun=said(kind.noun),
                advice=_advice(here, kind),
            )
    return ""


def _advice(here: Path, kind: ShelfKind) -> str:
    if kind.record and (is_partial(here) or (kind.stays_open and not (here / kind.shown).is_file())):
        left = said(", and not finished") if is_partial(here) else ""
        return said("{left}. Go on with it: {command}", left=left, command=_resumed(here, kind))
    if is_partial(here):
        return said(
            " and was not written to the end. Make it anew with: {command} and the run it is about",
            command=suggested(kind.command),
        )
    return said(". Its page is {page}", page=here / kind.shown)


def _resumed(here: Path, kind: ShelfKind) -> str:
    """The command that finishes the study, with all that its record tells."""
    content: Any = {}
    with contextlib.suppress(OSError, ValueError):  # the command itself says what is wrong with the record
        content = read_json(here / kind.record)
    told = content if isinstance(content, dict) else {}
    words = [kind.command, told.get("workbook", "WORKBOOK"), kind.option, told.get(kind.named, "NAME"), "--resume"]
    out = here.parents[2] if len(here.parents) > 2 else here.parent
    if out != Path("results").resolve():
        words += ["--out", out]
    return suggested(*words)
