"""Reminders and digests by Teams: to a person alone, or to a conversation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from isthmus.channels.contract import Host
from isthmus.channels.model import Answers, Outgoing
from isthmus.jobs.handling import Refused, Sent, Unknown
from isthmus.jobs.model import Job
from isthmus.people import Audience, Person
from isthmus.reminding.model import Preference
from isthmus.reminding.ways import Letter
from isthmus_integrations.teams.activities import Where
from isthmus_integrations.teams.configured import PLATFORM
from isthmus_integrations.teams.connector import (
    BusyError,
    NotReachedError,
    TeamsError,
    UnsureError,
    outcome,
)
from isthmus_integrations.teams.render import posted
from isthmus_integrations.teams.rooms import SEEN_IN, Rooms
from isthmus_integrations.teams.saying import place_of
from isthmus_integrations.teams.sending import Sending
from isthmus_integrations.teams.showing import Shown, Spot, shown, words

MARK: Final = f"{PLATFORM}:"  # before a place, as reminders name it: teams:TENANT/CONVERSATION
WAITS: Final = (
    "something waits for you, and I cannot write to you alone: the app is not installed for you. "
    "Add it in Teams, or look at Actions in the console."
)
_CHANGED: Final = "Who reads there has changed: it is looked at again what they may read."
_CANNOT_TELL: Final = (
    "Teams cannot tell whether it arrived. Look there, and replay this if it did not."
)


@dataclass(frozen=True)
class TeamsWay:
    """The way that is called teams; a person's address is TENANT/ID."""

    host: Host
    rooms: Rooms
    sending: Sending
    name: str = PLATFORM

    def reach(self, person: Person, preference: Preference) -> str:  # noqa: ARG002 - it is for e-mail
        """Give how somebody was last seen in Teams; nobody is asked."""
        known = self.host.directory.profile_of(PLATFORM, person.id)
        if known is None or self.rooms.where(known.team, known.id) is None:
            return ""
        return f"{known.team}/{known.id}"

    def members(self, place: str) -> Audience:
        """Give who was there when it was last looked at; nobody is asked."""
        if not place.startswith(MARK):
            return Audience(())
        team, _, conversation = place.removeprefix(MARK).partition("/")
        return self.rooms.noted(team, conversation)

    def send(self, letter: Letter, key: str) -> Sent | Refused | Unknown:
        """Send the first message of it, and have what does not fit into that sent after it."""
        is_place = letter.to.startswith(MARK)
        team, _, known = letter.to.removeprefix(MARK).partition("/")
        where = self.rooms.where(team, known)
        if where is None:
            return Refused("Isthmus is not installed there in Teams (any more).", final=True)
        if is_place:
            return self._to_place(letter, where, key)
        return self._to_person(letter, where, known, key)

    def find(self, job: Job) -> Unknown:  # noqa: ARG002 - there is nothing to ask for
        return Unknown(_CANNOT_TELL, final=True)

    def _to_place(self, letter: Letter, where: Where, key: str) -> Sent | Refused | Unknown:
        try:
            changed = self.rooms.note_members(where)
        except BusyError as error:
            return Refused(str(error), error.retry_after)
        except TeamsError as error:
            return Refused(str(error))
        if changed:
            return Refused(_CHANGED)
        return self._sent(letter, lambda: (where, ""), key)

    def _to_person(
        self, letter: Letter, where: Where, user: str, key: str
    ) -> Sent | Refused | Unknown:
        def alone() -> tuple[Where, str]:
            return _beforehand(lambda: self._alone(where, user))

        came = self._sent(letter, alone, key)
        if isinstance(came, Refused) and came.final:
            self._call_in_channel(where, user)
        return came

    def _call_in_channel(self, where: Where, user: str) -> None:
        """Tell somebody where they were seen, once a day, that something waits for them."""
        known = self.rooms.place(where.tenant, user)
        there = self.rooms.place(where.tenant, str(known.reference.get(SEEN_IN) or ""))
        if not there.id or not there.reference or there.answers is Answers.OFF:
            return
        spot = Spot(where.tenant, there.id)
        call = words(spot, WAITS, "call")
        called = replace(
            call, payload={**call.payload, "mention": {"id": user, "name": known.name}}
        )
        day = self.host.clock().date().isoformat()
        self.host.outbox.put(called, f"{PLATFORM}:{where.tenant}:call/{user}/{day}")

    def _alone(self, where: Where, user: str) -> tuple[Where, str]:
        """Give where somebody is alone with us, and whose buttons those are."""
        alone = self.rooms.personal(where, user)
        profile = self.rooms.profile(alone, user)
        return alone, self.host.directory.audience((profile,)).members[0].id

    def _sent(
        self, letter: Letter, there: Callable[[], tuple[Where, str]], key: str
    ) -> Sent | Refused | Unknown:
        """Post the first message of it, and keep the others to be sent once that one arrived."""
        others: list[Outgoing] = []

        def send() -> str:
            where, owner = there()
            tokens = self.sending.token(owner, place_of(where))
            whole = posted(letter.reply, tokens, self.host.settings.base_url)
            spot = Spot(where.tenant, where.conversation, where.service_url, person=owner)
            others.extend(shown(spot, Shown(letter.reply))[1:])
            return self.sending.post(where, "", whole.body)

        came = outcome(send)
        if isinstance(came, Sent):
            for each in others:
                self.host.outbox.put(each, f"{key}/{each.name}")
        return came


def _beforehand(look: Callable[[], tuple[Where, str]]) -> tuple[Where, str]:
    """Do what comes before the sending: where it breaks, nothing was sent yet."""
    try:
        return look()
    except UnsureError as error:
        raise NotReachedError(str(error)) from error
