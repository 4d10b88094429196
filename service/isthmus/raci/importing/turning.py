"""Which way round a chart stands: whether the roles are on top or beside."""

from collections.abc import Sequence
from dataclasses import dataclass

from isthmus.raci.importing.grids import Cell, Grid, filled
from isthmus.raci.importing.marks import any_marks
from isthmus.raci.importing.tables import Table, lettered_row
from isthmus.raci.importing.words import Kind, is_nothing, kind_of, likeness

CORNER = 0.6
ONE_ACCOUNTABLE = 0.5
USUAL = 0.1  # activities are rows, and there are more of them than roles
UNSURE = 0.25
DECIDING = {"a", "accountable", "d", "approver", "decide"}
ROLE_LIKE = 0.5
AXIS = (Kind.NUMBER, Kind.STEP, Kind.SECTION)


@dataclass(frozen=True)
class Turned:
    """A table with its roles on top; ``dropped`` are the rows that the turning left out."""

    table: Table
    dropped: tuple[tuple[Cell, ...], ...] = ()


def roles_lead(table: Table) -> float:
    """Tell by how much the headers look like roles more than the names of the rows do.

    A number below 0 says that the roles are beside; one near 0 is no more than a guess.
    """
    if table.grid.roles_on_top:
        return 1
    rows = [row for row in table.body if _letters(table, row)]
    top = [table.headers[column] for column in table.lettered]
    side = [table.row(row)[table.names] for row in rows]
    lead = _mean(top) - _mean(side) + USUAL + USUAL * (len(rows) > len(table.lettered))
    corner = kind_of(table.headers[table.names].said)
    lead += CORNER * ((corner is Kind.ACTIVITY) - (corner is Kind.ROLE))
    return lead + ONE_ACCOUNTABLE * _one_decides(table, rows)


def _mean(names: Sequence[Cell]) -> float:
    said = [likeness(cell.text) for cell in names if cell.said]
    return sum(said) / len(said) if said else 0


def _letters(table: Table, row: int) -> list[int]:
    return [column for column in lettered_row(table.row(row)) if column in table.lettered]


def _one_decides(table: Table, rows: Sequence[int]) -> float:
    """Compare how many rows, and how many columns, have exactly one who is accountable."""
    deciding = [[_decides(table.row(row)[column]) for column in table.lettered] for row in rows]
    if len(rows) < 2 and len(table.lettered) < 2:  # noqa: PLR2004 - one cell tells nothing
        return 0
    by_row = [sum(row) == 1 for row in deciding]
    by_column = [sum(column) == 1 for column in zip(*deciding, strict=True)]
    return float(sum(by_row) / max(len(by_row), 1) - sum(by_column) / max(len(by_column), 1))


def _decides(cell: Cell) -> bool:
    return any(mark.letter in DECIDING for mark in any_marks(cell.text) or ())


def turned(table: Table) -> Turned:
    """Set a table whose roles are beside so that they are on top."""
    kept = [row for row in table.body if _is_role(table, row)]
    around = [*table.above, *([table.groups] if table.groups is not None else []), *table.body]
    axis = {
        row: kind
        for row in around
        if row not in kept and (kind := _axis_kind(table, row)) is not None
    }
    columns = [table.names, *table.lettered]
    rows = [table.head, *kept, *axis]
    grid = table.grid.part(rows, columns).turned
    wide = 1 + len(kept)
    others = {wide + at: kind for at, kind in enumerate(axis.values())}
    left = [row for row in table.body if row not in kept and row not in axis]
    whole = Table(
        Grid(grid.rows, grid.name, grid.remarks, roles_on_top=True),
        head=0,
        names=0,
        lettered=tuple(range(1, wide)),
        others=others,
        body=tuple(range(1, len(grid.rows))),
        above=tuple(row for row in table.above if row not in axis),
    )
    return Turned(whole, tuple(table.row(row) for row in left))


def _axis_kind(table: Table, row: int) -> Kind | None:
    """Tell what a row says of the activities on top: their sections, numbers or steps."""
    if row == table.groups:
        return Kind.SECTION
    cells = table.row(row)
    kind = kind_of(cells[table.names].said)
    return kind if kind in AXIS and len(filled(cells)) > 1 else None


def _is_role(table: Table, row: int) -> bool:
    cells = table.row(row)
    if _letters(table, row):
        return True
    empty = all(is_nothing(cells[column].text) for column in table.lettered)
    return empty and likeness(cells[table.names].text) > ROLE_LIKE
