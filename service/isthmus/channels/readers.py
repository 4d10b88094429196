"""Who reads what is said somewhere, and what they may read: when it was said, and now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from isthmus.channels.model import Manner
from isthmus.messages import Message

FRESH: Final = timedelta(minutes=2)


def rights(message: Message) -> dict[str, Any]:
    """Write down who sees what comes of a message, and what all of them may read.

    Groups do not say it all: what names somebody is read by them, too.
    """
    reader = message.reader
    return {
        "groups": sorted(reader.groups),
        "unrestricted": reader.unrestricted,
        "admitted": reader.admitted,
        "people": sorted(_people(message)),
    }


def still(message: Message, before: Mapping[str, Any]) -> bool:
    """Tell whether all who see it now were there before, and may read all that they could.

    Where nobody wrote down who was there, it is not so.
    """
    if not _people(message) <= set(before.get("people", ())):
        return False
    reader = message.reader
    if not reader.admitted and before.get("admitted", True):
        return False
    if reader.unrestricted:
        return True
    return not before["unrestricted"] and reader.groups >= set(before["groups"])


def waited(asked: Mapping[str, Any], now: datetime, *, asks_only: bool) -> bool:
    """Tell whether what was asked waited so long that it is asked again: documents change, too."""
    return asks_only and now - datetime.fromisoformat(asked["at"]) > FRESH


def _people(message: Message) -> set[str]:
    return {each.id for each in message.seen_by.members}


def told_apart(known: str, message: Message, at: str) -> str:
    """Name what was said as a new message, for those who read it at that time."""
    told = sha256(repr((rights(message), at)).encode()).hexdigest()[:12]
    return f"{known}~{told}"


def as_there(message: Message, manner: Manner) -> Message:
    """Give a message as it is to be heard in a place: its documents, step and language."""
    return replace(
        message,
        collections=manner.collections,
        readers=manner.readers,
        step=manner.step,
        site=manner.site,
        language=manner.language,
    )
