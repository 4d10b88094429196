"""What each kind of event asks for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from isthmus.channels.model import Event, Outgoing
from isthmus.errors import InvalidError
from isthmus_integrations.slack import events
from isthmus_integrations.slack.about import About, about_of
from isthmus_integrations.slack.door import Door
from isthmus_integrations.slack.events import is_direct
from isthmus_integrations.slack.means import Means
from isthmus_integrations.slack.pressing import Pressing
from isthmus_integrations.slack.showing import Spot, words
from isthmus_integrations.slack.talking import Talking
from isthmus_integrations.slack.visiting import Visiting

Handles = Callable[[Event], Sequence[Outgoing]]


@dataclass(frozen=True)
class Handling:
    means: Means
    door: Door

    def handle(self, event: Event) -> Sequence[Outgoing]:
        handles = self._by_kind.get(event.kind)
        return handles(event) if handles else ()

    @cached_property
    def _by_kind(self) -> Mapping[str, Handles]:
        talking, pressing = Talking(self.means), Pressing(self.means)
        visiting = Visiting(self.means)
        return {
            events.MESSAGE: talking.said,
            events.CHANGED: talking.changed,
            events.DELETED: talking.deleted,
            events.PRESSED: pressing.pressed,
            events.COMMAND: pressing.typed,
            events.FILLED: lambda event: self.door.filled(event, pressing.filled),
            events.HOME: visiting.opened,
            events.REACTION: visiting.reacted,
            events.LINK: visiting.linked,
            events.JOINED: visiting.moved,
            events.LEFT: visiting.moved,
            events.GONE: visiting.gone,
        }


def apology(event: Event, said: str) -> Outgoing | None:
    """Give words for whoever waits for something; nobody does where nobody spoke to us."""
    payload = event.payload
    user = str(payload.get("user") or "")
    match event.kind:
        case events.MESSAGE:
            return _to_who_spoke(event, said)
        case events.COMMAND | events.PRESSED | events.SHORTCUT:
            thread = str(payload.get("thread") or "")
            spot = Spot(event.team, str(payload["channel"]), thread, user, alone=True)
            return words(spot, said)
        case events.FILLED:
            about = _about(payload["about"])
            spot = Spot(event.team, about.channel, about.thread, user, alone=True)
            return words(spot, said)
    return None


def _to_who_spoke(event: Event, said: str) -> Outgoing | None:
    payload = event.payload
    channel, thread = str(payload["channel"]), str(payload["thread"])
    direct = is_direct(channel)
    if not direct and not payload["mentioned"]:
        return None
    there = thread or ("" if direct else str(payload["ts"]))
    return words(Spot(event.team, channel, there, str(payload["user"])), said)


def _about(written: object) -> About:
    try:
        return about_of(written)
    except InvalidError:
        return About("")
