"""What a channel's edge does with an error: the words for the person, the rest for the log."""

from http import HTTPStatus
from typing import Final

import structlog

from isthmus.edge.problems import WORDS
from isthmus.errors import IsthmusError, UnavailableError

log = structlog.get_logger("isthmus.channels")

WENT_WRONG: Final = (
    "Something went wrong here, and it was logged. Try it in other words; if it stays so, tell "
    "whoever runs this service."
)


def words_for(error: Exception, channel: str) -> str:
    """Give what a person in a channel is told; what they cannot do anything about is logged."""
    match error:
        case UnavailableError():  # its words may name the database's address or a folder
            log.error("message.unavailable", channel=channel, reason=str(error))
            return WORDS[HTTPStatus.SERVICE_UNAVAILABLE]
        case IsthmusError():
            return str(error)
        case _:
            log.error("message.failed", channel=channel, exc_info=error)
            return WENT_WRONG
