"""What the forms of the pages of actions send."""

from collections.abc import Iterable
from typing import Final

from pydantic import BaseModel, Field

from isthmus.actions.changes import (
    Assign,
    Change,
    Describe,
    LetRead,
    Retitle,
    SetDue,
    SetEstimate,
    SetPriority,
    SetRecurrence,
    SetStep,
    rehelped,
    relabelled,
)
from isthmus.actions.dates import Asked
from isthmus.actions.given import (
    Directory,
    action_number,
    iso_day,
    priority_meant,
    recurrence_meant,
)
from isthmus.actions.model import Action, Draft, Evidence, EvidenceKind, Priority, Status
from isthmus.actions.model import Recurrence as Recurring
from isthmus.errors import InvalidError
from isthmus.people import EVERYONE

LONG: Final = 25_000  # what is too long is told in words, with what was typed
SHORT: Final = 2_500


class Seen(BaseModel):
    """``seen`` is the number of the event that the page showed."""

    seen: int | None = Field(default=None, ge=0)
    back: str = Field(default="", max_length=SHORT)

    def home(self, home: str) -> str:
        """Give where to go then: back to a page of actions, the notices, or the action itself."""
        ours = self.back == "/notices" or self.back.startswith("/actions")
        return self.back if ours else home


class Described(Seen):
    """Fields of an action as they are typed; what a form does not have stays as it is."""

    title: str | None = Field(default=None, max_length=LONG)
    description: str | None = Field(default=None, max_length=LONG)
    owner: str | None = Field(default=None, max_length=300)
    helpers: str | None = Field(default=None, max_length=SHORT)
    due: str | None = Field(default=None, max_length=300)
    priority: str | None = Field(default=None, max_length=20)
    step: str | None = Field(default=None, max_length=10)
    labels: str | None = Field(default=None, max_length=SHORT)
    estimate: str | None = Field(default=None, max_length=20)
    recurrence: str | None = Field(default=None, max_length=300)
    readers: str | None = Field(default=None, max_length=1_000)

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(split(self.readers or "")) or (EVERYONE,)

    def changes(self, action: Action, directory: Directory, asked: Asked) -> list[Change]:
        """Give what differs from an action, as changes; raises InvalidError for what is unclear."""
        return [
            *self._plain(),
            *self._timed(action, directory, asked),
            *self._many(action, directory),
        ]

    def _plain(self) -> Iterable[Change]:
        if self.title is not None:
            yield Retitle(self.title)
        if self.description is not None:
            yield Describe(self.description)
        if self.priority is not None:
            yield SetPriority(priority_meant(self.priority))
        if self.step is not None:
            yield SetStep(self.step)
        if self.estimate is not None:
            yield SetEstimate(hours(self.estimate))
        if self.readers is not None:
            yield LetRead(self.groups)

    def _timed(self, action: Action, directory: Directory, asked: Asked) -> Iterable[Change]:
        if self.due is not None and iso_day(self.due) != (action.due or ""):
            yield due_meant(self.due, directory, asked)
        if self.recurrence is not None and self.recurrence.strip() != str(action.recurrence or ""):
            said = recurrence_meant(self.recurrence)
            yield SetRecurrence(Recurring(said.words, action.due) if said else None)

    def _many(self, action: Action, directory: Directory) -> Iterable[Change]:
        if self.owner is not None and self.owner.strip() != (
            action.owner.name if action.owner else ""
        ):
            yield Assign(directory.party(self.owner))
        if self.helpers is not None:
            yield from rehelped(action, directory.parties(split(self.helpers)))
        if self.labels is not None:
            yield from relabelled(action, list(split(self.labels)))

    def draft(self, directory: Directory, asked: Asked) -> Draft:
        """Give a new action; raises InvalidError with a question for what is unclear."""
        said = (self.due or "").strip()
        due = due_meant(said, directory, asked) if said else SetDue(None)
        return Draft(
            title=self.title or "",
            description=self.description or "",
            owner=directory.party(self.owner or ""),
            helpers=directory.parties(split(self.helpers or "")),
            due=due.due,
            due_words=due.words,
            priority=priority_meant(self.priority) if self.priority else Priority.NORMAL,
            step=self.step or "",
            labels=tuple(split(self.labels or "")),
            estimate=hours(self.estimate or ""),
            recurrence=recurrence_meant(self.recurrence or ""),
            readers=self.groups,
        )


class New(Described):
    """A new action; ``about`` says what it comes from, see `action_sources`."""

    about: str = Field(default="", max_length=600)
    line: str = Field(default="", max_length=1_000)
    waits: str = Field(default="", max_length=200)

    @property
    def blockers(self) -> tuple[int, ...]:
        return tuple(action_number(each) for each in split(self.waits))


class Moved(Seen):
    """To which status, and what was said of it: a reason, or what shows that it is done."""

    to: str = Field(default="", max_length=20)
    said: str = Field(default="", max_length=SHORT)
    waiting: str = Field(default="", max_length=300)

    @property
    def status(self) -> Status:
        found = next((each for each in Status if each.value == self.to), None)
        if found is None:
            raise InvalidError("Choose where it goes.")
        return found

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return (evidence_of(self.said),) if self.said.strip() else ()


class Shows(Seen):
    kind: str = Field(default="", max_length=10)
    text: str = Field(default="", max_length=LONG)
    title: str = Field(default="", max_length=1_000)

    @property
    def evidence(self) -> Evidence:
        given = evidence_of(self.text, self.title)
        if given.kind is not EvidenceKind.LINK and self.kind == EvidenceKind.FILE:
            return Evidence(EvidenceKind.FILE, self.text, self.title)
        return given


class Spoken(Seen):
    text: str = Field(default="", max_length=SHORT)


class Back(Seen):
    event: int | None = Field(default=None, ge=1)


class Hangs(Seen):
    blocker: str = Field(default="", max_length=200)


class Open(BaseModel):
    """Which part of the page is a form, and what is looked for to hang it on."""

    edit: str = Field(default="", max_length=20)
    pick: str = Field(default="", max_length=200)


class Led(BaseModel):
    step: str = Field(default="", max_length=10)
    lead: str = Field(default="", max_length=300)
    evidence: bool = False
    silence: str = Field(default="7", max_length=10)

    @property
    def days(self) -> int:
        if not self.silence.strip().isdecimal():
            raise InvalidError("Say the silence as a number of days, such as 7.")
        return int(self.silence)


def due_meant(said: str, directory: Directory, asked: Asked) -> SetDue:
    """Give the day that is meant; nothing said means none."""
    if not said.strip():
        return SetDue(None)
    due = directory.day(said, asked)
    return SetDue(due.day, due.words)


def evidence_of(text: str, title: str = "") -> Evidence:
    said = text.strip()
    links = said.lower().startswith(("https://", "http://")) and " " not in said
    return Evidence(EvidenceKind.LINK if links else EvidenceKind.NOTE, said, title)


def hours(said: str) -> float | None:
    try:
        return float(said.replace(",", ".")) if said.strip() else None
    except ValueError as error:
        raise InvalidError(f"“{said}” is no number of hours. Write it as 6 or 1.5.") from error


def split(said: str) -> list[str]:
    return [each.strip() for each in said.split(",") if each.strip()]
