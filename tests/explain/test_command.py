"""The command `explain` on the tiny workbook."""

from __future__ import annotations

import html
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from roadmap_opt import publish, verbs
from roadmap_opt.cli import NO_PLAN_FOUND, roadmap_opt
from roadmap_opt.messages import Text
from roadmap_opt.runs.explained import Between, Explained, TargetCost
from roadmap_opt.saving import SaveError
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Outcome
from roadmap_opt.workbook.template import write_workbook
from tests.support.tiny_case import tiny_rows, tiny_tables


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run whose plan has a mine, plants and a programme."""
    folder = tmp_path_factory.mktemp("planned")
    write_workbook(folder / "tiny.xlsx", tiny_tables(), language="en")
    run = verbs.solve(folder / "tiny.xlsx", options=SolveOptions(threads=1), out=folder / "results")
    assert run.folder is not None
    return run.folder


def explained(folder: Path, *words: str, **target: object) -> Result:
    book = folder / "tiny.xlsx"
    write_workbook(book, tiny_tables(Targets=tiny_rows("Targets", magnets=target)), language="en")
    return CliRunner().invoke(roadmap_opt, ["explain", str(book), "--threads", "1", *words])


def test_without_hard_targets_there_is_nothing_to_repair(tmp_path: Path) -> None:
    result = explained(tmp_path)
    assert result.exit_code == 0
    assert "No target is out of reach by arithmetic alone." in result.output
    assert "No target is hard and may move, so there is nothing to repair." in result.output


def test_a_hard_target_out_of_reach_is_explained_by_all_three(tmp_path: Path) -> None:
    result = explained(tmp_path, mode="hard", first_year=2027)
    assert result.exit_code == 0, result.output
    assert "wants 50\u00a0t/yr in 2027, at most 0 can exist; not before 2028" in result.output
    assert "Besides the hard targets that are out of reach (magnets), no contradiction could be shown." in result.output
    assert "Targets!D5 (magnets, first_year): 2027 → 2028" in result.output


def test_a_contradiction_names_its_cells(tmp_path: Path) -> None:
    # the market takes 100 t a year, two lines make more
    result = explained(tmp_path, "--question", "conflict", mode="hard", value=150.0)
    assert "These 2 row(s) cannot hold together" in result.output
    assert "Targets!G5 (magnets) value" in result.output
    assert "Markets!H5 (home) addressable_share" in result.output
    assert "Each of them is needed for this contradiction" in result.output


@pytest.mark.parametrize("language", ["en", "tr"])
def test_a_single_question_is_answered_alone(tmp_path: Path, language: str) -> None:
    result = explained(tmp_path, "--question", "reach", "--lang", language, mode="hard", first_year=2027)
    assert "Targets!G5" in result.output
    assert "→" not in result.output


def test_a_search_without_a_plan_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from roadmap_opt.answers import Repairs, answer
    from roadmap_opt.solver.outcome import Phase, Status, StoppedBy

    nothing = Outcome((Phase("x", Status.NOTHING_AT_LIMIT, None, None, None, 0.0, 0, StoppedBy.TIME),))
    monkeypatch.setattr(answer, "least_repairs", lambda prepared, request: Repairs(nothing, (), (), ()))
    result = explained(tmp_path, "--question", "repair", mode="hard", first_year=2027)
    assert result.exit_code == NO_PLAN_FOUND
    assert "no repair is known" in result.output


def test_a_run_is_explained_by_its_own_inputs(tmp_path: Path) -> None:
    book = tmp_path / "tiny.xlsx"
    write_workbook(book, tiny_tables(Targets=tiny_rows("Targets", magnets={"first_year": 2027})), language="en")
    run = verbs.solve(book, "cheap", options=SolveOptions(threads=1), out=tmp_path / "results")
    book.unlink()
    assert run.folder is not None
    result = CliRunner().invoke(roadmap_opt, ["explain", str(run.folder), "--question", "reach"])
    assert result.exit_code == 0, result.output
    assert "not before 2028" in result.output
    assert verbs.explain(run, questions=("reach",)).scenario == "cheap"
    refused = CliRunner().invoke(roadmap_opt, ["explain", str(run.folder), "--scenario", "cheaper"])
    assert refused.exit_code == 2
    assert "its own scenario" in refused.output


def test_why_an_item_is_in_the_plan(tmp_path: Path) -> None:
    book = tmp_path / "tiny.xlsx"
    write_workbook(book, tiny_tables(), language="en")
    run = verbs.solve(book, options=SolveOptions(threads=1), out=tmp_path / "results")

    def asked(*words: str) -> Result:
        return CliRunner().invoke(roadmap_opt, ["explain", str(run.folder), "--threads", "1", *words])

    line = asked("--question", "why", "--item", "magnet_line")
    assert line.exit_code == 0, line.output
    assert "without it: net present value" in line.output
    assert "MUSD of net present value to this plan" in line.output
    assert "target magnets: missed in no year; then in 2029–2030" in line.output
    for wrong in (("--question", "why"), ("--item", "magnet_line"), ("--question", "why", "--item", "smelter")):
        assert asked(*wrong).exit_code == 2


@pytest.mark.slow
@pytest.mark.parametrize(("question", "language", "said"), [
    ("price", "en", "MUSD if asked for last, "),
    ("price", "tr", "en son istenirse"),
    ("firm", "en", "Every plan made of parts of this one that is at most"),
    ("less", "tr", "Ağırlıklı açık"),
    ("delay", "en", "takes a year longer: weighted shortfall"),
    ("limits", "tr", "net bugünkü değeri"),
])  # fmt: skip
def test_what_is_said_of_a_plan_stands_on_a_page_and_in_a_workbook(
    planned: Path, tmp_path: Path, question: str, language: str, said: str
) -> None:
    words = ["explain", str(planned), "--question", question, "--lang", language, "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(roadmap_opt, [*words, "--name", "mine", "--threads", "1"])
    assert result.exit_code == 0, result.output
    assert said in result.output
    (folder,) = (tmp_path / "out").glob("*/explanations/mine")
    page = (folder / "explanation.html").read_text(encoding="utf-8")
    assert said.split(":")[0] in page
    assert (folder / "explanation.xlsx").is_file()
    again = CliRunner().invoke(roadmap_opt, [*words, "--name", "mine", "--threads", "1"])
    assert again.exit_code != 0
    assert ("left untouched" if language == "en" else "dokunulmadı") in again.output


def test_the_page_of_the_run_shows_what_was_answered(planned: Path, tmp_path: Path) -> None:
    """Its sentences stand in the folder, the page shows them topic by topic, and the audit finds nothing wrong."""
    folder = tmp_path / "run"
    shutil.copytree(planned, folder)
    (folder / "explanation.json").unlink(missing_ok=True)  # of another test, on the same run
    book = (folder / "results.xlsx").read_bytes()
    for question, topic in (("price", "What each target costs"), ("delay", "Delays and another ceiling")):
        words = ["explain", str(folder), "--question", question, "--threads", "1", "--out", str(tmp_path / "out")]
        result = CliRunner().invoke(roadmap_opt, words)
        assert result.exit_code == 0, result.output
        assert "The page of the run shows it too" in result.output
        run = verbs.load(folder)
        assert run.explained is not None
        first = run.explained.topics[question][0]
        page = html.unescape((folder / "report.html").read_text(encoding="utf-8"))
        assert page.count(first.en) == page.count(first.tr) == 2  # on the first screen and in the section
        assert topic in page
    assert list(run.explained.topics) == ["price", "delay"]
    assert (folder / "results.xlsx").read_bytes() == book
    assert not verbs.audit(folder).violations
    assert any("rest on solves that no audit repeats" in note.en for note in verbs.audit(folder).remarks)


@pytest.mark.parametrize(
    "content",
    ["[1]", "{", '{"price": [{"en": 1, "tr": 2}]}', '{"price": 3}', '{"target_prices": {"a": {"last": 3}}}'],
)
def test_a_damaged_explanation_hides_no_plan(planned: Path, tmp_path: Path, content: str) -> None:
    folder = tmp_path / "run"
    shutil.copytree(planned, folder)
    (folder / "explanation.json").write_text(content, encoding="utf-8")
    run = verbs.load(folder)
    assert run.explained is None
    assert run.outcome.status.has_plan
    assert any("explain writes it anew" in note.en for note in verbs.audit(folder).remarks)


def test_an_answer_in_vain_takes_nothing_away() -> None:
    known = Explained({"price": [Text.same("dear")], "less": [Text.same("old")]}, {"many": TargetCost(Between(1, 2))})
    newer = Explained({"price": [], "less": [Text.same("new")], "delay": [Text.same("late")]})
    both = known.with_newer(newer)
    assert both.prices == known.prices
    assert both.topics == {"price": [Text.same("dear")], "less": [Text.same("new")], "delay": [Text.same("late")]}


def test_two_answers_at_once_are_both_kept_and_the_page_shows_what_is_kept(
    planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second has loaded the run before the first wrote; a page that cannot be written leaves the sentences too."""
    folder = tmp_path / "run"
    shutil.copytree(planned, folder)
    (folder / "explanation.json").unlink(missing_ok=True)
    answers = {topic: verbs.explain_plan(folder, [topic], workers=1) for topic in ("price", "delay")}
    for each in answers.values():
        publish.keep_explanation(each, "en")
    kept = verbs.load(folder).explained
    assert kept is not None
    assert list(kept.topics) == ["price", "delay"]

    def locked(*_: object) -> None:
        raise SaveError("the page is open")

    monkeypatch.setattr(publish, "write_report", locked)
    less = verbs.explain_plan(folder, ["less"], workers=1)
    with pytest.raises(SaveError):
        publish.keep_explanation(less, "en")
    assert verbs.load(folder).explained == kept
    shutil.rmtree(folder)
    with pytest.raises(SaveError, match="is gone"):
        publish.keep_explanation(less, "en")
    assert not folder.exists()


