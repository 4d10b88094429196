"""The pages of the blueprint: the map, each step, roles, templates, standards, obligations."""

from itertools import groupby
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from isthmus.web.pages import Pages, pages_of
from isthmus.web.programme import PHASES, Programme, in_time, shipped_programme
from isthmus_knowledge.catalogue import Side

ThePages = Annotated[Pages, Depends(pages_of)]
TheProgramme = Annotated[Programme, Depends(shipped_programme)]

SIDES: Final = {
    Side.BUSINESS: "Business",
    Side.IT: "IT",
    Side.OT: "OT",
    Side.BOTH: "IT and OT",
    Side.EXTERNAL: "External, never accountable",
}
ON_THE_MAP: Final = (PHASES, "The twelve steps", "Questions leaders ask")

router = APIRouter(
    prefix="/blueprint", include_in_schema=False, default_response_class=HTMLResponse
)


@router.get("")
def show_map(pages: ThePages, programme: TheProgramme) -> Response:
    told = programme.overview.others(*ON_THE_MAP)
    return pages.page("blueprint/map.html", {"phases": programme.phases(), "told": told})


@router.get("/steps/{number}")
def show_step(number: str, pages: ThePages, programme: TheProgramme) -> Response:
    return pages.page("blueprint/step.html", {"shown": programme.step(number)})


@router.get("/roles")
def show_roles(pages: ThePages, programme: TheProgramme) -> Response:
    return pages.page("blueprint/roles.html", {"programme": programme, "sides": SIDES})


@router.get("/templates")
def list_templates(pages: ThePages, programme: TheProgramme) -> Response:
    found = groupby(programme.templates, lambda template: template.step)
    by_step = [(programme.catalogue.step(number), list(templates)) for number, templates in found]
    return pages.page("blueprint/templates.html", {"programme": programme, "by_step": by_step})


@router.get("/templates/{slug}.md")
def download_template(slug: str, programme: TheProgramme) -> Response:
    template = programme.template(slug)
    headers = {"Content-Disposition": f'attachment; filename="{template.slug}.md"'}
    return Response(template.body, media_type="text/markdown", headers=headers)


@router.get("/templates/{slug}")
def show_template(slug: str, pages: ThePages, programme: TheProgramme) -> Response:
    template = programme.template(slug)
    values = {
        "template": template,
        "step": programme.catalogue.step(template.step),
        "body": template.body.removeprefix(f"# {template.title}\n"),
    }
    return pages.page("blueprint/template.html", values)


@router.get("/standards")
def show_standards(pages: ThePages, programme: TheProgramme) -> Response:
    return pages.page("blueprint/standards.html", {"programme": programme})


@router.get("/standards/{topic}")
def show_topic(topic: str, pages: ThePages, programme: TheProgramme) -> Response:
    shown = programme.topic(topic)
    values: dict[str, Any] = {
        "topic": shown,
        "steps": [programme.catalogue.step(number) for number in shown.steps],
        "activities": [programme.catalogue.activity(one) for one in shown.activities],
        "digests": {one.name: one.digest for one in programme.crosswalk.standards},
        "others": [one for one in programme.crosswalk.topics if one != shown],
    }
    return pages.page("blueprint/topic.html", values)


@router.get("/obligations")
def show_obligations(pages: ThePages, programme: TheProgramme) -> Response:
    values = {"known": programme.obligations, "in_time": in_time}
    return pages.page("blueprint/obligations.html", values)


@router.get("/obligations/{regime}")
def show_regime(regime: str, pages: ThePages, programme: TheProgramme) -> Response:
    shown = programme.regime(regime)
    values = {
        "regime": shown,
        "entries": programme.obligations.under(shown),
        "catalogue": programme.catalogue,
        "in_time": in_time,
    }
    return pages.page("blueprint/regime.html", values)
