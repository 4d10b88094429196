"""The pages Jobs: what there is to do, what could not be done and why, what is done regularly."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.edge.identity import Administrator
from isthmus.edge.problems import status_of
from isthmus.errors import ConflictError
from isthmus.jobs.desk import ON_A_PAGE, Jobs, Sought
from isthmus.jobs.model import State
from isthmus.jobs.routes import LARGEST_ID, MOST_PAGES
from isthmus.people import Person
from isthmus.web.pages import Pages, pages_of

TABS: Final = {
    State.DEAD: "Dead letters",
    State.WAITING: "To do",
    State.DONE: "Done",
    State.REJECTED: "Not done on purpose",
}
NOTHING: Final = {
    State.DEAD: "Nothing that was asked for failed for good.",
    State.WAITING: "Nothing waits and nothing runs.",
    State.DONE: "Nothing was done yet.",
    State.REJECTED: "Nothing was dropped, handed on or dismissed.",
}
MINUTE: Final = 60
HOUR: Final = 3600


class HasJobs(Protocol):
    """What these pages need of the wiring."""

    @property
    def jobs(self) -> Jobs: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...


def _wiring(request: Request) -> HasJobs:
    wiring: HasJobs = request.app.state.wiring
    return wiring


Wired = Annotated[HasJobs, Depends(_wiring)]
ThePages = Annotated[Pages, Depends(pages_of)]
JobId = Annotated[int, Path(ge=1, le=LARGEST_ID)]

router = APIRouter(prefix="/jobs", include_in_schema=False, default_response_class=HTMLResponse)


@router.get("")
def list_jobs(
    by: Administrator,
    wired: Wired,
    pages: ThePages,
    state: State = State.DEAD,
    page: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1,
) -> Response:
    return pages.page("jobs/jobs.html", _listed(wired, by, state, page))


@router.get("/schedules")
def list_schedules(by: Administrator, wired: Wired, pages: ThePages) -> Response:
    values = {"planned": wired.jobs.schedules(by)}
    return pages.page("jobs/schedules.html", _around(wired) | values)


@router.post("/{job_id}/replay")
def replay(job_id: JobId, by: Administrator, wired: Wired, pages: ThePages) -> Response:
    return _decided(wired, by, pages, lambda: wired.jobs.replay(by, job_id))


@router.post("/{job_id}/dismiss")
def dismiss(job_id: JobId, by: Administrator, wired: Wired, pages: ThePages) -> Response:
    return _decided(wired, by, pages, lambda: wired.jobs.dismiss(by, job_id))


def _decided(wired: HasJobs, by: Person, pages: Pages, decide: Callable[[], object]) -> Response:
    """Go back to the dead letters; where it is none any more, say so above them."""
    try:
        decide()
    except ConflictError as error:
        values = _listed(wired, by, State.DEAD, 1) | {"trouble": str(error)}
        return pages.page("jobs/jobs.html", values, status_of(error))
    return RedirectResponse("/jobs", HTTPStatus.SEE_OTHER)


def _listed(wired: HasJobs, by: Person, state: State, page: int) -> dict[str, Any]:
    states = (State.WAITING, State.RUNNING) if state is State.WAITING else (state,)
    found = wired.jobs.listed(by, Sought(states, page=page - 1))
    return _around(wired) | {
        "found": found,
        "state": state,
        "nothing": NOTHING.get(state, "Nothing is in this state."),
        "page": page,
        "has_more": len(found) == ON_A_PAGE,
        "trouble": "",
    }


def _around(wired: HasJobs) -> dict[str, Any]:
    """Give what stands above each of these pages."""
    queue, now = wired.jobs.queue(), wired.clock()
    return {"queue": queue, "names": TABS, "now": now, "age": _for_how_long(queue.age(now))}


def _for_how_long(seconds: float) -> str:
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    if seconds < HOUR:
        return f"{seconds // MINUTE:.0f} min"
    return f"{seconds // HOUR:.0f} h {seconds % HOUR // MINUTE:.0f} min"
