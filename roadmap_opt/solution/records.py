"""What batches, sweeps and regret matrices have in common on disk: a record in JSON, and a folder that ends whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from roadmap_opt.errors import RoadmapError
from roadmap_opt.saving import put_in_place, saved_whole
from roadmap_opt.solution.json_text import read_json
from roadmap_opt.solution.run_folder import PARTIAL_SUFFIX

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "int": int, "float": (int, float), "str": str, "bool": bool, "Mapping": dict, "tuple": list,
}  # fmt: skip


def write_json_record(path: Path, record: DataclassInstance) -> None:
    """Write a record, whole or not at all; raises ``ValueError`` for a number that JSON cannot hold."""
    with saved_whole(path, overwrite=True) as whole:
        content = json.dumps(asdict(record), ensure_ascii=False, indent=2, allow_nan=False)
        whole.write_text(content + "\n", encoding="utf-8")


def read_json_record(
    path: Path, kind: type[Record], version: int, error: type[RoadmapError], *, lists: tuple[str, ...]
) -> Record:
    """Read a record of this schema version, with the entries named in ``lists`` as tuples; raises ``error``.

    Entries that have a default may be missing: they were added since.
    """
    try:
        content: Any = read_json(path)
    except (OSError, ValueError) as problem:
        raise error(f"{path} cannot be read: {problem}") from problem
    found = content.get("schema_version") if isinstance(content, dict) else None
    if isinstance(content, dict):
        content = {**{each.name: each.default for each in fields(kind) if each.default is not MISSING}, **content}
    if found != version or set(content) != {field.name for field in fields(kind)}:
        raise error(f"{path} has schema version {found}; this program reads version {version}.")
    wrong = [field.name for field in fields(kind) if not _fits(content[field.name], str(field.type))]
    if wrong:
        raise error(f"{path} is damaged or was changed by hand: {', '.join(wrong)}.")
    tuples = {name: None if content[name] is None else tuple(content[name]) for name in lists}
    return kind(**{**content, **tuples})


def _fits(value: Any, declared: str) -> bool:
    """Whether a value of a record is of the kind that its dataclass declares, as far as JSON tells kinds apart."""
    if value is None:
        return declared.endswith("| None")
    kind = _KINDS[declared.split("[")[0].split(" ")[0]]
    return isinstance(value, kind) and isinstance(value, bool) == (kind is bool)


def finished(partial: Path, error: type[RoadmapError]) -> Path:
    """Give a partial folder its final name and return it; raises ``error`` when that cannot be done.

    What a kill left of files that were being written does not come along.
    """
    final = partial.with_name(partial.name.removeprefix(".").removesuffix(PARTIAL_SUFFIX))
    try:
        for leftover in [path for path in partial.rglob(".*") if path.is_file()]:
            leftover.unlink()
        put_in_place(partial, final)
    except OSError as problem:
        reason = problem.strerror or problem
        raise error(f"{partial} cannot be renamed: {reason}; everything is in it.") from problem
    return final
