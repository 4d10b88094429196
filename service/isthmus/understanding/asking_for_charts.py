"""Tells a sentence that asks for a new chart from a question about one."""

import re
from typing import Final

from isthmus.raci.drafting.scoping import request_of

_SETS: Final = r"(?:RACI[- ]?VS|RA[S]?CI|RASIC|ARCI|DACI|RAPID|CAIRO)"
_KIND: Final = r"(?:chart|matrix|table|diagram|grid)"
_CHART: Final = (
    rf"(?:{_SETS}(?:[ -]{_KIND})?|responsibility (?:assignment )?{_KIND}|"
    rf"{_KIND} of (?:responsibilities|who does what)|roles and responsibilities|"
    rf"{_KIND}(?= (?:for|about|on|of|with)\b))s?"
)
_LEAD: Final = r"(?:(?:please|pls|ok(?:ay)?|now|hey|hi|and|so)\b[,\s]*)*"
_WISH: Final = (
    r"(?:(?:can|could|would|will) (?:you|we)(?: please)? |let'?s |we should |(?:i|we)(?:'d| would) "
    r"(?:like|love)(?: to(?: have| see| get)?)? |(?:i|we) (?:want|need)(?: to(?: have)?)? )?"
)
_VERB: Final = (
    r"(?:draft|make|create|propose|prepare|build|write|draw(?: up)?|set up|start|begin|generate|"
    r"sketch|suggest|do|produce|put together|work out|come up with)"
)
_FOR_ME: Final = r"(?: (?:me|us))?"
_ARTICLE: Final = r"(?:(?:a|an|another|the|our|my|new|first|quick|draft|proper)\s+)*"
_A_NEW: Final = r"(?:(?:an?|another|new|first|quick|draft|proper)\s+)+"  # "the RACI" is there
_ORDERED: Final = re.compile(rf"{_LEAD}{_WISH}{_VERB}{_FOR_ME} {_ARTICLE}{_CHART}\b", re.IGNORECASE)
_GIVEN: Final = re.compile(
    rf"{_LEAD}{_WISH}(?:give|get){_FOR_ME} {_A_NEW}{_CHART}\b", re.IGNORECASE
)
_WISHED: Final = re.compile(
    rf"{_LEAD}(?:(?:i|we)(?:'d| would) (?:like|love)|(?:i|we) (?:want|need)) {_ARTICLE}{_CHART}\b",
    re.IGNORECASE,
)
_TITLED: Final = re.compile(
    rf"{_LEAD}(?:{_A_NEW})?{_SETS}(?:[ -]{_KIND})?s?(?: draft)? ?(?:for|about|on|of|covering|with|"
    rf"between|:|-)\s*(?!(?:what|who|how|why|which|when|is|are)\b)\S",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(
    r"roles?(?: are)?\s*:.+\b(?:scope|topic|subject|activit(?:y|ies))\s*:", re.IGNORECASE
)
_WHO_DOES_WHAT: Final = re.compile(
    r"(?:(?:can|could) you (?:tell|say|show|write down|draw) (?:me )?)?who (?:does|should do) what "
    r"(?:for|in|on|about|when|during|with)\b",
    re.IGNORECASE,
)
_FEWEST_ROLES: Final = 2


def is_for_a_draft(text: str) -> bool:
    """Tell whether a sentence asks for a chart that is not there yet.

    "Who does what in …" asks for one only where it names the roles that take part; without them it
    is a question, which documents may answer.
    """
    flat = " ".join(text.replace("\u2019", "'").split())
    if any(way.match(flat) for way in (_ORDERED, _GIVEN, _WISHED, _TITLED, _LISTED)):
        return True
    return bool(_WHO_DOES_WHAT.match(flat)) and len(request_of(flat).roles) >= _FEWEST_ROLES
