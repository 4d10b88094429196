"""Who is where: people as our accounts know them, conversations with those who read there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from isthmus.channels.contract import Host
from isthmus.channels.model import Place, Profile
from isthmus.people import Audience, Person
from isthmus_integrations.teams.activities import Incoming, Mention, Where
from isthmus_integrations.teams.configured import PLATFORM
from isthmus_integrations.teams.connector import BusyError, Connector, DeclinedError, UnsureError
from isthmus_integrations.teams.rosters import Rosters, in_zone, unknown

SOMEBODY: Final = "somebody"  # stands for people who cannot be told: reads what everyone may
SEEN_IN: Final = "seen_in"
OVERTAKEN: Final = "overtaken"
MOST_OVERTAKEN: Final = 20


@dataclass(frozen=True)
class Rooms:
    host: Host
    connector: Connector
    rosters: Rosters
    bot: str  # the id that Teams gives us

    # ---- people

    def person(self, where: Where, user: str, name: str = "", zone: str = "") -> Person:
        """Give whose message, button or form it is."""
        profile = in_zone(self.profile(where, user, name), zone)
        return self.host.directory.person(profile if zone else self._in_last_zone(profile))

    def profile(self, where: Where, user: str, name: str = "") -> Profile:
        """Give somebody as Teams knows them there, or where they are alone with us."""
        try:
            return self.rosters.person(where, user)
        except DeclinedError:
            pass
        try:
            return self.rosters.person(self.personal(where, user), user)
        except DeclinedError:
            return unknown(where.tenant, user, name)

    def _in_last_zone(self, profile: Profile) -> Profile:
        """Give somebody in the zone in which they were last, where nobody tells of another."""
        known = self.host.directory.audience((profile,)).members
        last = self.host.directory.profile_of(PLATFORM, known[0].id) if known else None
        return replace(profile, time_zone=last.time_zone) if last else profile

    def personal(self, where: Where, user: str) -> Where:
        """Give the conversation in which somebody is alone with us; it is made where none is."""
        known = self.host.places.get(PLATFORM, where.tenant, user).reference
        if known.get("conversation"):
            return Where(where.tenant, str(known["conversation"]), str(known["service_url"]))
        answer = self.connector.post(
            where.service_url,
            "conversations",
            body={
                "bot": {"id": self.bot},
                "members": [{"id": user}],
                "isGroup": False,
                "tenantId": where.tenant,
                "channelData": {"tenant": {"id": where.tenant}},
            },
        )
        made = Where(where.tenant, str(answer["id"]), where.service_url)
        self.note_personal(made, user)
        return made

    def note_personal(self, where: Where, user: str, name: str = "") -> None:
        known = self.place(where.tenant, user)
        told = {"service_url": where.service_url, "conversation": where.conversation}
        reference = {**known.reference, **told}
        self.host.places.seen(Place(PLATFORM, where.tenant, user, name, reference=reference))

    def called(self, where: Where, mention: Mention) -> str:
        """Give how somebody who is mentioned is called here: by their account where they have one.

        An id of one word stands for itself; any other name is told as it is shown in Teams.
        """
        if mention.id.startswith("28:"):
            return mention.name
        profile = self.profile(where, mention.id, mention.name)
        known = self.host.directory.audience((profile,)).members
        is_ours = bool(known) and known[0].id != profile.known_as
        ids = known[0].id if is_ours else ""
        return f"@{ids}" if ids.replace("-", "").replace("_", "").isalnum() else mention.name

    # ---- conversations

    def place(self, team: str, conversation: str) -> Place:
        return self.host.places.get(PLATFORM, team, conversation)

    def note(self, incoming: Incoming) -> Place:
        """Keep where something was said, and how to write there; gives it with our manner."""
        known = self.place(incoming.tenant, incoming.base)
        reference = {**known.reference, "service_url": incoming.service_url}
        reference["kind"] = incoming.at("conversation", "conversationType")
        name = incoming.place_name or known.name
        seen = replace(known, name=name, reference=reference)
        if seen != known:
            self.host.places.seen(seen)
        if not incoming.is_of_a_bot:
            self._note_sender(incoming)
        return seen

    def _note_sender(self, incoming: Incoming) -> None:
        """Keep how to write to somebody alone, and where else they were seen last."""
        if incoming.is_personal:
            self.note_personal(incoming.where, incoming.sender, incoming.sender_name)
            return
        known = self.place(incoming.tenant, incoming.sender)
        if known.reference.get(SEEN_IN) != incoming.base:
            reference = {**known.reference, SEEN_IN: incoming.base}
            self.host.places.seen(replace(known, name=incoming.sender_name, reference=reference))

    def note_overtaken(self, incoming: Incoming) -> None:
        """Keep that a message was changed or removed before it was delivered."""
        place = self.note(incoming)
        known = [*place.reference.get(OVERTAKEN, ()), incoming.id][-MOST_OVERTAKEN:]
        self.host.places.seen(replace(place, reference={**place.reference, OVERTAKEN: known}))

    def is_overtaken(self, place: Place, incoming: Incoming) -> bool:
        return incoming.id in place.reference.get(OVERTAKEN, ())

    def where(self, team: str, conversation: str) -> Where | None:
        """Give how to write to a place that was seen before, None where that is not known."""
        known = self.place(team, conversation).reference
        url = str(known.get("service_url") or "")
        if not url:
            installation = self.host.installations.get(PLATFORM, team)
            url = str(installation.details.get("service_url") or "") if installation else ""
        return Where(team, conversation, url) if url else None

    # ---- who reads there

    def audience(self, where: Where, *, anew: bool = False) -> Audience:
        """Give who reads in a conversation.

        Where Teams does not say, or they are very many, what everyone may read is all there is.
        """
        return self.host.directory.audience(self._members(where, anew=anew))

    def _members(self, where: Where, *, anew: bool = False) -> Sequence[Profile]:
        try:
            members = self.rosters.members(where, anew=anew)
        except DeclinedError:
            members = None
        if not members:
            return (Profile(PLATFORM, where.tenant, SOMEBODY, "Somebody", outside=True),)
        return members

    def users(self, where: Where) -> tuple[str, ...]:
        """Give the ids of who reads there, nobody's where they cannot be told."""
        try:
            return tuple(each.id for each in self.rosters.members(where) or ())
        except (DeclinedError, BusyError, UnsureError):
            return ()

    def note_members(self, where: Where, *, anew: bool = True) -> bool:
        """Keep who is in a conversation, for what is sent there unasked; tells if that is news."""
        place = self.place(where.tenant, where.conversation)
        profiles = self._members(where, anew=anew)
        members = [_written(each) for each in profiles]
        shared = any(each.outside for each in profiles)
        if place.reference.get("members") == members and place.shared == shared:
            return False
        reference = {**place.reference, "service_url": where.service_url, "members": members}
        self.host.places.seen(replace(place, shared=shared, reference=reference))
        return True

    def noted(self, team: str, conversation: str) -> Audience:
        """Give who was there when it was last looked at, without asking anybody."""
        profiles = [Profile(**each) for each in self._kept(team, conversation)]
        return self.host.directory.audience(profiles) if profiles else Audience(())

    def _kept(self, team: str, conversation: str) -> Sequence[Mapping[str, Any]]:
        return self.place(team, conversation).reference.get("members") or ()


def _written(profile: Profile) -> dict[str, Any]:
    return dict(vars(profile))
