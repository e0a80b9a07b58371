"""A sweep in words: what its pages and sheets have in common, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from statistics import median

from roadmap_opt import figures
from roadmap_opt.case.sweeps import Parameter
from roadmap_opt.insight.scores import proven_close
from roadmap_opt.messages import Text
from roadmap_opt.studies.sweep.outcomes import NPV, SCORE, OutcomeColumn
from roadmap_opt.studies.sweep.results import NO_PLAN, POOR, Failure, SweepResults
from roadmap_opt.studies.sweep.rules import Bounds, Rule
from roadmap_opt.studies.sweep.runs import SweepRun
from roadmap_opt.studies.sweep.statistics import LOOSE, BuildShare, Effect
from roadmap_opt.words import SWEEP as WORDS

_MOST_NUMBERS = 12
"""Numbers of runs that a sentence names before it says how many more there are."""

_MOST_CELLS = 3


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A key figure of the first screen: title, figure, remark, and whether it is good news (``None``: neither)."""

    title: Text
    figure: Text
    remark: Text
    good: bool | None = None


def parameter_name(parameter: Parameter) -> Text:
    """What the parameter is called."""
    return Text(parameter.name_en, parameter.name_tr)


def names_by_parameter(results: SweepResults) -> dict[str, Text]:
    """Names of all parameters by their short name."""
    return {parameter.name: parameter_name(parameter) for parameter in results.parameters}


def correlated_pairs(results: SweepResults) -> Text:
    """The correlations that the draws were given, pair by pair."""
    names = names_by_parameter(results)
    pairs = []
    for each in results.record.correlations:
        one, other, rank = names[each["parameter"]], names[each["other"]], figures.number(each["rank"], 2)
        pairs.append(Text(f"{one.en} – {other.en} {rank.en}", f"{one.tr} – {other.tr} {rank.tr}"))
    return Text.listed(pairs, "; ")


def value_words(parameter: Parameter, value: float) -> Text:
    """A value of the parameter: a factor as ×0.8, a number with its unit, or the written word."""
    if parameter.words:
        return Text.same(parameter.written(value))
    if parameter.operation == "multiply":
        shown = figures.number(value, 2)
        return Text(f"×{shown.en}", f"×{shown.tr}")
    if parameter.unit.startswith(("share", "1/yr")):
        return figures.percent(value, 1)
    decimals = 3 if abs(value) < 1 else figures.decimals_of(value)
    return figures.number(value, decimals, Text.same(parameter.unit) if parameter.unit else None)


def acts_on(parameter: Parameter) -> Text:
    """How the parameter acts, and on which cells."""
    cells = [f"{row.values['table']}.{row.values['column_name']} {row.values['row']}" for row in parameter.rows]
    listed = ", ".join(cells[:_MOST_CELLS]) + (f", … (+{len(cells) - _MOST_CELLS})" if len(cells) > _MOST_CELLS else "")
    return WORDS.both(f"operation_{parameter.operation}", cells=listed)


def status_words(run: SweepRun) -> Text:
    """How a run ended."""
    if run.has_plan and run.violations:
        return WORDS.both("run_status_audit")
    return WORDS.both(f"run_status_{run.status.replace(' ', '_')}")


def left_out_lines(results: SweepResults) -> list[Text]:
    """One line per way in which runs came to take no part, with their numbers."""
    groups: dict[Text, list[int]] = {}
    for run in results.left_out:
        groups.setdefault(status_words(run), []).append(run.number)
    lines = []
    for status, numbers in groups.items():
        lines.append(WORDS.both("head_left_out_line", status=status, count=len(numbers), numbers=_listed(numbers)))
    return lines


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:_MOST_NUMBERS])) + (", …" if len(numbers) > _MOST_NUMBERS else "")


def proof_words(effect: Effect | None) -> Text:
    """Whether an effect is proven; empty without one."""
    if effect is None:
        return Text.same("")
    if effect.loose:
        return WORDS.both("proven_loose")
    return WORDS.both("proven_yes" if effect.proven else "proven_no")


def loose_words(results: SweepResults) -> Text | None:
    """A warning about plans that may be poor for want of time; nothing when there are none."""
    if not results.loose:
        return None
    numbers = [run.number for run in results.loose]
    return WORDS.both("head_loose", count=len(numbers), times=figures.number(LOOSE), numbers=_listed(numbers))


