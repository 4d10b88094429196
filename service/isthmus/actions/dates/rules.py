"""What a rule of the grammar gives, and what it needs around it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final

from isthmus.actions.dates.days import Period
from isthmus.actions.dates.model import Asked, Relative, Unclear


class Standing(Enum):
    """How a phrase may stand in running text where no preposition leads it."""

    ALONE = auto()
    AT_END = auto()  # of its clause
    LED = auto()  # not at all
    LED_AT_END = auto()  # not at all, and even so only at the end of its clause
    ABROAD = auto()  # not at all, and in English not even led


@dataclass(frozen=True)
class Point:
    """A single day; ``edge``: "before" it does not leave it out, as in "before the end of May"."""

    day: date
    note: str = ""
    edge: bool = False


Core = Point | Period | Relative | Unclear
Said = re.Match[str]


@dataclass(frozen=True)
class Reach:
    """What was read up to ``end``, further than the rule's own pattern."""

    core: Core
    end: int


@dataclass(frozen=True)
class Rule:
    pattern: re.Pattern[str]
    make: Callable[[Said, Asked], Core | Reach | None]
    standing: Standing = Standing.ALONE
    leads_itself: bool = False


@dataclass(frozen=True)
class Match:
    core: Core
    end: int
    rule: Rule


def longest(rules: Iterable[Rule], text: str, start: int, asked: Asked) -> Match | None:
    """Give what reads furthest from ``start``; the first rule wins among equals."""
    best: Match | None = None
    for rule in rules:
        match = _read(rule, text, start, asked)
        if match and (best is None or match.end > best.end):
            best = match
    return best


def _read(rule: Rule, text: str, start: int, asked: Asked) -> Match | None:
    found = rule.pattern.match(text, start)
    made = found and rule.make(found, asked)
    if not found or not made:
        return None
    reach = made if isinstance(made, Reach) else Reach(made, found.end())
    return Match(reach.core, reach.end, rule) if ends_there(text, reach.end) else None


_GOES_ON: Final = re.compile(r"[^\W_]|_|'s(?![^\W_])|-[^\W_]|[/.:@]\d|%|°")


def ends_there(text: str, end: int) -> bool:
    """Tell whether a word ends here: not "Friday's", "1.2.3", "15 Jan-based"."""
    return _GOES_ON.match(text, end) is None


def part(found: Said, name: str) -> str:
    """Give a named part of what was matched; "" where the pattern has none or it is missing."""
    return " ".join(str(found.groupdict().get(name) or "").split())
