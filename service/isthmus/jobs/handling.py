"""How the work of a kind is done: in one transaction, outside of any, or slowly.

Whatever a handler changes in the database is kept together with the end of its job, so it is
changed once. What reaches the outside cannot be, so it is split: what is to be sent is written
down first, then sent with a key of its own, then what came of it is written down.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Protocol

from isthmus.audit.store import Act
from isthmus.errors import InvalidError, NotAllowedError, NotFoundError
from isthmus.jobs.model import Backoff, Job, Payload

HOPELESS: Final = (InvalidError, NotFoundError, NotAllowedError)  # trying again changes nothing
MOST_ATTEMPTS: Final = 10  # with the usual waits: about an hour and a half


# ---- what a handler says


@dataclass(frozen=True)
class NotWanted:
    """It is not to be done any more: already answered, not allowed by now, switched off."""

    reason: str


@dataclass(frozen=True)
class Prepared:
    """What is to be sent, as JSON; it is kept until it is known what came of it."""

    payload: Payload


@dataclass(frozen=True)
class Sent:
    """It arrived; ``reference`` is what the other side calls it."""

    reference: str = ""


@dataclass(frozen=True)
class Refused:
    """It certainly did not arrive. Where it is ``final``, trying again cannot help."""

    reason: str
    retry_after: timedelta = timedelta()
    final: bool = False


@dataclass(frozen=True)
class Unknown:
    """It may have arrived or not, such as where the connection broke before the reply.

    Where it is ``final``, the other side will never be able to tell: a person decides.
    """

    reason: str
    final: bool = False


@dataclass(frozen=True)
class NotThere:
    """The other side says that nothing with this key arrived."""


@dataclass(frozen=True)
class Failed:
    """It was given up."""

    reason: str
    may_have_arrived: bool = False


@dataclass(frozen=True)
class FallenBack:
    """It was given up and handed to another way, which is a job of its own."""

    to: str


class NotYetError(Exception):
    """The other side did nothing and wants to be asked later, no sooner than ``retry_after``."""

    retry_after: timedelta = timedelta()


# ---- handlers

Inside = Callable[[Act, Job], NotWanted | str | None]
"""Does its work in one transaction; may say in a few words what came of it."""


class Outbound(Protocol):
    """Sends something to the outside, so that it arrives once."""

    def prepare(self, act: Act, job: Job) -> Prepared | NotWanted:
        """Look again, at the moment of sending, whether it is wanted and allowed, and write it."""
        ...

    def send(self, payload: Payload, key: str) -> Sent | Refused | Unknown | NotWanted:
        """Send it, outside of any transaction; an exception counts as Unknown.

        Where only the other side tells whether it is wanted, NotWanted: it was not sent.
        """
        ...

    def find(self, job: Job) -> Sent | NotThere | Unknown:
        """Ask the other side whether what this job sent before arrived; no transaction is open.

        ``job.key`` is the key it was sent with, ``job.sending`` what was sent. Where the other
        side cannot tell, this is Unknown: it is asked again later, and becomes a dead letter in
        the end, at once where it is final; never a second message.
        """
        ...

    def settle(self, act: Act, job: Job, came: Sent | Failed) -> FallenBack | None:
        """Write down what came of it; where it failed, enqueue the next way if there is one."""
        ...


class Slow(Protocol):
    """Works for minutes, in transactions of its own; after a crash it is done again from the start.

    So ``work`` has to come to the same when it is done twice; ``finish`` is done once. However many
    of these there are, some workers stay free for what is quick.
    """

    def work(self, job: Job) -> Payload: ...

    def finish(self, act: Act, job: Job, result: Payload) -> NotWanted | str | None: ...


# ---- kinds


GivenUp = Callable[[Act, Job, str], None]
"""Hears, in the transaction in which a job becomes a dead letter, why: tells whoever waits."""


@dataclass(frozen=True)
class Kind:
    """A kind of job, and who does it: exactly one of the three.

    ``given_up`` hears of its dead letters; an Outbound hears of them in `settle`.
    """

    name: str
    inside: Inside | None = None
    outbound: Outbound | None = None
    slow: Slow | None = None
    most_attempts: int = MOST_ATTEMPTS
    backoff: Backoff = field(default_factory=Backoff)
    given_up: GivenUp | None = None

    def __post_init__(self) -> None:
        given = [each for each in (self.inside, self.outbound, self.slow) if each is not None]
        if len(given) != 1 or not self.name or self.most_attempts < 1:
            raise InvalidError("A kind of job needs a name, one handler and at least one attempt.")


def kinds_by_name(*kinds: Kind) -> Mapping[str, Kind]:
    """Give kinds by name; raises InvalidError where two have the same."""
    found: dict[str, Any] = {}
    for kind in kinds:
        if kind.name in found:
            raise InvalidError(f"Two kinds of job are called {kind.name}.")
        found[kind.name] = kind
    return found
