"""Calls as they are kept: who asked which model what for, what it took, and how it ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from isthmus.llm.budget import FOR_NOTHING, NOTHING, Limits, Spent, Usage
from isthmus.llm.model import Call, Request

RUNNING: Final = "running"
ANSWERED: Final = "answered"
STOPPED: Final = "stopped"  # whoever asked wanted no more of it


@dataclass(frozen=True)
class Made:
    """A call: ``rules`` is the digest of the prompt that stands before all others.

    ``outcome`` is `answered`, `stopped`, `running`, or why there was nothing (`slow`, `down`, …).
    ``counted`` tells whether the provider counted the tokens; else they are reckoned.
    """

    call: Call
    at: datetime
    person: str
    purpose: str
    about: str
    rules: str
    passages: tuple[str, ...]
    usage: Usage = NOTHING
    spent: Spent = FOR_NOTHING
    seconds: float = 0.0
    outcome: str = RUNNING
    detail: str = ""


def begun(
    call: Call, request: Request, at: datetime, rules: str, passages: tuple[str, ...]
) -> Made:
    return Made(call, at, request.by, request.purpose.value, request.about, rules, passages)


class Ledger(Protocol):
    """What was spent and called, within one transaction."""

    def set_aside(self, made: Made, limits: Limits) -> bool:
        """Take a call's worst cost from its day, unless the day or the person has not so much."""
        ...

    def settle(self, made: Made, aside: Spent) -> None:
        """Give back what was set aside but for what was spent, and keep how the call ended."""
        ...


def in_words(made: Made) -> Iterator[tuple[str, str]]:
    """Give what the audit trail tells of a call: ids and figures, never a text."""
    call, usage = made.call, made.usage
    yield "purpose", made.purpose
    yield "about", made.about
    yield "model", call.model
    yield "prompt", f"{call.prompt} {call.version}"
    yield "digest", call.digest
    yield "rules", made.rules
    yield "passages", ", ".join(made.passages)
    yield "tokens", f"{usage.read}+{usage.written}{'' if usage.counted else ' (reckoned)'}"
    yield "cost", made.spent.money
    yield "outcome", made.outcome
