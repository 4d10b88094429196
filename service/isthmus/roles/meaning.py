"""Which definitions and lines somebody means by what they said."""

import re
from collections.abc import Sequence
from typing import Final

from isthmus.errors import NotFoundError
from isthmus.raci.drafting.naming import role_of
from isthmus.raci.listing import names_of
from isthmus.roles.model import Definition, Filed, Line
from isthmus_knowledge.analysis import telling_stems
from isthmus_knowledge.corpus_entries import folded

_NUMBERED: Final = re.compile(
    r"(?:(?:the )?(?:line|item|point|entry|bullet|no\.?|number|#) ?)?(\d{1,6})", re.IGNORECASE
)
_MOST_SHOWN: Final = 12


def definitions_named(known: Sequence[Filed], name: str) -> list[Filed]:
    """Give the definitions a name may mean: by id, by a name of the role, by words of the name."""
    wanted, role, said = folded(name), role_of(name).role, set(telling_stems(name))
    ways = (
        [each for each in known if each.id == name],
        [each for each in known if folded(each.definition.name) == wanted],
        [each for each in known if not _names(each.definition).isdisjoint(names_of(name))],
        [each for each in known if role and each.definition.role == role.id],
        [each for each in known if said and said <= set(telling_stems(each.definition.name))],
    )
    return next((found for found in ways if found), [])


def lines_meant(definition: Definition, said: str) -> list[Line]:
    """Give the lines that are meant: the one of a number, else those with most of the words."""
    if found := _NUMBERED.fullmatch(said.strip()):
        return [line for line in definition.lines if line.id == str(int(found[1]))]
    asked = set(telling_stems(said))
    if not asked:
        return []
    rated = [(len(asked & set(telling_stems(line.text))), line) for line in definition.lines]
    most = max((count for count, _ in rated), default=0)
    return [line for count, line in rated if count == most and 2 * count > len(asked)]


def no_line(definition: Definition, said: str) -> NotFoundError:
    shown = "; ".join(f"{line.id}. {line.text}" for line in definition.lines[:_MOST_SHOWN])
    more = len(definition.lines) - _MOST_SHOWN
    rest = f", and {more} more" if more > 0 else ""
    there = f"It has {shown}{rest}." if shown else "It has no lines yet."
    return NotFoundError(f"The definition has no line “{said}”. {there}")


def _names(definition: Definition) -> frozenset[str]:
    return names_of(definition.name) | frozenset({folded(definition.role)} - {""})
