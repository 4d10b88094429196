"""The jobs of all platforms: to hear an event, to send what comes of it, to forget what is old.

Whatever goes wrong, people who wait are told so in words, once for each event.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any, Final

from isthmus.audit.store import Act
from isthmus.channels.contract import Channel
from isthmus.channels.intake import HEAR
from isthmus.channels.model import WRITING, Event, Outgoing
from isthmus.channels.outbox import SEND, Sending
from isthmus.channels.parts import Parts
from isthmus.channels.store import ChannelStore, Named
from isthmus.edge.channels import WENT_WRONG
from isthmus.errors import InvalidError
from isthmus.jobs.calendar import CatchUp, Rule, Schedule
from isthmus.jobs.handling import (
    HOPELESS,
    Failed,
    Kind,
    NotThere,
    NotWanted,
    NotYetError,
    Prepared,
    Refused,
    Sent,
    Unknown,
)
from isthmus.jobs.model import TOO_LATE, Backoff, Job, Payload
from isthmus.jobs.store import JobStore
from isthmus.jobs.work import in_words

APOLOGY: Final = "apology"  # one for each event, whatever fails, and however often
PRUNE: Final = "channels.prune"
EVERY_NIGHT: Final = Schedule(PRUNE, "UTC", Rule(time(3, 5)), PRUNE, catch_up=CatchUp.NEWEST)
EVENTS_KEPT_FOR: Final = timedelta(days=40)  # no platform delivers one again after that
POSTED_KEPT_FOR: Final = timedelta(days=400)
HEARD_AT_MOST: Final = 4
SENT_AT_MOST: Final = 20
PATIENCE: Final = Backoff(longest=timedelta(minutes=10))
WAITED_TOO_LONG: Final = (
    "This waited here for too long while nothing could be done, and is not answered any more. "
    "Say it again, please."
)
UNSURE: Final = (
    "My answer to this may not have arrived here: nobody can tell. If you do not see it, ask me "
    "again. What you had me do is done."
)
NOT_SET_UP: Final = (
    "Nothing is set up for {0} any more. Set it up again (`isthmus doctor` tells what it needs) "
    "and replay this, or dismiss it."
)
Channels = Callable[[], Mapping[str, Channel]]


def kinds(parts: Parts, channels: Channels) -> tuple[Kind, ...]:
    """Give the kinds of job; ``channels`` are those set up now, by their platforms' names."""
    hearing, posting = Hearing(parts, channels), Posting(parts, channels)

    def prune(act: Act, _job: Job) -> str:
        now = parts.clock()
        gone = ChannelStore(act.connection).prune(now - EVENTS_KEPT_FOR, now - POSTED_KEPT_FOR, now)
        return f"{gone} forgotten"

    return (
        Kind(HEAR, slow=hearing, most_attempts=HEARD_AT_MOST, given_up=hearing.given_up),
        Kind(SEND, outbound=posting, most_attempts=SENT_AT_MOST, backoff=PATIENCE),
        Kind(PRUNE, inside=prune),
    )


def named(channels: Channels, platform: str) -> Channel:
    """Give a channel; raises InvalidError where its platform is not set up any more."""
    found = channels().get(platform)
    if found is None:
        raise InvalidError(NOT_SET_UP.format(platform))
    return found


def sending(act: Act, parts: Parts) -> Sending:
    return Sending(ChannelStore(act.connection), JobStore(act.connection), parts.clock())


