"""The token of each workspace, made anew before it expires, by one replica at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import Any, Final

from isthmus.channels.contract import Installations, Intake
from isthmus.channels.model import Event, Installation
from isthmus.errors import UnavailableError
from isthmus_integrations.slack.configured import PLATFORM, Configured
from isthmus_integrations.slack.web import BusyError, DeclinedError, SlackError, Web

BEFOREHAND: Final = timedelta(minutes=30)  # a token lives twelve hours
ONE_AT_A_TIME: Final = timedelta(minutes=1)  # whoever takes it on has this long
RENEWAL: Final = "renewal"
AT_LEAST: Final = timedelta(seconds=5)
NOT_INSTALLED: Final = (
    "Isthmus is not installed in the Slack workspace {}. Set ISTHMUS_SLACK_BOT_TOKEN, or have an "
    "administrator open /slack/install."
)
NOT_RENEWED: Final = (
    "Slack does not renew the token of the workspace {} ({}). Have an administrator open "
    "/slack/install again."
)
BEING_RENEWED: Final = "The token of the workspace is being renewed."
_ENDED: Final = frozenset(
    {"account_inactive", "invalid_auth", "team_access_not_granted", "token_revoked"}
)


@dataclass(frozen=True)
class Tokens:
    """Replicas agree by the intake on who renews a token: the same event is accepted once."""

    configured: Configured
    web: Web
    installations: Installations
    clock: Callable[[], datetime]
    intake: Intake
    _renewing: Lock = field(default_factory=Lock, repr=False)

    def of(self, team: str) -> str:
        """Give the bot token of a workspace; raises UnavailableError where there is none."""
        known = self._installed(team)
        if known is None:
            if self.configured.bot_token:
                return self.configured.bot_token
            raise UnavailableError(NOT_INSTALLED.format(team))
        if self._ends_within(known, BEFOREHAND):
            known = self._renewed(team, known.secrets["bot_token"])
        return known.secrets["bot_token"]

    def installed(self) -> tuple[str, ...]:
        """Give the workspaces whose administrators installed us."""
        found = self.installations.all(PLATFORM)
        return tuple(each.team for each in found if not each.ended_at)

    def instead_of(self, team: str, expired: str) -> str | None:
        """Give another token than one that Slack calls expired; None where there is no other."""
        if self._installed(team) is None:
            return None
        return self._renewed(team, expired, expired=True).secrets["bot_token"]

    def _installed(self, team: str) -> Installation | None:
        known = self.installations.get(PLATFORM, team)
        return known if known and not known.ended_at and known.secrets.get("bot_token") else None

    def _ends_within(self, known: Installation, time: timedelta) -> bool:
        ends = float(known.details.get("expires_at") or 0)
        return 0 < ends <= (self.clock() + time).timestamp()

    # ---- a new one

    def _renewed(self, team: str, old: str, *, expired: bool = False) -> Installation:
        """Take a new token for the old one, unless it is another by now."""
        with self._renewing:
            known = self._installed(team)
            if known is None:
                raise UnavailableError(NOT_INSTALLED.format(team))
            if known.secrets["bot_token"] != old:
                return known
            good = not expired and not self._ends_within(known, timedelta())
            if not self._is_first(known):
                return self._meanwhile(known, BusyError(BEING_RENEWED, AT_LEAST), good=good)
            try:
                renewed = renew(known, self._asked(known), self.clock())
            except SlackError as error:
                return self._meanwhile(known, error, good=good)
            self.installations.put(renewed)
            return renewed

    def _is_first(self, known: Installation) -> bool:
        """Take it on, for a while; False where another replica did."""
        of_what = sha256(known.secrets.get("refresh_token", "").encode()).hexdigest()
        since = int(self.clock().timestamp() // ONE_AT_A_TIME.total_seconds())
        lane = f"{PLATFORM}/{known.team}/{RENEWAL}"
        event = Event(PLATFORM, known.team, f"{RENEWAL}:{of_what}:{since}", RENEWAL, lane)
        return self.intake.accept(event)

    def _meanwhile(self, known: Installation, error: SlackError, *, good: bool) -> Installation:
        """Give what another replica got, else the old one as long as it is good."""
        newer = self._installed(known.team)
        if newer and newer.secrets != known.secrets:
            return newer
        if good:
            return known
        if isinstance(error, DeclinedError):
            raise UnavailableError(NOT_RENEWED.format(known.name or known.team, error)) from error
        raise error

    def _asked(self, known: Installation) -> Mapping[str, Any]:
        return self.web.form(
            None,
            "oauth.v2.access",
            {
                "client_id": self.configured.client_id,
                "client_secret": self.configured.client_secret,
                "grant_type": "refresh_token",
                "refresh_token": known.secrets.get("refresh_token", ""),
            },
        )

    # ---- its end

    def has_ended(self, team: str) -> bool:
        """Ask Slack whether we are really removed: a late word may be of a token before this one.

        Raises SlackError where Slack does not say.
        """
        known = self._installed(team)
        token = known.secrets["bot_token"] if known else self.configured.bot_token
        if not token:
            return True
        try:
            return self.web.known_by(token).team != team
        except DeclinedError as error:
            return error.error in _ENDED


def renew(known: Installation, answer: Mapping[str, Any], now: datetime) -> Installation:
    """Give an installation with the tokens that Slack answered with."""
    secrets = {"bot_token": str(answer["access_token"])}
    if answer.get("refresh_token"):
        secrets["refresh_token"] = str(answer["refresh_token"])
    details = dict(known.details)
    if seconds := answer.get("expires_in"):
        details["expires_at"] = (now + timedelta(seconds=int(seconds))).timestamp()
    return replace(known, secrets=secrets, details=details, ended_at=None)
