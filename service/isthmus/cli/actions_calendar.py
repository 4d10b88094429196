"""`isthmus actions calendar`: an address to subscribe to, for one person."""

from typing import Annotated

import typer

from isthmus.cli.actions_given import AsPerson, place
from isthmus.cli.output import AsJson, print_json, show_line, wiring


def register(app: typer.Typer) -> None:
    app.command()(calendar)


def calendar(
    context: typer.Context,
    *,
    make: Annotated[
        bool, typer.Option("--make", help="Make a new address; the one before ends.")
    ] = False,
    revoke: Annotated[bool, typer.Option("--revoke", help="End the calendar.")] = False,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Make or revoke a person's calendar of due days; without options, tell of it."""
    here = place(wiring(context), as_person)
    feeds = here.parts.feeds
    address = feeds.make(here.by) if make else None
    revoked = feeds.revoke(here.by) if revoke and not make else False
    made_at = feeds.made_at(here.by)
    if as_json:
        print_json({"address": address, "made_at": made_at})
    elif address:
        show_line(address, "bold")
        show_line("It is shown this once. Whoever has it reads the calendar: keep it to yourself.")
    elif revoked:
        show_line("Revoked: the address gives nothing any more.", "green")
    else:
        show_line(f"There is one, made on {made_at:%Y-%m-%d}." if made_at else "There is none.")
