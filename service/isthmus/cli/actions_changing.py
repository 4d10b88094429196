"""`isthmus actions`: how it goes on, what shows it, and what is taken back."""

from typing import Annotated

import typer

from isthmus.actions.changes import AddLabel, Assign, Change, SetDue, SetPriority, SetStep
from isthmus.actions.contract import bulk_as_json
from isthmus.actions.given import action_number, priority_meant
from isthmus.actions.model import Action
from isthmus.actions.service import Deed
from isthmus.cli.actions_given import (
    ActionId,
    ActionIds,
    AsPerson,
    Place,
    Said,
    evidence_of,
    numbers,
    place,
)
from isthmus.cli.actions_shown import show_bulk, show_changed
from isthmus.cli.output import AsJson, print_json, wiring
from isthmus.errors import InvalidError

Reason = Annotated[str, typer.Argument(help="Why.")]
OfEvent = Annotated[
    int | None, typer.Option("--event", min=1, help="Which event; the last where none is said.")
]
Shown = Annotated[
    list[str] | None,
    typer.Option("--evidence", help="What shows it: a link or a note; may be repeated."),
]


def register(app: typer.Typer) -> None:
    for command in (start, block, unblock, done, drop, reopen, comment, evidence, undo, redo, bulk):
        app.command()(command)
    app.command()(wait)


def start(
    context: typer.Context,
    action: ActionId,
    *,
    said: Said = "",
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Say that it is being worked on."""
    here = place(wiring(context), as_person)
    _show(here, here.parts.actions.start(action_number(action), here.hand, said), as_json=as_json)


def block(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    action: ActionId,
    reason: Annotated[str, typer.Argument(help="Why it cannot go on.")] = "",
    *,
    waiting_for: Annotated[str, typer.Option(metavar="PERSON", help="Who has to move.")] = "",
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Say that it cannot go on, and why, or who has to move first."""
    here = place(wiring(context), as_person)
    party = here.directory.party(waiting_for)
    kept = here.parts.actions.block(action_number(action), here.hand, reason, party)
    _show(here, kept, as_json=as_json)


def unblock(
    context: typer.Context,
    action: ActionId,
    *,
    said: Said = "",
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Say that it can go on."""
    here = place(wiring(context), as_person)
    _show(here, here.parts.actions.unblock(action_number(action), here.hand, said), as_json=as_json)


def wait(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    action: ActionId,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The action it waits for.")],
    *,
    no_longer: Annotated[bool, typer.Option("--no-longer", help="It waits no longer.")] = False,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Say that an action waits for another, or no longer does."""
    here = place(wiring(context), as_person)
    actions = here.parts.actions
    link = actions.undepend if no_longer else actions.depend
    kept = link(action_number(action), action_number(other), here.hand)
    _show(here, kept, as_json=as_json)


def done(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    action: ActionId,
    *,
    evidence: Shown = None,
    said: Said = "",
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Close it as done, with what shows it."""
    here = place(wiring(context), as_person)
    shown = evidence_of(evidence or ())
    kept = here.parts.actions.done(action_number(action), here.hand, shown, said)
    _show(here, kept, as_json=as_json)


def drop(
    context: typer.Context,
    action: ActionId,
    reason: Reason,
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Say that it will not be done, and why."""
    here = place(wiring(context), as_person)
    _show(here, here.parts.actions.drop(action_number(action), here.hand, reason), as_json=as_json)


def reopen(
    context: typer.Context,
    action: ActionId,
    reason: Reason,
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Open a closed action again, with the reason; it keeps its history."""
    here = place(wiring(context), as_person)
    kept = here.parts.actions.reopen(action_number(action), here.hand, reason)
    _show(here, kept, as_json=as_json)


def comment(
    context: typer.Context,
    action: ActionId,
    text: Annotated[str, typer.Argument(help="What to say.")],
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Say something to an action."""
    here = place(wiring(context), as_person)
    _show(here, here.parts.actions.comment(action_number(action), text, here.hand), as_json=as_json)


def evidence(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    action: ActionId,
    shown: Annotated[str, typer.Argument(metavar="SHOWN", help="A link, or a note.")],
    *,
    title: Annotated[str, typer.Option(help="What it is called.")] = "",
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Add what shows that it is done."""
    here = place(wiring(context), as_person)
    (given,) = evidence_of([shown], title)
    kept = here.parts.actions.add_evidence(action_number(action), given, here.hand)
    _show(here, kept, as_json=as_json)


def undo(
    context: typer.Context,
    action: ActionId,
    *,
    event: OfEvent = None,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Take back the last change, or an event of the history, whoever made it."""
    here = place(wiring(context), as_person)
    _show(here, here.parts.actions.undo(action_number(action), here.hand, event), as_json=as_json)


def redo(
    context: typer.Context,
    action: ActionId,
    *,
    event: OfEvent = None,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Do again what was taken back."""
    here = place(wiring(context), as_person)
    _show(here, here.parts.actions.redo(action_number(action), here.hand, event), as_json=as_json)


def bulk(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    actions: ActionIds,
    *,
    owner: Annotated[str, typer.Option(metavar="PERSON", help="Give them to this person.")] = "",
    due: Annotated[str, typer.Option(help="Until when, in words or as 2026-05-31.")] = "",
    step: Annotated[str, typer.Option(help="A step such as 2.4.")] = "",
    priority: Annotated[str, typer.Option(help="low, normal, high or urgent.")] = "",
    label: Annotated[str, typer.Option(help="A label they get.")] = "",
    done: Annotated[bool, typer.Option("--done", help="Close them as done.")] = False,
    drop: Annotated[str, typer.Option(metavar="REASON", help="Drop them.")] = "",
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Do the same to many actions; one that refuses keeps none of the others back."""
    here = place(wiring(context), as_person)
    changes: list[Change] = []
    if owner:
        changes.append(Assign(here.directory.party(owner)))
    if due:
        meant = here.directory.day(due, here.asked)
        changes.append(SetDue(meant.day, meant.words))
    changes += [SetStep(step)] if step else []
    changes += [SetPriority(priority_meant(priority))] if priority else []
    changes += [AddLabel(label)] if label else []
    came = here.parts.actions.bulk(numbers(actions), _deed(changes, drop, done=done), here.hand)
    if as_json:
        print_json(bulk_as_json(came))
    else:
        show_bulk(came, "Done with" if done else "Dropped" if drop else "Changed")


def _deed(changes: list[Change], reason: str, *, done: bool) -> Deed:
    if sum((bool(changes), bool(reason), done)) != 1:
        raise InvalidError("Say one thing to do: change fields, --done, or --drop REASON.")
    if changes:
        return lambda keeping, action: keeping.edit(action, changes)
    if done:
        return lambda keeping, action: keeping.done(action)
    return lambda keeping, action: keeping.drop(action, reason)


def _show(here: Place, action: Action, *, as_json: bool) -> None:
    show_changed(action, here.parts.actions.today(here.by), as_json=as_json)
