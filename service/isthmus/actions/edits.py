"""Orders as the changes they ask for, where nothing of them has to be looked up."""

from typing import Final

from isthmus.actions import changes, orders
from isthmus.actions.changes import Change
from isthmus.actions.given import priority_meant, recurrence_meant
from isthmus.actions.model import Evidence, EvidenceKind, Party
from isthmus.errors import InvalidError

_LINKS: Final = ("https://", "http://")
OfPeople = orders.Assign | orders.GetHelp | orders.StopHelp
Edit = (
    orders.Prioritise
    | orders.PutInStep
    | orders.AddLabel
    | orders.RemoveLabel
    | orders.Repeat
    | orders.Estimate
    | orders.RenameAction
    | orders.Describe
)


def change_of(order: Edit) -> Change:
    """Give the change that an order asks for; raises InvalidError where a value is none."""
    match order:
        case orders.Prioritise(priority):
            return changes.SetPriority(priority_meant(priority))
        case orders.PutInStep(step):
            return changes.SetStep(step)
        case orders.AddLabel(label):
            return changes.AddLabel(label)
        case orders.RemoveLabel(label):
            return changes.RemoveLabel(label)
        case _:
            return _described(order)


def _described(
    order: orders.Repeat | orders.Estimate | orders.RenameAction | orders.Describe,
) -> Change:
    match order:
        case orders.Repeat(rhythm):
            return changes.SetRecurrence(recurrence_meant(rhythm))
        case orders.Estimate(hours):
            return changes.SetEstimate(_hours(hours))
        case orders.RenameAction(title):
            return changes.Retitle(title)
        case orders.Describe(text):
            return changes.Describe(text)


def with_party(order: OfPeople, party: Party) -> Change:
    match order:
        case orders.Assign():
            return changes.Assign(party)
        case orders.GetHelp():
            return changes.AddHelper(party)
        case orders.StopHelp():
            return changes.RemoveHelper(party)


def evidence_of(shown: str) -> tuple[Evidence, ...]:
    """Give evidence as it is written: each address is a link, the words around are its title."""
    if not shown.strip():
        return ()
    words = [each.strip("()<>,;") for each in shown.split()]
    links = [each for each in words if each.lower().startswith(_LINKS)]
    rest = " ".join(each for each in words if each not in links).strip(" :-,;")
    if not links:
        return (Evidence(EvidenceKind.NOTE, shown.strip()),)
    return tuple(Evidence(EvidenceKind.LINK, each, rest) for each in links)


def unknown(party: Party) -> tuple[str, ...]:
    """Say that a name is nobody's whom the directory knows."""
    if party.person:
        return ()
    return (f"“{party.name}” is not in the directory; the name is kept as it was said.",)


def _hours(said: str) -> float:
    try:
        return float(said)
    except ValueError as error:
        raise InvalidError(f"“{said}” is no number of hours.") from error
