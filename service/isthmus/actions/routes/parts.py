"""What the routes of actions share: the desk, whose hand it is, what is sought."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from isthmus.access.model import Scope
from isthmus.actions.asked import Meant
from isthmus.actions.contract import action_as_json
from isthmus.actions.dates import Asked
from isthmus.actions.desk import Actions
from isthmus.actions.given import Directory, action_number
from isthmus.actions.listing import Sought
from isthmus.actions.model import LIVE, Action, Party, Priority, SourceKind, Status
from isthmus.actions.repeating import Request as Asking
from isthmus.actions.repeating import once
from isthmus.actions.repeating import request as asking
from isthmus.actions.service import Keeping
from isthmus.edge.identity import CallerPerson, key_in_header, needs
from isthmus.edge.problems import PROBLEMS
from isthmus.errors import InvalidError, NotFoundError
from isthmus.people import Person
from isthmus.raci.desk import Hand

Json = dict[str, Any]
API: Final = "api"
ME: Final = "me"
NOBODY: Final = "nobody"
_DIGITS: Final = 10
CHANGED: Final[dict[int | str, dict[str, Any]]] = {
    409: {"description": "The action is not in a state for this"},
    412: {"description": "Somebody changed the same since `If-Match`"},
}


class HasActions(Protocol):
    @property
    def actions(self) -> Actions: ...
    def people_named(self, name: str) -> Sequence[Person]: ...
    def asked_for(self, person: Person) -> Asked: ...


def _wiring(request: Request) -> HasActions:
    wiring: HasActions = request.app.state.wiring
    return wiring


TheWiring = Annotated[HasActions, Depends(_wiring)]


def _actions(wiring: TheWiring) -> Actions:
    return wiring.actions


TheActions = Annotated[Actions, Depends(_actions)]


def _hand(by: CallerPerson, if_match: Annotated[str | None, Header()] = None) -> Hand:
    """Say who does it, and what they have seen: `If-Match` is the `ETag` of what they read."""
    said = (if_match or "*").strip().removeprefix("W/").strip('"')
    if said == "*":
        return Hand(by, API)
    if not (said.isascii() and said.isdecimal() and len(said) < _DIGITS):
        raise InvalidError('`If-Match` is the `ETag` of an action, such as "7".')
    return Hand(by, API, int(said))


TheHand = Annotated[Hand, Depends(_hand)]


async def _asked(
    request: Request, idempotency_key: Annotated[str | None, Header()] = None
) -> Asking | None:
    """Say under which key something is asked for, where one is given, and for what."""
    if idempotency_key is None:
        return None
    place = f"{request.method} {request.url.path}"
    return asking(idempotency_key.strip(), place, await request.body())


IsAsked = Annotated[Asking | None, Depends(_asked)]


def done_once(
    actions: Actions, hand: Hand, asked: Asking | None, make: Callable[[Keeping], Action]
) -> Action:
    """Do what is asked for, where it has a key once."""
    if asked:
        return once(actions, hand, asked, make)
    with actions.keeping(hand) as (keeping, _):
        return make(keeping)


def _number(action_id: str) -> int:
    return action_number(action_id)


ActionNumber = Annotated[int, Depends(_number)]


def _meant(wiring: TheWiring, by: CallerPerson) -> Meant:
    actions = wiring.actions
    directory = Directory(wiring.people_named, partial(_due_of, actions, by))
    return Meant(wiring.asked_for(by), directory, Party(by.name, by.id))


def _due_of(actions: Actions, by: Person, action: int) -> date | None:
    try:
        return actions.show(action, by).action.due
    except NotFoundError:
        return None


TheMeant = Annotated[Meant, Depends(_meant)]


def names_of(wiring: HasActions) -> Callable[[str], str]:
    """Give what tells the name of a person for an id."""

    def name_of(person: str) -> str:
        found = wiring.actions.parts.person(person)
        return found.name if found else person

    return name_of


def router(scope: Scope, prefix: str = "/api/v1/actions") -> APIRouter:
    return APIRouter(
        prefix=prefix,
        tags=["Actions"],
        route_class=needs(scope),
        responses=PROBLEMS | (CHANGED if scope is Scope.WRITE else {}),
        dependencies=[Depends(key_in_header)],
    )


def tagged(action: Action, response: Response) -> Json:
    response.headers["ETag"] = f'"{action.last}"'
    return action_as_json(action)


# ---- what is sought

Few = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True)
class Filter:
    """Filters as they stand in an address."""

    status: Annotated[list[Status] | None, Query(description="live ones where none")] = None
    every_status: Annotated[bool, Query()] = False
    owner: Annotated[str, Query(max_length=200, description="an id, `~name`, me, nobody")] = ""
    involving: Annotated[str, Query(max_length=200, description="an id, or me")] = ""
    step: Annotated[str, Query(max_length=3, description="2.4, or phase 2")] = ""
    label: Few = ""
    priority: Priority | None = None
    source: SourceKind | None = None
    q: Few = ""
    due_from: date | None = None
    due_to: date | None = None
    overdue: bool = False
    held_up: bool | None = None
    changed_since: datetime | None = None

    def sought(self, by: Person, today: date) -> Sought:
        if self.changed_since and self.changed_since.tzinfo is None:
            raise InvalidError("Give `changed_since` with its zone, such as 2026-05-31T08:00Z.")
        return Sought(
            statuses=() if self.every_status else tuple(self.status or LIVE),
            owners=(_owner(self.owner, by),) if self.owner else (),
            involving=by.id if self.involving == ME else self.involving,
            steps=(self.step,) if self.step else (),
            labels=(self.label.lower().removeprefix("#"),) if self.label else (),
            priorities=(self.priority,) if self.priority else (),
            sources=(self.source,) if self.source else (),
            words=self.q,
            due_from=self.due_from,
            due_to=self.due_to,
            overdue_on=today if self.overdue else None,
            held_up=self.held_up,
            changed_since=self.changed_since,
        )


def _owner(said: str, by: Person) -> str:
    return {ME: by.id, NOBODY: ""}.get(said, said)


def _sought(
    filtered: Annotated[Filter, Depends()], by: CallerPerson, actions: TheActions
) -> Sought:
    return filtered.sought(by, actions.today(by))


TheSought = Annotated[Sought, Depends(_sought)]
