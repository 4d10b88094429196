"""The pages where role definitions begin: the list, and what is put together of a role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final, Protocol
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.edge.identity import TheVisitor
from isthmus.edge.problems import detail_of
from isthmus.errors import ConflictError, InvalidError, IsthmusError
from isthmus.people import Person, Rank
from isthmus.raci.desk import Charts, Hand
from isthmus.raci.drafting.naming import role_of
from isthmus.raci.listing import Sought as Every
from isthmus.raci.model import Status
from isthmus.roles.desk import Roles
from isthmus.roles.model import Filed
from isthmus.roles.rewording import Drafted
from isthmus.web.pages import Pages, pages_of
from isthmus.web.role_forms import VIA, Of, Sought, Wanted
from isthmus.web.role_lines import Block, Listed, blocks_of
from isthmus_knowledge.catalogue import Side, catalogue
from isthmus_knowledge.corpus_entries import folded

EXAMPLES: Final = ("OT security lead", "Plant manager", "System integrator")


class HasRoles(Protocol):
    @property
    def roles(self) -> Roles: ...
    @property
    def charts(self) -> Charts: ...
    @property
    def today(self) -> date: ...


def wiring_of(request: Request) -> HasRoles:
    wiring: HasRoles = request.app.state.wiring
    return wiring


TheWiring = Annotated[HasRoles, Depends(wiring_of)]
ThePages = Annotated[Pages, Depends(pages_of)]
router = APIRouter(prefix="/roles", include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True)
class Proposed:
    """What is put together of a role; ``there`` is the definition that it has already, if any.

    ``alike`` are definitions of the same role of the catalogue under other names.
    """

    drafted: Drafted
    blocks: tuple[Block, ...]
    there: Filed | None
    alike: tuple[Filed, ...]

    @property
    def is_left_out(self) -> bool:
        """Tell whether keeping all roles of a chart passes over it."""
        return bool(self.there or self.alike)


@router.get("")
def list_definitions(
    visitor: TheVisitor, wiring: TheWiring, pages: ThePages, wanted: Annotated[Sought, Query()]
) -> Response:
    news = wiring.roles.all_news(visitor)
    every = [
        Listed.of(each, news.get(each.id, ()), wiring.today)
        for each in wiring.roles.listed(visitor)
    ]
    values = {
        "found": [each for each in every if _picks(wanted, each)],
        "every": every,
        "wanted": wanted,
        "statuses": (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED),
        "sides": list(Side),
        "known": sorted(role.name for role in catalogue().roles),
        "charts": wiring.charts.listed(visitor, Every()),
        "examples": EXAMPLES,
    }
    return pages.page("roles/list.html", values)


@router.get("/define")
def define(
    visitor: TheVisitor, wiring: TheWiring, pages: ThePages, wanted: Annotated[Wanted, Query()]
) -> Response:
    """Show what is known of a role, or of all roles of a chart; nothing is kept."""
    if not (wanted.role.strip() or wanted.chart):
        return RedirectResponse("/roles", HTTPStatus.SEE_OTHER)
    return _proposed(visitor, wiring, pages, wanted)


@router.post("/keep")
def keep(
    visitor: TheVisitor, wiring: TheWiring, pages: ThePages, kept: Annotated[Wanted, Form()]
) -> Response:
    """Keep a definition, or one of each role of a chart that has none yet."""
    hand = Hand(visitor.require(Rank.CONTRIBUTOR), VIA)
    try:
        if kept.chart:
            wiring.roles.save_all(kept.chart, hand, kept.groups)
            return RedirectResponse("/roles", HTTPStatus.SEE_OTHER)
        filed = wiring.roles.save(kept.role, hand, kept.groups)
    except (InvalidError, ConflictError) as error:
        return _proposed(visitor, wiring, pages, kept, error)
    return RedirectResponse(f"/roles/{filed.id}", HTTPStatus.SEE_OTHER)


@router.get("/of")
def find(visitor: TheVisitor, wiring: TheWiring, said: Annotated[Of, Query()]) -> Response:
    """Go to the definition of a role as a chart names it; else to what is known of it."""
    there = _of(said, wiring.roles.listed(visitor, said.role) if said.role.strip() else [])
    if there is None and said.known:
        there = _of(said, wiring.roles.listed(visitor, said.known))
    if there:
        return RedirectResponse(f"/roles/{there.id}", HTTPStatus.SEE_OTHER)
    query = urlencode({"role": said.known or said.role})
    return RedirectResponse(f"/roles/define?{query}", HTTPStatus.SEE_OTHER)


def may_keep(visitor: Person) -> bool:
    return not visitor.is_guest and visitor.rank.includes(Rank.CONTRIBUTOR)


def _of(said: Of, found: Sequence[Filed]) -> Filed | None:
    """Give the one under just this name, else the first."""
    same = (each for each in found if folded(each.definition.name) == folded(said.role))
    return next(same, found[0] if found else None)


def _picks(wanted: Sought, listed: Listed) -> bool:
    definition = listed.filed.definition
    text = f"{definition.name} {definition.role}".casefold()
    asked = {"news": bool(listed.news or listed.restated), "overdue": bool(listed.overdue)}
    return (
        all(word in text for word in wanted.words.casefold().split())
        and wanted.status in {"", listed.filed.status.value}
        and wanted.side in {"", definition.side}
        and asked.get(wanted.only, True)
    )


def _proposed(
    visitor: Person,
    wiring: HasRoles,
    pages: Pages,
    wanted: Wanted,
    trouble: IsthmusError | None = None,
) -> Response:
    try:
        drafted = _drafted(wiring.roles, visitor, wanted)
    except InvalidError as error:
        drafted, trouble = [], error
    there = wiring.roles.listed(visitor)
    question = role_of(wanted.role).question if wanted.role.strip() else None
    values = {
        "wanted": wanted,
        "proposed": [_beside(each, there) for each in drafted],
        "chart": _title(wiring.charts, wanted.chart, visitor),
        "known": sorted(role.name for role in catalogue().roles),
        "choices": question.choices if question else (),
        "trouble": str(trouble) if trouble else "",
        "may_keep": may_keep(visitor),
    }
    status = detail_of(trouble)[0] if trouble else HTTPStatus.OK
    return pages.page("roles/define.html", values, status)


def _drafted(roles: Roles, visitor: Person, wanted: Wanted) -> list[Drafted]:
    if wanted.chart:
        return roles.define_all(wanted.chart, visitor, wanted.groups)
    return [roles.define(wanted.role, visitor, wanted.groups)]


def _beside(drafted: Drafted, there: Sequence[Filed]) -> Proposed:
    known = drafted.definition
    name = folded(known.name)
    same = [each for each in there if folded(each.definition.name) == name]
    alike = (each for each in there if known.role and each.definition.role == known.role)
    others = tuple(each for each in alike if each not in same)
    return Proposed(drafted, blocks_of(known), same[0] if same else None, others)


def _title(charts: Charts, chart: str, visitor: Person) -> str:
    return charts.show(chart, visitor).filed.chart.title if chart else ""
