"""`isthmus role`: edit a definition, compare it with its sources, take it through review."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated

import typer

from isthmus.cli.asking import asker
from isthmus.cli.doing import doer
from isthmus.cli.output import AsJson, print_json, show_line, wiring
from isthmus.cli.roles_shown import show_kept
from isthmus.errors import InvalidError
from isthmus.people import Person
from isthmus.raci.desk import Hand
from isthmus.roles.contract import filed_as_json, news_as_json, version_as_json
from isthmus.roles.editing import (
    Edit,
    all_of,
    described,
    line_added,
    line_changed,
    line_removed,
    topic_of,
)
from isthmus.roles.hearing import Heard, Hearing
from isthmus.roles.words import order_of
from isthmus.wiring import Wiring

AsPerson = Annotated[
    str | None,
    typer.Option("--as", metavar="PERSON", help="Do it as this person (see `isthmus people`)."),
]
DefinitionId = Annotated[str, typer.Argument(metavar="ID", help="A definition's id, as listed.")]
VIA = "command line"


def register(app: typer.Typer) -> None:
    for command in (edit, undo, redo, refresh, submit, approve, readers):
        app.command()(command)
    app.command("return")(give_back)


def person(parts: Wiring, name: str | None) -> Person:
    return asker(parts, name)


def hand(parts: Wiring, name: str | None) -> Hand:
    return Hand(doer(parts, name), VIA)


def edit(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    definition: DefinitionId,
    words: Annotated[str, typer.Argument(help="What to change, in plain words.")] = "",
    *,
    add: Annotated[
        list[str] | None, typer.Option(help="'TOPIC: a line', such as 'decides alone: …'.")
    ] = None,
    change: Annotated[list[str] | None, typer.Option(help="'LINE: in other words'.")] = None,
    remove: Annotated[list[str] | None, typer.Option(help="A line's id.")] = None,
    name: Annotated[str | None, typer.Option(help="Another name.")] = None,
    review: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of the next review.")
    ] = None,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Change a definition in words ("remove line 3"), or by options, all or none."""
    parts = wiring(context)
    by = hand(parts, as_person)
    edits = list(_edits(add or [], change or [], remove or [], by.by))
    if name or review:
        edits.append(described(name, review=review.date() if review else None))
    if bool(words) == bool(edits):
        raise InvalidError(
            "Say what to change, in words or by --add, --change, --remove, --name or --review."
        )
    if words:
        _show_heard(parts, definition, by, _heard(parts, definition, by, words), as_json=as_json)
        return
    kept = parts.roles.edit(definition, all_of(*edits), by, "Edited on the command line")
    show_kept([kept], as_json=as_json)


def _heard(parts: Wiring, definition: str, by: Hand, words: str) -> Heard:
    order = order_of(words)
    if order is None:
        raise InvalidError(
            "That was not understood. Say for example “add to its responsibilities: reviews "
            "firewall rules monthly”, “change line 3 to …”, “remove line 3” or “undo”."
        )
    return Hearing(parts.roles, parts.today).carry_out(order, definition, by, words)


def _show_heard(parts: Wiring, definition: str, by: Hand, heard: Heard, *, as_json: bool) -> None:
    choices = [each.label for each in heard.choices]
    if as_json:
        kept = filed_as_json(parts.roles.show(definition, by.by))
        print_json({"said": list(heard.lines), "choices": choices, "definition": kept})
        return
    for line in (*heard.lines, *(f"  {label}" for label in choices)):
        show_line(line)


def _edits(
    add: Sequence[str], change: Sequence[str], remove: Sequence[str], by: Person
) -> Iterator[Edit]:
    for said in add:
        topic, text = _split(said)
        yield line_added(topic_of(topic), text, by)
    for said in change:
        line, text = _split(said)
        yield line_changed(line, text, by)
    yield from map(line_removed, remove)


def _split(said: str) -> tuple[str, str]:
    before, colon, after = said.partition(":")
    if not colon:
        raise InvalidError(f"'{said}' has no colon between what it is about and the words.")
    return before.strip(), after.strip()


def undo(
    context: typer.Context,
    definition: DefinitionId,
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Take back the last edit that stands, up to the last approval."""
    parts = wiring(context)
    show_kept([parts.roles.undo(definition, hand(parts, as_person))], as_json=as_json)


def redo(
    context: typer.Context,
    definition: DefinitionId,
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Take back the last undo, where nobody edited since then."""
    parts = wiring(context)
    show_kept([parts.roles.redo(definition, hand(parts, as_person))], as_json=as_json)


def refresh(
    context: typer.Context,
    definition: DefinitionId,
    *,
    take: Annotated[bool, typer.Option("--take", help="Take it all over.")] = False,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Show what charts, the catalogue and documents say otherwise now; own lines stay."""
    parts = wiring(context)
    by = hand(parts, as_person)
    found = parts.roles.news(definition, by.by)
    if take:
        parts.roles.refresh(definition, by)
    if as_json:
        print_json(news_as_json(found))
        return
    for each in found:
        show_line(each.in_words)
    show_line(f"{len(found)} differences{', taken over' if take else ''}.", "dim")


def submit(
    context: typer.Context,
    definition: DefinitionId,
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Ask for review."""
    parts = wiring(context)
    show_kept([parts.roles.submit(definition, hand(parts, as_person))], as_json=as_json)


def give_back(
    context: typer.Context,
    definition: DefinitionId,
    reason: Annotated[str, typer.Argument(help="What is to be changed.")],
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Make a definition in review a draft again, with the reason."""
    parts = wiring(context)
    kept = parts.roles.give_back(definition, reason, hand(parts, as_person))
    show_kept([kept], as_json=as_json)


def approve(
    context: typer.Context,
    definition: DefinitionId,
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Approve what somebody else changed last: an immutable version that answers cite."""
    parts = wiring(context)
    version = parts.roles.approve(definition, hand(parts, as_person))
    if as_json:
        print_json(version_as_json(version))
    else:
        show_line(f"Version {version.number} of {version.definition.name} is approved.")


def readers(
    context: typer.Context,
    definition: DefinitionId,
    groups: Annotated[list[str], typer.Argument(metavar="GROUP", help="Groups, or `everyone`.")],
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Say which groups may read a definition, and what answers cite of it."""
    parts = wiring(context)
    kept = parts.roles.let_read(definition, groups, hand(parts, as_person))
    show_kept([kept], as_json=as_json)
