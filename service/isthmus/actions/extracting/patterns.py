"""The forms in which people ask for something or take it on, as patterns that name the owner."""

import re
from dataclasses import dataclass
from functools import cache

from isthmus.actions.extracting.candidate import Kind
from isthmus.actions.extracting.names import somebody
from isthmus.actions.extracting.words import words

SPEAKER = "<speaker>"  # whoever says it
ADDRESSEE = "<addressee>"  # whoever it is said to
MENTIONED = "<mentioned>"  # whoever was named last

_NOT_NEGATED = r"(?!not\b|never\b|n't|no longer\b|hardly\b|only if\b)"
_VERB = rf"(?P<said>{_NOT_NEGATED}\S.*)"
_MUST = r"(?:needs? to|has to|have to|must|should|ought to|had better)"
_WILL = r"(?:will|shall|is going to|are going to)"
_ASKED = r"(?:can|could|would|will)"


@dataclass(frozen=True)
class Rule:
    """``who`` is the group of the pattern that names the owner, or one of the signs above."""

    pattern: re.Pattern[str]
    who: str
    kind: Kind
    turn: str = ""  # how what follows becomes an order: "third", "passive", "gerund", "get"


@cache
def rules() -> tuple[Rule, ...]:
    """Give the rules in the order in which they are tried at the start of a clause."""
    return (*_requests(), *_promises(), *_orders())


def _rule(pattern: str, owner: str, kind: Kind, turn: str = "") -> Rule:
    return Rule(re.compile(pattern, re.DOTALL), owner, kind, turn)


def _adverbs() -> str:
    return rf"(?:(?:{'|'.join(sorted(words()['adverbs']))})\s+)*"


def _requests() -> tuple[Rule, ...]:
    named = rf"(?P<who>{somebody()})"
    adverb = _adverbs()
    address = rf"(?:{named}\s*[,:\u2013-]?\s+)?"
    return (
        _rule(rf"{address}(?i:{_ASKED} you\s+(?!mind\b){adverb}){_VERB}", ADDRESSEE, Kind.REQUEST),
        _rule(rf"{address}(?i:(?:would|do) you mind\s+){_VERB}", ADDRESSEE, Kind.REQUEST, "gerund"),
        _rule(rf"{address}(?i:(?:please|kindly),?\s+{adverb}){_VERB}", ADDRESSEE, Kind.REQUEST),
        _rule(
            rf"(?i:{_ASKED}\s+(?:someone|somebody|anyone|anybody|one of you)\s+{adverb}){_VERB}",
            "",
            Kind.REQUEST,
        ),
        _rule(rf"(?i:{_ASKED})\s+{named}\s+(?i:{adverb}){_VERB}", "who", Kind.REQUEST, "work"),
        _rule(
            rf"(?i:it would be \w+ if you (?:could|would)\s+|i(?:'d| would) (?:appreciate|be \w+)"
            rf"(?: it)? if you (?:could|would)\s+){_VERB}",
            ADDRESSEE,
            Kind.REQUEST,
        ),
        _rule(
            rf"(?i:i (?:{adverb})(?:need|want|ask|expect|would like|urge) you to\s+{adverb}"
            rf"|i'd like you to\s+)"
            rf"{_VERB}",
            ADDRESSEE,
            Kind.REQUEST,
        ),
        _rule(
            rf"{address}(?i:you(?:'ll| will)? {adverb}(?:{_MUST})\s+{adverb}){_VERB}",
            ADDRESSEE,
            Kind.REQUEST,
        ),
        _rule(
            rf"(?i:let(?:'|\u2019)?s (?:not forget to|{adverb}))(?P<said>(?!not\b)\S.*)",
            "",
            Kind.REQUEST,
            "let",
        ),
        _rule(rf"(?i:let us\s+{adverb}){_VERB}", "", Kind.REQUEST),
        _rule(
            rf"{address}(?i:(?:don't|do not|let's not) forget to\s+){_VERB}",
            ADDRESSEE,
            Kind.REQUEST,
        ),
        _rule(rf"{address}(?i:remember to\s+){_VERB}", ADDRESSEE, Kind.REQUEST),
    )


