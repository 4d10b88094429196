"""What is asked of a language model, and what comes of it. Nothing here knows which model it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from isthmus_prompts import Prompt


class Purpose(StrEnum):
    """What a model is used for; each may have a model of its own."""

    UNDERSTANDING = "understanding"
    ANSWERING = "answering"
    DRAFTING = "drafting"


class Unavailable(StrEnum):
    """Why there are no words of a model: people are told, and get what we say without one."""

    OFF = "off"
    DOWN = "down"
    SLOW = "slow"
    BUSY = "busy"
    OVER_BUDGET = "over-budget"
    NOT_ALLOWED = "not-allowed"
    MALFORMED = "malformed"


class ModelUnavailableError(Exception):
    """The model gave nothing that can be used; never shown to anybody as it is.

    ``why`` decides what people are told, ``detail`` is for the log and for administrators.
    """

    def __init__(self, why: Unavailable, detail: str = "") -> None:
        super().__init__(detail or why.value)
        self.why = why
        self.detail = detail


@dataclass(frozen=True)
class Shown:
    """A text of a document that goes to the model, with what tells whether it may.

    ``licence`` and ``collection`` are those of the document, as the library writes them.
    """

    passage: str
    document: str
    collection: str
    licence: str
    text: str


@dataclass(frozen=True)
class Request:
    """One call: a prompt, what it is filled with, and for whom.

    ``inputs`` are texts of people or of ours; ``shown`` are stretches of documents, which the door
    writes, numbered from 1, in the place of the prompt's input `passages`. Both are data to the
    model: whatever stands in them, the prompt tells it what to do. ``by`` is a person's id,
    ``about`` what the call is for (an answer's id, a chart's), for the trace.
    """

    purpose: Purpose
    prompt: Prompt
    inputs: Mapping[str, str]
    by: str
    shown: Sequence[Shown] = ()
    about: str = ""
    most_tokens: int = 800


@dataclass(frozen=True)
class Call:
    """A call as it is recorded; ``tokens_in`` and ``tokens_out`` are 0 where nobody told them."""

    id: str
    model: str
    prompt: str
    version: int
    digest: str


@dataclass(frozen=True)
class Structured:
    """What a model filled in, of the shape that was asked for."""

    call: Call
    values: Mapping[str, Any]


@dataclass
class Streamed:
    """A model's text as it comes; ``call`` is known from the start. Iterate once.

    Closing it (``close``) ends the call: nothing more is fetched, and what came is what is paid.
    """

    call: Call
    pieces: Iterator[str] = field(repr=False)

    def __iter__(self) -> Iterator[str]:
        return self.pieces

    def close(self) -> None:
        close = getattr(self.pieces, "close", None)
        if close is not None:
            close()


class Models(Protocol):
    """The door as the rest of the service sees it.

    Call it outside of a transaction that writes: a call takes seconds, and writes what it cost.
    A text ends where its tokens do, also in the middle of a sentence.
    """

    def is_on(self, purpose: Purpose) -> bool:
        """Tell whether a model is set up for a purpose; it may be down all the same."""
        ...

    def may_see(self, shown: Shown) -> bool:
        """Tell whether a document's text may go to a model at all: never an `ai-restricted` one."""
        ...

    def stream(self, request: Request) -> Streamed:
        """Let a model write; raises ModelUnavailableError, also while it is iterated.

        What it may not see was left out, and the numbers of ``shown`` stay as they are.
        """
        ...

    def structured(self, request: Request, shape: Mapping[str, Any]) -> Structured:
        """Let a model fill in a JSON schema (an object); the values fit it, or it raises.

        Raises ModelUnavailableError: MALFORMED where what came does not fit the shape.
        """
        ...


class NoModels:
    """Where no model is set up."""

    def is_on(self, purpose: Purpose) -> bool:
        del purpose
        return False

    def may_see(self, shown: Shown) -> bool:
        del shown
        return False

    def stream(self, request: Request) -> Streamed:
        raise ModelUnavailableError(Unavailable.OFF, request.purpose)

    def structured(self, request: Request, shape: Mapping[str, Any]) -> Structured:
        del shape
        raise ModelUnavailableError(Unavailable.OFF, request.purpose)
