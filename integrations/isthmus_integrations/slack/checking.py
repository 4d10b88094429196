"""Whether everything Slack needs is there, for `isthmus doctor` and `isthmus slack check`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from isthmus.channels.contract import Check
from isthmus.channels.model import Installation
from isthmus.errors import IsthmusError
from isthmus_integrations.slack.configured import PLATFORM, Configured
from isthmus_integrations.slack.http import PATH
from isthmus_integrations.slack.means import Means
from isthmus_integrations.slack.outcomes import NOT_OURS_ANY_MORE
from isthmus_integrations.slack.scopes import SCOPES
from isthmus_integrations.slack.web import (
    BusyError,
    DeclinedError,
    Known,
    SlackError,
    Web,
)

SECRET_LENGTH: Final = 32
CLOCK_MAY_DIFFER: Final = timedelta(minutes=2)  # what is five minutes old is refused
INSTALL_AGAIN: Final = "Install it again at /slack/install."
UNREACHABLE: Final = (
    "Slack gave no answer ({}). Let this machine open https connections to Slack, "
    "name a proxy in HTTPS_PROXY, or look at ISTHMUS_SLACK_API_URL."
)
NOWHERE: Final = (
    "No workspace has installed the app yet. Start the service, sign in as an administrator, and "
    "open /slack/install."
)
NOT_ITS_LENGTH: Final = (
    "ISTHMUS_SLACK_SIGNING_SECRET has {} characters, and Slack's have 32. Copy it again from the "
    "app's page Basic Information, App Credentials."
)
INSECURE: Final = (
    "Slack would deliver to {}, but takes only https. Set ISTHMUS_PUBLIC_URL to the address at "
    "which Slack reaches this service, or use Socket Mode with ISTHMUS_SLACK_APP_TOKEN."
)
NO_SOCKET: Final = (
    "Slack opens no socket ({}). Make a token with the scope connections:write on the app's page "
    "Basic Information, App-Level Tokens, set ISTHMUS_SLACK_APP_TOKEN to it, and switch Socket "
    "Mode on."
)
WRONG_CLOCK: Final = (
    "This machine's clock is {} {} Slack's. Set it by a time server: what seems older than five "
    "minutes is refused as a forgery."
)


@dataclass(frozen=True)
class Checking:
    means: Means

    def checks(self) -> Iterator[Check]:
        """Look at each workspace, then at how Slack reaches us."""
        yield from self.tokens()
        yield from ways_in(self.means.web, self.means.configured)

    def tokens(self) -> Iterator[Check]:
        token = self.means.configured.bot_token
        try:
            there = self.installed()
        except IsthmusError as error:
            yield Check("workspaces", passed=False, said=str(error))
            return
        if token:
            yield from of_token(self.means.web, "token", token, self.means.host.clock())
        elif not there:
            yield Check("workspaces", passed=False, said=NOWHERE)
        for each in there:
            yield from self._workspace(each)

    def installed(self) -> list[Installation]:
        """Give the workspaces that installed the app, and did not remove it."""
        found = self.means.host.installations.all(PLATFORM)
        return [each for each in found if not each.ended_at]

    def _workspace(self, installed: Installation) -> Iterator[Check]:
        called = f"workspace {installed.name or installed.team}"
        try:
            token = self.means.workspaces.tokens.of(installed.team)
        except (IsthmusError, SlackError) as error:
            yield Check(called, passed=False, said=f"{error} {INSTALL_AGAIN}")
            return
        yield from of_token(self.means.web, called, token, self.means.host.clock(), INSTALL_AGAIN)


def of_token(
    web: Web, called: str, token: str, now: datetime, again: str = NOT_OURS_ANY_MORE
) -> Iterator[Check]:
    """Look whether Slack takes a token, what it may, and whether our clocks agree."""
    try:
        known = web.known_by(token)
    except SlackError as error:
        yield Check(called, passed=False, said=_why(error, again))
        return
    yield Check(called, passed=True, said=f"Slack takes it, in the workspace {known.name}.")
    yield _scopes(f"{called}: scopes", known)
    if known.at:
        yield _clock(now - known.at)


def _why(error: SlackError, again: str) -> str:
    match error:
        case DeclinedError():
            return f"Slack does not take the token ({error}). {again}"
        case BusyError():
            return f"Slack wants to be asked later ({error}). Try again in a minute."
    return UNREACHABLE.format(error)


def _scopes(called: str, known: Known) -> Check:
    if not known.scopes:
        said = "Slack did not say what the token may: does a proxy take headers away?"
        return Check(called, passed=False, said=said)
    missing = [name for name in SCOPES if name not in known.scopes]
    if not missing:
        return Check(called, passed=True, said="None is missing.")
    why = ", ".join(f"{name} ({SCOPES[name]})" for name in missing)
    said = (
        f"Missing: {why}. Paste what `isthmus slack manifest` prints into the app's page App "
        "Manifest, and install the app again."
    )
    return Check(called, passed=False, said=said)


def _clock(ahead: timedelta) -> Check:
    if abs(ahead) <= CLOCK_MAY_DIFFER:
        return Check("clock", passed=True, said="It agrees with Slack's.")
    minutes = f"{round(abs(ahead).total_seconds() / 60)} minutes"
    where = "ahead of" if ahead > timedelta() else "behind"
    return Check("clock", passed=False, said=WRONG_CLOCK.format(minutes, where))


def ways_in(web: Web, configured: Configured) -> Iterator[Check]:
    """Look how Slack reaches us, by an address or by the socket that we open."""
    if configured.app_token:
        yield of_socket(web, configured.app_token)
        return
    yield of_secret(configured.signing_secret)
    address = f"{configured.base_url}{PATH}"
    if address.startswith("https://"):
        yield Check("address", passed=True, said=f"Slack delivers to {address}.")
    else:
        yield Check("address", passed=False, said=INSECURE.format(address))


def of_secret(secret: str) -> Check:
    if len(secret) != SECRET_LENGTH:
        return Check("signing secret", passed=False, said=NOT_ITS_LENGTH.format(len(secret)))
    return Check("signing secret", passed=True, said="It is set: by it we know Slack's requests.")


def of_socket(web: Web, app_token: str) -> Check:
    try:
        web.call(app_token, "apps.connections.open", {})
    except DeclinedError as error:
        return Check("Socket Mode", passed=False, said=NO_SOCKET.format(error))
    except SlackError as error:
        return Check("Socket Mode", passed=False, said=UNREACHABLE.format(error))
    return Check("Socket Mode", passed=True, said="Slack delivers over a socket.")
