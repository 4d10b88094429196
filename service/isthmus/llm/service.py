"""One call: what it may cost is set aside, it is made, and what it took is kept."""

import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from threading import BoundedSemaphore
from typing import Final, Protocol

from isthmus.edge.logs import log_of
from isthmus.errors import IsthmusError
from isthmus.llm.budget import NOTHING, Limits, Spent, Usage, at_most, used
from isthmus.llm.calls import ANSWERED, STOPPED, Ledger, Made, in_words
from isthmus.llm.model import ModelUnavailableError, Unavailable
from isthmus.llm.tally import Tally
from isthmus.llm.trying import Breaker, Trying
from isthmus.llm.wire import Line, Piece, WireError
from isthmus.llm_settings import Price

SHORT_WAIT: Final = 2.0  # seconds for a place among the calls at the same time
LONGEST_TOKEN: Final = 16  # bytes; who writes more than its tokens allow does not stop
NO_PIECE: Final = Piece()
_BREAKS: Final = frozenset({Unavailable.DOWN, Unavailable.SLOW})

log = log_of("isthmus.llm")


class Records(Protocol):
    """Opens what is written: `ledger` alone, `trail` with the audit trail, which locks."""

    def ledger(self) -> AbstractContextManager[Ledger]: ...

    def record(self, made: Made, aside: Spent, details: Mapping[str, str]) -> None: ...


@dataclass(frozen=True)
class Speech:
    """What is said to a model, of ``size`` bytes, and how much it may say.

    Where it does not come ``in_pieces``, the first of it is all of it.
    """

    speak: Callable[[Line], Iterator[Piece]]
    size: int
    most_tokens: int
    in_pieces: bool = True


@dataclass(frozen=True)
class Calling:
    """Makes calls of one model within the limits of all."""

    breaker: Breaker
    price: Price
    limits: Limits
    trying: Trying
    slots: BoundedSemaphore
    records: Records
    tally: Tally
    wait: float = SHORT_WAIT

    def pieces(self, made: Made, speech: Speech) -> Generator[str]:
        """Give the texts as they come; raises ModelUnavailableError."""
        going = Going(speech)
        with self._admitted(made, going):
            for piece in self.trying.pieces(speech.speak, in_pieces=speech.in_pieces):
                going.add(piece)
                if piece.text:
                    yield piece.text

    @contextmanager
    def _admitted(self, made: Made, going: "Going") -> Iterator[None]:
        """Let a call through, and keep how it ended."""
        if not self.slots.acquire(timeout=self.wait):
            raise self._refused(made, Unavailable.BUSY, "Too many calls at the same time.")
        aside = going.worst.cost(self.price)
        try:
            self._enter(made)
            try:
                self._set_aside(replace(made, spent=aside))
            except BaseException:
                self.breaker.left()
                raise
            yield from self._kept(made, aside, going)
        finally:
            self.slots.release()

    def _enter(self, made: Made) -> None:
        try:
            self.breaker.enter()
        except WireError as error:
            raise self._refused(made, error.why, error.detail) from None

    def _set_aside(self, made: Made) -> None:
        try:
            with self.records.ledger() as ledger:
                is_allowed = ledger.set_aside(made, self.limits)
        except IsthmusError as error:
            raise self._refused(made, Unavailable.DOWN, str(error)) from error
        if not is_allowed:
            raise self._refused(made, Unavailable.OVER_BUDGET, "The day's budget is used up.")

    def _kept(self, made: Made, aside: Spent, going: "Going") -> Iterator[None]:
        outcome, detail = ANSWERED, ""
        try:
            yield
            self.breaker.worked()
        except GeneratorExit:
            outcome = STOPPED
            self.breaker.left()
            raise
        except WireError as error:
            outcome, detail = error.why.value, error.detail
            broke = error.why in _BREAKS and not error.refused
            (self.breaker.failed if broke else self.breaker.left)()
            raise ModelUnavailableError(error.why, error.detail) from error
        except BaseException as error:
            outcome, detail = Unavailable.DOWN.value, type(error).__name__
            self.breaker.left()
            raise
        finally:
            self._settle(replace(made, outcome=outcome, detail=detail), aside, going)

    def _settle(self, made: Made, aside: Spent, going: "Going") -> None:
        usage = going.usage(was_reached=made.outcome != Unavailable.DOWN)
        spent = usage.cost(self.price)
        ended = replace(made, usage=usage, spent=spent, seconds=going.seconds)
        self.tally.made(ended)
        _log(ended)
        try:
            self.records.record(ended, aside, dict(in_words(ended)))
        except IsthmusError as error:  # what was set aside stays spent
            log.error("llm.not_recorded", call=made.call.id, reason=str(error))  # noqa: TRY400

    def _refused(self, made: Made, why: Unavailable, detail: str) -> ModelUnavailableError:
        self.tally.refused(made.purpose, why.value)
        values = {"purpose": made.purpose, "model": made.call.model, "outcome": why.value}
        log.warning("llm.not_called", **values, reason=detail)
        return ModelUnavailableError(why, detail)


@dataclass
class Going:
    """What a call has come to so far."""

    speech: Speech
    written: int = 0
    counted: Piece = NO_PIECE
    began: float = field(default_factory=time.monotonic)

    @property
    def worst(self) -> Usage:
        return at_most(self.speech.size, self.speech.most_tokens)

    @property
    def seconds(self) -> float:
        return round(time.monotonic() - self.began, 3)

    def add(self, piece: Piece) -> None:
        """Take a piece; raises WireError (MALFORMED) where there is no end to them."""
        self.written += len(piece.text.encode("utf-8", "replace"))
        tokens_in = self.counted.tokens_in + piece.tokens_in
        self.counted = Piece("", tokens_in, self.counted.tokens_out + piece.tokens_out)
        if self.written > self.speech.most_tokens * LONGEST_TOKEN:
            raise WireError(Unavailable.MALFORMED, "It wrote on and on.")

    def usage(self, *, was_reached: bool) -> Usage:
        """Give what it took; nothing where it was never reached."""
        if not (was_reached or self.written):
            return NOTHING
        return used(self.speech.size, self.written, self.counted)


def _log(made: Made) -> None:
    values = {
        "call": made.call.id,
        "purpose": made.purpose,
        "model": made.call.model,
        "outcome": made.outcome,
        "tokens": made.spent.tokens,
        "ms": round(made.seconds * 1000),
    }
    if made.outcome in {ANSWERED, STOPPED}:
        log.info("llm.called", **values)
    else:
        log.warning("llm.failed", **values, reason=made.detail)
