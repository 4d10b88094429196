"""What a program sends to the API of actions: what is to be done, what changes, what is said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

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
from isthmus.actions.desk import MOST_AT_ONCE
from isthmus.actions.given import Directory, action_number, recurrence_meant
from isthmus.actions.model import (
    Action,
    Draft,
    Evidence,
    EvidenceKind,
    Party,
    Priority,
    Source,
    SourceKind,
    StepSettings,
)
from isthmus.actions.service import Deed
from isthmus.actions.worded import Worded
from isthmus.errors import InvalidError
from isthmus.people import EVERYONE

Text = Annotated[str, Field(max_length=20_000)]
Line = Annotated[str, Field(max_length=2_000)]
Name = Annotated[str, Field(max_length=200)]
Number = Annotated[int | Annotated[str, Field(max_length=20)], Field(union_mode="left_to_right")]
Names = Annotated[list[Name], Field(max_length=100)]


@dataclass(frozen=True)
class Meant:
    """Whom names and which days words mean, for whoever sends the request."""

    asked: Asked
    directory: Directory
    me: Party

    def party(self, said: "Somebody | None") -> Party | None:
        if isinstance(said, APerson):
            return Party(said.name or said.person, said.person)
        return self.directory.party(said or "")

    def parties(self, said: "list[Somebody]") -> tuple[Party, ...]:
        return tuple(party for each in said if (party := self.party(each)))

    def due(self, said: str | date | None) -> tuple[date | None, str]:
        if isinstance(said, date):
            return said, ""
        if said is None or not said.strip():
            return None, ""
        meant = self.directory.day(said, self.asked)
        return meant.day, meant.words


class APerson(BaseModel):
    """Somebody by the id of a person, or by a name that nobody in the directory has."""

    name: Name = ""
    person: Name = ""


Somebody = Name | APerson
Day = date | Annotated[str, Field(max_length=200)]
Hours = Annotated[float, Field(gt=0, le=100_000)]


class ASource(BaseModel):
    """The words it comes from, who said them, and where they stand."""

    kind: SourceKind = SourceKind.MESSAGE
    quote: Text = ""
    author: Name = ""
    permalink: Line = ""
    title: Line = ""


class Added(BaseModel):
    """An action: fields, or a sentence that is understood; fields go before the sentence."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"sentence": "Maria updates the incident plan by next Friday, step 2.4, high"},
                {"title": "Order two jump hosts", "owner": "maria", "due": "2026-12-18"},
            ]
        }
    )
    title: Line = ""
    sentence: Line = ""
    description: Text = ""
    owner: Somebody | None = None
    helpers: Annotated[list[Somebody], Field(max_length=100)] = []
    due: Day | None = Field(default=None, description="2026-05-31, or words: “next Friday”")
    priority: Priority = Priority.NORMAL
    step: Name = ""
    labels: Names = []
    depends_on: Annotated[list[Number], Field(max_length=100)] = []
    estimate: Hours | None = Field(default=None, description="Hours")
    recurrence: Name = Field(default="", description="“every quarter”")
    readers: Annotated[list[Name], Field(min_length=1, max_length=50)] = [EVERYONE]
    source: ASource | None = None
    propose: bool = Field(default=False, description="Only propose it")

    def draft(self, meant: Meant) -> Draft:
        """Give what is to be kept; raises InvalidError with a question where it is unclear."""
        if bool(self.title.strip()) == bool(self.sentence.strip()):
            raise InvalidError("Give a `title`, or a `sentence` that is understood.")
        told: dict[str, Any] = {"title": self.title}
        if self.sentence.strip():
            worded = Worded(meant.asked, meant.directory, meant.me).draft(self.sentence)
            told = {name: value for name, value in vars(worded).items() if value}
        return Draft(**told | self._fields(meant))

    def _fields(self, meant: Meant) -> dict[str, Any]:
        said = self.model_fields_set
        fields: dict[str, Any] = {
            "description": self.description,
            "owner": meant.party(self.owner),
            "helpers": meant.parties(self.helpers),
            "priority": self.priority,
            "step": self.step,
            "labels": tuple(self.labels),
            "depends_on": tuple(action_number(str(each)) for each in self.depends_on),
            "estimate": self.estimate,
            "recurrence": recurrence_meant(self.recurrence),
            "readers": tuple(self.readers),
        }
        kept = {name: value for name, value in fields.items() if name in said}
        if "due" in said:
            kept["due"], kept["due_words"] = meant.due(self.due)
        return kept | ({"source": Source(**dict(self.source))} if self.source else {})


