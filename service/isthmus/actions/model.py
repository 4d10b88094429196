"""An action item: what is to be done, by whom and until when, where it comes from, how it stands.

Nothing of it is deleted; what it is now follows from its events.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from isthmus.people import EVERYONE
from isthmus_knowledge.corpus_entries import folded


class Status(StrEnum):
    PROPOSED = "proposed"
    OPEN = "open"
    IN_PROGRESS = "in progress"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def is_live(self) -> bool:
        """Tell whether somebody agreed to it and it is not closed yet."""
        return self in LIVE

    @property
    def is_closed(self) -> bool:
        return self in CLOSED


LIVE: Final = (Status.OPEN, Status.IN_PROGRESS, Status.BLOCKED)
CLOSED: Final = (Status.DONE, Status.DROPPED)


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"

    @property
    def urgency(self) -> int:
        """Give its place, the most urgent first: 0 to 3."""
        return len(Priority) - 1 - list(Priority).index(self)


@dataclass(frozen=True)
class Party:
    """Who owns, helps or is waited for; ``person`` is an id of the directory where it is known."""

    name: str
    person: str = ""

    @property
    def key(self) -> str:
        """Give what tells parties apart: the person, or the name that was said."""
        return self.person or f"~{folded(self.name)}"


class SourceKind(StrEnum):
    PERSON = "person"
    MESSAGE = "message"
    DOCUMENT = "document"
    CHART = "chart"
    FINDING = "finding"
    ANSWER = "answer"
    IMPORT = "import"


@dataclass(frozen=True)
class Source:
    """Where an action comes from: the words that were said, by whom, and where they stand."""

    kind: SourceKind = SourceKind.PERSON
    quote: str = ""
    author: str = ""
    permalink: str = ""
    title: str = ""
    document: str = ""
    revision: str = ""
    passage: str = ""
    chart: str = ""
    row: str = ""
    at: datetime | None = None


class EvidenceKind(StrEnum):
    LINK = "link"
    FILE = "file"
    NOTE = "note"


@dataclass(frozen=True)
class Evidence:
    """What shows that it is done: ``text`` is an address, the name of a file, or a note."""

    kind: EvidenceKind
    text: str
    title: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Recurrence:
    """How often it comes again, in words ("every quarter"), counted from the day ``anchor``."""

    words: str
    anchor: date | None = None

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Action:
    """An action as it is now; ``id`` is 17 where people say A-17.

    ``last`` is the number of its last event. ``first_due`` is the first day that was agreed, and
    ``slips`` how often a later one was. ``waiting_for`` and ``reason`` tell why it is blocked;
    ``reason`` also why it was dropped or reopened. ``resumes`` is what it was before it was
    blocked. ``followed_by`` is the action that closing a recurring one opened, ``follows`` the
    one before. ``status_at`` is when the status changed last.
    """

    id: int
    title: str
    description: str = ""
    owner: Party | None = None
    helpers: tuple[Party, ...] = ()
    due: date | None = None
    due_words: str = ""
    first_due: date | None = None
    slips: int = 0
    priority: Priority = Priority.NORMAL
    step: str = ""
    labels: tuple[str, ...] = ()
    status: Status = Status.PROPOSED
    resumes: Status | None = None
    reason: str = ""
    waiting_for: Party | None = None
    depends_on: tuple[int, ...] = ()
    source: Source = Source()
    evidence: tuple[Evidence, ...] = ()
    estimate: float | None = None
    recurrence: Recurrence | None = None
    follows: int = 0
    followed_by: int = 0
    readers: tuple[str, ...] = (EVERYONE,)
    # what follows from who did what when
    creator: str = ""
    created_at: datetime | None = None
    changed_by: str = ""
    changed_at: datetime | None = None
    status_at: datetime | None = None
    last: int = 0

    @property
    def name(self) -> str:
        return named(self.id)

    @property
    def people(self) -> frozenset[str]:
        """Give the ids of those who always see it: its owner, creator and helpers."""
        owners = (self.owner,) if self.owner else ()
        return frozenset({self.creator, *(p.person for p in (*owners, *self.helpers))} - {""})

    @property
    def phase(self) -> str:
        return self.step.partition(".")[0]

    def is_overdue(self, today: date) -> bool:
        return self.status.is_live and self.due is not None and self.due < today


NOTHING: Final = Action(0, "")
LARGEST: Final = 2**31 - 1  # of the numbers of actions and events in every database


@dataclass(frozen=True)
class Draft:
    """What somebody asks for: an action that has no number yet."""

    title: str
    description: str = ""
    owner: Party | None = None
    helpers: tuple[Party, ...] = ()
    due: date | None = None
    due_words: str = ""
    priority: Priority = Priority.NORMAL
    step: str = ""
    labels: tuple[str, ...] = ()
    depends_on: tuple[int, ...] = ()
    source: Source = Source()
    estimate: float | None = None
    recurrence: Recurrence | None = None
    readers: tuple[str, ...] = (EVERYONE,)


class EventKind(StrEnum):
    ADDED = "added"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    EDITED = "edited"
    STARTED = "started"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    DONE = "done"
    DROPPED = "dropped"
    REOPENED = "reopened"
    COMMENTED = "commented"
    EVIDENCED = "evidenced"
    LINKED = "linked"
    UNLINKED = "unlinked"
    UNDONE = "undone"
    REDONE = "redone"


@dataclass(frozen=True)
class FieldChange:
    """A field of an action, as it was and as it is then."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Event:
    """What happened to an action; ``undoes`` is the event that it takes back or does again."""

    number: int
    kind: EventKind
    by: str
    at: datetime
    said: str = ""
    changes: tuple[FieldChange, ...] = ()
    via: str = ""
    undoes: int | None = None


@dataclass(frozen=True)
class StepSettings:
    """How actions of a step are kept: who leads it, and when silence is told to that lead."""

    step: str
    lead: str = ""
    evidence: bool = False
    silence: int = 7  # days


def named(action: int) -> str:
    return f"A-{action}"
