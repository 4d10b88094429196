"""An app that only listens: what the workspace itself is tested with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slack_workspace.receiving import Answer


@dataclass
class Listener:
    """Keeps what arrives, and answers as a test wants: the given answers first, then 200."""

    answers: list[Answer] = field(default_factory=list)
    requests: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    def __call__(self, path: str, headers: Mapping[str, str], body: bytes, _: float) -> Answer:
        self.requests.append((path, headers, body))
        return self.answers.pop(0) if self.answers else Answer(200, b"")
