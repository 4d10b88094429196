"""Use cases: decide what becomes of an unanswered question; wait for its answer; be told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import uuid4

from isthmus.errors import NotFoundError
from isthmus.people import SERVICE, Person, Rank
from isthmus.unanswered.model import Notice, Settled, State, Subscription, Unanswered


class Records(Protocol):
    """Unanswered questions within one transaction."""

    def group(self, group: str) -> Unanswered | None: ...

    def save(self, group: Unanswered) -> None: ...

    def group_of(self, answer: str) -> str | None:
        """Give the group an unanswered asking is in."""
        ...

    def waiting(self, group: str) -> list[Subscription]:
        """Give the subscriptions of a group that had no notice yet."""
        ...

    def subscription(self, group: str, person: str) -> Subscription | None: ...

    def subscribe(self, subscription: Subscription) -> None: ...

    def unsubscribe(self, subscription: str) -> None: ...

    def notice(self, noticed: Subscription) -> bool:
        """Keep a notice; False where this subscription had its notice already."""
        ...

    def notices(self, person: str) -> list[Notice]: ...

    def seen(self, person: str, notices: Iterable[str], at: datetime) -> None: ...


class Noted(Protocol):
    """The audit trail."""

    def record(
        self, action: str, by: Person, subject: str, details: Mapping[str, str], /
    ) -> object: ...


@dataclass(frozen=True)
class Deciding:
    """What a lead decides of unanswered questions, within one transaction, on the audit trail.

    ``may_know`` tells whether a person, by id, may read what settles a question.
    """

    records: Records
    audit: Noted
    by: Person
    at: datetime
    may_know: Callable[[str, Settled], bool]

    def settle(self, group: str, settled: Settled) -> Unanswered:
        """Mark as answered, and tell those who wait and may read what answers it."""
        changed = self._group(group).settle(settled, self.by, self.at)
        if not self.may_know(self.by.id, settled):
            raise NotFoundError(
                f"There is no document or answer {settled.document or settled.answer}, "
                "or you may not read it."
            )
        for each in self.records.waiting(group):
            if self.may_know(each.person, settled):
                self.records.notice(each.notice(settled, self.at))
        named = {"document": settled.document or "", "answer": settled.answer or ""}
        return self._kept(changed, "unanswered.settled", named)

    def dismiss(self, group: str, note: str) -> Unanswered:
        changed = self._group(group).dismiss(note, self.by, self.at)
        return self._kept(changed, "unanswered.dismissed", {"note": changed.note})

    def reopen(self, group: str) -> Unanswered:
        return self._kept(self._group(group).reopen(self.by, self.at), "unanswered.reopened", {})

    def _group(self, group: str) -> Unanswered:
        self.by.require(Rank.LEAD)
        found = self.records.group(group)
        if found is None:
            raise NotFoundError(f"There is no unanswered question {group}.")
        return found

    def _kept(self, group: Unanswered, action: str, details: Mapping[str, str]) -> Unanswered:
        self.records.save(group)
        self.audit.record(action, self.by, group.id, details)
        return group


def subscribe(records: Records, answer: str, by: Person, at: datetime) -> Subscription:
    """Wait for an answer to a question; whoever had a notice and asks again waits anew.

    The caller made sure that the asking is this person's own.
    """
    group = records.group_of(answer)
    if group is None:
        raise NotFoundError("Only a question that was not answered can be waited for.")
    found = records.subscription(group, by.require(Rank.READER).id)
    if found and found.noticed_at is None:
        return found
    if found:
        records.unsubscribe(found.id)
    made = Subscription(uuid4().hex, group, by.id, answer, at)
    records.subscribe(made)
    return made


def unsubscribe(records: Records, answer: str, by: Person) -> None:
    group = records.group_of(answer)
    found = records.subscription(group, by.id) if group else None
    if found and found.noticed_at is None:
        records.unsubscribe(found.id)


def told(records: Records, subscription: Subscription, answer: str, at: datetime) -> bool:
    """Tell somebody of an answer; settles the group when nobody waits any longer."""
    settled = Settled(answer=answer)
    if not records.notice(subscription.notice(settled, at)):
        return False
    group = records.group(subscription.unanswered)
    if group and group.state is State.OPEN and not records.waiting(group.id):
        records.save(group.settle(settled, SERVICE, at))
    return True
