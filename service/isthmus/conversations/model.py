"""Conversations: questions one person asked in one go, each with what came of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from isthmus.answers.model import Answer, Outcome
from isthmus.errors import InvalidError, NotFoundError
from isthmus.people import GUEST, Person

LONGEST_TITLE: Final = 120
UNTITLED: Final = "Conversation"


class Kind(StrEnum):
    """What a turn asks for: an answer, or something about the answer before it."""

    ASK = "ask"
    WHY = "why"
    WHERE = "where"
    MORE = "more"


@dataclass(frozen=True)
class Conversation:
    """``shared`` is the secret part of the link by which signed-in people may read along."""

    id: str
    owner: str
    title: str
    started_at: datetime
    changed_at: datetime
    shared: str | None = None

    def owned_by(self, person: Person) -> "Conversation":
        """Give it to its owner; to anybody else there is no such conversation."""
        if person.id != self.owner:
            raise unknown(self.id)
        return self

    @property
    def is_guests(self) -> bool:
        """Tell whether a guest began it: then whoever knows its address may read it."""
        return self.owner == GUEST.id

    def rename(self, title: str) -> "Conversation":
        return replace(self, title=titled(title))


@dataclass(frozen=True)
class Turn:
    """One question of a conversation, as it was typed.

    ``understood`` is what was asked of the documents where that is not what was typed; ``answer``
    is the id of what came of it.
    """

    conversation: str
    number: int
    text: str
    kind: Kind
    understood: str | None
    answer: str
    at: datetime

    @property
    def asked(self) -> str:
        """The question as it stands alone."""
        return self.understood or self.text


@dataclass(frozen=True)
class Withheld:
    """An answer that this reader may not see: wholly, since a part of it would tell of the rest."""

    id: str
    why: str


Shown = Outcome | Withheld


@dataclass(frozen=True)
class Said:
    """A turn as one reader sees it."""

    turn: Turn
    outcome: Shown


@dataclass(frozen=True)
class Thread:
    """A conversation as one reader sees it, without its first ``earlier`` turns."""

    conversation: Conversation
    said: tuple[Said, ...]
    earlier: int = 0


def titled(text: str) -> str:
    """Give a title of one line; raises InvalidError for an empty one."""
    flat = " ".join(text.split())
    if not flat:
        raise InvalidError("The title is empty. Give the conversation a few words to find it by.")
    return flat if len(flat) <= LONGEST_TITLE else f"{flat[: LONGEST_TITLE - 1].rstrip()}…"


def unknown(conversation: str) -> NotFoundError:
    return NotFoundError(
        f"There is no conversation {conversation}, or it is somebody else's. "
        "Start a new one by asking a question."
    )


def cited_passages(outcome: Shown) -> set[str]:
    return {each.passage for each in outcome.citations} if isinstance(outcome, Answer) else set()
