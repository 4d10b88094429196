"""The steps by which Slack is set up: which are done, which is next, and what to do for it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from isthmus.channels.contract import Check
from isthmus_integrations.slack.configured import Configured
from isthmus_integrations.slack.manifest import HANDLE, Reached

SECRET: Final = "ISTHMUS_SLACK_SIGNING_SECRET"  # noqa: S105 - the name of a setting
BOT: Final = "ISTHMUS_SLACK_BOT_TOKEN"
APP: Final = "ISTHMUS_SLACK_APP_TOKEN"
CLIENT: Final = "ISTHMUS_SLACK_CLIENT_ID"
CLIENT_SECRET: Final = "ISTHMUS_SLACK_CLIENT_SECRET"  # noqa: S105 - the name of a setting
BASIC: Final = "Basic Information"
APPS: Final = "https://api.slack.com/apps"


class State(StrEnum):
    DONE = "done"
    NEXT = "next"
    LATER = "later"
    WRONG = "wrong"
    YOURS = "look"  # nobody can tell from here


@dataclass(frozen=True)
class Step:
    """One step: ``do`` is what to do for it, ``found`` what was seen when it was looked at."""

    title: str
    state: State
    do: tuple[str, ...] = ()
    found: tuple[Check, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(each.said for each in self.found if not each.passed)


@dataclass(frozen=True)
class Looks:
    """What can be seen live: what Slack says of the tokens, and which workspaces installed us."""

    token: Callable[[], Sequence[Check]]
    socket: Callable[[], Sequence[Check]]
    secret: Callable[[], Sequence[Check]]
    workspaces: Callable[[], Sequence[str]]


def steps(configured: Configured, reached: Reached, looks: Looks) -> tuple[Step, ...]:
    """Give all steps in their order; the first that is open is the next."""
    return tuple(_in_order((*_asked(configured, reached, looks), *_afterwards(reached))))


def is_ready(found: Sequence[Step]) -> bool:
    return all(each.state in {State.DONE, State.YOURS} for each in found)


def _in_order(found: Sequence[Step]) -> Iterator[Step]:
    is_next = True
    for each in found:
        if each.state is State.LATER and is_next:
            yield Step(each.title, State.NEXT, each.do, each.found)
        else:
            yield each
        is_next = is_next and each.state in {State.DONE, State.YOURS}


def _asked(configured: Configured, reached: Reached, looks: Looks) -> Iterator[Step]:
    yield _way(reached)
    options = " --socket-mode" * reached.by_socket + " --several" * reached.several
    yield _step(
        "Create the app",
        configured.is_set,
        f"Write its manifest: isthmus slack manifest{options} > isthmus-slack.yaml",
        f"Open {APPS}, press Create New App, then From a manifest, and choose your workspace.",
        "Choose YAML, paste the whole file in place of what stands there, press Next and Create.",
    )
    yield _socket(configured, looks) if reached.by_socket else _secret(configured, looks)
    if reached.several:
        yield _client(configured)
        yield _workspaces(configured, looks)
    else:
        yield _installed(configured, looks)


def _way(reached: Reached) -> Step:
    title = "Let Slack reach Isthmus"
    if reached.by_socket:
        return Step(f"{title}: over a socket that Isthmus opens", State.DONE)
    if reached.is_secure:
        return Step(f"{title}: at {reached.base_url}", State.DONE)
    return Step(
        title,
        State.LATER,
        (
            "Set ISTHMUS_PUBLIC_URL to the https:// address at which Slack reaches this service;",
            "or, where nothing from outside may: isthmus slack setup --socket-mode",
        ),
    )


def _secret(configured: Configured, looks: Looks) -> Step:
    return _step(
        "Copy the signing secret",
        bool(configured.signing_secret),
        f"On the app's page {BASIC}, App Credentials, press Show beside Signing Secret.",
        f"Set {SECRET} to it.",
        found=looks.secret() if configured.signing_secret else (),
    )


def _socket(configured: Configured, looks: Looks) -> Step:
    return _step(
        "Make a token for the socket",
        bool(configured.app_token),
        f"On the app's page {BASIC}, App-Level Tokens, press Generate Token and Scopes.",
        "Give it the scope connections:write.",
        f"Set {APP} to the token, which begins with xapp-.",
        found=looks.socket() if configured.app_token else (),
    )


def _installed(configured: Configured, looks: Looks) -> Step:
    return _step(
        "Install the app in your workspace",
        bool(configured.bot_token),
        "On the app's page Install App, press Install to … and Allow.",
        f"Set {BOT} to the Bot User OAuth Token, which begins with xoxb-.",
        found=looks.token() if configured.bot_token else (),
    )


def _client(configured: Configured) -> Step:
    return _step(
        "Let other workspaces install the app",
        bool(configured.client_id and configured.client_secret),
        "On the app's page Manage Distribution, press Activate Public Distribution.",
        f"From {BASIC}, App Credentials, set {CLIENT} to Client ID and {CLIENT_SECRET} to",
        "Client Secret.",
    )


def _workspaces(configured: Configured, looks: Looks) -> Step:
    names = looks.workspaces() if configured.client_id else ()
    title = f"Install it in each workspace ({', '.join(names)})" if names else None
    return _step(
        title or "Install it in each workspace",
        bool(names),
        "Start the service: isthmus serve",
        "Sign in to the console as an administrator, open /slack/install there, and press Allow.",
        found=looks.token() if names else (),
    )


def _afterwards(reached: Reached) -> Iterator[Step]:
    if reached.by_socket:
        start: tuple[str, ...] = ("Start it, or start it anew: isthmus serve",)
    else:
        start = (
            "Start it, or start it anew: isthmus serve",
            "On the app's page Event Subscriptions, press Retry beside Request URL.",
            "It has to say Verified.",
        )
    yield Step("Start the service with these settings", State.YOURS, start)
    yield Step(
        "Say hello",
        State.YOURS,
        (
            f"In a channel: /invite @{HANDLE}, then: @{HANDLE} what can you do?",
            "It knows whose account here is named by the confirmed address of their Slack account,",
            "or is linked to it with: isthmus channels link",
            "Who is known as whom: isthmus channels people",
        ),
    )


def _step(title: str, has_all: bool, *do: str, found: Sequence[Check] = ()) -> Step:  # noqa: FBT001 - whether it is done
    wrong = any(not each.passed for each in found)
    done = State.WRONG if wrong else State.DONE
    return Step(title, done if has_all else State.LATER, do, tuple(found))
