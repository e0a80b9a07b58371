"""The results workbook: contents page. The first sheet is for a minister, the others for those who check the first.

:func:`write_results` writes every sheet in order; each family of sheets has a file of its own (`results_*.py`). A run
without a plan gets a workbook that says so, with the inputs and findings but without tables that would look like one.
"""

from __future__ import annotations

from pathlib import Path

from roadmap_opt.documents.excel.sheet import opened_book
from roadmap_opt.insight.scores import Score, counted, scores
from roadmap_opt.messages import Language
from roadmap_opt.palette import BLUE, GREEN, INK, ORANGE, VERMILLION
from roadmap_opt.report.run_book.cash_flow import CashFlow
from roadmap_opt.report.run_book.content import Names
from roadmap_opt.report.run_book.finance import debt_page, sources_page, tax_page
from roadmap_opt.report.run_book.fiscal import fiscal_page
from roadmap_opt.report.run_book.indicators import kpis_page, shadow_prices_page, targets_page
from roadmap_opt.report.run_book.page import Book
from roadmap_opt.report.run_book.plan import (
    balances_page,
    capacity_page,
    contracts_page,
    decisions_page,
    site_balances_page,
    trade_page,
)
from roadmap_opt.report.run_book.record import (
    audit_page,
    changes_page,
    findings_page,
    inputs_page,
    reach_page,
    run_page,
)
from roadmap_opt.report.run_book.security import public_page, security_page
from roadmap_opt.report.run_book.summary import Summary, Tile, percent
from roadmap_opt.report.run_book.tail import tail_page
from roadmap_opt.runs.run import Run, objective_items, peak_funding


def write_results(path: Path, run: Run, language: Language) -> None:
    """Write the results workbook of one run to ``path``; raises :class:`SaveError` when it cannot be written."""
    with opened_book(path) as workbook:
        book = Book(workbook, language, run.case.years, run.case.decision_years)
        workbook.set_properties({"title": book.say("sheet_summary"), "subject": run.case.scenario})
        workbook.set_calc_mode("auto")
        names = Names(run.case, language)
        summary = Summary(book, run, names)
        summary.write_head()
        if run.outcome.status.has_plan:
            _write_plan(book, run, names, summary)
        else:
            summary.page.note(book.say("no_plan"))
        changes_page(book, run)
        inputs_page(book, run)
        findings_page(book, run)
        reach_page(book, run)
        audit_page(book, run)
        run_page(book, run)
        summary.close()


def _write_plan(book: Book, run: Run, names: Names, summary: Summary) -> None:
    board = scores(run)
    decisions_page(book, run, names)
    capacity_page(book, run, names)
    balances_page(book, run, names)
    site_balances_page(book, run, names)
    trade_page(book, run, names)
    contracts_page(book, run, names)
    sources_page(book, run, names)
    debt_page(book, run, names)
    cash = CashFlow(book, run, names)
    tax_page(book, run)
    fiscal_page(book, run)
    tail_page(book, run, names)
    targets_page(book, run, names, board)
    kpis_page(book, run, names)
    security_page(book, run, names)
    public_page(book, run, names)
    shadow_prices_page(book, run)
    summary.write_tiles(_tiles(book, run, board, cash))
    summary.write_scoreboard(board)
    summary.write_timeline()
    summary.write_money(cash)


def _tiles(book: Book, run: Run, board: list[Score], cash: CashFlow) -> list[Tile]:
    settings = run.case.settings
    items = objective_items(run)
    counting = [score for score in board if counted(score)]
    met = sum(score.met for score in counting)
    investment = -sum(cash.values["capex"].values())

    def money(value: float) -> str:
        return f"{book.decimal(value)} {book.money_unit}"

    return [
        Tile(
            book.say("tile_targets"),
            f"{met} / {len(counting)}" if counting else "–",
            book.say("tile_targets_remark" if counting else "tile_no_targets"),
            GREEN if met == len(counting) > 0 else ORANGE,
        ),
        Tile(book.say("tile_gap"), percent(book, run.record.gap), book.say("tile_gap_remark"), BLUE),
        Tile(
            book.say("tile_npv_with"),
            money(items["chosen_npv_with_terminal"]),
            book.say(f"perspective_{settings.perspective}"),
            INK,
        ),
        Tile(
            book.say("tile_npv_without"),
            money(items["chosen_npv_without_terminal"]),
            book.say("tile_npv_without_remark"),
            INK,
        ),
        Tile(book.say("tile_investment"), money(investment), book.say("tile_investment_remark"), VERMILLION),
        Tile(book.say("tile_peak"), money(peak_funding(run)), book.say("tile_peak_remark"), VERMILLION),
    ]
