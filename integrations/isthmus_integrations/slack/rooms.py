"""Who is where: people as our accounts know them, and channels with those who read there."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from isthmus.channels.contract import Host
from isthmus.channels.model import Place, Profile
from isthmus.channels.remembering import Remembered
from isthmus.people import Audience, Person
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.events import is_direct
from isthmus_integrations.slack.texts import called, plain
from isthmus_integrations.slack.web import DeclinedError
from isthmus_integrations.slack.workspaces import Workspaces

SOMEBODY: Final = "somebody"  # stands for people who cannot be told: reads what everyone may
SEEN_FOR: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Rooms:
    host: Host
    workspaces: Workspaces
    _seen: Remembered[tuple[str, str], bool] = field(init=False, repr=False)
    _noted: Remembered[tuple[str, str], tuple[Profile, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_seen", Remembered(self.host.clock, SEEN_FOR))
        object.__setattr__(self, "_noted", Remembered(self.host.clock, SEEN_FOR))

    def person(self, team: str, user: str) -> Person:
        """Give whose message, button or form it is."""
        return self.host.directory.person(self.workspaces.profile(team, user))

    def known(self, team: str, user: str) -> Person:
        """Give who somebody is here, without noting that they spoke to us."""
        profile = self.workspaces.profile(team, user)
        return next(iter(self.host.directory.audience((profile,)).members), profile.stranger())

    def is_outside(self, team: str, user: str) -> bool:
        return self.workspaces.profile(team, user).outside

    # ---- channels

    def place(self, team: str, channel: str) -> Place:
        """Give a channel with how we behave there, and keep what Slack says of it now and then."""
        known = self.host.places.get(PLATFORM, team, channel)
        if is_direct(channel) or self._seen.get((team, channel)):
            return known
        seen = self._looked_up(team, known)
        if seen != known:
            self.host.places.seen(seen)
        self._seen.put((team, channel), value=True)
        return seen

    def _looked_up(self, team: str, known: Place) -> Place:
        try:
            about = self.workspaces.about(team, known.id)
        except DeclinedError:
            return known
        outside = any(about.get(each) for each in ("is_ext_shared", "is_pending_ext_shared"))
        shared = outside or bool(about.get("is_shared") and not about.get("is_org_shared"))
        return replace(known, name=str(about.get("name") or known.name), shared=shared)

    def audience(self, team: str, channel: str, *, anew: bool = False) -> Audience | None:
        """Give who reads in a channel, None where it is one person alone with us.

        Where Slack does not say, or they are very many, what everyone may read is all there is.
        """
        if is_direct(channel):
            return None
        profiles = self._members(team, channel, anew=anew)
        self._note(team, channel, profiles)
        return self.host.directory.audience(profiles)

    def _members(self, team: str, channel: str, *, anew: bool) -> Sequence[Profile]:
        try:
            users = self.workspaces.members(team, channel, anew=anew)
        except DeclinedError:
            users = None
        if users is None:
            return (Profile(PLATFORM, team, SOMEBODY, "Somebody", outside=True),)
        return self.workspaces.people(team, users)

    def is_open_to_us(self, team: str, channel: str) -> bool:
        """Tell whether we may write where somebody is."""
        try:
            about = self.workspaces.about(team, channel)
        except DeclinedError:
            return False
        return bool(about.get("is_member") or about.get("is_im"))

    # ---- for what is sent unasked

    def has_changed(self, team: str, channel: str) -> bool:
        """Look who is in a channel now, and tell whether that is news."""
        before = self.noted(team, channel)
        self.audience(team, channel, anew=True)
        return self.noted(team, channel) != before

    def _note(self, team: str, channel: str, profiles: Sequence[Profile]) -> None:
        """Keep who is in a channel: a digest asks who reads it while nobody can be asked."""
        members = tuple(profiles)
        if self._noted.get((team, channel)) == members:
            return
        place = self.place(team, channel)
        written = [dict(vars(each)) for each in members]
        if place.reference.get("members") != written:
            reference = {**place.reference, "members": written}
            self.host.places.seen(replace(place, reference=reference))
        self._noted.put((team, channel), members)

    def noted(self, team: str, channel: str) -> Audience:
        """Give who was in a channel when it was last looked at, without asking anybody."""
        place = self.host.places.get(PLATFORM, team, channel)
        profiles = [Profile(**each) for each in place.reference.get("members") or ()]
        return self.host.directory.audience(profiles) if profiles else Audience(())

    # ---- words

    def words(self, team: str, text: str, *, keep_us: bool = False) -> str:
        """Give what somebody typed as it is read, without the mention of us."""
        bot = "" if keep_us else self.workspaces.bot(team)
        return plain(text, lambda user: self._called(team, user), bot)

    def _called(self, team: str, user: str) -> str:
        profile, person = self.workspaces.profile(team, user), self.known(team, user)
        return profile.name if person.id == profile.known_as else called(person, profile.name)
