"""Questions that set things side by side: two standards on a topic, or two terms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from isthmus.library.model import Hit
from isthmus_knowledge.analysis import STOP_WORDS, words
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.crosswalk import Topic, crosswalk
from isthmus_knowledge.sources import Mention, mentions

GLOSSARY: Final = "glossary"
CROSSWALK: Final = "crosswalk-of-standards-by-topic"
_PLACE: Final = "\N{SECTION SIGN}"
_JOINED: Final = re.compile(
    rf"{_PLACE}(?:\s*,\s*(?:the )?{_PLACE})*,?\s*(?:and|or|&|/|with|to|vs\.?|versus)\s+"
    rf"(?:the )?{_PLACE}",
    re.IGNORECASE,
)
_FEWEST_SIDES: Final = 2
_CUE: Final = re.compile(
    r"\b(?:compar\w+|differ\w*|versus|vs|side by side|both|contrast|overlap\w*|in common|than)\b",
    re.IGNORECASE,
)
_ONE: Final = r"(?:an? |the )?(?P<one>[^?,.]+?)"
_OTHER: Final = r"(?:an? |the )?(?P<other>[^?,.]+)"
_TERMS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bdifferences? between {_ONE} and {_OTHER}",
        rf"\bhow (?:does|do|is|are) {_ONE} differ(?:ent)? from {_OTHER}",
        rf"^(?:compare )?{_ONE} (?:vs\.?|versus|compared (?:to|with)) {_OTHER}",
    )
)
_ALL_STANDARDS: Final = re.compile(
    r"\b(?:standards|frameworks|regulations|regimes|(?:each|every) (?:standard|framework))\b"
    r".*\b(?:say|says|ask|asks|require|demand|expect|want|cover|about|on|for)\b"
    r"|\bacross (?:the )?(?:standards|frameworks)\b|\b(?:crosswalk|side by side)\b",
    re.IGNORECASE,
)
_EMPTY_WORDS: Final = STOP_WORDS | frozenset(
    "say says said compare compared comparison difference differences different differ differs "
    "versus vs side standards standard require requires ask asks regarding both treat treats "
    "handle cover covers demand demands".split()
)


@dataclass(frozen=True)
class Side:
    """One row of a comparison: its label, and the passages that may fill it."""

    label: str
    document: str
    heading: str = ""
    source: str = ""

    def holds(self, hit: Hit) -> bool:
        """Tell whether a passage is of the shipped document, or of a copy somebody imported."""
        if hit.document.id != self.document:
            return bool(self.source) and self.source in _named_by(hit.document.description.title)
        return not self.heading or self.heading in hit.passage.headings


@dataclass(frozen=True)
class Comparison:
    """``about`` is what the sides are compared on; empty where they are compared as they are."""

    sides: tuple[Side, ...]
    about: str


@lru_cache(maxsize=10_000)
def _named_by(title: str) -> frozenset[str]:
    return frozenset(mention.source.name for mention in mentions(title))


def comparison(text: str) -> Comparison | None:
    """Tell what a question sets side by side; None where it does not."""
    return _of_sources(text) or _of_terms(text)


def crosswalk_topic(text: str) -> Topic | None:
    """Give the topic whose standards a question asks for; None where it asks for none."""
    if not _ALL_STANDARDS.search(text):
        return None
    asked = f" {' '.join(words(text))} "
    named = [
        (len(name), topic)
        for topic in crosswalk().topics
        for name in (topic.name, *topic.aliases)
        if f" {' '.join(words(name))} " in asked
    ]
    return max(named, key=lambda each: each[0])[1] if named else None


def _of_sources(text: str) -> Comparison | None:
    named = mentions(text)
    if len(named) < _FEWEST_SIDES or not (
        _CUE.search(text) or _JOINED.search(_without(text, named))
    ):
        return None
    sides = tuple(Side(each.label, each.source.digest, source=each.source.name) for each in named)
    about = [word for word in words(_without(text, named)) if word not in _EMPTY_WORDS]
    return Comparison(sides, " ".join(about))


def _without(text: str, named: Sequence[Mention]) -> str:
    for each in sorted(named, key=lambda mention: -mention.start):
        text = f"{text[: each.start]}{_PLACE}{text[each.end :]}"
    return text


def _of_terms(text: str) -> Comparison | None:
    for pattern in _TERMS:
        if match := pattern.search(text):
            one, other = (catalogue().term_named(match[name]) for name in ("one", "other"))
            if one and other and one is not other:
                terms = (one.term, other.term)
                return Comparison(tuple(Side(term, GLOSSARY, term) for term in terms), "")
    return None
