"""What happens to an action and somebody is to hear of: it is theirs now, or free to go on."""

from dataclasses import dataclass

from isthmus.actions.history import assigned
from isthmus.actions.model import Action, Event
from isthmus.actions.store import ActionStore
from isthmus.audit.store import Act
from isthmus.reminding.arranging import arrange
from isthmus.reminding.model import Why
from isthmus.reminding.parts import Parts
from isthmus.reminding.posting import Posting

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
