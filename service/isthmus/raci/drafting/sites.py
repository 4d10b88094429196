"""The site that a sentence names."""

import re
from typing import Final

from isthmus.raci.drafting.naming import is_known
from isthmus.raci.drafting.phrases import known_as

_KIND: Final = (
    r"(?:site|plant|factory|works|mill|refinery|terminal|facility|brewery|depot|werk|fabriek"
    r"|vestiging|location|campus)"
)
_NAME: Final = r"['\u2019]?[A-Z\u00c0-\u00de][\w'\u2019.-]*"
_PARTICLE: Final = r"(?:am|an der|an|der|van|von|de|den|op|aan|sur|bei|upon|la|le|ob der|im)"
_PLACE: Final = rf"{_NAME}(?:[ -](?:{_PARTICLE} )?(?:{_NAME}|\d+))*"
_OF_A_ROLE: Final = (
    r"(?!\s+(?:manager|mgr|director|lead|head|operat|engineer|manage|secur|IT\b|OT\b|safety|access"
    r"|shutdown|network|owner|staff|floor|team|maint|downtime|outage))"
)
_AT: Final = r"(?:\b(?:for|at|in|of|on|to)\s+)?(?:\b(?:the|our)\s+)?"
_NUMBERED: Final = re.compile(
    rf"{_AT}\b((?i:{_KIND}|line|unit|hall|standort|block)\s+(?:\d\w*|[A-Z]\b|{_NAME})(?:[ -]\d+)?)"
    rf"{_OF_A_ROLE}"
)
_NAMED: Final = re.compile(rf"{_AT}\b({_PLACE})\s+(?i:{_KIND})s?\b{_OF_A_ROLE}")
_IN_SMALL_LETTERS: Final = re.compile(
    r"\b(?:for|at|in)\s+(?:the\s+|our\s+)?([a-z\u00df-\u00ff-]{3,})\s+(?:site|plant|factory)\b"
    rf"{_OF_A_ROLE}"
)
_BARE: Final = re.compile(
    rf"\b(?:at|in|for)\s+({_PLACE}(?:(?:,| and| &|, and) {_PLACE})*)\s*"
    r"(?=$|[.;:(,]|\bw/|\b(?:with|between|involving|using|about|on)\b)"
)
_AT_AN_END: Final = re.compile(rf"(?:^({_PLACE})\s*:|(?:[,;]| -)\s*({_PLACE})$)")
_NO_NAME: Final = frozenset(
    """
    whole entire each every any all new other same this that the our chemical pilot role roles scope
    topic subject columns people teams participants stakeholders parties activities
    """.split()
)
_SHORTEST_WORD: Final = 3


def site_of(text: str, *, may_be_all: bool) -> tuple[str, str]:
    """Find the site and give the text without it; empty where none is named.

    A bare name after "for" may be the scope as well: it is left where it would be all there is,
    unless ``may_be_all``.
    """
    for pattern in (_NUMBERED, _NAMED, _IN_SMALL_LETTERS, _BARE, _AT_AN_END):
        for found in pattern.finditer(text):
            name = next(filter(None, found.groups()))
            rest = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
            is_doubtful = pattern in {_BARE, _AT_AN_END} and not may_be_all and not rest
            if _is_a_place(name) and not is_doubtful:
                return name[:1].upper() + name[1:], rest
    return "", text


def _is_a_place(said: str) -> bool:
    """Tell a place from a role, a field of work and an abbreviation."""
    words = re.split(r"[ ,]+", said)
    if words[0].casefold() in _NO_NAME:
        return False
    if any(word[0].isdecimal() for word in words) and not known_as(said):
        return True
    names = [word for word in words if word[:1].isupper() and len(word) >= _SHORTEST_WORD]
    is_short = bool(names) and all(word.isupper() for word in names)
    is_other = any(known_as(word) or is_known(word) for word in [said, *names])
    is_kind_alone = len(names) == 1 and re.fullmatch(_KIND, names[0], re.IGNORECASE)
    return bool(words) and not (is_short or is_other or is_kind_alone)
