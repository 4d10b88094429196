"""Changes of a chart: plain things that are kept as they are; any two charts differ by some.

A change is applied to a chart and gives the next one. What undoes an event is the difference
between the chart after it and the chart before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from isthmus.errors import InvalidError
from isthmus.raci.letters import letter_set
from isthmus.raci.model import Cell, Chart, Column, Row


@dataclass(frozen=True)
class Describe:
    """Say what the chart is for; all of it, as it is to be."""

    title: str
    letters: str
    scope: str = ""
    steps: tuple[str, ...] = ()
    review: date | None = None


@dataclass(frozen=True)
class PutRow:
    """Add a row, or change the one with its id, and put it before another; None is the end."""

    row: Row
    before: str | None = None


@dataclass(frozen=True)
class RemoveRow:
    row: str


@dataclass(frozen=True)
class PutColumn:
    """Add a column, or change the one with its id, and put it before another; None is the end."""

    column: Column
    before: str | None = None


@dataclass(frozen=True)
class RemoveColumn:
    column: str


@dataclass(frozen=True)
class SetCell:
    """Say all that a cell holds; nothing empties it."""

    row: str
    column: str
    cell: Cell = ()


Change = Describe | PutRow | RemoveRow | PutColumn | RemoveColumn | SetCell


class EventKind(StrEnum):
    BEGUN = "begun"
    EDITED = "edited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    UNDONE = "undone"


@dataclass(frozen=True)
class Event:
    """What somebody did to a chart: one sentence or click, all its changes together.

    ``via`` is the channel it came through; ``undoes`` the number of the event it takes back.
    """

    number: int
    kind: EventKind
    by: str
    at: datetime
    said: str
    changes: tuple[Change, ...] = ()
    via: str = ""
    undoes: int | None = None


def apply(chart: Chart, change: Change) -> Chart:
    """Give the chart after a change; raises NotFoundError, InvalidError where it does not fit."""
    match change:
        case Describe():
            return _described(chart, change)
        case PutRow(row, before):
            _require_text(row.activity, "A row needs an activity.")
            rows = _put(chart.rows, row, before)
            return replace(chart, rows=rows, made=_made(chart, row.id))
        case PutColumn(column, before):
            _require_text(column.name, "A column needs the name of a role.")
            columns = _put(chart.columns, column, before)
            return replace(chart, columns=columns, made=_made(chart, column.id))
        case RemoveRow(row_id):
            gone = chart.row(row_id)
            cells = {key: cell for key, cell in chart.cells.items() if key[0] != row_id}
            kept = tuple(row for row in chart.rows if row != gone)
            return replace(chart, rows=kept, cells=MappingProxyType(cells))
        case RemoveColumn(column_id):
            out = chart.column(column_id)
            cells = {key: cell for key, cell in chart.cells.items() if key[1] != column_id}
            left = tuple(column for column in chart.columns if column != out)
            return replace(chart, columns=left, cells=MappingProxyType(cells))
        case SetCell():
            return _with_cell(chart, change)


def apply_all(chart: Chart, changes: Iterable[Change]) -> Chart:
    for change in changes:
        chart = apply(chart, change)
    return chart


def differences(before: Chart, after: Chart) -> tuple[Change, ...]:
    """Give changes that, applied to ``before``, give ``after``."""
    changes: list[Change] = [
        *(RemoveRow(row.id) for row in before.rows if row.id not in _ids(after.rows)),
        *(RemoveColumn(c.id) for c in before.columns if c.id not in _ids(after.columns)),
    ]
    now = apply_all(before, changes)
    if _description(now) != _description(after):
        changes.append(_description(after))
    changes += (PutRow(row, next_id) for row, next_id in _placed(now.rows, after.rows))
    changes += (PutColumn(c, next_id) for c, next_id in _placed(now.columns, after.columns))
    keys = dict.fromkeys([*now.cells, *after.cells])
    changes += (
        SetCell(*key, after.cell(*key)) for key in keys if now.cell(*key) != after.cell(*key)
    )
    return tuple(changes)


def _description(chart: Chart) -> Describe:
    return Describe(chart.title, chart.letters, chart.scope, chart.steps, chart.review)


def _described(chart: Chart, change: Describe) -> Chart:
    _require_text(change.title, "A chart needs a title.")
    return replace(
        chart,
        title=change.title,
        letters=letter_set(change.letters).name,
        scope=change.scope,
        steps=change.steps,
        review=change.review,
    )


def _with_cell(chart: Chart, change: SetCell) -> Chart:
    chart.row(change.row)
    chart.column(change.column)
    letters = [assignment.letter for assignment in change.cell]
    if len(set(letters)) < len(letters):
        raise InvalidError("A letter stands only once in a cell.")
    cells = dict(chart.cells)
    cells.pop((change.row, change.column), None)
    if change.cell:
        cells[change.row, change.column] = change.cell
    return replace(chart, cells=MappingProxyType(cells))


Item = TypeVar("Item", Row, Column)


def _put(items: tuple[Item, ...], item: Item, before: str | None) -> tuple[Item, ...]:
    others = [each for each in items if each.id != item.id]
    following = [n for n, each in enumerate(others) if each.id == before]
    if before is not None and not following:
        raise InvalidError(f"There is nothing with the id '{before}' to put it before.")
    others.insert(following[0] if following else len(others), item)
    return tuple(others)


def _placed(now: Sequence[Item], wanted: Sequence[Item]) -> list[tuple[Item, str | None]]:
    """Give what has to be put, last first, each with the id of what follows it."""
    standing = tuple(now)
    puts: list[tuple[Item, str | None]] = []
    following: str | None = None
    for item in reversed(wanted):
        if not _stands(standing, item, following):
            puts.append((item, following))
            standing = _put(standing, item, following)
        following = item.id
    return puts


def _stands(items: Sequence[Item], item: Item, before: str | None) -> bool:
    place = next((n for n, each in enumerate(items) if each == item), None)
    if place is None:
        return False
    return (items[place + 1].id if place + 1 < len(items) else None) == before


def _ids(items: Iterable[Row] | Iterable[Column]) -> set[str]:
    return {item.id for item in items}


def _made(chart: Chart, item_id: str) -> int:
    return max(chart.made, int(item_id)) if item_id.isdecimal() else chart.made


def _require_text(text: str, otherwise: str) -> None:
    if not text.strip():
        raise InvalidError(otherwise)
