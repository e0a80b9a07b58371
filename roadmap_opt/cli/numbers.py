"""Numbers and addresses on the command line, each with what it takes.

Half a per cent may be written 0.5%, %0,5 or 0.005. What can be read in two ways (1.000 is a thousand in Turkish and one
in English) is refused, never guessed.
"""

from __future__ import annotations

import re
from typing import Any

import click

from roadmap_opt.ranges import Range
from roadmap_opt.said import listed, said

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?")
_TWO_READINGS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")


class Number(click.ParamType):  # type: ignore[type-arg]  # generic from Click 8.4 on
    """A number in a range. ``per_cent``: a fraction that may be written in per cent."""

    def __init__(self, span: Range, *, per_cent: bool = False) -> None:
        self.span, self.per_cent = span, per_cent
        self.name = "integer" if span.whole else "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number that is written; fails with the range, and with an example where per cent are possible."""
        number = self._read(value, param, ctx) if isinstance(value, str) else value
        if number not in self.span:
            self.fail(said("{value!r} is not {span}.", value=value, span=self.takes), param, ctx)
        return int(number) if self.span.whole else float(number)

    @property
    def takes(self) -> str:
        """The range in words."""
        return (
            said("{span}, such as 0.005 or 0.5%", span=self.span) if self.per_cent else said("{span}", span=self.span)
        )

    def _read(self, written: str, param: click.Parameter | None, ctx: click.Context | None) -> float:
        digits, divisor = written.strip().replace("−", "-"), 1
        if self.per_cent and (digits.startswith("%") != digits.endswith("%")):
            digits, divisor = digits.removeprefix("%").removesuffix("%").strip(), 100
        if _TWO_READINGS.fullmatch(digits):
            readings = re.sub("[.,]", "", digits), f"{float(digits.replace(',', '.')):g}"
            self.fail(
                said(
                    "{written!r} can be read as {readings}: write one of the two.",
                    written=written,
                    readings=listed(" or as ", readings),
                ),
                param,
                ctx,
            )
        if not _NUMBER.fullmatch(digits):
            self.fail(said("{written!r} is no number; expected {span}.", written=written, span=self.takes), param, ctx)
        return float(digits.replace(",", ".")) / divisor


class ClusterAddress(click.ParamType):  # type: ignore[type-arg]
    """`local`, or the address of a Dask scheduler with its port."""

    name = "address"
    ports = Range(1, 65535, whole=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address as written; fails for one without host or with a port that does not exist."""
        written = str(value)
        found = re.fullmatch(r"(?:[a-z]+://)?(?P<host>\[[0-9a-fA-F:.]+\]|[^\s/:\[\]]+):(?P<port>[0-9]+)/?", written)
        if written != "local" and (found is None or int(found["port"]) not in self.ports):
            self.fail(
                said(
                    "{written!r} is neither `local` nor an address such as tcp://host:8786; a port is {ports}.",
                    written=written,
                    ports=self.ports,
                )
            )
        return written