def test_a_name_that_is_taken_is_told_before_anything_is_solved(
    planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "explain_plan", lambda *_, **__: pytest.fail("solved before the name was looked at"))
    (tmp_path / "out" / "tiny" / "explanations" / "mine").mkdir(parents=True)
    words = ["explain", str(planned), "--question", "price", "--name", "mine", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(roadmap_opt, words)
    assert result.exit_code != 0
    assert "left untouched" in result.output


def test_questions_about_a_plan_need_a_run(tmp_path: Path) -> None:
    result = explained(tmp_path, "--question", "price")
    assert result.exit_code == 2
    assert "give the folder of a run" in result.output


def test_a_limit_that_history_exceeds_is_said_to_be_exceeded(tmp_path: Path) -> None:
    book = tmp_path / "tiny.xlsx"
    reserve = {"target": "small", "kpi": "verified_reserve", "definition": "standard", "first_year": 2027,
               "sense": "<=", "value": 1.0, "mode": "hard", "weight": 1.0}  # fmt: skip
    begun = tiny_rows("Programmes", verification={"started": 2025})
    write_workbook(book, tiny_tables(Targets=[reserve], Programmes=begun), language="en")
    result = CliRunner().invoke(roadmap_opt, ["explain", str(book), "--threads", "1", "--question", "repair"])
    assert "every plan exceeds it by at least 100.0 %; the plan of the repairs exceeds it by 100.0 %" in result.output
    assert "(small, value): 1 → 2" in result.output


def test_from_a_plan_that_builds_nothing_no_edits_are_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from roadmap_opt.answers import repair

    def nothing_built(case: object, request: object) -> object:
        outcome, tables, conflicts = solved(case, request)  # type: ignore[arg-type]
        last = replace(outcome.phases[-1], gap=0.8)
        return Outcome((*outcome.phases[:-1], last)), {**tables, "builds": tables["builds"].iloc[:0]}, conflicts

    solved = repair.solve_case
    monkeypatch.setattr(repair, "solve_case", nothing_built)
    result = explained(tmp_path, "--question", "repair", mode="hard", first_year=2027)
    assert result.exit_code == NO_PLAN_FOUND
    assert "Only a plan that builds nothing was found" in result.output
    assert "→" not in result.output
