"""One set of versions: what uv installs from the lock file is what pip installs with the constraints."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.support.tiers import some

ROOT = Path(__file__).parents[2]
SYSTEMS = {"Windows": "win_amd64", "Linux": "manylinux", "macOS": "macosx"}


def test_constraints_are_those_of_the_lock_file() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    locked = {(each["name"], each["version"]) for each in lock["package"] if "editable" not in each["source"]}
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert set(re.findall(r"^([a-z0-9-]+)==([^ ;\n]+)", text, re.MULTILINE)) == locked


def test_every_package_of_the_lock_file_has_its_hashes() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    packages = [each for each in lock["package"] if "editable" not in each["source"]]
    assert [each["name"] for each in packages if not each.get("wheels")] == []  # nothing is compiled
    files = [file for each in packages for file in each["wheels"]]
    assert [file["url"] for file in files if not file["hash"].startswith("sha256:")] == []


def _fits(wheel: str, minor: int, system: str) -> bool:
    """Whether a wheel is for this Python 3 and this system, by its name."""
    python, abi, platform = wheel.removesuffix(".whl").split("-")[-3:]
    if platform != "any" and system not in platform:
        return False
    if not python.startswith("cp"):
        return python.startswith("py") and "py3" in python
    built_for = int(python.removeprefix("cp3"))
    return built_for == minor if abi == python else built_for <= minor


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("minor", some(1, [11, 12, 13, 14]))
def test_nothing_is_compiled_on_any_python_and_system(minor: int, system: str) -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    fitting: dict[str, bool] = {}
    for package in lock["package"]:  # some have a version of their own for Python 3.11
        for file in package.get("wheels", ()):
            fits = _fits(file["url"].rpartition("/")[2], minor, SYSTEMS[system])
            fitting[package["name"]] = fitting.get(package["name"], False) or fits
    assert len(fitting) > 30
    assert [name for name, fits in fitting.items() if not fits] == []
