"""Answers whose every sentence stands on quotes that exist, and refusals that help."""

from collections.abc import Callable, Sequence
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
    """``subject`` is what the sentence speaks of where an answer sets things side by side.

    ``written`` tells that its words are a language model's, checked against what it cites; the
    words of any other sentence are the source's own.
    """

    text: str
    citations: tuple[int, ...]
    subject: str = ""
    written: bool = False

    @property
    def marked(self) -> str:
        """The sentence with its subject before it and its citation marks behind it."""
        named = f"{self.subject}: " if self.subject else ""
        return named + self.text + "".join(f" [{n}]" for n in self.citations)


Tell = Callable[[Sentence, Sequence[Citation]], None]
"""Hears of a checked sentence while others are being written, with the citations new in it."""


def silent(sentence: Sentence, citations: Sequence[Citation]) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Writing:
    """The call of a language model that wrote an answer's sentences, as it is recorded."""

    model: str
    prompt: str
    version: int
    digest: str
    call: str


class Cover(StrEnum):
    """How far a text does what another one asks for."""

    COVERED = "covered"
    PARTLY = "partly"
    NOT_FOUND = "not-found"

    def in_words(self) -> str:
        match self:
            case Cover.COVERED:
                return "covered"
            case Cover.PARTLY:
                return "partly"
            case Cover.NOT_FOUND:
                return "not found"
        assert_never(self)


@dataclass(frozen=True)
class Covering:
    """A requirement and what the asker has for it: a row of a table of three columns.

    ``asked`` is the place, from 0, of the requirement among the answer's sentences, ``found`` are
    those of the sentences that meet it, or come near; empty where nothing does.
    """

    asked: int
    found: tuple[int, ...]
    cover: Cover


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
    """``notes`` say what a reader has to know of the sources: they differ, or are out of date.

    ``writing`` is there where a language model wrote some of the sentences, ``coverage`` where
    requirements are held against what the asker has: it holds the places of all sentences.
    """

    id: str
    asked: Asked
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    seconds: float
    notes: tuple[str, ...] = ()
    writing: Writing | None = None
    coverage: tuple[Covering, ...] = ()

    @property
    def subjects(self) -> tuple[str, ...]:
        """What is set side by side, in the order of the rows; empty for any other answer."""
        return tuple(dict.fromkeys(each.subject for each in self.sentences if each.subject))

    @property
    def text(self) -> str:
        """The answer as one text, each sentence with its citation marks, then the notes."""
        told = [sentence.marked for sentence in self.sentences]
        return " ".join((*told, *(f"Note: {note}" for note in self.notes)))


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
