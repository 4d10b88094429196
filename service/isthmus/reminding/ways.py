"""Ways to reach somebody outside of the console: e-mail, and what channels add."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from isthmus.jobs.handling import NotThere, Refused, Sent, Unknown
from isthmus.jobs.model import Job
from isthmus.messages import Reply, reply_as_json, reply_of
from isthmus.people import Audience, Person
from isthmus.reminding.model import Preference


@dataclass(frozen=True)
class Letter:
    """What goes to one address: a neutral reply, which each way renders as its own."""

    to: str
    subject: str
    reply: Reply

    def as_json(self) -> dict[str, Any]:
        return {"to": self.to, "subject": self.subject, "reply": reply_as_json(self.reply)}


def letter_of(known: Any) -> Letter:  # noqa: ANN401 - as it was kept
    return Letter(known["to"], known["subject"], reply_of(known["reply"]))


class Way(Protocol):
    """One way: `send`, `find` and what they give are as for `isthmus.jobs.handling.Outbound`."""

    @property
    def name(self) -> str: ...

    def reach(self, person: Person, preference: Preference) -> str:
        """Give the address of somebody, "" where this way does not reach them."""
        ...

    def members(self, place: str) -> Audience:
        """Give who sees what is sent to a place; nobody where it is none of this way."""
        ...

    def send(self, letter: Letter, key: str) -> Sent | Refused | Unknown: ...

    def find(self, job: Job) -> Sent | NotThere | Unknown: ...


CONSOLE = "console"  # always: what is said waits there, whatever else happens


def next_way(
    ways: Iterable[Way],
    order: Iterable[str],
    tried: Iterable[str],
    person: Person,
    wish: Preference,
) -> tuple[Way, str] | None:
    """Give the first way that reaches somebody and was not tried, with their address there."""
    by_name = {each.name: each for each in ways}
    gone = set(tried)
    for name in order:
        way = by_name.get(name)
        address = way.reach(person, wish) if way and name not in gone else ""
        if way and address:
            return way, address
    return None
