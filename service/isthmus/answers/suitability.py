"""Whether a unit has the form a question asks for: a number, a date, a role with its letter."""

import re
from typing import Final

from isthmus.answers.questions import Kind, kind_of
from isthmus_knowledge.analysis import without_identifiers

_SUITS, _HALF_SUITS, _MISSES = 0.12, 0.04, -0.08

_DATED: Final = re.compile(
    r"\b(?:\d{4}|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|within|before|after|during|until|daily|weekly|monthly|quarterly|annual\w*|yearly|"
    r"hours?|days?|weeks?|months?|years?|twice|once|each|every|next)\b",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|once|"
    r"twice|daily|weekly|monthly|quarterly|annual\w*|yearly|every|half|no fixed)\b",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(r"\w[\w ]{0,24}:\s")
_SAYS: Final = re.compile(r"\b(?:is|are|means?|stands? for|refers? to)\b", re.IGNORECASE)
_ACCOUNTABLE: Final = re.compile(
    r"\b(?:accountable|approv\w+|owns?|owned|decides?|signs?|chairs?|grants?|accepts?|"
    r"authori[sz]\w+|in charge|leads|appoints?|funds?)\b",
    re.IGNORECASE,
)
_RESPONSIBLE: Final = re.compile(r"\bresponsible\b", re.IGNORECASE)
_CONSULTED: Final = re.compile(r"\b(?:consult\w*|advis\w+)\b", re.IGNORECASE)
_INFORMED: Final = re.compile(r"\b(?:inform\w*|told|notif\w+)\b", re.IGNORECASE)
_ASKS_CONSULTED: Final = re.compile(
    r"\b(?:consult\w*|opinion|advise\w*|asked|input|a say)\b", re.IGNORECASE
)
_ASKS_INFORMED: Final = re.compile(
    r"\b(?:inform\w*|told|tell|notif\w+|hear|know about)\b", re.IGNORECASE
)
_ASKS_RESPONSIBLE: Final = re.compile(
    r"\bresponsible\b|"
    r"\bwho (?:does|do|carries|runs?|performs?|organi[sz]es|designs?|writes?|keeps?|checks?)\b",
    re.IGNORECASE,
)


def suits(part: str, unit: str) -> float:
    """Give what the form of a unit adds to (or takes from) its rating for a part of a question."""
    match kind_of(part):
        case Kind.WHO:
            return _suits_who(part, unit)
        case Kind.WHEN:
            return _SUITS if _DATED.search(unit) else 0.0
        case Kind.QUANTITY:
            return _SUITS if _NUMBERED.search(without_identifiers(unit)) else _MISSES
        case Kind.DEFINITION:
            return _MISSES if is_labelled(unit) else _HALF_SUITS if _SAYS.search(unit) else 0.0
        case _:
            return 0.0


def is_labelled(unit: str) -> bool:
    """Tell whether a unit opens with a label: "Targets: …"."""
    return _LABELLED.match(unit) is not None


def _suits_who(part: str, unit: str) -> float:
    consulted, informed = _CONSULTED.search(unit), _INFORMED.search(unit)
    if _ASKS_CONSULTED.search(part):
        return _SUITS if consulted else 0.0
    if _ASKS_INFORMED.search(part):
        return _SUITS if informed else 0.0
    if _ASKS_RESPONSIBLE.search(part) and _RESPONSIBLE.search(unit):
        return _SUITS
    if _ACCOUNTABLE.search(unit):
        return _SUITS
    if _RESPONSIBLE.search(unit):
        return _HALF_SUITS
    return _MISSES if consulted or informed else 0.0
