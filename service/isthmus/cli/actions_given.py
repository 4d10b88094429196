"""What the commands on actions take: numbers, people, days, filters; and whose hand it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Annotated, Final

import typer

from isthmus.actions.dates import Asked
from isthmus.actions.given import Directory, action_number, priority_meant, status_meant
from isthmus.actions.listing import Sought
from isthmus.actions.model import LIVE, Evidence, EvidenceKind, Status
from isthmus.cli.asking import asker
from isthmus.errors import InvalidError, NotFoundError
from isthmus.people import Person
from isthmus.raci.desk import Hand
from isthmus.wiring import Wiring

VIA: Final = "command line"
ANY: Final = "any"

AsPerson = Annotated[
    str | None,
    typer.Option("--as", metavar="PERSON", help="Do it as this person (see `isthmus people`)."),
]
ActionId = Annotated[str, typer.Argument(metavar="ACTION", help="Its number: A-17, or 17.")]
ActionIds = Annotated[list[str], typer.Argument(metavar="ACTION…", help="Numbers: A-17, or 17.")]
OfStatus = Annotated[
    list[str] | None,
    typer.Option(
        "--status", metavar="STATUS", help="Where it stands, or `any`; what is not closed."
    ),
]
OfOwner = Annotated[
    str, typer.Option("--owner", metavar="PERSON", help="Whose it is; `nobody` for no owner.")
]
OfStep = Annotated[str, typer.Option("--step", help="A step such as 2.4, or a phase such as 2.")]
OfLabel = Annotated[str, typer.Option("--label", help="A label that it has.")]
OfPriority = Annotated[str, typer.Option("--priority", help="low, normal, high or urgent.")]
OfWords = Annotated[str, typer.Option("--words", help="Words that stand in it.")]
Overdue = Annotated[bool, typer.Option("--overdue", help="Only what was due before today.")]
DueWithin = Annotated[
    int | None, typer.Option("--due-within", min=0, max=3650, help="Due within so many days.")
]
Said = Annotated[str, typer.Option("--said", help="What to say to it, for the history.")]


@dataclass(frozen=True)
class Place:
    """The parts, and whoever sits at the command line."""

    parts: Wiring
    by: Person

    @property
    def hand(self) -> Hand:
        return Hand(self.by, VIA)

    @property
    def asked(self) -> Asked:
        return self.parts.asked_for(self.by)

    @property
    def directory(self) -> Directory:
        return Directory(self.parts.people_named, partial(due_of, self.parts, self.by))

    def name_of(self, person: str) -> str:
        """Give the name of a person for an id."""
        if person == self.by.id:
            return self.by.name
        found = [each for each in self.parts.people_named(person) if each.id == person]
        return found[0].name if found else person


def place(parts: Wiring, as_person: str | None) -> Place:
    return Place(parts, asker(parts, as_person))


def due_of(parts: Wiring, by: Person, action: int) -> date | None:
    try:
        return parts.actions.show(action, by).action.due
    except NotFoundError:
        return None


def numbers(said: Sequence[str]) -> list[int]:
    """Give the numbers of actions, also where commas stand between."""
    return [action_number(each) for part in said for each in part.split(",") if each.strip()]


def sought(here: Place, status: list[str] | None, owner: str, step: str) -> Sought:
    """Give what to list; what is still to be done where no status is said."""
    found = Sought(statuses=_statuses(status), steps=(step,) if step else ())
    if not owner:
        return found
    party = here.directory.party(owner)
    return replace(found, owners=(party.key if party else "",))


def narrowed(found: Sought, label: str, priority: str, words: str) -> Sought:
    return replace(
        found,
        labels=(label.lower().removeprefix("#"),) if label else (),
        priorities=(priority_meant(priority),) if priority else (),
        words=words,
    )


def timed(here: Place, found: Sought, within: int | None, *, overdue: bool) -> Sought:
    today = here.parts.actions.today(here.by)
    if overdue:
        found = replace(found, overdue_on=today)
    if within is not None:
        found = replace(found, due_to=today + timedelta(days=within), dated=True)
    return found


def _statuses(said: list[str] | None) -> tuple[Status, ...]:
    if not said:
        return LIVE
    parts = [each for one in said for each in one.split(",")]
    if any(each.strip().casefold() == ANY for each in parts):
        return ()
    return tuple(map(status_meant, parts))


def evidence_of(said: Sequence[str], titled: str = "") -> list[Evidence]:
    """Give evidence as it is written: an address is a link, all else a note."""
    return [Evidence(_kind(each), each.strip(), titled) for each in said]


def _kind(said: str) -> EvidenceKind:
    if not said.strip():
        raise InvalidError("Say what shows it: a link or a note.")
    link = said.strip().lower().startswith(("https://", "http://"))
    return EvidenceKind.LINK if link else EvidenceKind.NOTE
