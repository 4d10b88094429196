"""Which status follows which, and what each step asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.actions.cleaning import LONGEST_SAID, clean, cleaned_party
from isthmus.actions.model import LIVE, Action, Party, Status, named
from isthmus.errors import ConflictError, InvalidError

_DISCARDED: Final = "Discarded when it was proposed."
_FROM: Final = {
    "accept": frozenset({Status.PROPOSED}),
    "start": frozenset({Status.OPEN}),
    "block": frozenset({Status.OPEN, Status.IN_PROGRESS, Status.BLOCKED}),
    "unblock": frozenset({Status.BLOCKED}),
    "close": frozenset(LIVE),
    "drop": frozenset({Status.PROPOSED, *LIVE}),
    "reopen": frozenset({Status.DONE, Status.DROPPED}),
}
_INSTEAD: Final = {
    Status.PROPOSED: "Accept it first, or discard it.",
    Status.OPEN: "It can be started, blocked, closed or dropped.",
    Status.IN_PROGRESS: "It can be blocked, closed or dropped.",
    Status.BLOCKED: "It can be unblocked, closed or dropped.",
    Status.DONE: "Reopen it first.",
    Status.DROPPED: "Reopen it first.",
}


@dataclass(frozen=True)
class Ready:
    """What closing an action hangs on.

    ``evidence`` tells whether its step asks for evidence; ``open_blockers`` are the actions that it
    waits for which nobody closed yet.
    """

    evidence: bool = False
    open_blockers: Sequence[int] = ()


def accepted(action: Action) -> Action:
    """Agree to a proposal."""
    return _to(_from(action, "accept"), Status.OPEN)


def started(action: Action) -> Action:
    return _to(_from(action, "start"), Status.IN_PROGRESS)


def blocked(action: Action, reason: str = "", waiting_for: Party | None = None) -> Action:
    """Say why it cannot go on: whom or what it waits for, unless it waits for an action."""
    _from(action, "block")
    waited = cleaned_party(waiting_for)
    reason = clean(reason, LONGEST_SAID, "reason")
    if not (reason or waited or action.depends_on):
        raise InvalidError(
            f"Say what {action.name} waits for: a person, a reason, or another action."
        )
    resumes = action.resumes if action.status is Status.BLOCKED else action.status
    return replace(_to(action, Status.BLOCKED, reason), waiting_for=waited, resumes=resumes)


def unblocked(action: Action) -> Action:
    """Go on where it stood before it was blocked."""
    return _to(_from(action, "unblock"), action.resumes or Status.OPEN)


def done(action: Action, ready: Ready) -> Action:
    """Close it; raises ConflictError while it waits for others, InvalidError without evidence."""
    return finished(_to(_from(action, "close"), Status.DONE), ready)


def finished(action: Action, ready: Ready) -> Action:
    """Give a closed action as it may be closed; see ``done``."""
    if ready.open_blockers:
        waits = ", ".join(map(named, ready.open_blockers))
        raise ConflictError(
            f"{action.name} waits for {waits}. Close that first, or say that it does not wait."
        )
    if ready.evidence and not action.evidence:
        raise InvalidError(
            f"Closing an action of step {action.step} needs evidence: a link, a file or a note "
            "that shows it is done."
        )
    return action


def dropped(action: Action, reason: str) -> Action:
    _from(action, "drop")
    reason = clean(reason, LONGEST_SAID, "reason")
    if not reason and action.status is Status.PROPOSED:
        reason = _DISCARDED
    if not reason:
        raise InvalidError("Say why it is dropped: whoever finds it later wants to know.")
    return _to(action, Status.DROPPED, reason)


def reopened(action: Action, reason: str) -> Action:
    _from(action, "reopen")
    reason = clean(reason, LONGEST_SAID, "reason")
    if not reason:
        raise InvalidError("Say why it is opened again.")
    return _to(action, Status.OPEN, reason)


def _from(action: Action, act: str) -> Action:
    if action.status not in _FROM[act]:
        raise ConflictError(f"{action.name} is {action.status}. {_INSTEAD[action.status]}")
    return action


def _to(action: Action, status: Status, reason: str = "") -> Action:
    return replace(action, status=status, reason=reason, waiting_for=None, resumes=None)
