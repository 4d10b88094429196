"""The word lists of this folder: what says the same, what one does, who acts."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from isthmus_knowledge.analysis import stem, words

_UN: Final = "un"
Stems = tuple[str, ...]


def stem_of(word: str) -> str:
    """Give the stem of a word; "unnoticed" keeps that of "noticed" behind its "un"."""
    if word.startswith(_UN) and len(word) > len("unless") and not word.startswith("under"):
        return _UN + stem_of(word.removeprefix(_UN))
    return _irregular().get(word) or stem(word)


@cache
def _irregular() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line in _lines("irregular.txt"):
        plain, _, forms = line.partition(":")
        itself = plain.removeprefix("=")
        for form in forms.split():
            found[form] = itself if itself != plain else stem(plain)
    return found


@cache
def opposites() -> tuple[frozenset[str], ...]:
    """Give the stems of each two words that say the opposite of one another."""
    return tuple(
        frozenset(stem_of(word) for word in words(line)) for line in _lines("opposites.txt")
    )


@cache
def paraphrases() -> Mapping[str, tuple[tuple[Stems, int], ...]]:
    """Give each phrase with the number of its group, by its first stem, the longest first."""
    found: dict[str, list[tuple[Stems, int]]] = {}
    for group, line in enumerate(_lines("paraphrases.txt")):
        for phrase in line.split(","):
            said = tuple(stem_of(word) for word in words(phrase))
            found.setdefault(said[0], []).append((said, group))
    return {
        first: tuple(sorted(phrases, key=lambda each: -len(each[0])))
        for first, phrases in found.items()
    }


@cache
def verbs() -> frozenset[str]:
    """Give the stems of what somebody does."""
    return frozenset(stem_of(word) for line in _lines("verbs.txt") for word in words(line))


@cache
def plain_verbs() -> frozenset[str]:
    """Give them as they are listed, which no ending makes a noun of ("order", "cover")."""
    return frozenset(word for line in _lines("verbs.txt") for word in words(line))


@cache
def heads_of_roles() -> frozenset[str]:
    """Give the words that end the name of a role."""
    return _listed("heads")


@cache
def lone_actors() -> frozenset[str]:
    """Give the words that name somebody by themselves."""
    return _listed("alone")


def _listed(name: str) -> frozenset[str]:
    return frozenset(
        word
        for line in _lines("actors.txt")
        if line.startswith(f"{name}:")
        for word in line.partition(":")[2].split()
    )


def _lines(name: str) -> Iterator[str]:
    text = files("isthmus.answers.checking").joinpath(name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
