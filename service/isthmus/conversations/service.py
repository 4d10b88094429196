"""Use cases: ask in a conversation, find it again, show it to somebody, forget it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_urlsafe
from typing import Final, Protocol
from uuid import uuid4

from isthmus.answers.model import Answer, Outcome
from isthmus.answers.preparing import Prepared
from isthmus.answers.service import Answering, Unkept, still_stands
from isthmus.conversations.following import Understood, follow
from isthmus.conversations.model import (
    UNTITLED,
    Conversation,
    Kind,
    Said,
    Shown,
    Thread,
    Turn,
    Withheld,
    cited_passages,
    titled,
    unknown,
)
from isthmus.conversations.replying import Requested, prepared
from isthmus.errors import NotFoundError
from isthmus.people import Person, Rank, alone
from isthmus_knowledge.analysis import terms

NEW: Final = "new"  # asked for in the place of a conversation's id, it starts one
MOST_LISTED: Final = 30
REMEMBERED: Final = 20  # turns that a question may lean on
WITHHELD: Final = (
    "This answer stands on documents that you may not read, or that were taken out of the library, "
    "so it is not shown to you. Ask the question yourself to see what you may read of it."
)


class Records(Protocol):
    """Conversations within one transaction."""

    def conversation(self, conversation: str) -> Conversation | None: ...

    def shared(self, link: str) -> Conversation | None: ...

    def turns(self, conversation: str) -> list[Turn]:
        """Give a conversation's turns, oldest first."""
        ...

    def outcomes(self, answers: Sequence[str]) -> dict[str, Outcome]: ...

    def of(self, owner: str, page: int, size: int) -> list[Conversation]:
        """Give an owner's conversations, the last changed first; ``page`` counts from 0."""
        ...

    def holding(self, owner: str, sought: Sequence[str]) -> list[tuple[Conversation, list[Turn]]]:
        """Give conversations with turns whose question or answer has all these terms."""
        ...

    def asked_terms(self, turn: Turn) -> set[str]: ...

    def begin(self, conversation: Conversation) -> None: ...

    def save(self, conversation: Conversation) -> None:
        """Write what changed; raises ConflictError where it was deleted meanwhile."""
        ...

    def keep(self, turn: Turn, outcome: Outcome) -> Turn:
        """Keep a turn as the last of its saved conversation, with what came of it."""
        ...

    def forget(self, conversation: str, at: datetime) -> None:
        """Delete it with its turns; its answers are left to the audit alone."""
        ...


class Noted(Protocol):
    """The audit trail."""

    def record(self, action: str, by: Person, subject: str) -> object: ...


@dataclass(frozen=True)
class Asked:
    """A question asked in a conversation, with what came of it."""

    conversation: Conversation
    turn: Turn
    outcome: Outcome


@dataclass(frozen=True)
class Put:
    """A question put in a conversation after the turns ``before``, as it is understood.

    ``parts`` are the questions in it, where somebody knows them better than the rules do.
    """

    text: str
    conversation: Conversation
    is_new: bool
    before: tuple[Turn, ...]
    understood: Understood
    parts: tuple[str, ...] = ()

    @property
    def earlier(self) -> list[str]:
        """The questions it may lean on, oldest first, as each stands alone."""
        return [turn.asked for turn in self.before if turn.kind is Kind.ASK][-REMEMBERED:]

    def turn(self, outcome: Outcome) -> Turn:
        understood = self.understood
        return Turn(
            conversation=self.conversation.id,
            number=len(self.before) + 1,
            text=self.text,
            kind=understood.kind,
            understood=understood.question if understood.rewritten else None,
            answer=outcome.id,
            at=outcome.asked.at,
        )


