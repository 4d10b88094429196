"""What follows `/isthmus`: one of a few verbs, or simply words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from isthmus.understanding.commands import (
    AddAction,
    Ask,
    AskActions,
    Command,
    DefineRole,
    DefineRoles,
    DraftChart,
    FixChart,
    Help,
    ListCharts,
    ListRoles,
    OnAction,
    OnChart,
    OnRole,
    SendFile,
    TrackAnswer,
    TrackChart,
)
from isthmus.understanding.grammar import understand

SETTINGS: Final = "settings"
_FORMAT: Final = re.compile(r"(?:^|\s)(?:as |in )?(pptx|pdf|docx|md)\s*$", re.IGNORECASE)
_OF_CHARTS: Final = (DraftChart, OnChart, FixChart, ListCharts, TrackChart)
_OF_ROLES: Final = (DefineRole, DefineRoles, OnRole, ListRoles)
_OF_ACTIONS: Final = (AddAction, AskActions, OnAction, TrackAnswer)


@dataclass(frozen=True)
class Typed:
    """Words as if they were said, or a command where a verb says which."""

    text: str = ""
    command: Command | None = None


def is_settings(text: str) -> bool:
    return text.strip().casefold() == SETTINGS


def typed(text: str) -> Typed:
    verb, _, rest = text.strip().partition(" ")
    read = _VERBS.get(verb.casefold())
    return read(rest.strip()) if read else Typed(text.strip())


def _ask(rest: str) -> Typed:
    return Typed(command=Ask(rest) if rest else Help())


def _raci(rest: str) -> Typed:
    if not rest:
        return Typed(command=ListCharts())
    return Typed(rest if _is(rest, _OF_CHARTS) else f"Draft a RACI for {rest}")


def _role(rest: str) -> Typed:
    if not rest:
        return Typed(command=ListRoles())
    return Typed(rest) if _is(rest, _OF_ROLES) else Typed(command=DefineRole(rest))


def _action(rest: str) -> Typed:
    if not rest:
        return Typed("my actions")
    return Typed(rest) if _is(rest, _OF_ACTIONS) else Typed(command=AddAction(rest))


def _report(rest: str) -> Typed:
    found = _FORMAT.search(rest)
    days = (rest[: found.start()] if found else rest).strip()
    days = days.removeprefix("for ").strip()
    return Typed(command=SendFile("report", days, found[1].lower() if found else ""))


def _help(_rest: str) -> Typed:
    return Typed(command=Help())


def _is(text: str, kinds: tuple[type[Command], ...]) -> bool:
    """Tell whether words are an order of these kinds already."""
    return any(isinstance(each, kinds) for each in understand(text))


_VERBS: Final[Mapping[str, Callable[[str], Typed]]] = {
    "": _help,
    "ask": _ask,
    "raci": _raci,
    "chart": _raci,
    "role": _role,
    "action": _action,
    "actions": _action,
    "report": _report,
    "help": _help,
}
