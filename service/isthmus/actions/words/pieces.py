"""What the patterns of sentences are made of."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from isthmus.actions.dates import Asked, Due, Unclear, understand_due
from isthmus.actions.orders import Order

Said = re.Match[str]
Rule = tuple[str, Callable[[Said], Order | None]]
QUOTES: Final = " \"'\u201c\u201d\u2018\u2019"

NUMBER: Final = r"(?:(?:the )?(?:action|task|item) )?(?<![\w-])A-\d{1,9}\b"
NUMBERS: Final = rf"(?:{NUMBER}(?:(?:,? and |, ?|,? & ){NUMBER})*)"
THIS: Final = (
    r"(?:it|that|this|them|this one|that one|(?:the|this|that|my) (?:action|task|to-?do)"
    r"(?: item)?)"
)
ON: Final = rf"(?P<on>{NUMBERS}|{THIS})"
BE: Final = r"(?:is|are|was|has been|have been)"
IS: Final = rf"(?: {BE}|'s| -)?"
NOW: Final = r"(?: (?:now|already|finally|all))?"
WHY: Final = (
    r"(?: ?(?:[:;,]|\u2013|\u2014| - ) ?(?:because |since |as )?| (?:because|since|as)(?: of)? )"
)
TO: Final = r"(?: ?[:=] ?| (?:to|as|is|be) | )"
SET: Final = r"(?:(?:set|change|make|put|update) )?"
_LONGEST_DAY: Final = 6  # words
_ANY_DAY: Final = Asked(date(2026, 1, 1), day_first=True)  # which one is not asked here
_NUMBERED: Final = re.compile(r"A-(\d{1,9})", re.IGNORECASE)


def numbers_in(text: str) -> tuple[int, ...]:
    """Give the numbers of the actions that are named, each once."""
    return tuple(dict.fromkeys(int(each) for each in _NUMBERED.findall(text)))


def is_a_day(said: str) -> bool:
    """Tell whether words say nothing but a day, whichever one it is."""
    if len(said.split()) > _LONGEST_DAY or numbers_in(said):
        return False
    match understand_due(said, _ANY_DAY):
        case Due(words=words):
            return words == said
        case Unclear(words=words, choices=choices):
            return bool(choices) and words == said
        case _:
            return False


def text_of(found: Said) -> str:
    return (found["text"] or "").strip(QUOTES)


def always(order: Order) -> Callable[[Said], Order]:
    def make(_: Said) -> Order:
        return order

    return make
