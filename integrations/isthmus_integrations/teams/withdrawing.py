"""A message that was answered is edited or deleted: so is the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.channels.contract import Host
from isthmus.channels.model import Outgoing, Posted
from isthmus_integrations.teams.activities import Incoming
from isthmus_integrations.teams.configured import PLATFORM
from isthmus_integrations.teams.rooms import Rooms
from isthmus_integrations.teams.saying import Saying, said_in, saying_of
from isthmus_integrations.teams.showing import DELETE, POST, UPDATE, spot_of, words

UNDELETED: Final = "undeleteMessage"
_DONE_BEFORE: Final = (
    "You changed your message after I had done what it said, so I left that as it is. Say what is "
    "to be different, or press Undo."
)


@dataclass(frozen=True)
class Withdrawing:
    """``said`` handles a message as new; ``answered`` gives what is to be seen of it."""

    rooms: Rooms
    said: Callable[[Incoming], Sequence[Outgoing]]
    text: Callable[[Incoming], str]
    answered: Callable[[Saying], Sequence[Outgoing]]

    @property
    def host(self) -> Host:
        return self.rooms.host

    def changed(self, incoming: Incoming) -> Sequence[Outgoing]:
        """Answer anew where it was a question; what was ordered is not ordered again."""
        before = self._before(incoming)
        if not before and incoming.change != UNDELETED:
            self.rooms.note_overtaken(incoming)
        if not before or incoming.change == UNDELETED:
            return tuple(_edited(each, incoming.timestamp) for each in self.said(_as_new(incoming)))
        kept = _kept(before)
        if not kept:
            return ()  # it was removed, and this change is delivered late
        last = self._last(kept[0])
        if _edited_at(last) >= incoming.timestamp:
            return ()  # a later change was delivered before this one
        saying = said_in(_as_new(incoming), self.text(incoming))
        known = _saying(last)
        if known is None or known.text == saying.text or not saying.text:
            return ()
        if not (known.asks_only and saying.asks_only):
            return (words(spot_of(saying, ""), _DONE_BEFORE, "done-before"),)
        return self._replaced(incoming, before, self.answered(saying))

    def removed(self, incoming: Incoming) -> Sequence[Outgoing]:
        before = self._before(incoming)
        if not before:
            self.rooms.note_overtaken(incoming)
        gone = enumerate((_instead(each, DELETE, each) for each in _kept(before)), 1)
        return tuple(replace(each, name=f"gone-{number}-{each.name}") for number, each in gone)

    def _before(self, incoming: Incoming) -> Sequence[Posted]:
        """Give what came of the message or of its changes, in the order in which it was posted."""
        outbox, tenant = self.host.outbox, f"{PLATFORM}:{incoming.tenant}"
        first = outbox.of_event(f"{tenant}:{incoming.message_key}")
        later = outbox.of_events(f"{tenant}:{incoming.changes_key}")
        return [each for each in (*first, *later) if each.outgoing.place]

    def _last(self, first: Posted) -> Posted:
        """Give the last change of what was posted first."""
        if not first.reference:
            return first
        team = first.outgoing.team
        return self.host.outbox.find(PLATFORM, team, first.reference) or first

    def _replaced(
        self, incoming: Incoming, before: Sequence[Posted], after: Sequence[Outgoing]
    ) -> Sequence[Outgoing]:
        """Put the new messages in the place of the old ones, one by one."""
        old = {each.outgoing.name: each for each in _kept(before)}
        at = incoming.timestamp
        changed = [
            _edited(each, at, old[each.name]) if each.name in old else _edited(each, at)
            for each in after
        ]
        gone = set(old) - {each.name for each in after}
        return (*changed, *(_instead(old[name], DELETE, old[name]) for name in sorted(gone)))


def _as_new(incoming: Incoming) -> Incoming:
    """Give an edited message as one of its own, which is heard again."""
    own = incoming.at("id")
    kind = {"type": "message", "id": f"{own}~{incoming.change}~{incoming.timestamp}"}
    return Incoming({**incoming.raw, **kind})


def _kept(posted: Sequence[Posted]) -> list[Posted]:
    """Give the messages that were not removed already."""
    gone = {_aim(each.outgoing) for each in posted if each.outgoing.what == DELETE}
    here = (each for each in posted if each.outgoing.what == POST and _is_here(each))
    return [each for each in here if each.key not in gone]


def _aim(outgoing: Outgoing) -> str:
    """Give the key of what is changed or removed."""
    return f"{outgoing.payload.get('of')}/{outgoing.payload.get('name')}"


def _is_here(posted: Posted) -> bool:
    return bool(posted.outgoing.payload.get("conversation"))


def _saying(posted: Posted) -> Saying | None:
    asked = posted.outgoing.payload.get("asked")
    return saying_of(asked["saying"]) if asked else None


def _edited_at(posted: Posted) -> str:
    return str(posted.outgoing.payload.get("edited") or "")


def _edited(outgoing: Outgoing, at: str, old: Posted | None = None) -> Outgoing:
    payload = {**outgoing.payload, "edited": at}
    changed = replace(outgoing, payload=payload)
    return _instead_of(changed, UPDATE, old) if old and outgoing.what == POST else changed


def _instead(posted: Posted, what: str, old: Posted) -> Outgoing:
    outgoing = posted.outgoing
    without = {name: value for name, value in outgoing.payload.items() if name != "reply"}
    return _instead_of(replace(outgoing, payload=without), what, old)


def _instead_of(outgoing: Outgoing, what: str, old: Posted) -> Outgoing:
    aimed = {"of": old.key.rpartition("/")[0], "name": old.outgoing.name}
    payload = {**outgoing.payload, **aimed}
    return replace(outgoing, what=what, payload=payload)
