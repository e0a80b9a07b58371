"""One workbook and one undisturbed matrix for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmap_opt.runs.run_names import folder_name
from tests.support.regret_matrices import regret, write_worlds


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook; results stand beside it. Not to be changed."""
    return write_worlds(tmp_path_factory.mktemp("regret") / "tiny.xlsx")


@pytest.fixture(scope="session")
def by_hand(worlds: Path) -> Path:
    """Folder of the matrix of all three worlds, decisions held until 2028."""
    result = regret(worlds, worlds.parent / "out", "--scenarios", "base,bust,late", "--name", "by hand")
    assert result.exit_code == 0, result.output
    return worlds.parent / "out" / "tiny" / "regret" / folder_name("by hand")


@pytest.fixture(scope="session")
def batch(by_hand: Path) -> str:
    """Folder of the batch with the own plans of the three worlds."""
    (found,) = (by_hand.parents[1] / "batches").iterdir()
    return str(found)
