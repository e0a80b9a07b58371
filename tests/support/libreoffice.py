"""LibreOffice as a calculating program: workbooks saved anew with every formula recalculated."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.support.programs import missing

_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculate(files: Sequence[Path], saved: Path, profile: Path) -> None:
    """Save ``files`` under their names in the folder ``saved``; ``profile`` is an empty folder for the program's own.

    Where LibreOffice is missing the test is skipped, or fails in CI.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        missing("LibreOffice is not there: apt-get install libreoffice-calc")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    command = [str(program), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    words = [*command, "--outdir", str(saved), *map(str, files)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    assert {path.name for path in saved.iterdir()} == {path.name for path in files}, done.stderr
