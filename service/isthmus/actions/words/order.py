"""One sentence to one order.

Without a number an order is for the action that is spoken of: "it", "this action", or not a word.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from isthmus.actions.orders import MoveDue, Order, Unknown
from isthmus.actions.words import changing, closing, looking
from isthmus.actions.words.pieces import NUMBER, Rule, Said, is_a_day, numbers_in
from isthmus.raci.words import bare


@dataclass(frozen=True)
class Ordered:
    """``actions`` are numbers, none where the one is meant that is spoken of.

    ``loose`` tells that the words could mean much else where nobody speaks of an action.
    """

    order: Order
    actions: tuple[int, ...] = ()
    loose: bool = False


_Compiled = tuple[tuple[re.Pattern[str], Callable[[Said], Order | None]], ...]
_LONGEST_ORDER: Final = 12  # words; whoever says more about A-17 tells a story
_OPENS: Final = re.compile(rf"(?:[a-z]+ ){{0,2}}{NUMBER}", re.IGNORECASE)
_QUICK: Final = re.compile(r"[^\W_]")


def order_of(text: str) -> Ordered | None:
    """Understand what a sentence asks of actions; None where it names none and fits no order."""
    said, asked = bare(text)
    if not _QUICK.search(said):
        return None
    for pattern, make in _QUESTIONS if asked else _ORDERS:
        found = pattern.fullmatch(said)
        if found and (order := make(found)) is not None:
            return Ordered(order, numbers_in(found.groupdict().get("on") or ""))
    return _loose(said, asked=asked) or _not_understood(said, asked=asked)


def _loose(said: str, *, asked: bool) -> Ordered | None:
    for pattern, make in _LOOSE_QUESTIONS if asked else _LOOSE:
        found = pattern.fullmatch(said)
        if found and (order := make(found)) is not None:
            return Ordered(order, loose=True)
    return Ordered(MoveDue(said), loose=True) if not asked and is_a_day(said) else None


def _not_understood(said: str, *, asked: bool) -> Ordered | None:
    """Take what names an action and is no question as meant for it, whatever it wants."""
    if asked or len(said.split()) > _LONGEST_ORDER or not _OPENS.match(said):
        return None
    return Ordered(Unknown(), numbers_in(said)[:1])


def _compiled(rules: Iterable[Rule]) -> _Compiled:
    return tuple((re.compile(pattern, re.IGNORECASE), make) for pattern, make in rules)


_QUESTIONS: Final = _compiled(looking.QUESTIONS)
_ORDERS: Final = _compiled(
    (*looking.RULES, *closing.RULES, *changing.RULES, *looking.QUESTIONS, *changing.LAST)
)
_LOOSE_QUESTIONS: Final = _compiled(looking.LOOSE_QUESTIONS)
_LOOSE: Final = _compiled(
    (*looking.LOOSE, *looking.LOOSE_QUESTIONS, *closing.LOOSE, *changing.LOOSE)
)
