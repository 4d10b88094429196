"""We were added somewhere, or removed; people came or went."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.channels.contract import Host
from isthmus.channels.model import Answers, Installation, Outgoing
from isthmus.messages import Paragraph, Points, Reply
from isthmus_integrations.teams.activities import Incoming
from isthmus_integrations.teams.configured import PLATFORM
from isthmus_integrations.teams.rooms import SEEN_IN, Rooms
from isthmus_integrations.teams.saying import Saying, by, said_in
from isthmus_integrations.teams.showing import Shown, shown, spot_of

ALONE: Final = (
    "I answer questions about IT/OT governance from your organisation's documents, word for word, "
    "draft RACI charts and role definitions, and keep track of action items."
)
HELP: Final = "Say help to see more of what I understand."
TOGETHER: Final = (
    f"{ALONE} Name me to ask: what I say here stands on what everybody here may read. Name me and "
    "say help to see what I understand."
)
SILENT: Final = (
    "People of another organisation are here, so I stay silent until somebody who leads names me "
    "and says settings."
)
WELCOMED: Final = "welcomed"
_ADDED: Final = frozenset({"add", "add-upgrade"})
_REMOVED: Final = frozenset({"remove", "remove-upgrade"})


@dataclass(frozen=True)
class Welcoming:
    host: Host
    rooms: Rooms

    def membership(self, incoming: Incoming) -> Sequence[Outgoing]:
        """Look again who is there; where we came ourselves, say what we are for."""
        self.rooms.rosters.forget(incoming.where)
        if _names(incoming, "membersRemoved"):
            self._gone(incoming)
            return ()
        self.rooms.note(incoming)
        if _names(incoming, "membersAdded"):
            return self._welcome(incoming)
        if not incoming.is_personal:
            self.rooms.note_members(incoming.where)
        return ()

    def installed(self, incoming: Incoming) -> Sequence[Outgoing]:
        if incoming.at("action") in _REMOVED:
            self._gone(incoming)
            return ()
        if incoming.at("action") not in _ADDED:
            return ()
        self.rooms.note(incoming)
        return self._welcome(incoming)

    def _gone(self, incoming: Incoming) -> None:
        """Forget how to write there: what is to be sent says so, and goes another way."""
        places = [incoming.base, *([incoming.sender] if incoming.is_personal else [])]
        for each in filter(None, places):
            place = self.rooms.place(incoming.tenant, each)
            known = {SEEN_IN: place.reference[SEEN_IN]} if SEEN_IN in place.reference else {}
            self.host.places.seen(replace(place, reference=known))

    def _welcome(self, incoming: Incoming) -> Sequence[Outgoing]:
        """Say what we are for: once, however many activities tell that we were added."""
        self._keep(incoming)
        place = self.rooms.place(incoming.tenant, incoming.base)
        if place.reference.get(WELCOMED, incoming.message_key) != incoming.message_key:
            return ()
        kept = {**place.reference, WELCOMED: incoming.message_key}
        self.host.places.seen(replace(place, reference=kept))
        if not incoming.is_personal:
            self.rooms.note_members(incoming.where)
        saying = replace(said_in(incoming), apart="welcome", alone=True)
        return shown(spot_of(saying, ""), Shown(self._words(saying)), "welcome")

    def _words(self, saying: Saying) -> Reply:
        if saying.personal:
            return self._alone(saying)
        place = self.rooms.place(saying.team, saying.where.conversation)
        silent = (Paragraph(SILENT),) if place.answers is Answers.OFF else ()
        return Reply((Paragraph(TOGETHER), *silent))

    def _alone(self, saying: Saying) -> Reply:
        suggested = tuple(self.host.assistant.suggestions(by(saying, self.rooms)))
        points = (Points("You could say now", suggested),) if suggested else ()
        return Reply((Paragraph(ALONE), *points, Paragraph(HELP)))

    def _keep(self, incoming: Incoming) -> None:
        """Keep that this tenant has us, and by which address it is written to."""
        details = {"service_url": incoming.service_url}
        known = self.host.installations.get(PLATFORM, incoming.tenant)
        if known and known.ended_at is None and known.details == details:
            return
        now = self.host.clock()
        self.host.installations.put(
            Installation(PLATFORM, incoming.tenant, details=details, installed_at=now)
        )


def _names(incoming: Incoming, name: str) -> bool:
    """Tell whether we are among those who came, or went."""
    return any(each.get("id") == incoming.us for each in incoming.listed(name)) and bool(
        incoming.us
    )
