"""Yes and no of those who hold the roles."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from isthmus.errors import InvalidError, NotAllowedError
from isthmus.people import Person
from isthmus.raci.changes import Change
from isthmus.raci.editing.cells import changed
from isthmus.raci.model import Assignment, Cell, Chart, Column, State, accepted, declined


@dataclass(frozen=True)
class Only:
    """Which letters are meant: those of a row, of a role, one letter, or what these share."""

    row: str | None = None
    column: str | None = None
    letter: str | None = None

    def means(self, row: str, column: str, letter: str) -> bool:
        pairs = ((self.row, row), (self.column, column), (self.letter, letter))
        return all(wanted in {None, found} for wanted, found in pairs)


EVERYTHING = Only()


def accepting(chart: Chart, by: Person, only: Only = EVERYTHING) -> tuple[Change, ...]:
    """Say yes to the letters of the roles that somebody holds.

    A letter that was declined is accepted only where its row or its role is named.
    """
    named = only.row is not None or only.column is not None
    open_to_it = {State.PROPOSED, State.DECLINED} if named else {State.PROPOSED}

    def yes(assignment: Assignment, column: Column) -> Assignment:
        return accepted(assignment, column, by) if assignment.state in open_to_it else assignment

    return _decided(chart, by, only, yes)


def declining(chart: Chart, by: Person, reason: str, only: Only = EVERYTHING) -> tuple[Change, ...]:
    """Say no, with the reason, to the letters of the roles that somebody holds."""

    def no(assignment: Assignment, column: Column) -> Assignment:
        return declined(assignment, column, by, reason)

    return _decided(chart, by, only, no)


def _decided(
    chart: Chart, by: Person, only: Only, decide: Callable[[Assignment, Column], Assignment]
) -> tuple[Change, ...]:
    cells: dict[tuple[str, str], Cell] = {}
    meant = 0
    for row, column in _places(chart, by, only):
        cell = chart.cell(row, column.id)
        hit = [only.means(row, column.id, each.letter) for each in cell]
        meant += sum(hit)
        cells[row, column.id] = tuple(
            decide(each, column) if meets else each for each, meets in zip(cell, hit, strict=True)
        )
    if not meant:
        raise InvalidError(
            "There is no such letter to accept or decline. Show the chart to see your letters."
        )
    return changed(chart, cells)


def _places(chart: Chart, by: Person, only: Only) -> Iterator[tuple[str, Column]]:
    if only.row is not None:
        chart.row(only.row)
    if only.column is not None:
        columns = [chart.column(only.column)]
    else:
        columns = [column for column in chart.columns if by.id in column.held_by]
    if not columns:
        raise NotAllowedError(
            f"{by.name} holds no role of this chart. Ask whoever keeps it to name you as a "
            "role's holder."
        )
    rows = [row.id for row in chart.rows if only.row in {None, row.id}]
    return ((row, column) for row in rows for column in columns)
