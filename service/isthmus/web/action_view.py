"""What the pages of actions share: who is there, how an action stands, whom a name means."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from itertools import groupby
from typing import Annotated, Any, Final, Protocol

from fastapi import Depends, Request
from fastapi.responses import Response

from isthmus.actions.adding import Reading, Understood
from isthmus.actions.dates import Asked, today_in
from isthmus.actions.desk import Actions
from isthmus.actions.given import Directory
from isthmus.actions.model import Action, EventKind, Party, Priority, Status, StepSettings
from isthmus.actions.rights import may
from isthmus.actions.worded import understood
from isthmus.edge.identity import TheVisitor
from isthmus.edge.problems import detail_of
from isthmus.errors import IsthmusError, NotFoundError
from isthmus.inquiry.service import Inquiry
from isthmus.people import Audience, Person, Rank
from isthmus.raci.desk import Charts, Hand
from isthmus.web.action_sources import Quotable
from isthmus.web.pages import Pages, day, pages_of
from isthmus_knowledge.catalogue import Step, catalogue

VIA: Final = "web"
SOON: Final = 7  # days
MOST_NAMES: Final = 300  # offered while a name is typed

# Where a card of the board can go, and what has to be allowed for it.
MOVES: Final[Mapping[Status, Mapping[Status, EventKind]]] = {
    Status.PROPOSED: {Status.OPEN: EventKind.ACCEPTED, Status.DROPPED: EventKind.DROPPED},
    Status.OPEN: {
        Status.IN_PROGRESS: EventKind.STARTED,
        Status.BLOCKED: EventKind.BLOCKED,
        Status.DONE: EventKind.DONE,
        Status.DROPPED: EventKind.DROPPED,
    },
    Status.IN_PROGRESS: {
        Status.BLOCKED: EventKind.BLOCKED,
        Status.DONE: EventKind.DONE,
        Status.DROPPED: EventKind.DROPPED,
    },
    Status.BLOCKED: {
        Status.OPEN: EventKind.UNBLOCKED,
        Status.IN_PROGRESS: EventKind.UNBLOCKED,
        Status.DONE: EventKind.DONE,
        Status.DROPPED: EventKind.DROPPED,
    },
    Status.DONE: {Status.OPEN: EventKind.REOPENED},
    Status.DROPPED: {Status.OPEN: EventKind.REOPENED},
}


class HasActions(Protocol):
    """What these pages need of the wiring."""

    @property
    def actions(self) -> Actions: ...
    @property
    def charts(self) -> Charts: ...
    @property
    def inquiry(self) -> Inquiry: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    def asked_for(self, person: Person) -> Asked: ...
    def people_named(self, name: str) -> Sequence[Person]: ...
    def everybody(self) -> Sequence[Person]: ...
    def reading(self, audience: Audience) -> AbstractContextManager[Quotable]: ...


@dataclass(frozen=True)
class Standing:
    """How an action stands to its day, in words; ``look`` only underlines them."""

    words: str
    look: str = ""


@dataclass(frozen=True)
class Here:
    """Who looks at a page of actions, and what the page works with."""

    visitor: Person
    wiring: HasActions
    pages: Pages

    @property
    def actions(self) -> Actions:
        return self.wiring.actions

    @property
    def today(self) -> date:
        return today_in(self.visitor.time_zone, self.wiring.clock())

    @property
    def asked(self) -> Asked:
        return self.wiring.asked_for(self.visitor)

    @property
    def me(self) -> Party:
        return Party(self.visitor.name, self.visitor.id)

    @property
    def directory(self) -> Directory:
        return Directory(self.wiring.people_named, self._due_of)

    @property
    def may_add(self) -> bool:
        return not self.visitor.is_guest and self.visitor.rank.includes(Rank.CONTRIBUTOR)

    def understood(self, line: str) -> Understood:
        """Understand what is to be done; words that ask for a new action are no part of it."""
        return understood(Reading(self.asked, self.directory, self.me), line)

    def hand(self, seen: int | None = None) -> Hand:
        return Hand(self.visitor.require(Rank.READER), VIA, seen)

    def name_of(self, person: str) -> str:
        """Give the name of whoever did something, their id where nobody knows them any more."""
        found = self.actions.parts.person(person)
        return found.name if found else person

    def page(
        self, name: str, values: Mapping[str, Any], trouble: IsthmusError | None = None
    ) -> Response:
        """Show a page; what was refused is told on it."""
        said: dict[str, Any] = {
            "standing": lambda action: standing(action, self.today),
            "name_of": self.name_of,
            "phases": phases(),
            "step_title": step_title,
            "short": lambda when: short_day(when, self.today),
            "statuses": list(Status),
            "priorities": list(Priority),
            "may_add": self.may_add,
            "today": self.today,
            "trouble": str(trouble) if trouble else "",
        }
        status = detail_of(trouble)[0] if trouble else HTTPStatus.OK
        return self.pages.page(name, {**said, **values}, status)

    def names(self) -> list[str]:
        """Give the names that are offered where somebody is to be named; a guest names nobody."""
        if self.visitor.is_guest:
            return []
        return sorted({each.name for each in self.wiring.everybody()})[:MOST_NAMES]

    def _due_of(self, action: int) -> date | None:
        try:
            return self.actions.show(action, self.visitor).action.due
        except NotFoundError:
            return None


def _here(
    request: Request, visitor: TheVisitor, pages: Annotated[Pages, Depends(pages_of)]
) -> Here:
    wiring: HasActions = request.app.state.wiring
    return Here(visitor, wiring, pages)


IsHere = Annotated[Here, Depends(_here)]


def standing(action: Action, today: date) -> Standing:
    """Say how late an action is, or how near its day."""
    if action.status.is_closed:
        when = f" {day(action.status_at.date())}" if action.status_at else ""
        return Standing(f"{action.status.value.capitalize()}{when}")
    if action.due is None:
        return Standing("No date")
    left = (action.due - today).days
    if left < 0 and action.status.is_live:
        return Standing(f"{-left} {'day' if left == -1 else 'days'} late", "bad")
    near = {0: "Today", 1: "Tomorrow"}.get(left)
    if near:
        return Standing(near, "warn")
    return Standing(f"In {left} days", "warn") if 0 < left <= SOON else Standing("")


def moves(action: Action, visitor: Person, settings: Mapping[str, StepSettings]) -> list[Status]:
    """Give the statuses that somebody may bring an action to."""
    lead = settings[action.step].lead if action.step in settings else ""
    return [to for to, kind in MOVES[action.status].items() if may(action, visitor, kind, lead)]


def by_step(settings: Sequence[StepSettings]) -> dict[str, StepSettings]:
    return {each.step: each for each in settings}


def phases() -> list[tuple[str, list[Step]]]:
    """Give the twelve steps under the names of their phases."""
    steps = groupby(catalogue().steps, lambda step: f"{step.phase} {step.phase_name}")
    return [(name, list(each)) for name, each in steps]


def step_title(step: str) -> str:
    return next((each.title for each in catalogue().steps if each.id == step), "")


def party_named(here: Here, said: str) -> Party | None:
    """Give who is meant by a name that a text has; one that may mean several stays a name."""
    name = " ".join(said.split())
    found = here.wiring.people_named(name) if name else []
    if len(found) == 1:
        return Party(found[0].name, found[0].id)
    return Party(name) if name else None


def short_day(when: date, today: date) -> str:
    """Give a day as short as it is clear: without the year, where that is the present one."""
    year = "" if when.year == today.year else f" {when.year}"
    return f"{when.day} {when:%b}{year}"
