"""Options that several commands share: each is declared here, once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from roadmap_opt.case.sweeps import MOST_RUNS
from roadmap_opt.cli.numbers import ClusterAddress, Number
from roadmap_opt.cli.speaking import SpokenOption, is_language_named
from roadmap_opt.messages import Language
from roadmap_opt.ranges import Range
from roadmap_opt.said import said
from roadmap_opt.solver.options import RANGES

WORKBOOK = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

WORKERS = Range(1, 1024, whole=True)
RUNS = Range(1, MOST_RUNS, whole=True)
YEARS = Range(1900, 2200, whole=True)
SHARE = Range(0, 1, above_low=True)
SWEEP_ROUNDS = Range(0, RANGES["rounds"].high, whole=True)

Option = Callable[..., Any]
"""What a command is decorated with."""

TIME_LIMITS = {"solve": 600, "watch": 120, "sweep": 300, "regret": 600, "explain": 120}
"""Seconds for a search by command: whoever watches a workbook waits for each answer; a sweep has hundreds of runs."""


def numeric(*names: str, span: Range, help: str, per_cent: bool = False, **more: Any) -> Option:
    """A numeric option; its help ends with its range."""
    kind = Number(span, per_cent=per_cent)
    words = said("{help} Takes {span}.", help=said(help), span=span)
    return click.option(*names, cls=SpokenOption, type=kind, help=words, **more)


def into(help: str) -> Option:
    """The option ``--into``: a copy of the workbook, or a folder for one."""
    return click.option("--into", metavar="PATH", type=click.Path(path_type=Path), help=help)


def gap(help: str = "Proven gap to stop at.") -> Option:
    """The option ``--gap``."""
    return numeric(
        "--gap", span=RANGES["gap"], per_cent=True, default="0.5%", show_default=True, metavar="GAP", help=help
    )


def seconds(name: str, default: float, help: str) -> Option:
    """A time limit."""
    return numeric(name, span=RANGES["time_limit"], default=default, show_default=True, metavar="SECONDS", help=help)


def threads() -> Option:
    """The option ``--threads``."""
    words = "Threads of a solve, at most the cores of the machine; 0 means all."
    return numeric("--threads", span=RANGES["threads"], default=0, show_default=True, metavar="N", help=words)


def cluster() -> Option:
    """The option ``--cluster``."""
    words = "Dask scheduler (tcp://host:8786), or `local`."
    return click.option("--cluster", type=ClusterAddress(), metavar="ADDRESS", help=words)


def workers(help: str) -> Option:
    """The option ``--workers``."""
    return numeric("--workers", span=WORKERS, metavar="N", help=help)


def brief() -> Option:
    """The option ``--brief``."""
    words = "Also write a briefing of two pages, as PDF and as PowerPoint slides: in Turkish and English, or in --lang."
    return click.option("--brief", is_flag=True, help=words)


def languages_of_briefing(language: Language) -> tuple[Language, ...]:
    """Turkish and English, or the one language that stands on the command line."""
    return (language,) if is_language_named(click.get_current_context()) else ("tr", "en")


def time_limit(command: str, help: str) -> Option:
    """The option ``--time-limit`` of a command."""
    return seconds("--time-limit", TIME_LIMITS[command], help)


def scenario(help: str) -> Option:
    """The option ``--scenario`` where one is always meant."""
    return click.option("--scenario", default="base", show_default=True, help=help)


def out() -> Option:
    """The option ``--out``."""
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option("--out", type=kind, default=Path("results"), show_default=True, help="Folder of the results.")
