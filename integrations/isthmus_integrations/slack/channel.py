"""Slack as one of the channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from fastapi import APIRouter

from isthmus.channels.contract import Check
from isthmus.channels.model import Event, Outgoing
from isthmus.jobs.handling import NotThere, NotWanted, Refused, Sent, Unknown
from isthmus.reminding.ways import Way
from isthmus_integrations.slack.checking import Checking
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.door import Door
from isthmus_integrations.slack.finding import Finding
from isthmus_integrations.slack.handling import Handling, apology
from isthmus_integrations.slack.http import receiving
from isthmus_integrations.slack.means import Means
from isthmus_integrations.slack.oauth import installing
from isthmus_integrations.slack.sending import Sending
from isthmus_integrations.slack.signature import Signatures
from isthmus_integrations.slack.socket import Socket
from isthmus_integrations.slack.way import Direct


@dataclass(frozen=True)
class Slack:
    """See `isthmus.channels.contract.Channel`."""

    means: Means
    name: str = PLATFORM

    @cached_property
    def door(self) -> Door:
        return Door(self.means)

    @cached_property
    def router(self) -> APIRouter:
        secret, clock = self.means.configured.signing_secret, self.means.host.clock
        router = receiving(self.door, Signatures(secret, clock) if secret else None)
        if self.means.configured.client_id:
            router.routes.extend(installing(self.means).routes)
        return router

    @cached_property
    def ways(self) -> Sequence[Way]:
        return (Direct(self.means, self.sending),)

    @cached_property
    def sending(self) -> Sending:
        means = self.means
        return Sending(means.host, means.workspaces, means.rooms, means.replies)

    @cached_property
    def _handling(self) -> Handling:
        return Handling(self.means, self.door)

    @cached_property
    def _socket(self) -> Socket | None:
        token = self.means.configured.app_token
        return Socket(self.door, self.means.web, token) if token else None

    def handle(self, event: Event) -> Sequence[Outgoing]:
        return self._handling.handle(event)

    def apology(self, event: Event, words: str) -> Outgoing | None:
        return apology(event, words)

    def prepare(self, outgoing: Outgoing) -> Outgoing | NotWanted:
        return self.sending.prepare(outgoing)

    def send(self, outgoing: Outgoing, key: str) -> Sent | Refused | Unknown:
        return self.sending.send(outgoing, key)

    def find(self, outgoing: Outgoing, key: str) -> Sent | NotThere | Unknown:
        return Finding(self.means.workspaces).find(outgoing, key)

    def start(self) -> None:
        if self._socket:
            self._socket.start()

    def stop(self) -> None:
        if self._socket:
            self._socket.stop()
        self.door.close()

    def checks(self) -> Sequence[Check]:
        return tuple(Checking(self.means).checks())
