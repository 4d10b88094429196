"""`isthmus people` and `isthmus keys`."""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any, Final

import typer

from isthmus.access.model import Key, Scope
from isthmus.access.service import Access
from isthmus.cli.output import AsJson, print_json, show_line, show_table, wiring
from isthmus.errors import NotFoundError
from isthmus.people import Person, Rank

people: Final = typer.Typer(help="Who may ask, and the groups they are in.", no_args_is_help=True)
keys: Final = typer.Typer(help="API keys, each acting as one person.", no_args_is_help=True)

PersonId = Annotated[str, typer.Argument(metavar="PERSON", help="A person's id.")]


def register(root: typer.Typer) -> None:
    root.add_typer(people, name="people")
    root.add_typer(keys, name="keys")


@people.command("add")
def add_person(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    person: PersonId,
    *,
    name: Annotated[str, typer.Option(help="The name shown; the id where it is not given.")] = "",
    group: Annotated[list[str] | None, typer.Option(help="A group; repeat it for more.")] = None,
    time_zone: Annotated[str, typer.Option(help="Such as Europe/Zurich.")] = "UTC",
    rank: Annotated[
        Rank | None, typer.Option(help="What they may do; unchanged, or reader, where not given.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add a person, or change the name, groups and time zone of one who is there."""
    with wiring(context).access() as access:
        given = rank or _rank_of(access, person)
        wanted = Person(person, name or person, frozenset(group or ()), time_zone, rank=given)
        added = access.put_person(wanted)
    if as_json:
        print_json(_person_as_json(added))
    else:
        show_line(f"{added.name} is there, a {added.rank} with {len(added.groups)} groups.")


@people.command("rank")
def rank_person(
    context: typer.Context,
    person: PersonId,
    rank: Annotated[Rank, typer.Argument(help="Each includes those before it.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Change what a person may do; they have to sign in again."""
    with wiring(context).access() as access:
        changed = access.put_person(replace(access.person(person), rank=rank))
    if as_json:
        print_json(_person_as_json(changed))
    else:
        show_line(f"{changed.name} has the rank {changed.rank}.")


@people.command("invite")
def invite_person(context: typer.Context, person: PersonId, *, as_json: AsJson = False) -> None:
    """Make a link with which a person chooses a password; it works once."""
    parts = wiring(context)
    with parts.access() as access:
        made = access.invite(person)
    link = parts.settings.welcome_url(made.secret)
    if as_json:
        print_json({"person": person, "link": link, "expires_at": made.invite.expires_at})
        return
    show_line(link, "bold")
    until = f"{made.invite.expires_at:%Y-%m-%d %H:%M %Z}"
    show_line(f"It works once, until {until}, and cannot be shown again.", "dim")


@people.command("list")
def list_people(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the people with their ranks and groups."""
    with wiring(context).access() as access:
        found = access.people()
    if as_json:
        print_json([_person_as_json(each) for each in found])
        return
    rows = [(p.id, p.name, p.rank, ", ".join(sorted(p.groups)), p.time_zone) for p in found]
    show_table(("person", "name", "rank", "groups", "time zone"), rows)


@people.command("remove")
def remove_person(context: typer.Context, person: PersonId, *, as_json: AsJson = False) -> None:
    """Remove a person; their API keys stop working at once."""
    with wiring(context).access() as access:
        access.remove_person(person)
    print_json({"removed": person}) if as_json else show_line(f"{person} is removed.")


@keys.command("create")
def create_key(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    person: PersonId,
    *,
    scope: Annotated[
        list[Scope] | None, typer.Option(help="What it is for; repeat it for more. Default: ask.")
    ] = None,
    name: Annotated[str, typer.Option(help="What it is used for, to recognise it.")] = "",
    days: Annotated[int, typer.Option(min=0, help="Days until it expires; 0 for never.")] = 365,
    as_json: AsJson = False,
) -> None:
    """Make an API key that acts as this person; its secret is shown this once."""
    with wiring(context).access() as access:
        expires = access.now + timedelta(days=days) if days else None
        made = access.create_key(person, frozenset(scope or [Scope.ASK]), name, expires)
    if as_json:
        print_json(_key_as_json(made.key) | {"key": made.secret})
        return
    show_line(made.secret, "bold")
    show_line("Keep it now: it is stored nowhere and cannot be shown again.", "dim")


@keys.command("list")
def list_keys(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the API keys, without their secrets."""
    with wiring(context).access() as access:
        found = access.keys()
    if as_json:
        print_json([_key_as_json(each) for each in found])
        return
    show_table(
        ("key", "person", "name", "scopes", "expires", "last used", "revoked"),
        [
            (
                each.id,
                each.person,
                each.name,
                ", ".join(sorted(each.scopes)),
                *(
                    at.isoformat(" ", "minutes") if at else ""
                    for at in (each.expires_at, each.used_at, each.revoked_at)
                ),
            )
            for each in found
        ],
    )


@keys.command("revoke")
def revoke_key(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="A key's id, such as isk_1f2e3d4c.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Make a key worthless at once."""
    with wiring(context).access() as access:
        revoked = access.revoke_key(key)
    print_json(_key_as_json(revoked)) if as_json else show_line(f"{revoked.id} is revoked.")


def _rank_of(access: Access, person: str) -> Rank:
    try:
        return access.person(person).rank
    except NotFoundError:
        return Rank.READER


def _person_as_json(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "groups": sorted(person.groups),
        "time_zone": person.time_zone,
        "rank": person.rank,
    }


def _key_as_json(key: Key) -> dict[str, Any]:
    shown = {name: value for name, value in vars(key).items() if name != "secret_hash"}
    return shown | {"scopes": sorted(key.scopes)}
