"""Whether a unit has the form a question asks for: a number, a date, a role with its letter."""

import re
from typing import Final

from isthmus.answers.questions import Kind, focus_of, kind_of, tells
from isthmus_knowledge.analysis import telling_stems, without_identifiers

_SUITS, _HALF_SUITS, _MISSES = 0.12, 0.04, -0.08

_DATED: Final = re.compile(
    r"\b(?:\d{4}|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|within|before|after|during|until|daily|weekly|monthly|quarterly|annual\w*|yearly|"
    r"hours?|days?|weeks?|months?|years?|twice|once|each|every|next)\b",
    re.IGNORECASE,
)
_ASKS_BEGINNING: Final = re.compile(
    r"\b(?:from|since|as of) when\b|"
    r"\b(?:take effect|enters? into force|come into force|start to apply)\b",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER: Final = (
    r"(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|twenty|thirty|forty|fifty|sixty|ninety|half|"
    r"no (?:fixed|set|maximum|minimum|number|limit))"
)
_EXACTLY_ONE: Final = r"(?:(?:exactly|only|just|at least|at most|no more than) one)"
_COUNT: Final = rf"(?:{_EXACTLY_ONE}|(?!one\b){_NUMBER})"
# "MIL3" and "3k" state no number, and neither does "one of them".
_NUMBERED: Final = re.compile(rf"(?<![\w-]){_COUNT}(?!\w)", re.IGNORECASE)
_PERIOD: Final = r"(?:minute|hour|shift|day|week|month|quarter|year)s?"
_OFTEN: Final = re.compile(
    r"\b(?:daily|weekly|monthly|quarterly|annual\w*|yearly|hourly|once|twice)\b|"
    r"\b(?:every|each|per|(?:a|the) last)\s+"
    rf"(?:(?:{_NUMBER}|calendar|working|other|second|few|single)\s+){{0,2}}{_PERIOD}\b|"
    r"\bat least (?:one|two|three|four) times?\b",
    re.IGNORECASE,
)
_AT_TIMES: Final = re.compile(
    r"\b(?:regularly|continuous\w*|every|each|after|before)\b", re.IGNORECASE
)
_LONG: Final = re.compile(
    rf"\b{_NUMBER}[\s-]+(?:\w+ ){{0,3}}?(?:{_PERIOD}|characters?)\b|"
    r"\b(?:at once|immediately|without undue delay|no (?:fixed|set|maximum|minimum|limit)|"
    r"same day|next day|until|half a day)\b",
    re.IGNORECASE,
)
_COUNTS: Final = re.compile(r"\bhow many\b", re.IGNORECASE)
_UNIT_ASKED: Final = re.compile(r"\bhow many (minute|hour|day|week|month|year)s\b", re.IGNORECASE)
# What is left for the reader to fill in, and numbers that only name something.
_UNSAID: Final = re.compile(
    r"\[[^\]]*\]|\{\{[^}]*\}\}|\b(?:phase|level|tier) \d|"
    r"\b(?:Regulations?|Act|Directive|Order|Bill) (?:(?:No\. )?\([A-Z]+\) )?[\d/-]+",
    re.IGNORECASE,
)
_ENUMERATED: Final = re.compile(r"(?:[^,;]+[,;]){2,}.*\b(?:and|or)\b", re.DOTALL)
_HOW_MANY: Final = "two three four five six seven eight nine ten eleven twelve".split()
_HOW_MANY_ASKED: Final = re.compile(
    rf"\b(?:the|which|what)\s+(?P<number>{'|'.join(_HOW_MANY)})\b", re.IGNORECASE
)
_BETWEEN_ITEMS: Final = re.compile(r"[,;] (?:and |or )?| and | or ")
_ALL_TOLD: Final = r"\b(?:has|have|are|contains?|lists?|comprises?|in total)\s+"
_CONDITION: Final = re.compile(r"\b(?:when|if|unless|where|only)\b", re.IGNORECASE)
_IS_A: Final = re.compile(r"^(?:an? |the )?(?:[\w()/-]+ ){1,6}?is an? ", re.IGNORECASE)
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
    r"manufacturers?|employees?|users?|head of \w+|nobody|everyone|anybody|person|people|"
    r"CSIRT|[A-Z]{1,3}-?ISAC|NERC|TSA|CISA)\b",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(r"\w[\w ]{0,24}:\s")
_SAYS: Final = re.compile(r"\b(?:is|are|means?|stands? for|refers? to)\b", re.IGNORECASE)
_DEFINED: Final = re.compile(
    r"^(?:an? |the )?(?P<term>[^,:;|]{2,90}?) (?:is|are|means?|describes?)\b", re.IGNORECASE
)
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
    r"\b(?:inform\w*|told|tell|notif\w+|hear|know about|to whom)\b", re.IGNORECASE
)
_MEMBERS: Final = re.compile(
    r"\bmembers (?:of|are|include)\b|\bteam (?:that|which) (?:joins|includes)\b|"
    r"\b(?:consists? of|made up of|represented by|composed of)\b",
    re.IGNORECASE,
)
_ASKS_MEMBERS: Final = re.compile(
    r"\bwho(?:'?s| is| are| sits?) (?:on|in|part of)\b(?! (?:charge|call|duty|control)\b)|"
    r"\bwho belongs? (?:to|on|in)\b|\bmembers? of\b",
    re.IGNORECASE,
)
# Whom a role or a post belongs to: a heading of what it decides names nobody.
_ASKS_HOLDER: Final = re.compile(r"^who(?:'?s| is| are) (?:the|our|your|my)\b", re.IGNORECASE)
_ASKS_RESPONSIBLE: Final = re.compile(
    r"\bresponsible\b|"
    r"\bwho (?:does|do|carries|runs?|performs?|organi[sz]es|designs?|writes?|keeps?|checks?)\b",
    re.IGNORECASE,
)


