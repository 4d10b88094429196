"""Sets of letters: what may stand in a chart's cells, and what each letter does in its row."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from isthmus.errors import InvalidError
from isthmus_knowledge.corpus_entries import Entry, Keys, folded, read, refuse_repeated

_FILE = Keys(frozenset({"letter_sets"}))
_SET = Keys(frozenset({"name", "about", "letters"}))
_LETTER = Keys(frozenset({"letter", "part", "words", "means"}))


class Part(StrEnum):
    """What a letter does in a row, whatever the set calls it."""

    DECIDES = "decides"
    DOES = "does"
    SUPPORTS = "supports"
    VERIFIES = "verifies"
    SIGNS = "signs"
    RECOMMENDS = "recommends"
    AGREES = "agrees"
    ASKED = "asked"
    TOLD = "told"
    OUT = "out"


@dataclass(frozen=True)
class Letter:
    letter: str
    part: Part
    words: tuple[str, ...]
    means: str

    @property
    def word(self) -> str:
        return self.words[0]


@dataclass(frozen=True)
class LetterSet:
    name: str
    about: str
    letters: tuple[Letter, ...]

    def __getitem__(self, letter: str) -> Letter:
        found = next((each for each in self.letters if each.letter == letter), None)
        if found is None:
            known = ", ".join(f"{each.letter} ({each.word})" for each in self.letters)
            raise InvalidError(f"'{letter}' is no letter of {self.name}. Its letters are {known}.")
        return found

    def __contains__(self, letter: object) -> bool:
        return any(each.letter == letter for each in self.letters)

    def of(self, part: Part) -> Letter | None:
        """Give the letter with this part; None where the set has none."""
        return next((each for each in self.letters if each.part is part), None)

    def part_of(self, letter: str) -> Part:
        return self[letter].part

    def named(self, word: str) -> Letter | None:
        """Find a letter by itself or by a word people write for it."""
        said = folded(word)
        named = (each for each in self.letters if said in map(folded, (each.letter, *each.words)))
        return next(named, None)


@cache
def letter_sets() -> Mapping[str, LetterSet]:
    """Give the shipped sets by name; raises CorpusError where the file is wrong."""
    shipped = read(files("isthmus.raci"), "letter_sets.yaml", _FILE)
    entries = shipped.entries("letter_sets", _SET)
    refuse_repeated(entries, "name")
    return MappingProxyType({each.name: each for each in map(_letter_set, entries)})


def letter_set(name: str) -> LetterSet:
    found = next((s for s in letter_sets().values() if folded(s.name) == folded(name)), None)
    if found is None:
        known = ", ".join(letter_sets())
        raise InvalidError(f"There is no set of letters named '{name}'. There are {known}.")
    return found


def _letter_set(entry: Entry) -> LetterSet:
    entries = entry.entries("letters", _LETTER)
    refuse_repeated(entries, "letter")
    made = LetterSet(entry.text("name"), entry.text("about"), tuple(map(_letter, entries)))
    if made.of(Part.DECIDES) is None or made.of(Part.DOES) is None:
        raise entry.wrong("letters", "need one that decides and one that does")
    return made


def _letter(entry: Entry) -> Letter:
    part = Part(entry.choice("part", tuple(Part)))
    return Letter(entry.text("letter"), part, entry.texts("words"), entry.text("means"))
