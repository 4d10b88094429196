"""What happens and somebody is to hear of: to an action, and to what is under review."""

from dataclasses import dataclass

from isthmus.actions.history import assigned
from isthmus.actions.model import Action, Event
from isthmus.actions.store import ActionStore
from isthmus.audit.store import Act
from isthmus.raci.model import Filed as FiledChart
from isthmus.reminding.arranging import arrange
from isthmus.reminding.model import Why
from isthmus.reminding.parts import Parts
from isthmus.reminding.posting import Posting
from isthmus.reminding.reviews import STEPS, SUBMITTED, Step, reviewed, subject_of
from isthmus.reminding.store import Within
from isthmus.roles.model import Filed

_MAKES_THEIRS = frozenset({"owner", "status"})


@dataclass(frozen=True)
class Hearing:
    """Called for each event of an action, in the transaction that keeps it."""

    parts: Parts

    def __call__(self, act: Act, action: Action, event: Event) -> None:
        changed = {change.field for change in event.changes}
        if not changed & _MAKES_THEIRS:
            return
        self._arranged(act, action)
        owner = assigned(action, event)
        if owner and owner.person:
            Posting(act, self.parts).tell_soon(owner.person, Why.ASSIGNED, action.id)
        if action.status.is_closed:
            self._freed(act, action, event)

    def _arranged(self, act: Act, action: Action) -> None:
        """Have the owner told in the mornings, from the first action that is theirs."""
        person = self.parts.person(action.owner.person) if action.owner else None
        if person and action.status.is_live:
            arrange(act, self.parts, person)

    def _freed(self, act: Act, action: Action, event: Event) -> None:
        """Tell the owners of what waited for this alone; whoever closed it knows."""
        store = ActionStore(act.connection)
        for each in store.several(store.dependents(action.id)):
            owner = each.owner.person if each.owner else ""
            if (
                owner not in {"", event.by}
                and each.status.is_live
                and not store.open_blockers(each)
            ):
                Posting(act, self.parts).tell_soon(owner, Why.UNBLOCKED, each.id)


@dataclass(frozen=True)
class HearingOfReviews:
    """Called for each event of a chart or role definition, in the transaction that keeps it."""

    parts: Parts

    def __call__(self, act: Act, filed: FiledChart | Filed, event: Step) -> None:
        """Tell those who may approve it, or whoever submitted it; nobody of what they did."""
        subject = subject_of(filed, event)
        found = reviewed(Within(act.connection), subject) if event.kind in STEPS else None
        if found is None:
            return
        posting = Posting(act, self.parts)
        if event.kind == SUBMITTED:
            for person in filter(found.may_be_approved_by, self.parts.everybody()):
                posting.tell_soon(person.id, Why.REVIEW, subject=subject)
        elif found.submitter not in {"", event.by}:
            posting.tell_soon(found.submitter, Why.REVIEWED, subject=subject)
