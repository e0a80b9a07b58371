"""Every text that the program shows, in English and Turkish side by side: a file per subject, a row per text.

The files are CSV that Excel opens, so that whoever corrects a text needs no Python. ``{names}`` in braces are filled in
and have to stay as they are. The glossary (:mod:`roadmap_opt.glossary`) holds the terms that all of them use.
"""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

CONSOLE = Catalogue("console")
"""What the commands print that solve, check and audit one case."""

TERMS = Catalogue("terms")
"""What choices and outcomes are called; shared by the results workbook and the page. ``<what>_<choice>``."""

TILES = Catalogue("tiles")
"""What the first figures of a result are called."""

PHASES = Catalogue("phases")
"""Headings of the table of the solver's stages."""

PAGE = Catalogue("page")
"""The page itself: buttons, labels of controls, what charts and tables say about themselves."""

SUMMARY = Catalogue("summary", TILES)
"""The first screen."""

BRIEF = Catalogue("brief")
"""The briefing of a run."""

CHART_FINDINGS = Catalogue("chart_findings")
"""What there is to see in a chart of a run, in a sentence."""

PLAN = Catalogue("plan")
"""What is built where and when, how it is used, what moves."""

MATERIAL = Catalogue("material")
"""Flows of rare earths, where each element ends up, balances."""

MONEY = Catalogue("money")
"""Money."""

COSTS = Catalogue("costs")
"""The cost per kilogram."""

CONTRACTS = Catalogue("contracts")
"""Contracts."""

SECURITY = Catalogue("security")
"""Security of supply and public value."""

TRUST = Catalogue("trust", PHASES)
"""How far the result can be trusted."""

RESULTS_BOOK = Catalogue("results_book", TERMS, TILES, PHASES)
"""The results workbook."""

COMPARISON = Catalogue("comparison")
"""A comparison of runs."""

COMPARISON_SECTIONS = Catalogue("comparison_sections")
"""Sheets and sections of a comparison."""

COMPARISON_PAGE = Catalogue("comparison_page")
"""What only the page of a comparison says."""

BATCH = Catalogue("batch")
"""The page of a batch."""

SWEEP = Catalogue("sweep")
"""A sweep: page, workbook, terminal."""

REGRET = Catalogue("regret")
"""A regret matrix: page, workbook, terminal."""

STUDIES = Catalogue("studies")
"""What the commands print about batches, sweeps and regret matrices."""

HISTORY = Catalogue("history")
"""What the commands compare, runs, diff and watch print."""

SCENARIOS = Catalogue("scenarios")
"""What the command scenarios prints."""

UPGRADE = Catalogue("upgrade")
"""What became of an older workbook's content."""

REACH = Catalogue("reach")
"""What no plan can reach, and why."""

CHOICES = Catalogue("choices")
"""What may be typed for a choice of the input workbook: ``choice_<column>_<choice>``."""

EXPLAIN = Catalogue("explain")
"""What the command explain prints."""

DESK = Catalogue("desk")
"""What the input workbook itself says, and what `add` and `check --into` say about it."""
