"""`isthmus actions`: which there are, one of them, and how it came to be as it is."""

from typing import Annotated

import typer

from isthmus.actions.contract import event_as_json, listing_as_json, shown_as_json
from isthmus.actions.given import action_number
from isthmus.actions.listing import MOST_AT_ONCE, Order, Page
from isthmus.cli.actions_given import (
    ActionId,
    AsPerson,
    DueWithin,
    OfLabel,
    OfOwner,
    OfPriority,
    OfStatus,
    OfStep,
    OfWords,
    Overdue,
    narrowed,
    place,
    sought,
    timed,
)
from isthmus.cli.actions_shown import show_actions, show_history, show_one
from isthmus.cli.output import AsJson, print_json, show_line, wiring


def register(app: typer.Typer) -> None:
    app.command("list")(list_actions)
    app.command()(show)
    app.command()(history)


def list_actions(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    *,
    status: OfStatus = None,
    owner: OfOwner = "",
    step: OfStep = "",
    label: OfLabel = "",
    priority: OfPriority = "",
    words: OfWords = "",
    overdue: Overdue = False,
    due_within: DueWithin = None,
    order: Annotated[Order, typer.Option(help="What comes first.")] = Order.DUE,
    limit: Annotated[int, typer.Option(min=1, max=MOST_AT_ONCE, help="How many.")] = 50,
    after: Annotated[str, typer.Option(metavar="CURSOR", help="Go on after a page.")] = "",
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """List actions: those that are not closed, what is due first."""
    here = place(wiring(context), as_person)
    wanted = narrowed(sought(here, status, owner, step), label, priority, words)
    wanted = timed(here, wanted, due_within, overdue=overdue)
    found = here.parts.actions.listed(here.by, wanted, Page(order, limit=limit, after=after))
    if as_json:
        print_json(listing_as_json(found))
        return
    show_actions(found.actions, here.parts.actions.today(here.by))
    more = f" More: --after {found.next}" if found.next else ""
    show_line(f"{len(found.actions)} actions.{more}", "dim")


def show(
    context: typer.Context, action: ActionId, *, as_person: AsPerson = None, as_json: AsJson = False
) -> None:
    """Show an action with where it comes from and what it waits for."""
    here = place(wiring(context), as_person)
    shown = here.parts.actions.show(action_number(action), here.by)
    if as_json:
        print_json(shown_as_json(shown))
    else:
        show_one(shown, here.parts.actions.today(here.by))


def history(
    context: typer.Context, action: ActionId, *, as_person: AsPerson = None, as_json: AsJson = False
) -> None:
    """List all that happened to an action, oldest first."""
    here = place(wiring(context), as_person)
    events = here.parts.actions.history(action_number(action), here.by)
    if as_json:
        print_json([event_as_json(each, here.name_of) for each in events])
    else:
        show_history(events, here.name_of)
