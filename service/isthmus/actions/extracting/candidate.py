"""What was found in a text: a candidate for an action, with the words that it comes from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """The form in which it stands in the text."""

    REQUEST = "request"
    COMMITMENT = "commitment"
    ROW = "action-table row"
    BULLET = "bullet"
    MARKED = "marked line"


@dataclass(frozen=True)
class Candidate:
    """Something that somebody may have to do; nobody has accepted it yet.

    ``quote`` is a part of the text, letter by letter, and begins in its ``line`` (from 1).
    ``owner`` is a name as it was said, "" where nobody was named; ``helpers`` were named beside
    the owner. ``due_words`` is what was said of the day, also where no day follows from it.
    """

    title: str
    owner: str
    due: date | None
    quote: str
    line: int
    kind: Kind
    due_words: str = ""
    helpers: tuple[str, ...] = ()
