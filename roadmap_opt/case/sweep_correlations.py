"""Reading sheet Correlations: which parameters of a sweep move together, and why some lines cannot be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from roadmap_opt.case.findings import cell_finding, number
from roadmap_opt.case.names import fold
from roadmap_opt.case.sweeps import Correlation, copula, is_possible
from roadmap_opt.case.tables import Row, Tables
from roadmap_opt.errors import Finding
from roadmap_opt.said import said


def correlations_of(
    tables: Tables, sweep: str, names: Mapping[str, str], workbook: str
) -> tuple[list[Correlation], list[Finding]]:
    """The correlations of a sweep, and what is wrong with their lines; what cannot be read is passed over.

    ``names`` are its parameters as they are written, by how they are compared.
    """
    everywhere = {fold(row.values["parameter"] or "") for row in tables["Sweeps"]}
    lines: dict[frozenset[str], tuple[Row, Correlation]] = {}
    findings: list[Finding] = []

    def report(row: Row, column: str, found: str, expected: str, remedy: str) -> None:
        table = tables["Correlations"]
        code = "E359"
        findings.append(
            cell_finding(workbook, table, row, column, code=code, found=found, expected=expected, remedy=remedy)
        )

    for row in tables["Correlations"]:
        if row.unreadable or fold(row.values["sweep"]) != fold(sweep):
            continue
        pair = [fold(row.values[column]) for column in ("parameter", "other")]
        strangers = [column for column, name in zip(("parameter", "other"), pair, strict=True) if name not in names]
        for column in strangers:
            if fold(row.values[column]) not in everywhere:
                continue  # a reference that leads nowhere, which has a finding of its own
            known = ", ".join(names.values())
            found = said("{name} is no parameter of sweep {sweep}", name=row.values[column], sweep=row.values["sweep"])
            report(row, column, found, said("one of {choices}", choices=known), "Correct the name, or delete the row.")
        if strangers:
            continue
        if pair[0] == pair[1]:
            found = said("{parameter} with itself", parameter=row.values["parameter"])
            report(row, "other", found, "two different parameters", "Correct one of them, or delete the row.")
        elif frozenset(pair) in lines:
            found = said("a second row for this pair, as row {row}", row=lines[frozenset(pair)][0].number)
            report(row, "correlation", found, "one row for each pair", "Delete one of the rows.")
        else:
            correlation = Correlation(names[pair[0]], names[pair[1]], row.values["correlation"])
            lines[frozenset(pair)] = (row, correlation)
    correlations = [correlation for _, correlation in lines.values()]
    if not findings and not is_possible(copula(list(names.values()), correlations)):
        first = next(iter(lines.values()))[0]
        found = said(
            "the {count} correlations of sweep {sweep} contradict one another: no draws have all of them",
            count=len(correlations),
            sweep=sweep,
        )
        expected = "a positive definite matrix of correlations"
        share = _possible_share(list(names.values()), correlations)
        remedy = said("Multiply all of them by {share}, or weaken the largest ones", share=number(share))
        remedy += "; two parameters that always move together are one parameter with several lines."
        report(first, "correlation", found, expected, remedy)
    return correlations, findings


def _possible_share(names: Sequence[str], correlations: Sequence[Correlation]) -> float:
    """The largest share in whole percent of all correlations with which draws exist."""
    shares = (percent / 100 for percent in range(99, 0, -1))
    scaled = ((share, [replace(each, rank=share * each.rank) for each in correlations]) for share in shares)
    return next((share for share, each in scaled if is_possible(copula(names, each))), 0.0)