def suits(part: str, unit: str) -> float:
    """Give what the form of a unit adds to (or takes from) its rating for a part of a question."""
    kind, told = kind_of(part), _UNSAID.sub(" ", unit)
    if measure := _MEASURED.get(kind):
        return measure(part, told)
    return _HALF_SUITS if kind is Kind.YES_OR_NO and _SETTLED.search(told) else 0.0


def lacks_form(part: str, unit: str) -> float:
    """Give 1 where a unit lacks the form that a part asks for, 0.5 where it only half has it."""
    if kind_of(part) not in _DEMANDING:
        return 0.0
    found = suits(part, unit)
    return 1.0 if found < 0 else 0.0 if found else 0.5


def is_labelled(unit: str) -> bool:
    """Tell whether a unit opens with a label: "Targets: …"."""
    return _LABELLED.match(unit) is not None


def _suits_quantity(part: str, unit: str) -> float:
    """Favour a number, and most of all one right before what is counted."""
    told = without_identifiers(unit)
    if not _NUMBERED.search(told):
        return _MISSES
    counted = "|".join(map(re.escape, focus_of(part)[-1:])) or "(?!)"
    beside = rf"\b{_COUNT}\s+(?:\w+\s+){{0,3}}?(?:{counted})"
    if not re.search(beside, told, re.IGNORECASE):
        return 0.0 if _COUNTS.search(part) else _HALF_SUITS
    in_all = re.search(rf"{_ALL_TOLD}{beside}", told, re.IGNORECASE)
    return 2 * _SUITS + (_HALF_SUITS if in_all else 0.0)


def _suits_definition(part: str, unit: str) -> float:
    """Favour what says what something is, most of all where this is what was asked for."""
    if is_labelled(unit) or unit.endswith(":"):
        return _MISSES
    match = _DEFINED.match(unit.lstrip("-*• "))
    subject = set(telling_stems(match["term"])) if match else set()
    asked = {term for term in telling_stems(part) if tells(term)}
    if subject and asked <= subject:
        return _SUITS
    return _HALF_SUITS if _SAYS.search(unit) else 0.0


def _suits_often(_part: str, unit: str) -> float:
    """Favour a rhythm; "after every change" is one, but not one of the calendar."""
    if _OFTEN.search(unit):
        return _SUITS
    return 0.0 if _AT_TIMES.search(unit) else _MISSES


def _suits_when(part: str, unit: str) -> float:
    """Favour a date or an event in time; a condition tells when, too."""
    form = _BEGINS if _ASKS_BEGINNING.search(part) else _DATED
    if form.search(unit):
        return _SUITS
    return 0.0 if _CONDITION.search(unit) else _MISSES


def _suits_why(_part: str, unit: str) -> float:
    """Favour a reason; what something is gives none."""
    if _REASON.search(unit):
        return _HALF_SUITS
    return _MISSES if _IS_A.match(unit) else 0.0


def _suits_list(part: str, unit: str) -> float:
    """Favour a sentence that names several things, most of all as many as are asked for."""
    enumerated = bool(_ENUMERATED.search(unit))
    if asked := _HOW_MANY_ASKED.search(part):
        number = asked["number"].lower()
        told = enumerated and re.search(rf"\b{number}\b", unit, re.IGNORECASE)
        counted = len(_BETWEEN_ITEMS.findall(unit)) + 1 == _HOW_MANY.index(number) + 2
        if told or counted:
            return _SUITS
    return _HALF_SUITS if enumerated else 0.0


def _suits_long(part: str, unit: str) -> float:
    """Favour a duration, and most of all one in the unit of time that was asked for."""
    if not _LONG.search(unit):
        return _MISSES
    asked = _UNIT_ASKED.search(part)
    measured = rf"\b{_NUMBER} (?:\w+ ){{0,3}}?{asked[1]}" if asked else ""
    return _SUITS if re.search(measured, unit, re.IGNORECASE) else 0.0


def _suits_who(part: str, unit: str) -> float:
    if not _ROLE.search(unit):
        return _MISSES
    for asked, told in _OTHER_PARTS:
        if asked.search(part):
            return _SUITS if told.search(unit) else _MISSES
    if _ASKS_HOLDER.search(part) and unit.endswith(":"):
        return _MISSES
    if _ACCOUNTABLE.search(unit) or (_ASKS_RESPONSIBLE.search(part) and _RESPONSIBLE.search(unit)):
        return _SUITS
    if _RESPONSIBLE.search(unit):
        return _HALF_SUITS
    return _MISSES if _CONSULTED.search(unit) or _INFORMED.search(unit) else 0.0


_OTHER_PARTS: Final = (
    (_ASKS_CONSULTED, _CONSULTED),
    (_ASKS_INFORMED, _INFORMED),
    (_ASKS_MEMBERS, _MEMBERS),
)
_DEMANDING: Final = frozenset({Kind.WHO, Kind.QUANTITY, Kind.LONG, Kind.OFTEN})
_MEASURED: Final = {
    Kind.WHO: _suits_who,
    Kind.QUANTITY: _suits_quantity,
    Kind.LONG: _suits_long,
    Kind.OFTEN: _suits_often,
    Kind.WHEN: _suits_when,
    Kind.WHY: _suits_why,
    Kind.LIST: _suits_list,
    Kind.DEFINITION: _suits_definition,
}