class Changed(BaseModel):
    """What is to change; what is not sent stays, null empties."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"due": "end of Q1", "priority": "high"}]}
    )
    title: Line | None = None
    description: Text | None = None
    owner: Somebody | None = None
    helpers: Annotated[list[Somebody], Field(max_length=100)] | None = None
    due: Day | None = None
    priority: Priority | None = None
    step: Name | None = None
    labels: Names | None = None
    estimate: Hours | None = None
    recurrence: Name | None = None
    readers: Annotated[list[Name], Field(min_length=1, max_length=50)] | None = None
    said: Line = Field(default="", description="Why, for the history")

    def changes(self, meant: Meant, now: Action | None) -> tuple[Change, ...]:
        """Give the changes; of the lists what differs from the action as it is ``now``."""
        found = (*self._texts(), *self._agreed(meant), *self._lists(meant, now))
        if not found:
            raise InvalidError("Send the fields that are to change.")
        return found

    def _texts(self) -> Iterator[Change]:
        said = self.model_fields_set
        if "title" in said:
            yield Retitle(self.title or "")
        if "description" in said:
            yield Describe(self.description or "")
        if "step" in said:
            yield SetStep(self.step or "")
        if "recurrence" in said:
            yield SetRecurrence(recurrence_meant(self.recurrence or ""))
        if self.readers is not None:
            yield LetRead(tuple(self.readers))

    def _agreed(self, meant: Meant) -> Iterator[Change]:
        said = self.model_fields_set
        if "owner" in said:
            yield Assign(meant.party(self.owner))
        if "due" in said:
            yield SetDue(*meant.due(self.due))
        if "priority" in said:
            yield SetPriority(self.priority or Priority.NORMAL)
        if "estimate" in said:
            yield SetEstimate(self.estimate)

    def _lists(self, meant: Meant, now: Action | None) -> Iterator[Change]:
        said = self.model_fields_set & {"labels", "helpers"}
        if said and now is None:
            raise InvalidError("Labels and helpers are set one action at a time.")
        if now is not None and "labels" in said:
            yield from relabelled(now, self.labels or [])
        if now is not None and "helpers" in said:
            yield from rehelped(now, meant.parties(self.helpers or []))


class Shown(BaseModel):
    """What shows that something is done: a link, the name of a file, or a note."""

    kind: EvidenceKind = EvidenceKind.NOTE
    text: Text
    title: Line = ""

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.kind, self.text, self.title)


class Said(BaseModel):
    said: Line = ""


class Reason(BaseModel):
    reason: Line


class Blocked(BaseModel):
    reason: Line = ""
    waiting_for: Somebody | None = None


class Closed(Said):
    evidence: Annotated[list[Shown], Field(max_length=100)] = []


class Which(BaseModel):
    event: Annotated[int, Field(ge=1, le=10_000_000)] | None = None


class Bulk(BaseModel):
    """The same for many actions; each that refuses keeps none of the others back."""

    actions: Annotated[list[Number], Field(min_length=1, max_length=MOST_AT_ONCE)]
    do: Literal["change", "accept", "start", "done", "drop"] = "change"
    changes: Changed | None = None
    reason: Line = Field(default="", description="Why they are dropped")

    def deed(self, meant: Meant) -> Deed:
        match self.do:
            case "change":
                changes = (self.changes or Changed()).changes(meant, None)
                return lambda keeping, action: keeping.edit(action, changes)
            case "accept":
                return lambda keeping, action: keeping.accept(action)
            case "start":
                return lambda keeping, action: keeping.start(action)
            case "done":
                return lambda keeping, action: keeping.done(action)
            case "drop":
                return lambda keeping, action: keeping.drop(action, self.reason)


class Settings(BaseModel):
    lead: Name = Field(default="", description="Id of a person")
    evidence: bool = Field(default=False, description="Closing asks for evidence")
    silence: int = Field(default=7, ge=1, le=365, description="Days until the lead is told")

    def of(self, step: str) -> StepSettings:
        return StepSettings(step, self.lead, self.evidence, self.silence)
