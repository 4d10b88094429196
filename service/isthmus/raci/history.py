"""A chart is what its events made of it; what undoes one is the difference around it.

Everything a kept chart knows of itself but its readers follows from its events: whoever plays them
again comes to the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby
from types import MappingProxyType
from typing import Final

from isthmus.errors import ConflictError
from isthmus.raci.changes import (
    Change,
    Describe,
    Event,
    EventKind,
    PutColumn,
    PutRow,
    SetCell,
    apply,
    apply_all,
    differences,
)
from isthmus.raci.model import Assignment, Cell, Chart, Filed, State, Status
from isthmus_knowledge.corpus_entries import folded

NOTHING: Final = Chart(title="")
_STATUSES: Final = {
    EventKind.SUBMITTED: Status.IN_REVIEW,
    EventKind.RETURNED: Status.DRAFT,
    EventKind.APPROVED: Status.APPROVED,
}
_CHANGING: Final = frozenset({EventKind.BEGUN, EventKind.EDITED, EventKind.UNDONE})


def after(filed: Filed, event: Event) -> Filed:
    """Give a kept chart after the event that follows its last one."""
    begun = event.kind is EventKind.BEGUN
    chart = applied(filed.chart, event.changes)
    changed = event.kind in _CHANGING and not says_the_same(filed.chart, chart)
    return replace(
        filed,
        chart=chart,
        owner=event.by if begun else filed.owner,
        status=Status.DRAFT if changed else _STATUSES.get(event.kind, filed.status),
        number=event.number,
        version=filed.version + (event.kind is EventKind.APPROVED),
        changed_by=event.by if changed else filed.changed_by,
    )


def says_the_same(before: Chart, after: Chart) -> bool:
    """Tell whether two charts agree but for who holds a role and what holders said of letters."""
    old, new = before.cells, after.cells
    return (
        _around_cells(before) == _around_cells(after)
        and old.keys() == new.keys()
        and all(old[key] == new[key] or _unsaid(old[key]) == _unsaid(new[key]) for key in old)
    )


def _around_cells(chart: Chart) -> Chart:
    columns = tuple(replace(column, held_by=()) for column in chart.columns)
    return replace(chart, columns=columns, cells=NOTHING.cells)


def from_nothing(chart: Chart) -> tuple[Change, ...]:
    """Give the changes that make a chart of nothing that nobody holds a role of or spoke on."""
    about = Describe(chart.title, chart.letters, chart.scope, chart.steps, chart.review)
    return (
        about,
        *map(PutRow, chart.rows),
        *(PutColumn(replace(column, held_by=())) for column in chart.columns),
        *(SetCell(*key, cell) for key, cell in unaccepted(chart).cells.items()),
    )


def applied(chart: Chart, changes: Iterable[Change]) -> Chart:
    """Apply changes like ``apply_all``, many cells at once."""
    for cells, group in groupby(changes, key=lambda change: isinstance(change, SetCell)):
        apply_them = _with_cells if cells else apply_all
        chart = apply_them(chart, group)
    return chart


def _with_cells(chart: Chart, changes: Iterable[Change]) -> Chart:
    rows, columns = {row.id for row in chart.rows}, {column.id for column in chart.columns}
    cells = dict(chart.cells)
    for change in changes:
        fits = isinstance(change, SetCell) and change.row in rows and change.column in columns
        if not (fits and isinstance(change, SetCell)) or _has_a_letter_twice(change.cell):
            apply(chart, change)  # says what is wrong with it
            continue
        cells.pop((change.row, change.column), None)
        if change.cell:
            cells[change.row, change.column] = change.cell
    return replace(chart, cells=MappingProxyType(cells))


def _has_a_letter_twice(cell: Cell) -> bool:
    return len(cell) > 1 and len({assignment.letter for assignment in cell}) < len(cell)


@dataclass(frozen=True)
class _Standing:
    """Edits that can be taken back, and undoings that can be; the next one is last."""

    edits: tuple[Event, ...] = ()
    undoings: tuple[tuple[Event, Event], ...] = ()  # an edit, and what took it back

    def after(self, event: Event) -> "_Standing":
        match event.kind:
            case EventKind.EDITED:
                return _Standing((*self.edits, event))
            case EventKind.UNDONE if self.edits and event.undoes == self.edits[-1].number:
                return _Standing(self.edits[:-1], (*self.undoings, (self.edits[-1], event)))
            case EventKind.UNDONE:
                return _Standing((*self.edits, self.undoings[-1][0]), self.undoings[:-1])
            case _:
                return self


def _standing(events: Iterable[Event]) -> _Standing:
    return reduce(_Standing.after, events, _Standing())


def to_undo(events: Iterable[Event]) -> Event:
    """Give the last edit that stands; ``events`` are those since the last approval.

    Raises ConflictError where there is none.
    """
    edits = _standing(events).edits
    if not edits:
        raise ConflictError("There is nothing to undo since the chart was begun or approved.")
    return edits[-1]


def to_redo(events: Iterable[Event]) -> Event:
    """Give the last undoing that no later edit followed; raises ConflictError where none is."""
    undoings = _standing(events).undoings
    if not undoings:
        raise ConflictError("There is nothing to redo: nothing was undone since the last edit.")
    return undoings[-1][1]


def back(event: Event, before: Chart, after_it: Chart) -> tuple[Change, ...]:
    """Give what is kept to take an event back; nothing for one that is not taken back."""
    if event.kind not in {EventKind.EDITED, EventKind.UNDONE}:
        return ()
    return differences(after_it, before)


def authors(filed: Filed, approved: Chart, events: Iterable[Event]) -> frozenset[str]:
    """Give who made the last change, and who made the last one that was not taken back.

    Where all edits were taken back, that is whoever began the chart. Whoever undoes and redoes
    what somebody else wrote has not made it theirs. ``approved`` is what the chart said before
    these events, all of them since the last approval.
    """
    chart, saying = approved, dict[int, str]()
    events = list(events)
    for event in events:
        now = applied(chart, event.changes)
        if event.kind is EventKind.EDITED and not says_the_same(chart, now):
            saying[event.number] = event.by
        chart = now
    begun = [event.by for event in events if event.kind is EventKind.BEGUN]
    standing = [saying[e.number] for e in _standing(events).edits if e.number in saying]
    return frozenset({filed.changed_by, *(begun + standing)[-1:]})


def taking_back(back: Iterable[Change], now: Chart) -> tuple[Change, ...]:
    """Give what takes an event back; ``back`` leads from the chart after it to that before it.

    What holders said of a letter since then stays, where it reads then as they read it.
    """
    back = tuple(back)
    then = applied(now, back)
    otherwise = _read_otherwise(now, then)
    kept = (
        _keeping_decisions(each, now)
        if isinstance(each, SetCell) and otherwise.isdisjoint((each.row, each.column))
        else each
        for each in back
    )
    restored = {(each.row, each.column) for each in back if isinstance(each, SetCell)}
    again = (
        SetCell(*key, _unsaid(cell))
        for key, cell in then.cells.items()
        if key not in restored and not otherwise.isdisjoint(key) and cell != _unsaid(cell)
    )
    return _held(now, (*kept, *again))


def _read_otherwise(now: Chart, then: Chart) -> frozenset[str]:
    """Give the ids of activities and roles that two charts have, and name differently."""
    rows = {row.id: folded(row.activity) for row in now.rows}
    columns = {column.id: (column.role, folded(column.name)) for column in now.columns}
    return frozenset(
        {row.id for row in then.rows if rows.get(row.id, "") != folded(row.activity)}
        | {
            column.id
            for column in then.columns
            if columns.get(column.id, ("", "")) != (column.role, folded(column.name))
        }
    )


def _keeping_decisions(change: SetCell, now: Chart) -> SetCell:
    said = {_as_read(each): each for each in now.cell(change.row, change.column)}
    return replace(change, cell=tuple(_decided(each, said) for each in change.cell))


def _decided(assignment: Assignment, said: Mapping[tuple[str, str], Assignment]) -> Assignment:
    now = said.get(_as_read(assignment))
    if now is None or now.state is State.PROPOSED:
        return assignment
    return replace(assignment, state=now.state, reason=now.reason, decided_by=now.decided_by)


def as_edited(changes: Iterable[Change], now: Chart) -> tuple[Change, ...]:
    """Give an editor's changes without what only the holder of a role can say.

    A letter that holders have spoken on keeps what they said as long as it and its note are as
    they read them, or is proposed again.
    """
    return _held(now, tuple(_undecided(change, now) for change in changes))


def _undecided(change: Change, now: Chart) -> Change:
    if not isinstance(change, SetCell):
        return change
    said = {_as_read(each): _decision(each) for each in now.cell(change.row, change.column)}
    kept = (
        each if _decision(each) == said.get(_as_read(each)) else _proposed(each)
        for each in change.cell
    )
    return replace(change, cell=tuple(kept))


def _held(now: Chart, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Ask again for letters on which somebody has spoken who does not hold the role any more."""
    then = applied(now, changes)
    holders = {column.id: {"", *column.held_by} for column in then.columns}
    again = (
        SetCell(row, column, tuple(_of_holder(each, holders[column]) for each in cell))
        for (row, column), cell in then.cells.items()
        if any(each.decided_by not in holders[column] for each in cell)
    )
    return (*changes, *again)


def _of_holder(assignment: Assignment, holders: set[str]) -> Assignment:
    return assignment if assignment.decided_by in holders else _proposed(assignment)


def _as_read(assignment: Assignment) -> tuple[str, str]:
    """Give what somebody says yes or no to."""
    return (assignment.letter, assignment.note)


def _decision(assignment: Assignment) -> tuple[object, ...]:
    return (assignment.state, assignment.reason, assignment.decided_by)


def _unsaid(cell: Cell) -> Cell:
    return tuple(map(_proposed, cell))


def _proposed(assignment: Assignment) -> Assignment:
    return replace(assignment, state=State.PROPOSED, reason="", decided_by="")


def unaccepted(chart: Chart) -> Chart:
    """Give a chart that nobody has spoken on yet: no file and no draft accepts for a holder."""
    cells = {key: _unsaid(cell) for key, cell in chart.cells.items()}
    return replace(chart, cells=MappingProxyType(cells))
