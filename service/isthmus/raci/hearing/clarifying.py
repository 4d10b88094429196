"""Orders whose names may mean several things: made clear, or given as choices."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from isthmus.raci.hearing.meaning import columns_meant, no_column, no_row, rows_meant
from isthmus.raci.model import Chart, Row
from isthmus.raci.orders import EVERYWHERE, AddColumn, Order

_ROWS: Final = ("row", "before", "after")


@dataclass(frozen=True)
class Choice:
    """One way to understand what was said; ``order`` is what it asks then."""

    label: str
    order: Order


def made_clear(order: Order, chart: Chart) -> tuple[Order, tuple[Choice, ...]]:
    """Put what a name means in its place, or give the choices where it may mean several.

    Raises NotFoundError where it means nothing in the chart.
    """
    for name in (field.name for field in fields(order)):
        meant = _meant(order, name, chart)
        if len(meant) > 1:
            choices = tuple(Choice(label, _with(order, name, at)) for label, at in meant)
            return order, choices
        for _, at in meant:
            order = _with(order, name, at)
    return order, ()


def _meant(order: Order, field: str, chart: Chart) -> list[tuple[str, str]]:
    """Give what a field may mean, as a person reads it and as it is found again."""
    value = getattr(order, field)
    if not value or value == EVERYWHERE:
        return []
    if field in _ROWS:
        return [(_shown(chart, row), f"row {_place(chart, row)}") for row in _rows(chart, value)]
    if field == "role" and not isinstance(order, AddColumn):
        if columns := columns_meant(chart, value):
            return [(column.name, column.name) for column in columns]
        raise no_column(chart, value)
    return []


def _rows(chart: Chart, name: str) -> list[Row]:
    if found := rows_meant(chart, name):
        return found
    raise no_row(chart, name)


def _with(order: Order, field: str, value: str) -> Order:
    change: dict[str, Any] = {field: value}
    return replace(order, **change)


def _shown(chart: Chart, row: Row) -> str:
    return f"{_place(chart, row)}. {row.activity}"


def _place(chart: Chart, row: Row) -> int:
    return chart.rows.index(row) + 1


def which(choices: Sequence[Choice]) -> str:
    return f"Which one do you mean: {'; '.join(each.label for each in choices)}?"
