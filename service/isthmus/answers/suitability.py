"""Whether a unit has the form a question asks for: a number, a date, a role with its letter."""

import re
from typing import Final

from isthmus.answers.questions import Kind, focus_of, kind_of
from isthmus_knowledge.analysis import without_identifiers

_SUITS, _HALF_SUITS, _MISSES = 0.12, 0.04, -0.08

_DATED: Final = re.compile(
    r"\b(?:\d{4}|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|within|before|after|during|until|daily|weekly|monthly|quarterly|annual\w*|yearly|"
    r"hours?|days?|weeks?|months?|years?|twice|once|each|every|next)\b",
    re.IGNORECASE,
)
_NUMBER: Final = (
    r"(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|twenty|thirty|forty|fifty|sixty|ninety|half|no fixed)"
)
_NUMBERED: Final = re.compile(rf"\b{_NUMBER}\b|\d", re.IGNORECASE)
_OFTEN: Final = re.compile(
    r"\b(?:daily|weekly|monthly|quarterly|annual\w*|yearly|hourly|regularly|continuous\w*|every|each|"
    r"once|twice|per)\b|\bwithin the last\b|\bat least (?:one|two|three|four) times?\b",
    re.IGNORECASE,
)
_LONG: Final = re.compile(
    rf"\b{_NUMBER}[\s-]+(?:\w+ )?(?:minutes?|hours?|days?|weeks?|months?|years?)\b|"
    r"\b(?:at once|immediately|without undue delay|no fixed|same day|next day|until|half a day)\b",
    re.IGNORECASE,
)
_REASON: Final = re.compile(
    r"\b(?:because|since|so that|otherwise|therefore|in order to|as a result|would|cannot|hides?|"
    r"leaves?|breaks?|broken|unreachable)\b",
    re.IGNORECASE,
)
_SETTLED: Final = re.compile(
    r"\b(?:not|no|never|none|nobody|cannot|may|must|can|only|should|need(?:s|ed)?|enough|instead|"
    r"although|unless|requires?|allows?|forbids?)\b",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    r"\b(?:managers?|leads?|directors?|officers?|owners?|committee|board|engineers?|engineering|architects?|"
    r"teams?|departments?|staff|operators?|auditors?|audit|counsel|sponsor|executives?|lawyers?|"
    r"CISO|CIO|CEO|COO|CSO|DPO|HR|administrators?|suppliers?|vendors?|integrators?|providers?|"
    r"authorit(?:y|ies)|regulators?|entit(?:y|ies)|bod(?:y|ies)|members?|organi[sz]ations?|"
    r"manufacturers?|employees?|users?|nobody|everyone|anybody|person|people|CSIRT|NERC|TSA|CISA)\b",
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


# What a form that is found adds, and what one that is missing takes away.
_FORMS: Final = {
    Kind.WHEN: (_DATED, _SUITS, 0.0),
    Kind.OFTEN: (_OFTEN, _SUITS, _MISSES),
    Kind.LONG: (_LONG, _SUITS, _MISSES),
    Kind.WHY: (_REASON, _HALF_SUITS, 0.0),
    Kind.YES_OR_NO: (_SETTLED, _HALF_SUITS, 0.0),
}


def suits(part: str, unit: str) -> float:
    """Give what the form of a unit adds to (or takes from) its rating for a part of a question."""
    match kind := kind_of(part):
        case Kind.WHO:
            return _suits_who(part, unit)
        case Kind.QUANTITY:
            return _suits_quantity(part, unit)
        case Kind.DEFINITION:
            return _MISSES if is_labelled(unit) else _HALF_SUITS if _SAYS.search(unit) else 0.0
    form, found, missing = _FORMS.get(kind, (_DATED, 0.0, 0.0))
    return found if form.search(unit) else missing


def is_labelled(unit: str) -> bool:
    """Tell whether a unit opens with a label: "Targets: …"."""
    return _LABELLED.match(unit) is not None


def _suits_quantity(part: str, unit: str) -> float:
    """Favour a number, and most of all one right before what is counted."""
    told = without_identifiers(unit)
    if not _NUMBERED.search(told):
        return _MISSES
    counted = "|".join(map(re.escape, focus_of(part)[-1:])) or "(?!)"
    beside = re.search(rf"\b{_NUMBER}\s+(?:\w+\s+){{0,3}}?(?:{counted})", told, re.IGNORECASE)
    return 2 * _SUITS if beside else _HALF_SUITS


def _suits_who(part: str, unit: str) -> float:
    if not _ROLE.search(unit):
        return _MISSES
    for asked, told in ((_ASKS_CONSULTED, _CONSULTED), (_ASKS_INFORMED, _INFORMED)):
        if asked.search(part):
            return _SUITS if told.search(unit) else 0.0
    if _ACCOUNTABLE.search(unit) or (_ASKS_RESPONSIBLE.search(part) and _RESPONSIBLE.search(unit)):
        return _SUITS
    if _RESPONSIBLE.search(unit):
        return _HALF_SUITS
    return _MISSES if _CONSULTED.search(unit) or _INFORMED.search(unit) else 0.0
