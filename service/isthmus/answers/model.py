"""Answers whose every sentence stands on quotes that exist, and refusals that help."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never


@dataclass(frozen=True)
class Citation:
    """A passage of a revision with the exact quote.

    ``quote`` is a substring of the revision's text, white space folded; ``n`` is the number its
    sentences carry.
    """

    n: int
    document: str
    title: str
    collection: str
    edition: str | None
    revision: str
    locator: str
    quote: str
    passage: str


@dataclass(frozen=True)
class Sentence:
    text: str
    citations: tuple[int, ...]


class RefusalReason(StrEnum):
    NOTHING_INDEXED = "nothing-indexed"
    NOT_FOUND = "not-found"
    NOT_ANSWERED = "not-answered"
    NOT_A_QUESTION = "not-a-question"

    def in_words(self) -> str:
        match self:
            case RefusalReason.NOTHING_INDEXED:
                return "There are no documents that you may read yet."
            case RefusalReason.NOT_FOUND:
                return "Your documents don't say: nothing in them speaks about this."
            case RefusalReason.NOT_ANSWERED:
                return "Your documents don't say: they speak about the topic but don't answer this."
            case RefusalReason.NOT_A_QUESTION:
                return "There is no question in this that documents could answer."
        assert_never(self)


@dataclass(frozen=True)
class Nearest:
    """A passage that came close to answering, for the reader to judge."""

    document: str
    title: str
    locator: str
    passage: str
    text: str


@dataclass(frozen=True)
class Asked:
    """The circumstances of a question: who asked what, when, and who can see the answer."""

    question: str
    asker: str
    audience: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Answer:
    id: str
    asked: Asked
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    seconds: float

    @property
    def text(self) -> str:
        """The answer as one text, each sentence with its citation marks."""
        return " ".join(
            sentence.text + "".join(f" [{n}]" for n in sentence.citations)
            for sentence in self.sentences
        )


@dataclass(frozen=True)
class Refusal:
    """No answer: why, what came nearest, and what would help (``advice``)."""

    id: str
    asked: Asked
    reason: RefusalReason
    advice: str
    nearest: tuple[Nearest, ...]
    seconds: float

    @property
    def text(self) -> str:
        return f"{self.reason.in_words()} {self.advice}".strip()


Outcome = Answer | Refusal