@dataclass(frozen=True)
class Conversing:
    """Asking in conversations; ``changing`` opens the one transaction that keeps a turn.

    A question is put, prepared and kept, each in a transaction that need not be the same: somebody
    may word the answer meanwhile, and take a minute over it.
    """

    answering: Answering
    records: Records
    changing: Callable[[], AbstractContextManager[Records]]

    def put(self, text: str, by: Person, conversation: str = NEW, *, as_it_is: bool = False) -> Put:
        """Put a question in a conversation, where it may lean on those before it.

        ``as_it_is`` takes the words as they stand. Raises NotFoundError where the conversation is
        somebody else's. Who asks and what they may read is never taken from the text.
        """
        is_new = conversation == NEW
        found = self._begun(text, by) if is_new else own(self.records, conversation, by)
        before = tuple(self.records.turns(found.id))
        put = Put(text, found, is_new, before, Understood(Kind.ASK, text))
        return put if as_it_is else replace(put, understood=follow(text, put.earlier))

    def prepare(self, put: Put, by: Person) -> Prepared:
        """Find what answers it, from what ``by`` may read; nothing is kept yet."""
        requested = self._requested(put.understood, put.before, by)
        if requested is None:
            question = put.understood.question
            return self.answering.prepare(question, by, alone(by), put.parts)
        return prepared(requested, self.answering, by)

    def keep(self, put: Put, prepared: Prepared, outcome: Outcome) -> Asked:
        """Keep a turn with what came of it, as far as that may still be read: see Answering."""
        kept = replace(self.answering, records=Unkept()).keep(prepared, outcome)
        turn = put.turn(kept)
        found = replace(put.conversation, changed_at=turn.at)
        with self.changing() as records:
            (records.begin if put.is_new else records.save)(found)
            return Asked(found, records.keep(turn, kept), kept)

    def _begun(self, text: str, by: Person) -> Conversation:
        now = self.answering.clock()
        return Conversation(uuid4().hex, by.id, titled(text.strip() or UNTITLED), now, now)

    def _requested(
        self, understood: Understood, before: Sequence[Turn], by: Person
    ) -> Requested | None:
        """Give what is asked about the last answer; None where it is a question of its own."""
        if understood.kind is Kind.ASK:
            return None
        last = self.seen(before[-1], by)
        if not isinstance(last, Answer):
            return None
        base = max(n for n, turn in enumerate(before) if turn.kind is Kind.ASK)
        seen = [cited_passages(self.seen(turn, by)) for turn in before[base:]]
        return Requested(
            understood.kind,
            understood.question,
            before[base].asked,
            last,
            frozenset().union(*seen),
        )

    def seen(self, turn: Turn, by: Person) -> Shown:
        """Give what came of a turn as this reader may see it at this moment."""
        return self._visible(turn, self.records.outcomes([turn.answer]), by)

    def thread(self, conversation: Conversation, by: Person, last: int | None = None) -> Thread:
        """Give a conversation as one reader sees it, only its ``last`` turns where that is said."""
        turns = self.records.turns(conversation.id)
        shown = turns if last is None else turns[-last:]
        outcomes = self.records.outcomes([turn.answer for turn in shown])
        said = tuple(Said(turn, self._visible(turn, outcomes, by)) for turn in shown)
        return Thread(conversation, said, len(turns) - len(shown))

    def opened(self, conversation: str, by: Person) -> Conversation:
        """Give one's own conversation; a guest's is anybody's who knows its address."""
        found = self.records.conversation(conversation)
        if found is None or not (found.owner == by.id or found.is_guests):
            raise unknown(conversation)
        return found

    def shared(self, link: str, by: Person) -> Conversation:
        """Give a conversation by its link; only for somebody who is signed in."""
        by.require(Rank.READER)
        found = self.records.shared(link)
        if found is None:
            raise NotFoundError("This link leads to no conversation, or it is no longer shared.")
        return found

    def listed(self, by: Person, words: str = "", page: int = 0) -> list[Conversation]:
        """Give one's conversations, the latest first; those that hold all the words, if any.

        An answer is searched only where it may still be read.
        """
        by.require(Rank.READER)
        sought = list(dict.fromkeys(terms(words)))
        if not sought:
            return self.records.of(by.id, page, MOST_LISTED)
        found = [
            conversation
            for conversation, turns in self.records.holding(by.id, sought)
            if any(self._holds(turn, set(sought), by) for turn in turns)
        ]
        return found[page * MOST_LISTED : (page + 1) * MOST_LISTED]

    def _holds(self, turn: Turn, sought: set[str], by: Person) -> bool:
        in_question = sought <= self.records.asked_terms(turn)
        return in_question or not isinstance(self.seen(turn, by), Withheld)

    def _visible(self, turn: Turn, outcomes: dict[str, Outcome], by: Person) -> Shown:
        outcome = outcomes[turn.answer]
        stands = by.unrestricted or still_stands(outcome, self.answering.library(alone(by)))
        return outcome if stands else Withheld(outcome.id, WITHHELD)


def own(records: Records, conversation: str, by: Person) -> Conversation:
    """Give a conversation to its owner; raises NotFoundError for anybody else."""
    found = records.conversation(conversation)
    if found is None:
        raise unknown(conversation)
    return found.owned_by(by)


def rename(records: Records, conversation: str, title: str, by: Person) -> Conversation:
    renamed = own(records, conversation, by).rename(title)
    records.save(renamed)
    return renamed


def share(records: Records, audit: Noted, conversation: str, by: Person) -> Conversation:
    """Make a link by which signed-in people may read along; the same one where there is one."""
    found = own(records, conversation, by.require(Rank.READER))
    if found.shared:
        return found
    shared = replace(found, shared=token_urlsafe(24))
    records.save(shared)
    audit.record("conversation.shared", by, conversation)
    return shared


def unshare(records: Records, audit: Noted, conversation: str, by: Person) -> Conversation:
    """Make the link worthless; a later one is another."""
    unshared = replace(own(records, conversation, by), shared=None)
    records.save(unshared)
    audit.record("conversation.unshared", by, conversation)
    return unshared


def delete(records: Records, audit: Noted, conversation: str, by: Person, at: datetime) -> None:
    """Forget a conversation: for everybody, but for the answers' record."""
    records.forget(own(records, conversation, by).id, at)
    audit.record("conversation.deleted", by, conversation)
