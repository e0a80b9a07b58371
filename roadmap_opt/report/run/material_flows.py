"""Pictures of the flows of rare earths: one for each measure, and what becomes of each element."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from roadmap_opt import figures
from roadmap_opt.documents.components import Chart, Choice, Words
from roadmap_opt.documents.html import charts_flow
from roadmap_opt.documents.html.charts import Series, stacked_bars
from roadmap_opt.documents.html.charts_flow import Link, sankey
from roadmap_opt.documents.html.charts_rows import Part, shares
from roadmap_opt.insight.rare_earth_flows import ORIGINS, Flow, Measure, Node, RareEarthFlows
from roadmap_opt.messages import Text
from roadmap_opt.report.run import chart_findings
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.words import CHART_FINDINGS as FOUND
from roadmap_opt.words import MATERIAL as SAY

COLOURS = {"home": "blue", "imported": "orange", "home_scrap": "green", "imported_scrap": "purple"}
"""Colours of the origins."""

BEGINNINGS = ("mined", "imported", "bought", "collected")
PRODUCTS = ("sintered_magnet", "bonded_magnet", "motor")

_ENDS = {
    "motors": "blue", "magnets": "sky", "refined": "green", "raw": "yellow", "scrap": "purple", "stock": "pale_blue",
    "disposed": "rule", "mining": "vermillion", "refining": "orange", "making": "grey", "recycling": "pale_vermillion",
}  # fmt: skip
_RAW = ("ore", "concentrate", "mixed_reo")
_SCRAP = ("scrap", "swarf", "ewaste")


def pictures(run: Run, flows: RareEarthFlows, names: Names) -> Choice:
    """A picture for each measure, the magnet rare earths first."""
    ordered = sorted(flows.measures, key=lambda measure: measure.key != "magnet")
    return Choice(SAY.both("choose"), [(_measure_name(m, flows), _picture(m, run, flows, names)) for m in ordered])


def entered(flows: Iterable[Flow]) -> float:
    """What enters the chain from outside, t of oxide."""
    return math.fsum(flow.amount for flow in flows if flow.source.kind in BEGINNINGS)


def in_products(flows: Iterable[Flow]) -> float:
    """What leaves the chain in magnets and motors, t of oxide."""
    return math.fsum(flow.amount for flow in flows if _is_product(flow))


def lost_by_plant(flows: Iterable[Flow]) -> Counter[str]:
    """What is lost, t of oxide, by plant type."""
    lost: Counter[str] = Counter()
    for flow in flows:
        if flow.target.kind == "lost":
            lost[flow.target.item] += flow.amount  # type: ignore[assignment]  # a counter of tonnes
    return lost


def _is_product(flow: Flow) -> bool:
    return flow.target.kind in ("sold", "exported") and flow.target.item in PRODUCTS


def _measure_name(measure: Measure, flows: RareEarthFlows) -> Text:
    if measure.key in ("all", "magnet"):
        elements = " + ".join(each.key for each in flows.measures if each.key not in ("all", "magnet"))
        return SAY.both(f"measure_{measure.key}", elements=elements)
    return Text.same(measure.key)


def _picture(measure: Measure, run: Run, flows: RareEarthFlows, names: Names) -> Chart:
    every = _without_bare_ore(flows.flows(measure))
    stages = {row.commodity: row.stage for row in run.case.commodities}
    column = flows.columns
    contents: dict[str, dict[str, float]] = defaultdict(dict)
    for row in run.case.composition:
        if row.content > 0:
            contents[row.commodity][row.element] = row.content
    used = {node for flow in every for node in (flow.source, flow.target)}
    alone = Counter(stages[node.item] for node in used if node.kind == "commodity")
    first = min(column[node] for node in used)
    order = [row.commodity for row in run.case.commodities]
    nodes = [
        charts_flow.Node(
            _key(node),
            _name(node, stages, names),
            "quiet",
            column[node] - first,
            _label(node, stages, contents, alone, names),
        )
        for node in sorted(used, key=lambda n: (column[n], n.kind != "commodity", _rank(n, order), n.kind, n.item))
    ]
    links: dict[int, list[Link]] = {year: [] for year in run.case.decision_years}
    for flow in every:
        links[flow.year].append(Link(_key(flow.source), _key(flow.target), flow.amount, flow.origin))
    by_year = {year: streams for year, streams in links.items() if streams}
    present = {flow.origin for flow in every}
    kinds = {o: (SAY.both(f"origin_{o}"), COLOURS[o]) for o in ORIGINS if o in present}
    note = SAY.both("flows_note")
    if any(flow.source.kind == "gained" for flow in every):
        more = SAY.both("flows_note_gained")
        note = Text(f"{note.en} {more.en}", f"{note.tr} {more.tr}")
    name = _measure_name(measure, flows)
    through = flows.flows(measure)
    whole = entered(through) or 1.0
    finding = FOUND.both(
        "flows", first=min(by_year), last=max(by_year), products=figures.percent(in_products(through) / whole, 0),
        lost=figures.percent(math.fsum(lost_by_plant(through).values()) / whole, 0),
    )  # fmt: skip
    chart = sankey(
        SAY.both("flows", measure=name), nodes, by_year, kinds, SAY.both("unit"), note=note,
        alt=_alt(name, through, max(by_year), stages, names), height=760, least_width=960,
    )  # fmt: skip
    return chart_findings.found(chart, finding)


def _without_bare_ore(every: list[Flow]) -> list[Flow]:
    """Without the step from the ground to the ore where the ore comes from nowhere else: it would only repeat it."""
    sources: dict[Node, set[str]] = defaultdict(set)
    for flow in every:
        sources[flow.target].add(flow.source.kind)
    return [flow for flow in every if flow.source.kind != "mined" or sources[flow.target] != {"mined"}]


def _key(node: Node) -> str:
    return f"{node.kind}:{node.item}"


def _rank(node: Node, order: list[str]) -> int:
    return order.index(node.item) if node.kind == "commodity" else 0


def _item(node: Node, stages: Mapping[str, str], names: Names) -> Text:
    if node.kind in ("lost", "gained"):
        return names("plant", node.item)
    return SAY.both(f"stage_{node.item}")


def _name(node: Node, stages: Mapping[str, str], names: Names) -> Text:
    if node.kind == "commodity":
        return names("commodity", node.item)
    return SAY.both(f"node_{node.kind}", item=_item(node, stages, names))


def _label(
    node: Node,
    stages: Mapping[str, str],
    contents: Mapping[str, Mapping[str, float]],
    alone: Mapping[str, int],
    names: Names,
) -> Words:
    """What stands in the picture: the stage where one good stands for it, else the good, with symbols for elements."""
    if node.kind in ("lost", "gained"):
        plant = names("plant", node.item)
        short = Text(re.split(r",| \(| and ", plant.en)[0], re.split(r",| \(| ve ", plant.tr)[0])
        return SAY.both("label_of", item=short, what=SAY.both(f"label_{node.kind}"))
    if node.kind != "commodity":
        return SAY.both("label_of", item=SAY.both(f"stage_{node.item}"), what=SAY.both(f"label_{node.kind}"))
    stage = stages[node.item]
    if alone[stage] == 1:
        return SAY.both(f"stage_{stage}")
    elements = sorted(contents.get(node.item, {}), key=lambda element: -contents[node.item][element])
    if stage in ("oxide", "metal") and 1 <= len(elements) <= 2:
        return SAY.both(f"pure_{stage}", elements="-".join(elements))
    name = names("commodity", node.item)
    return Text(name.en.partition(" (")[0], name.tr.partition(" (")[0])


def _alt(measure: Text, every: list[Flow], year: int, stages: Mapping[str, str], names: Names) -> Text:
    unit = SAY.both("unit")
    shown = [flow for flow in every if flow.year == year]
    sums: dict[tuple[Node, Node], float] = defaultdict(float)
    for flow in shown:
        sums[flow.source, flow.target] += flow.amount
    source, target = max(sums, key=lambda pair: sums[pair])
    return SAY.both(
        "flows_alt", measure=measure, year=year, entered=figures.short(entered(shown), unit),
        products=figures.short(in_products(shown), unit), lost=figures.short(sum(lost_by_plant(shown).values()), unit),
        source=_name(source, stages, names), target=_name(target, stages, names),
        amount=figures.short(sums[source, target], unit),
    )  # fmt: skip


def elements(run: Run, flows: RareEarthFlows) -> list[Chart]:
    """Where each magnet element comes from and where it ends up, all years together."""
    single = [measure for measure in flows.measures if measure.key not in ("all", "magnet")]
    categories = {plant.plant: plant.category for plant in run.case.plants}
    last = run.case.settings.last_year
    rows = [Text.same(measure.key) for measure in single]

    def parts(groups: Mapping[str, tuple[Text, str]], group_of: Callable[[Flow], str | None]) -> list[Part]:
        amounts = {group: [0.0] * len(single) for group in groups}
        for at, measure in enumerate(single):
            for flow in flows.flows(measure):
                group = group_of(flow)
                if group is not None:
                    amounts[group][at] += flow.amount
        return [Part(*groups[group], values) for group, values in amounts.items() if any(values)]

    def begin_of(flow: Flow) -> str | None:
        if flow.source.kind == "gained":
            return "gained"
        return flow.origin if flow.source.kind in BEGINNINGS else None

    begins = {origin: (SAY.both(f"origin_{origin}"), COLOURS[origin]) for origin in ORIGINS}
    begins["gained"] = (SAY.both("label_gained"), "rule")
    ends = {end: (SAY.both(f"end_{end}"), colour) for end, colour in _ENDS.items()}
    unit = SAY.both("unit")
    found = [
        (SAY.both("begins"), parts(begins, begin_of)),
        (SAY.both("ends"), parts(ends, lambda flow: end_of(flow, categories, last))),
    ]
    keys = [measure.key for measure in single]
    said = (
        chart_findings.most_of("imported_most", _shares_of(keys, found[0][1], ("imported", "imported_scrap"), begins)),
        chart_findings.most_of("lost_most", _shares_of(keys, found[1][1], _LOST, ends)),
    )
    return [
        shares(title, rows, whole, unit, finding=finding)
        for (title, whole), finding in zip(found, said, strict=True)
        if whole
    ]


_LOST = ("mining", "refining", "making", "recycling")


def _shares_of(
    keys: Sequence[str], parts: Sequence[Part], counted: Sequence[str], groups: Mapping[str, tuple[Text, str]]
) -> dict[str, float]:
    """Which share of each row the counted groups have; rows with nothing in them are left out."""
    wanted = {groups[group][0] for group in counted}
    found = {}
    for at, key in enumerate(keys):
        whole = math.fsum(part.amounts[at] for part in parts)
        if whole > 0:
            found[key] = math.fsum(part.amounts[at] for part in parts if part.name in wanted) / whole
    return found


def end_of(flow: Flow, categories: Mapping[str, str], last_year: int) -> str | None:
    """In which group of ends a flow is counted, if it leaves the chain: stocks count with the last year's."""
    kind, item = flow.target.kind, flow.target.item
    if kind in ("sold", "exported"):
        groups = {"motor": "motors", "sintered_magnet": "magnets", "bonded_magnet": "magnets"}
        return groups.get(item) or ("raw" if item in _RAW else "scrap" if item in _SCRAP else "refined")
    if kind == "lost":
        making = ("metals", "magnets", "motors")
        category = categories[item]
        return "making" if category in making else category if category in ("mining", "refining") else "recycling"
    if kind == "to_stock":
        return "stock" if flow.year == last_year else None
    return "disposed" if kind == "disposed" else None


def origin_of_products(run: Run, flows: RareEarthFlows) -> Chart | None:
    """Magnet rare earths in magnets and motors sold, by origin and year."""
    measure = next((each for each in flows.measures if each.key == "magnet"), None)
    if measure is None:
        return None
    values: dict[str, dict[int, float]] = {origin: defaultdict(float) for origin in ORIGINS}
    for flow in flows.flows(measure):
        if _is_product(flow):
            values[flow.origin][flow.year] += flow.amount
    series = [
        Series(SAY.both(f"origin_{origin}"), by_year, COLOURS[origin]) for origin, by_year in values.items() if by_year
    ]
    if not series:
        return None
    chart = stacked_bars(SAY.both("products"), run.case.decision_years, series, SAY.both("unit"), height=300)
    years = {
        year: {SAY.both(f"origin_{origin}"): amounts.get(year, 0.0) for origin, amounts in values.items()}
        for year in run.case.decision_years
    }
    return chart_findings.found(chart, chart_findings.origin(years))