def _promises() -> tuple[Rule, ...]:
    named = rf"(?P<who>{somebody()})"
    adverb = _adverbs()
    return (
        _rule(
            rf"(?i:i(?:'ll| will| am going to|'m going to| shall| promise to|(?:'ve"
            rf"| have) agreed to| "
            rf"{adverb}{_MUST}|'m about to)\s+{adverb}){_VERB}",
            SPEAKER,
            Kind.COMMITMENT,
        ),
        _rule(
            r"(?i:i can\s+)(?P<said>(?:do (?:that|it|this)|take|handle)\b.*)",
            SPEAKER,
            Kind.COMMITMENT,
        ),
        _rule(
            rf"(?i:we(?:'ll| will| are going to|'re going to| shall|'d better| {adverb}{_MUST})\s+"
            rf"{adverb}){_VERB}",
            "",
            Kind.COMMITMENT,
        ),
        _rule(
            r"(?i:we (?:also |still |urgently |then )*need\s+)(?P<said>(?:an?|another|the|two"
            r"|three|more|some)\s.*)",
            "",
            Kind.COMMITMENT,
            "get",
        ),
        _rule(
            rf"(?i:(?:someone|somebody|anyone|one of (?:us|you))\s+{adverb}{_MUST}\s+"
            rf"{adverb}){_VERB}",
            "",
            Kind.COMMITMENT,
        ),
        _rule(
            rf"(?i:(?:he|she)(?:'ll| will| is going to| agreed to| promised to| offered to"
            rf"| {adverb}{_MUST})\s+"
            rf"{adverb}){_VERB}",
            MENTIONED,
            Kind.COMMITMENT,
        ),
        _rule(
            rf"(?P<who>(?:[Tt]he |[Aa] |[Bb]oth )?[\w][\w '\u2019\-/]{{1,60}}?)\s+(?i:{_MUST}"
            rf"|is to|are to)\s+be\s+"
            rf"(?P<said>{_NOT_NEGATED}\w+\b.*)",
            "",
            Kind.COMMITMENT,
            "passive",
        ),
        _rule(
            rf"{named}(?:\s*\([^)]*\))?,?\s+(?i:{adverb}(?:{_WILL}|{_MUST}|is to|are to|agreed to"
            rf"|promised to|"
            rf"offered to|volunteered to|undertook to|commits to|committed to|was asked to"
            rf"|is asked to|has been asked to|have been asked to|"
            rf"were asked to|plans to|takes care to|has agreed to"
            rf"|has promised to)\s+{adverb}){_VERB}",
            "who",
            Kind.COMMITMENT,
        ),
        _rule(
            rf"{named}(?:\s*\([^)]*\))?\s+(?i:to\s+{adverb}){_VERB}", "who", Kind.COMMITMENT, "work"
        ),
        _rule(rf"{named}('ll|\u2019ll)\s+(?i:{adverb}){_VERB}", "who", Kind.COMMITMENT),
        _rule(rf"{named}\s+(?i:{adverb}){_VERB}", "who", Kind.COMMITMENT, "third"),
    )


def _orders() -> tuple[Rule, ...]:
    """Give the orders to somebody who is called by name."""
    named = rf"(?P<who>{somebody()})"
    adverb = _adverbs()
    return (
        _rule(
            rf"{named}\s*(?:,|:|\s[-\u2013])\s+(?i:{adverb}){_VERB}", "who", Kind.REQUEST, "work"
        ),
        _rule(rf"(?P<who>@\w[\w.\-]*)\s+(?i:{adverb}){_VERB}", "who", Kind.REQUEST, "work"),
    )
