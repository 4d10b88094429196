"""What wordings about a chart are made of: letters, rows, roles, formats, as patterns."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from isthmus.raci.orders import EVERYWHERE, Order

_LETTER: Final = (
    r"(?:accountable|responsible|consulted|informed|supporting|support|omitted|approver|driver|"
    r"contributor|(?:the )?decider|performer|recommender|verifier|sign(?:s)?[ -]off|[A-Z])"
)
LETTERS: Final = rf"(?:{_LETTER}(?: ?(?:[/,&+]|and) ?{_LETTER})*)"
L: Final = rf"(?P<letters>{LETTERS})"
_FOR: Final = r"(?:for|of|on|in|at|about|regarding|when it comes to)"
ALL: Final = (
    r"(?P<all>everywhere|throughout|in every row|in all rows|for everything|for all of it|"
    r"on everything|of everything|for all (?:rows|activities))"
)
WHERE: Final = rf"(?:{ALL}|{_FOR} (?P<row>.+))"
ROLE: Final = r"(?P<role>.+?)"
ARTICLE: Final = r"(?:(?:a|an|the|one|another|new|our|my) )*"
ROW: Final = r"(?P<row>.+?)"
FORMATS: Final = {
    "excel": "xlsx",
    "xls": "xlsx",
    "xlsx": "xlsx",
    "spreadsheet": "xlsx",
    "word": "docx",
    "docx": "docx",
    "doc": "docx",
    "csv": "csv",
    "markdown": "md",
    "md": "md",
    "png": "png",
    "picture": "png",
    "image": "png",
    "svg": "svg",
    "json": "json",
}
FORMAT: Final = rf"(?P<format>{'|'.join(FORMATS)})"
THIS_CHART: Final = (
    r"(?:(?:the|this|that|our|my|it'?s) )?(?:(?:raci|rasci|daci) )?"
    r"(?:chart|matrix|raci|rasci)"
)
_QUOTES: Final = " \"'\u201c\u201d\u2018\u2019"
_BEFORE_A_NAME: Final = re.compile(
    r"^(?:(?:the|our|a|an) )?(?:(?:row|activity|line) (?:(?:for|about|on|called|named) "
    r"|(?=[\"\u201c'])))?"
    r"(?:(?:the|our|a|an) )?",
    re.IGNORECASE,
)

Said = re.Match[str]


def letters_in(found: Said) -> tuple[str, ...]:
    parts = re.split(r" ?(?:[/,&+]|\band\b) ?", found["letters"], flags=re.IGNORECASE)
    return tuple(part.removeprefix("the ").strip() for part in parts if part.strip())


def row_in(found: Said) -> str:
    groups = found.groupdict()
    return EVERYWHERE if groups.get("all") else named(groups.get("row") or "")


def named(name: str) -> str:
    """Give a name without the words around it: "the row for patching" is "patching"."""
    bare = _BEFORE_A_NAME.sub("", name.strip(_QUOTES), count=1)
    return bare.strip(_QUOTES)


def role_in(found: Said, group: str = "role") -> str:
    bare = re.sub(r"^(?:role|column) (?:of )?", "", named(found[group]), flags=re.IGNORECASE)
    return re.sub(r" (?:role|column)$", "", bare, flags=re.IGNORECASE)


def compiled(
    table: Iterable[tuple[str, Callable[[Said], Order | None]]],
) -> tuple[tuple[re.Pattern[str], Callable[[Said], Order | None]], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), make) for pattern, make in table)
