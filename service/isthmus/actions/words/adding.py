"""Sentences that ask for a new action: the words that do so, and what is to be done."""

import re
from dataclasses import dataclass
from typing import Final

from isthmus.actions.orders import ME

_NEW: Final = r"(?:(?:an?|another|one more|a new|the|this|my|our) )?"
_THING: Final = r"(?:action(?: item)?|to-?do|task)s?"
_FOR: Final = r"(?: for (?P<who>[^:]{1,60}?))?"
_LEAD: Final = (
    r"(?:(?:please|pls|ok(?:ay)?|hey|hi|and|also|so)\b[,\s]*|(?:can|could|would) you (?:please )?|"
    r"let's |i(?:'d| would) like to |i want to )*"
)
_WAYS: Final = tuple(
    re.compile(rf"{_LEAD}{pattern}", re.IGNORECASE | re.DOTALL)
    for pattern in (
        (
            rf"(?:add|create|make|note|log|record|open|write down) {_NEW}(?:new )?{_THING}{_FOR}"
            r"\s*[:\u2013\u2014-]\s*(?P<what>\S.*)"
        ),
        (
            rf"(?:add|create|log|record|note) {_NEW}(?:new )?{_THING}{_FOR} (?:to|"
            rf"that)\s+(?P<what>\S.*)"
        ),
        r"(?:add|new)(?: an?)?(?: new)? (?:action(?: item)?|to-?do|task)\s+(?P<what>(?!for\b)\S.*)",
        rf"(?:(?:new|next) )?{_THING}{_FOR}\s*[:\u2013\u2014]\s*(?P<what>\S.*)",
        (
            rf"add (?P<what>\S.*?) (?:to|as an?) (?:the |my |our )?(?:{_THING}|action list|"
            rf"to-?do list|list"
            r" of actions)"
        ),
    )
)
_REMIND: Final = re.compile(
    rf"{_LEAD}(?:remind|nudge) (?P<who>me|us|(?!(?:you|that|it|them)\b)@?\w[\w.'-]*(?: "
    rf"(?-i:[A-Z])[\w.'-]*)?)"
    r"(?P<when> (?:(?!\b(?:to|about|of|that)\b).)+?)?,? (?P<link>to|about|of|that) (?P<what>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_TO_ONESELF: Final = re.compile(
    rf"{_LEAD}(?:note to (?:my)?self|don't let me forget(?: to)?|i need to remember to)"
    r"\s*[:,-]?\s*(?P<what>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_CALLED: Final = re.compile(
    r"(?P<who>@[\w][\w.-]*)[,:]?\s+(?:(?:please|pls|kindly)[,\s]+|(?:can|could|would|will) you "
    r"(?:please )?|(?:you )?(?:should|must|have to|need to) )(?P<what>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_TODO: Final = re.compile(rf"{_LEAD}to-?do\b", re.IGNORECASE)


@dataclass(frozen=True)
class Added:
    """``what`` is to be done; ``owner`` is a name or `ME` where the words before it say whose.

    ``mine`` tells that it is whoever says it who does it, where nobody is named at all.
    """

    what: str
    owner: str = ""
    mine: bool = False


def added(text: str) -> Added | None:
    """Understand what asks for a new action; None for anything else."""
    said = text.strip()
    if found := _CALLED.fullmatch(said):
        return Added(found["what"].strip().rstrip("?"), found["who"])
    if found := _REMIND.fullmatch(said):
        return Added(_reminded(found), _whose(found["who"]))
    if found := _TO_ONESELF.fullmatch(said):
        return Added(found["what"].strip(), ME)
    for way in _WAYS:
        if found := way.fullmatch(said):
            who = found.groupdict().get("who") or ""
            return Added(found["what"].strip(), _whose(who), bool(_TODO.match(said)))
    return None


def _whose(said: str) -> str:
    who = said.strip()
    if who.casefold() in {"us", "everybody", "everyone", "the team"}:
        return ""
    return ME if who.casefold() in {"me", "myself"} else who


def _reminded(found: re.Match[str]) -> str:
    """Give what is to be thought of, with its verb and with the day that was said before it."""
    what, when = found["what"].strip().rstrip("?"), (found["when"] or "").strip()
    if found["link"].lower() in {"about", "of"}:
        what = f"look into {what}"
    return f"{what} {when}".strip()
