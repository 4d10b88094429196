"""The door to language models: what goes out to one goes by it, and so does what comes back."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Final

from isthmus.llm.calls import begun
from isthmus.llm.masking import Masking
from isthmus.llm.model import (
    Call,
    ModelUnavailableError,
    Purpose,
    Request,
    Shown,
    Streamed,
    Structured,
    Unavailable,
)
from isthmus.llm.service import Calling, Speech
from isthmus.llm.shapes import Shape, faults, read
from isthmus.llm.telling import RULES, Telling, Told
from isthmus.llm.wire import Wire
from isthmus_prompts import load

NEVER: Final = "ai-restricted"
SHAPED: Final = "shaped"
TRIES: Final = 2  # to fill in a form


@dataclass(frozen=True)
class Used:
    """A model that is set up, and how it is called."""

    wire: Wire
    calling: Calling


@dataclass(frozen=True)
class Door:
    """The models that are set up; ``collections`` are those whose documents may go to them."""

    used: Mapping[Purpose, Used]
    collections: frozenset[str]
    masked: frozenset[str]
    clock: Callable[[], datetime]

    def is_on(self, purpose: Purpose) -> bool:
        return purpose in self.used

    def may_see(self, shown: Shown) -> bool:
        return shown.licence != NEVER and shown.collection in self.collections

    def stream(self, request: Request) -> Streamed:
        going = self._out(request)
        call = going.call()
        return Streamed(call, going.pieces(call, going.streamed()))

    def structured(self, request: Request, shape: Shape) -> Structured:
        going = self._out(request, load(SHAPED).filled(shape=json.dumps(shape, indent=1)))
        wrong = ""
        for _ in range(TRIES):
            call = going.call()
            try:
                values = read("".join(going.pieces(call, going.filled(shape))))
                wrong = "; ".join(faults(values, shape))
            except ValueError:
                wrong = "it is no JSON"
            except ModelUnavailableError as error:
                if error.why is not Unavailable.MALFORMED:
                    raise
                wrong = error.detail
            else:
                if not wrong:
                    return Structured(call, values)
        raise ModelUnavailableError(Unavailable.MALFORMED, f"It does not fit the form: {wrong}")

    def _out(self, request: Request, after: str = "") -> "Outgoing":
        used = self.used.get(request.purpose)
        if used is None:
            raise ModelUnavailableError(Unavailable.OFF, request.purpose)
        masking = Masking(self.masked)
        told = Telling(token_hex(6), self.may_see, masking.mask).tell(request)
        return Outgoing(used, request, told.followed_by(after), masking, self.clock)


@dataclass(frozen=True)
class Outgoing:
    """What one request becomes: a call, or two where the first does not fit its form."""

    used: Used
    request: Request
    told: Told
    masking: Masking
    clock: Callable[[], datetime]

    def call(self) -> Call:
        prompt = self.request.prompt
        model = self.used.wire.model
        return Call(token_hex(8), model, prompt.name, prompt.version, prompt.digest)

    def streamed(self) -> Speech:
        most = self.request.most_tokens
        return Speech(
            lambda line: self.used.wire.stream(self.told, most, line), self.told.size, most
        )

    def filled(self, shape: Shape) -> Speech:
        most, wire = self.request.most_tokens, self.used.wire
        return Speech(
            lambda line: wire.fill(self.told, most, shape, line),
            self.told.size,
            most,
            in_pieces=False,
        )

    def pieces(self, call: Call, speech: Speech) -> Iterator[str]:
        """Give the text with what was masked put back; the call begins with the first of it."""
        made = begun(call, self.request, self.clock(), load(RULES).digest, self.told.passages)
        with closing(self.used.calling.pieces(made, speech)) as texts:
            yield from self.masking.restored(texts)
