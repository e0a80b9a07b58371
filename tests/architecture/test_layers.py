"""Who may import whom: dependencies run downward only, and each library has its home."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.build import FAMILIES
from tests.support.source import MODULES, Module
from tests.support.tiny_case import tiny_case

LAYERS: tuple[tuple[str, ...], ...] = (
    ("locking", "messages", "interrupt", "palette", "console", "csv_text", "shell_words"),
    ("said",),
    ("errors", "ranges"),
    ("figures", "saving", "glossary", "words"),
    ("progress", "documents"),
    ("case",),
    ("checks",),
    ("reach",),
    ("model",),
    ("solver",),
    ("output",),
    ("auditor",),
    ("runs",),
    ("insight",),
    ("comparison",),
    ("diagnose",),
    ("workbook",),
    ("pipeline",),
    ("studies",),
    ("answers",),
    ("report",),
    ("commands", "loaded_run", "watch"),
    ("making",),
    ("publish",),
    ("studying",),
    ("verbs",),
    ("cli",),
    ("__main__",),
)
"""From the bottom up; a layer may import those below it and itself."""

HOMES: dict[str, tuple[str, ...]] = {
    "pyomo": (
        "roadmap_opt.model",
        "roadmap_opt.solver",
        "roadmap_opt.runs.extract",
        "roadmap_opt.diagnose",
    ),
    "highspy": ("roadmap_opt.solver", "roadmap_opt.diagnose"),
    "openpyxl": ("roadmap_opt.report.run_book.check",),
    "xlsxwriter": ("roadmap_opt.documents.excel", "roadmap_opt.report.run_book", "roadmap_opt.workbook"),
    "click": ("roadmap_opt.cli",),
    "rich": ("roadmap_opt.cli", "roadmap_opt.progress"),
    "scipy": ("roadmap_opt.studies.sweep",),
    "pyarrow": ("roadmap_opt.studies",),
    "distributed": ("roadmap_opt.studies",),
    "watchfiles": ("roadmap_opt.watch",),
    "reportlab": ("roadmap_opt.documents.pdf",),
    "pptx": ("roadmap_opt.documents.powerpoint",),
    "jinja2": ("roadmap_opt.documents.html",),
    "ortools": (),
}
"""Where a library may be used."""

WRITERS = ("roadmap_opt.documents", "roadmap_opt.report", "roadmap_opt.workbook")
"""Where results become files for reading."""

_HEIGHT = {name: height for height, layer in enumerate(LAYERS) for name in layer}


def _within(module: Module, packages: tuple[str, ...]) -> bool:
    return any(module.name == p or module.name.startswith(f"{p}.") for p in packages)


def test_every_module_has_its_place_among_the_layers() -> None:
    assert [module.name for module in MODULES if module.layer not in _HEIGHT] == []


def test_dependencies_run_downward() -> None:
    def downward(module: Module, name: str) -> bool:
        other = name.split(".")[1]
        return other == module.layer or _HEIGHT[other] < _HEIGHT[module.layer]

    upward = [
        f"{module.name} imports {name}"
        for module in MODULES
        for name in module.imports_from("roadmap_opt")
        if not downward(module, name)
    ]
    assert upward == []


def test_the_plan_of_the_house_shows_every_room_in_its_place() -> None:
    page = (Path(__file__).parents[2] / "docs" / "house.md").read_text(encoding="utf-8")
    shown = [re.findall(r"`(\w+)`", row.split("|")[1]) for row in page.splitlines() if row.startswith("| `")]
    rooms = [room for row in shown for room in row]
    packages = {module.layer for module in MODULES if module.name.count(".") > 1}
    assert packages - set(rooms) == set()
    heights = [max(_HEIGHT[room] for room in row) for row in shown]
    assert heights == sorted(heights)


def test_the_pipeline_knows_no_writer() -> None:
    (pipeline,) = (module for module in MODULES if module.name == "roadmap_opt.pipeline")
    writers = [
        name
        for name in pipeline.imports_from("roadmap_opt")
        if name.startswith(WRITERS) and ".workbook.read." not in name
    ]
    assert writers == []


def test_libraries_stay_at_home() -> None:
    strangers = [
        f"{module.name} imports {name}"
        for library, homes in HOMES.items()
        for module in MODULES
        if not _within(module, homes)
        for name in module.imports_from(library)
    ]
    assert strangers == []


def test_families_do_not_import_each_other() -> None:
    families = tuple(family.__name__ for family in FAMILIES)
    found = {module.name: module.imports_from(*families) for module in MODULES if module.name in families}
    assert {name: others for name, others in found.items() if others} == {}


def test_look_ups_read_only_the_families_they_are_given() -> None:
    """What a family of look-ups builds on is in its constructor: it does not reach through one family into another."""
    families = set(vars(Indexes(tiny_case()))) - {
        "case",
        "settings",
        "years",
        "first_year",
        "last_year",
        "tail",
        "periods",
    }
    through = {f"self.{name}" for name in families - {"rows"}}  # the rows are not derived, and have the sheets' names
    classes = {
        node.name: node
        for module in MODULES
        if module.name.startswith("roadmap_opt.case.indexes.")
        for node in module.tree.body
        if isinstance(node, ast.ClassDef)
    }
    assert len(classes) == len(families)
    for name, family in classes.items():
        reads = (node for node in ast.walk(family) if isinstance(node, ast.Attribute) and node.attr in families)
        assert [ast.unparse(node) for node in reads if ast.unparse(node.value) in through] == [], name


def test_every_file_of_the_model_is_a_family_or_a_helper() -> None:
    files = {m.name.rpartition(".")[2] for m in MODULES if m.layer == "model" and m.name != "roadmap_opt.model"}
    families = {family.__name__.rpartition(".")[2] for family in FAMILIES}
    assert files - families == {"algebra", "build", "documentation", "plan_sums", "public_indicators"}


def test_the_auditor_shares_nothing_with_the_model() -> None:
    shared = ("roadmap_opt.model", "roadmap_opt.solver", "roadmap_opt.runs.extract",
              "roadmap_opt.case.indexes",
              "roadmap_opt.case.profiles")  # fmt: skip
    auditor = [module for module in MODULES if _within(module, ("roadmap_opt.auditor",))]
    found = {module.name: module.imports_from(*shared) for module in auditor}
    assert auditor
    assert {name: names for name, names in found.items() if names} == {}
