"""Role definitions over HTTP: define, keep, edit, compare with their sources, approve, send."""

from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Header, Query, Request, Response, status

from isthmus.access.model import Scope
from isthmus.edge.identity import CallerPerson, key_in_header, needs
from isthmus.edge.problems import PROBLEMS
from isthmus.errors import InvalidError
from isthmus.raci.desk import Hand
from isthmus.roles.asked import Asked, Edits, Kept, Readers, Said
from isthmus.roles.contract import (
    compared_as_json,
    drafted_as_json,
    event_as_json,
    filed_as_json,
    listed_as_json,
    news_as_json,
    version_as_json,
)
from isthmus.roles.desk import Roles
from isthmus.roles.exporting.formats import Format, export, file_name
from isthmus.roles.looking import NOW
from isthmus.roles.model import Filed

Json = dict[str, Any]
API: Final = "api"
_DIGITS: Final = 10
CHANGED: Final[dict[int | str, dict[str, Any]]] = {
    409: {"description": "The definition is not in a state for this"},
    412: {"description": "Somebody changed the definition since `If-Match`"},
}


class HasRoles(Protocol):
    @property
    def roles(self) -> Roles: ...


def _roles(request: Request) -> Roles:
    wiring: HasRoles = request.app.state.wiring
    return wiring.roles


def _hand(by: CallerPerson, if_match: Annotated[str | None, Header()] = None) -> Hand:
    """Say who does it, and what they have seen: `If-Match` is the `ETag` of what they read."""
    said = (if_match or "*").strip().removeprefix("W/").strip('"')
    if said == "*":
        return Hand(by, API)
    if not (said.isascii() and said.isdecimal() and len(said) < _DIGITS):
        raise InvalidError('`If-Match` is the `ETag` of a role definition, such as "7".')
    return Hand(by, API, int(said))


TheRoles = Annotated[Roles, Depends(_roles)]
TheHand = Annotated[Hand, Depends(_hand)]


def _router(scope: Scope) -> APIRouter:
    return APIRouter(
        prefix="/api/v1/roles",
        tags=["Role definitions"],
        route_class=needs(scope),
        responses=PROBLEMS | (CHANGED if scope is Scope.WRITE else {}),
        dependencies=[Depends(key_in_header)],
    )


reading = _router(Scope.ASK)
writing = _router(Scope.WRITE)


# ---- reading


