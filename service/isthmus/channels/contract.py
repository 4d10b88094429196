"""What an integration gives the service, and what the service gives an integration."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import typer
from fastapi import APIRouter

from isthmus.channels.model import (
    Event,
    Installation,
    Manner,
    Outgoing,
    Place,
    Posted,
    Profile,
)
from isthmus.jobs.handling import NotThere, NotWanted, Refused, Sent, Unknown
from isthmus.library.adding import Added
from isthmus.library.model import Said
from isthmus.messages import Message, Reply, Tell, silent
from isthmus.people import Audience, Person
from isthmus.reminding.ways import Way
from isthmus.settings import Settings
from isthmus.understanding.commands import Command


@dataclass(frozen=True)
class Check:
    """One thing that has to be right for a channel to work; ``said`` tells what to do if not."""

    name: str
    passed: bool
    said: str


class Channel(Protocol):
    """One platform, found by the entry points `isthmus.channels`: each is a `MakesChannel`.

    It is given to the service where its settings are there, and then takes part in everything.
    """

    @property
    def name(self) -> str: ...

    @property
    def router(self) -> APIRouter:
        """Give the routes at which the platform reaches us; each verifies who sends."""
        ...

    @property
    def ways(self) -> Sequence[Way]:
        """Give the ways by which reminders and digests reach people here."""
        ...

    def handle(self, event: Event) -> Sequence[Outgoing]:
        """Do what an event asks for, on a worker; a failure becomes words for the person.

        Called again after a crash, so it comes to the same: `Assistant.hear` sees to that.
        """
        ...

    def apology(self, event: Event, words: str) -> Outgoing | None:
        """Give what tells people that nothing came of an event; None where nobody waits for it.

        Called in a transaction: it only writes the words down.
        """
        ...

    def prepare(self, outgoing: Outgoing) -> Outgoing | NotWanted:
        """Look again, just before it is sent, whether everybody there may still see it.

        No transaction is open; an exception means that it was not sent.
        """
        ...

    def send(self, outgoing: Outgoing, key: str) -> Sent | Refused | Unknown:
        """Send it once, without trying again by itself; ``key`` goes along to find it by."""
        ...

    def find(self, outgoing: Outgoing, key: str) -> Sent | NotThere | Unknown:
        """Ask the platform whether something with this key arrived."""
        ...

    def start(self) -> None:
        """Begin what this process does by itself, such as keeping a connection open."""
        ...

    def stop(self) -> None: ...

    def checks(self) -> Sequence[Check]:
        """Look at tokens, scopes and addresses, for `isthmus doctor`."""
        ...


class Hearing(Protocol):
    """The assistant, as a channel sees it."""

    def hear(self, message: Message, tell: Tell = silent) -> Reply: ...

    def is_for_us(self, message: Message) -> bool:
        """Tell whether something said in a thread we take part in is said to us."""
        ...

    def could_say_more(self, message: Message) -> bool:
        """Tell whether the asker alone would be told more than all who see the reply."""
        ...

    def doing(self, message: Message) -> str:
        """Tell what is about to be done for a message, "" where that takes no time."""
        ...

    def suggestions(self, person: Person) -> Sequence[str]:
        """Give what somebody may want to say now, by what waits for them."""
        ...


class Intake(Protocol):
    def accept(self, event: Event) -> bool:
        """Keep an event and the job that handles it, in one transaction; False if known before."""
        ...

    def accept_all(self, events: Sequence[Event]) -> int: ...


class Outbox(Protocol):
    def put(self, outgoing: Outgoing, key: str, event: str = "") -> bool:
        """Have something sent at once; False where this key was known before.

        ``event`` is the key of the event that it comes of, "" where it comes of none.
        """
        ...

    def of_event(self, event_key: str) -> Sequence[Posted]:
        """Give what came of an event, to change or remove it when the event is taken back."""
        ...

    def of_events(self, beginning: str) -> Sequence[Posted]:
        """Give what came of all events whose keys begin so, such as the edits of one message."""
        ...

    def find(self, platform: str, team: str, reference: str) -> Posted | None:
        """Give what was posted under this reference of the platform."""
        ...


class Directory(Protocol):
    """Who somebody on a platform is here."""

    def person(self, profile: Profile) -> Person:
        """Give the account named by this verified address or linked by hand, else a stranger.

        For whoever speaks to us: the profile is kept as last seen.
        """
        ...

    def audience(self, profiles: Sequence[Profile]) -> Audience:
        """Give who these are, all who see a place for example; nothing is noted."""
        ...

    def profile_of(self, platform: str, person: str) -> Profile | None:
        """Give as whom somebody was last seen on a platform, to write to them there."""
        ...


class Places(Protocol):
    def get(self, platform: str, team: str, id: str) -> Place:  # noqa: A002 - the platform's id
        """Give a place; one never seen before is as nobody chose anything for it."""
        ...

    def seen(self, place: Place) -> None:
        """Keep a place's name, whether it is shared, and its reference; never its manner."""
        ...

    def behave(self, place: Place, manner: Manner, by: Person) -> Place:
        """Change how we behave there: leads and administrators; ConflictError on an old version."""
        ...

    def forget(self, platform: str, team: str) -> None: ...


class Pressed(Protocol):
    """Buttons: a token stands for a command, for somebody, until some day."""

    def token(self, command: Command, owner: str, place: str) -> str:
        """Give a token of at most 64 characters; ``owner`` is who may press it, "" for anybody."""
        ...

    def command(self, token: str, by: Person, place: str) -> Command:
        """Give the command back; NotAllowedError for others, NotFoundError when it is too old."""
        ...


class Installations(Protocol):
    """Workspaces we are installed in, with their tokens encrypted at rest."""

    def get(self, platform: str, team: str) -> Installation | None: ...
    def all(self, platform: str) -> Sequence[Installation]: ...
    def put(self, installation: Installation) -> None: ...
    def end(self, platform: str, team: str) -> None: ...


class Documents(Protocol):
    def uploaded(self, name: str, content: bytes, said: Said, by: Person) -> Added:
        """Index a file as somebody who may; raises InvalidError with why it cannot be."""
        ...


@dataclass(frozen=True)
class Host:
    """What the service gives a channel."""

    settings: Settings
    assistant: Hearing
    intake: Intake
    outbox: Outbox
    directory: Directory
    places: Places
    pressed: Pressed
    installations: Installations
    documents: Documents
    clock: Callable[[], datetime]


MakesChannel = Callable[[Host], Channel | None]
"""What an entry point names: None where its settings are not there."""

Registers = Callable[[typer.Typer, Callable[[], AbstractContextManager[Host]]], None]
"""What an entry point of `isthmus.channel_commands` names: adds the channel's own commands."""
