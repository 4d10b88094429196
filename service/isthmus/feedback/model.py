"""Feedback: whether an answer helped, and what was wrong with it where it did not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, assert_never

from isthmus.errors import InvalidError

LONGEST_TEXT: Final = 2_000


class Reason(StrEnum):
    WRONG_SOURCE = "wrong-source"
    OUTDATED = "outdated"
    INCOMPLETE = "incomplete"
    NOT_ASKED = "not-asked"
    OTHER = "other"

    def in_words(self) -> str:
        match self:
            case Reason.WRONG_SOURCE:
                return "Wrong source"
            case Reason.OUTDATED:
                return "Outdated"
            case Reason.INCOMPLETE:
                return "Incomplete"
            case Reason.NOT_ASKED:
                return "Not what I asked"
            case Reason.OTHER:
                return "Something else"
        assert_never(self)


@dataclass(frozen=True)
class Verdict:
    helpful: bool
    reason: Reason | None = None
    text: str = ""

    def checked(self) -> "Verdict":
        """Give it; raises InvalidError where it contradicts itself, or is too long."""
        if self.helpful and self.reason:
            raise InvalidError("An answer that helped needs no reason. Leave the reason out.")
        if self.reason is Reason.OTHER and not self.text.strip():
            raise InvalidError("Say in a few words what was wrong with the answer.")
        if len(self.text) > LONGEST_TEXT:
            raise InvalidError(
                f"The text has {len(self.text):,} characters; {LONGEST_TEXT:,} are the most."
            )
        return self


@dataclass(frozen=True)
class Feedback:
    """What one person says of one answer; what they say later takes its place."""

    answer: str
    person: str
    at: datetime
    verdict: Verdict
