"""The app as Slack is told of it: what it shows, may do and hears of, each with its reason."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from isthmus.errors import InvalidError
from isthmus_integrations.slack.http import PATH
from isthmus_integrations.slack.oauth import BACK
from isthmus_integrations.slack.scopes import EVENTS, SCOPES
from isthmus_integrations.slack.windows import TRACK

NAME: Final = "Isthmus"
HANDLE: Final = "isthmus"
COMMAND: Final = "/isthmus"
NO_WAY_IN: Final = (
    "Slack delivers to addresses that begin with https:// alone, and {} does not. Set "
    "ISTHMUS_PUBLIC_URL to the address at which Slack reaches this service, say it with --url, or "
    "use --socket-mode, with which nothing has to reach this machine."
)
NO_WAY_BACK: Final = (
    "Whoever installs the app in a further workspace comes back to us with their browser: Slack "
    "takes an https:// address for that. Set ISTHMUS_PUBLIC_URL, or say it with --url."
)
_SHORT: Final = (
    "Answers governance questions from your documents, drafts RACI charts, tracks actions."
)
_LONG: Final = (
    "Isthmus answers questions about the governance of converging IT and OT from your own "
    "documents, with the passage that each sentence stands on. It drafts RACI charts and role "
    "definitions, gives the reason for each letter, and tracks action items from the message in "
    "which they came up until they are done. In a channel it says only what everybody there may "
    "read."
)
_AGENT: Final = (
    "Ask who decides, what a standard or policy asks for, and what is overdue. Have a RACI chart "
    "drafted, or an action item tracked. Each sentence names the passage it comes from."
)
_PROMPTS: Final = (
    ("What is mine to do", "my actions"),
    ("Ask who decides", "Who approves vendor remote access into the plant network?"),
    ("Draft a RACI chart", "Draft a RACI for OT patching"),
    ("What can you do?", "help"),
)


@dataclass(frozen=True)
class Reached:
    """How Slack reaches us; ``several`` workspaces install the app by our own page."""

    base_url: str
    by_socket: bool = False
    several: bool = False

    def checked(self) -> "Reached":
        """Give it back; raises InvalidError where Slack would not take it, or never get here."""
        if not self.by_socket and not self.is_secure:
            raise InvalidError(NO_WAY_IN.format(self.base_url))
        if self.several and not self.is_secure:
            raise InvalidError(NO_WAY_BACK)
        return self

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def address(self) -> Mapping[str, str]:
        """Give where Slack delivers, under the name that the manifest has for it."""
        return {} if self.by_socket else {"request_url": f"{self.base_url}{PATH}"}

    @property
    def domain(self) -> str:
        """Give the domain whose links are ours; "" for a machine that only has an address."""
        host = urlsplit(self.base_url).hostname or ""
        try:
            ip_address(host)
        except ValueError:
            return host if "." in host else ""
        return ""


def manifest(reached: Reached) -> dict[str, Any]:
    """Give the app's manifest, by the second version of Slack's schema."""
    reached.checked()
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": _SHORT,
            "long_description": _LONG,
            "background_color": "#17324d",
        },
        "features": _features(reached),
        "oauth_config": _oauth(reached),
        "settings": _settings(reached),
    }


def _features(reached: Reached) -> dict[str, Any]:
    url = {} if reached.by_socket else {"url": f"{reached.base_url}{PATH}"}
    features: dict[str, Any] = {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": HANDLE, "always_online": True},
        "agent_view": {
            "agent_description": _AGENT,
            "suggested_prompts": [{"title": a, "message": b} for a, b in _PROMPTS],
        },
        "shortcuts": [
            _shortcut("message", TRACK, "Track as action item", "Make an action of this message"),
            _shortcut("global", f"{TRACK}_new", "Add an action item", "Write down what is to do"),
        ],
        "slash_commands": [
            {
                "command": COMMAND,
                **url,
                "description": "Ask, draft, track and report",
                "usage_hint": "ask | raci | role | action | report | settings | help",
                "should_escape": True,
            }
        ],
    }
    return features | ({"unfurl_domains": [reached.domain]} if reached.domain else {})


def _shortcut(kind: str, known: str, name: str, description: str) -> dict[str, str]:
    return {"type": kind, "callback_id": known, "name": name, "description": description}


def _oauth(reached: Reached) -> dict[str, Any]:
    back = {"redirect_urls": [f"{reached.base_url}{BACK}"]} if reached.several else {}
    return {**back, "scopes": {"bot": list(SCOPES)}}


def _settings(reached: Reached) -> dict[str, Any]:
    """Give the settings; tokens are renewed where we are given a new one, so by our own page."""
    return {
        "event_subscriptions": {**reached.address, "bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True, **reached.address},
        "org_deploy_enabled": False,
        "socket_mode_enabled": reached.by_socket,
        "token_rotation_enabled": reached.several,
    }


# ---- as text

_REASONS: Final = {f"- {json.dumps(name)}": why for name, why in {**SCOPES, **EVENTS}.items()}


def as_yaml(value: Mapping[str, Any]) -> str:
    """Write a manifest as YAML, the reason of each scope and event behind it as a comment."""
    return "\n".join((*_lines(value, ""), ""))


def _lines(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, each in value.items():
        if isinstance(each, Mapping):
            yield f"{indent}{name}:"
            yield from _lines(each, f"{indent}  ")
        elif isinstance(each, list):
            yield f"{indent}{name}:"
            yield from _items(each, f"{indent}  ")
        else:
            yield f"{indent}{name}: {_scalar(each)}"


def _items(values: Sequence[Any], indent: str) -> Iterator[str]:
    for each in values:
        if isinstance(each, Mapping):
            first, *rest = _lines(each, "")
            yield f"{indent}- {first}"
            yield from (f"{indent}  {line}" for line in rest)
        else:
            item = f"- {_scalar(each)}"
            why = _REASONS.get(item)
            yield f"{indent}{item}  # {why}" if why else f"{indent}{item}"


def _scalar(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)  # what is JSON is YAML, too
