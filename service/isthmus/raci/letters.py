"""Sets of letters: what may stand in a chart's cells, and what each letter does in its row."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from isthmus.errors import InvalidError


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
        said = " ".join(word.casefold().split())
        for each in self.letters:
            if said in {each.letter.casefold(), *(known.casefold() for known in each.words)}:
                return each
        return None


@cache
def letter_sets() -> Mapping[str, LetterSet]:
    """Give the shipped sets by name; raises InvalidError where the file is wrong."""
    text = (files("isthmus.raci") / "letter_sets.yaml").read_text(encoding="utf-8")
    sets = (_letter_set(entry) for entry in yaml.safe_load(text)["letter_sets"])
    return MappingProxyType({each.name: each for each in sets})


def letter_set(name: str) -> LetterSet:
    found = next((s for s in letter_sets().values() if s.name.casefold() == name.casefold()), None)
    if found is None:
        known = ", ".join(letter_sets())
        raise InvalidError(f"There is no set of letters named '{name}'. There are {known}.")
    return found


def _letter_set(entry: Mapping[str, object]) -> LetterSet:
    try:
        made = LetterSet(
            str(entry["name"]),
            str(entry["about"]),
            tuple(
                Letter(e["letter"], Part(e["part"]), tuple(e["words"]), e["means"])
                for e in entry["letters"]  # type: ignore[attr-defined]
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidError(f"letter_sets.yaml: wrong entry {entry!r}: {error}") from error
    if made.of(Part.DECIDES) is None or made.of(Part.DOES) is None:
        raise InvalidError(
            f"letter_sets.yaml: {made.name} needs a letter that decides and one that does."
        )
    return made
