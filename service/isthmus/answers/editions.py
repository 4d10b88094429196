"""Questions about an edition that no longer holds: "under the 2021 policy"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

_KINDS: Final = (
    r"(?:polic(?:y|ies)|standard|procedure|plan|charter|guideline|rules?|document|text|edition|"
    r"version|revision)"
)
_NAMED: Final = (
    re.compile(rf"\b(?P<named>(?:19|20)\d\d)(?:[\w' -]{{0,30}}?)\s{_KINDS}\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:under|in|by|according to|per|from|of)\s+(?:the|our)\s+[\w -]{{0,40}}?{_KINDS}\s+"
        r"(?:of|from|in)\s+(?P<named>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?P<named>(?:version|edition|revision|rev\.?|v)\s?\d+(?:\.\d+)*)\s+of\b", re.IGNORECASE
    ),
    re.compile(
        r"\b(?P<previous>previous|old|former|superseded|earlier|last)\s+(?:[\w-]+\s+){0,3}?"
        r"(?:edition|version|revision|policy)\b",
        re.IGNORECASE,
    ),
)


@dataclass(frozen=True)
class Weighed:
    """A passage that no index holds any more, weighed by hand as the index would.

    ``covered`` is the share of the question's weight that stands in it, headings included.
    """

    passage: str
    cosine: float
    covered: float

    @property
    def score(self) -> float:
        return (self.cosine + self.covered) / 2


def named_edition(text: str) -> Callable[[str], bool] | None:
    """Tell how to know the edition a question names; None where it names none.

    What is given takes what a revision says of itself, in lower case.
    """
    for pattern in _NAMED:
        if match := pattern.search(text):
            return _any if "previous" in match.re.groupindex else partial(_names, match["named"])
    return None


def _names(named: str, told: str) -> bool:
    return re.search(rf"\b{re.escape(named.casefold())}\b", told) is not None


def _any(_: str) -> bool:
    return True
