"""Exchanges words of one meaning: people ask in their own words, texts answer in the field's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from isthmus_knowledge.analysis import stems, telling_stems
from isthmus_knowledge.corpus_entries import Entry, Keys, Origin, parse

_FILE: Final = "synonyms.yaml"
_KEYS: Final = Keys(frozenset({"same"}), frozenset({"asked"}))
_FEWEST: Final = 2
_MOST: Final = 8

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Phrase:
    """A way to say something.

    ``stems`` are those of all its words, as a question has them in a row; ``telling`` those that a
    search knows, without stop words.
    """

    words: str
    stems: Stems
    telling: frozenset[str]

    @property
    def is_searchable(self) -> bool:
        """Tell whether enough is left without its stop words ("sign off" leaves "sign")."""
        return len(self.stems) == 1 or len(self.telling) > 1


@dataclass(frozen=True)
class Meaning:
    """A phrase of questions, with the other phrases by which texts say the same."""

    phrase: Phrase
    others: tuple[Phrase, ...]


Synonyms = Mapping[str, tuple[Meaning, ...]]
"""Meanings by the first stem of their phrase, the longest phrase first."""


def alternatives(text: str) -> dict[str, tuple[frozenset[str], ...]]:
    """Give other ways to say each of the text's terms, each the stems that must all be present.

    Every term of a phrase has the phrase's ways.
    """
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for meaning in _said(stems(text)):
        ways = tuple(other.telling for other in meaning.others)
        for term in meaning.phrase.telling if ways else ():
            found[term] = tuple(dict.fromkeys((*found.get(term, ()), *ways)))
    return found


def widening(text: str) -> tuple[str, ...]:
    """Give the words that widen a lexical search for the text, without those it already has."""
    said = stems(text)
    seen = set(said)
    added: list[str] = []
    for meaning in _said(said):
        for other in meaning.others:
            if not other.telling <= seen:
                seen |= other.telling
                added.append(other.words)
    return tuple(added)


def read_synonyms(text: str) -> Synonyms:
    """Read the groups of words of one meaning; raises CorpusError with the line at fault."""
    whole = parse(text, Origin(_FILE), Keys(frozenset({"groups"})))
    taken: dict[Stems, str] = {}
    found: dict[str, list[Meaning]] = {}
    for group in whole.entries("groups", _KEYS):
        for meaning in _meanings(group, taken):
            found.setdefault(meaning.phrase.stems[0], []).append(meaning)
    return {first: _longest_first(meanings) for first, meanings in found.items()}


@cache
def _synonyms() -> Synonyms:
    text = files("isthmus_knowledge").joinpath("corpus", "catalogue", _FILE).read_text("utf-8")
    return read_synonyms(text)


def _said(said: Sequence[str]) -> Iterator[Meaning]:
    """Give what is said, left to right; words of a phrase no longer count on their own."""
    known = _synonyms()
    at = 0
    while at < len(said):
        meaning = next((one for one in known.get(said[at], ()) if _stands(one, said, at)), None)
        if meaning is not None:
            yield meaning
        at += len(meaning.phrase.stems) if meaning is not None else 1


def _stands(meaning: Meaning, said: Sequence[str], at: int) -> bool:
    sought = meaning.phrase.stems
    return tuple(said[at : at + len(sought)]) == sought


def _meanings(group: Entry, taken: dict[Stems, str]) -> Iterator[Meaning]:
    written = [(key, words) for key in ("same", "asked") for words in group.optional_texts(key)]
    if not _FEWEST <= len(written) <= _MOST:
        reason = f"makes a group of {len(written)}; it must be {_FEWEST} to {_MOST}"
        raise group.wrong("same", reason)
    if not group.texts("same"):
        raise group.wrong("same", "is empty, so the words of asked lead nowhere")
    phrases = [(key, _phrase(group, key, words, taken)) for key, words in written]
    same = [phrase for key, phrase in phrases if key == "same"]
    for _, phrase in phrases:
        yield Meaning(phrase, tuple(other for other in same if other is not phrase))


def _phrase(group: Entry, key: str, words: str, taken: dict[Stems, str]) -> Phrase:
    phrase = Phrase(words, tuple(stems(words)), frozenset(telling_stems(words)))
    for reason in _faults(phrase, key, taken):
        raise group.wrong(key, f"holds '{words}', {reason}")
    taken[phrase.stems] = words
    return phrase


def _faults(phrase: Phrase, key: str, taken: Mapping[Stems, str]) -> Iterator[str]:
    if phrase.stems in taken:
        yield f"which says the same as '{taken[phrase.stems]}' above; keep one of them"
    if not phrase.telling:
        yield "which has only words that a search passes over; write it with another word"
    if key == "same" and not phrase.is_searchable:
        left = ", ".join(phrase.telling)
        yield f"of which a search keeps only '{left}'; move it to asked"


def _longest_first(meanings: Sequence[Meaning]) -> tuple[Meaning, ...]:
    return tuple(sorted(meanings, key=lambda meaning: -len(meaning.phrase.stems)))
