"""What the commands write: a new workbook, one of this version from an older one, and copies with something put in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from roadmap_opt.case.overlays import BASE
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.commands import ScenarioCheck, check_workbook
from roadmap_opt.errors import InputError
from roadmap_opt.messages import Language
from roadmap_opt.words import DESK
from roadmap_opt.workbook.additions import addition, changes_left_out
from roadmap_opt.workbook.copies import Written, copy_place, save_copy, with_findings, with_rows
from roadmap_opt.workbook.read import open_content, read_content, workbook_content
from roadmap_opt.workbook.template import write_workbook
from roadmap_opt.workbook.upgrade import Remark, upgraded


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