@reading.get("")
def list_definitions(
    roles: TheRoles,
    by: CallerPerson,
    role: Annotated[str, Query(max_length=200, description="Any name of a role")] = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Json:
    """List the role definitions that the key's person may read, by name."""
    found = roles.listed(by, role)
    page = found[offset : offset + limit]
    return {"total": len(found), "items": [listed_as_json(each) for each in page]}


@reading.post("/drafts")
def define_roles(asked: Asked, roles: TheRoles, by: CallerPerson) -> list[Json]:
    """Put together what charts, the catalogue and documents say of roles; nothing is kept."""
    asked.require_one()
    found = roles.define_all(asked.chart, by) if asked.chart else [roles.define(asked.role, by)]
    return [drafted_as_json(each) for each in found]


@reading.get("/{definition_id}")
def show_a_definition(
    definition_id: str, roles: TheRoles, by: CallerPerson, response: Response
) -> Json:
    """Show a role definition; its `ETag` goes into `If-Match` of a change."""
    return _tagged(roles.show(definition_id, by), response)


@reading.get("/{definition_id}/history")
def list_a_definitions_events(definition_id: str, roles: TheRoles, by: CallerPerson) -> list[Json]:
    """List all that happened to a role definition, oldest first."""
    return [event_as_json(each) for each in roles.history(definition_id, by)]


@reading.get("/{definition_id}/versions")
def list_a_definitions_versions(
    definition_id: str, roles: TheRoles, by: CallerPerson
) -> list[Json]:
    """List the approved versions, oldest first."""
    return [version_as_json(each) for each in roles.versions(definition_id, by)]


@reading.get("/{definition_id}/differences")
def compare_a_definition(
    definition_id: str,
    roles: TheRoles,
    by: CallerPerson,
    before: Annotated[str, Query(alias="from", max_length=20)] = "",
    after: Annotated[str, Query(alias="to", max_length=20)] = NOW,
) -> Json:
    """Compare two points: `now`, `approved`, a version (`v2`) or an event (`7`)."""
    return compared_as_json(roles.compare(definition_id, by, before, after))


@reading.get("/{definition_id}/news")
def compare_with_the_sources(definition_id: str, roles: TheRoles, by: CallerPerson) -> list[Json]:
    """Tell what the sources say otherwise since it was last taken over."""
    return news_as_json(roles.news(definition_id, by))


@reading.get("/{definition_id}/file", response_class=Response)
def export_a_definition(
    definition_id: str,
    roles: TheRoles,
    by: CallerPerson,
    to: Annotated[Format, Query(alias="format")] = Format.DOCX,
    version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> Response:
    """Give a role definition, or an approved version of it, as a file."""
    sheet = roles.sheet(definition_id, by, version)
    name = file_name(sheet.definition.name, to)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(export([sheet], to), headers=headers, media_type=to.media_type)


# ---- writing


@writing.post("", status_code=status.HTTP_201_CREATED)
def keep_definitions(kept: Kept, roles: TheRoles, hand: TheHand) -> list[Json]:
    """Keep the definition of a role, or one of each role of a chart that has none yet."""
    kept.require_one()
    if kept.chart:
        return [filed_as_json(each) for each in roles.save_all(kept.chart, hand, kept.readers)]
    return [filed_as_json(roles.save(kept.role, hand, kept.readers))]


@writing.patch("/{definition_id}")
def edit_a_definition(
    definition_id: str, edits: Edits, roles: TheRoles, hand: TheHand, response: Response
) -> Json:
    """Make edits, all or none. An approved one is a draft then; its version stays in force."""
    filed = roles.edit(definition_id, edits.by(hand.by), hand, edits.said)
    return _tagged(filed, response)


@writing.post("/{definition_id}/refresh")
def take_over_the_news(
    definition_id: str, roles: TheRoles, hand: TheHand, response: Response
) -> Json:
    """Take over all that the sources say otherwise; a person's own lines stay."""
    return _tagged(roles.refresh(definition_id, hand), response)


@writing.post("/{definition_id}/undo")
def undo(definition_id: str, roles: TheRoles, hand: TheHand, response: Response) -> Json:
    """Take back the last edit that stands, up to the last approval."""
    return _tagged(roles.undo(definition_id, hand), response)


@writing.post("/{definition_id}/redo")
def redo(definition_id: str, roles: TheRoles, hand: TheHand, response: Response) -> Json:
    """Take back the last undo, where nobody edited since then."""
    return _tagged(roles.redo(definition_id, hand), response)


@writing.post("/{definition_id}/submission")
def submit_a_definition(
    definition_id: str, said: Said, roles: TheRoles, hand: TheHand, response: Response
) -> Json:
    """Ask for review."""
    return _tagged(roles.submit(definition_id, hand, said.said), response)


@writing.post("/{definition_id}/return")
def give_a_definition_back(
    definition_id: str, said: Said, roles: TheRoles, hand: TheHand, response: Response
) -> Json:
    """Make a definition in review a draft again, with the reason."""
    return _tagged(roles.give_back(definition_id, said.said, hand), response)


@writing.post("/{definition_id}/approval", status_code=status.HTTP_201_CREATED)
def approve_a_definition(definition_id: str, said: Said, roles: TheRoles, hand: TheHand) -> Json:
    """Approve what somebody else changed last: an immutable version that answers cite."""
    return version_as_json(roles.approve(definition_id, hand, said.said))


@writing.put("/{definition_id}/readers")
def let_groups_read(
    definition_id: str, readers: Readers, roles: TheRoles, hand: TheHand, response: Response
) -> Json:
    """Say which groups read a definition, and what answers cite of it."""
    return _tagged(roles.let_read(definition_id, readers.readers, hand), response)


def _tagged(filed: Filed, response: Response) -> Json:
    response.headers["ETag"] = f'"{filed.number}"'
    return filed_as_json(filed)
