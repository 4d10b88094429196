"""How actions of each step are kept: who leads it, whether closing asks for evidence, silence."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.actions.model import StepSettings
from isthmus.errors import InvalidError, IsthmusError, NotFoundError
from isthmus.people import Rank
from isthmus.web.action_forms import Led
from isthmus.web.action_view import Here, IsHere, by_step

router = APIRouter(prefix="/actions", include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/steps")
def show_steps(here: IsHere) -> Response:
    return _page(here)


@router.post("/steps")
def set_step(here: IsHere, said: Annotated[Led, Form()]) -> Response:
    here.visitor.require(Rank.LEAD)
    try:
        lead = _lead(here, said.lead)
        settings = StepSettings(said.step, lead, said.evidence, said.days)
        here.actions.set_step(settings, here.hand())
    except (InvalidError, NotFoundError) as error:
        return _page(here, said, error)
    return RedirectResponse(f"/actions/steps#step-{said.step}", HTTPStatus.SEE_OTHER)


def _lead(here: Here, said: str) -> str:
    """Give the id of who leads; raises InvalidError for somebody without an account."""
    lead = here.directory.party(said)
    if lead and not lead.person:
        raise InvalidError(
            f"Nobody here is called “{lead.name}”. A step is led by somebody with an account."
        )
    return lead.person if lead else ""


def _page(here: Here, said: Led | None = None, trouble: IsthmusError | None = None) -> Response:
    leads = not here.visitor.is_guest and here.visitor.rank.includes(Rank.LEAD)
    values = {
        "settings": by_step(here.actions.step_settings()),
        "may_lead": leads,
        "may_manage": leads and here.visitor.rank.includes(Rank.ADMINISTRATOR),
        "said": said,
        "names": here.names() if leads else [],
    }
    return here.page("actions/steps.html", values, trouble)
