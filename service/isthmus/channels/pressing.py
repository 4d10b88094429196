"""Buttons: a random token stands for a command, for somebody, somewhere, until some day."""

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from isthmus.channels.parts import Parts
from isthmus.channels.store import ChannelStore
from isthmus.errors import NotAllowedError, NotFoundError
from isthmus.people import Person
from isthmus.understanding.commands import Command, command_as_json, command_of

HOLDS_FOR: Final = timedelta(days=14)
TOKEN_BYTES: Final = 24


@dataclass(frozen=True)
class Buttons:
    """Gives the same button the same token for a week, so that shown again it writes nothing."""

    parts: Parts

    def token(self, command: Command, owner: str, place: str) -> str:
        said = command_as_json(command)
        named = json.dumps([said, owner, place], sort_keys=True)
        digest = sha256(named.encode()).hexdigest()
        now = self.parts.clock()
        with self.parts.storage.reading() as connection:
            known = ChannelStore(connection).token_of(digest, now + HOLDS_FOR / 2)
        if known:
            return known
        row = {
            "token": token_urlsafe(TOKEN_BYTES),
            "digest": digest,
            "command": said,
            "owner": owner,
            "place": place,
            "until": now + HOLDS_FOR,
        }
        with self.parts.storage.transaction() as connection:
            return ChannelStore(connection).put_button(row)

    def command(self, token: str, by: Person, place: str) -> Command:
        """Give what a button asks for; ``by`` and ``place`` are who pressed it, and where."""
        with self.parts.storage.reading() as connection:
            found = ChannelStore(connection).button(token)
        if found is None or found.until < self.parts.clock():
            raise NotFoundError(
                "This button is too old. Ask again, and press the one that comes then."
            )
        if found.place not in {"", place}:
            raise NotAllowedError("This button belongs to another conversation. Ask here.")
        if found.owner not in {"", by.id}:
            raise NotAllowedError("This button is for whoever asked. Ask for it yourself.")
        return command_of(found.command)
