"""Waiting for a workbook to be saved.

Excel and LibreOffice save into a temporary file and rename it, and leave lock files beside the workbook while it is
open. So the folder is watched, changes of other files in it are ignored, and a save is what leaves another content
under the workbook's name; several events of one save count once. Other programs write into the file itself, and take
seconds over it: a save is over when the content has rested. Besides, the file is looked at every few seconds: network
drives report nothing, and a file may still be locked at the moment that is reported.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, watch

DEBOUNCE = 700
"""Milliseconds in which the events of one save are taken together."""

REST = 2.0
"""Seconds for which the content must stay as it is before a save counts as over."""

LOOK = 3000
"""Milliseconds without an event after which the file is looked at all the same."""


class Saves:
    """Iterates over the saves of a workbook: each step returns when its content has changed, until ``stop`` is set.

    A save while the caller is busy is noticed at the next step. Raises ``KeyboardInterrupt`` on Ctrl-C while waiting.
    """

    def __init__(self, workbook: Path, stop: threading.Event | None = None) -> None:
        self._workbook = workbook.resolve()
        self._seen = content_hash(self._workbook)
        self._events = watch(
            self._workbook.parent,
            watch_filter=self._is_workbook,
            debounce=DEBOUNCE,
            rust_timeout=LOOK,
            yield_on_timeout=True,
            stop_event=stop,
            recursive=False,
            raise_interrupt=True,
        )

    def __iter__(self) -> Iterator[None]:
        while True:
            found = content_hash(self._workbook)
            if found is not None and found != self._seen:
                time.sleep(REST)
                if content_hash(self._workbook) == found:
                    self._seen = found
                    yield
            elif next(self._events, None) is None:
                return

    def _is_workbook(self, change: Change, path: str) -> bool:
        return change is not Change.deleted and Path(path).name == self._workbook.name


def content_hash(workbook: Path) -> str | None:
    """Hash of the file, as runs record it; ``None`` while it is away or locked in the middle of a save."""
    try:
        return hashlib.sha256(workbook.read_bytes()).hexdigest()
    except OSError:
        return None
