"""Bridges vocabularies: a question that names a problem also finds what speaks of the safeguard."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from isthmus_knowledge.analysis import stems
from isthmus_knowledge.corpus_entries import Keys, Origin, parse

_FILE: Final = "related.yaml"
_LONGEST: Final = 4

Words = tuple[str, ...]


def related(question: str) -> tuple[str, ...]:
    """Give the words of safeguards that the shipped thesaurus relates to words of the question."""
    said = stems(question)
    known = _thesaurus()
    found: dict[str, None] = {}
    for length in range(1, _LONGEST + 1):
        for start in range(len(said) - length + 1):
            found |= dict.fromkeys(known.get(tuple(said[start : start + length]), ()))
    return tuple(found)


@cache
def _thesaurus() -> Mapping[Words, tuple[str, ...]]:
    text = files("isthmus_knowledge").joinpath("corpus", "catalogue", _FILE).read_text("utf-8")
    return read_thesaurus(text)


def read_thesaurus(text: str) -> Mapping[Words, tuple[str, ...]]:
    """Give the related words by stemmed phrase; raises CorpusError with the line at fault."""
    whole = parse(text, Origin(_FILE), Keys(frozenset({"related"})))
    towards: dict[Words, tuple[str, ...]] = {}
    for entry in whole.entries("related", Keys(frozenset({"about", "towards"}))):
        for phrase in entry.texts("about"):
            stemmed = tuple(stems(phrase))
            towards[stemmed] = (*towards.get(stemmed, ()), *entry.texts("towards"))
    return towards
