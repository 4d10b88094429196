"""What everything here works with."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from isthmus.channels.contract import Host
from isthmus.channels.remembering import Remembered
from isthmus_integrations.slack.configured import Configured
from isthmus_integrations.slack.rooms import Rooms
from isthmus_integrations.slack.tokens import Tokens
from isthmus_integrations.slack.web import Web
from isthmus_integrations.slack.workspaces import Workspaces

REPLIES_LAST: Final = timedelta(minutes=30)
PRESSES_LAST: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Means:
    """``replies`` are addresses at which an event can be answered; they are kept nowhere else.

    ``presses`` are the last press of each button by each person: the event, and when by Slack.
    """

    host: Host
    configured: Configured
    web: Web
    workspaces: Workspaces
    rooms: Rooms
    replies: Remembered[str, str]
    presses: Remembered[tuple[str, str], tuple[str, str]]


def means_of(host: Host, configured: Configured) -> Means:
    web = Web(configured.api_url)
    tokens = Tokens(configured, web, host.installations, host.clock, host.intake)
    workspaces = Workspaces(web, tokens, host.clock)
    return Means(
        host,
        configured,
        web,
        workspaces,
        Rooms(host, workspaces),
        Remembered(host.clock, REPLIES_LAST),
        Remembered(host.clock, PRESSES_LAST),
    )
