"""The page Audit: who did what and when, and whether the trail is whole."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Final, Protocol
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field, field_validator

from isthmus.audit.model import Entry, Head, Verdict
from isthmus.audit.service import Wanted
from isthmus.edge.identity import Administrator
from isthmus.web.pages import Pages, pages_of

ON_A_PAGE: Final = 50
VERIFIED_AT_ONCE: Final = 1500  # with more entries the page would be slow; a button verifies them
HASH_SHOWN: Final = 12


class Filters(BaseModel):
    """What to show; an empty field narrows nothing."""

    person: str = Field(default="", max_length=200)
    action: str = Field(default="", max_length=100)
    since: date | None = None
    until: date | None = None
    before: int | None = Field(default=None, ge=1)
    verify: bool = False

    @field_validator("since", "until", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None

    @property
    def wanted(self) -> Wanted:
        """Give the same as the trail understands it; the last day counts whole."""
        until = _midnight(self.until)
        return Wanted(
            person=self.person.strip() or None,
            action=self.action or None,
            since=_midnight(self.since),
            until=until + timedelta(days=1) if until else None,
            before=self.before,
        )

    def address(self, **changed: object) -> str:
        said = self.model_dump(exclude={"verify"}) | changed
        return "/audit?" + urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True)
class State:
    """What is known of the trail as a whole; no verdict where it was not looked at now."""

    entries: int
    head: Head
    verdict: Verdict | None


class Trail(Protocol):
    """The trail, to look at."""

    def head(self) -> Head: ...
    def count(self) -> int: ...
    def actions(self) -> list[str]: ...
    def latest(self, wanted: Wanted, limit: int) -> list[Entry]: ...


class HasTrail(Protocol):
    """What this page needs of the wiring."""

    def audited(self) -> AbstractContextManager[Trail]: ...
    def verify_audit(self) -> Verdict: ...


def _wiring(request: Request) -> HasTrail:
    wiring: HasTrail = request.app.state.wiring
    return wiring


Wired = Annotated[HasTrail, Depends(_wiring)]
ThePages = Annotated[Pages, Depends(pages_of)]

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/audit")
def show_audit(
    by: Administrator, filters: Annotated[Filters, Query()], wired: Wired, pages: ThePages
) -> Response:
    del by
    with wired.audited() as trail:
        found = trail.latest(filters.wanted, ON_A_PAGE + 1)
        entries, head, actions = trail.count(), trail.head(), trail.actions()
    looked_at = filters.verify or entries <= VERIFIED_AT_ONCE
    values: dict[str, Any] = {
        "entries": found[:ON_A_PAGE],
        "older": filters.address(before=found[ON_A_PAGE - 1].number) if _more(found) else "",
        "newest": filters.address(before=None) if filters.before else "",
        "filters": filters,
        "actions": actions,
        "state": State(entries, head, wired.verify_audit() if looked_at else None),
        "in_short": in_short,
        "hash_shown": HASH_SHOWN,
    }
    return pages.page("audit.html", values)


def in_short(details: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give the details with hashes cut to what can be compared by eye."""
    for name, value in details.items():
        yield name, f"{value[:HASH_SHOWN]}…" if name == "sha256" else value


def _more(found: list[Entry]) -> bool:
    return len(found) > ON_A_PAGE


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
