"""docs/errors.md lists exactly the codes that can be raised."""

from __future__ import annotations

import re
from pathlib import Path

from roadmap_opt.checks.documentation import READING_CODES, errors_markdown

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_rules_say() -> None:
    assert (ROOT / "docs" / "errors.md").read_text(encoding="utf-8") == errors_markdown()


def test_the_codes_of_reading_are_those_in_the_code() -> None:
    folders = (ROOT / "roadmap_opt" / "case", ROOT / "roadmap_opt" / "workbook")
    files = [ROOT / "roadmap_opt" / "errors.py", *(file for folder in folders for file in folder.rglob("*.py"))]
    sources = (file.read_text(encoding="utf-8") for file in files)
    raised = {code for source in sources for code in re.findall(r'"(E1\d\d)"', source)}
    assert raised == set(READING_CODES)
