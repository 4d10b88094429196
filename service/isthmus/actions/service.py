"""Use cases of one action: add it, change it, move it on, take that back, hang it on another."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Final

from isthmus.actions import history, lifecycle
from isthmus.actions.changes import Change, apply_all, drafted, with_parties
from isthmus.actions.cleaning import checked, cleaned_evidence, known_step
from isthmus.actions.ledger import Happening, Ledger
from isthmus.actions.lifecycle import Ready
from isthmus.actions.model import (
    Action,
    Draft,
    EventKind,
    Evidence,
    Party,
    Status,
    StepSettings,
)
from isthmus.actions.rights import require, require_adding
from isthmus.errors import ConflictError, InvalidError, IsthmusError, NotFoundError
from isthmus.people import Person


@dataclass(frozen=True)
class Keeping:
    """Actions as somebody works on them, in one transaction."""

    ledger: Ledger

    # ---- coming in

    def add(self, draft: Draft, said: str = "") -> Action:
        """Keep an action that is agreed."""
        action = replace(self._drafted(draft), status=Status.OPEN)
        return self._shown(self.ledger.begin(action, Happening(EventKind.ADDED, said)))

    def propose(self, draft: Draft, said: str = "") -> Action:
        """Keep what was found in a text, to be accepted, edited or discarded by a person."""
        action = self._drafted(draft)
        return self._shown(self.ledger.begin(action, Happening(EventKind.PROPOSED, said)))

    def accept(self, action: int, changes: Iterable[Change] = ()) -> Action:
        """Agree to a proposal, as it is or with changes."""
        now = self._to(action, EventKind.ACCEPTED)
        then = apply_all(lifecycle.accepted(now), self._known(changes))
        return self._keep(now, then, EventKind.ACCEPTED)

    # ---- being changed

    def edit(self, action: int, changes: Iterable[Change], said: str = "") -> Action:
        """Change what is said of it; what says nothing new is no event."""
        now = self._to(action, EventKind.EDITED)
        return self._keep(now, apply_all(now, self._known(changes)), EventKind.EDITED, said)

    def comment(self, action: int, text: str) -> Action:
        now = self._to(action, EventKind.COMMENTED)
        if not text.strip():
            raise InvalidError("Say something: an empty comment tells nobody anything.")
        return self._shown(self.ledger.write(now, now, Happening(EventKind.COMMENTED, text)))

    def add_evidence(self, action: int, evidence: Evidence) -> Action:
        now = self._to(action, EventKind.EVIDENCED)
        return self._keep(now, self._shown_by(now, (evidence,)), EventKind.EVIDENCED)

    def start(self, action: int, said: str = "") -> Action:
        now = self._to(action, EventKind.STARTED)
        return self._keep(now, lifecycle.started(now), EventKind.STARTED, said)

    def block(self, action: int, reason: str = "", waiting_for: Party | None = None) -> Action:
        """Say why it cannot go on."""
        now = self._to(action, EventKind.BLOCKED)
        waited = self.ledger.party(waiting_for) if waiting_for else None
        return self._keep(now, lifecycle.blocked(now, reason, waited), EventKind.BLOCKED)

    def unblock(self, action: int, said: str = "") -> Action:
        now = self._to(action, EventKind.UNBLOCKED)
        return self._keep(now, lifecycle.unblocked(now), EventKind.UNBLOCKED, said)

    def done(self, action: int, evidence: Iterable[Evidence] = (), said: str = "") -> Action:
        """Close it; a recurring one opens the next, once."""
        now = self._to(action, EventKind.DONE)
        shown = self._shown_by(now, evidence)
        return self._keep(now, lifecycle.done(shown, self._ready(shown)), EventKind.DONE, said)

    def drop(self, action: int, reason: str = "") -> Action:
        """Say that it will not be done, and why; for a proposal, that it is discarded."""
        now = self._to(action, EventKind.DROPPED)
        return self._keep(now, lifecycle.dropped(now, reason), EventKind.DROPPED)

    def reopen(self, action: int, reason: str) -> Action:
        now = self._to(action, EventKind.REOPENED)
        return self._keep(now, lifecycle.reopened(now, reason), EventKind.REOPENED)

    # ---- hanging on others

    def depend(self, action: int, blocker: int) -> Action:
        """Say that an action waits for another; raises ConflictError where that goes in a ring."""
        now = self._to(action, EventKind.LINKED)
        self.ledger.seen_by(blocker)
        waits = tuple(dict.fromkeys((*now.depends_on, blocker)))
        return self._keep(now, checked(replace(now, depends_on=waits)), EventKind.LINKED)

    def undepend(self, action: int, blocker: int) -> Action:
        now = self._to(action, EventKind.UNLINKED)
        kept = tuple(each for each in now.depends_on if each != blocker)
        return self._keep(now, replace(now, depends_on=kept), EventKind.UNLINKED)

    # ---- being taken back

    def undo(self, action: int, event: int | None = None) -> Action:
        """Take back the last change that stands, or the one that is said, whoever made it."""
        return self._back(action, event, EventKind.UNDONE)

    def redo(self, action: int, event: int | None = None) -> Action:
        """Do again the change that was taken back last, or the one that is said."""
        return self._back(action, event, EventKind.REDONE)

    def _back(self, action: int, number: int | None, kind: EventKind) -> Action:
        now = self.ledger.opened(action)
        events = self.ledger.records.events(action)
        if kind is EventKind.UNDONE:
            target = history.to_undo(events, number)
            then = history.undone(now, target)
        else:
            target = history.to_redo(events, number)
            then = history.redone(now, target)
        require(now, self.ledger.by, target.kind, self.ledger.lead(now))
        if then == now:
            raise ConflictError(f"Event {target.number} left nothing that could be taken back.")
        self._refuse_unready(now, then)
        return self._shown(self.ledger.keep(now, then, Happening(kind, undoes=target.number)))

    def _refuse_unready(self, now: Action, then: Action) -> None:
        """Refuse what would leave an action closed that could not be; see ``lifecycle.done``."""
        if then.status is Status.DONE:
            ready = self._ready(then)
            closes = now.status is not Status.DONE
            lifecycle.finished(then, ready if closes else replace(ready, open_blockers=()))

    # ---- what all of them need

    def _to(self, action: int, kind: EventKind) -> Action:
        now = self.ledger.opened(action)
        return require(now, self.ledger.by, kind, self.ledger.lead(now))

    def _keep(self, now: Action, then: Action, kind: EventKind, said: str = "") -> Action:
        return self._shown(self.ledger.keep(now, then, Happening(kind, said)))

    def _shown(self, action: Action) -> Action:
        return self.ledger.shown(action)

    def _ready(self, action: Action) -> Ready:
        records = self.ledger.records
        asks = bool(action.step) and records.step(action.step).evidence
        return Ready(asks, records.open_blockers(action))

    def _shown_by(self, action: Action, evidence: Iterable[Evidence]) -> Action:
        by, at = self.ledger.by.id, self.ledger.at
        new = (replace(cleaned_evidence(each), by=by, at=at) for each in evidence)
        return checked(replace(action, evidence=(*action.evidence, *new)))

    def _drafted(self, draft: Draft) -> Action:
        require_adding(draft, self.ledger.by)
        action = drafted(draft)
        for blocker in action.depends_on:
            self.ledger.seen_by(blocker)
        owner = self.ledger.party(action.owner) if action.owner else None
        return replace(action, owner=owner, helpers=tuple(map(self.ledger.party, action.helpers)))

    def _known(self, changes: Iterable[Change]) -> list[Change]:
        """Give changes with the people whom they name as the directory has them."""
        return [with_parties(each, self.ledger.party) for each in changes]


# ---- many at once

Deed = Callable[[Keeping, int], Action]
"""One use case on one action, for many at once."""


@dataclass(frozen=True)
class Refused:
    action: int
    why: str


@dataclass(frozen=True)
class Bulk:
    """What became of many actions: those that were done with, and why others were not."""

    done: tuple[Action, ...]
    refused: tuple[Refused, ...]


def done_to_each(
    keeping: Keeping,
    wanted: Iterable[int],
    deed: Deed,
    apart: Callable[[], AbstractContextManager[object]],
) -> Bulk:
    """Do the same to each; ``apart`` keeps all of a deed or nothing of it, then it goes on."""
    done: list[Action] = []
    refused: list[Refused] = []
    for action in dict.fromkeys(wanted):
        try:
            with apart():
                done.append(deed(keeping, action))
        except IsthmusError as error:
            refused.append(Refused(action, str(error)))
    return Bulk(tuple(done), tuple(refused))


# ---- steps

LONGEST_SILENCE: Final = 365  # days


def refuse_unknown(settings: StepSettings, person: Callable[[str], Person | None]) -> None:
    """Raise InvalidError or NotFoundError where no step can be kept like that."""
    if not known_step(settings.step):
        raise InvalidError("Say which step is meant, such as 2.4.")
    if settings.lead and person(settings.lead) is None:
        raise NotFoundError(
            f"There is no person {settings.lead}. `isthmus people list` shows who there is."
        )
    if not 1 <= settings.silence <= LONGEST_SILENCE:
        raise InvalidError(f"Silence lasts 1 to {LONGEST_SILENCE} days before it is told.")
