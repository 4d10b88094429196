"""`isthmus webhooks`: which other trackers are told of actions."""

from time import sleep
from typing import Annotated, Final

import typer

from isthmus.actions.model import EventKind
from isthmus.cli.output import AsJson, print_json, show_line, show_table, wiring
from isthmus.errors import UnavailableError
from isthmus.people import OPERATOR

LOOKS_EACH_SECOND: Final = 4
WebhookId = Annotated[str, typer.Argument(metavar="ID", help="A webhook's id, as listed.")]
app: Final = typer.Typer(help="Other trackers that are told of actions.", no_args_is_help=True)


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="webhooks")


@app.command("add")
def add(
    context: typer.Context,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Where to: https://…")],
    *,
    kind: Annotated[
        list[EventKind] | None, typer.Option(help="What of; all where none is said. Repeatable.")
    ] = None,
    reader: Annotated[
        list[str] | None,
        typer.Option(metavar="GROUP", help="Also actions that this group may read; repeatable."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell an address of events; the secret to check its signatures with is shown once."""
    made = wiring(context).webhooks.subscribe(address, kind or (), reader or (), OPERATOR)
    if as_json:
        print_json({"id": made.id, "address": made.address, "secret": made.secret})
        return
    show_line(f"{made.id} tells {made.address}. Its secret, shown this once:")
    show_line(made.secret, "bold")


@app.command("list")
def list_webhooks(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List who is told, and whether it arrives."""
    found = wiring(context).webhooks.listed(OPERATOR)
    if as_json:
        print_json([{k: v for k, v in vars(each).items() if k != "secret"} for each in found])
        return
    rows = [
        (
            each.id,
            each.address,
            ", ".join(each.kinds) or "all",
            ", ".join(each.readers),
            f"{each.delivered_at:%Y-%m-%d %H:%M}" if each.delivered_at else "",
            each.failure,
        )
        for each in found
    ]
    columns = ("webhook", "address", "events", "readers", "delivered", "failed")
    show_table(columns, rows, unbroken="webhook")


@app.command("test")
def try_out(
    context: typer.Context,
    webhook: WebhookId,
    *,
    wait: Annotated[
        int, typer.Option(metavar="SECONDS", min=0, max=300, help="How long to wait for it.")
    ] = 20,
) -> None:
    """Have a test sent that tells of no action, and say what came of it."""
    webhooks = wiring(context).webhooks
    asked_at = webhooks.test(webhook, OPERATOR)
    for _ in range(wait * LOOKS_EACH_SECOND):
        found = webhooks.one(webhook, OPERATOR)
        if found.delivered_at and found.delivered_at >= asked_at:
            show_line(f"{found.address} took the test.", "green")
            return
        if found.failed_at and found.failed_at >= asked_at:
            raise UnavailableError(f"{found.address} did not take the test: {found.failure}")
        sleep(1 / LOOKS_EACH_SECOND)
    show_line(
        "The test waits: the service sends it as soon as it runs. `isthmus webhooks list` tells "
        "what came of it.",
        "yellow",
    )


@app.command("remove")
def remove(
    context: typer.Context,
    webhook: WebhookId,
) -> None:
    """End a subscription; what was still to be sent is not sent any more."""
    wiring(context).webhooks.remove(webhook, OPERATOR)
    show_line(f"{webhook} is told nothing any more.", "green")
