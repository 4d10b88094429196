"""Microsoft Teams, put together from its settings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import httpx
from fastapi import APIRouter

from isthmus.channels.contract import Check, Host
from isthmus.channels.model import Event, Outgoing
from isthmus.jobs.handling import NotThere, NotWanted, Refused, Sent, Unknown
from isthmus.reminding.ways import Way
from isthmus_integrations.teams import routes
from isthmus_integrations.teams.asking import Asking
from isthmus_integrations.teams.checks import Checking
from isthmus_integrations.teams.configured import PLATFORM, Configured
from isthmus_integrations.teams.connector import TIMEOUT, Connector, plain_get
from isthmus_integrations.teams.credentials import Credentials, asking
from isthmus_integrations.teams.dialogs import Dialogs
from isthmus_integrations.teams.door import Door
from isthmus_integrations.teams.files import Files
from isthmus_integrations.teams.handling import Handling
from isthmus_integrations.teams.invokes import Invokes
from isthmus_integrations.teams.keys import Keys
from isthmus_integrations.teams.pressing import Pressing
from isthmus_integrations.teams.rooms import Rooms
from isthmus_integrations.teams.rosters import Rosters
from isthmus_integrations.teams.searching import Searching
from isthmus_integrations.teams.sending import Sending
from isthmus_integrations.teams.verifying import Verifying
from isthmus_integrations.teams.ways import TeamsWay


def _client() -> httpx.Client:
    """Give a client that goes where it is told to: no redirects, no proxy of the environment."""
    return httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)


@dataclass(frozen=True)
class Teams:
    """See `isthmus.channels.contract.Channel`."""

    host: Host
    configured: Configured
    http: httpx.Client = field(default_factory=_client, repr=False)
    name: str = PLATFORM

    @cached_property
    def router(self) -> APIRouter:
        return routes.router(self._door.receive)

    @property
    def ways(self) -> Sequence[Way]:
        return (TeamsWay(self.host, self._rooms, self._sending),)

    def handle(self, event: Event) -> Sequence[Outgoing]:
        return self._handling.handle(event)

    def apology(self, event: Event, words: str) -> Outgoing | None:
        return self._handling.apology(event, words)

    def prepare(self, outgoing: Outgoing) -> Outgoing | NotWanted:
        return self._sending.prepare(outgoing)

    def send(self, outgoing: Outgoing, key: str) -> Sent | Refused | Unknown:  # noqa: ARG002 - nothing there keeps it
        return self._sending.send(outgoing)

    def find(self, outgoing: Outgoing, key: str) -> Sent | NotThere | Unknown:  # noqa: ARG002 - it cannot be asked for
        return self._sending.find(outgoing)

    def start(self) -> None:
        """Wait for Teams to knock: there is nothing to keep open."""

    def stop(self) -> None:
        """Close nothing: a worker may be sending its last message."""

    def checks(self) -> Sequence[Check]:
        return tuple(Checking(self.host, self.configured, self._keys, self._credentials).checks())

    # ---- its parts

    @cached_property
    def _keys(self) -> Keys:
        return Keys(self.configured.metadata_url, plain_get(self.http), self.host.clock)

    @cached_property
    def _credentials(self) -> Credentials:
        return Credentials(asking(self.configured, self.http, self.host.clock), self.host.clock)

    @cached_property
    def _connector(self) -> Connector:
        return Connector(self.configured, self._credentials, self.http)

    @cached_property
    def _rooms(self) -> Rooms:
        rosters = Rosters(self._connector, self.host.clock, bool(self.configured.tenant))
        return Rooms(self.host, self._connector, rosters, f"28:{self.configured.client_id}")

    @cached_property
    def _sending(self) -> Sending:
        return Sending(self.host, self._connector, self._rooms)

    @cached_property
    def _handling(self) -> Handling:
        return Handling(self.host, self._rooms)

    @cached_property
    def _door(self) -> Door:
        verifying = Verifying(self.configured, self._keys, self.host.clock)
        return Door(verifying, self.host.intake, self._invokes, self._rooms.rosters)

    @property
    def _invokes(self) -> Invokes:
        known = Asking(self.host, self._rooms, self._sending)
        return Invokes(
            Pressing(known),
            Dialogs(known),
            Searching(known),
            Files(known, self.configured, self.http),
        )
