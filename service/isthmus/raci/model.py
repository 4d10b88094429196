"""Charts: rows are activities, columns are roles, a cell says in letters what a role does there.

A chart is what people agree on; who keeps it, its status and its versions are a `Filed` chart's.
A cell may hold a letter that its set does not have (a file was read so): the rules find it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from isthmus.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from isthmus.people import Person
from isthmus.raci.letters import LetterSet, Part, letter_set
from isthmus_knowledge.catalogue import Side

MOST_ROWS: Final = 1_000
MOST_COLUMNS: Final = 100
MOST_PLACES: Final = 20_000  # rows by roles
MOST_FILLED: Final = 12_000  # cells that hold letters


class State(StrEnum):
    """A letter is proposed until whoever holds the role has said yes or no."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class BasisKind(StrEnum):
    CATALOGUE = "catalogue"  # `source` is the id of an activity of the catalogue
    PASSAGE = "passage"  # `source` is the id of a passage; `quote` stands in it word by word
    PERSON = "person"  # `source` is the id of whoever said it
    FILE = "file"  # `source` is the cell of the file it was read from
    RULE = "rule"  # `source` is the id of the rule it follows from


@dataclass(frozen=True)
class Basis:
    """Why a letter stands where it stands; ``text`` says it in one sentence."""

    kind: BasisKind
    text: str
    source: str = ""
    quote: str = ""
    title: str = ""
    locator: str = ""
    revision: str = ""


@dataclass(frozen=True)
class Assignment:
    """One letter in a cell; ``reason`` says why it was declined, ``decided_by`` who said so."""

    letter: str
    basis: Basis | None = None
    state: State = State.PROPOSED
    note: str = ""
    reason: str = ""
    decided_by: str = ""


Cell = tuple[Assignment, ...]


@dataclass(frozen=True)
class Row:
    """An activity. ``catalogue`` is its id in the catalogue where it comes from there."""

    id: str
    activity: str
    step: str = ""
    section: str = ""
    number: str = ""
    catalogue: str = ""
    safety_relevant: bool = False


@dataclass(frozen=True)
class Column:
    """A role: one of the catalogue (``role`` is its id there) or the organisation's own.

    ``held_by`` are the ids of the people who hold it. ``authority`` tells whether it may say yes
    and no, ``audits`` whether it checks the work of others.
    """

    id: str
    name: str
    role: str = ""
    side: Side | None = None
    aliases: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()
    authority: bool = True
    audits: bool = False


@dataclass(frozen=True)
class Chart:
    """``cells`` are by row id and column id, and hold no empty cell; ``letters`` names the set.

    ``made`` is the highest number that an id of a row or column was given, so that none is given
    twice.
    """

    title: str
    letters: str = "RACI"
    scope: str = ""
    steps: tuple[str, ...] = ()
    review: date | None = None
    rows: tuple[Row, ...] = ()
    columns: tuple[Column, ...] = ()
    cells: Mapping[tuple[str, str], Cell] = field(default_factory=lambda: MappingProxyType({}))
    made: int = field(default=0, compare=False)

    @property
    def letter_set(self) -> LetterSet:
        return letter_set(self.letters)

    @property
    def new_id(self) -> str:
        """An id that no row and no column of this chart has or had."""
        return str(self.made + 1)

    def row(self, row: str) -> Row:
        found = next((each for each in self.rows if each.id == row), None)
        if found is None:
            raise NotFoundError(f"The chart has no row '{row}'. Show it to see its rows.")
        return found

    def column(self, column: str) -> Column:
        found = next((each for each in self.columns if each.id == column), None)
        if found is None:
            raise NotFoundError(f"The chart has no column '{column}'. Show it to see its columns.")
        return found

    def cell(self, row: str, column: str) -> Cell:
        return self.cells.get((row, column), ())

    def assignments(self, row: str) -> Iterator[tuple[Column, Assignment]]:
        """Go through the letters of a row, from the left."""
        for column in self.columns:
            for assignment in self.cell(row, column.id):
                yield column, assignment

    def holding(self, row: str, part: Part) -> list[Column]:
        """Give the roles with a letter of this part in a row, from the left."""
        letters = self.letter_set
        known = ((c, a) for c, a in self.assignments(row) if a.letter in letters)
        found = [column for column, a in known if letters.part_of(a.letter) is part]
        return list(dict.fromkeys(found))


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Status(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Filed:
    """A chart as it is kept: ``number`` is that of its last event, and of what an editor has seen.

    ``version`` is the number of its last approved version, 0 before the first. ``changed_by`` made
    the last change of what it says. ``readers`` are groups, as for documents.
    """

    id: str
    chart: Chart
    owner: str
    status: Status = Status.DRAFT
    number: int = 0
    version: int = 0
    changed_by: str = ""
    readers: tuple[str, ...] = ("everyone",)

    def seen_at(self, number: int | None) -> "Filed":
        """Give it where nobody changed it since ``number``; None asks for no such check."""
        if number is not None and number != self.number:
            raise ConflictError(
                f"Somebody changed the chart meanwhile: it is at {self.number}, you saw {number}. "
                "Look at it again, and repeat the change where it is still wanted."
            )
        return self


@dataclass(frozen=True)
class Version:
    """A chart as it was approved: it never changes; a newer one supersedes it."""

    filed: str
    number: int
    chart: Chart
    approved_by: str
    approved_at: datetime
    event: int
    superseded_at: datetime | None = None

    @property
    def status(self) -> Status:
        return Status.SUPERSEDED if self.superseded_at else Status.APPROVED


def accepted(assignment: Assignment, column: Column, by: Person) -> Assignment:
    """Say yes to a letter as one who holds its role."""
    _require_holder(column, by)
    return replace(assignment, state=State.ACCEPTED, reason="", decided_by=by.id)


def declined(assignment: Assignment, column: Column, by: Person, reason: str) -> Assignment:
    """Say no to a letter, with the reason, as one who holds its role."""
    _require_holder(column, by)
    if not reason.strip():
        raise InvalidError("Say why the letter is declined: whoever drew the chart needs to know.")
    return replace(assignment, state=State.DECLINED, reason=reason.strip(), decided_by=by.id)


def _require_holder(column: Column, by: Person) -> None:
    if by.id not in column.held_by:
        text = f"Only whoever holds the role {column.name} can accept or decline its letters."
        raise NotAllowedError(text if column.held_by else f"{text} Say first who holds it.")


def too_large(chart: Chart) -> str:
    """Say why a chart is not kept; nothing where it is not too large."""
    rows, columns = len(chart.rows), len(chart.columns)
    for count, most, what in (
        (rows, MOST_ROWS, "rows"),
        (columns, MOST_COLUMNS, "roles"),
        (rows * columns, MOST_PLACES, "places for letters"),
        (len(chart.cells), MOST_FILLED, "cells with letters"),
    ):
        if count > most:
            return (
                f"The chart would have {count:,} {what}; it has at most {most:,}. "
                "Make several charts, one for each step."
            )
    return ""
