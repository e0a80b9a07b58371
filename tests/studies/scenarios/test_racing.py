"""A batch with a total time: who searches on, from what, and that nothing is lost on the way."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from roadmap_opt import pipeline
from roadmap_opt.cli import roadmap_opt
from roadmap_opt.comparison.pairs import Aim, Interval, Standing
from roadmap_opt.loaded_run import audit_run
from roadmap_opt.output.run_record import RunRecord
from roadmap_opt.pipeline import Prepared, Request
from roadmap_opt.progress import QuietProgress
from roadmap_opt.publish import publish_run
from roadmap_opt.runs.run import Run
from roadmap_opt.runs.run_folder import load_run
from roadmap_opt.solver.highs import relative_gap
from roadmap_opt.solver.options import OptionError, SolveOptions
from roadmap_opt.solver.outcome import Outcome, Status, StoppedBy
from roadmap_opt.studies import solving
from roadmap_opt.studies.jobs import Began, Ended, Event, Job, JobContext, perform
from roadmap_opt.studies.journal import Entry, State
from roadmap_opt.studies.orders import ScenarioStudy
from roadmap_opt.studies.scenarios.pairs import PAIRS_COLUMNS, read_pairs
from roadmap_opt.studies.scenarios.plan import begin_batch, resume_batch
from roadmap_opt.studies.scenarios.racing import Contender, Round, first_look, next_round
from roadmap_opt.studies.scenarios.running import run_batch
from roadmap_opt.studies.solving import shared_workbook
from tests.support.batches import crew, solve, write_book
from tests.support.tiny_case import tiny_case

ROOT = Path(__file__).parents[3]
AIM = Aim.of(tiny_case().settings)


def contender(name: str, low: float, high: float, given: float = 10.0, **changes: object) -> Contender:
    found = Contender(name, Standing(True, Interval(low, high), AIM, name), is_closed=False, given=given)
    return replace(found, **changes)  # type: ignore[arg-type]


WIDE, LEFT, RIGHT, FAR = (
    contender("wide", 0.0, 100.0), contender("left", 10.0, 20.0), contender("right", 50.0, 70.0),
    contender("far", 500.0, 600.0),
)  # fmt: skip


@pytest.mark.parametrize(
    ("total", "limit", "scenarios", "workers", "expected"),
    [(1000.0, 600.0, 5, 1, 100.0), (1000.0, 600.0, 5, 2, 500 / 3), (1000.0, 30.0, 5, 2, 30.0)],
)
def test_the_first_look_is_half_of_the_time_in_equal_shares(
    total: float, limit: float, scenarios: int, workers: int, expected: float
) -> None:
    assert first_look(total, limit, scenarios, workers) == pytest.approx(expected)


def test_whoever_keeps_most_pairs_open_comes_first_and_whoever_is_told_apart_gets_nothing() -> None:
    assert next_round([LEFT, FAR, RIGHT, WIDE], 25.0, 1) == Round(("wide",), 25.0, 2, 6)
    assert next_round([LEFT, FAR, RIGHT, WIDE], 65.0, 1) == Round(("wide", "right", "left"), 65 / 3, 2, 6)
    assert next_round([LEFT, FAR, RIGHT], 1000.0, 1) is None


def test_rounds_double_and_the_last_one_takes_what_is_left() -> None:
    """Three searches on two workers take two turns; where only one turn of the doubled time fits, two search on."""
    contenders, left, seconds = [WIDE, LEFT, RIGHT], 500.0, []
    while (chosen := next_round(contenders, left, 2)) is not None:
        seconds.append(chosen.seconds)
        left -= chosen.seconds * math.ceil(len(chosen.scenarios) / 2)
        contenders = [replace(each, given=chosen.seconds) for each in contenders]
    assert seconds == pytest.approx([20.0, 40.0, 80.0, 220.0])
    assert left == pytest.approx(0.0)


def test_a_search_shorter_than_the_last_one_is_not_begun() -> None:
    assert next_round([WIDE, LEFT], 9.0, 2) is None
    assert next_round([WIDE, LEFT], 10.0, 2) == Round(("wide", "left"), 10.0, 1, 1)


def test_what_more_time_cannot_decide_gets_none() -> None:
    """Another aim, the same problem, an end that is final; a scenario that had no time to find a plan may find one."""
    cost = replace(LEFT, standing=replace(LEFT.standing, aim=replace(AIM, objective="cost")))
    twin = replace(LEFT, standing=replace(LEFT.standing, problem="wide"))
    for other in (cost, twin):
        assert next_round([WIDE, other], 100.0, 1) is None
    final = replace(LEFT, is_closed=True)
    assert next_round([WIDE, final], 10.0, 1) == Round(("wide",), 10.0, 1, 1)
    assert next_round([replace(WIDE, is_closed=True), final], 100.0, 1) is None
    nothing = replace(FAR, standing=replace(FAR.standing, has_plan=False, interval=Interval(None, None)))
    assert next_round([LEFT, nothing], 10.0, 2) == Round(("far", "left"), 10.0, 1, 1)
    assert next_round([LEFT, replace(nothing, is_closed=True)], 100.0, 2) is None


def test_scenarios_that_are_equal_within_one_per_cent_get_no_more_time() -> None:
    assert next_round([contender("a", 1000.0, 1005.0), contender("b", 1001.0, 1006.0)], 100.0, 1) is None


# --- a batch whose searches leave open what they would on a large workbook --------------------------------------------


class Here:
    """Does jobs one by one in this process; ``dies`` says for which call a worker would have died."""

    def __init__(self, shared: dict[str, object], scratch: Path, dies: Callable[[int], bool] = lambda _: False) -> None:
        self._context = JobContext(shared, QuietProgress(), _Never(), scratch)  # type: ignore[arg-type]
        self._jobs: list[Job] = []
        self._dies, self._calls = dies, 0

    def submit(self, job: Job) -> None:
        self._jobs.append(job)

    def events(self) -> Iterator[Event]:
        while self._jobs:
            job = self._jobs.pop(0)
            self._calls += 1
            yield Began(job.key, 1)
            if self._dies(self._calls):
                yield Ended(job.key, None, "the worker process died 3 times", "", 3, 0.1)
            else:
                yield Ended(job.key, *perform(job, self._context), attempts=1, seconds=0.1)

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class _Never:
    def is_set(self) -> bool:
        return False


class Unseen:
    """Looks at nothing."""

    def began(self, event: Began) -> None:
        pass

    def advanced(self, event: Event) -> None:
        pass

    def ended(self, entry: Entry) -> None:
        pass


@dataclass
class Searches:
    """Solves to the end, then forgets: a search of ``s`` seconds leaves ``width(scenario, s)`` MUSD open.

    ``asked`` are the requests in their order, ``stop_at`` the number of one that Ctrl-C ends.
    """

    width: Callable[[str, float], float]
    asked: list[tuple[str, Request]] = field(default_factory=list)
    stop_at: int = 0

    def __call__(self, prepared: Prepared, request: Request) -> Run:
        scenario, seconds = prepared.case.scenario, request.options.time_limit
        self.asked.append((scenario, request))
        run = pipeline.solve_prepared(prepared, replace(request, options=replace(request.options, time_limit=60.0)))
        (phase,) = run.outcome.phases
        assert phase.objective is not None
        bound = phase.objective + self.width(scenario, seconds)
        if request.proven is not None:
            bound = min(bound, request.proven.value)
        gap = relative_gap(phase.objective, bound)
        assert gap is not None
        stopped = StoppedBy.INTERRUPT if len(self.asked) == self.stop_at else StoppedBy.TIME
        if gap > request.options.gap:
            phase = replace(phase, status=Status.FEASIBLE_AT_LIMIT, stopped_by=stopped)
        phase = replace(phase, bound=bound, gap=gap)
        outcome = Outcome((phase,))
        described = pipeline.describe(prepared, request, outcome, run.violations, (), run.record.seconds)
        return replace(run, outcome=outcome, record=replace(described, run=run.record.run))


Race = Callable[..., tuple[tuple[Entry, ...], list[Round], Searches]]


@pytest.fixture
def race(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Race:
    """Runs a batch of the tiny workbook; its scenarios are worth -0.5, -5.5 and -6.3 MUSD."""
    book, out = write_book(tmp_path / "tiny.xlsx"), tmp_path / "out"
    time_of_batch = [0.0]
    monkeypatch.setattr("roadmap_opt.studies.scenarios.running.time.monotonic", lambda: time_of_batch[0])

    def run(
        width: Callable[[str, float], float],
        total: float = 100.0,
        resume: bool = False,
        stop_at: int = 0,
        dies: Callable[[int], bool] = lambda _: False,
    ) -> tuple[tuple[Entry, ...], list[Round], Searches]:
        searches, told = Searches(width, stop_at=stop_at), list[Round]()

        def solved(prepared: Prepared, request: Request) -> Run:
            time_of_batch[0] += request.options.time_limit
            return searches(prepared, request)

        monkeypatch.setattr(solving, "solve_prepared", solved)
        order = ScenarioStudy(name="race", options=SolveOptions(threads=1), total_time=total)
        plan = resume_batch(book, out, order, {"total_time"}) if resume else begin_batch(book, out, order)
        shared = shared_workbook(book, plan.content, out, publish_run)
        engine = Here(shared, tmp_path / "scratch", dies)
        return run_batch(plan, crew(engine, Unseen(), told=told), "en"), told, searches

    return run


def record_of(tmp_path: Path, entry: Entry) -> RunRecord:
    return load_run(tmp_path / "out" / "tiny" / entry.key / str(entry.get("run"))).record


def halving(first: Mapping[str, float]) -> Callable[[str, float], float]:
    """Twice the time leaves half as much open; the first search, of 100 / 6 s, what is said."""
    return lambda scenario, seconds: first.get(scenario, 0.0) * (100 / 6) / seconds


@pytest.mark.slow
def test_scenarios_that_keep_pairs_open_search_on_from_plan_and_bound(race: Race, tmp_path: Path) -> None:
    entries, told, searches = race(halving({"cheap": 5.0}))
    assert [scenario for scenario, _ in searches.asked] == ["base", "cheap", "cheaper", "cheap"]
    assert told == [Round(("cheap",), 50.0, 1, 3)]
    first, last = searches.asked[1][1], searches.asked[3][1]
    assert (first.start, first.proven) == (None, None)
    assert last.start is not None
    assert last.proven is not None
    assert last.start.origin == last.proven.origin
    assert last.proven.origin.startswith("cheap/")
    by_name = {entry.key: entry for entry in entries}
    assert all(entry.state is State.DONE for entry in entries)
    record = record_of(tmp_path, by_name["cheap"])
    assert record.earlier_bound == {"value": last.proven.value, "origin": last.proven.origin}
    assert record.started_from == last.proven.origin
    assert record.bound is not None
    assert record.bound < last.proven.value
    folder = tmp_path / "out" / "tiny" / "cheap" / record.run
    assert not audit_run(folder).violations
    names, pairs = read_pairs(tmp_path / "out" / "tiny" / "batches" / "race")
    assert names == ("base", "cheap", "cheaper")
    assert [[found.order.value if found else "" for found in row] for row in pairs] == [
        ["", "better", "better"], ["worse", "", "better"], ["worse", "worse", ""]
    ]  # fmt: skip


@pytest.mark.slow
def test_a_later_search_that_comes_less_far_does_not_replace_the_earlier_run(race: Race, tmp_path: Path) -> None:
    entries, told, searches = race(lambda scenario, _: {"cheap": 5.0}.get(scenario, 0.0))
    assert len(told) == 1
    (cheap,) = (entry for entry in entries if entry.key == "cheap")
    assert searches.asked[-1][1].proven is not None
    # as far as before counts as the later one; its bound is that of the earlier
    record = record_of(tmp_path, cheap)
    assert record.earlier_bound is not None
    assert record.bound == record.earlier_bound["value"]
    assert cheap.get("given") == 50.0


@pytest.mark.slow
def test_after_ctrl_c_in_a_round_the_batch_goes_on_with_time_and_bound_kept(race: Race, tmp_path: Path) -> None:
    widths = halving({"cheap": 40.0})
    entries, _, searches = race(widths, total=200.0, stop_at=4)
    assert [entry.state for entry in entries] == [State.DONE, State.INTERRUPTED, State.DONE]
    assert searches.asked[3][1].proven is not None
    cut = entries[1]
    resumed, told, again = race(widths, total=600.0, resume=True)
    assert all(entry.state is State.DONE for entry in resumed)
    (first, *_), (scenario, request) = told, again.asked[0]
    assert scenario == "cheap"
    assert request.proven is not None
    assert request.proven.origin == f"cheap/{cut.get('run')}"
    assert first.seconds > float(cut.get("given") or 0.0)
    bounds = [record_of(tmp_path, entry).bound or 0.0 for entry in (cut, resumed[1])]
    assert bounds[1] <= bounds[0]


@pytest.mark.slow
def test_a_resumed_batch_knows_how_much_of_its_time_is_spent(race: Race) -> None:
    race(halving({"cheap": 5.0}))
    entries, told, searches = race(halving({"cheap": 5.0}), resume=True)
    assert (told, searches.asked) == ([], [])
    assert all(entry.state is State.DONE for entry in entries)


@pytest.mark.slow
def test_a_round_whose_worker_dies_leaves_the_plan_before(race: Race, tmp_path: Path) -> None:
    entries, told, _ = race(halving({"cheap": 60.0}), total=1000.0, dies=lambda call: call == 4)
    assert len(told) == 1
    (cheap,) = (entry for entry in entries if entry.key == "cheap")
    assert (cheap.state, cheap.problem) == (State.DONE, "the worker process died 3 times")
    assert record_of(tmp_path, cheap).has_plan
    resumed, told, _ = race(halving({"cheap": 60.0}), total=2000.0, resume=True)
    assert [each.scenarios for each in told] == [("cheap",)]
    assert [entry.problem for entry in resumed] == ["", "", ""]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "said"), [
    ("en", "1 of 3 pairs cannot be told apart yet; 50 s more for each of: cheap"),
    ("tr", "3 çiftten 1 tanesi henüz ayırt edilemiyor; şu senaryolara 50 s daha: cheap"),
])  # fmt: skip
def test_every_round_is_told(
    language: str, said: str, race: Race, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    race(halving({}))  # sets up the clock and the searches
    searches = Searches(halving({"cheap": 5.0}))
    now = [0.0]
    monkeypatch.setattr("roadmap_opt.studies.scenarios.running.time.monotonic", lambda: now[0])

    def solved(prepared: Prepared, request: Request) -> Run:
        now[0] += request.options.time_limit
        return searches(prepared, request)

    def engine(shared: dict[str, object], workers: int, stop: object) -> Here:
        return Here(shared, tmp_path / "scratch")

    monkeypatch.setattr(solving, "solve_prepared", solved)
    monkeypatch.setattr("roadmap_opt.studies.machine.WorkerEngine", engine)
    words = ["--all", "--total-time", "100", "--workers", "1", "--lang", language]
    found = CliRunner().invoke(
        roadmap_opt, ["solve", str(tmp_path / "tiny.xlsx"), "--out", str(tmp_path / language), *words]
    )
    assert found.exit_code == 0, found.output
    assert said in found.output
    assert len(searches.asked) == 4


@pytest.mark.slow
def test_on_the_command_line(tmp_path: Path) -> None:
    book, out = write_book(tmp_path / "tiny.xlsx"), tmp_path / "out"
    solved = solve(book, out, "--all", "--total-time", "120")
    assert solved.exit_code == 0, solved.output
    assert "3 of 3 pairs are told apart, 0 are proven equal within 1 %, 0 are open." in solved.output
    (pairs,) = out.glob("tiny/batches/*/pairs.csv")
    with pairs.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [column.name for column in PAIRS_COLUMNS]
    assert [row["standing"] for row in rows] == ["better"] * 3
    turkish = solve(book, out, "--resume", "--lang", "tr")
    assert "3 çiftten 3 tanesi ayırt ediliyor" in turkish.output
    for words in (["--total-time", "60"], ["--all", "--total-time", "60", "--rounds", "1"]):
        assert solve(book, tmp_path / "other", *words).exit_code == 2
    assert not (tmp_path / "other").exists()


def test_a_total_time_that_cannot_be_meant_is_refused() -> None:
    with pytest.raises(OptionError, match="full searches"):
        ScenarioStudy(total_time=60.0, options=SolveOptions(rounds=1))
    with pytest.raises(OptionError, match="total_time is 0"):
        ScenarioStudy(total_time=0)


def test_the_guide_explains_every_column_of_the_pairs() -> None:
    guide = (ROOT / "docs" / "batches.md").read_text(encoding="utf-8")
    for column in PAIRS_COLUMNS:
        assert f"| `{column.name}` | {column.unit} | {column.meaning} |" in guide
