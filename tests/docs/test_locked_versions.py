"""One set of versions: what uv installs from the lock file is what pip installs with the constraints."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


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
