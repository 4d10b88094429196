"""Reads the duties in a row of a table, whose cells carry their headers: "Owner: CISO"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.raci.duties.clauses import Stating, duties_of_sentence
from isthmus.raci.duties.grammar import MARK
from isthmus.raci.duties.parties import mark
from isthmus.raci.duties.patterns import patterns
from isthmus.raci.duties.wording import wording
from isthmus.raci.letters import Part, letter_set

_BETWEEN: Final = re.compile(rf"{MARK}|[,/&]|\band\b|\bor\b|\s")
_SEVERAL: Final = re.compile(r";\s*|\s*•\s*|\.\s+")

Cell = tuple[str, str]
"""The header of a cell, which may be empty, and what the cell says."""


def duties_of_row(row: str) -> Iterator[Stating]:
    """Give the duties that a row states: by a column of roles, by headers for parts, by letters."""
    headers = patterns().headers
    cells = [_cell(cell) for cell in row.split(" | ")]
    role, duties = _under(cells, headers.role), _under(cells, headers.duties)
    activity = _under(cells, headers.activity)
    letter = letter_set("RACI").named(_under(cells, headers.letter) or duties)
    if role and activity and (letter or not duties):
        part = letter.part if letter else Part.DOES
        yield from ((who, part, activity) for who in _roles(role))
    elif role and duties:
        yield from _of_role(role, duties)
        return
    if activity:
        yield from _of_parts(activity, cells)
    yield from _of_letters(cells, activity)


def spoken(role: str, duty: str) -> str:
    """Make a sentence of a role and what it has to do, by the form of the first verb."""
    first = re.split(r"[\s,]", duty, maxsplit=1)[0].casefold()
    verbs = wording().verbs
    if first in verbs.third:
        return f"The {role} {duty[:1].lower()}{duty[1:]}"
    return f"The {role} {'shall' if first in verbs.base else 'is responsible for'} {duty}"


def _cell(cell: str) -> Cell:
    header, found, value = cell.partition(": ")
    return (header.strip(), value.strip()) if found else ("", cell.strip())


def _under(cells: Sequence[Cell], header: re.Pattern[str]) -> str:
    return next((value for name, value in cells if header.fullmatch(name)), "")


def _of_role(role: str, duties: str) -> Iterator[Stating]:
    for duty in _SEVERAL.split(duties):
        if said := duty.strip(" ."):
            yield from duties_of_sentence(spoken(role, said))


def _of_parts(activity: str, cells: Sequence[Cell]) -> Iterator[Stating]:
    headers = patterns().headers
    for header, value in cells:
        part = next((part for part, name in headers.parts.items() if name.fullmatch(header)), None)
        if part and not headers.empty.fullmatch(value):
            yield from ((who, part, activity) for who in _roles(value))


def _of_letters(cells: Sequence[Cell], activity: str) -> Iterator[Stating]:
    """Read letters and their words under roles, or behind a role under activities."""
    letters = letter_set("RACI")
    behind = [] if activity or cells[0][0] else _roles(cells[0][1])
    for name, value in cells:
        letter = letters.named(value) if name else None
        if letter is not None:
            yield from ((who, letter.part, activity) for who in (_roles(name) if activity else []))
            yield from ((who, letter.part, name) for who in behind)


def _roles(text: str) -> list[str]:
    """Give the roles of a cell that holds nothing else."""
    marked = mark(re.sub(r"\s*[;\n]\s*", ", ", text))
    return [] if _BETWEEN.sub("", marked.text) else marked.named(marked.text)
