"""Orders that change what a chart says, as the changes that do it."""

from datetime import date

from isthmus.errors import InvalidError
from isthmus.raci import editing, orders
from isthmus.raci.changes import Change
from isthmus.raci.editing import Given
from isthmus.raci.hearing.days import day_of
from isthmus.raci.hearing.meaning import column_meant, columns_meant, letters_meant, row_meant
from isthmus.raci.letters import Part
from isthmus.raci.model import Basis, Chart, Row
from isthmus.raci.orders import EVERYWHERE, Order


def changes_of(order: Order, chart: Chart, basis: Basis, today: date) -> tuple[Change, ...]:
    """Give the changes that an order asks for; raises InvalidError where it asks for none."""
    match order:
        case orders.Give() | orders.Take():
            return _lettered(order, chart, basis)
        case orders.Retitle(title):
            return editing.described(chart, title=title)
        case orders.UseLetters(name):
            return editing.letters_translated(chart, name)
        case orders.ReviewOn(day):
            return editing.described(chart, review=day_of(day, today))
        case _:
            return _columns(order, chart, basis)


def _lettered(order: orders.Give | orders.Take, chart: Chart, basis: Basis) -> tuple[Change, ...]:
    column = column_meant(chart, order.role)
    if order.row == EVERYWHERE:
        if isinstance(order, orders.Give):
            return editing.all_in_column(chart, column.id, Given(order.letters, basis))
        return editing.without_letters(chart, column=column.id)
    row = row_meant(chart, order.row)
    standing = [each.letter for each in chart.cell(row.id, column.id)]
    wanted = letters_meant(chart, order.letters)
    if isinstance(order, orders.Take):
        left = tuple(letter for letter in standing if wanted and letter not in wanted)
        return editing.letters_set(chart, row.id, column.id, Given(left, basis))
    letters = chart.letter_set
    changes: tuple[Change, ...] = ()
    if any(letters.part_of(letter) is Part.DECIDES for letter in wanted):
        changes = editing.made_accountable(chart, row.id, column.id, basis)
        if len(wanted) == 1:
            return changes
    given = Given(wanted, basis)
    others = [c for c in changes if getattr(c, "column", "") != column.id]
    return (*others, *editing.letters_set(chart, row.id, column.id, given))


def _columns(order: Order, chart: Chart, basis: Basis) -> tuple[Change, ...]:
    match order:
        case orders.AddColumn(role, letters):
            given = Given(letters, basis) if letters else None
            return editing.column_added(chart, role[:1].upper() + role[1:], given=given)
        case orders.RemoveColumn(role):
            return editing.column_removed(chart, column_meant(chart, role).id)
        case orders.RenameColumn(role, name):
            return editing.column_renamed(chart, column_meant(chart, role).id, name)
        case orders.ReplaceRole(role, by):
            old = column_meant(chart, role)
            if there := columns_meant(chart, by):
                return editing.column_replaced(chart, old.id, there[0].id)
            return editing.column_renamed(chart, old.id, by[:1].upper() + by[1:])
        case _:
            return _rows(order, chart)


def _rows(order: Order, chart: Chart) -> tuple[Change, ...]:
    match order:
        case orders.AddRow():
            before = _before(chart, order.before, order.after)
            text = order.activity[:1].upper() + order.activity[1:]
            return editing.row_added(chart, text, order.step, order.section, before)
        case orders.RemoveRow(row):
            return editing.row_removed(chart, row_meant(chart, row).id)
        case orders.RenameRow(row, activity):
            return editing.row_renamed(chart, row_meant(chart, row).id, activity)
        case orders.MoveRow(row, before, after):
            return editing.row_moved(chart, row_meant(chart, row).id, _before(chart, before, after))
        case orders.SplitRow(row, activities):
            whole = row_meant(chart, row)
            into = [f"{each[:1].upper()}{each[1:]}" for each in activities]
            return editing.row_split(chart, whole.id, into or _halves(whole))
        case _:
            raise InvalidError("That cannot be done with a row.")


def _before(chart: Chart, before: str, after: str) -> str | None:
    """Give the id of the row that is followed; None is the end."""
    if before:
        return row_meant(chart, before).id
    if not after:
        return None
    place = chart.rows.index(row_meant(chart, after)) + 1
    return chart.rows[place].id if place < len(chart.rows) else None


def _halves(row: Row) -> tuple[str, ...]:
    """Split an activity where its own words are joined: "Test and install patches"."""
    first, joined, second = row.activity.partition(" and ")
    if not joined:
        raise InvalidError(
            f"Say into what to split “{row.activity}”, for example: split row 2 into testing "
            "patches and installing patches."
        )
    return first, second[:1].upper() + second[1:]
