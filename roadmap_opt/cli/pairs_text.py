"""All pairs of runs on the terminal: a matrix of signs, what they mean, and how many pairs are told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadmap_opt.comparison.pairs import Matrix, summary
from roadmap_opt.messages import Language
from roadmap_opt.words import COMPARISON as WORDS


def pair_lines(names: Sequence[str], pairs: Matrix, language: Language) -> Iterator[str]:
    """The matrix with its runs numbered, since names would not fit above the columns."""
    numbers = [str(number) for number in range(1, len(names) + 1)]
    signs = [[_plain(found.sign.in_language(language)) if found else "·" for found in row] for row in pairs]
    width = max(map(len, [*numbers, *(sign for row in signs for sign in row)]))
    first = max(map(len, names))
    left = " " * (len(numbers[-1]) + 1 + first)
    yield " ".join([left, *(number.rjust(width) for number in numbers)])
    for number, name, row in zip(numbers, names, signs, strict=True):
        head = f"{number.rjust(len(numbers[-1]))} {name.ljust(first)}"
        yield " ".join([head, *(sign.rjust(width) for sign in row)])
    yield WORDS(language, "pairs_legend")
    yield summary(pairs).in_language(language)


def _plain(text: str) -> str:
    """Without the space before a percent sign, which every column would have to hold."""
    return "".join(text.split())
