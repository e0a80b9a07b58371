"""Saving a comparison: workbook and page into a new folder that appears only when both are complete."""

from __future__ import annotations

import shutil
from pathlib import Path

from roadmap_opt.messages import Language
from roadmap_opt.report.compare_page import write_comparison_page
from roadmap_opt.saving import SaveError, put_in_place
from roadmap_opt.solution.comparison import Comparison
from roadmap_opt.solution.run_folder import PARTIAL_SUFFIX
from roadmap_opt.solution.run_names import folder_name, is_taken, new_run_name
from roadmap_opt.workbook.compare import write_comparison

COMPARISONS_FOLDER = "comparisons"
WORKBOOK_FILE, PAGE_FILE = "compare.xlsx", "compare.html"


def save_comparison(out: Path, comparison: Comparison, baseline: int, name: str, language: Language) -> Path:
    """Write `results/<workbook of the baseline>/comparisons/<name>/`; without a name, one that sorts by time.

    Returns the folder. Raises :class:`SaveError` when one of that name exists, or when it cannot be written.
    """
    parent = out / folder_name(Path(comparison.runs[baseline].workbook).stem) / COMPARISONS_FOLDER
    folder = parent / folder_name(name or new_run_name())
    if is_taken(parent, folder.name):
        raise SaveError(f"{folder} exists already and is left untouched. Choose another --name.")
    partial = parent / f".{new_run_name()}{PARTIAL_SUFFIX}"
    try:
        partial.mkdir(parents=True)
        write_comparison(partial / WORKBOOK_FILE, comparison, baseline, language)
        write_comparison_page(partial / PAGE_FILE, comparison, baseline, language)
        put_in_place(partial, folder)
    except OSError as error:
        raise SaveError(
            f"cannot write a comparison to {folder}: {error.strerror or error}. Name another folder with --out."
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)  # a comparison can be made again at any time
    return folder
