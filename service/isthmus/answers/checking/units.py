"""The units of a passage, read: a row of a table with its heads, "it" as what it stands for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from isthmus.answers.checking.named import roles
from isthmus.answers.checking.reading import Text, read
from isthmus_knowledge.sentences import Unit, split

_OPENING: Final = 2  # words before the role that a sentence opens with
_PRONOUN: Final = re.compile(r"(?:It|They|He|She)\b")


@dataclass(frozen=True, eq=False)
class Read:
    """A unit of a passage: what can be quoted, and its words.

    A row of a table is read with the heads of its columns before it.
    """

    n: int
    unit: Unit
    read: Text


@lru_cache(maxsize=512)
def read_units(n: int, text: str) -> tuple[Read, ...]:
    """Read the units of a passage."""
    found: list[Read] = []
    head = ""
    for unit in split(text):
        is_row = " | " in unit.text
        told = _row(head, unit.text) if is_row and head else _resolved(unit.unmarked, found)
        head = (head or unit.text) if is_row else ""
        found.append(Read(n, unit, read(told)))
    return tuple(found)


def _row(head: str, row: str) -> str:
    """Give a row with each cell behind the head of its column: "Owner \u2013 Plant manager; …"."""
    heads, cells = (_cells(line) for line in (head, row))
    if len(heads) != len(cells):
        return row
    return "; ".join(f"{name} \u2013 {cell}" for name, cell in zip(heads, cells, strict=True))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _resolved(told: str, before: Sequence[Read]) -> str:
    """Put the role that the sentence before opens with in the place of "It" or "They"."""
    pronoun = _PRONOUN.match(told)
    named = roles(before[-1].read) if pronoun and before else ()
    if not pronoun or not named or named[0].words[0].at > _OPENING:
        return told
    return f"The {named[0].shown}{told[pronoun.end() :]}"
