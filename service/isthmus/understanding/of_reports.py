"""What asks for the steering report: which days, which phase, told or as a file."""

import re
from typing import Final

from isthmus.actions.spans import SPAN
from isthmus.understanding.commands import SendFile, ShowHome
from isthmus.understanding.phrases import LEAD, bare

_WHOSE: Final = r"(?:steering(?: (?:group|committee))?(?:'s)?|status|progress|programme|program)"
_LONG: Final = r"(?:the )?last (?:year|twelve (?:weeks|months))"
_REPORT: Final = re.compile(
    rf"{LEAD}(?:(?:give|send|show|make|create|export|prepare|get|write)(?: me| us)?\b )?"
    rf"(?:(?:the|a|our|this|my|an?) )?(?:(?P<before>monthly|weekly|quarterly) )?"
    rf"(?:{_WHOSE} )?report(?: (?:for|to) the steering (?:group|committee))?"
    rf"(?: (?:for|of|on|about|over|in) phase (?P<early>[123]))?"
    rf"(?: (?:for|of|over|on|about) )?(?: ?(?P<span>{SPAN}|{_LONG}))?"
    rf"(?:,? (?:for|of|on|about|in) phase (?P<phase>[123]))?"
    rf"(?:,? (?:as|in)(?: an?)? (?P<format>[\w. ]+?)(?: file)?)?",
    re.IGNORECASE,
)
_FORMATS: Final = {
    "pptx": "pptx slides powerpoint presentation slide deck ppt",
    "docx": "docx word document doc",
    "pdf": "pdf",
    "md": "md markdown text",
}
_USUAL: Final = {"monthly": "last month", "weekly": "last week", "quarterly": "last quarter"}
_HOME: Final = re.compile(
    rf"{LEAD}(?:home|what (?:is )?wait(?:s|ing) for me|what do i have to (?:do|decide)|my home)",
    re.IGNORECASE,
)


def reported(flat: str) -> SendFile | ShowHome | None:
    """Understand what asks for the report, or for all that waits for somebody."""
    said = bare(flat)
    if _HOME.fullmatch(said):
        return ShowHome()
    found = _REPORT.fullmatch(said)
    if found is None:
        return None
    to = _format(found["format"] or "")
    if to is None:
        return None
    span = (found["span"] or _USUAL.get((found["before"] or "").lower(), "")).strip()
    phase = found["early"] or found["phase"] or ""
    return SendFile("report", f"{span.casefold()}/{phase}" if phase else span.casefold(), to)


def _format(said: str) -> str | None:
    """Give the format that is meant; empty where none is said, None where it is none."""
    wanted = said.casefold().strip(" .")
    if not wanted:
        return ""
    return next((each for each, words in _FORMATS.items() if wanted in words.split()), None)
