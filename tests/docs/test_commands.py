"""The commands that README and quick start tell a planner to type exist, with their options; so do the exit codes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click import Command

from roadmap_opt import cli

ROOT = Path(__file__).parents[2]
PAGES = ["README.md", "docs/quickstart.tr.md", "results/README.md"]


def _commands(page: str) -> list[list[str]]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [found.split() for found in re.findall(r"roadmap-opt ((?:[^\n`|\\]|\\\|)+)", text)]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_exists(page: str) -> None:
    typed = _commands(page)
    assert typed
    for command, *words in typed:
        known: Command = cli.roadmap_opt.commands[command]
        options = {name for parameter in known.params for name in parameter.opts}
        assert {word.strip("[]") for word in words if word.strip("[").startswith("--")} <= options, command


def test_options_named_apart_exist() -> None:
    row = re.search(r"`roadmap-opt solve WORKBOOK` \| (.*) \|", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert row is not None
    named = {option.split()[0] for option in re.findall(r"`(--[^`]+)`", row[1])}
    assert named == {name for parameter in cli.solve.params for name in parameter.opts if name.startswith("--")}


def test_every_exit_code_is_in_the_readme() -> None:
    codes = set(re.findall(r"^\| (\d) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    known = (cli.UNEXPECTED, cli.BAD_INPUT, cli.NO_PLAN_EXISTS, cli.AUDIT_FAILED, cli.NO_PLAN_FOUND)
    assert codes == {"0", *map(str, known)}


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pinned = {line.split("==")[0] for line in pins.splitlines() if not line.startswith("#")}
    assert {re.split(r"[<>=]", name)[0] for name in wanted} <= pinned
    assert "://" not in pins
