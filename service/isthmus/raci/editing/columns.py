"""Roles: added, removed, named, replaced, held by somebody."""

import re
from collections.abc import Sequence
from dataclasses import replace

from isthmus.errors import InvalidError, NotFoundError
from isthmus.raci.changes import Change, PutColumn, RemoveColumn, SetCell
from isthmus.raci.editing.cells import Given, all_in_column, changed, joined, proposed
from isthmus.raci.model import Assignment, Chart, Column, State
from isthmus_knowledge.catalogue import Role, Side, catalogue
from isthmus_knowledge.corpus_entries import folded

AUDITS = re.compile(r"\b(audit(s|or|ors|ing)?|assurance)\b", re.IGNORECASE)


def column_of(name: str, role: str = "", side: Side | None = None) -> Column:
    """Give a column for a role, without an id; what the catalogue knows of the role is filled in.

    An external party has no authority over the assets of somebody else.
    """
    text = " ".join(name.split())
    if not text:
        raise InvalidError("Name the role: a column needs one.")
    known = _role(role) if role else catalogue().role_named(text)
    side = side or (known.side if known else None)
    return Column(
        id="",
        name=text,
        role=known.id if known else "",
        side=side,
        aliases=known.aliases if known else (),
        authority=side is not Side.EXTERNAL,
        audits=bool(AUDITS.search(known.name if known else text)),
    )


def column_added(
    chart: Chart,
    name: str,
    role: str = "",
    side: Side | None = None,
    given: Given | None = None,
) -> tuple[Change, ...]:
    """Add a role at the right, with a letter in every row where one is given."""
    column = replace(column_of(name, role, side), id=chart.new_id)
    _refuse_second(chart, column)
    put = PutColumn(column)
    if given is None:
        return (put,)
    with_it = replace(chart, columns=(*chart.columns, column))
    return (put, *all_in_column(with_it, column.id, given))


def column_removed(chart: Chart, column: str) -> tuple[Change, ...]:
    return (RemoveColumn(chart.column(column).id),)


def column_renamed(chart: Chart, column: str, name: str) -> tuple[Change, ...]:
    """Call a role otherwise; a name of the catalogue makes it the role of that name there.

    Its letters are proposed again, unless only spelling changed.
    """
    old, named = chart.column(column), column_of(name)
    if not named.role or named.role == old.role:
        new = replace(old, name=named.name)
    else:
        new = replace(named, id=old.id, held_by=old.held_by)
    _refuse_second(chart, new)
    if (new.role, folded(new.name)) == (old.role, folded(old.name)):
        return _put(chart, new)
    keys = ((row.id, column) for row in chart.rows)
    again = changed(chart, {key: tuple(map(proposed, chart.cell(*key))) for key in keys})
    return (*_put(chart, new), *again)


def column_replaced(chart: Chart, column: str, by: str) -> tuple[Change, ...]:
    """Hand all letters of a role to another one, and take its column out.

    A letter that is handed over is proposed again; what the other role had already stays.
    """
    old, new = chart.column(column), chart.column(by)
    if old == new:
        raise InvalidError(f"{old.name} cannot replace itself. Name another role.")
    cells = {
        (row.id, new.id): joined(
            chart.letter_set,
            (
                chart.cell(row.id, new.id),
                tuple(map(proposed, chart.cell(row.id, old.id))),
            ),
        )
        for row in chart.rows
        if chart.cell(row.id, old.id)
    }
    return (*changed(chart, cells), RemoveColumn(old.id))


def column_moved(chart: Chart, column: str, before: str | None = None) -> tuple[Change, ...]:
    """Put a column before another, or at the right."""
    moved = chart.column(column)
    if before == column:
        raise InvalidError("A column cannot stand before itself. Name another role.")
    return (PutColumn(moved, before and chart.column(before).id),)


def column_described(
    chart: Chart,
    column: str,
    side: Side | None = None,
    *,
    authority: bool | None = None,
    audits: bool | None = None,
) -> tuple[Change, ...]:
    """Say on which side a role is, whether it may say yes and no, whether it checks others.

    None leaves it as it is. Who becomes external loses the authority, unless it is given.
    """
    old = chart.column(column)
    may = old.authority and side is not Side.EXTERNAL
    new = replace(
        old,
        side=side or old.side,
        authority=may if authority is None else authority,
        audits=old.audits if audits is None else audits,
    )
    return _put(chart, new)


def holder_set(chart: Chart, column: str, people: Sequence[str]) -> tuple[Change, ...]:
    """Say which people (ids) hold a role.

    What somebody accepted or declined who no longer holds it is proposed again.
    """
    new = replace(chart.column(column), held_by=tuple(dict.fromkeys(people)))
    keys = ((row.id, column) for row in chart.rows)
    cells = {
        key: tuple(proposed(each) if _left(each, new) else each for each in chart.cell(*key))
        for key in keys
    }
    again: tuple[SetCell, ...] = changed(chart, cells)
    return (*_put(chart, new), *again)


def _left(assignment: Assignment, column: Column) -> bool:
    decided = assignment.state is not State.PROPOSED
    return decided and assignment.decided_by not in column.held_by


def _put(chart: Chart, column: Column) -> tuple[Change, ...]:
    """Put a column where it stands."""
    if column == chart.column(column.id):
        return ()
    ids = [each.id for each in chart.columns]
    place = ids.index(column.id) + 1
    return (PutColumn(column, ids[place] if place < len(ids) else None),)


def _refuse_second(chart: Chart, column: Column) -> None:
    for other in chart.columns:
        if other.id != column.id and other.name.casefold() == column.name.casefold():
            raise InvalidError(
                f"There is a column '{other.name}' already. Give that one the letters, or choose "
                "a name that tells the two apart."
            )


def _role(role: str) -> Role:
    found = next((each for each in catalogue().roles if each.id == role), None)
    if found is None:
        known = ", ".join(each.id for each in catalogue().roles)
        raise NotFoundError(f"The catalogue has no role '{role}'. It has {known}.")
    return found
