"""What a method of the Web API is given, and how it is registered with the scopes it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from slack_workspace.block_shapes import Surface, too_long_together, wrong_with
from slack_workspace.errors import SlackError, refused
from slack_workspace.identifying import with_ids
from slack_workspace.model import Channel, Installation, Json, Message, User
from slack_workspace.state import State


@dataclass(frozen=True)
class Asked:
    """One call: who calls is in the installation its token belongs to."""

    state: State
    method: str
    args: Json
    installation: Installation

    @property
    def team(self) -> str:
        return self.installation.team

    @property
    def bot(self) -> User:
        return self.state.users[self.installation.bot_user]

    def need(self, scope: str) -> None:
        if scope not in self.installation.scopes:
            raise missing(scope, self.installation)

    def text(self, name: str) -> str:
        """Give an argument that has to be there."""
        value = self.args.get(name)
        if value is None or value == "":
            raise refused("invalid_arguments", [f"missing required field: {name}"])
        if not isinstance(value, str | int | float):
            raise refused("invalid_arguments", [f"must be a string [json-pointer:/{name}]"])
        return str(value)

    def flag(self, name: str) -> bool:
        return str(self.args.get(name, "")).lower() in {"1", "true"}

    def count(self, name: str, usual: int, most: int) -> int:
        given = str(self.args.get(name, usual))
        if not given.isdigit() or not 1 <= int(given) <= most:
            raise SlackError("invalid_limit")
        return int(given)

    def channel(self, name: str = "channel") -> Channel:
        return self.state.known_channel(self.text(name), self.team)

    def own_channel(self, name: str = "channel") -> Channel:
        """Give a channel the app is in."""
        channel = self.channel(name)
        if self.bot.id not in channel.members:
            raise SlackError("not_in_channel" if channel.kind == "public" else "channel_not_found")
        return channel

    def message(self, channel: Channel, name: str = "ts") -> Message:
        found = channel.find(self.text(name))
        if found is None:
            raise SlackError("message_not_found")
        return found

    def blocks(self, name: str = "blocks") -> list[Json]:
        """Give blocks that Slack takes, with the ids it adds."""
        given = self.args.get(name) or []
        problems = wrong_with(given, Surface.MESSAGE)
        if problems:
            raise refused("invalid_blocks", problems)
        if too_long_together(given):
            raise SlackError("msg_blocks_too_long")
        return [with_ids(block, self.state) for block in given]

    def page(self, things: list[Any], usual: int = 100, most: int = 1_000) -> tuple[list[Any], str]:
        """Give a page of things and the cursor of the next."""
        cursor = str(self.args.get("cursor") or "")
        if cursor and not cursor.startswith("next:"):
            raise SlackError("invalid_cursor")
        begin = int(cursor.removeprefix("next:") or 0)
        end = begin + self.count("limit", usual, most)
        return things[begin:end], f"next:{end}" if end < len(things) else ""


Offered = Callable[[Asked], Json]
METHODS: Final[dict[str, tuple[frozenset[str], Offered]]] = {}


def offers(name: str, *scopes: str) -> Callable[[Offered], Offered]:
    """Register a method with the scopes it always needs; others it asks for itself."""

    def register(does: Offered) -> Offered:
        METHODS[name] = (frozenset(scopes), does)
        return does

    return register


def missing(scope: str, installation: Installation) -> SlackError:
    provided = ",".join(sorted(installation.scopes))
    return SlackError("missing_scope", needed=scope, provided=provided)


def next_page(cursor: str) -> Json:
    return {"response_metadata": {"next_cursor": cursor}}
