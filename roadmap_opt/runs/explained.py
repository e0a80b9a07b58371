"""What `explain` has answered about the plan of a run: its sentences, kept beside the plan for its page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roadmap_opt.messages import LANGUAGES, Text
from roadmap_opt.output.json_text import read_json
from roadmap_opt.saving import saved_whole

EXPLANATION_FILE = "explanation.json"
TOPICS = ("price", "firm", "less", "delay", "limits")
"""What is asked about a plan: what each target costs; what the plan loses without each of its parts; what is left with
less public money, fewer emissions or more shortfall; what a delay or another ceiling costs; what each limit is worth.
"""


@dataclass(frozen=True, slots=True)
class Explained:
    """Sentences by topic, in the order of :data:`TOPICS`; a topic without any was never asked, or in vain."""

    topics: Mapping[str, Sequence[Text]]

    def with_newer(self, newer: Explained) -> Explained:
        """These sentences, those of ``newer`` in place of the older ones of the same topics."""
        both = {**self.topics, **{topic: sentences for topic, sentences in newer.topics.items() if sentences}}
        return Explained({topic: both[topic] for topic in TOPICS if topic in both})


def write_explained(folder: Path, explained: Explained) -> None:
    """Write the sentences into the folder of their run; raises :class:`SaveError` when that cannot be done."""
    plain = {
        topic: [{language: sentence.in_language(language) for language in LANGUAGES} for sentence in sentences]
        for topic, sentences in explained.topics.items()
    }
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
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return Explained(topics)


def _sentence(plain: Any) -> Text:
    words = [plain[language] for language in LANGUAGES]
    if not all(isinstance(each, str) for each in words):
        raise TypeError
    return Text(*words)
