"""Questions that set things side by side: two standards on a topic, or two terms."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from isthmus.answers.questions import tells
from isthmus.library.model import Collection, Hit
from isthmus_knowledge.analysis import STOP_WORDS, stem, words
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.crosswalk import Topic, crosswalk
from isthmus_knowledge.sources import Mention, mentions

GLOSSARY: Final = "glossary"
_SCOPE: Final = "scope purpose applies to"
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
_OWN_RULES: Final = re.compile(
    r"\b(?:our|my)\s+(?:own\s+)?(?:[\w-]+\s+){0,4}?"
    r"(?:polic(?:y|ies)|standards?|procedures?|rules?|plans?|practices?|retention)\b",
    re.IGNORECASE,
)
_MEASURED: Final = re.compile(
    r"\b(?:compar\w+|differ\w*|versus|vs|against|falls? short|gaps?|compl(?:y|ies|iant)|"
    r"conform\w*|meets?|match(?:es)?|(?:in )?line with|satisf\w+|enough for|than)\b",
    re.IGNORECASE,
)
OWN: Final = "Your policies"
_OWN_COLLECTIONS: Final = frozenset({Collection.POLICIES, Collection.RECORDS})
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
_NO_TOPIC: Final = _EMPTY_WORDS | frozenset(
    "policy policies procedure procedures rule rules plan plans practice practices".split()
)


@dataclass(frozen=True)
class Side:
    """One row of a comparison: its label, and the passages that may fill it.

    ``is_own`` tells that these are the asker's own documents, whichever they are.
    """

    label: str
    document: str
    heading: str = ""
    source: str = ""
    is_own: bool = False

    def sought(self, compared: "Comparison") -> str:
        """Give what to search for; as they are, sides are told best where both are named."""
        if self.is_own:
            return compared.about
        others = (each.label for each in compared.sides if each is not self)
        as_it_is = _SCOPE if self.heading else f"compared with {' and '.join(others)}"
        return f"{self.label} {compared.about or as_it_is}"

    def holds(self, hit: Hit) -> bool:
        """Tell whether a passage is of the shipped document, or of a copy somebody imported."""
        if self.is_own:
            return hit.document.description.collection in _OWN_COLLECTIONS
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
    return _of_own(text) or _of_sources(text) or _of_terms(text)


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


def _of_own(text: str) -> Comparison | None:
    """Take "Does our password policy meet CIP-007?": what the asker has beside what is asked."""
    named = mentions(text)
    if len({each.source.digest for each in named}) != 1 or not (
        _OWN_RULES.search(text) and _MEASURED.search(text)
    ):
        return None
    about = _topic(words(_MEASURED.sub(" ", _without(text, named))), _NO_TOPIC)
    source, label = named[0].source, " ".join(each.label for each in named)
    asked = Side(label, source.digest, source=source.name)
    return Comparison((Side(OWN, "", is_own=True), asked), about) if about else None


def _topic(said: Sequence[str], empty: AbstractSet[str]) -> str:
    return " ".join(word for word in said if word not in empty and tells(stem(word)))


def _of_sources(text: str) -> Comparison | None:
    named = mentions(text)
    if len(named) < _FEWEST_SIDES or not (
        _CUE.search(text) or _JOINED.search(_without(text, named))
    ):
        return None
    sides = tuple(Side(each.label, each.source.digest, source=each.source.name) for each in named)
    about = _topic(words(_without(text, named)), _EMPTY_WORDS)
    return Comparison(sides, about)


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
