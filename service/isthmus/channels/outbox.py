"""What is to be sent is kept with its job; each thing is sent once for its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from isthmus.channels.intake import key_of
from isthmus.channels.model import Event, Outgoing, Posted
from isthmus.channels.parts import Parts
from isthmus.channels.store import ChannelStore
from isthmus.errors import InvalidError
from isthmus.jobs.model import Wanted
from isthmus.jobs.store import JobStore, enqueued_in

SEND: Final = "channels.send"
SENT_WITHIN: Final = timedelta(hours=6)


@dataclass(frozen=True)
class Sending:
    """Keeps what is to be sent, in one open transaction."""

    kept: ChannelStore
    jobs: JobStore
    now: datetime

    def answer(self, event: Event, came: Sequence[Outgoing]) -> int:
        """Have sent what came of an event; raises InvalidError where two have one name."""
        if len({each.name for each in came}) < len(came):
            raise InvalidError("Two things that come of one event need two names.")
        return sum(self.put(each, f"{event.key}/{each.name}", event.key) for each in came)

    def put(self, outgoing: Outgoing, key: str, event: str = "") -> bool:
        """Have something sent; False where this key was known before."""
        if not self.kept.add_outgoing(key, outgoing, event, self.now):
            return False
        wanted = Wanted(
            kind=SEND,
            key=key_of(SEND, key),
            payload={"key": key},
            lane=f"{SEND}:{outgoing.platform}:{outgoing.team}:{outgoing.place}",
            run_at=self.now + outgoing.after,
            deadline=self.now + SENT_WITHIN,
        )
        return self.jobs.enqueue(wanted, self.now)


@dataclass(frozen=True)
class SentThings:
    """What was sent and what is still to be, for the channels; see `contract.Outbox`."""

    parts: Parts

    def put(self, outgoing: Outgoing, key: str, event: str = "") -> bool:
        with self.parts.storage.transaction() as connection:
            sending = Sending(ChannelStore(connection), JobStore(connection), self.parts.clock())
            new = sending.put(outgoing, key, event)
            enqueued_in(connection)
        if new:
            self.parts.wake()
        return new

    def of_event(self, event_key: str) -> Sequence[Posted]:
        with self.parts.storage.reading() as connection:
            return ChannelStore(connection).of_event(event_key)

    def of_events(self, beginning: str) -> Sequence[Posted]:
        with self.parts.storage.reading() as connection:
            return ChannelStore(connection).of_events(beginning)

    def find(self, platform: str, team: str, reference: str) -> Posted | None:
        with self.parts.storage.reading() as connection:
            return ChannelStore(connection).referred_to(platform, team, reference)
