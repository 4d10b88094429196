"""Whether the models that are set up can be used, and what to do where one cannot."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from isthmus.llm.deadlines import Patience, pieces_in_time
from isthmus.llm.providers import Chosen
from isthmus.llm.telling import Told
from isthmus.llm.wire import Piece, Wire, WireError

NONE: Final = "No language model is set up: answers are in the sources' own words."
_SMALL: Final = Told("Answer with one word.", "Say: ready", ())
_FEW_TOKENS: Final = 200  # a model that thinks first needs some


@dataclass(frozen=True)
class Check:
    """What was found of one model; ``purposes`` are what it is for."""

    name: str
    passed: bool
    said: str


def check(chosen: Chosen, wire: Wire, purposes: str, patience: Patience) -> Check:
    """Ask a model for one word; nobody's text is in it, and it counts to no budget."""
    name = f"language model {chosen.said}"
    if chosen.fault:
        return Check(name, passed=False, said=chosen.fault)
    try:
        said = "".join(each.text for each in _asked(wire, patience))
    except WireError as error:
        return Check(name, passed=False, said=error.detail)
    if not said.strip():
        return Check(name, passed=False, said="It answers with nothing. Try another model.")
    return Check(name, passed=True, said=f"answers; used for {purposes}")


def _asked(wire: Wire, patience: Patience) -> Iterator[Piece]:
    return pieces_in_time(lambda line: wire.stream(_SMALL, _FEW_TOKENS, line), patience)
