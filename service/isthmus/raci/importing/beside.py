"""What stands above and beside the letters of a table whose roles are on top: names and remarks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from isthmus.raci.importing.axes import Named, all_steps, column_of, named, split_numbers
from isthmus.raci.importing.grids import Cell, filled, span
from isthmus.raci.importing.reading import NotUnderstood
from isthmus.raci.importing.tables import Table
from isthmus.raci.importing.words import Kind, is_nothing
from isthmus.raci.model import Column

REMARK_COLUMN = "No letters stand in this column; it was left out as a remark."
NO_ROLE = "No role stands above these letters, so the column was left out."
DESCRIPTION = "It stands behind the role's name and was left out; a chart holds names only."
GROUPS = "It groups the roles; a chart has no groups of roles, so it was left out."


def not_understood(cells: Sequence[Cell], why: str, text: str = "") -> NotUnderstood:
    return NotUnderstood(span(cells), text or "; ".join(cell.said for cell in cells), why)


def kinds_of(table: Table) -> Mapping[int, Kind]:
    """Tell what the columns beside hold; steps that are none of the programme's are numbers."""
    kinds = dict(table.others)
    if table.ours:
        return kinds
    for column, kind in table.others.items():
        cells = [cell for cell in _below(table, column) if not cell.merged]
        if kind is Kind.STEP and not all_steps(cells):
            kinds[column] = Kind.REMARK if Kind.NUMBER in kinds.values() else Kind.NUMBER
    return kinds


def numbers_of(table: Table, kinds: Mapping[int, Kind]) -> Mapping[int, tuple[str, str]]:
    """Give the number that a row's name begins with, and the rest of the name."""
    names = [cell.said for cell in _below(table, table.names)]
    if table.ours or Kind.NUMBER in kinds.values():
        return {row: ("", name) for row, name in zip(table.body, names, strict=True)}
    return dict(zip(table.body, split_numbers(names), strict=True))


def repeats_sections(table: Table, kinds: Mapping[int, Kind]) -> bool:
    """Tell whether each row says its section itself, so that an empty cell says none."""
    columns = [at for at, kind in kinds.items() if kind is Kind.SECTION]
    texts = [cell.said for at in columns for cell in _below(table, at)]
    return table.ours or any(text and text == after for text, after in pairwise(texts))


def remarks_in(
    table: Table, kinds: Mapping[int, Kind], columns: Mapping[int, Column]
) -> Iterator[NotUnderstood]:
    for column, kind in kinds.items():
        said = [c for c in _below(table, column) if not (is_nothing(c.text) or c.merged)]
        if kind is Kind.REMARK and said:
            header = table.headers[column].said
            yield not_understood(said, REMARK_COLUMN, header or said[0].said)
    for column in table.lettered:
        cells = filled(_below(table, column))
        if column not in columns and cells:
            yield not_understood(cells, NO_ROLE)


def _below(table: Table, column: int) -> list[Cell]:
    return [table.row(row)[column] for row in table.body]


@dataclass(frozen=True)
class Roles:
    """The roles by the columns that they stand in."""

    columns: Mapping[int, Column]
    unread: tuple[NotUnderstood, ...] = ()


def roles_of(table: Table) -> Roles:
    """Read the headers; where two have one name, the group above them tells them apart."""
    groups = _groups(table)
    names = [table.headers[at].said for at in table.lettered]
    found: dict[int, Column] = {}
    unread: list[NotUnderstood] = []
    for at in table.lettered:
        cell = table.headers[at]
        if not cell.said:
            continue
        told = Named(cell.said) if table.ours else named(cell.text)
        group = groups.get(at, "")
        name = f"{group} {told.name}" if group and names.count(cell.said) > 1 else told.name
        found[at] = column_of(str(len(found) + 1), name, group)
        if told.description:
            unread.append(not_understood([cell], DESCRIPTION, told.description))
    if table.groups is not None and not _are_used(groups, found, names):
        unread.append(not_understood(filled(table.row(table.groups)), GROUPS))
    return Roles(found, tuple(unread))


def _groups(table: Table) -> dict[int, str]:
    """Give the group that stands above each role, as far as it reaches to the right."""
    above: dict[int, str] = {}
    group = ""
    for at in table.lettered if table.groups is not None else ():
        group = table.row(table.groups or 0)[at].said or group
        above[at] = group
    return above


def _are_used(
    groups: Mapping[int, str], columns: Mapping[int, Column], names: Sequence[str]
) -> bool:
    """Tell whether the chart says what the groups say: in the names, or as sides."""
    sides = (
        column.side is not None and column.side.value.casefold() == groups.get(at, "").casefold()
        for at, column in columns.items()
    )
    return len(set(names)) < len(names) or all(sides)
