"""The page People and keys: who there is, what they may do and read, how they come in."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from isthmus.access.model import INVITED_FOR, Key, Scope
from isthmus.access.service import LONGEST_ID, Access
from isthmus.edge.identity import Administrator
from isthmus.edge.problems import status_of
from isthmus.errors import ConflictError, IsthmusError
from isthmus.people import Person, Rank
from isthmus.web.pages import Pages, pages_of

ON_A_PAGE: Final = 50
RANKS: Final = {
    Rank.READER: "asks, and reads what their groups may read",
    Rank.CONTRIBUTOR: "also adds, updates and retires documents",
    Rank.LEAD: "also sees what stays unanswered, and says who may read a document",
    Rank.ADMINISTRATOR: "also looks after people, keys and the audit trail",
}
SCOPES: Final = {
    Scope.ASK: "ask questions",
    Scope.READ: "search and list documents",
    Scope.WRITE: "add and retire documents (for contributors)",
}
FIXED: Final = {"ranks": RANKS, "scopes": SCOPES, "invited_for": INVITED_FOR.days}


class Described(BaseModel):
    """A person as the form describes them."""

    id: str = Field(default="", max_length=LONGEST_ID)
    name: str = Field(default="", max_length=LONGEST_ID)
    groups: str = Field(default="", max_length=2000)
    time_zone: str = Field(default="UTC", max_length=100)
    rank: Rank = Rank.READER

    def person(self, known_id: str = "") -> Person:
        person_id = known_id or self.id.strip()
        groups = frozenset(group for each in self.groups.split(",") if (group := each.strip()))
        zone = self.time_zone.strip() or "UTC"
        return Person(person_id, self.name.strip() or person_id, groups, zone, rank=self.rank)


class WantedKey(BaseModel):
    name: str = Field(default="", max_length=LONGEST_ID)
    scopes: list[Scope] = Field(default_factory=list, max_length=len(Scope))
    days: int = Field(default=365, ge=0, le=3650)


class Addressed(Protocol):
    def welcome_url(self, secret: str) -> str: ...


class HasPeople(Protocol):
    """What these pages need of the wiring; each context is one transaction."""

    @property
    def settings(self) -> Addressed: ...
    def access(self, by: Person) -> AbstractContextManager[Access]: ...
    def access_seen(self, by: Person) -> AbstractContextManager[Access]: ...


def _wiring(request: Request) -> HasPeople:
    wiring: HasPeople = request.app.state.wiring
    return wiring


Wired = Annotated[HasPeople, Depends(_wiring)]
ThePages = Annotated[Pages, Depends(pages_of)]
AsDescribed = Annotated[Described, Form()]

router = APIRouter(prefix="/people", include_in_schema=False, default_response_class=HTMLResponse)


@router.get("")
def list_people(
    by: Administrator,
    wired: Wired,
    pages: ThePages,
    q: Annotated[str, Query(max_length=LONGEST_ID)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    with wired.access_seen(by) as access:
        values = _listed(access, q, page)
    return pages.page("access/people.html", values | {"said": Described(), "trouble": ""})


@router.post("")
def add_person(said: AsDescribed, by: Administrator, wired: Wired, pages: ThePages) -> Response:
    try:
        with wired.access(by) as access:
            added = access.add_person(said.person())
    except IsthmusError as error:
        with wired.access_seen(by) as access:
            values = _listed(access, "", 1) | {"said": said, "trouble": str(error)}
        return pages.page("access/people.html", values, status_of(error))
    return _to(added.id)


@router.get("/{person_id}")
def show_person(person_id: str, by: Administrator, wired: Wired, pages: ThePages) -> Response:
    return pages.page("access/person.html", _shown(wired, by, person_id))


@router.post("/{person_id}")
def change_person(
    person_id: str, said: AsDescribed, by: Administrator, wired: Wired, pages: ThePages
) -> Response:
    try:
        with wired.access(by) as access:
            access.put_person(said.person(access.person(person_id).id))
    except IsthmusError as error:
        values = _shown(wired, by, person_id) | {"trouble": str(error)}
        return pages.page("access/person.html", values, status_of(error))
    return _to(person_id)


@router.post("/{person_id}/remove")
def remove_person(person_id: str, by: Administrator, wired: Wired, pages: ThePages) -> Response:
    try:
        with wired.access(by) as access:
            access.remove_person(person_id)
    except ConflictError as error:
        values = _shown(wired, by, person_id) | {"trouble": str(error)}
        return pages.page("access/person.html", values, status_of(error))
    return RedirectResponse("/people", HTTPStatus.SEE_OTHER)


@router.post("/{person_id}/invite")
def invite(person_id: str, by: Administrator, wired: Wired, pages: ThePages) -> Response:
    """Make a link; it stands on this one page and is kept nowhere."""
    with wired.access(by) as access:
        made = access.invite(person_id)
    link = wired.settings.welcome_url(made.secret)
    return pages.page("access/person.html", _shown(wired, by, person_id) | {"link": link})


@router.post("/{person_id}/keys")
def create_key(
    person_id: str,
    said: Annotated[WantedKey, Form()],
    by: Administrator,
    wired: Wired,
    pages: ThePages,
) -> Response:
    """Make a key; its secret stands on this one page and is kept nowhere."""
    try:
        with wired.access(by) as access:
            expires = access.now + timedelta(days=said.days) if said.days else None
            made = access.create_key(person_id, said.scopes, said.name.strip(), expires)
    except IsthmusError as error:
        values = _shown(wired, by, person_id) | {"trouble": str(error)}
        return pages.page("access/person.html", values, status_of(error))
    return pages.page("access/person.html", _shown(wired, by, person_id) | {"secret": made.secret})


@router.post("/{person_id}/keys/{key_id}/revoke")
def revoke_key(person_id: str, key_id: str, by: Administrator, wired: Wired) -> Response:
    with wired.access(by) as access:
        access.revoke_key(key_id)
    return _to(person_id)


@router.post("/{person_id}/sessions/end")
def end_sessions(person_id: str, by: Administrator, wired: Wired) -> Response:
    with wired.access(by) as access:
        access.end_sessions(person_id)
    return _to(person_id)


def _listed(access: Access, wanted: str, page: int) -> dict[str, Any]:
    """Give one page of the people whose id, name or group has these letters in it."""
    people = access.people()
    found = [person for person in people if _is_meant(person, wanted.strip().casefold())]
    start = (page - 1) * ON_A_PAGE
    return FIXED | {
        "people": found[start : start + ON_A_PAGE],
        "found": len(found),
        "total": len(people),
        "q": wanted,
        "page": page,
        "pages": max(1, -(-len(found) // ON_A_PAGE)),
        "can_sign_in": access.records.with_password(),
        "keys": _live_keys(access.keys(), access.now),
        "groups": _groups(people),
    }


def _shown(wired: HasPeople, by: Person, person_id: str) -> dict[str, Any]:
    with wired.access_seen(by) as access:
        person = access.person(person_id)
        return FIXED | {
            "person": person,
            "has_password": person.id in access.records.with_password(),
            "keys": access.keys_of(person.id),
            "now": access.now,
            "sessions": access.sessions(person.id),
            "groups": _groups(access.people()),
            **dict.fromkeys(("link", "secret", "trouble"), ""),
        }


def _is_meant(person: Person, wanted: str) -> bool:
    said = (person.id, person.name, person.rank, *person.groups)
    return any(wanted in each.casefold() for each in said)


def _live_keys(keys: Sequence[Key], at: datetime) -> dict[str, int]:
    """Count the keys of each person that may still be used."""
    live = [key.person for key in keys if key.is_live(at)]
    return {person: live.count(person) for person in set(live)}


def _groups(people: Sequence[Person]) -> list[str]:
    return sorted({group for person in people for group in person.groups})


def _to(person_id: str) -> RedirectResponse:
    return RedirectResponse(f"/people/{person_id}", HTTPStatus.SEE_OTHER)
