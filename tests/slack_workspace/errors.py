"""How Slack says no, and how the workspace says that a person cannot do something."""

from typing import Any


class SlackError(Exception):
    """A call that Slack refuses: ``code`` is its `error`, the rest stands beside it."""

    def __init__(self, code: str, **beside: Any) -> None:  # noqa: ANN401 - JSON
        super().__init__(code)
        self.code = code
        self.beside = beside

    @property
    def answer(self) -> dict[str, Any]:
        return {"ok": False, "error": self.code, **self.beside}


class NotPossibleError(AssertionError):
    """A test wants of somebody what nobody could do, such as a press of no button."""


def refused(code: str, problems: list[str]) -> SlackError:
    """Name what is wrong, each with the pointer to where, as Slack does."""
    said = [f"[ERROR] {problem}" for problem in problems]
    return SlackError(code, errors=problems, response_metadata={"messages": said})
