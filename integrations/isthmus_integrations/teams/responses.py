"""What an invoke is answered with at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

Json = dict[str, Any]

CARD: Final = "application/vnd.microsoft.card.adaptive"
TOLD: Final = "application/vnd.microsoft.activity.message"
ERROR: Final = "application/vnd.microsoft.error"


@dataclass(frozen=True)
class Answer:
    """What goes back to Teams over HTTP; no body where there is nothing to say."""

    status: int = HTTPStatus.OK
    body: Mapping[str, Any] | None = None


def shows(card: Json) -> Answer:
    """Put a card in the place of the one whose button was pressed, for whoever pressed it."""
    return Answer(body={"statusCode": 200, "type": CARD, "value": card})


def tells(text: str) -> Answer:
    """Say something to whoever pressed a button."""
    return Answer(body={"statusCode": 200, "type": TOLD, "value": text})


def fails(text: str) -> Answer:
    """Leave a card as it is."""
    value = {"code": "NotShown", "message": text}
    return Answer(body={"statusCode": 400, "type": ERROR, "value": value})


def closes(text: str = "") -> Answer:
    """Close a dialog, with a last word where there is one; an empty object is none."""
    return Answer(body={"task": {"type": "message", "value": text}} if text else None)


def finds_nothing(text: str) -> Answer:
    return Answer(body={"composeExtension": {"type": "message", "text": text}})
