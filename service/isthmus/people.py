"""Who is asking, and who can see the answer."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from isthmus.errors import NotAllowedError, UnidentifiedError

EVERYONE = "everyone"
NOBODY = "(nobody)"  # a group without members: what it reads stays with those it names


class Rank(StrEnum):
    """What a person may do; each rank includes those before it, and none opens a document."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"

    def includes(self, rank: "Rank") -> bool:
        order = list(Rank)
        return order.index(self) >= order.index(rank)


@dataclass(frozen=True)
class Person:
    """Somebody who asks. Comes from the channel, never from text or a model.

    ``unrestricted`` is for whoever runs the command line on the machine that holds the data.
    Groups decide which documents are read, the rank what is done with them. Who is not ``admitted``
    has no account here where those who have none are asked to sign in: they read nothing.
    """

    id: str
    name: str
    groups: frozenset[str] = frozenset()
    time_zone: str = "UTC"
    unrestricted: bool = False
    rank: Rank = Rank.READER
    admitted: bool = True

    @property
    def is_guest(self) -> bool:
        """Tell whether this is whoever is not signed in."""
        return self == GUEST

    def require(self, rank: Rank) -> Self:
        """Give the person; raises NotAllowedError below the rank, UnidentifiedError for a guest.

        A guest reads what everyone may read without asking for a rank.
        """
        if self.is_guest:
            raise UnidentifiedError("Sign in to go on: this needs an account.")
        if not self.rank.includes(rank):
            raise NotAllowedError(
                f"This needs the rank {rank}, and {self.name} has the rank {self.rank}. "
                "Ask an administrator for it."
            )
        return self

    def may_read(self, readers: Collection[str]) -> bool:
        """Tell whether a document with these reader groups may be read by this person."""
        if not self.admitted:
            return False
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
OPERATOR = Person(
    id="operator",
    name="Operator of this machine",
    unrestricted=True,
    rank=Rank.ADMINISTRATOR,
)
SERVICE = Person(id="isthmus", name="Isthmus itself")  # what is done without anybody asking