@dataclass(frozen=True)
class Hearing:
    """Handles events; see `isthmus.jobs.handling.Slow`."""

    parts: Parts
    channels: Channels

    def work(self, job: Job) -> Payload:
        event = self._event(job)
        channel = named(self.channels, event.platform)
        try:
            return {"event": event, "came": tuple(channel.handle(event))}
        except HOPELESS as error:
            return self._declined(channel, event, error)

    def _event(self, job: Job) -> Event:
        with self.parts.storage.reading() as connection:
            found = ChannelStore(connection).event(_name(job))
        if found is None:
            raise InvalidError("The event is not kept any more.")
        return found

    def _declined(self, channel: Channel, event: Event, error: Exception) -> dict[str, Any]:
        """Tell whoever asked why nothing came of it; what nobody hears of is a dead letter."""
        sorry = channel.apology(event, str(error))
        if sorry is None:
            raise error
        told = replace(sorry, name=APOLOGY)
        return {"event": event, "came": (told,), "declined": str(error)}

    def finish(self, act: Act, job: Job, result: Payload) -> NotWanted | str:
        """Keep nothing of what people said to each other, and not to us."""
        if not result["came"]:
            ChannelStore(act.connection).forget_words(_name(job))
        sent = sending(act, self.parts).answer(result["event"], result["came"])
        return NotWanted(result["declined"]) if "declined" in result else f"{sent} to be sent"

    def given_up(self, act: Act, job: Job, why: str) -> None:
        event = ChannelStore(act.connection).event(_name(job))
        if event:
            words = WAITED_TOO_LONG if why.startswith(TOO_LATE) else WENT_WRONG
            apologise(act, self.parts, self.channels().get(event.platform), (event, words))


def apologise(act: Act, parts: Parts, channel: Channel | None, said: tuple[Event, str]) -> None:
    """Have people told that nothing came of an event, where anybody waits for it."""
    event, words = said
    sorry = channel.apology(event, words) if channel else None
    if sorry:
        sending(act, parts).put(replace(sorry, name=APOLOGY), f"{event.key}/{APOLOGY}", event.key)


@dataclass(frozen=True)
class Posting:
    """Sends what came of events; see `isthmus.jobs.handling.Outbound`."""

    parts: Parts
    channels: Channels

    def prepare(self, act: Act, job: Job) -> Prepared | NotWanted:
        """Only see that it is there: whether it may be seen asks the platform, in `send`."""
        posted = ChannelStore(act.connection).posted(_key(job))
        return Prepared({"key": posted.key}) if posted else NotWanted("It is not kept any more.")

    def send(self, payload: Payload, _key: str) -> Sent | Refused | Unknown | NotWanted:
        key = str(payload["key"])
        try:
            outgoing = self._outgoing(key)
            channel = named(self.channels, outgoing.platform)
            prepared = channel.prepare(outgoing)
        except NotYetError as error:
            return Refused(in_words(error), error.retry_after)
        except Exception as error:  # noqa: BLE001 - nothing left; why is kept with the job
            return Refused(in_words(error), final=isinstance(error, HOPELESS))
        if isinstance(prepared, NotWanted):
            return prepared
        came = channel.send(prepared, key)
        if outgoing.name == WRITING and isinstance(came, Refused) and came.final:
            return NotWanted(came.reason)  # the answer itself comes all the same
        return came

    def find(self, job: Job) -> Sent | NotThere | Unknown:
        outgoing = self._outgoing(_key(job))
        return named(self.channels, outgoing.platform).find(outgoing, _key(job))

    def settle(self, act: Act, job: Job, came: Sent | Failed) -> None:
        store = ChannelStore(act.connection)
        if isinstance(came, Sent):
            store.note_sent(_key(job), came.reference, self.parts.clock())
        else:
            self._tell(act, _key(job), UNSURE if came.may_have_arrived else WENT_WRONG)

    def _tell(self, act: Act, key: str, words: str) -> None:
        """Say where it was asked that the answer could not be shown, or may not have been."""
        store = ChannelStore(act.connection)
        posted, answered = store.posted(key), store.event_answered(key)
        event = store.event(_named(answered)) if answered else None
        if event and posted and posted.outgoing.name != APOLOGY:
            channel = self.channels().get(event.platform)
            apologise(act, self.parts, channel, (event, words))

    def _outgoing(self, key: str) -> Outgoing:
        with self.parts.storage.reading() as connection:
            posted = ChannelStore(connection).posted(key)
        if posted is None:
            raise InvalidError("What was to be sent is not kept any more.")
        return posted.outgoing


def _name(job: Job) -> Named:
    return job.payload["platform"], job.payload["team"], job.payload["id"]


def _named(event_key: str) -> Named:
    platform, _, rest = event_key.partition(":")
    team, _, id_ = rest.partition(":")
    return platform, team, id_


def _key(job: Job) -> str:
    return str(job.payload["key"])
