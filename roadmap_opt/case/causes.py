"""One finding per cause: what many cells suffer from is said once, and what only follows from it is counted.

A mistake shows in many cells: a deleted site in every row that names it, a wrong decimal mark down a whole column, a
renamed sheet in every overlay on it. Three steps make one finding of each mistake and keep apart what is independent:

1. findings with the same ``cause`` are one (a name that does not exist, whichever cells use it), and so are all about
   a row of which several cells cannot be read;
2. a finding that ``needs`` something which another one ``breaks`` is only counted there; things contain one another (a
   sheet its columns, a column its names), so a missing sheet explains whatever is said about a name on it;
3. the same problem down a column is one.

The pass can be repeated: what is one finding already stays as it is.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from roadmap_opt.case import sheets as _sheets  # noqa: F401  (fills SHEETS)
from roadmap_opt.case.ranges import ranges
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.errors import LOST, Finding, Thing, first_of_each_sheet, letters_and_row
from roadmap_opt.said import said

IF_MEANT = "Nothing to do if that is meant; otherwise "
"""Begins the remedy of a warning about something that other cells may turn out to rely on."""

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
        """What cannot be relied on; a row that does not belong where it stands has no name that could be."""
        causes = (each.cause for each in self.findings if each.cause)
        things = (thing for each in self.findings for thing in each.breaks)
        sheets = {each.sheet for each in self.findings} if self.is_block else ()
        names = ((sheet, key, LOST) for sheet in sheets for key in SHEETS[sheet].key_columns[:1])
        return frozenset((*causes, *things, *names))

    @property
    def needed(self) -> frozenset[Thing]:
        return frozenset(thing for each in self.findings for thing in (each.cause, *each.needs) if thing)


def one_per_cause(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with one for each cause, in the order in which they came; what is too much to read is counted."""
    order = {finding: at for at, finding in enumerate(dict.fromkeys(findings))}
    groups = _by_column(_without_followers(_by_row(list(_by_cause(list(order))))))
    return first_of_each_sheet(map(_as_one, sorted(groups, key=lambda group: order[group.lead])), SHEETS)


def _by_cause(findings: Sequence[Finding]) -> Iterator[_Group]:
    same: defaultdict[Hashable, list[Finding]] = defaultdict(list)
    for finding in findings:
        same[finding.cause or finding].append(finding)
    for members in same.values():
        # the lowest code speaks: that a name does not exist says more than that an overlay on it matches nothing
        members.sort(key=lambda each: (not each.is_error, each.code))
        yield _Group(tuple(members))


def _without_followers(groups: list[_Group]) -> list[_Group]:
    """Only the groups that follow from no other; where some would explain one another, the widest cause stays."""
    widest = [min(map(len, group.broken), default=math.inf) for group in groups]
    order = sorted(range(len(groups)), key=lambda at: (widest[at], groups[at].lead.code))
    broken = _Things((at, group.broken) for at, group in enumerate(groups))
    needed = _Things((at, group.needed) for at, group in enumerate(groups))
    first = [at for at in order if not broken.others_than(at, groups[at].needed)]
    waiting = set(order)
    roots: list[_Group] = []
    for at in (*first, *order):  # those that are left in the end explain one another
        if at not in waiting:
            continue
        waiting.discard(at)
        tree = [at]
        for member in tree:  # grows while it is walked: what follows from a follower follows as well
            reached = [other for thing in groups[member].broken for other in needed.taken(thing) if other in waiting]
            waiting.difference_update(reached)
            tree += dict.fromkeys(reached)
        followed = (groups[other] for other in sorted(tree[1:]))  # in the order in which they came
        roots.append(replace(groups[at], followers=tuple(each for group in followed for each in group.findings)))
    return roots


class _Things:
    """Who has to do with which thing; things match when one contains the other."""

    def __init__(self, named: Iterable[tuple[int, Iterable[Thing]]]) -> None:
        self._exactly: defaultdict[Thing, list[int]] = defaultdict(list)
        self._within: defaultdict[Thing, list[int]] = defaultdict(list)
        for at, things in named:
            for thing in things:
                self._exactly[thing].append(at)
                for length in range(1, len(thing)):
                    self._within[thing[:length]].append(at)

    def _matching(self, thing: Thing) -> Iterator[list[int]]:
        yield from (self._exactly.get(thing[:length], []) for length in range(1, len(thing) + 1))
        yield self._within.get(thing, [])

    def others_than(self, at: int, things: Iterable[Thing]) -> bool:
        """Whether anyone but ``at`` has to do with one of the things."""
        return any(other != at for thing in things for listed in self._matching(thing) for other in listed)

    def taken(self, thing: Thing) -> list[int]:
        """Everyone who has to do with the thing; they are not named a second time."""
        found = [at for listed in self._matching(thing) for at in listed]
        for listed in self._matching(thing):
            listed.clear()
        return found


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
            rows[_row_of(group.lead)].append(group)
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
    owner = {_row_of(group.lead): block for block in blocks for group in block}
    taken = {id(group) for block in blocks for group in block}
    beside: list[_Group] = []
    for group in groups:
        owners = {id(owner.get(_row_of(each))): owner.get(_row_of(each)) for each in group.findings}
        block = next(iter(owners.values())) if len(owners) == 1 else None
        if block is None:
            beside.append(group)
        elif id(group) not in taken:  # what else is wrong with these rows, and nowhere else, comes of the same
            block.append(group)
    return beside + [_merged(block, is_block=True) for block in blocks]


def _row_of(finding: Finding) -> tuple[str, int]:
    return finding.sheet, letters_and_row(finding.cell)[1]


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
        found += said(
            ", and {count:,} more cells there do not fit their columns (all: {places})",
            count=len(places) - 1,
            places=ranges(places),
        )
        remedy = (
            "Is this a row of the table, or was a block pasted one column off? Move or delete it, or fill in each cell."
        )
    elif len(places) > 1 and not lead.places:
        found += said(" (in {count:,} cells: {places})", count=len(places), places=ranges(places))
    if group.followers:
        count = len(group.followers)
        words = said("1 more finding follows") if count == 1 else said("{count:,} more findings follow", count=count)
        found += said("; {words} from it ({places})", words=words, places=ranges(_places(group.followers)))
    severity = lead.severity
    if not lead.is_error and any(each.is_error for each in (*group.findings, *group.followers)):
        severity = "error"
        what = remedy.removeprefix(IF_MEANT)
        what = remedy.removeprefix(IF_MEANT)
        asked = remedy if what == remedy else said(what[0].upper() + what[1:])
        remedy = said(asked) + " Or correct the cells that follow from it."
    broken = tuple(sorted(group.broken))
    return replace(
        lead, found=found, remedy=remedy, severity=severity, breaks=broken, places=places if len(places) > 1 else ()
    )


def _places(findings: Iterable[Finding]) -> tuple[str, ...]:
    places = (each.places or (f"{each.sheet}!{each.cell}" if each.cell else each.sheet,) for each in findings)
    return tuple(dict.fromkeys(place for listed in places for place in listed))
