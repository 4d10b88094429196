"""What was read from a file comes in: what is there already is told, and never added twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol, TypeVar

from isthmus.actions.desk import Actions
from isthmus.actions.given import action_number
from isthmus.actions.importing.reading import ReadRow
from isthmus.actions.listing import Twin, sought_words
from isthmus.actions.model import Action, Evidence, EvidenceKind, Status
from isthmus.actions.service import Keeping
from isthmus.errors import NotFoundError
from isthmus.people import Person
from isthmus.raci.desk import Hand
from isthmus_knowledge.corpus_entries import folded

T = TypeVar("T")
_SAME: Final = 0.999  # of the words of two titles
_IMPORTED: Final = "Imported from {}"


class Watched(Protocol):
    """Shows how far something is while it is gone through."""

    def __call__(self, rows: Sequence[T], /) -> Iterable[T]: ...


def as_they_are(rows: Sequence[T]) -> Iterable[T]:
    return rows


class Lists(Protocol):
    def imported(self) -> dict[str, int]: ...

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
    def is_left_out(self) -> bool:
        return self.is_new and self.is_open_already

    @property
    def is_open_already(self) -> bool:
        return any(each.likeness >= _SAME for each in self.twins)


@dataclass(frozen=True)
class Plan:
    """What an import does, or did: ``added`` are in the order of their rows."""

    comings: tuple[Coming, ...]
    added: tuple[Action, ...] = ()
    left: tuple[Coming, ...] = ()


def planned(
    rows: Sequence[ReadRow], actions: Actions, by: Person, watched: Watched = as_they_are
) -> Plan:
    """Tell what would come in; nothing is kept."""
    with actions.looking(by) as lists:
        before = _imported(rows, lists)
        return Plan(tuple(_coming(row, lists, before) for row in watched(rows)))


def bring_in(  # noqa: PLR0913 - the last two are said seldom
    rows: Sequence[ReadRow],
    actions: Actions,
    hand: Hand,
    name: str,
    *,
    also_alike: bool = False,
    watched: Watched = as_they_are,
) -> Plan:
    """Add the rows that are not there yet, all or none.

    What has the same title as an action that is still open is left out, unless that is wanted too.
    What is the same is looked for before anything is written, since that takes longest.
    """
    plan = planned(rows, actions, hand.by, watched)
    with actions.bringing_in(hand) as (keeping, lists):
        before = _imported(rows, lists)
        new = _New(keeping, before, _said(name), also_alike=also_alike)
        comings = tuple(map(new.brought_in, watched(plan.comings)))
    left = () if also_alike else tuple(each for each in comings if each.is_left_out)
    return Plan(comings, tuple(new.added), left)


def added_now(
    rows: Sequence[ReadRow], keeping: Keeping, lists: Lists, name: str, *, also_alike: bool
) -> list[Action]:
    """Add those of a few rows that are not there by now, in the transaction that is open."""
    before = _imported(rows, lists)
    new = _New(keeping, before, _said(name), also_alike=also_alike)
    for row in rows:
        new.brought_in(_coming(row, lists, before))
    return new.added


def _said(name: str) -> str:
    return _IMPORTED.format(name)[:2_000]


@dataclass
class _New:
    """What comes in, row by row: looked for beforehand, so that nobody waits for that to write."""

    keeping: Keeping
    before: dict[str, Action]
    said: str
    also_alike: bool
    added: list[Action] = field(default_factory=list)
    titles: dict[frozenset[str], Action] = field(default_factory=dict)

    def brought_in(self, coming: Coming) -> Coming:
        """Add a row that is not there by now: not in the file above, nor by another import."""
        row = coming.row
        words = frozenset(sought_words(row.draft.title))
        same = (Twin(self.titles[words], 1.0),) if words in self.titles else ()
        coming = replace(
            coming,
            already=coming.already or self.before.get(row.mark),
            twins=coming.twins or same,
        )
        if coming.is_new and (self.also_alike or not coming.is_open_already):
            action = _begun(row, self.keeping, self.said)
            self.added.append(action)
            self.before[row.mark] = action
            if words and not action.status.is_closed:
                self.titles[words] = action
        return coming


def _imported(rows: Sequence[ReadRow], lists: Lists) -> dict[str, Action]:
    """Give what these rows became when they were imported before, by what they are known by."""
    numbers = lists.imported()
    known = {row.mark: numbers[row.mark] for row in rows if row.mark in numbers}
    found = {each.id: each for each in lists.readable([*known.values()])}
    return {mark: found[number] for mark, number in known.items() if number in found}


def _coming(row: ReadRow, lists: Lists, before: Mapping[str, Action]) -> Coming:
    already = _exported(row, lists) or before.get(row.mark)
    twins = () if already else lists.alike(row.draft.title, 2)
    return Coming(row, already, tuple(twins))


def _exported(row: ReadRow, lists: Lists) -> Action | None:
    """Give the action that a row of our own export is, by its number and its title."""
    numbers = _numbers(row)
    title = folded(row.draft.title)
    found = lists.readable(numbers) if numbers else []
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
