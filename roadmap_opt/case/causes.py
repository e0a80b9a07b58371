"""One finding per cause: what many cells suffer from is said once, and what only follows from it is counted.

A mistake shows in many cells: a deleted site in every row that names it, a wrong decimal mark down a whole column, a
renamed sheet in every overlay on it. Three steps make one finding of each mistake and keep apart what is independent:

1. findings with the same ``cause`` are one (a name that does not exist, whichever cells use it);
2. a finding that ``needs`` something which another one ``breaks`` is only counted there; things contain one another (a
   sheet its columns, a column its names), so a missing sheet explains whatever is said about a name on it;
3. cells that suffer alike are one: rows in which several cells cannot be read, the same problem down a column.

The pass can be repeated: what is one finding already stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from roadmap_opt.case.ranges import ranges
from roadmap_opt.errors import Finding, Thing, letters_and_row

ALIKE = 4
"""So many unreadable cells of one kind in a column are one mistake, even where each of them shows something else."""

ALIKE_RULES = 6
"""The same for rules between cells: there each finding says more, and is worth a line of its own for longer."""

ROW = 3
"""So many unreadable cells make a row one that does not belong where it stands."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Findings of one cause, the one that speaks for them first, and those that follow from it."""

    findings: tuple[Finding, ...]
    followers: tuple[Finding, ...] = ()
    is_block: bool = False

    @property
    def lead(self) -> Finding:
        return self.findings[0]

    @property
    def broken(self) -> frozenset[Thing]:
        causes = (each.cause for each in self.findings if each.cause)
        return frozenset((*causes, *(thing for each in self.findings for thing in each.breaks)))

    @property
    def needed(self) -> frozenset[Thing]:
        return frozenset(thing for each in self.findings for thing in (each.cause, *each.needs) if thing)


def one_per_cause(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with one for each cause, in the order in which they came."""
    order = {finding: at for at, finding in enumerate(dict.fromkeys(findings))}
    groups = _by_column(_by_row(_without_followers(list(_by_cause(list(order))))))
    return tuple(_as_one(group) for group in sorted(groups, key=lambda group: order[group.lead]))


def _by_cause(findings: Sequence[Finding]) -> Iterator[_Group]:
    same: defaultdict[Hashable, list[Finding]] = defaultdict(list)
    for finding in findings:
        same[finding.cause or finding].append(finding)
    for members in same.values():
        # the lowest code speaks: that a name does not exist says more than that an overlay on it matches nothing
        members.sort(key=lambda each: (not each.is_error, each.code))
        yield _Group(tuple(members))


def _without_followers(groups: list[_Group]) -> list[_Group]:
    """Only the groups that follow from no other. The widest cause comes first, so that no two explain each other."""
    breakers = sorted(
        (group for group in groups if group.broken),
        key=lambda group: (min(map(len, group.broken)), group.lead.code),
    )
    waiting = [group for group in groups if not group.broken]
    roots: list[_Group] = []
    while breakers:
        cause, *others = breakers
        followers = [group for group in (*others, *waiting) if _explains(cause.broken, group.needed)]
        gone = set(map(id, followers))
        breakers = [group for group in others if id(group) not in gone]
        waiting = [group for group in waiting if id(group) not in gone]
        roots.append(replace(cause, followers=tuple(each for group in followers for each in group.findings)))
    return roots + waiting


def _explains(broken: Iterable[Thing], needed: Iterable[Thing]) -> bool:
    """Whether something broken contains, or lies within, something needed."""
    return any(thing[: len(need)] == need[: len(thing)] for thing in broken for need in needed)


def _is_single_cell(group: _Group) -> bool:
    lead = group.lead
    return len(group.findings) == 1 and bool(lead.cell) and not lead.cause and not lead.places


def _is_unreadable(finding: Finding) -> bool:
    """Whether the finding is about what one cell holds; the codes are those of reading cells."""
    return finding.code.startswith(("E13", "E14"))


def _merged(groups: Iterable[_Group], *, is_block: bool = False) -> _Group:
    listed = list(groups)
    findings = tuple(each for group in listed for each in group.findings)
    return _Group(findings, tuple(each for group in listed for each in group.followers), is_block)


def _by_row(groups: list[_Group]) -> list[_Group]:
    """Rows with several unreadable cells: each is one mistake, and so are such rows that follow or are like another."""
    rows: defaultdict[tuple[str, int], list[_Group]] = defaultdict(list)
    for group in groups:
        if _is_single_cell(group) and _is_unreadable(group.lead):
            rows[group.lead.sheet, letters_and_row(group.lead.cell)[1]].append(group)
    blocks: list[list[_Group]] = []
    alike: dict[Hashable, list[_Group]] = {}
    last = ("", 0)
    for (sheet, row), cells in sorted((place, cells) for place, cells in rows.items() if len(cells) >= ROW):
        kind = (sheet, *((each.lead.code, letters_and_row(each.lead.cell)[0]) for each in cells))
        block = blocks[-1] if last == (sheet, row - 1) else alike.get(kind)
        if block is None:
            block = []
            blocks.append(block)
        block += cells
        alike.setdefault(kind, block)
        last = (sheet, row)
    taken = {id(group) for block in blocks for group in block}
    return [group for group in groups if id(group) not in taken] + [_merged(block, is_block=True) for block in blocks]


def _by_column(groups: list[_Group]) -> list[_Group]:
    """One kind of problem down a column: the same words twice, or so often that it is a habit and not a slip."""
    columns: defaultdict[tuple[str, str, str], list[_Group]] = defaultdict(list)
    for group in groups:
        if _is_single_cell(group):
            columns[group.lead.code, group.lead.sheet, letters_and_row(group.lead.cell)[0]].append(group)
    made: list[list[_Group]] = []
    for members in columns.values():
        if len(members) >= (ALIKE if _is_unreadable(members[0].lead) else ALIKE_RULES):
            made.append(members)
            continue
        worded: defaultdict[str, list[_Group]] = defaultdict(list)
        for each in members:
            worded[each.lead.found].append(each)
        made += [same for same in worded.values() if len(same) > 1]
    taken = {id(group) for same in made for group in same}
    return [group for group in groups if id(group) not in taken] + [_merged(same) for same in made]


def _as_one(group: _Group) -> Finding:
    lead = group.lead
    found, remedy, places = lead.found, lead.remedy, _places(group.findings)
    if group.is_block:
        found += f", and {len(places) - 1} more cells there do not fit their columns (all: {ranges(places)})"
        remedy = (
            "Is this a row of the table, or was a block pasted one column off? Move or delete it, or fill in each cell."
        )
    elif len(places) > 1 and not lead.places:
        found += f" (in {len(places)} cells: {ranges(places)})"
    if group.followers:
        count = len(group.followers)
        words = "1 more finding follows" if count == 1 else f"{count} more findings follow"
        found += f"; {words} from it ({ranges(_places(group.followers))})"
    severity = lead.severity
    if not lead.is_error and any(each.is_error for each in (*group.findings, *group.followers)):
        severity, remedy = "error", "Put it right: other cells rely on it."
    broken = tuple(sorted(group.broken))
    return replace(
        lead, found=found, remedy=remedy, severity=severity, breaks=broken, places=places if len(places) > 1 else ()
    )


def _places(findings: Iterable[Finding]) -> tuple[str, ...]:
    places = (each.places or (f"{each.sheet}!{each.cell}" if each.cell else each.sheet,) for each in findings)
    return tuple(dict.fromkeys(place for listed in places for place in listed))
