"""Looking at actions over HTTP: lists, one, its history, counts, what happened."""

from datetime import datetime
from typing import Annotated

from fastapi import Query, Response

from isthmus.access.model import Scope
from isthmus.actions.contract import (
    changed_as_json,
    counted_as_json,
    event_as_json,
    listing_as_json,
    settings_as_json,
    shown_as_json,
    twin_as_json,
)
from isthmus.actions.listing import ALL, MOST_AT_ONCE, Group, Order, Page, Since
from isthmus.actions.model import EventKind
from isthmus.actions.routes.parts import (
    ActionNumber,
    Json,
    TheActions,
    TheSought,
    TheWiring,
    names_of,
    router,
)
from isthmus.edge.identity import CallerPerson
from isthmus.errors import InvalidError

reading = router(Scope.ASK)

Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE)]
After = Annotated[str, Query(max_length=1_000, description="`next` of the page before")]


@reading.get("")
def list_actions(  # noqa: PLR0913, PLR0917 - FastAPI's parameters
    actions: TheActions,
    by: CallerPerson,
    sought: TheSought,
    order: Order = Order.DUE,
    backwards: bool = False,  # noqa: FBT001, FBT002 - a query parameter
    limit: Limit = 50,
    after: After = "",
) -> Json:
    """List the actions that the key's person may read, a page at a time."""
    return listing_as_json(actions.listed(by, sought, Page(order, backwards, limit, after)))


@reading.get("/counts")
def count_actions(
    actions: TheActions,
    by: CallerPerson,
    sought: TheSought,
    group: Annotated[list[Group], Query(min_length=1, max_length=3)],
) -> list[Json]:
    """Count actions by what they have in common: how many, how many late, how many hours."""
    return [counted_as_json(each, group) for each in actions.counts(by, group, sought)]


@reading.get("/events")
def list_what_happened(  # noqa: PLR0913, PLR0917 - FastAPI's parameters
    actions: TheActions,
    wiring: TheWiring,
    by: CallerPerson,
    since: datetime,
    until: datetime | None = None,
    kind: Annotated[list[EventKind] | None, Query()] = None,
    limit: Limit = 100,
    after: After = "",
) -> Json:
    """List what happened to actions within a stretch of time, the latest first."""
    if any(each is not None and each.tzinfo is None for each in (since, until)):
        raise InvalidError("Give the times with their zone, such as 2026-05-31T08:00Z.")
    wanted = Since(since, until, tuple(kind or ()), limit, after)
    return changed_as_json(actions.changed(by, wanted, ALL), names_of(wiring))


@reading.get("/alike")
def list_alike(
    actions: TheActions,
    by: CallerPerson,
    title: Annotated[str, Query(min_length=1, max_length=2_000)],
) -> list[Json]:
    """List actions that nobody closed and that may be the same as a title, the likest first."""
    return [twin_as_json(each) for each in actions.alike(title, by)]


@reading.get("/steps")
def list_step_settings(actions: TheActions) -> list[Json]:
    """List who leads each of the twelve steps, and how its actions are kept."""
    return [settings_as_json(each) for each in actions.step_settings()]


@reading.get("/{action_id}")
def show_an_action(
    action_id: ActionNumber, actions: TheActions, by: CallerPerson, response: Response
) -> Json:
    """Show an action by its number (`A-17` or `17`); its `ETag` goes into `If-Match`."""
    shown = actions.show(action_id, by)
    response.headers["ETag"] = f'"{shown.action.last}"'
    return shown_as_json(shown)


@reading.get("/{action_id}/history")
def list_an_actions_events(
    action_id: ActionNumber, actions: TheActions, wiring: TheWiring, by: CallerPerson
) -> list[Json]:
    """List all that happened to an action, oldest first."""
    name_of = names_of(wiring)
    return [event_as_json(each, name_of) for each in actions.history(action_id, by)]
