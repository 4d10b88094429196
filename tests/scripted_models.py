"""Models that say what a test wants them to say, and note what they were told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

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

Says = Callable[[Request], str | Mapping[str, Any] | Unavailable]


@dataclass
class ScriptedModels:
    """Each call gives what ``says`` makes of its request: a text, values, or why there is none."""

    says: Says
    purposes: tuple[Purpose, ...] = tuple(Purpose)
    told: list[Request] = field(default_factory=list)
    piece: int = 7  # characters that come at a time

    def is_on(self, purpose: Purpose) -> bool:
        return purpose in self.purposes

    def may_see(self, shown: Shown) -> bool:
        return shown.licence != "ai-restricted"

    def stream(self, request: Request) -> Streamed:
        said = self._said(request)
        assert isinstance(said, str)
        return Streamed(self._call(request), self._pieces(said))

    def structured(self, request: Request, shape: Mapping[str, Any]) -> Structured:
        del shape
        said = self._said(request)
        assert not isinstance(said, str)
        return Structured(self._call(request), said)

    def _said(self, request: Request) -> str | Mapping[str, Any]:
        if not self.is_on(request.purpose):
            raise ModelUnavailableError(Unavailable.OFF)
        self.told.append(request)
        said = self.says(request)
        if isinstance(said, Unavailable):
            raise ModelUnavailableError(said)
        return said

    def _call(self, request: Request) -> Call:
        prompt = request.prompt
        return Call(
            f"call-{len(self.told)}", "scripted", prompt.name, prompt.version, prompt.digest
        )

    def _pieces(self, text: str) -> Iterator[str]:
        for start in range(0, len(text), self.piece):
            yield text[start : start + self.piece]
