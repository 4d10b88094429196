"""`isthmus channels`: places on chat platforms, and who somebody there is here."""

from typing import Annotated, Any, Final

import typer

from isthmus.channels.directory import Known
from isthmus.channels.model import Place
from isthmus.cli.output import AsJson, print_json, show_line, show_table, wiring
from isthmus.people import OPERATOR

Platform = Annotated[str, typer.Argument(help="The platform, such as slack.")]
Team = Annotated[str, typer.Argument(help="The workspace or tenant, as `people` lists it.")]
User = Annotated[str, typer.Argument(help="The user's id there, as `people` lists it.")]

app: Final = typer.Typer(
    help="Chat platforms: places, and who is known as whom.", no_args_is_help=True
)


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="channels")


@app.command("list")
def list_places(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the places where people talk, and how we behave in each."""
    found = [_place_as_json(each) for each in wiring(context).places.listed()]
    if as_json:
        print_json(found)
        return
    columns = ("platform", "team", "id", "name", "shared", "answers", "collections", "readers")
    rows = [[_shown(each[name]) for name in columns] for each in found]
    show_table(columns, rows, unbroken="id")


@app.command("people")
def list_people(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List who was seen on which platform, and which account they have here."""
    found = [_known_as_json(each) for each in wiring(context).directory.known(OPERATOR)]
    if as_json:
        print_json(found)
        return
    columns = ("platform", "team", "id", "name", "email", "outside", "person", "linked")
    rows = [[_shown(each[name]) for name in columns] for each in found]
    show_table(columns, rows, unbroken="id")


@app.command("link")
def link(
    context: typer.Context,
    platform: Platform,
    team: Team,
    user: User,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A person's id.")],
) -> None:
    """Say which account somebody on a platform has here, whatever their address says."""
    wiring(context).directory.link((platform, team, user), person, OPERATOR)
    show_line(f"{platform}:{team}:{user} is {person} from now on.", "green")


@app.command("unlink")
def unlink(context: typer.Context, platform: Platform, team: Team, user: User) -> None:
    """Undo a link: their verified address counts again."""
    wiring(context).directory.link((platform, team, user), "", OPERATOR)
    show_line(f"{platform}:{team}:{user} is linked to nobody any more.", "green")


def _place_as_json(place: Place) -> dict[str, Any]:
    named = {name: getattr(place, name) for name in ("platform", "team", "id", "name", "shared")}
    return named | vars(place.manner) | {"answers": place.answers.value}


def _known_as_json(known: Known) -> dict[str, Any]:
    return dict(vars(known.profile)) | {"person": known.person, "linked": known.by_hand}


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)
