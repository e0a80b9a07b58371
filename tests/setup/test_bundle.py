"""`.ci/bundle.py` packs what the other machine needs, judged by that machine and not by this one."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.markers import Marker
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename

ROOT = Path(__file__).parents[2]
SYSTEMS = ("windows", "linux", "macos")
PYTHONS = ("3.11", "3.12", "3.13")
EXPORTED = """\
anyio==4.16.0 \\
    --hash=sha256:0a \\
    --hash=sha256:0b
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:1a
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:2a
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:3a
"""


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("bundle_script", ROOT / ".ci" / "bundle.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = script  # dataclasses look their module up there
    spec.loader.exec_module(script)
    del sys.modules[spec.name]
    return script


def test_the_systems_are_those_tried_here(bundle: ModuleType) -> None:
    assert (tuple(bundle.SYSTEMS), tuple(bundle.PYTHONS)) == (SYSTEMS, PYTHONS)


@pytest.mark.parametrize(
    ("system", "python", "names"),
    [
        ("windows", "3.12", ["anyio==4.16.0", "colorama==0.4.6", "numpy==2.5.5"]),
        ("windows", "3.11", ["anyio==4.16.0", "colorama==0.4.6", "numpy==2.4.6"]),
        ("linux", "3.11", ["anyio==4.16.0", "numpy==2.4.6"]),
        ("macos", "3.13", ["anyio==4.16.0", "numpy==2.5.5"]),
    ],
)
def test_conditions_are_judged_by_the_other_machine(
    bundle: ModuleType, system: str, python: str, names: list[str]
) -> None:
    lines = bundle.needed(EXPORTED, system, python)
    assert [line.split()[0] for line in lines] == names
    assert lines[0] == "anyio==4.16.0 --hash=sha256:0a --hash=sha256:0b"


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_every_package_has_a_wheel_for_the_other_machine(bundle: ModuleType, system: str, python: str) -> None:
    """By the tags that pip is asked for: for a tag that is missing in the script, it would find nothing."""
    platforms, version = bundle.SYSTEMS[system].platforms, tuple(map(int, python.split(".")))
    taken = {*cpython_tags(version, platforms=platforms), *compatible_tags(version, "cp", platforms)}
    packages = _at_run_time({**bundle.SYSTEMS[system].conditions, "python_full_version": f"{python}.0"})
    assert {"highspy", "numpy", "pandas", "pyomo", "scipy", "lxml"} <= set(packages)
    assert not {"pytest", "ortools", "playwright", "mypy", "ruff", "distributed"} & set(packages)
    files = {name: [file["url"].rpartition("/")[2] for file in each["wheels"]] for name, each in packages.items()}
    assert [name for name, own in files.items() if not any(parse_wheel_filename(file)[3] & taken for file in own)] == []


def _at_run_time(there: dict[str, str]) -> dict[str, dict]:
    """What the lock file installs there without extras: entries by name."""
    entries = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]

    def applies(each: dict) -> bool:
        return "marker" not in each or Marker(each["marker"]).evaluate(there)

    found: dict[str, dict] = {}
    waiting = [each for each in entries if each["name"] == "roadmap-opt"]
    while waiting:
        for asked in filter(applies, waiting.pop().get("dependencies", ())):
            (entry,) = (
                each
                for each in entries
                if each["name"] == asked["name"] and asked.get("version", each["version"]) == each["version"]
            )
            if entry["name"] not in found:
                found[entry["name"]] = entry
                waiting.append(entry)
    return found


@pytest.mark.parametrize(
    ("system", "program"), [("windows", ".venv\\Scripts\\roadmap-opt"), ("linux", ".venv/bin/roadmap-opt")]
)
def test_what_is_to_be_typed_needs_no_network_and_no_script(bundle: ModuleType, system: str, program: str) -> None:
    text = bundle.install_text(system, "3.13")
    assert "--no-index --find-links wheels -r requirements.txt" in text
    assert f"    {program} new roadmap.xlsx\n" in text
    assert "ctivate." not in text
    typed = [line for line in text.splitlines() if line.startswith("    ")]
    assert len(typed) == 5
    assert not any("--lang" in line for line in typed), "readers of either language type them"
    assert "{" not in text


def test_without_uv_it_says_how_it_is_started(
    bundle: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("UV", raising=False)
    monkeypatch.setattr(sys, "argv", ["bundle.py"])
    assert bundle.main() == 2
    assert "python3 uv.py run .ci/bundle.py" in capsys.readouterr().err
