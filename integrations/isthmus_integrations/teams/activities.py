"""What Teams sends, read: an activity and where it stands; nothing in it has to be as promised."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from isthmus.channels.model import LONGEST_ID, Event
from isthmus.errors import InvalidError
from isthmus_integrations.teams.configured import PLATFORM

Payload = Mapping[str, Any]

PERSONAL: Final = "personal"
CHANNEL: Final = "channel"
THREAD: Final = ";messageid="
LONGEST_TEXT: Final = 40_000
LONGEST_NAME: Final = 200
_CHANGE: Final = 40  # characters that tell the changes of one message apart
_KEPT: Final = (
    *("type", "id", "timestamp", "localTimezone", "serviceUrl", "channelId", "from", "recipient"),
    *("conversation", "text", "textFormat", "replyToId", "value", "name", "action", "channelData"),
    *("entities", "membersAdded", "membersRemoved"),
)


@dataclass(frozen=True)
class Where:
    """A conversation of a tenant, without its thread, and the address at which it is reached."""

    tenant: str
    conversation: str
    service_url: str


@dataclass(frozen=True)
class Mention:
    id: str
    name: str
    text: str  # as it stands in the message


@dataclass(frozen=True)
class Incoming:
    """An activity; what it lacks, or has in another shape, reads as empty."""

    raw: Payload

    def at(self, *path: str) -> str:
        """Give the text at a path, "" where there is none."""
        found: object = self.raw
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found if isinstance(found, str) else ""

    def inside(self, *path: str) -> Payload:
        """Give the object at a path, an empty one where there is none."""
        found: object = self.raw
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found if isinstance(found, Mapping) else {}

    def listed(self, name: str) -> Sequence[Payload]:
        found = self.raw.get(name)
        return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []

    # ---- what it is

    @property
    def kind(self) -> str:
        return self.at("type")

    @property
    def id(self) -> str:
        """Give its own id, else one made of all it says: a second delivery says the same."""
        if own := self.at("id"):
            return own
        known = json.dumps(self.raw, sort_keys=True, default=str)
        return f"made:{sha256(known.encode()).hexdigest()[:32]}"

    @property
    def change(self) -> str:
        """Tell what became of a message, such as `editMessage`."""
        return self.at("channelData", "eventType")

    @property
    def timestamp(self) -> str:
        return self.at("timestamp")

    @property
    def channel(self) -> str:
        return self.at("channelId")

    # ---- where it stands

    @property
    def tenants(self) -> frozenset[str]:
        said = (self.at("channelData", "tenant", "id"), self.at("conversation", "tenantId"))
        return frozenset(filter(None, said))

    @property
    def tenant(self) -> str:
        return next(iter(sorted(self.tenants)), "")

    @property
    def service_url(self) -> str:
        return self.at("serviceUrl")

    @property
    def conversation(self) -> str:
        """Give the conversation; that of a thread in a channel names its first message."""
        return self.at("conversation", "id")

    @property
    def base(self) -> str:
        return self.conversation.partition(THREAD)[0]

    @property
    def thread(self) -> str:
        """Give the first message of the thread, "" where there is no thread."""
        return self.conversation.partition(THREAD)[2]

    @property
    def where(self) -> Where:
        return Where(self.tenant, self.base, self.service_url)

    @property
    def is_personal(self) -> bool:
        return self.at("conversation", "conversationType") == PERSONAL

    @property
    def is_in_channel(self) -> bool:
        return self.at("conversation", "conversationType") == CHANNEL

    @property
    def place_name(self) -> str:
        names = (self.at("channelData", "team", "name"), self.at("channelData", "channel", "name"))
        said = " / ".join(filter(None, names)) or self.at("conversation", "name")
        return said[:LONGEST_NAME]

    # ---- who said it

    @property
    def sender(self) -> str:
        return self.at("from", "id")

    @property
    def sender_name(self) -> str:
        return self.at("from", "name")[:LONGEST_NAME]

    @property
    def us(self) -> str:
        return self.at("recipient", "id")

    @property
    def is_of_a_bot(self) -> bool:
        return self.sender in {"", self.us} or self.sender.startswith("28:")

    @property
    def zone(self) -> str:
        said = next(
            (
                str(each.get("timezone") or "")
                for each in self.listed("entities")
                if _is_client(each)
            ),
            "",
        )
        return self.at("localTimezone") or said

    # ---- what it says

    @property
    def text(self) -> str:
        return self.at("text")[:LONGEST_TEXT]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(
            Mention(_text(who, "id"), _text(who, "name")[:LONGEST_NAME], _text(each, "text"))
            for each in self.listed("entities")
            if each.get("type") == "mention" and isinstance(who := each.get("mentioned"), Mapping)
        )

    @property
    def names_us(self) -> bool:
        return any(each.id == self.us for each in self.mentions)

    @property
    def names_others(self) -> bool:
        return any(each.id != self.us for each in self.mentions)

    # ---- as an event

    @property
    def message_key(self) -> str:
        """Name the message among those of all conversations; an edit has the same."""
        return short(f"{self.conversation}/{self.id}")

    @property
    def changes_key(self) -> str:
        """Give how the ids of a message's changes begin: what came of them is found by it."""
        return f"{short(self.message_key, _CHANGE)}~"

    def event(self) -> Event:
        """Give what is kept of it; an edit of a message is an event of its own."""
        own = self.message_key
        if self.kind in {"messageUpdate", "messageDelete"}:
            change = f"{self.change or self.kind}/{self.timestamp}"
            own = f"{self.changes_key}{sha256(change.encode()).hexdigest()[:32]}"
        kept = {name: self.raw[name] for name in _KEPT if name in self.raw}
        return Event(
            platform=PLATFORM,
            team=self.tenant,
            id=own,
            kind=self.kind,
            lane=short(self.conversation),
            payload=kept,
        )


def short(key: str, room: int = 0) -> str:
    """Give a key that is kept, with room for more behind it; one that is too long by its digest."""
    if len(key) <= LONGEST_ID - 100 - room:  # what comes of an event is named behind it
        return key
    return sha256(key.encode()).hexdigest()


def read(body: bytes) -> Incoming:
    """Read an activity; raises InvalidError where it is none."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidError("This is no JSON.") from error
    if not isinstance(said, dict):
        raise InvalidError("An activity is a JSON object.")
    found = Incoming(said)
    if not found.kind:
        raise InvalidError("An activity has a type.")
    return found


def _is_client(entity: Payload) -> bool:
    return entity.get("type") == "clientInfo"


def _text(said: Payload, name: str) -> str:
    found = said.get(name)
    return found if isinstance(found, str) else ""
