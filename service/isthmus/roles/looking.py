"""Use cases that change nothing: find definitions, show one, its history and what differs."""

from dataclasses import dataclass
from typing import Final, Protocol

from isthmus.errors import InvalidError, NotFoundError
from isthmus.people import Person
from isthmus.raci.listing import names_of
from isthmus.raci.looking import known_ones
from isthmus.roles.comparing import Difference, compared
from isthmus.roles.model import Definition, Event, Filed, Version
from isthmus.roles.rights import may_read, readable
from isthmus_knowledge.corpus_entries import folded

NOW: Final = "now"
APPROVED: Final = "approved"


class Records(Protocol):
    """Definitions within one transaction."""

    def definition(self, definition: str) -> Filed | None: ...

    def listed(self) -> list[Filed]: ...

    def events(self, definition: str) -> list[Event]: ...

    def event(self, definition: str, number: int) -> Event | None: ...

    def versions(self, definition: str) -> list[Version]: ...


@dataclass(frozen=True)
class State:
    """A definition at one point: ``name`` says which ("version 2", "event 7", "now")."""

    name: str
    definition: Definition


@dataclass(frozen=True)
class Compared:
    before: State
    after: State
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Looking:
    """Definitions as somebody may read them; NotFoundError is raised for what they may not."""

    records: Records
    by: Person

    def definition(self, definition: str) -> Filed:
        return readable(self.records.definition(definition), definition, self.by)

    def listed(self, role: str = "") -> list[Filed]:
        """Give the definitions by name; those of one role, by any of its names, where named."""
        found = [each for each in self.records.listed() if may_read(each, self.by)]
        return [each for each in found if _is_of(each.definition, role)] if role else found

    def history(self, definition: str) -> list[Event]:
        """Give all that happened to a definition, oldest first."""
        return self.records.events(self.definition(definition).id)

    def versions(self, definition: str) -> list[Version]:
        """Give the approved versions, oldest first."""
        return self.records.versions(self.definition(definition).id)

    def version(self, definition: str, number: int | None = None) -> Version:
        """Give one approved version; the one in force where no number is said."""
        found = self.versions(definition)
        wanted = [each for each in found if number in {None, each.number}]
        if not wanted:
            named = "no approved version" if number is None else f"no version {number}"
            raise NotFoundError(f"The definition has {named}. {known_ones(len(found))}")
        return wanted[-1]

    def state(self, definition: str, point: str = NOW) -> State:
        """Give it at a point: `now`, `approved`, a version (`v2`) or an event (`7`)."""
        filed = self.definition(definition)
        said = point.strip().casefold()
        number = said.removeprefix("v")
        if said == NOW:
            return State(NOW, filed.definition)
        if said == APPROVED:
            version = self.version(definition)
            return State(f"version {version.number}", version.definition)
        if not (number.isascii() and number.isdecimal() and len(number) < 10):  # noqa: PLR2004 - digits
            raise InvalidError(
                f"“{point}” is no point in a definition's history. Say `now`, `approved`, a "
                "version such as `v2`, or the number of an event such as `7`."
            )
        if said.startswith("v"):
            return State(f"version {number}", self.version(definition, int(number)).definition)
        event = self.records.event(definition, int(number))
        if event is None:
            raise NotFoundError(f"There is no event {number}. The last one is {filed.number}.")
        return State(f"event {number}", event.definition)

    def compared(self, definition: str, before: str = "", after: str = NOW) -> Compared:
        """Give what differs between two points; by default since the approved version.

        What was never approved is compared with how it was begun.
        """
        start = before or (APPROVED if self.definition(definition).version else "1")
        old, new = self.state(definition, start), self.state(definition, after)
        return Compared(old, new, compared(old.definition, new.definition))


def _is_of(definition: Definition, role: str) -> bool:
    said = {folded(definition.name), folded(definition.role)} - {""}
    return not said.isdisjoint(names_of(role))
