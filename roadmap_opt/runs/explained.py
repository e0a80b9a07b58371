"""What `explain` has answered about the plan of a run: sentences for its page, prices for its briefing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from roadmap_opt.figures import number
from roadmap_opt.messages import LANGUAGES, Text
from roadmap_opt.output.json_text import read_json
from roadmap_opt.saving import saved_whole
from roadmap_opt.words import EXPLAIN as SAY

EXPLANATION_FILE = "explanation.json"
TOPICS = ("price", "firm", "less", "delay", "limits")
"""What is asked about a plan: what each target costs; what the plan loses without each of its parts; what is left with
less public money, fewer emissions or more shortfall; what a delay or another ceiling costs; what each limit is worth.
"""

LITTLE = 0.5
"""MUSD below which a price is called none."""

_PRICES = "target_prices"


class Between(NamedTuple):
    """A number of which it is proven that it is no less and no more than this, in MUSD."""

    low: float
    high: float

    def told(self, decimals: int = 1) -> Text:
        """Both ends, or the number where they read the same."""
        low, high = number(self.low, decimals), number(self.high, decimals)
        return low if low == high else SAY.both("between", low=low, high=high)


class TargetCost(NamedTuple):
    """What one target costs as far as the plan meets it: asked for last, and alone where that was proven."""

    last: Between
    alone: Between | None = None

    @property
    def is_little(self) -> bool:
        """Whether it costs next to nothing, all others being met as well as now."""
        return self.last.high < LITTLE

    def told(self) -> Text:
        """The prices in words, without the name of the target."""
        if self.alone is None:
            return SAY.both("price_last", last=self.last.told())
        return SAY.both("price_alone", last=self.last.told(), alone=self.alone.told())


@dataclass(frozen=True, slots=True)
class Explained:
    """Sentences by topic, in the order of :data:`TOPICS`; a topic without any was never asked, or in vain.

    ``prices`` are the numbers of the topic ``price`` by target, nothing where no answer came in time.
    """

    topics: Mapping[str, Sequence[Text]]
    prices: Mapping[str, TargetCost | None] = field(default_factory=dict)

    def with_newer(self, newer: Explained) -> Explained:
        """These sentences, those of ``newer`` in place of the older ones of the same topics."""
        both = {**self.topics, **{topic: sentences for topic, sentences in newer.topics.items() if sentences}}
        prices = newer.prices if newer.topics.get("price") else self.prices
        return Explained({topic: both[topic] for topic in TOPICS if topic in both}, prices)


def write_explained(folder: Path, explained: Explained) -> None:
    """Write sentences and prices into the folder of their run; raises :class:`SaveError` when that cannot be done."""
    plain: dict[str, Any] = {
        topic: [{language: sentence.in_language(language) for language in LANGUAGES} for sentence in sentences]
        for topic, sentences in explained.topics.items()
    }
    plain[_PRICES] = {target: cost and cost._asdict() for target, cost in explained.prices.items()}
    with saved_whole(folder / EXPLANATION_FILE, overwrite=True) as whole:
        whole.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_explained(folder: Path) -> Explained | None:
    """The sentences in a folder; ``None`` where there are none, and for a file that holds something else.

    They are there to be shown: a run whose file is damaged is no less a run, and asking again writes it anew.
    """
    path = folder / EXPLANATION_FILE
    if not path.is_file():
        return None
    try:
        plain = dict(read_json(path))
        topics = {topic: [_sentence(each) for each in plain[topic]] for topic in TOPICS if topic in plain}
        prices = {str(target): _cost(each) for target, each in plain.get(_PRICES, {}).items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return Explained(topics, prices)


def _cost(plain: Any) -> TargetCost | None:
    if plain is None:
        return None
    last, alone = (None if plain[key] is None else Between(*map(float, plain[key])) for key in ("last", "alone"))
    if last is None:
        raise TypeError
    return TargetCost(last, alone)


def _sentence(plain: Any) -> Text:
    words = [plain[language] for language in LANGUAGES]
    if not all(isinstance(each, str) for each in words):
        raise TypeError
    return Text(*words)
