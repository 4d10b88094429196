"""What a sentence asks of a chart: text -> Order, by the wordings there are."""

import re
from typing import Final

from isthmus.raci.orders import Order
from isthmus.raci.phrases import LETTERS, THIS_CHART
from isthmus.raci.questions import QUESTIONS
from isthmus.raci.worded import ORDERS

_POLITE: Final = re.compile(
    r"^(?:(?:please|pls|ok(?:ay)?|now|then|and|also|so|hey|hi)\b[,\s]*|"
    r"(?:can|could|would|will) (?:you|we)(?: please)? |let'?s |i(?:'d| would) like to |"
    r"we should |i want to |i (?:hereby )?(?=(?:accept|decline|reject|refuse)\b))+",
    re.IGNORECASE,
)
_REQUEST: Final = re.compile(r"(?:please )?(?:can|could|would|will) (?:you|we)\b", re.IGNORECASE)
_INSTEAD: Final = re.compile(
    rf",? (?:and )?(?:not|rather than|instead of) (?:just |only |an? )?{LETTERS}$", re.IGNORECASE
)
_IN_CHART: Final = re.compile(rf" (?:in|to|on|of|from|for) {THIS_CHART}$", re.IGNORECASE)


def order_of(text: str) -> Order | None:
    """Understand what a sentence asks of a chart; None where the grammar does not know it."""
    said, asked = bare(text)
    said = _INSTEAD.sub("", said)
    for candidate in dict.fromkeys((_IN_CHART.sub("", said), said)):
        for pattern, make in QUESTIONS if asked else (*ORDERS, *QUESTIONS):
            found = pattern.fullmatch(candidate)
            if found and (order := make(found)):
                return order
    return None


def bare(text: str) -> tuple[str, bool]:
    """Give what is said without politeness and end marks, and tell whether it is a question."""
    flat = " ".join(text.split())
    said = _POLITE.sub("", flat).strip().rstrip(".!").strip()
    asked = said.endswith("?") and not _REQUEST.match(flat)
    return said.rstrip("? ").removesuffix(" please").rstrip(", "), asked
