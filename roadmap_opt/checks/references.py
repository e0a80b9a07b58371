"""Names: every name that is used stands where it is declared, and no name is declared twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from roadmap_opt.case.causes import ALIKE
from roadmap_opt.case.names import fold, nearest
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.sheets.policy import PIN_TARGETS
from roadmap_opt.case.sheets.supply import EFFECT_TARGETS
from roadmap_opt.checks.book import Book, Line, rule, whole_book
from roadmap_opt.errors import LOST, Finding, Thing
from roadmap_opt.said import listed, said

_NAMED = 3
"""Other rows that a finding names one by one."""

_GUESSES = 100_000
"""Pairs of a lost and a known name that are compared; with more nobody is told what each one may have meant."""


def _references(book: Book) -> Iterator[tuple[Line, str, str, str]]:
    for table in book.tables.values():
        for column in table.spec.columns:
            if column.meta.refers:
                sheet, _, target = column.meta.refers.partition(".")
                yield from ((line, column.name, sheet, target) for line in book.lines(table.spec.name))


@rule(_references, E201="A name is used that is not declared on its sheet")
def reference_resolves(book: Book, subject: tuple[Line, str, str, str]) -> Iterator[Finding]:
    """Every column that refers to another sheet holds a name declared there."""
    line, column, sheet, target = subject
    yield from _unresolved(book, "E201", line, column, sheet, target)


@rule("Effects", E203="An effect names an item that does not exist")
def effect_item_exists(book: Book, line: Line) -> Iterator[Finding]:
    """The item of an effect is a deposit or a return flow, as the kind of effect says."""
    yield from _unresolved(book, "E203", line, "item", *EFFECT_TARGETS[line["effect"]].split("."))


@rule("Pins", E204="A pin names an item that does not exist")
def pinned_item_exists(book: Book, line: Line) -> Iterator[Finding]:
    """The item of a pin is a module, programme, contract or funding source, as the decision says."""
    yield from _unresolved(book, "E204", line, "item", *PIN_TARGETS[line["decision"]].split("."))


def _unresolved(book: Book, code: str, line: Line, column: str, sheet: str, target: str) -> Iterator[Finding]:
    """A name that is not declared: one mistake in all cells that use it, and in each a row that is not understood."""
    value = line[column]
    known = book.names(sheet, target)
    if value is None or value in known:
        return
    if not known and not SHEETS[sheet].may_be_empty:
        return  # the whole sheet is missing or unreadable, which has a finding of its own
    written = str(value)
    meant, is_sure, remedy = book.once(("meant", sheet, target, written), lambda: _meant(book, written, sheet, target))
    yield line.finding(
        code,
        column,
        found=said("{value} does not stand on sheet {sheet}", value=value, sheet=sheet),
        expected=said("a {target} of sheet {sheet}", target=target, sheet=sheet),
        remedy=remedy,
        cause=_cause(book, line.sheet.name, column, sheet, target, written),
        breaks=((line.sheet.name, column, meant if is_sure else LOST),),
        needs=() if is_sure else ((sheet, target, LOST),),
    )


def _cause(book: Book, sheet: str, column: str, other: str, target: str, value: str) -> Thing:
    """The name; the other sheet when that has no names; the column when hardly anything in it is a name at all."""
    known = book.names(other, target)
    if not known:
        return (other,)
    if book.once(("no names", sheet, column), lambda: _holds_no_names(book, sheet, column)):
        return ("no names", sheet, column)
    return (other, target, value)


def _holds_no_names(book: Book, sheet: str, column: str) -> bool:
    """Whether most cells of a column hold something else than the names that it refers to."""
    refers = book.tables[sheet].spec.column(column).meta.refers
    if not refers:
        return False
    known = book.names(*refers.split("."))
    held = book.grouped(sheet, column)
    foreign = {name: len(lines) for name, lines in held.items() if name not in known}
    return len(foreign) >= ALIKE and sum(foreign.values()) > sum(map(len, held.values())) / 2


def _meant(book: Book, value: str, sheet: str, target: str) -> tuple[str, bool, str]:
    """The name that is probably meant (may be empty), whether that is beyond doubt, and what to do.

    A name that several cells use was declared once: it was deleted, or changed into one that nothing refers to now.
    """
    known = book.names(sheet, target)
    if not known:
        return (
            "",
            False,
            said(
                "{sheet} is missing, renamed or empty: put that right first, it concerns every such name.", sheet=sheet
            ),
        )
    uses = book.uses(sheet, target)
    unused = [str(name) for name in known if not uses[name]]
    lost = sum(1 for used in uses if used not in known)
    few = lost * len(known) <= _GUESSES
    is_sure = not any(target in line.row.unreadable for line in book.lines(sheet))  # it may be a name not readable now
    near = (nearest(value, map(str, known)) if few else None) or ""
    if uses[value] > 1:
        renamed = (nearest(value, unused) if few else None) or (unused[0] if len(unused) == 1 else "")
        if renamed:
            remedy = said(
                "Did you mean {renamed}, which nothing refers to? Write it here as well, or restore the name.",
                renamed=renamed,
            )
            return renamed, is_sure, remedy
        others = said(" (did you mean {near}?)", near=near) if near else ""
        return near, False, said("Add it to {sheet} again, or correct these cells{others}.", sheet=sheet, others=others)
    if near:
        return near, is_sure, said("Did you mean {meant}?", meant=near)
    return "", False, said("Add it to {sheet} or correct the name.", sheet=sheet)


@rule(whole_book, E202="Two rows have the same key")
def keys_are_unique(book: Book, _: Book) -> Iterator[Finding]:
    """No two rows of a sheet have the same key, capitals and Turkish letters i set aside."""
    for table in book.tables.values():
        if table.spec.layout != "table" or not table.spec.key_columns:
            continue
        seen: defaultdict[tuple[Any, ...], list[Line]] = defaultdict(list)
        for line in book.lines(table.spec.name):
            if _key_is_readable(line):
                seen[tuple(_folded(part) for part in table.key_of(line.row))].append(line)
        yield from _repeated(seen.values())


def _repeated(groups: Iterable[list[Line]]) -> Iterator[Finding]:
    """A finding at every row of a group: which of them is the mistake only the planner knows.

    Rows that follow one another, each with its double equally far away, are a block that was pasted twice: one mistake.
    """
    block, last = 0, (0, 0)
    for lines in groups:
        first, away = lines[0].row.number, lines[-1].row.number - lines[0].row.number
        if len(lines) > 1:
            block = block if last == (first - 1, away) else first
            last = first, away
        named = (
            [said("row {row} ({line})", row=line.row.number, line=line.name) for line in lines[: _NAMED + 1]]
            if len(lines) > 1
            else []
        )
        for at, line in enumerate(lines if len(lines) > 1 else ()):
            others = listed(", ", (named[:at] + named[at + 1 :])[:_NAMED])
            if len(lines) > _NAMED + 1:
                others += said(" and {count:,} more", count=len(lines) - _NAMED - 1)
            yield line.finding(
                "E202",
                line.sheet.key_columns[0],
                found=said("the same key as {others}", others=others),
                expected="one row per key, whatever its capitals and Turkish letters i",
                remedy="Delete one of the rows or give it another name.",
                cause=("twice", line.sheet.name, str(block)),
                breaks=((line.sheet.name, line.sheet.key_columns[0], LOST),),  # one may have had another name
            )


def _key_is_readable(line: Line) -> bool:
    spec = line.sheet
    return all(line.row.values.get(name) is not None or spec.column(name).optional for name in spec.key_columns)


def _folded(part: Any) -> Any:
    return fold(part) if isinstance(part, str) else part


def cycle_through(start: Any, following: Any) -> list[str]:
    """The shortest circle from ``start`` back to it, or nothing; ``following(name)`` lists the next names."""
    paths: list[list[Any]] = [[start]]
    visited: set[Any] = set()
    while paths:
        path = paths.pop(0)
        for name in following(path[-1]):
            if name == start:
                return [str(part) for part in (*path, name)]
            if name is not None and name not in visited:
                visited.add(name)
                paths.append([*path, name])
    return []
