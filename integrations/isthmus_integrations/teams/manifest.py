"""What Teams is told of the app: who may use it where, what can be said to it, what it may read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from isthmus.errors import InvalidError
from isthmus_integrations.teams.configured import Configured
from isthmus_integrations.teams.dialogs import TRACK
from isthmus_integrations.teams.searching import ACTIONS, CHARTS, LONGEST_QUERY, PASSAGES

Json = dict[str, Any]
_VERSION: Final = re.compile(r"\d{1,5}\.\d{1,5}\.\d{1,5}")
_LONGEST_NAME: Final = 32

SCHEMA: Final = "1.29"
ACCENT: Final = "#0B6477"
COLOR: Final = "color.png"
OUTLINE: Final = "outline.png"
NAME: Final = "Isthmus"
BRIEFLY: Final = "Governance answers for IT/OT convergence, each with its quote."
IN_FULL: Final = (
    "Isthmus answers questions about IT/OT governance from your organisation's own documents and "
    "the standards you follow. Every sentence of an answer stands on a quote that you can open; "
    "where the documents do not say, Isthmus says so.\n\n"
    "It drafts RACI charts and role definitions and finds what is wrong in them, keeps track of "
    "action items with their owners and due days, and reminds people.\n\n"
    "In a team or a group chat, name it: @Isthmus and your question. What it says there stands on "
    "what everybody there may read. In a chat of your own it uses all that you may read."
)
FEATURES: Final = (
    ("Answers with quotes", "Ask in your own words; each sentence leads to where it is written."),
    ("RACI charts", "Draft, check, change and approve charts of responsibilities."),
    ("Action items", "Track a message as an action, and be reminded when it is due."),
)

PERMISSIONS: Final[Mapping[str, str]] = {
    "ChannelMessage.Read.Group": "to hear what goes on in a thread it answers in without being "
    "named again, and to follow an edited or deleted question; in teams it was added to, only",
    "ChatMessage.Read.Chat": "the same in group chats it was added to",
}
"""What each team or chat grants when the app is added there, with its reason; no more is needed.

Who reads along, and people's names and addresses, Teams tells every app that was added.
"""

FOR_ALL: Final = (
    ("help", "What can be said, with examples"),
    ("list charts", "The RACI charts that everybody here may read"),
    ("open actions", "Action items that are not closed, what is due first"),
    ("what is overdue?", "Action items that are late"),
    ("settings", "How Isthmus behaves here: for leads and administrators"),
)
FOR_ONE: Final = (
    ("help", "What can be said, with examples"),
    ("home", "All that waits for you: actions, letters, charts"),
    ("my actions", "Your action items, what is due first"),
    ("what is overdue?", "Action items that are late"),
    ("list charts", "The RACI charts that you may read"),
    ("draft a RACI", "A chart of responsibilities: say for what, and who is there"),
    ("list role definitions", "What each role answers for"),
)


@dataclass(frozen=True)
class Maker:
    """Whom people see as the app's maker, and where they read on; addresses of the console's else.

    ``version`` is that of the package: Teams takes a new one only with a higher one.
    """

    version: str
    name: str = "Isthmus"
    privacy_url: str = ""
    terms_url: str = ""

    def __post_init__(self) -> None:
        if not _VERSION.fullmatch(self.version):
            raise InvalidError(f"{self.version} is no version. Give three numbers, such as 1.0.2.")
        if not 0 < len(self.name) <= _LONGEST_NAME:
            raise InvalidError(f"The maker's name has to have 1 to {_LONGEST_NAME} characters.")
        for each in (self.privacy_url, self.terms_url):
            if each and not each.startswith("https://"):
                raise InvalidError(f"{each} is no address of a page. It begins with https://.")


def manifest(configured: Configured, maker: Maker, *, follows: bool = True) -> Json:
    """Give the manifest; raises InvalidError where the address people reach us at is none.

    Without ``follows`` Teams is asked for no permission, and the app has to be named each time.
    """
    if not configured.is_reachable:
        raise InvalidError(
            f"Teams takes only an app with a public https address, and ours is "
            f"{configured.base_url}. Set ISTHMUS_PUBLIC_URL, or give the address with --url."
        )
    host = urlsplit(configured.base_url).hostname or ""
    return {
        "$schema": "https://developer.microsoft.com/json-schemas/teams/"
        f"v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": maker.version,
        "id": configured.client_id,
        "localizationInfo": {"defaultLanguageTag": "en"},
        **_described(configured, maker),
        "icons": {"color": COLOR, "outline": OUTLINE},
        "accentColor": ACCENT,
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "supportsChannelFeatures": "tier1",
        "bots": [_bot(configured)],
        "composeExtensions": [_extension(configured, host)],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [host],
        "webApplicationInfo": {
            "id": configured.client_id,
            "resource": f"api://botid-{configured.client_id}",
        },
        **(_authorization() if follows else {}),
    }


def _described(configured: Configured, maker: Maker) -> Json:
    return {
        "developer": {
            "name": maker.name,
            "websiteUrl": configured.base_url,
            "privacyUrl": maker.privacy_url or configured.base_url,
            "termsOfUseUrl": maker.terms_url or configured.base_url,
        },
        "name": {"short": NAME, "full": f"{NAME}: governance for IT/OT convergence"},
        "description": {
            "short": BRIEFLY,
            "full": IN_FULL,
            "features": [{"title": title, "description": said} for title, said in FEATURES],
        },
    }


def _authorization() -> Json:
    granted = [{"name": name, "type": "Application"} for name in PERMISSIONS]
    return {"authorization": {"permissions": {"resourceSpecific": granted}}}


def _bot(configured: Configured) -> Json:
    return {
        "botId": configured.client_id,
        "scopes": ["personal", "team", "groupChat"],
        "isNotificationOnly": False,
        "supportsFiles": True,
        "supportsCalling": False,
        "supportsVideo": False,
        "commandLists": [
            _commands(["personal"], FOR_ONE),
            _commands(["team", "groupChat"], FOR_ALL),
        ],
    }


def _commands(scopes: Sequence[str], said: Sequence[tuple[str, str]]) -> Json:
    commands = [{"title": title, "description": what} for title, what in said]
    return {"scopes": list(scopes), "commands": commands}


def _extension(configured: Configured, host: str) -> Json:
    return {
        "botId": configured.client_id,
        "commands": [
            _search(ACTIONS, "Actions", "Put an action item into your message", opens=True),
            _search(CHARTS, "RACI charts", "Put a RACI chart into your message", opens=True),
            _search(PASSAGES, "Passages", "Put what the documents say into your message"),
            {
                "id": TRACK,
                "type": "action",
                "title": "Track as action item",
                "description": "Make an action item of a message, with its words as the source",
                "context": ["message"],
                "fetchTask": True,
            },
        ],
        "messageHandlers": [{"type": "link", "value": {"domains": [host]}}],
    }


def _search(known: str, title: str, what: str, *, opens: bool = False) -> Json:
    """Give a search of the message box; one that ``opens`` shows something before words are typed.

    Its words are cut off at what the service reads of them.
    """
    return {
        "id": known,
        "type": "query",
        "title": title,
        "description": what,
        "context": ["compose", "commandBox"],
        "initialRun": opens,
        "parameters": [
            {
                "name": "words",
                "title": "Words",
                "description": f"What to look for, in up to {LONGEST_QUERY} characters",
                "inputType": "text",
            }
        ],
    }
