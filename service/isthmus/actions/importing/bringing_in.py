"""What was read from a file comes in: what is there already is told, and never added twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from isthmus.actions.desk import Actions
from isthmus.actions.given import action_number
from isthmus.actions.importing.reading import ReadRow
from isthmus.actions.listing import MOST_AT_ONCE, Listing, Order, Page, Sought, Twin
from isthmus.actions.model import Action, Evidence, EvidenceKind, SourceKind, Status
from isthmus.actions.service import Keeping
from isthmus.errors import NotFoundError
from isthmus.people import Person
from isthmus.raci.desk import Hand
from isthmus_knowledge.corpus_entries import folded

_SAME: Final = 0.999  # of the words of two titles
_IMPORTED: Final = "Imported from {}"


class Lists(Protocol):
    def listed(self, sought: Sought, page: Page) -> Listing: ...

    def readable(self, numbers: Sequence[int]) -> list[Action]: ...

    def alike(self, title: str, most: int) -> list[Twin]: ...


@dataclass(frozen=True)
class Coming:
    """A row that may come in: ``already`` is the action it became before; twins may be the same."""

    row: ReadRow
    already: Action | None = None
    twins: tuple[Twin, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.already is None

    @property
    def is_open_already(self) -> bool:
        return any(each.likeness >= _SAME for each in self.twins)


@dataclass(frozen=True)
class Plan:
    """What an import does, or did: ``added`` are in the order of their rows."""

    comings: tuple[Coming, ...]
    added: tuple[Action, ...] = ()
    left: tuple[Coming, ...] = ()


def planned(rows: Sequence[ReadRow], actions: Actions, by: Person) -> Plan:
    """Tell what would come in; nothing is kept."""
    with actions.looking(by) as lists:
        before = _imported(lists)
        return Plan(tuple(_coming(row, lists, before) for row in rows))


def bring_in(
    rows: Sequence[ReadRow], actions: Actions, hand: Hand, name: str, *, also_alike: bool = False
) -> Plan:
    """Add the rows that are not there yet, all or none.

    What has the same title as an action that is still open is left out, unless that is wanted too.
    """
    added: list[Action] = []
    comings: list[Coming] = []
    with actions.bringing_in(hand) as (keeping, lists):
        before = _imported(lists)
        for row in rows:
            coming = _coming(row, lists, before)
            comings.append(coming)
            if coming.is_new and (also_alike or not coming.is_open_already):
                before[row.mark] = _begun(row, keeping, _IMPORTED.format(name)[:2_000])
                added.append(before[row.mark])
    left = [each for each in comings if each.is_new and each.is_open_already and not also_alike]
    return Plan(tuple(comings), tuple(added), tuple(left))


def _imported(lists: Lists) -> dict[str, Action]:
    """Give what was imported before, by what its row is known by."""
    found: dict[str, Action] = {}
    page = Page(Order.NUMBER, limit=MOST_AT_ONCE)
    while True:
        listing = lists.listed(Sought(sources=(SourceKind.IMPORT,)), page)
        found |= {each.source.row: each for each in listing.actions}
        if not listing.next:
            return found
        page = replace(page, after=listing.next)


def _coming(row: ReadRow, lists: Lists, before: Mapping[str, Action]) -> Coming:
    already = _exported(row, lists) or before.get(row.mark)
    twins = () if already else lists.alike(row.draft.title, 2)
    return Coming(row, already, tuple(twins))


def _exported(row: ReadRow, lists: Lists) -> Action | None:
    """Give the action that a row of our own export is, by its number and its title."""
    title = folded(row.draft.title)
    found = lists.readable(_numbers(row))
    return next((each for each in found if folded(each.title) == title), None)


def _numbers(row: ReadRow) -> list[int]:
    try:
        return [action_number(row.number)] if row.number else []
    except NotFoundError:
        return []


def _begun(row: ReadRow, keeping: Keeping, said: str) -> Action:
    """Add an action and bring it to where the file says that it stands."""
    if row.status is Status.PROPOSED:
        return keeping.propose(row.draft, said)
    action = keeping.add(row.draft, said)
    match row.status:
        case Status.IN_PROGRESS:
            return keeping.start(action.id, said)
        case Status.BLOCKED:
            return keeping.block(action.id, row.reason or f"{said} as blocked")
        case Status.DONE:
            shown = Evidence(EvidenceKind.NOTE, f"{said} as done ({row.at})")
            return keeping.done(action.id, [shown], said)
        case Status.DROPPED:
            return keeping.drop(action.id, row.reason or f"{said} as dropped")
    return action
