"""What a form of an action asks for, as steps that are taken in one transaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from isthmus.actions.changes import Change
from isthmus.actions.edits import evidence_of
from isthmus.actions.given import status_meant
from isthmus.actions.model import Action, Evidence, Status
from isthmus.actions.service import Keeping
from isthmus.errors import InvalidError, IsthmusError

SAID: Final = "By a form"
Deed = Callable[[Keeping], Action]


class WrongFieldError(InvalidError):
    """What was entered in one field cannot be done; nothing of the form was."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(why)
        self.field = where


@dataclass(frozen=True)
class Step:
    """One thing that a form asks for, and the field that asks for it."""

    field: str
    do: Deed


@dataclass
class Plan:
    """Changes of what is said of an action, and steps; ``first`` comes before all of them."""

    action: int
    changes: list[Change] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    first: list[Step] = field(default_factory=list)

    def carried_out(self, keeping: Keeping, now: Action) -> Action:
        """Take all steps; raises WrongFieldError for the first that cannot be taken."""
        edits = [Step("title", self._edited)] if self.changes else []
        for step in (*self.first, *edits, *self.steps):
            try:
                now = step.do(keeping)
            except IsthmusError as error:
                raise WrongFieldError(step.field, str(error)) from error
        return now

    def _edited(self, keeping: Keeping) -> Action:
        return keeping.edit(self.action, self.changes, SAID)


def linked(action: int, blocker: int) -> Step:
    return Step("blocked_by", lambda keeping: keeping.depend(action, blocker))


def unlinked(action: int, blocker: int) -> Step:
    return Step("blocked_by", lambda keeping: keeping.undepend(action, blocker))


def shown(text: str, action: int) -> Iterator[Step]:
    """Give a step for each piece of evidence in a text."""
    for each in evidence_of(text):
        yield _shown(each, action)


def _shown(evidence: Evidence, action: int) -> Step:
    return Step("evidence", lambda keeping: keeping.add_evidence(action, evidence))


def moved(said: str, why: str, now: Action) -> Step | None:
    """Give the step that brings an action to a status; None where it stands there already."""
    status, action = status_meant(said), now.id
    if status is now.status:
        return None
    back = now.status is Status.BLOCKED
    deeds: dict[Status, tuple[str, Deed]] = {
        Status.OPEN: ("reason", lambda keeping: _opened(keeping, now, why)),
        Status.IN_PROGRESS: (
            "status",
            lambda keeping: (keeping.unblock if back else keeping.start)(action, why),
        ),
        Status.BLOCKED: ("reason", lambda keeping: keeping.block(action, why)),
        Status.DONE: ("evidence", lambda keeping: keeping.done(action, said=why)),
        Status.DROPPED: ("reason", lambda keeping: keeping.drop(action, why)),
    }
    if status not in deeds:
        raise InvalidError("An action cannot go back to being proposed.")
    return Step(*deeds[status])


def _opened(keeping: Keeping, now: Action, why: str) -> Action:
    match now.status:
        case Status.PROPOSED:
            return keeping.accept(now.id)
        case Status.BLOCKED:
            return keeping.unblock(now.id, why)
        case _:
            return keeping.reopen(now.id, why)
