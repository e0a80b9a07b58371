import io

from roadmap_opt.progress import (
    LiveProgress,
    PlainProgress,
    choose_progress,
    format_gap,
    format_number,
    format_seconds,
    stage_name,
)


def test_plain_progress_is_throttled_but_a_first_plan_is_reported_at_once() -> None:
    lines: list[str] = []
    now = 0.0
    progress = PlainProgress(lines.append, interval=5.0, clock=lambda: now)
    progress.phase("value")
    progress.update(0.1, None, 100.0, None)
    now = 1.0
    progress.update(1.0, None, 90.0, None)
    now = 2.0
    progress.update(2.0, 50.0, 80.0, 0.6)
    now = 3.0
    progress.update(3.0, 60.0, 80.0, 0.3)
    now = 8.0
    progress.update(8.0, 70.0, 72.0, 0.0286)
    progress.done()
    assert lines == [
        "value …",
        "value: 0.1 s · best plan – · at best 100.0 · gap –",
        "value: 2.0 s · best plan 50.0 · at best 80.0 · gap 60.00 %",
        "value: 8.0 s · best plan 70.0 · at best 72.0 · gap 2.86 %",
    ]


def test_progress_speaks_turkish() -> None:
    lines: list[str] = []
    progress = PlainProgress(lines.append, "tr")
    progress.phase("değer")
    progress.update(75.4, 1.5, float("inf"), None)
    assert lines[1] == "değer: 1:15 · en iyi plan 1,5 · olabilecek en iyi – · fark –"


def test_a_stage_without_a_plan_of_the_whole_shows_no_gap() -> None:
    lines: list[str] = []
    progress = PlainProgress(lines.append)
    for stage in ("first plan: nothing", "improving: modules 5 of 9", "bound", "target shortfall"):
        progress.phase(stage)
        progress.update(2.0, 50.0, 80.0, 0.6)
    assert lines[1::2] == [
        "first plan: nothing new is built: 2.0 s",
        "improving: modules 5/9: 2.0 s · best plan 50.0 · at best 80.0 · gap 60.00 %",
        "how good a plan could be: 2.0 s · at best 80.0",
        "whole problem: targets: 2.0 s · best plan 50.0 · at best 80.0 · gap 60.00 %",
    ]


def test_stages_have_names_in_both_languages() -> None:
    assert stage_name("improving: part 2", "tr") == "iyileştirme: bölüm 2"
    assert stage_name("improving: dates", "tr") == "iyileştirme: tarihler"
    assert stage_name("improving: sizes 3 of 8", "tr") == "iyileştirme: büyüklükler 3/8"
    assert stage_name("bound: large plants to 2029", "tr") == (
        "bir plan ne kadar iyi olabilir: büyük tesisler, en geç 2029"
    )
    assert stage_name("bound: years to 2028", "tr") == "bir plan ne kadar iyi olabilir: yıllar, en geç 2028"
    assert stage_name("a stage without a name of its own", "tr") == "a stage without a name of its own"


def test_a_pipe_gets_plain_lines() -> None:
    stream = io.StringIO()
    progress = choose_progress(stream, "en")
    assert isinstance(progress, PlainProgress)
    progress.phase("read")
    assert stream.getvalue() == "read …\n"


def test_live_progress_writes_the_state() -> None:
    stream = io.StringIO()
    progress = LiveProgress(stream)
    progress.phase("value")
    progress.update(3.0, 812.4, 815.6, 0.0039)
    progress.done()
    progress.done()
    assert "812.4" in stream.getvalue()
    assert "0.39 %" in stream.getvalue()


def test_formats() -> None:
    assert [format_seconds(seconds, "en") for seconds in (3.04, 59.6, 600)] == ["3.0 s", "1:00", "10:00"]
    assert [format_number(value, "en") for value in (-0.5, 12345.678, None)] == ["−0.5", "12,345.7", "–"]
    assert [format_gap(gap, "en") for gap in (0.005, float("inf"))] == ["0.50 %", "–"]


def test_formats_in_turkish() -> None:
    assert format_seconds(3.04, "tr") == "3,0 s"
    assert format_number(-12345.678, "tr") == "−12.345,7"
    assert format_gap(0.1473, "tr") == "%14,73"