def close_words(results: SweepResults) -> Text | None:
    """How many of the plans that count are proven close to the best; nothing without one."""
    return proven_close([run.gap for run in results.counted]) if results.counted else None


def facts(results: SweepResults) -> Text:
    """Workbook, scenario, design and number of runs in one line."""
    record = results.record
    return WORDS.both(
        "page_facts",
        workbook=PurePosixPath(record.workbook).name,
        scenario=results.names("scenario", record.scenario),
        design=WORDS.both(f"design_{record.design}"),
        runs=figures.number(record.runs),
    )


def spread_lead(results: SweepResults) -> Text:
    """What the spread of the outcomes is a spread of."""
    if not results.drawn:
        return WORDS.both("section_spread_grid")
    return WORDS.both("section_spread_kept" if results.record.keep_plan else "section_spread_lead")


def tornado_lead(results: SweepResults) -> Text:
    """What a bar of the tornado shows."""
    return WORDS.both("section_tornado_kept" if results.record.keep_plan else "section_tornado_lead")


def outcome(results: SweepResults, key: str) -> OutcomeColumn:
    """The outcome called ``key``; raises ``StopIteration`` when there is none."""
    return next(each for each in results.outcomes if each.key == key)


def shown(column: OutcomeColumn, value: float | None) -> Text:
    """A value of an outcome with its unit."""
    if column.is_share:
        return figures.percent(value)
    return figures.short(value, column.unit)


def key_figures(results: SweepResults) -> list[KeyFigure]:
    """The figures of the first screen."""
    runs = figures.number(results.record.runs)
    whole = len(results.counted) == len(results.runs)
    found = [
        KeyFigure(
            WORDS.both("tile_counted"),
            figures.number(len(results.counted)),
            WORDS.both("tile_counted_remark", runs=runs),
            good=None if whole else False,
        )
    ]
    if results.counted:
        found += [*_money(results), *_driver(results), _no_regret(results), _targets(results), _gap(results)]
    return found


def _money(results: SweepResults) -> Iterator[KeyFigure]:
    npv = outcome(results, NPV)
    if (at_base := npv.of(results.base)) is not None:
        yield KeyFigure(WORDS.both("tile_base"), shown(npv, at_base), WORDS.both("tile_base_remark"))
    spread = results.distribution(npv)
    if spread is not None:
        low, high = (spread.quantiles[0.05], spread.quantiles[0.95]) if results.drawn else (spread.low, spread.high)
        kind = "span" if results.drawn else "range"
        ends = (figures.short(low), figures.short(high, npv.unit))
        span = Text(f"{ends[0].en} … {ends[1].en}", f"{ends[0].tr} … {ends[1].tr}")
        yield KeyFigure(WORDS.both(f"tile_{kind}"), span, WORDS.both(f"tile_{kind}_remark"))


def _driver(results: SweepResults) -> Iterator[KeyFigure]:
    score, names = outcome(results, SCORE), names_by_parameter(results)
    if results.record.design == "tornado":
        bars = results.tornado(score)
        if bars and bars[0].swing > 0:
            if not bars[0].told:
                remark = WORDS.both("tile_driver_open", value=figures.short(bars[0].swing, score.unit))
                yield KeyFigure(WORDS.both("tile_driver"), WORDS.both("cannot_be_told"), remark, good=False)
                return
            remark = WORDS.both("tile_driver_swing", value=figures.short(bars[0].told, score.unit))
            yield KeyFigure(WORDS.both("tile_driver"), names[bars[0].parameter], remark)
        return
    known = [(found.rho, p.name) for at, p in enumerate(results.parameters)
             if (found := results.correlation(at, score)).rho is not None]  # fmt: skip
    if known:
        rho, name = max(known, key=lambda each: abs(each[0] or 0.0))
        remark = WORDS.both("tile_driver_rank", value=figures.number(rho, 2))
        yield KeyFigure(WORDS.both("tile_driver"), names[name], remark)


def _no_regret(results: SweepResults) -> KeyFigure:
    count = sum(results.is_no_regret(build) for build in results.builds)
    threshold = figures.percent(results.record.no_regret, 0)
    remark = WORDS.both("tile_no_regret_remark", threshold=threshold)
    return KeyFigure(WORDS.both("tile_no_regret"), figures.number(count), remark)


