"""What a platform delivers is kept with its job in one transaction, before it is acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from isthmus.channels.model import Event
from isthmus.channels.parts import Parts
from isthmus.channels.store import ChannelStore
from isthmus.jobs.model import LONGEST_KEY, Wanted
from isthmus.jobs.store import JobStore, enqueued_in

HEAR: Final = "channels.hear"
HEARD_WITHIN: Final = timedelta(hours=1)  # nobody waits longer for an answer


@dataclass(frozen=True)
class Accepting:
    """Accepts events; writes no audit entry, so that nobody waits for anything but the disk."""

    parts: Parts

    def accept(self, event: Event) -> bool:
        return self.accept_all((event,)) == 1

    def accept_all(self, events: Sequence[Event]) -> int:
        """Keep events in their order; gives how many were not known before."""
        now = self.parts.clock()
        with self.parts.storage.transaction() as connection:
            kept, jobs = ChannelStore(connection), JobStore(connection)
            new = [each for each in events if kept.add_event(each, now)]
            for each in new:
                jobs.enqueue(_wanted(each, now), now)
            enqueued_in(connection)
        if new:
            self.parts.wake()
        return len(new)


def _wanted(event: Event, now: datetime) -> Wanted:
    return Wanted(
        kind=HEAR,
        key=key_of(HEAR, event.key),
        payload={"platform": event.platform, "team": event.team, "id": event.id},
        lane=f"{HEAR}:{event.platform}:{event.team}:{event.lane}",
        deadline=now + HEARD_WITHIN,
    )


def key_of(kind: str, key: str) -> str:
    """Name a job; one whose key is too long for that by a digest of it."""
    named = f"{kind}:{key}"
    return named if len(named) <= LONGEST_KEY else f"{kind}:{sha256(key.encode()).hexdigest()}"
