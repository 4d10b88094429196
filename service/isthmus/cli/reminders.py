"""`isthmus digest` and `isthmus reminders`: what people are told, and whether it arrived."""

from calendar import day_name
from datetime import datetime, time
from typing import Annotated, Final

import typer

from isthmus.cli.asking import As, asker
from isthmus.cli.output import AsJson, print_json, show_line, show_table, wiring
from isthmus.errors import InvalidError, NotFoundError
from isthmus.reminding.contract import (
    delivery_as_json,
    message_as_json,
    subscription_as_json,
)
from isthmus.reminding.desk import Wanted
from isthmus.reminding.digests import digest_as_json
from isthmus.reminding.model import Arrival, Subscription

Steps = Annotated[list[str] | None, typer.Option("--step", help="Only this step or phase.")]
_LEAST_OF_A_NAME: Final = 3

app: Final = typer.Typer(
    help="Reminders: what was said, and whether it arrived.", no_args_is_help=True
)


def register(root: typer.Typer) -> None:
    root.command("digest")(show_digest)
    root.add_typer(app, name="reminders")


def show_digest(
    context: typer.Context, *, step: Steps = None, as_person: As = None, as_json: AsJson = False
) -> None:
    """Show what the last week did to the actions: closed, new, due, late, blocked, moved."""
    parts = wiring(context)
    made = parts.reminding.digest(asker(parts, as_person), tuple(step or ()))
    if as_json:
        print_json(digest_as_json(made))
        return
    for section in made.sections:
        if section.number:
            show_line(f"{section.name}: {section.number}", "bold")
        for each in section.entries:
            show_line(f"- {each.text}")
    for line in made.reviews:
        show_line(f"Reviews that are overdue: {line}", "yellow")
    if made.is_quiet:
        show_line("Nothing changed this week, and nothing is late.", "green")


@app.command("list")
def list_reminders(
    context: typer.Context, *, as_person: As = None, as_json: AsJson = False
) -> None:
    """List what somebody was told, newest first."""
    parts = wiring(context)
    found = parts.reminding.messages(asker(parts, as_person))
    if as_json:
        print_json([message_as_json(each) for each in found])
        return
    rows = [(_minute(e.message.at), e.message.sort, e.subject) for e in found]
    show_table(("when", "what", "about"), rows)


@app.command("deliveries")
def list_deliveries(
    context: typer.Context,
    *,
    state: Annotated[Arrival | None, typer.Option(help="Only those in this state.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what became of reminders and digests: to whom, by which way, whether it arrived."""
    parts = wiring(context)
    states = (state,) if state else ()
    found = parts.reminding.deliveries(asker(parts, None), states, of_all=True)
    if as_json:
        print_json([delivery_as_json(each) for each in found])
        return
    rows = [(_minute(e.at), e.person, e.sort, e.way, e.state, e.reason) for e in found]
    show_table(("when", "to", "what", "way", "state", "reason"), rows)


@app.command("subscriptions")
def list_subscriptions(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List who gets a weekly digest, and when."""
    parts = wiring(context)
    found = parts.reminding.subscriptions(asker(parts, None), of_all=True)
    if as_json:
        print_json([subscription_as_json(each) for each in found])
        return
    rows = [
        (e.id, e.place or e.person, day_name[e.weekday], f"{e.at:%H:%M}", e.zone, _steps(e))
        for e in found
    ]
    show_table(("digest", "to", "day", "at", "zone", "steps"), rows)


@app.command("subscribe")
def subscribe(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    person: Annotated[str, typer.Argument(help="Who gets it: the id of a person.")],
    *,
    day: Annotated[str, typer.Option(help="Day of the week.")] = "monday",
    at: Annotated[str, typer.Option(help="Time of day, such as 08:30.")] = "08:30",
    zone: Annotated[str, typer.Option(help="Time zone; theirs, by default.")] = "",
    step: Steps = None,
    as_json: AsJson = False,
) -> None:
    """Send somebody a digest each week."""
    parts = wiring(context)
    found = next((each for each in parts.everybody() if each.id == person), None)
    if found is None:
        raise NotFoundError(
            f"There is no person {person[:60]}. `isthmus people list` shows who there is."
        )
    wanted = Wanted(_weekday(day), _time(at), zone, tuple(step or ()))
    made = parts.reminding.subscribe(wanted, found)
    if as_json:
        print_json(subscription_as_json(made))
        return
    when = f"each {day_name[made.weekday]} at {made.at:%H:%M} ({made.zone})"
    show_line(f"{found.name} gets digest {made.id} {when}.", "green")


@app.command("unsubscribe")
def unsubscribe(
    context: typer.Context,
    digest: Annotated[str, typer.Argument(help="The digest, as `subscriptions` lists it.")],
) -> None:
    """Send a digest no longer."""
    parts = wiring(context)
    parts.reminding.unsubscribe(digest, asker(parts, None))
    show_line(f"Digest {digest} is not sent any more.", "green")


def _steps(digest: Subscription) -> str:
    return ", ".join(digest.steps) or "all"


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M %Z}"


def _weekday(said: str) -> int:
    begins = said.strip().casefold()
    names = [name.casefold() for name in day_name]
    found = [n for n, name in enumerate(names) if name.startswith(begins)]
    if len(found) != 1 or len(begins) < _LEAST_OF_A_NAME:
        raise InvalidError(f"{said[:40]!r} is no day of the week. Say one like monday.")
    return found[0]


def _time(said: str) -> time:
    try:
        return time.fromisoformat(said).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise InvalidError(f"{said[:40]!r} is no time of day. Say one like 08:30.") from error
