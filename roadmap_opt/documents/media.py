"""What of a document belongs to a page and what to a book: every part says so itself."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from roadmap_opt.documents.components import Component, Medium, Page, Row, Section


def for_medium(page: Page, medium: Medium) -> Page:
    """The document with everything in it that ``medium`` shows, and nothing else."""
    found: Page = _kept(page, medium)
    return found


def _kept(value: Any, medium: Medium) -> Any:
    """The value as the medium shows it, down to its last part; ``None`` for a part that it does not show."""
    while isinstance(value, Component) and (other := value.in_medium(medium)) is not value:
        value = other
    if isinstance(value, list | tuple):
        kept = [(item, _kept(item, medium)) for item in value if not _is_foreign(item, medium)]
        return [found for item, found in kept if found is not None or item is None]
    if isinstance(value, Row):
        return replace(value, cells=[_kept(cell, medium) for cell in value.cells])
    if isinstance(value, Component | Section | Page):
        parts = {each.name: getattr(value, each.name) for each in fields(value)}  # type: ignore[arg-type]
        changes = {name: _kept(old, medium) for name, old in parts.items() if isinstance(old, list | tuple | Component)}
        return replace(value, **changes)  # type: ignore[type-var]
    return value


def _is_foreign(item: Any, medium: Medium) -> bool:
    return isinstance(item, Section) and item.only not in (None, medium)
