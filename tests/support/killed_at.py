"""The command, killed at a chosen place: `python killed_at.py PLACE NUMBER CHILDREN solve ...`

The process is killed by SIGKILL when PLACE is reached for the NUMBER-th time; the ids of its workers go into the file
CHILDREN first.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

from roadmap_opt.cli import main
from roadmap_opt.studies.journal import Entry, Journal
from roadmap_opt.studies.scenarios import partitions, running


def kill(children: Path) -> None:
    """End at once, as a power failure would."""
    children.write_text(json.dumps([child.pid for child in psutil.Process().children(recursive=True)]))
    os.kill(os.getpid(), signal.SIGKILL)


def killed_after(function: Callable[..., Any], number: int, children: Path) -> Callable[..., Any]:
    """The function; the process is killed after its ``number``-th call."""
    calls = [0]

    def counted(*args: Any, **values: Any) -> Any:
        result = function(*args, **values)
        calls[0] += 1
        if calls[0] == number:
            kill(children)
        return result

    return counted


def torn_line(children: Path) -> Callable[[Journal, Entry], None]:
    """Half a line of the journal, then the end."""

    def append(journal: Journal, entry: Entry) -> None:
        with journal._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**asdict(entry), "state": entry.state.value})[:40])
        kill(children)

    return append


if __name__ == "__main__":
    place, number, children = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    del sys.argv[1:4]
    if place == "run being written":
        running.unpack = killed_after(running.unpack, number, children)
    elif place == "tables being written":
        partitions.pq.write_table = killed_after(partitions.pq.write_table, number, children)
    elif place == "journal being written":
        Journal.append = torn_line(children)  # type: ignore[method-assign]
    elif place == "journal written":
        Journal.append = killed_after(Journal.append, number, children)  # type: ignore[method-assign]
    else:
        raise SystemExit(f"no such place: {place}")
    main()
