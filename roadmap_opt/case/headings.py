"""Column headings as they were meant: renamed, doubled or exchanged ones are named once and read all the same.

A wrong heading hides a whole column. Were it only reported, the column would be missing as well, every row would lack
it, and whatever relies on it would complain. What the printed labels and units below the headings say, what stands
nearest and what is left over tell which column is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from roadmap_opt.case.cells import is_blank
from roadmap_opt.case.grid import OWN_MARK, RawSheet, SheetReader, letter_of, words_of, year_of
from roadmap_opt.case.names import fold, nearest
from roadmap_opt.case.sheet_names import SETTINGS_COLUMNS
from roadmap_opt.said import listed, said


def with_meant_headings(reader: SheetReader, raw: RawSheet) -> RawSheet:
    """The sheet with the headings that were meant; what was wrong is reported. What stays unknown is left as it is."""
    return _Headings(reader, raw).corrected()


class _Headings:
    def __init__(self, reader: SheetReader, raw: RawSheet) -> None:
        self._reader, self._raw = reader, raw
        spec = reader.spec
        named = [column.name for column in spec.columns if column.kind != "years"]
        years = [str(year) for year in reader.years] if spec.year_column else []
        self._names = list(SETTINGS_COLUMNS) if spec.layout == "settings" else [*named, *years]
        self._years = set(years)
        by_fold = {fold(name): name for name in self._names}
        texts = {at: words_of(heading) for at, heading in sorted(raw.headings.items())}
        self._texts = {at: text for at, text in texts.items() if text and not text.startswith(OWN_MARK)}
        filled = {at for _, cells in raw.rows for at, value in cells.items() if not is_blank(value)}
        self._texts |= {at: "" for at in sorted(filled) if not texts.get(at)}
        self._claimed: dict[int, str | None] = {at: by_fold.get(fold(text)) for at, text in self._texts.items()}
        self._meant = {at: name for at, name in self._claimed.items() if name is not None}

    def corrected(self) -> RawSheet:
        self._exchange()
        self._resolve_doubles()
        self._resolve_unknown()
        return replace(self._raw, headings={**self._raw.headings, **self._meant})

    def _cell(self, at: int) -> str:
        return f"{letter_of(at)}{self._raw.header_row}"

    @property
    def _missing(self) -> list[str]:
        return [name for name in self._names if name not in self._meant.values()]

    def _exchange(self) -> None:
        """Headings that contradict the label and the unit printed below them, where both say the same other column."""
        labelled = self._raw.labelled
        wrong = {at: labelled[at] for at, name in self._meant.items() if labelled.get(at, name) != name}
        wrong = {at: name for at, name in wrong.items() if name in (self._meant[other] for other in wrong)}
        if len(wrong) < 2 or len(set(wrong.values())) < len(wrong):
            return
        first, *others = sorted(wrong)
        says = listed(
            ", ", (said("{at} says {meant}", at=self._cell(at), meant=self._meant[at]) for at in (first, *others))
        )
        wanted = listed(", ", (said("{meant} in {at}", meant=wrong[at], at=self._cell(at)) for at in (first, *others)))
        remedy = "Put the names back, or move the labels, the units and the values along with them."
        found = said("column names that contradict the labels and units below them: {says}", says=says)
        self._reader.report("E128", self._cell(first), found, wanted, remedy)
        self._meant |= wrong

    def _resolve_doubles(self) -> None:
        """Two columns of one name where another one is missing: the reader names those that are merely too many."""
        for name in self._names:
            places = [at for at, other in sorted(self._meant.items()) if other == name]
            for at in reversed(places):
                meant = self._by_label(at, ()) or self._neighbour(at)
                others = [other for other in places if other != at and self._meant[other] == name]
                if not others or meant is None or self._raw.labelled.get(at) == name:
                    continue
                self._reader.report(
                    "E117",
                    self._cell(at),
                    said("a second column “{name}”", name=name),
                    said(
                        "one, as in {cell}, and here perhaps {meant}, which is missing",
                        cell=self._cell(others[0]),
                        meant=meant,
                    ),
                    said("Write {meant} here, or remove one of the two and add {meant}.", meant=meant),
                )
                self._meant[at] = meant

    def _neighbour(self, at: int, among: Collection[str] = ()) -> str | None:
        """The missing column that the contract puts beside the one that stands to the left or the right; with
        ``among`` only one of these.
        """
        for side in (-1, 1):
            beside = self._meant.get(at + side)
            if beside is not None:
                place = self._names.index(beside) - side
                name = self._names[place] if 0 <= place < len(self._names) else ""
                if name in self._missing and (not among or name in among):
                    return name
        return None

    def _resolve_unknown(self) -> None:
        unknown = [at for at, name in self._claimed.items() if name is None and self._is_in_question(at)]
        for find in (self._by_label, self._by_place, self._by_nearness, self._by_elimination):
            for at in list(unknown):
                meant = find(at, unknown)
                if meant is not None:
                    self._report_renamed(at, meant)
                    self._meant[at] = meant
                    unknown.remove(at)

    def _is_in_question(self, at: int) -> bool:
        """A year beyond the horizon is no unknown column, unless it stands where a year of the horizon is missing: it
        has a finding of its own.
        """
        return not self._is_year(at) or self._by_place(at, ()) is not None

    def _is_year(self, at: int) -> bool:
        return self._reader.spec.year_column is not None and year_of(self._texts[at]) is not None

    def _by_place(self, at: int, _: Sequence[int]) -> str | None:
        return self._neighbour(at, self._years) if self._is_year(at) else None

    def _by_label(self, at: int, _: Sequence[int]) -> str | None:
        label = self._raw.labelled.get(at)
        return label if label in self._missing else None

    def _by_nearness(self, at: int, _: Sequence[int]) -> str | None:
        return nearest(self._texts[at], self._missing) if self._texts[at] else None

    def _by_elimination(self, _: int, unknown: Sequence[int]) -> str | None:
        columns = {column.name: column for column in self._reader.spec.columns}
        needed = [name for name in self._missing if name not in columns or columns[name].meta.blank is None]
        return needed[0] if len(unknown) == 1 and len(needed) == 1 else None

    def _report_renamed(self, at: int, meant: str) -> None:
        spec = self._reader.spec.name
        if not self._texts[at]:
            found, expected = (
                "a column without a name",
                said("a column of {sheet}, here perhaps {meant}", sheet=spec, meant=meant),
            )
            self._reader.report("E118", self._cell(at), found, expected, said("Write {meant} here.", meant=meant))
            return
        self._reader.report(
            "E115",
            self._cell(at),
            said("unknown column “{text}”", text=self._texts[at]),
            said("a column of {sheet}, perhaps {meant}", sheet=spec, meant=meant),
            said(
                "Rename it to {meant}, or begin its name with {own_mark} to keep it as your own and add {meant}.",
                meant=meant,
                own_mark=OWN_MARK,
            ),
            cause=("years", spec) if meant in self._years else (),
        )
