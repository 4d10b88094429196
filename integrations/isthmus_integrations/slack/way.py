"""Reminders to people in a direct message, digests into a channel."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from isthmus.channels.model import Outgoing, Profile
from isthmus.channels.remembering import Remembered
from isthmus.errors import IsthmusError, UnavailableError
from isthmus.jobs.handling import NotThere, Refused, Sent, Unknown
from isthmus.jobs.model import Job
from isthmus.people import Audience, Person
from isthmus.reminding.model import Preference
from isthmus.reminding.ways import Letter, letter_of
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.finding import Finding
from isthmus_integrations.slack.means import Means
from isthmus_integrations.slack.outcomes import beforehand, outcome
from isthmus_integrations.slack.sending import Sending
from isthmus_integrations.slack.showing import Shown, Spot, shown
from isthmus_integrations.slack.web import SlackError

AT_ONCE: Final = timedelta(seconds=1)
BY_EMAIL: Final = "@"  # before an account of whom nobody knows yet who it is in Slack
LOOKED_UP_EVERY: Final = timedelta(days=1)
CHANGED: Final = "Others are in the channel now: what they may read is gathered anew."
NOT_THERE: Final = (
    "Nobody in Slack has the confirmed address {}. They are told there once they have, or once "
    "`isthmus channels link` says who they are."
)


@dataclass(frozen=True)
class Direct:
    """The way that is called slack.

    An address is TEAM/USER, or @ACCOUNT for whom Slack has not shown us yet, to be looked up when
    it is sent; a place is slack:TEAM/CHANNEL.
    """

    means: Means
    sending: Sending
    name: str = PLATFORM
    _absent: Remembered[str, bool] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        clock = self.means.host.clock
        object.__setattr__(self, "_absent", Remembered(clock, LOOKED_UP_EVERY))

    def reach(self, person: Person, preference: Preference) -> str:  # noqa: ARG002 - its address is for e-mail
        profile = self.means.host.directory.profile_of(PLATFORM, person.id)
        if profile is None:
            looked_up = "@" not in person.id or self._absent.get(person.id)
            return "" if looked_up else f"{BY_EMAIL}{person.id}"
        return "" if profile.outside else f"{profile.team}/{profile.id}"

    def members(self, place: str) -> Audience:
        """Give who was in a channel when it was last looked at: a transaction is open here."""
        way, _, there = place.partition(":")
        team, _, channel = there.partition("/")
        return self.means.rooms.noted(team, channel) if way == self.name else Audience(())

    # ---- sending

    def send(self, letter: Letter, key: str) -> Sent | Refused | Unknown:
        """Send the first part, and have what does not fit into it sent after it."""
        spots: list[Spot] = []
        looked = outcome(_looked(lambda: spots.extend(self._still(letter.to))))
        if not isinstance(looked, Sent):
            return looked
        if not spots:
            return Refused(CHANGED, retry_after=AT_ONCE)
        first, *others = self._written(letter, spots[0])
        came = self.sending.send(first, key)
        if isinstance(came, Sent):
            for each in others:
                self.means.host.outbox.put(each, f"{key}/{each.name}")
        return came

    def find(self, job: Job) -> Sent | NotThere | Unknown:
        if not job.sending:
            return NotThere()
        letter = letter_of(job.sending)
        try:
            spot = self._there(letter.to)
        except (SlackError, IsthmusError) as error:
            return Unknown(f"Slack cannot be asked: {error}")
        return Finding(self.means.workspaces).find(self._written(letter, spot)[0], job.key)

    def _written(self, letter: Letter, spot: Spot) -> tuple[Outgoing, ...]:
        return shown(spot, Shown(letter.reply))  # its first words say what the subject does

    # ---- to whom

    def _still(self, to: str) -> tuple[Spot, ...]:
        """Give where something goes; nothing where others read along by now than it is for."""
        spot = self._there(to)
        changed = spot.channel and self.means.rooms.has_changed(spot.team, spot.channel)
        return () if changed else (spot,)

    def _there(self, to: str) -> Spot:
        """Give where something goes; raises what outcomes know where that cannot be told."""
        if to.startswith(BY_EMAIL):
            profile = self._looked_up(to.removeprefix(BY_EMAIL))
            return Spot(profile.team, user=profile.id, person=to.removeprefix(BY_EMAIL))
        team, _, name = to.removeprefix(f"{self.name}:").partition("/")
        if to.startswith(f"{self.name}:"):
            return Spot(team, name)
        return Spot(team, user=name, person=self.means.rooms.known(team, name).id)

    def _looked_up(self, account: str) -> Profile:
        """Find who an account is in Slack, and note it: from then on they are known."""
        directory, workspaces = self.means.host.directory, self.means.workspaces
        known = directory.profile_of(PLATFORM, account)
        if known:
            return known
        teams = workspaces.teams()
        for team in teams:
            found = workspaces.by_email(team, account)
            if found and not found.outside and directory.person(found).id == account:
                return found
        if teams:
            self._absent.put(account, value=True)
        raise UnavailableError(NOT_THERE.format(account))


def _looked(look: Callable[[], None]) -> Callable[[], str]:
    """Look before anything is sent, as a sending whose outcome is known."""

    def looked() -> str:
        beforehand(look)
        return ""

    return looked
