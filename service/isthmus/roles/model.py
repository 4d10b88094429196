"""Definitions of roles: lines under topics, each with what it stands on.

A definition is what people agree on; who keeps it, its status and its versions are a `Filed`
definition's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from isthmus.errors import ConflictError, NotFoundError
from isthmus.raci.model import Status
from isthmus_knowledge.catalogue import Side


class Topic(StrEnum):
    """What a line tells of a role, in the order of a definition."""

    PURPOSE = "purpose"
    REPORTS_TO = "reports to"
    ACCOUNTABLE = "accountable for"
    RESPONSIBLE = "responsible for"
    SUPPORTS = "supports"
    VERIFIES = "verifies"
    SIGNS = "signs off"
    RECOMMENDS = "recommends"
    AGREES = "has to agree to"
    DECIDES = "decides alone"
    CONSULTS = "consults"
    INFORMS = "informs"
    CONSULTED = "is consulted on"
    INFORMED = "is informed of"
    COMPETENCES = "competences"
    TRAINING = "training"
    ESCALATES_TO = "escalates to"


class SourceKind(StrEnum):
    CATALOGUE = "catalogue"  # `id` is that of an activity or a role there
    CHART = "chart"  # `id` is that of the chart, `place` its row
    PASSAGE = "passage"  # `id` is that of a passage; `quote` stands in it word by word
    PERSON = "person"  # `id` is that of whoever wrote it


@dataclass(frozen=True)
class Source:
    """What a line stands on; ``version`` is that of a chart, "draft" before any was approved."""

    kind: SourceKind
    id: str
    title: str
    version: str = ""
    place: str = ""
    quote: str = ""
    revision: str = ""

    @property
    def in_words(self) -> str:
        match self.kind:
            case SourceKind.CHART:
                version = "draft" if self.version == DRAFT else f"version {self.version}"
                return f"{self.title} ({version}), {self.place}"
            case SourceKind.PASSAGE:
                where = f", {self.place}" if self.place else ""
                return f"{self.title}{where}: “{' '.join(self.quote.split())}”"
            case SourceKind.CATALOGUE:
                return f"{self.title} ({self.id})"
            case SourceKind.PERSON:
                return f"written by {self.title}"


DRAFT = "draft"


@dataclass(frozen=True)
class Line:
    """One thing that a definition says.

    ``key`` tells what it is about within its topic, so that it is found again when its sources
    say it in other words; it is empty for what a person added. ``nice`` are ids of the NICE
    Framework.
    """

    id: str
    topic: Topic
    text: str
    sources: tuple[Source, ...]
    key: str = ""
    nice: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        """Tell whether a person wrote it, or changed what the sources say."""
        return any(source.kind is SourceKind.PERSON for source in self.sources)

    def says_the_same_as(self, other: "Line") -> bool:
        return replace(self, id=other.id) == other

    @property
    def in_words(self) -> str:
        """The text with the ids of what has to be known."""
        return f"{self.text} ({', '.join(self.nice)})" if self.nice else self.text


@dataclass(frozen=True)
class Definition:
    """A role as it is defined; ``role`` is its id in the catalogue, empty for one of their own.

    ``composed`` is what the sources said when they were last looked at and taken over; what they
    say otherwise now is news. ``made`` is the highest number that an id of a line was given.
    """

    name: str
    role: str = ""
    side: Side | None = None
    review: date | None = None
    lines: tuple[Line, ...] = ()
    composed: tuple[Line, ...] = field(default=(), repr=False)
    made: int = 0

    def of(self, topic: Topic) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.topic is topic)

    def line(self, line: str) -> Line:
        found = next((each for each in self.lines if each.id == line), None)
        if found is None:
            raise NotFoundError(f"The definition has no line '{line}'. Show it to see its lines.")
        return found

    def with_line(self, line: Line) -> "Definition":
        """Add a line after the others of its topic, or change the one that has its id."""
        made = max(self.made, int(line.id)) if line.id.isdecimal() else self.made
        if any(each.id == line.id for each in self.lines):
            lines = tuple(line if each.id == line.id else each for each in self.lines)
        else:
            lines = in_order((*self.lines, line))
        return replace(self, lines=lines, made=made)

    def without_line(self, line: str) -> "Definition":
        gone = self.line(line)
        return replace(self, lines=tuple(each for each in self.lines if each != gone))

    @property
    def new_id(self) -> str:
        """An id that no line of this definition has or had."""
        return str(self.made + 1)

    def says_the_same_as(self, other: "Definition") -> bool:
        """Tell whether a reader of both would see a difference."""
        return replace(self, composed=other.composed, made=other.made) == other


def in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Give lines in the order of their topics, within one as they are."""
    places = {topic: place for place, topic in enumerate(Topic)}
    return tuple(sorted(lines, key=lambda line: places[line.topic]))


class EventKind(StrEnum):
    BEGUN = "begun"
    EDITED = "edited"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    UNDONE = "undone"


@dataclass(frozen=True)
class Event:
    """What somebody did to a definition, and all that it says after it.

    ``via`` is the channel it came through; ``undoes`` the number of the event it takes back.
    """

    number: int
    kind: EventKind
    by: str
    at: datetime
    said: str
    definition: Definition
    via: str = ""
    undoes: int | None = None


@dataclass(frozen=True)
class Filed:
    """A definition as it is kept: ``number`` is that of its last event.

    ``version`` is the number of its last approved version, 0 before the first. ``changed_by`` made
    the last change of what it says. ``readers`` are groups, as for documents.
    """

    id: str
    definition: Definition
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
                f"Somebody changed the definition meanwhile: it is at {self.number}, you saw "
                f"{number}. Look at it again, and repeat the change where it is still wanted."
            )
        return self


@dataclass(frozen=True)
class Version:
    """A definition as it was approved: it never changes; a newer one supersedes it."""

    filed: str
    number: int
    definition: Definition
    approved_by: str
    approved_at: datetime
    event: int
    superseded_at: datetime | None = None

    @property
    def status(self) -> Status:
        return Status.SUPERSEDED if self.superseded_at else Status.APPROVED