def _targets(results: SweepResults) -> KeyFigure:
    always = sum(each.met.hits == each.met.runs for each in results.targets)
    never = sum(each.met.hits == 0 for each in results.targets)
    remark = WORDS.both("tile_targets_remark", count=len(results.targets), never=never)
    return KeyFigure(WORDS.both("tile_targets"), figures.number(always), remark)


def _gap(results: SweepResults) -> KeyFigure:
    gaps = [run.gap for run in results.counted if run.gap is not None]
    middle, largest = (figures.percent(of(gaps) if gaps else None) for of in (median, max))
    return KeyFigure(WORDS.both("tile_gap"), middle, WORDS.both("tile_gap_remark", largest=largest))


def failure_name(results: SweepResults, key: str) -> Text:
    """What fails, in words."""
    return {NO_PLAN: WORDS.both("fails_no_plan"), POOR: WORDS.both("fails_poor")}.get(key) or WORDS.both(
        "fails_target", name=results.names("target", key)
    )


def limits_words(results: SweepResults, rule: Rule) -> Text:
    """The ranges of a rule in words, joined by "and"."""
    names = names_by_parameter(results)
    told = []
    for bounds in rule.bounds:
        parameter = results.parameters[bounds.parameter]
        if parameter.words:  # a place half-way between two values is none of them
            places = [v for v in parameter.places if _within(v, bounds)]
            kept = [value_words(parameter, place) for place in places]
            values = Text.listed(kept)
            told.append(WORDS.both("fails_among", name=names[parameter.name], values=values))
            continue
        low, high = (None if end is None else value_words(parameter, end) for end in (bounds.low, bounds.high))
        if low is None or high is None:
            end, key = (high, "fails_below") if low is None else (low, "fails_above")
            told.append(WORDS.both(key, name=names[parameter.name], end=end))
        else:
            told.append(WORDS.both("fails_between", name=names[parameter.name], low=low, high=high))
    glue = WORDS.both("fails_and")
    return Text(glue.en.join(each.en for each in told), glue.tr.join(each.tr for each in told))


def _within(value: float, bounds: Bounds) -> bool:
    return (bounds.low is None or value >= bounds.low) and (bounds.high is None or value <= bounds.high)


def failure_words(results: SweepResults, failure: Failure) -> Text:
    """When something fails, in a sentence with its numbers."""
    found = failure.rule
    return WORDS.both(
        "fails",
        what=failure_name(results, failure.key),
        failures=figures.number(found.failures),
        runs=figures.number(found.runs),
        limits=limits_words(results, found),
        elsewhere=figures.number(found.all_failures - found.failures),
        others=figures.number(found.all_runs - found.runs),
    )


def capacity_words(build: BuildShare, unit: Text) -> Text:
    """Median capacity of a plant, and where the middle nine tenths lie when that differs."""
    low, median, high = build.capacity
    shown = figures.short(median, unit)
    if low == high:
        return shown
    ends = [figures.short(value) for value in (low, high)]
    return Text(f"{shown.en} ({ends[0].en} … {ends[1].en})", f"{shown.tr} ({ends[0].tr} … {ends[1].tr})")


def varied_words(run: SweepRun, names: dict[str, Text]) -> Text:
    """What a tornado moved in this run; empty otherwise."""
    if not run.varied:
        return Text.same("")
    return WORDS.both("end_of", parameter=names[run.varied], end=WORDS.both(f"end_{run.end}"))


def record_pairs(results: SweepResults) -> list[tuple[Text, Text]]:
    """What the record says, line by line."""
    record = results.record
    plain: Sequence[str] = (
        "name", "created_utc", "workbook", "workbook_sha256", "inputs_sha256", "scenario", "design", "runs", "seed",
        "base_run", "workers", "system",
    )  # fmt: skip
    pairs = [(WORDS.both(f"record_{name}"), Text.same(getattr(record, name))) for name in plain]
    pairs.append((WORDS.both("record_no_regret"), figures.percent(record.no_regret, 0)))
    pairs.append((WORDS.both("record_keep_plan"), WORDS.both("record_yes" if record.keep_plan else "record_no")))
    pairs.append((WORDS.both("record_seconds"), figures.number(record.seconds)))
    pairs += [
        (WORDS.both("record_option", name=name), Text.same("–" if value is None else value))
        for name, value in record.options.items()
    ]
    pairs += [(WORDS.both("record_version", name=name), Text.same(value)) for name, value in record.versions.items()]
    return pairs
