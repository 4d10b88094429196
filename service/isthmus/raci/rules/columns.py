"""What is found about a role over all rows, and about its name."""

from collections.abc import Iterator

from isthmus.raci.changes import RemoveColumn
from isthmus.raci.editing import column_renamed, column_replaced
from isthmus.raci.letters import Part
from isthmus.raci.model import Chart, Column
from isthmus.raci.rules.model import Fix, Found
from isthmus.raci.rules.persons import names_a_person
from isthmus.raci.rules.seen import Seen, is_external, side_of
from isthmus_knowledge.catalogue import catalogue


def person_as_role(view: Seen) -> Iterator[Found]:
    for column in view.chart.columns:
        if names_a_person(column.name):
            yield Found(None, column, fix=_called_by_its_role(view.chart, column))


def same_role_twice(view: Seen) -> Iterator[Found]:
    first: dict[str, Column] = {}
    for column in view.chart.columns:
        before = first.setdefault(" ".join(column.name.casefold().split()), column)
        if before is not column:
            yield Found(None, column, fix=_in_one(view, column, before))


def role_without_letter(view: Seen) -> Iterator[Found]:
    if not view.rows:
        return
    for column in view.chart.columns:
        if column.id not in view.used:
            fix = Fix(f"Remove the column {column.name}", (RemoveColumn(column.id),))
            yield Found(None, column, fix=fix if len(view.chart.columns) > 1 else None)


def role_in_every_row(view: Seen) -> Iterator[Found]:
    taking_part = [part for part in Part if part is not Part.OUT]
    everywhere = [{column.id for column in row.having(*taking_part)} for row in view.rows]
    for column in view.chart.columns:
        if view.is_large and all(column.id in each for each in everywhere):
            yield Found(None, column, {"total": len(view.rows)})


def accountable_too_often(view: Seen) -> Iterator[Found]:
    total = len(view.rows)
    for column in view.chart.columns:
        count = sum(column in row.having(Part.DECIDES) for row in view.rows)
        if view.is_large and count > view.thresholds.accountable_share * total:
            yield Found(None, column, {"count": count, "total": total})


def _called_by_its_role(chart: Chart, column: Column) -> Fix | None:
    role = next((each for each in catalogue().roles if each.id == column.role), None)
    if role is None or any(each.name.casefold() == role.name.casefold() for each in chart.columns):
        return None
    return Fix(f"Call it {role.name}", column_renamed(chart, column.id, role.name))


def _in_one(view: Seen, column: Column, before: Column) -> Fix | None:
    """Put two columns together, where both are of one side and none is external."""
    known = all(
        each.letter in view.parts
        for row in view.chart.rows
        for each in view.chart.cell(row.id, column.id)
    )
    if not known or is_external(before) or side_of(column) != side_of(before):
        return None
    changes = column_replaced(view.chart, column.id, before.id)
    return Fix(f"Put both columns of {column.name} together", changes)
