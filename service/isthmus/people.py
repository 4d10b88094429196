"""Who is asking, and who can see the answer."""

from collections.abc import Collection
from dataclasses import dataclass

EVERYONE = "everyone"


@dataclass(frozen=True)
class Person:
    """Somebody who asks. Comes from the channel, never from text or a model.

    ``unrestricted`` is for whoever runs the command line on the machine that holds the data.
    """

    id: str
    name: str
    groups: frozenset[str] = frozenset()
    time_zone: str = "UTC"
    unrestricted: bool = False

    def may_read(self, readers: Collection[str]) -> bool:
        """Tell whether a document with these reader groups may be read by this person."""
        return self.unrestricted or EVERYONE in readers or not self.groups.isdisjoint(readers)


@dataclass(frozen=True)
class Audience:
    """Who can see an answer: one person alone, or all members of a channel."""

    members: tuple[Person, ...]

    def may_read(self, readers: Collection[str]) -> bool:
        """Tell whether every member may read a document with these reader groups."""
        return bool(self.members) and all(member.may_read(readers) for member in self.members)


def alone(person: Person) -> Audience:
    return Audience((person,))


GUEST = Person(id="guest", name="Guest")
OPERATOR = Person(id="operator", name="Operator of this machine", unrestricted=True)
