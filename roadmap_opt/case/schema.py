"""How a sheet of the workbook is declared: one frozen dataclass per sheet, one field per column.

The declaration is the only home of a column's name, unit, type, key role, blank rule, range and meaning. The
template, the reader, the validation, `docs/workbook.md` and the default workbook are all derived from it.

Blank, zero and "no limit" are three different things:

* a blank cell is an error unless the column declares what blank means (``blank="..."``), then it reads as ``None``;
* zero is zero;
* ``no limit`` (``sınırsız`` in Turkish) is written in words, is allowed only where the column says ``unlimited=True``,
  and reads as ``math.inf``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

SCHEMA_VERSION = 2
"""Version of the workbook contract; stored in the workbook and checked before anything else is read."""

CONFIDENCE_WORDS = ("seed", "published", "estimate", "assumption")

YearMap = Mapping[int, float]
"""Values by calendar year: the columns that run across the sheet, one per year of the horizon."""

CALENDAR = (1900, 2200)
"""First and last year that a cell can mean. A 0, a 27 or a date as Excel counts its days is a slip, and would be read as
a year long past or never reached."""

_METADATA_KEY = "column"


@dataclass(frozen=True, slots=True)
class ColumnMeta:
    """What the contract says about one column, apart from its name and type.

    ``refers`` names ``Sheet.column`` whose values are the allowed ones; ``choices`` lists the allowed words.
    ``minimum``/``maximum`` are inclusive; ``above`` is exclusive. ``blank`` is the meaning of an empty cell; ``None``
    means that an empty cell is an error. A text column that ``holds_value`` carries the value of some other column, a
    number among them: there a text that could be two numbers is an error, as it is in a column of numbers.
    A ``lever`` is what planners turn: the workbook shows it in yellow, and every other cell as quiet data. ``within``
    names the column of the same row that says which values are offered.
    """

    en: str
    tr: str
    unit: str
    blank: str | None
    default: Any
    minimum: float | None
    above: float | None
    maximum: float | None
    choices: tuple[str, ...]
    refers: str | None
    key: bool
    unlimited: bool
    holds_value: bool
    lever: bool = False
    within: str | None = None


def column(
    en: str,
    tr: str,
    *,
    unit: str = "",
    blank: str | None = None,
    default: Any = None,
    minimum: float | None = None,
    above: float | None = None,
    maximum: float | None = None,
    choices: tuple[str, ...] = (),
    refers: str | None = None,
    key: bool = False,
    unlimited: bool = False,
    holds_value: bool = False,
    lever: bool = False,
    within: str | None = None,
) -> Any:
    """Declare one column of a sheet (see :class:`ColumnMeta`); a column of years holds years of the calendar."""
    if unit == "year":
        minimum = CALENDAR[0] if minimum is None else minimum
        maximum = CALENDAR[1] if maximum is None else maximum
    meta = ColumnMeta(
        en, tr, unit, blank, default, minimum, above, maximum, choices, refers, key, unlimited, holds_value,
        lever, within,
    )  # fmt: skip
    return dataclasses.field(metadata={_METADATA_KEY: meta})


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column as the reader, the template and the documentation see it."""

    name: str
    kind: str  # "text", "integer", "number", "flag", "years"
    optional: bool
    meta: ColumnMeta


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet: its name in the workbook, its titles, its row type and its columns in order.

    ``layout`` is ``"table"`` (one entity per row) or ``"settings"`` (one field per row: name, value). A sheet that
    ``may_be_empty`` may also be missing from the workbook; any other sheet without a row is an error.
    """

    name: str
    row_type: type
    en: str
    tr: str
    columns: tuple[ColumnSpec, ...]
    layout: str
    group: str
    may_be_empty: bool
    key_columns: tuple[str, ...] = dataclasses.field(init=False)
    """Columns that together name a row; two rows with the same key are an error."""
    year_column: ColumnSpec | None = dataclasses.field(init=False)
    """The column that runs across the years, if the sheet has one."""

    def __post_init__(self) -> None:  # both are asked for at every row
        object.__setattr__(self, "key_columns", tuple(spec.name for spec in self.columns if spec.meta.key))
        across = next((spec for spec in self.columns if spec.kind == "years"), None)
        object.__setattr__(self, "year_column", across)

    def column(self, name: str) -> ColumnSpec:
        """Return the column called ``name``; raises ``KeyError`` when the contract has none."""
        for spec in self.columns:
            if spec.name == name:
                return spec
        raise KeyError(f"{self.name} has no column {name}")


_REGISTRY: dict[str, SheetSpec] = {}
SHEETS: Mapping[str, SheetSpec] = MappingProxyType(_REGISTRY)
"""Every sheet of the contract by name, in the order of declaration (which is the order in the workbook)."""


def sheet(name: str, *, en: str, tr: str, group: str, layout: str = "table", may_be_empty: bool = False) -> Any:
    """Class decorator: make the dataclass the row type of sheet ``name`` and register it in :data:`SHEETS`."""

    def register(row_type: type) -> type:
        hints = get_type_hints(row_type)
        columns = tuple(_column_spec(field, hints[field.name]) for field in dataclasses.fields(row_type))
        _REGISTRY[name] = SheetSpec(name, row_type, en, tr, columns, layout, group, may_be_empty)
        return row_type

    return register


def _column_spec(field: dataclasses.Field[Any], hint: Any) -> ColumnSpec:
    optional = False
    if get_origin(hint) in (Union, UnionType):
        members = get_args(hint)
        optional = NoneType in members
        (hint,) = tuple(member for member in members if member is not NoneType)
    kinds = {str: "text", int: "integer", float: "number", bool: "flag"}
    kind = "years" if get_origin(hint) is not None and issubclass(get_origin(hint), Mapping) else kinds[hint]
    meta = field.metadata[_METADATA_KEY]
    if optional != (meta.blank is not None and meta.default is None):
        raise TypeError(f"{field.name}: a column is optional exactly when it says what blank means")
    return ColumnSpec(field.name, kind, optional, meta)


def source_column() -> Any:
    """The column that says where the row's numbers come from; the same on every data sheet."""
    return column("Where the numbers of this row come from", "Bu satırdaki sayıların kaynağı", blank="not stated")


def confidence_column() -> Any:
    """The column that says how far the row's numbers can be trusted; the same on every data sheet."""
    return column(
        "How far the numbers can be trusted: seed (source document), published, estimate (derived), assumption "
        "(planner)",
        "Sayıların güven düzeyi: seed (kaynak belge), published (yayımlanmış), estimate (türetilmiş tahmin), "
        "assumption (varsayım)",
        choices=CONFIDENCE_WORDS,
        blank="not stated",
    )


def note_column() -> Any:
    """Free text; the same on every data sheet."""
    return column("Remarks: range, contradiction, arithmetic", "Açıklama: aralık, çelişki, hesap", blank="no remark")


def note_tr_column() -> Any:
    """The same remark for readers of Turkish; the same on every data sheet."""
    return column("The remark in Turkish", "Açıklamanın Türkçesi", blank="the remark in English")
