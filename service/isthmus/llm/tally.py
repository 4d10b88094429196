"""What this process counted of its calls, for the metrics."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from isthmus.llm.calls import Made
from isthmus.llm.model import Purpose
from isthmus.llm.trying import Breaker, State

_STATES: Final = {State.CLOSED: 0, State.HALF_OPEN: 1, State.OPEN: 2}


@dataclass(frozen=True)
class Measured:
    """One figure; ``counts`` where it only ever grows."""

    name: str
    says: str
    labels: Mapping[str, str]
    value: float
    counts: bool = True


@dataclass
class Tally:
    """Counts calls by purpose and outcome, with their tokens and seconds."""

    _calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    _tokens: Counter[tuple[str, str]] = field(default_factory=Counter)
    _seconds: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def refused(self, purpose: str, why: str) -> None:
        """Count a call that never left."""
        with self._lock:
            self._calls[purpose, why] += 1

    def made(self, made: Made) -> None:
        with self._lock:
            self._calls[made.purpose, made.outcome] += 1
            self._tokens[made.purpose, "read"] += made.usage.read
            self._tokens[made.purpose, "written"] += made.usage.written
            seconds = self._seconds.get(made.purpose, 0.0)
            self._seconds[made.purpose] = seconds + made.seconds

    def measured(
        self, models: Mapping[Purpose, str], breakers: Mapping[Purpose, Breaker]
    ) -> Iterator[Measured]:
        """Give all figures; nothing while no call was made and no model is set up."""
        with self._lock:
            calls, tokens, seconds = dict(self._calls), dict(self._tokens), dict(self._seconds)
        for (name, outcome), value in calls.items():
            labels = {"purpose": name, "outcome": outcome}
            yield Measured("isthmus_llm_calls", "Calls of language models", labels, value)
        for (name, kind), value in tokens.items():
            labels = {"purpose": name, "kind": kind}
            yield Measured("isthmus_llm_tokens", "Tokens read and written", labels, value)
        for name, spent in seconds.items():
            says = "Seconds that calls of language models took"
            yield Measured("isthmus_llm_seconds", says, {"purpose": name}, spent)
        for purpose, breaker in breakers.items():
            says = "Whether a model is left alone: 0 no, 1 one call tries it, 2 yes"
            labels = {"purpose": purpose.value, "model": models[purpose]}
            value = _STATES[breaker.state]
            yield Measured("isthmus_llm_left_alone", says, labels, value, counts=False)
