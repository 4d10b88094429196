"""The words of `words.yaml`, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from isthmus.errors import InvalidError

_FILE = "words.yaml"
_SINGLE = (
    "verbs",
    "states",
    "adverbs",
    "no_names",
    "role_nouns",
    "everybody",
    "describing",
    "nouns_too",
)
_PHRASES = (
    "action_headings",
    "no_action_headings",
    "action_labels",
    "other_labels",
    "finished",
    "nothing",
    "courtesies",
    "accepted",
    "reported_done",
)


@dataclass(frozen=True)
class Words:
    """Lists of words in small letters; ``columns`` says what a table's header means."""

    single: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, str]
    participles: Mapping[str, str]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.single[name]

    def any_of(self, name: str) -> tuple[str, ...]:
        """Give the phrases of a list, the longest first, as a pattern tries them."""
        return self.phrases[name]


@cache
def words() -> Words:
    read = yaml.safe_load((files("isthmus.actions.extracting") / _FILE).read_text(encoding="utf-8"))
    missing = {*_SINGLE, *_PHRASES, "columns", "participles"} - set(read)
    if missing:
        raise InvalidError(f"{_FILE} has no list {', '.join(sorted(missing))}. Add it.")
    return Words(
        single={name: frozenset(read[name].split()) for name in _SINGLE},
        phrases={name: _phrases(read[name]) for name in _PHRASES},
        columns={said: kind for kind, listed in read["columns"].items() for said in _split(listed)},
        participles=read["participles"],
    )


def _phrases(listed: Any) -> tuple[str, ...]:  # noqa: ANN401 - as YAML gives it
    return tuple(sorted(_split(listed), key=len, reverse=True))


def _split(listed: str) -> list[str]:
    return [phrase.strip() for phrase in listed.split("|")]
