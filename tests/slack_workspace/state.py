"""All that a workspace remembers, and how things in it are found."""

import itertools
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from queue import Queue
from threading import RLock
from typing import Any

from slack_workspace import limits
from slack_workspace.clock import Clock
from slack_workspace.errors import NotPossibleError, SlackError
from slack_workspace.model import (
    Call,
    Channel,
    Installation,
    Message,
    Ping,
    SharedFile,
    Team,
    User,
    View,
)
from slack_workspace.scopes import KNOWN


@dataclass(frozen=True)
class App:
    """The app that is tested, as its page at Slack shows it."""

    id: str = "A0ISTHMUS"
    name: str = "Isthmus"
    handle: str = "isthmus"
    client_id: str = "1234.5678"
    client_secret: str = "client-secret-of-tests"  # noqa: S105 - of tests
    signing_secret: str = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - of tests
    app_token: str = "xapp-1-A0ISTHMUS-of-tests"  # noqa: S105 - of tests
    scopes: frozenset[str] = KNOWN
    rotates_tokens: bool = False


@dataclass
class ResponseUrl:
    channel: str
    user: str
    ts: str  # the message that was pressed, empty after a command
    until: float
    used: int = 0


@dataclass
class Trigger:
    user: str
    team: str
    until: float
    used: bool = False


@dataclass
class State:
    """Everything is read and changed while `lock` is held."""

    app: App
    clock: Clock
    base: str = ""  # the address of this server
    lock: RLock = field(default_factory=RLock)
    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, SharedFile] = field(default_factory=dict)
    installations: list[Installation] = field(default_factory=list)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    modals: dict[str, list[View]] = field(default_factory=dict)  # of each user, the last on top
    homes: dict[tuple[str, str], View] = field(default_factory=dict)  # of (team, user)
    statuses: dict[tuple[str, str], str] = field(default_factory=dict)  # of (channel, thread)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    prompts: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    loading: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    codes: dict[str, tuple[str, str, frozenset[str]]] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    calls: list[Call] = field(default_factory=list)
    pings: list[Ping] = field(default_factory=list)
    # what the app brought about and is still to be told of: (team, event)
    happened: Queue[tuple[str, dict[str, Any]] | None] = field(default_factory=Queue)
    _counted: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new_id(self, letter: str) -> str:
        return f"{letter}{next(self._counted):09d}"

    # found by a person's words

    def user(self, said: User | str) -> User:
        """Find somebody by id, handle, or name."""
        if isinstance(said, User):
            return said
        wanted = said.removeprefix("@").lower()
        for user in self.users.values():
            if wanted in {user.id.lower(), user.name.lower(), user.real_name.lower()}:
                return user
        raise NotPossibleError(f"There is no user {said!r}; add them with slack.user(...).")

    def channel(self, said: Channel | str) -> Channel:
        """Find a channel by id or name."""
        if isinstance(said, Channel):
            return said
        wanted = said.removeprefix("#")
        for channel in self.channels.values():
            if wanted in {channel.id, channel.name}:
                return channel
        raise NotPossibleError(f"There is no channel {said!r}; add it with slack.channel(...).")

    # found by what an app sends

    def known_channel(self, id: object, team: str) -> Channel:  # noqa: A002 - Slack's word
        channel = self.channels.get(str(id))
        if channel is None or (channel.team != team and not channel.is_ext_shared):
            raise SlackError("channel_not_found")
        return channel

    def known_user(self, id: object) -> User:  # noqa: A002 - Slack's word
        try:
            return self.users[str(id)]
        except KeyError:
            raise SlackError("user_not_found") from None

    def installation(self, team: str) -> Installation:
        """Find the app's installation that still holds."""
        for one in reversed(self.installations):
            if one.team == team and not one.uninstalled:
                return one
        raise NotPossibleError(f"The app is not installed in {team}; call slack.installed(...).")

    def direct(self, user: User, other: str) -> Channel:
        """Give the conversation of two, made when it is first wanted."""
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == {user.id, other}:
                return channel
        made = Channel(self.new_id("D"), user.team, "", "im", [user.id, other])
        self.channels[made.id] = made
        return made

    # kept

    def keep(self, message: Message) -> Message:
        self.channels[message.channel].messages.append(message)
        return message

    def trigger(self, user: User) -> str:
        """Make what lets an app open one modal, soon."""
        id_ = f"{next(self._counted)}.{user.team}.{secrets.token_hex(8)}"
        self.triggers[id_] = Trigger(user.id, user.team, self.clock.now() + limits.TRIGGER_SECONDS)
        return id_

    def pull(self, trigger_id: object) -> Trigger:
        trigger = self.triggers.get(str(trigger_id))
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.clock.now() > trigger.until:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(self, channel: str, user: str, ts: str) -> str:
        key = secrets.token_hex(12)
        until = self.clock.now() + limits.RESPONSE_URL_SECONDS
        self.response_urls[key] = ResponseUrl(channel, user, ts, until)
        return f"{self.base}/response/{key}"

    def view(self, id: str) -> View | None:  # noqa: A002 - Slack's word
        return next((one for one in self.views() if one.id == id), None)

    def views(self) -> Iterable[View]:
        return [*itertools.chain(*self.modals.values()), *self.homes.values()]

    def names(self) -> dict[str, str]:
        """Give what ids stand for, as people see them."""
        people = {user.id: user.real_name for user in self.users.values()}
        return people | {channel.id: channel.name for channel in self.channels.values()}
