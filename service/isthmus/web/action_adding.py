"""A new action: from nothing, from a sentence, from what an answer or a chart says."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.actions.given import question
from isthmus.actions.hints import hint
from isthmus.actions.listing import Twin
from isthmus.actions.model import Draft
from isthmus.errors import ConflictError, InvalidError, IsthmusError, NotAllowedError, NotFoundError
from isthmus.people import EVERYONE, Rank
from isthmus.web.action_forms import New
from isthmus.web.action_sources import Origin, origin_of
from isthmus.web.action_view import Here, IsHere

TOLD = (InvalidError, NotFoundError, NotAllowedError, ConflictError)

router = APIRouter(prefix="/actions", include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/new")
def show_form(here: IsHere, said: Annotated[New, Query()]) -> Response:
    here.visitor.require(Rank.READER)
    origin = origin_of(here.wiring, said.about, here.visitor)
    if said.line.strip() and said.title is None:
        return _from_line(here, said, origin)
    begun = {
        "title": origin.title if origin else "",
        "readers": ", ".join(origin.readers) if origin else EVERYONE,
    }
    filled = {name: value for name, value in begun.items() if getattr(said, name) is None}
    return _page(here, said.model_copy(update=filled), origin)


@router.post("/new")
def add(here: IsHere, said: Annotated[New, Form()]) -> Response:
    """Add it; what was not understood is asked about, and nothing that was typed is lost."""
    here.visitor.require(Rank.READER)
    origin = origin_of(here.wiring, said.about, here.visitor)
    try:
        draft = said.draft(here.directory, here.asked)
        draft = replace(draft, depends_on=said.blockers)
        if origin:
            draft = replace(draft, source=origin.source)
        action = here.actions.add(draft, here.hand(), said.line)
    except TOLD as error:
        here.visitor.require(Rank.READER)
        return _page(here, said, origin, error)
    return RedirectResponse(f"/actions/{action.id}", HTTPStatus.SEE_OTHER)


def _from_line(here: Here, said: New, origin: Origin | None) -> Response:
    """Show what was understood of a sentence; what was not is asked about."""
    seen = here.understood(said.line)
    typed = _filled(said, seen.draft)
    if seen.unclear is not None:
        words = seen.unclear.words or seen.unclear.event
        asked = InvalidError(question(seen.unclear))
        return _page(here, typed.model_copy(update={"due": words}), origin, asked)
    if seen.owners:
        who = ", ".join(f"{each.name} ({each.id})" for each in seen.owners[:5])
        return _page(here, typed, origin, InvalidError(f"Who does it? It may be {who}."))
    return _page(here, typed, origin)


def _filled(said: New, draft: Draft) -> New:
    return said.model_copy(
        update={
            "title": draft.title,
            "owner": draft.owner.name if draft.owner else "",
            "due": draft.due.isoformat() if draft.due else "",
            "priority": draft.priority.value,
            "step": draft.step,
            "labels": ", ".join(draft.labels),
            "recurrence": str(draft.recurrence or ""),
            "readers": EVERYONE,
        }
    )


def _page(
    here: Here, said: New, origin: Origin | None, trouble: IsthmusError | None = None
) -> Response:
    title = (said.title or "").strip()
    twins: list[Twin] = here.actions.alike(title, here.visitor) if title else []
    values = {
        "said": said,
        "origin": origin,
        "twins": twins,
        "hint": hint(title) if title else "",
        "names": here.names(),
    }
    return here.page("actions/new.html", values, trouble)
